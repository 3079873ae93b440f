#include "app/mail_watch.h"

#include <charconv>

namespace rushlab::app {

using lab::MailStage;

// "d1a2-17@rush.lab" is the seventeenth.
MailWatch::Tracked* MailWatch::find(std::string_view address) {
    if (!address.starts_with(m_tag) || address.size() <= m_tag.size() + 1) return nullptr;
    std::uint64_t number = 0;
    const auto read = std::from_chars(address.data() + m_tag.size() + 1, address.data() + address.size(), number);
    if (read.ec != std::errc()) return nullptr;
    // One whose sign-up was not answered may come too.
    Tracked& tracked = m_mails[number];
    tracked.mail.number = number;
    return &tracked;
}

void MailWatch::setStage(Tracked& tracked, MailStage stage) {
    const MailStage before = std::exchange(tracked.mail.stage, stage);
    if (before == stage) return;
    lab::MailCounts& counts = countsOf(tracked);
    if (before == MailStage::Lost) --counts.lost;
    if (stage == MailStage::Lost) ++counts.lost;
}

void MailWatch::promised(std::uint64_t number, std::string_view way) {
    Tracked& tracked = m_mails[number];
    tracked.mail.number = number;
    tracked.way = way;
    lab::MailCounts& counts = countsOf(tracked);
    ++counts.signedUp;
    if (tracked.mail.copies == 0)
        m_open.insert(number);
    else
        ++counts.delivered;  // it was quicker than the answer
}

void MailWatch::arrived(const mail::Letter& letter) {
    Tracked* const tracked = find(letter.to.empty() ? std::string_view() : std::string_view(letter.to.front()));
    if (!tracked) return;
    ++tracked->mail.copies;
    setStage(*tracked, m_atDoor.contains(tracked->mail.number) ? MailStage::Stored : MailStage::Delivered);
    if (tracked->way.empty()) return;  // promised by nobody yet
    if (tracked->mail.copies == 1) ++countsOf(*tracked).delivered;
    if (tracked->mail.copies == 2) ++countsOf(*tracked).duplicated;
    m_open.erase(tracked->mail.number);
}

void MailWatch::underWay(const std::vector<mail::LetterUnderWay>& letters) {
    std::set<std::uint64_t> now;
    for (const mail::LetterUnderWay& letter : letters) {
        Tracked* const tracked = find(letter.to);
        if (!tracked) continue;
        const std::uint64_t number = tracked->mail.number;
        now.insert(number);
        if (letter.attempt > m_lastAttempt) {
            m_lastAttempt = letter.attempt;
            ++tracked->mail.attempts;
            if (tracked->mail.attempts == 2 && !tracked->way.empty()) ++countsOf(*tracked).wentBack;
        }
        setStage(*tracked, letter.isStored ? MailStage::Stored : MailStage::UnderWay);
    }
    for (const std::uint64_t number : m_atDoor) {
        if (now.contains(number)) continue;
        Tracked& tracked = m_mails[number];
        setStage(tracked, tracked.mail.copies > 0 ? MailStage::Delivered : MailStage::Waiting);
    }
    m_atDoor = std::move(now);
}

void MailWatch::nothingWaits(std::string_view way, std::uint64_t number) {
    for (auto at = m_open.begin(); at != m_open.end() && *at <= number; ++at) {
        Tracked& tracked = m_mails[*at];
        if (tracked.way == way && !m_atDoor.contains(*at)) setStage(tracked, MailStage::Lost);
    }
}

std::uint64_t MailWatch::lastPromised() const {
    return m_mails.empty() ? 0 : m_mails.rbegin()->first;
}

lab::MailCounts MailWatch::countsOf(std::string_view way) const {
    const auto found = m_counts.find(way);
    return found == m_counts.end() ? lab::MailCounts() : found->second;
}

std::vector<lab::MailWayCounts> MailWatch::everyWay() const {
    std::vector<lab::MailWayCounts> all;
    for (const auto& [way, counts] : m_counts)
        if (!way.empty()) all.push_back({way, counts});
    return all;
}

std::vector<lab::WatchedMail> MailWatch::last() const {
    std::vector<lab::WatchedMail> mails;
    for (auto at = m_mails.rbegin(); at != m_mails.rend() && mails.size() < kShown; ++at)
        mails.push_back(at->second.mail);
    std::ranges::reverse(mails);
    return mails;
}

}  // namespace rushlab::app
