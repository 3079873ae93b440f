// verdict/: consumers that did right pass every check, and each fault that is planted fails its own.
#include "tests/support/test_program.h"
#include "verdict/prefetch_checks.h"

namespace rushlab::test::verdict_prefetch {
using verdict::Verdict;

namespace {

constexpr std::uint32_t kPrefetch = 10;
constexpr std::size_t kMessages = 40;

// All handled; with the kill, ten were given back, of which one had been handled before.
verdict::PrefetchRun rightRun() {
    verdict::PrefetchRun run;
    run.prefetch = kPrefetch;
    run.undisturbed.messages.resize(kMessages, {1, false});
    run.undisturbed.heldMost = kPrefetch;
    run.undisturbed.ended = true;
    run.killed = run.undisturbed;
    run.killed->redelivered = 10;
    for (std::size_t at = 0; at < 10; ++at)
        run.killed->messages[at].marked = true;
    run.killed->messages[0].times = 2;
    return run;
}

QStringList named(const verdict::PrefetchRun& run, Verdict which) {
    QStringList names;
    for (const verdict::Check& check : verdict::checkPrefetch(run)) {
        if (check.outcome == which) names << QString::fromStdString(check.name);
    }
    return names;
}

}  // namespace

class VerdictPrefetch : public QObject {
    Q_OBJECT

  private slots:
    void whoDidRightPasses() {
        verdict::PrefetchRun run = rightRun();
        QCOMPARE(named(run, Verdict::Pass), QStringList({"lost", "repeated", "held", "left", "redelivered"}));
        run.killed.reset();
        QCOMPARE(named(run, Verdict::Pass), QStringList({"lost", "repeated", "held", "left"}));
    }

    void withoutALimitAnyNumberMayBeHeldAndComeBack() {
        verdict::PrefetchRun run = rightRun();
        run.prefetch = 0;
        run.undisturbed.heldMost = kMessages;
        run.killed->redelivered = kMessages;
        for (verdict::HandledMessage& message : run.killed->messages)
            message.marked = true;
        QCOMPARE(named(run, Verdict::Pass), QStringList({"lost", "repeated", "left", "redelivered"}));
    }

    void eachFaultFailsItsOwnCheck_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QStringList>("fails");
        const auto row = [](const char* fault, const QStringList& fails) { QTest::newRow(fault) << fault << fails; };
        row("a message is lost", {"lost"});
        row("a message is lost in the kill", {"lost"});
        row("handled twice while nobody was killed", {"repeated"});
        row("handled twice and never marked", {"repeated"});
        row("handled three times", {"repeated"});
        row("held more than the prefetch", {"held"});
        row("more came back than one may hold", {"redelivered"});
        row("came back unmarked", {"redelivered"});
        row("came back while nobody was killed", {"redelivered"});
    }
    void eachFaultFailsItsOwnCheck() {
        QFETCH(QString, fault);
        QFETCH(QStringList, fails);
        verdict::PrefetchRun run = rightRun();
        if (fault == "a message is lost") run.undisturbed.messages[7].times = 0;
        if (fault == "a message is lost in the kill") run.killed->messages[7].times = 0;
        if (fault == "handled twice while nobody was killed") run.undisturbed.messages[7].times = 2;
        if (fault == "handled twice and never marked") run.killed->messages[20].times = 2;
        if (fault == "handled three times") run.killed->messages[0].times = 3;
        if (fault == "held more than the prefetch") run.undisturbed.heldMost = kPrefetch + 1;
        if (fault == "more came back than one may hold") {
            run.killed->redelivered = kPrefetch + 1;
            run.killed->messages[10].marked = true;
        }
        if (fault == "came back unmarked") run.killed->messages[3].marked = false;
        if (fault == "came back while nobody was killed") run.undisturbed.redelivered = 1;
        QCOMPARE(named(run, Verdict::Fail), fails);
    }

    void whatCannotBeDecidedIsUnknown() {
        verdict::PrefetchRun late = rightRun();
        late.undisturbed.messages[39].times = 0;
        late.undisturbed.left = 1;
        late.undisturbed.ended = false;
        QCOMPARE(named(late, Verdict::Unknown), QStringList({"lost", "left"}));
        QCOMPARE(named(late, Verdict::Fail), QStringList());

        verdict::PrefetchRun unharmed = rightRun();
        unharmed.killed = unharmed.undisturbed;
        QCOMPARE(named(unharmed, Verdict::Unknown), QStringList({"redelivered"}));

        verdict::PrefetchRun unseen = rightRun();
        unseen.undisturbed.heldMost = unseen.killed->heldMost = 0;
        QCOMPARE(named(unseen, Verdict::Unknown), QStringList({"held"}));
    }
};

RUSHLAB_TEST(VerdictPrefetch)

}  // namespace rushlab::test::verdict_prefetch
#include "verdict_prefetch.moc"
