-- What has been done to this database, and by which text: one row a migration. Run before every start.
CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,  -- SHA-256 of the migration's file
    applied_at ${time} NOT NULL
);
