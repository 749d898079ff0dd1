-- The mailbox that reports of mail servers are read from: how far, and what stands in the way. One process at a time
-- holds its lease.
CREATE TABLE bounce_mailbox (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    account BLOB NOT NULL,
    settings BLOB NOT NULL,
    uid_validity INTEGER,
    last_uid INTEGER,
    lease_until INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    read_at INTEGER,
    failed_since INTEGER,
    trouble TEXT,
    words TEXT NOT NULL
) STRICT;
-- Of the letters that a server took, those that came back later: they stay counted as taken on their day.
ALTER TABLE letter_counts ADD COLUMN returned INTEGER NOT NULL DEFAULT 0;
