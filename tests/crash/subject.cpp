#include "tests/crash/subject.h"

#include <unistd.h>

namespace rushlab::crash {

void Reporter::tell(const Note& note) const {
    // Smaller than PIPE_BUF: written whole or not at all, also beside other threads.
    if (::write(m_pipe, &note, sizeof note) != sizeof note) ::_exit(3);
}

std::vector<Subject> allSubjects() {
    return {archiveSubject(), queueSubject(), logSubject(), sqlSubject()};
}

std::vector<Subject> subjectsNamed(std::string_view name) {
    std::vector<Subject> subjects = allSubjects();
    if (name == "all") return subjects;
    subjects.push_back(workerSubject());
    std::erase_if(subjects, [name](const Subject& subject) { return subject.name != name; });
    return subjects;
}

void complain(std::vector<std::string>& complaints, std::string sentence) {
    constexpr std::size_t kMost = 10;
    if (complaints.size() < kMost) complaints.push_back(std::move(sentence));
}

}  // namespace rushlab::crash
