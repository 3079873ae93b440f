// What became of each mail that was promised, by what the mail server has, has under way, and by what still waits in
// the shop: a plain state that is told what was seen. One thread.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engines/mail/inbox.h"
#include "lab/mail_desk.h"

namespace rushlab::app {

class MailWatch {
  public:
    // Of each kind, so that whatever many there are of one, the others are seen.
    static constexpr std::size_t kShownWaiting = 80, kShownLost = 40, kShownArrived = 100;

    // The mails of one `tag`: the address of the n-th is "tag-n@...", as SignUps makes it.
    explicit MailWatch(std::string tag) : m_tag(std::move(tag)) {}

    // In the order of the answers, which is not that of the numbers.
    void promised(std::uint64_t number, std::string_view way);
    void arrived(const mail::Letter& letter);
    // Everything that is under way at this moment, in the order of the attempts.
    void underWay(const std::vector<mail::LetterUnderWay>& letters);
    // Nothing waits in a shop of this way, nor is on its way from it, of what was among the first so many promises:
    // what of them is not there by now never comes.
    void nothingWaits(std::string_view way, std::uint64_t promises);

    std::uint64_t promises() const { return m_promises; }  // so far
    // Whose mail came last of those that the server does not have yet; empty where none is at its door.
    std::string carrierOfTheNewest() const;
    lab::MailCounts countsOf(std::string_view way) const;
    std::vector<lab::MailWayCounts> everyWay() const;
    // All that are at the server's door, those that wait longest, the newest of the others; in the order of their
    // numbers.
    std::vector<lab::WatchedMail> shownOf(std::string_view way) const;

  private:
    struct Way {
        lab::MailCounts counts;
        std::set<std::uint64_t> open;       // promised, and not in the inbox yet
        std::set<std::uint64_t> lost;       // not among the open
        std::deque<std::uint64_t> arrived;  // the newest
    };
    struct Tracked {
        Way* way = nullptr;         // promised by nobody yet
        std::uint64_t promise = 0;  // its place among all promises, from 1
        lab::WatchedMail mail;
    };

    Tracked* find(std::string_view address);
    void setStage(Tracked& tracked, lab::MailStage stage);
    static void noteDelivered(Way& way, std::uint64_t number);

    const std::string m_tag;
    std::map<std::string, Way, std::less<>> m_ways;
    std::map<std::uint64_t, Tracked> m_mails;
    std::uint64_t m_promises = 0;
    std::set<std::uint64_t> m_atDoor;  // under way when it was last looked
    std::uint64_t m_lastAttempt = 0;   // of those that were seen under way
    std::string m_newestCarrier;       // of those that are under way now
};

}  // namespace rushlab::app
