-- What version 3 of Overseer's ledger in SQLite adds to version 2, ledger-2.sql: notices that did not reach a destination, and
-- what a report counts of remediations.

-- The last of each destination. Written only when something goes wrong, and when that is over.
CREATE TABLE undelivered (
    destination TEXT PRIMARY KEY,
    count       INTEGER NOT NULL,   -- how many notices
    first       INTEGER NOT NULL,   -- when the first of them was given up
    last        INTEGER NOT NULL,
    problem     TEXT NOT NULL,      -- what was in the way of the last
    over        INTEGER             -- when the destination took a notice again; NULL if that is not known
) STRICT;

-- So that all of them can be counted without a look at their documents. Counts only while the incident is REMEDIATED.
CREATE TABLE remedy (
    incident TEXT PRIMARY KEY,
    caused   INTEGER NOT NULL,      -- when the event was, or when the sweep began
    deleted  INTEGER NOT NULL       -- 1 if one of its writes deletes
) STRICT, WITHOUT ROWID;

-- Those that were there before; to the millisecond, which is what an event's time has.
INSERT INTO remedy
SELECT id,
       CAST(round(1000 * unixepoch(coalesce(document ->> '$.event.time', document ->> '$.sweep'), 'subsec')) AS INTEGER)
           * 1000000,
       EXISTS (SELECT 1 FROM json_each(document, '$.outcome.writes')
               WHERE value GLOB '*:Delete*' OR value GLOB '*:Terminate*')
FROM incident
WHERE state = 'REMEDIATED';

PRAGMA user_version = 3;
