-- Overseer's ledger in SQLite, version 1 (PRAGMA user_version). docs/ledger.md explains it.
--
-- Times are whole nanoseconds since 1970-01-01 UTC: datetime(at / 1000000000, 'unixepoch') reads them. What people look
-- at is in the views incidents and writes. A document column holds everything there is about its row, as JSON; the other
-- columns repeat what is searched by or counted.

-- Where each incident stands.
CREATE TABLE incident (
    id           TEXT PRIMARY KEY,
    at           INTEGER NOT NULL,  -- since when it stands there
    state        TEXT NOT NULL,     -- OPEN, or the kind of its outcome
    control      TEXT NOT NULL,
    account      TEXT NOT NULL,     -- of the target, like the next three
    region       TEXT NOT NULL,
    type         TEXT NOT NULL,
    target       TEXT NOT NULL,
    event        TEXT NOT NULL,     -- the id in the record
    principal    TEXT NOT NULL,     -- who caused it, in lower case
    told_writes  INTEGER,           -- how many writes had taken effect when an outcome was last told; NULL if none was
    told_planned INTEGER,           -- 1 if no outcome was ever more than planned
    document     TEXT NOT NULL      -- overseer/entry/1
) STRICT;

-- Every search goes down this index, latest first, and takes from the table only what it returns.
CREATE INDEX incident_by_time ON incident (at, state, control, account, principal, id);
CREATE INDEX incident_by_event ON incident (event, at);

-- Where each incident stood after each look.
CREATE TABLE transition (
    number   INTEGER PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incident (id),
    at       INTEGER NOT NULL,
    state    TEXT NOT NULL,
    looks    INTEGER NOT NULL,
    detail   TEXT NOT NULL
) STRICT;

CREATE INDEX transition_by_incident ON transition (incident);

-- The incidents that write or tried to: what limits count. Exists from the first write on, which may be before the
-- incident is kept anywhere else.
CREATE TABLE enforcement (
    incident  TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,     -- of its first write
    control   TEXT NOT NULL,
    partition TEXT NOT NULL,
    account   TEXT NOT NULL,
    region    TEXT NOT NULL,
    type      TEXT NOT NULL,
    target    TEXT NOT NULL,
    ended     INTEGER,              -- when it came to its outcome; NULL while it has none
    failed    INTEGER               -- 1 if that is FAILED
) STRICT;

CREATE INDEX enforcement_by_time ON enforcement (at, control, account);
CREATE INDEX enforcement_by_account ON enforcement (control, account);
CREATE INDEX enforcement_by_end ON enforcement (control, ended, failed);
CREATE INDEX enforcement_by_target ON enforcement (target, control);

-- The journal: each write is here before it is sent to AWS.
CREATE TABLE write (
    number   INTEGER PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES enforcement (incident),
    action   TEXT NOT NULL,
    request  TEXT NOT NULL,         -- a digest of it
    attempt  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    result   TEXT,                  -- ANSWERED, REFUSED, UNKNOWN; NULL while it is under way, or its sender crashed
    document TEXT NOT NULL,         -- overseer/write/1
    UNIQUE (incident, action, request, attempt)
) STRICT;

-- When a violation was first announced to its owner.
CREATE TABLE announcement (
    incident TEXT PRIMARY KEY,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The leave that people gave for incidents: one for each predecessor.
CREATE TABLE release (
    predecessor TEXT PRIMARY KEY,
    successor   TEXT NOT NULL UNIQUE,
    at          INTEGER NOT NULL,
    document    TEXT NOT NULL       -- overseer/release/1
) STRICT;

-- The leave that people gave for controls that had stopped.
CREATE TABLE lift (
    number  INTEGER PRIMARY KEY,
    control TEXT NOT NULL,
    account TEXT NOT NULL,
    person  TEXT NOT NULL,
    reason  TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

CREATE INDEX lift_by_control ON lift (control, account);

-- How many resources were compliant at first sight.
CREATE TABLE passed (
    control TEXT NOT NULL,
    account TEXT NOT NULL,
    count   INTEGER NOT NULL,
    first   INTEGER NOT NULL,       -- when the first of them was
    last    INTEGER NOT NULL,
    PRIMARY KEY (control, account)
) STRICT, WITHOUT ROWID;

CREATE VIEW incidents AS
SELECT datetime(at / 1000000000, 'unixepoch') AS at,
       id, state, control, account, region, type, target, event,
       document ->> '$.event.principal' AS principal,
       coalesce(document ->> '$.outcome.summary', 'waiting for ' || (document ->> '$.waiting.for')) AS detail,
       document ->> '$.waiting.nextLook' AS next_look,
       document ->> '$.ruling.mode' AS mode,
       document ->> '$.ruling.said' AS said,
       document
FROM incident;

CREATE VIEW writes AS
SELECT datetime(at / 1000000000, 'unixepoch') AS at,
       incident, action, attempt, result,
       coalesce(document ->> '$.answered', document ->> '$.refused', document ->> '$.unknown') AS answer,
       document ->> '$.preState' AS pre_state,
       document
FROM write;

PRAGMA user_version = 1;
