#include "load/request_writer.h"

#include <fmt/format.h>

#include <iterator>

namespace rushlab::load {

RequestWriter::RequestWriter(const LoadPlan& plan) : m_plan(plan) {
    for (const io::HttpEndpoint& target : plan.targets)
        m_hosts.push_back(io::toText(target));
}

std::string_view RequestWriter::order(std::size_t target, domain::MemberId member, const Choice& choice) {
    m_body.clear();
    if (m_plan.what == What::Coupon) {
        fmt::format_to(std::back_inserter(m_body), R"({{"accountId":{}}})", member.value);
    } else {
        fmt::format_to(std::back_inserter(m_body), R"({{"itemNumber":{},"count":{}}})", choice.item.value,
                       choice.units);
    }
    m_text.clear();
    m_text += "POST ";
    m_text += m_plan.path;
    head(target, "", member, m_body.size());
    m_text += m_body;
    return m_text;
}

std::string_view RequestWriter::payment(std::size_t target, domain::MemberId member, std::string_view order) {
    m_text.clear();
    m_text += "POST ";
    m_text += m_plan.payPath;
    head(target, order, member, 0);
    return m_text;
}

void RequestWriter::head(std::size_t target, std::string_view pathEnd, domain::MemberId member, std::size_t bodyBytes) {
    m_text += pathEnd;
    m_text += " HTTP/1.1\r\nHost: ";
    m_text += m_hosts[target];
    const auto out = std::back_inserter(m_text);
    switch (m_plan.login) {
        case Login::UserNumber:
            fmt::format_to(out, "\r\nAuthorization: {}", member.value);
            break;
        case Login::UserIdField:
            fmt::format_to(out, "\r\nX-User-Id: {}", member.value);
            break;
        case Login::Token:
            m_text += "\r\nAuthorization: Bearer ";
            m_text += m_plan.tokens[static_cast<std::size_t>(member.value - m_plan.membersFrom)];
            break;
    }
    fmt::format_to(out, "\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", bodyBytes);
}

}  // namespace rushlab::load
