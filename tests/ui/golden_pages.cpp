// The Flash sale page after a sale that held and after one that oversold: as pictures, light and dark, and as words, in
// English and Korean. A change in either fails, and what differs is in a file.
#include "tests/support/test_program.h"
#include "tests/ui/page_words.h"
#include "tests/ui/staged_window.h"

namespace rushlab::test::golden_pages {
namespace {

// And of its second tab.
QString wordsOf(ui::StagedWindow& staged) {
    const ui::Page& page = staged.page("flash-sale");
    auto* tabs = page.findChild<QTabWidget*>("runTabs");
    QString words = ui::PageWords::of(page);
    tabs->setCurrentIndex(1);
    staged.settle();
    words += '\n' + ui::PageWords::of(*tabs);
    tabs->setCurrentIndex(0);
    staged.settle();
    return words;
}

}  // namespace

class GoldenPagesTest : public QObject {
    Q_OBJECT
  private slots:
    void theSalePageLooksAndReadsAsItDid_data() {
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<ui::ThemeChoice>("theme");
        QTest::addColumn<QString>("look");
        QTest::newRow("sale-held") << "lua-mq" << ui::ThemeChoice::Light << "light";
        QTest::newRow("sale-oversold") << "none" << ui::ThemeChoice::Dark << "dark";
    }
    void theSalePageLooksAndReadsAsItDid() {
        QFETCH(QString, strategy);
        QFETCH(ui::ThemeChoice, theme);
        QFETCH(QString, look);
        ui::StagedWindow staged(ui::Day::Running, strategy.toStdString());
        staged.endSale(ui::stagedRun(strategy.toStdString().c_str(), 7, 0, strategy == "none"));
        staged.window().showPage("flash-sale");
        QStringList differences;
        for (const auto& [language, short_] : {std::pair(ui::Language::English, "en"), {ui::Language::Korean, "ko"}}) {
            staged.dress(language, theme, false, {1280, 800});
            differences +=
                ui::differsFromGolden(wordsOf(staged), QString("%1-%2").arg(QTest::currentDataTag(), short_));
        }
        staged.dress(ui::Language::English, theme, false, {1280, 800});
        differences += ui::differsFromGolden(staged.page("flash-sale").grab().toImage(),
                                             QString("%1-%2").arg(QTest::currentDataTag(), look));
        differences.removeAll(QString());
        QVERIFY2(differences.isEmpty(), qPrintable(differences.join("\n")));
    }

    void aWordThatIsAnotherIsSeenInBoth() {
        if (ui::goldenIsRenewed()) QSKIP("what is kept is made anew");
        ui::StagedWindow staged(ui::Day::Running, "lua-mq");
        staged.endSale(ui::stagedRun("lua-mq", 7, 0));
        staged.window().showPage("flash-sale");
        staged.dress(ui::Language::English, ui::ThemeChoice::Light, false, {1280, 800});
        staged.page("flash-sale").findChild<QLabel*>("phase")->setText("Done in 8.7 seconds.");
        // What differs is written into the current folder; that of a test that failed must stay there.
        const QTemporaryDir folder;
        const QString before = QDir::currentPath();
        const auto back = qScopeGuard([&before] { QDir::setCurrent(before); });
        QVERIFY(QDir::setCurrent(folder.path()));
        const auto seen = [](const QString& differs, const QString& file) {
            QFile written(file);
            return differs.contains(file) && written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
        };
        const QByteArray told =
            seen(ui::differsFromGolden(wordsOf(staged), "sale-held-en"), "golden-sale-held-en-differs.txt");
        QVERIFY2(told.contains("-Done in 8.1 s.\n+Done in 8.7 seconds.\n"), told.constData());
        const QImage page = staged.page("flash-sale").grab().toImage();
        QVERIFY(!seen(ui::differsFromGolden(page, "sale-held-light"), "golden-sale-held-light-differs.png").isEmpty());
    }
};

RUSHLAB_TEST(GoldenPagesTest, ui::SameLook)

}  // namespace rushlab::test::golden_pages
#include "golden_pages.moc"
