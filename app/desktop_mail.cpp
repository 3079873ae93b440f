#include "app/desktop_mail.h"

#include <array>
#include <mutex>

#include "app/mail_watch.h"
#include "base/random.h"
#include "base/setting_values.h"
#include "roles/mail/mail_way.h"
#include "scenarios/mail_backlog.h"
#include "scenarios/shop_node.h"
#include "scenarios/sign_ups.h"

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 50ms;
constexpr auto kAskEvery = 300ms;
constexpr auto kAskWithin = 5s;
constexpr auto kStartWithin = 60s;
constexpr auto kNodeStopsWithin = 8s;
constexpr std::size_t kSignUpsMost = 100'000;
constexpr std::size_t kLettersALook = 1'000;
constexpr std::size_t kWorkers = 2;  // what one gives back another takes

// Where a shop is asked.
struct Endpoints {
    io::HttpEndpoint gateway;
    scenarios::MailRoles mails;
};

std::string workerName(std::size_t number) {
    return fmt::format("worker-{}", number);
}

}  // namespace

struct DesktopMail::Node {
    Node(std::vector<std::string> command, const std::filesystem::path& folder) : process(std::move(command), folder) {}
    scenarios::ShopNode process;
    bool isUp = false;
};

// What goes on by itself, on a loop of its own. Outlived by the sink.
class DesktopMail::Watch {
  public:
    explicit Watch(mail::Sink& sink)
        : m_sink(sink),
          m_tag("d" + randomToken(4)),
          m_signUps(m_loop, kSignUpsMost, 0, m_tag),
          m_client(m_loop, {}),
          m_watch(m_tag) {
        m_loop.spawn(lookOn());
        m_loop.spawn(askOn());
        m_loop.start("mail-desk");
    }
    ~Watch() {
        m_loop.stop();
        m_loop.dropWaiting();
    }

    void follow(std::optional<Endpoints> shop, std::string_view way) {
        const std::lock_guard lock(m_mutex);
        m_shop = std::move(shop);
        m_way = way;
    }
    void setRate(double perSecond) {
        const std::lock_guard lock(m_mutex);
        m_rate = perSecond;
    }
    lab::MailView view() const {
        const std::lock_guard lock(m_mutex);
        return m_view;
    }
    std::string carrierOfTheNewest() const {
        const std::lock_guard lock(m_mutex);
        return m_carrierOfTheNewest;
    }

  private:
    struct Orders {
        std::optional<Endpoints> shop;
        std::string way;
        double rate = 0;
    };
    Orders orders() const {
        const std::lock_guard lock(m_mutex);
        return {m_shop, m_way, m_rate};
    }

    io::Awaitable<> lookOn() {
        for (;;) {
            const Orders now = orders();
            m_signUps.setRate(now.rate);
            if (now.shop && now.rate > 0 && !m_signUps.allSent())
                m_signUps.goOn(now.shop->gateway);
            else
                m_signUps.pause();
            tellPromises(now.way);
            m_watch.underWay(m_sink.underWay());
            co_await readInbox();
            show(now);
            co_await io::sleepFor(kLookEvery);
        }
    }

    void tellPromises(const std::string& way) {
        for (; m_told < m_signUps.ended().size(); ++m_told) {
            const std::size_t n = m_signUps.ended()[m_told];
            if (m_signUps.attempt(n).wasPromised()) m_watch.promised(n + 1, way);
        }
    }

    io::Awaitable<> readInbox() {
        const auto letters = co_await m_sink.inbox().since(m_lastLetter, kLettersALook, Deadline::in(kAskWithin));
        if (!letters) co_return;
        for (const mail::Letter& letter : *letters) {
            m_watch.arrived(letter);
            m_lastLetter = letter.number;
        }
    }

    io::Awaitable<> askOn() {
        for (;;) {
            co_await io::sleepFor(kAskEvery);
            const Orders before = orders();
            if (!before.shop) {
                m_quiet = 0;
                continue;
            }
            const std::uint64_t promises = m_watch.promises();
            scenarios::MailRoles roles = before.shop->mails;
            const auto backlog = co_await scenarios::mailBacklog(m_client, std::move(roles), Deadline::in(kAskWithin));
            m_quiet = backlog && *backlog == 0 ? m_quiet + 1 : 0;
            // Twice: what the server has just answered for is looked at between the two.
            if (m_quiet >= 2) m_watch.nothingWaits(before.way, m_quietFrom);
            m_quietFrom = promises;
        }
    }

