#include "ui/charts/chart_saver.h"

#include <QSaveFile>

#include "ui/charts/chart_widget.h"

namespace rushlab::ui {

ChartSaver::ChartSaver(QWidget* window) : QObject(window) {}

ChartSaver& ChartSaver::ofWindow(QWidget& within) {
    QWidget* const window = within.window();
    auto* saver = window->findChild<ChartSaver*>({}, Qt::FindDirectChildrenOnly);
    return saver ? *saver : *new ChartSaver(window);
}

void ChartSaver::save(const QString& path, std::function<QByteArray()> content, QPointer<ChartWidget> chart) {
    m_thread.post([this, path, content = std::move(content), chart = std::move(chart)] {
        QSaveFile file(path);
        const QByteArray bytes = content();
        const bool done = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit();
        QMetaObject::invokeMethod(this, [this, chart, path, done, why = file.errorString()] {
            const QString sentence =
                done ? ChartWidget::tr("Saved %1.").arg(path)
                     : ChartWidget::tr("%1 could not be written: %2. Choose another folder.").arg(path, why);
            if (chart)
                emit chart->said(sentence);
            else
                emit said(sentence);
        });
    });
}

}  // namespace rushlab::ui
