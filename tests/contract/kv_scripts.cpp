// The key-value port: scripts are atomic, speak Redis's Lua, and whatever they do, they end, stay within their memory
// and leave nothing behind but what they wrote.
#include "tests/contract/kv_engines.h"
#include "tests/support/test_program.h"

namespace rushlab::test::kv_scripts {
using namespace std::chrono_literals;

namespace {

std::string eval(io::Loop& loop, kv::KeyValue& engine, std::string_view script, std::vector<std::string> keys = {},
                 const std::vector<std::string>& arguments = {}) {
    std::vector<std::string> texts{"EVAL", std::string(script), std::to_string(keys.size())};
    texts.insert(texts.end(), keys.begin(), keys.end());
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    return test::shown(loop.runUntilDone(test::send(engine, std::move(texts), Deadline::never())));
}

// Short limits: what would run for ever is ended soon.
std::unique_ptr<kv::KeyValue> openWithShortLimits(const Clock& clock) {
    kv::EmbeddedKeyValueOptions options;
    options.core.scripts.time = 50ms;
    options.core.scripts.timesAfterWrite = 4;
    options.core.scripts.memoryBytesMax = 8U << 20U;
    return test::openKeyValue(clock, options);
}

struct Case {
    const char* script;
    const char* reply;
};

// What Redis 7.0.15 answers to each, but for the SHA-1 and place that follow an error.
const Case kTable[] = {
    {"return 3.99", "(integer) 3"},
    {"return -3.99", "(integer) -3"},
    {"return 9e20", "(integer) -9223372036854775808"},
    {"return 0/0", "(integer) -9223372036854775808"},
    {"return 'text'", "\"text\""},
    {"return true", "(integer) 1"},
    {"return false", "(nil)"},
    {"return nil", "(nil)"},
    {"return", "(nil)"},
    {"return {1,2,{3,nil,4},'x',true,false,3.99}",
     "[(integer) 1, (integer) 2, [(integer) 3], \"x\", (integer) 1, (nil), (integer) 3]"},
    {"return {ok='A B'}", "A B"},
    {"return {err='A B'}", "(error) A B"},
    {"return {err=1}", "[]"},
    {"return redis.status_reply('FINE')", "FINE"},
    {"return redis.error_reply('My Err')", "(error) My Err"},
    {"return redis.error_reply('-MY Err')", "(error) MY Err"},
    {"return redis.error_reply()", "(error) ERR wrong number or type of arguments"},
    {"return redis.sha1hex('')", "\"da39a3ee5e6b4b0d3255bfef95601890afd80709\""},
    {"return #KEYS .. #ARGV .. KEYS[1] .. ARGV[2]", "\"12kb\""},
    {"return redis.call('set', 'f', 0.1)", "OK"},
    {"return redis.call('get', 'f')", "\"0.10000000000000001\""},
    {"return redis.call('set', 'n', 3) and redis.call('get', 'n')", "\"3\""},
    {"return tostring(redis.call('get', 'absent'))", "\"false\""},
    {"return type(redis.call('incr', 'n')) .. redis.call('incr', 'n')", "\"number5\""},
    {"return redis.call('set', 'n', 3).ok", "\"OK\""},
    {"return redis.call('mget', 'n', 'absent', 'f')", "[\"3\", (nil), \"0.10000000000000001\"]"},
    {"return redis.pcall('lpush', 'n', 1)",
     "(error) WRONGTYPE Operation against a key holding the wrong kind of value"},
    {"return redis.pcall('lpush', 'n', 1).err",
     "\"WRONGTYPE Operation against a key holding the wrong kind of value\""},
    {"return {pcall(redis.call, 'lpush', 'n', 1)}",
     "[(nil), \"WRONGTYPE Operation against a key holding the wrong kind "
     "of value\"]"},
    {"return redis.call('lpush', 'n', 1)", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"},
    {"return redis.call('nosuch')", "(error) ERR Unknown Redis command called from script"},
    {"return redis.call('get')", "(error) ERR Wrong number of args calling Redis command from script"},
    {"return redis.call()", "(error) ERR Please specify at least one argument for this redis lib call"},
    {"return redis.call({})", "(error) ERR Lua redis lib command arguments must be strings or integers"},
    {"return redis.call('blpop', 'z', 0)", "(error) ERR This Redis command is not allowed from script"},
    {"return redis.call('eval', 'return 1', 0)", "(error) ERR This Redis command is not allowed from script"},
    {"error('x')", "(error) ERR user_script:1: x"},
    {"error({err='boo hoo'})", "(error) boo hoo"},
    {"error()", "(error) ERR nil"},
    {"local a = nil; a.b = 1", "(error) ERR user_script:1: attempt to index local 'a' (a nil value)"},
    {"x = 1", "(error) ERR user_script:1: Attempt to modify a readonly table"},
    {"KEYS = 1", "(error) ERR user_script:1: Attempt to modify a readonly table"},
    {"string.x = 1", "(error) ERR user_script:1: Attempt to modify a readonly table"},
    {"return y", "(error) ERR user_script:1: Script attempted to access nonexistent global variable 'y'"},
    {"redis.log(1)", "(error) ERR user_script:1: redis.log() requires two arguments or more."},
    {"redis.log(redis.LOG_DEBUG, 'seen')", "(nil)"},
    {"return string.find('hello world', 'o w')", "(integer) 5"},
    {"return {string.find('hello world', '(o)%s(w)')}", "[(integer) 5, (integer) 7, \"o\", \"w\"]"},
    {"return {('key=value'):match('^(%w+)=(%w*)$')}", "[\"key\", \"value\"]"},
    {"return ('a,b,,c'):gsub(',', ';')", "\"a;b;;c\""},
    {"return ('hello'):gsub('l+', function(s) return #s end)", "\"he2o\""},
    {"return ('$name'):gsub('%$(%w+)', {name = 'x'})", "\"x\""},
    {"return ('abc'):gsub('%w', '%0%0')", "\"aabbcc\""},
    {"local t = {} for w in ('one two'):gmatch('%a+') do t[#t+1] = w end return t", "[\"one\", \"two\"]"},
    {"return ('f(a(b)c)d'):match('%b()')", "\"(a(b)c)\""},
    {"return ('THE (quick) fox'):find('%f[%a]%a+%f[%A]')", "(integer) 1"},
    {"return ('[[x]]'):match('[%[]+(.-)[%]]')", "\"x\""},
    {"return ('x'):rep(3)", "\"xxx\""},
    {"local t = {3, 1, 2} table.sort(t) return table.concat(t, ',')", "\"1,2,3\""},
    {"return bit.band(12, 10)", "(integer) 8"},
    {"return loadstring('return 7')()", "(integer) 7"},
};

// Each would crash, hang or break out of an engine that trusts its scripts.
const char* const kHostile[] = {
    "while true do end",
    "repeat until false",
    "for i = 1, 1e12 do end",
    "while true do pcall(function() while true do end end) end",
    "local function f() return pcall(f) end while true do f() end",
    "while true do xpcall(function() while true do end end, function() while true do end end) end",
    "while true do pcall(error, {}) end",
    "return pcall(string.rep, 'x', 2^31 - 1)",
    "return string.rep('x', 2^30)",
    "local s = 'x' while true do s = s .. s end",
    "local t = {} while true do t[#t + 1] = {t} end",
    "local t = {} while true do pcall(function() t[#t + 1] = string.rep('x', 1e5) end) end",
    "local function f() return 1 + f() end return f()",
    "local function f() return pcall(f), 1 end return f()",
    "local t = {} t[1] = t return t",
    "local t = {1} for i = 1, 60 do t = {t, t} end return t",
    "local t = {} for i = 1, 3e6 do t[i] = 1 end return t",
    "return string.find(string.rep('a', 5000), string.rep('a-', 50) .. 'b')",
    "return string.find(string.rep('a', 100000), '.-.-.-b')",
    "return string.match('x', string.rep('(', 1000))",
    "return string.find('a', string.rep('a?', 100000) .. string.rep('a', 30))",
    "return string.gsub(string.rep('x', 1e5), 'x', string.rep('y', 1e5))",
    "return string.format('%99999999d', 1)",
    "return unpack({}, 1, 1e9)",
    "return table.concat(setmetatable({}, {__len = function() return 1e9 end}), 'x', 1, 1e9)",
    "local t = setmetatable({}, {__index = function(t, k) return t[k] end}) return t.x",
    "return tostring(setmetatable({}, {__tostring = function() while true do end end}))",
    "error(setmetatable({}, {__tostring = function() while true do end end}))",
    "error(setmetatable({}, {__index = function() while true do end end}))",
    "return loadstring('\\27LJ\\2\\0')()",
    "return loadstring(string.rep('(', 1e6))()",
    "return loadstring(string.rep('a.', 1e5) .. 'a')()",
    "return table.sort({3, 2, 1, 5, 4, 9, 8, 7}, function() return true end)",
    "local t = {} for i = 1, 1000 do t[i] = i end table.sort(t, function() error('x') end)",
    "while true do redis.call('KEYS', '*') end",
    "while true do redis.pcall('nosuch') end",
    "while true do redis.log(redis.LOG_WARNING, string.rep('x', 1000)) end",
    "return redis.call(unpack({'SET', 'k', 'v', 'PX', 1e300}))",
    "return {redis.pcall('SET', 'k', '\\0\\255'), redis.pcall('SET', string.rep('k', 1e6), 'v')}",
    "return redis.call('ZADD', 'z', 'nan', 'x')",
    "return math.random(0)",
    "return select(-1e9, 1)",
    "local co = coroutine return co",
    "return getfenv(1)",
    "return setfenv(1, {})",
    "return require('os')",
    "return os.exit(1)",
    "return io.open('/etc/passwd')",
    "return debug.getregistry()",
    "return package.loaded",
    "return jit.off()",
    "return newproxy(true)",
    "return dofile('/etc/passwd')",
    "return loadfile('/etc/passwd')",
    "return collectgarbage('stop')",
    "return string.dump(function() end)",
    "return getmetatable('').__index",
    "getmetatable('').__index = nil",
    "rawset(string, 'len', nil)",
    "rawset(redis, 'call', nil)",
    "table.insert(redis, 1)",
    "setmetatable(redis, {})",
    "setmetatable(KEYS, nil)",
    "redis.call = nil",
    "redis.call('SET', 'written', 1) while true do end",
};

io::Awaitable<> takeAll(kv::KeyValue& engine, const kv::Script* script, std::atomic<int>& taken) {
    static constexpr std::array<std::string_view, 1> kKey{"stock"};
    static constexpr std::array<std::string_view, 1> kCount{"1"};
    for (int i = 0; i < 2000; ++i) {
        if (script) {
            const auto reply = co_await engine.eval(*script, kKey, kCount, Deadline::in(10s));
            if (reply && reply->integer() == 1) ++taken;
            continue;
        }
        // The planted bug: read, test and write as three steps.
        const auto held = co_await engine.get("stock", Deadline::in(10s));
        const int stock = held && *held ? std::stoi(**held) : 0;
        if (stock < 1) continue;
        std::this_thread::yield();  // here another may come between
        co_await engine.set("stock", std::to_string(stock - 1), Deadline::in(10s));
        ++taken;
    }
}

// Four threads take from a stock of 1000; how many units they got.
int takenByFourThreads(kv::KeyValue& engine, const kv::Script* script) {
    io::Loop loop;
    ask(loop, engine, "SET stock 1000");
    std::atomic<int> taken = 0;
    std::vector<std::jthread> threads;
    std::atomic<int> ready = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            io::Loop own;
            ++ready;
            while (ready < 4)
                std::this_thread::yield();
            own.runUntilDone(takeAll(engine, script, taken));
        });
    }
    threads.clear();
    return taken;
}

