#include "ui/event_words.h"

#include <QCoreApplication>

namespace rushlab::ui {
namespace {

struct EventWords {
    Q_DECLARE_TR_FUNCTIONS(EventWords)
};

}  // namespace

QString wordsOfEvent(const QString& kind, const QString& what) {
    if (kind == "killed") return EventWords::tr("%1 killed").arg(what);
    if (kind == "stopped") return EventWords::tr("%1 stopped").arg(what);
    if (kind == "started") return EventWords::tr("%1 started").arg(what);
    if (kind == "paused") return EventWords::tr("%1 paused").arg(what);
    if (kind == "resumed") return EventWords::tr("%1 resumed").arg(what);
    if (kind == "consumer dropped") return EventWords::tr("consumers dropped: %1").arg(what);
    if (kind == "consumer slowed") return EventWords::tr("slowed: %1").arg(what);
    if (kind == "link cut") return EventWords::tr("%1: link cut").arg(what);
    if (kind == "link mended") return EventWords::tr("%1: link mended").arg(what);
    if (kind == "added") return EventWords::tr("%1 added").arg(what);
    if (kind == "published") return EventWords::tr("published: %1").arg(what);
    if (kind == "purged") return EventWords::tr("purged: %1").arg(what);
    if (kind == "redriven") return EventWords::tr("sent back: %1").arg(what);
    return what;
}

}  // namespace rushlab::ui
