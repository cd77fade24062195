/* Holds: why a case may rest, and for how long. */
#include "ticket/move.h"

enum { ID, NAME, TITLE, CLOCKS, LONGEST, APPROVER, EVIDENCE, REVIEW, REASON_COLUMNS };

static enum cs_status check_reason(const struct moving *m, const struct cs_value *reason,
                                   struct cs_error *err)
{
    const struct cs_move *move = m->move;
    if (reason[APPROVER].type == CS_TEXT && (!move->approver || !move->approver[0]))
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a hold for \"%s\" needs the approval of %s (--approver NAME)"),
                            (long long)m->id, reason[NAME].text, reason[APPROVER].text);
    if (strcmp(cs_value_text(&reason[EVIDENCE]), "yes") == 0 && (!move->evidence || !move->evidence[0]))
        return cs_error_set(err, CS_REFUSED, _("case %lld: a hold for \"%s\" needs proof (--evidence URI)"),
                            (long long)m->id, reason[NAME].text);
    return CS_OK;
}

/* The moment that an amount after the beginning gives. Workdays and working time are those of the store's own
 * office calendar: setting "calendar", else cn-office. */
enum cs_status cs_hold_limit(struct cs_tickets *t, int64_t from, const struct cs_value *text,
                             struct cs_value *at, struct cs_error *err)
{
    struct cs_amount amount;
    const struct cs_calendar *calendar = NULL;
    int64_t end;
    *at = cs_null();
    if (text->type != CS_TEXT)
        return CS_OK;
    enum cs_status status = cs_amount_parse(text->text, &amount, err);
    if (status == CS_OK && amount.unit != CS_NATURAL) {
        const char *name = cs_store_setting(t->o.store, "calendar");
        status = t->o.calendars
                     ? cs_calendars_find(t->o.calendars, name ? name : "cn-office", &calendar, NULL, err)
                     : cs_error_set(err, CS_FAILED, _("there is no calendar to count \"%s\" in"), text->text);
    }
    if (status == CS_OK)
        status = cs_amount_add(calendar, from, &amount, NULL, 0, &end, err);
    if (status == CS_OK)
        *at = cs_integer(end);
    return status == CS_NONE ? CS_REFUSED : status;
}

enum cs_status cs_hold_begin(struct moving *m, struct cs_error *err)
{
    struct cs_value reason[REASON_COLUMNS], limit, review;
    const struct cs_value name[] = { cs_text(m->move->reason) };
    if (!m->move->reason)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a hold needs a reason (--reason NAME; cs-escalate reasons list)"),
                            (long long)m->id);
    enum cs_status status = cs_ticket_get(m->t, REASON_FIND, name, reason, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: \"%s\" is no hold reason; cs-escalate reasons list shows them"),
                            (long long)m->id, m->move->reason);
    if (status == CS_OK)
        status = check_reason(m, reason, err);
    if (status == CS_OK)
        status = cs_hold_limit(m->t, m->at, &reason[LONGEST], &limit, err);
    if (status == CS_OK)
        status = cs_hold_limit(m->t, m->at, &reason[REVIEW], &review, err);
    if (status != CS_OK)
        return status;
    if (m->move->until != CS_NO_TIME && m->move->until <= m->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a hold cannot end before it begins"),
                            (long long)m->id);
    if (m->move->until != CS_NO_TIME) {
        if (limit.type == CS_INTEGER && m->move->until > limit.integer)
            return cs_error_set(err, CS_REFUSED, _("case %lld: a hold for \"%s\" lasts %s at the longest"),
                                (long long)m->id, reason[NAME].text, reason[LONGEST].text);
        limit = cs_integer(m->move->until);
    }
    m->new[CASE_RESUME_STATE] = m->old[CASE_STATE];
    m->new[CASE_HOLD_REASON] = reason[NAME];
    m->new[CASE_HOLD_UNTIL] = limit;
    const struct cs_value in[] = { cs_integer(m->id),
                                   reason[ID],
                                   cs_integer(m->at),
                                   limit,
                                   review,
                                   cs_text(m->move->approver),
                                   cs_text(m->move->evidence),
                                   cs_integer(m->t->actor_id) };
    return cs_ticket_do(m->t, HOLD_ADD, in, err);
}

enum cs_status cs_hold_end(struct moving *m, struct cs_error *err)
{
    m->new[CASE_RESUME_STATE] = cs_null();
    m->new[CASE_HOLD_REASON] = cs_null();
    m->new[CASE_HOLD_UNTIL] = cs_null();
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->at) };
    return cs_ticket_do(m->t, HOLD_END, in, err);
}
