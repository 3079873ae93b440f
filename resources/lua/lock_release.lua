-- Unlocks only what is still ours, and tells those who wait.
-- KEYS: the lock. ARGV: its token, the channel ('': nobody is told)
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
if ARGV[2] ~= '' then redis.call('PUBLISH', ARGV[2], '') end
return 1
