#include "ui/pages/flash_sale_page.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

namespace rushlab::ui {
namespace {

constexpr int kLeftWidth = 320;
const char* const kScenario = "flash-sale";
const char* const kOrderQueue = "orders";

}  // namespace

FlashSalePage::FlashSalePage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_form(new ScenarioForm(*scenarios::findScenario(kScenario), this)),
      m_run(new RunView(
          context, [](const RunRequest& request) { return request.scenario == kScenario; }, this)),
      m_title(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_start(addCommand(this, "startSale", QKeySequence(Qt::CTRL | Qt::Key_Return))),
      m_stop(addCommand(this, "stopSale", QKeySequence(Qt::Key_Escape))),
      m_overselling(addCommand(this, "showOverselling", QKeySequence(Qt::ALT | Qt::Key_1))),
      m_stopIt(addCommand(this, "stopOverselling", QKeySequence(Qt::ALT | Qt::Key_2))),
      m_compare(addCommand(this, "compareAll", QKeySequence(Qt::ALT | Qt::Key_3))),
      m_killOrder(addCommand(this, "killOrderInstance", QKeySequence(Qt::Key_F2))),
      m_drop(addCommand(this, "dropConsumers", QKeySequence(Qt::Key_F3))),
      m_killWorker(addCommand(this, "killWorker", QKeySequence(Qt::Key_F4))),
      m_revive(addCommand(this, "startWhatIsDown", QKeySequence(Qt::Key_F6))),
      m_open(addCommand(this, "openAnOrder", QKeySequence(Qt::Key_F7))) {
    m_left = buildLeft();
    auto right = std::make_unique<QVBoxLayout>();
    right->setSpacing(10);
    right->addWidget(m_run, 1);
    right->addWidget(buildFaults());
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 20, 24, 16);
    row->setSpacing(20);
    row->addWidget(m_left);
    row->addLayout(right.release(), 1);

    connect(m_start, &QAction::triggered, this, &FlashSalePage::start);
    connect(m_stop, &QAction::triggered, this, &FlashSalePage::stop);
    connect(m_overselling, &QAction::triggered, this, &FlashSalePage::showOverselling);
    connect(m_stopIt, &QAction::triggered, this, &FlashSalePage::stopIt);
    connect(m_compare, &QAction::triggered, this, &FlashSalePage::compareAll);
    connect(m_killOrder, &QAction::triggered, this, &FlashSalePage::killOrderInstance);
    connect(m_drop, &QAction::triggered, this, &FlashSalePage::dropConsumers);
    connect(m_killWorker, &QAction::triggered, this, &FlashSalePage::killWorker);
    connect(m_revive, &QAction::triggered, this, &FlashSalePage::startWhatIsDown);
    connect(m_open, &QAction::triggered, this, &FlashSalePage::openAnOrder);
    connect(m_run, &RunView::said, this, &Page::said);
    connect(m_form, &ScenarioForm::changed, this, &FlashSalePage::update);
    connect(&m_bridge, &Bridge::runStarted, this, [this](const RunRequest& request) {
        if (request.scenario == kScenario) m_form->show(request);
        update();
    });
    connect(&m_bridge, &Bridge::runFinished, this, &FlashSalePage::update);
    connect(&m_bridge, &Bridge::runRefused, this, &FlashSalePage::update);
    connect(&m_bridge, &Bridge::labOpened, this, &FlashSalePage::update);
    connect(&m_bridge, &Bridge::labClosed, this, &FlashSalePage::update);
    update();
}

QWidget* FlashSalePage::buildLeft() {
    auto* left = new QWidget(this);
    left->setFixedWidth(kLeftWidth);
    m_title->setProperty("look", "title");

    auto presets = std::make_unique<QHBoxLayout>();
    presets->setSpacing(6);
    presets->addWidget(buttonFor(m_overselling, "presetNone", this));
    presets->addWidget(buttonFor(m_stopIt, "presetStop", this));
    presets->addWidget(buttonFor(m_compare, "presetAll", this));

    auto* area = new QScrollArea(left);
    area->setObjectName("saleForm");
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_form->layout()->setContentsMargins(0, 0, 12, 0);
    area->setWidget(m_form);
    area->setFocusPolicy(Qt::NoFocus);

    m_problem->setObjectName("formProblem");
    m_problem->setWordWrap(true);
    QPushButton* start = buttonFor(m_start, "start", this);
    start->setDefault(true);
    start->setProperty("look", "primary");
    start->setMinimumHeight(46);
    QPushButton* stop = buttonFor(m_stop, "stop", this);
    stop->setMinimumHeight(46);
    auto buttons = std::make_unique<QHBoxLayout>();
    buttons->addWidget(start, 2);
    buttons->addWidget(stop, 1);

    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addLayout(presets.release());
    column->addWidget(area, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons.release());
    return left;
}

QWidget* FlashSalePage::buildFaults() {
    auto* bar = new QWidget(this);
    bar->setObjectName("faults");
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(buttonFor(m_killOrder, "killOrder", this));
    row->addWidget(buttonFor(m_drop, "drop", this));
    row->addWidget(buttonFor(m_killWorker, "killWorkerButton", this));
    row->addWidget(buttonFor(m_revive, "revive", this));
    row->addStretch(1);
    row->addWidget(buttonFor(m_open, "openOrder", this));
    return bar;
}

void FlashSalePage::preset(const char* strategies) {
    m_form->setValue("strategy", strategies);
}

void FlashSalePage::start() {
    if (m_bridge.runState() == Bridge::RunState::Idle && m_form->problem().isEmpty())
        m_bridge.startRun(m_form->request());
}

void FlashSalePage::stop() {
    m_bridge.stopRun();
    update();
}

// The first that runs: what a presenter takes away is named in the event, and in the charts' marker.
void FlashSalePage::killFirst(const std::string& role) {
    const LabPointer lab = m_run->lab();
    const auto& sample = m_run->lastSample();
    if (!lab || !sample) return;
    const auto found = std::ranges::find_if(
        sample->instances, [&role](const lab::InstanceState& one) { return one.role == role && one.running; });
    if (found == sample->instances.end()) {
        emit said(tr("No instance of the role %1 runs any more.").arg(QString::fromStdString(role)));
        return;
    }
    m_bridge.order(
        lab, [name = found->name](lab::LiveLab& one) { return one.kill(name); },
        tr("%1 was killed.").arg(QString::fromStdString(found->name)));
}

void FlashSalePage::killOrderInstance() {
    killFirst("order");
}

void FlashSalePage::killWorker() {
    killFirst("worker");
}

void FlashSalePage::dropConsumers() {
    const auto drop = [](lab::LiveLab& lab) -> Result<> {
        const auto dropped = lab.dropConsumers(kOrderQueue);
        if (!dropped) return pass(dropped);
        return {};
    };
    if (const LabPointer lab = m_run->lab()) m_bridge.order(lab, drop, tr("The order queue's consumers were dropped."));
}

void FlashSalePage::startWhatIsDown() {
    const LabPointer lab = m_run->lab();
    const auto& sample = m_run->lastSample();
    if (!lab || !sample) return;
    for (const lab::InstanceState& instance : sample->instances) {
        if (instance.running) continue;
        m_bridge.order(
            lab, [name = instance.name](lab::LiveLab& one) { return one.start(name); },
            tr("%1 runs again.").arg(QString::fromStdString(instance.name)));
    }
}

void FlashSalePage::update() {
    const bool idle = m_bridge.runState() == Bridge::RunState::Idle;
    const QString problem = m_form->problem();
    const bool mine = !idle && m_bridge.request().scenario == kScenario;
    m_start->setEnabled(idle && problem.isEmpty());
    m_stop->setEnabled(m_bridge.runState() == Bridge::RunState::Running && mine);
    m_form->setFieldsEnabled(idle);
    for (QAction* preset : {m_overselling, m_stopIt, m_compare})
        preset->setEnabled(idle);
    const LabPointer lab = m_run->lab();
    for (QAction* fault : {m_killOrder, m_drop, m_killWorker, m_revive})
        fault->setEnabled(mine && lab && lab->isOpen());
    m_open->setEnabled(lab != nullptr);
    m_problem->setText(!idle && !mine ? tr("Another run goes on: a sale can start when it has ended.") : problem);
    m_problem->setVisible(!m_problem->text().isEmpty());
    if (ParameterField* rate = m_form->field("rate"))
        rate->setEnabled(idle && m_form->field("arrivals")->text() == "rate");
}

void FlashSalePage::retranslate() {
    m_title->setText(title());
    nameCommand(m_start, tr("&Start"), tr("Starts the sale as the form says"));
    nameCommand(m_stop, tr("St&op"), tr("Stops the sale; what was not finished is UNKNOWN"));
    nameCommand(m_overselling, tr("Oversell"), tr("A sale without any guard: shows overselling"));
    nameCommand(m_stopIt, tr("Stop it"), tr("The same sale with units taken in one atomic step"));
    nameCommand(m_compare, tr("Compare all"), tr("Every strategy, one after the other, on the same buyers"));
    nameCommand(m_killOrder, tr("Kill an order instance"), tr("As a crash would: its connections are cut"));
    nameCommand(m_drop, tr("Drop consumers"),
                tr("Drops the consumers of the order queue: they come back, with their messages"));
    nameCommand(m_killWorker, tr("Kill the worker"), tr("Nothing is completed until it is started again"));
    nameCommand(m_revive, tr("Start what is down"), tr("Starts every instance that was killed"));
    nameCommand(m_open, tr("Open an order ..."), tr("An order's way through the roles, with times"));
    m_form->retranslate();
    m_run->retranslate();
    m_run->setHint(
        tr("100 units, 1,000 buyers, all at once: press Start (Ctrl+Return). Choose other strategies to see them fail, "
           "or hold."));
    update();
}

void FlashSalePage::present(bool on) {
    m_left->setVisible(!on);
    m_run->present(on);
}

}  // namespace rushlab::ui
