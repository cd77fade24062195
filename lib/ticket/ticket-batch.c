/* What an import keeps of the cases that it changes: enough to put them back (ticket-revert.c does). */
#include "ticket/act.h"
#include "ticket/batch.h"
#include "ticket/outside-inside.h"

#include <stdlib.h>

/* ---- the text of intake_before: a line a column, "NAME -", "NAME i NUMBER" or "NAME t LENGTH TEXT" ---- */

static void add_line(struct cs_buffer *text, const char *name, const struct cs_value *value)
{
    cs_buffer_text(text, name);
    if (value->type == CS_INTEGER)
        cs_buffer_printf(text, " i %lld\n", (long long)value->integer);
    else if (value->type == CS_TEXT)
        cs_buffer_printf(text, " t %zu %.*s\n", value->length, (int)value->length, value->text);
    else
        cs_buffer_text(text, " -\n");
}

bool cs_batch_line(struct cs_tickets *t, const char **at, struct batch_line *line)
{
    const char *from = *at, *space = from ? strchr(from, ' ') : NULL;
    if (!space)
        return false;
    line->name = cs_arena_strndup(&t->arena, from, (size_t)(space - from));
    line->value = cs_null();
    char *end = (char *)space + 2;
    if (space[1] == 'i') {
        line->value = cs_integer(strtoll(space + 2, &end, 10));
    } else if (space[1] == 't') {
        size_t length = (size_t)strtoull(space + 2, &end, 10);
        if (strlen(end) < length + 1)
            return false;
        line->value = cs_text_length(cs_arena_strndup(&t->arena, end + 1, length), length);
        end += 1 + length;
    }
    *at = *end == '\n' ? end + 1 : end;
    return true;
}

/* Is the column kept already? */
static bool has_line(struct cs_tickets *t, const char *text, const char *name)
{
    struct batch_line line;
    while (cs_batch_line(t, &text, &line))
        if (strcmp(line.name, name) == 0)
            return true;
    return false;
}

struct keeping {
    struct cs_tickets *t;
    const char *had; /* what an earlier row of the same import kept of the case; NULL: nothing */
    struct cs_buffer text;
};

static void keep(struct keeping *keeping, const char *name, const struct cs_value *old,
                 const struct cs_value *new)
{
    if (!cs_value_equal(old, new) && !(keeping->had && has_line(keeping->t, keeping->had, name)))
        add_line(&keeping->text, name, old);
}

static void keep_fault(struct keeping *keeping, const struct case_fault *old, const struct case_fault *new)
{
    const struct cs_value had = cs_integer(old->seq), has = cs_integer(new->seq);
    keep(keeping, "fault.seq", &had, &has);
    keep(keeping, "fault.place", &old->place, &new->place);
    keep(keeping, "fault.component", &old->component, &new->component);
    keep(keeping, "fault.symptom", &old->symptom, &new->symptom);
    keep(keeping, "fault.class", &old->class, &new->class);
    keep(keeping, "fault.cause", &old->cause, &new->cause);
    keep(keeping, "fault.party", &old->party, &new->party);
}

const char *const cs_batch_outside_names[OUT_COLUMNS] = {
    [OUT_SIGNED] = "signed_at",     [OUT_CONTACTED] = "contacted_at", [OUT_ANSWERED] = "answered_at",
    [OUT_FINISHED] = "finished_at", [OUT_TARGET] = "target_at",
};

/* "outside.2.signed_at": an order of others by its number within the case. */
static void keep_outside(struct keeping *keeping, const struct batch_change *change)
{
    struct cs_arena *arena = &keeping->t->arena;
    const struct cs_value nothing = cs_null(), something = cs_integer(1);
    long long number = (long long)change->outside_new[OUT_NUMBER].integer;
    if (change->outside_added) {
        keep(keeping, cs_arena_printf(arena, "outside.%lld.added", number), &something, &nothing);
        return;
    }
    if (change->outside_extended)
        keep(keeping, cs_arena_printf(arena, "outside.%lld.extended", number), &something, &nothing);
    for (int column = 0; column < OUT_COLUMNS; column++)
        if (cs_batch_outside_names[column])
            keep(keeping, cs_arena_printf(arena, "outside.%lld.%s", number, cs_batch_outside_names[column]),
                 &change->outside[column], &change->outside_new[column]);
}

