#include "app/interrupt.h"

#include <csignal>

namespace rushlab::app {

Interrupt::Interrupt() : m_signals(m_loop.executor(), SIGINT, SIGTERM) {
    m_signals.async_wait([this](const boost::system::error_code& error, int /*signal*/) {
        if (error) return;
        m_flag = true;
        m_signals.clear();
    });
    m_loop.start("interrupt");
}

Interrupt::~Interrupt() {
    m_loop.stop();
}

}  // namespace rushlab::app
