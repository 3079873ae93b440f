#include "engines/kv/delayed_key_value.h"

namespace rushlab::kv {

KeyValue::Answer<Reply> DelayedKeyValue::answer(Arguments arguments, Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay("key-value engine");
    Result<Reply> reply = co_await m_inner->call(arguments, deadline);
    co_await m_line.back(deadline);
    co_return reply;
}

KeyValue::Answer<std::unique_ptr<Subscription>> DelayedKeyValue::subscribe(Topics topics, Deadline deadline) {
    if (!co_await m_line.there(deadline)) co_return m_line.lateOnTheWay("key-value engine");
    auto subscribed = co_await m_inner->subscribe(std::move(topics), deadline);
    co_await m_line.back(deadline);
    co_return subscribed;
}

}  // namespace rushlab::kv
