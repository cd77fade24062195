/*
 * Telling a case once more: as it stands, or all that was told of it since it arrived. The row is taken back
 * change by change (table past_value), and then told forward in the order of the log.
 */
#include "ticket/replay.h"

#include <stdlib.h>

enum cs_status cs_ticket_tell(struct cs_tickets *t, int64_t id, int64_t at, struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, row, err);
    return status == CS_OK ? cs_case_tell(t, row, CS_CASE_CHANGED, at, err) : status;
}

/* One change of a case: an event and those that tell its values. */
struct telling {
    int64_t first, last; /* events */
    int64_t at, now;
    enum cs_case_news news;
    bool imported, after_run;
    struct cs_value row[CASE_COLUMNS]; /* as the change left it */
    struct cs_value component;
    int64_t review, reviewed; /* of the hold that is the newest then */
};

struct past {
    int64_t seq;
    int column; /* CASE_COLUMNS: the component; behind it the reviews of a hold */
    struct cs_value old;
};

struct replayed_hold {
    int64_t started, recorded, ended, limit, renewals, reviewed, review;
    int64_t reviewed_then, review_then; /* while the row is taken back */
    const char *clocks;
};

struct replayed {
    struct cs_tickets *t;
    struct cs_value row[CASE_COLUMNS], component;
    struct telling **tellings;
    size_t count, capacity;
    struct past *past; /* the newest first */
    size_t past_count, past_capacity;
    struct replayed_hold *holds;
    size_t hold_count, hold_capacity;
    int64_t escalated_at; /* by the event read last */
};

static struct cs_value keep_value(struct replayed *r, const struct cs_value *value)
{
    return value->type == CS_TEXT
               ? cs_text_length(cs_arena_strndup(&r->t->arena, value->text, value->length), value->length)
               : *value;
}

/* ---- reading ---- */

static bool is(const struct cs_value *value, const char *word)
{
    return strcmp(cs_value_text(value), word) == 0;
}

static enum cs_status take_event(void *context, const struct cs_value *out, struct cs_error *err)
{
    enum { SEQ, OCCURRED, RECORDED, VERB, OUTCOME, FIELD, NEW, MARK };
    (void)err;
    struct replayed *r = context;
    if (is(&out[VERB], "escalate"))
        r->escalated_at = out[RECORDED].integer;
    if (is(&out[VERB], "clock") || is(&out[VERB], "escalate"))
        return CS_OK;
    struct telling *last = r->count ? r->tellings[r->count - 1] : NULL;
    bool imported = is(&out[MARK], "imported"), change = out[FIELD].type != CS_NULL;
    bool arriving = r->count == 1 && last->imported && !change;
    bool same = last && last->now == out[RECORDED].integer;
    /* An import tells all that it brings of a case at once; a move is followed by the values it changed. */
    bool more = change ? last && last->imported == imported && !(imported && r->count == 1)
                       : imported && last && last->imported && (arriving || r->count > 1);
    if (last && same && more) {
        last->last = out[SEQ].integer;
        if (is(&out[VERB], "reopen"))
            last->news = CS_CASE_REOPENED;
        return CS_OK;
    }
    struct telling *telling = cs_arena_alloc(&r->t->arena, sizeof *telling);
    bool again = is(&out[VERB], "reopen") || (is(&out[VERB], "callback") && is(&out[OUTCOME], "not_solved"));
    *telling = (struct telling){
        .first = out[SEQ].integer,
        .last = out[SEQ].integer,
        .at = imported || change ? out[RECORDED].integer : out[OCCURRED].integer,
        .now = out[RECORDED].integer,
        .imported = imported,
        .after_run = r->escalated_at == out[RECORDED].integer,
        .news = !last   ? (imported ? CS_CASE_IMPORTED : CS_CASE_ENTERED)
                : again ? CS_CASE_REOPENED
                        : CS_CASE_CHANGED,
    };
    r->tellings = cs_grow(r->tellings, &r->capacity, r->count + 1, sizeof *r->tellings);
    r->tellings[r->count++] = telling;
    return CS_OK;
}

static enum cs_status take_past(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct replayed *r = context;
    int column = 0;
    while (column < CASE_COLUMNS && !is(&out[1], cs_case_column_names[column]))
        column++;
    for (int i = 0; i < PAST_REVIEWS; i++)
        if (is(&out[1], cs_past_review_fields[i]))
            column = CASE_COLUMNS + 1 + i;
    r->past = cs_grow(r->past, &r->past_capacity, r->past_count + 1, sizeof *r->past);
    r->past[r->past_count++] = (struct past){ out[0].integer, column, keep_value(r, &out[2]) };
    return CS_OK;
}

