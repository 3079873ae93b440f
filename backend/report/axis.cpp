#include "report/axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/summary.h"

namespace rushlab::report {
namespace {

double roundStep(double span, int ticks) {
    const double rough = span / ticks;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (rough <= factor * power) return factor * power;
    }
    return 10 * power;
}

// As few digits as tell this tick from the next.
std::string labelOf(double value, double step) {
    if (value == 0) return "0";
    if (step >= 1) return shown(std::round(value));
    return fmt::format("{:.{}f}", value, std::min(6, static_cast<int>(std::ceil(-std::log10(step) + 0.2))));
}

}  // namespace

std::vector<Tick> roundTicks(double least, double most, int ticks) {
    std::vector<Tick> found;
    if (!(most > least)) return found;
    const double step = roundStep(most - least, ticks);
    const auto last = static_cast<long long>(std::floor(most / step + 1e-9));
    for (auto tick = static_cast<long long>(std::ceil(least / step - 1e-9)); tick <= last; ++tick) {
        const double value = static_cast<double>(tick) * step;
        found.push_back({value, labelOf(value, step)});
    }
    return found;
}

LinearAxis::LinearAxis(double least, double most, double from, double to, int ticks)
    : m_least(std::min(0.0, least)), m_most(most), m_from(from), m_to(to) {
    if (!(m_most > m_least)) m_most = m_least + 1;
    const double step = roundStep(m_most - m_least, ticks);
    m_least = std::floor(m_least / step) * step;
    m_most = std::ceil(m_most / step - 1e-9) * step;
    const int count = static_cast<int>(std::lround((m_most - m_least) / step));
    for (int tick = 0; tick <= count; ++tick) {
        const double value = m_least + tick * step;
        m_ticks.push_back({value, labelOf(std::abs(value) < step / 1e6 ? 0 : value, step)});
    }
}

double LinearAxis::at(double value) const {
    return m_from + (value - m_least) / (m_most - m_least) * (m_to - m_from);
}

LogAxis::LogAxis(double least, double most, double from, double to) : m_from(from), m_to(to) {
    m_least = std::pow(10, std::floor(std::log10(std::max(least, 1e-6))));
    m_most = std::pow(10, std::ceil(std::log10(std::max(most, m_least * 1.0001)) - 1e-9));
    if (m_most <= m_least) m_most = m_least * 10;
    const bool fine = m_most / m_least <= 1000.1;
    for (double power = m_least; power <= m_most * 1.0001; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double value = power * factor;
            if (value > m_most * 1.0001 || (factor > 1 && !fine)) continue;
            m_ticks.push_back({value, value >= 1000 ? shown(value) : fmt::format("{:.4g}", value)});
        }
    }
}

double LogAxis::at(double value) const {
    const double inside = std::clamp(value, m_least, m_most);
    return m_from + std::log10(inside / m_least) / std::log10(m_most / m_least) * (m_to - m_from);
}

}  // namespace rushlab::report
