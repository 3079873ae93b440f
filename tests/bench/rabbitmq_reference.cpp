#include "tests/bench/rabbitmq_reference.h"

#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <unistd.h>

#include <set>

#include "base/deadline.h"

using namespace std::chrono_literals;

namespace rushlab::bench {
namespace {

constexpr amqp_channel_t kChannel = 1;
constexpr int kPatienceSeconds = 10;   // for an answer
constexpr int kHeartbeatSeconds = 30;  // a broker that reads nothing for two of them ends a write
constexpr auto kLongestRound = 60s;
constexpr int kUnusedQueueLivesMs = 600'000;  // should this program be killed

amqp_bytes_t bytesOf(const std::string& text) {
    amqp_bytes_t bytes{};
    bytes.len = text.size();
    bytes.bytes = const_cast<char*>(text.data());  // which the library only reads
    return bytes;
}

// For one answer.
timeval patienceUntil(Deadline deadline) {
    const auto end = deadline.earlier(Deadline::in(std::chrono::seconds(kPatienceSeconds))).time();
    const auto left = std::chrono::ceil<std::chrono::microseconds>(end - std::chrono::steady_clock::now());
    const auto micros = std::max<std::int64_t>(left.count(), 0);
    return {micros / 1'000'000, micros % 1'000'000};
}

tl::unexpected<Error> failedStatus(std::string_view what, int status) {
    return fail(ErrorCode::Unavailable, "RabbitMQ: {} failed: {}", what, amqp_error_string2(status));
}

Result<> checked(std::string_view what, const amqp_rpc_reply_t& reply) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return {};
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) return failedStatus(what, reply.library_error);
    // The two ways to close begin alike, but are two types.
    amqp_bytes_t reason = amqp_empty_bytes;
    if (reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD)
        reason = static_cast<const amqp_channel_close_t*>(reply.reply.decoded)->reply_text;
    if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD)
        reason = static_cast<const amqp_connection_close_t*>(reply.reply.decoded)->reply_text;
    return fail(ErrorCode::Unavailable, "RabbitMQ: {} was refused: {}", what,
                std::string_view(static_cast<const char*>(reason.bytes), reason.len));
}

struct Disconnect {
    void operator()(amqp_connection_state_t connection) const {
        amqp_connection_close(connection, AMQP_REPLY_SUCCESS);
        amqp_destroy_connection(connection);
    }
};
using Connection = std::unique_ptr<amqp_connection_state_t_, Disconnect>;

// With one channel open. A connection that is idle for long has no heartbeat (0).
Result<Connection> connect(const std::string& url, int heartbeatSeconds = kHeartbeatSeconds) {
    std::string parsed = url;  // is cut into pieces
    amqp_connection_info info{};
    if (amqp_parse_url(parsed.data(), &info) != AMQP_STATUS_OK || info.ssl != 0)
        return fail(ErrorCode::Invalid, "RUSHLAB_BENCH_RABBITMQ is not like amqp://guest:guest@127.0.0.1:5672/");
    const char* const vhost = *info.vhost == '\0' ? "/" : info.vhost;

    const amqp_connection_state_t state = amqp_new_connection();
    amqp_socket_t* const socket = state ? amqp_tcp_socket_new(state) : nullptr;
    if (!socket) abortBecause("rabbitmq-c has no memory for a connection");
    const timeval patience{kPatienceSeconds, 0};
    const int opened = amqp_socket_open_noblock(socket, info.host, info.port, &patience);
    if (opened != AMQP_STATUS_OK) {
        amqp_destroy_connection(state);
        return failedStatus(fmt::format("connecting to {}:{}", info.host, info.port), opened);
    }
    Connection connection(state);
    amqp_set_handshake_timeout(state, &patience);
    amqp_set_rpc_timeout(state, &patience);
    if (auto in = checked("the login", amqp_login(state, vhost, 0, AMQP_DEFAULT_FRAME_SIZE, heartbeatSeconds,
                                                  AMQP_SASL_METHOD_PLAIN, info.user, info.password));
        !in)
        return pass(in);
    amqp_channel_open(state, kChannel);
    if (auto channel = checked("opening a channel", amqp_get_rpc_reply(state)); !channel) return pass(channel);
    return connection;
}

