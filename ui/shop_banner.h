// The strip at the window's top that says how the shop comes up, and why it does not, with what can be done about it.
// Seen only while there is something to say. The GUI's thread.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>

#include "ui/bridge.h"

namespace rushlab::ui {

class ShopBanner final : public QFrame {
    Q_OBJECT
  public:
    ShopBanner(Bridge& bridge, QWidget* parent);

    void retranslate();

  private:
    void layOut();
    void tell();

    Bridge& m_bridge;
    QLabel* m_symbol;
    QLabel* m_head;
    QLabel* m_sentence;
    QPushButton* m_again;
    QPushButton* m_freePorts;
};

}  // namespace rushlab::ui
