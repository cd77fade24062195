/* Erasure: what a case holds of a person is blanked, and stays so when its source tells it again. */
#include "ticket/act.h"
#include "ticket/batch.h"
#include "ticket/loop.h"
#include "ticket/outside-inside.h"

#include <stdio.h>
#include <stdlib.h>

static const int personal[] = { CS_TICKET_REPORTER, CS_TICKET_PHONE,       CS_TICKET_EMAIL,
                                CS_TICKET_SUBJECT,  CS_TICKET_BODY,        CS_TICKET_RESOLUTION,
                                CS_TICKET_EXTRA,    CS_TICKET_DELAY_REASON };

void cs_ticket_blank_person(struct cs_value values[CS_TICKET_FIELDS])
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        values[personal[i]] = cs_null();
}

static bool is_personal(long field)
{
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        if (personal[i] == field)
            return true;
    return false;
}

enum cs_status cs_case_is_erased(struct cs_tickets *t, int64_t id, bool *erased, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    struct cs_value out[1];
    enum cs_status status = cs_ticket_get(t, CASE_ERASED, in, out, err);
    *erased = status == CS_OK && out[0].integer > 0;
    return status;
}

/* ---- what the sources said ---- */

struct given {
    int64_t source_id;
    struct cs_value external, text;
};

struct givens {
    struct cs_tickets *t;
    struct given *items;
    size_t count, capacity;
};

/* A kept copy without its personal fields: lines of "FIELD LENGTH TEXT". What cannot be read goes whole. */
static struct cs_value without_person(struct cs_tickets *t, const struct cs_value *given)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    const char *at = given->text, *end = at + given->length;
    while (at < end) {
        char *rest;
        const char *line = at;
        long field = strtol(at, &rest, 10);
        size_t length = (size_t)strtoull(rest, &rest, 10);
        at = rest + 1;
        if (at > end || length >= (size_t)(end - at))
            break;
        at += length + 1;
        if (!is_personal(field))
            cs_buffer_add(&text, line, (size_t)(at - line));
    }
    struct cs_value kept = cs_text_length(cs_arena_strndup(&t->arena, text.text, text.length), text.length);
    cs_buffer_release(&text);
    return kept;
}

static enum cs_status take_given(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct givens *givens = context;
    (void)err;
    givens->items = cs_grow(givens->items, &givens->capacity, givens->count + 1, sizeof *givens->items);
    givens->items[givens->count++] =
        (struct given){ out[0].integer, cs_text(cs_arena_strdup(&givens->t->arena, cs_value_text(&out[1]))),
                        without_person(givens->t, &out[2]) };
    return CS_OK;
}

static enum cs_status forget_given(struct cs_tickets *t, int64_t id, struct cs_error *err)
{
    struct givens givens = { .t = t };
    const struct cs_value key[] = { cs_integer(id) };
    enum cs_status status = cs_ticket_each(t, FORGET_GIVEN, key, take_given, &givens, err);
    for (size_t i = 0; i < givens.count && status == CS_OK; i++) {
        const struct given *given = &givens.items[i];
        const struct cs_value in[] = { cs_integer(given->source_id), given->external, given->text };
        status = cs_ticket_do(t, FORGET_GIVEN_SAVE, in, err);
    }
    free(givens.items);
    return status;
}

/* ---- a person's cases ---- */

struct forget {
    struct cs_tickets *t;
    int64_t actor_id, now, cases;
    int64_t *ids;
    size_t capacity;
};

static enum cs_status take_forget(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct forget *forget = context;
    forget->ids = cs_grow(forget->ids, &forget->capacity, (size_t)forget->cases + 1, sizeof *forget->ids);
    forget->ids[forget->cases++] = out[0].integer;
    return CS_OK;
}

static enum cs_status name_held(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_buffer *names = context;
    (void)err;
    cs_buffer_printf(names, "%s%lld", names->length ? ", " : "", (long long)out[0].integer);
    return CS_OK;
}

/* What a court may ask for is not erased: the whole erasure waits until the hold is lifted. */
static enum cs_status check_law(struct cs_tickets *t, const struct cs_value *in, struct cs_error *err)
{
    struct cs_buffer names = CS_BUFFER_INIT;
    enum cs_status status = cs_desk_each(t, HELD_BY_LAW, in, name_held, &names, err);
    if (status == CS_OK && names.length)
        status = cs_error_set(err, CS_REFUSED,
                              _("nothing was erased: a legal hold lies on case %s; lift it first (cs-ticket "
                                "flag ID --legal-hold no --reason TEXT)"),
                              names.text);
    cs_buffer_release(&names);
    return status;
}

