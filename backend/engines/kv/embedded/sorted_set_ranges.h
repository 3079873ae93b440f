// The commands on ranges of a sorted set, by rank or by score.
// One thread at a time.
#pragma once

#include "engines/kv/embedded/command.h"

namespace rushlab::kv::embedded {

Reply range(const Call& call);
Reply rangeByScore(const Call& call);
Reply countInRange(const Call& call);
Reply removeRangeByScore(const Call& call);

Reply listMembers(std::vector<ScoredMember> members, bool withScores);

}  // namespace rushlab::kv::embedded
