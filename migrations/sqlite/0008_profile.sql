-- What colleagues see of a person besides his name. Phones as they were typed; the birthday as «MM-DD», its
-- year apart, since not everybody sees it; nothing where there is none.
ALTER TABLE employees ADD COLUMN patronymic TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN work_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN mobile_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN birthday TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN birth_year INTEGER;

-- Which photo is shown, and how many there have been, so that no address of a photo ever shows another one.
ALTER TABLE employees ADD COLUMN photo_version INTEGER;
ALTER TABLE employees ADD COLUMN photos INTEGER NOT NULL DEFAULT 0;
CREATE TABLE employee_photos (
    employee_id INTEGER NOT NULL PRIMARY KEY REFERENCES employees (id) ON DELETE CASCADE,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    version INTEGER NOT NULL,
    small BLOB NOT NULL,
    large BLOB NOT NULL
) STRICT;

-- Wishes for another address. The link that proves it is derived, not stored.
CREATE TABLE address_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    asked_by INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    old_email TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    replaced_at INTEGER
) STRICT;
-- One living wish of a person.
CREATE UNIQUE INDEX address_changes_living ON address_changes (employee_id)
    WHERE used_at IS NULL AND replaced_at IS NULL;
CREATE INDEX address_changes_employee ON address_changes (employee_id, created_at);
CREATE INDEX address_changes_address ON address_changes (company_id, email_key, created_at);
CREATE INDEX address_changes_asker ON address_changes (asked_by);
CREATE INDEX address_changes_age ON address_changes (created_at);

-- Whether the link leads to somebody's first password: he was registered, and lives longer.
ALTER TABLE password_resets ADD COLUMN is_first INTEGER NOT NULL DEFAULT 0;
