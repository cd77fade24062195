/* A case as an array of values: what its columns hold, loading, facts for clocks. */
#include "ticket/case.h"

#include <string.h>

const char *const cs_case_column_names[CASE_COLUMNS] = {
    "id",
    "kind",
    "state",
    "path_id",
    "resume_state",
    "priority",
    "grade",
    "flags",
    "channel",
    "unit_id",
    "batch_id",
    "home_id",
    "source_home_id",
    "project",
    "batch",
    "building",
    "entrance",
    "room",
    "scope",
    "reporter",
    "phone",
    "email",
    "relation",
    "customer_id",
    "demand",
    "origin",
    "subject",
    "body",
    "category1",
    "category2",
    "taker",
    "assignee",
    "handling_dept",
    "responsible_dept",
    "opened_at",
    "local_day",
    "occurred_at",
    "recorded_at",
    "first_contact_at",
    "assigned_at",
    "inspected_at",
    "dispatched_at",
    "accepted_at",
    "appointment_at",
    "arrived_at",
    "done_at",
    "verified_at",
    "closed_at",
    "callback_at",
    "closed_day",
    "target_at",
    "promised_at",
    "last_contact_at",
    "warranty",
    "hold_reason",
    "hold_until",
    "delay_reason",
    "resolution",
    "verdict",
    "closed_by",
    "callback_result",
    "score",
    "quality_check",
    "cost",
    "reopens",
    "chasers",
    "handoffs",
    "level",
    "parent_id",
    "merged_into",
    "anomalies",
    "provisional",
    "extra",
    "intake_id",
    "planned_at",
    "approved_at",
    "talked_at",
    "agreed_at",
    "unhappy_at",
    "soothed_at",
    "recall_at",
    "recalled_at",
    "legal_hold",
    "category3",
};

