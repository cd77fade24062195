-- Call-backs: every attempt, the second call after a leak, the soothing of who is solved but unhappy.

ALTER TABLE ticket ADD COLUMN unhappy_at {INT};  -- solved but unhappy: since when somebody owes a soothing word
ALTER TABLE ticket ADD COLUMN soothed_at {INT};  -- when it was said
ALTER TABLE ticket ADD COLUMN recall_at {INT};   -- when a second call falls due: after rain, or 30 days
ALTER TABLE ticket ADD COLUMN recalled_at {INT}; -- when it was made

-- One attempt to call a customer back.
CREATE TABLE callback (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,            -- within the case
    call {INT} NOT NULL,           -- 1: after closing; 2: the second call
    at {INT} NOT NULL,
    recorded_at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    means TEXT NOT NULL,           -- phone, sms, app, visit
    result TEXT NOT NULL,          -- solved, unhappy, not_solved, unreached, refused, wrong_number
    speed {INT},                   -- the customer's scores, 1..5
    attitude {INT},
    quality {INT},
    score {INT},                   -- over all
    reason TEXT,                   -- why unhappy
    quality_check TEXT,            -- the staff's own: passed, failed
    recording TEXT,                -- number of the recording
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- Days of rain: the first after a leak was closed brings the second call forward.
CREATE TABLE weather (
    unit_id {INT} NOT NULL REFERENCES unit (id), -- project, city or region
    day {INT} NOT NULL,            -- local day, days since 1970
    kind TEXT NOT NULL,            -- rain, storm, frost
    PRIMARY KEY (unit_id, day, kind)
) {CLUSTERED};
