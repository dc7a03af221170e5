-- What version 3 of Overseer's ledger in SQLite adds to version 2, ledger-2.sql: notices that did not reach a destination.

-- The last of each destination. Written only when something goes wrong, and when that is over.
CREATE TABLE undelivered (
    destination TEXT PRIMARY KEY,
    count       INTEGER NOT NULL,   -- how many notices
    first       INTEGER NOT NULL,   -- when the first of them was given up
    last        INTEGER NOT NULL,
    problem     TEXT NOT NULL,      -- what was in the way of the last
    over        INTEGER             -- when the destination took a notice again; NULL if that is not known
) STRICT;

PRAGMA user_version = 3;
