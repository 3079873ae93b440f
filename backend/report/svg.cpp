#include "report/svg.h"

#include <fmt/format.h>

#include <functional>
#include <iterator>

namespace rushlab::report {
namespace {

using Ask = std::string (*)(Ink);

std::string literal(Ink ink) {
    return toText(colourOf(ink, Theme::Light));
}
std::string variable(Ink ink) {
    return fmt::format("var(--{})", name(ink));
}

// Two decimals are finer than any screen; no exponent, no trailing zeros.
std::string number(double value) {
    std::string text = fmt::format("{:.2f}", value);
    while (text.ends_with('0'))
        text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text == "-0" ? "0" : text;
}

class Writer {
  public:
    Writer(std::string& out, Ask colour) : m_out(out), m_colour(colour) {}

    void operator()(const Line& line) {
        m_out +=
            R"(<polyline fill="none" stroke=")" + m_colour(line.ink) + R"(" stroke-width=")" + number(line.width) + '"';
        const auto strokes = strokesOf(line.dash);
        for (std::size_t at = 0; at < strokes.size(); ++at)
            m_out += (at == 0 ? R"( stroke-dasharray=")" : " ") + number(strokes[at]);
        if (!strokes.empty()) m_out += '"';
        m_out += R"( stroke-linejoin="round" points=")";
        for (const Point& point : line.points)
            m_out += number(point.x) + ',' + number(point.y) + ' ';
        if (!line.points.empty()) m_out.pop_back();
        m_out += "\"/>\n";
    }

    void operator()(const Box& box) {
        m_out += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}")", number(box.at.x),
                             number(box.at.y), number(box.width), number(box.height), m_colour(box.ink));
        if (box.opacity < 1) m_out += R"( fill-opacity=")" + number(box.opacity) + '"';
        m_out += "/>\n";
    }

    void operator()(const Words& words) {
        constexpr std::array<std::string_view, 3> kAnchors{"start", "middle", "end"};
        m_out += fmt::format(R"(<text x="{}" y="{}" font-size="{}" fill="{}")", number(words.at.x), number(words.at.y),
                             number(words.size), m_colour(words.ink));
        if (words.anchor != Anchor::Start)
            m_out += fmt::format(R"( text-anchor="{}")", kAnchors[static_cast<std::size_t>(words.anchor)]);
        if (words.bold) m_out += R"( font-weight="bold")";
        if (words.upwards)
            m_out += fmt::format(R"svg( transform="rotate(-90 {} {})")svg", number(words.at.x), number(words.at.y));
        m_out += '>' + escaped(words.text) + "</text>\n";
    }

  private:
    std::string& m_out;
    Ask m_colour;
};

std::string svg(const Scene& scene, Ask colour, std::string_view opening) {
    std::string out = fmt::format(
        R"({} viewBox="0 0 {} {}" role="img" font-family="'DejaVu Sans',Verdana,'Noto Sans KR',sans-serif"><title>{}</title>)"
        "\n",
        opening, number(scene.width), number(scene.height), escaped(scene.title));
    Writer writer(out, colour);
    writer(Box{{0, 0}, scene.width, scene.height, Ink::Paper, 1});
    for (const Shape& shape : scene.shapes)
        std::visit(writer, shape);
    return out + "</svg>\n";
}

}  // namespace

std::string svgFile(const Scene& scene) {
    const std::string opening = fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}")",
                                            number(scene.width), number(scene.height));
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(scene, literal, opening);
}

std::string svgInline(const Scene& scene) {
    return svg(scene, variable, "<svg");
}

std::string cssColours(Theme theme) {
    std::string css;
    for (std::size_t ink = 0; ink < kInks; ++ink) {
        css += fmt::format("--{}:{};", name(static_cast<Ink>(ink)), toText(colourOf(static_cast<Ink>(ink), theme)));
    }
    return css;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                // XML 1.0 has no other control characters, escaped or not.
                if (static_cast<unsigned char>(letter) >= 0x20 || letter == '\n' || letter == '\t' || letter == '\r')
                    out += letter;
                else
                    out += "\xEF\xBF\xBD";
        }
    }
    return out;
}

}  // namespace rushlab::report
