/* Orders of others: attached, signed for, answered, finished, extended; and how they follow their case. */
#include "ticket/outside-inside.h"

#include <stdlib.h>

enum { DAY = 86400 };

struct cs_value cs_outside_name(struct cs_tickets *t, const struct cs_value *order)
{
    return cs_text(cs_arena_printf(&t->arena, "%s:%s", cs_value_text(&order[OUT_SOURCE]),
                                   cs_value_text(&order[OUT_EXTERNAL])));
}

enum cs_status cs_outside_event(struct cs_tickets *t, const struct cs_value *order, int64_t at,
                                const char *verb, const char *note, const char *mark, struct cs_error *err)
{
    const struct ticket_event event = {
        .at = at, .verb = verb, .field = "order", .new = cs_outside_name(t, order), .note = note, .mark = mark
    };
    return cs_event_append(t, order[OUT_TICKET].integer, &event, err);
}

static struct cs_value time_text(struct cs_tickets *t, int64_t at)
{
    char text[CS_MOMENT_SIZE];
    if (at == CS_NO_TIME)
        return cs_null();
    cs_moment_format(text, at, t->o.zone);
    return cs_text(cs_arena_strdup(&t->arena, text));
}

static struct cs_value time_value(int64_t at)
{
    return at == CS_NO_TIME ? cs_null() : cs_integer(at);
}

enum cs_status cs_outside_extend(struct cs_tickets *t, const struct cs_value *order,
                                 const struct outside_extension *x, struct cs_error *err)
{
    const struct cs_value in[] = {
        order[OUT_TICKET],
        order[OUT_NUMBER],
        cs_text(x->granted ? "yes" : "no"),
        cs_text(x->permit),
        time_value(x->before),
        x->granted ? time_value(x->after) : cs_null(),
        x->granted ? time_value(x->answer_after) : cs_null(),
        cs_integer(x->at),
        cs_integer(t->actor_id),
        cs_text(x->note),
    };
    enum cs_status status = cs_outside_do(t, EXTENSION_ADD, in, err);
    const struct ticket_event event = {
        .at = x->at,
        .verb = "extend",
        .outcome = x->granted ? "granted" : "refused",
        .field = "limit",
        .old = time_text(t, x->before),
        .new = time_text(t, x->granted ? x->after : x->before),
        .note =
            cs_arena_printf(&t->arena, "%s%s%s%s%s", cs_outside_name(t, order).text, x->permit ? ", " : "",
                            x->permit ? x->permit : "", x->note ? ": " : "", x->note ? x->note : ""),
        .mark = x->mark,
    };
    return status == CS_OK ? cs_event_append(t, order[OUT_TICKET].integer, &event, err) : status;
}

/* ---- one act on one order ---- */

struct acting {
    struct cs_tickets *t;
    const struct cs_outside_act *act;
    int64_t id;
    struct cs_value row[CASE_COLUMNS];
    struct outside_list orders;
    struct cs_value *order; /* the one that it speaks of */
    const char *mark;
    bool changed;
};

static bool is_named(struct acting *a, const struct cs_value *order, const char *name)
{
    return strcmp(cs_value_text(&order[OUT_EXTERNAL]), name) == 0 ||
           strcmp(cs_outside_name(a->t, order).text, name) == 0;
}

static void list_names(struct acting *a, struct cs_buffer *names)
{
    for (size_t i = 0; i < a->orders.count; i++)
        cs_buffer_printf(names, "%s%lld %s", i ? ", " : "", (long long)a->orders.items[i][OUT_NUMBER].integer,
                         cs_outside_name(a->t, a->orders.items[i]).text);
}

