-- The case, its people and places, its clocks, its messages.
--
-- Times are UTC seconds (…_at), dates are days since 1970-01-01 (…_on), money is whole fen. Words of a closed list
-- (kind, state, channel ...) are the codes of the descriptors in lib/. The event log is the truth of every case; the
-- rows of ticket, fault and work_order hold the state that replaying it gives.

-- ---------------------------------------------------------------------------------------------------------------------
-- The store itself
-- ---------------------------------------------------------------------------------------------------------------------

-- Who did what to how many, for the privacy law; holds ids and no personal text. Chained by hash a day and session.
CREATE TABLE audit (
    id {ID},                       -- order of writing
    at {INT} NOT NULL,             -- when
    local_day {INT} NOT NULL,      -- the store's local day, days since 1970
    session TEXT NOT NULL,         -- one run of one command
    actor TEXT NOT NULL,           -- login name or --actor
    what TEXT NOT NULL,            -- unmask, export, erase, migrate, grant
    subject TEXT,                  -- what it was done to: command and ids
    count {INT} NOT NULL,          -- how many records
    previous TEXT NOT NULL,        -- hash of the row before in this day and session, or ''
    hash TEXT NOT NULL             -- SHA-256 over previous and this row
) {TABLE};
CREATE INDEX audit_day ON audit (local_day, session);

-- Who acts: clerks, systems, programs. Kept apart from the log, so that erasing a person leaves the log whole.
CREATE TABLE actor (
    id {ID},
    name TEXT NOT NULL UNIQUE      -- as given by --actor, or the name of a source
) {TABLE};

-- Systems that cases and people come from.
CREATE TABLE source (
    id {ID},
    name TEXT NOT NULL UNIQUE      -- as given by --source; the store's own uuid for what is entered here
) {TABLE};

-- One import.
CREATE TABLE intake (
    id {ID},
    at {INT} NOT NULL,             -- when it was committed
    actor_id {INT} NOT NULL REFERENCES actor (id),
    noun TEXT NOT NULL,            -- ticket, customer, home ...
    source_id {INT} REFERENCES source (id),
    inserted {INT} NOT NULL,
    updated {INT} NOT NULL,
    unchanged {INT} NOT NULL,
    refused {INT} NOT NULL
) {TABLE};

-- ---------------------------------------------------------------------------------------------------------------------
-- Working calendars
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE calendar (
    id {ID},
    name TEXT NOT NULL UNIQUE,     -- 24x7, cn-office, care-desk, site
    title TEXT,                    -- for people
    timezone TEXT NOT NULL,        -- IANA zone in which hours and days are local
    hours TEXT NOT NULL,           -- weekly hours: "mon-fri 09:00-12:00,13:30-18:00"
    known_from {INT},              -- first day whose exceptions are published; null: all days are known
    known_until {INT}              -- last such day
) {TABLE};

-- What is special about a day.
CREATE TABLE calendar_day (
    calendar_id {INT} NOT NULL REFERENCES calendar (id),
    day {INT} NOT NULL,            -- days since 1970
    kind TEXT NOT NULL,            -- holiday, makeup, hours, break
    times TEXT NOT NULL,           -- open (or cut out) hours, or ''
    label TEXT,                    -- name of the holiday
    PRIMARY KEY (calendar_id, day, kind, times)
) {CLUSTERED};

-- ---------------------------------------------------------------------------------------------------------------------
-- Organisation and homes
-- ---------------------------------------------------------------------------------------------------------------------

-- The tree a ladder climbs (group, region, city, project), and the parties beside it (property company, contractor).
CREATE TABLE unit (
    id {ID},
    code TEXT NOT NULL UNIQUE,     -- short name used in files: SH, SH-01, S07
    name TEXT NOT NULL,            -- full name
    kind TEXT NOT NULL,            -- group, region, city, project, property, contractor
    parent_id {INT} REFERENCES unit (id),
    aliases TEXT,                  -- other spellings in CRMs, ';' between
    trade TEXT,                    -- of a contractor: what it does
    status TEXT NOT NULL,          -- active, watch, suspended, lost, closed
    calendar_id {INT} REFERENCES calendar (id), -- a project's own site calendar (winter, Spring Festival stops)
    handed_to_id {INT} REFERENCES unit (id),    -- a closed-out project's duty went to this city's maintenance centre
    handed_on {INT}
) {TABLE};

