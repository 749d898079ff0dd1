-- There is no REPLACE here: what writes over a row is an UPDATE, which a trigger refuses already.
SELECT 1;
