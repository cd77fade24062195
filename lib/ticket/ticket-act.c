/* Acts of the desk on a case, and what ties it to others: a group case above it, links beside it. */
#include "ticket/act.h"

#include <inttypes.h>
#include <stdlib.h>

int64_t cs_desk_setting(const struct cs_tickets *t, const char *name, int64_t otherwise)
{
    const char *text = cs_store_setting(t->o.store, name);
    int64_t number = text ? strtoll(text, NULL, 10) : 0;
    return number > 0 ? number : otherwise;
}

enum cs_status cs_act_open(struct acting *a, struct cs_tickets *t, int64_t id, const struct cs_act *act,
                           struct cs_error *err)
{
    a->t = t;
    a->act = act;
    enum cs_status status = cs_case_load(t, id, a->old, err);
    if (status != CS_OK)
        return status;
    memcpy(a->new, a->old, sizeof a->new);
    char text[CS_MOMENT_SIZE];
    cs_moment_format(text, act->at, t->o.zone);
    if (act->at > t->o.now)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: %s lies in the future; a move is written down when it has happened"), (long long)id,
            text);
    if (act->at < cs_value_integer(&a->old[CASE_OPENED_AT], INT64_MIN))
        return cs_error_set(err, CS_REFUSED, _("case %lld: %s lies before the case was opened"),
                            (long long)id, text);
    return CS_OK;
}

enum cs_status cs_act_close(struct acting *a, const char *verb, const char *outcome, const char *note,
                            struct cs_error *err)
{
    enum { DAY = 86400 };
    struct cs_tickets *t = a->t;
    bool backdated = t->o.now - a->act->at > DAY;
    const struct ticket_event event = { .at = a->act->at,
                                        .verb = verb,
                                        .outcome = outcome,
                                        .note = note ? note : a->act->note,
                                        .mark = backdated ? "backdated" : NULL };
    if (backdated)
        cs_case_flag(&t->arena, &a->new[CASE_ANOMALIES], "backdated");
    enum cs_status status = cs_case_keep_given(t, a->old, err);
    if (status == CS_OK)
        status = cs_event_append(t, a->old[CASE_ID].integer, &event, err);
    if (status == CS_OK)
        status = cs_case_save(t, a->old, a->new, a->act->at, NULL, NULL, err);
    bool clocks = !cs_value_equal(&a->old[CASE_FLAGS], &a->new[CASE_FLAGS]) ||
                  !cs_value_equal(&a->old[CASE_GRADE], &a->new[CASE_GRADE]) ||
                  !cs_value_equal(&a->old[CASE_LEVEL], &a->new[CASE_LEVEL]);
    return status == CS_OK && clocks ? cs_case_tell(t, a->new, CS_CASE_CHANGED, a->act->at, err) : status;
}

/* ---- group cases ---- */

static enum cs_status one_number(struct cs_tickets *t, enum desk_statement which, int64_t id, int64_t *number,
                                 struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id) };
    struct cs_value out[1];
    enum cs_status status = cs_desk_get(t, which, in, out, err);
    *number = status == CS_OK ? cs_value_integer(&out[0], 0) : 0;
    return status;
}

/* A case that joins a group: neither above itself nor more than two levels deep. */
static enum cs_status check_place(struct cs_tickets *t, int64_t id, int64_t parent, struct cs_error *err)
{
    int64_t above = parent, next = 0, height = 0, depth = 0;
    enum cs_status status = one_number(t, PARENT_DEPTH, id, &height, err);
    while (status == CS_OK && above && depth < 8) {
        if (above == id)
            return cs_error_set(err, CS_REFUSED,
                                _("case %lld stands above case %lld already: it cannot be put under it"),
                                (long long)id, (long long)parent);
        status = one_number(t, PARENT_UP, above, &next, err);
        above = next;
        depth++;
    }
    if (status == CS_OK && depth + height > 2)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld under case %lld would make more than two levels of group cases"),
                            (long long)id, (long long)parent);
    return status;
}

