#include "io/gathered_writes.h"

#include <algorithm>

namespace rushlab::io {
namespace {

constexpr std::chrono::milliseconds kRestLeast{1};
constexpr std::chrono::milliseconds kRestMost{14};
constexpr int kRestsForEachWork = 4;

}  // namespace

GatheredWrites::Writer::~Writer() {
    if (m_waitsIn) m_waitsIn->m_waiting[m_place] = nullptr;
}

GatheredWrites::GatheredWrites(Loop& loop, Gather gather)
    : m_gather(gather), m_timer(loop.executor()), m_rest(kRestLeast) {}

GatheredWrites::~GatheredWrites() {
    for (Writer* writer : m_waiting) {
        if (writer) writer->m_waitsIn = nullptr;
    }
}

void GatheredWrites::soon(Writer& writer) {
    if (m_gather == Gather::No) return writer.writeGathered();
    if (writer.m_waitsIn) return;
    writer.m_waitsIn = this;
    writer.m_place = m_waiting.size();
    m_waiting.push_back(&writer);
    if (m_waiting.size() > 1) return;
    m_timer.expires_at(std::max(m_lastEnded + m_rest, std::chrono::steady_clock::now() + kRestLeast));
    m_timer.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) tick();
    });
}

void GatheredWrites::tick() {
    const SteadyTime began = std::chrono::steady_clock::now();
    m_writing.swap(m_waiting);
    for (Writer* writer : m_writing) {
        if (!writer) continue;
        writer->m_waitsIn = nullptr;
        writer->writeGathered();
    }
    m_writing.clear();
    m_lastEnded = std::chrono::steady_clock::now();
    m_rest = std::clamp<SteadyTime::duration>(kRestsForEachWork * (m_lastEnded - began), kRestLeast, kRestMost);
}

}  // namespace rushlab::io
