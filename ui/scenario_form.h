// A form for any scenario, made from its own parameters: their limits, defaults and help are said there and nowhere
// else. Guarantees: request() is what the fields show; it holds only what differs from the defaults. The GUI's thread.
#pragma once

#include <QFormLayout>
#include <QSpinBox>
#include <vector>

#include "ui/laboratory.h"
#include "ui/parameter_field.h"

namespace rushlab::ui {

class ScenarioForm final : public QWidget {
    Q_OBJECT
  public:
    // The scenario must outlive it: those of allScenarios() do.
    ScenarioForm(const scenarios::Scenario& scenario, QWidget* parent);

    const scenarios::Scenario& scenario() const { return m_scenario; }
    RunRequest request() const;
    // What is not named there goes back to its default.
    void show(const RunRequest& request);
    void setValue(std::string_view id, const std::string& text);
    // Nothing where every field is allowed; else the first thing that is not.
    QString problem() const;
    ParameterField* field(std::string_view id) const;
    void setFieldsEnabled(bool on);
    void retranslate();

  signals:
    void changed();

  private:
    const scenarios::Scenario& m_scenario;
    QFormLayout* m_rows;
    std::vector<ParameterField*> m_fields;
    std::vector<QLabel*> m_labels;  // one a field, then the seed's
    QSpinBox* m_seed;
};

}  // namespace rushlab::ui
