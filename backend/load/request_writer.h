// The bytes of a load's requests, written into one string that all users of a load share: each is sent before the next
// is written.
// Internal to the load. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "load/arrivals.h"
#include "load/load_plan.h"

namespace rushlab::load {

class RequestWriter {
  public:
    explicit RequestWriter(const LoadPlan& plan);

    // Views of the same string: valid until the next is written.
    std::string_view order(std::size_t target, domain::MemberId member, const Choice& choice);
    std::string_view payment(std::size_t target, domain::MemberId member, std::string_view order);

  private:
    void head(std::size_t target, std::string_view pathEnd, domain::MemberId member, std::size_t bodyBytes);

    const LoadPlan& m_plan;
    std::vector<std::string> m_hosts;  // the targets, as the field Host has them
    std::string m_text;
    std::string m_body;
};

}  // namespace rushlab::load
