// What of a window is cut off, overlaps or sticks out, a sentence each; nothing where all is well. What can be told
// from the widgets is told here; what a widget paints by itself is looked at by a person, in the pictures. The GUI's
// thread.
#pragma once

#include <QtWidgets>

#include "ui/charts/chart_widget.h"

namespace rushlab::ui {

inline QString whoIs(const QWidget& widget) {
    QStringList way;
    for (const QWidget* at = &widget; at && !at->isWindow(); at = at->parentWidget()) {
        const QString name = at->objectName();
        way.prepend(name.isEmpty() ? QString(at->metaObject()->className()).section("::", -1) : name);
    }
    return way.join(" / ");
}

class LayoutFlaws {
  public:
    static QStringList of(const QWidget& window) {
        LayoutFlaws flaws;
        for (const QWidget* widget : window.findChildren<QWidget*>()) {
            if (widget->isVisible() && !widget->isWindow()) flaws.look(*widget);
        }
        flaws.lookForOverlaps(window);
        return flaws.m_found;
    }

  private:
    void look(const QWidget& widget) {
        if (!isScrolled(widget) && !widget.parentWidget()->rect().contains(widget.geometry()))
            note(widget, QString("sticks out of its parent: %1 in %2")
                             .arg(shown(widget.geometry()), shown(widget.parentWidget()->rect())));
        if (widget.layout() && !fits(widget.layout()->minimumSize(), widget.size()))
            note(
                widget,
                QString("is %1, its layout needs %2").arg(shown(widget.size()), shown(widget.layout()->minimumSize())));
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) lookAtLabel(*label);
        if (const auto* button = qobject_cast<const QPushButton*>(&widget)) lookAtHint(*button);
        if (const auto* box = qobject_cast<const QCheckBox*>(&widget)) lookAtHint(*box);
        if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) lookAtCombo(*combo);
        if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(&widget)) lookAtHint(*spin);
        if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) lookAtLine(*line);
        if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) lookAtTabs(*tabs);
        if (const auto* header = qobject_cast<const QHeaderView*>(&widget)) lookAtHeader(*header);
        if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget)) lookAtCells(*view);
    }

    void lookAtLabel(const QLabel& label) {
        // It shortens itself, and its tooltip tells the rest.
        if (label.text().isEmpty() || !label.pixmap().isNull() || label.objectName() == "spoken") return;
        const QSize room = label.size();
        const QString words = label.text().left(40);
        if (!label.wordWrap()) {
            if (!fits(label.sizeHint(), room))
                note(label, QString("\"%1\" needs %2, has %3").arg(words, shown(label.sizeHint()), shown(room)));
        } else if (label.heightForWidth(room.width()) > room.height()) {
            note(label, QString("\"%1\" needs %2 pixels of height at its width, has %3")
                            .arg(words)
                            .arg(label.heightForWidth(room.width()))
                            .arg(shown(room)));
        } else if (const int widest = widestWord(label); widest > label.contentsRect().width()) {
            note(label, QString("has a word of %1 pixels in \"%2\", and is %3").arg(widest).arg(words, shown(room)));
        }
    }
    static int widestWord(const QLabel& label) {
        int widest = 0;
        for (const QString& word : label.text().split(QRegularExpression("\\s"), Qt::SkipEmptyParts)) {
            // Korean, and a path, may be broken between any two letters.
            if (label.textFormat() == Qt::RichText || word.contains(QRegularExpression("[^\\x00-\\x7f]|/"))) continue;
            widest = std::max(widest, label.fontMetrics().horizontalAdvance(word));
        }
        return widest;
    }
    template <class Widget>
    void lookAtHint(const Widget& widget) {
        if (!fits(widget.minimumSizeHint(), widget.size()))
            note(widget, QString("needs %1, has %2").arg(shown(widget.minimumSizeHint()), shown(widget.size())));
    }
    void lookAtCombo(const QComboBox& combo) {
        QStyleOptionComboBox option;
        option.initFrom(&combo);
        option.editable = combo.isEditable();
        const int room =
            combo.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &combo).width();
        const int needed = combo.fontMetrics().horizontalAdvance(combo.currentText());
        if (needed > room)
            note(combo, QString("\"%1\" needs %2 pixels, has %3").arg(combo.currentText()).arg(needed).arg(room));
    }
    void lookAtLine(const QLineEdit& line) {
        const QString told = line.text().isEmpty() ? line.placeholderText() : QString();
        const int needed = line.fontMetrics().horizontalAdvance(told);
        if (needed > line.contentsRect().width())
            note(line, QString("\"%1\" needs %2 pixels, has %3").arg(told).arg(needed).arg(line.width()));
    }
    void lookAtTabs(const QTabBar& tabs) {
        for (const auto* button : tabs.findChildren<QToolButton*>()) {
            if (button->isVisible()) return note(tabs, "has more tabs than room, and scrolls");
        }
        for (int at = 0; at < tabs.count(); ++at) {
            const QString text = QString(tabs.tabText(at)).remove('&');
            const int needed = tabs.fontMetrics().horizontalAdvance(text);
            if (needed > tabs.tabRect(at).width())
                note(tabs, QString("the tab \"%1\" needs %2 pixels, has %3").arg(text).arg(needed).arg(tabs.width()));
        }
    }
    void lookAtHeader(const QHeaderView& header) {
        if (header.orientation() != Qt::Horizontal) return;
        for (int at = 0; at < header.count(); ++at) {
            if (header.isSectionHidden(at) || header.sectionSize(at) >= header.sectionSizeHint(at)) continue;
            const QString text = header.model()->headerData(at, Qt::Horizontal).toString();
            note(header, QString("the heading \"%1\" needs %2 pixels, has %3")
                             .arg(text)
                             .arg(header.sectionSizeHint(at))
                             .arg(header.sectionSize(at)));
        }
    }
    // What a cell shortens, its tooltip tells.
    void lookAtCells(const QAbstractItemView& view) {
        if (!view.model() || qobject_cast<const QHeaderView*>(&view)) return;
        lookAtCells(view, view.rootIndex());
    }
    void lookAtCells(const QAbstractItemView& view, const QModelIndex& parent) {
        const QAbstractItemModel& model = *view.model();
        for (int row = 0; row < model.rowCount(parent); ++row) {
            for (int column = 0; column < model.columnCount(parent); ++column) {
                const QModelIndex cell = model.index(row, column, parent);
                const QRect room = view.visualRect(cell);
                if (room.isEmpty() || !view.viewport()->rect().intersects(room)) continue;
                const QString text = cell.data().toString();
                if (text.isEmpty() || cell.data(Qt::ToolTipRole).toString().contains(text)) continue;
                const auto* tree = qobject_cast<const QTreeView*>(&view);
                const bool spanned = tree && tree->isFirstColumnSpanned(row, parent);
                if (spanned && column > 0) continue;
                const int has = spanned ? view.viewport()->width() - room.left() : room.width();
                const QVariant font = cell.data(Qt::FontRole);
                const int needed =
                    (font.isValid() ? QFontMetrics(font.value<QFont>()) : view.fontMetrics()).size(0, text).width();
                if (needed > has)
                    note(view, QString("the cell \"%1\" needs %2 pixels, has %3").arg(text).arg(needed).arg(has));
            }
            lookAtCells(view, model.index(row, 0, parent));
        }
    }

    void lookForOverlaps(const QWidget& parent) {
        QList<const QWidget*> shownOnes;
        for (const QObject* child : parent.children()) {
            const auto* widget = qobject_cast<const QWidget*>(child);
            if (!widget || !widget->isVisible() || widget->isWindow()) continue;
            for (const QWidget* other : std::as_const(shownOnes)) {
                const QRect both = widget->geometry() & other->geometry();
                if (!both.isEmpty() && !belongTogether(*widget, *other))
                    note(*widget, QString("overlaps %1 by %2").arg(whoIs(*other), shown(both)));
            }
            shownOnes += widget;
            lookForOverlaps(*widget);
        }
    }
    // What Qt lays over each other on purpose.
    static bool belongTogether(const QWidget& one, const QWidget& other) {
        const auto inParts = [](const QWidget& widget) {
            return qobject_cast<const QTabWidget*>(widget.parentWidget()) ||
                   qobject_cast<const QAbstractItemView*>(widget.parentWidget()) ||
                   qobject_cast<const QLineEdit*>(widget.parentWidget()) ||
                   qobject_cast<const QComboBox*>(widget.parentWidget());
        };
        // A chart's buttons lie on its paper, which leaves that corner free.
        const bool onPaper = qobject_cast<const ChartWidget*>(one.parentWidget());
        return onPaper || (inParts(one) && inParts(other));
    }
    static bool isScrolled(const QWidget& widget) {
        const auto* area = qobject_cast<const QAbstractScrollArea*>(widget.parentWidget()->parentWidget());
        return area && area->viewport() == widget.parentWidget();
    }
    static bool fits(QSize needed, QSize room) {
        return needed.width() <= room.width() && needed.height() <= room.height();
    }
    static QString shown(QSize size) { return QString("%1x%2").arg(size.width()).arg(size.height()); }
    static QString shown(QRect rect) {
        return QString("%1 at %2,%3").arg(shown(rect.size())).arg(rect.x()).arg(rect.y());
    }
    void note(const QWidget& widget, const QString& what) { m_found += whoIs(widget) + ": " + what; }

    QStringList m_found;
};

}  // namespace rushlab::ui
