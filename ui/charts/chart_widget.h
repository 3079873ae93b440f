// What charts have in common: a title, words for those who cannot see them, and that they can be taken away as what is
// seen: PNG, SVG and CSV, by menu, by clipboard and by dragging.
// The GUI's thread.
#pragma once

#include <QAction>
#include <QMimeData>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWidget>
#include <memory>

namespace rushlab::ui {

class ChartWidget : public QWidget {
    Q_OBJECT
  public:
    explicit ChartWidget(QWidget* parent);

    virtual QString title() const = 0;
    // What is seen, in words; also told to screen readers.
    virtual QString summary() const = 0;
    virtual QByteArray asCsv() const = 0;
    QByteArray asPng() const;  // twice as fine as the screen
    QByteArray asSvg() const;
    // As it is now; by the name's ending: .png, .svg, .csv. It is written meanwhile; what came of it is said().
    void saveTo(const QString& path);
    // Of what is dragged out of the window and of what is copied.
    std::unique_ptr<QMimeData> makeMimeData() const;

  signals:
    void said(const QString& sentence);

  protected:
    // The whole chart as it is seen, but for what belongs to the mouse.
    virtual QSize paperSize() const = 0;
    virtual void paintOn(QPainter& painter) const = 0;

    // A command with a key that is meant for the chart that has the focus.
    QAction* addCommand(const char* objectName);
    const QList<QAction*>& exports() const { return m_exports; }
    // With a menu, and to be dragged.
    QToolButton* makeExportButton(QWidget* parent);
    void describe();
    void dragOut();

    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void retranslate();
    void askWhere(const QString& ending);
    void copy();
    QImage picture() const;
    QString fileName(const QString& ending) const;

    QList<QAction*> m_exports;
    QToolButton* m_button = nullptr;
    QPoint m_pressed;  // where on the button
    // What is dragged out is a file there until the chart ends.
    mutable std::unique_ptr<QTemporaryDir> m_dragged;
};

}  // namespace rushlab::ui
