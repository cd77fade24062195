-- What an import changed can be put back, and a person is found by name.

-- A case as it was before an import changed it.
CREATE TABLE intake_before (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    intake_id {INT} NOT NULL REFERENCES intake (id),
    old TEXT,                      -- columns that it changed, with their values before; null: erased since
    PRIMARY KEY (ticket_id, intake_id)
) {CLUSTERED};

CREATE INDEX intake_given_ticket ON intake_given (ticket_id);
CREATE INDEX customer_name ON customer (name);
