-- One living link of each kind: that for a first password lives on when somebody asks for a forgotten one.
DROP INDEX password_resets_living;
CREATE UNIQUE INDEX password_resets_living ON password_resets (company_id, email_key, is_first)
    WHERE used_at IS NULL AND replaced_at IS NULL;
