-- Instants are milliseconds since 1970 in UTC. States that end are nullable instants.
-- Every row of a company carries its company_id, and every query asks for it.

CREATE TABLE companies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    public_url TEXT NOT NULL,
    host TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    plan_name TEXT NOT NULL,
    max_employees INTEGER CHECK (max_employees > 0),
    max_online INTEGER CHECK (max_online > 0),
    seats_used INTEGER NOT NULL DEFAULT 0 CHECK (seats_used >= 0),
    reserve_seats INTEGER NOT NULL DEFAULT 0,
    everyone_may_invite INTEGER NOT NULL DEFAULT 1,
    require_approval INTEGER NOT NULL DEFAULT 0,
    trusted_domains TEXT NOT NULL DEFAULT '',
    invitation_days INTEGER NOT NULL DEFAULT 14 CHECK (invitation_days BETWEEN 1 AND 90),
    join_link_days INTEGER NOT NULL DEFAULT 14 CHECK (join_link_days BETWEEN 1 AND 90),
    join_link_uses INTEGER NOT NULL DEFAULT 25 CHECK (join_link_uses BETWEEN 1 AND 10000),
    letters_per_day INTEGER NOT NULL DEFAULT 50,
    letters_per_week INTEGER NOT NULL DEFAULT 500,
    pending_per_inviter INTEGER NOT NULL DEFAULT 100,
    smtp_sealed BLOB,
    mail_from TEXT,
    created_at INTEGER NOT NULL
) STRICT;

-- The one row that whoever sets the portal up first takes: it decides a race for the first administrator.
CREATE TABLE installation (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    company_id INTEGER NOT NULL REFERENCES companies (id)
) STRICT;

