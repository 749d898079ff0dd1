-- The list by family name, and by position: the orders are kept as they are compared. Whoever has the same
-- position is ordered by family name; who has none comes last.
ALTER TABLE employees ADD COLUMN surname_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN position_key TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The last word of a name is the family name, but where only the first looks like one.
UPDATE employees SET surname_key = sort_key;
WITH family AS (
    SELECT word FROM (
        SELECT split_part(sort_key, ' ', 1) AS word
        FROM employees WHERE sort_key LIKE '% %'
        UNION SELECT substr(sort_key, length(rtrim(sort_key, replace(sort_key, ' ', ''))) + 1)
        FROM employees WHERE sort_key LIKE '% %'
    ) words
    WHERE (right(word, 2) IN ('ов', 'ев', 'ин') OR right(word, 3) IN ('ова', 'ева', 'ина')
        OR right(word, 4) IN ('ский', 'ская', 'цкий', 'цкая', 'енко') OR right(word, 5) = 'швили')
    AND word NOT IN (
        'лев', 'яков', 'святослав', 'ева', 'алина', 'альбина', 'ангелина', 'антонина', 'арина', 'валентин',
        'валентина', 'галина', 'дина', 'екатерина', 'зарина', 'ирина', 'карина', 'константин', 'кристина',
        'лина', 'марина', 'мартин', 'нина', 'полина', 'регина', 'эвелина', 'катерина', 'августин',
        'августина', 'георгина'
    )
)
UPDATE employees SET surname_key = substr(sort_key, length(rtrim(sort_key, replace(sort_key, ' ', ''))) + 1)
    || ' ' || rtrim(rtrim(sort_key, replace(sort_key, ' ', '')))
WHERE sort_key LIKE '% %' AND NOT (
    split_part(sort_key, ' ', 1) IN (SELECT word FROM family)
    AND substr(sort_key, length(rtrim(sort_key, replace(sort_key, ' ', ''))) + 1) NOT IN (SELECT word FROM family)
);
UPDATE employees SET position_key = CASE WHEN position = '' THEN chr(65535) ELSE
        translate(lower(position), 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁё',
        'абвгдежзийклмнопрстуфхцчшщъыьэюяее')
    END || chr(10) || surname_key;
CREATE INDEX employees_surname ON employees (company_id, status, surname_key, id);
-- The invited have no position yet.
CREATE INDEX employees_position ON employees (company_id, status, position_key, id) WHERE status <> 'invited';

-- The same order within each department.
ALTER TABLE employee_departments ADD COLUMN surname_key TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE employee_departments m SET surname_key = e.surname_key FROM employees e WHERE e.id = m.employee_id;
CREATE INDEX employee_departments_surname ON employee_departments (department_id, status, surname_key, employee_id);
CREATE OR REPLACE FUNCTION employee_departments_enter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for whoever changes the person at this moment.
    SELECT e.status, e.sort_key, e.surname_key INTO NEW.status, NEW.sort_key, NEW.surname_key
    FROM employees e WHERE e.id = NEW.employee_id FOR SHARE;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION employee_departments_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE employee_departments SET status = NEW.status, sort_key = NEW.sort_key, surname_key = NEW.surname_key
    WHERE employee_id = NEW.id;
    RETURN NULL;
END $$;
DROP TRIGGER employee_departments_follow ON employees;
CREATE TRIGGER employee_departments_follow AFTER UPDATE OF status, sort_key, surname_key ON employees
    FOR EACH ROW WHEN (OLD.status <> NEW.status OR OLD.sort_key <> NEW.sort_key OR OLD.surname_key <> NEW.surname_key)
    EXECUTE FUNCTION employee_departments_follow();
