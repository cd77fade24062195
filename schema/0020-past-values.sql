-- What a case looked like before each change, so that a draft policy can be tried on how things really went.

-- One value that clocks look at, as it was before a change; new cases have none.
CREATE TABLE past_value (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    event_seq {INT} NOT NULL,      -- last event of the change
    field TEXT NOT NULL,           -- column of the case; component: of its first fault
    old TEXT,                      -- value before it; null: none
    PRIMARY KEY (ticket_id, event_seq, field)
) {CLUSTERED};
