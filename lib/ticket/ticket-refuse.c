/* Sending back: a supplier its work order, a department the case. Who, why and to whom stays in the log, and
 * each is a hand-off. */
#include "ticket/loop.h"

enum { MANY_REFUSALS = 3 }; /* from then on the case is marked: nobody wants it */

enum cs_status cs_loop_log(struct moving *m, const char *field, struct cs_value old, struct cs_value new,
                           struct cs_error *err)
{
    const struct ticket_event event = {
        .at = m->at, .verb = "change", .field = field, .old = old, .new = new
    };
    return cs_value_equal(&old, &new) ? CS_OK : cs_loop_tell(m, &event, err);
}

enum cs_status cs_loop_tell(struct moving *m, const struct ticket_event *event, struct cs_error *err)
{
    if (m->told_count == sizeof m->told / sizeof *m->told)
        return cs_event_append(m->t, m->id, event, err);
    m->told[m->told_count++] = *event;
    return CS_OK;
}

static enum cs_status count_refusal(struct moving *m, struct cs_error *err)
{
    struct cs_value count[1];
    const struct cs_value in[] = { cs_integer(m->id) };
    m->new[CASE_HANDOFFS] = cs_integer(cs_value_integer(&m->old[CASE_HANDOFFS], 0) + 1);
    enum cs_status status = cs_loop_get(m->t, REFUSALS, in, count, err);
    if (status != CS_OK || count[0].integer + 1 < MANY_REFUSALS)
        return status;
    cs_case_flag(&m->t->arena, &m->new[CASE_ANOMALIES], "sent_back");
    cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                _("case %lld was sent back %lld times; settle who must take it"), (long long)m->id,
                (long long)count[0].integer + 1);
    return CS_OK;
}

/* Who sends back: each supplier whose order has not begun, of those that are named, if any are. */
static enum cs_status log_refuser(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct moving *m = context;
    const char *state = cs_value_text(&out[4]), *supplier = cs_value_text(&out[2]);
    bool named = m->move->supplier_count == 0;
    for (size_t i = 0; i < m->move->supplier_count && !named; i++)
        named = strcmp(m->move->suppliers[i], supplier) == 0;
    if (!named || (strcmp(state, "issued") != 0 && strcmp(state, "accepted") != 0) ||
        (m->move->fault && cs_value_integer(&out[1], 0) != m->move->fault))
        return CS_OK;
    return cs_loop_log(m, "refused_by", cs_text(cs_arena_strdup(&m->t->arena, supplier)),
                       m->old[CASE_HANDLING_DEPT], err);
}

enum cs_status cs_refuse_order(struct moving *m, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    m->new[CASE_ACCEPTED_AT] = cs_null();
    enum cs_status status = cs_loop_each(m->t, ORDERS_ALIVE, in, log_refuser, m, err);
    if (status == CS_OK)
        status = cs_orders_step(m, "refused", err);
    return status == CS_OK ? count_refusal(m, err) : status;
}

static enum cs_status refuse_order(struct moving *m, struct cs_error *err)
{
    if (m->move->supplier_count == 0)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: who sends it back? (--by SUPPLIER, or --dept NAME)"),
                            (long long)m->id);
    return cs_refuse_order(m, err);
}

/* The department that had it before, unless that one has sent it back, too. */
static enum cs_status department_before(struct moving *m, struct cs_value *before, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id), m->old[CASE_HANDLING_DEPT] };
    struct cs_value found[1], count[1];
    *before = cs_null();
    enum cs_status status = cs_loop_get(m->t, DEPARTMENT_BEFORE, in, found, err);
    if (status == CS_NONE || (status == CS_OK && found[0].type != CS_TEXT))
        return CS_OK;
    const struct cs_value asked[] = { cs_integer(m->id), found[0] };
    if (status == CS_OK)
        status = cs_loop_get(m->t, DEPARTMENT_REFUSED, asked, count, err);
    if (status == CS_OK && count[0].integer == 0)
        *before = found[0];
    return status;
}

/* A department has the case from whoever gave it; it goes back there, and to nobody in particular. */
static enum cs_status refuse_case(struct moving *m, struct cs_error *err)
{
    const char *has = cs_value_text(&m->old[CASE_HANDLING_DEPT]);
    if (strcmp(has, m->move->department) != 0)
        return has[0] ? cs_error_set(err, CS_REFUSED, _("case %lld is with \"%s\", not with \"%s\""),
                                     (long long)m->id, has, m->move->department)
                      : cs_error_set(err, CS_REFUSED, _("case %lld is with no department"), (long long)m->id);
    struct cs_value before;
    enum cs_status status = department_before(m, &before, err);
    if (status != CS_OK)
        return status;
    m->new[CASE_HANDLING_DEPT] = before;
    m->new[CASE_ASSIGNEE] = cs_null();
    m->new[CASE_ASSIGNED_AT] = cs_null(); /* whoever was named there does not handle it after all */
    if (strcmp(m->to, "refused") == 0) {
        m->new[CASE_ACCEPTED_AT] = cs_null();
        status = cs_orders_cancel(m, err);
    }
    if (status == CS_OK)
        status = count_refusal(m, err);
    return status == CS_OK ? cs_loop_log(m, "refused_by", cs_text(has), before, err) : status;
}

enum cs_status cs_refuse(struct moving *m, struct cs_error *err)
{
    bool department = m->move->department != NULL;
    if (!m->move->reason && !m->move->note)
        return cs_error_set(err, CS_REFUSED, _("case %lld: sending it back needs a reason (--reason TEXT)"),
                            (long long)m->id);
    if (department && m->move->supplier_count > 0)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a supplier sends it back, or a department, not both"),
                            (long long)m->id);
    return department ? refuse_case(m, err) : refuse_order(m, err);
}
