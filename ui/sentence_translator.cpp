#include "ui/sentence_translator.h"

#include <QFile>
#include <QXmlStreamReader>
#include <algorithm>

namespace rushlab::ui {
namespace {

// With fewer letters of its own a template would fit whatever is said.
constexpr qsizetype kTellingLetters = 8;

// A figure, a name, a state: no words that somebody would read as English.
bool isData(const QString& text) {
    return !text.contains(' ') || std::ranges::none_of(text, [](QChar one) { return one.isLower(); });
}

bool isMoreThanASentence(const QString& text) {
    return text.contains(". ");
}

}  // namespace

bool SentenceTranslator::loadTemplates(const QString& path) {
    m_templates.clear();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return false;
    QXmlStreamReader xml(&file);
    QString source;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == u"name") m_context = xml.readElementText().toUtf8();
        if (xml.name() == u"source") source = xml.readElementText();
        if (xml.name() == u"translation") m_templates.push_back(templateOf(source, xml.readElementText()));
    }
    std::ranges::stable_sort(m_templates, std::ranges::greater(), &Template::ownLetters);
    return !xml.hasError();
}

SentenceTranslator::Template SentenceTranslator::templateOf(const QString& source, const QString& translation) {
    const QStringList between = source.split("{}");
    QStringList escaped;
    qsizetype letters = 0;
    for (const QString& part : between) {
        escaped += QRegularExpression::escape(part);
        letters += std::ranges::count_if(part, [](QChar one) { return one.isLetter(); });
    }
    const QString pattern = QRegularExpression::anchoredPattern(escaped.join("(.+?)"));
    return {QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption), translation, letters};
}

QString SentenceTranslator::translate(const char* context, const char* source, const char* /*disambiguation*/,
                                      int /*n*/) const {
    if (m_context != context) return {};
    const QString text = QString::fromUtf8(source);
    if (const auto known = whole(text)) return *known;
    static const QRegularExpression sentenceEnds("(?<=\\.) ");
    QStringList sentences = text.split(sentenceEnds);
    if (sentences.size() == 1) return {};
    for (QString& sentence : sentences)
        sentence = whole(sentence).value_or(sentence);
    return sentences.join(' ');
}

std::optional<QString> SentenceTranslator::whole(const QString& text) const {
    for (const Template& known : m_templates) {
        const QRegularExpressionMatch match = known.source.match(text);
        if (!match.hasMatch()) continue;
        if (const auto translated = filled(known, match.capturedTexts().mid(1))) return translated;
    }
    return std::nullopt;
}

// Nothing: what would be put in speaks against it.
std::optional<QString> SentenceTranslator::filled(const Template& known, const QStringList& parts) const {
    QStringList translated;
    for (const QString& part : parts) {
        const auto knownPart = whole(part);
        const bool mayBeAnything = known.ownLetters >= kTellingLetters && !isMoreThanASentence(part);
        if (!knownPart && !isData(part) && !mayBeAnything) return std::nullopt;
        translated += knownPart.value_or(part);
    }
    QString text;
    for (qsizetype at = 0; at < known.translation.size(); ++at) {
        const bool isPlace = known.translation[at] == '{' && known.translation.mid(at + 2, 1) == "}";
        text += isPlace ? translated.value(known.translation[at + 1].digitValue()) : QString(known.translation[at]);
        if (isPlace) at += 2;
    }
    return text;
}

}  // namespace rushlab::ui
