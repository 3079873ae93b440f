-- Puts an item's number in place, if it is still missing and the lock under which it was read is still ours.
-- KEYS: stock, the lock, the set of items with reservations, since when it is missing. ARGV: number, the lock's token, item
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'NX')
redis.call('SADD', KEYS[3], ARGV[3])
redis.call('DEL', KEYS[2], KEYS[4])
return 1