    void show(const Orders& now) {
        lab::MailView view;
        view.way = now.way;
        view.signUpsPerSecond = now.rate;
        view.counts = m_watch.countsOf(now.way);
        view.everyWay = m_watch.everyWay();
        view.shown = m_watch.shownOf(now.way);
        view.letters = m_sink.counts().letters;
        view.allSignedUp = m_signUps.allSent();
        const std::lock_guard lock(m_mutex);
        m_view = std::move(view);
        m_carrierOfTheNewest = m_watch.carrierOfTheNewest();
    }

    mail::Sink& m_sink;
    const std::string m_tag;
    io::Loop m_loop;
    // Of the loop's thread.
    scenarios::SignUps m_signUps;
    io::HttpClient m_client;
    MailWatch m_watch;
    std::size_t m_told = 0;  // of the sign-ups that are over
    std::int64_t m_lastLetter = 0;
    int m_quiet = 0;
    std::uint64_t m_quietFrom = 0;

    mutable std::mutex m_mutex;  // guards what follows
    std::optional<Endpoints> m_shop;
    std::string m_way;
    double m_rate = 0;
    lab::MailView m_view;
    std::string m_carrierOfTheNewest;
};

DesktopMail::DesktopMail(lab::EngineMaker& maker) : m_maker(maker) {}

DesktopMail::~DesktopMail() {
    end(false);
}

lab::MailView DesktopMail::look() const {
    const std::lock_guard lock(m_mutex);
    lab::MailView view = m_watch ? m_watch->view() : lab::MailView();
    view.node = m_state;
    return view;
}

std::vector<std::string> DesktopMail::ways() const {
    std::vector<std::string> ids;
    for (const roles::MailWayInfo& way : roles::allMailWays())
        ids.emplace_back(way.id);
    return ids;
}

Result<> DesktopMail::open(const lab::MailDeskOptions& options) {
    if (!roles::findMailWay(options.way))
        return fail(ErrorCode::Invalid, "There is no way {} for mails.", quotedText(options.way));
    setState(lab::NodeState::ComingUp);
    end(true);
    auto opened = stage(options);
    if (opened) opened = start();
    if (!opened) close();
    return opened;
}

Result<> DesktopMail::stage(const lab::MailDeskOptions& options) {
    if (!m_staged.sink) {
        auto staged = m_maker.stageMail(mail::Manners::taking(options.takes));
        if (!staged) return pass(staged);
        const std::lock_guard lock(m_mutex);
        m_staged = *std::move(staged);
        m_adminToken = randomToken(16);
        m_watch = std::make_unique<Watch>(*m_staged.sink);
    }
    m_staged.sink->setManners(mail::Manners::taking(options.takes));
    m_options = options;
    std::vector<std::string> command = m_staged.node;
    for (const auto& [flag, value] :
         {std::pair("--mail-way", options.way), std::pair("--workers", fmt::to_string(kWorkers)),
          std::pair("--mail-at-once", fmt::to_string(std::max<std::size_t>(1, options.atOnce / kWorkers))),
          std::pair("--stop-within", fmt::format("{}ms", Milliseconds(kNodeStopsWithin).count())),
          std::pair("--admin-token", m_adminToken), std::pair("--answer-within", std::string("30s"))}) {
        command.emplace_back(flag);
        command.push_back(value);
    }
    m_node = std::make_unique<Node>(std::move(command), m_staged.folder);
    return {};
}

Result<> DesktopMail::start() {
    if (auto started = m_node->process.start(Deadline::in(kStartWithin)); !started) return started;
    const auto gateway = m_node->process.endpoint("gateway-1");
    const auto auth = m_node->process.endpoint("auth-1");
    for (const auto* found : {&gateway, &auth}) {
        if (!*found) return pass(*found);
    }
    Endpoints shop{*gateway, {*auth, {}}};
    for (std::size_t number = 1; number <= kWorkers; ++number) {
        const auto worker = m_node->process.endpoint(workerName(number));
        if (!worker) return pass(worker);
        shop.mails.workers.push_back(*worker);
    }
    m_node->isUp = true;
    m_watch->follow(std::move(shop), m_options.way);
    setState(lab::NodeState::Up);
    return {};
}

