-- An import that was wrong can be taken back.

ALTER TABLE intake ADD COLUMN reverted_at {INT};   -- when it was taken back
ALTER TABLE intake ADD COLUMN reverted_by_id {INT} REFERENCES actor (id);
ALTER TABLE event ADD COLUMN intake_id {INT};      -- the import that changed a case which was there before

-- What a source had given of a case before an import changed it.
CREATE TABLE intake_given (
    intake_id {INT} NOT NULL REFERENCES intake (id),
    source_id {INT} NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    digest {INT} NOT NULL,         -- as table reference held it
    given TEXT,                    -- as table reference held it
    PRIMARY KEY (intake_id, source_id, external_id)
) {CLUSTERED};
