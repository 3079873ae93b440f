#include "scenarios/mail_run.h"

#include "base/random.h"
#include "scenarios/common_parameters.h"
#include "scenarios/sign_ups.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAgain = 20ms;
constexpr auto kSampleEvery = 100ms;
constexpr auto kTellEvery = 200ms;
constexpr auto kReadWithin = 30s;

struct KillRow {
    std::string_view id;
    MailKill kill;
    ChoiceHelp help;
};
constexpr std::array kKills{
    KillRow{"sigkill",
            MailKill::Sigkill,
            {"SIGKILL to the whole shop, a process of its own", "what is on the disk is all that is left", ""}},
    KillRow{"sigterm",
            MailKill::Sigterm,
            {"SIGTERM to the whole shop, a process of its own", "a clean stop loses nothing", ""}},
    KillRow{"consumer",
            MailKill::Consumer,
            {"who carries the mails: the queue's channel is dropped, the others' instance crashes",
             "engines outlive it", ""}},
    KillRow{"none", MailKill::None, {"nobody", "what it looks like when all is well", ""}},
};

MailKill killOf(const ParameterValues& values) {
    return std::ranges::find(kKills, values.choice("kill"), &KillRow::id)->kill;
}

// Whether the way loses mails by this kill: a list in memory is gone with its process, whoever would take from it.
bool loses(const roles::MailWayInfo& way, MailKill kill, bool keyValueEndsWithNode) {
    if (kill == MailKill::None || kill == MailKill::Sigterm) return false;
    if (kill == MailKill::Sigkill && way.needsKeyValue && keyValueEndsWithNode) return true;
    return !way.survivesKill;
}

class StillServer {
  public:
    StillServer(mail::Sink& sink, bool still) : m_sink(still ? &sink : nullptr) {
        if (m_sink) m_sink->holdStill(true);
    }
    ~StillServer() { goOn(); }
    StillServer(const StillServer&) = delete;
    StillServer& operator=(const StillServer&) = delete;
    void goOn() {
        if (mail::Sink* sink = std::exchange(m_sink, nullptr)) sink->holdStill(false);
    }

  private:
    mail::Sink* m_sink;
};

class MailRun {
  public:
    MailRun(ScenarioContext& context, const roles::MailWayInfo& way, std::uint64_t seed, double from, double to)
        : m_context(context),
          m_values(context.parameters),
          m_way(way),
          m_kill(killOf(context.parameters)),
          m_random(seed),
          m_seed(seed),
          m_from(from),
          m_to(to),
          m_count(static_cast<std::size_t>(m_values.integer("mails"))) {}

    Result<> run(verdict::Variant& variant);

  private:
    Result<> open();
    Result<> signUpAndStrike();
    bool isInTheMiddleOfOne() const;
    Result<bool> strikeInTheMiddle(bool evenIfOver);
    Result<> strike();
    Result<> mend();
    bool waitUntilQuiet();
    Result<> readInbox();
    void lookForAWhile();
    void sample();
    void note(std::string kind, std::string what);
    Milliseconds age() const {
        return std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_begun);
    }
    void describe(verdict::Variant& variant);

    ScenarioContext& m_context;
    const ParameterValues& m_values;
    const roles::MailWayInfo& m_way;
    const MailKill m_kill;
    Random m_random;
    const std::uint64_t m_seed;
    const double m_from;
    const double m_to;
    const std::size_t m_count;
    lab::StagedMail m_staged;
    std::unique_ptr<MailShop> m_shop;
    io::Loop m_loop;
    std::optional<SignUps> m_signUps;
    SteadyTime m_begun = std::chrono::steady_clock::now();
    SteadyTime m_sampledAt{};
    SteadyTime m_toldAt{};
    SteadyTime m_struckAt{};
    Milliseconds m_downFor{0};
    std::uint64_t m_underWayAtKill = 0;
    verdict::MailRecord m_record;
    verdict::Series m_promised{"promised", "mails", {}};
    verdict::Series m_delivered{"delivered", "mails", {}};
    verdict::Series m_underWay{"underWay", "mails", {}};
    std::vector<verdict::Event> m_events;
};

Result<> MailRun::open() {
    auto staged = m_context.engines.stageMail(mail::Manners::taking(m_values.duration("takes")));
    if (!staged) return pass(staged);
    m_staged = *std::move(staged);
    MailShopOptions options;
    options.label = fmt::format("{}, seed {}", m_way.id, m_seed);
    options.way = &m_way;
    options.kill = m_kill;
    options.atOnce = static_cast<std::size_t>(m_values.integer("at-once"));
    options.seed = m_seed;
    auto shop = MailShop::open(m_context, m_staged, options);
    if (!shop) return pass(shop);
    m_shop = *std::move(shop);
    m_begun = std::chrono::steady_clock::now();
    m_signUps.emplace(m_loop, m_count, m_values.real("sign-ups"), fmt::format("u{}", m_seed));
    return {};
}

