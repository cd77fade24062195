-- Holds: when they were written down, and how often somebody higher up made them longer.

ALTER TABLE hold ADD COLUMN recorded_at {INT};   -- when it was written down; null: before this was kept
ALTER TABLE hold ADD COLUMN renewals {INT} NOT NULL DEFAULT 0; -- how often its limit was moved on
ALTER TABLE hold ADD COLUMN renewed_by_id {INT} REFERENCES staff (id); -- who approved the last renewal
ALTER TABLE hold ADD COLUMN note TEXT;           -- what the last review found
