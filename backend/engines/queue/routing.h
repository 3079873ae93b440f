// Which queues a message goes to: exchanges, their bindings and the patterns of topic exchanges.
// One thread at a time (the broker's).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engines/queue/work_queue.h"

namespace rushlab::queue {

using QueueNumber = std::int64_t;

// Words are parted by dots; `*` is exactly one word, `#` any number of them, none included (AMQP 0-9-1, 3.1.3.3).
bool topicMatches(std::string_view pattern, std::string_view routingKey);

struct Exchange {
    ExchangeType type = ExchangeType::Direct;
    std::map<std::string, std::vector<QueueNumber>, std::less<>> bindings;  // by key

    // False: it was so already.
    bool bind(QueueNumber queue, std::string_view key);
    bool unbind(QueueNumber queue, std::string_view key);
    // Adds each queue that gets a message with this key, once.
    void route(std::string_view routingKey, std::vector<QueueNumber>& queues) const;
};

}  // namespace rushlab::queue