void MailRun::note(std::string kind, std::string what) {
    m_events.push_back({age(), std::move(kind), std::move(what)});
}

void MailRun::sample() {
    const auto now = std::chrono::steady_clock::now();
    if (now - m_sampledAt < kSampleEvery) return;
    m_sampledAt = now;
    const mail::SinkCounts counts = m_staged.sink->counts();
    m_promised.points.emplace_back(age(), static_cast<double>(m_signUps->promised()));
    m_delivered.points.emplace_back(age(), static_cast<double>(counts.letters));
    m_underWay.points.emplace_back(age(), static_cast<double>(counts.underWay));
    if (!m_context.progress || now - m_toldAt < kTellEvery) return;
    m_toldAt = now;
    const double share = static_cast<double>(counts.letters) / static_cast<double>(m_count);
    m_context.progress({"loading",
                        fmt::format("{}, seed {}: {} signed up, {} on their way, {} delivered", m_way.id, m_seed,
                                    m_signUps->promised(), counts.underWay, counts.letters),
                        m_from + (m_to - m_from) * std::min(share, 1.0)});
}

void MailRun::lookForAWhile() {
    m_loop.runUntilDone(io::sleepFor(kLookAgain));
    sample();
}

// Of a mail that was promised: the server does not have it, and whoever carries it does.
bool MailRun::isInTheMiddleOfOne() const {
    return std::ranges::any_of(m_staged.sink->underWay(), [this](const mail::LetterUnderWay& letter) {
        return !letter.isStored && m_signUps->wasPromised(letter.to);
    });
}

// The seed chooses after which sign-up, and how much later; then it is the next moment in the middle of a mail.
Result<> MailRun::signUpAndStrike() {
    const std::size_t after = 1 + m_random.below(m_count);
    const auto takes = static_cast<std::uint64_t>(m_values.duration("takes").count());
    const auto later = Milliseconds(m_random.below(1 + takes / 4));
    std::optional<SteadyTime> strikeAt;
    bool struck = m_kill == MailKill::None;
    while ((!m_signUps->allAnswered() || !struck) && !m_context.interrupted) {
        m_signUps->goOn(m_shop->gateway());
        lookForAWhile();
        if (struck) continue;
        const bool isTime = m_signUps->promised() >= after || m_signUps->allAnswered();
        if (isTime && !strikeAt) strikeAt = std::chrono::steady_clock::now() + later;
        if (!strikeAt || std::chrono::steady_clock::now() < *strikeAt) continue;
        const bool isOver = m_signUps->allAnswered() && m_staged.sink->counts().letters >= m_signUps->promised();
        if (!isInTheMiddleOfOne() && !isOver) continue;
        auto done = strikeInTheMiddle(isOver);
        if (!done) return pass(done);
        struck = *done;
    }
    return {};
}

// The server outside holds still meanwhile, so that what is in the middle of a mail stays there until it is dead: a
// stop that is asked for takes its time, and may finish what it has.
Result<bool> MailRun::strikeInTheMiddle(bool evenIfOver) {
    StillServer still(*m_staged.sink, m_kill != MailKill::Sigterm);
    m_record.faultMetNothing = !isInTheMiddleOfOne();
    if (m_record.faultMetNothing && !evenIfOver) return false;
    if (auto struck = strike(); !struck) return pass(struck);
    still.goOn();
    if (auto mended = mend(); !mended) return pass(mended);
    return true;
}

Result<> MailRun::strike() {
    m_underWayAtKill = m_staged.sink->counts().underWay;
    note("fault", fmt::format("{}: {} mails on their way", m_values.choice("kill"), m_underWayAtKill));
    m_struckAt = std::chrono::steady_clock::now();
    auto noted = m_shop->strike();
    if (!noted) return pass(noted);
    // Nothing that was handed over before a clean stop may come again.
    if (m_kill != MailKill::Sigterm) m_record.faults.push_back({m_context.clock.wallNow(), *std::move(noted)});
    return {};
}

Result<> MailRun::mend() {
    if (auto mended = m_shop->mend(); !mended) return mended;
    m_downFor = std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - m_struckAt);
    note("phase", "it is back");
    m_signUps->pause();
    return {};
}

// Twice in a row: between a look at the shop and one at the server a mail may be in neither.
bool MailRun::waitUntilQuiet() {
    const Deadline deadline = Deadline::in(m_values.duration("drain"));
    for (int quiet = 0; quiet < 2;) {
        if (deadline.passed() || m_context.interrupted) return false;
        const auto waiting = m_shop->backlog();
        quiet = waiting && *waiting == 0 && m_staged.sink->counts().underWay == 0 ? quiet + 1 : 0;
        lookForAWhile();
    }
    return true;
}

io::Awaitable<Result<std::vector<verdict::DeliveredMail>>> lettersOf(mail::Inbox& inbox, Deadline deadline) {
    std::vector<verdict::DeliveredMail> all;
    std::int64_t last = 0;
    for (;;) {
        const auto page = co_await inbox.since(last, mail::Inbox::kPageMost, deadline);
        if (!page) co_return pass(page);
        if (page->empty()) co_return all;
        for (const mail::Letter& letter : *page)
            all.push_back({letter.to.empty() ? "" : letter.to.front(), letter.messageId, letter.at});
        last = page->back().number;
    }
}

