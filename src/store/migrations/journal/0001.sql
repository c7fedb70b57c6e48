-- The truth: what came and what was answered. One table, one growing number, no index but that.
CREATE TABLE entry (
    cursor INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,          -- 0 an exchange, 1 the answer to `refers` was not delivered,
                                    -- 2 a debug session was started or ended
    at INTEGER NOT NULL,            -- microseconds since 1970
    refers INTEGER,
    session TEXT,
    platform TEXT,
    source TEXT,
    outcome TEXT,
    peer TEXT,
    method TEXT,
    path TEXT,
    query TEXT,
    headers TEXT,                   -- JSON: [[name, value], …]
    body BLOB,
    body_length INTEGER,
    body_state TEXT,
    status INTEGER,
    answer_headers TEXT,
    answer_body BLOB,
    took_us INTEGER,
    moment TEXT,                    -- JSON: what the verdict needed besides request and workspace;
                                    -- of a debug session, what was done
    workspace TEXT,                 -- hash
    version TEXT                    -- of eventpit
);

-- Each workspace that was ever in force, so that a request is explained by what judged it.
CREATE TABLE workspace (
    hash TEXT PRIMARY KEY,
    files TEXT NOT NULL             -- JSON: {name: text}
) WITHOUT ROWID;

CREATE TABLE recording (id TEXT NOT NULL);