// A confirm may stand for one message or for all up to it, and later ones may come first.
Result<> awaitConfirm(amqp_connection_state_t connection, std::set<std::uint64_t>& unconfirmed, Deadline deadline) {
    const timeval left = patienceUntil(deadline);
    amqp_frame_t frame{};
    if (const int status = amqp_simple_wait_frame_noblock(connection, &frame, &left); status != AMQP_STATUS_OK)
        return failedStatus("waiting for a confirm", status);
    const auto method = frame.frame_type == AMQP_FRAME_METHOD ? frame.payload.method.id : 0;
    if (method != AMQP_BASIC_ACK_METHOD) {
        const char* const name = amqp_method_name(method);
        return fail(ErrorCode::Unavailable, "RabbitMQ: {} came instead of a confirm", name ? name : "something else");
    }
    const auto* const ack = static_cast<const amqp_basic_ack_t*>(frame.payload.method.decoded);
    if (ack->multiple != 0)
        unconfirmed.erase(unconfirmed.begin(), unconfirmed.upper_bound(ack->delivery_tag));
    else
        unconfirmed.erase(ack->delivery_tag);
    amqp_maybe_release_buffers(connection);
    return {};
}

}  // namespace

class RabbitmqReference::Broker {
  public:
    Broker(std::string url, std::size_t bodyBytes) : m_url(std::move(url)), m_body(bodyBytes, 'm') {}
    ~Broker() {
        if (m_admin) amqp_queue_delete(m_admin.get(), kChannel, bytesOf(m_queue), 0, 0);
    }
    Broker(const Broker&) = delete;
    Broker& operator=(const Broker&) = delete;

    Result<> declareQueue() {
        auto admin = connect(m_url, 0);
        if (!admin) return pass(admin);
        m_admin = std::move(*admin);
        amqp_table_entry_t expires{};
        expires.key = amqp_cstring_bytes("x-expires");
        expires.value.kind = AMQP_FIELD_KIND_I32;
        expires.value.value.i32 = kUnusedQueueLivesMs;
        amqp_queue_declare(m_admin.get(), kChannel, bytesOf(m_queue), 0, 1, 0, 0, amqp_table_t{1, &expires});
        return checked("declaring the queue", amqp_get_rpc_reply(m_admin.get()));
    }

    Result<> purge() {
        amqp_queue_purge(m_admin.get(), kChannel, bytesOf(m_queue));
        return checked("purging the queue", amqp_get_rpc_reply(m_admin.get()));
    }

    Result<double> publishRate(std::size_t inFlight, int count) {
        if (auto purged = purge(); !purged) return pass(purged);
        const auto publisher = connectPublisher();
        if (!publisher) return pass(publisher);
        const auto start = std::chrono::steady_clock::now();
        if (auto done = publish(publisher->get(), inFlight, count); !done) return pass(done);
        return rateSince(start, count);
    }

    // Publisher and consumer have a thread and a connection each, as RabbitMQ's manual wants it.
    Result<double> throughRate(std::size_t inFlight, std::uint16_t prefetch, int count) {
        if (auto purged = purge(); !purged) return pass(purged);
        const auto publisher = connectPublisher();
        if (!publisher) return pass(publisher);
        const auto consumer = connectConsumer(prefetch);
        if (!consumer) return pass(consumer);
        const auto start = std::chrono::steady_clock::now();
        Result<> published;
        Result<> consumed;
        {
            const std::jthread publishing([&] { published = publish(publisher->get(), inFlight, count); });
            consumed = consume(consumer->get(), count);
        }
        if (!published) return pass(published);
        if (!consumed) return pass(consumed);
        return rateSince(start, count);
    }

