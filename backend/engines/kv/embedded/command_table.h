// Every command by its name, whatever its case: one lookup without allocation. Immutable; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engines/kv/embedded/command.h"

namespace rushlab::kv::embedded {

class CommandTable {
  public:
    CommandTable();

    const Command* find(std::string_view name) const;
    const std::vector<Command>& all() const { return m_commands; }
    std::size_t indexOf(const Command& command) const { return static_cast<std::size_t>(&command - m_commands.data()); }

  private:
    // A name folded to lower case, as two words: names are letters, up to 16 of them.
    struct Folded {
        std::uint64_t first = 0, second = 0;
        bool operator==(const Folded&) const = default;
    };
    struct Slot {
        Folded name;
        std::size_t length = 0;
        const Command* command = nullptr;
    };
    static constexpr std::size_t kNameLengthMax = 16;
    static constexpr std::size_t kSlots = 512;

    static Folded fold(std::string_view name);
    static std::size_t slotOf(const Folded& name);
    void add(const Command& command);

    std::vector<Command> m_commands;
    std::array<Slot, kSlots> m_slots{};
};

}  // namespace rushlab::kv::embedded
