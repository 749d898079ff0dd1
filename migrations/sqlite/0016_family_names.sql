-- The list by family name, and by position: the orders are kept as they are compared. Whoever has the same
-- position is ordered by family name; who has none comes last.
ALTER TABLE employees ADD COLUMN surname_key TEXT NOT NULL DEFAULT '';
ALTER TABLE employees ADD COLUMN position_key TEXT NOT NULL DEFAULT '';

-- The last word of a name is the family name, but where only the first looks like one.
UPDATE employees SET surname_key = sort_key;
WITH family AS (
    SELECT word FROM (
        SELECT substr(sort_key, 1, instr(sort_key, ' ') - 1) AS word
        FROM employees WHERE sort_key LIKE '% %'
        UNION SELECT substr(sort_key, length(rtrim(sort_key, replace(sort_key, ' ', ''))) + 1)
        FROM employees WHERE sort_key LIKE '% %'
    ) words
    WHERE (substr(word, -2) IN ('ов', 'ев', 'ин') OR substr(word, -3) IN ('ова', 'ева', 'ина')
        OR substr(word, -4) IN ('ский', 'ская', 'цкий', 'цкая', 'енко') OR substr(word, -5) = 'швили')
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
    substr(sort_key, 1, instr(sort_key, ' ') - 1) IN (SELECT word FROM family)
    AND substr(sort_key, length(rtrim(sort_key, replace(sort_key, ' ', ''))) + 1) NOT IN (SELECT word FROM family)
);
UPDATE employees SET position_key = CASE WHEN position = '' THEN char(65535) ELSE
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        lower(position), 'А', 'а'), 'Б', 'б'), 'В', 'в'), 'Г', 'г'), 'Д', 'д'), 'Е', 'е'), 'Ж', 'ж'), 'З', 'з')
        , 'И', 'и'), 'Й', 'й'), 'К', 'к'), 'Л', 'л'), 'М', 'м'), 'Н', 'н'), 'О', 'о'), 'П', 'п'), 'Р', 'р'), 'С', 'с')
        , 'Т', 'т'), 'У', 'у'), 'Ф', 'ф'), 'Х', 'х'), 'Ц', 'ц'), 'Ч', 'ч'), 'Ш', 'ш'), 'Щ', 'щ'), 'Ъ', 'ъ'), 'Ы', 'ы')
        , 'Ь', 'ь'), 'Э', 'э'), 'Ю', 'ю'), 'Я', 'я'), 'Ё', 'е'), 'ё', 'е')
    END || char(10) || surname_key;
CREATE INDEX employees_surname ON employees (company_id, status, surname_key, id);
-- The invited have no position yet.
CREATE INDEX employees_position ON employees (company_id, status, position_key, id) WHERE status <> 'invited';

-- The same order within each department.
ALTER TABLE employee_departments ADD COLUMN surname_key TEXT NOT NULL DEFAULT '';
UPDATE employee_departments SET surname_key = (SELECT e.surname_key FROM employees e WHERE e.id = employee_id);
CREATE INDEX employee_departments_surname ON employee_departments (department_id, status, surname_key, employee_id);
DROP TRIGGER employee_departments_enter;
CREATE TRIGGER employee_departments_enter AFTER INSERT ON employee_departments BEGIN
    UPDATE employee_departments SET (status, sort_key, surname_key) =
        (SELECT e.status, e.sort_key, e.surname_key FROM employees e WHERE e.id = NEW.employee_id)
    WHERE employee_id = NEW.employee_id AND department_id = NEW.department_id;
END;
DROP TRIGGER employee_departments_follow;
CREATE TRIGGER employee_departments_follow AFTER UPDATE OF status, sort_key, surname_key ON employees
WHEN OLD.status <> NEW.status OR OLD.sort_key <> NEW.sort_key OR OLD.surname_key <> NEW.surname_key BEGIN
    UPDATE employee_departments
    SET status = NEW.status, sort_key = NEW.sort_key, surname_key = NEW.surname_key WHERE employee_id = NEW.id;
END;
