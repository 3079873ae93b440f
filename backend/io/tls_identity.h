// A server's self-signed certificate and its key, as one file in a folder, made on first use.
// Guarantees: the file is there whole or not at all, readable by its owner only, also when two programs make it at
// once (one wins, both use it). One that has lapsed or lapses within a month is replaced.
// Any thread.
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace rushlab::io {

inline constexpr std::string_view kTlsIdentityFile = "tls-identity.pem";  // certificate and private key, mode 0600
inline constexpr std::string_view kTlsCertificateFile = "tls-certificate.pem";  // the certificate alone, for clients

// The path of the identity file.
Result<std::filesystem::path> ensureTlsIdentity(const std::filesystem::path& folder);

}  // namespace rushlab::io
