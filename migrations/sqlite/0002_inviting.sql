-- Further reasons why an address of a batch was not invited.
CREATE TABLE invitation_batch_refusals_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    batch_id INTEGER NOT NULL REFERENCES invitation_batches (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('already_invited', 'already_employee', 'awaiting_approval', 'dismissed', 'opted_out', 'bad_address', 'written_lately', 'too_many_letters', 'to_mend'))
) STRICT;
INSERT INTO invitation_batch_refusals_new SELECT id, company_id, batch_id, email, name, reason FROM invitation_batch_refusals;
DROP TABLE invitation_batch_refusals;
ALTER TABLE invitation_batch_refusals_new RENAME TO invitation_batch_refusals;
CREATE INDEX invitation_batch_refusals_batch ON invitation_batch_refusals (batch_id, id);

-- By what addresses of one mailbox are found; NULL where it is the address itself.
ALTER TABLE employees ADD COLUMN soft_key TEXT;
CREATE INDEX employees_soft_key ON employees (company_id, soft_key) WHERE soft_key IS NOT NULL;
