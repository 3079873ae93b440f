// What the tests of the sale share: instances of the order role in a small shop, and a crowd of buyers.
// Belongs to the test's thread.
#pragma once

#include <QtTest>

#include "roles/keys.h"
#include "roles/order/order_role.h"
#include "roles/order/strategy.h"
#include "tests/support/small_shop.h"

namespace rushlab::test {

// One answer of the order role.
struct Answered {
    int status = 0;
    std::string body;

    bool says(std::string_view text) const { return body.find(text) != std::string::npos; }
    // "409 SOLD_OUT"
    std::string code() const {
        const auto from = body.find(R"("code":")");
        if (from == std::string::npos) return body;
        return fmt::format("{} {}", status, body.substr(from + 8, body.find('"', from + 8) - from - 8));
    }
    // The data of a success that is a JSON string.
    std::string text() const {
        const auto from = body.find(R"("data":")");
        if (from == std::string::npos) return {};
        return body.substr(from + 8, body.find('"', from + 8) - from - 8);
    }
};

// A shop whose order instances wait for as long as a busy machine needs.
class Shop : public SmallShop {
  public:
    explicit Shop(bool postgres = false) : SmallShop(postgres) {
        settings.orderWithin = Milliseconds{60'000};
        settings.answerWithin = Milliseconds{60'000};
        settings.lockLease = Milliseconds{30'000};
        settings.lockWait = Milliseconds{50'000};
    }

    Result<std::unique_ptr<roles::RoleHost>> tryOpen(int number = 1) {
        return SmallShop::tryOpen("order", fmt::format("order-{}", number), roles::makeOrderRole);
    }
    std::unique_ptr<roles::RoleHost> open(int number = 1) { return take(tryOpen(number)); }

    std::int64_t units(std::string_view sum) {
        return number(fmt::format("SELECT CAST(COALESCE(SUM({}), 0) AS BIGINT) FROM stock", sum));
    }
    std::int64_t soldUnits() {
        return number(
            "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM order_lines JOIN orders ON id = order_id "
            "WHERE status IN ('RESERVED', 'PAID', 'COMPLETED')");
    }
    std::uint64_t queued() { return stats(std::string(roles::kOrderQueue)).ready; }
};

// A client on the test's own thread.
class Buyers {
  public:
    struct Wish {
        std::int64_t member = 1;
        std::string path = "/order";
        std::string body;
        std::string key;  // Idempotency-Key
        Wish(std::int64_t ownMember, std::string ownPath, std::string ownBody, std::string ownKey = "")
            : member(ownMember), path(std::move(ownPath)), body(std::move(ownBody)), key(std::move(ownKey)) {}
    };

    Buyers() : m_client(m_loop, {}) {}

    static Wish order(std::int64_t member, std::int64_t item, std::int64_t count = 1, std::string key = "") {
        return {member, "/order", fmt::format(R"({{"itemNumber":{},"count":{}}})", item, count), std::move(key)};
    }

    // All at once, dealt out over the instances.
    std::vector<Answered> send(const std::vector<roles::RoleHost*>& hosts, std::vector<Wish> wishes) {
        return m_loop.runUntilDone(sendAll(hosts, std::move(wishes)));
    }
    Answered send(roles::RoleHost& host, Wish wish) {
        std::vector<Wish> wishes;
        wishes.push_back(std::move(wish));
        return send({&host}, std::move(wishes)).front();
    }

  private:
    io::Awaitable<std::vector<Answered>> sendAll(const std::vector<roles::RoleHost*>& hosts, std::vector<Wish> wishes) {
        std::vector<Answered> answers(wishes.size());
        std::size_t left = wishes.size();
        auto [giver, taker] = io::handoff<bool>(m_loop);
        io::Giver<bool> whenDone = std::move(giver);
        for (std::size_t at = 0; at < wishes.size(); ++at)
            m_loop.spawn(sendOne(hosts[at % hosts.size()]->endpoint(), wishes[at], answers[at], left, whenDone));
        co_await taker.take(Deadline::in(100s));
        co_return answers;
    }
    io::Awaitable<> sendOne(io::HttpEndpoint endpoint, Wish wish, Answered& answer, std::size_t& left,
                            io::Giver<bool>& whenDone) {
        io::HttpCall call(io::HttpMethod::Post, wish.path);
        if (wish.member > 0) call.field("X-User-Id", std::to_string(wish.member));
        if (!wish.key.empty()) call.field("Idempotency-Key", wish.key);
        call.body("application/json", wish.body);
        const auto reply = co_await m_client.call(std::move(endpoint), std::move(call), Deadline::in(90s));
        if (reply) {
            answer.status = reply->status();
            answer.body = reply->body();
        } else {
            answer.body = reply.error().message;
        }
        if (--left == 0) whenDone.give(true);
    }

    io::Loop m_loop;
    io::HttpClient m_client;
};

inline std::size_t countOf(const std::vector<Answered>& answers, int status) {
    return static_cast<std::size_t>(std::count_if(
        answers.begin(), answers.end(), [status](const Answered& answer) { return answer.status == status; }));
}

}  // namespace rushlab::test
