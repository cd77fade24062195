/* The path of a complaint: a plan, its approval by somebody whose post covers the offer, the talk, the
 * agreement. Table settlement holds the round at hand; the log keeps those before. */
#include "ticket/loop.h"

enum { PLAN, PLANNER, DEMANDED, OFFERED, APPROVER, AGREED, TERMS, DUE, SETTLEMENT_COLUMNS };

/* "2000.00 CNY" */
static const char *money(struct moving *m, int64_t fen)
{
    const char *currency = cs_store_setting(m->t->o.store, "currency");
    return cs_arena_printf(&m->t->arena, "%lld.%02lld %s", (long long)(fen / 100), (long long)(fen % 100),
                           currency ? currency : "CNY");
}

static struct cs_value said(struct moving *m, const struct cs_value *fen)
{
    return fen->type == CS_INTEGER ? cs_text(money(m, fen->integer)) : cs_null();
}

/* A case that came from elsewhere may stand at "to approve" without a plan of ours: then all is empty. */
static enum cs_status load(struct moving *m, struct cs_value *settlement, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(m->id) };
    enum cs_status status = cs_loop_get(m->t, SETTLEMENT_GET, in, settlement, err);
    if (status != CS_NONE)
        return status;
    for (int i = 0; i < SETTLEMENT_COLUMNS; i++)
        settlement[i] = cs_null();
    return CS_OK;
}

/* ---- plan ---- */

static enum cs_status log_plan(struct moving *m, const struct cs_value *old, const struct cs_value *new,
                               struct cs_error *err)
{
    struct cs_value demanded = new[DEMANDED].type == CS_INTEGER ? new[DEMANDED] : old[DEMANDED];
    enum cs_status status = cs_loop_log(m, "plan", old[PLAN], new[PLAN], err);
    if (status == CS_OK)
        status = cs_loop_log(m, "demanded", said(m, &old[DEMANDED]), said(m, &demanded), err);
    if (status == CS_OK)
        status = cs_loop_log(m, "offered", said(m, &old[OFFERED]), said(m, &new[OFFERED]), err);
    return status;
}

enum cs_status cs_settle_plan(struct moving *m, struct cs_error *err)
{
    const struct cs_move *move = m->move;
    struct cs_value old[SETTLEMENT_COLUMNS];
    if (!move->plan || !move->plan[0])
        return cs_error_set(err, CS_REFUSED, _("case %lld: what is the plan? (--plan TEXT)"),
                            (long long)m->id);
    if (move->plan_due_at > 0 && move->plan_due_at <= m->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a plan cannot be carried out before it is made"),
                            (long long)m->id);
    enum cs_status status = load(m, old, err);
    const struct cs_value new[SETTLEMENT_COLUMNS] = {
        [PLAN] = cs_text(move->plan),
        [DEMANDED] = move->demanded ? cs_integer(move->demanded) : cs_null(),
        [OFFERED] = cs_integer(move->offered),
        [DUE] = move->plan_due_at > 0 ? cs_integer(move->plan_due_at) : cs_null(),
    };
    const struct cs_value in[] = { cs_integer(m->id), new[PLAN],    cs_integer(m->t->actor_id),
                                   new[DEMANDED],     new[OFFERED], new[DUE] };
    if (status == CS_OK)
        status = cs_loop_do(m->t, SETTLEMENT_PLAN, in, err);
    if (status == CS_OK)
        status = log_plan(m, old, new, err);
    cs_move_set_time(m, CASE_PLANNED_AT);
    m->new[CASE_APPROVED_AT] = cs_null();
    m->new[CASE_TALKED_AT] = cs_null();
    m->new[CASE_AGREED_AT] = cs_null();
    return status;
}

/* ---- approve ---- */

/* Walks the limits from the smallest that covers the offer: does one of the posts belong to the approver? */
struct approval {
    struct moving *m;
    struct cs_authority asked;
    int64_t offered, staff; /* staff: who answers to the name; 0: nobody */
    const char *lowest, *at,
        *by; /* role and level of the smallest limit that covers it; where it was found */
    int64_t limits;
};

