-- Reports of mail servers that no letter could be found for: administrators read them.
CREATE TABLE bounce_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    received_at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('failed', 'delayed', 'delivered', 'relayed', 'complaint', 'unknown')),
    is_forged INTEGER NOT NULL,
    email TEXT NOT NULL,
    subject TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;
CREATE INDEX bounce_reports_list ON bounce_reports (company_id, id);
CREATE INDEX bounce_reports_age ON bounce_reports (received_at);
CREATE INDEX letters_message_id ON letters (message_id);
-- The invitations that hold a seat, where invitations do: what could not be delivered holds none.
CREATE INDEX invitations_holding ON invitations (company_id, expires_at)
    WHERE accepted_at IS NULL AND declined_at IS NULL AND revoked_at IS NULL AND delivery <> 'failed';
