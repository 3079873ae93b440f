-- Undoes a take, once: only while the order's units are still held, and nobody has taken them over to return them.
-- KEYS: stock, reservations, pending, the mark of an order that is ended. ARGV: count, "order:count"
if redis.call('EXISTS', KEYS[4]) == 1 then return 0 end
if redis.call('ZREM', KEYS[2], ARGV[2]) == 0 then return 0 end
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('INCRBY', KEYS[1], ARGV[1]) end
redis.call('DEL', KEYS[3])
return 1