static enum cs_status take_limit(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct approval *a = context;
    struct cs_post_found found;
    a->limits++;
    if (out[2].type == CS_INTEGER && out[2].integer < a->offered)
        return CS_OK;
    if (!a->lowest) {
        a->lowest = cs_arena_strdup(&a->m->t->arena, cs_value_text(&out[0]));
        a->at = cs_arena_strdup(&a->m->t->arena, cs_value_text(&out[1]));
    }
    if (a->by)
        return CS_OK;
    a->asked.role = cs_value_text(&out[0]);
    a->asked.level = cs_value_text(&out[1]);
    enum cs_status status = cs_org_authority(a->m->t->o.org, &a->asked, &found, err);
    if (status == CS_OK)
        a->by = found.level;
    if (status == CS_OK || status == CS_NONE)
        a->staff = found.staff_id ? found.staff_id : a->staff;
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status refuse_approver(const struct approval *a, struct cs_error *err)
{
    struct moving *m = a->m;
    if (!a->staff)
        return cs_error_set(err, CS_REFUSED, _("case %lld: no member of staff is called \"%s\" (--approver)"),
                            (long long)m->id, a->asked.who);
    if (!a->lowest)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: nobody may approve an offer of %s; see cs-ticket approvals list"),
                            (long long)m->id, money(m, a->offered));
    return cs_error_set(err, CS_REFUSED,
                        _("case %lld: an offer of %s needs the approval of role %s at level %s or above; "
                          "\"%s\" has no such post"),
                        (long long)m->id, money(m, a->offered), cs_choice_label(cs_role_choices, a->lowest),
                        cs_choice_label(cs_level_choices, a->at), a->asked.who);
}

static enum cs_status check_post(struct moving *m, const char *who, int64_t offered, int64_t *staff,
                                 struct cs_error *err)
{
    struct approval a = { .m = m,
                          .offered = offered,
                          .asked = { .who = who,
                                     .unit_id = cs_value_integer(&m->old[CASE_UNIT], 0),
                                     .at = m->at,
                                     .zone = m->t->o.zone } };
    struct cs_value top[1];
    bool staffed;
    enum cs_status status = cs_org_staffed(m->t->o.org, &staffed, err);
    *staff = 0;
    if (status == CS_OK && !staffed) {
        cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: the store knows no staff; who approves cannot be checked"),
                    (long long)m->id);
        return CS_OK;
    }
    if (status == CS_OK && !a.asked.unit_id) { /* of no known project: the group's own affair */
        status = cs_loop_get(m->t, TOP_UNIT, NULL, top, err);
        a.asked.unit_id = status == CS_OK ? top[0].integer : 0;
        status = status == CS_NONE ? CS_OK : status;
    }
    if (status == CS_OK)
        status = cs_org_find_staff(m->t->o.org, who, strlen(who), &a.staff, err);
    if (status == CS_OK || status == CS_NONE)
        status = cs_loop_each(m->t, APPROVALS_ALL, NULL, take_limit, &a, err);
    *staff = a.staff;
    if (status == CS_OK && (!a.staff || (!a.by && a.limits > 0)))
        status = refuse_approver(&a, err);
    return status;
}

/* Four eyes: neither does the planner write the approval down, nor is the planner the approver. */
static enum cs_status check_planner(struct moving *m, const char *planner, int64_t staff,
                                    struct cs_error *err)
{
    struct cs_value names[3];
    const struct cs_value in[] = { cs_integer(staff) };
    bool same = strcmp(planner, m->t->o.actor) == 0;
    enum cs_status status = staff ? cs_loop_get(m->t, STAFF_NAMES, in, names, err) : CS_NONE;
    for (int i = 0; i < 3 && status == CS_OK; i++)
        same |= strcmp(planner, cs_value_text(&names[i])) == 0;
    if (status != CS_OK && status != CS_NONE)
        return status;
    if (planner[0] && same)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: %s made the plan and so does not approve it; another actor must"),
                            (long long)m->id, planner);
    return CS_OK;
}

