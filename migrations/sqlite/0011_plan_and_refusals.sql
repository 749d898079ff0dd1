-- Since when a session waits because as many people are at work as the plan allows; NULL: it does not.
ALTER TABLE sessions ADD COLUMN waiting_since INTEGER;
CREATE INDEX sessions_waiting ON sessions (company_id, waiting_since) WHERE waiting_since IS NOT NULL;

-- The most of a day: seats taken, people at work at the same time; and what the plan allowed.
CREATE TABLE plan_usage (
    company_id INTEGER NOT NULL REFERENCES companies (id),
    day TEXT NOT NULL,
    seats INTEGER NOT NULL,
    online INTEGER NOT NULL,
    max_employees INTEGER,
    max_online INTEGER,
    PRIMARY KEY (company_id, day)
) STRICT, WITHOUT ROWID;

-- The share of the plan, in percent, that administrators were told of last.
ALTER TABLE companies ADD COLUMN seats_warned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN online_warned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE companies ADD COLUMN online_warned_at INTEGER NOT NULL DEFAULT 0;

-- People who were refused, with what they are told: their rows are gone.
CREATE TABLE refusals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    company_id INTEGER NOT NULL REFERENCES companies (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refusals_company ON refusals (company_id);