-- A delivery batch of a project.
CREATE TABLE batch (
    id {ID},
    unit_id {INT} NOT NULL REFERENCES unit (id),
    code TEXT NOT NULL,
    name TEXT,
    UNIQUE (unit_id, code)
) {TABLE};

-- Dated milestones of a project or batch: land, design, opening, site open day, delivery planned and actual ...
CREATE TABLE milestone (
    id {ID},
    unit_id {INT} NOT NULL REFERENCES unit (id),
    batch_id {INT} REFERENCES batch (id),
    kind TEXT NOT NULL,            -- land, kickoff, sales_opening, site_open, completion, delivery, closeout
    planned_on {INT},
    actual_on {INT}
) {TABLE};
CREATE INDEX milestone_unit ON milestone (unit_id, kind);

CREATE TABLE building (
    id {ID},
    unit_id {INT} NOT NULL REFERENCES unit (id),
    code TEXT NOT NULL,            -- normalised: 3, not 03# or 3栋
    name TEXT,
    batch_id {INT} REFERENCES batch (id),
    contractor_id {INT} REFERENCES unit (id), -- general contractor of the section
    section TEXT,                  -- tender section
    UNIQUE (unit_id, code)
) {TABLE};

CREATE TABLE home (
    id {ID},
    code TEXT NOT NULL UNIQUE,     -- the firm's code of the room
    unit_id {INT} NOT NULL REFERENCES unit (id), -- the project
    building_id {INT} REFERENCES building (id),
    place TEXT NOT NULL,           -- normalised building-unit-room: 3-2-1801
    entrance TEXT,                 -- unit (单元)
    floor {INT},
    room TEXT,
    use TEXT,                      -- residence, flat, shop, parking
    line TEXT,                     -- product line
    layout TEXT,
    area {REAL},                   -- square metres
    fitout TEXT,                   -- bare, fitted
    completed_on {INT},            -- 竣工验收
    contract_on {INT},             -- delivery by contract
    notice_on {INT},               -- delivery by notice
    delivered_on {INT},            -- actually handed over
    delivery_state TEXT,           -- planned, noticed, delivered, refused
    warranty_on {INT},             -- warranty starts
    moved_in_on {INT},
    vacant TEXT,                   -- yes, no
    keeper TEXT,                   -- the property company's keeper
    UNIQUE (unit_id, place)
) {TABLE};

-- Other spellings of a room in a project that the normaliser does not find by itself.
CREATE TABLE home_alias (
    unit_id {INT} NOT NULL REFERENCES unit (id),
    alias TEXT NOT NULL,           -- as it is written, spaces taken out
    home_id {INT} NOT NULL REFERENCES home (id),
    PRIMARY KEY (unit_id, alias)
) {CLUSTERED};

CREATE TABLE staff (
    id {ID},
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    account TEXT,                  -- chat account for a sender program
    language TEXT,                 -- zh, en: messages come in it
    employer_id {INT} REFERENCES unit (id), -- developer's unit, property company or contractor
    active_until {INT}             -- last day of service
) {TABLE};

-- Who holds which post where: dated duties with a deputy. The ladder finds its people here.
CREATE TABLE post (
    id {ID},
    unit_id {INT} NOT NULL REFERENCES unit (id),
    role TEXT NOT NULL,            -- engineer, care, construction, design, sales, property, head ...
    staff_id {INT} NOT NULL REFERENCES staff (id),
    deputy_id {INT} REFERENCES staff (id),
    from_on {INT},
    until_on {INT}                 -- last day of the duty
) {TABLE};
CREATE INDEX post_unit ON post (unit_id, role);

-- Days on which a member of staff is away: the deputy stands in.
CREATE TABLE absence (
    staff_id {INT} NOT NULL REFERENCES staff (id),
    from_on {INT} NOT NULL,
    until_on {INT} NOT NULL,
    PRIMARY KEY (staff_id, from_on)
) {CLUSTERED};

-- ---------------------------------------------------------------------------------------------------------------------
-- Customers
-- ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE household (
    id {ID},
    name TEXT NOT NULL
) {TABLE};

