// Where the picture's parts lie in a given room: columns from left to right, the main way of an order as one straight
// line through the middle, everything else above and below it.
// Guarantees: nothing overlaps; all of it lies in the room down to the least scale. Pure; any thread.
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <QSizeF>
#include <map>

#include "ui/pages/topology.h"

namespace rushlab::ui {

struct TopologyLayout {
    double scale = 1;                  // of what is drawn: 1 is meant for 12-pixel type
    QSizeF size;                       // what it takes up; more than the room where that is too small
    std::map<QString, QRectF> nodes;   // by id
    std::map<QString, QRectF> frames;  // around groups of more than one
    struct Way {
        QPainterPath path;
        QPointF label;  // the middle of where a word about it goes
    };
    std::vector<Way> ways;  // one an edge, in their order
};

TopologyLayout layOut(const Topology& topology, const QSizeF& room);

}  // namespace rushlab::ui
