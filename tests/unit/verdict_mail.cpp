// verdict/: mails that came as they were promised pass every check, and each fault that is planted fails its own.
#include "tests/support/test_program.h"
#include "verdict/mail_checks.h"

namespace rushlab::test::verdict_mail {
using namespace std::chrono_literals;
using verdict::Verdict;

namespace {

constexpr WallTime kBegin{1'700'000'000'000ms};

// Ten people, each of whom was promised a mail and got it, a second after the other.
verdict::MailRecord madeUp() {
    verdict::MailRecord record;
    record.isQuiet = true;
    for (int n = 0; n < 10; ++n) {
        const std::string address = fmt::format("u{}@rush.lab", n);
        record.signUps.push_back({address, 201});
        record.letters.push_back({address, fmt::format("welcome-{}@rush.lab", n), kBegin + n * 1s});
    }
    return record;
}

// At that second; so many of the mails, from the first on, had been noted as handed over by then.
void kill(verdict::MailRecord& record, std::chrono::seconds at, int noted) {
    verdict::MailFault& fault = record.faults.emplace_back();
    fault.to = kBegin + at;
    for (int n = 0; n < noted; ++n)
        fault.noted.insert(fmt::format("welcome-{}", n));
}

void again(verdict::MailRecord& record, std::size_t letter) {
    verdict::DeliveredMail copy = record.letters[letter];
    copy.at = kBegin + 60s;
    record.letters.push_back(std::move(copy));
}

QStringList faults(const verdict::MailRecord& record, Verdict which = Verdict::Fail) {
    QStringList names;
    for (const verdict::Check& check : verdict::checkMails(record)) {
        if (check.outcome == which) names << QString::fromStdString(check.name);
    }
    return names;
}

}  // namespace

class VerdictMail : public QObject {
    Q_OBJECT
  private slots:
    void whatCameAsItWasPromisedPasses() {
        const auto record = madeUp();
        QCOMPARE(verdict::overall(verdict::checkMails(record)), Verdict::Pass);
        QCOMPARE(verdict::countMails(record).delivered, 10U);
    }

    void aMailThatNeverCameIsLost() {
        auto record = madeUp();
        record.letters.erase(record.letters.begin() + 4);
        QCOMPARE(faults(record), QStringList{"lost"});
        QCOMPARE(verdict::countMails(record).lost, 1U);
        const auto checks = verdict::checkMails(record);
        QVERIFY2(checks[1].says.find("1 of 10") != std::string::npos, checks[1].says.c_str());
        QVERIFY(checks[1].evidence.front().starts_with("u4@rush.lab"));
    }

    void whatIsStillOnItsWayIsNotDecided() {
        auto record = madeUp();
        record.letters.pop_back();
        record.isQuiet = false;
        QCOMPARE(faults(record), QStringList());
        QCOMPARE(faults(record, Verdict::Unknown), QStringList{"lost"});
    }

    void aKillInTheMiddleOfNoMailProvesNothing() {
        auto record = madeUp();
        record.faultMetNothing = true;
        QCOMPARE(faults(record), QStringList());
        QCOMPARE(faults(record, Verdict::Unknown), QStringList{"staged"});
    }

    void nothingWasPromisedWhereTheAnswerWasCutOff() {
        auto record = madeUp();
        record.signUps[3].status = 0;
        record.signUps[4].status = 503;
        record.letters.erase(record.letters.begin() + 3);  // the other came all the same
        QCOMPARE(faults(record), QStringList());
        QCOMPARE(verdict::countMails(record).promised, 8U);
        QCOMPARE(verdict::countMails(record).delivered, 9U);
    }

    void aCopyThatNoKillExplainsIsADuplicate() {
        auto record = madeUp();
        again(record, 5);
        QCOMPARE(faults(record), QStringList{"duplicated"});
        kill(record, 20s, 10);
        QCOMPARE(faults(record), QStringList{"duplicated"});
    }

    void onlyWhatWasHandedOverBeforeTheKillAndNotNotedMayComeAgain() {
        auto record = madeUp();
        kill(record, 7s, 4);
        for (const std::size_t letter : {4U, 5U, 6U, 7U})
            again(record, letter);
        QCOMPARE(faults(record), QStringList());
        QCOMPARE(verdict::countMails(record).explained, 4U);
        again(record, 3);
        again(record, 8);
        QCOMPARE(faults(record), QStringList{"duplicated"});
        QCOMPARE(verdict::countMails(record).duplicated, 2U);
    }

    // The second copy came long after the kill: a third one is somebody else's fault.
    void aThirdCopyIsADuplicate() {
        auto record = madeUp();
        kill(record, 7s, 0);
        again(record, 6);
        again(record, 6);
        QCOMPARE(verdict::countMails(record).explained, 1U);
        QCOMPARE(faults(record), QStringList{"duplicated"});
    }

    void aMailToNobodyIsAStranger() {
        auto record = madeUp();
        record.letters.push_back({"somebody@else.where", "1@else.where", kBegin});
        QCOMPARE(faults(record), QStringList{"strangers"});
    }

    void whereNobodyWasSignedUpNothingIsProven() {
        QCOMPARE(faults({}, Verdict::Unknown), (QStringList{"promised", "lost"}));
    }
};

RUSHLAB_TEST(VerdictMail)

}  // namespace rushlab::test::verdict_mail
#include "verdict_mail.moc"
