#include "engines/log/log_store.h"

#include <xxhash.h>

#include <array>

namespace rushlab::log {
namespace {

constexpr std::array<std::string_view, 1> kVersions{R"(
    CREATE TABLE topics(
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        partitions INTEGER NOT NULL,
        retention_bytes INTEGER,
        retention_age_ms INTEGER);
    CREATE TABLE first_offsets(
        topic_id INTEGER NOT NULL,
        partition INTEGER NOT NULL,
        first_offset INTEGER NOT NULL,
        PRIMARY KEY(topic_id, partition)) WITHOUT ROWID;
    CREATE TABLE blocks(
        id INTEGER PRIMARY KEY,
        topic_id INTEGER NOT NULL,
        partition INTEGER NOT NULL,
        base_offset INTEGER NOT NULL,
        count INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        newest_ms INTEGER NOT NULL);
    CREATE TABLE block_bytes(
        id INTEGER PRIMARY KEY,
        checksum INTEGER NOT NULL,
        bytes BLOB NOT NULL);
    CREATE TABLE committed_offsets(
        group_name TEXT NOT NULL,
        topic_id INTEGER NOT NULL,
        partition INTEGER NOT NULL,
        next_offset INTEGER NOT NULL,
        PRIMARY KEY(group_name, topic_id, partition)) WITHOUT ROWID;
)"};

// Seeded with the block's number: bytes that belong to another block are wrong too.
std::int64_t checksumOf(std::int64_t blockId, std::string_view bytes) {
    return static_cast<std::int64_t>(
        XXH3_64bits_withSeed(bytes.data(), bytes.size(), static_cast<std::uint64_t>(blockId)));
}

// Calls take(statement) for each row.
template <class Take>
Result<> forEachRow(storage::Database& database, std::string_view sql, Take&& take) {
    auto statement = database.prepare(sql);
    if (!statement) return pass(statement);
    while (true) {
        const auto row = statement->step();
        if (!row) return pass(row);
        if (!*row) return {};
        take(*statement);
    }
}

PartitionKey keyAt(const storage::Statement& row, int column) {
    return {row.integer(column), static_cast<int>(row.integer(column + 1))};
}

StoredTopic topicOf(const storage::Statement& row) {
    StoredTopic topic;
    topic.id = row.integer(0);
    topic.name = row.text(1);
    topic.settings.partitions = static_cast<int>(row.integer(2));
    if (!row.isNull(3)) topic.settings.retentionBytes = row.integer(3);
    if (!row.isNull(4)) topic.settings.retentionAge = Milliseconds{row.integer(4)};
    return topic;
}

}  // namespace

storage::Schema logSchema() {
    return {kVersions};
}

Result<LogImage> loadImage(storage::Database& database) {
    LogImage image;
    auto read =
        forEachRow(database, "SELECT id, name, partitions, retention_bytes, retention_age_ms FROM topics ORDER BY id",
                   [&](const storage::Statement& row) { image.topics.push_back(topicOf(row)); });
    if (!read) return pass(read);
    read = forEachRow(database, "SELECT topic_id, partition, first_offset FROM first_offsets",
                      [&](const storage::Statement& row) {
                          image.firstOffsets.push_back({keyAt(row, 0), row.integer(2)});
                      });
    if (!read) return pass(read);
    read = forEachRow(
        database, "SELECT topic_id, partition, id, base_offset, count, bytes, newest_ms FROM blocks ORDER BY id",
        [&](const storage::Statement& row) {
            const WallTime newest{Milliseconds{row.integer(6)}};
            image.blocks.push_back(
                {keyAt(row, 0), {row.integer(2), row.integer(3), row.integer(4), row.integer(5), newest}});
        });
    if (!read) return pass(read);
    read = forEachRow(database, "SELECT topic_id, partition, group_name, next_offset FROM committed_offsets",
                      [&](const storage::Statement& row) {
                          image.committedOffsets.push_back({std::string(row.text(2)), keyAt(row, 0), row.integer(3)});
                      });
    if (!read) return pass(read);
    return image;
}

Result<ChangeWriter::Statements> ChangeWriter::prepare(storage::Database& database) {
    constexpr std::array kSql{
        std::string_view("INSERT INTO topics VALUES(?, ?, ?, ?, ?)"),
        std::string_view("INSERT INTO blocks VALUES(?, ?, ?, ?, ?, ?, ?)"),
        std::string_view("INSERT INTO block_bytes VALUES(?, ?, ?)"),
        std::string_view("DELETE FROM blocks WHERE id = ?"),
        std::string_view("DELETE FROM block_bytes WHERE id = ?"),
        std::string_view("INSERT OR REPLACE INTO first_offsets VALUES(?, ?, ?)"),
        std::string_view("INSERT OR REPLACE INTO committed_offsets VALUES(?, ?, ?, ?)"),
    };
    std::vector<storage::Statement> prepared;
    for (const std::string_view sql : kSql) {
        auto statement = database.prepare(sql);
        if (!statement) return pass(statement);
        prepared.push_back(std::move(*statement));
    }
    return Statements{std::move(prepared[0]), std::move(prepared[1]), std::move(prepared[2]), std::move(prepared[3]),
                      std::move(prepared[4]), std::move(prepared[5]), std::move(prepared[6])};
}

Result<> ChangeWriter::write(storage::Database& database, const LogChanges& changes) {
    if (!m_statements) {
        auto prepared = prepare(database);
        if (!prepared) return pass(prepared);
        m_statements.emplace(std::move(*prepared));
    }
    if (auto written = writeTopics(changes); !written) return written;
    if (auto written = writeBlocks(changes); !written) return written;
    if (auto written = writeDrops(changes); !written) return written;
    for (const StoredOffset& commit : changes.committedOffsets) {
        auto written = m_statements->setCommitted.bind(1, std::string_view(commit.group))
                           .bind(2, commit.at.topicId)
                           .bind(3, std::int64_t{commit.at.partition})
                           .bind(4, commit.offset)
                           .run();
        if (!written) return written;
    }
    for (const std::int64_t id : changes.deletedTopics) {
        if (auto deleted = deleteTopic(database, id); !deleted) return deleted;
    }
    return {};
}

Result<> ChangeWriter::writeTopics(const LogChanges& changes) {
    for (const StoredTopic& topic : changes.createdTopics) {
        storage::Statement& add = m_statements->addTopic;
        add.bind(1, topic.id).bind(2, std::string_view(topic.name)).bind(3, std::int64_t{topic.settings.partitions});
        if (topic.settings.retentionBytes) {
            add.bind(4, *topic.settings.retentionBytes);
        } else {
            add.bindNull(4);
        }
        if (topic.settings.retentionAge) {
            add.bind(5, std::int64_t{topic.settings.retentionAge->count()});
        } else {
            add.bindNull(5);
        }
        if (auto written = add.run(); !written) return written;
    }
    return {};
}

Result<> ChangeWriter::writeBlocks(const LogChanges& changes) {
    for (const auto& [at, info, bytes] : changes.addedBlocks) {
        auto written = m_statements->addBlock.bind(1, info.id)
                           .bind(2, at.topicId)
                           .bind(3, std::int64_t{at.partition})
                           .bind(4, info.baseOffset)
                           .bind(5, info.count)
                           .bind(6, info.bytes)
                           .bind(7, std::int64_t{info.newest.time_since_epoch().count()})
                           .run();
        if (!written) return written;
        written =
            m_statements->addBytes.bind(1, info.id).bind(2, checksumOf(info.id, *bytes)).bindBlob(3, *bytes).run();
        if (!written) return written;
    }
    return {};
}

Result<> ChangeWriter::writeDrops(const LogChanges& changes) {
    for (const DroppedBlocks& drop : changes.droppedBlocks) {
        auto written = m_statements->setFirstOffset.bind(1, drop.at.topicId)
                           .bind(2, std::int64_t{drop.at.partition})
                           .bind(3, drop.firstOffset)
                           .run();
        for (const std::int64_t id : drop.ids) {
            if (written) written = m_statements->dropBlock.bind(1, id).run();
            if (written) written = m_statements->dropBytes.bind(1, id).run();
        }
        if (!written) return written;
    }
    return {};
}

Result<> ChangeWriter::deleteTopic(storage::Database& database, std::int64_t id) {
    constexpr std::array<std::string_view, 5> kSql{
        "DELETE FROM block_bytes WHERE id IN (SELECT id FROM blocks WHERE topic_id = ?)",
        "DELETE FROM blocks WHERE topic_id = ?", "DELETE FROM first_offsets WHERE topic_id = ?",
        "DELETE FROM committed_offsets WHERE topic_id = ?", "DELETE FROM topics WHERE id = ?"};
    for (const std::string_view sql : kSql) {
        auto statement = database.prepare(sql);
        if (!statement) return pass(statement);
        if (auto done = statement->bind(1, id).run(); !done) return done;
    }
    return {};
}

Result<BlockLoader> BlockLoader::open(storage::Database database) {
    auto find = database.prepare("SELECT checksum, bytes FROM block_bytes WHERE id = ?");
    if (!find) return pass(find);
    return BlockLoader(std::move(database), std::move(*find));
}

Result<BlockBytes> BlockLoader::load(const BlockInfo& info) {
    const auto row = m_find.bind(1, info.id).step();
    if (!row) return pass(row);
    if (!*row) return nullptr;
    const std::string_view stored = m_find.text(1);
    const bool whole = m_find.integer(0) == checksumOf(info.id, stored);
    auto bytes = whole ? std::make_shared<const std::string>(stored) : nullptr;
    m_find.reset();
    if (whole) return bytes;
    return fail(ErrorCode::Corrupt,
                "the records {} to {} in {} are not what was written; restore the file from a backup", info.baseOffset,
                info.endOffset() - 1, m_database.file().string());
}

}  // namespace rushlab::log