const int cs_case_field[CASE_COLUMNS] = {
    [CASE_ID] = -1,
    [CASE_KIND] = CS_TICKET_KIND,
    [CASE_STATE] = CS_TICKET_STATE,
    [CASE_PATH] = -1,
    [CASE_RESUME_STATE] = -1,
    [CASE_PRIORITY] = CS_TICKET_PRIORITY,
    [CASE_GRADE] = CS_TICKET_GRADE,
    [CASE_FLAGS] = CS_TICKET_FLAGS,
    [CASE_CHANNEL] = CS_TICKET_CHANNEL,
    [CASE_UNIT] = -1,
    [CASE_BATCH] = -1,
    [CASE_HOME] = -1,
    [CASE_SOURCE_HOME] = -1,
    [CASE_PROJECT] = CS_TICKET_PROJECT,
    [CASE_BATCH_TEXT] = CS_TICKET_BATCH,
    [CASE_BUILDING] = CS_TICKET_BUILDING,
    [CASE_ENTRANCE] = CS_TICKET_ENTRANCE,
    [CASE_ROOM] = CS_TICKET_ROOM,
    [CASE_SCOPE] = CS_TICKET_SCOPE,
    [CASE_REPORTER] = CS_TICKET_REPORTER,
    [CASE_PHONE] = CS_TICKET_PHONE,
    [CASE_EMAIL] = CS_TICKET_EMAIL,
    [CASE_RELATION] = CS_TICKET_RELATION,
    [CASE_CUSTOMER] = -1,
    [CASE_DEMAND] = CS_TICKET_DEMAND,
    [CASE_ORIGIN] = CS_TICKET_ORIGIN,
    [CASE_SUBJECT] = CS_TICKET_SUBJECT,
    [CASE_BODY] = CS_TICKET_BODY,
    [CASE_CATEGORY1] = CS_TICKET_CATEGORY1,
    [CASE_CATEGORY2] = CS_TICKET_CATEGORY2,
    [CASE_TAKER] = CS_TICKET_TAKER,
    [CASE_ASSIGNEE] = CS_TICKET_ASSIGNEE,
    [CASE_HANDLING_DEPT] = CS_TICKET_HANDLING_DEPT,
    [CASE_RESPONSIBLE_DEPT] = CS_TICKET_RESPONSIBLE_DEPT,
    [CASE_OPENED_AT] = -1,
    [CASE_LOCAL_DAY] = -1,
    [CASE_OCCURRED_AT] = CS_TICKET_OCCURRED_AT,
    [CASE_RECORDED_AT] = CS_TICKET_RECORDED_AT,
    [CASE_FIRST_CONTACT_AT] = CS_TICKET_FIRST_CONTACT_AT,
    [CASE_ASSIGNED_AT] = -1,
    [CASE_INSPECTED_AT] = CS_TICKET_INSPECTED_AT,
    [CASE_DISPATCHED_AT] = CS_TICKET_DISPATCHED_AT,
    [CASE_ACCEPTED_AT] = CS_TICKET_ACCEPTED_AT,
    [CASE_APPOINTMENT_AT] = CS_TICKET_APPOINTMENT_AT,
    [CASE_ARRIVED_AT] = CS_TICKET_ARRIVED_AT,
    [CASE_DONE_AT] = CS_TICKET_DONE_AT,
    [CASE_VERIFIED_AT] = CS_TICKET_VERIFIED_AT,
    [CASE_CLOSED_AT] = CS_TICKET_CLOSED_AT,
    [CASE_CALLBACK_AT] = CS_TICKET_CALLBACK_AT,
    [CASE_CLOSED_DAY] = -1,
    [CASE_TARGET_AT] = CS_TICKET_TARGET_AT,
    [CASE_PROMISED_AT] = CS_TICKET_PROMISED_AT,
    [CASE_LAST_CONTACT_AT] = -1,
    [CASE_WARRANTY] = CS_TICKET_WARRANTY,
    [CASE_HOLD_REASON] = CS_TICKET_HOLD_REASON,
    [CASE_HOLD_UNTIL] = CS_TICKET_HOLD_UNTIL,
    [CASE_DELAY_REASON] = CS_TICKET_DELAY_REASON,
    [CASE_RESOLUTION] = CS_TICKET_RESOLUTION,
    [CASE_VERDICT] = CS_TICKET_VERDICT,
    [CASE_CLOSED_BY] = -1,
    [CASE_CALLBACK_RESULT] = CS_TICKET_CALLBACK_RESULT,
    [CASE_SCORE] = CS_TICKET_SCORE,
    [CASE_QUALITY_CHECK] = -1,
    [CASE_COST] = CS_TICKET_COST,
    [CASE_REOPENS] = CS_TICKET_REOPENS,
    [CASE_CHASERS] = CS_TICKET_CHASERS,
    [CASE_HANDOFFS] = -1,
    [CASE_LEVEL] = -1,
    [CASE_PARENT] = -1,
    [CASE_MERGED_INTO] = -1,
    [CASE_ANOMALIES] = -1,
    [CASE_PROVISIONAL] = -1,
    [CASE_EXTRA] = CS_TICKET_EXTRA,
    [CASE_INTAKE] = -1,
    [CASE_PLANNED_AT] = -1,
    [CASE_APPROVED_AT] = -1,
    [CASE_TALKED_AT] = -1,
    [CASE_AGREED_AT] = -1,
    [CASE_UNHAPPY_AT] = -1,
    [CASE_SOOTHED_AT] = -1,
    [CASE_RECALL_AT] = -1,
    [CASE_RECALLED_AT] = -1,
    [CASE_LEGAL_HOLD] = -1,
    [CASE_CATEGORY3] = CS_TICKET_CATEGORY3,
};

