#include "ui/command_palette.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fuzzy.h"
#include "ui/theme.h"

namespace rushlab::ui {
namespace {

enum Role { kWhere = Qt::UserRole, kShortcut, kCommand };

// The command on the left, where it lives after it, its shortcut on the right.
class CommandDelegate final : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const bool selected = option.state & QStyle::State_Selected;
        const bool enabled = index.flags() & Qt::ItemIsEnabled;
        const QPalette& palette = option.palette;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(palette.highlight());
            painter->drawRoundedRect(option.rect, 6, 6);
        }
        const QColor loud = selected ? palette.color(QPalette::HighlightedText) : palette.color(QPalette::Text);
        const QColor quiet = selected ? loud : quietText(palette);
        QRect row = option.rect.adjusted(12, 0, -12, 0);
        const QString shortcut = index.data(kShortcut).toString();
        painter->setFont(option.font);
        painter->setPen(quiet);
        painter->drawText(row, Qt::AlignRight | Qt::AlignVCenter, shortcut);
        if (!shortcut.isEmpty()) row.setRight(row.right() - option.fontMetrics.horizontalAdvance(shortcut) - 16);
        QRect used;
        painter->setPen(enabled ? loud : quiet);
        const QString text =
            option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, row.width());
        painter->drawText(row, Qt::AlignLeft | Qt::AlignVCenter, text, &used);
        row.setLeft(used.right() + 14);
        painter->setPen(quiet);
        painter->drawText(
            row, Qt::AlignLeft | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data(kWhere).toString(), Qt::ElideRight, std::max(row.width(), 0)));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {100, option.fontMetrics.height() + 18};
    }
};

}  // namespace

CommandPalette::CommandPalette(std::vector<Command> commands, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint),
      m_commands(std::move(commands)),
      m_typed(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_found(new QStandardItemModel(this)) {
    setObjectName("commandPalette");
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(tr("Command palette"));
    m_typed->setObjectName("commandTyped");
    m_typed->setAccessibleName(tr("What do you want to do?"));
    m_typed->setPlaceholderText(tr("What do you want to do?"));
    m_typed->installEventFilter(this);
    m_list->setObjectName("commandsFound");
    m_list->setAccessibleName(tr("Commands"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    connect(m_typed, &QLineEdit::textChanged, this, &CommandPalette::find);
    connect(m_typed, &QLineEdit::returnPressed, this, &CommandPalette::runChosen);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runChosen);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(m_typed);
    column->addWidget(m_list, 1);
    find({});
    if (const QWidget* window = parent ? parent->window() : nullptr) {
        resize(std::min(680, window->width() - 80), std::min(460, window->height() - 120));
        QDialog::move(window->mapToGlobal(QPoint((window->width() - width()) / 2, 70)));
    }
    m_typed->setFocus();
}

void CommandPalette::find(const QString& typed) {
    std::vector<std::pair<int, std::size_t>> fits;
    for (std::size_t at = 0; at < m_commands.size(); ++at) {
        const auto fit = fitOf(typed, m_commands[at].text + ' ' + m_commands[at].where);
        if (fit) fits.emplace_back(*fit, at);
    }
    std::ranges::stable_sort(fits, [&](const auto& one, const auto& other) {
        const bool on = m_commands[one.second].enabled, otherOn = m_commands[other.second].enabled;
        return on != otherOn ? on : one.first > other.first && !typed.isEmpty();
    });
    m_choosable = 0;
    m_found->clear();
    for (const auto& [fit, at] : fits) {
        const Command& command = m_commands[at];
        auto* row = new QStandardItem(command.text);
        row->setData(command.where, kWhere);
        row->setData(command.shortcut, kShortcut);
        row->setData(static_cast<qulonglong>(at), kCommand);
        row->setEnabled(command.enabled);
        m_choosable += command.enabled;
        m_found->appendRow(row);
    }
    if (m_found->rowCount() == 0) {
        auto* none = new QStandardItem(tr("Nothing here is called that."));
        none->setEnabled(false);
        m_found->appendRow(none);
    }
    m_list->setCurrentIndex(m_found->index(0, 0));
}

void CommandPalette::runChosen() {
    const QModelIndex chosen = m_list->currentIndex();
    if (!(chosen.flags() & Qt::ItemIsEnabled) || !chosen.data(kCommand).isValid()) return;
    const auto run = m_commands[chosen.data(kCommand).toULongLong()].run;
    // Afterwards, and not from within: the command may open a dialog, or delete what this stands on.
    QMetaObject::invokeMethod(parent(), run, Qt::QueuedConnection);
    close();
}

void CommandPalette::move(int rows) {
    if (m_choosable == 0) return;
    m_list->setCurrentIndex(m_found->index(std::clamp(m_list->currentIndex().row() + rows, 0, m_choosable - 1), 0));
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
        case Qt::Key_Down:
            move(1);
            return true;
        case Qt::Key_Up:
            move(-1);
            return true;
        case Qt::Key_PageDown:
            move(8);
            return true;
        case Qt::Key_PageUp:
            move(-8);
            return true;
        default:
            return QDialog::eventFilter(watched, event);
    }
}

}  // namespace rushlab::ui
