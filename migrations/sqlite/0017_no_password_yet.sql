-- Those at work who have not chosen a password yet: few in the end, and listed in each order.
CREATE INDEX employees_no_password_name ON employees (company_id, sort_key, id)
    WHERE password_hash IS NULL AND joined_at IS NOT NULL AND dismissed_at IS NULL;
CREATE INDEX employees_no_password_surname ON employees (company_id, surname_key, id)
    WHERE password_hash IS NULL AND joined_at IS NOT NULL AND dismissed_at IS NULL;
CREATE INDEX employees_no_password_position ON employees (company_id, position_key, id)
    WHERE password_hash IS NULL AND joined_at IS NOT NULL AND dismissed_at IS NULL;
CREATE INDEX employees_no_password_since ON employees (company_id, COALESCE(dismissed_at, joined_at, created_at), id)
    WHERE password_hash IS NULL AND joined_at IS NOT NULL AND dismissed_at IS NULL;
CREATE INDEX employees_no_password ON employees (company_id, id)
    WHERE password_hash IS NULL AND joined_at IS NOT NULL AND dismissed_at IS NULL;