/* The order that a name means: its number there goes before its number within the case. */
static enum cs_status find_order(struct acting *a, struct cs_error *err)
{
    const char *name = a->act->order;
    char *end = NULL;
    long long number = name ? strtoll(name, &end, 10) : 0;
    size_t open = 0;
    for (size_t i = 0; i < a->orders.count; i++) {
        struct cs_value *order = a->orders.items[i];
        if (!name && order[OUT_FINISHED].type == CS_NULL) {
            a->order = order;
            open++;
        }
        if (name && is_named(a, order, name))
            a->order = order;
    }
    for (size_t i = 0; i < a->orders.count && name && !a->order && !*end; i++)
        if (a->orders.items[i][OUT_NUMBER].integer == number)
            a->order = a->orders.items[i];
    if (!name && a->orders.count == 1) /* so that what was done is "unchanged", not unknown */
        a->order = a->orders.items[0];
    if (a->orders.count == 0)
        return cs_error_set(err, CS_REFUSED, _("case %lld has no order of others (cs-ticket order add)"),
                            (long long)a->id);
    struct cs_buffer names = CS_BUFFER_INIT;
    list_names(a, &names);
    enum cs_status status = CS_OK;
    if (name && !a->order)
        status = cs_error_set(err, CS_REFUSED, _("case %lld has no order \"%s\"; it has: %s"),
                              (long long)a->id, name, names.text);
    else if (!a->order)
        status = cs_error_set(err, CS_REFUSED, _("case %lld has no open order; name one (--order): %s"),
                              (long long)a->id, names.text);
    else if (open > 1)
        status = cs_error_set(err, CS_REFUSED, _("case %lld has several open orders; name one (--order): %s"),
                              (long long)a->id, names.text);
    cs_buffer_release(&names);
    return status;
}

static enum cs_status check_moment(struct cs_tickets *t, int64_t id, int64_t at, int64_t received,
                                   struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    cs_moment_format(text, at, t->o.zone);
    if (at > t->o.now)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: %s lies in the future; a move is written down when it has happened"), (long long)id,
            text);
    if (at < received)
        return cs_error_set(err, CS_REFUSED, _("case %lld: %s lies before the order reached us"),
                            (long long)id, text);
    return CS_OK;
}

static enum cs_status step(struct acting *a, int column, struct cs_error *err)
{
    int64_t at = a->act->at;
    if (a->order[column].type == CS_INTEGER)
        return CS_OK; /* done already: the first time counts */
    if (at > cs_value_integer(&a->order[OUT_FINISHED], INT64_MAX))
        return cs_error_set(err, CS_REFUSED, _("case %lld: order %s is finished"), (long long)a->id,
                            cs_outside_name(a->t, a->order).text);
    if (column == OUT_FINISHED && at < cs_value_integer(&a->order[OUT_ANSWERED], INT64_MIN))
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: order %s cannot be finished before it was answered"),
                            (long long)a->id, cs_outside_name(a->t, a->order).text);
    a->order[column] = cs_integer(at);
    a->changed = true;
    enum cs_status status = cs_outside_do(a->t, OUTSIDE_SAVE, a->order, err);
    return status == CS_OK ? cs_outside_event(a->t, a->order, at, a->act->verb, a->act->note, a->mark, err)
                           : status;
}

/* Their limit as it stands: the order's own, what they granted, else the clock's. */
static enum cs_status present_limit(struct acting *a, int64_t *limit, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(a->id), a->order[OUT_NUMBER] };
    struct cs_value out[1];
    *limit = cs_outside_limit(a->order);
    if (*limit != CS_NO_TIME)
        return CS_OK;
    enum cs_status status = cs_outside_get(a->t, OUTSIDE_LIMIT, in, out, err);
    if (status == CS_OK)
        *limit = cs_value_integer(&out[0], CS_NO_TIME);
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status until_of(struct acting *a, int64_t limit, int64_t *until, struct cs_error *err)
{
    struct cs_value end;
    *until = a->act->until;
    if (a->act->refused || *until != CS_NO_TIME)
        return CS_OK;
    if (!a->act->by)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: until when is it extended? (--until TIME or --by 5wd)"),
                            (long long)a->id);
    if (limit == CS_NO_TIME)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: order %s has no limit yet; say until when (--until TIME)"),
                            (long long)a->id, cs_outside_name(a->t, a->order).text);
    const struct cs_value by = cs_text(a->act->by);
    enum cs_status status = cs_hold_limit(a->t, limit, &by, &end, err);
    if (status == CS_OK)
        *until = end.integer;
    return status == CS_FAILED ? CS_REFUSED : status;
}

/* The same decision read again changes nothing; another one under the same number cannot be. */
static enum cs_status known_permit(struct acting *a, int64_t until, bool *known, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(a->id), a->order[OUT_NUMBER], cs_text(a->act->permit) };
    struct cs_value out[2];
    *known = false;
    if (!a->act->permit)
        return CS_OK;
    enum cs_status status = cs_outside_get(a->t, EXTENSION_PERMIT, in, out, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    bool granted = status == CS_OK && strcmp(cs_value_text(&out[0]), "yes") == 0;
    bool same =
        granted == !a->act->refused && (!granted || a->act->until == CS_NO_TIME || out[1].integer == until);
    if (status == CS_OK && !same)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: permit \"%s\" is written down already, and says something else"),
                            (long long)a->id, a->act->permit);
    *known = true;
    return status;
}

