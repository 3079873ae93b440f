// The project's own text files, as the tidy rules read them.
// One thread; plain values.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace rushlab::tidy {

struct SourceFile {
    std::string path;  // from the project's root, with slashes
    std::string text;
    std::string code;  // C++ only: comments and literals blanked out, every line where it was

    bool isCpp() const { return path.ends_with(".cpp") || path.ends_with(".h"); }
    bool isHeader() const { return path.ends_with(".h"); }
    bool isCmake() const { return path.ends_with("CMakeLists.txt") || path.ends_with(".cmake"); }
    bool isUnder(std::string_view folder) const {
        return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
    }
};

struct Include {
    std::string target;  // as it is written
    bool ofSystem;       // <...>
    int line;
};

struct SourceTree {
    std::vector<SourceFile> files;  // by path

    const SourceFile* find(std::string_view path) const;
};

// Everything under the root that is ours to write: not build/, not what begins with a dot.
SourceTree readTree(const std::filesystem::path& root);

// C++ with comments, strings and characters replaced by spaces; lines stay where they are.
std::string blankOut(std::string_view cpp);

std::vector<Include> includesOf(const SourceFile& file);

// Which folder of the layers a file belongs to: "base", "engines/kv", "ui"; empty for what belongs to none.
std::string layerOf(std::string_view path);

// The file that an include of ours means: "base/result.h" is backend/base/result.h. Null where it is not ours.
const SourceFile* resolve(const SourceTree& tree, const SourceFile& from, const Include& include);

std::vector<std::string> linesOf(std::string_view text);

}  // namespace rushlab::tidy
