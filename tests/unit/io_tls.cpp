// io/: TLS, the identity that is made on first use, and whom a client believes.
#include <sys/stat.h>

#include <QTemporaryDir>
#include <fstream>

#include "io/http_client.h"
#include "io/tls.h"
#include "io/tls_identity.h"
#include "tests/support/test_program.h"
#include "tests/unit/io_raw_socket.h"
#include "tests/unit/io_test_server.h"

namespace rushlab::test::io_tls {
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

namespace fs = std::filesystem;

io::Awaitable<io::HttpResponse> handle(io::HttpRequest& request) {
    if (request.path == "/large") co_return io::HttpResponse::text(200, std::string(500'000, 'x'));
    co_return io::HttpResponse::text(200, fmt::format("{} [{}]", request.path, request.body.size()));
}

fs::path pathOf(const QTemporaryDir& folder) {
    return folder.path().toStdString();
}

std::string contentsOf(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

Result<io::HttpReply> ask(io::TlsClientContext& tls, std::uint16_t port, const std::string& host, std::string target,
                          std::string body = {}) {
    io::Loop loop;
    io::HttpClient client(loop, {.tls = &tls});
    io::HttpCall call(io::HttpMethod::Put, std::move(target));
    call.body("text/plain", std::move(body));
    return loop.runUntilDone(client.call({host, port, true}, std::move(call), Deadline::in(10s)));
}

}  // namespace

class IoTls : public QObject {
    Q_OBJECT
  private slots:
    void aClientThatTrustsTheCertificateIsAnswered() {
        const QTemporaryDir folder;
        auto identity = io::TlsServerContext::open(pathOf(folder));
        QVERIFY(identity);
        TestServer server({.tls = &*identity}, handle);
        auto trusting = io::TlsClientContext::trusting(io::TlsServerContext::certificateIn(pathOf(folder)));
        QVERIFY(trusting);
        for (const char* host : {"127.0.0.1", "localhost"}) {
            const auto reply = ask(*trusting, server.port(), host, "/a", std::string(200'000, 'b'));
            QVERIFY2(reply.has_value(), reply ? "" : reply.error().message.c_str());
            QCOMPARE(reply->body(), "/a [200000]"s);
        }
        QCOMPARE(ask(*trusting, server.port(), "127.0.0.1", "/large")->body(), std::string(500'000, 'x'));
    }

    void aConnectionServesMoreThanOneCall() {
        const QTemporaryDir folder;
        auto identity = io::TlsServerContext::open(pathOf(folder));
        TestServer server({.tls = &*identity}, handle);
        auto credulous = io::TlsClientContext::withoutVerification();
        io::Loop loop;
        io::HttpClient client(loop, {.tls = &*credulous});
        for (const char* target : {"/a", "/large", "/a"}) {
            QVERIFY(loop.runUntilDone(client.call({"127.0.0.1", server.port(), true},
                                                  io::HttpCall(io::HttpMethod::Get, target), Deadline::in(10s))));
        }
        QCOMPARE(client.counts().connects, 1U);
    }

    void aClientDoesNotBelieveAnotherCertificateUnlessToldTo() {
        const QTemporaryDir folder, other;
        auto identity = io::TlsServerContext::open(pathOf(folder));
        QVERIFY(identity && io::TlsServerContext::open(pathOf(other)));
        TestServer server({.tls = &*identity}, handle);
        auto wrong = io::TlsClientContext::trusting(io::TlsServerContext::certificateIn(pathOf(other)));
        const auto refused = ask(*wrong, server.port(), "127.0.0.1", "/a");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        auto credulous = io::TlsClientContext::withoutVerification();
        QVERIFY(ask(*credulous, server.port(), "127.0.0.1", "/a"));
    }

    void aClientDoesNotBelieveAHostTheCertificateDoesNotName() {
        const QTemporaryDir folder;
        auto identity = io::TlsServerContext::open(pathOf(folder));
        TestServer server({.address = "0.0.0.0", .tls = &*identity}, handle);
        auto trusting = io::TlsClientContext::trusting(io::TlsServerContext::certificateIn(pathOf(folder)));
        QVERIFY(!ask(*trusting, server.port(), "127.0.0.2", "/a"));
        auto credulous = io::TlsClientContext::withoutVerification();
        QVERIFY(ask(*credulous, server.port(), "127.0.0.2", "/a"));
    }

    void plainBytesAndSilenceDoNotHoldATlsServer() {
        const QTemporaryDir folder;
        auto identity = io::TlsServerContext::open(pathOf(folder));
        TestServer server({.receiveWithin = 200ms, .tls = &*identity}, handle);
        RawSocket plain = RawSocket::connectedTo(server.port()), silent = RawSocket::connectedTo(server.port());
        plain.send("GET / HTTP/1.1\r\nHost: s\r\n\r\n");
        QVERIFY(plain.readUntilClosed().find("HTTP/1.1") == std::string::npos);
        silent.readUntilClosed(5s);
        QVERIFY(plain.closedByPeer() && silent.closedByPeer());
        auto credulous = io::TlsClientContext::withoutVerification();
        QVERIFY(ask(*credulous, server.port(), "127.0.0.1", "/a"));
    }

    void theIdentityIsMadeOnceAndForItsOwnerOnly() {
        const QTemporaryDir folder;
        const fs::path inner = pathOf(folder) / "data" / "tls";
        QVERIFY(io::TlsServerContext::open(inner));
        const fs::path file = inner / io::kTlsIdentityFile;
        const std::string first = contentsOf(file);
        struct stat status {};
        QCOMPARE(::stat(file.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
        QVERIFY(io::TlsServerContext::open(inner));
        QCOMPARE(contentsOf(file), first);
        QVERIFY(contentsOf(io::TlsServerContext::certificateIn(inner)).find("PRIVATE KEY") == std::string::npos);
        QCOMPARE(std::distance(fs::directory_iterator(inner), fs::directory_iterator()),
                 2L);  // nothing half-made is left
    }

    void twoThatMakeItAtOnceUseTheSame() {
        const QTemporaryDir folder;
        std::vector<std::jthread> makers;
        std::atomic<int> made = 0;
        for (int i = 0; i < 8; ++i)
            makers.emplace_back([&] { made += io::ensureTlsIdentity(pathOf(folder)).has_value(); });
        makers.clear();
        QCOMPARE(made.load(), 8);
        const std::string identity = contentsOf(pathOf(folder) / io::kTlsIdentityFile);
        const std::string certificate = contentsOf(io::TlsServerContext::certificateIn(pathOf(folder)));
        QVERIFY(!certificate.empty());
        QCOMPARE(identity.substr(0, certificate.size()), certificate);
        QVERIFY(io::TlsServerContext::open(pathOf(folder)));
    }

    void aDamagedIdentityIsASentence_data() {
        QTest::addColumn<int>("keptBytes");
        QTest::newRow("empty") << 0;
        QTest::newRow("half a certificate") << 200;
        QTest::newRow("no key") << -1;
    }
    void aDamagedIdentityIsASentence() {
        QFETCH(int, keptBytes);
        const QTemporaryDir folder;
        QVERIFY(io::TlsServerContext::open(pathOf(folder)));
        const fs::path file = pathOf(folder) / io::kTlsIdentityFile;
        const std::uintmax_t certificateBytes = fs::file_size(io::TlsServerContext::certificateIn(pathOf(folder)));
        fs::resize_file(file, keptBytes < 0 ? certificateBytes : static_cast<std::uintmax_t>(keptBytes));
        const auto reopened = io::TlsServerContext::open(pathOf(folder));
        QVERIFY(!reopened);
        QCOMPARE(reopened.error().code, ErrorCode::Corrupt);
        QVERIFY(reopened.error().message.find(file.string()) != std::string::npos);
    }

    void aFolderThatCannotBeIsASentence() {
        const QTemporaryDir folder;
        std::ofstream(pathOf(folder) / "file") << "not a folder";
        const auto identity = io::TlsServerContext::open(pathOf(folder) / "file" / "tls");
        QVERIFY(!identity);
        QCOMPARE(identity.error().code, ErrorCode::Unavailable);
        const auto trusting = io::TlsClientContext::trusting(pathOf(folder) / "absent.pem");
        QVERIFY(!trusting);
        QVERIFY(trusting.error().message.find("absent.pem") != std::string::npos);
    }
};

RUSHLAB_TEST(IoTls)

}  // namespace rushlab::test::io_tls
#include "io_tls.moc"
