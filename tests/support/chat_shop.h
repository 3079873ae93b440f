// A small shop with instances of the chat and a worker that archives it, for tests of what is said there.
#pragma once

#include <QTest>

#include "base/json.h"
#include "roles/chat/chat_role.h"
#include "roles/worker/worker_role.h"
#include "tests/support/chat_talker.h"
#include "tests/support/refusing_log.h"
#include "tests/support/shop_client.h"
#include "tests/support/small_shop.h"

namespace rushlab::test {

inline std::string field(const std::optional<io::StompFrame>& frame, std::string_view name) {
    if (!frame) return "no frame";
    const auto json = Json::parse(frame->body);
    if (!json) return "no JSON: " + frame->body;
    const auto value = json->object()->find(name);
    if (!value) return "no " + std::string(name);
    return value->kind() == JsonKind::Text ? std::string(*value->text()) : std::to_string(*value->integer());
}

inline std::string contentOf(const std::optional<io::StompFrame>& frame) {
    return field(frame, "content");
}

class ChatShop : public QObject {
  protected:
    void openShop() {
        m_shop = std::make_unique<SmallShop>();
        m_shop->settings.trustUserNumber = true;
        m_shop->settings.adminToken = "admin";
        m_shop->settings.chatLinesPerSecond = 0;
    }
    void closeShop() {
        m_hosts.clear();
        m_shop.reset();
    }
    // That of the shop, from now on.
    RefusingLog& refusingLog() {
        auto log = std::make_unique<RefusingLog>(std::move(m_shop->log));
        RefusingLog& own = *log;
        own.refuses = true;
        m_shop->log = std::move(log);
        return own;
    }
    std::uint64_t failures() const { return m_hosts[0]->metrics().count("rushlab_chat_log_failures_total"); }
    void open(int instances) {
        for (int more = 0; more < instances; ++more)
            m_hosts.push_back(m_shop->open("chat", fmt::format("chat-{}", m_hosts.size() + 1), roles::makeChatRole));
    }
    std::uint64_t told(std::size_t at) const { return m_hosts[at]->metrics().count("rushlab_chat_told_total"); }
    void openWorker() { m_hosts.push_back(m_shop->open("worker", "worker-1", roles::makeWorkerRole)); }
    std::uint16_t port(std::size_t at) const { return m_hosts[at]->endpoint().port; }
    Reply history(std::string target) {
        CallFields fields;
        fields.authorization = "1";
        return m_client.call(*m_hosts[0], io::HttpMethod::Get, std::move(target), "", fields);
    }
    void setLink(const std::string& state) {
        CallFields fields;
        fields.authorization = "Bearer admin";
        QCOMPARE(m_client.call(*m_hosts[0], io::HttpMethod::Post, "/chat/link/" + state, "", fields).status, 200);
    }

    std::unique_ptr<SmallShop> m_shop;
    std::vector<std::unique_ptr<roles::RoleHost>> m_hosts;
    io::Loop m_loop;
    ShopClient m_client{m_loop};
};

}  // namespace rushlab::test
