// All words that a page shows, a line each in the order of its widgets: what is compared where a picture is too coarse.
// Of a widget that paints itself it is what a screen reader is told. The GUI's thread.
#pragma once

#include <QtWidgets>

namespace rushlab::ui {

class PageWords {
  public:
    static QString of(const QWidget& page) {
        PageWords words;
        words.read(page);
        return words.m_lines.join('\n') + '\n';
    }

  private:
    void read(const QWidget& widget) {
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) return say("", label->text());
        if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) return readButton(*button);
        if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) return say("choice", combo->currentText());
        if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(&widget)) return say("number", spin->text());
        if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
            return say("text", line->text().isEmpty() ? line->placeholderText() : line->text());
        if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget)) return say("text", text->toPlainText());
        if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) return readTabs(*tabs);
        if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget)) return readView(*view);
        if (!widget.accessibleDescription().isEmpty())
            say("picture", widget.accessibleName() + ": " + widget.accessibleDescription());
        for (const QObject* child : widget.children()) {
            const auto* inner = qobject_cast<const QWidget*>(child);
            if (inner && inner->isVisible() && !inner->isWindow()) read(*inner);
        }
    }
    void readButton(const QAbstractButton& button) {
        const QString text = button.text().isEmpty() ? button.accessibleName() : button.text();
        say(button.isCheckable() ? (button.isChecked() ? "[x]" : "[ ]") : "button", text);
    }
    void readTabs(const QTabBar& tabs) {
        for (int at = 0; at < tabs.count(); ++at)
            say(at == tabs.currentIndex() ? "tab, on view" : "tab", tabs.tabText(at));
    }
    void readView(const QAbstractItemView& view) {
        const QAbstractItemModel& model = *view.model();
        QStringList headings;
        for (int column = 0; column < model.columnCount(view.rootIndex()); ++column)
            headings += model.headerData(column, Qt::Horizontal).toString();
        if (!qobject_cast<const QListView*>(&view)) say("headings", headings.join(" | "));
        readRows(model, view.rootIndex(), "row");
    }
    void readRows(const QAbstractItemModel& model, const QModelIndex& parent, const QString& kind) {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(parent); ++column)
                cells += model.index(row, column, parent).data().toString();
            const QVariant check = model.index(row, 0, parent).data(Qt::CheckStateRole);
            const QString mark = !check.isValid() ? "" : check.toInt() == Qt::Checked ? " [x]" : " [ ]";
            say(kind + mark, cells.join(" | "));
            readRows(model, model.index(row, 0, parent), "  " + kind);
        }
    }
    void say(const QString& kind, QString text) {
        if (text.isEmpty()) return;
        text.replace('\n', " / ");
        m_lines += kind.isEmpty() ? text : kind + ": " + text;
    }

    QStringList m_lines;
};

}  // namespace rushlab::ui
