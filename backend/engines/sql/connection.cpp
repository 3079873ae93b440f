#include "engines/sql/connection.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSqlRecord>
#include <QStringDecoder>
#include <QTimeZone>
#include <algorithm>
#include <array>

#include "base/random.h"
#include "engines/sql/statement_text.h"

namespace rushlab::sql {
namespace {

// What only the engine may say: a caller's COMMIT would end other callers' transactions with its own.
constexpr std::array<std::string_view, 13> kEngineOnly{"BEGIN",   "COMMIT",  "END",    "ROLLBACK", "SAVEPOINT",
                                                       "RELEASE", "PRAGMA",  "ATTACH", "DETACH",   "VACUUM",
                                                       "START",   "PREPARE", "ABORT"};

QString asText(std::string_view sql) {
    return QString::fromUtf8(sql.data(), static_cast<qsizetype>(sql.size()));
}

// Nothing where the text is not UTF-8 or holds a zero byte, which PostgreSQL can not store.
std::optional<QString> toQt(std::string_view text) {
    const auto isPlain = [](char letter) { return letter > 0; };
    if (text.empty()) return QString(QLatin1String(""));  // a default QString would become NULL
    const auto length = static_cast<qsizetype>(text.size());
    if (std::ranges::all_of(text, isPlain)) return QString(QLatin1String(text.data(), length));
    if (text.find('\0') != std::string_view::npos) return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
    QString decoded = decoder(QByteArrayView(text.data(), length));
    if (decoder.hasError()) return std::nullopt;
    return decoded;
}

Value toValue(const QVariant& value) {
    if (value.isNull()) return std::monostate{};
    switch (value.typeId()) {
        case QMetaType::Int:
        case QMetaType::UInt:
        case QMetaType::LongLong:
        case QMetaType::ULongLong:
            return static_cast<std::int64_t>(value.toLongLong());
        case QMetaType::Double:
        case QMetaType::Float:
            return value.toDouble();
        case QMetaType::Bool:
            return value.toBool();
        case QMetaType::QByteArray:
            return Blob{value.toByteArray().toStdString()};
        case QMetaType::QDateTime:
            return WallTime{Milliseconds{value.toDateTime().toMSecsSinceEpoch()}};
        default:
            return value.toString().toStdString();
    }
}

}  // namespace

Connection::Connection(const QString& driver) {
    if (!QCoreApplication::instance()) abortBecause("Qt Sql finds its drivers only after a QCoreApplication was made");
    m_database = QSqlDatabase::addDatabase(driver, QString::fromStdString(randomUuid()));
}

Connection::~Connection() {
    forgetStatements();
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase();  // removeDatabase() wants nobody to hold it
    QSqlDatabase::removeDatabase(name);
}

void Connection::forgetStatements() {
    m_bySql.clear();
    m_statements.clear();
    m_retired.clear();
}

Result<> Connection::commit() {
    Result<> done = control("COMMIT");
    finishTransaction();
    if (done || !m_lost) return done;
    return fail(
        ErrorCode::OutcomeUnknown,
        "The connection broke while the transaction was being committed: it may or may not be stored; look before "
        "doing it again ({})",
        done.error().message);
}

void Connection::rollback() {
    // A connection that can not even roll back is of no use: whoever owns it drops it, which rolls back too.
    if (!m_lost && !transactionGone() && !control("ROLLBACK")) markLost();
    finishTransaction();
}

Result<> Connection::savepoint() {
    return control("SAVEPOINT caller");
}

Result<> Connection::releaseSavepoint() {
    return control("RELEASE caller");
}

Result<> Connection::rollbackToSavepoint() {
    if (auto back = control("ROLLBACK TO caller"); !back) return back;
    return releaseSavepoint();
}

Error Connection::failed(const QSqlError& error, std::string_view sql) {
    Failure failure = explain(error, sql);
    if (failure.connectionLost) markLost();
    return std::move(failure.error);
}

Result<Connection::Prepared*> Connection::prepared(std::string_view sql) {
    if (const auto known = m_bySql.find(sql); known != m_bySql.end()) {
        m_statements.splice(m_statements.begin(), m_statements, known->second);
        return &*known->second;
    }
    const std::string word = firstWord(sql);
    if (std::ranges::find(kEngineOnly, word) != kEngineOnly.end()) {
        return fail(ErrorCode::Invalid,
                    "A transaction's function can not say \"{}\": the engine begins and ends transactions and sets the "
                    "database up",
                    sql);
    }
    // The second of two could be a COMMIT; PostgreSQL would run it while it prepares the first.
    if (!isOneStatement(sql)) return fail(ErrorCode::Invalid, "One statement at a time: {}", sql);
    QSqlQuery query(m_database);
    query.setForwardOnly(forwardOnly());
    if (!canPrepare(word)) {
        return keep(Prepared{
            .sql = std::string(sql), .query = std::move(query), .isDirect = true, .parameters = 0, .used = true});
    }
    if (!query.prepare(asText(sql))) return tl::unexpected(failed(query.lastError(), sql));
    ++m_statementsPrepared;
    return keep(Prepared{.sql = std::string(sql), .query = std::move(query)});
}

Result<Connection::Prepared*> Connection::keep(Prepared statement) {
    if (m_statements.size() >= kStatementsMax) retire(std::prev(m_statements.end()));
    m_statements.push_front(std::move(statement));
    m_bySql.emplace(m_statements.front().sql, m_statements.begin());
    return &m_statements.front();
}

void Connection::retire(Order::iterator statement) {
    m_bySql.erase(statement->sql);
    m_retired.splice(m_retired.end(), m_statements, statement);
}

Result<> Connection::bind(Prepared& statement, std::span<const Parameter> parameters) {
    // A statement that is used again still holds its last parameters: one too few would silently reuse one.
    if (statement.used && statement.parameters != parameters.size()) {
        return fail(ErrorCode::Invalid, "The statement takes {} parameters but was given {}: {}", statement.parameters,
                    parameters.size(), statement.sql);
    }
    statement.parameters = parameters.size();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        struct ToQt {
            const Connection& connection;
            std::optional<QVariant> operator()(std::monostate) const { return QVariant(); }
            std::optional<QVariant> operator()(std::int64_t number) const { return QVariant(qlonglong{number}); }
            std::optional<QVariant> operator()(double number) const { return QVariant(number); }
            std::optional<QVariant> operator()(bool truth) const { return QVariant(truth); }
            std::optional<QVariant> operator()(std::string_view text) const {
                auto decoded = toQt(text);
                return decoded ? std::optional<QVariant>(*decoded) : std::nullopt;
            }
            std::optional<QVariant> operator()(BlobView blob) const {
                if (blob.bytes.empty()) return QVariant(QByteArray(""));  // a default QByteArray would become NULL
                return QVariant(QByteArray(blob.bytes.data(), static_cast<qsizetype>(blob.bytes.size())));
            }
            std::optional<QVariant> operator()(WallTime time) const { return connection.timeToVariant(time); }
        };
        const auto value = std::visit(ToQt{*this}, parameters[i].held());
        if (!value) {
            return fail(
                ErrorCode::Invalid,
                "Parameter {} is not text (it is not UTF-8, or holds a zero byte): pass such bytes as a blob; {}",
                i + 1, statement.sql);
        }
        statement.query.bindValue(static_cast<int>(i), *value);
    }
    return {};
}

