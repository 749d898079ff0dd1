//! Compares what is kept twice for speed with the truth: a test calls it when its story is over.

use collega::store::{Db, Result, Tx};

/// Questions to which the answer must be 0: what is wrong where it is not, and how many are.
const MUST_BE_NONE: [(&str, &str); 21] = [
    (
        "companies whose seats_used is not the number of active people",
        "SELECT COUNT(*) FROM companies c WHERE c.seats_used <> \
         (SELECT COUNT(*) FROM employees e WHERE e.company_id = c.id AND e.status = 'active')",
    ),
    (
        "counts of people that are not their number",
        "SELECT COUNT(*) FROM (SELECT company_id, status, SUM(n) AS n FROM ( \
           SELECT company_id, status, CAST(people AS BIGINT) AS n FROM employee_counts \
           UNION ALL SELECT company_id, status, CAST(-1 AS BIGINT) FROM employees) x \
         GROUP BY company_id, status) y WHERE y.n <> 0",
    ),
    (
        "counts of departments that are not the number of their people at work",
        "SELECT COUNT(*) FROM (SELECT department_id, SUM(n) AS n FROM ( \
           SELECT department_id, CAST(people AS BIGINT) AS n FROM department_counts WHERE status = 'active' \
           UNION ALL SELECT m.department_id, CAST(-1 AS BIGINT) FROM employee_departments m \
           JOIN employees e ON e.id = m.employee_id WHERE e.status = 'active') x \
         GROUP BY department_id) y WHERE y.n <> 0",
    ),
    (
        "counts of departments that are not the number of the invitations into them",
        "SELECT COUNT(*) FROM (SELECT department_id, SUM(n) AS n FROM ( \
           SELECT department_id, CAST(people AS BIGINT) AS n FROM department_counts WHERE status = 'invited' \
           UNION ALL SELECT m.department_id, CAST(-1 AS BIGINT) FROM invitation_departments m \
           JOIN invitations i ON i.id = m.invitation_id \
           WHERE i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL) x \
         GROUP BY department_id) y WHERE y.n <> 0",
    ),
    (
        "words that carry another status than their person",
        "SELECT COUNT(*) FROM employee_words w JOIN employees e ON e.id = w.employee_id \
         WHERE w.status <> e.status OR w.company_id <> e.company_id",
    ),
    (
        "members of departments whose place in the list is not their own",
        "SELECT COUNT(*) FROM employee_departments m JOIN employees e ON e.id = m.employee_id \
         WHERE m.status <> e.status OR m.sort_key <> e.sort_key OR m.surname_key <> e.surname_key",
    ),
    (
        "words of letters that are not known as such",
        "SELECT COUNT(*) FROM employee_words w WHERE length(w.word) > 3 AND w.word NOT LIKE '%@%' \
         AND w.word NOT LIKE '%0%' AND w.word NOT LIKE '%1%' AND w.word NOT LIKE '%2%' \
         AND w.word NOT LIKE '%3%' AND w.word NOT LIKE '%4%' AND w.word NOT LIKE '%5%' \
         AND w.word NOT LIKE '%6%' AND w.word NOT LIKE '%7%' AND w.word NOT LIKE '%8%' \
         AND w.word NOT LIKE '%9%' \
         AND NOT EXISTS ( \
           SELECT 1 FROM word_parts p WHERE p.company_id = w.company_id AND p.part = w.word AND p.word = w.word)",
    ),
    (
        "departments that are not found by their names",
        "SELECT COUNT(*) FROM departments d WHERE d.parent_id IS NOT NULL AND NOT EXISTS ( \
           SELECT 1 FROM department_parts p WHERE p.department_id = d.id AND p.part = ' ' || d.name_key)",
    ),
    (
        "active people in no department",
        "SELECT COUNT(*) FROM employees e WHERE e.status = 'active' \
         AND NOT EXISTS (SELECT 1 FROM employee_departments m WHERE m.employee_id = e.id)",
    ),
    (
        "living invitations into no department",
        "SELECT COUNT(*) FROM invitations i WHERE i.accepted_at IS NULL AND i.declined_at IS NULL \
         AND i.revoked_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM invitation_departments m WHERE m.invitation_id = i.id)",
    ),
    (
        "invited people without a living invitation",
        "SELECT COUNT(*) FROM employees e WHERE e.status = 'invited' AND NOT EXISTS ( \
           SELECT 1 FROM invitations i WHERE i.employee_id = e.id AND i.accepted_at IS NULL \
           AND i.declined_at IS NULL AND i.revoked_at IS NULL)",
    ),
    (
        "living invitations of somebody who is not invited",
        "SELECT COUNT(*) FROM invitations i JOIN employees e ON e.id = i.employee_id \
         WHERE e.status <> 'invited' AND i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL",
    ),
    (
        "people without an address who are not dismissed",
        "SELECT COUNT(*) FROM employees WHERE email = '' AND status <> 'dismissed'",
    ),
    (
        "photos that are shown and not there, or there and not shown",
        "SELECT COUNT(*) FROM employees e LEFT JOIN employee_photos p ON p.employee_id = e.id \
         WHERE COALESCE(p.version, 0) <> COALESCE(e.photo_version, 0)",
    ),
    (
        "roots that are not called as their company",
        "SELECT COUNT(*) FROM companies c JOIN departments d ON d.company_id = c.id \
         WHERE d.parent_id IS NULL AND d.name <> c.name",
    ),
    (
        "departments that hang on no root",
        "SELECT COUNT(*) FROM departments WHERE id NOT IN (WITH RECURSIVE tree (id) AS ( \
           SELECT id FROM departments WHERE parent_id IS NULL \
           UNION ALL SELECT d.id FROM departments d JOIN tree t ON d.parent_id = t.id) SELECT id FROM tree)",
    ),
    (
        "administrators, holders of roles and heads who are dismissed",
        "SELECT COUNT(*) FROM employees e WHERE e.status = 'dismissed' AND (e.role = 'administrator' \
         OR EXISTS (SELECT 1 FROM role_holders r WHERE r.employee_id = e.id) \
         OR EXISTS (SELECT 1 FROM employee_departments m WHERE m.employee_id = e.id AND m.post <> 'member'))",
    ),
    (
        "sessions of the dismissed",
        "SELECT COUNT(*) FROM sessions s JOIN employees e ON e.id = s.employee_id WHERE e.status = 'dismissed'",
    ),
    (
        "living tokens of the dismissed",
        "SELECT COUNT(*) FROM api_tokens t JOIN employees e ON e.id = t.employee_id \
         WHERE e.status = 'dismissed' AND t.revoked_at IS NULL",
    ),
    (
        "open join links of the dismissed",
        "SELECT COUNT(*) FROM join_links l JOIN employees e ON e.id = l.creator_id \
         WHERE e.status = 'dismissed' AND l.switched_off_at IS NULL",
    ),
    (
        "companies without an administrator",
        "SELECT COUNT(*) FROM companies c WHERE NOT EXISTS (SELECT 1 FROM employees e \
         WHERE e.company_id = c.id AND e.role = 'administrator' AND e.status = 'active')",
    ),
];

/// Panics with everything that does not agree.
pub async fn check(db: &Db) {
    let wrong = db.read(wrong).await.unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn wrong(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (what, sql) in MUST_BE_NONE {
        let n: i64 = tx.query_one(sql, &[], |row| row.get(0))?;
        if n != 0 {
            wrong.push(format!("{n} {what}"));
        }
    }
    Ok(wrong)
}
