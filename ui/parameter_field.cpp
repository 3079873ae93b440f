#include "ui/parameter_field.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/parameter_titles.h"

namespace rushlab::ui {
namespace {

using scenarios::ParameterKind;

constexpr int kRowsShown = 12;
constexpr int kLettersLeast = 8;     // of a choice
constexpr int kCheckBoxHeight = 16;  // with its border, as theme.cpp draws it

QString shown(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// A wheel that turns over a form is meant to move the form, unless the field has been chosen.
template <class Editor>
Editor* quietUnderTheWheel(Editor* editor) {
    editor->setFocusPolicy(Qt::StrongFocus);
    return editor;
}

}  // namespace

ParameterField::ParameterField(const scenarios::Parameter& parameter, QWidget* parent)
    : QWidget(parent), m_parameter(parameter), m_editor(makeEditor()), m_explained(new QLabel(this)) {
    m_editor->setObjectName("field-" + shown(parameter.id));
    m_explained->setObjectName("explained-" + shown(parameter.id));
    m_explained->setWordWrap(true);
    m_explained->setTextFormat(Qt::PlainText);
    m_explained->setForegroundRole(QPalette::PlaceholderText);
    m_explained->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_editor);
    column->addWidget(m_explained);
    setFocusProxy(m_editor);
    setText(std::string(parameter.byDefault));
}

QWidget* ParameterField::makeEditor() {
    switch (m_parameter.kind) {
        case ParameterKind::Integer: {
            auto* spin = quietUnderTheWheel(new QSpinBox(this));
            spin->setRange(static_cast<int>(m_parameter.least), static_cast<int>(m_parameter.most));
            spin->setGroupSeparatorShown(true);
            spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
            connect(spin, &QSpinBox::valueChanged, this, &ParameterField::told);
            return spin;
        }
        case ParameterKind::Real: {
            auto* spin = quietUnderTheWheel(new QDoubleSpinBox(this));
            spin->setRange(m_parameter.least, m_parameter.most);
            spin->setDecimals(m_parameter.most <= 1 ? 3 : 1);
            spin->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
            connect(spin, &QDoubleSpinBox::valueChanged, this, &ParameterField::told);
            return spin;
        }
        case ParameterKind::Integers:
        case ParameterKind::Duration: {
            auto* line = new QLineEdit(this);
            connect(line, &QLineEdit::textChanged, this, &ParameterField::told);
            return line;
        }
        case ParameterKind::Choice: {
            auto* combo = quietUnderTheWheel(new QComboBox(this));
            // The form is as wide as its place, however long the words of a choice are.
            combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
            combo->setMinimumContentsLength(kLettersLeast);
            for (const std::string_view choice : m_parameter.choices)
                combo->addItem(shown(choice), shown(choice));
            connect(combo, &QComboBox::currentIndexChanged, this, &ParameterField::told);
            return combo;
        }
        case ParameterKind::Choices:
            return makeChoices();
        case ParameterKind::Flag: {
            auto* box = new QCheckBox(this);
            connect(box, &QCheckBox::toggled, this, &ParameterField::told);
            return box;
        }
    }
    abortBecause("a kind of parameter that has no field");
}

QWidget* ParameterField::makeChoices() {
    auto* list = new QListWidget(this);
    list->setProperty("look", "choices");
    list->setUniformItemSizes(true);
    list->setSpacing(1);
    for (const std::string_view choice : m_parameter.choices) {
        auto* item = new QListWidgetItem(shown(choice), list);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    // A row of small letters is lower than its check box, which would lose its upper edge.
    const QSize least(0, std::max(list->sizeHintForRow(0), kCheckBoxHeight));
    for (int row = 0; row < list->count(); ++row)
        list->item(row)->setSizeHint(least);
    const int rows = std::min(list->count(), kRowsShown);
    list->setFixedHeight(rows * (list->sizeHintForRow(0) + 2) + 2 * list->frameWidth() + 14);
    connect(list, &QListWidget::itemChanged, this, &ParameterField::told);
    connect(list, &QListWidget::currentRowChanged, this, &ParameterField::explainChoice);
    return list;
}

std::string ParameterField::text() const {
    switch (m_parameter.kind) {
        case ParameterKind::Integer:
            return std::to_string(static_cast<const QSpinBox*>(m_editor)->value());
        case ParameterKind::Real:
            return QString::number(static_cast<const QDoubleSpinBox*>(m_editor)->value(), 'f',
                                   QLocale::FloatingPointShortest)
                .toStdString();
        case ParameterKind::Integers:
        case ParameterKind::Duration:
            return static_cast<const QLineEdit*>(m_editor)->text().remove(' ').toStdString();
        case ParameterKind::Choice:
            return static_cast<const QComboBox*>(m_editor)->currentData().toString().toStdString();
        case ParameterKind::Choices: {
            const auto* list = static_cast<const QListWidget*>(m_editor);
            QStringList chosen;
            for (int row = 0; row < list->count(); ++row) {
                if (list->item(row)->checkState() == Qt::Checked)
                    chosen += shown(m_parameter.choices[static_cast<std::size_t>(row)]);
            }
            return chosen.size() == list->count() ? "all" : chosen.join(',').toStdString();
        }
        case ParameterKind::Flag:
            return static_cast<const QCheckBox*>(m_editor)->isChecked() ? "on" : "off";
    }
    abortBecause("a kind of parameter that has no field");
}

void ParameterField::setText(const std::string& text) {
    const QString value = QString::fromStdString(text);
    switch (m_parameter.kind) {
        case ParameterKind::Integer:
            static_cast<QSpinBox*>(m_editor)->setValue(value.toInt());
            break;
        case ParameterKind::Real:
            static_cast<QDoubleSpinBox*>(m_editor)->setValue(value.toDouble());
            break;
        case ParameterKind::Integers:
        case ParameterKind::Duration:
            static_cast<QLineEdit*>(m_editor)->setText(value);
            break;
        case ParameterKind::Choice:
            static_cast<QComboBox*>(m_editor)->setCurrentIndex(static_cast<QComboBox*>(m_editor)->findData(value));
            break;
        case ParameterKind::Choices: {
            auto* list = static_cast<QListWidget*>(m_editor);
            const QStringList chosen = value.split(',');
            int first = -1;
            for (int row = 0; row < list->count(); ++row) {
                const bool on =
                    value == "all" || chosen.contains(shown(m_parameter.choices[static_cast<std::size_t>(row)]));
                list->item(row)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
                if (on && first < 0) first = row;
            }
            list->setCurrentRow(std::max(first, 0));
            break;
        }
        case ParameterKind::Flag:
            static_cast<QCheckBox*>(m_editor)->setChecked(value == "on");
            break;
    }
}

QString ParameterField::problem() const {
    const scenarios::Parameter& parameter = m_parameter;
    const std::vector<std::pair<std::string, std::string>> given{{std::string(parameter.id), text()}};
    if (scenarios::ParameterValues::read({&parameter, 1}, given)) return {};
    if (parameter.kind == ParameterKind::Choices) return tr("Choose at least one.");
    return tr("Allowed: %1.").arg(QString::fromStdString(scenarios::ParameterValues::allowed(parameter)));
}

void ParameterField::explainChoice() {
    const auto* list = qobject_cast<QListWidget*>(m_editor);
    if (!list || !m_explained || m_parameter.choicesExplained.empty() || list->currentRow() < 0) return;
    const auto& help = m_parameter.choicesExplained[static_cast<std::size_t>(list->currentRow())];
    const auto& choice = m_parameter.choices[static_cast<std::size_t>(list->currentRow())];
    QString text = QString("%1: %2 (%3).").arg(shown(choice), scenarioWords(help.is), scenarioWords(help.teaches));
    if (!help.expects.empty() && help.expects != help.teaches)
        text += " " + tr("Expected: %1.").arg(scenarioWords(help.expects));
    m_explained->setText(text);
    m_explained->show();
}

void ParameterField::told() {
    if (!m_explained) return;  // while it is being made
    const QString wrong = problem();
    if (wrong.isEmpty() && m_parameter.kind == ParameterKind::Choices) {
        explainChoice();
    } else if (m_parameter.kind == ParameterKind::Flag) {
        m_explained->setText(helpOf(m_parameter));
        m_explained->show();
    } else {
        m_explained->setText(wrong);
        m_explained->setVisible(!wrong.isEmpty());
    }
    emit changed();
}

void ParameterField::retranslate() {
    const QString title = titleOf(m_parameter);
    const QString help = helpOf(m_parameter);
    m_editor->setAccessibleName(title);
    m_editor->setAccessibleDescription(help);
    m_editor->setToolTip(help + "\n" + QString::fromStdString(scenarios::ParameterValues::allowed(m_parameter)));
    if (auto* combo = qobject_cast<QComboBox*>(m_editor)) {
        for (int at = 0; at < combo->count(); ++at)
            combo->setItemText(at, titleOfChoice(combo->itemData(at).toString().toStdString()));
    }
    const auto* list = qobject_cast<QListWidget*>(m_editor);
    for (int row = 0; list && row < list->count(); ++row) {
        if (m_parameter.choicesExplained.empty()) break;
        const auto& explained = m_parameter.choicesExplained[static_cast<std::size_t>(row)];
        const QString name = shown(m_parameter.choices[static_cast<std::size_t>(row)]);
        const QSignalBlocker quiet(m_editor);
        list->item(row)->setText(explained.expects.empty() ? name : tr("%1  (oversells)").arg(name));
        list->item(row)->setToolTip(
            QString("%1\n%2").arg(scenarioWords(explained.is), scenarioWords(explained.teaches)));
    }
    told();
}

}  // namespace rushlab::ui
