// The main window over a script: as on the first day, in the middle of a sale, or after a day's work. It looks the same
// on every machine: letters, style, clock, time zone and figures are the test's own.
// The test's thread.
#pragma once

#include <QStyleFactory>
#include <QtTest>
#include <QtWidgets>
#include <ctime>

#include "tests/ui/desk.h"
#include "tests/ui/golden.h"
#include "tests/ui/scripted_chat.h"
#include "tests/ui/staged_mails.h"
#include "tests/ui/staged_results.h"
#include "ui/big_number.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/pages/chat_page.h"
#include "ui/theme.h"

namespace rushlab::ui {

enum class Day { First, Running, Worked };

// The application of a test that compares how the window looks.
class SameLook {
  public:
    SameLook(int& argc, char** argv) : m_application(ready(argc), argv) {
        m_application.setApplicationVersion("1.0.0");
        m_application.setStyle(QStyleFactory::create("Fusion"));
        m_application.setFont(goldenFont());
        m_application.setPalette(lightPalette());
    }

  private:
    // What Qt reads when the application is made.
    static int& ready(int& count) {
        qputenv("TZ", "UTC");
        tzset();
        qputenv("QT_FONT_DPI", "96");
        qputenv("QT_SCALE_FACTOR", "1");
        return count;
    }

    QApplication m_application;
};

class StagedWindow {
  public:
    // What one page can show: of several tabs each is one.
    struct View {
        QString name;
        std::function<void()> show;
    };

    explicit StagedWindow(Day day, const std::string& strategies = "all") {
        m_desk.laboratory.reports = {stagedEngines()};
        if (day == Day::Worked) {
            keep(stagedRun("lua-mq", 3, 600));
            keep(stagedComparison());
        }
        m_window = std::make_unique<MainWindow>(m_desk.laboratory, *m_desk.results);
        m_window->useLanguage(Language::English);
        showActive(*m_window);
        wait([this] { return m_window->bridge().shopState() == Bridge::ShopState::Open; }, "the shop");
        if (day != Day::First) {
            m_desk.laboratory.mailDesk.show(stagedMails());
            openShop();
            startSale(strategies);
        }
        if (day == Day::Worked) endSale(stagedComparison());
    }

    MainWindow& window() { return *m_window; }
    void dress(Language language, ThemeChoice theme, bool presentation, QSize size) {
        m_window->useLanguage(language);
        m_window->useTheme(theme);
        m_window->present(presentation);
        settle();  // the whole screen is told later
        m_window->resize(size);
        settle();
    }
    template <class Widget = QWidget>
    Widget& part(const char* name) {
        auto* found = m_window->findChild<Widget*>(name);
        if (!found) qFatal("there is no %s", name);
        return *found;
    }
    Page& page(const QString& id) { return part<Page>(("page-" + id).toUtf8().constData()); }

    // They stay the same, whatever the window is dressed in.
    std::vector<View> views() {
        std::vector<View> all;
        for (const PageEntry& entry : allPages()) {
            const QString id = entry.id;
            const auto go = [this, id] { m_window->showPage(id); };
            go();
            settle();
            if (id == "engines")
                wait([this] { return part<QTableView>("engines").model()->rowCount() > 0; }, "the engines");
            if (id == "chat" && m_shop) talk();
            if (id == "results" && !ids().empty()) {
                addResults(all, go);
            } else {
                addTabs(all, id, go);
            }
        }
        all.push_back({"overview-table", [this] {
                           m_window->showPage("overview");
                           part<QAction>("overview.asTable").setChecked(true);
                       }});
        if (part<QStackedWidget>("overviewParts").currentIndex() == 0) all.pop_back();
        return all;
    }
    // The view is drawn as it stays.
    void show(const View& view) {
        auto& asTable = part<QAction>("overview.asTable");
        asTable.setChecked(false);
        view.show();
        settle();
    }
    QImage picture() {
        settle();
        return m_window->grab().toImage();
    }

    void settle() {
        // Charts are drawn on the next turns of the loop.
        for (int turn = 0; turn < 4; ++turn) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
        }
        // The one figure in the window that is the machine's own is written over.
        part<QLabel>("windowLatency").setText(StatusLine::tr("window %1 ms p99").arg("0.2"));
        settleLayouts();
    }
    void endSale(const verdict::RunResult& result) {
        const auto kept = ids().size();
        m_run->close();
        m_desk.laboratory.endRun(result);
        wait([this] { return m_window->bridge().runState() == Bridge::RunState::Idle; }, "the run's end");
        wait([this, kept] { return ids().size() == kept + 1; }, "the run's result in the history");
        m_shop->sample(shopWithChat(std::chrono::seconds(5)));
        wait([this] { return part<QLabel>("rolesUp").text().startsWith("9 of 9"); }, "the shop's roles, again");
    }