static enum cs_status check_parent(struct cs_tickets *t, int64_t id, int64_t parent, struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    if (parent == id)
        return cs_error_set(err, CS_REFUSED, _("case %lld cannot be its own parent"), (long long)id);
    enum cs_status status = cs_case_load(t, parent, row, err);
    if (status == CS_NONE)
        return CS_REFUSED;
    if (status == CS_OK && cs_case_ended(row))
        return cs_error_set(err, CS_REFUSED, _("case %lld is over: it takes no case under it"),
                            (long long)parent);
    return status == CS_OK ? check_place(t, id, parent, err) : status;
}

static bool has_word(const struct cs_value *set, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = cs_value_text(set); *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, word, length) == 0 && (at[length] == ';' || !at[length]))
            return true;
    return false;
}

/* The parent of many homes is a group complaint, and so are those above it. */
static enum cs_status flag_groups(struct cs_tickets *t, int64_t parent, const struct cs_act *act,
                                  struct cs_error *err)
{
    int64_t many = cs_desk_setting(t, "group_homes", 5), homes = 0, up = parent;
    enum cs_status status = CS_OK;
    while (up && status == CS_OK) {
        struct acting a;
        const struct cs_act now = { .at = act->at };
        status = one_number(t, PARENT_HOMES, up, &homes, err);
        if (status == CS_OK)
            status = cs_case_load(t, up, a.old, err);
        if (status == CS_OK && homes >= many && !has_word(&a.old[CASE_FLAGS], "group") &&
            (status = cs_act_open(&a, t, up, &now, err)) == CS_OK) {
            cs_case_flag(&t->arena, &a.new[CASE_FLAGS], "group");
            status = cs_act_close(&a, "flag", NULL,
                                  cs_arena_printf(&t->arena, "homes=%lld", (long long)homes), err);
            if (status != CS_OK)
                return status;
            cs_diag_say(t->o.diag, CS_NOTICE, NULL,
                        _("case %lld: %lld homes, so it is a group complaint from now on"), (long long)up,
                        (long long)homes);
        }
        up = status == CS_OK ? cs_value_integer(&a.old[CASE_PARENT], 0) : 0;
    }
    return status;
}

enum cs_status cs_ticket_parent(struct cs_tickets *t, int64_t id, int64_t parent, const struct cs_act *act,
                                struct cs_error *err)
{
    struct acting a;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_act_open(&a, t, id, act, err);
    if (status != CS_OK)
        return status;
    if (a.old[CASE_MERGED_INTO].type == CS_INTEGER)
        return cs_error_set(err, CS_REFUSED, _("case %lld went on as case %lld: name that one"),
                            (long long)id, (long long)a.old[CASE_MERGED_INTO].integer);
    if (parent)
        status = check_parent(t, id, parent, err);
    if (status != CS_OK || cs_value_integer(&a.old[CASE_PARENT], 0) == parent)
        return status;
    a.new[CASE_PARENT] = parent ? cs_integer(parent) : cs_null();
    status = cs_act_close(&a, "parent", parent ? NULL : "removed", NULL, err);
    return status == CS_OK && parent ? flag_groups(t, parent, act, err) : status;
}

struct id_list {
    int64_t *ids;
    size_t count, capacity;
};

static enum cs_status take_id(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct id_list *list = context;
    list->ids = cs_grow(list->ids, &list->capacity, list->count + 1, sizeof *list->ids);
    list->ids[list->count++] = out[0].integer;
    return CS_OK;
}

enum cs_status cs_ticket_children(struct cs_tickets *t, int64_t id, int64_t **ids, size_t *count,
                                  struct cs_error *err)
{
    struct id_list list = { NULL, 0, 0 };
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_desk_each(t, CHILDREN_OPEN, in, take_id, &list, err);
    *ids = list.ids;
    *count = list.count;
    return status;
}

