// Who makes each strategy; all.cpp lists them.
// Called while an order instance is built.
#pragma once

#include "roles/order/strategy.h"

namespace rushlab::roles {

std::unique_ptr<Strategy> makeNone(RoleContext& context);
std::unique_ptr<Strategy> makeLocalMutex(RoleContext& context);
std::unique_ptr<Strategy> makeDbPessimistic(RoleContext& context);
std::unique_ptr<Strategy> makeDbOptimistic(RoleContext& context);
std::unique_ptr<Strategy> makeDbConditional(RoleContext& context);
std::unique_ptr<Strategy> makeSkipLocked(RoleContext& context);
std::unique_ptr<Strategy> makeSpinLock(RoleContext& context);
std::unique_ptr<Strategy> makePubsubLock(RoleContext& context);
std::unique_ptr<Strategy> makeLua(RoleContext& context);
std::unique_ptr<Strategy> makeLockMq(RoleContext& context);
std::unique_ptr<Strategy> makeLuaMq(RoleContext& context);
std::unique_ptr<Strategy> makeMqList(RoleContext& context);

}  // namespace rushlab::roles
