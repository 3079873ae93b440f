// roles/chat: one conversation over two instances.
#include "domain/order.h"
#include "roles/outbox.h"
#include "roles/session.h"
#include "tests/support/chat_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_chat {
using namespace rushlab::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

std::string messageOf(const std::optional<io::StompFrame>& frame) {
    return frame ? frame->command + ": " + std::string(frame->header("message").value_or("")) : "no frame";
}

}  // namespace

class RolesChat : public ChatShop {
    Q_OBJECT
  private slots:
    void init() { openShop(); }
    void cleanup() { closeShop(); }

    void whatIsSaidOnOneInstanceIsHeardOnBothInItsOrder() {
        open(2);
        ChatTalker kim(port(0)), lee(port(1));
        QVERIFY(kim.comeIn(1) && lee.comeIn(2));
        QVERIFY(kim.listen("/topic/room.lobby") && lee.listen("/topic/room.lobby"));
        for (int line = 0; line < 200; ++line)
            kim.say("lobby", "안녕 " + std::to_string(line));
        for (int line = 0; line < 200; ++line) {
            const auto here = kim.next(), there = lee.next();
            QCOMPARE(contentOf(here), "안녕 " + std::to_string(line));
            QCOMPARE(contentOf(there), contentOf(here));
            QCOMPARE(field(there, "id"), field(here, "id"));
            QCOMPARE(field(there, "sender"), "1"s);
            QCOMPARE(field(there, "number"), std::to_string(line + 1));
            QCOMPARE(std::string(there->header("destination").value_or("")), "/topic/room.lobby"s);
            QCOMPARE(std::string(there->header("subscription").value_or("")), "0"s);
        }
        lee.say("lobby", "and back");
        QCOMPARE(contentOf(kim.next()), "and back"s);
    }

    void aRoomHearsItsOwnLinesOnly() {
        open(1);
        ChatTalker kim(port(0)), lee(port(0));
        QVERIFY(kim.comeIn(1) && lee.comeIn(2));
        QVERIFY(kim.listen("/topic/room.a", "first") && kim.listen("/topic/room.b", "second"));
        QVERIFY(lee.listen("/topic/room.b"));
        lee.say("a", "one");
        lee.say("b", "two");
        const auto one = kim.next(), two = kim.next();
        QCOMPARE(contentOf(one), "one"s);
        QCOMPARE(std::string(one->header("subscription").value_or("")), "first"s);
        QCOMPARE(contentOf(two), "two"s);
        QCOMPARE(std::string(two->header("subscription").value_or("")), "second"s);
        QCOMPARE(contentOf(lee.next()), "two"s);
        kim.send("UNSUBSCRIBE\nid:second\nreceipt:left\n\n");
        QVERIFY(kim.nextOf("RECEIPT"));
        lee.say("b", "three");
        lee.say("a", "four");
        QCOMPARE(contentOf(kim.next()), "four"s);
    }

