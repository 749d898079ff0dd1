-- Further reasons why an address of a batch was not invited.
ALTER TABLE invitation_batch_refusals DROP CONSTRAINT invitation_batch_refusals_reason_check;
ALTER TABLE invitation_batch_refusals ADD CONSTRAINT invitation_batch_refusals_reason_check
    CHECK (reason IN ('already_invited', 'already_employee', 'awaiting_approval', 'dismissed', 'opted_out', 'bad_address', 'written_lately', 'too_many_letters', 'to_mend'));
