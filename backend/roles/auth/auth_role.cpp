#include "roles/auth/auth_role.h"

#include "base/json.h"
#include "base/json_writer.h"
#include "roles/answer.h"
#include "roles/auth/accounts.h"
#include "roles/auth/credentials.h"
#include "roles/auth/password_pool.h"
#include "roles/auth/sessions.h"
#include "roles/mail/mail_message.h"
#include "roles/mail/mail_way.h"
#include "roles/session.h"

namespace rushlab::roles {
namespace {

bool isOverTls(const io::HttpRequest& request) {
    return request.field(kProtocolField) == "https";
}

// Told whatever kept the mail: that the account is there is no inside of ours.
const Error kMadeWithoutMail{ErrorCode::OutcomeUnknown,
                             "The account is made; its welcome mail could not be handed over."};

class AuthRole final : public Role {
  public:
    explicit AuthRole(RoleContext& context)
        : m_context(context),
          m_sessions(context),
          m_passwords(context.loop, context.settings.passwordThreads),
          m_signUps(context.metrics.counter("rushlab_signups_total", "Members that signed up.")),
          m_logins(context.metrics.counter("rushlab_logins_total", "Logins that succeeded.")),
          m_refusedLogins(
              context.metrics.counter("rushlab_logins_refused_total", "Logins with a wrong name or password.")) {
        const MailWayInfo* const way = context.ports.mailer ? findMailWay(context.settings.mailWay) : nullptr;
        if (way) m_mails = way->makeSender(context);
    }

    void addRoutes(io::HttpRouter& router) override {
        router.add(io::HttpMethod::Post, "/auth/signup", "Makes a member who can log in",
                   [this](io::HttpRequest& request) { return signUp(request); });
        router.add(io::HttpMethod::Post, "/auth/login", "Begins a session: a cookie and a bearer token",
                   [this](io::HttpRequest& request) { return logIn(request); });
        router.add(io::HttpMethod::Post, "/auth/logout", "Ends the session",
                   [this](io::HttpRequest& request) { return logOut(request); });
        router.add(io::HttpMethod::Get, "/auth/me", "Who is logged in",
                   [this](io::HttpRequest& request) { return showMe(request); });
        router.add(io::HttpMethod::Get, "/auth/mails", "How many mails wait in this instance, or are on their way",
                   [this](io::HttpRequest& request) { return showMails(request); });
    }

