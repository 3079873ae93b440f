// What an examination does with each engine: it stores, reads back what it stored, and times the step that a shop waits
// for most. Written against the ports alone.
// Coroutines of any loop; what they make is named so that it meets nothing of anybody's, and is removed where it could
// stay.
#pragma once

#include <chrono>
#include <string>

#include "app/wiring.h"
#include "engines/archive/archive.h"
#include "engines/kv/key_value.h"
#include "engines/log/event_log.h"
#include "engines/queue/work_queue.h"
#include "engines/sql/database.h"
#include "io/loop.h"

namespace rushlab::app {

struct Exercised {
    std::chrono::microseconds roundTrip;  // the median
    std::string version;                  // where the engine told one
};

io::Awaitable<Result<Exercised>> exercise(kv::KeyValue& engine, Deadline deadline);
io::Awaitable<Result<Exercised>> exercise(queue::WorkQueue& engine, Deadline deadline);
io::Awaitable<Result<Exercised>> exercise(log::EventLog& engine, Deadline deadline);
io::Awaitable<Result<Exercised>> exercise(sql::Database& engine, Deadline deadline);
io::Awaitable<Result<Exercised>> exercise(archive::Archive& engine, Deadline deadline);
io::Awaitable<Result<Exercised>> exercise(Mail& engine, Deadline deadline);

}  // namespace rushlab::app
