// A consumer group: its members, who owns which partition, and what is committed.
// A state machine without thread or clock; time is an argument. Belongs to the log's core.
//
// Each change of members deals the partitions anew: topic by topic in ranges, to the members that joined the topic, in
// the order of their names; the first ones get one more where it does not come out even. A partition that changes hands
// gets a new epoch; a commit must name the epoch at which its member got the partition, so that one who lost it, even
// if it was given back meanwhile, is refused.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "engines/log/changes.h"

namespace rushlab::log {

using MemberId = std::int64_t;

struct Ownership {
    MemberId member = 0;
    std::int64_t epoch = 0;

    friend bool operator==(const Ownership&, const Ownership&) = default;
};

struct Membership {
    std::string name;
    std::set<std::string> topics;
    Milliseconds sessionTimeout{0};
    SteadyTime lapsesAt{};
};

class Group {
  public:
    // The partitions of a topic by its name; none where there is no such topic.
    using PartitionsOf = std::function<std::vector<PartitionKey>(const std::string&)>;

    void join(MemberId id, Membership member, const PartitionsOf& partitionsOf);
    // False: no such member (any more).
    bool leave(MemberId id, const PartitionsOf& partitionsOf);
    // True: somebody's session had lapsed.
    bool expire(SteadyTime now, const PartitionsOf& partitionsOf);
    bool touch(MemberId id, SteadyTime now);
    // After topics came or went.
    void deal(const PartitionsOf& partitionsOf);

    bool has(MemberId id) const { return m_members.contains(id); }
    // Of who owns it; empty: nobody does.
    std::string ownerName(PartitionKey at) const;
    bool wants(const std::string& topic) const;
    std::size_t size() const { return m_members.size(); }
    // When the next session lapses unless its member is heard of; never (the maximum) without members.
    SteadyTime nextLapse() const;
    std::int64_t generation() const { return m_generation; }

    const std::map<PartitionKey, Ownership>& owners() const { return m_owners; }
    const std::map<PartitionKey, std::int64_t>& committed() const { return m_committed; }
    void setCommitted(PartitionKey at, std::int64_t offset) { m_committed[at] = offset; }
    void forgetTopic(std::int64_t topicId);

  private:
    std::map<MemberId, Membership> m_members;
    std::map<PartitionKey, Ownership> m_owners;
    std::map<PartitionKey, std::int64_t> m_committed;
    std::int64_t m_generation = 0;
};

}  // namespace rushlab::log
