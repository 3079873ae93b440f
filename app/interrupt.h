// Whether somebody asked the program to end (SIGINT, SIGTERM), for a thread that looks now and then.
// Guarantee: the first signal only sets the flag; a second one ends the program.
// Made and destroyed on one thread; the flag may be read from any.
#pragma once

#include <atomic>
#include <boost/asio/signal_set.hpp>

#include "io/loop.h"

namespace rushlab::app {

class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    const std::atomic<bool>& flag() const { return m_flag; }

  private:
    std::atomic<bool> m_flag = false;
    io::Loop m_loop;
    boost::asio::basic_signal_set<io::Executor> m_signals;
};

}  // namespace rushlab::app
