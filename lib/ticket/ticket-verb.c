/* What each verb of the loop writes besides the state. */
#include "ticket/move.h"

static void first_word(struct moving *m)
{
    if (m->new[CASE_FIRST_CONTACT_AT].type == CS_NULL)
        move_set_time(m, CASE_FIRST_CONTACT_AT);
    move_set_time(m, CASE_LAST_CONTACT_AT);
}

static enum cs_status inspect(struct moving *m, struct cs_error *err)
{
    (void)err;
    move_set_time(m, CASE_INSPECTED_AT);
    first_word(m);
    m->fault_changed =
        m->fault_changed || !m->fault.seq; /* a case that is inspected has at least one fault */
    return CS_OK;
}

static enum cs_status dispatch(struct moving *m, struct cs_error *err)
{
    if (m->old[CASE_DISPATCHED_AT].type == CS_INTEGER)
        m->new[CASE_HANDOFFS] = cs_integer(cs_value_integer(&m->old[CASE_HANDOFFS], 0) + 1);
    move_set_time(m, CASE_DISPATCHED_AT);
    m->new[CASE_ACCEPTED_AT] = cs_null();
    return orders_issue(m, err);
}

static enum cs_status accept(struct moving *m, struct cs_error *err)
{
    move_set_time(m, CASE_ACCEPTED_AT);
    return orders_step(m, "accepted", err);
}

static enum cs_status work(struct moving *m, struct cs_error *err)
{
    bool done = strcmp(m->move->outcome, "done") == 0;
    if (m->new[CASE_ARRIVED_AT].type == CS_NULL) {
        move_set_time(m, CASE_ARRIVED_AT);
        first_word(m);
    }
    if (done)
        move_set_time(m, CASE_DONE_AT);
    return orders_step(m, done ? "done" : "working", err);
}

static enum cs_status verify(struct moving *m, struct cs_error *err)
{
    if (strcmp(m->move->outcome, "failed") == 0) {
        m->new[CASE_DONE_AT] = cs_null();
        return orders_step(m, "rework", err);
    }
    move_set_time(m, CASE_VERIFIED_AT);
    return orders_step(m, "passed", err);
}

static enum cs_status close_case(struct moving *m, struct cs_error *err)
{
    move_set_time(m, CASE_CLOSED_AT);
    m->new[CASE_CLOSED_DAY] = cs_integer(case_local_day(m->t, m->at));
    m->new[CASE_CLOSED_BY] = cs_text(m->t->o.actor);
    if (m->new[CASE_DONE_AT].type == CS_NULL)
        move_set_time(m, CASE_DONE_AT);
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->at), cs_integer(0) };
    return ticket_do(m->t, FAULT_CLOSE, in, err);
}

/* Back into the loop: the moments of the round that failed are cleared (the log and the clocks keep them),
 * and whatever it escalates from now on begins one level higher. */
static enum cs_status reopen(struct moving *m, struct cs_error *err)
{
    (void)err;
    static const int cleared[] = { CASE_INSPECTED_AT,   CASE_DISPATCHED_AT, CASE_ACCEPTED_AT,
                                   CASE_APPOINTMENT_AT, CASE_ARRIVED_AT,    CASE_DONE_AT,
                                   CASE_VERIFIED_AT,    CASE_CLOSED_AT,     CASE_CLOSED_DAY,
                                   CASE_CLOSED_BY,      CASE_RESOLUTION };
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++)
        m->new[cleared[i]] = cs_null();
    m->new[CASE_REOPENS] = cs_integer(cs_value_integer(&m->old[CASE_REOPENS], 0) + 1);
    m->new[CASE_LEVEL] = cs_integer(cs_value_integer(&m->old[CASE_LEVEL], 0) + 1);
    m->news = CS_CASE_REOPENED;
    return CS_OK;
}

