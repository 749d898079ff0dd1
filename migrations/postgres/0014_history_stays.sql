-- From when on the history is kept, as its company wants; NULL: all of it. Only what is older can be deleted.
ALTER TABLE companies ADD COLUMN history_kept_from BIGINT;

-- Only where the company wants to forget is anything forgotten.
CREATE FUNCTION history_kept_from_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of this company is kept for ever';
END
$$;
CREATE TRIGGER history_kept_from_follows BEFORE UPDATE ON companies FOR EACH ROW
WHEN (NEW.history_kept_from IS NOT NULL AND NEW.history_days IS NULL)
EXECUTE FUNCTION history_kept_from_follows();

-- What stands in the history stays, until its time is over. Those who asked for a new password where nobody
-- signs in are no deeds in the company: they are forgotten by the portal.
CREATE FUNCTION history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.action <> 'password-reset-in-vain' AND EXISTS (
        SELECT 1 FROM companies
        WHERE id = OLD.company_id AND (history_kept_from IS NULL OR OLD.at >= history_kept_from)) THEN
        RAISE EXCEPTION 'the history is not deleted';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER history_stays BEFORE DELETE ON history FOR EACH ROW EXECUTE FUNCTION history_stays();

-- Nor is the table emptied.
CREATE FUNCTION history_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is not deleted';
END
$$;
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON history EXECUTE FUNCTION history_is_not_emptied();
