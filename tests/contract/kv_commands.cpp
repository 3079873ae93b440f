// The key-value port: what each command answers, word for word as Redis 7.0 answers it (most rows were
// compared with a Redis 7.0.15; a redis:// engine behind this suite will compare them all).
#include "tests/contract/kv_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_commands {
using namespace std::chrono_literals;

namespace {

struct Line {
    const char* command;
    const char* reply;
};

struct Conversation {
    const char* name;
    std::vector<Line> lines;
};

const char* const kWrongType = "(error) WRONGTYPE Operation against a key holding the wrong kind of value";
const char* const kNotAnInteger = "(error) ERR value is not an integer or out of range";
const char* const kSyntax = "(error) ERR syntax error";

const std::vector<Conversation>& conversations() {
    static const std::vector<Conversation> all{
        {"strings",
         {{"SET k v", "OK"},
          {"get k", "\"v\""},
          {"GET absent", "(nil)"},
          {"SET k w NX", "(nil)"},
          {"SET k w XX", "OK"},
          {"SET absent w XX", "(nil)"},
          {"SET k x GET", "\"w\""},
          {"SET k y NX GET", "\"x\""},
          {"SET k v NX XX", kSyntax},
          {"SET k v EX 10 PX 10", kSyntax},
          {"SET k v KEEPTTL EX 10", kSyntax},
          {"SET k v EX", kSyntax},
          {"SET k v EX 0", "(error) ERR invalid expire time in 'set' command"},
          {"SET k v EX 9999999999999999", "(error) ERR invalid expire time in 'set' command"},
          {"SET k v EX x", kNotAnInteger},
          {"SETEX k -1 v", "(error) ERR invalid expire time in 'setex' command"},
          {"PSETEX k 0 v", "(error) ERR invalid expire time in 'psetex' command"},
          {"GETSET k z", "\"x\""},
          {"GETDEL k", "\"z\""},
          {"GETDEL k", "(nil)"},
          {"SETNX k 1", "(integer) 1"},
          {"SETNX k 2", "(integer) 0"},
          {"APPEND k 23", "(integer) 3"},
          {"STRLEN k", "(integer) 3"},
          {"GETRANGE k 0 1", "\"12\""},
          {"GETRANGE k -2 -1", "\"23\""},
          {"GETRANGE k 0 -100", "\"1\""},
          {"GETRANGE k 5 1", "\"\""},
          {"MSET a 1 b 2", "OK"},
          {"MSET a 1 b", "(error) ERR wrong number of arguments for 'mset' command"},
          {"MGET a absent b", "[\"1\", (nil), \"2\"]"}}},
        {"counters",
         {{"INCR n", "(integer) 1"},
          {"INCRBY n 41", "(integer) 42"},
          {"DECR n", "(integer) 41"},
          {"DECRBY n 50", "(integer) -9"},
          {"INCRBY n x", kNotAnInteger},
          {"INCRBY big 9223372036854775807", "(integer) 9223372036854775807"},
          {"INCR big", "(error) ERR increment or decrement would overflow"},
          {"DECRBY n -9223372036854775808", "(error) ERR decrement would overflow"},
          {"SET n ' 1'", "OK"},
          {"INCR n", kNotAnInteger},
          {"SET n 01", "OK"},
          {"INCR n", kNotAnInteger},
          {"SET n -0", "OK"},
          {"INCR n", kNotAnInteger},
          {"RPUSH l a", "(integer) 1"},
          {"INCR l", kWrongType}}},
        {"keys",
         {{"SET a 1", "OK"},
          {"TYPE a", "string"},
          {"TYPE absent", "none"},
          {"EXISTS a a absent", "(integer) 2"},
          {"DEL a absent", "(integer) 1"},
          {"RENAME absent b", "(error) ERR no such key"},
          {"SET a 1", "OK"},
          {"RENAME a b", "OK"},
          {"SET a 2", "OK"},
          {"RENAMENX a b", "(integer) 0"},
          {"RENAME a a", "OK"},
          {"DBSIZE", "(integer) 2"},
          {"SADD set x", "(integer) 1"},
          {"ZADD zset 1 x", "(integer) 1"},
          {"HSET hash x 1", "(integer) 1"},
          {"TYPE set", "set"},
          {"TYPE zset", "zset"},
          {"TYPE hash", "hash"},
          {"FLUSHALL", "OK"},
          {"FLUSHALL foo", kSyntax},
          {"DBSIZE", "(integer) 0"},
          {"SET ab 1", "OK"},
          {"KEYS [a", "[]"},
          {"KEYS a[^c]", "[\"ab\"]"},
          {"KEYS a\\b", "[\"ab\"]"},
          {"KEYS [b-a]b", "[\"ab\"]"},
          {"SCAN x", "(error) ERR invalid cursor"},
          {"SCAN 0 COUNT 0", kSyntax},
          {"SCAN 0 foo", kSyntax},
          {"SCAN 0 MATCH", kSyntax},
          {"HSCAN ab 0 COUNT x", kNotAnInteger},
          {"SCAN 0 TYPE string", "[\"0\", [\"ab\"]]"},
          {"SCAN 0 TYPE list", "[\"0\", []]"}}},
        {"expiry",
         {{"SET k v", "OK"},
          {"TTL k", "(integer) -1"},
          {"TTL absent", "(integer) -2"},
          {"EXPIRE absent 10", "(integer) 0"},
          {"EXPIRE k 100", "(integer) 1"},
          {"TTL k", "(integer) 100"},
          {"EXPIRE k 50 GT", "(integer) 0"},
          {"EXPIRE k 200 GT", "(integer) 1"},
          {"EXPIRE k 300 LT", "(integer) 0"},
          {"EXPIRE k 100 LT", "(integer) 1"},
          {"EXPIRE k 10 NX", "(integer) 0"},
          {"EXPIRE k 10 XX", "(integer) 1"},
          {"PERSIST k", "(integer) 1"},
          {"PERSIST k", "(integer) 0"},
          {"EXPIRE k 10 GT", "(integer) 0"},
          {"EXPIRE k 10 NX GT", "(error) ERR NX and XX, GT or LT options at the same time are not compatible"},
          {"EXPIRE k 10 GT LT", "(error) ERR GT and LT options at the same time are not compatible"},
          {"EXPIRE k 1 FOO", "(error) ERR Unsupported option FOO"},
          {"EXPIRE k x", kNotAnInteger},
          {"EXPIRE k 99999999999999999", "(error) ERR invalid expire time in 'expire' command"},
          {"PEXPIRE k 9223372036854775807", "(error) ERR invalid expire time in 'pexpire' command"},
          {"PEXPIREAT k 32503680000000", "(integer) 1"},
          {"PEXPIRETIME k", "(integer) 32503680000000"},
          {"EXPIRETIME k", "(integer) 32503680000"},
          {"SET k w KEEPTTL", "OK"},
          {"PEXPIRETIME k", "(integer) 32503680000000"},
          {"INCRBY k 1", kNotAnInteger},
          {"SET k w", "OK"},
          {"TTL k", "(integer) -1"},
          {"EXPIRE k -1", "(integer) 1"},
          {"EXISTS k", "(integer) 0"}}},
        {"hashes",
         {{"HSET h a 1 b 2", "(integer) 2"},
          {"HSET h a 3", "(integer) 0"},
          {"HSET h a", "(error) ERR wrong number of arguments for 'hset' command"},
          {"HSET h a 1 b", "(error) ERR wrong number of arguments for 'hset' command"},
          {"HGET h a", "\"3\""},
          {"HGET h absent", "(nil)"},
          {"HMGET h a absent", "[\"3\", (nil)]"},
          {"HGETALL h", "[\"a\", \"3\", \"b\", \"2\"]"},
          {"HSETNX h a 9", "(integer) 0"},
          {"HINCRBY h a 4", "(integer) 7"},
          {"HSET h t x", "(integer) 1"},
          {"HINCRBY h t 1", "(error) ERR hash value is not an integer"},
          {"HEXISTS h t", "(integer) 1"},
          {"HLEN h", "(integer) 3"},
          {"HDEL h a b t absent", "(integer) 3"},
          {"EXISTS h", "(integer) 0"},
          {"SET s x", "OK"},
          {"HINCRBY s f 1", kWrongType},
          {"HGETALL absent", "[]"}}},
        {"lists",
         {{"RPUSH l b c", "(integer) 2"},
          {"LPUSH l a z", "(integer) 4"},
          {"LRANGE l 0 -1", "[\"z\", \"a\", \"b\", \"c\"]"},
          {"LRANGE l -2 100", "[\"b\", \"c\"]"},
          {"LRANGE l 3 1", "[]"},
          {"LINDEX l -1", "\"c\""},
          {"LINDEX l 9", "(nil)"},
          {"LINDEX absent x", "(nil)"},
          {"LSET l 0 y", "OK"},
          {"LSET l 9 y", "(error) ERR index out of range"},
          {"LSET absent 0 y", "(error) ERR no such key"},
          {"LPUSHX absent a", "(integer) 0"},
          {"LPOP l 2", "[\"y\", \"a\"]"},
          {"RPOP l", "\"c\""},
          {"LPOP l 0", "[]"},
          {"LPOP l x", "(error) ERR value is out of range, must be positive"},
          {"LPOP l -1", "(error) ERR value is out of range, must be positive"},
          {"LPOP absent 2", "(nil)"},
          {"LPOP l", "\"b\""},
          {"EXISTS l", "(integer) 0"},
          {"RPUSH r a b a c a", "(integer) 5"},
          {"LREM r 1 a", "(integer) 1"},
          {"LREM r -1 a", "(integer) 1"},
          {"LRANGE r 0 -1", "[\"b\", \"a\", \"c\"]"},
          {"LREM r x a", kNotAnInteger},
          {"LTRIM r 1 1", "OK"},
          {"LRANGE r 0 -1", "[\"a\"]"},
          {"LTRIM absent a b", kNotAnInteger},
          {"LMOVE r r LEFT RIGHT", "\"a\""},
          {"LMOVE r other RIGHT LEFT", "\"a\""},
          {"EXISTS r", "(integer) 0"},
          {"LMOVE absent other LEFT LEFT", "(nil)"},
          {"LMOVE a b c d", kSyntax},
          {"SET s x", "OK"},
          {"LMOVE other s LEFT LEFT", kWrongType},
          {"LLEN other", "(integer) 1"},
          {"LPUSH s 1", kWrongType},
          {"BLPOP s 1", kWrongType},
          {"BLPOP k -1", "(error) ERR timeout is negative"},
          {"BLPOP k x", "(error) ERR timeout is not a float or out of range"},
          {"BLPOP absent other 1", "[\"other\", \"a\"]"}}},
        {"sets",
         {{"SADD s a b a", "(integer) 2"},  {"SADD s a", "(integer) 0"},
          {"SISMEMBER s a", "(integer) 1"}, {"SMISMEMBER s a z", "[(integer) 1, (integer) 0]"},
          {"SCARD s", "(integer) 2"},       {"SADD t b c", "(integer) 2"},
          {"SINTER s t", "[\"b\"]"},        {"SDIFF s t", "[\"a\"]"},
          {"SMOVE s t a", "(integer) 1"},   {"SMOVE absent t a", "(integer) 0"},
          {"SCARD t", "(integer) 3"},       {"SREM s b z", "(integer) 1"},
          {"EXISTS s", "(integer) 0"},      {"SPOP absent", "(nil)"},
          {"SPOP absent 3", "[]"},          {"SPOP absent -1", "(error) ERR value is out of range, must be positive"},
          {"SRANDMEMBER absent", "(nil)"},  {"SET x x", "OK"},
          {"SMOVE x t a", kWrongType},      {"SPOP x", kWrongType}}},
        {"sorted sets",
         {{"ZADD z 1 a 2 b 3 c", "(integer) 3"},
          {"ZADD z 5 a", "(integer) 0"},
          {"ZADD z CH 6 a 2 b", "(integer) 1"},
          {"ZADD z NX 9 a", "(integer) 0"},
          {"ZADD z GT 4 a", "(integer) 0"},
          {"ZADD z LT 1 a", "(integer) 0"},
          {"ZSCORE z a", "\"1\""},
          {"ZADD absent XX 1 a", "(integer) 0"},
          {"EXISTS absent", "(integer) 0"},
          {"ZADD z XX INCR 4 a", "\"5\""},
          {"ZADD z NX INCR 4 a", "(nil)"},
          {"ZADD z INCR 1 a 2 b", "(error) ERR INCR option supports a single increment-element pair"},
          {"ZADD z NX GT 1 a", "(error) ERR GT, LT, and/or NX options at the same time are not compatible"},
          {"ZADD z NX XX 1 a", "(error) ERR XX and NX options at the same time are not compatible"},
          {"ZADD z x a", "(error) ERR value is not a valid float"},
          {"ZADD z nan a", "(error) ERR value is not a valid float"},
          {"ZADD z 0.1 d", "(integer) 1"},
          {"ZSCORE z d", "\"0.10000000000000001\""},
          {"ZADD z inf i", "(integer) 1"},
          {"ZINCRBY z -inf i", "(error) ERR resulting score is not a number (NaN)"},
          {"ZCARD z", "(integer) 5"},
          {"ZRANK z c", "(integer) 2"},
          {"ZREVRANK z c", "(integer) 2"},
          {"ZRANK z absent", "(nil)"},
          {"ZRANGE z 0 -1", "[\"d\", \"b\", \"c\", \"a\", \"i\"]"},
          {"ZRANGE z 0 1 REV", "[\"i\", \"a\"]"},
          {"ZRANGE z (2 5 BYSCORE WITHSCORES", "[\"c\", \"3\", \"a\", \"5\"]"},
          {"ZRANGE z +inf 2 BYSCORE REV LIMIT 1 2", "[\"a\", \"c\"]"},
          {"ZRANGE z 0 1 LIMIT 0 1",
           "(error) ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"},
          {"ZRANGEBYSCORE z -inf (3 LIMIT 1 -1", "[\"b\"]"},
          {"ZRANGEBYSCORE z a b", "(error) ERR min or max is not a float"},
          {"ZCOUNT z 2 inf", "(integer) 4"},
          {"ZPOPMIN z", "[\"d\", \"0.10000000000000001\"]"},
          {"ZPOPMAX z 2", "[\"i\", \"inf\", \"a\", \"5\"]"},
          {"ZPOPMIN z x", "(error) ERR value is out of range, must be positive"},
          {"ZREMRANGEBYSCORE z 3 3", "(integer) 1"},
          {"ZREM z b absent", "(integer) 1"},
          {"EXISTS z", "(integer) 0"}}},
        {"what is refused",
         {{"nosuch a b", "(error) ERR unknown command 'nosuch', with args beginning with: 'a' 'b' "},
          {"GET", "(error) ERR wrong number of arguments for 'get' command"},
          {"SET", "(error) ERR wrong number of arguments for 'set' command"},
          {"LPUSH l", "(error) ERR wrong number of arguments for 'lpush' command"},
          {"SCRIPT foo", "(error) ERR unknown subcommand 'foo'. Try SCRIPT HELP."},
          {"PUBSUB foo", "(error) ERR unknown subcommand 'foo'. Try PUBSUB HELP."},
          {"PING", "PONG"},
          {"PING hello", "\"hello\""},
          {"ECHO hello", "\"hello\""}}},
    };
    return all;
}

// Lists for the coroutine below: g++ 12 refuses them written where it awaits.
const std::vector<std::string_view> kThree{"a", "b", "c"};
const std::vector<std::string> kAAndB{"a", "b"};
const std::vector<std::string> kX{"x"};
const std::vector<kv::ScoredMember> kLowest{{"a", 0.1}};
const kv::SetOptions kIfAbsentFor3s{.condition = kv::SetOptions::If::Absent, .timeToLive = 3s};

io::Awaitable<bool> typedHelpersWork(kv::KeyValue& kv, std::string& broken) {
    const Deadline soon = Deadline::in(10s);
    const auto expect = [&broken](bool holds, const char* what) {
        if (!holds && broken.empty()) broken = what;
    };
    expect((co_await kv.set("k", "v", soon)).value_or(false), "set");
    expect(!(co_await kv.set("k", "w", kIfAbsentFor3s, soon)).value_or(true), "set if absent");
    expect((co_await kv.set("lock", "token", kIfAbsentFor3s, soon)).value_or(false), "lock");
    const auto left = co_await kv.timeToLive("lock", soon);
    expect(left && *left && **left > 2s && **left <= 3s, "timeToLive");
    expect((co_await kv.get("k", soon)).value() == "v", "get");
    expect(!(co_await kv.get("absent", soon)).value(), "get absent");
    expect((co_await kv.increment("n", -5, soon)).value_or(0) == -5, "increment");
    const auto refused = co_await kv.increment("k", 1, soon);
    expect(!refused && refused.error().code == ErrorCode::Invalid, "increment of a text");
    expect((co_await kv.expire("k", 1500ms, soon)).value_or(false), "expire");
    expect((co_await kv.remove("k", soon)).value_or(false) && !(co_await kv.exists("k", soon)).value_or(true),
           "remove");
    expect((co_await kv.hashSet("h", "f", "1", soon)).value_or(false), "hashSet");
    expect((co_await kv.hashIncrement("h", "f", 2, soon)).value_or(0) == 3, "hashIncrement");
    expect((co_await kv.hashGet("h", "f", soon)).value() == "3", "hashGet");
    expect((co_await kv.hashGetAll("h", soon)).value().front().second == "3", "hashGetAll");
    expect((co_await kv.hashRemove("h", "f", soon)).value_or(false), "hashRemove");
    expect((co_await kv.pushAll("l", kv::End::Right, kThree, soon)).value_or(0) == 3, "pushAll");
    expect((co_await kv.push("l", kv::End::Left, "z", soon)).value_or(0) == 4, "push");
    expect((co_await kv.pop("l", kv::End::Left, soon)).value() == "z", "pop");
    expect((co_await kv.move("l", "m", kv::End::Left, kv::End::Right, soon)).value() == "a", "move");
    expect((co_await kv.blockingPop("l", kv::End::Right, soon)).value() == "c", "blockingPop");
    expect(!(co_await kv.blockingPop("absent", kv::End::Right, Deadline::in(30ms))).value(), "blockingPop of nothing");
    expect((co_await kv.blockingMove("l", "m", kv::End::Left, kv::End::Right, soon)).value() == "b", "blockingMove");
    expect((co_await kv.listRange("m", 0, -1, soon)).value() == kAAndB, "listRange");
    expect((co_await kv.listRemove("m", 0, "a", soon)).value_or(0) == 1, "listRemove");
    expect((co_await kv.listLength("m", soon)).value_or(0) == 1, "listLength");
    expect((co_await kv.setAdd("s", "x", soon)).value_or(false) &&
               (co_await kv.setContains("s", "x", soon)).value_or(false),
           "setAdd");
    expect((co_await kv.setMembers("s", soon)).value() == kX, "setMembers");
    expect((co_await kv.setSize("s", soon)).value_or(0) == 1 && (co_await kv.setRemove("s", "x", soon)).value_or(false),
           "setRemove");
    expect((co_await kv.sortedAdd("z", 0.1, "a", soon)).value_or(false), "sortedAdd");
    expect((co_await kv.sortedAdd("z", 7, "b", soon)).value_or(false), "sortedAdd");
    expect((co_await kv.sortedScore("z", "a", soon)).value() == 0.1, "sortedScore");
    expect((co_await kv.sortedRange("z", 0, 100, 1, soon)).value() == kLowest, "sortedRange");
    // Bounds as long as a time in milliseconds, and a limit as long as it gets.
    expect((co_await kv.sortedRange("z", 0, 1'700'000'000'000.0, 1'000'000, soon)).value().size() == 2,
           "sortedRange with long numbers");
    expect((co_await kv.sortedSize("z", soon)).value_or(0) == 2 &&
               (co_await kv.sortedRemove("z", "a", soon)).value_or(false),
           "sortedRemove");
    expect((co_await kv.publish("c", "p", soon)).value_or(-1) == 0, "publish");
    expect((co_await kv.flushAll(soon)).value_or(false) && (co_await kv.keyCount(soon)).value_or(-1) == 0, "flushAll");
    co_return broken.empty();
}

}  // namespace

class KvCommands : public QObject {
    Q_OBJECT
  private slots:
    void answersAsRedisDoes_data() {
        QTest::addColumn<QString>("engine");
        QTest::addColumn<int>("conversation");
        for (std::size_t i = 0; i < conversations().size(); ++i)
            QTest::addRow("embedded: %s", conversations()[i].name) << QStringLiteral("embedded") << static_cast<int>(i);
    }
    void answersAsRedisDoes() {
        QFETCH(int, conversation);
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        for (const Line& line : conversations()[static_cast<std::size_t>(conversation)].lines) {
            const std::string reply = ask(loop, *engine, line.command);
            QVERIFY2(reply == line.reply,
                     fmt::format("{}\n  answered {}\n  and not  {}", line.command, reply, line.reply).c_str());
        }
    }

    void typedHelpersSpeakTheCommands_data() { test::addKeyValueEngines(); }
    void typedHelpersSpeakTheCommands() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        std::string broken;
        QVERIFY2(loop.runUntilDone(typedHelpersWork(*engine, broken)), broken.c_str());
    }
};

RUSHLAB_TEST(KvCommands)

}  // namespace rushlab::test::kv_commands
#include "kv_commands.moc"
