-- Addresses and telephones are found by what stands within them: the first part of an address becomes a word of
-- its own, letters and digits of one part are words apart, and endings are kept of domains and of telephones.
WITH flat AS (
    SELECT id, company_id, status,
        replace(replace(replace(substr(email_key, 1, instr(email_key, '@') - 1), '-', '.'), '_', '.'), '+', '.')
            AS local
    FROM employees WHERE email_key LIKE '%@%'
), firsts AS (
    SELECT id, company_id, status, substr(local, 1, instr(local || '.', '.') - 1) AS word FROM flat
), mixed AS (
    SELECT id, company_id, status, word, rtrim(word, '0123456789') AS letters FROM firsts
    UNION SELECT employee_id, company_id, status, word, rtrim(word, '0123456789') FROM employee_words
    WHERE word NOT LIKE '%@%' AND word NOT LIKE '%.%'
), pieces AS (
    SELECT id, company_id, status, word FROM firsts WHERE length(word) > 3 AND word NOT GLOB '*[0-9]*'
    UNION SELECT id, company_id, status, letters FROM mixed WHERE letters <> word AND length(letters) > 1
    UNION SELECT id, company_id, status, substr(word, length(letters) + 1) FROM mixed
    WHERE letters <> '' AND length(word) > length(letters) + 1
)
INSERT OR IGNORE INTO employee_words (company_id, status, word, employee_id)
    SELECT company_id, status, word, id FROM pieces;

WITH RECURSIVE known (company_id, word, least) AS (
    SELECT DISTINCT company_id, word, 3 FROM employee_words
    WHERE length(word) > 3 AND word NOT LIKE '%@%' AND (word NOT GLOB '*[0-9]*' OR word LIKE '%.%')
    UNION ALL SELECT DISTINCT company_id, word, 4 FROM employee_words
    WHERE length(word) >= 7 AND word NOT GLOB '*[^0-9]*'
    AND NOT (length(word) = 11 AND substr(word, 1, 1) IN ('7', '8'))
), parts (company_id, part, word, least) AS (
    SELECT company_id, word, word, least FROM known
    UNION ALL SELECT company_id, substr(part, 2), word, least FROM parts WHERE length(part) > least
)
INSERT OR IGNORE INTO word_parts (company_id, part, word) SELECT company_id, part, word FROM parts;
