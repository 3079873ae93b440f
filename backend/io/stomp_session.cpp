#include "io/stomp_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/utf8.h"
#include "io/http_grammar.h"

namespace rushlab::io {
namespace {

using Kind = StompRequest::Kind;

constexpr std::size_t kWordBytesMost = 40;  // of what a client named, in a sentence about it
constexpr std::size_t kDestinationBytesMost = 200;
constexpr std::size_t kPartBytes = 64;  // what a frame, and each of its headers, costs beside its bytes

std::size_t costOf(const StompFrame& frame) {
    std::size_t bytes = kPartBytes + frame.command.size() + frame.body.size();
    for (const auto& [headerName, value] : frame.headers)
        bytes += kPartBytes + headerName.size() + value.size();
    return bytes;
}

std::vector<StompRequest> one(Kind kind, StompFrame frame) {
    std::vector<StompRequest> requests;
    requests.push_back({kind, std::move(frame)});
    return requests;
}

tl::unexpected<Error> missing(const StompFrame& frame, std::string_view header) {
    return fail(ErrorCode::Invalid, "{} needs the header {}", frame.command, header);
}

// STOMP 1.2, "Protocol Negotiation": the highest that both know; without the header it is 1.0.
std::optional<StompVersion> agreed(const StompFrame& frame) {
    const auto accepted = frame.header("accept-version");
    if (!accepted) return StompVersion::V10;
    std::optional<StompVersion> best;
    std::string_view list = *accepted;
    while (const auto offered = nextInList(list)) {
        for (const StompVersion ours : {StompVersion::V10, StompVersion::V11, StompVersion::V12}) {
            if (name(ours) == *offered && (!best || ours > *best)) best = ours;
        }
    }
    return best;
}

bool readMilliseconds(std::string_view text, Milliseconds& into) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    into = Milliseconds{value};
    return error == std::errc{} && end == text.data() + text.size();
}

// STOMP 1.2, "Heart-beating": 0 on either side means none.
Milliseconds slower(Milliseconds can, Milliseconds wanted) {
    return can.count() == 0 || wanted.count() == 0 ? Milliseconds{0} : std::max(can, wanted);
}

}  // namespace

Result<std::vector<StompRequest>> StompSession::take(StompFrame frame) {
    if (m_state == State::Gone) return Requests{};  // STOMP 1.2, "DISCONNECT": what follows it is not looked at
    const std::string& command = frame.command;
    if (command == "CONNECT" || command == "STOMP") return connect(std::move(frame));
    if (m_state != State::Connected)
        return fail(ErrorCode::Invalid, "the first frame must be CONNECT or STOMP, and its answer be awaited");
    if (command == "SEND") return send(std::move(frame));
    if (command == "SUBSCRIBE") return subscribe(std::move(frame));
    if (command == "UNSUBSCRIBE") return unsubscribe(std::move(frame));
    if (command == "BEGIN") return begin(frame);
    if (command == "COMMIT") return commit(frame);
    if (command == "ABORT") return abort(frame);
    if (command == "ACK" || command == "NACK")
        return fail(ErrorCode::Invalid, "{} has nothing to say here: what a topic delivers is not acknowledged",
                    command);
    if (command == "DISCONNECT") {
        m_state = State::Gone;
        return one(Kind::Disconnect, std::move(frame));
    }
    return fail(ErrorCode::Invalid, "\"{}\" is no command that a client sends", utf8Start(command, kWordBytesMost));
}

Result<std::vector<StompRequest>> StompSession::connect(StompFrame frame) {
    if (m_state != State::New) return fail(ErrorCode::Invalid, "{} was said already", frame.command);
    const auto version = agreed(frame);
    if (!version) return fail(ErrorCode::Invalid, "supported protocol versions are 1.0, 1.1 and 1.2");
    m_version = *version;
    if (const auto beats = frame.header("heart-beat"); beats && m_version != StompVersion::V10) {
        const std::size_t comma = beats->find(',');
        if (comma == std::string_view::npos || !readMilliseconds(beats->substr(0, comma), m_clientSends) ||
            !readMilliseconds(beats->substr(comma + 1), m_clientWants))
            return fail(ErrorCode::Invalid, "heart-beat must be two numbers of milliseconds, as in 10000,10000");
    }
    m_state = State::Connecting;
    return one(Kind::Connect, std::move(frame));
}

StompFrame StompSession::connected(std::string_view server, std::string_view session, Milliseconds heartBeat) {
    m_state = State::Connected;
    m_sendsEvery = slower(heartBeat, m_clientWants);
    m_hearsEvery = slower(m_clientSends, heartBeat);
    StompFrame frame{"CONNECTED", {}, {}};
    frame.with("version", name(m_version));
    if (m_version != StompVersion::V10)
        frame.with("heart-beat", fmt::format("{},{}", heartBeat.count(), heartBeat.count()));
    return std::move(frame).with("session", session).with("server", server);
}

