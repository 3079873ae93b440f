#include "ui/pages/queue_commands.h"

#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

#include "ui/command.h"
#include "ui/pages/publish_dialog.h"
#include "ui/pages/topology.h"

namespace rushlab::ui {
namespace {

using namespace std::chrono_literals;

constexpr auto kSlower = 200ms;    // a message
constexpr std::size_t kNamed = 5;  // letters in a question

}  // namespace

QueueCommands::QueueCommands(Bridge& bridge, QWidget* page)
    : QObject(page),
      m_bridge(bridge),
      m_page(page),
      m_look(addCommand(page, "queues.look", Qt::Key_R)),
      m_publish(addCommand(page, "queues.publish", Qt::Key_N)),
      m_purge(addCommand(page, "queues.purge", QKeySequence(Qt::SHIFT | Qt::Key_Delete))),
      m_redrive(addCommand(page, "queues.redrive", Qt::Key_B)),
      m_redriveAll(addCommand(page, "queues.redriveAll", QKeySequence(Qt::SHIFT | Qt::Key_B))),
      m_add(addCommand(page, "queues.addWorker", Qt::Key_A)),
      m_slow(addCommand(page, "queues.slow", Qt::Key_L)),
      m_drop(addCommand(page, "queues.drop", Qt::Key_D)),
      m_kill(addCommand(page, "queues.kill", Qt::Key_K)) {
    connect(m_look, &QAction::triggered, this, &QueueCommands::changed);
    connect(m_publish, &QAction::triggered, this, &QueueCommands::publish);
    connect(m_purge, &QAction::triggered, this, &QueueCommands::purge);
    connect(m_redrive, &QAction::triggered, this, [this] { tryRedrive(m_chosen); });
    connect(m_redriveAll, &QAction::triggered, this, [this] { tryRedrive({}); });
    connect(m_add, &QAction::triggered, this, [this] {
        order([lab = m_lab] { return lab->add("worker"); },
              [](const std::string& name) { return tr("%1 is up.").arg(QString::fromStdString(name)); });
    });
    connect(m_slow, &QAction::triggered, this, &QueueCommands::slow);
    connect(m_drop, &QAction::triggered, this, &QueueCommands::drop);
    connect(m_kill, &QAction::triggered, this, &QueueCommands::kill);
}

void QueueCommands::show(const LabPointer& lab, const QueueBoard& board, const QString& queue,
                         const QString& consumer) {
    m_lab = lab;
    m_board = board;
    m_queue = queue;
    m_consumer = consumer;
    showState();
}

void QueueCommands::choose(std::vector<std::string> ids) {
    m_chosen = std::move(ids);
    showState();
}

const ConsumerRow* QueueCommands::consumer() const {
    const QueueRow* queue = m_board.find(m_queue);
    if (!queue) return nullptr;
    const auto found = std::ranges::find(queue->consumers, m_consumer, &ConsumerRow::name);
    return found == queue->consumers.end() ? nullptr : &*found;
}

void QueueCommands::retranslate() {
    nameCommand(m_look, tr("Look again"), tr("Which messages are ready now"));
    nameCommand(m_publish, tr("Publish ..."), tr("A message written by hand"));
    nameCommand(m_purge, tr("Purge ..."), tr("Drops every ready message of this queue"));
    nameCommand(m_redrive, tr("Send back ..."), tr("The chosen dead letters, into the queue where they died"));
    nameCommand(m_redriveAll, tr("Send all back ..."),
                tr("Every dead letter of this queue, into the one where it died"));
    nameCommand(m_add, tr("Add a worker"), tr("One more instance that consumes every queue"));
    nameCommand(m_drop, tr("Drop"), tr("Cuts this consumer's channel: what it holds goes back, and it opens another"));
    nameCommand(m_kill, tr("Kill"), tr("The instance of this consumer, as a crash: it does not come back by itself"));
    showState();
}

void QueueCommands::showState() {
    const QueueRow* queue = m_board.find(m_queue);
    const ConsumerRow* one = consumer();
    const bool letters = queue && queue->holdsDeadLetters() && queue->ready > 0;
    const bool isSlow = one && one->slowedBy > 0ms;
    nameCommand(m_slow, isSlow ? tr("As fast as ever") : tr("Slow down"),
                tr("Each message reaches this consumer %1 ms later").arg(kSlower.count()));
    m_look->setEnabled(queue != nullptr);
    m_publish->setEnabled(queue != nullptr);
    m_purge->setEnabled(queue && queue->ready > 0);
    m_redrive->setEnabled(letters && !m_chosen.empty());
    m_redriveAll->setEnabled(letters);
    m_add->setEnabled(queue != nullptr);
    for (QAction* action : {m_slow, m_drop, m_kill})
        action->setEnabled(one != nullptr);
}

template <class Work, class Sentence>
void QueueCommands::order(Work work, Sentence sentence) {
    if (!m_lab) return;
    m_bridge.inBackground(this, std::move(work), [this, sentence](const auto& done) {
        emit said(done ? sentence(*done) : QString::fromStdString(done.error().message));
        emit changed();
    });
}

void QueueCommands::ask(const QString& title, const QString& question, const QString& yes, std::function<void()> then) {
    auto* box = new QMessageBox(QMessageBox::Question, title, question, QMessageBox::Cancel, m_page);
    box->setObjectName("queueQuestion");
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->button(QMessageBox::Cancel)->setText(tr("Cancel"));
    QPushButton* agree = box->addButton(yes, QMessageBox::AcceptRole);
    agree->setObjectName("queueAgree");
    box->setDefaultButton(QMessageBox::Cancel);
    connect(agree, &QPushButton::clicked, this, std::move(then));
    box->open();
}

void QueueCommands::publish() {
    auto* dialog = new PublishDialog(m_board, m_queue, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, lab = m_lab] {
        order([lab, message = dialog->message()] { return lab->publish(message); },
              [](std::size_t queues) {
                  return queues == 1 ? tr("It went into one queue.")
                                     : tr("It went into %1 queues.").arg(grouped(queues));
              });
    });
    dialog->open();
}

