// The shape of every command: a name, an arity, flags, and a pure function over the store.
// The same table serves callers and scripts. One thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "engines/kv/arguments.h"
#include "engines/kv/embedded/store.h"
#include "engines/kv/key_value.h"
#include "engines/kv/reply.h"

namespace rushlab::kv::embedded {

// What a pop does, now or once an element has come.
struct PopRequest {
    std::vector<std::string> keys;  // the first that has an element is popped
    End from = End::Left;
    std::optional<std::string> destination;  // BLMOVE: where the element goes
    End to = End::Left;
    std::int64_t waitMs = 0;  // 0: for ever
};

// What a command does beyond the store.
class Effects {
  public:
    virtual ~Effects() = default;
    // The key holds a list that has grown: those who wait for it are served after the command.
    virtual void listGrew(std::string_view key) = 0;
    // The command found nothing and its caller is to wait.
    virtual void waitFor(PopRequest request) = 0;
    virtual std::int64_t publish(std::string_view channel, std::string_view payload) = 0;
    virtual Reply channelFacts(ArgumentView arguments) = 0;  // PUBSUB
    virtual Reply runScript(std::string_view text, ArgumentView keys, ArgumentView arguments) = 0;
    virtual Reply runScriptBySha1(std::string_view sha1, ArgumentView keys, ArgumentView arguments) = 0;
    virtual Reply scriptCache(ArgumentView arguments) = 0;  // SCRIPT
    virtual Random& random() = 0;
};

struct Call {
    Store& store;
    ArgumentView arguments;  // the command's name first
    Effects& effects;

    std::size_t count() const { return arguments.size(); }
    std::string_view operator[](std::size_t index) const { return arguments[index]; }
};

enum Flags : unsigned {
    kReads = 0,
    kWrites = 1U << 0U,
    kGrows = 1U << 1U,  // refused when the store is full
    kWaits = 1U << 2U,  // may have to wait for an element
    kNotFromScript = 1U << 3U,
};

using Handler = Reply (*)(const Call& call);

struct Command {
    std::string_view name;  // lower case
    int arity;              // with the name; negative: at least that many
    unsigned flags;
    Handler handler;
};

// One file each.
std::span<const Command> stringCommands();
std::span<const Command> keyCommands();
std::span<const Command> hashCommands();
std::span<const Command> listCommands();
std::span<const Command> setCommands();
std::span<const Command> sortedSetCommands();
std::span<const Command> serverCommands();

// Does a pop that has something to pop; nothing where every list is empty. Sets the key it was popped from.
std::optional<Reply> popNow(Store& store, Effects& effects, const PopRequest& request);

}  // namespace rushlab::kv::embedded
