// A scene as SVG: a file of its own, or a part of a page that brings the colours.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "report/scene.h"

namespace rushlab::report {

// A whole file, on light paper.
std::string svgFile(const Scene& scene);
// For a page that defines --paper, --text, --series-1 ... (see cssColours).
std::string svgInline(const Scene& scene);
// "--paper:#ffffff;--text:...": the inks as the page's variables.
std::string cssColours(Theme theme);

// With & < > " ' and what XML does not allow written so that they are text, in content and in attributes.
std::string escaped(std::string_view text);

}  // namespace rushlab::report