const char *const cs_milestone_names[CS_MILESTONES + 1] = {
    [CS_AT_OPENED] = "opened",
    [CS_AT_FIRST_CONTACT] = "first_contact",
    [CS_AT_LAST_CONTACT] = "last_contact",
    [CS_AT_ASSIGNED] = "assigned",
    [CS_AT_INSPECTED] = "inspected",
    [CS_AT_DISPATCHED] = "dispatched",
    [CS_AT_ACCEPTED] = "accepted",
    [CS_AT_ARRIVED] = "arrived",
    [CS_AT_DONE] = "done",
    [CS_AT_VERIFIED] = "verified",
    [CS_AT_CLOSED] = "closed",
    [CS_AT_CALLBACK] = "callback",
    [CS_AT_TARGET] = "target",
    [CS_AT_HELD] = "held",
    [CS_AT_PLANNED] = "planned",
    [CS_AT_APPROVED] = "approved",
    [CS_AT_TALKED] = "talked",
    [CS_AT_AGREED] = "agreed",
    [CS_AT_UNHAPPY] = "unhappy",
    [CS_AT_SOOTHED] = "soothed",
    [CS_AT_RECALL] = "recall",
    [CS_AT_RECALLED] = "recalled",
    [CS_AT_REVIEWED] = "reviewed",
    [CS_AT_SIGNED] = "signed",
    [CS_AT_CONTACTED] = "contacted",
    [CS_AT_ANSWERED] = "answered",
    [CS_AT_FINISHED] = "finished",
    [CS_MILESTONES] = NULL,
};

const int cs_case_milestone_column[CS_MILESTONES] = {
    [CS_AT_OPENED] = CASE_OPENED_AT,
    [CS_AT_FIRST_CONTACT] = CASE_FIRST_CONTACT_AT,
    [CS_AT_LAST_CONTACT] = CASE_LAST_CONTACT_AT,
    [CS_AT_ASSIGNED] = CASE_ASSIGNED_AT,
    [CS_AT_INSPECTED] = CASE_INSPECTED_AT,
    [CS_AT_DISPATCHED] = CASE_DISPATCHED_AT,
    [CS_AT_ACCEPTED] = CASE_ACCEPTED_AT,
    [CS_AT_ARRIVED] = CASE_ARRIVED_AT,
    [CS_AT_DONE] = CASE_DONE_AT,
    [CS_AT_VERIFIED] = CASE_VERIFIED_AT,
    [CS_AT_CLOSED] = CASE_CLOSED_AT,
    [CS_AT_CALLBACK] = CASE_CALLBACK_AT,
    [CS_AT_TARGET] = CASE_TARGET_AT,
    [CS_AT_HELD] = -1,
    [CS_AT_PLANNED] = CASE_PLANNED_AT,
    [CS_AT_APPROVED] = CASE_APPROVED_AT,
    [CS_AT_TALKED] = CASE_TALKED_AT,
    [CS_AT_AGREED] = CASE_AGREED_AT,
    [CS_AT_UNHAPPY] = CASE_UNHAPPY_AT,
    [CS_AT_SOOTHED] = CASE_SOOTHED_AT,
    [CS_AT_RECALL] = CASE_RECALL_AT,
    [CS_AT_RECALLED] = CASE_RECALLED_AT,
    [CS_AT_REVIEWED] = -1,
    [CS_AT_SIGNED] = -1,
    [CS_AT_CONTACTED] = -1,
    [CS_AT_ANSWERED] = -1,
    [CS_AT_FINISHED] = -1,
};

/* The states in the order of cs_ticket_states, which is the order of the work. */
enum {
    RECEIVED,
    TO_INSPECT,
    TO_CHECK,
    TO_PLAN,
    TO_APPROVE,
    TO_DISPATCH,
    REFUSED,
    TO_ACCEPT,
    TO_APPOINT,
    TO_VISIT,
    IN_WORK,
    REWORK,
    TO_TALK,
    TO_AGREE,
    TO_VERIFY,
    TO_CLOSE,
    HELD,
    TO_CALL_BACK,
    CLOSED,
    NOT_OURS,
    SETTLED,
    CANCELLED,
    MERGED,
};

