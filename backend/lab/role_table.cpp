#include "lab/role_table.h"

#include "roles/auth/auth_role.h"
#include "roles/chat/chat_role.h"
#include "roles/gateway/gateway.h"
#include "roles/item/item_role.h"
#include "roles/order/order_role.h"
#include "roles/registry/registry.h"
#include "roles/scheduler/scheduler_role.h"
#include "roles/stock/stock_role.h"
#include "roles/worker/worker_role.h"

namespace rushlab::lab {
namespace {

template <class Role>
std::unique_ptr<roles::Role> make(roles::RoleContext& context) {
    return std::make_unique<Role>(context);
}

constexpr std::array kTable{
    RoleRow{kGateway, 1, {8080, 8000}, &make<roles::GatewayRole>},
    RoleRow{kRegistry, 1, {8761, 0}, &make<roles::RegistryRole>},
    RoleRow{"auth", 1, {8081, 0}, &roles::makeAuthRole},
    RoleRow{"item", 1, {8085, 0}, &roles::makeItemRole},
    RoleRow{"stock", 1, {8086, 0}, &roles::makeStockRole},
    RoleRow{"order", 2, {8082, 8092}, &roles::makeOrderRole},
    RoleRow{kChat, 2, {8083, 8093}, &roles::makeChatRole},
    RoleRow{"worker", 1, {8084, 0}, &roles::makeWorkerRole},
    RoleRow{"scheduler", 2, {0, 0}, &roles::makeSchedulerRole},
};

}  // namespace

std::span<const RoleRow> roleTable() {
    return kTable;
}

}  // namespace rushlab::lab
