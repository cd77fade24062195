/* Who may approve: a member of staff in the role, at the case's project or above, and never who acts. */
#include "ticket/move.h"

/* Whether two names are of one person: as they are written, or as the staff list knows them. */
enum cs_status cs_ticket_same_person(struct cs_tickets *t, const char *one, const char *other, bool *same,
                                     struct cs_error *err)
{
    int64_t first = 0, second = 0;
    *same = strcmp(one, other) == 0;
    if (*same || !t->o.org)
        return CS_OK;
    enum cs_status status = cs_org_find_staff(t->o.org, one, strlen(one), &first, err);
    if (status == CS_OK)
        status = cs_org_find_staff(t->o.org, other, strlen(other), &second, err);
    *same = status == CS_OK && first == second;
    return status == CS_NONE ? CS_OK : status;
}

/* A store without any staff cannot check a role: the name is taken, and that is said once. */
static enum cs_status unchecked(struct cs_tickets *t, const char *who, bool *free, struct cs_error *err)
{
    bool staffed = false;
    enum cs_status status = t->o.org ? cs_org_staffed(t->o.org, &staffed, err) : CS_OK;
    *free = status == CS_OK && !staffed;
    if (*free && !t->said_unstaffed)
        cs_diag_say(
            t->o.diag, CS_NOTICE, NULL,
            _("no staff is known here (cs-org staff import): the approval of \"%s\" is taken as given"), who);
    t->said_unstaffed = t->said_unstaffed || *free;
    return status;
}

/* "maintenance engineer / head" */
static const char *roles_in_words(struct cs_tickets *t, const char *const *roles)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (const char *const *role = roles; *role; role++)
        if (role == roles || strcmp(*role, roles[0]) != 0)
            cs_buffer_printf(&text, "%s%s", role == roles ? "" : " / ",
                             cs_choice_label(cs_role_choices, *role));
    const char *words = cs_arena_strdup(&t->arena, text.text);
    cs_buffer_release(&text);
    return words;
}

enum cs_status cs_ticket_approver(struct cs_tickets *t, const struct approval_asked *asked, int64_t *staff_id,
                                  struct cs_error *err)
{
    struct cs_post_found found = { .staff_id = 0 };
    bool free = false, same = false;
    *staff_id = 0;
    enum cs_status status = cs_ticket_same_person(t, asked->who, t->o.actor, &same, err);
    if (status == CS_OK && same && !asked->by_actor)
        return cs_error_set(err, CS_REFUSED,
                            _("case %lld: %s acts and so does not approve; somebody else must"),
                            (long long)asked->id, asked->who);
    if (status == CS_OK)
        status = unchecked(t, asked->who, &free, err);
    if (status != CS_OK || free)
        return status;
    for (const char *const *role = asked->roles; *role; role++) {
        const struct cs_authority authority = { asked->who,  *role,     asked->level,
                                                asked->unit, asked->at, t->o.zone };
        status = cs_org_authority(t->o.org, &authority, &found, err);
        *staff_id = found.staff_id;
        if (status != CS_NONE)
            return status;
    }
    if (!found.staff_id)
        return cs_error_set(
            err, CS_REFUSED,
            _("case %lld: \"%s\" is no member of staff in service (cs-org staff list shows their "
              "codes)"),
            (long long)asked->id, asked->who);
    return cs_error_set(err, CS_REFUSED, _("case %lld: %s does not hold the post \"%s\" at its %s or above"),
                        (long long)asked->id, asked->who, roles_in_words(t, asked->roles),
                        cs_choice_label(cs_level_choices, asked->level ? asked->level : "project"));
}
