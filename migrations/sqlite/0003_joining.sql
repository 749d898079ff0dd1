-- Wrong passwords at addresses that nobody signs in with, in a few rows for all of them: they cost a write
-- like those of employees, and no room.
CREATE TABLE sign_ins_in_vain (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    shard INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, shard)
) STRICT, WITHOUT ROWID;

-- What is asked of the history by what was done, and what is forgotten by it.
CREATE INDEX history_inviting ON history (company_id, id)
    WHERE action IN ('inviting-switched-on', 'inviting-switched-off');
CREATE INDEX history_in_vain ON history (at) WHERE action = 'password-reset-in-vain';
