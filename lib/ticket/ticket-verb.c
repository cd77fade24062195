/* What each verb of the loop writes besides the state. */
#include "ticket/act.h"
#include "ticket/move.h"

/* A word that reached the customer. It may be written down after later ones: the earliest is the first, the
 * latest the last. */
static void first_word(struct moving *m)
{
    m->word = true;
    if (m->at < cs_value_integer(&m->new[CASE_FIRST_CONTACT_AT], INT64_MAX))
        cs_move_set_time(m, CASE_FIRST_CONTACT_AT);
    if (m->at > cs_value_integer(&m->new[CASE_LAST_CONTACT_AT], INT64_MIN))
        cs_move_set_time(m, CASE_LAST_CONTACT_AT);
}

enum cs_status cs_word_spoken(struct moving *m, const char *channel, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id),
                                   cs_integer(m->at),
                                   cs_integer(m->t->o.now),
                                   cs_integer(m->t->actor_id),
                                   cs_text(channel ? channel : "phone"),
                                   cs_text("yes"),
                                   cs_text(m->move->note ? m->move->note : m->move->terms) };
    first_word(m);
    return cs_ticket_do(m->t, CONTACT_ADD, in, err);
}

static enum cs_status inspect(struct moving *m, struct cs_error *err)
{
    cs_move_set_time(m, CASE_INSPECTED_AT);
    first_word(m);
    m->fault_changed =
        m->fault_changed || !m->fault.seq; /* a case that is inspected has at least one fault */
    return m->move->source_home ? cs_source_home(m, err) : CS_OK;
}

static enum cs_status dispatch(struct moving *m, struct cs_error *err)
{
    cs_move_set_time(m, CASE_DISPATCHED_AT);
    m->new[CASE_ACCEPTED_AT] = cs_null();
    return cs_orders_issue(m, err);
}

static enum cs_status accept(struct moving *m, struct cs_error *err)
{
    if (strcmp(m->move->outcome, "refused") == 0)
        return cs_refuse_order(m, err);
    cs_move_set_time(m, CASE_ACCEPTED_AT);
    return cs_orders_step(m, "accepted", err);
}

static enum cs_status work(struct moving *m, struct cs_error *err)
{
    bool done = strcmp(m->move->outcome, "done") == 0;
    if (done && m->at < cs_value_integer(&m->old[CASE_ARRIVED_AT], INT64_MIN))
        return cs_error_set(err, CS_REFUSED, _("case %lld: the work cannot be done before anybody was there"),
                            (long long)m->id);
    if (m->at < cs_value_integer(&m->old[CASE_ARRIVED_AT], INT64_MAX)) {
        cs_move_set_time(m, CASE_ARRIVED_AT);
        first_word(m);
    }
    if (m->old[CASE_ACCEPTED_AT].type == CS_NULL) /* who works has accepted */
        cs_move_set_time(m, CASE_ACCEPTED_AT);
    if (done)
        cs_move_set_time(m, CASE_DONE_AT);
    return cs_orders_step(m, done ? "done" : "working", err);
}

static enum cs_status verify(struct moving *m, struct cs_error *err)
{
    if (strcmp(m->move->outcome, "failed") == 0) {
        m->new[CASE_DONE_AT] = cs_null();
        return cs_orders_step(m, "rework", err);
    }
    cs_move_set_time(m, CASE_VERIFIED_AT);
    return cs_orders_step(m, "passed", err);
}

static enum cs_status close_case(struct moving *m, struct cs_error *err)
{
    bool whole = m->move->outcome[0] == '\0'; /* not ours and settled end it whatever is open */
    size_t left = 0;
    enum cs_status status = CS_OK;
    m->ends_fault = true;
    if (whole && m->move->fault)
        status = cs_faults_left(m, &left, err);
    if (status != CS_OK)
        return status;
    if (left > 0) { /* the case closes with the last of its faults */
        m->to = cs_value_text(&m->old[CASE_STATE]);
        m->new[CASE_STATE] = m->old[CASE_STATE];
        return CS_OK;
    }
    cs_move_set_time(m, CASE_CLOSED_AT);
    m->new[CASE_CLOSED_DAY] = cs_integer(cs_case_local_day(m->t, m->at));
    m->new[CASE_CLOSED_BY] = cs_text(m->t->o.actor);
    if (m->new[CASE_DONE_AT].type == CS_NULL)
        cs_move_set_time(m, CASE_DONE_AT);
    return whole ? cs_recall_plan(m, err) : cs_orders_cancel(m, err);
}

