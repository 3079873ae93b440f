// What a LiveChart gives away: its words, its picture, its figures.
#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDrag>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QSaveFile>
#include <QUrl>
#include <algorithm>
#include <cmath>

#include "report/charts.h"
#include "ui/charts/chart_canvas.h"
#include "ui/charts/chart_look.h"
#include "ui/charts/live_chart.h"
#include "ui/charts/svg_paint_device.h"

namespace rushlab::ui {
namespace {

constexpr double kFineness = 2;

}  // namespace

QString LiveChart::summary() const {
    const TimeLines& content = m_canvas->content();
    const TimeRange range = m_canvas->range();
    QStringList sentences{title().isEmpty() ? tr("Chart") : title()};
    for (const TimeLine& line : content.lines()) {
        if (!line.shown) continue;
        double now = std::nan(""), least = now, most = now;
        for (const TimePoint& point : line.points) {
            if (point.at < range.from || point.at > range.to || !std::isfinite(point.value)) continue;
            now = point.value;
            least = std::fmin(least, now);
            most = std::fmax(most, now);
        }
        const QString& unit = m_canvas->unit();
        sentences += std::isfinite(now)
                         ? tr("%1: %2 now, least %3, most %4")
                               .arg(line.name, shownValue(now, unit), shownValue(least, unit), shownValue(most, unit))
                         : tr("%1: no value").arg(line.name);
    }
    QStringList markers;
    for (const TimeMarker& marker : content.markers()) {
        if (marker.at < range.from || marker.at > range.to) continue;
        markers +=
            tr("%1 at %2").arg(marker.what, shownMoment(marker.at, marker.at == std::floor(marker.at) ? 1 : 0.1));
    }
    if (!markers.isEmpty()) sentences += tr("Markers: %1").arg(markers.join(", "));
    return sentences.join(". ") + '.';
}

void LiveChart::describe() {
    const QString now = summary();
    if (accessibleDescription() != now) setAccessibleDescription(now);
}

QByteArray LiveChart::asPng() const {
    QImage image(m_canvas->size() * kFineness, QImage::Format_RGB32);
    image.setDevicePixelRatio(kFineness);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    m_canvas->paintOn(painter);
    painter.end();
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return png;
}

QByteArray LiveChart::asSvg() const {
    SvgPaintDevice paper(m_canvas->size(), summary(), m_canvas->logicalDpiY());
    QPainter painter(&paper);
    m_canvas->paintOn(painter);
    painter.end();
    return paper.svg();
}

QByteArray LiveChart::asCsv() const {
    return m_canvas->content().csv(m_canvas->range(), m_canvas->unit());
}

QByteArray LiveChart::as(const QString& ending) const {
    return ending == "svg" ? asSvg() : ending == "csv" ? asCsv() : asPng();
}

QString LiveChart::fileName(const QString& ending) const {
    return QString::fromStdString(report::asFileName(title().toLower().toStdString())) + '.' + ending;
}

bool LiveChart::saveTo(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending != "png" && ending != "svg" && ending != "csv") {
        emit said(tr("A chart is saved as .png, .svg or .csv; %1 ends otherwise.").arg(path));
        return false;
    }
    QSaveFile file(path);
    const QByteArray content = as(ending);
    const bool done = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    emit said(done ? tr("Saved %1.").arg(path)
                   : tr("%1 could not be written: %2. Choose another folder.").arg(path, file.errorString()));
    return done;
}

void LiveChart::askWhere(const QString& ending) {
    auto* dialog = new QFileDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->setNameFilter(QString("%1 (*.%2)").arg(ending.toUpper(), ending));
    dialog->selectFile(fileName(ending));
    connect(dialog, &QFileDialog::fileSelected, this, &LiveChart::saveTo);
    dialog->open();
}

std::unique_ptr<QMimeData> LiveChart::makeMimeData() const {
    auto mime = std::make_unique<QMimeData>();
    const QByteArray png = asPng();
    mime->setImageData(QImage::fromData(png, "PNG"));
    mime->setData("image/png", png);
    mime->setData("image/svg+xml", asSvg());
    mime->setData("text/csv", asCsv());
    if (!m_dragged) m_dragged = std::make_unique<QTemporaryDir>();
    QSaveFile file(m_dragged->filePath(fileName("png")));
    if (m_dragged->isValid() && file.open(QIODevice::WriteOnly) && file.write(png) == png.size() && file.commit())
        mime->setUrls({QUrl::fromLocalFile(file.fileName())});
    return mime;
}

void LiveChart::copyPicture() {
    QApplication::clipboard()->setMimeData(makeMimeData().release());
    emit said(tr("The chart is on the clipboard, as a picture and as figures."));
}

void LiveChart::dragOut() {
    auto* drag = new QDrag(this);
    drag->setMimeData(makeMimeData().release());
    const QPixmap picture = m_canvas->grab();
    drag->setPixmap(picture.scaled(picture.size() / 3, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    drag->exec(Qt::CopyAction);
}

bool LiveChart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_export && event->type() == QEvent::MouseButtonPress) {
        m_pressed = static_cast<QMouseEvent*>(event)->pos();
    } else if (watched == m_export && event->type() == QEvent::MouseMove) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const bool pulled = (mouse->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
        if (mouse->buttons().testFlag(Qt::LeftButton) && pulled) {
            m_export->setDown(false);
            dragOut();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace rushlab::ui
