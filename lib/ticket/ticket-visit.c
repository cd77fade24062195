/* Appointments: agreed on, moved, kept, missed by us or by the owner; and what other moves make of them. */
#include "ticket/act.h"
#include "ticket/loop.h"

enum { MOST_AGREED = 32, MOST_ALIVE = 64, MINUTE = 60, GRACE = 30, WINDOW = 120 };

struct agreed {
    int64_t seq, order, from, until; /* order 0: the case as a whole */
    int64_t fault;                   /* of the order; 0: none */
    const char *with, *access, *supplier;
};

struct visits {
    struct moving *m;
    struct agreed agreed[MOST_AGREED];
    size_t count;
    struct {
        int64_t seq, appointment;
        const char *supplier;
    } orders[MOST_ALIVE];
    size_t order_count;
};

static enum cs_status take_agreed(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct visits *v = context;
    struct cs_arena *arena = &v->m->t->arena;
    (void)err;
    if (v->count < MOST_AGREED)
        v->agreed[v->count++] = (struct agreed){
            .seq = out[0].integer,
            .order = cs_value_integer(&out[1], 0),
            .from = out[2].integer,
            .until = out[3].integer,
            .with = out[4].type == CS_TEXT ? cs_arena_strdup(arena, out[4].text) : NULL,
            .access = out[5].type == CS_TEXT ? cs_arena_strdup(arena, out[5].text) : NULL,
            .supplier = cs_arena_strdup(arena, cs_value_text(&out[6])),
            .fault = cs_value_integer(&out[7], 0),
        };
    return CS_OK;
}

static enum cs_status take_order(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct visits *v = context;
    (void)err;
    if (v->order_count < MOST_ALIVE) {
        v->orders[v->order_count].seq = out[0].integer;
        v->orders[v->order_count].appointment = cs_value_integer(&out[3], CS_NO_TIME);
        v->orders[v->order_count++].supplier = cs_arena_strdup(&v->m->t->arena, cs_value_text(&out[2]));
    }
    return CS_OK;
}

static enum cs_status load(struct moving *m, struct visits *v, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    v->m = m;
    v->count = v->order_count = 0;
    enum cs_status status = cs_loop_each(m->t, APPOINTMENTS_AGREED, in, take_agreed, v, err);
    return status == CS_OK ? cs_loop_each(m->t, ORDERS_ALIVE, in, take_order, v, err) : status;
}

/* "2026-03-05 09:00 - 11:00", as the log keeps a window. */
static struct cs_value window_text(struct moving *m, int64_t from, int64_t until)
{
    char begin[CS_MOMENT_SIZE], end[CS_MOMENT_SIZE];
    cs_moment_format(begin, from, m->t->o.zone);
    cs_moment_format(end, until, m->t->o.zone);
    return cs_text(cs_arena_printf(&m->t->arena, "%s/%s", begin, end));
}

/* A setting of the store in minutes, as seconds. */
static int64_t minutes(const struct moving *m, const char *name, int64_t otherwise)
{
    return cs_desk_setting(m->t, name, otherwise) * MINUTE;
}

/* ---- which order, which appointment ---- */

static bool order_lives(const struct visits *v, int64_t order)
{
    for (size_t i = 0; i < v->order_count; i++)
        if (v->orders[i].seq == order)
            return true;
    return false;
}

/* The order that the move speaks of: named by number, by its supplier, or the only one; 0: the case's own. */
static enum cs_status find_order(struct moving *m, const struct visits *v, int64_t *order,
                                 struct cs_error *err)
{
    const struct cs_move *move = m->move;
    size_t found = 0;
    *order = move->order;
    if (move->order)
        return order_lives(v, move->order)
                   ? CS_OK
                   : cs_error_set(err, CS_REFUSED, _("case %lld has no open work order %lld"),
                                  (long long)m->id, (long long)move->order);
    for (size_t i = 0; i < v->order_count; i++)
        if (move->supplier_count == 0 || strcmp(move->suppliers[0], v->orders[i].supplier) == 0) {
            *order = v->orders[i].seq;
            found++;
        }
    if (move->supplier_count > 0 && found == 0)
        return cs_error_set(err, CS_REFUSED, _("case %lld has no open work order of \"%s\""),
                            (long long)m->id, move->suppliers[0]);
    if (move->supplier_count > 0 && found > 1)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld has several open work orders of \"%s\"; name one (--order N)"),
                            (long long)m->id, move->suppliers[0]);
    *order = found == 1 ? *order : 0;
    return CS_OK;
}

