#include "ui/verdict_banner.h"

#include <QHBoxLayout>
#include <algorithm>

#include "ui/check_words.h"
#include "ui/models/variants_model.h"
#include "ui/theme.h"
#include "ui/verdict_look.h"

namespace rushlab::ui {
namespace {

// Of a run of one variant: what was expected, and what speaks against it.
QString sentenceFor(const verdict::Variant& only) {
    if (!only.ran()) return QString::fromStdString(only.notRun);
    const QString expected = VerdictBanner::tr("Expected: %1.").arg(expectationOf(only));
    for (const verdict::Check& check : only.checks) {
        if (check.outcome == verdict::Verdict::Pass) continue;
        const QString found = VerdictBanner::tr("%1: expected %2, found %3.")
                                  .arg(titleOfCheck(check.name), checkWords(check.expected), checkWords(check.actual));
        return expected + " " + found;
    }
    return VerdictBanner::tr("%1 Every check holds.").arg(expected);
}

QString sentenceFor(const verdict::RunResult& result) {
    if (result.interrupted) return VerdictBanner::tr("Stopped before its end: what was not finished is not judged.");
    if (result.variants.size() == 1) return sentenceFor(result.variants.front());
    const auto ran = std::ranges::count_if(result.variants, &verdict::Variant::ran);
    const auto asExpected = std::ranges::count_if(result.variants, [](const verdict::Variant& one) {
        return one.ran() && one.asExpected() == verdict::Verdict::Pass;
    });
    QString text = VerdictBanner::tr("%1 of %2 came out as expected.").arg(asExpected).arg(ran);
    const auto notRun = static_cast<std::ptrdiff_t>(result.variants.size()) - ran;
    if (notRun > 0) text += " " + VerdictBanner::tr("%1 could not be run here.").arg(notRun);
    return text;
}

}  // namespace

VerdictBanner::VerdictBanner(QWidget* parent) : QFrame(parent), m_word(new QLabel(this)), m_sentence(new QLabel(this)) {
    setObjectName("verdictBanner");
    m_word->setObjectName("verdict");
    m_word->setProperty("look", "title");
    m_sentence->setObjectName("verdictSentence");
    m_sentence->setWordWrap(true);
    m_sentence->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 10, 18, 10);
    row->setSpacing(18);
    row->addWidget(m_word);
    row->addWidget(m_sentence, 1);
    hide();
}

void VerdictBanner::clear() {
    m_result.reset();
    m_problem.clear();
    hide();
}

void VerdictBanner::show(ResultPointer result) {
    m_result = std::move(result);
    m_problem.clear();
    draw();
    QFrame::show();
}

void VerdictBanner::showProblem(const QString& sentence) {
    m_result.reset();
    m_problem = sentence;
    draw();
    QFrame::show();
}

void VerdictBanner::retranslate() {
    draw();
}

void VerdictBanner::dress(const QString& meaning) {
    setMeaning(*this, meaning);
    setMeaning(*m_word, meaning);
}

void VerdictBanner::draw() {
    if (!m_result && m_problem.isEmpty()) return;
    const verdict::Verdict verdict = m_result ? m_result->verdict() : verdict::Verdict::Unknown;
    const StateLook look = lookOf(verdict, palette());
    const QString word = m_result ? look.words : tr("Did not run");
    m_word->setText(QString("%1 %2").arg(look.symbol).arg(word));
    m_sentence->setText(m_result ? sentenceFor(*m_result) : m_problem);
    dress(verdict == verdict::Verdict::Pass ? "good" : verdict == verdict::Verdict::Fail ? "bad" : "untold");
    setAccessibleName(tr("Verdict"));
    setAccessibleDescription(QString("%1. %2").arg(word, m_sentence->text()));
}

}  // namespace rushlab::ui
