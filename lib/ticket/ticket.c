/* The desk: opened for one command; questions about cases; the end of an import. */
#include "ticket/ticket.h"
#include "ticket/act.h"
#include "ticket/batch.h"
#include "ticket/case.h"

#include <stdio.h>
#include <stdlib.h>

enum cs_status cs_ticket_begin(struct cs_tickets *t, struct cs_error *err)
{
    cs_arena_reset(&t->arena);
    if (t->undone != cs_store_undone(t->o.store)) { /* what was added then is gone, the actor too */
        t->undone = cs_store_undone(t->o.store);
        t->actor_id = 0;
        cs_ticket_names_forget(t);
    }
    if (t->actor_id || !t->o.actor)
        return CS_OK;
    return cs_ticket_actor(t, t->o.actor, strlen(t->o.actor), &t->actor_id, err);
}

enum cs_status cs_tickets_new(const struct cs_tickets_options *options, struct cs_tickets **tickets,
                              struct cs_error *err)
{
    struct cs_tickets *t = cs_alloc(sizeof *t);
    t->o = *options;
    *tickets = t;
    (void)err;
    return CS_OK;
}

void cs_tickets_free(struct cs_tickets *t)
{
    if (!t)
        return;
    cs_ticket_names_free(t);
    cs_ticket_paths_free(t);
    cs_seen_free(t->seen);
    cs_arena_release(&t->arena);
    cs_arena_release(&t->keep);
    free(t);
}

static void say_anomalies(struct cs_tickets *t, const struct cs_ticket_intake *intake)
{
    if (intake->reversed || intake->equal)
        cs_diag_say(t->o.diag, CS_WARNING, NULL,
                    _("%lld cases have times in an impossible order, %lld have first response and end in the "
                      "same second; "
                      "they are kept, flagged and left out of durations"),
                    (long long)intake->reversed, (long long)intake->equal);
    if (intake->backdated)
        cs_diag_say(
            t->o.diag, CS_WARNING, NULL,
            _("%lld cases were written down by their source more than a day after they had happened; they "
              "are flagged as backdated, and their clocks start when they happened"),
            (long long)intake->backdated);
    if (intake->future)
        cs_diag_say(
            t->o.diag, CS_WARNING, NULL,
            _("%lld cases were reported in the future; they are kept, flagged and left out of durations"),
            (long long)intake->future);
    if (intake->no_opening)
        cs_diag_say(
            t->o.diag, CS_WARNING, NULL,
            _("%lld cases have no moment of opening (neither reported nor recorded); they run no clock"),
            (long long)intake->no_opening);
    if (intake->unresolved)
        cs_diag_say(t->o.diag, CS_WARNING, NULL,
                    _("%lld cases name a project or room that is not known; see cs-ticket list --unresolved"),
                    (long long)intake->unresolved);
    if (intake->target_moved)
        cs_diag_say(t->o.diag, CS_WARNING, NULL,
                    _("%lld orders of others name another limit than before, without the number of an "
                      "extension; theirs stands as it was: see cs-ticket list --anomalies target_moved"),
                    (long long)intake->target_moved);
    if (intake->unclassed)
        cs_diag_say(
            t->o.diag, CS_NOTICE, NULL,
            _("%lld closed repairs have no class; see cs-ticket list --kind repair --step over --class none"),
            (long long)intake->unclassed);
}

