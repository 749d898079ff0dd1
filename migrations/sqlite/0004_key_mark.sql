-- What tells the key that the portal was set up with from any other, and says nothing of it.
ALTER TABLE installation ADD COLUMN key_mark BLOB;
