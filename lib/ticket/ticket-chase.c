/* Chasers: the customer asks again. It is counted on the old case, and never makes a case of its own. */
#include "ticket/act.h"

#include <stdlib.h>

enum { DAY = 86400 };

/* The case that a merged one goes on as. */
static enum cs_status find_live(struct acting *a, struct cs_tickets *t, int64_t id, const struct cs_act *act,
                                struct cs_error *err)
{
    enum cs_status status = cs_act_open(a, t, id, act, err);
    for (int hops = 0; status == CS_OK && hops < 8 && a->old[CASE_MERGED_INTO].type == CS_INTEGER; hops++)
        status = cs_act_open(a, t, a->old[CASE_MERGED_INTO].integer, act, err);
    if (status == CS_OK && cs_case_ended(a->old))
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld is over: reopen it, or enter a new case; there is nothing to chase"),
                            (long long)a->old[CASE_ID].integer);
    return status;
}

/* Each ladder that the case has begins a level higher from then on. */
enum cs_status cs_chase_raise(struct cs_tickets *t, struct cs_value *row, int64_t at, bool *raised,
                              struct cs_error *err)
{
    int64_t limit = cs_desk_setting(t, "chaser_limit", 3), days = cs_desk_setting(t, "chaser_days", 7);
    const struct cs_value in[] = { row[CASE_ID], cs_integer(at - days * DAY) };
    struct cs_value out[1], before = row[CASE_FLAGS];
    enum cs_status status = cs_desk_get(t, CHASE_COUNT, in, out, err);
    *raised = false;
    if (status != CS_OK || out[0].integer + 1 < limit)
        return status;
    cs_case_flag(&t->arena, &row[CASE_FLAGS], "escalated");
    *raised = !cs_value_equal(&before, &row[CASE_FLAGS]);
    if (*raised)
        row[CASE_LEVEL] = cs_integer(cs_value_integer(&row[CASE_LEVEL], 0) + 1);
    return CS_OK;
}

static enum cs_status count_chaser(struct acting *a, const char *channel, bool *raised, struct cs_error *err)
{
    const struct cs_act *act = a->act;
    enum cs_status status = cs_chase_raise(a->t, a->new, act->at, raised, err);
    if (status != CS_OK)
        return status;
    a->new[CASE_CHASERS] = cs_integer(cs_value_integer(&a->old[CASE_CHASERS], 0) + 1);
    const char *words = !channel    ? act->note
                        : act->note ? cs_arena_printf(&a->t->arena, "%s: %s", channel, act->note)
                                    : channel;
    return cs_act_close(a, "chase", NULL, words, err);
}

enum cs_status cs_ticket_chase(struct cs_tickets *t, int64_t id, const char *channel,
                               const struct cs_act *act, int64_t *chased, bool *raised, struct cs_error *err)
{
    struct acting a;
    *raised = false;
    *chased = id;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = find_live(&a, t, id, act, err);
    if (status != CS_OK)
        return status;
    *chased = a.old[CASE_ID].integer;
    return count_chaser(&a, channel, raised, err);
}

/* ---- chasers that come as rows of their own ---- */

static bool whole_phone(const struct cs_value *phone)
{
    return phone->type == CS_TEXT && !cs_is_masked(CS_PHONE, phone->text, phone->length);
}

