// One number as large as its place allows, with what it counts above and what it means below: to be read from the back
// row. The GUI's thread.
#pragma once

#include <QWidget>

namespace rushlab::ui {

class BigNumber final : public QWidget {
    Q_OBJECT
  public:
    explicit BigNumber(QWidget* parent);

    void setCaption(const QString& caption);
    // An alarm is shown in words and in another colour.
    void setNumber(const QString& number, const QString& below, bool alarm);
    const QString& number() const { return m_number; }
    const QString& below() const { return m_below; }

    QSize minimumSizeHint() const override { return {260, 150}; }
    QSize sizeHint() const override { return {360, 190}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void describe();

    QString m_caption;
    QString m_number;
    QString m_below;
    bool m_alarm = false;
};

}  // namespace rushlab::ui
