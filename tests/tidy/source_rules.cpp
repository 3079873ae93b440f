// The whole tree against the house's rules, and each rule against a small tree that breaks it.
#include <fstream>

#include "tests/support/test_program.h"
#include "tests/tidy/rules.h"

namespace rushlab::test::source_rules {
using namespace rushlab::tidy;

namespace {

using Rule = Offences (*)(const SourceTree&);

constexpr std::size_t kLongFile = 450;
constexpr std::size_t kTooLongFile = 700;

std::string tell(const Offences& offences) {
    std::string text;
    for (const Offence& offence : offences)
        text += "\n  " + offence.path + ":" + std::to_string(offence.line) + ": " + offence.sentence;
    return text;
}

const SourceTree& project() {
    static const SourceTree tree = readTree(RUSHLAB_SOURCE_DIR);
    return tree;
}

struct Planted {
    std::string path;
    std::string text;
};

SourceTree plant(const std::vector<Planted>& files) {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    for (const Planted& file : files) {
        std::filesystem::create_directories((root / file.path).parent_path());
        std::ofstream(root / file.path) << file.text;
    }
    return readTree(root);
}

// Exactly one offence, in the file that was planted.
bool caught(const Offences& offences, const std::string& path) {
    const bool one = offences.size() == 1 && offences.front().path == path;
    if (!one) qWarning("expected one offence in %s, found:%s", path.c_str(), tell(offences).c_str());
    return one;
}

SourceTree withLayers(std::vector<Planted> files) {
    files.push_back({"tests/tidy/layers.txt", project().find("tests/tidy/layers.txt")->text});
    return plant(files);
}

const std::string kHeader = "// What it is.\n#pragma once\n";

}  // namespace

class SourceRules : public QObject {
    Q_OBJECT
  private slots:
    void theTreeIsRead() {
        QVERIFY(project().find("backend/base/result.h"));
        QVERIFY(project().find("CMakeLists.txt"));
        for (const SourceFile& file : project().files)
            QVERIFY(!file.isUnder("build"));
    }

    void theProjectKeepsItsRules_data() {
        QTest::addColumn<Rule>("rule");
        QTest::newRow("layers") << Rule{&brokenLayers};
        QTest::newRow("what is read") << Rule{&readsTooMuch};
        QTest::newRow("cycles") << Rule{&includeCycles};
        QTest::newRow("Qt in the backend") << Rule{&qtInBackend};
        QTest::newRow("banned words") << Rule{&bannedWords};
        QTest::newRow("unlisted files") << Rule{&unlistedFiles};
        QTest::newRow("unused headers") << Rule{&unusedHeaders};
        QTest::newRow("header openings") << Rule{&headerOpenings};
        QTest::newRow("READMEs") << Rule{&missingReadmes};
    }
    void theProjectKeepsItsRules() {
        QFETCH(Rule, rule);
        const Offences offences = rule(project());
        QVERIFY2(offences.empty(), tell(offences).c_str());
    }

    void noFileIsTooLong() {
        for (const Offence& offence : longFiles(project(), kLongFile))
            qInfo("%s: %s", offence.path.c_str(), offence.sentence.c_str());
        const Offences offences = longFiles(project(), kTooLongFile);
        QVERIFY2(offences.empty(), tell(offences).c_str());
    }

    void commentsAndLiteralsAreBlankedOut() {
        QCOMPARE(blankOut("a // b\nc"), std::string("a     \nc"));
        QCOMPARE(blankOut("a /* b\nc */ d"), std::string("a     \n     d"));
        QCOMPARE(blankOut("f(\"\\\"x\", 'y')"), std::string("f(     ,    )"));
        QCOMPARE(blankOut("n = 1'000 + m"), std::string("n = 1'000 + m"));
        QCOMPARE(blankOut("R\"x(a)\" b)x\" c"), std::string("             c"));
        QCOMPARE(blankOut("\"open"), std::string("     "));
    }

    void anIncludeAgainstTheLayersIsCaught_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("line");
        QTest::newRow("base includes io") << "backend/base/a.cpp"
                                          << "#include \"io/b.h\"";
        QTest::newRow("io includes an engine") << "backend/io/a.cpp"
                                               << "#include \"engines/kv/inner.h\"";
        QTest::newRow("storage includes io") << "backend/storage/a.cpp"
                                             << "#include \"io/b.h\"";
        QTest::newRow("an engine includes another's port") << "backend/engines/log/a.cpp"
                                                           << "#include \"engines/kv/key_value.h\"";
        QTest::newRow("a role includes an engine's inside") << "backend/roles/order/a.cpp"
                                                            << "#include \"engines/kv/inner.h\"";
        QTest::newRow("ui includes an engine") << "ui/a.cpp"
                                               << "#include \"engines/kv/key_value.h\"";
        QTest::newRow("the backend includes Qt") << "backend/io/a.cpp"
                                                 << "#include <QString>";
        QTest::newRow("a folder nobody knows") << "backend/extras/a.cpp"
                                               << "#include <vector>";
    }
    void anIncludeAgainstTheLayersIsCaught() {
        QFETCH(QString, from);
        QFETCH(QString, line);
        const SourceTree tree =
            withLayers({{"backend/io/b.h", kHeader},
                        {"backend/engines/kv/inner.h", kHeader},
                        {"backend/engines/kv/reply.h", kHeader},
                        {"backend/engines/kv/key_value.h", kHeader + "#include \"engines/kv/reply.h\"\n"},
                        {from.toStdString(), "// x\n" + line.toStdString() + "\n"}});
        QVERIFY(caught(brokenLayers(tree), from.toStdString()));
    }