static const struct agreed *agreed_for(const struct visits *v, int64_t order)
{
    for (size_t i = 0; i < v->count; i++)
        if (v->agreed[i].order == order)
            return &v->agreed[i];
    return NULL;
}

/* The appointment that is to be kept, missed, moved or cancelled. */
static enum cs_status find_agreed(struct moving *m, const struct visits *v, int64_t order,
                                  const struct agreed **found, struct cs_error *err)
{
    bool named = m->move->order || m->move->supplier_count > 0;
    *found = agreed_for(v, order);
    if (!*found && !named && v->count == 1)
        *found = &v->agreed[0];
    if (*found)
        return CS_OK;
    return v->count > 1 && !named
               ? cs_error_set(err, CS_REFUSED,
                              _("case %lld has %lld appointments; name one (--by SUPPLIER or --order N)"),
                              (long long)m->id, (long long)v->count)
               : cs_error_set(err, CS_REFUSED, _("case %lld has no such appointment"), (long long)m->id);
}

/* ---- writing ---- */

static enum cs_status end_one(struct moving *m, const struct agreed *one, const char *state,
                              const char *missed_by, const char *reason, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id),  cs_integer(one->seq), cs_text(state),
                                   cs_text(missed_by), cs_integer(m->at),    cs_text(reason) };
    return cs_loop_do(m->t, APPOINTMENT_END, in, err);
}

static enum cs_status set_order(struct moving *m, int64_t order, struct cs_value from, struct cs_value until,
                                struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(order), from, until };
    return order ? cs_loop_do(m->t, ORDER_WINDOW, in, err) : CS_OK;
}

static enum cs_status agree_on(struct moving *m, const struct agreed *before, int64_t order, int64_t from,
                               int64_t until, struct cs_error *err)
{
    const struct cs_move *move = m->move;
    const char *with = move->agreed_with ? move->agreed_with : before ? before->with : NULL;
    const char *access = move->access ? move->access : before ? before->access : NULL;
    /* Who first agrees chooses; a window that is moved is our doing unless somebody says otherwise. */
    const char *chosen = move->chosen_by ? move->chosen_by : before ? "us" : "owner";
    const struct cs_value in[] = { cs_integer(m->id),         order ? cs_integer(order) : cs_null(),
                                   cs_integer(from),          cs_integer(until),
                                   cs_integer(m->at),         cs_text(with),
                                   cs_text(access),           cs_text(chosen),
                                   cs_integer(m->t->actor_id) };
    enum cs_status status = cs_window_suits(m, from, until, order, err);
    if (status == CS_OK)
        status = cs_loop_do(m->t, APPOINTMENT_ADD, in, err);
    if (status == CS_OK)
        status = set_order(m, order, cs_integer(from), cs_integer(until), err);
    struct cs_value old = before ? window_text(m, before->from, before->until) : cs_null();
    return status == CS_OK ? cs_loop_log(m, "appointment", old, window_text(m, from, until), err) : status;
}

/* The case shows its next appointment; one that was kept stays to be seen. */
static enum cs_status show_next(struct moving *m, bool kept, struct cs_error *err)
{
    struct visits v;
    enum cs_status status = load(m, &v, err);
    if (v.count > 0)
        m->new[CASE_APPOINTMENT_AT] = cs_integer(v.agreed[0].from);
    else if (!kept)
        m->new[CASE_APPOINTMENT_AT] = cs_null();
    return status;
}

/* ---- the verb ---- */

static enum cs_status check_window(struct moving *m, struct cs_error *err)
{
    const struct cs_move *move = m->move;
    if (move->appointment_at == CS_NO_TIME || move->window_until <= 0)
        return cs_error_set(err, CS_REFUSED, _("case %lld: from when until when? (--from TIME --until TIME)"),
                            (long long)m->id);
    if (move->window_until <= move->appointment_at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the window ends before it begins"),
                            (long long)m->id);
    if (move->window_until <= m->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a window that is past cannot be agreed on"),
                            (long long)m->id);
    return CS_OK;
}

