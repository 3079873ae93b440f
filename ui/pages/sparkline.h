// A minute of one figure as a small curve, with the greatest value told. The GUI's thread.
#pragma once

#include <QWidget>
#include <vector>

namespace rushlab::ui {

class Sparkline final : public QWidget {
    Q_OBJECT
  public:
    explicit Sparkline(QWidget* parent = nullptr);

    // The oldest first, ten a second; `most` are what the whole width is for.
    void setValues(std::vector<double> values, std::size_t most);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<double> m_values;
    std::size_t m_most = 1;
};

}  // namespace rushlab::ui