static enum cs_status check_extension(struct acting *a, int64_t limit, int64_t until, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE], then[CS_MOMENT_SIZE];
    const char *name = cs_outside_name(a->t, a->order).text;
    if (a->order[OUT_FINISHED].type == CS_INTEGER)
        return cs_error_set(err, CS_REFUSED, _("case %lld: order %s is finished"), (long long)a->id, name);
    if (a->act->refused)
        return CS_OK;
    if (!a->act->permit || !a->act->permit[0])
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: an extension is granted under a number (--permit NO)"),
                            (long long)a->id);
    cs_moment_format(text, until, a->t->o.zone);
    if (limit != CS_NO_TIME)
        cs_moment_format(then, limit, a->t->o.zone);
    if (limit != CS_NO_TIME && until <= limit)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: %s is no later than the limit of order %s as it stands, %s"),
                            (long long)a->id, text, name, then);
    if (limit != CS_NO_TIME && a->act->at > limit)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: the limit of order %s passed at %s; what was granted before then "
                              "says so (--at TIME)"),
                            (long long)a->id, name, then);
    if (until <= a->act->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: %s is over when it is granted"), (long long)a->id,
                            text);
    return CS_OK;
}

/* The case shows the limit of the order that it came as. */
static enum cs_status show_limit(struct acting *a, int64_t until, struct cs_error *err)
{
    struct cs_value old[CASE_COLUMNS], found[4];
    const struct cs_value key[] = { a->order[OUT_SOURCE_ID], a->order[OUT_EXTERNAL] };
    enum cs_status status = cs_ticket_get(a->t, REFERENCE_FIND, key, found, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    if (status != CS_OK || found[3].integer == 0)
        return status;
    memcpy(old, a->row, sizeof old);
    a->row[CASE_TARGET_AT] = cs_integer(until);
    return cs_case_save(a->t, old, a->row, a->act->at, NULL, NULL, err);
}

static enum cs_status extend(struct acting *a, struct cs_error *err)
{
    int64_t limit, until;
    bool known = false;
    enum cs_status status = present_limit(a, &limit, err);
    if (status == CS_OK)
        status = known_permit(a, a->act->until, &known, err);
    if (status != CS_OK || known)
        return status;
    status = until_of(a, limit, &until, err);
    if (status == CS_OK)
        status = check_extension(a, limit, until, err);
    if (status != CS_OK)
        return status;
    const struct outside_extension extension = { .at = a->act->at,
                                                 .before = limit,
                                                 .after = until,
                                                 .answer_after = a->act->answer_until,
                                                 .permit = a->act->permit,
                                                 .note = a->act->note,
                                                 .mark = a->mark,
                                                 .granted = !a->act->refused };
    a->changed = true;
    status = cs_outside_extend(a->t, a->order, &extension, err);
    return status == CS_OK && !a->act->refused ? show_limit(a, until, err) : status;
}

/* Loads the case; one that was merged has no orders of its own any more. */
static enum cs_status open_case(struct cs_tickets *t, int64_t id, struct cs_value *row, struct cs_error *err)
{
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_case_load(t, id, row, err);
    if (status == CS_OK && strcmp(cs_value_text(&row[CASE_STATE]), "merged") == 0)
        return cs_error_set(err, CS_REFUSED, _("case %lld went on as case %lld; its orders are there"),
                            (long long)id, (long long)cs_value_integer(&row[CASE_MERGED_INTO], 0));
    return status;
}

static enum cs_status act_marked(struct acting *a, struct cs_error *err)
{
    const struct cs_outside_act *act = a->act;
    enum cs_status status = open_case(a->t, a->id, a->row, err);
    if (status == CS_OK)
        status = cs_outside_load(a->t, a->id, &a->orders, err);
    if (status == CS_OK)
        status = find_order(a, err);
    if (status == CS_OK)
        status = check_moment(a->t, a->id, act->at, a->order[OUT_RECEIVED].integer, err);
    if (status != CS_OK)
        return status;
    a->mark = a->t->o.now - act->at > DAY ? "backdated" : NULL;
    if (strcmp(act->verb, "extend") == 0)
        status = extend(a, err);
    else
        status = step(a,
                      strcmp(act->verb, "sign") == 0     ? OUT_SIGNED
                      : strcmp(act->verb, "answer") == 0 ? OUT_ANSWERED
                                                         : OUT_FINISHED,
                      err);
    a->t->backdated = a->mark != NULL;
    if (status == CS_OK && a->changed)
        status = cs_case_tell(a->t, a->row, CS_CASE_CHANGED, act->at, err);
    a->t->backdated = false;
    return status;
}

enum cs_status cs_ticket_outside(struct cs_tickets *t, int64_t id, const struct cs_outside_act *act,
                                 bool *changed, struct cs_error *err)
{
    struct acting a = { .t = t, .act = act, .id = id };
    *changed = false;
    enum cs_status status = cs_store_mark(t->o.store, err);
    if (status != CS_OK)
        return status;
    status = act_marked(&a, err);
    if (status == CS_OK) {
        *changed = a.changed;
        return cs_store_keep_mark(t->o.store, err);
    }
    cs_store_undo_mark(t->o.store);
    return status;
}

/* ---- another order ---- */

static enum cs_status add_reference(struct cs_tickets *t, const struct cs_value *order, struct cs_error *err)
{
    /* What the source says of it is not known yet: an empty copy, which is none of the case's own. */
    const struct cs_value add[] = { order[OUT_SOURCE_ID], order[OUT_EXTERNAL], order[OUT_TICKET],
                                    cs_integer(0), cs_integer(0) };
    const struct cs_value save[] = { order[OUT_SOURCE_ID], order[OUT_EXTERNAL], cs_integer(0), cs_text("") };
    const struct cs_value find[] = { order[OUT_SOURCE_ID], order[OUT_EXTERNAL] };
    struct cs_value found[4];
    enum cs_status status = cs_ticket_get(t, REFERENCE_FIND, find, found, err);
    if (status == CS_OK && found[0].integer != order[OUT_TICKET].integer)
        return cs_error_set(err, CS_REFUSED,
                            _("%s is case %lld already; merge the two in place of adding it"),
                            cs_outside_name(t, order).text, (long long)found[0].integer);
    if (status != CS_NONE)
        return status;
    cs_error_clear(err);
    status = cs_ticket_do(t, REFERENCE_ADD, add, err);
    return status == CS_OK ? cs_ticket_do(t, REFERENCE_SAVE, save, err) : status;
}

static enum cs_status check_new(const struct cs_tickets *t, int64_t id, const struct cs_outside_new *order,
                                struct cs_error *err)
{
    if (!order->source || !order->source[0] || !order->external_id || !order->external_id[0])
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: whose order is it, and what is it called there? (--source NAME "
                              "--external-id X)"),
                            (long long)id);
    if (order->target_at != CS_NO_TIME && order->target_at <= order->received_at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the order is due before it reached us"),
                            (long long)id);
    return check_moment((struct cs_tickets *)t, id, order->received_at, INT64_MIN, err);
}

