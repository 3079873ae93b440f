// Every word that the window says, in every language that it speaks.
#include <QRegularExpression>
#include <QXmlStreamReader>

#include "scenarios/scenario.h"
#include "tests/support/test_program.h"

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
