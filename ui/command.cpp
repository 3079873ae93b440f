#include "ui/command.h"

#include <QWidget>

namespace rushlab::ui {

QAction* addCommand(QWidget* page, const char* objectName, const QKeySequence& keys) {
    auto* action = new QAction(page);
    action->setObjectName(objectName);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WindowShortcut);  // while the page is the one that is shown
    page->addAction(action);
    return action;
}

void nameCommand(QAction* action, const QString& text, const QString& help) {
    action->setText(text);
    action->setToolTip(help);
}

QPushButton* buttonFor(QAction* action, const char* objectName, QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setObjectName(objectName);
    const auto show = [button, action] {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        button->setText(action->text());
        button->setEnabled(action->isEnabled());
        button->setToolTip(QString("%1 (%2)").arg(action->toolTip(), keys));
        button->setAccessibleName(action->iconText());
        button->setAccessibleDescription(action->toolTip());
    };
    QObject::connect(action, &QAction::changed, button, show);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

}  // namespace rushlab::ui
