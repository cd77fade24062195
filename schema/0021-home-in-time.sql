-- The cases of a home are looked for in time: what came within two weeks of it.

DROP INDEX ticket_home;
CREATE INDEX ticket_home ON ticket (home_id, opened_at) WHERE home_id IS NOT NULL; -- rebuildable
