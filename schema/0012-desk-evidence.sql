-- The same picture under two cases is found at once; what a desk may set for itself.

CREATE INDEX attachment_hash ON attachment (sha256) WHERE sha256 IS NOT NULL;

-- Settings of the desk: of how many homes a group is; how many chasers in how many days raise a case.
INSERT INTO setting (name, value) VALUES ('group_homes', '5'), ('chaser_limit', '3'), ('chaser_days', '7');
