// roles/chat and the worker's archive: what was said is in the event log, and comes into the archive once.
#include "tests/support/chat_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_chat_log {
using namespace rushlab::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

class RolesChatLog : public ChatShop {
    Q_OBJECT
  private slots:
    void init() { openShop(); }
    void cleanup() { closeShop(); }

    void aReceiptMeansThatTheLineIsInTheLog() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        kim.say("lobby", "kept", "receipt:r-1\n");
        const auto receipt = kim.next();
        QVERIFY(receipt && receipt->command == "RECEIPT");
        QCOMPARE(std::string(receipt->header("receipt-id").value_or("")), "r-1"s);
        const auto lines = m_shop->events(std::string(roles::kChatLines));
        QCOMPARE(lines.size(), 1U);
        QVERIFY(lines[0].find("kept") != std::string::npos);
    }

    void aTransactionIsSaidWhenItIsCommittedAndReceiptedWhenItIsStored() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1) && kim.listen("/topic/room.lobby"));
        kim.send("BEGIN\ntransaction:t\n\n");
        kim.say("lobby", "first", "transaction:t\n");
        kim.say("lobby", "outside");
        kim.say("lobby", "second", "transaction:t\n");
        kim.send("COMMIT\ntransaction:t\nreceipt:all\n\n");
        QCOMPARE(contentOf(kim.next()), "outside"s);
        QCOMPARE(contentOf(kim.next()), "first"s);
        QCOMPARE(contentOf(kim.next()), "second"s);
        QVERIFY(kim.nextOf("RECEIPT"));
        QCOMPARE(m_shop->events(std::string(roles::kChatLines)).size(), 3U);
    }

    void theArchiveHasALineOnceHoweverOftenItIsSaid() {
        open(2);
        openWorker();
        ChatTalker kim(port(0)), again(port(1));
        QVERIFY(kim.comeIn(1) && again.comeIn(1));
        kim.say("lobby", "first", "line-id:1\nreceipt:1\n");
        kim.say("lobby", "second", "line-id:2\nreceipt:2\n");
        QVERIFY(kim.nextOf("RECEIPT") && kim.nextOf("RECEIPT"));
        again.say("lobby", "second", "line-id:2\nreceipt:2\n");
        again.say("lobby", "third", "line-id:3\nreceipt:3\n");
        QVERIFY(again.nextOf("RECEIPT") && again.nextOf("RECEIPT"));
        const auto count = [&] {
            return SmallShop::take(m_shop->run(m_shop->archive->count("lobby", Deadline::in(20s))));
        };
        QVERIFY(m_shop->becomes([&] { return count() == 3; }));
        QVERIFY(
            m_shop->becomes([&] { return m_hosts.back()->metrics().count("rushlab_archive_repeated_total") == 1U; }));
        const Reply page = history("/chat/rooms/lobby/messages?limit=2");
        QCOMPARE(page.status, 200);
        QVERIFY(page.body.find("third") < page.body.find("second"));
        QVERIFY(page.body.find("first") == std::string::npos);
        const Reply older = history("/chat/rooms/lobby/messages?before=1:2");
        QVERIFY2(older.body.find("first") != std::string::npos, older.body.c_str());
        QVERIFY(older.body.find("second") == std::string::npos);
    }

    void whatIsSaidWhileNobodyArchivesIsArchivedLater() {
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        for (int line = 0; line < 30; ++line)
            kim.say("lobby", std::to_string(line), "receipt:x\n");
        for (int line = 0; line < 30; ++line)
            QVERIFY(kim.nextOf("RECEIPT"));
        openWorker();
        QVERIFY(m_shop->becomes(
            [&] { return SmallShop::take(m_shop->run(m_shop->archive->count({}, Deadline::in(20s)))) == 30; }));
        m_hosts.back()->kill();
        m_hosts.pop_back();
        kim.say("lobby", "one more", "receipt:x\n");
        QVERIFY(kim.nextOf("RECEIPT"));
        openWorker();
        QVERIFY(m_shop->becomes(
            [&] { return SmallShop::take(m_shop->run(m_shop->archive->count({}, Deadline::in(20s)))) == 31; }));
    }

    // However fast it is said: a commit for each few lines would take the disk from those who are heard live.
    void whatIsSaidWhileItStoresIsGathered() {
        open(1);
        openWorker();
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        const auto archived = [&] { return m_hosts.back()->metrics().count("rushlab_archived_total"); };
        QElapsedTimer since;
        since.start();
        std::uint64_t said = 0;
        for (; since.elapsed() < 1'000 || said < 100; ++said) {
            kim.say("lobby", std::to_string(said), "receipt:x\n");
            QVERIFY(kim.nextOf("RECEIPT"));
        }
        QVERIFY(m_shop->becomes([&] { return archived() == said; }));
        const auto batches = m_hosts.back()->metrics().count("rushlab_archive_batches_total");
        QVERIFY(batches >= 2);
        QVERIFY2(batches <= static_cast<std::uint64_t>(since.elapsed()) / 200 + 1, std::to_string(batches).c_str());
        QVERIFY(said > 2 * batches);
    }

    // An append may hold only so much, and takes no more however often it is asked.
    void longLinesAreLoggedInPieces() {
        RefusingLog& log = refusingLog();
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1) && kim.listen("/topic/room.lobby"));
        std::string content;  // of 6 bytes in JSON each
        while (content.size() < 4'000)
            content += "\\u0001";
        for (int line = 1; line <= 900; ++line)
            kim.say("lobby", content, line == 900 ? "receipt:last\n" : "");
        for (int line = 1; line <= 900; ++line)
            QVERIFY(kim.nextOf("MESSAGE"));
        log.refuses = false;
        const std::uint64_t refused = failures();
        QVERIFY(kim.nextOf("RECEIPT"));
        QCOMPARE(m_hosts[0]->metrics().count("rushlab_chat_logged_total"), 900U);
        QVERIFY(failures() <= refused + 1);  // of the moment at which it was there again
    }

    // A transaction that says nothing waits for nothing.
    void whatSaysNothingIsReceiptedAtOnce() {
        RefusingLog& log = refusingLog();
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1));
        kim.say("lobby", "on its way", "receipt:said\n");
        kim.send("BEGIN\ntransaction:t\n\n");
        kim.send("COMMIT\ntransaction:t\nreceipt:empty\n\n");
        const auto first = kim.nextOf("RECEIPT");
        QVERIFY(first && first->header("receipt-id") == "empty");
        log.refuses = false;
        const auto second = kim.nextOf("RECEIPT");
        QVERIFY(second && second->header("receipt-id") == "said");
    }

    // STOMP 1.2, "DISCONNECT": "wait for the RECEIPT frame ... once the receipt is received, close the socket". Its
    // beats need not come any more, and ours say that we are there.
    void whoSaysGoodbyeHasItsReceiptHoweverLongTheLogTakes() {
        m_shop->settings.chatHeartBeat = 200ms;
        RefusingLog& log = refusingLog();
        open(1);
        ChatTalker kim(port(0));
        QVERIFY(kim.comeIn(1, "heart-beat:200,200\n"));
        kim.say("lobby", "goodbye");
        kim.send("DISCONNECT\nreceipt:bye\n\n");
        QVERIFY(!kim.next(1s));  // but for beats
        log.refuses = false;
        const auto receipt = kim.nextOf("RECEIPT");
        QVERIFY(receipt && receipt->header("receipt-id") == "bye");
        QVERIFY(!kim.next());
        QCOMPARE(kim.closeCode, 1000U);
        QCOMPARE(m_hosts[0]->metrics().count("rushlab_chat_dropped_total"), 0U);
    }
};

RUSHLAB_TEST(RolesChatLog)

}  // namespace rushlab::test::roles_chat_log
#include "roles_chat_log.moc"