void DesktopMail::setState(lab::NodeState state) {
    const std::lock_guard lock(m_mutex);
    m_state = state;
}

void DesktopMail::end(bool cleanly) {
    if (m_watch) m_watch->follow(std::nullopt, m_options.way);
    // One that does not end in time is killed with its node.
    if (m_node && m_node->isUp && cleanly)
        static_cast<void>(m_node->process.terminate(Deadline::in(kNodeStopsWithin + 2s)));
    m_node.reset();
}

void DesktopMail::close() {
    end(true);
    setState(lab::NodeState::Closed);
}

Result<> DesktopMail::signUp(double perSecond) {
    if (!m_watch) return fail(ErrorCode::Conflict, "The shop is closed: open it first.");
    m_watch->setRate(perSecond);
    return {};
}

Result<> DesktopMail::killConsumer() {
    if (!m_node || !m_node->isUp) return fail(ErrorCode::Conflict, "The shop does not run: start it first.");
    const std::string carrier = m_watch->carrierOfTheNewest();
    const auto worker = m_node->process.endpoint(carrier.starts_with("worker") ? carrier : workerName(1));
    if (!worker) return pass(worker);
    io::Loop here;
    io::HttpClient client(here, {});
    io::HttpCall call(io::HttpMethod::Post, "/worker/mails/drop");
    call.field("Authorization", "Bearer " + m_adminToken);
    const auto dropped =
        here.runUntilDone(scenarios::askForNumber(client, *worker, std::move(call), Deadline::in(kAskWithin)));
    if (!dropped) return pass(dropped);
    if (*dropped == 0)
        return fail(ErrorCode::Conflict, "By {} nobody consumes: whoever wants a mail sends it. Kill the node.",
                    m_options.way);
    return {};
}

Result<> DesktopMail::killNode() {
    if (!m_node || !m_node->isUp) return fail(ErrorCode::Conflict, "The shop does not run: start it first.");
    m_watch->follow(std::nullopt, m_options.way);
    m_node->process.kill();
    m_node->isUp = false;
    setState(lab::NodeState::Down);
    return {};
}

Result<> DesktopMail::restart() {
    if (!m_node) return fail(ErrorCode::Conflict, "There is no shop to start again: open it first.");
    if (m_node->isUp) return fail(ErrorCode::Conflict, "The shop runs already.");
    setState(lab::NodeState::ComingUp);
    auto started = start();
    if (!started) setState(lab::NodeState::Down);
    return started;
}

Result<mail::Sink*> DesktopMail::sink() const {
    if (!m_staged.sink) return fail(ErrorCode::NotFound, "There is no inbox yet: open the shop first.");
    return m_staged.sink.get();
}

Result<std::vector<lab::InboxRow>> DesktopMail::search(const std::string& words, std::int64_t before,
                                                       std::size_t limit) {
    const auto found = sink();
    if (!found) return pass(found);
    io::Loop here;
    std::string asked = words;
    const auto letters =
        here.runUntilDone((*found)->inbox().search(std::move(asked), before, limit, Deadline::in(kAskWithin)));
    if (!letters) return pass(letters);
    std::vector<lab::InboxRow> rows;
    for (const mail::Letter& letter : *letters)
        rows.push_back(
            {letter.number, letter.at, letter.to.empty() ? "" : letter.to.front(), letter.subject, letter.messageId});
    return rows;
}

Result<std::optional<std::string>> DesktopMail::read(std::int64_t number) {
    const auto found = sink();
    if (!found) return pass(found);
    io::Loop here;
    const auto letter = here.runUntilDone((*found)->inbox().find(number, Deadline::in(kAskWithin)));
    if (!letter) return pass(letter);
    if (!*letter) return std::optional<std::string>();
    return std::optional<std::string>((*letter)->text);
}

}  // namespace rushlab::app
