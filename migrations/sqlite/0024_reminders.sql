-- How many days before its end an invitation is reminded of; NULL: not at all.
ALTER TABLE companies ADD COLUMN reminder_days INTEGER DEFAULT 2;
