-- From when on the history is kept, as its company wants; NULL: all of it. Only what is older can be deleted.
ALTER TABLE companies ADD COLUMN history_kept_from INTEGER;

-- Only where the company wants to forget is anything forgotten.
CREATE TRIGGER history_kept_from_follows BEFORE UPDATE ON companies
WHEN NEW.history_kept_from IS NOT NULL AND NEW.history_days IS NULL
BEGIN
    SELECT RAISE(ABORT, 'the history of this company is kept for ever');
END;

-- What stands in the history stays, until its time is over. Those who asked for a new password where nobody
-- signs in are no deeds in the company: they are forgotten by the portal.
CREATE TRIGGER history_stays BEFORE DELETE ON history
WHEN OLD.action <> 'password-reset-in-vain' AND EXISTS (
    SELECT 1 FROM companies
    WHERE id = OLD.company_id AND (history_kept_from IS NULL OR OLD.at >= history_kept_from))
BEGIN
    SELECT RAISE(ABORT, 'the history is not deleted');
END;
