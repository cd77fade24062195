-- Visits that were agreed on, each with what became of it.

-- One agreed window; a window that is moved ends its row and begins another.
CREATE TABLE appointment (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,            -- within the case
    order_seq {INT},               -- work order whose crew comes; null: the case as a whole
    from_at {INT} NOT NULL,        -- window
    until_at {INT} NOT NULL,
    agreed_at {INT} NOT NULL,      -- when it was agreed
    agreed_by TEXT,                -- with whom: owner, tenant, keeper ...
    access TEXT,                   -- how one gets in: at_home, keys, empty, refused
    state TEXT NOT NULL,           -- agreed, kept, missed, moved, cancelled
    missed_by TEXT,                -- us, owner
    ended_at {INT},                -- when it was kept, missed, moved or cancelled
    reason TEXT,
    actor_id {INT} NOT NULL REFERENCES actor (id), -- who wrote it down
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};
