-- What a deed is about, so that the history can be looked through by it.
ALTER TABLE history ADD COLUMN area TEXT COLLATE "C" NOT NULL DEFAULT 'access';
UPDATE history SET area = CASE
    WHEN action IN ('joined', 'came-by-link', 'approved', 'refused', 'dismissed', 'rehired', 'deleted', 'role-changed', 'profile-changed', 'departments-changed', 'name-changed', 'seat-missing', 'post-changed') THEN 'people'
    WHEN action IN ('invited', 'letter-accepted', 'letter-deferred', 'letter-failed', 'letter-unknown', 'resent', 'reminded', 'revoked', 'undone', 'address-corrected', 'new-link', 'extended', 'accepted', 'declined', 'opted-out', 'new-invitation-asked', 'join-link-created', 'join-link-switched-off', 'join-link-switched-on') THEN 'invitations'
    WHEN action IN ('department-created', 'department-renamed', 'department-moved', 'department-reordered', 'department-deleted') THEN 'structure'
    WHEN action IN ('inviting-switched-on', 'inviting-switched-off', 'role-created', 'role-renamed', 'role-permission-changed', 'role-departments-changed', 'role-deleted', 'role-given', 'role-taken', 'token-created', 'token-revoked') THEN 'rights'
    WHEN action IN ('company-created', 'settings-changed', 'plan-changed') THEN 'settings'
    ELSE 'access' END;

-- The history is read by time: whole, by area, by who did it.
DROP INDEX history_company;
CREATE INDEX history_company ON history (company_id, at, id);
CREATE INDEX history_area ON history (company_id, area, at, id);
CREATE INDEX history_actor ON history (company_id, actor_id, at, id) WHERE actor_id IS NOT NULL;
DROP INDEX history_subject;
CREATE INDEX history_subject ON history (subject, subject_id, at, id);

-- How many days the history goes back; NULL: for ever.
ALTER TABLE companies ADD COLUMN history_days BIGINT CHECK (history_days > 0);

-- What stands in the history stands.
CREATE FUNCTION history_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history is not rewritten';
END
$$;
CREATE TRIGGER history_stands BEFORE UPDATE ON history FOR EACH ROW EXECUTE FUNCTION history_stands();
