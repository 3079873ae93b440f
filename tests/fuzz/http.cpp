// The HTTP parsers on any bytes: nothing undefined happens, and a message cut into pieces is understood (or refused)
// exactly as the same message whole. The first byte of the input chooses the parser and how the rest is cut.
#include <cstdint>
#include <string>
#include <vector>

#include "io/http_grammar.h"
#include "io/http_parser.h"

using namespace rushlab;

namespace {

const io::HttpLimits kLimits{.headBytesMost = 1024, .bodyBytesMost = 2048, .fieldsMost = 16};

struct Outcome {
    io::HttpProgress progress = io::HttpProgress::NeedsMore;
    io::HttpFault fault;
    std::string understood;
    std::string rest;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

void note(std::string& text, std::string_view part) {
    text.append(part).append("|");
}

std::string describe(io::HttpRequestParser& parser, io::ReadBuffer& buffer) {
    const io::HttpRequest& request = parser.request(buffer);
    std::string text;
    for (const std::string_view part :
         {request.methodText, request.target, request.path, request.query, request.host}) {
        note(text, part);
    }
    note(text, std::to_string(request.minorVersion * 4 + request.keepAlive * 2 + request.expectsContinue));
    for (const auto& [name, value] : request.fields)
        note(text, std::string(name) + ":" + std::string(value));
    note(text, request.body);
    note(text, request.queryParameter("a").value_or("-"));
    note(text, io::percentDecoded(request.path, io::PlusIs::Plus).value_or("-"));
    return text;
}

std::string describe(io::HttpResponseParser& parser, io::ReadBuffer& buffer) {
    std::vector<io::HttpField> fields;
    std::string_view body;
    parser.fill(buffer.data(), fields, body);
    std::string text;
    note(text, std::to_string(parser.status() * 2 + parser.keepsAlive()));
    for (const auto& [name, value] : fields)
        note(text, std::string(name) + ":" + std::string(value));
    note(text, body);
    return text;
}

template <class Parser>
Outcome read(Parser parser, std::string_view bytes, std::size_t pieceBytes) {
    io::ReadBuffer buffer;
    Outcome outcome;
    for (std::size_t from = 0; from < bytes.size(); from += pieceBytes) {
        buffer.append(bytes.substr(from, pieceBytes));
        if (outcome.progress == io::HttpProgress::NeedsMore) outcome.progress = parser.parse(buffer);
    }
    outcome.fault = parser.fault();
    if (outcome.progress != io::HttpProgress::Done) return outcome;
    outcome.understood = describe(parser, buffer);
    outcome.rest.assign(buffer.data() + parser.length(), buffer.size() - parser.length());
    return outcome;
}

template <class Parser>
void compare(const Parser& parser, std::string_view bytes, std::size_t pieceBytes) {
    const Outcome whole = read(parser, bytes, bytes.size() + 1);
    if (read(parser, bytes, pieceBytes) != whole || read(parser, bytes, 1) != whole) {
        abortBecause("a message cut into pieces was not understood as the same message whole");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t pieceBytes = 1 + data[0] / 4;
    if (data[0] % 4 == 3) {
        io::HttpResponseParser parser(kLimits);
        parser.reset(data[0] % 8 == 7 ? io::AnswerTo::Head : io::AnswerTo::Other);
        compare(parser, bytes, pieceBytes);
    } else {
        compare(io::HttpRequestParser(kLimits), bytes, pieceBytes);
    }
    return 0;
}
