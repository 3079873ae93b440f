// RabbitMQ as the queue bench's reference: the same messages, in flight and confirmed as ours are, on a broker that
// runs already. Compiled only where librabbitmq is found.
// One thread calls, and is blocked meanwhile; every wait has an end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"

namespace rushlab::bench {

class RabbitmqReference {
  public:
    // On a durable queue of its own, which ends with this. `url` is amqp://user:password@host:port/vhost.
    static Result<std::unique_ptr<RabbitmqReference>> open(const std::string& url, std::size_t bodyBytes);
    ~RabbitmqReference();
    RabbitmqReference(const RabbitmqReference&) = delete;
    RabbitmqReference& operator=(const RabbitmqReference&) = delete;

    // Confirmed persistent messages a second, with so many in flight, onto the empty queue.
    Result<double> publishRate(std::size_t inFlight, int count);
    // Messages a second that were published, consumed at this prefetch and acknowledged, each by itself.
    Result<double> throughRate(std::size_t inFlight, std::uint16_t prefetch, int count);

  private:
    class Broker;
    explicit RabbitmqReference(std::unique_ptr<Broker> broker);

    std::unique_ptr<Broker> m_broker;
};

}  // namespace rushlab::bench
