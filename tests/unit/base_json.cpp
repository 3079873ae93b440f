// base/json: texts from outside are read strictly, and our own read back as they were written.
#include <rapidcheck.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <csignal>

#include "base/json.h"
#include "base/json_flaw.h"
#include "base/json_writer.h"
#include "base/utf8.h"
#include "tests/support/test_program.h"

namespace rushlab::test::base_json {
namespace {

QString sentence(const Error& error) {
    return QString::fromStdString(error.message);
}

// What a text means, written again; the sentence where it is refused.
void writeAgain(const JsonValue& value, auto&& write) {
    switch (value.kind()) {
        case JsonKind::Null:
            return write(nullptr);
        case JsonKind::Boolean:
            return write(*value.boolean());
        case JsonKind::Integer:
            return write(*value.integer());
        case JsonKind::LargeInteger:
            return write(*value.unsignedInteger());
        case JsonKind::Real:
            return write(*value.real());
        case JsonKind::Text:
            return write(*value.text());
        default:
            abortBecause("only plain values are written here");
    }
}

}  // namespace

class BaseJson : public QObject {
    Q_OBJECT
  private slots:
    void anOrderIsRead() {
        JsonParser parser;
        const auto order = parser.parseObject(
            R"({"itemNumber": 7, "count": 3, "gift": true, "note": "빨리", "price": 12.5, "coupon": null})");
        QVERIFY(order.has_value());
        QCOMPARE(*order->integer("itemNumber", 1, 100), 7);
        QCOMPARE(*order->boolean("gift"), true);
        QCOMPARE(*order->text("note", 1, 2), std::string_view("빨리"));
        QCOMPARE(*order->real("price"), 12.5);
        QCOMPARE(*order->real("count"), 3.0);
        QVERIFY(order->has("coupon"));
        QVERIFY(!order->optionalText("coupon")->has_value());
        QVERIFY(!order->optionalInteger("absent")->has_value());
        QCOMPARE(**order->optionalInteger("count"), 3);
        QVERIFY(!order->optionalInteger("note").has_value());
    }

