-- By when a plan is to be carried out, and whose wish an appointment is.

ALTER TABLE settlement ADD COLUMN due_at {INT};       -- by when the plan is to be carried out
ALTER TABLE appointment ADD COLUMN chosen_by TEXT;    -- owner, us: a window that the owner chose moves the limit of the visit
CREATE INDEX appointment_agreed ON appointment (from_at) WHERE state = 'agreed';
