-- What is asked of the history by what was done, and what is forgotten by it.
CREATE INDEX history_inviting ON history (company_id, id)
    WHERE action IN ('inviting-switched-on', 'inviting-switched-off');
CREATE INDEX history_in_vain ON history (at) WHERE action = 'password-reset-in-vain';
