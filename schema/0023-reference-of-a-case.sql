-- A list shows each case's main reference: which one that is stands in the index beside the case, so that a list of
-- all cases reads the references in the order of the cases and nothing else of them.

DROP INDEX reference_ticket;

CREATE INDEX reference_ticket ON reference (ticket_id, main); -- rebuildable
