/* A finish promised to the customer; and the home that the damage comes from. */
#include "ticket/loop.h"

/* Every change of a promise is an event of its own (column promised_at); it is a word to the customer only
 * where somebody told them. */
enum cs_status cs_promise(struct moving *m, struct cs_error *err)
{
    char limit[CS_MOMENT_SIZE];
    int64_t by = m->move->promised_at, target = cs_value_integer(&m->old[CASE_TARGET_AT], CS_NO_TIME);
    if (by == CS_NO_TIME)
        return cs_error_set(err, CS_REFUSED, _("case %lld: promised by when? (--by TIME)"), (long long)m->id);
    if (by <= m->at)
        return cs_error_set(err, CS_REFUSED, _("case %lld: a finish that is past cannot be promised"),
                            (long long)m->id);
    if (target != CS_NO_TIME && by > target) {
        cs_moment_format_short(limit, target, m->t->o.zone);
        cs_diag_say(m->t->o.diag, CS_WARNING, NULL,
                    _("case %lld: promised for later than the source's own limit, %s"), (long long)m->id,
                    limit);
    }
    return m->move->told ? cs_word_spoken(m, m->move->channel, err) : CS_OK;
}

/* A room of the case's own project, or the firm's code of any room. */
enum cs_status cs_source_home(struct moving *m, struct cs_error *err)
{
    const char *text = m->move->source_home;
    struct cs_home_found found = { 0 };
    int64_t unit = cs_value_integer(&m->old[CASE_UNIT], 0);
    enum cs_status status = CS_NONE;
    if (unit)
        status = cs_org_find_home(m->t->o.org, unit, text, strlen(text), &found, err);
    if (status == CS_NONE || (status == CS_OK && !found.home_id))
        status = cs_org_find_home_code(m->t->o.org, text, &found.home_id, NULL, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("case %lld: no home is called \"%s\" (--source-home)"),
                            (long long)m->id, text);
    if (status == CS_OK)
        m->new[CASE_SOURCE_HOME] = cs_integer(found.home_id);
    return status;
}