    void anIncludeWithinTheLayersIsNot() {
        const SourceTree tree =
            withLayers({{"backend/base/b.h", kHeader},
                        {"backend/engines/kv/reply.h", kHeader},
                        {"backend/engines/kv/key_value.h", kHeader + "#include \"engines/kv/reply.h\"\n"},
                        {"backend/roles/order/a.cpp",
                         "#include \"engines/kv/key_value.h\"\n"
                         "#include \"engines/kv/reply.h\"\n"
                         "// #include \"ui/x.h\"\n"
                         "#include \"base/b.h\"\n"},
                        {"backend/engines/sql/a.cpp", "#include <QSqlQuery>\n"},
                        {"app/a.cpp", "#include \"engines/kv/reply.h\"\n#include <QApplication>\n"}});
        QCOMPARE(tell(brokenLayers(tree)), std::string());
    }

    void aHeaderThatIsReadThroughOthersIsCaught() {
        const auto tree = [](std::string included) {
            return withLayers({{"backend/roles/role.h", kHeader},
                               {"backend/lab/open.h", kHeader},
                               {"backend/lab/lab.h", kHeader + included},
                               {"ui/a.cpp", "#include \"lab/lab.h\"\n"}});
        };
        QVERIFY(caught(readsTooMuch(tree("#include \"roles/role.h\"\n")), "ui/a.cpp"));
        QCOMPARE(tell(readsTooMuch(tree("#include \"lab/open.h\"\n"))), std::string());
    }

    void aCircleOfHeadersOrFoldersIsCaught() {
        QVERIFY(caught(includeCycles(plant({{"backend/base/a.h", kHeader + "#include \"base/b.h\"\n"},
                                            {"backend/base/b.h", kHeader + "#include \"base/c.h\"\n"},
                                            {"backend/base/c.h", kHeader + "#include \"base/a.h\"\n"}})),
                       "backend/base/a.h"));
        QVERIFY(caught(includeCycles(plant({{"backend/base/a.cpp", "#include \"io/b.h\"\n"},
                                            {"backend/base/c.h", kHeader},
                                            {"backend/io/b.h", kHeader},
                                            {"backend/io/b.cpp", "#include \"base/c.h\"\n"}})),
                       "base"));
        QVERIFY(includeCycles(plant({{"backend/base/c.h", kHeader}, {"backend/io/b.cpp", "#include \"base/c.h\"\n"}}))
                    .empty());
    }

    void aQtPartInTheBackendsLibrariesIsCaught() {
        QVERIFY(caught(qtInBackend(plant({{"backend/io/CMakeLists.txt", "x(Qt6::Core)\n"},
                                          {"backend/engines/sql/CMakeLists.txt", "x(Qt6::Sql)\n"}})),
                       "backend/io/CMakeLists.txt"));
        QVERIFY(caught(qtInBackend(plant({{"backend/engines/sql/CMakeLists.txt", "x(Qt6::Widgets)\n"}})),
                       "backend/engines/sql/CMakeLists.txt"));
    }

