// Strict, incremental parsers of HTTP/1.1 messages (RFC 9112): what two readers could understand differently is
// refused, so that nothing can be smuggled through. However the bytes are cut into pieces, the outcome is the same. A
// parser works on the buffer from the message's first byte on and keeps only offsets into it; a chunked body is put
// together in place, so that the body is always one piece. No bytes make it do anything undefined.
// One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "io/http_message.h"
#include "io/read_buffer.h"

namespace rushlab::io {

struct HttpLimits {
    std::size_t headBytesMost = 16 * 1024;    // the first line and all fields; 431, or 414 for the first line alone
    std::size_t bodyBytesMost = 1024 * 1024;  // 413
    std::size_t fieldsMost = 128;             // 431
};

// Why a message was refused: the status that says so, and a sentence.
struct HttpFault {
    int status = 0;
    std::string_view sentence;

    friend bool operator==(const HttpFault&, const HttpFault&) = default;
};

enum class HttpProgress : std::uint8_t { NeedsMore, Done, Refused };

namespace detail {

// The part that requests and responses share: lines, fields, and the body's framing.
class HttpParser {
  public:
    explicit HttpParser(const HttpLimits& limits) : m_limits(limits) {}

    // Looks at the bytes that came since. Done: the message is whole and takes length() bytes of the buffer.
    HttpProgress parse(ReadBuffer& buffer);
    // Nothing of the next message has come, but for the empty line that may stand before it.
    bool nothingBegun(const ReadBuffer& buffer) const { return m_state == State::StartLine && m_scan == buffer.size(); }
    // The body is being received; the head is understood and accepted.
    bool inBody() const { return m_state > State::Fields && m_state != State::Done; }
    std::size_t length() const { return m_scan; }
    const HttpFault& fault() const { return m_fault; }

  protected:
    struct Span {
        std::uint32_t from = 0;
        std::uint32_t length = 0;
        std::string_view in(const char* base) const { return {base + from, length}; }
    };
    struct FieldSpans {
        Span name;
        Span value;
    };
    // What the fields said about the message, for headIsWhole() to judge together.
    struct Framing {
        std::optional<std::uint64_t> contentLength;
        bool hasTransferEncoding = false;
        bool chunked = false;
        bool saysClose = false;
        bool saysKeepAlive = false;
        bool expectsContinue = false;
        int hostCount = 0;
        Span host;
    };

    ~HttpParser() = default;
    void restart();
    bool refuse(int status, std::string_view sentence);  // always false
    Span span(const char* base, std::string_view part) const;
    void fillFields(const char* base, std::vector<HttpField>& fields) const;
    bool parseVersion(std::string_view text);

    virtual bool startLine(const char* base, std::string_view line) = 0;
    // Called once all fields are read: judges them, then chooses bodyOf...().
    virtual bool headIsWhole(const char* base) = 0;
    virtual bool mayStartWith(char first) const = 0;

    void noBody() { m_state = State::Done; }
    bool bodyOfLength(std::uint64_t length);
    void bodyInChunks() { m_state = State::ChunkSize; }
    void bodyUntilClose() { m_state = State::UntilClose; }
    bool inBodyUntilClose() const { return m_state == State::UntilClose; }

    HttpLimits m_limits;
    Framing m_framing;
    int m_minorVersion = 1;
    std::vector<FieldSpans> m_fields;
    std::size_t m_bodyFrom = 0;
    std::size_t m_bodyLength = 0;

  private:
    enum class State : std::uint8_t {
        StartLine,
        Fields,
        BodyOfLength,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        UntilClose,
        Done
    };
    enum class LineFound : std::uint8_t { NotYet, Yes, TooLong, Bare };

    bool advance(ReadBuffer& buffer, bool& needsMore);
    LineFound takeLine(const ReadBuffer& buffer, std::size_t bytesMost, std::string_view& line);
    bool takeStartLine(const ReadBuffer& buffer, bool& needsMore);
    bool takeField(const ReadBuffer& buffer, bool& needsMore);
    bool parseField(const char* base, std::string_view line);
    bool interpretField(const char* base, std::string_view name, std::string_view value);
    bool addTransferEncoding(std::string_view value);
    bool takeChunkSize(const ReadBuffer& buffer, bool& needsMore);
    bool takeChunkData(ReadBuffer& buffer, bool& needsMore);
    bool takeChunkEnd(const ReadBuffer& buffer, bool& needsMore);
    bool takeTrailer(const ReadBuffer& buffer, bool& needsMore);
    bool takeUntilClose(const ReadBuffer& buffer, bool& needsMore);

    State m_state = State::StartLine;
    bool m_skippedEmptyLine = false;
    std::size_t m_scan = 0;      // everything before is understood
    std::size_t m_lineScan = 0;  // no line ends between m_scan and here
    std::size_t m_chunkLeft = 0;
    std::size_t m_extensionBytes = 0;
    std::size_t m_trailerBytes = 0;
    HttpFault m_fault;
};

}  // namespace detail

class HttpRequestParser final : public detail::HttpParser {
  public:
    explicit HttpRequestParser(const HttpLimits& limits) : HttpParser(limits) {}

    // After Done: the request, as views into the buffer, until the buffer changes.
    HttpRequest& request(ReadBuffer& buffer);
    bool expectsContinue() const { return m_framing.expectsContinue; }
    // The first line was understood: request() may be asked for what is known, though the message was refused.
    bool targetKnown() const { return m_target.length > 0; }
    // For the next message, once length() bytes are consumed.
    void reset();

  private:
    bool startLine(const char* base, std::string_view line) override;
    bool headIsWhole(const char* base) override;
    bool mayStartWith(char first) const override;
    bool parseTarget(const char* base, std::string_view target);

    HttpRequest m_request;
    HttpMethod m_method = HttpMethod::Get;
    Span m_methodText, m_target, m_path, m_query, m_authority;
};

// What a response's framing depends on beside its own bytes.
enum class AnswerTo : bool { Other, Head };

class HttpResponseParser final : public detail::HttpParser {
  public:
    explicit HttpResponseParser(const HttpLimits& limits) : HttpParser(limits) {}

    int status() const { return m_status; }
    bool keepsAlive() const;
    // The message as views on a copy of its bytes that starts at base.
    void fill(const char* base, std::vector<HttpField>& fields, std::string_view& body) const;
    // The other side closed the connection: true where that is how this body ends.
    bool endedByClose();
    void reset(AnswerTo answerTo);

  private:
    bool startLine(const char* base, std::string_view line) override;
    bool headIsWhole(const char* base) override;
    bool mayStartWith(char first) const override { return first == 'H'; }

    int m_status = 0;
    AnswerTo m_answerTo = AnswerTo::Other;
    bool m_endsByClose = false;
};

}  // namespace rushlab::io
