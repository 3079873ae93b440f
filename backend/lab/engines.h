// The engines that a lab runs on, and who makes them: the program's wiring, which alone knows which there are.
// Engines: made and destroyed on one thread, used from any. EngineMaker: one call at a time, on a thread that may wait.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "roles/role.h"

namespace rushlab::lab {

struct Engines {
    std::shared_ptr<void> place;  // what is cleaned away once the engines are gone; may be missing
    std::unique_ptr<kv::KeyValue> keyValue;
    std::unique_ptr<queue::WorkQueue> queue;
    std::unique_ptr<log::EventLog> log;
    std::unique_ptr<sql::Database> database;
    std::unique_ptr<archive::Archive> archive;

    roles::Ports ports() const { return {*keyValue, *queue, *log, *database, *archive}; }
};

struct EngineNeeds {
    // Where the embedded ones keep their files. A run has a folder (and, on a real database, a schema) of its own that
    // is gone when its engines are; empty means the settings' own data folder, which stays.
    bool ownPlace = false;
    std::string delays = "none";  // the preset: none, same-host, lan, cloud
    std::uint64_t seed = 1;       // of the delays
};

class EngineMaker {
  public:
    virtual ~EngineMaker() = default;
    // Unavailable, with which engine and why.
    virtual Result<Engines> make(const EngineNeeds& needs) = 0;
    // Port by port what it is: {"database", "PostgreSQL 15.14"}.
    virtual std::vector<std::pair<std::string, std::string>> describe() const = 0;
};

}  // namespace rushlab::lab
