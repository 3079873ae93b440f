#include "lab/snapshot.h"

#include <algorithm>

namespace rushlab::lab {

std::int64_t Streams::lag() const {
    std::int64_t sum = 0;
    for (const Topic& topic : topics) {
        for (const Partition& partition : topic.partitions)
            sum += partition.reading ? partition.reading->lag : 0;
    }
    return sum;
}

std::chrono::milliseconds Streams::age() const {
    std::chrono::milliseconds greatest{};
    for (const Topic& topic : topics) {
        for (const Partition& partition : topic.partitions)
            greatest = std::max(greatest, partition.reading ? partition.reading->age : std::chrono::milliseconds{});
    }
    return greatest;
}

}  // namespace rushlab::lab
