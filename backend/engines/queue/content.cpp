#include "engines/queue/content.h"

#include <cstring>

namespace rushlab::queue {
namespace {

// Layout: length of the properties (4 bytes, little end first), the properties, the body. A number is a varint, a text
// its length and its bytes.
constexpr std::size_t kLengthBytes = 4;

class Writer {
  public:
    explicit Writer(std::string& out) : m_out(out) {}

    void number(std::uint64_t value) {
        while (value >= 0x80) {
            m_out.push_back(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        m_out.push_back(static_cast<char>(value));
    }
    void text(std::string_view value) {
        number(value.size());
        m_out.append(value);
    }
    // One more than the value, so that 0 says there is none.
    void optional(const std::optional<Milliseconds>& value) {
        number(value ? static_cast<std::uint64_t>(value->count()) + 1 : 0);
    }

  private:
    std::string& m_out;
};

// Reads what Writer wrote; past the end it reads zeros and is no longer good().
class Reader {
  public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_rest.empty()) break;
            const auto byte = static_cast<unsigned char>(m_rest.front());
            m_rest.remove_prefix(1);
            value |= std::uint64_t{byte & 0x7FU} << shift;
            if (byte < 0x80) return value;
        }
        m_good = false;
        return 0;
    }
    std::string_view text() {
        const std::uint64_t size = number();
        if (size > m_rest.size()) {
            m_good = false;
            return {};
        }
        const auto value = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return value;
    }
    std::optional<Milliseconds> optional() {
        const std::uint64_t value = number();
        if (value == 0) return std::nullopt;
        return Milliseconds(static_cast<std::int64_t>(value - 1));
    }
    // How many elements follow; each takes a byte at least, so a damaged count cannot be huge.
    std::uint64_t count() {
        const std::uint64_t value = number();
        if (value <= m_rest.size()) return value;
        m_good = false;
        return 0;
    }
    bool good() const { return m_good; }
    bool atEnd() const { return m_rest.empty(); }

  private:
    std::string_view m_rest;
    bool m_good = true;
};

void writeDeath(Writer& to, const Death& death) {
    to.text(death.queue);
    to.number(static_cast<std::uint64_t>(death.reason));
    to.number(death.count);
    to.text(death.exchange);
    to.text(death.routingKey);
    to.number(static_cast<std::uint64_t>(death.time.time_since_epoch().count()));
    to.optional(death.originalTtl);
}

std::optional<Death> readDeath(Reader& from) {
    Death death;
    death.queue = from.text();
    const std::uint64_t reason = from.number();
    if (reason > static_cast<std::uint64_t>(DeathReason::MaxLength)) return std::nullopt;
    death.reason = static_cast<DeathReason>(reason);
    death.count = from.number();
    death.exchange = from.text();
    death.routingKey = from.text();
    death.time = WallTime{Milliseconds{static_cast<std::int64_t>(from.number())}};
    death.originalTtl = from.optional();
    return death;
}

// The properties before the deaths.
Message readMessage(Reader& from) {
    Message message;
    message.exchange = from.text();
    message.routingKey = from.text();
    message.messageId = from.text();
    message.ttl = from.optional();
    message.mandatory = from.number() != 0;
    const std::uint64_t headers = from.count();
    message.headers.reserve(headers);
    for (std::uint64_t i = 0; i < headers; ++i) {
        auto key = std::string(from.text());
        message.headers.emplace_back(std::move(key), from.text());
    }
    return message;
}

std::uint32_t lengthAt(std::string_view bytes) {
    std::uint32_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return length;
}

}  // namespace

std::string_view name(DeathReason reason) {
    switch (reason) {
        case DeathReason::Rejected:
            return "rejected";
        case DeathReason::Expired:
            return "expired";
        case DeathReason::MaxLength:
            return "maxlen";
    }
    abortBecause("a DeathReason outside its enumeration");
}

Content Content::copyOf(std::string_view bytes, std::uint32_t bodyAt) {
    auto room = std::make_shared_for_overwrite<char[]>(bytes.size());
    std::memcpy(room.get(), bytes.data(), bytes.size());
    Content content;
    content.m_bytes = std::move(room);
    content.m_size = static_cast<std::uint32_t>(bytes.size());
    content.m_bodyAt = bodyAt;
    return content;
}

Content Content::encode(const Message& message, std::span<const Death> deaths) {
    thread_local std::string scratch;  // keeps its room from message to message
    scratch.assign(kLengthBytes, '\0');
    Writer to(scratch);
    to.text(message.exchange);
    to.text(message.routingKey);
    to.text(message.messageId);
    to.optional(message.ttl);
    to.number(message.mandatory ? 1 : 0);
    to.number(message.headers.size());
    for (const auto& [key, value] : message.headers) {
        to.text(key);
        to.text(value);
    }
    to.number(deaths.size());
    for (const Death& death : deaths)
        writeDeath(to, death);
    const auto bodyAt = static_cast<std::uint32_t>(scratch.size());
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        scratch[i] = static_cast<char>((bodyAt - kLengthBytes) >> (8 * i));
    scratch += message.body;
    return copyOf(scratch, bodyAt);
}

std::optional<Content> Content::fromStored(std::string_view bytes) {
    if (bytes.size() < kLengthBytes || bytes.size() > UINT32_MAX) return std::nullopt;
    const std::size_t properties = lengthAt(bytes);
    if (properties > bytes.size() - kLengthBytes) return std::nullopt;
    Reader from(bytes.substr(kLengthBytes, properties));
    for (int i = 0; i < 3; ++i)
        from.text();
    from.optional();
    from.number();
    const std::uint64_t headers = from.count();
    for (std::uint64_t i = 0; i < headers && from.good(); ++i) {
        from.text();
        from.text();
    }
    const std::uint64_t deaths = from.count();
    for (std::uint64_t i = 0; i < deaths && from.good(); ++i) {
        if (!readDeath(from)) return std::nullopt;
    }
    if (!from.good() || !from.atEnd()) return std::nullopt;
    return copyOf(bytes, static_cast<std::uint32_t>(kLengthBytes + properties));
}

Message Content::message() const {
    Reader from(bytes().substr(kLengthBytes, m_bodyAt - kLengthBytes));
    Message message = readMessage(from);
    message.body = bytes().substr(m_bodyAt);
    return message;
}

std::vector<Death> Content::deaths() const {
    Reader from(bytes().substr(kLengthBytes, m_bodyAt - kLengthBytes));
    for (int i = 0; i < 3; ++i)
        from.text();
    from.optional();
    from.number();
    for (std::uint64_t headers = from.count() * 2; headers > 0; --headers)
        from.text();
    std::vector<Death> deaths(from.count());
    for (Death& death : deaths)
        death = readDeath(from).value_or(Death{});
    return deaths;
}

}  // namespace rushlab::queue
