-- Locks what is free, and numbers its holders: the number is the fencing token, 0 where somebody else holds it.
-- In one step: a holder that paused between the two would get a higher number than the one who came after it.
-- KEYS: the lock, its count of holders. ARGV: token, lease (ms)
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return redis.call('INCR', KEYS[2]) end
return 0
