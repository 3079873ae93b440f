// The dialog of orders and their ways, over labs that know what a script tells them.
#include "ui/order_way_dialog.h"

#include "roles/order_ways.h"
#include "tests/support/test_program.h"
#include "tests/ui/scripted_laboratory.h"
#include "ui/fonts.h"
#include "ui/order_step_words.h"
#include "ui/translations.h"

namespace rushlab::test::order_way_dialog {
using namespace std::chrono_literals;

namespace {

std::shared_ptr<ui::ScriptedLab> labOf(std::uint64_t number, const std::string& label) {
    return std::make_shared<ui::ScriptedLab>(number, lab::Purpose::Run, label);
}

const std::vector<lab::OrderStep> kWay{{1000us, "gateway-1", "arrived"},
                                       {1020us, "gateway-1", "forwarded", "order-2"},
                                       {1450us, "order-2", "units taken"},
                                       {4000us, "worker-1", "stored", "COMPLETED"},
                                       {4250us, "gateway-1", "answered", "202"}};

struct Shown {
    explicit Shown(std::vector<ui::LabPointer> labs) {
        dialog = new ui::OrderWayDialog(std::move(labs), &window);
        dialog->show();
    }
    QString way() const { return dialog->findChild<QWidget*>("orderWay")->accessibleDescription(); }
    QListView& list() const { return *dialog->findChild<QListView*>("orderList"); }
    QStringList listed() const {
        QStringList ids;
        for (int row = 0; row < list().model()->rowCount(); ++row)
            ids += list().model()->index(row, 0).data().toString();
        return ids;
    }
    bool says(const QString& words) const {
        return std::ranges::any_of(dialog->findChildren<QLabel*>(),
                                   [&](const QLabel* label) { return label->text().contains(words); });
    }

    QWidget window;
    ui::OrderWayDialog* dialog = nullptr;
};

}  // namespace

class OrderWayDialogTest : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        ui::loadFonts();
        QApplication::setFont(ui::applicationFont());
    }

    void theFirstOrderIsOpenedWithPlacesDetailsAndTimesSinceItArrived() {
        const auto lab = labOf(1, "lua-mq");
        lab->knowsWay("0190-aaa", kWay);
        const Shown shown({lab});
        QCOMPARE(shown.way(),
                 QString("+0.00 ms gateway-1 arrived; +0.02 ms gateway-1 forwarded order-2; +0.45 ms order-2 units "
                         "taken; +3.00 ms worker-1 stored COMPLETED; +3.25 ms gateway-1 answered 202"));
        QVERIFY(shown.says("0190-aaa"));
        QVERIFY(!shown.dialog->findChild<QComboBox*>("orderLab")->isVisible());
    }

    void anOrderIsFoundByAPartOfItsIdAndReachedByKeys() {
        const auto lab = labOf(1, "lua-mq");
        lab->knowsWay("0190-aaa", kWay);
        lab->knowsWay("0190-abb", {{2000us, "gateway-1", "arrived"}});
        lab->knowsWay("0190-bbb", {{3000us, "gateway-2", "arrived"}});
        const Shown shown({lab});
        QTest::keyClicks(shown.dialog->findChild<QLineEdit*>("orderFilter"), "BB");
        QCOMPARE(shown.listed(), (QStringList{"0190-abb", "0190-bbb"}));
        shown.list().setFocus();
        QTest::keyClick(&shown.list(), Qt::Key_End);
        QCOMPARE(shown.way(), QString("+0.00 ms gateway-2 arrived"));
    }

    void ofSeveralRunsTheLastIsOpenedAndAnotherChosen() {
        const auto first = labOf(1, "none");
        first->knowsWay("0190-aaa", kWay);
        const auto second = labOf(2, "lua-mq");
        second->knowsWay("0190-bbb", kWay);
        const Shown shown({first, second});
        QCOMPARE(shown.listed(), QStringList{"0190-bbb"});
        auto* labs = shown.dialog->findChild<QComboBox*>("orderLab");
        QVERIFY(labs->isVisible());
        labs->setFocus();
        QTest::keyClick(labs, Qt::Key_Up);
        QCOMPARE(shown.listed(), QStringList{"0190-aaa"});
        QVERIFY(shown.says("0190-aaa"));
    }

    void whereNoOrderIsKnownItSaysWhatToDo() {
        const Shown shown({labOf(1, "lua-mq")});
        QVERIFY(shown.says("start a sale"));
        QCOMPARE(shown.way(), QString());
    }

    void aWayThatIsLongerThanTheDialogIsScrolledTo() {
        const auto lab = labOf(1, "lua-mq");
        lab->knowsWay("0190-aaa", std::vector<lab::OrderStep>(roles::OrderWays::kStepsMost, kWay[2]));
        const Shown shown({lab});
        auto* area = shown.dialog->findChild<QScrollArea*>();
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    }

    // A step that is added to the book and not to the words would stay English.
    void everyStepOfTheBookIsSaidInKorean() {
        ui::Translations translations;
        translations.use(ui::Language::Korean);
        for (std::size_t at = 0; at < roles::kWaySteps; ++at) {
            const std::string_view name = roles::name(static_cast<roles::WayStep>(at));
            QVERIFY2(ui::wordsOfStep(name) != QLatin1StringView(name.data(), static_cast<qsizetype>(name.size())),
                     name.data());
        }
    }

    // With RUSHLAB_TEST_PICTURES=DIR the dialog is drawn into DIR, for a person to look at.
    void pictures_data() {
        QTest::addColumn<ui::Language>("language");
        QTest::newRow("english") << ui::Language::English;
        QTest::newRow("korean") << ui::Language::Korean;
    }
    void pictures() {
        QFETCH(ui::Language, language);
        ui::Translations translations;
        translations.use(language);
        const auto lab = labOf(1, "lua-mq");
        lab->knowsWay("01a2263b-0fa2-7ac9-b345-1506fb95e6a3", kWay);
        const Shown shown({lab});
        QVERIFY(QTest::qWaitForWindowExposed(shown.dialog));
        const QPixmap picture = shown.dialog->grab();
        QVERIFY(!picture.isNull());
        const QString folder = qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
        if (!folder.isEmpty()) QVERIFY(picture.save(QString("%1/order-%2.png").arg(folder, QTest::currentDataTag())));
    }
};

RUSHLAB_TEST(OrderWayDialogTest, QApplication)

}  // namespace rushlab::test::order_way_dialog
#include "order_way_dialog.moc"
