-- Two lines of escalation: who is on duty, who wants quiet, who gets a digest.

ALTER TABLE staff ADD COLUMN quiet TEXT;         -- hours without messages, in the store's zone: 22:00-07:00
ALTER TABLE staff ADD COLUMN digest TEXT;        -- hours of the day at which messages come gathered: 08:30;17:00
ALTER TABLE message ADD COLUMN urgent {INT} NOT NULL DEFAULT 0; -- 1: breaks quiet hours and goes alone, not in a digest
ALTER TABLE message ADD COLUMN digest_id {INT} REFERENCES message (id); -- the digest that carried it
CREATE INDEX message_digest ON message (digest_id) WHERE digest_id IS NOT NULL;

-- A duty rota: who answers for a post from when until when; it goes before post and deputy.
CREATE TABLE duty (
    unit_id {INT} NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,
    staff_id {INT} NOT NULL REFERENCES staff (id),
    from_at {INT} NOT NULL,
    until_at {INT} NOT NULL,
    PRIMARY KEY (unit_id, role, from_at, staff_id)
) {CLUSTERED};
