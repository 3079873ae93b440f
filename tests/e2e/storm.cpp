// A shop under more connections than it will ever have, and under wrk: it serves on, and stops when it is told to.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <algorithm>
#include <vector>

#include "io/file_limit.h"
#include "tests/e2e/shop_process.h"
#include "tests/support/test_program.h"

namespace rushlab::test::storm {
using namespace rushlab::test;

namespace {

constexpr std::size_t kConnections = 10'000;

// Open and silent, until it goes.
class IdleConnections {
  public:
    explicit IdleConnections(int port) {
        m_address.sin_family = AF_INET;
        m_address.sin_port = htons(static_cast<std::uint16_t>(port));
        m_address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    ~IdleConnections() {
        for (const int socket : m_sockets)
            ::close(socket);
    }
    IdleConnections(const IdleConnections&) = delete;
    IdleConnections& operator=(const IdleConnections&) = delete;

    bool open(std::size_t count) {
        while (m_sockets.size() < count) {
            const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            if (socket < 0) return false;
            m_sockets.push_back(socket);
            if (::connect(socket, reinterpret_cast<const sockaddr*>(&m_address), sizeof m_address) != 0) return false;
        }
        return true;
    }
    std::size_t size() const { return m_sockets.size(); }
    // Of those that the other side has closed, or sent something to without being asked.
    std::size_t disturbed() const {
        return static_cast<std::size_t>(std::ranges::count_if(m_sockets, [](int socket) {
            char byte = 0;
            return ::recv(socket, &byte, 1, MSG_DONTWAIT | MSG_PEEK) >= 0;
        }));
    }

  private:
    sockaddr_in m_address{};
    std::vector<int> m_sockets;
};

}  // namespace

class Storm : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    ShopProcess m_shop;
    int m_item = 0;

    Answer order(int member) const {
        return curl({"-X", "POST", m_shop.api("/order"), "-H", QString("Authorization: %1").arg(member), "-d",
                     QString(R"({"itemNumber":%1,"count":1})").arg(m_item)});
    }

  private slots:
    void initTestCase() {
        QVERIFY2(m_shop.start(m_folder.path()), qPrintable(m_shop.why()));
        const Answer made = curl(
            {"-X", "POST", m_shop.api("/items"), "-d", R"({"name":"umbrella","price":9000,"stockQuantity":1000000})"});
        QVERIFY2(made.status == 201, qPrintable(made.shown()));
        m_item = made.data().toObject()["itemNumber"].toInt();
    }

    void tenThousandConnectionsAreHeldAndOthersServed() {
        const auto allowed = rushlab::io::raiseFileLimit(kConnections + 1'000);
        QVERIFY2(allowed, allowed ? "" : allowed.error().message.c_str());
        IdleConnections idle(QUrl(m_shop.endpoint("gateway-1")).port());
        QVERIFY2(idle.open(kConnections), qPrintable(QString("only %1 could be opened").arg(idle.size())));
        const Answer answer = order(7);
        QVERIFY2(answer.status == 202, qPrintable(answer.shown()));
        QCOMPARE(idle.disturbed(), std::size_t{0});
    }

    void wrkFindsNoAnswerButGoodOnes() {
        QProcess wrk;
        wrk.start("wrk", {"-t1", "-c64", "-d2s", "--timeout", "30s", m_shop.api("/item")});
        QVERIFY2(wrk.waitForFinished(60'000), "wrk did not end");
        const QString said = QString::fromUtf8(wrk.readAllStandardOutput());
        QVERIFY2(said.contains("requests in"), qPrintable(said));
        QVERIFY2(!said.contains("Non-2xx") && !said.contains("Socket errors"), qPrintable(said));
        QVERIFY2(!said.contains(" 0 requests in"), qPrintable(said));
    }

    void itServesAfterwardsAndStops() {
        const Answer answer = order(8);
        QVERIFY2(answer.status == 202, qPrintable(answer.shown()));
        QCOMPARE(m_shop.stop(), 0);
    }
};

RUSHLAB_TEST(Storm)

}  // namespace rushlab::test::storm
#include "storm.moc"
