-- The names of cases lie in the order of the cases, in which an import brings them; to find a case by its name there
-- is an index, which a first load builds sorted. Before, each name went to its own place among a million.

-- The names that a case has in the systems it comes from.
CREATE TABLE name_of_case (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    source_id {INT} NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    main {INT} NOT NULL,           -- 1: the reference a list shows
    digest {INT} NOT NULL,         -- of the importable fields as the source gave them last
    given TEXT,                    -- JSON of those values; null while the case still holds them unchanged
    PRIMARY KEY (ticket_id, source_id, external_id)
) {CLUSTERED};
INSERT INTO name_of_case (ticket_id, source_id, external_id, main, digest, given)
SELECT ticket_id, source_id, external_id, main, digest, given FROM reference ORDER BY ticket_id;
DROP TABLE reference;
ALTER TABLE name_of_case RENAME TO reference;
CREATE UNIQUE INDEX reference_name ON reference (source_id, external_id); -- rebuildable

-- Few cases stand in these: filling them row by row costs nothing, building them reads all cases.
DROP INDEX ticket_customer;
DROP INDEX ticket_soothe;
DROP INDEX ticket_recall;
CREATE INDEX ticket_customer ON ticket (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX ticket_soothe ON ticket (unhappy_at) WHERE unhappy_at IS NOT NULL AND soothed_at IS NULL;
CREATE INDEX ticket_recall ON ticket (recall_at) WHERE recall_at IS NOT NULL AND recalled_at IS NULL;