CREATE TABLE customer (
    id {ID},
    source_id {INT} NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,            -- buyer, visitor, prospect
    phone TEXT,
    phone2 TEXT,
    email TEXT,
    identity TEXT,                 -- identity card or passport
    channel TEXT,                  -- preferred way to be reached
    hours TEXT,                    -- preferred hours
    language TEXT,
    watch TEXT,                    -- why this person needs special care
    stage TEXT,                    -- pre_owner, settling, settled, old
    household_id {INT} REFERENCES household (id),
    merged_into {INT} REFERENCES customer (id),
    erased_at {INT},               -- privacy law: fields are blank since then
    digest {INT},                  -- of what the source gave last
    UNIQUE (source_id, external_id)
) {TABLE};
CREATE INDEX customer_phone ON customer (phone) WHERE phone IS NOT NULL;
CREATE INDEX customer_external ON customer (external_id);
CREATE INDEX customer_merged ON customer (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX customer_phone2 ON customer (phone2) WHERE phone2 IS NOT NULL;

-- Who is what to a home, and since when.
CREATE TABLE home_role (
    customer_id {INT} NOT NULL REFERENCES customer (id),
    home_id {INT} NOT NULL REFERENCES home (id),
    role TEXT NOT NULL,            -- owner, co_owner, family, tenant, agent, second_owner, committee
    from_on {INT},
    until_on {INT},
    PRIMARY KEY (customer_id, home_id, role)
) {CLUSTERED};
CREATE INDEX home_role_home ON home_role (home_id);

-- Consent, a purpose each; the newest row of a purpose counts.
CREATE TABLE consent (
    id {ID},
    customer_id {INT} NOT NULL REFERENCES customer (id),
    purpose TEXT NOT NULL,         -- service, marketing, survey, third_party
    ground TEXT NOT NULL,          -- contract, law, consent
    given TEXT NOT NULL,           -- yes, no (withdrawn)
    at {INT} NOT NULL,
    channel TEXT,
    version TEXT,                  -- of the text that was shown
    actor_id {INT} NOT NULL REFERENCES actor (id)
) {TABLE};
CREATE INDEX consent_customer ON consent (customer_id, purpose, at);

-- What changed about a customer; old and new are blanked by erasure.
CREATE TABLE customer_event (
    customer_id {INT} NOT NULL REFERENCES customer (id),
    seq {INT} NOT NULL,
    at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    verb TEXT NOT NULL,            -- import, change, merge, consent, erase
    field TEXT,
    old TEXT,
    new TEXT,
    PRIMARY KEY (customer_id, seq)
) {CLUSTERED};

-- ---------------------------------------------------------------------------------------------------------------------
-- The case
-- ---------------------------------------------------------------------------------------------------------------------

-- The states of the loop and the step each belongs to. The codes are those of ticket-record.c (a test compares).
CREATE TABLE state (
    code TEXT PRIMARY KEY,
    step TEXT NOT NULL,            -- receive, inspect, dispatch, work, close, callback, over
    rank {INT} NOT NULL,           -- order in the loop
    ended {INT} NOT NULL           -- 1: the case is over, nothing is due any more
) {TABLE};
INSERT INTO state (code, step, rank, ended) VALUES
    ('received', 'receive', 10, 0), ('to_inspect', 'inspect', 20, 0), ('to_check', 'inspect', 21, 0),
    ('to_plan', 'inspect', 22, 0), ('to_approve', 'inspect', 23, 0), ('to_dispatch', 'dispatch', 30, 0),
    ('refused', 'dispatch', 31, 0), ('to_accept', 'dispatch', 32, 0), ('to_appoint', 'work', 40, 0),
    ('to_visit', 'work', 41, 0), ('in_work', 'work', 42, 0), ('rework', 'work', 43, 0), ('to_talk', 'work', 44, 0),
    ('to_agree', 'work', 45, 0), ('to_verify', 'work', 46, 0), ('to_close', 'close', 50, 0),
    ('held', 'work', 55, 0), ('to_call_back', 'callback', 60, 0), ('closed', 'over', 70, 1),
    ('not_ours', 'over', 71, 1), ('settled', 'over', 72, 1), ('cancelled', 'over', 73, 1), ('merged', 'over', 74, 1);

-- Which path a case goes: the first row, by rank, that fits kind and priority.
CREATE TABLE path (
    id {ID},
    name TEXT NOT NULL UNIQUE,     -- repair, emergency, complaint, talk ...
    title TEXT,
    rank {INT} NOT NULL,
    kinds TEXT,                    -- kinds of case, ';' between; null: any
    priorities TEXT                -- priorities, ';' between; null: any
) {TABLE};

-- The legal moves of a path.
CREATE TABLE path_move (
    path_id {INT} NOT NULL REFERENCES path (id),
    verb TEXT NOT NULL,            -- inspect, dispatch, accept, work, verify, close, callback, reopen, contact ...
    outcome TEXT NOT NULL,         -- '' or done, failed, solved, not_solved, unhappy, not_ours, settled
    from_state TEXT NOT NULL REFERENCES state (code),
    to_state TEXT NOT NULL REFERENCES state (code),
    demands TEXT,                  -- what must be known first: class;component;cause;party;evidence
    PRIMARY KEY (path_id, verb, outcome, from_state)
) {CLUSTERED};

CREATE TABLE ticket (
    id {ID},
    kind TEXT NOT NULL,            -- repair, complaint, inquiry, suggestion, praise, plea, chaser, handover
    state TEXT NOT NULL,           -- see table state
    path_id {INT} REFERENCES path (id),
    resume_state TEXT,             -- where a held case goes on
    priority {INT} NOT NULL,       -- 1 emergency .. 4 planned
    grade TEXT,                    -- complaint grade: ordinary, important, major, crisis
    flags TEXT,                    -- media;lawyer;group;injury;hotline;rescission
    channel TEXT,
    unit_id {INT} REFERENCES unit (id),     -- project
    batch_id {INT} REFERENCES batch (id),   -- of a handover peak
    home_id {INT} REFERENCES home (id),     -- damaged home
    source_home_id {INT} REFERENCES home (id), -- home the damage comes from
    project TEXT,                  -- as the source wrote it, where it resolved to no unit
    batch TEXT,                    -- as the source wrote it
    building TEXT,                 -- as written
    entrance TEXT,                 -- unit (单元) as written
    room TEXT,                     -- as written, or the whole address
    scope TEXT,                    -- indoor, common, equipment, parking, amenity
    reporter TEXT,
    phone TEXT,
    email TEXT,
    relation TEXT,                 -- owner, co_owner, family, tenant, agent ...
    customer_id {INT} REFERENCES customer (id),
    demand TEXT,                   -- repair, compensation, exchange, rescission, apology, explanation
    origin TEXT,                   -- source of the complaint: quality, promise, property, design, delivery, repair
    subject TEXT,
    body TEXT,
    category1 TEXT,                -- category path as the source has it
    category2 TEXT,
    taker TEXT,                    -- who took the call
    assignee TEXT,                 -- who handles it
    handling_dept TEXT,            -- who deals with it
    responsible_dept TEXT,         -- whose fault it is
    opened_at {INT},               -- the moment clocks start from: occurred_at, else recorded_at; null: none known
    local_day {INT},               -- its local day in the store's zone
    occurred_at {INT},             -- when it was reported
    recorded_at {INT},             -- when the source (or we) wrote it down
    first_contact_at {INT},        -- first word that reached the customer
    assigned_at {INT},             -- when somebody was first named to handle it
    inspected_at {INT},
    dispatched_at {INT},
    accepted_at {INT},
    appointment_at {INT},
    arrived_at {INT},
    done_at {INT},
    verified_at {INT},
    closed_at {INT},
    callback_at {INT},
    closed_day {INT},              -- local day of closed_at
    target_at {INT},               -- the source's own target: an outside clock
    promised_at {INT},             -- promised to the customer
    last_contact_at {INT},         -- last word that reached the customer
    warranty TEXT,                 -- in, out, disputed, misuse
    hold_reason TEXT,              -- of the hold that lasts
    hold_until {INT},
    delay_reason TEXT,
    resolution TEXT,
    verdict TEXT,                  -- valid, partly, invalid
    closed_by TEXT,                -- who closed it, and so does not call back
    callback_result TEXT,          -- solved, not_solved, unhappy, unreached, refused
    score {INT},                   -- the customer's, 1..5
    quality_check TEXT,            -- the staff's: passed, failed
    cost {INT},                    -- fen
    reopens {INT} NOT NULL DEFAULT 0,
    chasers {INT} NOT NULL DEFAULT 0,
    handoffs {INT} NOT NULL DEFAULT 0,      -- changes of handling department or supplier
    level {INT} NOT NULL DEFAULT 0,         -- how many levels up its ladders begin
    parent_id {INT} REFERENCES ticket (id), -- a group case
    merged_into {INT} REFERENCES ticket (id),
    anomalies TEXT,                -- times_reversed;times_equal;no_opening;unresolved_home;unresolved_project;backdated
    provisional {INT},             -- 1: a due moment was reckoned over an unpublished year
    extra TEXT,                    -- JSON of the source's columns that nobody mapped
    intake_id {INT},               -- the import that brought it
    CHECK (priority BETWEEN 1 AND 4)
) {TABLE};
CREATE INDEX ticket_opened ON ticket (opened_at);               -- rebuildable
CREATE INDEX ticket_unit ON ticket (unit_id);                   -- rebuildable
CREATE INDEX ticket_phone ON ticket (phone) WHERE phone IS NOT NULL; -- rebuildable
CREATE INDEX ticket_kind ON ticket (kind, priority);            -- rebuildable
CREATE INDEX ticket_home ON ticket (home_id) WHERE home_id IS NOT NULL; -- rebuildable
CREATE INDEX ticket_customer ON ticket (customer_id) WHERE customer_id IS NOT NULL; -- rebuildable

-- What the world calls a case: several a case, each with the digest of what its system gave last.
CREATE TABLE reference (
    source_id {INT} NOT NULL REFERENCES source (id),
    external_id TEXT NOT NULL,
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    main {INT} NOT NULL,           -- 1: the reference a list shows
    digest {INT} NOT NULL,         -- of the importable fields as the source gave them last
    given TEXT,                    -- JSON of those values; null while the case still holds them unchanged
    PRIMARY KEY (source_id, external_id)
) {CLUSTERED};
CREATE INDEX reference_ticket ON reference (ticket_id); -- rebuildable

-- A fault of a case: what is broken where, and in the end why and through whom.
CREATE TABLE fault (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,            -- within the case
    place TEXT,                    -- room or part of the estate
    component TEXT,
    symptom TEXT,
    first_class TEXT,              -- verdict at inspection
    class TEXT,                    -- final: design, material, workmanship, misuse, upkeep, no_defect, undecided
    cause TEXT,
    party_id {INT} REFERENCES unit (id),
    party TEXT,                    -- as written, where it resolved to no unit
    closed_at {INT},
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- Shares of responsibility for a fault, in per cent.
CREATE TABLE fault_share (
    ticket_id {INT} NOT NULL,
    fault_seq {INT} NOT NULL,
    party TEXT NOT NULL,
    percent {INT} NOT NULL,
    disputed TEXT NOT NULL,        -- yes, no
    PRIMARY KEY (ticket_id, fault_seq, party),
    FOREIGN KEY (ticket_id, fault_seq) REFERENCES fault (ticket_id, seq)
) {CLUSTERED};

-- A work order: one supplier or crew on one fault.
CREATE TABLE work_order (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,            -- within the case
    fault_seq {INT},
    supplier_id {INT} REFERENCES unit (id),
    supplier TEXT,                 -- as written, where it resolved to no unit
    trade TEXT,
    state TEXT NOT NULL,           -- issued, accepted, refused, working, done, passed, rework, cancelled
    dispatched_at {INT},
    accepted_at {INT},
    appointment_at {INT},          -- window
    appointment_until {INT},
    arrived_at {INT},
    done_at {INT},
    verified_at {INT},
    reworks {INT} NOT NULL DEFAULT 0,
    labour_cost {INT},
    material_cost {INT},
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- The event log: the truth. Nothing in it is ever changed but what erasure blanks (note, and old/new of personal fields).
CREATE TABLE event (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,
    occurred_at {INT} NOT NULL,    -- when it happened
    recorded_at {INT} NOT NULL,    -- when it was written down here
    actor_id {INT} NOT NULL REFERENCES actor (id),
    verb TEXT NOT NULL,            -- receive, inspect, ..., change (of a field), clock, escalate
    outcome TEXT,                  -- of a move: done, failed, solved ...
    field TEXT,                    -- of a change
    old TEXT,                      -- state before a move, value before a change
    new TEXT,                      -- state after, value after
    note TEXT,
    mark TEXT,                     -- imported; backdated
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- Words with the customer.
CREATE TABLE contact (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,
    at {INT} NOT NULL,
    recorded_at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    channel TEXT NOT NULL,         -- phone, sms, chat, visit, letter, automatic
    reached TEXT NOT NULL,         -- yes, no: only a word that reached the customer breaks the silence
    note TEXT,
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- Why a case may rest: which clocks stop, how long, who approves.
CREATE TABLE hold_reason (
    id {ID},
    name TEXT NOT NULL UNIQUE,     -- owner_delay, neighbour, drying, weather, appraisal, cost_approval, material ...
    title TEXT NOT NULL,
    clocks TEXT,                   -- metrics it stops, ';' between; 'all'; null: none
    longest TEXT,                  -- amount of time; null: no limit
    approver TEXT,                 -- role that must approve
    evidence TEXT NOT NULL,        -- yes: evidence must be named
    review TEXT                    -- amount after which it is looked at again
) {TABLE};

CREATE TABLE hold (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    seq {INT} NOT NULL,
    reason_id {INT} NOT NULL REFERENCES hold_reason (id),
    started_at {INT} NOT NULL,
    ended_at {INT},
    limit_at {INT},                -- it ends by itself then
    review_at {INT},
    approver TEXT,
    evidence TEXT,
    actor_id {INT} NOT NULL REFERENCES actor (id),
    PRIMARY KEY (ticket_id, seq)
) {CLUSTERED};

-- Evidence: metadata only, the file lies elsewhere.
CREATE TABLE attachment (
    id {ID},
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    fault_seq {INT},
    step TEXT,                     -- of the loop
    type TEXT NOT NULL,            -- before, during, after, signature, recording, video, letter, screenshot
    uri TEXT NOT NULL,
    sha256 TEXT,
    taken_at {INT},
    added_at {INT} NOT NULL,
    actor_id {INT} NOT NULL REFERENCES actor (id)
) {TABLE};
CREATE INDEX attachment_ticket ON attachment (ticket_id);

-- ---------------------------------------------------------------------------------------------------------------------
-- Clocks and ladders
-- ---------------------------------------------------------------------------------------------------------------------

-- A set of targets; drafts are for simulation only.
CREATE TABLE policy (
    id {ID},
    name TEXT NOT NULL UNIQUE,
    title TEXT,
    status TEXT NOT NULL           -- active, draft
) {TABLE};

CREATE TABLE ladder (
    id {ID},
    name TEXT NOT NULL UNIQUE,
    title TEXT
) {TABLE};

-- One clock of one sort of case. For each metric the first row by rank that fits the case gives its target.
CREATE TABLE target (
    id {ID},
    policy_id {INT} NOT NULL REFERENCES policy (id),
    rank {INT} NOT NULL,           -- order in its file
    kind TEXT,                     -- null: any; as are the next six
    priority {INT},
    grade TEXT,
    channel TEXT,
    component TEXT,
    flag TEXT,
    unit_id {INT} REFERENCES unit (id), -- the project, or a city or region above it
    metric TEXT NOT NULL,          -- answer, visit, danger, inspect, dispatch, accept, done, verify, close, callback ...
    start TEXT NOT NULL,           -- milestone it starts at: opened, inspected, dispatched ...
    stop TEXT NOT NULL,            -- milestone it stops at
    amount TEXT NOT NULL,          -- 2h, 30m, 7d, 4hwt (working time), 3wd (workdays)
    calendar_id {INT} NOT NULL REFERENCES calendar (id),
    ladder_id {INT} REFERENCES ladder (id),
    reopen TEXT NOT NULL           -- restart, continue, ignore
) {TABLE};
CREATE INDEX target_policy ON target (policy_id, rank);

-- A rung: when, whom, what.
CREATE TABLE rung (
    ladder_id {INT} NOT NULL REFERENCES ladder (id),
    number {INT} NOT NULL,         -- 1.. in order of time
    line TEXT NOT NULL,            -- care, function: the two ladders of a case
    at TEXT NOT NULL,              -- 50% of the time, 0 when due, +1d, -4hwt
    calendar_id {INT} REFERENCES calendar (id), -- of a working-time offset, and in whose hours the alert waits
    role TEXT NOT NULL,            -- found by walking up from the ticket's project
    level TEXT NOT NULL,           -- where the walk begins: project, city, region, group
    action TEXT NOT NULL,          -- notify, raise, reassign
    template TEXT NOT NULL,
    urgent TEXT NOT NULL,          -- yes: day and night; no: waits for the calendar's opening
    PRIMARY KEY (ladder_id, number, line, role)
) {CLUSTERED};

-- A running or stopped clock of a case. `instance` counts repeats of the same metric (reopened cases, silence).
CREATE TABLE clock (
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    metric TEXT NOT NULL,
    instance {INT} NOT NULL,
    target_id {INT} REFERENCES target (id), -- null: an outside clock
    started_at {INT} NOT NULL,
    base_at {INT} NOT NULL,        -- since when the present target and calendar count
    used {INT} NOT NULL,           -- seconds (workdays: days) counted before base_at
    due_at {INT},                  -- null while a hold stops it
    stopped_at {INT},
    passed {INT} NOT NULL,         -- rungs that were passed before an import or left behind: never sent
    rung {INT} NOT NULL,           -- last rung that was reached
    level {INT} NOT NULL,          -- levels up that its ladder begins
    next_at {INT},                 -- key of its row in deadline; null: no rung to come
    provisional {INT} NOT NULL,    -- 1: reckoned over a year whose holidays are not published
    PRIMARY KEY (ticket_id, metric, instance)
) {CLUSTERED};

-- Spans counted under an earlier target or calendar, so that `explain` adds up.
CREATE TABLE clock_span (
    ticket_id {INT} NOT NULL,
    metric TEXT NOT NULL,
    instance {INT} NOT NULL,
    seq {INT} NOT NULL,
    from_at {INT} NOT NULL,
    to_at {INT} NOT NULL,
    target_id {INT},
    calendar_id {INT},
    amount TEXT,
    used {INT} NOT NULL,
    reason TEXT NOT NULL,          -- policy, priority, calendar, reopen
    PRIMARY KEY (ticket_id, metric, instance, seq),
    FOREIGN KEY (ticket_id, metric, instance) REFERENCES clock (ticket_id, metric, instance)
) {CLUSTERED};

-- Only the next rung of each clock, in the order the run takes them.
CREATE TABLE deadline (
    due_at {INT} NOT NULL,         -- when the run acts: the rung's moment, or the opening it waits for
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    metric TEXT NOT NULL,
    instance {INT} NOT NULL,
    rung {INT} NOT NULL,
    rung_at {INT} NOT NULL,        -- the rung's own moment
    PRIMARY KEY (due_at, ticket_id, metric, instance)
) {CLUSTERED};

-- What was escalated: once a rung of a clock.
CREATE TABLE escalation (
    id {ID},
    ticket_id {INT} NOT NULL REFERENCES ticket (id),
    metric TEXT NOT NULL,
    instance {INT} NOT NULL,
    rung {INT} NOT NULL,
    due_at {INT} NOT NULL,         -- the rung's moment
    at {INT} NOT NULL,             -- when the run acted
    local_day {INT} NOT NULL,
    line TEXT NOT NULL,            -- care, function
    role TEXT NOT NULL,
    level TEXT NOT NULL,           -- where its person was found
    staff_id {INT} REFERENCES staff (id), -- null: nobody in the role up to the top
    action TEXT NOT NULL,
    UNIQUE (ticket_id, metric, instance, rung, role)
) {TABLE};
CREATE INDEX escalation_day ON escalation (local_day);

-- When the run ran: for the health check.
CREATE TABLE run (
    id {ID},
    at {INT} NOT NULL,
    finished_at {INT} NOT NULL,
    escalated {INT} NOT NULL,
    unaddressed {INT} NOT NULL
) {TABLE};

-- ---------------------------------------------------------------------------------------------------------------------
-- Messages
-- ---------------------------------------------------------------------------------------------------------------------

-- The outbox: rendered when it is sent, so that an erased person's text is never kept here.
CREATE TABLE message (
    id {ID},
    key TEXT NOT NULL UNIQUE,      -- de-duplication: handed to the sender
    created_at {INT} NOT NULL,
    send_at {INT} NOT NULL,        -- not before
    staff_id {INT} REFERENCES staff (id),
    customer_id {INT} REFERENCES customer (id),
    template TEXT NOT NULL,
    ticket_id {INT} REFERENCES ticket (id),
    escalation_id {INT} REFERENCES escalation (id),
    state TEXT NOT NULL,           -- waiting, leased, sent, failed, dropped
    attempts {INT} NOT NULL,
    next_at {INT} NOT NULL,        -- next try
    lease TEXT,                    -- who holds it
    lease_until {INT},
    sent_at {INT},
    fault TEXT                     -- last error
) {TABLE};
CREATE INDEX message_next ON message (next_at) WHERE state IN ('waiting', 'leased');
