// What is left of a sale's stock at a moment, what was sold, and how many too many: from a lab's snapshots alone.
// Guarantees: nothing is claimed before there are goods. Plain values, any thread.
#pragma once

#include <optional>

#include "lab/snapshot.h"

namespace rushlab::ui {

class StockFigure {
  public:
    void add(const lab::Snapshot& snapshot);

    bool isKnown() const { return m_first.has_value(); }
    std::int64_t forSale() const { return m_first.value_or(0); }
    // Less than none where more was sold than there was.
    std::int64_t left() const { return oversold() > 0 ? -oversold() : m_last; }
    std::int64_t sold() const { return oversold() > 0 ? forSale() + oversold() : forSale() - m_last; }
    // Completed orders beyond the stock: each has one unit at least, so it is never said too high.
    std::int64_t oversold() const;

  private:
    std::optional<std::int64_t> m_first;
    std::int64_t m_last = 0;
    std::int64_t m_completed = 0;
};

// Units in all of its items; nothing where none is watched.
std::optional<double> unitsIn(const lab::Snapshot& snapshot);

}  // namespace rushlab::ui
