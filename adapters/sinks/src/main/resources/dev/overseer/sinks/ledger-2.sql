-- What version 2 of Overseer's ledger in SQLite adds to version 1, ledger.sql: undo.

-- How a remediation left its resource, as it was first seen to be right.
CREATE TABLE remediated (
    incident TEXT PRIMARY KEY,
    state    TEXT NOT NULL          -- as pre_state in the view writes
) STRICT;

-- What people had undone, and from when to when controls leave it alone: the last of each incident.
CREATE TABLE undo (
    incident  TEXT PRIMARY KEY,
    control   TEXT NOT NULL,
    partition TEXT NOT NULL,        -- of the target, like the next four
    account   TEXT NOT NULL,
    region    TEXT NOT NULL,
    type      TEXT NOT NULL,
    target    TEXT NOT NULL,
    until     INTEGER NOT NULL,     -- when the control may act again
    exempts   INTEGER NOT NULL,     -- 0 if nothing was undone, so that the control may act at once
    document  TEXT NOT NULL         -- overseer/undo/1
) STRICT;

CREATE INDEX undo_by_target ON undo (target, control);

PRAGMA user_version = 2;
