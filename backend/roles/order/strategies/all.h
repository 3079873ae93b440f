// Who makes each strategy; all.cpp lists them.
// Called while an order instance is built.
#pragma once

#include "roles/order/strategy.h"

namespace rushlab::roles {

std::unique_ptr<Strategy> makeNone(RoleContext& context);
std::unique_ptr<Strategy> makeDbConditional(RoleContext& context);
std::unique_ptr<Strategy> makeLuaMq(RoleContext& context);

}  // namespace rushlab::roles
