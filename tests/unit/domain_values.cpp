// domain/: ids, codes in both languages, the envelope, an order's states, what goes through the work queue.
#include <set>

#include "base/json.h"
#include "domain/code.h"
#include "domain/envelope.h"
#include "domain/order_message.h"
#include "tests/support/test_program.h"

namespace rushlab::test::domain_values {
using namespace std::chrono_literals;
using domain::Code;
using domain::Language;
using domain::OrderStatus;

namespace {

constexpr WallTime kNow{1'763'632'800'123ms};

domain::OrderMessage wholeMessage() {
    domain::OrderMessage message;
    message.id = domain::orderIdFor({7}, "key");
    message.member.value = 7;
    message.lines = {{{1}, 2, 1'500}, {{9}, 1'000, 0}};
    message.acceptedAt = kNow;
    message.reservedUntil = kNow + 2min;
    message.strategy = "lua-mq";
    message.unitsAreHeld = false;
    return message;
}

// One field of a whole message, changed to another JSON value.
std::string with(std::string_view field, std::string_view value) {
    std::string text = domain::encode(wholeMessage());
    const auto name = text.find(fmt::format("\"{}\":", field));
    if (name == std::string::npos) qFatal("no such field");
    const auto from = name + field.size() + 3;
    const bool isArray = text[from] == '[';
    const auto to = isArray ? text.find(']', from) + 1 : text.find_first_of(",}", from);
    return text.replace(from, to - from, value);
}

}  // namespace

class DomainValues : public QObject {
    Q_OBJECT

  private slots:
    void newIdsAreUuidsThatSortByTime() {
        Random random(1);
        std::set<std::string> ids;
        std::string last;
        for (int at = 0; at < 1'000; ++at) {
            const auto id = domain::newOrderId(kNow + Milliseconds{at}, random);
            QVERIFY(domain::isUuid(id.value));
            QCOMPARE(id.value[14], '7');
            QVERIFY(std::string_view("89ab").find(id.value[19]) != std::string_view::npos);
            QVERIFY(id.value > last);
            last = id.value;
            ids.insert(id.value);
        }
        QCOMPARE(ids.size(), std::size_t{1'000});
        QVERIFY(domain::newOrderId(kNow, random) != domain::newOrderId(kNow, random));
    }

    void aKeyNamesTheSameOrderAlways() {
        const auto id = domain::orderIdFor({7}, "once");
        QVERIFY(domain::isUuid(id.value));
        QCOMPARE(id.value[14], '8');
        QCOMPARE(domain::orderIdFor({7}, "once"), id);
        QVERIFY(domain::orderIdFor({7}, "twice") != id);
        QVERIFY(domain::orderIdFor({8}, "once") != id);
        // The number and the key do not run into each other.
        QVERIFY(domain::orderIdFor({7}, "1:x") != domain::orderIdFor({71}, ":x"));
        QVERIFY(domain::orderIdFor({1}, "1:x") != domain::orderIdFor({11}, "x"));
    }

    void onlyUuidsAreUuids_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("is");
        QTest::newRow("one") << "0193a5e2-7c00-7abc-8def-0123456789ab" << true;
        QTest::newRow("upper case") << "0193A5E2-7C00-7ABC-8DEF-0123456789AB" << false;
        QTest::newRow("short") << "0193a5e2-7c00-7abc-8def-0123456789a" << false;
        QTest::newRow("dashes elsewhere") << "0193a5e27-c00-7abc-8def-0123456789ab" << false;
        QTest::newRow("a quote") << "0193a5e2-7c00-7abc-8def-0123456789a'" << false;
        QTest::newRow("empty") << "" << false;
    }
    void onlyUuidsAreUuids() {
        QFETCH(const QString, text);
        QTEST(domain::isUuid(text.toStdString()), "is");
    }

    void everyCodeHasAStatusAndASentenceInBothLanguages() {
        std::set<std::string_view> names;
        for (const Code code : domain::allCodes()) {
            names.insert(domain::name(code));
            QVERIFY(domain::httpStatus(code) >= 200 && domain::httpStatus(code) < 600);
            QCOMPARE(domain::isSuccess(code), domain::httpStatus(code) < 300);
            const std::string_view english = domain::sentence(code, Language::English);
            const std::string_view korean = domain::sentence(code, Language::Korean);
            QVERIFY(english.ends_with('.') && korean.ends_with('.') && english != korean);
            // Hangul syllables begin with the bytes EA to ED.
            QVERIFY(std::any_of(korean.begin(), korean.end(), [](char letter) {
                const auto byte = static_cast<unsigned char>(letter);
                return byte >= 0xEA && byte <= 0xED;
            }));
        }
        QCOMPARE(names.size(), domain::allCodes().size());
        QCOMPARE(domain::httpStatus(Code::SoldOut), 409);
        QCOMPARE(domain::httpStatus(Code::OutcomeUnknown), 504);
        QCOMPARE(domain::codeOf(ErrorCode::OutcomeUnknown), Code::OutcomeUnknown);
        QCOMPARE(domain::codeOf(ErrorCode::Full), Code::TooManyRequests);
        QCOMPARE(domain::codeOfStatus(431), Code::InvalidInput);
        QCOMPARE(domain::codeOfStatus(502), Code::InternalServerError);
    }

    void theLanguageIsTheOneLikedBetter_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<bool>("korean");
        QTest::newRow("none") << "" << false;
        QTest::newRow("Korean") << "ko" << true;
        QTest::newRow("Korean of Korea") << "ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7" << true;
        QTest::newRow("English first") << "en-US,en;q=0.9,ko;q=0.8" << false;
        QTest::newRow("Korean later, but liked better") << "en;q=0.5, ko;q=0.6" << true;
        QTest::newRow("the same") << "ko;q=0.5,en;q=0.5" << false;
        QTest::newRow("refused") << "ko;q=0" << false;
        QTest::newRow("others") << "de,fr;q=0.5" << false;
        QTest::newRow("nonsense") << ",;;q=,ko;q=x" << false;
    }
    void theLanguageIsTheOneLikedBetter() {
        QFETCH(const QString, field);
        QTEST(domain::languageOf(field.toStdString()) == Language::Korean, "korean");
    }

