// A large figure with its name above it: "Accepted/s", "1,234".
// The GUI's thread.
#pragma once

#include <QFrame>
#include <QLabel>

namespace rushlab::ui {

class FigureTile final : public QFrame {
  public:
    // The figure's label has the name, for those who look for it.
    FigureTile(const char* objectName, QWidget* parent, Qt::Alignment side = Qt::AlignLeft);

    void setName(const QString& name) { m_name->setText(name); }
    void setFigure(const QString& figure) { m_figure->setText(figure); }
    // As setMeaning() of theme.h has them.
    void setMeaning(const QString& meaning);
    void setLeastWidth(int pixels) { m_figure->setMinimumWidth(pixels); }

  private:
    QLabel *m_name, *m_figure;
};

}  // namespace rushlab::ui
