#include "ui/scenario_form.h"

#include <algorithm>
#include <limits>

#include "ui/parameter_titles.h"

namespace rushlab::ui {

ScenarioForm::ScenarioForm(const scenarios::Scenario& scenario, QWidget* parent)
    : QWidget(parent), m_scenario(scenario), m_rows(new QFormLayout(this)), m_seed(new QSpinBox(this)) {
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setHorizontalSpacing(12);
    m_rows->setVerticalSpacing(10);
    m_rows->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    for (const scenarios::Parameter& parameter : scenario.parameters) {
        auto* field = new ParameterField(parameter, this);
        m_fields.push_back(field);
        auto* label = new QLabel(this);
        label->setBuddy(field->editor());
        m_labels.push_back(label);
        if (parameter.kind == scenarios::ParameterKind::Choices) {
            m_rows->addRow(label);  // a list takes the whole width
            m_rows->addRow(field);
        } else {
            m_rows->addRow(label, field);
        }
        connect(field, &ParameterField::changed, this, &ScenarioForm::changed);
    }
    m_seed->setObjectName("field-seed");
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(1);
    m_seed->setFocusPolicy(Qt::StrongFocus);
    auto* label = new QLabel(this);
    label->setBuddy(m_seed);
    m_labels.push_back(label);
    m_rows->addRow(label, m_seed);
    connect(m_seed, &QSpinBox::valueChanged, this, &ScenarioForm::changed);
}

RunRequest ScenarioForm::request() const {
    RunRequest request;
    request.scenario = m_scenario.id;
    request.seed = static_cast<std::uint64_t>(m_seed->value());
    for (const ParameterField* field : m_fields) {
        std::string text = field->text();
        if (text != field->parameter().byDefault) request.values.emplace_back(field->parameter().id, std::move(text));
    }
    return request;
}

void ScenarioForm::show(const RunRequest& request) {
    for (ParameterField* field : m_fields) {
        const auto given =
            std::ranges::find(request.values, field->parameter().id, &std::pair<std::string, std::string>::first);
        field->setText(given == request.values.end() ? std::string(field->parameter().byDefault) : given->second);
    }
    m_seed->setValue(static_cast<int>(request.seed));
}

void ScenarioForm::setValue(std::string_view id, const std::string& text) {
    if (ParameterField* found = field(id)) found->setText(text);
}

QString ScenarioForm::problem() const {
    for (const ParameterField* field : m_fields) {
        const QString wrong = field->problem();
        if (!wrong.isEmpty()) return QString("%1: %2").arg(titleOf(field->parameter()), wrong);
    }
    return {};
}

ParameterField* ScenarioForm::field(std::string_view id) const {
    const auto found = std::ranges::find(m_fields, id, [](const ParameterField* one) { return one->parameter().id; });
    return found == m_fields.end() ? nullptr : *found;
}

void ScenarioForm::setFieldsEnabled(bool on) {
    for (ParameterField* field : m_fields)
        field->setEnabled(on);
    m_seed->setEnabled(on);
}

void ScenarioForm::retranslate() {
    for (std::size_t at = 0; at < m_fields.size(); ++at) {
        m_fields[at]->retranslate();
        m_labels[at]->setText(titleOf(m_fields[at]->parameter()));
        m_labels[at]->setToolTip(helpOf(m_fields[at]->parameter()));
    }
    m_labels.back()->setText(tr("Seed"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setToolTip(tr("The same seed is the same sale: buyers, moments, everything that is drawn."));
}

}  // namespace rushlab::ui
