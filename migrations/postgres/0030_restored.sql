-- The instant that a backup stands for, while the queue stands because one was put back: who lets it go on is asked
-- what is to become of the letters that waited then.
ALTER TABLE outbox_pause ADD COLUMN restored_to BIGINT;

-- In a backup, when it was made; in a database that is in use, nothing.
CREATE TABLE backup_mark (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    made_at BIGINT NOT NULL
);
