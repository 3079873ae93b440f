#include "app/mail_watch.h"

#include <charconv>
#include <ranges>

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
    if (before == stage || !tracked.way) return;
    Way& way = *tracked.way;
    const std::uint64_t number = tracked.mail.number;
    if (before == MailStage::Lost) {
        way.lost.erase(number);
        if (tracked.mail.copies == 0) way.open.insert(number);
    }
    if (stage == MailStage::Lost) {
        way.lost.insert(number);
        way.open.erase(number);
    }
    way.counts.lost = way.lost.size();
}

void MailWatch::noteDelivered(Way& way, std::uint64_t number) {
    ++way.counts.delivered;
    way.open.erase(number);
    way.arrived.push_back(number);
    if (way.arrived.size() > kShownArrived) way.arrived.pop_front();
}

void MailWatch::promised(std::uint64_t number, std::string_view way) {
    Tracked& tracked = m_mails[number];
    tracked.mail.number = number;
    tracked.way = &m_ways[std::string(way)];
    tracked.promise = ++m_promises;
    ++tracked.way->counts.signedUp;
    if (tracked.mail.copies == 0)
        tracked.way->open.insert(number);
    else
        noteDelivered(*tracked.way, number);  // it was quicker than the answer
}

void MailWatch::arrived(const mail::Letter& letter) {
    Tracked* const tracked = find(letter.to.empty() ? std::string_view() : std::string_view(letter.to.front()));
    if (!tracked) return;
    ++tracked->mail.copies;
    setStage(*tracked, m_atDoor.contains(tracked->mail.number) ? MailStage::Stored : MailStage::Delivered);
    if (!tracked->way) return;
    if (tracked->mail.copies == 1) noteDelivered(*tracked->way, tracked->mail.number);
    if (tracked->mail.copies == 2) ++tracked->way->counts.duplicated;
}

void MailWatch::underWay(const std::vector<mail::LetterUnderWay>& letters) {
    std::set<std::uint64_t> now;
    m_newestCarrier.clear();
    for (const mail::LetterUnderWay& letter : letters) {
        Tracked* const tracked = find(letter.to);
        if (!tracked) continue;
        now.insert(tracked->mail.number);
        if (letter.attempt > m_lastAttempt) {
            m_lastAttempt = letter.attempt;
            ++tracked->mail.attempts;
            if (tracked->mail.attempts == 2 && tracked->way) ++tracked->way->counts.wentBack;
        }
        tracked->mail.carrier = letter.carrier.substr(0, letter.carrier.find('.'));
        if (!letter.isStored) m_newestCarrier = tracked->mail.carrier;
        setStage(*tracked, letter.isStored ? MailStage::Stored : MailStage::UnderWay);
    }
    for (const std::uint64_t number : m_atDoor) {
        if (now.contains(number)) continue;
        Tracked& tracked = m_mails[number];
        setStage(tracked, tracked.mail.copies > 0 ? MailStage::Delivered : MailStage::Waiting);
    }
    m_atDoor = std::move(now);
}

void MailWatch::nothingWaits(std::string_view way, std::uint64_t promises) {
    const auto found = m_ways.find(way);
    if (found == m_ways.end()) return;
    const std::set<std::uint64_t>& open = found->second.open;
    for (const std::uint64_t one : std::vector(open.begin(), open.end())) {
        Tracked& tracked = m_mails[one];
        if (tracked.promise <= promises && !m_atDoor.contains(one)) setStage(tracked, MailStage::Lost);
    }
}

std::string MailWatch::carrierOfTheNewest() const {
    return m_newestCarrier;
}

lab::MailCounts MailWatch::countsOf(std::string_view way) const {
    const auto found = m_ways.find(way);
    return found == m_ways.end() ? lab::MailCounts() : found->second.counts;
}

std::vector<lab::MailWayCounts> MailWatch::everyWay() const {
    std::vector<lab::MailWayCounts> all;
    for (const auto& [name, way] : m_ways)
        all.push_back({name, way.counts});
    return all;
}

std::vector<lab::WatchedMail> MailWatch::shownOf(std::string_view name) const {
    const auto found = m_ways.find(name);
    if (found == m_ways.end()) return {};
    const Way& way = found->second;
    std::set<std::uint64_t> numbers(way.arrived.begin(), way.arrived.end());
    for (const std::uint64_t number : m_atDoor) {
        if (m_mails.at(number).way == &way) numbers.insert(number);
    }
    for (const std::uint64_t number : way.open | std::views::take(kShownWaiting))
        numbers.insert(number);
    for (const std::uint64_t number : way.lost | std::views::reverse | std::views::take(kShownLost))
        numbers.insert(number);
    std::vector<lab::WatchedMail> mails;
    for (const std::uint64_t number : numbers)
        mails.push_back(m_mails.at(number).mail);
    return mails;
}

}  // namespace rushlab::app
