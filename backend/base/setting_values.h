// What settings hold, and how each kind is read from text: the same rules whether the text came from a file, a variable
// or a flag. A text that is refused is answered with what is allowed instead.
// Any thread; pure functions and plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/result.h"

namespace rushlab {

// A number of bytes, as "64MiB" is.
struct ByteCount {
    std::int64_t bytes = 0;

    friend auto operator<=>(const ByteCount&, const ByteCount&) = default;
};

// Which engine serves a port, and where it is: "embedded:", "sqlite:shop.db", "postgres://user:secret@host/shop".
struct EngineUrl {
    std::string text;

    std::string_view scheme() const { return std::string_view(text).substr(0, text.find(':')); }
    // What follows the scheme and its colon.
    std::string_view rest() const { return std::string_view(text).substr(text.find(':') + 1); }
    // As people and logs may see it: without the password.
    std::string shown() const;

    friend bool operator==(const EngineUrl&, const EngineUrl&) = default;
};

enum class EnginePlace : std::uint8_t {
    Inside,   // nothing follows "scheme:"
    File,     // a file may follow "scheme:"
    Network,  // "scheme://user:password@host:port/name?options"
};

// An engine that a port can be given by URL.
struct EngineScheme {
    std::string_view scheme;
    std::string_view engine;  // its name for people
    EnginePlace place;
    bool built;  // false: this version does not have it yet, and says so
};

// From least to most, both allowed; in the setting's own unit (milliseconds, bytes, or things counted).
struct SettingRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

// Each answers with the value, or with an Invalid error whose message says what is allowed (the caller knows which
// setting it is and where its text came from).
Result<std::int64_t> readCount(std::string_view text, SettingRange range);
Result<std::chrono::milliseconds> readDuration(std::string_view text, SettingRange range);
Result<ByteCount> readByteCount(std::string_view text, SettingRange range);
// A number of at most six digits behind the point, as "0.25".
Result<double> readReal(std::string_view text, SettingRange range);
Result<bool> readSwitch(std::string_view text);                            // "on" or "off"
Result<std::optional<bool>> readSwitchOrAuto(std::string_view text);       // or "auto", which is nothing
Result<std::optional<std::uint16_t>> readPortBase(std::string_view text);  // a port, or "default", which is nothing
Result<LogLevel> readLogLevel(std::string_view text);
Result<EngineUrl> readEngineUrl(std::string_view text, std::span<const EngineScheme> schemes);

// The shortest writing that reads back as the same value: "90s", "1MiB".
std::string writeDuration(std::chrono::milliseconds duration);
std::string writeByteCount(ByteCount size);

// A text from outside, fit to be shown: quoted, control characters escaped, not too long, no password of a URL in it.
std::string quotedText(std::string_view text);

}  // namespace rushlab
