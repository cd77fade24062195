/* Holds: why a case may rest, and for how long. */
#include "ticket/move.h"

enum { ID, NAME, TITLE, CLOCKS, LONGEST, APPROVER, EVIDENCE, REVIEW, REASON_COLUMNS };

/* A reason as a person reads it: its name, which is what is typed, and its title. */
static const char *named(const struct moving *m, const struct cs_value *reason)
{
    return reason[TITLE].type == CS_TEXT && strcmp(reason[TITLE].text, reason[NAME].text) != 0
               ? cs_arena_printf(&m->t->arena, "%s %s", reason[NAME].text, reason[TITLE].text)
               : reason[NAME].text;
}

static enum cs_status check_reason(const struct moving *m, const struct cs_value *reason,
                                   struct cs_error *err)
{
    const struct cs_move *move = m->move;
    if (reason[APPROVER].type == CS_TEXT && (!move->approver || !move->approver[0]))
        return cs_error_set(
            err, CS_REFUSED, _("case %lld: a hold for \"%s\" needs the approval of %s (--approver NAME)"),
            (long long)m->id, named(m, reason), cs_choice_label(cs_role_choices, reason[APPROVER].text));
    if (strcmp(cs_value_text(&reason[EVIDENCE]), "yes") == 0 && (!move->evidence || !move->evidence[0]))
        return cs_error_set(err, CS_REFUSED, _("case %lld: a hold for \"%s\" needs proof (--evidence URI)"),
                            (long long)m->id, named(m, reason));
    return CS_OK;
}

/* Who approved, as the staff list knows them. A reason without an approving role takes any name. */
static enum cs_status find_approver(const struct moving *m, const struct cs_value *reason,
                                    struct cs_value *staff, struct cs_error *err)
{
    const char *roles[] = { cs_value_text(&reason[APPROVER]), NULL };
    int64_t id = 0;
    enum cs_status status = CS_OK;
    *staff = cs_null();
    if (!m->move->approver || !m->move->approver[0])
        return CS_OK;
    const struct approval_asked asked = {
        .id = m->id,
        .unit = cs_value_integer(&m->old[CASE_UNIT], 0),
        .who = m->move->approver,
        .roles = roles,
        .at = m->at,
    };
    if (reason[APPROVER].type == CS_TEXT)
        status = cs_ticket_approver(m->t, &asked, &id, err);
    else if (m->t->o.org)
        status = cs_org_find_staff(m->t->o.org, asked.who, strlen(asked.who), &id, err);
    if (id)
        *staff = cs_integer(id);
    return status == CS_NONE ? CS_OK : status;
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
    struct cs_value reason[REASON_COLUMNS], limit, review, approver;
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
        status = find_approver(m, reason, &approver, err);
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
                                (long long)m->id, named(m, reason), reason[LONGEST].text);
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
                                   cs_integer(m->t->actor_id),
                                   approver,
                                   cs_integer(m->t->o.now) };
    return cs_ticket_do(m->t, HOLD_ADD, in, err);
}

enum cs_status cs_hold_end(struct moving *m, struct cs_error *err)
{
    m->new[CASE_RESUME_STATE] = cs_null();
    m->new[CASE_HOLD_REASON] = cs_null();
    m->new[CASE_HOLD_UNTIL] = cs_null();
    const struct cs_value in[] = { cs_integer(m->id), cs_integer(m->at), cs_text(m->move->verb) };
    return cs_ticket_do(m->t, HOLD_END, in, err);
}

/* ---- while it lasts ---- */

enum {
    LASTING_SEQ,
    LASTING_NAME,
    LASTING_LONGEST,
    LASTING_APPROVER,
    LASTING_REVIEW,
    LASTING_STARTED,
    LASTING_LIMIT,
    LASTING_REVIEWED,
    LASTING_RENEWALS,
    LASTING_REVIEW_AT,
    LASTING_COLUMNS
};

/* The hold that lasts. One that is past its limit is over, whether or not a run has said so. */
static enum cs_status find_lasting(struct moving *m, struct cs_value *hold, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    enum cs_status status = cs_ticket_get(m->t, HOLD_LASTING, in, hold, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("case %lld: nobody wrote down what it is held for; resume it"),
                            (long long)m->id);
    if (status == CS_OK && m->at < hold[LASTING_STARTED].integer)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the hold had not begun by then"),
                            (long long)m->id);
    if (status == CS_OK && m->at >= cs_value_integer(&hold[LASTING_LIMIT], INT64_MAX))
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: the hold was over at its limit; resume the case, and hold it anew if it "
              "must rest"),
            (long long)m->id);
    return status;
}