enum cs_status cs_settle_approve(struct moving *m, struct cs_error *err)
{
    bool refused = strcmp(m->move->outcome, "refused") == 0;
    const char *who = m->move->approver ? m->move->approver : m->t->o.actor;
    struct cs_value s[SETTLEMENT_COLUMNS];
    int64_t staff;
    if (refused && !m->move->reason && !m->move->note)
        return cs_error_set(err, CS_REFUSED, _("case %lld: why is the plan refused? (--reason TEXT)"),
                            (long long)m->id);
    enum cs_status status = load(m, s, err);
    if (status == CS_OK) /* who may grant it may refuse it */
        status = check_post(m, who, cs_value_integer(&s[OFFERED], 0), &staff, err);
    if (status == CS_OK)
        status = check_planner(m, cs_value_text(&s[PLANNER]), staff, err);
    if (status != CS_OK)
        return status;
    status = cs_loop_log(m, "approver", cs_null(), cs_text(who), err);
    if (refused) { /* a plan that is not good enough is none: its clock runs on */
        m->new[CASE_PLANNED_AT] = cs_null();
        return status;
    }
    cs_move_set_time(m, CASE_APPROVED_AT);
    const struct cs_value in[] = { cs_integer(m->id), staff ? cs_integer(staff) : cs_null() };
    return status == CS_OK ? cs_loop_do(m->t, SETTLEMENT_APPROVE, in, err) : status;
}

/* ---- talk and agree ---- */

enum cs_status cs_settle_talk(struct moving *m, struct cs_error *err)
{
    if (!m->move->note || !m->move->note[0])
        return cs_error_set(err, CS_REFUSED, _("case %lld: what was said? (--note TEXT)"), (long long)m->id);
    if (strcmp(m->move->outcome, "again") != 0)
        cs_move_set_time(m, CASE_TALKED_AT);
    return cs_word_spoken(m, m->move->channel, err);
}

enum cs_status cs_settle_agree(struct moving *m, struct cs_error *err)
{
    struct cs_value s[SETTLEMENT_COLUMNS];
    enum cs_status status = load(m, s, err);
    int64_t offered = cs_value_integer(&s[OFFERED], 0);
    if (status == CS_OK && (!m->move->terms || !m->move->terms[0]))
        status = cs_error_set(err, CS_REFUSED, _("case %lld: what was agreed on? (--terms TEXT)"),
                              (long long)m->id);
    if (status == CS_OK && m->move->amount > offered)
        status = cs_error_set(err, CS_REFUSED,
                              _("case %lld: %s is more than the %s that were approved; plan anew and have it "
                                "approved (cs-ticket plan --offer)"),
                              (long long)m->id, money(m, m->move->amount), money(m, offered));
    if (status != CS_OK)
        return status;
    cs_move_set_time(m, CASE_AGREED_AT);
    if (strcmp(m->to, "to_close") == 0) /* nothing is left to be done */
        cs_move_set_time(m, CASE_DONE_AT);
    const struct cs_value agreed = cs_integer(m->move->amount), terms = cs_text(m->move->terms);
    const struct cs_value in[] = { cs_integer(m->id), agreed, terms };
    status = cs_word_spoken(m, m->move->channel, err);
    if (status == CS_OK)
        status = cs_loop_do(m->t, SETTLEMENT_AGREE, in, err);
    if (status == CS_OK)
        status = cs_loop_log(m, "agreed", said(m, &s[AGREED]), said(m, &agreed), err);
    return status == CS_OK ? cs_loop_log(m, "terms", s[TERMS], terms, err) : status;
}

/* ---- who may approve how much, as records ---- */

enum cs_status cs_approval_take(struct cs_tickets *t, const struct cs_row *row, int64_t *known,
                                struct cs_error *err)
{
    enum cs_status status = (*known)++ == 0 ? cs_loop_do(t, APPROVAL_CLEAR, NULL, err) : CS_OK;
    if (status == CS_OK)
        status = cs_loop_do(t, APPROVAL_ADD, row->values, err);
    return status == CS_EXISTS
               ? cs_error_set(err, CS_REFUSED, _("role: \"%s\" has a limit at level \"%s\" already"),
                              cs_value_text(&row->values[0]), cs_value_text(&row->values[1]))
               : status;
}
