#include "engines/kv/embedded_key_value.h"

#include "engines/kv/embedded_shared.h"

namespace rushlab::kv {

// Leaves the line, however its coroutine ends.
class EmbeddedKeyValue::Waiting {
  public:
    Waiting(std::shared_ptr<Shared> shared, embedded::WaiterId id) : m_shared(std::move(shared)), m_id(id) {}
    ~Waiting() { m_shared->forgetWaiter(m_id); }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    bool engineIsGone() const { return m_shared->isClosed(); }

  private:
    const std::shared_ptr<Shared> m_shared;
    const embedded::WaiterId m_id;
};

class EmbeddedKeyValue::Listening final : public Subscription {
  public:
    Listening(std::shared_ptr<Shared> shared, embedded::SubscriberId id) : m_shared(std::move(shared)), m_id(id) {}
    ~Listening() override { m_shared->unsubscribe(m_id); }

    io::Awaitable<Result<Message>> next(Deadline deadline) override {
        const std::shared_ptr<Shared> shared = m_shared;
        io::Loop* loop = co_await io::currentLoop();
        for (;;) {
            auto taken = shared->takeMessage(m_id, *loop);
            if (!taken) co_return pass(std::move(taken));
            if (auto* message = std::get_if<Message>(&*taken)) co_return std::move(*message);
            const auto woken = co_await std::get<io::Taker<bool>>(*taken).take(deadline);
            if (!woken && !shared->isClosed())
                co_return fail(ErrorCode::Timeout, "no message came on the subscribed channels in time; wait again");
        }
    }

  private:
    const std::shared_ptr<Shared> m_shared;
    const embedded::SubscriberId m_id;
};

Result<std::unique_ptr<EmbeddedKeyValue>> EmbeddedKeyValue::open(const EmbeddedKeyValueOptions& options,
                                                                 const Clock& clock, const Log& log) {
    auto core = embedded::Core::open(options.core, clock, log);
    if (!core) return pass(std::move(core));
    auto shared = std::make_shared<Shared>(options, clock, std::move(*core));
    return std::unique_ptr<EmbeddedKeyValue>(new EmbeddedKeyValue(std::move(shared)));  // NOLINT: private constructor
}

EmbeddedKeyValue::EmbeddedKeyValue(std::shared_ptr<Shared> shared) : m_shared(std::move(shared)) {}
EmbeddedKeyValue::~EmbeddedKeyValue() {
    m_shared->close();
}

bool EmbeddedKeyValue::answerAtOnce(ArgumentView arguments, Reply& reply) {
    return m_shared->callAtOnce(arguments, reply);
}

KeyValue::Answer<Reply> EmbeddedKeyValue::answer(Arguments arguments, Deadline deadline) {
    const std::shared_ptr<Shared> shared = m_shared;
    io::Loop* loop = co_await io::currentLoop();
    auto outcome = shared->callOrWait(arguments.view(), *loop);
    if (!outcome) co_return pass(std::move(outcome));
    if (auto* reply = std::get_if<Reply>(&*outcome)) co_return std::move(*reply);
    auto& wait = std::get<Shared::Wait>(*outcome);
    const Waiting waiting(shared, wait.id);
    const Deadline own = wait.span.count() == 0 ? Deadline::never() : Deadline::in(wait.span);
    std::optional<Reply> popped = co_await wait.taker.take(own.earlier(deadline));
    if (popped) co_return std::move(*popped);
    if (waiting.engineIsGone())
        co_return fail(ErrorCode::Unavailable, "the embedded key-value engine stopped while '{}' waited in it",
                       arguments.view()[0]);
    if (own <= deadline) co_return Reply::nil();
    co_return fail(ErrorCode::Timeout, "no element came for '{}' before its caller's deadline; nothing was popped",
                   arguments.view()[0]);
}

KeyValue::Answer<std::unique_ptr<Subscription>> EmbeddedKeyValue::subscribe(Topics topics, Deadline /*deadline*/) {
    auto id = m_shared->subscribe(std::move(topics));
    if (!id) co_return pass(std::move(id));
    co_return std::make_unique<Listening>(m_shared, *id);
}

Statistics EmbeddedKeyValue::statistics() const {
    return m_shared->statistics();
}

Traits EmbeddedKeyValue::traits() const {
    return {"embedded",
            "speaks Redis 7.0",
            {"It is volatile: what it holds is gone when the program ends.",
             "A script beyond its time limit is ended: at once where it has written nothing, after ten times the limit "
             "otherwise, and then what it wrote stays. Redis would answer BUSY until SCRIPT KILL or SHUTDOWN NOSAVE.",
             "Callers on other threads wait on a mutex while a script runs; with Redis they wait for their replies.",
             "Scripts have no cjson, cmsgpack, struct or coroutine libraries and cannot iterate over the libraries.",
             "There is one database, no transactions by MULTI, no streams, and sorted sets have no ranges by text.",
             "A table of keys that doubles is rehashed at once and not step by step."},
            true};
}

}  // namespace rushlab::kv
