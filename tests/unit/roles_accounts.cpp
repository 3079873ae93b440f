// roles/auth: sign-up, login and logout; passwords on threads of their own, logins before sign-ups.
#include <sodium.h>

#include "roles/auth/auth_role.h"
#include "roles/auth/password_pool.h"
#include "roles/keys.h"
#include "tests/support/faulty_queue.h"
#include "tests/support/shop_client.h"
#include "tests/support/small_shop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::roles_accounts {
using namespace std::chrono_literals;

namespace {

const std::string kKim = R"({"username":"kim","password":"correct horse","email":"kim@example.com"})";

// A shop that has one sends mails.
class MailerThatIsAway final : public mail::Mailer {
  public:
    io::Awaitable<Result<mail::Receipt>> send(mail::Mail /*mail*/, Deadline /*deadline*/,
                                              io::Cancellation* /*cancellation*/) override {
        co_return fail(ErrorCode::Unavailable, "The mail server is away for the test");
    }
    std::string describe() const override { return "away"; }
};

std::string login(std::string_view name, std::string_view password) {
    return fmt::format(R"({{"username":"{}","password":"{}"}})", name, password);
}

}  // namespace

class RolesAccounts : public QObject {
    Q_OBJECT

  private slots:
    void init() {
        m_shop.emplace();
        m_shop->settings.answerWithin = 60s;
        m_client.emplace(m_shop->loop());
        m_auth = m_shop->open("auth", "auth-1", roles::makeAuthRole);
    }
    void cleanup() {
        m_auth.reset();
        m_client.reset();
        m_shop.reset();
    }

    // Whoever tries again would be told that the name is taken, and never know why.
    void whoSignsUpWithoutAMailIsToldThatTheAccountIsThere() {
        FaultyQueue faulty(*m_shop->queue);
        faulty.refusals = 1'000;
        MailerThatIsAway mailer;
        m_shop->queueInUse = &faulty;
        m_shop->mailer = &mailer;
        m_shop->settings.mailWay = "queue";
        m_auth = m_shop->open("auth", "auth-2", roles::makeAuthRole);
        const auto ended = qScopeGuard([this] { m_auth.reset(); });
        const Reply made = post("/auth/signup", kKim);
        QVERIFY2(made.status == 503 && made.body.find("The account is made") != std::string::npos, made.body.c_str());
        QCOMPARE(post("/auth/login", login("kim", "correct horse")).status, 200);
    }

