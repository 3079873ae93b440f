// The verdict of a run in one line that carries across a room: symbol, word, colour, and beside it what was expected.
// Hidden until there is one. The GUI's thread.
#pragma once

#include <QFrame>
#include <QLabel>

#include "ui/bridge.h"

namespace rushlab::ui {

class VerdictBanner final : public QFrame {
    Q_OBJECT
  public:
    explicit VerdictBanner(QWidget* parent);

    void clear();
    void show(ResultPointer result);
    // It did not run, or not to an end.
    void showProblem(const QString& sentence);
    void retranslate();

  private:
    void dress(const QString& meaning);
    void draw();

    ResultPointer m_result;
    QString m_problem;
    QLabel *m_word, *m_sentence;
};

}  // namespace rushlab::ui