static enum cs_status make(struct moving *m, const struct visits *v, int64_t order, struct cs_error *err)
{
    const struct agreed *before = agreed_for(v, order);
    enum cs_status status = check_window(m, err);
    if (status == CS_OK && before)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld has an appointment already, %s; --move puts another in its place"),
                            (long long)m->id, window_text(m, before->from, before->until).text);
    return status == CS_OK ? agree_on(m, NULL, order, m->move->appointment_at, m->move->window_until, err)
                           : status;
}

static enum cs_status end_by_hand(struct moving *m, const struct agreed *one, struct cs_error *err)
{
    const char *outcome = m->move->outcome, *reason = m->move->reason ? m->move->reason : m->move->note;
    bool missed = strcmp(outcome, "missed") == 0, kept = strcmp(outcome, "kept") == 0;
    int64_t grace = minutes(m, "appointment_grace", GRACE);
    if ((missed || kept) && m->at < one->from - grace)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the appointment of %s has not come yet"),
                            (long long)m->id, window_text(m, one->from, one->until).text);
    if (missed && !m->move->missed_by)
        return cs_error_set(err, CS_REFUSED, _("case %lld: missed by whom? (--missed us|owner)"),
                            (long long)m->id);
    enum cs_status status = end_one(m, one, outcome, missed ? m->move->missed_by : NULL, reason, err);
    if (status == CS_OK && !kept)
        status = set_order(m, one->order, cs_null(), cs_null(), err);
    struct cs_value left =
        missed ? cs_text(cs_arena_printf(&m->t->arena, "missed: %s", m->move->missed_by)) : cs_text(outcome);
    return status == CS_OK ? cs_loop_log(m, "appointment", window_text(m, one->from, one->until), left, err)
                           : status;
}

enum cs_status cs_appoint(struct moving *m, struct cs_error *err)
{
    const char *outcome = m->move->outcome;
    struct visits v;
    const struct agreed *one = NULL;
    int64_t order;
    m->new[CASE_APPOINTMENT_AT] = m->old[CASE_APPOINTMENT_AT]; /* the earliest, not the one just said */
    enum cs_status status = load(m, &v, err);
    if (status == CS_OK)
        status = find_order(m, &v, &order, err);
    if (status == CS_OK && outcome[0])
        status = find_agreed(m, &v, order, &one, err);
    if (status != CS_OK)
        return status;
    if (!outcome[0]) {
        status = make(m, &v, order, err);
    } else if (strcmp(outcome, "moved") == 0) {
        status = check_window(m, err);
        if (status == CS_OK)
            status = end_one(m, one, "moved", NULL, m->move->reason ? m->move->reason : m->move->note, err);
        if (status == CS_OK)
            status = agree_on(m, one, one->order, m->move->appointment_at, m->move->window_until, err);
    } else {
        status = end_by_hand(m, one, err);
    }
    return status == CS_OK ? show_next(m, strcmp(outcome, "kept") == 0, err) : status;
}

/* ---- what other moves make of appointments ---- */

/* inspect, dispatch and accept with --appointment: a row for the case, or for each order that now has that
 * time. */
static enum cs_status agree_besides(struct moving *m, const struct visits *v, struct cs_error *err)
{
    int64_t from = m->move->appointment_at;
    int64_t until = from + minutes(m, "appointment_window", WINDOW);
    bool inspects = strcmp(m->move->verb, "inspect") == 0;
    enum cs_status status = CS_OK;
    size_t found = 0;
    for (size_t i = 0; i < v->order_count && status == CS_OK && !inspects; i++) {
        const struct agreed *before = agreed_for(v, v->orders[i].seq);
        if (v->orders[i].appointment != from || (before && before->from == from))
            continue;
        found++;
        if (before)
            status = end_one(m, before, "moved", NULL, NULL, err);
        if (status == CS_OK)
            status = agree_on(m, before, v->orders[i].seq, from, until, err);
    }
    const struct agreed *before = agreed_for(v, 0);
    if (found > 0 || (before && before->from == from))
        return status;
    if (before)
        status = end_one(m, before, "moved", NULL, NULL, err);
    return status == CS_OK ? agree_on(m, before, 0, from, until, err) : status;
}