    void whoSignsUpCanLogInAndOut() {
        const Reply made = post("/auth/signup", kKim);
        QVERIFY2(made.status == 201, made.body.c_str());
        const std::int64_t user = made.number("userId");
        QVERIFY(user > 0);
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM members WHERE name = 'kim' AND username = 'kim'"),
                 std::int64_t{1});
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM members WHERE password_hash LIKE '$argon2id$%'"),
                 std::int64_t{1});

        const Reply in = post("/auth/login", login("kim", "correct horse"));
        QVERIFY2(in.status == 200, in.body.c_str());
        const std::string token = in.text("token", "data");
        QCOMPARE(token.size(), std::size_t{64});
        QCOMPARE(in.number("userId"), user);
        QCOMPARE(in.number("expiresInSeconds"), std::int64_t{1'800});
        QCOMPARE(in.cookie, "SESSION=" + token + "; HttpOnly; SameSite=Lax; Path=/");
        QCOMPARE(stored(token), std::to_string(user));
        const std::string session = roles::keys::session(token);
        const auto left = m_shop->run(m_shop->keyValue->timeToLive(session, Deadline::in(20s)));
        QVERIFY(left && *left && **left > 1'700s && **left <= 1'800s);
        QVERIFY(post("/auth/login", login("kim", "correct horse")).text("token", "data") != token);

        const Reply me = m_client->get(*m_auth, "/auth/me", user);
        QCOMPARE(me.text("username", "data"), std::string("kim"));
        QCOMPARE(me.text("email", "data"), std::string("kim@example.com"));
        QVERIFY(me.body.find("argon2") == std::string::npos);

        ShopClient::Fields fields;
        fields.cookie = "theme=dark; SESSION=" + token;
        const Reply out = m_client->call(*m_auth, io::HttpMethod::Post, "/auth/logout", "", fields);
        QCOMPARE(out.status, 200);
        QVERIFY(out.cookie.starts_with("SESSION=;"));
        QCOMPARE(stored(token), std::string());
        QCOMPARE(m_client->call(*m_auth, io::HttpMethod::Post, "/auth/logout", "", fields).status, 200);
    }

    void whoSpeaksTlsToTheGatewayGetsACookieForTlsOnly() {
        QCOMPARE(post("/auth/signup", kKim).status, 201);
        ShopClient::Fields fields;
        fields.protocol = "https";
        const Reply in =
            m_client->call(*m_auth, io::HttpMethod::Post, "/auth/login", login("kim", "correct horse"), fields);
        QVERIFY2(in.cookie.ends_with("; Path=/; Secure"), in.cookie.c_str());
        fields.cookie = in.cookie.substr(0, in.cookie.find(';'));
        const Reply out = m_client->call(*m_auth, io::HttpMethod::Post, "/auth/logout", "", fields);
        QVERIFY2(out.cookie.find("; Secure; Max-Age=0") != std::string::npos, out.cookie.c_str());
    }

    void aBearerTokenLogsOutToo() {
        QCOMPARE(post("/auth/signup", kKim).status, 201);
        const std::string token = post("/auth/login", login("kim", "correct horse")).text("token", "data");
        ShopClient::Fields fields;
        fields.authorization = "Bearer " + token;
        QCOMPARE(m_client->call(*m_auth, io::HttpMethod::Post, "/auth/logout", "", fields).status, 200);
        QCOMPARE(stored(token), std::string());
        QCOMPARE(post("/auth/logout", "").code(), std::string("UNAUTHORIZED"));
    }

    void aNameIsGivenOnce() {
        QCOMPARE(post("/auth/signup", kKim).status, 201);
        const Reply again = post("/auth/signup", kKim);
        QCOMPARE(again.status, 409);
        QCOMPARE(again.code(), std::string("DUPLICATE_RESOURCE"));
        QVERIFY(again.message().find("kim") != std::string::npos);

        // Both find the name free before either has hashed its password.
        std::vector<Reply> replies;
        const std::string lee = R"({"username":"lee","password":"correct horse","email":"lee@example.com"})";
        for (int at = 0; at < 2; ++at)
            m_shop->loop().spawn(signUp(lee, replies));
        QVERIFY(m_shop->becomes([&] { return replies.size() == 2; }));
        std::vector<int> statuses{replies[0].status, replies[1].status};
        std::sort(statuses.begin(), statuses.end());
        QCOMPARE(statuses, (std::vector<int>{201, 409}));
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM members"), std::int64_t{2});
    }

    void aWrongNameAndAWrongPasswordLookTheSame() {
        QCOMPARE(post("/auth/signup", kKim).status, 201);
        const Reply wrongPassword = post("/auth/login", login("kim", "wrong horse"));
        const Reply wrongName = post("/auth/login", login("nobody", "correct horse"));
        QCOMPARE(wrongPassword.status, 401);
        QCOMPARE(wrongName.status, 401);
        QCOMPARE(wrongName.message(), wrongPassword.message());
        QVERIFY(wrongName.cookie.empty());
        // The same work: a hash with the limits of all others, which no password has.
        QCOMPARE(crypto_pwhash_str_needs_rehash(std::string(roles::hashOfNobody()).c_str(),
                                                crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE),
                 0);
        // A member of the set-up has no password, and none that fits.
        m_shop
            ->run(m_shop->database->transact(
                Deadline::in(20s),
                [](sql::Session& session) {
                    return session.execute("INSERT INTO members (name, username, created_at) VALUES ('x', 'x', ?)",
                                           {WallTime{1ms}});
                }))
            .value();
        QCOMPARE(post("/auth/login", login("x", "anything")).status, 401);
    }

    void whatIsNotAllowedIsSaid_data() {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* body, const char* code, const char* says) {
            QTest::newRow(name) << body << code << says;
        };
        row("no JSON", "{", "INVALID_INPUT", "");
        row("nothing", "", "INVALID_INPUT", "");
        row("no object", "[]", "VALIDATION_ERROR", "object");
        row("no name", R"({"password":"12345678","email":"a@b.c"})", "VALIDATION_ERROR", "username");
        row("a short name", R"({"username":"a","password":"12345678","email":"a@b.c"})", "VALIDATION_ERROR",
            "username");
        row("a space", R"({"username":"a b","password":"12345678","email":"a@b.c"})", "VALIDATION_ERROR", "username");
        row("a short password", R"({"username":"ab","password":"secret1","email":"a@b.c"})", "VALIDATION_ERROR",
            "password must be a text of 8 to 128 characters");
        row("a number", R"({"username":"ab","password":12345678,"email":"a@b.c"})", "VALIDATION_ERROR", "password");
        row("no address", R"({"username":"ab","password":"12345678","email":"nobody"})", "VALIDATION_ERROR", "email");
        row("two addresses", R"({"username":"ab","password":"12345678","email":"a@b.c\r\nBcc: d@e.f"})",
            "VALIDATION_ERROR", "email");
    }
    void whatIsNotAllowedIsSaid() {
        QFETCH(const QString, body);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        const Reply refused = post("/auth/signup", body.toStdString());
        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.code(), code.toStdString());
        QVERIFY2(refused.message().find(says.toStdString()) != std::string::npos, refused.body.c_str());
        QVERIFY2(refused.body.find("secret1") == std::string::npos, "a password was shown");
        ShopClient::Fields korean;
        korean.language = "ko";
        const Reply inKorean =
            m_client->call(*m_auth, io::HttpMethod::Post, "/auth/signup", body.toStdString(), korean);
        QVERIFY(inKorean.message() != refused.message());
        QCOMPARE(m_shop->number("SELECT COUNT(*) FROM members"), std::int64_t{0});
    }

    void nobodyIsNotAnybody() {
        QCOMPARE(m_client->get(*m_auth, "/auth/me").code(), std::string("UNAUTHORIZED"));
        QCOMPARE(m_client->get(*m_auth, "/auth/me", 4'711).code(), std::string("USER_NOT_FOUND"));
    }

    void aLoginIsServedBeforeTheSignUpsThatWait() {
        roles::PasswordPool pool(m_shop->loop(), 1);
        std::vector<std::string> done;
        constexpr std::size_t kStorm = 12;
        for (std::size_t at = 0; at < kStorm; ++at)
            m_shop->loop().spawn(hash(pool, done));
        QVERIFY(m_shop->becomes([&] { return pool.waiting().signUpsWaiting < kStorm; }));
        m_shop->loop().spawn(verify(pool, done));
        QVERIFY(m_shop->becomes([&] { return pool.waiting().loginsWaiting + done.size() > 0; }));
        // Whoever left the queue before the login came stands before it, nobody else.
        const std::size_t before = kStorm - pool.waiting().signUpsWaiting;
        QVERIFY(m_shop->becomes([&] { return done.size() == kStorm + 1; }));
        const auto place = std::find(done.begin(), done.end(), "login") - done.begin();
        QVERIFY2(static_cast<std::size_t>(place) <= before, qPrintable(QString::number(place)));
    }

    void whatWaitsIsBoundedAndEnds() {
        std::vector<std::string> done;
        {
            roles::PasswordPool pool(m_shop->loop(), 0, 2);  // nobody works
            for (int at = 0; at < 3; ++at)
                m_shop->loop().spawn(hash(pool, done));
            QVERIFY(m_shop->becomes([&] { return done.size() == 1; }));
            QCOMPARE(done.front(), std::string("full"));
            m_shop->loop().spawn(verify(pool, done, 10ms));  // logins have a bound of their own
            QVERIFY(m_shop->becomes([&] { return done.size() == 2; }));
            QCOMPARE(done.back(), std::string("timeout"));
        }
        QVERIFY(m_shop->becomes([&] { return done.size() == 4; }));
        QCOMPARE(done.back(), std::string("unavailable"));
    }

  private:
    Reply post(std::string path, std::string body) { return m_client->post(*m_auth, std::move(path), std::move(body)); }
    std::string stored(const std::string& token) {
        const std::string key = roles::keys::session(token);
        return m_shop->run(m_shop->keyValue->get(key, Deadline::in(20s)))->value_or("");
    }
    io::Awaitable<> signUp(std::string body, std::vector<Reply>& replies) {
        auto call = ShopClient::callOf(io::HttpMethod::Post, "/auth/signup", std::move(body), {});
        replies.push_back(co_await m_client->send(m_auth->endpoint(), std::move(call)));
    }
    static io::Awaitable<> hash(roles::PasswordPool& pool, std::vector<std::string>& done) {
        const auto hashed = co_await pool.hash("correct horse", Deadline::in(60s));
        done.emplace_back(hashed ? "sign-up" : name(hashed.error().code));
    }
    static io::Awaitable<> verify(roles::PasswordPool& pool, std::vector<std::string>& done,
                                  Milliseconds within = 60s) {
        const auto isRight = co_await pool.verify("correct horse", std::nullopt, Deadline::in(within));
        done.emplace_back(isRight ? (*isRight ? "wrong" : "login") : name(isRight.error().code));
    }

    std::optional<SmallShop> m_shop;
    std::optional<ShopClient> m_client;
    std::unique_ptr<roles::RoleHost> m_auth;
};

RUSHLAB_TEST(RolesAccounts)

}  // namespace rushlab::test::roles_accounts
#include "roles_accounts.moc"
