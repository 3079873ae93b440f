#include "scenarios/chat_stage.h"

#include <map>
#include <optional>

#include "base/json.h"
#include "io/http_client.h"
#include "io/http_grammar.h"

namespace rushlab::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kAdmin = "of this run";
constexpr auto kLook = 20ms;
constexpr auto kTellEvery = 200ms;
constexpr auto kPageWithin = 10s;
constexpr auto kReadAgainAfter = 500ms;
constexpr auto kQuietFor = 5s;  // an archive that takes nothing for so long takes nothing more
constexpr std::size_t kPage = 500;

io::Awaitable<Result<std::string>> pageOf(io::HttpClient& client, io::HttpEndpoint chat, std::string path) {
    io::HttpCall call(io::HttpMethod::Get, path);
    call.field("Authorization", "1");
    const auto reply = co_await client.call(std::move(chat), std::move(call), Deadline::in(kPageWithin));
    if (!reply) co_return pass(reply);
    if (reply->status() != 200)
        co_return fail(ErrorCode::Unavailable, "{} was answered with {}: {}", path, reply->status(), reply->body());
    co_return std::string(reply->body());
}

// What the archive has of one room, against what its talkers have said: read from the newest to the oldest.
class RoomReader {
  public:
    RoomReader(io::HttpEndpoint chat, verdict::ChatArchived& into) : m_chat(std::move(chat)), m_into(into) {}

    Result<> read(const std::string& room) {
        io::Loop loop;
        io::HttpClient client(loop, {});
        Last lastOf;
        std::string before;
        while (true) {
            const std::string path = fmt::format("/chat/rooms/{}/messages?limit={}{}", room, kPage, before);
            const auto page = loop.runUntilDone(pageOf(client, m_chat, path));
            if (!page) return pass(page);
            const auto lines = take(*page, lastOf, before);
            if (!lines) return pass(lines);
            if (*lines < kPage) break;
        }
        for (const auto& [talker, first] : lastOf) {
            if (first > 1) lose(talker, first - 1);
        }
        return {};
    }

  private:
    using Last = std::map<std::uint32_t, std::uint32_t>;  // the number that was seen last, by talker; they fall

    Result<std::size_t> take(const std::string& page, Last& lastOf, std::string& before) {
        const auto envelope = m_parser.parseObject(page);
        if (!envelope) return pass(envelope);
        const auto data = envelope->array("data");
        if (!data) return pass(data);
        for (const JsonValue& value : data->items()) {
            const auto line = value.object();
            if (!line) return pass(line);
            const auto content = line->text("content");
            const auto id = line->text("id");
            if (!content || !id) return fail(ErrorCode::Corrupt, "a line of the archive has no content or no id");
            takeLine(*content, lastOf);
            before = fmt::format("&before={}", io::percentEncoded(*id));
        }
        return data->size();
    }

    void takeLine(std::string_view content, Last& lastOf) {
        std::uint32_t talker = 0, number = 0;
        if (!load::readSpokenLine(content, talker, number)) return;
        *m_into.archived += 1;
        const auto [seen, isNew] = lastOf.try_emplace(talker, number);
        if (isNew) return;
        if (number == seen->second) {
            ++m_into.twice;
            note(fmt::format("line {} of talker {} is there twice", number, talker));
        } else if (number > seen->second) {
            ++m_into.disordered;
            note(fmt::format("line {} of talker {} stands before line {}", number, talker, seen->second));
        } else if (number + 1 < seen->second) {
            lose(talker, seen->second - number - 1);
        }
        seen->second = std::min(seen->second, number);
    }
    void lose(std::uint32_t talker, std::uint32_t lines) {
        m_into.lost += lines;
        note(fmt::format("{} lines of talker {} are not there", lines, talker));
    }
    void note(std::string what) {
        if (m_into.evidence.size() < 20) m_into.evidence.push_back(std::move(what));
    }

    const io::HttpEndpoint m_chat;
    verdict::ChatArchived& m_into;
    JsonParser m_parser{JsonLimits{.bytesMax = 16U << 20U}};
};

verdict::ChatArchived readOnce(const io::HttpEndpoint& chat, const load::ChatPlan& plan, std::uint64_t said) {
    verdict::ChatArchived seen;
    seen.said = said;
    seen.archived = 0;
    RoomReader reader(chat, seen);
    for (std::size_t room = 0; room < plan.rooms; ++room) {
        if (const auto read = reader.read(fmt::format("{}-{}", plan.roomName, room)); !read) {
            seen.archived.reset();
            seen.evidence = {read.error().message};
            return seen;
        }
    }
    // Of the newest lines no later one tells that they are missing.
    const std::uint64_t known = *seen.archived - seen.twice + seen.lost;
    if (said > known) seen.lost += said - known;
    return seen;
}

}  // namespace

Result<std::unique_ptr<ChatStage>> ChatStage::open(ScenarioContext& context, const Options& options) {
    StageOptions stage;
    stage.label = options.label;
    stage.delays = options.delays;
    stage.shop.seed = options.seed;
    stage.shop.adminToken = kAdmin;
    stage.shop.chatLinesPerSecond = 0;
    stage.shop.chatGathers = options.gathers;
    stage.shop.chatHeartBeat = options.heartBeat;
    stage.instances["chat"] = options.instances;
    for (const char* role : {"auth", "item", "stock", "order", "scheduler"})
        stage.instances[role] = 0;
    auto opened = Stage::open(context, std::move(stage));
    if (!opened) return pass(opened);
    return std::unique_ptr<ChatStage>(new ChatStage(context, *std::move(opened)));
}

