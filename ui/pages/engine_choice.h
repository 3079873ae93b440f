// Which engine a port runs on, to be changed: by its URL, and back to the embedded one; why it cannot be, in its place.
// Guarantees: a URL is remembered until the program ends and no longer; its password is not shown once it was used.
// The GUI's thread.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QProgressBar>
#include <QPushButton>

#include "lab/engine_report.h"
#include "ui/bridge.h"

namespace rushlab::ui {

class EngineChoice final : public QFrame {
    Q_OBJECT
  public:
    EngineChoice(Bridge& bridge, QWidget* parent);

    void retranslate();
    // Of the port that is looked at.
    void showPort(const lab::EngineReport& report);
    bool isBusy() const { return m_busy; }

  signals:
    // The shop runs again, on what was chosen: whoever shows the engines asks them anew.
    void changed();

  private:
    void layOut();
    void useWritten();
    void useEmbedded();
    void use(const QString& url);
    void followEngine(const QString& setting, bool done, const QString& sentence);
    void followShop();
    void tell(const QString& sentence, const char* meaning);
    void fill();

    Bridge& m_bridge;
    lab::EngineReport m_report;
    bool m_known = false;
    bool m_busy = false;
    bool m_reopening = false;
    QString m_setting;              // whose engine is being changed
    QMap<QString, QString> m_urls;  // by setting: what was written last
    QLabel* m_title;
    QLabel* m_explained;
    QLabel* m_label;
    QLineEdit* m_url;
    QPushButton* m_use;
    QPushButton* m_embedded;
    QProgressBar* m_progress;
    QLabel* m_says;
};

// "postgres://kim:***@localhost/shop"
QString withoutPassword(const QString& url);

}  // namespace rushlab::ui