    // Also in a room of which nothing was heard before; what was said before an instance was there it did not miss.
    void whatACutLinkMakesOneMissIsTold() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1) && kim.listen("/topic/room.lobby"));
        kim.say("lobby", "before the other instance");
        QVERIFY(m_shop->becomes([&] { return told(0) == 2; }));  // its greeting, which nobody heard, and the line
        open(1);
        ChatTalker lee(port(1));
        QVERIFY(lee.comeIn(2) && lee.listen("/topic/room.lobby") && lee.listen("/topic/room.hall", "hall"));
        QVERIFY(m_shop->becomes([&] { return told(0) == 3; }));  // it has answered the other one's greeting
        setLink("cut");
        for (int line = 0; line < 5; ++line)
            kim.say("lobby", "nobody there hears this");
        kim.say("lobby", "nor this");
        kim.say("hall", "nor this", "receipt:r\n");
        QVERIFY(kim.nextOf("RECEIPT"));
        setLink("mend");
        for (const auto& [room, missed] : {std::pair("lobby"s, "6"s), std::pair("hall"s, "1"s)}) {
            kim.say(room, "after");
            const auto gap = lee.next();
            QCOMPARE(field(gap, "missed"), missed);
            QCOMPARE(field(gap, "roomId"), room);
            QCOMPARE(contentOf(lee.next()), "after"s);
        }
        QVERIFY(m_shop->becomes([&] { return m_shop->events(std::string(roles::kChatLines)).size() == 10; }));
    }

    void onlyAnAdminCutsALink() {
        open(1);
        QCOMPARE(m_client.post(*m_hosts[0], "/chat/link/cut", "").code(), "ACCESS_DENIED"s);
    }

    void whoIsNotLoggedInIsSentAway_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<QByteArray>("why");
        QTest::newRow("nobody") << QByteArray() << QByteArray() << QByteArray("UNAUTHORIZED");
        QTest::newRow("a token that is none")
            << QByteArray() << QByteArray("passcode:abc\n") << QByteArray("INVALID_TOKEN");
        QTest::newRow("a forged field") << QByteArray("X-User-Id: 7\r\n") << QByteArray() << QByteArray("UNAUTHORIZED");
    }
    void whoIsNotLoggedInIsSentAway() {
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, why);
        open(1);
        ChatTalker nobody(port(0), fields.toStdString());
        nobody.send("CONNECT\naccept-version:1.2\nhost:x\n" + headers.toStdString() + "\n");
        const auto refusal = nobody.next();
        QVERIFY2(messageOf(refusal).starts_with("ERROR: " + why.toStdString()), messageOf(refusal).c_str());
        QVERIFY(!nobody.next());
        QCOMPARE(nobody.closeCode, 1008U);
    }

    void aSessionIsReadFromTheCookieOfTheUpgrade() {
        open(1);
        const std::string token = randomToken(roles::session::kTokenBytes);
        kv::SetOptions options;
        options.timeToLive = 600s;
        const std::string key = roles::session::key(token);
        QVERIFY(*m_shop->run(m_shop->keyValue->set(key, "77", options, Deadline::in(20s))));
        ChatTalker kim(port(0), "Cookie: SESSION=" + token + "\r\n");
        kim.send("CONNECT\naccept-version:1.2\nhost:x\n\n");
        QVERIFY(kim.nextOf("CONNECTED"));
        QVERIFY(kim.listen("/topic/room.lobby"));
        kim.say("lobby", "it is me");
        QCOMPARE(field(kim.next(), "sender"), "77"s);

        // RFC 6455 10.2: not for a page of another site, which a browser sends along with its visitor's cookie.
        ChatTalker forged(port(0), "Origin: http://evil.example\r\nCookie: SESSION=" + token + "\r\n");
        forged.send("CONNECT\naccept-version:1.2\nhost:x\n\n");
        QVERIFY(messageOf(forged.next()).starts_with("ERROR: UNAUTHORIZED"));
    }

    void tooManyLinesOfAMemberAreRefused() {
        m_shop->settings.chatLinesPerSecond = 0.001;
        m_shop->settings.chatLineBurst = 2;
        open(1);
        ChatTalker kim(port(0)), lee(port(0));
        QVERIFY(kim.comeIn(1) && kim.listen("/topic/room.lobby") && kim.listen("/user/queue/errors", "errors"));
        QVERIFY(lee.comeIn(2));
        for (int line = 1; line <= 3; ++line)
            kim.say("lobby", std::to_string(line), fmt::format("line-id:n{}\n", line));
        QCOMPARE(contentOf(kim.next()), "1"s);
        QCOMPARE(contentOf(kim.next()), "2"s);
        QCOMPARE(field(kim.next(), "lineId"), "n3"s);
        for (int line = 1; line <= 3; ++line)
            lee.say("lobby", "who does not listen for it is sent away");
        const auto refusal = lee.nextOf("ERROR");
        QVERIFY2(messageOf(refusal).find("lines a second") != std::string::npos, messageOf(refusal).c_str());
    }

    void whatIsNoLineIsRefusedWithAReason_data() {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("elsewhere") << QByteArray("SEND\ndestination:/topic/room.a\n\n{}")
                                   << QByteArray("/pub/chat.send");
        QTest::newRow("no JSON") << QByteArray("SEND\ndestination:/pub/chat.send\n\nhello") << QByteArray("roomId");
        QTest::newRow("a room's name") << QByteArray(
                                              "SEND\ndestination:/pub/chat.send\n\n{\"roomId\":\"a b\","
                                              "\"content\":\"x\"}")
                                       << QByteArray("roomId must be");
        QTest::newRow("too long") << QByteArray(
                                         "SEND\ndestination:/pub/chat.send\n\n{\"roomId\":\"a\",\"content\":\"") +
                                         QByteArray(5000, 'x') + "\"}"
                                  << QByteArray("longer than 4096");
        QTest::newRow("a subscription") << QByteArray("SUBSCRIBE\nid:9\ndestination:/queue/x\n\n")
                                        << QByteArray("nothing to hear");
        QTest::newRow("an ACK") << QByteArray("ACK\nid:1\n\n") << QByteArray("not acknowledged");
    }
    void whatIsNoLineIsRefusedWithAReason() {
        QFETCH(QByteArray, frame);
        QFETCH(QByteArray, says);
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        kim.send(frame.toStdString());
        const auto refusal = kim.next();
        QVERIFY2(messageOf(refusal).find(says.toStdString()) != std::string::npos, messageOf(refusal).c_str());
        QVERIFY(!kim.next());
        QCOMPARE(kim.closeCode, 1002U);
        QVERIFY(m_shop->events(std::string(roles::kChatLines)).empty());
    }

    void aBuyerIsToldOfItsCompletedOrderAndOfNobodyElses() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(42) && kim.listen("/user/queue/orders"));
        const auto tell = [&](std::string order, std::int64_t member, domain::OrderStatus status) {
            std::string event;
            roles::appendOrderEvent(event, {order}, {member}, status, {}, m_shop->clock().wallNow());
            const std::vector<log::Record> records{{order, event}};
            SmallShop::take(
                m_shop->run(m_shop->log->append(std::string(roles::kOrderEvents), records, Deadline::in(20s))));
        };
        // Listening begins a moment after it was asked for: what comes then is heard.
        std::optional<io::StompFrame> notice;
        for (int turn = 0; turn < 50 && !notice; ++turn) {
            tell("others", 41, domain::OrderStatus::Completed);
            tell("accepted", 42, domain::OrderStatus::Pending);
            tell("mine", 42, domain::OrderStatus::Completed);
            notice = kim.next(200ms);
        }
        QCOMPARE(field(notice, "orderId"), "mine"s);
        QCOMPARE(field(notice, "status"), "COMPLETED"s);
    }

    void whoseHeartBeatsStopIsTakenForGone() {
        m_shop->settings.chatHeartBeat = 200ms;
        open(1);
        ChatTalker kim(port(0)), lee(port(0));
        QVERIFY(kim.comeIn(1, "heart-beat:200,200\n") && lee.comeIn(2));
        const auto clients = [&] { return m_hosts[0]->metrics().samples(); };
        const auto connected = [&] {
            for (const roles::Sample& sample : clients()) {
                if (sample.name == "rushlab_chat_clients") return sample.value;
            }
            return -1.0;
        };
        QCOMPARE(connected(), 2.0);
        QVERIFY(m_shop->becomes([&] { return connected() == 1.0; }));
        QCOMPARE(m_hosts[0]->metrics().count("rushlab_chat_dropped_total"), 1U);
        lee.send("DISCONNECT\nreceipt:bye\n\n");  // who agreed on none stays
        QVERIFY(lee.nextOf("RECEIPT"));
        QVERIFY(!lee.next());
        QCOMPARE(lee.closeCode, 1000U);
    }

    void anInstanceThatStopsSaysGoodbye() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        QVERIFY(m_hosts[0]->stop(Deadline::in(60s)));
        QVERIFY(!kim.next());
        QCOMPARE(kim.closeCode, 1001U);
    }

    void whatIsNoUpgradeIsAnsweredAndTheVersionIsTold() {
        open(1);
        auto socket = RawSocket::connectedTo(port(0));
        socket.send(
            "GET /ws/chat HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        const std::string answer = socket.readUntil("INVALID_INPUT");
        QVERIFY2(answer.find("Sec-WebSocket-Version: 13") != std::string::npos, answer.c_str());
        ChatTalker kim(port(0));
        QVERIFY(kim.upgrade.find("Sec-WebSocket-Protocol: v12.stomp") != std::string::npos);
    }
};

RUSHLAB_TEST(RolesChat)

}  // namespace rushlab::test::roles_chat
#include "roles_chat.moc"
