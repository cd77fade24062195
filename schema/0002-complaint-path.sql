-- The path of a complaint: verified, planned, approved, talked over, agreed on.

ALTER TABLE ticket ADD COLUMN planned_at {INT};  -- when a plan was laid down
ALTER TABLE ticket ADD COLUMN approved_at {INT}; -- when the plan was approved
ALTER TABLE ticket ADD COLUMN talked_at {INT};   -- when it was talked over with the customer
ALTER TABLE ticket ADD COLUMN agreed_at {INT};   -- when both sides agreed

-- What a complaint asks for, what is offered and what both sides agree on.
CREATE TABLE settlement (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    plan TEXT,                     -- what is meant to be done
    planned_by_id {INT} REFERENCES actor (id), -- who made the plan, and so does not approve it
    demanded {INT},                -- fen that the customer asks for
    offered {INT},                 -- fen that the plan offers
    approver_id {INT} REFERENCES staff (id), -- who approved the plan
    agreed {INT},                  -- fen agreed on
    terms TEXT,                    -- what was agreed on, in words
    PRIMARY KEY (ticket_id)
) {CLUSTERED};

-- Who may approve an offer of how much: the lowest amount that covers the offer names the post.
CREATE TABLE approval_limit (
    role TEXT NOT NULL,            -- role of the approver: head, care ...
    level TEXT NOT NULL,           -- where: project, city, region, group
    amount {INT},                  -- fen up to which; null: any
    PRIMARY KEY (role, level)
) {CLUSTERED};
