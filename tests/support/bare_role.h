// A role that does nothing but give a test its context: what parts of roles need to be used by themselves.
// Belongs to the test's thread.
#pragma once

#include <functional>

#include "io/handoff.h"
#include "tests/support/small_shop.h"

namespace rushlab::test {

class BareRole final : public roles::Role {
  public:
    explicit BareRole(roles::RoleContext& context) : m_context(context) {}
    void addRoutes(io::HttpRouter& /*router*/) override {}
    roles::RoleContext& context() { return m_context; }

  private:
    roles::RoleContext& m_context;
};

struct Bare {
    explicit Bare(SmallShop& shop, std::string instance = "order-9") {
        const auto make = [this](roles::RoleContext& context) -> std::unique_ptr<roles::Role> {
            own = &context;
            return std::make_unique<BareRole>(context);
        };
        host = shop.open("order", std::move(instance), make);
    }

    // Runs it on the role's loop, as everything of a role is.
    template <class T>
    T on(std::function<io::Awaitable<T>(roles::RoleContext&)> work) {
        io::Loop here;
        auto [giver, taker] = io::handoff<T>(here);
        auto done = std::make_shared<io::Giver<T>>(std::move(giver));
        own->loop.post([this, work, done] { own->loop.spawn(give(work(*own), done)); });
        return *here.runUntilDone(taker.take(Deadline::in(Milliseconds{60'000})));
    }

    std::unique_ptr<roles::RoleHost> host;
    roles::RoleContext* own = nullptr;

  private:
    template <class T>
    static io::Awaitable<> give(io::Awaitable<T> work, std::shared_ptr<io::Giver<T>> done) {
        done->give(co_await std::move(work));
    }
};

}  // namespace rushlab::test
