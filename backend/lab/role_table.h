// Which roles a lab has, how many of each, and where they listen unless they are told otherwise.
// Any thread; constant.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "roles/role.h"

namespace rushlab::lab {

struct RoleRow {
    std::string_view role;
    std::size_t instances = 1;             // unless LabOptions says otherwise
    std::array<std::uint16_t, 2> ports{};  // of the first instances; 0, and those beyond: a free one
    std::unique_ptr<roles::Role> (*make)(roles::RoleContext&) = nullptr;
};

// In the order in which ports are numbered.
std::span<const RoleRow> roleTable();

constexpr std::string_view kGateway = "gateway";
constexpr std::string_view kRegistry = "registry";
constexpr std::string_view kChat = "chat";

}  // namespace rushlab::lab
