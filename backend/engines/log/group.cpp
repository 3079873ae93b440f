#include "engines/log/group.h"

#include <algorithm>

namespace rushlab::log {

void Group::join(MemberId id, Membership member, const PartitionsOf& partitionsOf) {
    m_members.emplace(id, std::move(member));
    deal(partitionsOf);
}

bool Group::leave(MemberId id, const PartitionsOf& partitionsOf) {
    if (m_members.erase(id) == 0) return false;
    deal(partitionsOf);
    return true;
}

bool Group::expire(SteadyTime now, const PartitionsOf& partitionsOf) {
    const auto lapsed = std::erase_if(m_members, [&](const auto& member) { return member.second.lapsesAt <= now; });
    if (lapsed == 0) return false;
    deal(partitionsOf);
    return true;
}

bool Group::touch(MemberId id, SteadyTime now) {
    const auto member = m_members.find(id);
    if (member == m_members.end()) return false;
    member->second.lapsesAt = now + member->second.sessionTimeout;
    return true;
}

SteadyTime Group::nextLapse() const {
    SteadyTime next = SteadyTime::max();
    for (const auto& [id, member] : m_members)
        next = std::min(next, member.lapsesAt);
    return next;
}

void Group::deal(const PartitionsOf& partitionsOf) {
    ++m_generation;
    std::vector<std::pair<std::string, MemberId>> byName;
    std::set<std::string> topics;
    for (const auto& [id, member] : m_members) {
        byName.emplace_back(member.name, id);
        topics.insert(member.topics.begin(), member.topics.end());
    }
    std::sort(byName.begin(), byName.end());

    std::map<PartitionKey, Ownership> owners;
    for (const std::string& topic : topics) {
        std::vector<MemberId> takers;
        for (const auto& [name, id] : byName) {
            if (m_members.at(id).topics.contains(topic)) takers.push_back(id);
        }
        const std::vector<PartitionKey> partitions = partitionsOf(topic);
        for (std::size_t i = 0, begin = 0; i < takers.size(); ++i) {
            const std::size_t share =
                partitions.size() / takers.size() + (i < partitions.size() % takers.size() ? 1 : 0);
            for (std::size_t at = begin; at < begin + share; ++at) {
                const auto before = m_owners.find(partitions[at]);
                const bool stays = before != m_owners.end() && before->second.member == takers[i];
                owners[partitions[at]] = stays ? before->second : Ownership{takers[i], m_generation};
            }
            begin += share;
        }
    }
    m_owners = std::move(owners);
}

std::string Group::ownerName(PartitionKey at) const {
    const auto owner = m_owners.find(at);
    return owner == m_owners.end() ? std::string() : m_members.at(owner->second.member).name;
}

bool Group::wants(const std::string& topic) const {
    return std::any_of(m_members.begin(), m_members.end(),
                       [&](const auto& member) { return member.second.topics.contains(topic); });
}

void Group::forgetTopic(std::int64_t topicId) {
    std::erase_if(m_committed, [&](const auto& entry) { return entry.first.topicId == topicId; });
}

}  // namespace rushlab::log
