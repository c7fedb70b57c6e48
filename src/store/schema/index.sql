-- All of this is derived from the journal; it may be deleted at any time and is made again.
CREATE TABLE progress (projected_to INTEGER NOT NULL, recording TEXT NOT NULL);

CREATE TABLE request (
    cursor INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    session TEXT NOT NULL,
    platform TEXT,
    source TEXT,
    peer TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    query TEXT NOT NULL,
    status INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    took_us INTEGER NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 1,
    body_length INTEGER NOT NULL,
    body_state TEXT NOT NULL,
    events INTEGER NOT NULL,
    findings TEXT NOT NULL,
    workspace TEXT NOT NULL
);
CREATE INDEX request_session ON request (session);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,         -- cursor of the request << 24 | place in the request
    received_at INTEGER NOT NULL,
    session TEXT NOT NULL,
    platform TEXT NOT NULL,
    source TEXT,
    type TEXT NOT NULL,
    name TEXT,
    canonical_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    user_id TEXT,
    anonymous_id TEXT,
    session_id TEXT,
    message_id TEXT,
    timestamp TEXT,
    consent TEXT NOT NULL,
    findings TEXT NOT NULL,
    plan TEXT NOT NULL,
    payload TEXT NOT NULL,
    canonical TEXT NOT NULL
);
CREATE INDEX event_session ON event (session);

-- State of the fold: ids seen, for duplicates.
CREATE TABLE seen (
    session TEXT NOT NULL,
    source TEXT NOT NULL,
    message_id TEXT NOT NULL,
    event INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (session, source, message_id)
) WITHOUT ROWID;

-- State of the fold: which visitor is which user.
CREATE TABLE identity (
    session TEXT NOT NULL,
    source TEXT NOT NULL,
    anonymous_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (session, source, anonymous_id)
) WITHOUT ROWID;

-- State of the fold: debug sessions that a person started, of each code the newest.
CREATE TABLE debug_session (
    code TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER
) WITHOUT ROWID;

-- What came with a debug code, by the cursor of its request.
CREATE TABLE debug_trace (
    cursor INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    at INTEGER NOT NULL,
    traced TEXT NOT NULL,           -- shown, unfit or upload
    known INTEGER NOT NULL,         -- whether a debug session had the code
    source TEXT,
    container TEXT
);
CREATE INDEX debug_trace_code ON debug_trace (code, cursor);
CREATE INDEX debug_trace_unclaimed ON debug_trace (code, container, at) WHERE known = 0;

-- Counted for the checklist: what came of each planned event.
CREATE TABLE plan_count (
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    event TEXT NOT NULL,
    result TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (session, plan, event, result)
) WITHOUT ROWID;

-- Counted for the checklist: what was wrong, and where.
CREATE TABLE plan_problem (
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    event TEXT NOT NULL,
    rule TEXT NOT NULL,
    pointer TEXT NOT NULL,
    message TEXT NOT NULL,
    severity TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (session, plan, event, rule, pointer)
) WITHOUT ROWID;

-- State of the fold: which planned events a visitor has sent that others come after.
CREATE TABLE plan_step (
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    visitor TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (session, plan, visitor, event)
) WITHOUT ROWID;
