// The Engines page over a laboratory that is really there: the shop and its sales move to PostgreSQL and back.
#include "tests/contract/sql_engines.h"
#include "tests/support/test_program.h"
#include "tests/ui/real_desk.h"

namespace rushlab::test::real_engines {
namespace {

constexpr int kDatabaseRow = 3;

// On the Engines page, where the database is chosen. False: the engines did not answer.
bool lookAtTheDatabase(ui::RealDesk& desk) {
    desk.window().showPage("engines");
    auto* table = desk.find<QTableView>("engines");
    if (!QTest::qWaitFor([table] { return table->model()->rowCount() > kDatabaseRow; }, ui::kPatienceMs)) return false;
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                      table->visualRect(table->model()->index(kDatabaseRow, 0)).center());
    return desk.find("engineUrl")->isVisible();
}

// "SQL | SQLite 3.40.1 | Ready | ..."
QString databaseOnView(ui::RealDesk& desk) {
    const QAbstractItemModel& model = *desk.find<QTableView>("engines")->model();
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells += model.index(kDatabaseRow, column).data().toString();
    return cells.join(" | ");
}

void use(ui::RealDesk& desk, const QString& url) {
    auto* field = desk.find<QLineEdit>("engineUrl");
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, url);
    QTest::keyClick(field, Qt::Key_Return);
}

// What the shop behind the window is asked for is answered.
bool isOpen(ui::RealDesk& desk) {
    return desk.window().bridge().shopState() == ui::Bridge::ShopState::Open;
}

// Ends at its verdict; empty: there was none.
std::string databaseOfASmallSale(ui::RealDesk& desk) {
    desk.window().showPage("flash-sale");
    desk.type("field-users", "60");
    desk.type("field-stock", "20");
    desk.start();
    if (!QTest::qWaitFor([&desk] { return desk.isVerdictShown(); }, ui::kPatienceMs)) return {};
    if (!desk.words("verdict").contains("PASS")) return "no sale that passes: " + desk.words("verdict").toStdString();
    const verdict::Pairs& engines = desk.result()->engines;
    const auto database = std::ranges::find(engines, "database", &std::pair<std::string, std::string>::first);
    return database == engines.end() ? "nothing told" : database->second;
}

}  // namespace

class RealEnginesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OwnDatabase> m_own;
    QUrl m_postgres;

  private slots:
    void init() {
        SKIP_WITHOUT_POSTGRES();
        m_own = std::make_unique<test::OwnDatabase>(true);
        m_postgres = QUrl(QString::fromStdString(m_own->url()));
    }
    void cleanup() { m_own.reset(); }

    void theShopAndItsSalesMoveToPostgresAndBack() {
        ui::RealDesk desk;
        SEE(isOpen(desk));
        QVERIFY(lookAtTheDatabase(desk));
        QVERIFY2(databaseOnView(desk).startsWith("SQL | SQLite 3."), qPrintable(databaseOnView(desk)));
        QVERIFY(!desk.find("useEmbedded")->isEnabled());

        use(desk, m_postgres.toString());
        SEE(desk.words("engineSays").contains("The shop runs on it."));
        QVERIFY(isOpen(desk));
        SEE(databaseOnView(desk).startsWith("SQL | PostgreSQL 1"));
        QVERIFY2(databaseOnView(desk).contains("| Ready |"), qPrintable(databaseOnView(desk)));
        for (const QString& words : {databaseOnView(desk), desk.find<QLineEdit>("engineUrl")->text()})
            QVERIFY2(words.contains(":***@") && !words.contains(m_postgres.password()), qPrintable(words));
        QCOMPARE(databaseOfASmallSale(desk), std::string("PostgreSQL"));

        QVERIFY(lookAtTheDatabase(desk));
        SEE(desk.find("useEmbedded")->isEnabled());
        desk.click("useEmbedded");
        SEE(databaseOnView(desk).startsWith("SQL | SQLite 3."));
        SEE(isOpen(desk));
        QCOMPARE(databaseOfASmallSale(desk), std::string("SQLite"));
    }

    void aDatabaseThatCannotBeUsedIsToldAndNothingChanges() {
        QUrl nobody = m_postgres, stranger = m_postgres, nowhere = m_postgres;
        nobody.setPort(1);  // where nobody listens
        stranger.setPassword("guessed");
        nowhere.setPath("/nowhere");
        ui::RealDesk desk;
        SEE(isOpen(desk));
        QVERIFY(lookAtTheDatabase(desk));
        const QString before = databaseOnView(desk);
        for (const auto& [url, why] : {std::pair(nobody, "start it"), std::pair(stranger, "password authentication"),
                                       std::pair(nowhere, "database \"nowhere\" does not exist")}) {
            use(desk, url.toString());
            SEE(desk.words("engineSays").contains(why));
            QCOMPARE(desk.find("engineSays")->property("meaning").toString(), QString("bad"));
            QVERIFY2(!desk.words("engineSays").contains(url.password()), qPrintable(desk.words("engineSays")));
            QVERIFY(desk.find("useEngine")->isEnabled());
            QVERIFY2(isOpen(desk), "the shop on the engine that was there goes on");
            QCOMPARE(databaseOnView(desk), before);
        }
        QCOMPARE(databaseOfASmallSale(desk), std::string("SQLite"));
    }
};

RUSHLAB_TEST(RealEnginesTest, QApplication)

}  // namespace rushlab::test::real_engines
#include "real_engines.moc"
