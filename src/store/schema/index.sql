-- All of this is derived from the journal; it may be deleted at any time and is made again.
CREATE TABLE progress (
    projected_to INTEGER NOT NULL,  -- cursor up to which rows are here
    text_to INTEGER NOT NULL,       -- cursor up to which their words are
    text_ord INTEGER NOT NULL,      -- the same as an event's ordinal
    next_ord INTEGER NOT NULL,      -- what the next event gets: none is given twice
    recording TEXT NOT NULL,
    pruned_to INTEGER NOT NULL DEFAULT 0,   -- everything up to this cursor is pruned
    judged_to INTEGER               -- how far a reload's judging anew is; null if none is under way
);

-- What was cleared and can still be brought back, or is being removed.
CREATE TABLE cleared (
    clear INTEGER PRIMARY KEY,      -- cursor of the control row
    at INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    session TEXT,
    ranges TEXT,                    -- JSON: [[first, last], …] of cursors
    requests INTEGER NOT NULL,
    events INTEGER NOT NULL,
    purged INTEGER NOT NULL DEFAULT 0
);

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
    transport TEXT,
    took_us INTEGER NOT NULL,
    delivered INTEGER NOT NULL DEFAULT 1,
    body_length INTEGER NOT NULL,
    body_state TEXT NOT NULL,
    events INTEGER NOT NULL,
    findings TEXT NOT NULL,
    workspace TEXT NOT NULL
);

-- What lists and filters look at stands before what is large: SQLite reads a row from its front.
CREATE TABLE event (
    ord INTEGER PRIMARY KEY,        -- in the order of the recording, without gaps
    id INTEGER NOT NULL,            -- cursor of the request << 24 | place in the request
    received_at INTEGER NOT NULL,
    session TEXT NOT NULL,
    platform TEXT NOT NULL,
    source TEXT,
    type TEXT NOT NULL,
    name TEXT,
    canonical_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    status INTEGER NOT NULL,
    transport TEXT,
    duplicate INTEGER NOT NULL,
    double INTEGER NOT NULL,
    user_id TEXT,
    anonymous_id TEXT,
    session_id TEXT,
    message_id TEXT,
    timestamp TEXT,
    url TEXT,
    findings TEXT NOT NULL,
    consent TEXT NOT NULL,
    plan TEXT NOT NULL,
    payload TEXT NOT NULL,
    canonical TEXT NOT NULL
);
CREATE UNIQUE INDEX event_id ON event (id);

-- Which rows of a chunk have a value: see `src/store/postings`.
CREATE TABLE posting (
    list INTEGER NOT NULL,          -- 0 events by ordinal, 1 requests by cursor
    chunk INTEGER NOT NULL,
    field INTEGER NOT NULL,
    value TEXT NOT NULL,
    bits BLOB NOT NULL,
    PRIMARY KEY (list, chunk, field, value)
) WITHOUT ROWID;

-- Which tables of words there are, `text_LIST_PART`: see `src/store/text`.
CREATE TABLE text_part (
    list INTEGER NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (list, part)
) WITHOUT ROWID;

-- State of the fold: hashes of ids seen on any platform, and the newest event with each.
CREATE TABLE id_seen (hash INTEGER PRIMARY KEY, event INTEGER NOT NULL);

-- State of the fold: the events of the last seconds, by a hash of what a double fire repeats.
CREATE TABLE fresh (ord INTEGER PRIMARY KEY, hash INTEGER NOT NULL, at INTEGER NOT NULL);

-- State of the fold: ids seen, for duplicates. A row of any state counts only while its event is
-- neither cleared nor pruned.
CREATE TABLE seen (
    session TEXT NOT NULL,
    source TEXT NOT NULL,
    message_id TEXT NOT NULL,
    event INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (session, source, message_id, event)
) WITHOUT ROWID;
CREATE INDEX seen_event ON seen (event);

-- State of the fold: which visitor is which user.
CREATE TABLE identity (
    session TEXT NOT NULL,
    source TEXT NOT NULL,
    anonymous_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (session, source, anonymous_id, event)
) WITHOUT ROWID;
CREATE INDEX identity_event ON identity (event);

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

-- Those of requests that are neither cleared nor pruned.
CREATE VIEW shown_debug_trace AS
SELECT trace.* FROM debug_trace AS trace JOIN request USING (cursor)
WHERE cursor > (SELECT pruned_to FROM progress) AND NOT EXISTS (
    SELECT 1 FROM cleared
    WHERE cursor <= upto AND (cleared.session IS NULL OR cleared.session = request.session)
    AND (ranges IS NULL OR EXISTS (
        SELECT 1 FROM json_each(ranges) WHERE cursor BETWEEN value ->> 0 AND value ->> 1
    ))
);

-- Counted for the checklist: what came of each planned event, of 4,096 cursors at a time, so that
-- what is cleared can be counted anew without counting everything.
CREATE TABLE plan_count (
    bucket INTEGER NOT NULL,
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    event TEXT NOT NULL,
    result TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (bucket, session, plan, event, result)
) WITHOUT ROWID;

-- Counted for the checklist: what was wrong, and where.
CREATE TABLE plan_problem (
    bucket INTEGER NOT NULL,
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    event TEXT NOT NULL,
    rule TEXT NOT NULL,
    pointer TEXT NOT NULL,
    message TEXT NOT NULL,
    severity TEXT NOT NULL,
    count INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (bucket, session, plan, event, rule, pointer)
) WITHOUT ROWID;

-- State of the fold: which planned events a visitor has sent that others come after.
CREATE TABLE plan_step (
    session TEXT NOT NULL,
    plan TEXT NOT NULL,
    visitor TEXT NOT NULL,
    step TEXT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (session, plan, visitor, step, event)
) WITHOUT ROWID;
CREATE INDEX plan_step_event ON plan_step (event);
