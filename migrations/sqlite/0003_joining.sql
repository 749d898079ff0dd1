-- What was done today about an address at join links, whoever did it: letters to it and codes typed for it.
CREATE TABLE join_attempts (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    email_key TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    letters INTEGER NOT NULL DEFAULT 0,
    codes INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (company_id, email_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX join_attempts_age ON join_attempts (began_at);

-- Whether a letter with the present code was written: what nobody was told proves nothing.
ALTER TABLE join_requests ADD COLUMN has_code INTEGER NOT NULL DEFAULT 0;
CREATE INDEX join_requests_age ON join_requests (created_at);

-- Who switched a link off.
ALTER TABLE join_links ADD COLUMN switched_off_by INTEGER;

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
