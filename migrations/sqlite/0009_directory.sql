-- What stands inside words: each word that anybody of a company is found by, with all of its endings. It is
-- written once, however many people have it; a search for «ванов» is a short stretch here.
CREATE TABLE word_parts (
    company_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (company_id, part, word)
) STRICT, WITHOUT ROWID;
WITH RECURSIVE parts (company_id, part, word) AS (
    SELECT DISTINCT company_id, word, word FROM employee_words
    WHERE length(word) > 3 AND word NOT LIKE '%@%' AND word NOT GLOB '*[0-9]*'
    UNION ALL SELECT company_id, substr(part, 2), word FROM parts WHERE length(part) > 3
)
INSERT INTO word_parts (company_id, part, word) SELECT company_id, part, word FROM parts;

-- The same of the names of departments, so that whoever works there is found by them: every ending of the name,
-- and once more behind a blank those that begin a word.
CREATE TABLE department_parts (
    company_id INTEGER NOT NULL,
    part TEXT NOT NULL,
    department_id INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    PRIMARY KEY (company_id, part, department_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX department_parts_department ON department_parts (department_id);
WITH RECURSIVE parts (company_id, part, department_id) AS (
    SELECT company_id, ' ' || name_key, id FROM departments WHERE parent_id IS NOT NULL
    UNION ALL SELECT company_id, substr(part, 2), department_id FROM parts WHERE length(part) > 1
)
INSERT INTO department_parts (company_id, part, department_id)
    SELECT company_id, part, department_id FROM parts WHERE length(part) > 2 OR part LIKE ' _';

-- The order of the list, kept with the members of a department by the database itself, whoever writes: a
-- department of any size is read along its own index.
ALTER TABLE employee_departments ADD COLUMN status TEXT NOT NULL DEFAULT '';
ALTER TABLE employee_departments ADD COLUMN sort_key TEXT NOT NULL DEFAULT '';
UPDATE employee_departments SET
    status = (SELECT e.status FROM employees e WHERE e.id = employee_id),
    sort_key = (SELECT e.sort_key FROM employees e WHERE e.id = employee_id);
CREATE INDEX employee_departments_list ON employee_departments (department_id, status, sort_key, employee_id);
CREATE TRIGGER employee_departments_enter AFTER INSERT ON employee_departments BEGIN
    UPDATE employee_departments SET
        status = (SELECT e.status FROM employees e WHERE e.id = NEW.employee_id),
        sort_key = (SELECT e.sort_key FROM employees e WHERE e.id = NEW.employee_id)
    WHERE employee_id = NEW.employee_id AND department_id = NEW.department_id;
END;
CREATE TRIGGER employee_departments_follow AFTER UPDATE OF status, sort_key ON employees
WHEN OLD.status <> NEW.status OR OLD.sort_key <> NEW.sort_key BEGIN
    UPDATE employee_departments SET status = NEW.status, sort_key = NEW.sort_key WHERE employee_id = NEW.id;
END;

-- The list by the day somebody came, left or asked.
CREATE INDEX employees_since ON employees (company_id, status, COALESCE(dismissed_at, joined_at, created_at), id);
-- When somebody was here last; sessions are forgotten sooner.
ALTER TABLE employees ADD COLUMN last_seen_at INTEGER;
UPDATE employees SET last_seen_at = (SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.employee_id = employees.id);

-- The words of one person.
DROP INDEX employee_words_employee;
CREATE INDEX employee_words_employee ON employee_words (employee_id, word);

-- What an inviter has open, and who did not want to come.
CREATE INDEX invitations_own ON invitations (inviter_id, created_at, id)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL;
CREATE INDEX invitations_declined ON invitations (company_id, declined_at, id) WHERE declined_at IS NOT NULL;

-- Filters that somebody keeps under a name, and the columns that he looks at.
CREATE TABLE saved_views (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    query TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_views_name ON saved_views (employee_id, name_key);
CREATE TABLE list_columns (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    preset TEXT NOT NULL,
    shown TEXT NOT NULL,
    PRIMARY KEY (employee_id, preset)
) STRICT, WITHOUT ROWID;
