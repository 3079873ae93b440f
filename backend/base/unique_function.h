// A callable that may be moved but not copied (std::move_only_function comes with C++23).
// Small callables (up to 48 bytes) live inside it. One thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace rushlab {

template <class Signature>
class UniqueFunction;

template <class R, class... Args>
class UniqueFunction<R(Args...)> {
  public:
    UniqueFunction() = default;

    template <class F>
    requires(!std::is_same_v<std::decay_t<F>, UniqueFunction> && std::is_invocable_r_v<R, std::decay_t<F>&, Args...>)
        UniqueFunction(F&& callable) {  // NOLINT(google-explicit-constructor): a lambda is passed where one is wanted
        using Held = std::decay_t<F>;
        if constexpr (fitsInside<Held>()) {
            ::new (static_cast<void*>(m_room)) Held(std::forward<F>(callable));
            m_operations = &kInside<Held>;
        } else {
            ::new (static_cast<void*>(m_room)) Held*(std::make_unique<Held>(std::forward<F>(callable)).release());
            m_operations = &kOutside<Held>;
        }
    }

    UniqueFunction(UniqueFunction&& other) noexcept { take(other); }
    UniqueFunction& operator=(UniqueFunction&& other) noexcept {
        if (this != &other) {
            reset();
            take(other);
        }
        return *this;
    }
    UniqueFunction(const UniqueFunction&) = delete;
    UniqueFunction& operator=(const UniqueFunction&) = delete;
    ~UniqueFunction() { reset(); }

    explicit operator bool() const { return m_operations != nullptr; }
    R operator()(Args... args) { return m_operations->call(m_room, std::forward<Args>(args)...); }

    void reset() {
        if (m_operations) std::exchange(m_operations, nullptr)->destroy(m_room);
    }

  private:
    static constexpr std::size_t kRoomBytes = 48;

    struct Operations {
        R (*call)(void*, Args&&...);
        void (*moveTo)(void* from, void* to) noexcept;
        void (*destroy)(void*) noexcept;
    };

    template <class Held>
    static constexpr bool fitsInside() {
        return sizeof(Held) <= kRoomBytes && alignof(Held) <= alignof(std::max_align_t) &&
               std::is_nothrow_move_constructible_v<Held>;
    }

    template <class Held>
    static Held& inside(void* room) {
        return *std::launder(static_cast<Held*>(room));
    }
    template <class Held>
    static Held*& outside(void* room) {
        return *std::launder(static_cast<Held**>(room));
    }

    template <class Held>
    static constexpr Operations kInside{
        [](void* room, Args&&... args) -> R { return inside<Held>(room)(std::forward<Args>(args)...); },
        [](void* from, void* to) noexcept {
            ::new (to) Held(std::move(inside<Held>(from)));
            inside<Held>(from).~Held();
        },
        [](void* room) noexcept { inside<Held>(room).~Held(); }};

    template <class Held>
    static constexpr Operations kOutside{
        [](void* room, Args&&... args) -> R { return (*outside<Held>(room))(std::forward<Args>(args)...); },
        [](void* from, void* to) noexcept { ::new (to) Held*(outside<Held>(from)); },
        [](void* room) noexcept { std::unique_ptr<Held>(outside<Held>(room)); }};

    void take(UniqueFunction& other) noexcept {
        if (!other.m_operations) return;
        m_operations = std::exchange(other.m_operations, nullptr);
        m_operations->moveTo(other.m_room, m_room);
    }

    const Operations* m_operations = nullptr;
    alignas(std::max_align_t) std::byte m_room[kRoomBytes];
};

}  // namespace rushlab
