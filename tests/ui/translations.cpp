// Every word that the window says, in every language that it speaks.
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "scenarios/scenario.h"
#include "tests/support/test_program.h"
#include "ui/sentence_translator.h"

namespace rushlab::test::translations {
namespace {

struct Message {
    QString context, source, translation;
    bool finished = true;
};

QList<Message> read(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(path));
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u"name") context = xml.readElementText();
        if (xml.name() == u"message") messages.push_back({context, {}, {}});
        if (messages.isEmpty()) continue;
        if (xml.name() == u"source") messages.back().source = xml.readElementText();
        if (xml.name() == u"translation") {
            messages.back().finished = !xml.attributes().hasAttribute("type");
            messages.back().translation = xml.readElementText(QXmlStreamReader::IncludeChildElements);
        }
    }
    return messages;
}

QStringList placesIn(const QString& text) {
    static const QRegularExpression place("%\\d|%L\\d|%n");
    QStringList found;
    auto matches = place.globalMatch(text);
    while (matches.hasNext())
        found += matches.next().captured();
    found.sort();
    return found;
}

QSet<QString> wordsOf(const scenarios::Scenario& scenario) {
    std::vector<std::string_view> words{scenario.title, scenario.stages, scenario.verdict};
    for (const scenarios::Parameter& parameter : scenario.parameters) {
        words.push_back(parameter.help);
        for (const scenarios::ChoiceHelp& help : parameter.choicesExplained)
            words.insert(words.end(), {help.is, help.teaches, help.expects});
    }
    QSet<QString> said;
    for (const std::string_view text : words) {
        if (!text.empty()) said += QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    }
    return said;
}

QString sourceOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

// Every text between quotes that has a letter, with "{}" for each place; neighbours are one, as the compiler takes
// them.
QSet<QString> literalsIn(QString source) {
    static const QRegularExpression noText("//[^\n]*|#include[^\n]*"),
        literal("\"(?:[^\"\\\\]|\\\\.)*\"(\\s*\"(?:[^\"\\\\]|\\\\.)*\")*"), seam("\"\\s*\""), place("\\{[^}]*\\}"),
        letter("[A-Za-z]");
    QSet<QString> literals;
    auto matches = literal.globalMatch(source.remove(noText));
    while (matches.hasNext()) {
        QString text = matches.next().captured().remove(seam);
        text = text.mid(1, text.size() - 2).replace(place, "{}").trimmed();
        if (text.contains(letter)) literals += text;
    }
    return literals;
}

QSet<QString> literalsOf(const QString& folder, const QString& files) {
    QSet<QString> literals;
    const QDir sources(RUSHLAB_SOURCE_DIR + folder);
    for (const QString& name : sources.entryList({files}))
        literals |= literalsIn(sourceOf(sources.filePath(name)));
    return literals;
}

QString filledIn(QString text, const QStringList& parts) {
    for (qsizetype at = 0; at < parts.size(); ++at)
        text.replace(QString("{%1}").arg(at), parts[at]);
    return text;
}

// What the first group of the expression matches.
QSet<QString> foundInScenarios(const QRegularExpression& expression) {
    QSet<QString> found;
    const QDir sources(RUSHLAB_SOURCE_DIR "/backend/scenarios");
    for (const QString& name : sources.entryList({"*.cpp"})) {
        auto matches = expression.globalMatch(sourceOf(sources.filePath(name)));
        while (matches.hasNext())
            found += matches.next().captured(1);
    }
    return found;
}

QSet<QString> sourcesIn(const QString& translations) {
    QSet<QString> sources;
    for (const Message& message : read(translations))
        sources += message.source;
    return sources;
}

constexpr const char* kChecks = RUSHLAB_SOURCE_DIR "/resources/translations/checks_ko.ts";

}  // namespace

