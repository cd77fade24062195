-- What is still owed when a case is over: few cases, found without reading the others.

CREATE INDEX ticket_soothe ON ticket (unhappy_at) WHERE unhappy_at IS NOT NULL AND soothed_at IS NULL; -- rebuildable
CREATE INDEX ticket_recall ON ticket (recall_at) WHERE recall_at IS NOT NULL AND recalled_at IS NULL; -- rebuildable
CREATE INDEX clock_unproven ON clock (ticket_id) WHERE unproven = 1; -- rebuildable
CREATE INDEX event_backdated ON event (recorded_at) WHERE mark = 'backdated'; -- rebuildable