const kv::Script kTake(R"(local stock = tonumber(redis.call('GET', KEYS[1]) or '0')
local count = tonumber(ARGV[1])
if stock < count then return 0 end
redis.call('SET', KEYS[1], stock - count)
return 1)");

const kv::Script kUnlock(
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end");

// Takes the lock `rounds` times and counts without any other protection.
io::Awaitable<> countUnderLock(kv::KeyValue& engine, int who, int rounds, long& counter,
                               std::atomic<int>& blindUnlocks) {
    const kv::SetOptions lease{.condition = kv::SetOptions::If::Absent, .timeToLive = 60s};
    const std::array<std::string_view, 1> key{"lock"};
    for (int done = 0; done < rounds;) {
        const std::string token = fmt::format("{}:{}", who, done);
        const auto locked = co_await engine.set("lock", token, lease, Deadline::in(10s));
        if (!locked || !*locked) {
            const std::array<std::string_view, 1> wrong{"not the token"};
            const auto freed = co_await engine.eval(kUnlock, key, wrong, Deadline::in(10s));
            if (!freed || freed->integer() != 0) ++blindUnlocks;
            std::this_thread::yield();
            continue;
        }
        ++counter;
        const std::array<std::string_view, 1> own{token};
        const auto freed = co_await engine.eval(kUnlock, key, own, Deadline::in(10s));
        if (!freed || freed->integer() != 1) ++blindUnlocks;
        ++done;
    }
}

}  // namespace

