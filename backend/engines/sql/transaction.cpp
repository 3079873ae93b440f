#include "engines/sql/transaction.h"

namespace rushlab::sql {

Result<> Transaction::run(Call& call) {
    Result<> outcome = call.run(*this);
    if (outcome && m_failure) return tl::unexpected(*m_failure);
    if (outcome) return mayGoOn();
    return outcome;
}

Result<> Transaction::mayGoOn() {
    if (m_failure) return tl::unexpected(*m_failure);
    if (m_deadline.passed()) {
        m_failure = Error{ErrorCode::Timeout, "The transaction's deadline passed while it ran: it was rolled back"};
        return tl::unexpected(*m_failure);
    }
    return m_deadline.isNever() ? Result<>{} : remembering(m_connection.keepDeadline(m_deadline));
}

template <class T>
Result<T> Transaction::remembering(Result<T> outcome) {
    if (!outcome && !m_failure) m_failure = outcome.error();
    return outcome;
}

Result<Rows> Transaction::query(std::string_view sql, std::span<const Parameter> parameters) {
    if (auto ready = mayGoOn(); !ready) return pass(std::move(ready));
    return remembering(m_connection.query(sql, parameters));
}

Result<std::int64_t> Transaction::execute(std::string_view sql, std::span<const Parameter> parameters) {
    if (auto ready = mayGoOn(); !ready) return pass(std::move(ready));
    return remembering(m_connection.execute(sql, parameters));
}

}  // namespace rushlab::sql
