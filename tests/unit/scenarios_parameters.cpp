// What can be set of a scenario: read strictly, with all that is wrong told at once.
#include "scenarios/scenario.h"
#include "tests/support/test_program.h"

namespace rushlab::test::scenarios_parameters {
using namespace rushlab::scenarios;

namespace {

const std::vector<Parameter> kParameters{
    {"users", "Buyers.", "1000", ParameterKind::Integer, 1, 5'000, {}},
    {"steps", "Steps.", "1,2", ParameterKind::Integers, 1, 9, {}},
    {"share", "Share.", "0.5", ParameterKind::Real, 0, 1, {}},
    {"lasting", "Time.", "5s", ParameterKind::Duration, 100, 60'000, {}},
    {"via", "Way.", "gateway", ParameterKind::Choice, 0, 0, {"gateway", "order"}},
    {"dishes", "Dishes.", "soup", ParameterKind::Choices, 0, 0, {"soup", "fish", "pie"}},
    {"loud", "Noise.", "off", ParameterKind::Flag, 0, 0, {}},
};

using Given = std::vector<std::pair<std::string, std::string>>;

}  // namespace

class ScenariosParameters : public QObject {
    Q_OBJECT
  private slots:
    void defaultsFillInWhatIsNotGiven() {
        const auto values = ParameterValues::read(kParameters, Given{{"users", "7"}});
        QVERIFY(values);
        QCOMPARE(values->integer("users"), 7);
        QCOMPARE(values->integers("steps"), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(values->real("share"), 0.5);
        QVERIFY(values->duration("lasting") == std::chrono::seconds(5));
        QCOMPARE(values->choice("via"), std::string("gateway"));
        QVERIFY(!values->flag("loud"));
        QCOMPARE(values->shown().size(), kParameters.size());
        QCOMPARE(values->shown().front().second, std::string("7"));
    }

    void severalChoicesAreOneOrMoreOrAll() {
        const auto chosen = [](std::string text) {
            std::string found;
            const auto values = ParameterValues::read(kParameters, Given{{"dishes", std::move(text)}});
            for (const std::string_view dish : kParameters[5].choices) {
                if (values && values->isChosen("dishes", dish)) found += std::string(dish) + ";";
            }
            return found;
        };
        QCOMPARE(chosen("fish"), std::string("fish;"));
        QCOMPARE(chosen("pie,soup"), std::string("soup;pie;"));
        QCOMPARE(chosen("all"), std::string("soup;fish;pie;"));
        QCOMPARE(chosen("soup,all"), std::string());  // nothing was read
    }

    void theLastOfTwoCounts() {
        const auto values = ParameterValues::read(kParameters, Given{{"users", "7"}, {"users", "8"}});
        QVERIFY(values && values->integer("users") == 8);
    }

    void aWrongValueIsToldWithWhatIsAllowed_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("part");
        QTest::newRow("too small") << "users"
                                   << "0"
                                   << "a whole number from 1 to 5000";
        QTest::newRow("too large") << "users"
                                   << "5001"
                                   << "a whole number from 1 to 5000";
        QTest::newRow("a sign") << "users"
                                << "-1"
                                << "a whole number";
        QTest::newRow("not a number") << "users"
                                      << "many"
                                      << "a whole number";
        QTest::newRow("empty") << "users"
                               << ""
                               << "a whole number";
        QTest::newRow("a list where one is meant") << "users"
                                                   << "1,2"
                                                   << "a whole number";
        QTest::newRow("a hole in a list") << "steps"
                                          << "1,,2"
                                          << "separated by commas";
        QTest::newRow("one of a list too large") << "steps"
                                                 << "1,10"
                                                 << "from 1 to 9";
        QTest::newRow("none of several") << "dishes"
                                         << ""
                                         << "all, or any of soup, fish, pie";
        QTest::newRow("one of several is unknown") << "dishes"
                                                   << "soup,fush"
                                                   << "Did you mean fish?";
        QTest::newRow("share") << "share"
                               << "1.5"
                               << "a number from 0 to 1";
        QTest::newRow("no share") << "share"
                                  << "nan"
                                  << "a number from 0 to 1";
        QTest::newRow("time without a unit") << "lasting"
                                             << "5"
                                             << "a time from 100ms to 1min";
        QTest::newRow("choice") << "via"
                                << "gatway"
                                << "gateway, order. Did you mean gateway?";
        QTest::newRow("flag") << "loud"
                              << "yes"
                              << "on or off";
        QTest::newRow("unknown") << "user"
                                 << "1"
                                 << "There is no parameter \"user\". Did you mean users?";
    }
    void aWrongValueIsToldWithWhatIsAllowed() {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, part);
        const auto values = ParameterValues::read(kParameters, Given{{key.toStdString(), value.toStdString()}});
        QVERIFY(!values);
        QVERIFY(values.error().code == ErrorCode::Invalid);
        QVERIFY2(QString::fromStdString(values.error().message).contains(part), values.error().message.c_str());
    }

    void allThatIsWrongIsToldAtOnce() {
        const auto values = ParameterValues::read(kParameters, Given{{"users", "0"}, {"loud", "yes"}, {"x", "1"}});
        QVERIFY(!values);
        for (const char* part : {"users", "loud", "\"x\""})
            QVERIFY(values.error().message.find(part) != std::string::npos);
    }

    // A default that its own check refuses would break every run.
    void everyScenariosDefaultsAreAllowed() {
        QVERIFY(allScenarios().size() >= 4);
        for (const Scenario& scenario : allScenarios()) {
            QVERIFY(findScenario(scenario.id) == &scenario);
            QVERIFY(scenario.run && !scenario.stages.empty() && !scenario.verdict.empty());
            Given given;
            for (const Parameter& parameter : scenario.parameters) {
                given.emplace_back(parameter.id, parameter.byDefault);
                QVERIFY(parameter.help.ends_with('.'));
            }
            const auto values = ParameterValues::read(scenario.parameters, given);
            QVERIFY2(values, values ? "" : values.error().message.c_str());
        }
        QVERIFY(!findScenario("flashsale"));
    }
};

RUSHLAB_TEST(ScenariosParameters)

}  // namespace rushlab::test::scenarios_parameters
#include "scenarios_parameters.moc"