Result<> MailRun::readInbox() {
    io::Loop here;
    auto letters = here.runUntilDone(lettersOf(m_staged.sink->inbox(), Deadline::in(kReadWithin)));
    if (!letters) return pass(letters);
    m_record.letters = *std::move(letters);
    m_record.signUps = m_signUps->attempts();
    return {};
}

void MailRun::describe(verdict::Variant& variant) {
    const verdict::MailCount count = verdict::countMails(m_record);
    addMetric(variant, "sent", static_cast<double>(m_signUps->sent()));
    addMetric(variant, "promised", static_cast<double>(count.promised));
    addMetric(variant, "delivered", static_cast<double>(count.delivered));
    addMetric(variant, "lost", static_cast<double>(count.lost));
    addMetric(variant, "repeatedByKill", static_cast<double>(count.explained));
    addMetric(variant, "duplicated", static_cast<double>(count.duplicated));
    addMetric(variant, "underWayAtKill", static_cast<double>(m_underWayAtKill));
    addMetric(variant, "downFor", std::chrono::duration<double>(m_downFor).count(), "s");
    m_sampledAt = {};
    sample();
    variant.series = {m_promised, m_delivered, m_underWay};
    variant.events = m_events;
    m_shop->describe(variant);
}

Result<> MailRun::run(verdict::Variant& variant) {
    if (auto opened = open(); !opened) return opened;
    if (loses(m_way, m_kill, m_staged.keyValueEndsWithNode)) {
        variant.expected = verdict::Verdict::Fail;
        variant.expectedFailures = {"lost"};
    }
    if (auto signedUp = signUpAndStrike(); !signedUp) return signedUp;
    m_record.isQuiet = waitUntilQuiet();
    if (auto read = readInbox(); !read) return read;
    describe(variant);
    if (!m_context.interrupted) variant.checks = verdict::checkMails(m_record);
    concludeVariant(variant, m_context.interrupted);
    return {};
}

}  // namespace

Result<verdict::RunResult> runMails(ScenarioContext& context, const MailRunOptions& options) {
    Variants variants(context, beginResult(context, options.scenario, "none"));
    const auto seeds = static_cast<std::uint64_t>(context.parameters.integer("seeds"));
    const double whole = static_cast<double>(options.ways.size() * seeds);
    double done = 0;
    for (const roles::MailWayInfo* way : options.ways) {
        for (std::uint64_t n = 0; n < seeds && variants.goOn(); ++n, done += 1) {
            verdict::Variant variant;
            variant.name = way->id;
            variant.seed = context.seed + n;
            MailRun mails(context, *way, variant.seed, done / whole, (done + 1) / whole);
            const auto ran = mails.run(variant);
            variants.add(std::move(variant), ran);
        }
    }
    return std::move(variants).finish();
}

std::vector<Parameter> mailParameters(std::string_view killByDefault) {
    using enum ParameterKind;
    Parameter kill{"kill", "Who is killed in the middle, and how.", killByDefault, Choice};
    for (const KillRow& row : kKills) {
        kill.choices.push_back(row.id);
        kill.choicesExplained.push_back(row.help);
    }
    return {
        std::move(kill),
        {"mails", "How many sign up, each of whom is promised a mail.", "200", Integer, 1, 100'000, {}},
        {"sign-ups",
         "How many sign up in a second, as far as passwords are hashed so quickly.",
         "50",
         Real,
         1,
         10'000,
         {}},
        {"takes", "How long the mail server takes for a mail.", "3s", Duration, 0, 60'000, {}},
        {"at-once", "Mails that are on their way at once.", "50", Integer, 1, 1'000, {}},
        common::seeds(),
        common::drain("5min"),
    };
}

Parameter mailModes(std::span<const std::string_view> ids, std::string_view byDefault) {
    Parameter mode{"mode", "How a mail gets to the mail server; several are run one after the other.", byDefault,
                   ParameterKind::Choices};
    for (const std::string_view id : ids) {
        const roles::MailWayInfo& way = *roles::findMailWay(id);
        mode.choices.push_back(way.id);
        mode.choicesExplained.push_back({way.mechanism, way.teaches, way.survivesKill ? "" : "loses mails on a kill"});
    }
    return mode;
}

std::vector<const roles::MailWayInfo*> chosenMailWays(const ParameterValues& values,
                                                      std::span<const std::string_view> ids) {
    std::vector<const roles::MailWayInfo*> chosen;
    for (const std::string_view id : ids) {
        if (values.isChosen("mode", id)) chosen.push_back(roles::findMailWay(id));
    }
    return chosen;
}

Connections mailConnections(const ParameterValues& /*values*/) {
    return {8, true, 0};
}

}  // namespace rushlab::scenarios