static enum cs_status take_hold(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct replayed *r = context;
    r->holds = cs_grow(r->holds, &r->hold_capacity, r->hold_count + 1, sizeof *r->holds);
    r->holds[r->hold_count++] = (struct replayed_hold){
        .started = out[0].integer,
        .recorded = cs_value_integer(&out[1], out[0].integer),
        .ended = cs_value_integer(&out[2], INT64_MAX),
        .limit = cs_value_integer(&out[3], INT64_MAX),
        .renewals = cs_value_integer(&out[4], 0),
        .reviewed = cs_value_integer(&out[5], INT64_MAX),
        .review = cs_value_integer(&out[6], CS_NO_TIME),
        .reviewed_then = cs_value_integer(&out[5], INT64_MAX),
        .review_then = cs_value_integer(&out[6], CS_NO_TIME),
        .clocks = cs_arena_strdup(&r->t->arena, cs_value_text(&out[7])),
    };
    return CS_OK;
}

static enum cs_status read_case(struct replayed *r, int64_t id, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    struct cs_store *store = r->t->o.store;
    struct case_fault fault;
    enum cs_status status = cs_case_load(r->t, id, r->row, err);
    if (status == CS_OK)
        status = cs_fault_first(r->t, id, 0, &fault, err);
    if (status == CS_OK) {
        r->component = fault.component;
        status = cs_store_each(store, &cs_replay_statements, REPLAYED_EVENTS, in, take_event, r, err);
    }
    if (status == CS_OK)
        status = cs_store_each(store, &cs_replay_statements, PAST_OF_CASE, in, take_past, r, err);
    if (status == CS_OK)
        status = cs_store_each(store, &cs_replay_statements, REPLAYED_HOLDS, in, take_hold, r, err);
    return status;
}

/* ---- taking back ---- */

static bool is_number(int column)
{
    switch (column) {
    case CASE_KIND:
    case CASE_STATE:
    case CASE_RESUME_STATE:
    case CASE_GRADE:
    case CASE_FLAGS:
    case CASE_CHANNEL:
    case CASE_ANOMALIES:
        return false;
    default:
        return true;
    }
}

/* The newest hold that was known at a moment; NULL: none. */
static struct replayed_hold *hold_then(struct replayed *r, int64_t now)
{
    size_t count = r->hold_count;
    while (count > 0 && r->holds[count - 1].recorded > now)
        count--;
    return count > 0 ? &r->holds[count - 1] : NULL;
}

static void take_review_back(const struct past *past, struct replayed_hold *hold)
{
    bool due = past->column == CASE_COLUMNS + 1 + PAST_REVIEW_AT;
    int64_t *moment = due ? &hold->review_then : &hold->reviewed_then;
    *moment = past->old.type == CS_TEXT ? strtoll(past->old.text, NULL, 10) : due ? CS_NO_TIME : INT64_MAX;
}

static void take_back(struct replayed *r, const struct past *past, struct replayed_hold *hold)
{
    if (past->column > CASE_COLUMNS && hold)
        take_review_back(past, hold);
    else if (past->column >= CASE_COLUMNS)
        r->component = past->old;
    else if (past->old.type == CS_TEXT && is_number(past->column))
        r->row[past->column] = cs_integer(strtoll(past->old.text, NULL, 10));
    else
        r->row[past->column] = past->old;
}

/* The row behind each telling, from the last to the first. */
static void take_all_back(struct replayed *r)
{
    size_t next = 0;
    for (size_t i = r->count; i-- > 0;) {
        struct telling *telling = r->tellings[i];
        memcpy(telling->row, r->row, sizeof telling->row);
        telling->component = r->component;
        struct replayed_hold *hold = hold_then(r, telling->now);
        telling->review = hold ? hold->review_then : CS_NO_TIME;
        telling->reviewed = hold ? hold->reviewed_then : INT64_MAX;
        for (; i > 0 && next < r->past_count && r->past[next].seq >= telling->first; next++)
            take_back(r, &r->past[next], hold);
    }
}

/* What had happened when the case arrived was known then. A case that changed in a version that kept no past
 * values does not come back to that. */
