#include "ui/chat/stomp_frame.h"

namespace rushlab::ui {
namespace {

// STOMP 1.2, "Value Encoding": these two escape nothing, as 1.0 did not.
bool isEscaped(const QString& command) {
    return command != "CONNECT" && command != "CONNECTED";
}

QByteArray escaped(const QString& text, bool escapes) {
    if (!escapes) return text.toUtf8();
    QByteArray bytes = text.toUtf8();
    return bytes.replace('\\', "\\\\").replace('\r', "\\r").replace('\n', "\\n").replace(':', "\\c");
}

// Nothing where it is wrongly escaped.
std::optional<QString> unescaped(const QByteArray& bytes, bool escapes) {
    if (!escapes || !bytes.contains('\\')) return QString::fromUtf8(bytes);
    QByteArray plain;
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        if (bytes[at] != '\\') {
            plain += bytes[at];
            continue;
        }
        const char which = ++at < bytes.size() ? bytes[at] : '\0';
        const QByteArray known("\\rnc");
        const qsizetype found = known.indexOf(which);
        if (found < 0) return {};
        plain += "\\\r\n:"[found];
    }
    return QString::fromUtf8(plain);
}

// Of the head that ends with an empty line: where that line ends; 0 where it has not come yet.
qsizetype endOfHead(const QByteArray& bytes) {
    for (qsizetype at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) {
        qsizetype next = at + 1;
        if (next < bytes.size() && bytes[next] == '\r') ++next;
        if (next < bytes.size() && bytes[next] == '\n') return next + 1;
    }
    return 0;
}

}  // namespace

QString StompFrame::header(const QString& name) const {
    for (const auto& [own, value] : headers) {
        if (own == name) return value;
    }
    return {};
}

QByteArray encoded(const StompFrame& frame) {
    const bool escapes = isEscaped(frame.command);
    QByteArray bytes = frame.command.toUtf8() + '\n';
    for (const auto& [name, value] : frame.headers)
        bytes += escaped(name, escapes) + ':' + escaped(value, escapes) + '\n';
    if (!frame.body.isEmpty()) bytes += "content-length:" + QByteArray::number(frame.body.size()) + '\n';
    return bytes + '\n' + frame.body + '\0';
}

StompFrame StompReader::broken(const QString& why) {
    m_bytes.clear();
    return {"ERROR", {{"message", why}}, {}};
}

std::optional<StompFrame> StompReader::next() {
    qsizetype begin = 0;
    while (begin < m_bytes.size() && (m_bytes[begin] == '\n' || m_bytes[begin] == '\r'))
        ++begin;
    m_bytes.remove(0, begin);
    const qsizetype head = endOfHead(m_bytes);
    if (head == 0) return {};
    StompFrame frame;
    QList<QByteArray> lines = m_bytes.left(head).split('\n');
    for (QByteArray& line : lines) {
        if (line.endsWith('\r')) line.chop(1);
    }
    frame.command = QString::fromUtf8(lines.takeFirst());
    for (const QByteArray& line : std::as_const(lines)) {
        if (line.isEmpty()) break;
        const qsizetype colon = line.indexOf(':');
        const auto name = unescaped(line.left(colon), isEscaped(frame.command));
        const auto value = unescaped(line.mid(colon + 1), isEscaped(frame.command));
        if (colon < 1 || !name || !value) return broken("a header of a frame is wrong: " + QString::fromUtf8(line));
        frame.headers.emplace_back(*name, *value);
    }
    bool isNumber = false;
    const qsizetype told = frame.header("content-length").toLongLong(&isNumber);
    const qsizetype end = isNumber ? head + told : m_bytes.indexOf('\0', head);
    if (end < head || end >= m_bytes.size()) return {};
    if (m_bytes[end] != '\0') return broken("a frame does not end where its content-length says");
    frame.body = m_bytes.mid(head, end - head);
    m_bytes.remove(0, end + 1);
    return frame;
}

}  // namespace rushlab::ui
