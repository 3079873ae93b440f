// io/: the rules of a STOMP connection, as its specification has them
// (https://stomp.github.io/stomp-specification-1.2.html): what a client's frame means, and what is an ERROR.
#include "base/utf8.h"
#include "io/stomp_session.h"
#include "tests/support/test_program.h"

namespace rushlab::test::io_stomp_session {
using namespace std::chrono_literals;
using namespace std::string_literals;
using io::StompFrame;
using io::StompSession;
using io::StompVersion;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr io::StompSessionLimits kLimits{.subscriptionsMost = 3, .transactionsMost = 2, .transactionBytesMost = 2000};

// What came of a frame, a request a line: its kind, its id or destination, its body; or the sentence of an error.
std::string outcomeOf(StompSession& session, const std::string& command, Headers headers, std::string body = {}) {
    const auto requests = session.take({command, std::move(headers), std::move(body)});
    if (!requests) return "failed: " + requests.error().message;
    std::string text;
    for (const io::StompRequest& request : *requests) {
        constexpr std::array kNames{"connect", "send", "subscribe", "unsubscribe", "disconnect"};
        text += kNames[static_cast<std::size_t>(request.kind)];
        for (const char* header : {"id", "destination"}) {
            if (const auto value = request.frame.header(header)) text += fmt::format(" {}={}", header, *value);
        }
        if (!request.frame.body.empty()) text += " <" + request.frame.body + ">";
        text += '\n';
    }
    return text;
}

bool fails(StompSession& session, const std::string& command, Headers headers, const std::string& saying) {
    const std::string outcome = outcomeOf(session, command, std::move(headers));
    const bool failed = outcome.starts_with("failed: ") && outcome.find(saying) != std::string::npos;
    if (!failed) qWarning("%s", outcome.c_str());
    return failed;
}

StompSession connectedSession(const std::string& versions = "1.2") {
    StompSession session(kLimits);
    Headers headers{{"host", "shop"}};
    if (!versions.empty()) headers.emplace_back("accept-version", versions);
    if (outcomeOf(session, "CONNECT", headers) != "connect\n") abortBecause("a test's session was not connected");
    session.connected("RushLab", "1", 0ms);
    return session;
}

}  // namespace

class IoStompSession : public QObject {
    Q_OBJECT
  private slots:
    // "Protocol Negotiation": the highest that both know; a client that names none speaks 1.0.
    void theHighestVersionThatBothKnowIsSpoken_data() {
        QTest::addColumn<QString>("accepted");
        QTest::addColumn<QString>("spoken");
        QTest::newRow("all") << "1.0,1.1,1.2"
                             << "1.2";
        QTest::newRow("in any order") << "1.1,1.0"
                                      << "1.1";
        QTest::newRow("with later ones") << "1.2,2.0,9.9"
                                         << "1.2";
        QTest::newRow("1.0") << "1.0"
                             << "1.0";
        QTest::newRow("none named") << QString() << "1.0";
    }
    void theHighestVersionThatBothKnowIsSpoken() {
        QFETCH(QString, accepted);
        QFETCH(QString, spoken);
        for (const char* command : {"CONNECT", "STOMP"}) {
            StompSession session(kLimits);
            Headers headers{{"host", "shop"}};
            if (!accepted.isNull()) headers.emplace_back("accept-version", accepted.toStdString());
            QCOMPARE(outcomeOf(session, command, headers), "connect\n"s);
            QVERIFY(!session.isConnected());
            const StompFrame answer = session.connected("RushLab/1", "s1", 0ms);
            QVERIFY(session.isConnected());
            QCOMPARE(answer.command, "CONNECTED"s);
            QCOMPARE(answer.header("version").value_or(""), std::string_view(spoken.toStdString()));
            QCOMPARE(answer.header("session").value_or(""), std::string_view("s1"));
            QCOMPARE(io::name(session.version()), std::string_view(spoken.toStdString()));
        }
    }

