-- Control rows: what was done to the recording itself. Of `kind`: 3 requests were cleared, 4 a
-- clear was undone, 5 a clear can't be undone any more, 6 all up to `refers` was pruned, 7 another
-- workspace came into force. An earlier eventpit takes none of them for what it is.

-- Control rows are few, and are asked for by what they refer to.
CREATE INDEX entry_control ON entry (kind, refers) WHERE kind > 1;

-- What was pruned so far, and up to which cursor.
CREATE TABLE pruned (
    requests INTEGER NOT NULL,
    events INTEGER NOT NULL,
    upto INTEGER NOT NULL
);
INSERT INTO pruned (requests, events, upto) VALUES (0, 0, 0);
