#include "ui/pages/scenarios_page.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>
#include <memory>

#include "ui/parameter_titles.h"

namespace rushlab::ui {
namespace {

constexpr int kLeftWidth = 320;
constexpr int kRowsShown = 5;

QString shown(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// In the language of the moment, where somebody has translated it.
}  // namespace

ScenariosPage::ScenariosPage(PageContext& context, QWidget* parent)
    : Page(parent),
      m_bridge(context.bridge),
      m_list(new QListWidget(this)),
      m_stack(new QStackedWidget(this)),
      m_run(new RunView(
          context, [](const RunRequest& request) { return request.scenario != "flash-sale"; }, this)),
      m_title(new QLabel(this)),
      m_stages(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_problem(new QLabel(this)),
      m_start(addCommand(this, "startScenario", QKeySequence(Qt::CTRL | Qt::Key_Return))),
      m_stop(addCommand(this, "stopScenario", QKeySequence(Qt::Key_Escape))),
      m_open(addCommand(this, "openAnOrderOfIt", QKeySequence(Qt::Key_F7))) {
    m_left = buildLeft();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(24, 20, 24, 16);
    row->setSpacing(20);
    row->addWidget(m_left);
    row->addWidget(m_run, 1);
    connect(m_list, &QListWidget::currentRowChanged, this, &ScenariosPage::choose);
    connect(m_start, &QAction::triggered, this, &ScenariosPage::start);
    connect(m_stop, &QAction::triggered, this, &ScenariosPage::stop);
    connect(m_open, &QAction::triggered, this, &ScenariosPage::openAnOrder);
    connect(m_run, &RunView::said, this, &Page::said);
    connect(&m_bridge, &Bridge::runStarted, this, [this](const RunRequest& request) {
        for (ScenarioForm* one : m_forms) {
            if (one->scenario().id != request.scenario) continue;
            one->show(request);
            m_list->setCurrentRow(static_cast<int>(m_stack->indexOf(one)));
        }
        update();
    });
    connect(&m_bridge, &Bridge::runFinished, this, &ScenariosPage::update);
    connect(&m_bridge, &Bridge::runRefused, this, &ScenariosPage::update);
    connect(&m_bridge, &Bridge::labOpened, this, &ScenariosPage::update);
    m_list->setCurrentRow(0);
}

QWidget* ScenariosPage::buildLeft() {
    auto* left = new QWidget(this);
    left->setFixedWidth(kLeftWidth);
    m_title->setProperty("look", "title");
    m_list->setObjectName("scenarios");
    auto* area = new QScrollArea(left);
    area->setObjectName("scenarioForm");
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    for (const scenarios::Scenario& scenario : scenarios::allScenarios()) {
        new QListWidgetItem(scenarioWords(scenario.title), m_list);
        auto* form = new ScenarioForm(scenario, m_stack);
        form->layout()->setContentsMargins(0, 0, 12, 0);
        connect(form, &ScenarioForm::changed, this, &ScenariosPage::update);
        m_stack->addWidget(form);
        m_forms.push_back(form);
    }
    const int rows = std::min(m_list->count(), kRowsShown);
    m_list->setFixedHeight(rows * (m_list->sizeHintForRow(0) + 2) + 2 * m_list->frameWidth() + 8);
    area->setWidget(m_stack);
    for (QLabel* label : {m_stages, m_verdict, m_problem})
        label->setWordWrap(true);
    m_verdict->setForegroundRole(QPalette::PlaceholderText);
    m_stages->setObjectName("stages");
    m_verdict->setObjectName("mustHold");
    m_problem->setObjectName("formProblem");
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
    column->setSpacing(10);
    column->addWidget(m_title);
    column->addWidget(m_list);
    column->addWidget(m_stages);
    column->addWidget(m_verdict);
    column->addWidget(area, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons.release());
    column->addWidget(buttonFor(m_open, "openOrder", this));
    return left;
}

void ScenariosPage::start() {
    if (m_bridge.runState() == Bridge::RunState::Idle && form()->problem().isEmpty())
        m_bridge.startRun(form()->request());
}

void ScenariosPage::stop() {
    m_bridge.stopRun();
    update();
}

void ScenariosPage::choose() {
    if (m_list->currentRow() < 0) return;
    m_stack->setCurrentWidget(form());
    m_stages->setText(scenarioWords(form()->scenario().stages));
    m_verdict->setText(scenarioWords(form()->scenario().verdict));
    update();
}

void ScenariosPage::showWhat(const QString& what) {
    for (std::size_t at = 0; at < m_forms.size(); ++at) {
        if (shown(m_forms[at]->scenario().id) == what) m_list->setCurrentRow(static_cast<int>(at));
    }
}

void ScenariosPage::update() {
    if (m_list->currentRow() < 0) return;
    const bool idle = m_bridge.runState() == Bridge::RunState::Idle;
    const QString problem = form()->problem();
    m_start->setEnabled(idle && problem.isEmpty());
    m_stop->setEnabled(m_bridge.runState() == Bridge::RunState::Running);
    m_open->setEnabled(m_run->lab() != nullptr);
    for (ScenarioForm* one : m_forms)
        one->setFieldsEnabled(idle);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ScenariosPage::retranslate() {
    m_title->setText(title());
    m_list->setAccessibleName(title());
    for (std::size_t at = 0; at < m_forms.size(); ++at) {
        m_list->item(static_cast<int>(at))->setText(scenarioWords(m_forms[at]->scenario().title));
        m_forms[at]->retranslate();
    }
    nameCommand(m_start, tr("&Start"), tr("Starts the scenario as the form says"));
    nameCommand(m_stop, tr("St&op"), tr("Stops the run; what was not finished is UNKNOWN"));
    nameCommand(m_open, tr("Open an order ..."), tr("An order's way through the roles, with times"));
    m_run->retranslate();
    m_run->setHint(tr("Choose a scenario, change what you like, and press Start (Ctrl+Return)."));
    choose();
}

void ScenariosPage::present(bool on) {
    m_left->setVisible(!on);
    m_run->present(on);
}

}  // namespace rushlab::ui