/* Names the customers of this import's cases by their phones, in one statement. */
static enum cs_status link_customers(struct cs_tickets *t, struct cs_error *err)
{
    struct cs_value any[1];
    const struct cs_value first[] = { cs_integer(t->first_id) };
    enum cs_status status = cs_store_flush(t->o.store, err);
    if (status == CS_OK)
        status = cs_ticket_get(t, CUSTOMER_ANY, NULL, any, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    return status == CS_OK ? cs_ticket_do(t, CUSTOMER_LINK, first, err) : status;
}

enum cs_status cs_ticket_intake_end(struct cs_tickets *t, const struct cs_ticket_intake *intake,
                                    int64_t refused, struct cs_error *err)
{
    say_anomalies(t, intake);
    if (intake->own || (intake->inserted + intake->updated == 0 && !t->intake_open))
        return CS_OK;
    enum cs_status linked = link_customers(t, err);
    if (linked == CS_OK && intake->inserted)
        linked = cs_chasers_match(t, err);
    if (linked != CS_OK)
        return linked;
    const char *name = intake->source ? intake->source : "import";
    int64_t source;
    enum cs_status status = cs_ticket_source(t, name, strlen(name), &source, err);
    const struct cs_value in[] = {
        cs_integer(t->intake_id),      cs_integer(t->o.now),
        cs_integer(t->actor_id),       cs_integer(source),
        cs_integer(intake->inserted),  cs_integer(intake->updated),
        cs_integer(intake->unchanged), cs_integer(refused),
    };
    const struct cs_value count[] = { in[0], in[4], in[5], in[6], in[7] };
    if (status == CS_OK && t->intake_open)
        status = cs_batch_do(t, BATCH_COUNT, count, err);
    else if (status == CS_OK)
        status = cs_ticket_do(t, INTAKE_ADD, in, err);
    return status == CS_OK ? cs_batch_prune(t, err) : status;
}

/* What CASE_FACTS reads: these columns, those of the milestones in their order, and what else hangs on the
 * case. The others of a case's eighty columns say nothing to clocks. */
static const enum case_column fact_columns[] = {
    CASE_ID,      CASE_KIND, CASE_STATE, CASE_PRIORITY,    CASE_GRADE,     CASE_FLAGS,
    CASE_CHANNEL, CASE_UNIT, CASE_LEVEL, CASE_PROMISED_AT, CASE_ANOMALIES, CASE_APPOINTMENT_AT,
};
enum { FACT_COLUMNS = sizeof fact_columns / sizeof *fact_columns };

struct facts_read {
    struct cs_value component, held, ordered, visited; /* the last three: 1 where there are such rows */
};

static enum cs_status read_facts(struct cs_tickets *t, int64_t id, struct cs_value row[CASE_COLUMNS],
                                 struct facts_read *read, struct cs_error *err)
{
    struct cs_value out[FACT_COLUMNS + CS_MILESTONES + 4];
    const struct cs_value in[] = { cs_integer(id) };
    enum cs_status status = cs_ticket_get(t, CASE_FACTS, in, out, err);
    size_t at = 0;
    if (status == CS_NONE)
        cs_error_set(err, CS_NONE, _("there is no case %lld"), (long long)id);
    if (status != CS_OK)
        return status;
    for (; at < FACT_COLUMNS; at++)
        row[fact_columns[at]] = out[at];
    for (int i = 0; i < CS_MILESTONES; i++)
        if (cs_case_milestone_column[i] >= 0)
            row[cs_case_milestone_column[i]] = out[at++];
    *read = (struct facts_read){ out[at], out[at + 1], out[at + 2], out[at + 3] };
    return CS_OK;
}

enum cs_status cs_ticket_facts(struct cs_store *store, int64_t id, struct cs_case_facts *facts,
                               struct cs_arena *arena, struct cs_error *err)
{
    struct cs_tickets t = { .o = { .store = store }, .arena = *arena };
    struct cs_value row[CASE_COLUMNS] = { { .type = CS_NULL } };
    struct facts_read read;
    struct cs_case_hold *holds = NULL;
    size_t count = 0;
    enum cs_status status = read_facts(&t, id, row, &read, err);
    if (status == CS_OK && read.held.integer)
        status = cs_case_holds(&t, id, &holds, &count, err);
    if (status == CS_OK)
        cs_case_facts_fill(row, cs_value_text(&read.component), holds, count, facts);
    if (status == CS_OK && read.ordered.integer)
        status = cs_outside_facts(&t, facts, err);
    if (status == CS_OK && read.visited.integer)
        status = cs_case_visit_limit(&t, row, facts, err);
    *arena = t.arena;
    return status;
}

struct found {
    int64_t id;
    int count;
};

static enum cs_status take_found(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct found *found = context;
    found->id = out[0].integer;
    found->count++;
    return CS_OK;
}

enum cs_status cs_ticket_find(struct cs_store *store, const char *name, int64_t *id, struct cs_error *err)
{
    char *end;
    long long number = strtoll(name, &end, 10);
    if (end != name && !*end && number > 0) {
        *id = number;
        return CS_OK;
    }
    const char *colon = strchr(name, ':');
    struct cs_tickets t = { .o = { .store = store } };
    const struct cs_value in[] = {
        cs_text(colon ? colon + 1 : name),
        colon
            ? cs_text_length(cs_arena_strndup(&t.arena, name, (size_t)(colon - name)), (size_t)(colon - name))
            : cs_null(),
    };
    struct found found = { 0, 0 };
    enum cs_status status = cs_ticket_each(&t, CASE_FIND_EXTERNAL, in, take_found, &found, err);
    if (status == CS_OK && found.count == 0)
        status = cs_error_set(err, CS_NONE, _("there is no case \"%s\""), name);
    if (status == CS_OK && found.count > 1)
        status = cs_error_set(err, CS_NONE, _("\"%s\" names several cases; write SOURCE:EXTERNAL_ID"), name);
    *id = found.id;
    cs_arena_release(&t.arena);
    return status;
}

/* ---- hold reasons ---- */

enum cs_status cs_hold_reason_take(struct cs_tickets *t, const struct cs_row *row, bool *changed,
                                   struct cs_error *err)
{
    enum { NAME, TITLE, CLOCKS, LONGEST, APPROVER, EVIDENCE, REVIEW };
    static const int amounts[] = { LONGEST, REVIEW };
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        struct cs_amount amount;
        const struct cs_value *text = &row->values[amounts[i]];
        if (text->type == CS_TEXT && cs_amount_parse(text->text, &amount, err) != CS_OK)
            return CS_REFUSED;
    }
    enum cs_status status = cs_ticket_do(t, REASON_ADD, row->values, err);
    *changed = status == CS_EXISTS;
    if (status == CS_EXISTS)
        status = cs_ticket_do(t, REASON_SAVE, row->values, err);
    return status;
}

