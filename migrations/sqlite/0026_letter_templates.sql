-- The words of letters as a company has changed them, each change a row: what was in force at an instant stays known,
-- so that a letter that is tried again says the same. NULL: the portal's own words.
CREATE TABLE letter_templates (
    id INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    letter TEXT NOT NULL CHECK (letter IN ('invitation', 'reminder', 'mail-app')),
    language TEXT NOT NULL,
    subject TEXT,
    heading TEXT,
    body TEXT,
    button TEXT,
    closing TEXT,
    since INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_templates_since ON letter_templates (company_id, letter, language, since, id);

-- What somebody tried by a letter to himself, for as long as it may be under way.
CREATE TABLE letter_trials (
    id INTEGER PRIMARY KEY,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL,
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    heading TEXT NOT NULL,
    body TEXT NOT NULL,
    button TEXT NOT NULL,
    closing TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX letter_trials_age ON letter_trials (created_at);
