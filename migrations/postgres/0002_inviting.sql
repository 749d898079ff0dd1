-- Further reasons why an address of a batch was not invited.
ALTER TABLE invitation_batch_refusals DROP CONSTRAINT invitation_batch_refusals_reason_check;
ALTER TABLE invitation_batch_refusals ADD CONSTRAINT invitation_batch_refusals_reason_check
    CHECK (reason IN ('already_invited', 'already_employee', 'awaiting_approval', 'dismissed', 'opted_out', 'bad_address', 'written_lately', 'too_many_letters', 'to_mend'));

-- By what addresses of one mailbox are found; NULL where it is the address itself.
ALTER TABLE employees ADD COLUMN soft_key TEXT COLLATE "C";
CREATE INDEX employees_soft_key ON employees (company_id, soft_key) WHERE soft_key IS NOT NULL;
