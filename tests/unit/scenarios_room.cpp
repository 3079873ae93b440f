// scenarios/: whether users find room is told before a run, with the number that does and how to have more.
#include "scenarios/room.h"
#include "tests/support/test_program.h"

namespace rushlab::test::scenarios_room {
using namespace rushlab::scenarios;

class ScenariosRoom : public QObject {
    Q_OBJECT
  private slots:
    // Measured: 4,094 files at 1,000 users through the gateway, 12,190 at 4,000, 8,094 straight to the instances.
    void itAsksForWhatARunWasSeenToTake() {
        const std::pair<Connections, std::size_t> seen[]{
            {{1'000, true, 2}, 4'094}, {{4'000, true, 2}, 12'190}, {{4'000, false, 2}, 8'094}};
        for (const auto& [connections, files] : seen) {
            QVERIFY(filesNeeded(connections) >= files);
            QVERIFY(filesNeeded(connections) <= files + 500);
        }
    }

    void tooFewFilesAreToldWithTheUsersThatFit() {
        const Connections many{6'000, true, 2};
        const Room enough{filesNeeded(many), 28'000};
        QVERIFY(fitsInto(many, enough));
        const auto refused = fitsInto(many, {enough.files - 1, 28'000});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Invalid);
        for (const std::string& part :
             {std::string("6000 users"), fmt::format("{} are allowed", enough.files - 1),
              std::string("set users to 5999 at most"), fmt::format("ulimit -n {}", enough.files)})
            QVERIFY2(refused.error().message.find(part) != std::string::npos, refused.error().message.c_str());
        QVERIFY(fitsInto({5'999, true, 2}, {enough.files - 1, 28'000}));
    }

    void tooManyForOnePortAreRefusedWhateverTheFiles() {
        constexpr Room kRoom{1'000'000, 28'232};
        QVERIFY(fitsInto({16'000, true, 2}, kRoom));
        const auto refused = fitsInto({16'001, true, 2}, kRoom);
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.find("set users to 16000 at most") != std::string::npos,
                 refused.error().message.c_str());
        // Straight to the instances there are as many ports as instances.
        QVERIFY(fitsInto({16'001, false, 2}, kRoom));
        QVERIFY(!fitsInto({3'000, true, 2}, {1'000'000, 2'999}));
    }

    void everyScenarioTellsItsUsers() {
        for (const Scenario& scenario : allScenarios()) {
            const auto values = ParameterValues::read(scenario.parameters, {});
            QVERIFY(values && scenario.connections);
            const bool hasUsers =
                std::ranges::find(scenario.parameters, "users", &Parameter::id) != scenario.parameters.end();
            const Connections connections = scenario.connections(*values);
            if (connections.parameter != "users") {
                QCOMPARE(connections.users, static_cast<std::size_t>(values->integer(connections.parameter)));
                continue;
            }
            QCOMPARE(connections.users >= 256, hasUsers);  // as many as a load at a rate connects
        }
        const Scenario& sale = *findScenario("flash-sale");
        const std::pair<std::string, std::string> given[]{{"users", "90000"}, {"arrivals", "rate"}, {"via", "order"}};
        const auto atARate = ParameterValues::read(sale.parameters, given);
        QVERIFY(atARate);
        QCOMPARE(sale.connections(*atARate).users, 256U);
        QVERIFY(!sale.connections(*atARate).throughGateway);
        const std::pair<std::string, std::string> steps[]{{"users", "10,3000,20"}};
        const auto several = ParameterValues::read(findScenario("pipeline")->parameters, steps);
        QVERIFY(several);
        QCOMPARE(findScenario("pipeline")->connections(*several).users, 3'000U);
    }
};

RUSHLAB_TEST(ScenariosRoom)

}  // namespace rushlab::test::scenarios_room
#include "scenarios_room.moc"
