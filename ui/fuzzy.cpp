#include "ui/fuzzy.h"

#include <algorithm>
#include <vector>

namespace rushlab::ui {
namespace {

constexpr int kNever = -1'000'000;
constexpr int kAtWordStart = 8, kInARow = 6, kAnywhere = 1;

bool beginsWord(const QString& words, qsizetype at) {
    return at == 0 || !words[at - 1].isLetterOrNumber();
}

}  // namespace

// The best of all ways to lay the letters over the words: a greedy first hit would take the wrong one ("sto" in "Go to
// stock" would not be found at "stock").
std::optional<int> fitOf(const QString& typed, const QString& words) {
    QString letters = typed.toCaseFolded();
    letters.removeIf([](QChar letter) { return letter.isSpace(); });
    const QString line = words.toCaseFolded();
    if (letters.isEmpty()) return 0;
    const auto width = static_cast<std::size_t>(line.size());
    std::vector<int> before(width, kNever);  // the best fit whose last letter lies here
    for (qsizetype letter = 0; letter < letters.size(); ++letter) {
        std::vector<int> now(width, kNever);
        int reachable = letter == 0 ? 0 : kNever;  // the best that ended earlier than the one before this place
        for (std::size_t at = 0; at < width; ++at) {
            if (letter > 0 && at >= 2) reachable = std::max(reachable, before[at - 2]);
            if (line[static_cast<qsizetype>(at)] != letters[letter]) continue;
            const int alone = beginsWord(line, static_cast<qsizetype>(at)) ? kAtWordStart : kAnywhere;
            int best = reachable == kNever ? kNever : reachable + alone;
            if (letter > 0 && at >= 1 && before[at - 1] != kNever)
                best = std::max(best, before[at - 1] + std::max(alone, kInARow));
            now[at] = best;
        }
        before = std::move(now);
    }
    const int best = before.empty() ? kNever : *std::ranges::max_element(before);
    if (best == kNever) return std::nullopt;
    // Of two that fit alike the shorter one was meant.
    return best * 100 - static_cast<int>(std::min<qsizetype>(line.size(), 99));
}

}  // namespace rushlab::ui