    void theEnvelopeIsOneObjectWhateverGoesIn() {
        std::string text;
        const std::string path = "/a\"\n\xFF";
        domain::appendEnvelope(text, {Code::Created, "", R"({"x":1})", path, Language::English, kNow});
        const auto success = Json::parse(text);
        QVERIFY2(success, text.c_str());
        const auto object = *success->object();
        QCOMPARE(*object.boolean("success"), true);
        QCOMPARE(*object.integer("status"), 201);
        QCOMPARE(*object.text("code"), std::string_view("CREATED"));
        QCOMPARE(*object.text("message"), std::string_view("Created."));
        QCOMPARE(*object.object("data")->integer("x"), 1);
        QCOMPARE(*object.text("timestamp"), std::string_view("2025-11-20T10:00:00.123Z"));
        QCOMPARE(*object.text("path"), std::string_view("/a\"\n\xEF\xBF\xBD"));

        text.clear();
        domain::appendEnvelope(text, {Code::SoldOut, "", R"({"x":1})", "/order", Language::Korean, kNow});
        const auto error = Json::parse(text);
        QVERIFY2(error, text.c_str());
        QCOMPARE(*error->object()->boolean("success"), false);
        QCOMPARE(*error->object()->text("message"), std::string_view("품절되었습니다."));
        QVERIFY(!error->object()->has("data"));

        text.clear();
        domain::appendEnvelope(text, {Code::Ok, "my words", "", "/", Language::English, kNow});
        QVERIFY(Json::parse(text)->object()->find("data")->isNull());
        QVERIFY(text.find("my words") != std::string::npos);
    }

