/* Call-backs: every attempt is a row. What the customer says ends the case, reopens it, or leaves a soothing
 * word to be said; a leak is asked about a second time, after rain. */
#include "ticket/move.h"

#include <stdlib.h>

bool cs_second_call(const struct cs_value *row)
{
    return row[CASE_RECALL_AT].type == CS_INTEGER && row[CASE_RECALLED_AT].type != CS_INTEGER &&
           strcmp(cs_value_text(&row[CASE_STATE]), "closed") == 0;
}

/* ---- tries ---- */

struct tries {
    struct moving *m;
    int64_t count, days, last_day;
};

static enum cs_status take_try(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct tries *tries = context;
    int64_t day = cs_case_local_day(tries->m->t, out[0].integer);
    tries->days += tries->count++ == 0 || day != tries->last_day;
    tries->last_day = day;
    return CS_OK;
}

/* A number that a path demands: "tries=3;days=2". */
static int64_t demanded(const char *demands, const char *word)
{
    const char *at = strstr(demands, word);
    return at ? strtoll(at + strlen(word), NULL, 10) : 0;
}

/* Nobody answered: it is tried again, until there were as many tries, on as many days, as the path demands.
 * This try has its row already. */
static enum cs_status tried_enough(struct moving *m, int64_t call, bool *enough, struct cs_error *err)
{
    struct tries tries = { .m = m };
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(call),
                                   cs_integer(cs_value_integer(&m->old[CASE_CLOSED_AT], 0)) };
    enum cs_status status = cs_ticket_each(m->t, CALLBACK_TRIES, in, take_try, &tries, err);
    *enough = tries.count >= demanded(m->demands, "tries=") && tries.days >= demanded(m->demands, "days=");
    return status;
}

/* ---- one attempt ---- */

static struct cs_value score_of(int64_t score)
{
    return score ? cs_integer(score) : cs_null();
}

static enum cs_status check(struct moving *m, bool reached, struct cs_error *err)
{
    const struct cs_move *move = m->move;
    const char *closer = cs_value_text(&m->old[CASE_CLOSED_BY]);
    bool same = false;
    enum cs_status status = CS_OK;
    if (*closer)
        status = cs_ticket_same_person(m->t, closer, m->t->o.actor, &same, err);
    if (status == CS_OK && same)
        status = cs_error_set(
            err, CS_REFUSED, _("case %lld: %s closed it and so does not call back on it; another actor must"),
            (long long)m->id, m->t->o.actor);
    if (status == CS_OK && !reached &&
        (move->score || move->speed || move->attitude || move->quality || move->unhappy_reason))
        status = cs_error_set(err, CS_REFUSED, _("case %lld: nobody was reached, so nobody gave a score"),
                              (long long)m->id);
    return status;
}

static enum cs_status write_down(struct moving *m, int64_t call, bool reached, struct cs_error *err)
{
    const struct cs_move *move = m->move;
    const char *means = move->means ? move->means : "phone",
               *way = strcmp(means, "app") == 0 ? "chat" : means;
    const struct cs_value silence[] = {
        cs_integer(m->id), cs_integer(m->at), cs_integer(m->t->o.now), cs_integer(m->t->actor_id),
        cs_text(way),      cs_text("no"),     cs_text(move->note)
    };
    const struct cs_value row[] = {
        cs_integer(m->id),
        cs_integer(call),
        cs_integer(m->at),
        cs_integer(m->t->o.now),
        cs_integer(m->t->actor_id),
        cs_text(means),
        cs_text(move->outcome),
        score_of(move->speed),
        score_of(move->attitude),
        score_of(move->quality),
        score_of(move->score),
        cs_text(move->unhappy_reason),
        cs_text(move->quality_check),
        cs_text(move->recording),
    };
    enum cs_status status = cs_ticket_do(m->t, CALLBACK_ADD, row, err);
    if (status == CS_OK)
        status = reached ? cs_word_spoken(m, way, err) : cs_ticket_do(m->t, CONTACT_ADD, silence, err);
    return status;
}

/* The customer's score and the staff's check stand side by side and are never mixed. */
static void keep_values(struct moving *m)
{
    m->new[CASE_CALLBACK_RESULT] = cs_text(m->move->outcome);
    if (m->move->score)
        m->new[CASE_SCORE] = cs_integer(m->move->score);
    if (m->move->quality_check)
        m->new[CASE_QUALITY_CHECK] = cs_text(m->move->quality_check);
}

static void owe_soothing(struct moving *m)
{
    if (strcmp(m->move->outcome, "unhappy") != 0)
        return;
    cs_move_set_time(m, CASE_UNHAPPY_AT);
    m->new[CASE_SOOTHED_AT] = cs_null();
}

