#include "engines/kv/embedded/command_table.h"

#include <cstring>

#include "base/result.h"

namespace rushlab::kv::embedded {
namespace {

template <class Word>
Word word(const char* bytes) {
    Word read;
    std::memcpy(&read, bytes, sizeof read);
    return read;
}

}  // namespace

CommandTable::CommandTable() {
    for (const auto commands : {stringCommands(), keyCommands(), hashCommands(), listCommands(), setCommands(),
                                sortedSetCommands(), serverCommands()})
        m_commands.insert(m_commands.end(), commands.begin(), commands.end());
    if (m_commands.size() * 2 > kSlots)
        abortBecause("the key-value engine has more commands than its table has room for");
    for (const Command& command : m_commands)
        add(command);
}

// Two words that overlap hold every byte of a name, whatever its length: no loop over bytes, no copy.
CommandTable::Folded CommandTable::fold(std::string_view name) {
    constexpr std::uint64_t kLowerCase = 0x2020202020202020U;
    const char* const end = name.data() + name.size();
    Folded folded;
    if (name.size() >= 8) {
        folded = {word<std::uint64_t>(name.data()), word<std::uint64_t>(end - 8)};
    } else if (name.size() >= 4) {
        folded = {word<std::uint32_t>(name.data()), word<std::uint32_t>(end - 4)};
    } else if (name.size() >= 2) {
        folded = {word<std::uint16_t>(name.data()), word<std::uint16_t>(end - 2)};
    } else {
        folded = {word<std::uint8_t>(name.data()), 0};
    }
    folded.first |= kLowerCase;
    folded.second |= kLowerCase;
    return folded;
}

std::size_t CommandTable::slotOf(const Folded& name) {
    const std::uint64_t mixed = (name.first ^ (name.second * 0x9E3779B97F4A7C15U)) * 0xD6E8FEB86659FD93U;
    return (mixed >> 55U) % kSlots;
}

void CommandTable::add(const Command& command) {
    if (command.name.size() > kNameLengthMax) abortBecause("a command's name is longer than its table allows");
    const Folded folded = fold(command.name);
    std::size_t slot = slotOf(folded);
    while (m_slots[slot].command)
        slot = (slot + 1) % kSlots;
    m_slots[slot] = {folded, command.name.size(), &command};
}

const Command* CommandTable::find(std::string_view name) const {
    if (name.empty() || name.size() > kNameLengthMax) return nullptr;
    const Folded folded = fold(name);
    for (std::size_t slot = slotOf(folded); m_slots[slot].command; slot = (slot + 1) % kSlots)
        if (m_slots[slot].name == folded && m_slots[slot].length == name.size()) return m_slots[slot].command;
    return nullptr;
}

}  // namespace rushlab::kv::embedded
