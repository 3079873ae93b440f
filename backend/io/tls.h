// TLS for servers and clients: who a server says it is, and whom a client believes.
// A server's identity is a self-signed certificate that is made on first use and kept in a folder: the private key only
// its owner can read, each file made whole or not at all. TLS 1.2 and up. Contexts must outlive their streams.
// open() on any thread; a context belongs to one loop's thread.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace rushlab::io {

class TlsServerContext {
  public:
    // Takes the identity in the folder, or makes one there. Unavailable: the folder cannot be written.
    // Corrupt: what is there is not a certificate with its key.
    static Result<TlsServerContext> open(const std::filesystem::path& folder);
    // The file, in that folder, that a client is given to believe this server.
    static std::filesystem::path certificateIn(const std::filesystem::path& folder);

    TlsServerContext(TlsServerContext&&) noexcept;
    TlsServerContext& operator=(TlsServerContext&&) noexcept;
    ~TlsServerContext();

    struct Parts;
    Parts& parts() { return *m_parts; }

  private:
    explicit TlsServerContext(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

class TlsClientContext {
  public:
    // Believes servers whose certificate leads to one in this file and names the host that was asked for.
    static Result<TlsClientContext> trusting(const std::filesystem::path& certificates);
    // Believes everyone. Only where the peer cannot be mistaken, as on loopback.
    static Result<TlsClientContext> withoutVerification();

    TlsClientContext(TlsClientContext&&) noexcept;
    TlsClientContext& operator=(TlsClientContext&&) noexcept;
    ~TlsClientContext();

    struct Parts;
    Parts& parts() { return *m_parts; }

  private:
    explicit TlsClientContext(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace rushlab::io
