// What is inside the TLS contexts: only for the files of io/ that speak to OpenSSL through Asio.
// Belongs to one loop's thread.
#pragma once

#include <boost/asio/ssl.hpp>
#include <string>

#include "io/stream.h"
#include "io/tls.h"

namespace rushlab::io {

struct TlsServerContext::Parts {
    boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
};

struct TlsClientContext::Parts {
    boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
    bool verifies = true;

    // Sets the name that the server must prove, and tells it (SNI) which one is meant.
    void expectHost(boost::asio::ssl::stream<Socket>& stream, const std::string& host);
};

}  // namespace rushlab::io
