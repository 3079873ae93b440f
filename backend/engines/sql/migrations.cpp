#include "engines/sql/migrations.h"

#include <QCryptographicHash>
#include <algorithm>
#include <charconv>

#include "engines/sql/dialect.h"

namespace rushlab::sql {
namespace {

// The table in which migrations are recorded comes before the first of them.
constexpr std::string_view kRecordPath = "common/000_schema_version.sql";

std::string checksumOf(std::string_view text) {
    const QByteArrayView bytes(text.data(), static_cast<qsizetype>(text.size()));
    return QCryptographicHash::hash(bytes.toByteArray(), QCryptographicHash::Sha256).toHex().toStdString();
}

std::string inWordsOf(const Words& words, std::string_view text) {
    const std::pair<std::string_view, std::string_view> replacements[] = {{"${identity}", words.identity},
                                                                          {"${time}", words.time},
                                                                          {"${blob}", words.blob},
                                                                          {"${truth}", words.truth},
                                                                          {"${now}", words.now}};
    std::string worded(text);
    for (const auto& [placeholder, word] : replacements) {
        for (std::size_t at = worded.find(placeholder); at != std::string::npos; at = worded.find(placeholder, at)) {
            worded.replace(at, placeholder.size(), word);
            at += word.size();
        }
    }
    return worded;
}

// "common/012_coupons.sql" is version 12, "coupons".
Result<Migration> migrationOf(const EmbeddedFile& file) {
    const std::string_view name = file.path.substr(file.path.rfind('/') + 1);
    Migration migration;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), migration.version);
    const std::string_view rest = name.substr(static_cast<std::size_t>(end - name.data()));
    if (error != std::errc{} || !rest.starts_with('_') || !rest.ends_with(".sql")) {
        return fail(ErrorCode::Invalid, "The migration {} is not named like 012_coupons.sql", file.path);
    }
    migration.name = rest.substr(1, rest.size() - 5);
    migration.sql = file.text;
    return migration;
}

Result<> checkNumbers(std::span<const Migration> migrations) {
    for (std::size_t i = 0; i < migrations.size(); ++i) {
        if (migrations[i].version != static_cast<int>(i) + 1) {
            return fail(ErrorCode::Invalid, "Migrations are numbered from 1 without gaps, but {}_{} is in place {}",
                        migrations[i].version, migrations[i].name, i + 1);
        }
    }
    return {};
}

class Migrator {
  public:
    Migrator(Connection& connection, const Dialect& dialect) : m_connection(connection), m_dialect(dialect) {}

    Result<> run(std::span<const Migration> migrations) {
        if (auto made = inTransaction([this] { return makeRecord(); }); !made) return made;
        if (auto known = inTransaction([&] { return checkRecord(migrations); }); !known) return known;
        for (const Migration& migration : migrations) {
            if (migration.version <= m_version) continue;
            if (auto done = inTransaction([&] { return apply(migration); }); !done) return done;
        }
        return {};
    }

  private:
    template <class Step>
    Result<> inTransaction(Step&& step) {
        Result<> outcome = m_connection.begin(Database::Access::Write, Deadline::never());
        // Another process may be migrating: from here on only one does, and the other looks again.
        if (outcome && !m_dialect.migrationLock().empty()) outcome = m_connection.script(m_dialect.migrationLock());
        if (outcome) outcome = step();
        if (outcome) outcome = m_connection.commit();
        if (!outcome) m_connection.rollback();
        return outcome;
    }

    Result<> makeRecord() {
        for (const EmbeddedFile& file : embeddedFiles()) {
            if (file.path == kRecordPath) return m_connection.script(inWordsOf(m_dialect.words(), file.text));
        }
        abortBecause("the program was built without common/000_schema_version.sql");
    }

    Result<> checkRecord(std::span<const Migration> migrations) {
        auto applied = m_connection.query("SELECT version, name, checksum FROM schema_version ORDER BY version", {});
        if (!applied) return pass(std::move(applied));
        for (const Row row : *applied) {
            const std::int64_t version = row.integer(0);
            if (version > static_cast<std::int64_t>(migrations.size())) {
                return fail(
                    ErrorCode::Unavailable,
                    "{} was made by a newer RushLab (its schema is version {}, this program knows {}): use that "
                    "RushLab, or another database",
                    m_dialect.place(), applied->size(), migrations.size());
            }
            if (version < 1) {
                return fail(ErrorCode::Corrupt, "{} records a migration number {}, which there can not be",
                            m_dialect.place(), version);
            }
            const Migration& own = migrations[static_cast<std::size_t>(version - 1)];
            if (row.text(2) != checksumOf(own.sql)) {
                return fail(
                    ErrorCode::Unavailable,
                    "{} was made with another text of migration {}_{} than this program's: a migration that has "
                    "been shipped must not change; use the RushLab that made it, or another database",
                    m_dialect.place(), version, row.text(1));
            }
            m_version = std::max(m_version, static_cast<int>(version));
        }
        return {};
    }

    Result<> apply(const Migration& migration) {
        auto record = m_connection.query("SELECT checksum FROM schema_version WHERE version = ?",
                                         std::initializer_list<Parameter>{migration.version});
        if (!record) return pass(std::move(record));
        const std::string checksum = checksumOf(migration.sql);
        if (!record->empty()) {  // another process was faster
            return record->first().text(0) == checksum
                       ? Result<>{}
                       : fail(ErrorCode::Unavailable,
                              "{} is being migrated by another RushLab with another text of {}_{}", m_dialect.place(),
                              migration.version, migration.name);
        }
        if (auto done = m_connection.script(inWordsOf(m_dialect.words(), migration.sql)); !done) {
            return fail(done.error().code, "Migration {}_{} failed on {} and was rolled back: {}", migration.version,
                        migration.name, m_dialect.place(), done.error().message);
        }
        if (m_connection.transactionGone()) {
            return fail(ErrorCode::Invalid,
                        "Migration {}_{} ended its transaction itself: it must leave that to RushLab",
                        migration.version, migration.name);
        }
        const std::string insert =
            fmt::format("INSERT INTO schema_version (version, name, checksum, applied_at) VALUES (?, ?, ?, {})",
                        m_dialect.words().now);
        auto recorded =
            m_connection.execute(insert, std::initializer_list<Parameter>{migration.version, migration.name, checksum});
        return recorded ? Result<>{} : pass(std::move(recorded));
    }

    Connection& m_connection;
    const Dialect& m_dialect;
    int m_version = 0;
};

}  // namespace

Result<std::vector<Migration>> migrationsFor(const Dialect& dialect, std::span<const EmbeddedFile> files) {
    std::vector<Migration> migrations;
    for (const EmbeddedFile& file : files) {
        const std::string_view folder = file.path.substr(0, file.path.find('/'));
        if (file.path == kRecordPath || (folder != "common" && folder != dialect.folder())) continue;
        auto migration = migrationOf(file);
        if (!migration) return pass(std::move(migration));
        migrations.push_back(std::move(*migration));
    }
    std::ranges::sort(migrations, {}, &Migration::version);
    if (auto checked = checkNumbers(migrations); !checked) return pass(std::move(checked));
    return migrations;
}

Result<> migrate(Connection& connection, const Dialect& dialect, std::span<const Migration> migrations) {
    if (auto checked = checkNumbers(migrations); !checked) return checked;
    return Migrator(connection, dialect).run(migrations);
}

}  // namespace rushlab::sql
