-- Adds the units of an order that the database has returned, once for each order.
-- KEYS: stock, the mark of this return, the lock of whoever makes the item's number anew. ARGV: count, the mark's TTL (ms)
-- 1: added; 0: added before, or there is no number to add to; -1: the number is being made, ask again.
if redis.call('EXISTS', KEYS[3]) == 1 then return -1 end
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
if not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('INCRBY', KEYS[1], ARGV[1])
return 1
