-- Extends the lease of a lock that is still ours.
-- KEYS: the lock. ARGV: its token, lease (ms)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
