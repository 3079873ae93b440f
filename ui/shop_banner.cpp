#include "ui/shop_banner.h"
#include "ui/theme.h"

#include <QGridLayout>

namespace rushlab::ui {

ShopBanner::ShopBanner(Bridge& bridge, QWidget* parent)
    : QFrame(parent),
      m_bridge(bridge),
      m_symbol(new QLabel(this)),
      m_head(new QLabel(this)),
      m_sentence(new QLabel(this)),
      m_again(new QPushButton(this)),
      m_freePorts(new QPushButton(this)) {
    setObjectName("banner");
    layOut();
    connect(m_again, &QPushButton::clicked, &bridge, &Bridge::openShop);
    connect(m_freePorts, &QPushButton::clicked, &bridge, &Bridge::openShopOnFreePorts);
    connect(&bridge, &Bridge::shopChanged, this, &ShopBanner::tell);
    retranslate();
}

void ShopBanner::layOut() {
    m_symbol->setProperty("look", "title");
    m_head->setProperty("look", "section");
    m_head->setTextFormat(Qt::PlainText);
    m_sentence->setObjectName("bannerSentence");
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_again->setObjectName("openShopAgain");
    m_freePorts->setObjectName("useFreePorts");

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(28, 12, 28, 12);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_symbol, 0, 0, 2, 1);
    grid->addWidget(m_head, 0, 1);
    grid->addWidget(m_sentence, 1, 1);
    grid->addWidget(m_again, 0, 2, 2, 1, Qt::AlignVCenter);
    grid->addWidget(m_freePorts, 0, 3, 2, 1, Qt::AlignVCenter);
    grid->setColumnStretch(1, 1);
}

void ShopBanner::retranslate() {
    setAccessibleName(tr("State of the shop"));
    m_again->setText(tr("&Try again"));
    m_again->setToolTip(tr("Open the shop once more, when what was in its way is gone"));
    m_freePorts->setText(tr("&Use free ports"));
    m_freePorts->setToolTip(tr("Open the shop on ports that nobody else has"));
    tell();
}

void ShopBanner::tell() {
    const auto state = m_bridge.shopState();
    const bool failed = state == Bridge::ShopState::Failed;
    setVisible(failed || state == Bridge::ShopState::Opening);
    m_again->setVisible(failed);
    m_freePorts->setVisible(failed);
    m_symbol->setText(failed ? QChar(0x26A0) : QChar(0x2026));
    m_head->setText(failed ? tr("The shop could not open") : tr("The shop is coming up"));
    m_sentence->setText(m_bridge.shopSentence());
    setAccessibleDescription(m_sentence->text());
    setMeaning(*this, failed ? "bad" : "");
}

}  // namespace rushlab::ui
