// Which files there are, who knows of them, and how they open.
#include <QRegularExpression>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/tidy/rules.h"

namespace rushlab::tidy {
namespace {

std::string joined(std::string_view folder, std::string_view name) {
    return (std::filesystem::path(folder) / name).lexically_normal().generic_string();
}

std::string folderOf(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "" : path.substr(0, slash);
}

// What the lists name, as paths and as patterns with a star.
class Listed {
  public:
    explicit Listed(const SourceTree& tree) {
        for (const SourceFile& file : tree.files) {
            if (file.isCmake() || file.path.ends_with(".qrc")) readList(file);
        }
    }

    bool contains(const std::string& path) const {
        if (m_paths.contains(path)) return true;
        return std::ranges::any_of(m_patterns, [&](const QRegularExpression& pattern) {
            return pattern.match(QString::fromStdString(path)).hasMatch();
        });
    }

  private:
    void readList(const SourceFile& file) {
        static const QRegularExpression word(R"([\w./*${}+-]+)");
        static const QRegularExpression loop(R"(foreach\((\w+) IN ITEMS ([^)]*)\))");
        static const QRegularExpression variable(R"(set\((\w+) (\$\{CMAKE_SOURCE_DIR\}/[^ )]+)\))");
        QHash<QString, QStringList> values;  // of variables: the loops', and folders'
        for (std::string line : linesOf(file.text)) {
            if (file.isCmake()) line = line.substr(0, line.find('#'));
            m_recursive = line.find("GLOB_RECURSE") != std::string::npos;
            const auto named = variable.match(QString::fromStdString(line));
            if (named.hasMatch()) values["${" + named.captured(1) + "}"] = {named.captured(2)};
            const auto each = loop.match(QString::fromStdString(line));
            if (each.hasMatch())
                values["${" + each.captured(1) + "}"] = each.captured(2).split(' ', Qt::SkipEmptyParts);
            auto matches = word.globalMatch(QString::fromStdString(line));
            while (matches.hasNext())
                addExpanded(folderOf(file.path), matches.next().captured(), values);
        }
    }

    void addExpanded(const std::string& folder, const QString& name, const QHash<QString, QStringList>& values) {
        add(folder, name);
        for (auto variable = values.begin(); variable != values.end(); ++variable) {
            if (!name.contains(variable.key())) continue;
            for (const QString& value : variable.value())
                add(folder, QString(name).replace(variable.key(), value));
        }
    }

    void add(const std::string& folder, QString name) {
        name.replace("${CMAKE_SOURCE_DIR}/", "/").replace("${PROJECT_SOURCE_DIR}/", "/");
        name.replace("${CMAKE_CURRENT_SOURCE_DIR}/", "");
        const std::string path = name.startsWith('/') ? name.mid(1).toStdString() : joined(folder, name.toStdString());
        if (name.contains('*'))
            m_patterns.emplace_back(QRegularExpression::anchoredPattern(
                QRegularExpression::escape(QString::fromStdString(path)).replace("\\*", m_recursive ? ".*" : "[^/]*")));
        else
            m_paths.insert(path);
    }

    bool m_recursive = false;  // of the line that is being read
    std::set<std::string> m_paths;
    std::vector<QRegularExpression> m_patterns;
};

}  // namespace

Offences unlistedFiles(const SourceTree& tree) {
    const Listed listed(tree);
    Offences offences;
    for (const SourceFile& file : tree.files) {
        const bool source = file.path.ends_with(".cpp");
        const bool resource = file.isUnder("resources") && !file.path.ends_with(".md") && !file.path.ends_with(".qrc");
        if (!source && !resource) continue;
        // A test, a bench and a fuzz target are listed by their name without its ending.
        const std::string stem = source ? file.path.substr(0, file.path.size() - 4) : file.path;
        if (!listed.contains(file.path) && !listed.contains(stem))
            offences.push_back({file.path, 0,
                                source ? "no CMakeLists.txt or .cmake lists it, so nobody builds it"
                                       : "no .qrc and no CMake list has it, so nobody finds it"});
    }
    return offences;
}

Offences unusedHeaders(const SourceTree& tree) {
    std::set<std::string> included;
    for (const SourceFile& file : tree.files) {
        if (!file.isCpp()) continue;
        for (const Include& include : includesOf(file)) {
            if (const SourceFile* target = resolve(tree, file, include)) included.insert(target->path);
        }
    }
    const Listed listed(tree);  // a precompiled header is named by CMake alone
    Offences offences;
    for (const SourceFile& file : tree.files) {
        if (file.isHeader() && !included.contains(file.path) && !listed.contains(file.path))
            offences.push_back({file.path, 0, "nobody includes it"});
    }
    return offences;
}

Offences headerOpenings(const SourceTree& tree) {
    Offences offences;
    for (const SourceFile& file : tree.files) {
        if (!file.isHeader()) continue;
        if (!file.text.starts_with("// "))
            offences.push_back({file.path, 1, "a header opens with a sentence that says what it is for"});
        const auto lines = linesOf(file.code);
        const auto first = std::ranges::find_if(
            lines, [](const std::string& line) { return line.find_first_not_of(' ') != std::string::npos; });
        if (first == lines.end() || !first->starts_with("#pragma once"))
            offences.push_back({file.path, 1, "#pragma once is missing, or is not the first line of code"});
    }
    return offences;
}

Offences missingReadmes(const SourceTree& tree) {
    std::set<std::string> folders{"app", "backend", "ui", "tests"};
    for (const SourceFile& file : tree.files) {
        const std::string layer = layerOf(file.path);
        if (file.isCpp() && (layer.starts_with("engines/") || layer == "io" || layer == "storage"))
            folders.insert("backend/" + layer);
    }
    Offences offences;
    if (!tree.find("README.md")) offences.push_back({"README.md", 0, "it is missing"});
    for (const std::string& folder : folders) {
        if (!tree.find(folder + "/README.md"))
            offences.push_back(
                {folder + "/README.md", 0, "it is missing: the folder's map, its guarantees, its rules"});
    }
    return offences;
}

Offences longFiles(const SourceTree& tree, std::size_t mostLines) {
    Offences offences;
    for (const SourceFile& file : tree.files) {
        const auto lines = static_cast<std::size_t>(std::ranges::count(file.text, '\n'));
        if (file.isCpp() && lines > mostLines)
            offences.push_back({file.path, 0, std::to_string(lines) + " lines: it holds a second noun, split it"});
    }
    return offences;
}

}  // namespace rushlab::tidy
