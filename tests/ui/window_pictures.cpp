// Every page, as it is on the first day, during a sale and after it, in each language, size and in the presentation:
// nothing is cut off, nothing overlaps, and an empty page says what to do first. Colours move nothing, so English in
// light and Korean in dark do; RUSHLAB_TEST_PICTURES=FOLDER keeps the pictures of both in both.
#include "tests/support/test_program.h"
#include "tests/ui/layout_flaws.h"
#include "tests/ui/staged_window.h"

namespace rushlab::test::window_pictures {
namespace {

constexpr QSize kSmall{1280, 800}, kLarge{2560, 1440};

QString pictureFolder() {
    return qEnvironmentVariable("RUSHLAB_TEST_PICTURES");
}

}  // namespace

class WindowPicturesTest : public QObject {
    Q_OBJECT
  private slots:
    void nothingIsCutOffAndNothingOverlaps_data() {
        QTest::addColumn<int>("day");
        QTest::addColumn<ui::Language>("language");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("presentation");
        QTest::addColumn<QSize>("size");
        const std::array days{"first", "running", "worked"};
        for (int day = 0; day < 3; ++day) {
            for (const auto language : {ui::Language::English, ui::Language::Korean}) {
                for (const bool dark : {false, true}) {
                    if (pictureFolder().isEmpty() && dark != (language == ui::Language::Korean)) continue;
                    for (const bool presentation : {false, true}) {
                        for (const QSize size : {kSmall, kLarge})
                            QTest::addRow("%s-%s-%s-%s-%d", days[static_cast<std::size_t>(day)],
                                          language == ui::Language::English ? "en" : "ko", dark ? "dark" : "light",
                                          presentation ? "presentation" : "normal", size.width())
                                << day << language << dark << presentation << size;
                    }
                }
            }
        }
    }
    void nothingIsCutOffAndNothingOverlaps() {
        QFETCH(int, day);
        QFETCH(ui::Language, language);
        QFETCH(bool, dark);
        QFETCH(bool, presentation);
        QFETCH(QSize, size);
        if (m_day != day) {
            m_staged.reset();
            m_staged = std::make_unique<ui::StagedWindow>(static_cast<ui::Day>(day));
            m_views = m_staged->views();
            m_day = day;
        }
        ui::StagedWindow* const staged = m_staged.get();
        staged->dress(language, dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light, presentation, size);
        QStringList flaws;
        for (const auto& view : m_views) {
            staged->show(view);
            if (!pictureFolder().isEmpty())
                staged->picture().save(
                    QString("%1/%2-%3.png").arg(pictureFolder(), view.name, QTest::currentDataTag()));
            for (const QString& flaw : ui::LayoutFlaws::of(staged->window()))
                flaws += view.name + ": " + flaw;
        }
        if (staged->window().size() != size) flaws += "the window does not take the size that it is given";
        const QSize least = staged->window().minimumSizeHint();
        if (least.width() > kSmall.width() || least.height() > kSmall.height())
            flaws += QString("the window needs %1x%2").arg(least.width()).arg(least.height());
        for (const QString& flaw : std::as_const(flaws))
            qWarning("%s", qPrintable(flaw));
        QVERIFY2(flaws.isEmpty(), "what is wrong is told above");
    }

    void everyLetterIsAsItWasBeforeThePresentation() {
        m_staged.reset();
        m_staged = std::make_unique<ui::StagedWindow>(ui::Day::Worked);
        m_views = m_staged->views();
        m_day = static_cast<int>(ui::Day::Worked);
        const std::map<const QWidget*, QFont> before = lettersSeen(false);
        QVERIFY(lettersSeen(true) != before);
        QStringList changed;
        for (const auto& [widget, font] : lettersSeen(false)) {
            const auto was = before.find(widget);
            if (was != before.end() && was->second != font)
                changed += QString("%1 %2 in %3")
                               .arg(widget->metaObject()->className(), widget->objectName(),
                                    widget->parentWidget()->objectName());
        }
        QVERIFY2(changed.isEmpty(), qPrintable(changed.join('\n')));
    }

  private:
    // Of each widget of the window, once every view was shown.
    std::map<const QWidget*, QFont> lettersSeen(bool presentation) {
        m_staged->dress(ui::Language::English, ui::ThemeChoice::Light, presentation, kSmall);
        for (const auto& view : m_views)
            m_staged->show(view);
        std::map<const QWidget*, QFont> letters;
        for (const QWidget* widget : m_staged->window().findChildren<QWidget*>())
            letters.emplace(widget, widget->font());
        return letters;
    }

    // One window at a time: the program's words and palette are everybody's.
    std::unique_ptr<ui::StagedWindow> m_staged;
    std::vector<ui::StagedWindow::View> m_views;
    int m_day = -1;
};

RUSHLAB_TEST(WindowPicturesTest, ui::SameLook)

}  // namespace rushlab::test::window_pictures
#include "window_pictures.moc"