Result<Connection::Prepared*> Connection::run(std::string_view sql, std::span<const Parameter> parameters) {
    auto statement = prepared(sql);
    if (!statement) return statement;
    if (auto bound = bind(**statement, parameters); !bound) return pass(std::move(bound));
    QSqlQuery& query = (*statement)->query;
    if (!((*statement)->isDirect ? query.exec(asText(sql)) : query.exec())) {
        Error error = failed(query.lastError(), sql);
        query.finish();
        // PostgreSQL's plan may be of a table that has changed since: the next run prepares it anew.
        retire(m_bySql.at((*statement)->sql));
        return tl::unexpected(std::move(error));
    }
    (*statement)->used = true;
    return statement;
}

Result<Rows> Connection::readRows(QSqlQuery& query, std::string_view sql) {
    const QSqlRecord record = query.record();
    std::vector<std::string> columns;
    for (int column = 0; column < record.count(); ++column)
        columns.push_back(record.fieldName(column).toStdString());
    Rows rows(std::move(columns));
    std::size_t count = 0;
    while (query.next()) {
        if (++count > kRowsMax) {
            return fail(ErrorCode::Full, "The query answers more than {} rows: page it with LIMIT; {}", kRowsMax, sql);
        }
        for (int column = 0; column < record.count(); ++column)
            rows.append(toValue(query.value(column)));
    }
    if (query.lastError().isValid()) return tl::unexpected(failed(query.lastError(), sql));
    return rows;
}

Result<Rows> Connection::query(std::string_view sql, std::span<const Parameter> parameters) {
    auto statement = run(sql, parameters);
    if (!statement) return pass(std::move(statement));
    auto rows = readRows((*statement)->query, sql);
    (*statement)->query.finish();
    return rows;
}

Result<std::int64_t> Connection::execute(std::string_view sql, std::span<const Parameter> parameters) {
    auto statement = run(sql, parameters);
    if (!statement) return pass(std::move(statement));
    QSqlQuery& query = (*statement)->query;
    const std::int64_t changed = query.isSelect() ? 0 : std::max(0, query.numRowsAffected());
    query.finish();
    return changed;
}

}  // namespace rushlab::sql
