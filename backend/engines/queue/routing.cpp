#include "engines/queue/routing.h"

#include <algorithm>
#include <optional>

namespace rushlab::queue {
namespace {

// The words of a key one after the other; "" has none, as in RabbitMQ.
class Words {
  public:
    explicit Words(std::string_view text) {
        if (!text.empty()) m_rest = text;
    }

    std::optional<std::string_view> next() {
        if (!m_rest) return std::nullopt;
        const auto dot = m_rest->find('.');
        const auto word = m_rest->substr(0, dot);
        m_rest = dot == std::string_view::npos ? std::nullopt : std::optional(m_rest->substr(dot + 1));
        return word;
    }

  private:
    std::optional<std::string_view> m_rest;
};

}  // namespace

// Backtracks to the last `#` only: an earlier one has nothing to gain, so the time is at most the product of the
// lengths.
bool topicMatches(std::string_view pattern, std::string_view routingKey) {
    Words patterns(pattern), words(routingKey);
    auto wanted = patterns.next();
    auto word = words.next();
    std::optional<Words> afterHash;  // the pattern after the last `#`
    Words retryFrom(words);
    while (word) {
        if (wanted && *wanted == "#") {
            afterHash = patterns;
            retryFrom = words;
            wanted = patterns.next();
            if (!wanted) return true;
            continue;
        }
        if (wanted && (*wanted == "*" || *wanted == *word)) {
            wanted = patterns.next();
            word = words.next();
            continue;
        }
        if (!afterHash) return false;
        patterns = *afterHash;
        wanted = patterns.next();
        words = retryFrom;
        word = words.next();
        retryFrom = words;
    }
    while (wanted && *wanted == "#")
        wanted = patterns.next();
    return !wanted;
}

bool Exchange::bind(QueueNumber queue, std::string_view key) {
    auto& queues = bindings[std::string(key)];
    if (std::find(queues.begin(), queues.end(), queue) != queues.end()) return false;
    queues.push_back(queue);
    return true;
}

bool Exchange::unbind(QueueNumber queue, std::string_view key) {
    const auto found = bindings.find(key);
    if (found == bindings.end()) return false;
    const bool bound = std::erase(found->second, queue) > 0;
    if (found->second.empty()) bindings.erase(found);
    return bound;
}

void Exchange::route(std::string_view routingKey, std::vector<QueueNumber>& queues) const {
    if (type == ExchangeType::Direct) {
        const auto found = bindings.find(routingKey);
        if (found != bindings.end()) queues.insert(queues.end(), found->second.begin(), found->second.end());
        return;
    }
    for (const auto& [key, bound] : bindings) {
        if (type == ExchangeType::Topic && !topicMatches(key, routingKey)) continue;
        queues.insert(queues.end(), bound.begin(), bound.end());
    }
    std::sort(queues.begin(), queues.end());
    queues.erase(std::unique(queues.begin(), queues.end()), queues.end());
}

}  // namespace rushlab::queue