/* Somebody looked whether the case must still rest; and looks again after the reason's time, or at --until.
 */
enum cs_status cs_hold_review(struct moving *m, struct cs_error *err)
{
    struct cs_value hold[LASTING_COLUMNS], next;
    enum cs_status status = find_lasting(m, hold, err);
    if (status != CS_OK)
        return status;
    if (m->at < cs_value_integer(&hold[LASTING_REVIEWED], INT64_MIN))
        return cs_error_set(err, CS_REFUSED, _("case %lld: the hold was looked at after that already"),
                            (long long)m->id);
    if (m->move->until != CS_NO_TIME && m->move->until <= m->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the next review cannot come before this one"),
                            (long long)m->id);
    status = cs_hold_limit(m->t, m->at, &hold[LASTING_REVIEW], &next, err);
    if (m->move->until != CS_NO_TIME)
        next = cs_integer(m->move->until);
    const struct cs_value in[] = { cs_integer(m->id), hold[LASTING_SEQ], cs_integer(m->at), next,
                                   cs_text(m->move->note) };
    m->reviewed = true;
    m->review_before[PAST_REVIEW_AT] = hold[LASTING_REVIEW_AT];
    m->review_before[PAST_REVIEWED_AT] = hold[LASTING_REVIEWED];
    return status == CS_OK ? cs_ticket_do(m->t, HOLD_REVIEW, in, err) : status;
}

/* The new limit: as long again as the reason allows, or --until within that. */
static enum cs_status renewed_limit(struct moving *m, const struct cs_value *hold, struct cs_value *limit,
                                    struct cs_error *err)
{
    if (hold[LASTING_LIMIT].type != CS_INTEGER || hold[LASTING_LONGEST].type != CS_TEXT)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a hold for \"%s\" has no limit to be renewed"),
                            (long long)m->id, hold[LASTING_NAME].text);
    enum cs_status status =
        cs_hold_limit(m->t, hold[LASTING_LIMIT].integer, &hold[LASTING_LONGEST], limit, err);
    if (status != CS_OK || m->move->until == CS_NO_TIME)
        return status;
    if (m->move->until <= hold[LASTING_LIMIT].integer)
        return cs_error_set(err, CS_REFUSED, _("case %lld: the hold lasts until then already"),
                            (long long)m->id);
    if (m->move->until > limit->integer)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: a hold for \"%s\" is renewed for %s at the longest"),
                            (long long)m->id, hold[LASTING_NAME].text, hold[LASTING_LONGEST].text);
    *limit = cs_integer(m->move->until);
    return CS_OK;
}

/* A hold is made longer only by whoever stands one level above: city first, then region, then group. */
enum cs_status cs_hold_renew(struct moving *m, struct cs_error *err)
{
    static const char *const levels[] = { "city", "region", "group" };
    struct cs_value hold[LASTING_COLUMNS], limit;
    int64_t staff = 0;
    enum cs_status status = find_lasting(m, hold, err);
    if (status == CS_OK)
        status = renewed_limit(m, hold, &limit, err);
    if (status != CS_OK)
        return status;
    int64_t renewals = cs_value_integer(&hold[LASTING_RENEWALS], 0);
    const char *level = levels[renewals < 2 ? renewals : 2];
    const char *roles[] = { hold[LASTING_APPROVER].type == CS_TEXT ? hold[LASTING_APPROVER].text : "head",
                            "head", NULL };
    const struct approval_asked asked = {
        .id = m->id,
        .unit = cs_value_integer(&m->old[CASE_UNIT], 0),
        .who = m->move->approver,
        .roles = roles,
        .level = level,
        .at = m->at,
    };
    if (!asked.who || !asked.who[0])
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: renewing a hold needs the approval of \"%s\" at the %s or above "
                              "(--approver NAME)"),
                            (long long)m->id, cs_choice_label(cs_role_choices, roles[0]),
                            cs_choice_label(cs_level_choices, level));
    status = cs_ticket_approver(m->t, &asked, &staff, err);
    m->new[CASE_HOLD_UNTIL] = limit;
    const struct cs_value in[] = { cs_integer(m->id), hold[LASTING_SEQ], limit,
                                   staff ? cs_integer(staff) : cs_null() };
    return status == CS_OK ? cs_ticket_do(m->t, HOLD_RENEW, in, err) : status;
}