class KvScripts : public QObject {
    Q_OBJECT
  private slots:
    void scriptsAnswerAsInRedis() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        for (const Case& each : kTable) {
            std::string reply = eval(loop, *engine, each.script, {"k"}, {"a", "b"});
            if (const auto place = reply.find(" script: "); place != std::string::npos) {
                QVERIFY2(reply.ends_with(", on @user_script:1."), reply.c_str());
                QVERIFY(reply.find(kv::sha1Hex(each.script)) != std::string::npos);
                reply.resize(place);
            }
            QVERIFY2(reply == each.reply,
                     fmt::format("{}\n  answered {}\n  and not  {}", each.script, reply, each.reply).c_str());
        }
        QCOMPARE(
            eval(loop, *engine, "syntax error"),
            std::string("(error) ERR Error compiling script (new function): user_script:1: '=' expected near 'error'"));
    }

    void evalChecksItsCounts() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        QCOMPARE(ask(loop, *engine, "EVAL 'return 1' a"),
                 std::string("(error) ERR value is not an integer or out of range"));
        QCOMPARE(ask(loop, *engine, "EVAL 'return 1' 2 a"),
                 std::string("(error) ERR Number of keys can't be greater than number of args"));
        QCOMPARE(ask(loop, *engine, "EVAL 'return 1' -1"), std::string("(error) ERR Number of keys can't be negative"));
    }

    void scriptsAreKnownByTheirSha1() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        const kv::Script script("return 42");
        const std::string bySha1 = "EVALSHA " + script.sha1() + " 0";
        QCOMPARE(ask(loop, *engine, bySha1), std::string("(error) NOSCRIPT No matching script. Please use EVAL."));
        QCOMPARE(ask(loop, *engine, "SCRIPT LOAD 'return 42'"), "\"" + script.sha1() + "\"");
        QCOMPARE(ask(loop, *engine, bySha1), std::string("(integer) 42"));
        QCOMPARE(ask(loop, *engine, "SCRIPT EXISTS " + script.sha1() + " ffff"),
                 std::string("[(integer) 1, (integer) 0]"));
        QCOMPARE(ask(loop, *engine, "SCRIPT FLUSH"), std::string("OK"));
        // eval() sends the text where it is not known, and only there.
        for (int i = 0; i < 3; ++i) {
            const auto reply = loop.runUntilDone(engine->eval(script, {}, {}, Deadline::in(1s)));
            QVERIFY(reply && reply->integer() == 42);
        }
        std::map<std::string, std::uint64_t> counts;
        for (const auto& [name, count] : engine->statistics().commands)
            counts[name] = count;
        QCOMPARE(counts.at("eval"), 1U);
    }

    void theCacheOfScriptsIsBounded() {
        io::Loop loop;
        const RealClock clock;
        kv::EmbeddedKeyValueOptions options;
        options.core.scripts.cachedMax = 10;
        const auto engine = test::openKeyValue(clock, options);
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(eval(loop, *engine, fmt::format("return {}", i)), fmt::format("(integer) {}", i));
    }

    void scriptsAreAtomicUnderFourThreads() {
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        QCOMPARE(takenByFourThreads(*engine, &kTake), 1000);
    }

    void aTakeThatIsNotAtomicIsCaught() {
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        int taken = 1000;
        for (int round = 0; round < 50 && taken == 1000; ++round)
            taken = takenByFourThreads(*engine, nullptr);
        QVERIFY2(taken != 1000, "the planted bug was not seen");
    }

    void aLockIsHeldByOneAndFreedByItsHolderOnly() {
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        long counter = 0;  // not atomic: the lock is its only guard
        std::atomic<int> blindUnlocks = 0;
        std::vector<std::jthread> threads;
        for (int who = 0; who < 4; ++who) {
            threads.emplace_back([&, who] {
                io::Loop own;
                own.runUntilDone(countUnderLock(*engine, who, 300, counter, blindUnlocks));
            });
        }
        threads.clear();
        QCOMPARE(counter, 1200L);
        QCOMPARE(blindUnlocks.load(), 0);
    }

    void timeStandsStillInAScript() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        QCOMPARE(eval(loop, *engine, R"(redis.call('SET', 'k', 'v', 'PX', 1)
            local seen = redis.call('PTTL', 'k')
            for i = 1, 3e6 do seen = seen + 0 end
            return {seen, redis.call('PTTL', 'k'), redis.call('EXISTS', 'k')})"),
                 std::string("[(integer) 1, (integer) 1, (integer) 1]"));
    }

    void hostileScriptsEndAndLeaveNothing_data() {
        QTest::addColumn<QString>("script");
        for (const char* script : kHostile)
            QTest::newRow(script) << QString::fromUtf8(script);
    }
    void hostileScriptsEndAndLeaveNothing() {
        QFETCH(QString, script);
        io::Loop loop;
        const RealClock clock;
        const auto engine = openWithShortLimits(clock);
        ask(loop, *engine, "MSET a 1 b 2");
        for (int round = 0; round < 2; ++round) {
            const auto start = std::chrono::steady_clock::now();
            eval(loop, *engine, script.toStdString());
            QVERIFY2(std::chrono::steady_clock::now() - start < 5s, "it ran far beyond its limit");
            // The next script finds everything as it was.
            QCOMPARE(eval(loop, *engine,
                          "return {#KEYS, string.len('abc'), ('x'):rep(2), type(redis.call), tostring(pcall)}")
                         .substr(0, 44),
                     std::string("[(integer) 0, (integer) 3, \"xx\", \"function\","));
            QCOMPARE(eval(loop, *engine, "return #string.rep('x', 1e6)"), std::string("(integer) 1000000"));
        }
    }

    void whatAScriptMayNotReachIsNotThere() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = test::openKeyValue(clock);
        for (const char* name :
             {"os", "io", "debug", "package", "require", "jit", "ffi", "dofile", "loadfile", "load", "getfenv",
              "setfenv", "newproxy", "collectgarbage", "module", "print", "_G", "coroutine"}) {
            const std::string reply = eval(loop, *engine, fmt::format("return {}", name));
            QVERIFY2(reply.find("nonexistent global variable") != std::string::npos, reply.c_str());
        }
        QCOMPARE(eval(loop, *engine,
                      "return tostring(string.dump) .. tostring(getmetatable(''))  .. tostring(getmetatable(redis))"),
                 std::string("\"nilfalsefalse\""));
    }

    void aScriptBeyondItsLimitSaysWhetherItWrote() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = openWithShortLimits(clock);
        const std::string pure = eval(loop, *engine, "while true do end");
        QVERIFY2(
            pure.find("ran longer than its limit of 50 ms and was ended; it had written nothing") != std::string::npos,
            pure.c_str());
        const std::string wrote = eval(loop, *engine, "redis.call('SET', 'k', 'v') while true do end");
        QVERIFY2(wrote.find("ran longer than its limit of 200 ms and was ended; what it had written stays") !=
                     std::string::npos,
                 wrote.c_str());
        QCOMPARE(ask(loop, *engine, "GET k"), std::string("\"v\""));
    }

    void aScriptMayRunAMomentLongerThanNothing() {
        io::Loop loop;
        const RealClock clock;
        const auto engine = openWithShortLimits(clock);
        QCOMPARE(eval(loop, *engine, "local n = 0 for i = 1, 1e5 do n = n + i end return n"),
                 std::string("(integer) 5000050000"));
    }

    void anEngineWithoutRoomForLuaDoesNotOpen() {
        const RealClock clock;
        kv::EmbeddedKeyValueOptions options;
        options.core.scripts.memoryBytesMax = 1000;
        const auto engine = kv::EmbeddedKeyValue::open(options, clock, Log::silent());
        QVERIFY(!engine);
        QVERIFY(engine.error().message.find("memory limit of 1000 bytes is too small") != std::string::npos);
    }
};

RUSHLAB_TEST(KvScripts)

}  // namespace rushlab::test::kv_scripts
#include "kv_scripts.moc"
