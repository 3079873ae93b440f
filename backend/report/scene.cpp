#include "report/scene.h"

#include <fmt/format.h>

namespace rushlab::report {
namespace {

struct Tint {
    std::string_view name;
    Colour light;
    Colour dark;
};

// In the order of Ink.
constexpr std::array<Tint, kInks> kTints{{
    {"paper", {0xff, 0xff, 0xff}, {0x16, 0x1a, 0x21}},
    {"text", {0x1c, 0x23, 0x2e}, {0xe8, 0xec, 0xf2}},
    {"faint", {0x5a, 0x66, 0x75}, {0x9d, 0xa9, 0xb8}},
    {"grid", {0xdf, 0xe4, 0xea}, {0x30, 0x38, 0x44}},
    {"marker", {0x8a, 0x1c, 0x5b}, {0xf0, 0x9c, 0xc8}},
    {"series-1", {0x00, 0x72, 0xb2}, {0x56, 0xb4, 0xe9}},
    {"series-2", {0xd5, 0x5e, 0x00}, {0xff, 0x8f, 0x4a}},
    {"series-3", {0x00, 0x85, 0x63}, {0x3a, 0xd0, 0xa2}},
    {"series-4", {0xb0, 0x52, 0x88}, {0xe6, 0xa0, 0xcb}},
    {"series-5", {0xb8, 0x7c, 0x00}, {0xf2, 0xc1, 0x4e}},
    {"series-6", {0x3d, 0x4c, 0x9e}, {0xa9, 0xb6, 0xff}},
}};

}  // namespace

Colour colourOf(Ink ink, Theme theme) {
    const Tint& tint = kTints[static_cast<std::size_t>(ink)];
    return theme == Theme::Light ? tint.light : tint.dark;
}

std::string toText(Colour colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

std::string_view name(Ink ink) {
    return kTints[static_cast<std::size_t>(ink)].name;
}

std::vector<double> strokesOf(Dash dash) {
    switch (dash) {
        case Dash::Solid:
            return {};
        case Dash::Long:
            return {8, 4};
        case Dash::Short:
            return {4, 3};
        case Dash::Dots:
            return {1.5, 3};
    }
    return {};
}

void Scene::add(Line line) {
    shapes.emplace_back(std::in_place_type<Line>, std::move(line));
}
void Scene::add(Box box) {
    shapes.emplace_back(std::in_place_type<Box>, box);
}
void Scene::add(Words words) {
    shapes.emplace_back(std::in_place_type<Words>, std::move(words));
}

double widthOf(std::string_view text, double size) {
    double letters = 0;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if ((code & 0xC0U) == 0x80U) continue;  // the rest of a character
        letters += code >= 0xE0U ? 1.7 : 1;     // Korean letters are wide
    }
    return letters * size * 0.58;
}

}  // namespace rushlab::report
