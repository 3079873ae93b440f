#include "ui/pages.h"

#include <array>

#include "ui/pages/chat_page.h"
#include "ui/pages/engines_page.h"
#include "ui/pages/flash_sale_page.h"
#include "ui/pages/mail_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/queues_page.h"
#include "ui/pages/results_page.h"
#include "ui/pages/scenarios_page.h"
#include "ui/pages/stream_page.h"

namespace rushlab::ui {
namespace {

template <class P>
Page* make(PageContext& context, QWidget* parent) {
    return new P(context, parent);
}

constexpr std::array kPages{
    PageEntry{"flash-sale", "flash_sale", &make<FlashSalePage>},
    PageEntry{"overview", "overview", &make<OverviewPage>},
    PageEntry{"chat", "chat", &make<ChatPage>},
    PageEntry{"mail", "mail", &make<MailPage>},
    PageEntry{"queues", "queues", &make<QueuesPage>},
    PageEntry{"stream", "stream", &make<StreamPage>},
    PageEntry{"scenarios", "scenarios", &make<ScenariosPage>},
    PageEntry{"engines", "engines", &make<EnginesPage>},
    PageEntry{"results", "results", &make<ResultsPage>},
};

}  // namespace

std::span<const PageEntry> allPages() {
    return kPages;
}

}  // namespace rushlab::ui
