#include "ui/run_view.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <memory>

#include "ui/check_words.h"
#include "ui/order_way_dialog.h"

namespace rushlab::ui {
namespace {

constexpr int kBarSteps = 1000;

// "lua-mq, seed 7" is a line called lua-mq: its latest seed.
std::string mechanismOf(const std::string& label) {
    return label.substr(0, label.find(", seed"));
}

QString phaseName(const std::string& phase) {
    if (phase == "loading") return RunView::tr("Buyers are ordering");
    if (phase == "consuming") return RunView::tr("Consumers empty the queue");
    if (phase == "retrying") return RunView::tr("Refused orders are tried again");
    if (phase == "talking") return RunView::tr("The rooms are talking");
    if (phase == "expiring") return RunView::tr("What nobody paid for goes back into the stock");
    if (phase == "draining") return RunView::tr("The shop finishes what it accepted");
    if (phase == "checking") return RunView::tr("Every order is checked");
    return QString::fromStdString(phase);
}

std::optional<std::int64_t> countIn(const verdict::Variant& variant, std::string_view check) {
    const auto found = std::ranges::find(variant.checks, check, &verdict::Check::name);
    if (found == variant.checks.end()) return std::nullopt;
    bool isNumber = false;
    const auto count = QString::fromStdString(found->actual).toLongLong(&isNumber);
    return isNumber ? std::optional<std::int64_t>(count) : std::nullopt;
}

// What was left when a variant ended, as its stock was last known.
std::optional<std::int64_t> leftAtEndOf(const verdict::Variant& variant) {
    const auto stock = std::ranges::find(variant.series, "stock", &verdict::Series::name);
    if (stock == variant.series.end()) return std::nullopt;
    for (auto point = stock->points.rbegin(); point != stock->points.rend(); ++point) {
        if (!std::isnan(point->second)) return static_cast<std::int64_t>(point->second);
    }
    return std::nullopt;
}

}  // namespace

RunView::RunView(PageContext& context, IsMine isMine, QWidget* parent)
    : QWidget(parent),
      m_isMine(std::move(isMine)),
      m_stock(new BigNumber(this)),
      m_banner(new VerdictBanner(this)),
      m_phase(new QLabel(this)),
      m_progressText(new LiveLine(this)),
      m_bar(new QProgressBar(this)),
      m_tabs(new QTabWidget(this)),
      m_charts(new RunCharts(this)),
      m_verdict(new VerdictPanel(this)) {
    m_stock->setObjectName("stockNumber");
    m_phase->setObjectName("phase");
    m_phase->setWordWrap(true);
    m_phase->setTextFormat(Qt::PlainText);
    m_progressText->setObjectName("progressText");
    m_bar->setObjectName("progress");
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    m_tabs->setObjectName("runTabs");
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_charts, QString());
    m_tabs->addTab(m_verdict, QString());

