// Who includes whom.
#include <QRegularExpression>

#include <functional>
#include <map>
#include <set>

#include "tests/tidy/rules.h"

namespace rushlab::tidy {
namespace {

constexpr std::string_view kLayers = "tests/tidy/layers.txt";

struct Layers {
    std::map<std::string, std::set<std::string>> mayInclude;
    std::set<std::string> mayIncludeQt;
    std::set<std::string> portHeaders;                    // with "backend/"
    std::map<std::string, std::set<std::string>> unread;  // by layer; what is not even read through others' headers

    static std::string kindOf(const std::string& folder) {
        return folder.starts_with("engines/") ? "engines/*" : folder;
    }
    // The row of a folder; null where it has none.
    const std::set<std::string>* rowOf(const std::string& folder) const {
        auto row = mayInclude.find(folder);
        if (row == mayInclude.end()) row = mayInclude.find(kindOf(folder));
        return row == mayInclude.end() ? nullptr : &row->second;
    }
};

std::set<std::string> wordsOf(const std::string& line) {
    std::set<std::string> words;
    const auto parts = QString::fromStdString(line).split(' ', Qt::SkipEmptyParts);
    for (const QString& word : parts)
        words.insert(word.toStdString());
    return words;
}

void readUnread(const std::string& words, Layers& layers) {
    const auto parts = QString::fromStdString(words).split(' ', Qt::SkipEmptyParts);
    for (const QString& word : parts.mid(1))
        layers.unread[parts.front().toStdString()].insert(word.toStdString());
}

Layers readLayers(const SourceFile& file) {
    Layers layers;
    for (const std::string& line : linesOf(file.text)) {
        const auto colon = line.find(':');
        if (line.starts_with('#') || colon == std::string::npos) continue;
        const std::string name = line.substr(0, colon);
        std::set<std::string> words = wordsOf(line.substr(colon + 1));
        if (name == "qt")
            layers.mayIncludeQt = std::move(words);
        else if (name == "unread")
            readUnread(line.substr(colon + 1), layers);
        else if (name == "port")
            for (const std::string& header : words)
                layers.portHeaders.insert("backend/" + header);
        else
            layers.mayInclude[name] = std::move(words);
    }
    return layers;
}

// The port headers and what they include of their own folders.
std::set<std::string> publicHeaders(const SourceTree& tree, const Layers& layers) {
    std::set<std::string> seen;
    std::vector<std::string> left(layers.portHeaders.begin(), layers.portHeaders.end());
    while (!left.empty()) {
        const SourceFile* file = tree.find(left.back());
        left.pop_back();
        if (!file || !seen.insert(file->path).second) continue;
        for (const Include& include : includesOf(*file)) {
            const SourceFile* target = resolve(tree, *file, include);
            if (target && layerOf(target->path) == layerOf(file->path)) left.push_back(target->path);
        }
    }
    return seen;
}

bool isQt(const Include& include) {
    static const QRegularExpression qt("^(Q[A-Z]|Qt[A-Z]?|qt[a-z]+\\.h|q[a-z]+\\.h)");
    return include.ofSystem && qt.match(QString::fromStdString(include.target)).hasMatch();
}

// The cycle that a walk along `edges` finds first, as "a -> b -> a"; empty where there is none.
std::string findCycle(const std::map<std::string, std::set<std::string>>& edges) {
    enum class Mark { Open, Done };
    std::map<std::string, Mark> marks;
    std::vector<std::string> trail;
    std::string cycle;
    const std::function<void(const std::string&)> visit = [&](const std::string& node) {
        if (!cycle.empty()) return;
        if (const auto mark = marks.find(node); mark != marks.end()) {
            if (mark->second == Mark::Done) return;
            for (auto step = std::ranges::find(trail, node); step != trail.end(); ++step)
                cycle += *step + " -> ";
            cycle += node;
            return;
        }
        marks[node] = Mark::Open;
        trail.push_back(node);
        if (const auto next = edges.find(node); next != edges.end()) {
            for (const std::string& target : next->second)
                visit(target);
        }
        trail.pop_back();
        marks[node] = Mark::Done;
    };
    for (const auto& [node, targets] : edges)
        visit(node);
    return cycle;
}

}  // namespace

Offences brokenLayers(const SourceTree& tree) {
    const SourceFile* table = tree.find(kLayers);
    if (!table) return {{std::string(kLayers), 0, "the table of who may include whom is missing"}};
    const Layers layers = readLayers(*table);
    const std::set<std::string> ports = publicHeaders(tree, layers);
    Offences offences;
    for (const SourceFile& file : tree.files) {
        if (!file.isCpp()) continue;
        const std::string layer = layerOf(file.path);
        if (layer.empty()) continue;
        const auto* allowed = layers.rowOf(layer);
        if (!allowed) {
            offences.push_back({file.path, 0, "the folder " + layer + " has no row in " + std::string(kLayers)});
            continue;
        }
        for (const Include& include : includesOf(file)) {
            if (isQt(include) && !layers.mayIncludeQt.contains(layer))
                offences.push_back({file.path, include.line, layer + " must not include Qt (" + include.target + ")"});
            const SourceFile* target = resolve(tree, file, include);
            if (!target || allowed->contains("everything")) continue;
            const std::string other = layerOf(target->path);
            if (other.empty() || other == layer || allowed->contains(other)) continue;
            if (allowed->contains("ports") && ports.contains(target->path)) continue;
            offences.push_back({file.path, include.line, layer + " must not include " + include.target});
        }
    }
    return offences;
}

Offences readsTooMuch(const SourceTree& tree) {
    const SourceFile* table = tree.find(kLayers);
    if (!table) return {{std::string(kLayers), 0, "the table of who may include whom is missing"}};
    const Layers layers = readLayers(*table);
    Offences offences;
    for (const SourceFile& file : tree.files) {
        const auto row = layers.unread.find(layerOf(file.path));
        if (!file.isCpp() || row == layers.unread.end()) continue;
        // Each with the way that leads to it.
        std::map<std::string, std::string> ways{{file.path, file.path}};
        std::vector<const SourceFile*> left{&file};
        while (!left.empty()) {
            const SourceFile& reader = *left.back();
            left.pop_back();
            for (const Include& include : includesOf(reader)) {
                const SourceFile* target = resolve(tree, reader, include);
                if (!target || ways.contains(target->path)) continue;
                const std::string way = ways[reader.path] + " -> " + target->path;
                ways[target->path] = way;
                left.push_back(target);
                if (row->second.contains(Layers::kindOf(layerOf(target->path))))
                    offences.push_back({file.path, 0, way});
            }
        }
    }
    return offences;
}

Offences includeCycles(const SourceTree& tree) {
    std::map<std::string, std::set<std::string>> folders, headers;
    for (const SourceFile& file : tree.files) {
        if (!file.isCpp() || file.isUnder("tests")) continue;
        for (const Include& include : includesOf(file)) {
            const SourceFile* target = resolve(tree, file, include);
            if (!target) continue;
            const std::string from = layerOf(file.path), to = layerOf(target->path);
            if (from != to && !from.empty() && !to.empty()) folders[from].insert(to);
            if (file.isHeader()) headers[file.path].insert(target->path);
        }
    }
    Offences offences;
    for (const auto& edges : {folders, headers}) {
        const std::string cycle = findCycle(edges);
        if (!cycle.empty())
            offences.push_back({cycle.substr(0, cycle.find(' ')), 0, "includes go in a circle: " + cycle});
    }
    return offences;
}

Offences qtInBackend(const SourceTree& tree) {
    static const QRegularExpression part("Qt6?::([A-Za-z]+)");
    Offences offences;
    for (const SourceFile& file : tree.files) {
        if (!file.isCmake() || !file.isUnder("backend")) continue;
        int number = 0;
        for (const std::string& line : linesOf(file.text)) {
            ++number;
            const auto match = part.match(QString::fromStdString(line));
            if (!match.hasMatch()) continue;
            const bool allowed =
                layerOf(file.path) == "engines/sql" && (match.captured(1) == "Core" || match.captured(1) == "Sql");
            if (!allowed)
                offences.push_back({file.path, number, "the backend must not link " + match.captured().toStdString()});
        }
    }
    return offences;
}

}  // namespace rushlab::tidy
