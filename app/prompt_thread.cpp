#include "app/prompt_thread.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

// As the kernel has it (sched_setattr(2)); its own header and the C library's cannot be included together.
struct Attributes {
    std::uint32_t size = sizeof(Attributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime = 0, deadline = 0, period = 0;  // of an ordinary thread: runtime is its slice
};
constexpr std::uint64_t kResetOnFork = 1;

constexpr auto kSlice = 400us;  // the kernel's own is from 700us, and grows with the number of processors

}  // namespace

void preferShortTurns() {
    Attributes wish;
    if (syscall(SYS_sched_getattr, 0, &wish, sizeof wish, 0) != 0) return;
    wish.runtime = static_cast<std::uint64_t>(std::chrono::nanoseconds(kSlice).count());
    wish.flags |= kResetOnFork;
    (void)syscall(SYS_sched_setattr, 0, &wish, 0);
}

}  // namespace rushlab::app