    void aBannedWordIsCaught_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* path, const char* line) { QTest::newRow(line) << path << line; };
        row("backend/io/a.cpp", "std::this_thread::sleep_for(1s);");
        row("tests/unit/a.cpp", "usleep(5);");
        row("backend/io/a.cpp", "int n = rand() % 6;");
        row("tests/unit/a.cpp", "srand(1);");
        row("backend/load/a.cpp", "std::mt19937 engine;");
        row("backend/io/a.cpp", "thread.detach();");
        row("backend/io/a.cpp", "auto now = std::chrono::system_clock::now();");
        row("backend/io/a.cpp", "auto now = time(nullptr);");
        row("ui/a.cpp", "auto now = QDateTime::currentDateTime();");
        row("backend/io/a.cpp", "std::thread other(work);");
        row("backend/base/a.cpp", "std::jthread other(work);");
        row("backend/io/a.cpp", "auto* loop = new Loop;");
        row("backend/io/a.cpp", "auto* loop = new Loop(parent);");
        row("ui/a.cpp", "auto* label = new QLabel;");
        row("ui/a.cpp", "auto* label = new QLabel();");
        row("backend/io/a.cpp", "Pool::instance().take();");
        row("backend/io/a.cpp", "auto later = std::async(work);");
        const QByteArray unfinished = QByteArray("// TO") + "DO: the rest";
        row("backend/io/a.cpp", unfinished.constData());
    }
    void aBannedWordIsCaught() {
        QFETCH(QString, path);
        QFETCH(QString, line);
        QVERIFY(!bannedWords(plant({{path.toStdString(), line.toStdString() + "\n"}})).empty());
    }

    void whatOnlyLooksLikeOneIsNot() {
        const SourceTree tree =
            plant({{"backend/io/a.cpp",
                    "// nobody should sleep(1) or call rand()\n"
                    "co_await io::sleepFor(1s);\n"
                    "auto at = deadline.time();\n"
                    "::new (place) Value(std::move(value));\n"
                    "const char* sql = \"SELECT new FROM time(0)\";\n"
                    "std::thread::id id;\n"
                    "return std::unique_ptr<Loop>(new Loop(context));\n"
                    "return std::unique_ptr<Loop>(\n    new Loop(context));\n"
                    "std::jthread own([] {});\n"
                    "boost::asio::co_spawn(context, work(), boost::asio::detached);\n"},
                   {"backend/base/clock.cpp", "std::chrono::system_clock::now();\n"},
                   {"ui/a.cpp",
                    "auto* label = new QLabel(tr(\"Engines\"), this);\n"
                    "QCoreApplication::instance();\n"},
                   {"tests/unit/a.cpp", "std::this_thread::sleep_for(1ms);\nmkdtemp(\"aXXXXXX\");\n"}});
        QCOMPARE(tell(bannedWords(tree)), std::string());
    }

    void aFileThatNobodyListsIsCaught() {
        const std::vector<Planted> whole{{"backend/io/CMakeLists.txt", "rushlab_library(rushlab_io SOURCES a.cpp)\n"},
                                         {"backend/io/a.cpp", ""},
                                         {"tests/io.cmake", "rushlab_tests(io LINKS rushlab_io TESTS unit/io_loop)\n"},
                                         {"tests/unit/io_loop.cpp", ""},
                                         {"tests/kv.cmake",
                                          "foreach(part IN ITEMS sets lists)\n"
                                          "    rushlab_tests(kv LINKS rushlab_kv TESTS unit/kv_${part})\n"},
                                         {"tests/unit/kv_lists.cpp", ""},
                                         {"ui/CMakeLists.txt", "x(${CMAKE_SOURCE_DIR}/resources/icons/*.svg)\n"},
                                         {"resources/icons/a.svg", ""},
                                         {"backend/sql/CMakeLists.txt",
                                          "set(folder ${CMAKE_SOURCE_DIR}/resources/sql)\n"
                                          "file(GLOB_RECURSE files ${folder}/*.sql)\n"},
                                         {"resources/sql/common/000_a.sql", ""}};
        QCOMPARE(tell(unlistedFiles(plant(whole))), std::string());
        for (const char* path : {"backend/io/b.cpp", "tests/unit/io_http.cpp", "tests/unit/kv_keys.cpp",
                                 "resources/icons/a.png", "resources/icons/more/a.svg", "resources/sql/common/a.txt"}) {
            std::vector<Planted> more = whole;
            more.push_back({path, ""});
            QVERIFY(caught(unlistedFiles(plant(more)), path));
        }
        std::vector<Planted> commentedOut = whole;
        commentedOut[0].text = "rushlab_library(rushlab_io SOURCES # a.cpp\n)\n";
        QVERIFY(caught(unlistedFiles(plant(commentedOut)), "backend/io/a.cpp"));
    }

    void aHeaderThatNobodyIncludesIsCaught() {
        QVERIFY(caught(unusedHeaders(plant({{"backend/io/a.h", kHeader},
                                            {"backend/io/b.h", kHeader},
                                            {"backend/io/b.cpp", "#include \"io/b.h\"\n"}})),
                       "backend/io/a.h"));
    }

    void aHeaderThatOpensWronglyIsCaught() {
        QVERIFY(headerOpenings(plant({{"ui/a.h", kHeader}})).empty());
        QVERIFY(caught(headerOpenings(plant({{"ui/a.h", "// What it is.\n#include <string>\n"}})), "ui/a.h"));
        QVERIFY(caught(headerOpenings(plant({{"ui/a.h", "#pragma once\n"}})), "ui/a.h"));
    }

    void aFolderWithoutReadmeIsCaught() {
        std::vector<Planted> whole{{"README.md", ""},
                                   {"app/README.md", ""},
                                   {"backend/README.md", ""},
                                   {"ui/README.md", ""},
                                   {"tests/README.md", ""}};
        QVERIFY(missingReadmes(plant(whole)).empty());
        whole.push_back({"backend/engines/kv/key_value.h", kHeader});
        QVERIFY(caught(missingReadmes(plant(whole)), "backend/engines/kv/README.md"));
    }

    void aLongFileIsCaught() {
        const SourceTree tree = plant({{"ui/a.cpp", std::string(701, '\n')}, {"ui/b.cpp", std::string(700, '\n')}});
        QVERIFY(caught(longFiles(tree, kTooLongFile), "ui/a.cpp"));
    }
};

RUSHLAB_TEST(SourceRules)

}  // namespace rushlab::test::source_rules
#include "source_rules.moc"
