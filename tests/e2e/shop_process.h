// `rushlab serve` as a child process with its own data folder and free ports, and curl to talk to it.
// One thread. Needs RUSHLAB_PROGRAM.
#pragma once

#include <QTcpSocket>
#include <QtTest>

namespace rushlab::test {

struct Answer {
    int status = 0;  // 0: none
    QByteArray head;
    QByteArray body;
    QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    QString code() const { return json()["code"].toString(); }
    QString message() const { return json()["message"].toString(); }
    QJsonValue data() const { return json()["data"]; }
    QString shown() const { return QString("%1 %2").arg(status).arg(QString::fromUtf8(body.left(600))); }
};

class ShopProcess {
  public:
    ~ShopProcess() {
        if (m_process.state() == QProcess::NotRunning) return;
        m_process.kill();
        m_process.waitForFinished(30'000);
    }

    // False: it did not get ready; why() tells what it said.
    bool start(const QString& data, const QStringList& more = {}) {
        QProcessEnvironment environment;
        environment.insert("HOME", data);
        environment.insert("TSAN_OPTIONS", qEnvironmentVariable("TSAN_OPTIONS"));
        m_process.setProcessEnvironment(environment);
        m_said.clear();
        m_endpoints.clear();
        m_process.start(RUSHLAB_PROGRAM, QStringList{"serve", "--port-base", "0", "--data", data} + more);
        QElapsedTimer since;
        since.start();
        while (!m_said.contains("\nready\n")) {
            if (m_process.state() == QProcess::NotRunning || since.elapsed() > 60'000) return false;
            m_process.waitForReadyRead(1'000);
            m_said += QString::fromUtf8(m_process.readAllStandardOutput());
        }
        for (const QString& line : m_said.split('\n')) {
            const QStringList words = line.simplified().split(' ');
            if (words.size() == 3) m_endpoints[words[1]] = words[2];
        }
        return true;
    }

    // Its exit status once it has ended by itself; -1 where it did not, or was killed.
    int stop(int milliseconds = 30'000) {
        m_process.terminate();
        if (!m_process.waitForFinished(milliseconds)) return -1;
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    void kill() {
        m_process.kill();
        m_process.waitForFinished(30'000);
    }

    QString why() { return m_said + QString::fromUtf8(m_process.readAllStandardError()); }
    QString endpoint(const QString& instance) const { return m_endpoints.value(instance); }
    QString api(const QString& path) const { return endpoint("gateway-1") + "/api" + path; }

  private:
    QProcess m_process;
    QString m_said;
    QMap<QString, QString> m_endpoints;
};

// Curl with these words; the answer's head comes first.
inline Answer curl(const QStringList& words) {
    QProcess program;
    program.start("curl", QStringList{"--silent", "--show-error", "--include", "--max-time", "40"} + words);
    if (!program.waitForFinished(60'000)) return {};
    const QByteArray whole = program.readAllStandardOutput();
    const qsizetype end = whole.lastIndexOf("\r\n\r\n", whole.indexOf('{') < 0 ? -1 : whole.indexOf('{'));
    if (end < 0) return {0, {}, program.readAllStandardError()};
    Answer answer;
    answer.head = whole.left(end);
    answer.body = whole.mid(end + 4);
    const qsizetype last = answer.head.lastIndexOf("HTTP/1.");
    answer.status = answer.head.mid(last + 9, 3).toInt();
    return answer;
}

inline QStringList asUser(int number) {
    return {"-H", QString("Authorization: %1").arg(number)};
}

inline Answer post(const QString& url, const QString& body, const QStringList& more = {}) {
    return curl(QStringList{"-X", "POST", "-H", "Content-Type: application/json", "--data-binary", body, url} + more);
}

}  // namespace rushlab::test

// Says what came where it is not what was expected.
#define EXPECT_ANSWER(answer, expectedStatus, expectedCode)                                                       \
    do {                                                                                                          \
        const rushlab::test::Answer got = (answer);                                                               \
        QVERIFY2(got.status == (expectedStatus) && got.code() == QString(expectedCode), qPrintable(got.shown())); \
        QCOMPARE(got.json()["status"].toInt(), (expectedStatus));                                                 \
    } while (false)
