// The chat against a client that nobody here wrote: @stomp/stompjs under Node, unchanged.
#include "tests/e2e/shop_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::chat_clients {
namespace {

struct Ended {
    int status = -1;
    QString said;
};

Ended run(const QString& program, const QStringList& words, const QString& folder) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(folder);
    process.start(program, words);
    if (!process.waitForStarted()) return {-1, program + " is needed: test.sh installs it"};
    if (!process.waitForFinished(180'000)) return {-1, program + " did not end"};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput())};
}

}  // namespace

class ChatClients : public QObject {
    Q_OBJECT
  private slots:
    // npm's packages, in the versions that package-lock.json pins, into a folder of this test's.
    void initTestCase() {
        for (const char* name : {"package.json", "package-lock.json", "talk.mjs", "order.mjs", "told.mjs"})
            QVERIFY(QFile::copy(QString(RUSHLAB_SOURCE_DIR "/tests/e2e/stompjs/") + name, m_folder.filePath(name)));
        const Ended ended = run("npm", {"ci", "--no-audit", "--no-fund"}, m_folder.path());
        if (ended.status != 0 && !qEnvironmentVariableIsSet("RUSHLAB_REQUIRE_ENGINES"))
            QSKIP(qPrintable("@stomp/stompjs could not be fetched: " + ended.said));
        QVERIFY2(ended.status == 0, qPrintable(ended.said));
        QVERIFY2(m_shop.start(m_data.path()), qPrintable(m_shop.why()));
    }
    void cleanupTestCase() { QCOMPARE(m_shop.stop(), 0); }

    void stompjsTalks_data() {
        QTest::addColumn<QStringList>("instances");
        QTest::newRow("over two instances") << QStringList{"chat-1", "chat-2"};
        QTest::newRow("through the gateway") << QStringList{"gateway-1", "gateway-2"};
        QTest::newRow("through the gateway and to an instance") << QStringList{"gateway-1", "chat-2"};
    }
    void stompjsTalks() {
        QFETCH(QStringList, instances);
        QStringList words{"talk.mjs"};
        for (const QString& instance : instances)
            words += m_shop.endpoint(instance).replace("http://", "ws://") + "/ws/chat";
        const Ended ended = run("node", words, m_folder.path());
        QVERIFY2(ended.status == 0 && ended.said.startsWith("HELD: "), qPrintable(ended.said));
    }

    // An order by HTTP at the gateway; that it is completed is heard over the WebSocket, by its buyer alone.
    void stompjsHearsOfItsOrder_data() {
        QTest::addColumn<QString>("instance");
        QTest::newRow("at an instance") << "chat-2";
        QTest::newRow("through the gateway") << "gateway-1";
    }
    void stompjsHearsOfItsOrder() {
        QFETCH(QString, instance);
        const Answer made = post(m_shop.api("/items"), R"({"name":"teddy","price":9,"stockQuantity":5})");
        QVERIFY2(made.status == 201, qPrintable(made.shown()));
        const QString socket = m_shop.endpoint(instance).replace("http://", "ws://") + "/ws/chat";
        const QString item = QString::number(made.data()["itemNumber"].toInt());
        const Ended ended = run("node", {"order.mjs", socket, m_shop.api("/order"), item}, m_folder.path());
        QVERIFY2(ended.status == 0 && ended.said.startsWith("HELD: "), qPrintable(ended.said));
    }

  private:
    QTemporaryDir m_folder, m_data;
    ShopProcess m_shop;
};

RUSHLAB_TEST(ChatClients)

}  // namespace rushlab::test::chat_clients
#include "chat_clients.moc"
