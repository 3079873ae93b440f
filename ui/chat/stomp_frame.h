// Frames of STOMP 1.2 as the chat's clients in the window write and read them: by the specification alone, so that what
// they show is what any client sees.
// Any thread; plain values.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>
#include <utility>

namespace rushlab::ui {

struct StompFrame {
    QString command;
    QList<std::pair<QString, QString>> headers;
    QByteArray body;

    // The first of that name counts (STOMP 1.2, "Repeated Header Entries"); empty where there is none.
    QString header(const QString& name) const;

    friend bool operator==(const StompFrame&, const StompFrame&) = default;
};

// With a content-length where there is a body.
QByteArray encoded(const StompFrame& frame);

// Takes frames out of what comes, however that is cut into messages; heart-beats between them are passed over.
class StompReader {
  public:
    void add(const QByteArray& bytes) { m_bytes += bytes; }
    // The next whole one; nothing where more must come first. What is no STOMP is a frame ERROR of the reader's own,
    // and what came is forgotten.
    std::optional<StompFrame> next();

  private:
    StompFrame broken(const QString& why);

    QByteArray m_bytes;
};

}  // namespace rushlab::ui