/* The step of each state and whether it ends the case; table `state` says the same for SQL, and a test
 * compares the two. */
static const struct {
    const char *state, *step;
    bool ended;
} steps[] = {
    [RECEIVED] = { "received", "receive", false },
    [TO_INSPECT] = { "to_inspect", "inspect", false },
    [TO_CHECK] = { "to_check", "inspect", false },
    [TO_PLAN] = { "to_plan", "inspect", false },
    [TO_APPROVE] = { "to_approve", "inspect", false },
    [TO_DISPATCH] = { "to_dispatch", "dispatch", false },
    [REFUSED] = { "refused", "dispatch", false },
    [TO_ACCEPT] = { "to_accept", "dispatch", false },
    [TO_APPOINT] = { "to_appoint", "work", false },
    [TO_VISIT] = { "to_visit", "work", false },
    [IN_WORK] = { "in_work", "work", false },
    [REWORK] = { "rework", "work", false },
    [TO_TALK] = { "to_talk", "work", false },
    [TO_AGREE] = { "to_agree", "work", false },
    [TO_VERIFY] = { "to_verify", "work", false },
    [TO_CLOSE] = { "to_close", "close", false },
    [HELD] = { "held", "work", false },
    [TO_CALL_BACK] = { "to_call_back", "callback", false },
    [CLOSED] = { "closed", "over", true },
    [NOT_OURS] = { "not_ours", "over", true },
    [SETTLED] = { "settled", "over", true },
    [CANCELLED] = { "cancelled", "over", true },
    [MERGED] = { "merged", "over", true },
};

const char *cs_case_step_of(const char *state)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].state, state) == 0)
            return steps[i].step;
    return "receive";
}

bool cs_case_ended(const struct cs_value *row)
{
    const char *state = cs_value_text(&row[CASE_STATE]);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].state, state) == 0)
            return steps[i].ended;
    return false;
}

enum cs_status cs_case_load(struct cs_tickets *t, int64_t id, struct cs_value *row, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_ticket_get(t, CASE_LOAD, in, row, err);
    if (status == CS_NONE)
        cs_error_set(err, CS_NONE, _("there is no case %lld"), (long long)id);
    return status;
}

int64_t cs_case_local_day(const struct cs_tickets *t, int64_t at)
{
    return cs_zone_day(t->o.zone, at);
}

static size_t rank_in(const struct cs_choice *choices, const char *word, size_t length)
{
    for (size_t i = 0; choices[i].code; i++)
        if (strlen(choices[i].code) == length && memcmp(choices[i].code, word, length) == 0)
            return i;
    return SIZE_MAX;
}

/* The place of a flag, or of an anomaly, in their list, SIZE_MAX for another word. */
static size_t flag_rank(const char *word, size_t length)
{
    size_t rank = rank_in(cs_ticket_flags, word, length);
    if (rank != SIZE_MAX)
        return rank;
    return rank_in(cs_ticket_record.fields[CS_TICKET_ANOMALIES].choices, word, length);
}

void cs_case_flag(struct cs_arena *arena, struct cs_value *set, const char *word)
{
    const char *had = cs_value_text(set), *place = NULL;
    size_t length = strlen(word), rank = flag_rank(word, length);
    for (const char *at = had; *at; at += strcspn(at, ";"), at += *at == ';') {
        size_t other = strcspn(at, ";");
        if (other == length && memcmp(at, word, length) == 0)
            return;
        if (!place && rank != SIZE_MAX && flag_rank(at, other) != SIZE_MAX && flag_rank(at, other) > rank)
            place = at;
    }
    if (place)
        *set = cs_text(cs_arena_printf(arena, "%.*s%s;%s", (int)(place - had), had, word, place));
    else
        *set = cs_text(*had ? cs_arena_printf(arena, "%s;%s", had, word) : word);
}

