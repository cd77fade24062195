-- Orders of others run clocks of their own: what used to be one clock `outside` of a case becomes the finish of its order.

ALTER TABLE extension ADD COLUMN answer_after {INT}; -- limit of the answer since, where it moved too

INSERT INTO outside_order (ticket_id, number, source_id, external_id, channel, received_at, signed_at, contacted_at, answered_at, finished_at, target_at)
SELECT t.id, 1, r.source_id, r.external_id, t.channel, t.opened_at, t.assigned_at, t.first_contact_at, t.closed_at, t.closed_at, t.target_at
FROM ticket AS t JOIN reference AS r ON r.ticket_id = t.id AND r.main = 1
WHERE t.channel IN ('hotline', 'consumer_line', 'petition') AND t.opened_at IS NOT NULL AND t.merged_into IS NULL;

UPDATE clock_span SET metric = 'outside_finish' WHERE metric = 'outside' AND ticket_id IN (SELECT ticket_id FROM outside_order);
UPDATE clock SET metric = 'outside_finish' WHERE metric = 'outside' AND ticket_id IN (SELECT ticket_id FROM outside_order);
UPDATE deadline SET metric = 'outside_finish' WHERE metric = 'outside' AND ticket_id IN (SELECT ticket_id FROM outside_order);
UPDATE escalation SET metric = 'outside_finish' WHERE metric = 'outside' AND ticket_id IN (SELECT ticket_id FROM outside_order);
UPDATE target SET metric = 'outside_finish', stop = 'finished' WHERE metric = 'outside' AND channel IN ('hotline', 'consumer_line', 'petition');