static enum cs_status newest(struct cs_tickets *t, enum desk_statement which, const struct cs_value *in,
                             int64_t *id, struct cs_error *err)
{
    struct cs_value out[1];
    enum cs_status status = cs_desk_get(t, which, in, out, err);
    *id = status == CS_OK ? out[0].integer : 0;
    if (status == CS_NONE)
        cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

/* The newest case of the home, and that of the phone: where the two differ, one that fits both. */
static enum cs_status find_chased(struct cs_tickets *t, const struct cs_value *row, int64_t *by_home,
                                  int64_t *by_phone, struct cs_error *err)
{
    const struct cs_value at = cs_integer(cs_value_integer(&row[CASE_OPENED_AT], t->o.now));
    const struct cs_value home[] = { row[CASE_HOME], at }, phone[] = { row[CASE_PHONE], at },
                          both[] = { row[CASE_HOME], at, row[CASE_PHONE] };
    int64_t fits = 0;
    enum cs_status status = CS_OK;
    *by_home = *by_phone = 0;
    if (row[CASE_HOME].type == CS_INTEGER)
        status = newest(t, CHASE_BY_HOME, home, by_home, err);
    if (status == CS_OK && whole_phone(&row[CASE_PHONE]))
        status = newest(t, CHASE_BY_PHONE, phone, by_phone, err);
    if (status == CS_OK && *by_home && *by_phone && *by_home != *by_phone)
        status = newest(t, CHASE_BOTH, both, &fits, err);
    if (fits)
        *by_home = *by_phone = fits;
    return status;
}

enum cs_status cs_chaser_take(struct cs_tickets *t, struct cs_value *row, int64_t *found,
                              struct cs_error *err)
{
    int64_t by_home, by_phone;
    bool raised;
    enum cs_status status = find_chased(t, row, &by_home, &by_phone, err);
    *found = by_home && by_phone && by_home != by_phone ? 0 : by_home ? by_home : by_phone;
    if (status != CS_OK)
        return status;
    if (by_home && !*found)
        cs_diag_say(t->o.diag, CS_WARNING, NULL,
                    _("the home's newest case is %lld, the phone's is %lld: say which one is chased "
                      "(cs-ticket chase ID)"),
                    (long long)by_home, (long long)by_phone);
    if (!*found) {
        cs_case_flag(&t->arena, &row[CASE_ANOMALIES], "unmatched_chaser");
        return CS_OK;
    }
    struct acting a;
    const struct cs_value *words = row[CASE_SUBJECT].type == CS_TEXT ? &row[CASE_SUBJECT] : &row[CASE_BODY];
    const struct cs_act act = { cs_value_integer(&row[CASE_OPENED_AT], t->o.now),
                                words->type == CS_TEXT ? words->text : NULL };
    const char *channel = row[CASE_CHANNEL].type == CS_TEXT ? row[CASE_CHANNEL].text : NULL;
    status = cs_act_open(&a, t, *found, &act, err);
    return status == CS_OK ? count_chaser(&a, channel, &raised, err) : status;
}

/* ---- imports ---- */

struct chaser {
    int64_t id, by_home, by_phone;
};

struct chasers {
    struct chaser *items;
    size_t count, capacity, at;
};

/* Of several cases of a home the first row is the newest one. */
static enum cs_status take_home(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct chasers *list = context;
    if (list->count && list->items[list->count - 1].id == out[0].integer)
        return CS_OK;
    list->items = cs_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    list->items[list->count++] = (struct chaser){ out[0].integer, cs_value_integer(&out[1], 0), 0 };
    return CS_OK;
}

/* Both walks go by the number of the chaser. */
static enum cs_status take_phone(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct chasers *list = context;
    while (list->at < list->count && list->items[list->at].id < out[0].integer)
        list->at++;
    if (list->at < list->count && list->items[list->at].id == out[0].integer &&
        !list->items[list->at].by_phone)
        list->items[list->at].by_phone = out[1].integer;
    return CS_OK;
}

static enum cs_status match_one(struct cs_tickets *t, const struct chaser *chaser, struct cs_error *err)
{
    int64_t into = chaser->by_home ? chaser->by_home : chaser->by_phone;
    bool doubtful = chaser->by_home && chaser->by_phone && chaser->by_home != chaser->by_phone;
    const struct cs_value id[] = { cs_integer(chaser->id) };
    struct cs_move move = { .verb = "merge", .at = t->o.now, .into = into };
    move.appointment_at = move.promised_at = move.until = CS_NO_TIME;
    enum cs_status status = into && !doubtful ? cs_ticket_move(t, chaser->id, &move, err) : CS_REFUSED;
    if (status != CS_REFUSED)
        return status;
    cs_error_clear(err);
    return cs_desk_do(t, CHASER_UNMATCHED, id, err);
}

enum cs_status cs_chasers_match(struct cs_tickets *t, struct cs_error *err)
{
    struct chasers list = { NULL, 0, 0, 0 };
    const struct cs_value in[] = { cs_integer(t->first_id) };
    if (!t->took_chaser)
        return CS_OK;
    enum cs_status status = cs_store_flush(t->o.store, err);
    if (status == CS_OK) /* from here on cases are looked up one by one */
        status = cs_store_build_indexes(t->o.store, err);
    if (status == CS_OK)
        status = cs_desk_each(t, CHASERS_BY_HOME, in, take_home, &list, err);
    if (status == CS_OK && list.count)
        status = cs_desk_each(t, CHASERS_BY_PHONE, in, take_phone, &list, err);
    for (size_t i = 0; i < list.count && status == CS_OK; i++)
        status = match_one(t, &list.items[i], err);
    if (list.count && status == CS_OK)
        cs_diag_say(t->o.diag, CS_NOTICE, NULL,
                    _("%zu chasers came in: counted on their cases where one is open, else flagged; see "
                      "cs-ticket list --anomalies unmatched_chaser"),
                    list.count);
    free(list.items);
    return status;
}