void QueueCommands::purge() {
    const QueueRow* queue = m_board.find(m_queue);
    if (!queue) return;
    ask(tr("Purge %1").arg(m_queue),
        tr("%1 ready messages of %2 will be gone for good. What consumers hold stays theirs.")
            .arg(grouped(queue->ready), m_queue),
        tr("Purge"), [this, lab = m_lab, name = m_queue] {
            order([lab, name = name.toStdString()] { return lab->purge(name); },
                  [name](std::uint64_t count) { return tr("%1 messages of %2 are gone.").arg(grouped(count), name); });
        });
}

// A dry run tells which would go; whoever agrees lets them.
void QueueCommands::tryRedrive(std::vector<std::string> ids) {
    if (!m_lab) return;
    lab::RedriveOrder tried{m_queue.toStdString(), std::move(ids), true};
    m_bridge.inBackground(
        this, [lab = m_lab, tried] { return lab->redrive(tried); },
        [this, lab = m_lab, tried](const Result<std::vector<std::string>>& would) {
            if (would)
                redrive(lab, tried, *would);
            else
                emit said(QString::fromStdString(would.error().message));
        });
}

void QueueCommands::redrive(const LabPointer& lab, const lab::RedriveOrder& tried,
                            const std::vector<std::string>& would) {
    QStringList named;
    for (std::size_t at = 0; at < std::min(would.size(), kNamed); ++at)
        named += QString::fromStdString(would[at]);
    if (would.size() > kNamed) named += tr("and %1 more").arg(grouped(would.size() - kNamed));
    lab::RedriveOrder whole = tried;
    whole.dryRun = false;
    const QString from = QString::fromStdString(tried.deadLetters);
    ask(tr("Send dead letters back"),
        tr("%1 dead letters of %2 would go back to the queue where they died:").arg(grouped(would.size()), from) +
            "\n\n" + named.join('\n'),
        tr("Send back"), [this, lab, whole] {
            order([lab, whole] { return lab->redrive(whole); },
                  [](const std::vector<std::string>& moved) {
                      return tr("%1 dead letters went back.").arg(grouped(moved.size()));
                  });
        });
}

void QueueCommands::slow() {
    const ConsumerRow* one = consumer();
    if (!one) return;
    const auto slowness = one->slowedBy > 0ms ? 0ms : kSlower;
    const QString name = one->name;
    m_bridge.order(
        m_lab,
        [queue = m_queue.toStdString(), who = name.toStdString(), slowness](lab::LiveLab& lab) {
            return lab.slowConsumer(queue, who, slowness);
        },
        slowness > 0ms ? tr("%1 is %2 ms slower a message.").arg(name).arg(slowness.count())
                       : tr("%1 is as fast as ever.").arg(name));
}

void QueueCommands::drop() {
    const ConsumerRow* one = consumer();
    if (!one) return;
    m_bridge.order(
        m_lab, [queue = m_queue.toStdString(), id = one->id](lab::LiveLab& lab) { return lab.dropConsumer(queue, id); },
        tr("The channel of %1 was cut: what it held went back.").arg(one->name));
}

void QueueCommands::kill() {
    const ConsumerRow* one = consumer();
    if (!one) return;
    m_bridge.order(
        m_lab, [who = one->name.toStdString()](lab::LiveLab& lab) { return lab.kill(who); },
        tr("%1 was killed.").arg(one->name));
}

}  // namespace rushlab::ui