    auto beside = std::make_unique<QVBoxLayout>();
    beside->setSpacing(8);
    beside->addStretch(1);
    beside->addWidget(m_banner);
    beside->addWidget(m_phase);
    beside->addWidget(m_progressText);
    beside->addWidget(m_bar);
    beside->addStretch(1);
    auto head = std::make_unique<QHBoxLayout>();
    head->setSpacing(16);
    head->addWidget(m_stock, 2);
    head->addLayout(beside.release(), 3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addLayout(head.release(), 1);
    column->addWidget(m_tabs, 3);

    connect(m_verdict, &VerdictPanel::chosen, this, &RunView::show);
    connect(m_charts, &RunCharts::said, this, &RunView::said);
    connectTo(context.bridge);
}

void RunView::connectTo(Bridge& bridge) {
    connect(&bridge, &Bridge::runStarted, this, &RunView::begin);
    connect(&bridge, &Bridge::labOpened, this, &RunView::follow);
    connect(&bridge, &Bridge::sampled, this, &RunView::add);
    connect(&bridge, &Bridge::happened, this, [this](const LabPointer& lab, const Events& fresh) {
        if (m_following && lab == this->lab()) m_charts->mark(fresh);
    });
    connect(&bridge, &Bridge::progressed, this, &RunView::progress);
    connect(&bridge, &Bridge::runFinished, this, &RunView::end);
    connect(&bridge, &Bridge::runRefused, this, &RunView::endWith);
}

void RunView::setHint(const QString& sentence) {
    m_hintText = sentence;
    drawProgress();
}

void RunView::begin(const RunRequest& request) {
    m_following = m_isMine(request);
    if (!m_following) return;
    m_labs.clear();
    m_lastSample.reset();
    m_figure = {};
    m_result.reset();
    m_shown = nullptr;
    m_progress = {"", "", 0};
    m_banner->clear();
    m_verdict->clear();
    m_charts->clear();
    m_tabs->setCurrentWidget(m_charts);
    drawStock();
    drawProgress();
}

void RunView::follow(const LabPointer& lab) {
    if (!m_following || lab->purpose() != lab::Purpose::Run) return;
    m_labs.push_back(lab);
    if (m_labs.size() > kKeptLabs) m_labs.erase(m_labs.begin());
    m_figure = {};
    m_charts->follow(mechanismOf(lab->label()));
    drawStock();
}

void RunView::add(const LabPointer& lab, const Samples& fresh) {
    if (!m_following || lab != this->lab()) return;
    m_charts->add(fresh);
    for (const auto& snapshot : fresh)
        m_figure.add(*snapshot);
    m_lastSample = fresh.back();
    drawStock();
}

void RunView::progress(const scenarios::Progress& progress) {
    if (!m_following) return;
    m_progress = progress;
    drawProgress();
}

void RunView::end(const ResultPointer& result) {
    if (!m_following) return;
    m_following = false;
    m_result = result;
    m_banner->show(result);
    m_verdict->show(result);
    // The live lines end with the last tick that was drawn; the run's own have every sample.
    if (std::ranges::any_of(result->variants, [](const verdict::Variant& one) { return !one.series.empty(); }))
        m_charts->showAll(*result);
    if (result->variants.size() == 1) m_shown = &result->variants.front();
    drawStock();
    drawProgress();
}

void RunView::endWith(const QString& problem) {
    if (!m_following) return;
    m_following = false;
    m_banner->showProblem(problem);
    drawProgress();
}

void RunView::show(const verdict::Variant* variant) {
    if (!m_result) return;
    m_shown = variant;
    if (variant)
        m_charts->show(*variant);
    else
        m_charts->showAll(*m_result);
    drawStock();
}

// Of a run that is over the checker's numbers: it has asked the stores.
void RunView::drawStock() {
    m_stock->setVisible(m_figure.isKnown() || m_following);
    const auto sold = m_shown ? countIn(*m_shown, "sold") : std::nullopt;
    const auto over = m_shown ? countIn(*m_shown, "oversold") : std::nullopt;
    const bool known = m_figure.isKnown();
    if (!known && !sold) {
        m_stock->setNumber(QString(QChar(0x2013)), tr("No sale yet"), false);
        return;
    }
    const std::int64_t tooMany = over.value_or(m_figure.oversold());
    const std::int64_t units = sold.value_or(m_figure.sold());
    const auto atEnd = m_shown ? leftAtEndOf(*m_shown) : std::nullopt;
    const std::int64_t left = tooMany > 0 ? -tooMany : atEnd.value_or(m_figure.left());
    const QLocale locale;
    const QString number = left < 0 ? QChar(0x2212) + locale.toString(-left) : locale.toString(left);
    m_stock->setNumber(number,
                       tooMany > 0 ? tr("%1 sold: %2 too many").arg(locale.toString(units), locale.toString(tooMany))
                                   : tr("%1 sold").arg(locale.toString(units)),
                       tooMany > 0);
}

void RunView::drawProgress() {
    m_bar->setVisible(m_following);
    m_progressText->setVisible(m_following);
    m_phase->setVisible(!m_following);
    m_bar->setValue(static_cast<int>(m_progress.share * kBarSteps));
    if (m_following) {
        m_progressText->setText(m_progress.phase.empty() ? tr("The shop is coming up ...")
                                                         : QString("%1. %2").arg(phaseName(m_progress.phase),
                                                                                 checkWords(m_progress.detail)));
    } else if (m_result) {
        const double seconds = static_cast<double>(m_result->took.count()) / 1000;
        QString text = tr("Done in %1 s.").arg(QLocale().toString(seconds, 'f', 1));
        for (const std::string& note : m_result->notes)
            text += " " + QString::fromStdString(note);
        m_phase->setText(text);
    } else {
        m_phase->setText(m_hintText);
    }
}

void RunView::openAnOrder() {
    auto* dialog = new OrderWayDialog(m_labs, this);
    dialog->open();
}

void RunView::retranslate() {
    m_stock->setCaption(tr("Units left"));
    m_bar->setAccessibleName(tr("How far the run is"));
    m_tabs->setTabText(0, tr("&Charts"));
    m_tabs->setTabText(1, tr("&Verdict and evidence"));
    m_charts->retranslate();
    m_banner->retranslate();
    m_verdict->retranslate();
    drawStock();
    drawProgress();
}

void RunView::present(bool on) {
    m_charts->present(on);
    m_tabs->tabBar()->setVisible(!on);
}

}  // namespace rushlab::ui
