-- Heads and deputies: what somebody is in a department that he works in.
ALTER TABLE employee_departments ADD COLUMN post TEXT NOT NULL DEFAULT 'member'
    CHECK (post IN ('member', 'head', 'deputy'));
CREATE INDEX employee_departments_posts ON employee_departments (company_id, department_id) WHERE post <> 'member';

-- The place of a department among those of its parent; where all have the same, the name decides.
ALTER TABLE departments ADD COLUMN place INTEGER NOT NULL DEFAULT 0;

-- How many people each department has, without those of its sub-departments: at work, and invited into it.
-- Kept in several rows so that writers don't queue for one.
CREATE TABLE department_counts (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    department_id INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('active', 'invited')),
    shard INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (company_id, department_id, status, shard)
) STRICT, WITHOUT ROWID;
CREATE INDEX department_counts_department ON department_counts (department_id);
INSERT INTO department_counts (company_id, department_id, status, shard, people)
    SELECT m.company_id, m.department_id, 'active', 0, COUNT(*) FROM employee_departments m
    JOIN employees e ON e.id = m.employee_id WHERE e.status = 'active' GROUP BY m.company_id, m.department_id;
INSERT INTO department_counts (company_id, department_id, status, shard, people)
    SELECT m.company_id, m.department_id, 'invited', 0, COUNT(*) FROM invitation_departments m
    JOIN invitations i ON i.id = m.invitation_id
    WHERE i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL
    GROUP BY m.company_id, m.department_id;

-- Roles. Those with a kind come with the company and are called by it; the others are its own.
CREATE TABLE roles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    kind TEXT CHECK (kind IN ('hr', 'head', 'deputy', 'employee')),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX roles_kind ON roles (company_id, kind) WHERE kind IS NOT NULL;
CREATE UNIQUE INDEX roles_name ON roles (company_id, name_key) WHERE kind IS NULL;

-- What a role allows, and how far; what it does not allow has no row.
CREATE TABLE role_permissions (
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    permission TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('company', 'branch', 'department')),
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (role_id, permission)
) STRICT, WITHOUT ROWID;

-- Who has a role himself.
CREATE TABLE role_holders (
    employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (employee_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_holders_role ON role_holders (role_id, employee_id);

-- Whose people have a role, those of sub-departments too.
CREATE TABLE role_departments (
    department_id INTEGER NOT NULL REFERENCES departments (id) ON DELETE CASCADE,
    role_id INTEGER NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    PRIMARY KEY (department_id, role_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_departments_role ON role_departments (role_id, department_id);

INSERT INTO roles (company_id, kind, name, name_key, created_at)
    SELECT c.id, k.kind, '', '', c.created_at FROM companies c
    CROSS JOIN (SELECT 'hr' AS kind UNION ALL SELECT 'head' UNION ALL SELECT 'deputy' UNION ALL SELECT 'employee') k;
INSERT INTO role_permissions (role_id, permission, scope, company_id)
    SELECT r.id, p.permission, p.scope, r.company_id FROM roles r JOIN (
        SELECT 'hr' AS kind, 'invite' AS permission, 'company' AS scope
        UNION ALL SELECT 'hr', 'register', 'company'
        UNION ALL SELECT 'hr', 'see_invitations', 'company'
        UNION ALL SELECT 'hr', 'manage_invitations', 'company'
        UNION ALL SELECT 'hr', 'approve', 'company'
        UNION ALL SELECT 'hr', 'edit_people', 'company'
        UNION ALL SELECT 'hr', 'dismiss', 'company'
        UNION ALL SELECT 'hr', 'edit_structure', 'company'
        UNION ALL SELECT 'hr', 'export', 'company'
        UNION ALL SELECT 'head', 'invite', 'branch'
        UNION ALL SELECT 'head', 'register', 'branch'
        UNION ALL SELECT 'head', 'see_invitations', 'branch'
        UNION ALL SELECT 'head', 'manage_invitations', 'branch'
        UNION ALL SELECT 'head', 'approve', 'branch'
        UNION ALL SELECT 'head', 'edit_people', 'branch'
        UNION ALL SELECT 'head', 'edit_structure', 'branch'
        UNION ALL SELECT 'head', 'export', 'branch'
        UNION ALL SELECT 'deputy', 'invite', 'branch'
        UNION ALL SELECT 'deputy', 'see_invitations', 'branch'
        UNION ALL SELECT 'deputy', 'edit_people', 'branch'
        UNION ALL SELECT 'employee', 'invite', 'company'
    ) p ON p.kind = r.kind;