    void aWrongFieldIsNamedWithWhatIsAllowed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("word") << QByteArray(R"({"count": "abc"})")
                              << R"("count" must be a whole number from 1 to 100, not "abc")";
        QTest::newRow("range") << QByteArray(R"({"count": 101})")
                               << R"("count" must be a whole number from 1 to 100, not 101)";
        QTest::newRow("fraction") << QByteArray(R"({"count": 1.0})")
                                  << R"("count" must be a whole number from 1 to 100, not 1.0)";
        QTest::newRow("large") << QByteArray(R"({"count": 18446744073709551615})")
                               << R"("count" must be a whole number from 1 to 100, not 18446744073709551615)";
        QTest::newRow("null") << QByteArray(R"({"count": null})")
                              << R"("count" must be a whole number from 1 to 100, not null)";
        QTest::newRow("object") << QByteArray(R"({"count": {}})")
                                << R"("count" must be a whole number from 1 to 100, not an object)";
        QTest::newRow("missing") << QByteArray(R"({"amount": 1})") << R"("count" is missing)";
        QTest::newRow("not an object") << QByteArray(R"([1])") << R"(the JSON must be an object, not an array)";
    }
    void aWrongFieldIsNamedWithWhatIsAllowed() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        JsonParser parser;
        const auto object = parser.parseObject(text.toStdString());
        const auto count = object ? object->integer("count", 1, 100) : pass(object);
        QVERIFY(!count);
        QCOMPARE(count.error().code, ErrorCode::Invalid);
        QCOMPARE(sentence(count.error()), expected);
    }

    void aWrongFieldDeepInsideIsNamedByItsPath() {
        const auto json = Json::parse(R"({"orderItems": [{"itemId": 1, "count": 1}, {"itemId": 2, "count": -1}]})");
        QVERIFY(json.has_value());
        const auto items = json->object()->array("orderItems", 1, 10)->items();
        QCOMPARE(items.size(), 2U);
        const auto second = items[1].object();
        QCOMPARE(sentence(second->integer("count", 1, 9).error()),
                 QString(R"("orderItems[1].count" must be a whole number from 1 to 9, not -1)"));
        QCOMPARE(sentence(second->text("name").error()), QString(R"("orderItems[1].name" is missing)"));
        QCOMPARE(sentence(json->object()->array("orderItems", 3, 4).error()),
                 QString(R"("orderItems" must be an array of 3 to 4 items, not of 2)"));
    }

    void textsAreBoundedInCharacters() {
        const auto json = Json::parse(R"({"name": "한국어"})");
        QVERIFY(json->object()->text("name", 3, 3).has_value());
        QCOMPARE(sentence(json->object()->text("name", 1, 2).error()),
                 QString::fromUtf8(R"("name" must be a text of 1 to 2 characters, not "한국어")"));
    }

    void integersAreExactAndDoublesAreNeverRoundedSilently() {
        const auto json = Json::parse(
            "[9223372036854775807, -9223372036854775808, 18446744073709551615, 9007199254740993, 9007199254740992]");
        QVERIFY(json.has_value());
        const auto items = json->root().array()->items();
        QCOMPARE(*items[0].integer(), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(*items[1].integer(), std::numeric_limits<std::int64_t>::min());
        QCOMPARE(*items[2].unsignedInteger(), std::numeric_limits<std::uint64_t>::max());
        QVERIFY(!items[2].integer().has_value());
        QVERIFY(!items[2].real().has_value());
        QVERIFY(!items[3].real().has_value());
        QCOMPARE(*items[4].real(), 9007199254740992.0);
    }

    void whatIsNotJsonIsRefusedWithItsPlace_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* what, int at) {
            QTest::newRow(name)
                << text << QString("this is not JSON: %1 (at byte %2 of %3)").arg(what).arg(at).arg(text.size());
        };
        row("empty", "", "a value is missing or misspelt", 0);
        row("trailing", "{} {}", "nothing may follow the value", 3);
        row("trailing brace", "{}}", "nothing may follow the value", 2);
        row("comma", "[1,]", "a value is missing or misspelt", 3);
        row("colon", "{\"a\" 1}", "a colon after the field's name is missing", 5);
        row("name", "{a:1}", "a field's name in double quotes is missing", 1);
        row("open text", "[\"abc", "the text's closing double quote is missing", 5);
        row("open array", "[1", "a comma or the closing ] is missing", 2);
        row("zero", "[012]", "a number may not begin with 0", 2);
        row("point", "[1.]", "a digit after the point is missing", 3);
        row("word", "[nulL]", "a value is missing or misspelt", 1);
        row("NaN", "[NaN]", "a value is missing or misspelt", 1);
        row("plus", "[+1]", "a value is missing or misspelt", 1);
        row("control", "[\"a\x01\"]", "a control character inside a text must be written as an escape", 3);
        row("escape", "[\"\\x\"]", "this escape is unknown", 2);
        row("surrogate", "[\"\\ud800\"]", "half of a surrogate pair is missing", 2);
        row("low surrogate", "[\"\\udc00\"]", "half of a surrogate pair is missing", 2);
        row("overlong", QByteArray("[\"\xC0\xAF\"]"), "this byte is not UTF-8", 2);
        row("cut character", QByteArray("[\"\xED\x95\"]"), "this byte is not UTF-8", 2);
        row("raw surrogate", QByteArray("[\"\xED\xA0\x80\"]"), "this byte is not UTF-8", 2);
        row("nul byte", QByteArray("[1]\0", 4), "nothing may follow the value", 3);
        row("nesting", QByteArray(65, '[') + QByteArray(65, ']'), "nesting goes deeper than 64 levels", 64);
    }
    void whatIsNotJsonIsRefusedWithItsPlace() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        JsonParser parser;
        const auto parsed = parser.parse(text.toStdString());
        QVERIFY(!parsed);
        QCOMPARE(sentence(parsed.error()), expected);
        QVERIFY2(parser.parse("[1]").has_value(), "the parser is of no use after a refusal");
    }

    void boundsAreKeptToTheByteAndTheLevel() {
        JsonParser parser({.bytesMax = 130, .depthMax = 64});
        QVERIFY(parser.parse(std::string(64, '[') + std::string(64, ']')).has_value());
        QVERIFY(parser.parse("\"" + std::string(128, 'a') + "\"").has_value());
        QCOMPARE(sentence(parser.parse("\"" + std::string(129, 'a') + "\"").error()),
                 QString("the JSON has 131 bytes; at most 130 are allowed"));
    }

    void numbersThatAreTooLargeAreRefused() {
        QVERIFY(!Json::parse("[18446744073709551616]").has_value());
        const auto refused = Json::parse("[1e400]");
        QVERIFY(!refused);
        QVERIFY(refused.error().message.find("number that is too large") != std::string::npos);
    }

    void anObjectThatNamesAFieldTwiceIsRefused() {
        const QString expected(R"(an object in the JSON names the field "count" twice; name it once)");
        QCOMPARE(sentence(Json::parse(R"({"count": 1, "count": 2})").error()), expected);
        // The same name, written with an escape; and deep inside; and among many.
        QCOMPARE(sentence(Json::parse(R"([[{"count": 1, "\u0063ount": 2}]])").error()), expected);
        std::string many = "{";
        for (int i = 0; i < 5000; ++i)
            many += fmt::format(R"("f{}": 0, )", i);
        QVERIFY(Json::parse(many + R"("last": 0})").has_value());
        QCOMPARE(sentence(Json::parse(many + R"("count": 0, "count": 0})").error()), expected);
        QVERIFY(Json::parse(R"([{"count": 1}, {"count": 2}])").has_value());
    }

    void aParserIsUsedAgainForLargerTexts() {
        JsonParser parser;
        for (const std::size_t count : {1U, 10'000U, 3U, 200'000U}) {
            std::string text = "[0";
            for (std::size_t i = 1; i < count; ++i)
                text += ",0";
            const auto parsed = parser.parse(text + "]");
            QVERIFY(parsed.has_value());
            QCOMPARE(parsed->array()->size(), count);
        }
    }

    void anObjectIsWritten() {
        std::string out;
        {
            JsonObjectWriter order(out);
            order.field("id", 7).field("note", "a\"b\\c\n\x01").field("price", 1.0).field("paid", true);
            {
                auto lines = order.array("lines");
                lines.item(1).item(-2);
                lines.object().field("none", nullptr);
                lines.array();
            }
            order.field("max", std::numeric_limits<std::uint64_t>::max());
        }
        // Ordinary literals: moc loses its way in neighbouring raw ones.
        QCOMPARE(out, std::string("{\"id\":7,\"note\":\"a\\\"b\\\\c\\n\\u0001\",\"price\":1.0,\"paid\":true,"
                                  "\"lines\":[1,-2,{\"none\":null},[]],\"max\":18446744073709551615}"));
    }

    void invalidUtf8IsReplacedAndWhatJsonCannotHoldIsNull() {
        std::string out;
        {
            JsonArrayWriter array(out);
            array.item(std::string_view("a\xFF\xED\xA0\x80z")).item(std::nan("")).item(HUGE_VAL).item("한");
        }
        QCOMPARE(out, std::string("[\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\",null,null,\"한\"]"));
    }

    void aParentIsNotWrittenToWhileItsChildIsOpen() {
        const auto dies = [](auto&& mistake) {
            const pid_t child = fork();
            if (child == 0) {
                ::close(STDERR_FILENO);
                std::signal(SIGABRT, SIG_DFL);  // QtTest would print a stack
                mistake();
                _exit(0);
            }
            int status = 0;
            waitpid(child, &status, 0);
            return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
        };
        QVERIFY(dies([] {
            std::string out;
            JsonObjectWriter parent(out);
            auto child = parent.array("child");
            parent.field("late", 1);
        }));
        QVERIFY(dies([] {
            std::string out;
            JsonArrayWriter closed(out);
            closed.close();
            closed.item(1);
        }));
        QVERIFY(!dies([] {
            std::string out;
            JsonObjectWriter parent(out);
            parent.array("child").close();
            parent.field("late", 1);
        }));
    }

    void everyTextAndNumberReadsBackAsItWasWritten() {
        QVERIFY(rc::check("text", [](const std::string& bytes) {
            std::string out;
            appendJsonText(out, bytes);
            const auto json = Json::parse(out);
            RC_ASSERT(json.has_value());
            if (firstInvalidUtf8(bytes) == std::string_view::npos) RC_ASSERT(*json->root().text() == bytes);
        }));
        QVERIFY(rc::check("numbers", [](std::int64_t whole, std::uint64_t bits) {
            const double real = std::bit_cast<double>(bits);
            std::string out;
            JsonArrayWriter(out).item(whole).item(bits).item(real);
            const auto json = Json::parse(out);
            RC_ASSERT(json.has_value());
            const auto items = json->root().array()->items();
            RC_ASSERT(*items[0].integer() == whole);
            RC_ASSERT(*items[1].unsignedInteger() == bits);
            if (std::isfinite(real)) {
                RC_ASSERT(std::bit_cast<std::uint64_t>(*items[2].real()) == bits);
            } else {
                RC_ASSERT(items[2].isNull());
            }
            std::string again;
            JsonArrayWriter array(again);
            for (const JsonValue& item : items)
                writeAgain(item, [&](const auto& value) { array.item(value); });
            array.close();
            RC_ASSERT(again == out);
        }));
    }

    // The plain reading that finds a flaw's place and the fast one must hold the same texts for JSON.
    void bothReadingsAgreeOnWhatJsonIs() {
        const auto fragment = rc::gen::element<std::string>(
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"a\"", "\"b\":", "\\u00e9", "\\ud83d\\ude00", "\\ud83d", "1",
            "-", "0", ".5", "e+3", "true", "null", "fals", " ", "\n", "\t", "\x01", "한", "\xFF", "\xEF\xBB\xBF");
        QVERIFY(rc::check([&] {
            const auto parts = *rc::gen::container<std::vector<std::string>>(fragment);
            std::string text;
            for (const std::string& part : parts)
                text += part;
            const auto parsed = Json::parse(text);
            const bool flawless = !findJsonFlaw(text, JsonLimits{}.depthMax).has_value();
            const bool onlyOurRules = !parsed && (parsed.error().message.find("twice") != std::string::npos ||
                                                  parsed.error().message.find("too large") != std::string::npos);
            RC_ASSERT(flawless == (parsed.has_value() || onlyOurRules));
        }));
    }
};

RUSHLAB_TEST(BaseJson)

}  // namespace rushlab::test::base_json
#include "base_json.moc"
