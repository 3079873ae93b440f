// The field of one parameter: made from its kind, limits, choices and default, and read back as the text that a
// scenario takes. Guarantees: text() is always what the field shows, also where it is not allowed; problem() then says
// what is. The GUI's thread.
#pragma once

#include <QLabel>
#include <QWidget>

#include "scenarios/scenario.h"

namespace rushlab::ui {

class ParameterField final : public QWidget {
    Q_OBJECT
  public:
    explicit ParameterField(const scenarios::Parameter& parameter, QWidget* parent);

    const scenarios::Parameter& parameter() const { return m_parameter; }
    std::string text() const;
    void setText(const std::string& text);
    // A sentence, or nothing where the text is allowed.
    QString problem() const;
    // What takes the keys: for labels' mnemonics, and for tests.
    QWidget* editor() const { return m_editor; }
    void retranslate();

  signals:
    void changed();

  private:
    QWidget* makeEditor();
    QWidget* makeChoices();
    void explainChoice();
    void told();

    const scenarios::Parameter& m_parameter;
    QWidget* m_editor;
    QLabel* m_explained;  // under a list of choices; else what is wrong
};

}  // namespace rushlab::ui