    // "the server MUST respond with an ERROR frame": with a version header and the versions that are supported.
    void withoutACommonVersionNobodyIsLetIn() {
        for (const char* accepted : {"2.0", "", "1.3,1.4", "12"}) {
            StompSession session(kLimits);
            QVERIFY(fails(session, "CONNECT", {{"accept-version", accepted}}, "supported protocol versions are"));
        }
        const StompFrame error = StompSession::error("supported protocol versions are 1.0, 1.1 and 1.2", nullptr);
        QCOMPARE(error.header("version").value_or(""), std::string_view("1.0,1.1,1.2"));
    }

    // "Heart-beating": a side's beats come every max(what it can, what the other wants), and not at all where one is 0.
    void heartBeatsAreAsOftenAsTheSlowerSideWants_data() {
        QTest::addColumn<QString>("client");
        QTest::addColumn<int>("server");
        QTest::addColumn<int>("sends");
        QTest::addColumn<int>("hears");
        QTest::newRow("none named") << QString() << 10'000 << 0 << 0;
        QTest::newRow("0,0") << "0,0" << 10'000 << 0 << 0;
        QTest::newRow("the client only sends") << "5000,0" << 10'000 << 0 << 10'000;
        QTest::newRow("the client only wants") << "0,20000" << 10'000 << 20'000 << 0;
        QTest::newRow("the server is slower") << "1000,2000" << 10'000 << 10'000 << 10'000;
        QTest::newRow("the client is slower") << "30000,20000" << 10'000 << 20'000 << 30'000;
        QTest::newRow("the server has none") << "1000,1000" << 0 << 0 << 0;
    }
    void heartBeatsAreAsOftenAsTheSlowerSideWants() {
        QFETCH(QString, client);
        QFETCH(int, server);
        QFETCH(int, sends);
        QFETCH(int, hears);
        StompSession session(kLimits);
        Headers headers{{"accept-version", "1.2"}};
        if (!client.isNull()) headers.emplace_back("heart-beat", client.toStdString());
        QCOMPARE(outcomeOf(session, "CONNECT", headers), "connect\n"s);
        const StompFrame answer = session.connected("RushLab", "1", Milliseconds{server});
        QCOMPARE(answer.header("heart-beat").value_or(""), std::string_view(fmt::format("{0},{0}", server)));
        QCOMPARE(session.sendsEvery().count(), sends);
        QCOMPARE(session.hearsEvery().count(), hears);
    }

    void aHeartBeatThatIsNoTwoNumbersIsRefused() {
        for (const char* beats : {"", "1", "1,", ",1", "1,2,3", "-1,0", "a,b", "1.5,0", "99999999999,0"}) {
            StompSession session(kLimits);
            QVERIFY(
                fails(session, "CONNECT", {{"accept-version", "1.2"}, {"heart-beat", beats}}, "heart-beat must be"));
        }
    }

    void version10HasNoHeartBeats() {
        StompSession session(kLimits);
        QCOMPARE(outcomeOf(session, "CONNECT", {{"heart-beat", "1000,1000"}}), "connect\n"s);
        QVERIFY(!session.connected("RushLab", "1", 1000ms).header("heart-beat"));
        QCOMPARE(session.sendsEvery() + session.hearsEvery(), 0ms);
    }

    void nothingComesBeforeConnect() {
        for (const char* command : {"SEND", "SUBSCRIBE", "BEGIN", "DISCONNECT", "NONSENSE"}) {
            StompSession session(kLimits);
            QVERIFY(fails(session, command, {{"destination", "/a"}, {"id", "0"}}, "first frame must be CONNECT"));
            StompSession waiting(kLimits);
            QCOMPARE(outcomeOf(waiting, "CONNECT", {{"accept-version", "1.2"}}), "connect\n"s);
            QVERIFY(fails(waiting, command, {{"destination", "/a"}, {"id", "0"}}, "its answer be awaited"));
        }
    }

    void connectIsSaidOnce() {
        StompSession session = connectedSession();
        QVERIFY(fails(session, "CONNECT", {{"accept-version", "1.2"}}, "was said already"));
        QVERIFY(fails(session, "STOMP", {{"accept-version", "1.2"}}, "was said already"));
    }

    // "SEND": "It has one REQUIRED header, destination".
    void sendNeedsADestination() {
        StompSession session = connectedSession();
        QCOMPARE(outcomeOf(session, "SEND", {{"destination", "/a"}}, "hi"), "send destination=/a <hi>\n"s);
        QCOMPARE(outcomeOf(session, "SEND", {{"destination", "/a"}}), "send destination=/a\n"s);
        QVERIFY(fails(session, "SEND", {}, "SEND needs the header destination"));
    }

