-- For the letter that gathers those for whom there was no seat.
CREATE INDEX history_seat_missing ON history (company_id, at) WHERE action = 'seat-missing';
