#include "tests/tidy/source_tree.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

namespace rushlab::tidy {
namespace {

namespace fs = std::filesystem;

std::string readWhole(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool isWord(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where the literal or comment that begins here ends; the same position where none begins.
std::size_t endOfBlank(std::string_view cpp, std::size_t at) {
    const auto until = [&](std::string_view end, std::size_t from) {
        const auto found = cpp.find(end, from);
        return found == std::string_view::npos ? cpp.size() : found + end.size();
    };
    const std::string_view rest = cpp.substr(at);
    if (rest.starts_with("//")) return std::min(cpp.find('\n', at), cpp.size());
    if (rest.starts_with("/*")) return until("*/", at + 2);
    if (rest.starts_with("R\"") && (at == 0 || !isWord(cpp[at - 1]))) {
        const auto open = cpp.find('(', at);
        if (open == std::string_view::npos) return cpp.size();
        return until(")" + std::string(cpp.substr(at + 2, open - at - 2)) + "\"", open);
    }
    const char quote = cpp[at];
    // A quote inside a number separates its digits.
    if (quote != '"' && (quote != '\'' || (at > 0 && isWord(cpp[at - 1])))) return at;
    std::size_t end = at + 1;
    while (end < cpp.size() && cpp[end] != quote && cpp[end] != '\n')
        end += cpp[end] == '\\' ? 2U : 1U;
    return std::min(end + 1, cpp.size());
}

}  // namespace

const SourceFile* SourceTree::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(files, path, {}, &SourceFile::path);
    return found != files.end() && found->path == path ? &*found : nullptr;
}

SourceTree readTree(const fs::path& root) {
    SourceTree tree;
    for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator(); ++entry) {
        const std::string name = entry->path().filename().string();
        if (entry->is_directory() && (name.starts_with('.') || (entry.depth() == 0 && name.starts_with("build")))) {
            entry.disable_recursion_pending();
            continue;
        }
        if (!entry->is_regular_file() || name.starts_with('.')) continue;
        SourceFile file{fs::relative(entry->path(), root).generic_string(), readWhole(entry->path()), {}};
        if (file.isCpp()) file.code = blankOut(file.text);
        tree.files.push_back(std::move(file));
    }
    std::ranges::sort(tree.files, {}, &SourceFile::path);
    return tree;
}

std::string blankOut(std::string_view cpp) {
    std::string code(cpp);
    for (std::size_t at = 0; at < cpp.size();) {
        const std::size_t end = endOfBlank(cpp, at);
        for (std::size_t i = at; i < end; ++i) {
            if (code[i] != '\n') code[i] = ' ';
        }
        at = std::max(end, at + 1);
    }
    return code;
}

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::vector<Include> includesOf(const SourceFile& file) {
    std::vector<Include> includes;
    const auto lines = linesOf(file.text);
    const auto code = linesOf(file.code);
    for (std::size_t i = 0; i < lines.size() && i < code.size(); ++i) {
        // In the code the directive survives and its name does not; in a comment neither does.
        const auto directive = code[i].find("#include");
        if (directive == std::string::npos) continue;
        const auto open = lines[i].find_first_of("\"<", directive);
        if (open == std::string::npos) continue;
        const bool ofSystem = lines[i][open] == '<';
        const auto close = lines[i].find(ofSystem ? '>' : '"', open + 1);
        if (close == std::string::npos) continue;
        includes.push_back({lines[i].substr(open + 1, close - open - 1), ofSystem, static_cast<int>(i) + 1});
    }
    return includes;
}

std::string layerOf(std::string_view path) {
    const auto first = [](std::string_view text) { return text.substr(0, text.find('/')); };
    const std::string_view top = first(path);
    if (top.size() == path.size()) return {};
    if (top != "backend") return std::string(top);
    const std::string_view inside = path.substr(top.size() + 1);
    const std::string_view folder = first(inside);
    if (folder.size() == inside.size()) return {};
    if (folder != "engines") return std::string(folder);
    const std::string_view engine = first(inside.substr(folder.size() + 1));
    if (folder.size() + 1 + engine.size() == inside.size()) return "engines";
    return "engines/" + std::string(engine);
}

const SourceFile* resolve(const SourceTree& tree, const SourceFile& from, const Include& include) {
    if (include.ofSystem) return nullptr;
    const std::string beside = from.path.substr(0, from.path.rfind('/') + 1) + include.target;
    for (const std::string& candidate : {"backend/" + include.target, include.target, beside}) {
        if (const SourceFile* file = tree.find(fs::path(candidate).lexically_normal().generic_string())) return file;
    }
    return nullptr;
}

}  // namespace rushlab::tidy