    // "SUBSCRIBE Id Header": "an id header MUST be included", unique within the connection.
    void aSubscriptionNeedsAnIdOfItsOwnAndADestination() {
        for (const char* version : {"1.1", "1.2"}) {
            StompSession session = connectedSession(version);
            QCOMPARE(outcomeOf(session, "SUBSCRIBE", {{"id", "0"}, {"destination", "/a"}}),
                     "subscribe id=0 destination=/a\n"s);
            QCOMPARE(outcomeOf(session, "SUBSCRIBE", {{"id", "1"}, {"destination", "/a"}}),
                     "subscribe id=1 destination=/a\n"s);
            QVERIFY(fails(session, "SUBSCRIBE", {{"id", "0"}, {"destination", "/b"}}, "ids must differ"));
            QVERIFY(fails(session, "SUBSCRIBE", {{"destination", "/b"}}, "SUBSCRIBE needs the header id"));
            QVERIFY(fails(session, "SUBSCRIBE", {{"id", "2"}}, "SUBSCRIBE needs the header destination"));
            QCOMPARE(outcomeOf(session, "UNSUBSCRIBE", {{"id", "0"}}), "unsubscribe id=0\n"s);
            QCOMPARE(outcomeOf(session, "SUBSCRIBE", {{"id", "0"}, {"destination", "/c"}}),
                     "subscribe id=0 destination=/c\n"s);
        }
    }

    // "UNSUBSCRIBE": "an id header MUST be included ... to uniquely identify which subscription to remove".
    void unsubscribeNamesASubscriptionThatIsThere() {
        StompSession session = connectedSession();
        QVERIFY(fails(session, "UNSUBSCRIBE", {}, "UNSUBSCRIBE needs the header id"));
        QVERIFY(fails(session, "UNSUBSCRIBE", {{"destination", "/a"}}, "UNSUBSCRIBE needs the header id"));
        QVERIFY(fails(session, "UNSUBSCRIBE", {{"id", "7"}}, "there is no subscription 7"));
    }

    // "SUBSCRIBE": "If the server cannot successfully create the subscription, the server MUST send the client an ERROR
    // frame". Of the ack header's values only auto, the default, is what a topic does; the others would ask for an ack
    // header in each MESSAGE.
    void aTopicIsSubscribedToWithoutAcknowledgement() {
        StompSession session = connectedSession();
        QVERIFY(outcomeOf(session, "SUBSCRIBE", {{"id", "0"}, {"destination", "/a"}, {"ack", "auto"}})
                    .starts_with("subscribe "));
        for (const char* ack : {"client", "client-individual", "never"})
            QVERIFY(
                fails(session, "SUBSCRIBE", {{"id", "1"}, {"destination", "/a"}, {"ack", ack}}, "ack must be auto"));
    }

    void subscriptionsAreBounded() {
        StompSession session = connectedSession();
        for (const char* id : {"0", "1", "2"})
            QVERIFY(outcomeOf(session, "SUBSCRIBE", {{"id", id}, {"destination", "/a"}}).starts_with("subscribe "));
        QVERIFY(fails(session, "SUBSCRIBE", {{"id", "3"}, {"destination", "/a"}}, "may have 3 subscriptions"));
        QCOMPARE(outcomeOf(session, "UNSUBSCRIBE", {{"id", "1"}}), "unsubscribe id=1\n"s);
        QVERIFY(outcomeOf(session, "SUBSCRIBE", {{"id", "3"}, {"destination", "/a"}}).starts_with("subscribe "));
    }