struct cs_value cs_case_without(struct cs_tickets *t, const struct cs_value *set, const char *prefix)
{
    struct cs_value kept = cs_null();
    for (const char *at = cs_value_text(set); *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, prefix, strlen(prefix)) != 0)
            cs_case_flag(&t->arena, &kept, cs_arena_strndup(&t->arena, at, strcspn(at, ";")));
    return kept;
}

/* When an ended case ended: the last moment known of it. */
static int64_t ended_at(const struct cs_value *row)
{
    static const int columns[] = { CASE_CLOSED_AT, CASE_VERIFIED_AT, CASE_DONE_AT, CASE_CALLBACK_AT,
                                   CASE_ARRIVED_AT };
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (row[columns[i]].type == CS_INTEGER)
            return row[columns[i]].integer;
    return cs_value_integer(&row[CASE_OPENED_AT], 0);
}

void cs_case_facts_fill(const struct cs_value *row, const char *component, const struct cs_case_hold *holds,
                        size_t hold_count, struct cs_case_facts *facts)
{
    *facts = (struct cs_case_facts){
        .id = row[CASE_ID].integer,
        .kind = cs_value_text(&row[CASE_KIND]),
        .grade = cs_value_text(&row[CASE_GRADE]),
        .channel = cs_value_text(&row[CASE_CHANNEL]),
        .component = component ? component : "",
        .flags = cs_value_text(&row[CASE_FLAGS]),
        .state = cs_value_text(&row[CASE_STATE]),
        .priority = cs_value_integer(&row[CASE_PRIORITY], 3),
        .unit_id = cs_value_integer(&row[CASE_UNIT], 0),
        .level = cs_value_integer(&row[CASE_LEVEL], 0),
        .ended_at = cs_case_ended(row) ? ended_at(row) : CS_NO_TIME,
        .holds = holds,
        .hold_count = hold_count,
        .hold_until = CS_NO_TIME,
        .promised_at = cs_value_integer(&row[CASE_PROMISED_AT], CS_NO_TIME),
        .appointment_until = CS_NO_TIME,
        .review_at = CS_NO_TIME,
    };
    for (int i = 0; i < CS_MILESTONES; i++)
        facts->at[i] = cs_case_milestone_column[i] >= 0
                           ? cs_value_integer(&row[cs_case_milestone_column[i]], CS_NO_TIME)
                           : CS_NO_TIME;
    for (size_t i = 0; i < hold_count; i++)
        if (holds[i].lasts) {
            facts->at[CS_AT_HELD] = holds[i].span.from;
            facts->at[CS_AT_REVIEWED] = holds[i].reviewed_at;
            facts->review_at = holds[i].review_at;
            facts->hold_until = holds[i].span.to == INT64_MAX ? CS_NO_TIME : holds[i].span.to;
        }
    if (facts->at[CS_AT_LAST_CONTACT] == CS_NO_TIME)
        facts->at[CS_AT_LAST_CONTACT] = facts->at[CS_AT_OPENED];
    const char *anomalies = cs_value_text(&row[CASE_ANOMALIES]);
    facts->doubtful = strstr(anomalies, "times_") != NULL;
}

static size_t rank_of(const char *state)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].state, state) == 0)
            return i;
    return 0;
}

