// Translates sentences with figures by their templates: who knows "Orders hold {} units." knows "Orders hold 117
// units.", in runs of long ago too, which are kept as they were told. What is put in is translated where it is known
// itself, and of several sentences each is.
// Guarantees: what fits no template is left as it is. The GUI's thread.
#pragma once

#include <QRegularExpression>
#include <QTranslator>
#include <optional>
#include <vector>

namespace rushlab::ui {

class SentenceTranslator final : public QTranslator {
  public:
    // A .ts file of one context: "{}" in its sources, and in their translations "{0}", "{1}" for the places in their
    // order. False: it can't be read.
    bool loadTemplates(const QString& path);

    QString translate(const char* context, const char* source, const char* disambiguation, int n) const override;
    bool isEmpty() const override { return m_templates.empty(); }

  private:
    struct Template {
        QRegularExpression source;
        QString translation;
        qsizetype ownLetters = 0;
    };

    static Template templateOf(const QString& source, const QString& translation);
    std::optional<QString> whole(const QString& text) const;
    std::optional<QString> filled(const Template& known, const QStringList& parts) const;

    QByteArray m_context;
    std::vector<Template> m_templates;  // the most special first
};

}  // namespace rushlab::ui
