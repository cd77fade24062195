-- Orders of others (hotline, consumer line, petition office) on a case of ours: each has clocks of its own.

-- One order of others. Its number within the case is the `instance` of its clocks (metrics outside_*).
CREATE TABLE outside_order (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    number {INT} NOT NULL,         -- within the case
    source_id {INT} NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    channel TEXT NOT NULL,         -- hotline, consumer_line, petition, leader_board ...
    kind TEXT,                     -- kind of case by which its limits are chosen
    received_at {INT} NOT NULL,    -- when it reached us
    signed_at {INT},               -- when we signed for it
    contacted_at {INT},            -- when its customer was first reached
    answered_at {INT},             -- when the answer went out
    finished_at {INT},             -- when they took it as finished
    target_at {INT},               -- their limit as the order itself names it
    PRIMARY KEY (ticket_id, number),
    UNIQUE (source_id, external_id)
) {CLUSTERED};

-- What was asked for and granted, or not: nothing else moves a limit of others.
CREATE TABLE extension (
    ticket_id {INT} NOT NULL,
    number {INT} NOT NULL,         -- of the order
    seq {INT} NOT NULL,            -- within the order
    granted TEXT NOT NULL,         -- yes, no
    permit TEXT,                   -- number under which they granted or refused it
    due_before {INT},              -- their limit before
    due_after {INT},               -- their limit since, where granted
    at {INT} NOT NULL,             -- when it was decided
    actor_id {INT} NOT NULL REFERENCES actor (id),
    note TEXT,
    PRIMARY KEY (ticket_id, number, seq),
    FOREIGN KEY (ticket_id, number) REFERENCES outside_order (ticket_id, number)
) {CLUSTERED};