/* Whether a visit is that of the crew which an appointment is with. */
static bool visits(const struct moving *m, const struct agreed *one)
{
    if (strcmp(m->move->verb, "inspect") == 0)
        return !one->order;
    if (one->order && m->move->fault && one->fault != m->move->fault)
        return false;
    for (size_t i = 0; i < m->move->supplier_count && one->order; i++)
        if (strcmp(m->move->suppliers[i], one->supplier) == 0)
            return true;
    return !one->order || m->move->supplier_count == 0;
}

/* Somebody was there: near the window it is kept; after it we have missed it, and came late. An earlier visit
 * is another one. */
static enum cs_status visit(struct moving *m, const struct agreed *one, bool *kept, struct cs_error *err)
{
    int64_t grace = minutes(m, "appointment_grace", GRACE);
    int64_t late = m->at > one->until ? (m->at - one->until + MINUTE - 1) / MINUTE : 0;
    if (m->at < one->from - grace)
        return CS_OK;
    bool missed = m->at > one->until + grace;
    const char *reason =
        late ? cs_arena_printf(&m->t->arena, _("came %lld minutes late"), (long long)late) : NULL;
    const struct ticket_event event = {
        .at = m->at,
        .verb = "appoint",
        .outcome = missed ? "missed" : "kept",
        .field = "appointment",
        .old = window_text(m, one->from, one->until),
        .new = cs_text(missed ? "missed: us" : "kept"),
        .note = reason,
    };
    *kept |= !missed;
    enum cs_status status = end_one(m, one, event.outcome, missed ? "us" : NULL, reason, err);
    return status == CS_OK ? cs_loop_tell(m, &event, err) : status;
}

static bool one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

enum cs_status cs_visits_follow(struct moving *m, struct cs_error *err)
{
    static const char *const agreeing[] = { "inspect", "dispatch", "accept", NULL };
    static const char *const visiting[] = { "inspect", "work", NULL };
    static const char *const voiding[] = { "dispatch", "accept", "refuse", NULL };
    const char *verb = m->move->verb;
    struct visits v;
    bool kept = false, agrees = one_of(verb, agreeing) && m->move->appointment_at != CS_NO_TIME;
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->at) };
    if (m->old[CASE_APPOINTMENT_AT].type == CS_NULL && m->new[CASE_APPOINTMENT_AT].type == CS_NULL)
        return CS_OK; /* it has none: most cases */
    if (cs_case_ended(m->new) || m->new[CASE_CLOSED_AT].type == CS_INTEGER)
        return cs_loop_do(m->t, APPOINTMENTS_OVER, in, err);
    if (!agrees && !one_of(verb, visiting) && !one_of(verb, voiding))
        return CS_OK;
    enum cs_status status = load(m, &v, err);
    bool had = v.count > 0;
    for (size_t i = 0; i < v.count && status == CS_OK && one_of(verb, visiting); i++)
        if (visits(m, &v.agreed[i]))
            status = visit(m, &v.agreed[i], &kept, err);
    if (status == CS_OK && one_of(verb, voiding))
        status = cs_loop_do(m->t, APPOINTMENTS_VOID, in, err);
    if (status == CS_OK && agrees)
        status = load(m, &v, err);
    if (status == CS_OK && agrees)
        status = agree_besides(m, &v, err);
    return status == CS_OK && (had || agrees) ? show_next(m, kept, err) : status;
}

enum cs_status cs_case_visit_limit_at(struct cs_tickets *t, const struct cs_value *row, int64_t at,
                                      struct cs_case_facts *facts, struct cs_error *err)
{
    const struct cs_value in[] = { row[CASE_ID], cs_integer(at) };
    struct cs_value until[1];
    bool fresh = row[CASE_APPOINTMENT_AT].type != CS_INTEGER &&
                 strcmp(cs_value_text(&row[CASE_STATE]), "received") == 0; /* most of what is imported */
    if (fresh || row[CASE_ARRIVED_AT].type == CS_INTEGER)
        return CS_OK;
    enum cs_status status = cs_loop_get(t, APPOINTMENT_LIMIT, in, until, err);
    if (status == CS_OK)
        facts->appointment_until = cs_value_integer(&until[0], CS_NO_TIME);
    return status;
}

enum cs_status cs_case_visit_limit(struct cs_tickets *t, const struct cs_value *row,
                                   struct cs_case_facts *facts, struct cs_error *err)
{
    return cs_case_visit_limit_at(t, row, INT64_MAX, facts, err);
}