/* ---- replay ---- */

struct replay {
    struct cs_diag *diag;
    int64_t id, reopens, seen_reopens;
    char row_state[32], state[32];
    bool open;
};

static void replay_end(struct replay *replay)
{
    if (!replay->open)
        return;
    if (strcmp(replay->row_state, replay->state) != 0)
        cs_diag_say(replay->diag, CS_ERROR, NULL,
                    _("case %lld: its row says \"%s\", its event log says \"%s\""), (long long)replay->id,
                    replay->row_state, replay->state);
}

static enum cs_status replay_event(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct replay *replay = context;
    if (!replay->open || replay->id != out[0].integer) {
        replay_end(replay);
        *replay = (struct replay){ .diag = replay->diag, .open = true, .id = out[0].integer };
        snprintf(replay->row_state, sizeof replay->row_state, "%s", cs_value_text(&out[1]));
    }
    if (out[4].type == CS_TEXT && strcmp(out[4].text, replay->state) != 0)
        cs_diag_say(replay->diag, CS_ERROR, NULL,
                    _("case %lld: %s starts from \"%s\", but it stood at \"%s\""), (long long)replay->id,
                    cs_value_text(&out[3]), out[4].text, replay->state);
    if (out[5].type == CS_TEXT)
        snprintf(replay->state, sizeof replay->state, "%s", out[5].text);
    return CS_OK;
}

enum cs_status cs_ticket_check_replay(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    struct replay replay = { .diag = diag };
    enum cs_status status =
        cs_store_each(store, &cs_ticket_statements, REPLAY_EVENTS, NULL, replay_event, &replay, err);
    if (status == CS_OK)
        replay_end(&replay);
    return status;
}
