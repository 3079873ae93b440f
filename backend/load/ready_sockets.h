// Which of thousands of sockets have something to read: asked of the kernel for all at once, so that a message to each
// of them costs a crowd one read each and little else.
// Belongs to its loop's thread; ends once its loop has stopped or drops what waits.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include "io/loop.h"

namespace rushlab::load {

class ReadySockets {
  public:
    class Reader {
      public:
        // May remove itself, and nobody else.
        virtual void onReadable() = 0;

      protected:
        ~Reader() = default;
    };

    explicit ReadySockets(io::Loop& loop);
    ReadySockets(const ReadySockets&) = delete;
    ReadySockets& operator=(const ReadySockets&) = delete;

    void add(int socket, Reader& reader);
    void remove(int socket);

  private:
    io::Awaitable<> watch();

    boost::asio::posix::basic_stream_descriptor<io::Executor> m_epoll;
};

}  // namespace rushlab::load