CREATE TABLE setup_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    draft TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE departments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    parent_id INTEGER REFERENCES departments (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX departments_root ON departments (company_id) WHERE parent_id IS NULL;
CREATE UNIQUE INDEX departments_siblings ON departments (company_id, parent_id, name_key);

CREATE TABLE employees (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('invited', 'awaiting_approval', 'active', 'dismissed')),
    role TEXT NOT NULL CHECK (role IN ('employee', 'administrator')),
    position TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    password_hash TEXT,
    failed_sign_ins INTEGER NOT NULL DEFAULT 0,
    join_link_id INTEGER,
    created_at INTEGER NOT NULL,
    joined_at INTEGER,
    dismissed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX employees_address ON employees (company_id, email_key);
CREATE INDEX employees_list ON employees (company_id, status, sort_key, id);
CREATE INDEX employees_join_link ON employees (join_link_id) WHERE join_link_id IS NOT NULL;
CREATE INDEX employees_administrators ON employees (company_id, sort_key, id) WHERE role = 'administrator';

CREATE TABLE employee_departments (
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    department_id INTEGER NOT NULL REFERENCES departments (id),
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (employee_id, department_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX employee_departments_department ON employee_departments (department_id, employee_id);

-- The words that a person is found by, normalised; one index serves every prefix search.
CREATE TABLE employee_words (
    company_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    word TEXT NOT NULL,
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    PRIMARY KEY (company_id, status, word, employee_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX employee_words_employee ON employee_words (employee_id);

-- How many people are in each status, kept in several rows so that writers don't queue for one.
CREATE TABLE employee_counts (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    status TEXT NOT NULL,
    shard INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (company_id, status, shard)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    inviter_id INTEGER NOT NULL REFERENCES employees (id),
    created_at INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    undone_at INTEGER
) STRICT;

-- Addresses of a batch that were not invited, and why: a reload of its page must not lose them.
CREATE TABLE invitation_batch_refusals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    batch_id INTEGER NOT NULL REFERENCES invitation_batches (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('already_invited', 'already_employee', 'dismissed', 'opted_out', 'bad_address', 'written_lately', 'to_mend'))
) STRICT;
CREATE INDEX invitation_batch_refusals_batch ON invitation_batch_refusals (batch_id, id);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER REFERENCES employees (id) ON DELETE SET NULL,
    batch_id INTEGER REFERENCES invitation_batches (id),
    inviter_id INTEGER NOT NULL REFERENCES employees (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL CHECK (channel IN ('mail_service', 'link', 'api', 'command')),
    generation INTEGER NOT NULL DEFAULT 0,
    letters INTEGER NOT NULL DEFAULT 0,
    delivery TEXT NOT NULL CHECK (delivery IN ('none', 'queued', 'sending', 'sent', 'deferred', 'failed', 'unknown')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    declined_at INTEGER,
    revoked_at INTEGER
) STRICT;
-- One living invitation per address.
CREATE UNIQUE INDEX invitations_living ON invitations (company_id, email_key)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_pending ON invitations (company_id, created_at, id)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_expiry ON invitations (company_id, expires_at, id)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_delivery ON invitations (company_id, delivery, created_at, id)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_revoked ON invitations (company_id, revoked_at, id) WHERE revoked_at IS NOT NULL;
CREATE INDEX invitations_inviter ON invitations (inviter_id, created_at);
CREATE INDEX invitations_employee ON invitations (employee_id);
CREATE INDEX invitations_batch ON invitations (batch_id);

CREATE TABLE invitation_departments (
    invitation_id INTEGER NOT NULL REFERENCES invitations (id) ON DELETE CASCADE,
    department_id INTEGER NOT NULL REFERENCES departments (id),
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (invitation_id, department_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_departments_department ON invitation_departments (department_id, invitation_id);

CREATE TABLE join_links (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    creator_id INTEGER NOT NULL REFERENCES employees (id),
    channel TEXT NOT NULL CHECK (channel IN ('mail_app', 'link')),
    language TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0,
    max_uses INTEGER NOT NULL CHECK (max_uses > 0),
    uses INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    switched_off_at INTEGER,
    CHECK (uses <= max_uses)
) STRICT;
CREATE INDEX join_links_list ON join_links (company_id, created_at, id);
CREATE INDEX join_links_creator ON join_links (creator_id, created_at, id);
CREATE INDEX join_links_open ON join_links (company_id, expires_at, id) WHERE switched_off_at IS NULL;

CREATE TABLE join_link_departments (
    join_link_id INTEGER NOT NULL REFERENCES join_links (id) ON DELETE CASCADE,
    department_id INTEGER NOT NULL REFERENCES departments (id),
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (join_link_id, department_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX join_link_departments_department ON join_link_departments (department_id, join_link_id);

-- A stranger between giving his address at a join link and joining. The code is derived, not stored.
CREATE TABLE join_requests (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    join_link_id INTEGER NOT NULL REFERENCES join_links (id),
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    language TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0,
    wrong_codes INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    code_expires_at INTEGER NOT NULL,
    proved_at INTEGER,
    joined_at INTEGER
) STRICT;
CREATE INDEX join_requests_address ON join_requests (company_id, email_key, created_at);

-- Wishes for a new password. The link is derived, not stored. A wish at an address that nobody signs in
-- with has no employee: it is written all the same, so that both are answered alike.
CREATE TABLE password_resets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    email_key TEXT NOT NULL,
    employee_id INTEGER REFERENCES employees (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    replaced_at INTEGER
) STRICT;
-- One living link per address.
CREATE UNIQUE INDEX password_resets_living ON password_resets (company_id, email_key)
    WHERE used_at IS NULL AND replaced_at IS NULL;
CREATE INDEX password_resets_address ON password_resets (company_id, email_key, created_at);
CREATE INDEX password_resets_employee ON password_resets (employee_id);
CREATE INDEX password_resets_age ON password_resets (created_at);

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_employee ON sessions (employee_id);
CREATE INDEX sessions_online ON sessions (company_id, last_seen_at);

CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_tokens_company ON api_tokens (company_id, id);

CREATE TABLE idempotency_keys (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, employee_id, idempotency_key)
) STRICT, WITHOUT ROWID;

-- The outbox: a row is written in the transaction that decides to write to somebody.
CREATE TABLE letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    sender_id INTEGER,
    batch_id INTEGER,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    message_id TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'dot_sent', 'accepted', 'deferred', 'failed', 'unknown', 'cancelled')),
    created_at INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    lease_until INTEGER,
    first_attempt_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    repeats INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER,
    reason TEXT,
    reply TEXT
) STRICT;
CREATE INDEX letters_due ON letters (priority, next_attempt_at, id) WHERE state IN ('queued', 'deferred', 'unknown');
CREATE INDEX letters_claimed ON letters (lease_until) WHERE state IN ('claimed', 'dot_sent');
CREATE INDEX letters_batch ON letters (batch_id, state) WHERE batch_id IS NOT NULL;
CREATE INDEX letters_address ON letters (company_id, email_key, created_at);
CREATE INDEX letters_sender ON letters (sender_id, created_at) WHERE sender_id IS NOT NULL;
CREATE INDEX letters_subject ON letters (kind, subject_id);

-- What a server answered each time it did not simply take the letter.
CREATE TABLE letter_attempts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    letter_id INTEGER NOT NULL REFERENCES letters (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    reply TEXT NOT NULL
) STRICT;
CREATE INDEX letter_attempts_letter ON letter_attempts (letter_id, id);

-- Addresses that are not written to again.
CREATE TABLE suppressions (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    email_key TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('opted_out', 'bad_address', 'complaint')),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (company_id, email_key)
) STRICT, WITHOUT ROWID;

-- Where letters land while there is no mail server.
CREATE TABLE mailbox_messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    letter_id INTEGER NOT NULL UNIQUE REFERENCES letters (id),
    email TEXT NOT NULL,
    raw BLOB NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX mailbox_messages_list ON mailbox_messages (company_id, id);

CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    at INTEGER NOT NULL,
    actor_id INTEGER,
    channel TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    details TEXT NOT NULL,
    ip TEXT
) STRICT;
CREATE INDEX history_company ON history (company_id, id);
CREATE INDEX history_subject ON history (subject, subject_id, id);
