// Where on paper a value lies, and at which values an axis has its ticks.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

namespace rushlab::report {

struct Tick {
    double value = 0;
    std::string label;
};

// The round numbers from `least` to `most`, about as many as `ticks`.
std::vector<Tick> roundTicks(double least, double most, int ticks);

// From `from` to `to` on paper; round numbers, and zero among them.
class LinearAxis {
  public:
    LinearAxis(double least, double most, double from, double to, int ticks);
    double at(double value) const;
    const std::vector<Tick>& ticks() const { return m_ticks; }

  private:
    double m_least, m_most, m_from, m_to;
    std::vector<Tick> m_ticks;
};

// By powers of ten; values above 0.
class LogAxis {
  public:
    LogAxis(double least, double most, double from, double to);
    double at(double value) const;
    const std::vector<Tick>& ticks() const { return m_ticks; }

  private:
    double m_least, m_most, m_from, m_to;
    std::vector<Tick> m_ticks;
};

}  // namespace rushlab::report