/* "17, 18, 19 and 4 more" */
static void name_ids(struct cs_buffer *out, const struct id_list *list)
{
    enum { SHOWN = 5 };
    for (size_t i = 0; i < list->count && i < SHOWN; i++)
        cs_buffer_printf(out, "%s%" PRId64, i ? ", " : "", list->ids[i]);
    if (list->count > SHOWN)
        cs_buffer_printf(out, _(" and %zu more"), list->count - SHOWN);
}

enum cs_status cs_parent_may_end(struct cs_tickets *t, int64_t id, const char *verb, struct cs_error *err)
{
    struct id_list list = { NULL, 0, 0 };
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_desk_each(t, CHILDREN_OPEN, in, take_id, &list, err);
    if (status == CS_OK && list.count > 0) {
        struct cs_buffer names = CS_BUFFER_INIT;
        name_ids(&names, &list);
        bool closing = strcmp(verb, "close") == 0;
        status = cs_error_set(
            err, CS_REFUSED,
            closing
                ? _("case %lld is the parent of %zu open cases (%s): close them first, or --with-children")
                : _("case %lld is the parent of %zu open cases (%s): take them off first (parent --none)"),
            (long long)id, list.count, names.text);
        cs_buffer_release(&names);
    }
    free(list.ids);
    return status;
}

/* ---- links ---- */

/* Both ends tell of it in their logs. */
static enum cs_status note_link(struct cs_tickets *t, int64_t id, int64_t other, const struct cs_linking *how,
                                const struct cs_act *act, struct cs_error *err)
{
    const char *words =
        cs_arena_printf(&t->arena, "%s %s %lld%s%s", how->kind, other == how->other ? "->" : "<-",
                        (long long)other, act->note ? ": " : "", act->note ? act->note : "");
    const struct ticket_event event = {
        .at = act->at, .verb = "link", .outcome = how->remove ? "removed" : NULL, .note = words
    };
    return cs_event_append(t, id, &event, err);
}

static enum cs_status check_link(struct cs_tickets *t, int64_t id, const struct cs_linking *how,
                                 struct cs_error *err)
{
    struct cs_value row[CASE_COLUMNS];
    if (how->other == id)
        return cs_error_set(err, CS_REFUSED, _("case %lld cannot be linked to itself"), (long long)id);
    enum cs_status status = cs_case_load(t, how->other, row, err);
    return status == CS_NONE ? CS_REFUSED : status;
}

enum cs_status cs_ticket_link(struct cs_tickets *t, int64_t id, const struct cs_linking *how,
                              const struct cs_act *act, struct cs_error *err)
{
    struct acting a;
    struct cs_value out[1];
    const struct cs_value key[] = { cs_integer(id), cs_integer(how->other), cs_text(how->kind) };
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_act_open(&a, t, id, act, err);
    if (status == CS_OK)
        status = check_link(t, id, how, err);
    if (status != CS_OK)
        return status;
    status = cs_desk_get(t, LINK_FIND, key, out, err);
    bool there = status == CS_OK;
    if (status == CS_NONE)
        cs_error_clear(err);
    else if (status != CS_OK)
        return status;
    if (how->remove && !there)
        return cs_error_set(err, CS_REFUSED, _("case %lld has no link \"%s\" to case %lld"), (long long)id,
                            cs_choice_label(cs_link_kinds, how->kind), (long long)how->other);
    if (!how->remove && there)
        return CS_OK;
    const struct cs_value in[] = {
        key[0], key[1], key[2], cs_integer(act->at), cs_integer(t->actor_id), cs_text(act->note)
    };
    status = how->remove ? cs_desk_do(t, LINK_DROP, key, err) : cs_desk_do(t, LINK_ADD, in, err);
    if (status == CS_OK)
        status = note_link(t, id, how->other, how, act, err);
    return status == CS_OK ? note_link(t, how->other, id, how, act, err) : status;
}
