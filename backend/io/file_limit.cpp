#include "io/file_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace rushlab::io {

namespace {

rlimit limitNow() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) abortBecause("the limit of open files cannot be read");
    return limit;
}

}  // namespace

std::size_t fileLimitAllowed() {
    return limitNow().rlim_max;
}

Result<std::size_t> raiseFileLimit(std::size_t wanted) {
    rlimit limit = limitNow();
    if (limit.rlim_cur >= wanted) return limit.rlim_cur;
    const rlim_t allowed = limit.rlim_max;
    limit.rlim_cur = wanted;
    limit.rlim_max = std::max<rlim_t>(allowed, wanted);  // beyond what is allowed only the administrator may go
    if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return wanted;
    return fail(ErrorCode::Denied,
                "{} open files and sockets are needed and {} are allowed; raise the hard limit (ulimit -Hn {}) or use "
                "fewer connections",
                wanted, allowed, wanted);
}

}  // namespace rushlab::io
