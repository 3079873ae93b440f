-- Tests and takes an order's units in one step, and remembers that it holds them.
-- KEYS: stock, reservations, pending ('' in ARGV[4]: not kept), the mark of an order that is ended. ARGV: count, "order:count", taken at (ms), member, pending TTL (ms)
-- 1: taken now; 0: this order has taken already; what it still holds, it holds from now on; -1: too few left; -2: the item's number is not here;
-- -4: the order is being ended.
if redis.call('EXISTS', KEYS[4]) == 1 then return -4 end
if redis.call('ZSCORE', KEYS[2], ARGV[2]) then
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
  return 0
end
if ARGV[4] ~= '' and redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
local left = redis.call('GET', KEYS[1])
if not left then return -2 end
if tonumber(left) < tonumber(ARGV[1]) then return -1 end
redis.call('DECRBY', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
if ARGV[4] ~= '' then redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[5]) end
return 1