class TranslationsTest : public QObject {
    Q_OBJECT
  private slots:
    // lupdate adds what the sources say and the file has not, as unfinished.
    void everythingThatIsSaidIsSaidInKorean() {
        QTemporaryDir folder;
        const QString gathered = folder.filePath("rushlab_ko.ts");
        QVERIFY(QFile::copy(RUSHLAB_SOURCE_DIR "/resources/translations/rushlab_ko.ts", gathered));
        QProcess lupdate;
        lupdate.start(RUSHLAB_LUPDATE, {RUSHLAB_SOURCE_DIR "/ui", RUSHLAB_SOURCE_DIR "/app", "-I", RUSHLAB_SOURCE_DIR,
                                        "-no-obsolete", "-locations", "none", "-ts", gathered});
        QVERIFY2(lupdate.waitForFinished(60'000), "lupdate is in Debian's package qt6-l10n-tools");
        QCOMPARE(lupdate.exitCode(), 0);
        const QList<Message> messages = read(gathered);
        QVERIFY(messages.size() > 50);
        QStringList missing;
        for (const Message& message : messages) {
            if (!message.finished || message.translation.isEmpty())
                missing += QString("%1: %2").arg(message.context, message.source);
        }
        QVERIFY2(missing.isEmpty(),
                 qPrintable("not in Korean (ninja translations, then resources/translations/rushlab_ko.ts):\n  " +
                            missing.join("\n  ")));
    }

    void everythingThatScenariosSayIsSaidInKorean() {
        QSet<QString> said;
        for (const scenarios::Scenario& scenario : scenarios::allScenarios())
            said |= wordsOf(scenario);
        QSet<QString> translated;
        for (const Message& message : read(RUSHLAB_SOURCE_DIR "/resources/translations/scenarios_ko.ts")) {
            QVERIFY2(message.finished && !message.translation.isEmpty(), qPrintable(message.source));
            translated += message.source;
        }
        QVERIFY(said.size() > 50);
        const QStringList missing = (said - translated).values(), obsolete = (translated - said).values();
        QVERIFY2(missing.isEmpty(), qPrintable("not in scenarios_ko.ts:\n  " + missing.join("\n  ")));
        QVERIFY2(obsolete.isEmpty(), qPrintable("in scenarios_ko.ts, and said by none:\n  " + obsolete.join("\n  ")));
    }

    void everythingThatChecksSayIsSaidInKorean() {
        const QSet<QString> said = literalsOf("/backend/verdict", "*_checks.cpp");
        const QSet<QString> all = said | literalsOf("/backend/scenarios", "*.cpp");
        QSet<QString> translated;
        for (const Message& message : read(kChecks)) {
            QVERIFY2(message.finished && !message.translation.isEmpty(), qPrintable(message.source));
            translated += message.source;
        }
        QVERIFY(said.size() > 150);
        const QStringList missing = (said - translated).values(), obsolete = (translated - all).values();
        QVERIFY2(missing.isEmpty(), qPrintable("not in checks_ko.ts:\n  " + missing.join("\n  ")));
        QVERIFY2(obsolete.isEmpty(), qPrintable("in checks_ko.ts, and said by none:\n  " + obsolete.join("\n  ")));
    }

    void everyNoteOfAScenarioIsSaidInKorean() {
        static const QRegularExpression noted(
            "(?:notes\\.(?:push|emplace)_back\\(|endEarly\\(|kInterrupted = "
            ")\\s*(?:fmt::format\\(\\s*)?((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*)+)");
        QSet<QString> notes;
        for (const QString& literals : foundInScenarios(noted))
            notes |= literalsIn(literals);
        QVERIFY(notes.size() > 6);
        const QStringList missing = (notes - sourcesIn(kChecks)).values();
        QVERIFY2(missing.isEmpty(), qPrintable("not in checks_ko.ts:\n  " + missing.join("\n  ")));
    }

    void everyFigureAndLineOfAScenarioHasAKoreanName() {
        static const QRegularExpression named("add(?:Metric|Series)\\([^,\"]+,\\s*\"(\\w+)\""), percentile("p\\d+");
        const QSet<QString> figures = foundInScenarios(named);
        QVERIFY(figures.size() > 50);
        QStringList missing = (figures - sourcesIn(kChecks)).values();
        missing.removeIf(
            [](const QString& figure) { return percentile.match(figure).capturedLength() == figure.size(); });
        QVERIFY2(missing.isEmpty(), qPrintable("not in checks_ko.ts:\n  " + missing.join("\n  ")));
    }

    // Whatever figures stand in it, it is taken for no other.
    void aSentenceWithFiguresIsKnownByItsTemplate() {
        ui::SentenceTranslator korean;
        QVERIFY(korean.loadTemplates(kChecks));
        for (const Message& message : read(kChecks)) {
            QString english = message.source;
            QStringList figures;
            for (qsizetype at = 0; (at = english.indexOf("{}")) >= 0;) {
                figures += QString::number(101 + figures.size());
                english.replace(at, 2, figures.back());
            }
            QCOMPARE(korean.translate("Check", english.toUtf8(), nullptr, -1), filledIn(message.translation, figures));
        }
    }

    void whatIsPutInIsTranslatedTooAndWhatNobodyKnowsIsLeftAsItIs() {
        ui::SentenceTranslator korean;
        QVERIFY(korean.loadTemplates(kChecks));
        const auto translated = [&](const char* english) { return korean.translate("Check", english, nullptr, -1); };
        QCOMPARE(translated("Requests without a whole answer: 3 of them turned out to be in the database."),
                 QString("온전한 응답을 받지 못한 요청: 그중 3건은 데이터베이스에 있는 것으로 확인됨."));
        QCOMPARE(translated("Queues, retries and outbox are idle: nothing is on its way any more. 2 dead letters stay "
                            "where they are."),
                 QString("큐, 재시도, 아웃박스가 모두 비어 있습니다. 처리 중인 것이 더는 없습니다. "
                         "데드 레터 2건은 그대로 남아 있습니다."));
        QCOMPARE(translated("member 7: 503 ENGINE_UNAVAILABLE"), QString("회원 7: 503 ENGINE_UNAVAILABLE"));
        QVERIFY(translated("the port 8080 is taken by another program").isEmpty());
        QVERIFY(translated("17").isEmpty());
        QVERIFY(korean.translate("Scenario", "oversold", nullptr, -1).isEmpty());
    }

    void whatIsPutInIsPutInInEveryLanguage() {
        for (const Message& message : read(RUSHLAB_SOURCE_DIR "/resources/translations/rushlab_ko.ts")) {
            if (message.finished)
                QVERIFY2(placesIn(message.source) == placesIn(message.translation), qPrintable(message.source));
        }
    }
};

RUSHLAB_TEST(TranslationsTest)

}  // namespace rushlab::test::translations
#include "translations.moc"