static enum cs_status add_marked(struct cs_tickets *t, int64_t id, const struct cs_outside_new *new,
                                 bool *changed, struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS], order[OUT_READ_COLUMNS], found[OUT_READ_COLUMNS], max[1];
    int64_t source = 0;
    enum cs_status status = open_case(t, id, row, err);
    if (status == CS_OK)
        status = check_new(t, id, new, err);
    if (status == CS_OK)
        status = cs_ticket_source(t, new->source, strlen(new->source), &source, err);
    if (status != CS_OK)
        return status;
    const struct cs_value key[] = { cs_integer(source), cs_text(new->external_id) }, of[] = { row[CASE_ID] };
    status = cs_outside_get(t, OUTSIDE_FIND, key, found, err);
    if (status == CS_OK && found[OUT_TICKET].integer == id)
        return CS_OK; /* it is there */
    if (status == CS_OK)
        return cs_error_set(err, CS_REFUSED,
                            _("%s is case %lld already; merge the two in place of adding it"),
                            cs_outside_name(t, found).text, (long long)found[OUT_TICKET].integer);
    if (status != CS_NONE)
        return status;
    cs_error_clear(err);
    status = cs_outside_get(t, OUTSIDE_MAX, of, max, err);
    if (status != CS_OK)
        return status;
    const struct cs_value values[OUT_READ_COLUMNS] = {
        [OUT_TICKET] = row[CASE_ID],
        [OUT_NUMBER] = cs_integer(max[0].integer + 1),
        [OUT_SOURCE_ID] = cs_integer(source),
        [OUT_EXTERNAL] = cs_text(new->external_id),
        [OUT_CHANNEL] = cs_text(new->channel),
        [OUT_KIND] = cs_text(new->kind),
        [OUT_RECEIVED] = cs_integer(new->received_at),
        [OUT_TARGET] = time_value(new->target_at),
        [OUT_SOURCE] = cs_text(new->source),
    };
    memcpy(order, values, sizeof order);
    *changed = true;
    status = add_reference(t, order, err);
    if (status == CS_OK)
        status = cs_outside_do(t, OUTSIDE_ADD, order, err);
    if (status == CS_OK) /* who was reached since it came was reached for it, too */
        status = cs_outside_do(t, OUTSIDE_CATCH_UP, of, err);
    const char *mark = t->o.now - new->received_at > DAY ? "backdated" : NULL;
    if (status == CS_OK)
        status = cs_outside_event(t, order, new->at, "order", new->note, mark, err);
    return status == CS_OK ? cs_case_tell(t, row, CS_CASE_CHANGED, new->at, err) : status;
}

