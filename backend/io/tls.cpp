#include "io/tls.h"

#include <openssl/ssl.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>

#include "io/tls_context.h"
#include "io/tls_identity.h"

namespace rushlab::io {
namespace {

constexpr auto kModern = boost::asio::ssl::context::default_workarounds | boost::asio::ssl::context::no_sslv2 |
                         boost::asio::ssl::context::no_sslv3 | boost::asio::ssl::context::no_tlsv1 |
                         boost::asio::ssl::context::no_tlsv1_1;

}  // namespace

TlsServerContext::TlsServerContext(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TlsServerContext::TlsServerContext(TlsServerContext&&) noexcept = default;
TlsServerContext& TlsServerContext::operator=(TlsServerContext&&) noexcept = default;
TlsServerContext::~TlsServerContext() = default;

std::filesystem::path TlsServerContext::certificateIn(const std::filesystem::path& folder) {
    return folder / kTlsCertificateFile;
}

Result<TlsServerContext> TlsServerContext::open(const std::filesystem::path& folder) {
    const auto identity = ensureTlsIdentity(folder);
    if (!identity) return pass(identity);
    auto parts = std::make_unique<Parts>();
    parts->context.set_options(kModern);
    IoError error;
    parts->context.use_certificate_chain_file(identity->string(), error);
    if (!error) parts->context.use_private_key_file(identity->string(), boost::asio::ssl::context::pem, error);
    if (error) {
        return fail(ErrorCode::Corrupt,
                    "{} does not hold a certificate and its private key ({}); delete it and a new one will be made",
                    identity->string(), error.message());
    }
    return TlsServerContext(std::move(parts));
}

TlsClientContext::TlsClientContext(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
TlsClientContext::TlsClientContext(TlsClientContext&&) noexcept = default;
TlsClientContext& TlsClientContext::operator=(TlsClientContext&&) noexcept = default;
TlsClientContext::~TlsClientContext() = default;

Result<TlsClientContext> TlsClientContext::trusting(const std::filesystem::path& certificates) {
    auto parts = std::make_unique<Parts>();
    parts->context.set_options(kModern);
    parts->context.set_verify_mode(boost::asio::ssl::verify_peer);
    IoError error;
    parts->context.load_verify_file(certificates.string(), error);
    if (error) {
        return fail(ErrorCode::Unavailable, "the certificates to trust cannot be read from {} ({}); name a PEM file",
                    certificates.string(), error.message());
    }
    return TlsClientContext(std::move(parts));
}

Result<TlsClientContext> TlsClientContext::withoutVerification() {
    auto parts = std::make_unique<Parts>();
    parts->context.set_options(kModern);
    parts->context.set_verify_mode(boost::asio::ssl::verify_none);
    parts->verifies = false;
    return TlsClientContext(std::move(parts));
}

void TlsClientContext::Parts::expectHost(boost::asio::ssl::stream<Socket>& stream, const std::string& host) {
    IoError notAnAddress;
    boost::asio::ip::make_address(host, notAnAddress);
    // RFC 6066 3: an address is not sent as a server name.
    if (notAnAddress)
        SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(host.c_str()));
    if (verifies) stream.set_verify_callback(boost::asio::ssl::host_name_verification(host));
}

}  // namespace rushlab::io
