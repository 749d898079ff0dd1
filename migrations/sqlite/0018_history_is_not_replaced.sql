-- REPLACE deletes without telling the trigger of deletions: an entry is not written over.
CREATE TRIGGER history_is_not_replaced BEFORE INSERT ON history
WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the history is not written over');
END;
