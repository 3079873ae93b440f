// app/prompt_thread: the kernel takes the wish for short turns, for this one thread.
#include "app/prompt_thread.h"

#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "tests/support/test_program.h"

namespace rushlab::test::prompt_thread {

namespace {

// sched_getattr(2).
struct Turns {
    std::uint32_t size = 0, policy = 0;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t slice = 0, deadline = 0, period = 0;

    static Turns ofThisThread() {
        Turns turns;
        if (syscall(SYS_sched_getattr, 0, &turns, sizeof turns, 0) != 0) return {};
        return turns;
    }
};

bool kernelKnowsSlices() {
    utsname name{};
    int major = 0, minor = 0;
    if (uname(&name) != 0 || std::sscanf(name.release, "%d.%d", &major, &minor) != 2) return false;
    return std::pair(major, minor) >= std::pair(6, 12);
}

}  // namespace

class PromptThread : public QObject {
    Q_OBJECT
  private slots:
    void theThreadHasShorterTurnsAndThoseThatItStartsHaveNot() {
        Turns before, prompt, child;
        std::thread([&] {
            before = Turns::ofThisThread();
            app::preferShortTurns();
            prompt = Turns::ofThisThread();
            std::thread([&] { child = Turns::ofThisThread(); }).join();
        }).join();
        if (before.size == 0) QSKIP("this kernel does not tell how it schedules");
        QCOMPARE(prompt.policy, before.policy);
        QCOMPARE(prompt.nice, before.nice);  // and no larger a share
        QCOMPARE(child.flags, before.flags);
        QCOMPARE(child.slice, before.slice);
        if (!kernelKnowsSlices()) QSKIP("Linux before 6.12 has one slice for all");
        QVERIFY2(prompt.slice > 0 && prompt.slice < before.slice, qPrintable(QString::number(prompt.slice)));
    }
};

RUSHLAB_TEST(PromptThread)

}  // namespace rushlab::test::prompt_thread
#include "prompt_thread.moc"
