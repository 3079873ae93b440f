// verdict/chat_checks: what a chat is held to. Each check is proven by a planted fault.
#include "tests/support/test_program.h"
#include "verdict/chat_checks.h"

namespace rushlab::test::verdict_chat {
using namespace rushlab::verdict;
using MayMiss = ChatHeard::MayMiss;

namespace {

Verdict of(const std::vector<Check>& checks, std::string_view name) {
    const auto found = std::ranges::find(checks, name, &Check::name);
    if (found == checks.end()) qFatal("no check %s", std::string(name).c_str());
    return found->outcome;
}

ChatHeard sound() {
    ChatHeard heard;
    heard.said = 100;
    heard.expected = 2'000;
    return heard;
}

ChatArchived archived() {
    ChatArchived seen;
    seen.said = 100;
    seen.archived = 100;
    return seen;
}

}  // namespace

class VerdictChat : public QObject {
    Q_OBJECT
  private slots:
    void whatWasHeardWholeIsAPass() { QCOMPARE(overall(checkHeard(sound())), Verdict::Pass); }

    void whatGoesWrongIsAFail_data() {
        QTest::addColumn<QString>("check");
        for (const char* name : {"missed", "disordered", "twice", "cutOff"})
            QTest::newRow(name) << name;
    }
    void whatGoesWrongIsAFail() {
        QFETCH(QString, check);
        ChatHeard heard = sound();
        heard.evidence = {"client 7 did not hear 1 of the 3 lines of talker 2"};
        (check == "missed"   ? heard.missed
         : check == "twice"  ? heard.twice
         : check == "cutOff" ? heard.cutOff
                             : heard.disordered) = 1;
        const auto checks = checkHeard(heard);
        QCOMPARE(of(checks, check.toStdString()), Verdict::Fail);
        QCOMPARE(overall(checks), Verdict::Fail);
        const auto failed = std::ranges::find(checks, check.toStdString(), &Check::name);
        QCOMPARE(failed->evidence, heard.evidence);
    }

    void aTalkThatWasCutShortIsUnknown() {
        ChatHeard heard = sound();
        heard.cutShort = "it was interrupted after 10 of 100 lines";
        QCOMPARE(overall(checkHeard(heard)), Verdict::Unknown);
    }

    void aTalkThatNobodyCouldHearIsUnknown() {
        ChatHeard heard = sound();
        heard.said = heard.expected = 0;
        QCOMPARE(of(checkHeard(heard), "said"), Verdict::Unknown);
        QCOMPARE(overall(checkHeard(heard)), Verdict::Unknown);
    }

    void whatWasNotStagedIsUnknown() {
        for (const MayMiss mayMiss : {MayMiss::Nobody, MayMiss::WhoWasCutOff, MayMiss::TheOtherInstance}) {
            ChatHeard heard = sound();
            heard.mayMiss = mayMiss;
            heard.wasStaged = false;
            QCOMPARE(of(checkHeard(heard), "staged"), Verdict::Unknown);
            QCOMPARE(overall(checkHeard(heard)), Verdict::Unknown);
        }
    }

    void whoKeptItsConnectionMissesNothingOfWhoKeptIt() {
        ChatHeard heard = sound();
        heard.mayMiss = MayMiss::WhoWasCutOff;
        heard.missed = 40;
        QCOMPARE(overall(checkHeard(heard)), Verdict::Pass);
        heard.missedUndisturbed = 1;
        QCOMPARE(of(checkHeard(heard), "missedUndisturbed"), Verdict::Fail);
    }

    void whatACutLinkMakesOneMissMustBeTold() {
        ChatHeard heard = sound();
        heard.mayMiss = MayMiss::TheOtherInstance;
        QCOMPARE(of(checkHeard(heard), "missed"), Verdict::Unknown);  // the cut met nobody
        heard.missed = 40;
        heard.gapLines = 40;
        QCOMPARE(overall(checkHeard(heard)), Verdict::Pass);
        heard.gapLines = 39;
        QCOMPARE(of(checkHeard(heard), "gap"), Verdict::Fail);
        heard.gapLines = 41;
        QCOMPARE(of(checkHeard(heard), "gap"), Verdict::Fail);
    }

    void whoWasCutOffMayHaveMissedSome() {
        ChatHeard heard = sound();
        heard.mayMiss = MayMiss::WhoWasCutOff;
        heard.missed = 3;
        heard.cutOff = 1'000;
        QCOMPARE(overall(checkHeard(heard)), Verdict::Pass);
        heard.disordered = 1;
        QCOMPARE(overall(checkHeard(heard)), Verdict::Fail);
    }

    void aReaderThatStopsMustBeDropped() {
        ChatHeard heard = sound();
        heard.slowReaders = 1;
        QCOMPARE(of(checkHeard(heard), "slowDropped"), Verdict::Fail);
        heard.slowDropped = 1;
        QCOMPARE(overall(checkHeard(heard)), Verdict::Pass);
        heard.slowDropped = 2;  // somebody else was dropped too
        QCOMPARE(overall(checkHeard(heard)), Verdict::Fail);
    }

    void anArchiveThatHasEverythingOnceIsAPass() { QCOMPARE(overall(checkArchived(archived())), Verdict::Pass); }

    void anArchiveThatLosesRepeatsOrMixesIsAFail() {
        ChatArchived lost = archived();
        lost.archived = 99;
        lost.lost = 1;
        QCOMPARE(of(checkArchived(lost), "archiveLost"), Verdict::Fail);
        QCOMPARE(of(checkArchived(lost), "archived"), Verdict::Fail);
        ChatArchived twice = archived();
        twice.archived = 101;
        twice.twice = 1;
        QCOMPARE(of(checkArchived(twice), "archiveTwice"), Verdict::Fail);
        ChatArchived mixed = archived();
        mixed.disordered = 1;
        QCOMPARE(of(checkArchived(mixed), "archiveDisordered"), Verdict::Fail);
        // One is lost and another is there twice: the count alone would not tell.
        ChatArchived both = archived();
        both.lost = both.twice = 1;
        QCOMPARE(overall(checkArchived(both)), Verdict::Fail);
    }

    void anArchiveThatCannotBeReadIsUnknown() {
        ChatArchived seen = archived();
        seen.archived.reset();
        QCOMPARE(overall(checkArchived(seen)), Verdict::Unknown);
    }
};

RUSHLAB_TEST(VerdictChat)

}  // namespace rushlab::test::verdict_chat
#include "verdict_chat.moc"
