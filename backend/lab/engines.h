// The engines that a lab runs on, and who makes them: the program's wiring, which alone knows which there are.
// Engines: made and destroyed on one thread, used from any. EngineMaker: one call at a time, on a thread that may wait.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
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

    std::unique_ptr<mail::Sink> mailSink;  // may be missing
    std::unique_ptr<mail::Mailer> mailer;  // nothing: no mail is sent

    roles::Ports ports() const { return {*keyValue, *queue, *log, *database, *archive, mailer.get(), mailSink.get()}; }
};

struct EngineNeeds {
    // Where the embedded ones keep their files. A run has a folder (and, on a real database, a schema) of its own that
    // is gone when its engines are; empty means the settings' own data folder, which stays.
    bool ownPlace = false;
    std::string delays = "none";  // the preset: none, same-host, lan, cloud
    std::uint64_t seed = 1;       // of the delays
    // Where mail goes: what the settings say, or, for a run of its own place, nowhere.
    std::optional<std::string> mailUrl = std::nullopt;
};

// A mail server that stands outside of any lab, as the witness of what is sent to it, and a shop that sends to it.
struct StagedMail {
    std::shared_ptr<void> place;  // is cleaned away last
    std::filesystem::path folder;
    std::unique_ptr<mail::Sink> sink;
    std::vector<std::string> node;  // the command that serves such a shop as a process of its own
    std::function<Result<std::unique_ptr<sql::Database>>()> openNodeDatabase;  // to look into it once that has ended
    bool keyValueEndsWithNode = true;  // it is within that process, and not durable
};

class EngineMaker {
  public:
    virtual ~EngineMaker() = default;
    // Unavailable, with which engine and why.
    virtual Result<Engines> make(const EngineNeeds& needs) = 0;
    virtual Result<StagedMail> stageMail(const mail::Manners& manners) = 0;
    // Port by port what it is: {"database", "PostgreSQL 15.14"}.
    virtual std::vector<std::pair<std::string, std::string>> describe() const = 0;
};

}  // namespace rushlab::lab
