-- The mailbox that reports of mail servers are read from: how far, and what stands in the way. One process at a time
-- holds its lease.
CREATE TABLE bounce_mailbox (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    account BYTEA NOT NULL,
    settings BYTEA NOT NULL,
    uid_validity BIGINT,
    last_uid BIGINT,
    lease_until BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    read_at BIGINT,
    failed_since BIGINT,
    trouble TEXT,
    words TEXT NOT NULL
);
-- Of the letters that a server took, those that came back later: they stay counted as taken on their day.
ALTER TABLE letter_counts ADD COLUMN returned BIGINT NOT NULL DEFAULT 0;