  private:
    void keep(const verdict::RunResult& result) {
        if (!m_desk.results->keep(result)) qFatal("the result cannot be kept");
    }
    // What a part needs is asked of its parent by another such event, which one call leaves for the next.
    void settleLayouts() {
        constexpr int kNestedMost = 16;
        for (int level = 0; level < kNestedMost; ++level)
            QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    }
    template <class Condition>
    void wait(Condition condition, const char* what) {
        if (!QTest::qWaitFor(condition, 20'000)) qFatal("waited in vain: %s", what);
    }

    lab::Snapshot shopWithChat(std::chrono::seconds at) {
        lab::Snapshot snapshot = stagedShop(at);
        m_chat.put(snapshot);
        snapshot.chats.front().isCut = true;  // which is said in the longest words
        for (lab::Snapshot::ChatHouse& house : snapshot.chats)
            house.lines = house.deliveries = 12 * std::uint64_t(at.count());
        return snapshot;
    }
    // Three clients; one of them was cut off, and one instance did not hear another.
    void talk() {
        part<QAction>("chatAdd").trigger();
        const auto areIn = [this] {
            return std::ranges::all_of(page("chat").findChildren<ChatPane*>(),
                                       [](ChatPane* pane) { return pane->client().state() == StompClient::State::In; });
        };
        wait(areIn, "the clients of the chat");
        m_chat.say("chat-1", "1", "Is anybody there?");
        m_chat.say("chat-2", "2", "여기 있어요! 다음 세일은 몇 시에 시작하나요?");
        m_chat.miss("chat-1", 12);
        m_chat.kill("chat-2");
        wait([&areIn] { return !areIn(); }, "a client that is cut off");
        m_chat.sayUnheard("nobody hears it");
        wait(areIn, "the client that is back");
        m_chat.start("chat-2");
        m_chat.say("chat-1", "9002", "I just got one! It took three tries, and then a fourth one for my sister.");
    }
    void openShop() {
        m_shop = m_desk.laboratory.addLab(lab::Purpose::Shop, "The shop");
        m_shop->logs("chat-lines", 0, stagedRecords(0, 250));
        m_shop->archives("lobby", stagedLines(40));
        for (int second = 0; second <= 4; ++second)
            m_shop->sample(shopWithChat(std::chrono::seconds(second)));
        m_shop->happen(std::chrono::milliseconds(2'100), "killed", "order-2");
        m_shop->happen(std::chrono::milliseconds(3'600), "started", "order-2");
        wait([this] { return part<QLabel>("rolesUp").text().startsWith("9 of 9"); }, "the shop's roles");
    }
    void startSale(const std::string& strategies) {
        Bridge& bridge = m_window->bridge();
        bridge.startRun({"flash-sale", {{"strategy", strategies}}, 7});
        wait([this] { return m_desk.laboratory.running().has_value(); }, "a run");
        m_run = m_desk.laboratory.addLab(lab::Purpose::Run, "lua-mq, seed 7");
        m_run->logs("chat-lines", 0, stagedRecords(0, 250));
        m_run->archives("lobby", stagedLines(40));
        for (int tenth = 0; tenth <= 30; ++tenth)
            m_run->sample(stagedSale(std::chrono::milliseconds(tenth * 100)));
        m_run->happen(std::chrono::milliseconds(1'200), "killed", "order-2");
        wait([this] { return page("flash-sale").findChild<BigNumber*>("stockNumber")->number() == "37"; },
             "the stock on view");
    }
    QStringList ids() {
        auto& table = part<QTableView>("results");
        QStringList found;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            found += table.model()->index(row, 0).data().toString();
        return found;
    }
    void addTabs(std::vector<View>& all, const QString& name, const std::function<void()>& go) {
        QTabWidget* tabs = nullptr;
        for (auto* one : m_window->findChildren<QTabWidget*>()) {
            if (one->isVisible()) tabs = one;
        }
        for (int at = 0; tabs && at < tabs->count(); ++at)
            all.push_back({QString("%1-%2").arg(name).arg(at + 1), [go, tabs, at] {
                               go();
                               tabs->setCurrentIndex(at);
                           }});
        if (!tabs) all.push_back({name, go});
    }
    void addResults(std::vector<View>& all, const std::function<void()>& go) {
        auto& stack = part<QStackedWidget>("resultParts");
        const auto back = [this, go, &stack] {
            go();
            if (stack.currentIndex() != 0) part<QAction>("resultsBack").trigger();
            settle();
        };
        const auto choose = [this, &stack](int rows, const char* action, int part_) {
            auto& table = part<QTableView>("results");
            table.clearSelection();
            for (int row = 0; row < rows; ++row)
                table.selectionModel()->select(table.model()->index(row, 0),
                                               QItemSelectionModel::Select | QItemSelectionModel::Rows);
            part<QAction>(action).trigger();
            wait([&stack, part_] { return stack.currentIndex() == part_; }, action);
        };
        all.push_back({"results", back});
        for (int tab = 0; tab < 4; ++tab)
            all.push_back({QString("results-run-%1").arg(tab + 1), [=, this, &stack] {
                               go();
                               if (stack.currentIndex() != 1) {
                                   back();
                                   choose(1, "resultsOpen", 1);
                               }
                               part<QTabWidget>("storedTabs").setCurrentIndex(tab);
                           }});
        all.push_back({"results-compare", [=] {
                           back();
                           choose(2, "resultsCompare", 2);
                       }});
    }

    Desk m_desk;
    ScriptedChat m_chat{{"chat-1", "chat-2"}};
    std::unique_ptr<MainWindow> m_window;
    std::shared_ptr<ScriptedLab> m_shop, m_run;
};

}  // namespace rushlab::ui