static enum cs_status call_back(struct moving *m, struct cs_error *err)
{
    const char *outcome = m->move->outcome;
    if (m->old[CASE_CLOSED_BY].type == CS_TEXT && strcmp(m->old[CASE_CLOSED_BY].text, m->t->o.actor) == 0)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: %s closed it and so does not call back on it; another actor must"),
                            (long long)m->id, m->t->o.actor);
    move_set_time(m, CASE_CALLBACK_AT);
    m->new[CASE_CALLBACK_RESULT] = cs_text(outcome);
    if (m->move->score)
        m->new[CASE_SCORE] = cs_integer(m->move->score);
    if (m->move->quality_check)
        m->new[CASE_QUALITY_CHECK] = cs_text(m->move->quality_check);
    bool reached = strcmp(outcome, "unreached") != 0;
    const struct cs_value in[] = { cs_integer(m->id),       cs_integer(m->at),
                                   cs_integer(m->t->o.now), cs_integer(m->t->actor_id),
                                   cs_text("phone"),        cs_text(reached ? "yes" : "no"),
                                   cs_text(m->move->note) };
    enum cs_status status = ticket_do(m->t, CONTACT_ADD, in, err);
    if (reached)
        move_set_time(m, CASE_LAST_CONTACT_AT);
    if (status == CS_OK && strcmp(outcome, "not_solved") == 0)
        status = reopen(m, err);
    return status;
}

static enum cs_status contact(struct moving *m, struct cs_error *err)
{
    const char *channel = m->move->channel ? m->move->channel : "phone";
    bool reached = !m->move->not_reached && strcmp(channel, "automatic") != 0;
    const struct cs_value in[] = { cs_integer(m->id),       cs_integer(m->at),
                                   cs_integer(m->t->o.now), cs_integer(m->t->actor_id),
                                   cs_text(channel),        cs_text(reached ? "yes" : "no"),
                                   cs_text(m->move->note) };
    if (reached) {
        first_word(m);
    } else {
        m->to = NULL; /* a call that nobody took, or a machine's message, moves nothing */
        m->new[CASE_STATE] = m->old[CASE_STATE];
        m->silent = true;
    }
    return ticket_do(m->t, CONTACT_ADD, in, err);
}

static enum cs_status note(struct moving *m, struct cs_error *err)
{
    m->silent = !m->move->priority;
    if (!m->move->note && !m->move->priority && !m->move->assignee && !m->move->handling_dept &&
        !m->move->responsible_dept && m->move->promised_at == CS_NO_TIME)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a note needs words (--note TEXT)"),
                            (long long)m->id);
    return CS_OK;
}

static enum cs_status cancel(struct moving *m, struct cs_error *err)
{
    if (!m->move->reason && !m->move->note)
        return cs_error_set(err, CS_REFUSED, _("case %lld: cancelling needs a reason (--reason TEXT)"),
                            (long long)m->id);
    return CS_OK;
}

/* The case goes on as another one: references and words with the customer move there, and it never alerts
 * again. */
static enum cs_status merge(struct moving *m, struct cs_error *err)
{
    struct cs_value other[CASE_COLUMNS];
    int64_t into = m->move->into;
    if (into == m->id)
        return cs_error_set(err, CS_REFUSED, _("case %lld cannot be merged into itself"), (long long)m->id);
    enum cs_status status = case_load(m->t, into, other, err);
    if (status != CS_OK)
        return status == CS_NONE ? CS_REFUSED : status;
    if (case_ended(other))
        return cs_error_set(err, CS_REFUSED, _("case %lld is over: nothing can be merged into it"),
                            (long long)into);
    if (m->old[CASE_HOME].type == CS_INTEGER && other[CASE_HOME].type == CS_INTEGER &&
        m->old[CASE_HOME].integer != other[CASE_HOME].integer)
        return cs_error_set(
            err, CS_REFUSED,
            _("cases %lld and %lld are of different homes: give them a parent in place of merging them"),
            (long long)m->id, (long long)into);
    m->new[CASE_MERGED_INTO] = cs_integer(into);
    const struct cs_value pair[] = { cs_integer(m->id), cs_integer(into) };
    const struct ticket_event event = { .at = m->at,
                                        .verb = "absorb",
                                        .note = cs_arena_printf(&m->t->arena, "%lld", (long long)m->id) };
    status = ticket_do(m->t, REFERENCE_MOVE, pair, err);
    if (status == CS_OK)
        status = ticket_do(m->t, CONTACT_MOVE, pair, err);
    if (status == CS_OK)
        status = ticket_do(m->t, CHASER_MERGE, pair, err);
    if (status == CS_OK)
        status = event_append(m->t, into, &event, err);
    return status;
}

const struct verb ticket_verbs[] = {
    { "inspect", inspect },    { "dispatch", dispatch }, { "accept", accept },
    { "work", work },          { "verify", verify },     { "close", close_case },
    { "callback", call_back }, { "reopen", reopen },     { "hold", hold_begin },
    { "resume", hold_end },    { "merge", merge },       { "cancel", cancel },
    { "contact", contact },    { "note", note },         { NULL, NULL },
};
