/* Evidence: what it is, where it lies and how it looked; the file itself stays where it is. */
#include "ticket/act.h"

static enum cs_status check_moments(const struct acting *a, const struct cs_attaching *x,
                                    struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    if (x->taken_at == CS_NO_TIME)
        return CS_OK;
    cs_moment_format(text, x->taken_at, a->t->o.zone);
    if (x->taken_at > a->t->o.now)
        return cs_error_set(err, CS_REFUSED, _("case %lld: %s was taken at %s, which has not come yet"),
                            (long long)a->old[CASE_ID].integer, x->uri, text);
    if (x->taken_at < cs_value_integer(&a->old[CASE_OPENED_AT], INT64_MIN))
        cs_diag_say(a->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: %s was taken at %s, before the case was opened"),
                    (long long)a->old[CASE_ID].integer, x->uri, text);
    return CS_OK;
}

static enum cs_status check_fault(const struct acting *a, const struct cs_attaching *x, struct cs_error *err)
{
    struct case_fault fault;
    if (!x->fault)
        return CS_OK;
    enum cs_status status = cs_fault_first(a->t, a->old[CASE_ID].integer, x->fault, &fault, err);
    if (status == CS_OK && fault.seq == 0)
        return cs_error_set(err, CS_REFUSED, _("case %lld has no fault %lld"),
                            (long long)a->old[CASE_ID].integer, (long long)x->fault);
    return status;
}

/* One picture that proves two repairs proves one of them at most. */
static enum cs_status warn_reused(const struct acting *a, const struct cs_attaching *x, struct cs_error *err)
{
    const struct cs_value in[] = { cs_text(x->sha256), a->old[CASE_ID] };
    struct cs_value out[1];
    if (!x->sha256)
        return CS_OK;
    enum cs_status status = cs_desk_get(a->t, ATTACHED_ELSEWHERE, in, out, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    if (status == CS_OK)
        cs_diag_say(a->t->o.diag, CS_WARNING, NULL, _("case %lld: case %lld has the very same file as %s"),
                    (long long)a->old[CASE_ID].integer, (long long)out[0].integer, x->uri);
    return status;
}

static enum cs_status is_there(const struct acting *a, const struct cs_attaching *x, bool *known,
                               struct cs_error *err)
{
    const struct cs_value in[] = { a->old[CASE_ID], cs_text(x->sha256), cs_text(x->uri), cs_text(x->type) };
    struct cs_value out[1];
    enum cs_status status = cs_desk_get(a->t, ATTACHED_HERE, in, out, err);
    *known = status == CS_OK;
    if (status == CS_NONE) {
        cs_error_clear(err);
        return CS_OK;
    }
    return status;
}

enum cs_status cs_ticket_attach(struct cs_tickets *t, int64_t id, const struct cs_attaching *x,
                                const struct cs_act *act, bool *known, struct cs_error *err)
{
    struct acting a;
    *known = false;
    enum cs_status status = cs_ticket_begin(t, err);
    if (status == CS_OK)
        status = cs_act_open(&a, t, id, act, err);
    if (status == CS_OK)
        status = check_fault(&a, x, err);
    if (status == CS_OK)
        status = check_moments(&a, x, err);
    if (status == CS_OK)
        status = is_there(&a, x, known, err);
    if (status != CS_OK || *known)
        return status;
    status = warn_reused(&a, x, err);
    const struct cs_value in[] = {
        cs_integer(id),
        x->fault ? cs_integer(x->fault) : cs_null(),
        cs_text(x->step),
        cs_text(x->type),
        cs_text(x->uri),
        cs_text(x->sha256),
        x->size >= 0 ? cs_integer(x->size) : cs_null(),
        x->taken_at == CS_NO_TIME ? cs_null() : cs_integer(x->taken_at),
        cs_integer(t->o.now),
        cs_integer(t->actor_id),
    };
    if (status == CS_OK)
        status = cs_desk_do(t, ATTACH_FULL, in, err);
    const char *words = cs_arena_printf(&t->arena, "%s %s%s%s", x->type, x->uri, act->note ? "; " : "",
                                        act->note ? act->note : "");
    return status == CS_OK ? cs_act_close(&a, "attach", NULL, words, err) : status;
}

bool cs_evidence_hangs(struct cs_tickets *t, int64_t id, int64_t fault)
{
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_value in[] = { cs_integer(id), cs_integer(fault) };
    struct cs_value out[2];
    return cs_desk_get(t, EVIDENCE_OF_CASE, in, out, &err) == CS_OK && out[0].integer > 0 &&
           out[1].integer > 0;
}
