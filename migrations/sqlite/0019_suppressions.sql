-- What administrators see of an address that is not written to: as it was typed, and what its server said.
ALTER TABLE suppressions ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE suppressions ADD COLUMN reply TEXT NOT NULL DEFAULT '';
CREATE INDEX suppressions_list ON suppressions (company_id, created_at, email_key);
