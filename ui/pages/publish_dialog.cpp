#include "ui/pages/publish_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPushButton>

namespace rushlab::ui {

PublishDialog::PublishDialog(const QueueBoard& board, const QString& queue, QWidget* parent)
    : QDialog(parent),
      m_exchange(new QComboBox(this)),
      m_key(new QLineEdit(queue, this)),
      m_id(new QLineEdit(this)),
      m_headers(new QPlainTextEdit(this)),
      m_body(new QPlainTextEdit(this)) {
    setObjectName("publishDialog");
    setWindowTitle(tr("Publish a message"));
    for (const ExchangeRow& exchange : board.exchanges)
        m_exchange->addItem(nameOf(exchange), exchange.name);
    m_exchange->setObjectName("publishExchange");
    m_key->setObjectName("publishKey");
    m_id->setObjectName("publishId");
    m_id->setPlaceholderText(tr("Empty: it is given one"));
    m_headers->setObjectName("publishHeaders");
    m_headers->setPlaceholderText(tr("A line each: name: value"));
    m_headers->setTabChangesFocus(true);
    m_headers->setFixedHeight(fontMetrics().height() * 4);
    m_body->setObjectName("publishBody");
    m_body->setTabChangesFocus(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* publish = buttons->addButton(tr("Publish"), QDialogButtonBox::AcceptRole);
    publish->setObjectName("publishNow");
    publish->setProperty("look", "primary");
    publish->setDefault(true);
    buttons->button(QDialogButtonBox::Cancel)->setText(tr("Cancel"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_key, &QLineEdit::textChanged, publish,
            [publish](const QString& key) { publish->setEnabled(!key.isEmpty()); });
    auto* form = new QFormLayout(this);
    form->setContentsMargins(20, 18, 20, 16);
    form->setSpacing(10);
    form->addRow(tr("Exchange"), m_exchange);
    form->addRow(tr("Routing key"), m_key);
    form->addRow(tr("Id"), m_id);
    form->addRow(tr("Headers"), m_headers);
    form->addRow(tr("Body"), m_body);
    form->addRow(buttons);
    resize(560, 440);
}

lab::NewMessage PublishDialog::message() const {
    lab::NewMessage message;
    message.exchange = m_exchange->currentData().toString().toStdString();
    message.routingKey = m_key->text().toStdString();
    message.messageId = m_id->text().trimmed().toStdString();
    message.body = m_body->toPlainText().toStdString();
    for (const QString& line : m_headers->toPlainText().split('\n', Qt::SkipEmptyParts))
        message.headers.emplace_back(line.section(':', 0, 0).trimmed().toStdString(),
                                     line.section(':', 1).trimmed().toStdString());
    return message;
}

}  // namespace rushlab::ui
