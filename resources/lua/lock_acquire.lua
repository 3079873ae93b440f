-- Locks what is free, and numbers its holders: the number is the fencing token, 0 where somebody else holds it.
-- In one step: a holder that paused between the two would get a higher number than the one who came after it.
-- From the clock, and never less than the last: a plain count would start again when this engine loses what it holds,
-- and every later holder would be taken for an overtaken one.
-- KEYS: the lock, the last fencing token. ARGV: token, lease (ms)
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
local now = redis.call('TIME')
local fence = tonumber(now[1]) * 1000000 + tonumber(now[2])
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
if fence <= last then fence = last + 1 end
redis.call('SET', KEYS[2], string.format('%.0f', fence))
return fence
