// One line of text that changes many times a second: painted anew, while nothing around it is laid out anew. What does
// not fit ends in "...", and stands in the tooltip. The GUI's thread.
#pragma once

#include <QWidget>

namespace rushlab::ui {

class LiveLine final : public QWidget {
    Q_OBJECT
  public:
    explicit LiveLine(QWidget* parent);

    void setText(const QString& text);
    const QString& text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_text;
};

}  // namespace rushlab::ui