enum cs_status cs_case_past(struct cs_tickets *t, const struct cs_value *row, struct cs_case_facts *facts,
                            struct cs_error *err)
{
    static const struct {
        enum cs_milestone milestone;
        size_t from; /* the first state that has it behind it */
    } order[] = {
        /* an order of several may be accepted while others are worked on */
        { CS_AT_INSPECTED, TO_DISPATCH }, { CS_AT_DISPATCHED, TO_ACCEPT },  { CS_AT_ACCEPTED, TO_VERIFY },
        { CS_AT_ARRIVED, IN_WORK },       { CS_AT_FIRST_CONTACT, IN_WORK }, { CS_AT_DONE, TO_VERIFY },
        { CS_AT_VERIFIED, TO_CLOSE },     { CS_AT_PLANNED, TO_APPROVE },    { CS_AT_APPROVED, TO_DISPATCH },
        { CS_AT_TALKED, TO_AGREE },
    };
    const char *state = cs_value_text(&row[CASE_STATE]);
    if (strcmp(state, "held") == 0)
        state = cs_value_text(&row[CASE_RESUME_STATE]);
    int64_t path;
    enum cs_status status = cs_ticket_path_of(t, facts->kind, facts->priority, &path, err);
    if (status != CS_OK)
        return status;
    size_t rank = rank_of(state);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        facts->past[order[i].milestone] = rank >= order[i].from;
    if (cs_ticket_path_late_inspection(t, path))
        facts->past[CS_AT_INSPECTED] = rank >= TO_CLOSE;
    return CS_OK;
}

struct hold_list {
    struct cs_tickets *t;
    struct cs_case_hold *items;
    size_t count, capacity;
};

static enum cs_status take_hold(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct hold_list *list = context;
    if (list->count == list->capacity) {
        size_t wanted = list->capacity ? list->capacity * 2 : 4;
        struct cs_case_hold *more = cs_arena_alloc(&list->t->arena, wanted * sizeof *more);
        if (list->count)
            memcpy(more, list->items, list->count * sizeof *more);
        list->items = more;
        list->capacity = wanted;
    }
    list->items[list->count++] = (struct cs_case_hold){
        .span = { out[0].integer, cs_value_integer(&out[1], INT64_MAX) },
        .clocks = cs_arena_strdup(&list->t->arena, cs_value_text(&out[2])),
        .lasts = out[3].type == CS_NULL,
        .reviewed_at = cs_value_integer(&out[4], CS_NO_TIME),
        .review_at = cs_value_integer(&out[5], CS_NO_TIME),
    };
    return CS_OK;
}

enum cs_status cs_case_holds(struct cs_tickets *t, int64_t id, struct cs_case_hold **holds, size_t *count,
                             struct cs_error *err)
{
    struct hold_list list = { .t = t };
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_ticket_each(t, HOLDS_OF_CASE, in, take_hold, &list, err);
    *holds = list.items;
    *count = list.count;
    return status;
}

enum cs_status cs_case_tell(struct cs_tickets *t, const struct cs_value *row, enum cs_case_news news,
                            int64_t at, struct cs_error *err)
{
    if (!t->o.listener.hear)
        return CS_OK;
    struct cs_case_hold *holds;
    size_t count;
    struct case_fault fault;
    enum cs_status status = cs_case_holds(t, row[CASE_ID].integer, &holds, &count, err);
    if (status == CS_OK)
        status = cs_fault_first(t, row[CASE_ID].integer, 0, &fault, err);
    if (status != CS_OK)
        return status;
    struct cs_case_facts facts;
    cs_case_facts_fill(row, cs_value_text(&fault.component), holds, count, &facts);
    if (facts.ended_at != CS_NO_TIME && row[CASE_CLOSED_AT].type != CS_INTEGER)
        facts.ended_at = at; /* cancelled or merged: it ends now */
    status = cs_case_past(t, row, &facts, err);
    if (status == CS_OK)
        status = cs_outside_facts(t, &facts, err);
    if (status == CS_OK)
        status = cs_case_visit_limit(t, row, &facts, err);
    if (status != CS_OK)
        return status;
    if (t->joined_from)
        news = CS_CASE_JOINED;
    facts.joined_from = t->joined_from;
    facts.joined_after = t->joined_after;
    t->joined_from = 0;
    facts.backdated = t->backdated;
    facts.doubted_at = t->doubted_at;
    return t->o.listener.hear(t->o.listener.context, &facts, news, at, err);
}
