-- The domain of an address is a word with its mark, «@example.org», and so told from one that only ends so.
INSERT OR IGNORE INTO employee_words (company_id, status, word, employee_id)
    SELECT company_id, status, substr(email_key, instr(email_key, '@'), 64), id FROM employees
    WHERE email_key LIKE '%@%';
DELETE FROM employee_words WHERE word LIKE '%.%' AND word NOT LIKE '%@%';
DELETE FROM word_parts WHERE word LIKE '%.%';

WITH RECURSIVE parts (company_id, part, word) AS (
    SELECT DISTINCT company_id, word, word FROM employee_words WHERE word LIKE '@%'
    UNION ALL SELECT company_id, substr(part, 2), word FROM parts WHERE length(part) > 3
)
INSERT OR IGNORE INTO word_parts (company_id, part, word) SELECT company_id, part, word FROM parts;
