-- Takes under a lock, and refuses a holder whom a later one has overtaken. Tests too: others take without the lock.
-- KEYS: stock, reservations, pending, the mark of an order that is ended, the last fencing token
-- ARGV: count, "order:count", taken at (ms), member or '', pending TTL (ms), the holder's fencing token
-- 1: taken now; 0: this order has taken already; what it still holds, it holds from now on; -1: too few left;
-- -3: overtaken, or the item's number is not here any more; -4: the order is being ended.
if redis.call('EXISTS', KEYS[4]) == 1 then return -4 end
if redis.call('ZSCORE', KEYS[2], ARGV[2]) then
  redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
  return 0
end
if ARGV[4] ~= '' and redis.call('EXISTS', KEYS[3]) == 1 then return 0 end
if redis.call('EXISTS', KEYS[1]) == 0 then return -3 end
if tonumber(redis.call('GET', KEYS[5]) or '0') > tonumber(ARGV[6]) then return -3 end
if tonumber(redis.call('GET', KEYS[1])) < tonumber(ARGV[1]) then return -1 end
redis.call('SET', KEYS[5], ARGV[6])
redis.call('DECRBY', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
if ARGV[4] ~= '' then redis.call('SET', KEYS[3], ARGV[4], 'PX', ARGV[5]) end
return 1
