-- What a desk ties to a case: other cases, exposure in the media, letters of lawyers and courts.

ALTER TABLE ticket ADD COLUMN legal_hold TEXT;   -- yes: no automatic message and no erasure
ALTER TABLE attachment ADD COLUMN size {INT};    -- bytes of the file when it was attached
CREATE INDEX ticket_parent ON ticket (parent_id) WHERE parent_id IS NOT NULL;

-- Cases that belong together and yet go their own ways.
CREATE TABLE link (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    other_id {INT} NOT NULL REFERENCES ticket (id),
    kind TEXT NOT NULL,            -- source, duplicate, related, follows
    at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    note TEXT,
    PRIMARY KEY (ticket_id, other_id, kind)
) {CLUSTERED};
CREATE INDEX link_other ON link (other_id);

-- Exposure (where, since when, how far) and legal matters (letter, number, court) of a case.
CREATE TABLE matter (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,            -- within the case
    kind TEXT NOT NULL,            -- exposure, letter, suit
    place TEXT NOT NULL,           -- platform or medium; law firm or court
    number TEXT,                   -- number of the letter or of the court's case
    reach {INT},                   -- readers or members
    first_at {INT},                -- first seen; received
    until_at {INT},                -- limit for the answer; hearing
    recorded_at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    note TEXT,
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};
