#include "ui/charts/chart_widget.h"

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDrag>
#include <QEvent>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>
#include <functional>

#include "report/charts.h"
#include "ui/charts/chart_icons.h"
#include "ui/charts/chart_saver.h"
#include "ui/charts/svg_paint_device.h"

namespace rushlab::ui {
namespace {

constexpr double kFineness = 2;

QByteArray pngOf(const QImage& image) {
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return png;
}

}  // namespace

ChartWidget::ChartWidget(QWidget* parent) : QWidget(parent) {
    for (const char* ending : {"png", "svg", "csv"}) {
        QAction* save = addCommand(QString("chart-%1").arg(ending).toLatin1().constData());
        connect(save, &QAction::triggered, this, [this, ending] { askWhere(ending); });
        m_exports += save;
    }
    QAction* toClipboard = addCommand("chart-copy");
    toClipboard->setShortcut(QKeySequence::Copy);
    connect(toClipboard, &QAction::triggered, this, &ChartWidget::copy);
    m_exports += toClipboard;
    retranslate();
}

QAction* ChartWidget::addCommand(const char* objectName) {
    auto* action = new QAction(this);
    action->setObjectName(objectName);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(action);
    return action;
}

QToolButton* ChartWidget::makeExportButton(QWidget* parent) {
    m_button = new QToolButton(parent);
    m_button->setObjectName("chart-export-button");
    m_button->setProperty("chartControl", true);
    m_button->setAutoRaise(true);
    auto* menu = new QMenu(m_button);
    menu->addActions(m_exports);
    // On the click, not on the press as Qt's own would: until then it may become a drag.
    connect(m_button, &QToolButton::clicked, menu,
            [this, menu] { menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height()))); });
    m_button->installEventFilter(this);
    retranslate();
    return m_button;
}

void ChartWidget::retranslate() {
    m_exports[0]->setText(tr("Save as &PNG picture ..."));
    m_exports[1]->setText(tr("Save as &SVG drawing ..."));
    m_exports[2]->setText(tr("Save figures as CS&V ..."));
    m_exports[3]->setText(tr("&Copy picture and figures"));
    if (!m_button) return;
    m_button->setIcon(iconOf(ChartIcon::TakeAway, palette()));
    m_button->setAccessibleName(tr("Take the chart away"));
    m_button->setToolTip(
        tr("Save what is seen as PNG, SVG or CSV; or drag this button, or the chart's title, to where "
           "the chart shall go"));
}

void ChartWidget::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) retranslate();
}

void ChartWidget::describe() {
    const QString now = summary();
    if (accessibleDescription() != now) setAccessibleDescription(now);
}

QImage ChartWidget::picture() const {
    QImage image(paperSize() * kFineness, QImage::Format_RGB32);
    image.setDevicePixelRatio(kFineness);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintOn(painter);
    painter.end();
    return image;
}

QByteArray ChartWidget::asPng() const {
    return pngOf(picture());
}

QByteArray ChartWidget::asSvg() const {
    SvgPaintDevice paper(paperSize(), summary(), logicalDpiY());
    QPainter painter(&paper);
    paintOn(painter);
    painter.end();
    return paper.svg();
}

QString ChartWidget::fileName(const QString& ending) const {
    return QString::fromStdString(report::asFileName(title().toLower().toStdString())) + '.' + ending;
}

void ChartWidget::saveTo(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending != "png" && ending != "svg" && ending != "csv")
        return emit said(tr("A chart is saved as .png, .svg or .csv; %1 ends otherwise.").arg(path));
    std::function<QByteArray()> content;
    if (ending == "png")
        content = [image = picture()] { return pngOf(image); };
    else
        content = [text = ending == "svg" ? asSvg() : asCsv()] { return text; };
    ChartSaver::ofWindow(*this).save(path, std::move(content), this);
}

void ChartWidget::askWhere(const QString& ending) {
    auto* dialog = new QFileDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->setNameFilter(QString("%1 (*.%2)").arg(ending.toUpper(), ending));
    dialog->selectFile(fileName(ending));
    connect(dialog, &QFileDialog::fileSelected, this, &ChartWidget::saveTo);
    dialog->open();
}

std::unique_ptr<QMimeData> ChartWidget::makeMimeData() const {
    auto mime = std::make_unique<QMimeData>();
    const QByteArray png = asPng();
    mime->setImageData(QImage::fromData(png, "PNG"));
    mime->setData("image/png", png);
    mime->setData("image/svg+xml", asSvg());
    mime->setData("text/csv", asCsv());
    if (!m_dragged) m_dragged = std::make_unique<QTemporaryDir>();
    // Complete before anybody hears of it, and gone with the chart: it need not wait for the disk, as a QSaveFile does.
    QFile file(m_dragged->filePath(fileName("png")));
    if (m_dragged->isValid() && file.open(QIODevice::WriteOnly) && file.write(png) == png.size() && file.flush())
        mime->setUrls({QUrl::fromLocalFile(file.fileName())});
    return mime;
}

void ChartWidget::copy() {
    QApplication::clipboard()->setMimeData(makeMimeData().release());
    emit said(tr("The chart is on the clipboard, as a picture and as figures."));
}

void ChartWidget::dragOut() {
    auto* drag = new QDrag(this);
    drag->setMimeData(makeMimeData().release());
    const QPixmap picture = grab();
    drag->setPixmap(picture.scaled(picture.size() / 3, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    drag->exec(Qt::CopyAction);
}

bool ChartWidget::eventFilter(QObject* watched, QEvent* event) {
    const bool left = watched == m_button &&
                      (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove) &&
                      (static_cast<QMouseEvent*>(event)->buttons() & Qt::LeftButton);
    if (!left) return QWidget::eventFilter(watched, event);
    const QPoint at = static_cast<QMouseEvent*>(event)->pos();
    if (event->type() == QEvent::MouseButtonPress) {
        m_pressed = at;
    } else if (m_button->isDown() && (at - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_button->setDown(false);  // a drag, not a click
        dragOut();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace rushlab::ui
