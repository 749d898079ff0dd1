-- What was done today about an address at join links, whoever did it: letters to it and codes typed for it.
CREATE TABLE join_attempts (
    company_id BIGINT NOT NULL REFERENCES companies (id),
    email_key TEXT COLLATE "C" NOT NULL,
    began_at BIGINT NOT NULL,
    letters BIGINT NOT NULL DEFAULT 0,
    codes BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (company_id, email_key)
);
CREATE INDEX join_attempts_age ON join_attempts (began_at);

-- Whether a letter with the present code was written: what nobody was told proves nothing.
ALTER TABLE join_requests ADD COLUMN has_code BIGINT NOT NULL DEFAULT 0;
CREATE INDEX join_requests_age ON join_requests (created_at);

-- Who switched a link off.
ALTER TABLE join_links ADD COLUMN switched_off_by BIGINT;

-- Wrong passwords at addresses that nobody signs in with, in a few rows for all of them: they cost a write
-- like those of employees, and no room.
CREATE TABLE sign_ins_in_vain (
    company_id BIGINT NOT NULL REFERENCES companies (id),
    shard BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (company_id, shard)
);

-- What is asked of the history by what was done, and what is forgotten by it.
CREATE INDEX history_inviting ON history (company_id, id)
    WHERE action IN ('inviting-switched-on', 'inviting-switched-off');
CREATE INDEX history_in_vain ON history (at) WHERE action = 'password-reset-in-vain';
