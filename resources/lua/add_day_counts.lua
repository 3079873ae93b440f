-- Adds what was counted in the event log to the days' figures, unless somebody else has counted it meanwhile.
-- KEYS[1]: the offsets, KEYS[2...]: a day each.
-- ARGV: how many partitions, then for each its field, the offset that was counted up to, the one that is now,
-- then the days' time to live in milliseconds, then for each count the day's place in KEYS, the field, the number.
-- 1: added. 0: somebody else was first, nothing was changed.
local partitions = tonumber(ARGV[1])
for at = 0, partitions - 1 do
    local before = redis.call('HGET', KEYS[1], ARGV[2 + 3 * at]) or ''
    if before ~= ARGV[3 + 3 * at] then return 0 end
end
for at = 0, partitions - 1 do
    redis.call('HSET', KEYS[1], ARGV[2 + 3 * at], ARGV[4 + 3 * at])
end
local next = 2 + 3 * partitions
for at = next + 1, #ARGV, 3 do
    local day = KEYS[tonumber(ARGV[at])]
    redis.call('HINCRBY', day, ARGV[at + 1], ARGV[at + 2])
    redis.call('PEXPIRE', day, ARGV[next])
end
return 1