/* ---- what is written of a case under others ---- */

struct others {
    int64_t *ids;
    size_t count, capacity;
};

/* "related -> 17: words", "source <- 18" */
static enum cs_status take_other(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct others *others = context;
    const char *note = cs_value_text(&out[0]), *arrow = strstr(note, "-> ");
    (void)err;
    arrow = arrow ? arrow : strstr(note, "<- ");
    if (!arrow)
        return CS_OK;
    others->ids = cs_grow(others->ids, &others->capacity, others->count + 1, sizeof *others->ids);
    others->ids[others->count++] = strtoll(arrow + 3, NULL, 10);
    return CS_OK;
}

static enum cs_status forget_linked(struct cs_tickets *t, int64_t id, struct cs_error *err)
{
    struct others others = { NULL, 0, 0 };
    char name[24];
    const struct cs_value key[] = { cs_integer(id) };
    snprintf(name, sizeof name, "%lld", (long long)id);
    enum cs_status status = cs_ticket_each(t, FORGET_LINKED, key, take_other, &others, err);
    for (size_t i = 0; i < others.count && status == CS_OK; i++) {
        const struct cs_value in[] = { cs_integer(others.ids[i]), cs_text(name) };
        status = cs_ticket_do(t, FORGET_NAMED, in, err);
    }
    free(others.ids);
    return status;
}

/* ---- all ---- */

static enum cs_status forget_case(struct cs_tickets *t, int64_t id, struct cs_error *err)
{
    static const enum ticket_statement plain[] = {
        FORGET_CASE,  FORGET_COPIES,   FORGET_EVENTS,   FORGET_CONTACTS, FORGET_CALLBACKS,
        FORGET_HOLDS, FORGET_VERDICTS, FORGET_EVIDENCE, FORGET_MESSAGES,
    };
    const struct cs_value in[] = { cs_integer(id) };
    const struct ticket_event event = { .at = t->o.now, .verb = "erase" };
    enum cs_status status = forget_linked(t, id, err);
    for (size_t i = 0; i < sizeof plain / sizeof *plain && status == CS_OK; i++)
        status = cs_ticket_do(t, plain[i], in, err);
    if (status == CS_OK)
        status = cs_loop_do(t, SETTLEMENT_FORGET, in, err);
    if (status == CS_OK)
        status = cs_loop_do(t, APPOINTMENT_FORGET, in, err);
    if (status == CS_OK)
        status = cs_desk_do(t, FORGET_MATTERS, in, err);
    if (status == CS_OK)
        status = cs_desk_do(t, FORGET_LINKS, in, err);
    if (status == CS_OK)
        status = cs_outside_do(t, EXTENSION_FORGET, in, err);
    if (status == CS_OK)
        status = forget_given(t, id, err);
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_FORGET_GIVEN, in, err);
    if (status == CS_OK)
        status = cs_batch_do(t, BATCH_FORGET_OLD, in, err);
    return status == CS_OK ? cs_event_append(t, id, &event, err) : status;
}

enum cs_status cs_ticket_forget_files(struct cs_store *store, int64_t customer_id, const char *phone,
                                      cs_values_fn *each, void *context, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(customer_id), cs_text(phone) };
    return cs_store_each(store, &cs_ticket_statements, FORGET_FILES, in, each, context, err);
}

enum cs_status cs_ticket_forget(struct cs_store *store, int64_t customer_id, const char *phone,
                                int64_t actor_id, int64_t now, int64_t *cases, struct cs_error *err)
{
    struct cs_tickets t = { .o = { .store = store, .now = now }, .actor_id = actor_id };
    struct forget forget = { .t = &t };
    const struct cs_value in[] = { cs_integer(customer_id), cs_text(phone) };
    enum cs_status status = check_law(&t, in, err);
    if (status == CS_OK)
        status = cs_ticket_each(&t, FORGET_CASES, in, take_forget, &forget, err);
    for (int64_t i = 0; i < forget.cases && status == CS_OK; i++)
        status = forget_case(&t, forget.ids[i], err);
    *cases = forget.cases;
    free(forget.ids);
    cs_arena_release(&t.arena);
    return status;
}
