-- Letters that are under way or came to no good end, by state and age: counted and listed on the page of the queue.
CREATE INDEX letters_open ON letters (company_id, state, created_at, id)
    WHERE state IN ('queued', 'claimed', 'dot_sent', 'deferred', 'failed', 'unknown');
-- Those put off, by the reason, as they are tried again.
CREATE INDEX letters_deferred ON letters (company_id, state, reason, next_attempt_at, id) WHERE state = 'deferred';

-- While there is its one row, no letters leave but those that somebody waits for at a screen.
CREATE TABLE outbox_pause (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    since BIGINT NOT NULL,
    employee_id BIGINT,
    reason TEXT NOT NULL
);

-- Letters that a mail server took and letters that came to nothing, in each quarter of an hour, so that any zone makes
-- its days of them; in several parts, so that sessions with a server do not wait for each other.
CREATE TABLE letter_counts (
    company_id BIGINT NOT NULL REFERENCES companies (id),
    quarter BIGINT NOT NULL,
    part BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    PRIMARY KEY (company_id, quarter, part)
);
INSERT INTO letter_counts (company_id, quarter, part, accepted, failed)
SELECT company_id, finished_at - finished_at % 900000, 0,
    COUNT(CASE WHEN state = 'accepted' THEN 1 END), COUNT(CASE WHEN state = 'failed' THEN 1 END)
FROM letters
WHERE finished_at IS NOT NULL AND state IN ('accepted', 'failed') AND COALESCE(reason, '') <> 'delivery-reason-kept'
GROUP BY company_id, finished_at - finished_at % 900000;
