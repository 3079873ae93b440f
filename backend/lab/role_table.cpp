#include "lab/role_table.h"

#include "roles/order/order_role.h"
#include "roles/worker/worker_role.h"

namespace rushlab::lab {
namespace {

constexpr std::array kTable{
    RoleRow{"order", 2, {8082, 8092}, &roles::makeOrderRole},
    RoleRow{"worker", 1, {8084, 0}, &roles::makeWorkerRole},
};

}  // namespace

std::span<const RoleRow> roleTable() {
    return kTable;
}

}  // namespace rushlab::lab
