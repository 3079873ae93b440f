// A command as a list of texts, its name first; nothing is allocated for up to eight short ones.
// Texts are borrowed and must live until the call has been awaited; numbers are written into the list itself.
// One thread; a plain value.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rushlab::kv {

using ArgumentView = std::span<const std::string_view>;

class Arguments {
  public:
    // Not an initializer_list: g++ 12 refuses one in a coroutine that awaits in the same expression.
    template <std::convertible_to<std::string_view>... Texts>
    requires(sizeof...(Texts) > 0) Arguments(
        const Texts&... texts) {  // NOLINT(google-explicit-constructor): {"GET", key} is passed where one is wanted
        (add(std::string_view(texts)), ...);
    }
    explicit Arguments(ArgumentView texts) { addAll(texts); }
    Arguments(const Arguments& other);
    Arguments& operator=(const Arguments&) = delete;
    ~Arguments() = default;

    Arguments& add(std::string_view text) {
        if (m_count < kInside) [[likely]]
            m_inside[m_count] = text;
        else
            addOutside(text);
        ++m_count;
        return *this;
    }
    Arguments& addAll(ArgumentView texts) {
        for (const std::string_view text : texts)
            add(text);
        return *this;
    }
    Arguments& addNumber(std::int64_t number);
    Arguments& addNumber(double number);

    ArgumentView view() const { return {m_count <= kInside ? m_inside.data() : m_outside.data(), m_count}; }

  private:
    static constexpr std::size_t kInside = 8;

    void addOutside(std::string_view text);
    // Written texts live in m_written: when that moves, the views into it move along.
    void rebase(const char* from, std::size_t size);
    void write(std::string_view digits);

    std::size_t m_count = 0;
    std::array<std::string_view, kInside> m_inside;
    std::vector<std::string_view> m_outside;  // all of them, once they are too many
    std::vector<char> m_written;              // not a string: a short one is kept inside, where swap() moves its bytes
};

}  // namespace rushlab::kv