static enum cs_status second_call(struct moving *m, bool reached, struct cs_error *err)
{
    bool enough = reached;
    enum cs_status status = CS_OK;
    if (!reached)
        status = tried_enough(m, 2, &enough, err);
    if (status != CS_OK || !enough)
        return status;
    cs_move_set_time(m, CASE_RECALLED_AT);
    owe_soothing(m);
    if (strcmp(m->move->outcome, "not_solved") == 0) {
        keep_values(m);
        status = cs_case_reopen(m, err);
    }
    return status;
}

static enum cs_status first_call(struct moving *m, bool reached, struct cs_error *err)
{
    bool enough = reached;
    enum cs_status status = CS_OK;
    keep_values(m);
    if (!reached)
        status = tried_enough(m, 1, &enough, err);
    if (status != CS_OK)
        return status;
    if (!enough || strcmp(m->to, "to_call_back") == 0) {
        m->to = cs_value_text(&m->old[CASE_STATE]);
        m->new[CASE_STATE] = m->old[CASE_STATE];
        return CS_OK;
    }
    cs_move_set_time(m, CASE_CALLBACK_AT);
    owe_soothing(m);
    if (strcmp(m->move->outcome, "not_solved") == 0)
        return cs_case_reopen(m, err);
    return cs_rain_since(m->t, m->new, &m->new[CASE_RECALL_AT], err);
}

enum cs_status cs_call_back(struct moving *m, struct cs_error *err)
{
    const char *outcome = m->move->outcome;
    bool wrong = strcmp(outcome, "wrong_number") == 0, second = cs_second_call(m->old);
    bool reached = !wrong && strcmp(outcome, "unreached") != 0;
    enum cs_status status = check(m, reached, err);
    if (status == CS_OK)
        status = write_down(m, second ? 2 : 1, reached, err);
    if (status != CS_OK)
        return status;
    if (wrong)
        cs_diag_say(
            m->t->o.diag, CS_NOTICE, NULL,
            _("case %lld: its phone number is wrong; ask for the right one and mend it where it came from"),
            (long long)m->id);
    return second ? second_call(m, reached, err) : first_call(m, reached, err);
}

/* ---- soothing ---- */

enum cs_status cs_soothe(struct moving *m, struct cs_error *err)
{
    if (!m->move->note || !m->move->note[0])
        return cs_error_set(err, CS_REFUSED, _("case %lld: what was said to the customer? (--note TEXT)"),
                            (long long)m->id);
    if (m->at < m->old[CASE_UNHAPPY_AT].integer)
        return cs_error_set(err, CS_REFUSED, _("case %lld: nobody was unhappy by then"), (long long)m->id);
    cs_move_set_time(m, CASE_SOOTHED_AT);
    return cs_word_spoken(m, m->move->means && strcmp(m->move->means, "app") == 0 ? "chat" : m->move->means,
                          err);
}

/* ---- moves of a case that is over ---- */

static enum cs_status find_second(struct moving *m, int64_t path, const char **demands, struct cs_error *err)
{
    const char *none;
    char text[CS_MOMENT_SIZE];
    if (cs_case_local_day(m->t, m->at) < cs_case_local_day(m->t, m->old[CASE_RECALL_AT].integer)) {
        cs_moment_format(text, m->old[CASE_RECALL_AT].integer, m->t->o.zone);
        return cs_error_set(err, CS_REFUSED, _("case %lld: its second call falls due at %s, and not before"),
                            (long long)m->id, text);
    }
    cs_ticket_path_move(m->t, path, "callback", m->move->outcome, "to_call_back", demands);
    if (strcmp(m->move->outcome, "not_solved") == 0)
        m->to = cs_ticket_path_move(m->t, path, "reopen", "", "closed", &none);
    return CS_OK;
}

bool cs_after_the_end(struct moving *m, int64_t path, const char **demands, enum cs_status *status,
                      struct cs_error *err)
{
    *status = CS_OK;
    if (strcmp(m->move->verb, "callback") == 0 && cs_second_call(m->old)) {
        *status = find_second(m, path, demands, err);
        return true;
    }
    if (strcmp(m->move->verb, "soothe") != 0)
        return false;
    if (m->old[CASE_UNHAPPY_AT].type != CS_INTEGER || m->old[CASE_SOOTHED_AT].type == CS_INTEGER)
        *status =
            cs_error_set(err, CS_REFUSED, _("case %lld: nobody is owed a soothing word"), (long long)m->id);
    return true;
}
