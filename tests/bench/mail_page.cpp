// What a frame of the Mail page costs the window with a hundred thousand letters in its inbox and 240 mails on view:
// some move, a letter comes, the inbox scrolls, everything is drawn. In time of the processor, whatever else the
// machine does.
#include <QApplication>
#include <QHeaderView>
#include <QImage>
#include <QScrollBar>
#include <QTableView>
#include <algorithm>
#include <ctime>

#include "tests/bench/figures.h"
#include "ui/fonts.h"
#include "ui/models/inbox_model.h"
#include "ui/pages/mail_flow.h"

using namespace rushlab;

namespace {

constexpr std::int64_t kLetters = 100'000;
constexpr std::uint64_t kShown = 240;
constexpr int kFrames = 300;
constexpr double kBudgetMs = 16;

lab::InboxRow letter(std::int64_t number) {
    return {number, WallTime{std::chrono::milliseconds{1'700'000'000'000 + number}},
            "u" + std::to_string(number) + "@rush.lab", "환영합니다! Welcome to RushLab", std::to_string(number)};
}

// Each frame another mail goes a step on.
lab::MailView viewAt(int frame) {
    lab::MailView view;
    view.node = lab::NodeState::Up;
    for (std::uint64_t number = 1; number <= kShown; ++number) {
        const auto stage = (number + static_cast<std::uint64_t>(frame) / 8) % 5;
        view.last.push_back({number, static_cast<lab::MailStage>(stage), 1, stage >= 3 ? 1 : 0});
    }
    return view;
}

}  // namespace

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(ui::applicationFont());
    ui::InboxModel model;
    QObject::connect(&model, &ui::InboxModel::wantsOlder, &model, [&model](qint64 before) {
        std::vector<lab::InboxRow> rows;
        for (std::int64_t n = before - 1; n > 0 && rows.size() < ui::InboxModel::kPage; --n)
            rows.push_back(letter(n));
        model.addOlder(std::move(rows));
    });
    std::vector<lab::InboxRow> newest;
    for (std::size_t n = 0; n < ui::InboxModel::kPage; ++n)
        newest.push_back(letter(kLetters - static_cast<std::int64_t>(n)));
    model.showNewest(newest);
    while (model.canFetchMore({}))
        model.fetchMore({});
    QTableView inbox;
    inbox.setModel(&model);
    inbox.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    inbox.resize(640, 400);
    inbox.show();
    ui::MailFlow flow(nullptr);
    flow.resize(1080, 320);
    flow.show();
    QApplication::processEvents();

    std::vector<double> took;
    QImage paper(1080, 400, QImage::Format_RGB32);
    for (int frame = 0; frame < kFrames; ++frame) {
        const std::clock_t began = std::clock();
        newest.insert(newest.begin(), letter(kLetters + 1 + frame));
        newest.pop_back();
        model.showNewest(newest);
        inbox.verticalScrollBar()->setValue(inbox.verticalScrollBar()->maximum() / kFrames * frame);
        flow.setView(viewAt(frame));
        inbox.render(&paper);
        flow.render(&paper);
        took.push_back(1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
    }
    std::ranges::sort(took);
    bench::Figures figures("mail_page");
    figures.note("letters in the inbox", static_cast<double>(model.rowCount()));
    figures.note("median ms a frame", took[took.size() / 2]);
    figures.atMost("p99", took[took.size() * 99 / 100], kBudgetMs, "ms");
    return figures.exitStatus();
}
