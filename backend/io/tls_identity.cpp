#include "io/tls_identity.h"

#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "base/random.h"

namespace rushlab::io {
namespace {

namespace fs = std::filesystem;

template <auto free>
struct FreeWith {
    template <class T>
    void operator()(T* held) const {
        free(held);
    }
};
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

constexpr long kDaySeconds = 24 * 60 * 60;
constexpr long kValidDays = 820;  // browsers refuse more than 825
constexpr long kRenewDays = 30;

std::string textOf(BIO* bio) {
    char* text = nullptr;
    const long length = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(length)};
}

bool addExtension(X509* certificate, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Certificate selfSigned(EVP_PKEY* key) {
    Certificate certificate(X509_new());
    std::uint64_t serial = 0;
    if (!certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return nullptr;
    X509_set_version(certificate.get(), 2);  // counts from 0: version 3
    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDaySeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidDays * kDaySeconds);
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const std::string_view shown = "RushLab on this machine";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(shown.data()),
                               static_cast<int>(shown.size()), -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    const bool whole =
        X509_set_pubkey(certificate.get(), key) == 1 &&
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
        addExtension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
        addExtension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1") &&
        X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    return whole ? std::move(certificate) : nullptr;
}

struct Identity {
    std::string certificate;
    std::string key;
};

Result<Identity> makeIdentity() {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    const Certificate certificate = key ? selfSigned(key.get()) : nullptr;
    const Bio certificateText(BIO_new(BIO_s_mem())), keyText(BIO_new(BIO_s_secmem()));
    if (!certificate || !certificateText || !keyText ||
        PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1 ||
        PEM_write_bio_PKCS8PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return fail(ErrorCode::Unavailable,
                    "a TLS certificate could not be made: OpenSSL refused; check that OpenSSL is installed whole");
    }
    return Identity{textOf(certificateText.get()), textOf(keyText.get())};
}

tl::unexpected<Error> cannotWrite(const fs::path& file, std::string_view why) {
    return fail(ErrorCode::Unavailable,
                "the TLS identity cannot be written to {} ({}); name a data folder that can be written with --data",
                file.string(), why);
}

// Writes beside the file and moves it in place, so that it is there whole or not at all.
enum class WhereThere : bool { Keep, Replace };
Result<> writeWhole(const fs::path& file, std::string_view bytes, mode_t mode, WhereThere whereThere) {
    const fs::path beside = file.string() + "." + randomToken(8);
    const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return cannotWrite(file, std::strerror(errno));
    bool written = true;
    while (written && !bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
        written = count > 0 || (count < 0 && errno == EINTR);
    }
    written = written && ::fsync(descriptor) == 0;
    int problem = errno;
    ::close(descriptor);
    if (written && whereThere == WhereThere::Replace) {
        written = ::rename(beside.c_str(), file.c_str()) == 0;
        problem = errno;
    } else if (written) {
        // A link, unlike a move, leaves the file of a program that was quicker.
        written = ::link(beside.c_str(), file.c_str()) == 0 || errno == EEXIST;
        problem = errno;
    }
    ::unlink(beside.c_str());
    if (!written) return cannotWrite(file, std::strerror(problem));
    return {};
}

Result<> makeAndStore(const fs::path& file, WhereThere whereThere) {
    const auto identity = makeIdentity();
    if (!identity) return pass(identity);
    return writeWhole(file, identity->certificate + identity->key, 0600, whereThere);
}

// The certificate that the identity file holds; null where it holds none.
Certificate readCertificate(const fs::path& file) {
    const Bio bio(BIO_new_file(file.c_str(), "r"));
    return Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

bool lapsesSoon(const X509* certificate) {
    int days = 0;
    int seconds = 0;
    if (ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate)) != 1) return true;
    return days < kRenewDays;
}

// Clients are given the certificate without the key. Written anew wherever it differs.
Result<> storeCertificateAlone(const fs::path& file, X509* certificate) {
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1)
        abortBecause("a certificate that was read has no text");
    const std::string wanted = textOf(bio.get());
    std::ostringstream there;
    there << std::ifstream(file).rdbuf();
    if (there.str() == wanted) return {};
    return writeWhole(file, wanted, 0644, WhereThere::Replace);
}

}  // namespace

Result<fs::path> ensureTlsIdentity(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    const fs::path file = folder / kTlsIdentityFile;
    if (problem) return cannotWrite(file, problem.message());
    if (!fs::exists(file, problem)) {
        if (const auto made = makeAndStore(file, WhereThere::Keep); !made) return pass(made);
    }
    Certificate certificate = readCertificate(file);
    if (certificate && lapsesSoon(certificate.get())) {
        if (const auto made = makeAndStore(file, WhereThere::Replace); !made) return pass(made);
        certificate = readCertificate(file);
    }
    if (!certificate) {
        return fail(ErrorCode::Corrupt,
                    "{} does not hold a certificate that can be read; delete it and a new one will be made",
                    file.string());
    }
    if (const auto stored = storeCertificateAlone(folder / kTlsCertificateFile, certificate.get()); !stored) {
        return pass(stored);
    }
    return file;
}

}  // namespace rushlab::io