static bool is_arrival(const struct replayed *r)
{
    const struct telling *first = r->tellings[0];
    for (int i = 0; i < CS_MILESTONES && r->count > 1; i++) {
        int column = cs_case_milestone_column[i];
        bool ahead = i == CS_AT_TARGET || i == CS_AT_RECALL;
        if (column >= 0 && !ahead && first->row[column].type == CS_INTEGER &&
            first->row[column].integer > first->now)
            return false;
    }
    return first->row[CASE_STATE].type == CS_TEXT;
}

/* ---- telling ---- */

static struct cs_case_hold *holds_then(const struct replayed *r, const struct telling *telling, size_t *count)
{
    struct cs_case_hold *holds = cs_arena_alloc(&r->t->arena, (r->hold_count + 1) * sizeof *holds);
    *count = 0;
    for (size_t i = 0; i < r->hold_count; i++) {
        const struct replayed_hold *hold = &r->holds[i];
        if (hold->recorded > telling->now)
            continue;
        bool newest = i + 1 == r->hold_count || r->holds[i + 1].recorded > telling->now;
        bool lasts = newest && is(&telling->row[CASE_STATE], "held");
        int64_t until = cs_value_integer(&telling->row[CASE_HOLD_UNTIL], INT64_MAX);
        until = hold->renewals == 0 && hold->limit < until ? hold->limit : until;
        int64_t reviewed = newest ? telling->reviewed : hold->reviewed;
        holds[(*count)++] = (struct cs_case_hold){
            .span = { hold->started, lasts ? until : hold->ended },
            .clocks = hold->clocks,
            .lasts = lasts,
            .reviewed_at = reviewed > telling->now ? hold->started : reviewed,
            .review_at = newest ? telling->review : hold->review,
        };
    }
    return holds;
}

/* Of the orders of others, what had happened by then. */
static void orders_then(struct cs_tickets *t, struct cs_case_facts *facts, int64_t now)
{
    struct cs_case_order *orders = cs_arena_alloc(&t->arena, (facts->order_count + 1) * sizeof *orders);
    size_t count = 0;
    for (size_t i = 0; i < facts->order_count; i++) {
        struct cs_case_order order = facts->orders[i];
        int64_t *moments[] = { &order.signed_at, &order.contacted_at, &order.answered_at,
                               &order.finished_at };
        for (size_t m = 0; m < sizeof moments / sizeof *moments; m++)
            if (*moments[m] > now)
                *moments[m] = CS_NO_TIME;
        if (order.received_at <= now)
            orders[count++] = order;
    }
    facts->orders = orders;
    facts->order_count = count;
}

static enum cs_status tell(struct replayed *r, const struct telling *telling, bool last, cs_told_fn *told,
                           void *context, struct cs_error *err)
{
    size_t hold_count;
    struct cs_case_facts facts;
    const struct cs_case_hold *holds = holds_then(r, telling, &hold_count);
    cs_case_facts_fill(telling->row, cs_value_text(&telling->component), holds, hold_count, &facts);
    if (facts.ended_at != CS_NO_TIME && telling->row[CASE_CLOSED_AT].type != CS_INTEGER &&
        telling->news != CS_CASE_IMPORTED)
        facts.ended_at = telling->at;
    enum cs_status status = cs_case_past(r->t, telling->row, &facts, err);
    if (status == CS_OK)
        status = cs_outside_facts_at(r->t, &facts, last ? INT64_MAX : telling->now, err);
    if (status == CS_OK && telling->news != CS_CASE_IMPORTED && telling->news != CS_CASE_ENTERED)
        status = cs_case_visit_limit_at(r->t, telling->row, telling->at, &facts, err);
    if (status != CS_OK)
        return status;
    if (!last)
        orders_then(r->t, &facts, telling->now);
    return told(context, &facts, telling->news, telling->at, telling->now, telling->after_run, err);
}

enum cs_status cs_ticket_replay(struct cs_tickets *t, int64_t id, cs_told_fn *told, void *context,
                                bool *exact, struct cs_error *err)
{
    struct replayed r = { .t = t, .escalated_at = CS_NO_TIME };
    cs_arena_reset(&t->arena);
    enum cs_status status = read_case(&r, id, err);
    *exact = false;
    if (status == CS_OK && r.count > 0) {
        take_all_back(&r);
        *exact = is_arrival(&r);
    }
    for (size_t i = 0; i < r.count && status == CS_OK && *exact; i++)
        status = tell(&r, r.tellings[i], i + 1 == r.count, told, context, err);
    free(r.tellings);
    free(r.past);
    free(r.holds);
    return status;
}