  private:
    static double rateSince(SteadyTime start, int count) {
        return count / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    Result<Connection> connectPublisher() const {
        auto connection = connect(m_url);
        if (!connection) return connection;
        amqp_confirm_select(connection->get(), kChannel);
        if (auto set = checked("asking for confirms", amqp_get_rpc_reply(connection->get())); !set) return pass(set);
        return connection;
    }

    Result<Connection> connectConsumer(std::uint16_t prefetch) const {
        auto connection = connect(m_url);
        if (!connection) return connection;
        amqp_basic_qos(connection->get(), kChannel, 0, prefetch, 0);
        if (auto set = checked("setting the prefetch", amqp_get_rpc_reply(connection->get())); !set) return pass(set);
        amqp_basic_consume(connection->get(), kChannel, bytesOf(m_queue), amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
        if (auto set = checked("consuming", amqp_get_rpc_reply(connection->get())); !set) return pass(set);
        return connection;
    }

    // Returns when all are confirmed.
    Result<> publish(amqp_connection_state_t connection, std::size_t inFlight, int count) const {
        amqp_basic_properties_t properties{};
        properties._flags = AMQP_BASIC_DELIVERY_MODE_FLAG;
        properties.delivery_mode = AMQP_DELIVERY_PERSISTENT;
        const Deadline deadline = Deadline::in(kLongestRound);
        const auto last = static_cast<std::uint64_t>(count);
        std::set<std::uint64_t> unconfirmed;
        for (std::uint64_t tag = 0; tag < last || !unconfirmed.empty();) {
            if (deadline.passed()) return failedStatus("publishing", AMQP_STATUS_TIMEOUT);
            if (tag == last || unconfirmed.size() == inFlight) {
                if (auto confirmed = awaitConfirm(connection, unconfirmed, deadline); !confirmed) return confirmed;
                continue;
            }
            const int status = amqp_basic_publish(connection, kChannel, amqp_empty_bytes, bytesOf(m_queue), 0, 0,
                                                  &properties, bytesOf(m_body));
            if (status != AMQP_STATUS_OK) return failedStatus("publishing", status);
            unconfirmed.insert(++tag);
        }
        return {};
    }

    Result<> consume(amqp_connection_state_t connection, int count) const {
        const Deadline deadline = Deadline::in(kLongestRound);
        for (int i = 0; i < count; ++i) {
            if (deadline.passed()) return failedStatus("consuming", AMQP_STATUS_TIMEOUT);
            const timeval left = patienceUntil(deadline);
            amqp_envelope_t envelope{};
            amqp_maybe_release_buffers(connection);
            if (auto got = checked("consuming", amqp_consume_message(connection, &envelope, &left, 0)); !got)
                return got;
            const int status = amqp_basic_ack(connection, kChannel, envelope.delivery_tag, 0);
            amqp_destroy_envelope(&envelope);
            if (status != AMQP_STATUS_OK) return failedStatus("acknowledging", status);
        }
        return {};
    }

    const std::string m_url;
    const std::string m_body;
    const std::string m_queue = fmt::format("rushlab-bench-{}", ::getpid());
    Connection m_admin;  // of whoever declares, purges and deletes
};

RabbitmqReference::RabbitmqReference(std::unique_ptr<Broker> broker) : m_broker(std::move(broker)) {}

RabbitmqReference::~RabbitmqReference() = default;

Result<std::unique_ptr<RabbitmqReference>> RabbitmqReference::open(const std::string& url, std::size_t bodyBytes) {
    auto broker = std::make_unique<Broker>(url, bodyBytes);
    if (auto declared = broker->declareQueue(); !declared) return pass(declared);
    return std::unique_ptr<RabbitmqReference>(new RabbitmqReference(std::move(broker)));
}

Result<double> RabbitmqReference::publishRate(std::size_t inFlight, int count) {
    return m_broker->publishRate(inFlight, count);
}

Result<double> RabbitmqReference::throughRate(std::size_t inFlight, std::uint16_t prefetch, int count) {
    return m_broker->throughRate(inFlight, prefetch, count);
}

}  // namespace rushlab::bench
