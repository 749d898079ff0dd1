-- What is known of mail servers, so that all processes on one database know it, and a later one too: `server` is the
-- server's mark, made with the installation's key.
CREATE TABLE mail_servers (
    server TEXT NOT NULL PRIMARY KEY,
    -- Until then one sender finds out whether it takes letters, and the others wait.
    trying_until INTEGER,
    -- Until then it is left alone.
    rest_since INTEGER,
    rest_until INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    -- Since then no letter gets through.
    trouble_since INTEGER,
    outages INTEGER NOT NULL DEFAULT 0,
    throttles INTEGER NOT NULL DEFAULT 0,
    changed_at INTEGER NOT NULL
) STRICT;