std::vector<io::HttpEndpoint> ChatStage::instances() const {
    std::vector<io::HttpEndpoint> endpoints;
    for (const lab::InstanceState& instance : m_stage->lab().instances()) {
        if (instance.role == "chat") endpoints.push_back(instance.endpoint);
    }
    return endpoints;
}

load::ChatPlan ChatStage::plan() const {
    load::ChatPlan plan;
    plan.instances = instances();
    return plan;
}

Result<load::ChatOutcome> talkWhile(const load::ChatPlan& plan, const std::atomic<bool>& interrupted,
                                    const std::function<Result<>(const load::ChatCounts&)>& meanwhile) {
    load::ChatCounts live;
    std::optional<Result<load::ChatOutcome>> outcome;
    std::atomic<bool> done = false;
    io::Loop driver;
    driver.start("chat-driver");
    driver.post([&] {
        outcome.emplace(load::runChat(plan, live, interrupted));
        done.store(true, std::memory_order_release);
    });
    io::Loop here;
    Result<> happened;
    while (!done.load(std::memory_order_acquire)) {
        here.runUntilDone(io::sleepFor(kLook));
        if (happened) happened = meanwhile(live);
    }
    driver.stop();
    if (!happened) return pass(happened);
    return *std::move(outcome);
}

Result<load::ChatOutcome> ChatStage::talk(const load::ChatPlan& plan, const std::string& what, double from, double to,
                                          const std::function<Result<>(const load::ChatCounts&)>& meanwhile) {
    m_stage->lab().note("phase", "talk begins: " + what);
    SteadyTime toldAt{};
    auto outcome = talkWhile(plan, m_context.interrupted, [&](const load::ChatCounts& live) -> Result<> {
        const SteadyTime now = std::chrono::steady_clock::now();
        if (now - toldAt >= kTellEvery) {
            toldAt = now;
            const auto said = static_cast<double>(live.said.load());
            m_stage->tell("talking",
                          fmt::format("{}: {} clients, {} of {} lines said, heard {} times", what,
                                      live.connected.load(), live.said.load(), plan.lines, live.heard.load()),
                          from + (to - from) * said / static_cast<double>(plan.lines));
        }
        return meanwhile ? meanwhile(live) : Result<>();
    });
    m_stage->lab().note("phase", "talk ends: " + what);
    return outcome;
}

Result<> ChatStage::setLink(bool isCut) {
    const auto done = m_stage->post("chat", isCut ? "/chat/link/cut" : "/chat/link/mend", "", std::string(kAdmin));
    if (!done) return pass(done);
    m_stage->lab().note("fault", isCut ? "the link of chat-1 to the others is cut" : "the link of chat-1 is mended");
    return {};
}

verdict::ChatArchived readArchive(const io::HttpEndpoint& chat, const load::ChatPlan& plan, std::uint64_t said,
                                  Milliseconds within, const std::atomic<bool>& interrupted) {
    const Deadline deadline = Deadline::in(within);
    io::Loop here;
    verdict::ChatArchived seen = readOnce(chat, plan, said);
    SteadyTime movedAt = std::chrono::steady_clock::now();
    while (seen.archived.value_or(0) < said && !deadline.passed() && !interrupted &&
           std::chrono::steady_clock::now() - movedAt < kQuietFor) {
        here.runUntilDone(io::sleepFor(kReadAgainAfter));
        verdict::ChatArchived now = readOnce(chat, plan, said);
        if (now.archived.value_or(0) > seen.archived.value_or(0)) movedAt = std::chrono::steady_clock::now();
        seen = std::move(now);
    }
    return seen;
}

verdict::ChatHeard heardOf(const load::ChatPlan& plan, const load::ChatOutcome& outcome) {
    verdict::ChatHeard heard;
    heard.said = outcome.said;
    heard.expected = outcome.expected;
    heard.missed = outcome.missed;
    heard.missedUndisturbed = outcome.missedUndisturbed;
    heard.disordered = outcome.disordered;
    heard.twice = outcome.twice;
    heard.gapLines = outcome.gapLines;
    heard.cutOff = outcome.reconnects;
    heard.slowReaders = plan.slowReaders;
    heard.cutShort = outcome.cutShort;
    heard.evidence = outcome.evidence;
    return heard;
}

void measureChat(verdict::Variant& variant, const load::ChatOutcome& outcome) {
    addMetric(variant, "said", static_cast<double>(outcome.said));
    addMetric(variant, "heard", static_cast<double>(outcome.heard));
    addMetric(variant, "deliveryRate", outcome.deliveriesPerSecond(), "1/s");
    addLatency(variant, outcome.delivery);
    const double seconds = std::chrono::duration<double>(outcome.took).count();
    if (seconds > 1)  // of less there is nothing to tell
        addMetric(variant, "loadCpu", 100 * std::chrono::duration<double>(outcome.cpuTime).count() / seconds, "%");
    variant.latencies.push_back({"delivery", outcome.delivery});
}

}  // namespace rushlab::scenarios
