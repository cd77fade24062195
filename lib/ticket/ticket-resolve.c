/* Cases that came before their project, room, customer or supplier was known: looked at again. */
#include "ticket/batch.h"
#include "ticket/intake.h"
#include "ticket/mend.h"

#include <stdlib.h>

/* ---- suppliers and parties that were kept as words ---- */

struct words {
    struct cs_tickets *t;
    struct {
        int64_t seq;
        struct cs_value name;
    } items[16]; /* a case with more waits for the next time */
    size_t count;
};

static enum cs_status take_words(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct words *words = context;
    (void)err;
    if (words->count == sizeof words->items / sizeof *words->items)
        return CS_OK;
    words->items[words->count].seq = out[0].integer;
    words->items[words->count++].name = cs_text_length(
        cs_arena_strndup(&words->t->arena, cs_value_text(&out[1]), out[1].length), out[1].length);
    return CS_OK;
}

/* Units by the words of work orders (faults); each that is found is an event. */
static enum cs_status resolve_words(struct cs_tickets *t, const struct cs_value *old, bool orders,
                                    int64_t *found, struct cs_error *err)
{
    struct words words = { .t = t };
    const struct cs_value key[] = { old[CASE_ID] };
    enum cs_status status =
        cs_batch_each(t, orders ? RESOLVE_ORDERS : RESOLVE_PARTIES, key, take_words, &words, err);
    for (size_t i = 0; i < words.count && status == CS_OK; i++) {
        const struct cs_value *name = &words.items[i].name;
        const struct cs_unit *unit = NULL;
        int64_t id = 0;
        status = cs_ticket_supplier(t, name->text, name->length, &id, err);
        if (status != CS_OK || !id)
            continue;
        status = cs_org_unit(t->o.org, id, &unit, err);
        const struct cs_value in[] = { old[CASE_ID], cs_integer(words.items[i].seq), cs_integer(id) };
        if (status == CS_OK)
            status = cs_case_keep_given(t, old, err);
        if (status == CS_OK)
            status = cs_batch_do(t, orders ? RESOLVE_ORDER : RESOLVE_PARTY, in, err);
        const struct ticket_event event = { .at = t->o.now,
                                            .verb = "change",
                                            .field = orders ? "supplier" : "party",
                                            .old = *name,
                                            .new = cs_text(unit ? unit->code : NULL) };
        if (status == CS_OK)
            status = cs_event_append(t, old[CASE_ID].integer, &event, err);
        ++*found;
    }
    return status;
}

/* ---- one case ---- */

static bool unresolved(const struct cs_value *row)
{
    return strstr(cs_value_text(&row[CASE_ANOMALIES]), "unresolved_") != NULL;
}

static bool newly(const struct cs_value *old, const struct cs_value *new, int column)
{
    return old[column].type == CS_NULL && new[column].type != CS_NULL;
}

static enum cs_status resolve_case(struct cs_tickets *t, int64_t id, struct cs_resolved *counts,
                                   struct cs_error *err)
{
    struct cs_value old[CASE_COLUMNS], new[CASE_COLUMNS];
    int64_t suppliers = 0;
    cs_arena_reset(&t->arena);
    enum cs_status status = cs_case_load(t, id, old, err);
    if (status != CS_OK)
        return status;
    memcpy(new, old, sizeof new);
    new[CASE_ANOMALIES] = cs_case_without(t, &old[CASE_ANOMALIES], "unresolved_");
    if (unresolved(old) || (old[CASE_BATCH].type == CS_NULL && old[CASE_BATCH_TEXT].type == CS_TEXT))
        status = cs_intake_place(t, new, err);
    if (status == CS_OK && old[CASE_CUSTOMER].type == CS_NULL)
        status = cs_intake_customer(t, new, err);
    if (status == CS_OK)
        status = resolve_words(t, old, true, &suppliers, err);
    if (status == CS_OK)
        status = resolve_words(t, old, false, &suppliers, err);
    bool changed = false;
    for (int column = 0; column < CASE_COLUMNS; column++)
        changed = changed || !cs_value_equal(&old[column], &new[column]);
    if (status == CS_OK && changed)
        status = cs_case_save(t, old, new, t->o.now, NULL, NULL, err);
    if (status == CS_OK && changed)
        status = cs_case_tell(t, new, CS_CASE_CHANGED, t->o.now, err);
    counts->cases += changed || suppliers > 0;
    counts->projects += newly(old, new, CASE_UNIT);
    counts->homes += newly(old, new, CASE_HOME);
    counts->batches += newly(old, new, CASE_BATCH);
    counts->customers += newly(old, new, CASE_CUSTOMER);
    counts->suppliers += suppliers;
    counts->left += unresolved(new);
    return status;
}

enum cs_status cs_ticket_resolve(struct cs_tickets *t, int64_t id, struct cs_resolved *counts,
                                 struct cs_error *err)
{
    enum cs_status status = cs_ticket_begin(t, err);
    return status == CS_OK ? resolve_case(t, id, counts, err) : status;
}

/* ---- all ---- */

struct ids {
    int64_t *items;
    size_t count, capacity;
};

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct ids *ids = context;
    (void)err;
    ids->items = cs_grow(ids->items, &ids->capacity, ids->count + 1, sizeof *ids->items);
    ids->items[ids->count++] = out[0].integer;
    return CS_OK;
}

enum cs_status cs_ticket_resolve_all(struct cs_tickets *t, struct cs_resolved *counts, struct cs_error *err)
{
    struct ids ids = { .count = 0 };
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_batch_each(t, RESOLVE_CASES, NULL, take_id, &ids, err);
    for (size_t i = 0; i < ids.count && status == CS_OK; i++)
        status = resolve_case(t, ids.items[i], counts, err);
    free(ids.items);
    return status;
}