Result<std::vector<StompRequest>> StompSession::send(StompFrame frame) {
    if (!frame.header("destination")) return missing(frame, "destination");
    const auto transaction = frame.header("transaction");
    if (!transaction) return one(Kind::Send, std::move(frame));
    const auto found = m_transactions.find(*transaction);
    if (found == m_transactions.end())
        return fail(ErrorCode::Invalid, "SEND names a transaction that has not begun: {}", *transaction);
    m_transactionBytes += costOf(frame);
    if (m_transactionBytes > m_limits.transactionBytesMost)
        return fail(ErrorCode::Full, "more than {} bytes wait in transactions", m_limits.transactionBytesMost);
    found->second.push_back(std::move(frame));
    return Requests{};
}

Result<std::vector<StompRequest>> StompSession::subscribe(StompFrame frame) {
    const auto destination = frame.header("destination");
    if (!destination) return missing(frame, "destination");
    auto id = frame.header("id");
    if (!id && m_version != StompVersion::V10) return missing(frame, "id");
    if (!id) {  // 1.0 does not ask for one: its destination is as good
        const std::string own(*destination);
        frame.with("id", own);
        id = frame.header("id");
    }
    if (frame.header("ack").value_or("auto") != "auto")
        return fail(ErrorCode::Invalid, "ack must be auto: what a topic delivers is not acknowledged");
    if (m_subscriptions.size() >= m_limits.subscriptionsMost)
        return fail(ErrorCode::Full, "a client may have {} subscriptions", m_limits.subscriptionsMost);
    if (!m_subscriptions.emplace(*id).second)
        return fail(ErrorCode::Invalid, "the subscription {} is there already: ids must differ", *id);
    return one(Kind::Subscribe, std::move(frame));
}

Result<std::vector<StompRequest>> StompSession::unsubscribe(StompFrame frame) {
    auto id = frame.header("id");
    if (!id && m_version == StompVersion::V10 && frame.header("destination")) {
        const std::string own(*frame.header("destination"));
        frame.with("id", own);
        id = frame.header("id");
    }
    if (!id) return missing(frame, "id");
    const auto found = m_subscriptions.find(*id);
    if (found == m_subscriptions.end()) return fail(ErrorCode::Invalid, "there is no subscription {}", *id);
    m_subscriptions.erase(found);
    return one(Kind::Unsubscribe, std::move(frame));
}

Result<std::vector<StompRequest>> StompSession::begin(const StompFrame& frame) {
    const auto transaction = frame.header("transaction");
    if (!transaction) return missing(frame, "transaction");
    if (m_transactions.size() >= m_limits.transactionsMost)
        return fail(ErrorCode::Full, "a client may have {} transactions open", m_limits.transactionsMost);
    if (!m_transactions.emplace(*transaction, std::vector<StompFrame>()).second)
        return fail(ErrorCode::Invalid, "the transaction {} has begun already", *transaction);
    return Requests{};
}

Result<std::vector<StompRequest>> StompSession::commit(const StompFrame& frame) {
    const auto transaction = frame.header("transaction");
    if (!transaction) return missing(frame, "transaction");
    const auto found = m_transactions.find(*transaction);
    if (found == m_transactions.end())
        return fail(ErrorCode::Invalid, "COMMIT names a transaction that has not begun: {}", *transaction);
    Requests requests;
    for (StompFrame& sent : found->second) {
        m_transactionBytes -= costOf(sent);
        requests.push_back({Kind::Send, std::move(sent)});
    }
    m_transactions.erase(found);
    return requests;
}

Result<std::vector<StompRequest>> StompSession::abort(const StompFrame& frame) {
    const auto transaction = frame.header("transaction");
    if (!transaction) return missing(frame, "transaction");
    const auto found = m_transactions.find(*transaction);
    if (found == m_transactions.end())
        return fail(ErrorCode::Invalid, "ABORT names a transaction that has not begun: {}", *transaction);
    for (const StompFrame& sent : found->second)
        m_transactionBytes -= costOf(sent);
    m_transactions.erase(found);
    return Requests{};
}

StompFrame StompSession::receipt(std::string_view id) {
    return StompFrame{"RECEIPT", {}, {}}.with("receipt-id", id);
}

StompFrame StompSession::error(std::string_view message, const StompFrame* about) {
    StompFrame frame{"ERROR", {}, {}};
    frame.with("message", message).with("version", "1.0,1.1,1.2").with("content-type", "text/plain");
    if (about) {
        if (const auto id = about->header("receipt")) frame.with("receipt-id", *id);
        frame.body = fmt::format("{}\nThe frame was {}", message, utf8Start(about->command, kWordBytesMost));
        if (const auto to = about->header("destination"))
            frame.body.append(" to ").append(utf8Start(*to, kDestinationBytesMost));
        frame.body += ".\n";
    } else {
        frame.body = fmt::format("{}\n", message);
    }
    return frame;
}

}  // namespace rushlab::io