    // STOMP 1.0 asks for no id: SUBSCRIBE and UNSUBSCRIBE may name the destination alone.
    void aClientOf10SubscribesWithoutAnId() {
        StompSession session = connectedSession("");
        QCOMPARE(outcomeOf(session, "SUBSCRIBE", {{"destination", "/a"}}), "subscribe id=/a destination=/a\n"s);
        QVERIFY(fails(session, "SUBSCRIBE", {{"destination", "/a"}}, "ids must differ"));
        QCOMPARE(outcomeOf(session, "SUBSCRIBE", {{"destination", "/a"}, {"id", "own"}}),
                 "subscribe id=own destination=/a\n"s);
        QCOMPARE(outcomeOf(session, "UNSUBSCRIBE", {{"destination", "/a"}}), "unsubscribe id=/a destination=/a\n"s);
        QVERIFY(fails(session, "UNSUBSCRIBE", {{"destination", "/a"}}, "there is no subscription /a"));
        QVERIFY(fails(session, "UNSUBSCRIBE", {}, "UNSUBSCRIBE needs the header id"));
    }

    // "COMMIT": "used to commit a transaction in progress"; in the order in which it was said.
    void aTransactionIsSentInItsOrderOnceItIsCommitted() {
        StompSession session = connectedSession();
        const auto send = [&](const char* body, Headers more) {
            more.emplace_back("destination", "/a");
            return outcomeOf(session, "SEND", std::move(more), body);
        };
        QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "x"}}), ""s);
        QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "y"}}), ""s);
        QCOMPARE(send("1", {{"transaction", "x"}}), ""s);
        QCOMPARE(send("at once", {}), "send destination=/a <at once>\n"s);
        QCOMPARE(send("of y", {{"transaction", "y"}}), ""s);
        QCOMPARE(send("2", {{"transaction", "x"}}), ""s);
        QCOMPARE(send("3", {{"transaction", "x"}}), ""s);
        QCOMPARE(outcomeOf(session, "COMMIT", {{"transaction", "x"}}),
                 "send destination=/a <1>\nsend destination=/a <2>\nsend destination=/a <3>\n"s);
        QCOMPARE(outcomeOf(session, "ABORT", {{"transaction", "y"}}), ""s);
        QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "y"}}), ""s);
        QCOMPARE(outcomeOf(session, "COMMIT", {{"transaction", "y"}}), ""s);  // what was aborted is not sent
    }

    // "BEGIN": "The transaction header is REQUIRED", and "a different transaction header" for each that is open.
    void aTransactionBeginsOnceAndEndsOnce() {
        StompSession session = connectedSession();
        for (const char* command : {"BEGIN", "COMMIT", "ABORT"})
            QVERIFY(fails(session, command, {}, command + " needs the header transaction"s));
        for (const char* command : {"COMMIT", "ABORT"})
            QVERIFY(fails(session, command, {{"transaction", "x"}}, "has not begun: x"));
        QVERIFY(fails(session, "SEND", {{"destination", "/a"}, {"transaction", "x"}}, "has not begun: x"));
        QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "x"}}), ""s);
        QVERIFY(fails(session, "BEGIN", {{"transaction", "x"}}, "has begun already"));
        QCOMPARE(outcomeOf(session, "COMMIT", {{"transaction", "x"}}), ""s);
        QVERIFY(fails(session, "COMMIT", {{"transaction", "x"}}, "has not begun"));
        QVERIFY(fails(session, "ABORT", {{"transaction", "x"}}, "has not begun"));
    }

    void transactionsAreBoundedInNumberAndBytes() {
        StompSession session = connectedSession();
        for (const char* transaction : {"x", "y"})
            QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", transaction}}), ""s);
        QVERIFY(fails(session, "BEGIN", {{"transaction", "z"}}, "may have 2 transactions open"));
        const std::string half(800, 'b');
        for (int round = 0; round < 5; ++round) {  // what is committed or aborted waits no more
            QCOMPARE(outcomeOf(session, "SEND", {{"destination", "/a"}, {"transaction", "x"}}, half), ""s);
            QVERIFY(!outcomeOf(session, "COMMIT", {{"transaction", "x"}}).empty());
            QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "x"}}), ""s);
            QCOMPARE(outcomeOf(session, "SEND", {{"destination", "/a"}, {"transaction", "y"}}, half), ""s);
            QCOMPARE(outcomeOf(session, "ABORT", {{"transaction", "y"}}), ""s);
            QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "y"}}), ""s);
        }
        QCOMPARE(outcomeOf(session, "SEND", {{"destination", "/a"}, {"transaction", "x"}}, half), ""s);
        const auto tooMuch =
            session.take({"SEND", {{"destination", "/a"}, {"transaction", "y"}}, std::string(1200, 'b')});
        QVERIFY(!tooMuch);
        QCOMPARE(tooMuch.error().code, ErrorCode::Full);
    }

    // A frame costs memory, and so do its headers, whatever its body is.
    void emptyMessagesInATransactionAreBoundedToo() {
        for (const std::size_t headerBytes : {0U, 1000U}) {
            StompSession session = connectedSession();
            QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "x"}}), ""s);
            const Headers headers{{"destination", "/a"}, {"transaction", "x"}, {"more", std::string(headerBytes, 'h')}};
            int taken = 0;
            while (taken < 100 && outcomeOf(session, "SEND", headers).empty())
                ++taken;
            QVERIFY(taken < 30);
        }
    }

    void whatATopicDeliversIsNotAcknowledged() {
        for (const char* command : {"ACK", "NACK"}) {
            StompSession session = connectedSession();
            QVERIFY(fails(session, command, {{"id", "1"}}, command + " has nothing to say here"s));
        }
    }

    // "Augmented BNF": client-command. A server's command is none, nor is one in small letters.
    void whatIsNoCommandOfAClientIsRefused() {
        for (const char* command : {"MESSAGE", "RECEIPT", "ERROR", "CONNECTED", "send", "NONSENSE", ""}) {
            StompSession session = connectedSession();
            QVERIFY(fails(session, command, {}, fmt::format("\"{}\" is no command", command)));
        }
    }

    // "DISCONNECT": "Clients MUST NOT send any more frames after the DISCONNECT frame is sent."
    void whatFollowsDisconnectIsNotLookedAt() {
        StompSession session = connectedSession();
        QCOMPARE(outcomeOf(session, "BEGIN", {{"transaction", "x"}}), ""s);
        QCOMPARE(outcomeOf(session, "DISCONNECT", {{"receipt", "77"}}), "disconnect\n"s);
        QVERIFY(!session.isConnected());
        for (const char* command : {"SEND", "CONNECT", "COMMIT", "DISCONNECT", "NONSENSE"})
            QCOMPARE(outcomeOf(session, command, {{"destination", "/a"}, {"transaction", "x"}}), ""s);
    }

    // "RECEIPT": "A RECEIPT frame MUST include the header receipt-id".
    void aReceiptNamesWhatItIsFor() {
        const StompFrame receipt = StompSession::receipt("message-12345");
        QCOMPARE(receipt, (StompFrame{"RECEIPT", {{"receipt-id", "message-12345"}}, {}}));
    }

    // "ERROR": "SHOULD contain a message header"; where the frame asked for a receipt "the ERROR frame SHOULD set the
    // receipt-id header".
    void anErrorSaysWhatWasWrongAndWhatItIsAbout() {
        const StompFrame about{"SEND", {{"destination", "/a"}, {"receipt", "12"}}, "body"};
        const StompFrame error = StompSession::error("too much", &about);
        QCOMPARE(error.command, "ERROR"s);
        QCOMPARE(error.header("message").value_or(""), std::string_view("too much"));
        QCOMPARE(error.header("receipt-id").value_or(""), std::string_view("12"));
        QCOMPARE(error.body, "too much\nThe frame was SEND to /a.\n"s);
        const StompFrame without{"BEGIN", {}, {}};
        QVERIFY(!StompSession::error("no", &without).header("receipt-id"));
        QCOMPARE(StompSession::error("no", nullptr).body, "no\n"s);
    }

    // It may go out in a WebSocket's text message, which must be UTF-8.
    void anErrorIsUtf8ThoughWhatItQuotesIsCut() {
        for (std::size_t before = 0; before < 3; ++before) {
            std::string korean(before, 'a');
            while (korean.size() < 400)
                korean += "\xEA\xB0\x80";
            const StompFrame about{korean, {{"destination", korean}}, {}};
            QCOMPARE(firstInvalidUtf8(StompSession::error("no", &about).body), std::string::npos);
            StompSession session = connectedSession();
            QCOMPARE(firstInvalidUtf8(outcomeOf(session, korean, {})), std::string::npos);
        }
    }
};

RUSHLAB_TEST(IoStompSession)

}  // namespace rushlab::test::io_stomp_session
#include "io_stomp_session.moc"
