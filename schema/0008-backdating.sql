-- What is written down more than a day late stays out of on-time figures until somebody else approves it.

ALTER TABLE clock ADD COLUMN unproven {INT} NOT NULL DEFAULT 0; -- 1: stopped by a backdated moment that nobody approved

-- The verdict on one backdated event.
CREATE TABLE backdating (
    ticket_id {INT} NOT NULL,
    event_seq {INT} NOT NULL,
    approved TEXT NOT NULL,        -- yes, no
    at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id), -- not who wrote the event
    note TEXT,
    PRIMARY KEY (ticket_id, event_seq),
    FOREIGN KEY (ticket_id, event_seq) REFERENCES event (ticket_id, seq)
) {CLUSTERED};