static void keep_columns(struct keeping *keeping, const struct batch_change *change)
{
    const struct cs_value nothing = cs_null(), something = cs_integer(1);
    for (int column = 0; change->old && column < CASE_COLUMNS; column++)
        keep(keeping, cs_case_column_names[column], &change->old[column], &change->new[column]);
    if (change->fault && change->fault_new)
        keep_fault(keeping, change->fault, change->fault_new);
    if (change->outside_new)
        keep_outside(keeping, change);
    if (change->order.added)
        keep(keeping, "order.added", &something, &nothing);
    else if (change->order.changed) {
        const struct cs_value other = cs_text("\x01"); /* no supplier's name: it differs from any */
        keep(keeping, "order.supplier", &change->order.supplier, &other);
    }
}

/* ---- writing it down ---- */

static enum cs_status open_batch(struct cs_tickets *t, const char *source, struct cs_error *err)
{
    int64_t id;
    if (t->intake_open)
        return CS_OK;
    enum cs_status status = cs_ticket_source(t, source, strlen(source), &id, err);
    const struct cs_value in[] = { cs_integer(t->intake_id), cs_integer(t->o.now), cs_integer(t->actor_id),
                                   cs_integer(id) };
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_OPEN, in, err);
    t->intake_open = status == CS_OK;
    return status;
}

static enum cs_status keep_old(struct cs_tickets *t, const struct batch_change *change, struct cs_error *err)
{
    struct keeping keeping = { .t = t, .text = CS_BUFFER_INIT };
    const struct cs_value key[] = { cs_integer(change->id), cs_integer(t->intake_id) };
    struct cs_value had[1];
    enum cs_status status = cs_batch_get(t, BATCH_OLD_GET, key, had, err);
    if (status == CS_NONE)
        cs_error_clear(err);
    else if (status != CS_OK)
        return status;
    else
        keeping.had = cs_value_text(&had[0]);
    keep_columns(&keeping, change);
    const struct cs_value in[] = { cs_integer(change->id), cs_integer(t->intake_id),
                                   cs_text_length(keeping.text.text ? keeping.text.text : "",
                                                  keeping.text.length) };
    status = CS_OK;
    if (!keeping.had || keeping.text.length)
        status = cs_batch_do(t, keeping.had ? BATCH_OLD_MORE : BATCH_OLD_ADD, in, err);
    cs_buffer_release(&keeping.text);
    return status;
}

enum cs_status cs_batch_remember(struct cs_tickets *t, const char *source, const struct batch_change *change,
                                 struct cs_error *err)
{
    enum cs_status status = open_batch(t, source, err);
    const struct cs_value given[] = { cs_integer(t->intake_id),   cs_integer(change->source_id),
                                      change->external,           cs_integer(change->id),
                                      cs_integer(change->digest), change->given };
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_GIVEN_ADD, given, err);
    if (status != CS_OK || !change->old)
        return status;
    status = keep_old(t, change, err);
    const struct cs_value events[] = { cs_integer(change->id), cs_integer(t->intake_id),
                                       cs_integer(change->events) };
    return status == CS_OK ? cs_batch_do(t, BATCH_EVENTS, events, err) : status;
}

/* ---- and for how long ---- */

int64_t cs_batch_days(const struct cs_tickets *t)
{
    return cs_desk_setting(t, "revert_days", 90);
}

enum cs_status cs_batch_prune(struct cs_tickets *t, struct cs_error *err)
{
    enum { DAY = 86400 };
    const struct cs_value in[] = { cs_integer(t->o.now - cs_batch_days(t) * DAY) };
    struct cs_value last[1];
    enum cs_status status = cs_batch_get(t, BATCH_OLD_ONES, in, last, err);
    if (status == CS_OK && last[0].type == CS_INTEGER) {
        status = cs_batch_do(t, BATCH_DROP_GIVEN, last, err);
        if (status == CS_OK)
            status = cs_batch_do(t, BATCH_DROP_OLD, last, err);
    }
    return status;
}
