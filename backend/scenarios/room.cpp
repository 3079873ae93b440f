#include "scenarios/room.h"

#include <algorithm>
#include <fstream>

#include "io/file_limit.h"
#include "io/http_server.h"

namespace rushlab::scenarios {
namespace {

constexpr std::size_t kFilesOfTheShop = 250;        // without users 94 with two order instances
constexpr std::size_t kBehindAGatewayMost = 1'024;  // connections that it keeps to each instance
constexpr std::size_t kPortsElsewhere = 28'000;     // where /proc does not tell

// Connections to the one of its targets that has the most.
std::size_t atOneTarget(const Connections& connections) {
    if (connections.throughGateway) return connections.users;
    const std::size_t targets = std::max<std::size_t>(connections.orderInstances, 1);
    return (connections.users + targets - 1) / targets;
}

// The most users of whom `fits` is true; it is for fewer, and false for more.
template <class Fits>
std::size_t usersMost(Connections connections, Fits&& fits) {
    std::size_t least = 0, most = connections.users;
    while (least < most) {
        connections.users = least + (most - least + 1) / 2;
        if (fits(connections))
            least = connections.users;
        else
            most = connections.users - 1;
    }
    return least;
}

std::size_t localPorts() {
    std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
    std::size_t first = 0, last = 0;
    return file >> first >> last && last > first ? last - first + 1 : kPortsElsewhere;
}

}  // namespace

std::size_t filesNeeded(const Connections& connections) {
    std::size_t files = 2 * connections.users + kFilesOfTheShop;
    if (connections.throughGateway)
        files += 2 * std::min(connections.users, kBehindAGatewayMost * connections.orderInstances);
    return files;
}

Result<> fitsInto(const Connections& connections, const Room& room) {
    const std::size_t taken = io::HttpServerOptions{}.connectionsMost;
    const std::size_t atOnce = std::min(taken, room.ports);
    if (atOneTarget(connections) > atOnce) {
        const auto fits = [atOnce](const Connections& fewer) { return atOneTarget(fewer) <= atOnce; };
        return fail(ErrorCode::Invalid,
                    "{} {} at once are {} connections to one port, and {} are possible ({} are taken there, and "
                    "there are {} local ports, see /proc/sys/net/ipv4/ip_local_port_range): set {} to {} at most.",
                    connections.users, connections.parameter, atOneTarget(connections), atOnce, taken, room.ports,
                    connections.parameter, usersMost(connections, fits));
    }
    const std::size_t needed = filesNeeded(connections);
    if (needed <= room.files) return {};
    const auto fits = [&room](const Connections& fewer) { return filesNeeded(fewer) <= room.files; };
    return fail(ErrorCode::Invalid,
                "{} {} at once need {} open files and sockets (both ends of each connection are in this program), "
                "and {} are allowed: set {} to {} at most, or raise the limit: ulimit -n {}, and before it ulimit "
                "-Hn {} as root.",
                connections.users, connections.parameter, needed, room.files, connections.parameter,
                usersMost(connections, fits), needed, needed);
}

Room roomHere(const Connections& connections) {
    const std::size_t needed = filesNeeded(connections);
    const auto raised = io::raiseFileLimit(needed);
    return {raised ? *raised : io::fileLimitAllowed(), localPorts()};
}

}  // namespace rushlab::scenarios
