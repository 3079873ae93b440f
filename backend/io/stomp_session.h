// The rules of one STOMP connection, the server's side: what a client's frame means, and what it must not be now
// (https://stomp.github.io/stomp-specification-1.2.html). No sockets, no clock: frames go in, and what is to be done
// comes out, in order. Destinations are topics: what was sent to one is not acknowledged.
// One thread at a time.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "io/stomp_frame.h"

namespace rushlab::io {

// For whoever stands behind; the rules are kept already.
struct StompRequest {
    enum class Kind : std::uint8_t {
        Connect,      // say who may come in: then connected() is the answer, or an error
        Send,         // has a destination
        Subscribe,    // has an id of its own and a destination
        Unsubscribe,  // has the id of a subscription
        Disconnect,   // after the receipt, if one is asked for, all is said
    };
    Kind kind{};
    StompFrame frame;
};

struct StompSessionLimits {
    std::size_t subscriptionsMost = 100;
    std::size_t transactionsMost = 10;
    std::size_t transactionBytesMost = 256 * 1024;  // that wait for a COMMIT
};

class StompSession {
  public:
    explicit StompSession(const StompSessionLimits& limits) : m_limits(limits) {}

    // What a frame asks for; often nothing, after a COMMIT much. Then the frame's receipt is due, if it asks for one.
    // Failed: send error() and close.
    Result<std::vector<StompRequest>> take(StompFrame frame);

    // Of a Connect that is let in. Each side's heart-beats are as often as the slower of both wants them; 0: none.
    StompFrame connected(std::string_view server, std::string_view session, Milliseconds heartBeat);
    bool isConnected() const { return m_state == State::Connected; }
    StompVersion version() const { return m_version; }
    Milliseconds sendsEvery() const { return m_sendsEvery; }
    Milliseconds hearsEvery() const { return m_hearsEvery; }

    static StompFrame receipt(std::string_view id);
    // What was wrong, with the frame's receipt if it asked for one.
    static StompFrame error(std::string_view message, const StompFrame* about);

  private:
    enum class State : std::uint8_t { New, Connecting, Connected, Gone };
    using Requests = std::vector<StompRequest>;

    Result<Requests> connect(StompFrame frame);
    Result<Requests> send(StompFrame frame);
    Result<Requests> subscribe(StompFrame frame);
    Result<Requests> unsubscribe(StompFrame frame);
    Result<Requests> begin(const StompFrame& frame);
    Result<Requests> commit(const StompFrame& frame);
    Result<Requests> abort(const StompFrame& frame);

    StompSessionLimits m_limits;
    State m_state = State::New;
    StompVersion m_version = StompVersion::V12;
    Milliseconds m_clientSends{0}, m_clientWants{0};
    Milliseconds m_sendsEvery{0}, m_hearsEvery{0};
    std::set<std::string, std::less<>> m_subscriptions;
    std::map<std::string, std::vector<StompFrame>, std::less<>> m_transactions;
    std::size_t m_transactionBytes = 0;
};

}  // namespace rushlab::io
