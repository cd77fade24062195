-- Holds: who really approved them, who looked at them again, what ended them.

ALTER TABLE hold ADD COLUMN approver_id {INT} REFERENCES staff (id); -- the member of staff behind `approver`
ALTER TABLE hold ADD COLUMN reviewed_at {INT};  -- when somebody looked at it again
ALTER TABLE hold ADD COLUMN ended_by TEXT;      -- resume, limit, or the verb that ended the case