  private:
    io::Awaitable<io::HttpResponse> signUp(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> logIn(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> logOut(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> showMe(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> showMails(io::HttpRequest& request);
    io::Awaitable<Result<>> welcome(domain::MemberId member, const SignUp& who, Deadline deadline);
    io::Awaitable<Result<domain::MemberId>> makeMember(SignUp wanted, Deadline deadline);

    RoleContext& m_context;
    Sessions m_sessions;
    PasswordPool m_passwords;
    std::unique_ptr<MailSender> m_mails;  // nothing: no mail is sent
    JsonParser m_parser;
    Counter& m_signUps;
    Counter& m_logins;
    Counter& m_refusedLogins;
};

io::Awaitable<io::HttpResponse> AuthRole::signUp(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto body = m_parser.parse(request.body);
    if (!body) co_return answer.refusedAs(domain::Code::InvalidInput, body.error());
    const auto wanted = signUpOf(*body);
    if (!wanted) co_return answer.refused(wanted.error());
    const auto made = co_await makeMember(*wanted, request.deadline);
    if (!made) co_return answer.refused(made.error());
    m_signUps.add();
    const auto welcomed = co_await welcome(*made, *wanted, request.deadline);
    if (!welcomed) co_return answer.refusedAs(domain::codeOf(welcomed.error().code), kMadeWithoutMail);
    std::string data;
    JsonObjectWriter object(data);
    object.field("userId", made->value).field("username", wanted->username);
    object.close();
    co_return answer.with(domain::Code::Created, "", data);
}

// The account is there; whoever is told of an error here knows that only its mail may be missing.
io::Awaitable<Result<>> AuthRole::welcome(domain::MemberId member, const SignUp& who, Deadline deadline) {
    if (!m_mails) co_return Result<>();
    mail::Mail mail = welcomeMail(member.value, who.username, who.email);
    const auto handed = co_await m_mails->handOver(std::move(mail), deadline);
    if (handed) co_return Result<>();
    m_context.log.warning("The member {} has no welcome mail yet: {}", member.value, handed.error().message);
    co_return pass(handed);
}

io::Awaitable<io::HttpResponse> AuthRole::showMails(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    Result<std::uint64_t> backlog = std::uint64_t{0};
    if (m_mails) backlog = co_await m_mails->backlog(request.deadline);
    if (!backlog) co_return answer.refused(backlog.error());
    co_return answer.ok(std::to_string(*backlog));
}

io::Awaitable<Result<domain::MemberId>> AuthRole::makeMember(SignUp wanted, Deadline deadline) {
    // Asked first, so that a name that is taken costs no hash.
    const auto find = [name = wanted.username](sql::Session& session) { return findAccount(session, name); };
    const auto there = co_await m_context.ports.database.read(deadline, find);
    if (!there) co_return pass(there);
    if (*there) co_return usernameTaken(wanted.username);
    const auto hash = co_await m_passwords.hash(std::move(wanted.password), deadline);
    if (!hash) co_return pass(hash);
    const auto insert = [name = wanted.username, email = wanted.email, stored = *hash, now = m_context.clock.wallNow()](
                            sql::Session& session) { return insertAccount(session, name, email, stored, now); };
    co_return co_await m_context.ports.database.transact(deadline, insert);
}

io::Awaitable<io::HttpResponse> AuthRole::logIn(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto body = m_parser.parse(request.body);
    if (!body) co_return answer.refusedAs(domain::Code::InvalidInput, body.error());
    const auto login = loginOf(*body);
    if (!login) co_return answer.refused(login.error());
    const auto find = [name = login->username](sql::Session& session) { return findAccount(session, name); };
    const auto account = co_await m_context.ports.database.read(request.deadline, find);
    if (!account) co_return answer.refused(account.error());
    std::optional<std::string> stored;
    if (*account) stored = (*account)->passwordHash;
    const auto isRight = co_await m_passwords.verify(login->password, std::move(stored), request.deadline);
    if (!isRight) co_return answer.refused(isRight.error());
    if (!*isRight || !*account) {
        m_refusedLogins.add();
        const Error wrong{ErrorCode::Denied, "The username or the password is wrong."};
        co_return answer.refusedAs(domain::Code::Unauthorized, wrong);
    }
    const auto token = co_await m_sessions.begin((*account)->id, request.deadline);
    if (!token) co_return answer.refused(token.error());
    m_logins.add();
    std::string data;
    JsonObjectWriter object(data);
    object.field("token", *token).field("userId", (*account)->id.value);
    object.field("expiresInSeconds", m_context.settings.sessionKept.count() / 1'000);
    object.close();
    io::HttpResponse response = answer.ok(data);
    response.field("Set-Cookie", session::cookie(*token, isOverTls(request)));
    response.field("Cache-Control", "no-store");
    co_return response;
}

io::Awaitable<io::HttpResponse> AuthRole::logOut(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto token = tokenOf(request);
    if (!token) co_return answer.with(domain::Code::Unauthorized);
    const auto ended = co_await m_sessions.end(*token, request.deadline);
    if (!ended) co_return answer.refused(ended.error());
    io::HttpResponse response = answer.ok("");
    response.field("Set-Cookie", session::cookie("", isOverTls(request), "; Max-Age=0"));
    co_return response;
}

io::Awaitable<io::HttpResponse> AuthRole::showMe(io::HttpRequest& request) {
    const Answerer answer(m_context.clock, request);
    const auto member = userOf(request);
    if (!member) co_return answer.refusedAs(domain::Code::Unauthorized, member.error());
    const auto find = [id = *member](sql::Session& session) { return readAccount(session, id); };
    const auto account = co_await m_context.ports.database.read(request.deadline, find);
    if (!account) co_return answer.refused(account.error());
    if (!*account) co_return answer.with(domain::Code::UserNotFound);
    std::string data;
    JsonObjectWriter object(data);
    object.field("userId", member->value).field("username", (*account)->username);
    object.field("name", (*account)->name).field("email", (*account)->email).field("address", (*account)->address);
    object.close();
    co_return answer.ok(data);
}

}  // namespace

std::unique_ptr<Role> makeAuthRole(RoleContext& context) {
    return std::make_unique<AuthRole>(context);
}

}  // namespace rushlab::roles