    void anOrderMovesForwardOnly() {
        const std::set<std::pair<OrderStatus, OrderStatus>> allowed{
            {OrderStatus::Pending, OrderStatus::Completed}, {OrderStatus::Pending, OrderStatus::Canceled},
            {OrderStatus::Reserved, OrderStatus::Paid},     {OrderStatus::Reserved, OrderStatus::Canceled},
            {OrderStatus::Reserved, OrderStatus::Expired},  {OrderStatus::Paid, OrderStatus::Completed},
            {OrderStatus::Paid, OrderStatus::Canceled},     {OrderStatus::Completed, OrderStatus::Canceled},
        };
        for (int from = 0; from < 6; ++from) {
            for (int to = 0; to < 6; ++to) {
                const std::pair step{static_cast<OrderStatus>(from), static_cast<OrderStatus>(to)};
                QCOMPARE(domain::mayBecome(step.first, step.second), allowed.contains(step));
            }
            const auto status = static_cast<OrderStatus>(from);
            QCOMPARE(domain::orderStatusOf(domain::name(status)), std::optional(status));
            QCOMPARE(domain::holdsUnits(status), status != OrderStatus::Canceled && status != OrderStatus::Expired);
        }
        QVERIFY(!domain::orderStatusOf("completed"));
        QCOMPARE(domain::itemTypeOf("TIME_DEAL"), std::optional(domain::ItemType::TimeDeal));
        QVERIFY(!domain::itemTypeOf(""));
    }

    void anItemIsOpenFromItsMomentOn() {
        domain::Item item;
        QVERIFY(item.isOpen(kNow));
        item.startAt = kNow;
        QVERIFY(item.isOpen(kNow));
        QVERIFY(!item.isOpen(kNow - 1ms));
    }

    void anOrdersJsonHasItsLinesAndTheirSum() {
        domain::Order order;
        order.id = domain::orderIdFor({7}, "key");
        order.member.value = 7;
        order.status = OrderStatus::Reserved;
        order.lines = {{{1}, 2, 1'500}, {{9}, 3, 10}};
        order.createdAt = kNow;
        order.expiresAt = kNow + 2min;
        std::string text;
        domain::appendJson(text, order);
        const auto json = Json::parse(text);
        QVERIFY2(json, text.c_str());
        const auto object = *json->object();
        QCOMPARE(*object.text("orderId"), std::string_view(order.id.value));
        QCOMPARE(*object.integer("memberId"), 7);
        QCOMPARE(*object.text("status"), std::string_view("RESERVED"));
        QCOMPARE(*object.integer("total"), 3'030);
        QCOMPARE(*object.text("expiresAt"), std::string_view("2025-11-20T10:02:00.123Z"));
        QCOMPARE(object.array("lines")->size(), std::size_t{2});
        QCOMPARE(*object.array("lines")->items()[1].object()->integer("itemNumber"), 9);
    }

    void aMessageComesBackAsItWas() {
        JsonParser parser;
        domain::OrderMessage message = wholeMessage();
        const auto whole = domain::decodeOrderMessage(domain::encode(message), parser);
        QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
        QCOMPARE(*whole, message);
        message.reservedUntil.reset();
        message.unitsAreHeld = true;
        message.strategy.clear();
        QCOMPARE(*domain::decodeOrderMessage(domain::encode(message), parser), message);
    }

    void poisonIsRefusedWithWhatIsWrong_data() {
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const std::string& text) {
            QTest::newRow(name) << QString::fromStdString(text);
        };
        row("empty", "");
        row("no JSON", "poison");
        row("no object", "[]");
        row("nothing in it", "{}");
        row("cut off", domain::encode(wholeMessage()).substr(0, 60));
        row("an id that is none", with("order", R"("x")"));
        row("no member", with("member", "0"));
        row("a member in words", with("member", R"("7")"));
        row("no lines", with("lines", "[]"));
        row("a line of nothing", with("lines", R"([{"item":1,"count":0,"price":1}])"));
        row("a negative price", with("lines", R"([{"item":1,"count":1,"price":-1}])"));
        row("no time", with("acceptedAt", "null"));
        row("held or not", with("unitsAreHeld", R"("yes")"));
    }
    void poisonIsRefusedWithWhatIsWrong() {
        QFETCH(const QString, text);
        JsonParser parser;
        const auto message = domain::decodeOrderMessage(text.toStdString(), parser);
        QVERIFY(!message);
        QCOMPARE(message.error().code, ErrorCode::Invalid);
        QVERIFY(!message.error().message.empty());
    }
};

RUSHLAB_TEST(DomainValues)

}  // namespace rushlab::test::domain_values
#include "domain_values.moc"