/* Back into the loop: the moments of the round that failed are cleared (the log and the clocks keep them),
 * and whatever it escalates from now on begins one level higher. */
enum cs_status cs_case_reopen(struct moving *m, struct cs_error *err)
{
    static const int cleared[] = {
        CASE_INSPECTED_AT, CASE_DISPATCHED_AT, CASE_ACCEPTED_AT, CASE_APPOINTMENT_AT, CASE_ARRIVED_AT,
        CASE_DONE_AT,      CASE_VERIFIED_AT,   CASE_CLOSED_AT,   CASE_CLOSED_DAY,     CASE_CLOSED_BY,
        CASE_RESOLUTION,   CASE_PLANNED_AT,    CASE_APPROVED_AT, CASE_TALKED_AT,      CASE_AGREED_AT,
        CASE_PROMISED_AT,  CASE_UNHAPPY_AT,    CASE_SOOTHED_AT,  CASE_RECALL_AT,      CASE_RECALLED_AT
    };
    for (size_t i = 0; i < sizeof cleared / sizeof *cleared; i++)
        m->new[cleared[i]] = cs_null();
    m->new[CASE_REOPENS] = cs_integer(cs_value_integer(&m->old[CASE_REOPENS], 0) + 1);
    m->new[CASE_LEVEL] = cs_integer(cs_value_integer(&m->old[CASE_LEVEL], 0) + 1);
    m->news = CS_CASE_REOPENED;
    const struct cs_value in[] = { cs_integer(m->id) };
    return cs_ticket_do(m->t, FAULT_OPEN, in, err);
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
        m->silent = m->move->promised_at == CS_NO_TIME;
    }
    return cs_ticket_do(m->t, CONTACT_ADD, in, err);
}

static enum cs_status note(struct moving *m, struct cs_error *err)
{
    m->silent = !m->move->priority && !m->move->assignee && m->move->promised_at == CS_NO_TIME;
    if (m->move->priority && !m->move->note)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a change of priority needs its reason (--note TEXT)"),
                            (long long)m->id);
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
    return cs_orders_cancel(m, err);
}

/* A case that the press or a court looks at is that by whichever name it goes on. */
static void gain_flags(struct moving *m, struct cs_value *other)
{
    struct cs_arena *arena = &m->t->arena;
    for (const char *at = cs_value_text(&m->old[CASE_FLAGS]); *at; at += strcspn(at, ";"), at += *at == ';')
        cs_case_flag(arena, &other[CASE_FLAGS], cs_arena_strndup(arena, at, strcspn(at, ";")));
    if (strcmp(cs_value_text(&m->old[CASE_LEGAL_HOLD]), "yes") == 0)
        other[CASE_LEGAL_HOLD] = m->old[CASE_LEGAL_HOLD];
}

/* What the case that goes on gains: flags and a legal hold, the words with the customer, the limit that
 * another system set, and a chaser is counted. */
