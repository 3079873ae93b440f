#include "ui/stock_figure.h"

#include <algorithm>

namespace rushlab::ui {

void StockFigure::add(const lab::Snapshot& snapshot) {
    const auto units = unitsIn(snapshot);
    if (!units) return;
    m_last = static_cast<std::int64_t>(*units);
    if (!m_first) m_first = m_last;
    m_completed = static_cast<std::int64_t>(snapshot.completed);
}

std::int64_t StockFigure::oversold() const {
    return m_first ? std::max<std::int64_t>(m_completed - *m_first, 0) : 0;
}

std::optional<double> unitsIn(const lab::Snapshot& snapshot) {
    if (snapshot.stock.empty()) return std::nullopt;
    double units = 0;
    for (const auto& [item, left] : snapshot.stock)
        units += static_cast<double>(left);
    return units;
}

}  // namespace rushlab::ui
