-- Takes over units that were held for too long: their order takes no more from here on, and gives none back by itself.
-- KEYS: reservations, the mark of an order that is ended. ARGV: "order:count", taken before (ms), the mark's TTL (ms)
-- 1: the caller's to return; 0: not held any more, or taken again since.
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not at or tonumber(at) >= tonumber(ARGV[2]) then return 0 end
redis.call('SET', KEYS[2], '1', 'PX', ARGV[3])
return 1