static enum cs_status absorb(struct moving *m, struct cs_value *other, struct cs_error *err)
{
    struct cs_value old[CASE_COLUMNS];
    bool chases = strcmp(cs_value_text(&m->old[CASE_KIND]), "chaser") == 0, raised;
    memcpy(old, other, sizeof old);
    const struct ticket_event event = { .at = m->at,
                                        .verb = chases ? "chase" : "absorb",
                                        .note = cs_arena_printf(&m->t->arena, "%lld", (long long)m->id) };
    if (cs_value_integer(&m->old[CASE_LAST_CONTACT_AT], INT64_MIN) >
        cs_value_integer(&other[CASE_LAST_CONTACT_AT], INT64_MIN))
        other[CASE_LAST_CONTACT_AT] = m->old[CASE_LAST_CONTACT_AT];
    if (cs_value_integer(&m->old[CASE_FIRST_CONTACT_AT], INT64_MAX) <
            cs_value_integer(&other[CASE_FIRST_CONTACT_AT], INT64_MAX) &&
        m->old[CASE_FIRST_CONTACT_AT].integer >= cs_value_integer(&other[CASE_OPENED_AT], INT64_MIN))
        other[CASE_FIRST_CONTACT_AT] = m->old[CASE_FIRST_CONTACT_AT];
    if (!m->t->joined_from && /* an order of others has brought its own limit along */
        cs_value_integer(&m->old[CASE_TARGET_AT], INT64_MAX) <
            cs_value_integer(&other[CASE_TARGET_AT], INT64_MAX))
        other[CASE_TARGET_AT] = m->old[CASE_TARGET_AT];
    gain_flags(m, other);
    int64_t chasers = cs_value_integer(&m->old[CASE_CHASERS], 0) + chases;
    other[CASE_CHASERS] = cs_integer(cs_value_integer(&other[CASE_CHASERS], 0) + chasers);
    enum cs_status status = chases ? cs_chase_raise(m->t, other, m->at, &raised, err) : CS_OK;
    if (status == CS_OK)
        status = cs_event_append(m->t, other[CASE_ID].integer, &event, err);
    if (status == CS_OK)
        status = cs_case_save(m->t, old, other, m->at, NULL, NULL, err);
    return status == CS_OK ? cs_case_tell(m->t, other, CS_CASE_CHANGED, m->at, err) : status;
}

/* The case goes on as another one: references and words with the customer move there, and it never alerts
 * again. */
static enum cs_status merge(struct moving *m, struct cs_error *err)
{
    struct cs_value other[CASE_COLUMNS];
    int64_t into = m->move->into;
    if (into == m->id)
        return cs_error_set(err, CS_REFUSED, _("case %lld cannot be merged into itself"), (long long)m->id);
    enum cs_status status = cs_case_load(m->t, into, other, err);
    if (status != CS_OK)
        return status == CS_NONE ? CS_REFUSED : status;
    if (cs_case_ended(other))
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
    status = cs_orders_cancel(m, err);
    if (status == CS_OK) /* what the source said of this case is no word about the other */
        status = cs_case_keep_given(m->t, m->old, err);
    if (status == CS_OK)
        status = cs_ticket_do(m->t, REFERENCE_MOVE, pair, err);
    if (status == CS_OK)
        status = cs_ticket_do(m->t, CONTACT_MOVE, pair, err);
    if (status == CS_OK)
        status = cs_ticket_do(m->t, CHASER_MERGE, pair, err);
    if (status == CS_OK)
        status = cs_outside_merge(m, into, err);
    return status == CS_OK ? absorb(m, other, err) : status;
}

const struct verb cs_ticket_verbs[] = {
    { "inspect", inspect },
    { "dispatch", dispatch },
    { "accept", accept },
    { "work", work },
    { "verify", verify },
    { "close", close_case },
    { "callback", cs_call_back },
    { "soothe", cs_soothe },
    { "reopen", cs_case_reopen },
    { "hold", cs_hold_begin },
    { "resume", cs_hold_end },
    { "merge", merge },
    { "cancel", cancel },
    { "review", cs_hold_review },
    { "renew", cs_hold_renew },
    { "contact", contact },
    { "note", note },
    { "refuse", cs_refuse },
    { "plan", cs_settle_plan },
    { "approve", cs_settle_approve },
    { "talk", cs_settle_talk },
    { "agree", cs_settle_agree },
    { "appoint", cs_appoint, VERB_WHILE_OPEN },
    { "promise", cs_promise, VERB_WHILE_OPEN },
    { NULL, NULL, VERB_ON_PATH },
};
