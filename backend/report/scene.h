// A drawing as values: lines, boxes and words in named inks, so that a picture on the screen, in a file and in a page
// come from one description and look alike.
// Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rushlab::report {

// What a stroke is for; a theme says which colour that is.
enum class Ink : std::uint8_t {
    Paper,
    Text,
    Faint,
    Grid,
    Marker,
    Series1,
    Series2,
    Series3,
    Series4,
    Series5,
    Series6
};
constexpr std::size_t kSeriesInks = 6;
constexpr std::size_t kInks = static_cast<std::size_t>(Ink::Series6) + 1;

enum class Theme : std::uint8_t { Light, Dark };

struct Colour {
    std::uint8_t red = 0, green = 0, blue = 0;
};
// Colours that the colour-blind can tell apart (Okabe and Ito), made lighter where the paper is dark.
Colour colourOf(Ink ink, Theme theme);
std::string toText(Colour colour);  // "#0072b2"
std::string_view name(Ink ink);     // "series-1"

// Beside the colour, so that neither is needed.
enum class Dash : std::uint8_t { Solid, Long, Short, Dots };
// Strokes and gaps in units; empty for a solid line.
std::vector<double> strokesOf(Dash dash);

struct Point {
    double x = 0, y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Line {
    std::vector<Point> points;
    Ink ink = Ink::Text;
    double width = 1;
    Dash dash = Dash::Solid;
};

struct Box {
    Point at;
    double width = 0, height = 0;
    Ink ink = Ink::Grid;
    double opacity = 1;
};

enum class Anchor : std::uint8_t { Start, Middle, End };

struct Words {
    Point at;  // on the base line
    std::string text;
    double size = 12;
    Ink ink = Ink::Text;
    Anchor anchor = Anchor::Start;
    bool bold = false;
    bool upwards = false;  // turned a quarter to the left
};

using Shape = std::variant<Line, Box, Words>;

struct Scene {
    std::string name;   // of its file: "stock"
    std::string title;  // what it shows, for those who cannot see it too
    double width = 0, height = 0;
    std::vector<Shape> shapes{};  // the first lies lowest

    void add(Line line);
    void add(Box box);
    void add(Words words);
};

// About how wide it will be; fonts differ.
double widthOf(std::string_view text, double size);

}  // namespace rushlab::report