enum cs_status cs_ticket_order_add(struct cs_tickets *t, int64_t id, const struct cs_outside_new *order,
                                   bool *changed, struct cs_error *err)
{
    *changed = false;
    enum cs_status status = cs_store_mark(t->o.store, err);
    if (status != CS_OK)
        return status;
    status = add_marked(t, id, order, changed, err);
    if (status == CS_OK)
        return cs_store_keep_mark(t->o.store, err);
    cs_store_undo_mark(t->o.store);
    return status;
}

/* ---- orders follow their case ---- */

static enum cs_status say_open(struct moving *m, struct cs_error *err)
{
    struct outside_list list;
    enum cs_status status = cs_outside_load(m->t, m->id, &list, err);
    for (size_t i = 0; i < list.count && status == CS_OK; i++)
        if (list.items[i][OUT_FINISHED].type == CS_NULL)
            cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                        _("case %lld: order %s is still open with them, and its clocks go on (cs-ticket "
                          "order finish)"),
                        (long long)m->id, cs_outside_name(m->t, list.items[i]).text);
    return status;
}

enum cs_status cs_outside_moved(struct moving *m, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->at) };
    bool closes = m->old[CASE_CLOSED_AT].type == CS_NULL && m->new[CASE_CLOSED_AT].type == CS_INTEGER;
    bool ends = cs_case_ended(m->new) && !cs_case_ended(m->old) && m->old[CASE_CLOSED_AT].type == CS_NULL &&
                strcmp(cs_value_text(&m->new[CASE_STATE]), "merged") != 0;
    enum cs_status status = m->word ? cs_outside_do(m->t, OUTSIDE_CONTACTED, in, err) : CS_OK;
    return status == CS_OK && (closes || ends) ? say_open(m, err) : status;
}

enum cs_status cs_outside_merge(struct moving *m, int64_t into, struct cs_error *err)
{
    struct cs_value had[1], base[1];
    const struct cs_value from[] = { cs_integer(m->id) }, to[] = { cs_integer(into) };
    enum cs_status status = cs_outside_get(m->t, OUTSIDE_MAX, from, had, err);
    m->t->joined_from = 0;
    if (status != CS_OK || had[0].integer == 0)
        return status;
    status = cs_outside_get(m->t, OUTSIDE_MAX, to, base, err);
    const struct cs_value move[] = { cs_integer(m->id), cs_integer(into), base[0] };
    const struct cs_value name[] = { cs_integer(into), base[0], m->old[CASE_KIND] };
    if (status == CS_OK)
        status = cs_outside_do(m->t, OUTSIDE_COPY, move, err);
    if (status == CS_OK)
        status = cs_outside_do(m->t, EXTENSION_MOVE, move, err);
    if (status == CS_OK)
        status = cs_outside_do(m->t, OUTSIDE_DROP, from, err);
    if (status == CS_OK)
        status = cs_outside_do(m->t, OUTSIDE_NAME, name, err);
    if (status == CS_OK)
        status = cs_outside_do(m->t, OUTSIDE_CATCH_UP, to, err);
    m->t->joined_from = m->id;
    m->t->joined_after = base[0].integer;
    return status;
}
