// The engines that the key-value contract runs against, and a few words to speak to them.
// A row of test data names the engine; a real one that is absent is skipped aloud (none exists yet).
#pragma once

#include <QtTest>
#include <sstream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "engines/kv/embedded_key_value.h"
#include "io/loop.h"

namespace rushlab::test {

inline void addKeyValueEngines() {
    QTest::addColumn<QString>("engine");
    QTest::newRow("embedded") << QStringLiteral("embedded");
}

// An empty engine of the row's kind. The limits are for what a test could not wait for otherwise.
inline std::unique_ptr<kv::KeyValue> openKeyValue(const Clock& clock, kv::EmbeddedKeyValueOptions options = {}) {
    auto engine = kv::EmbeddedKeyValue::open(options, clock, Log::silent());
    if (!engine) qFatal("%s", engine.error().message.c_str());
    return std::move(*engine);
}

// "SET key 'two words'": the words of a command line, single quotes keep spaces.
inline std::vector<std::string> words(std::string_view line) {
    std::vector<std::string> found;
    bool inside = false, quoted = false;
    for (const char byte : line) {
        if (byte == '\'') {
            quoted = !quoted;
            if (quoted) {
                found.emplace_back();
                inside = true;
            } else {
                inside = false;
            }
        } else if (byte == ' ' && !quoted) {
            inside = false;
        } else {
            if (!inside) found.emplace_back();
            inside = true;
            found.back() += byte;
        }
    }
    return found;
}

inline io::Awaitable<Result<kv::Reply>> send(kv::KeyValue& engine, std::vector<std::string> texts,
                                             Deadline deadline = Deadline::in(std::chrono::seconds(10))) {
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    co_return co_await engine.call(kv::Arguments(views), deadline);
}

inline std::string shown(const Result<kv::Reply>& reply) {
    return reply ? kv::describe(*reply) : "failed: " + reply.error().message;
}

// Sends a command line and shows the reply.
inline std::string ask(io::Loop& loop, kv::KeyValue& engine, std::string_view line) {
    return shown(loop.runUntilDone(send(engine, words(line))));
}
inline std::string ask(io::Loop& loop, kv::KeyValue& engine, std::vector<std::string> texts) {
    return shown(loop.runUntilDone(send(engine, std::move(texts))));
}

}  // namespace rushlab::test
