// A part of the shop: what it answers, and what it does by itself. A RoleHost gives it a thread, a loop, a server and
// its place in the registry.
// All of a role's state belongs to its loop's thread: no locks. Only its constructor runs elsewhere, before that thread
// starts.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "engines/archive/archive.h"
#include "engines/kv/key_value.h"
#include "engines/log/event_log.h"
#include "engines/mail/inbox.h"
#include "engines/mail/mailer.h"
#include "engines/queue/work_queue.h"
#include "engines/sql/database.h"
#include "io/http_client.h"
#include "io/http_router.h"
#include "io/loop.h"
#include "roles/metrics.h"
#include "roles/order_ways.h"
#include "roles/shop_settings.h"
#include "roles/task_group.h"

namespace rushlab::roles {

class Directory;
struct ApiCall;

// The engines of a lab. They outlive every role.
struct Ports {
    kv::KeyValue& keyValue;
    queue::WorkQueue& queue;
    log::EventLog& log;
    sql::Database& database;
    archive::Archive& archive;
    mail::Mailer* mailer = nullptr;  // nothing: no mail is sent
    mail::Sink* mailSink = nullptr;  // the lab's own mail server, where it has one
};

// What a host gives its role. Outlives the role.
struct RoleContext {
    std::string role;      // "order"
    std::string instance;  // "order-1"
    io::Loop& loop;
    const Clock& clock;
    Log log;
    Ports ports;
    const ShopSettings& settings;
    Metrics& metrics;
    TaskGroup& tasks;      // for what runs beside the answering; the host drains it before it stops the role
    Directory& directory;  // where the other roles are
    io::HttpClient& http;  // to call them
    Random random;         // seeded by the lab's seed and the instance's name
    bool tls = false;      // whether it is asked over TLS
    OrderWaysPen ways{};   // tells what happens to an order, where somebody looks on
};

class Role {
  public:
    virtual ~Role() = default;

    // Once, before start(). The host has /health, /metrics and /openapi.json.
    virtual void addRoutes(io::HttpRouter& router) = 0;

    // Opens what it consumes, starts its tasks. The server does not answer yet.
    virtual io::Awaitable<Result<>> start(Deadline /*deadline*/) { co_return Result<>(); }

    // The server has answered what it had and the tasks have ended: gives back what is left (consumers).
    virtual io::Awaitable<> stop(Deadline /*deadline*/) { co_return; }

    // Its router, where it is not a table but a mechanism (the gateway): nothing means that the table answers.
    virtual io::HttpHandler fallback() { return {}; }

    // Whether clients ask it directly: then nothing is believed that only a gateway says.
    virtual bool facesClients() const { return false; }

    // Cuts it off from the other instances of its role, as the network between them would be, or joins it to them
    // again. False: it has no link to them.
    virtual bool setLink(bool /*isCut*/) { return false; }

    // Adds to what /openapi.json tells, beyond the router's table.
    virtual io::Awaitable<> describe(std::vector<ApiCall>& /*calls*/, Deadline /*deadline*/) { co_return; }
};

using RoleMaker = std::function<std::unique_ptr<Role>(RoleContext&)>;

}  // namespace rushlab::roles
