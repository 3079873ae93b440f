// A WebSocket that passes through: the upgrade is asked of the instance behind, and after its 101 the bytes of both
// sides are handed on as they come, unread.
// Guarantees: each side's bytes arrive in order and whole; where one side ends the other is told, and both end soon
// after; a side that does not read for 10 s is dropped; memory is one small buffer a direction.
// Belongs to one loop's thread; kept until run() has ended.
#pragma once

#include <memory>
#include <string>

#include "io/handoff.h"
#include "io/http_client.h"
#include "io/read_buffer.h"
#include "io/stream.h"

namespace rushlab::roles::gateway {

class WebSocketPassage {
  public:
    WebSocketPassage(io::Loop& loop, const io::HttpEndpoint& endpoint);

    // Sends the upgrade's head and reads the answer's. Unavailable: nobody is there. Timeout: who is
    // there did not answer in time. The reply's status need not be
    // 101.
    io::Awaitable<Result<io::HttpReply>> open(std::string head, Deadline deadline);
    // Hands on until either side has ended.
    io::Awaitable<> run(io::HttpTakenOver client);

  private:
    io::Awaitable<> pump(io::Stream& from, io::Stream& to, io::StreamDeadline& writing, const bool& stopping);
    io::Awaitable<> pumpToClient(io::Stream& client, const bool& stopping);
    void endSoon(bool atOnce);
    SteadyTime writeUntil() const;

    io::Loop& m_loop;
    io::HttpEndpoint m_endpoint;
    io::Stream m_upstream;
    io::StreamDeadline m_upstreamDeadline;
    io::StreamDeadline* m_clientDeadline = nullptr;  // while run() does
    io::ReadBuffer m_early;                          // what came behind the answer's head
    io::Giver<bool> m_whenClientIsServed;
    SteadyTime m_endBy = SteadyTime::max();
};

}  // namespace rushlab::roles::gateway
