/* customer-merge.c: two records of one person become one; consents. */
#include "customer/customer-inside.h"

#include <stdio.h>

static enum cs_status run_pair(struct cs_customers *customers, int which, int64_t first, int64_t second,
                               struct cs_error *err)
{
    struct cs_value in[] = { cs_integer(first), cs_integer(second) };
    return cs_store_do(store_of(customers), &cs_customer_statements, which, in, NULL, err);
}

static enum cs_status check_pair(const struct cs_value *survivor, const struct cs_value *loser,
                                 struct cs_error *err)
{
    if (survivor[COLUMN_ID].integer == loser[COLUMN_ID].integer)
        return cs_error_set(err, CS_REFUSED, _("they are one customer already"));
    if (survivor[COLUMN_ERASED].type != CS_NULL || loser[COLUMN_ERASED].type != CS_NULL)
        return cs_error_set(err, CS_REFUSED, _("a person who was erased cannot be merged"));
    return CS_OK;
}

/* What the survivor lacks comes from the loser; masks are nothing to have. */
static enum cs_status fill(struct cs_customers *customers, const struct cs_value *survivor,
                           const struct cs_value *loser, struct cs_error *err)
{
    struct cs_value now[COLUMNS];
    memcpy(now, survivor, sizeof now);
    for (int i = COLUMN_PLAIN; i < COLUMN_PLAIN + PLAIN_COUNT; i++) {
        unsigned flags = plain_field(i - COLUMN_PLAIN)->flags & CS_MASKED;
        bool lacks = now[i].type == CS_NULL ||
                     (flags && now[i].type == CS_TEXT && cs_is_masked(flags, now[i].text, now[i].length));
        if (lacks && loser[i].type != CS_NULL)
            now[i] = loser[i];
    }
    return cs_customer_save(customers, survivor, now, err);
}

enum cs_status cs_customer_merge(struct cs_customers *customers, int64_t survivor, int64_t loser,
                                 struct cs_error *err)
{
    struct cs_value kept[COLUMNS], lost[COLUMNS];
    char into[24], from[24];
    cs_arena_reset(&customers->arena);
    enum cs_status status = cs_customer_row(customers, survivor, kept, err);
    if (status == CS_OK)
        status = cs_customer_row(customers, loser, lost, err);
    if (status == CS_OK)
        status = check_pair(kept, lost, err);
    if (status == CS_OK)
        status = fill(customers, kept, lost, err);
    if (status == CS_OK)
        status = run_pair(customers, ROLE_COPY, loser, survivor, err);
    if (status == CS_OK)
        status = cs_store_do(store_of(customers), &cs_customer_statements, ROLE_DELETE, lost, NULL, err);
    if (status == CS_OK)
        status = run_pair(customers, CONSENT_MOVE, loser, survivor, err);
    if (status == CS_OK)
        status = run_pair(customers, CUSTOMER_REMERGE, loser, survivor, err);
    if (status == CS_OK)
        status = run_pair(customers, CUSTOMER_MERGE, loser, survivor, err);
    snprintf(into, sizeof into, "%lld", (long long)survivor);
    snprintf(from, sizeof from, "%lld", (long long)loser);
    if (status == CS_OK)
        status = cs_customer_note(customers, survivor, "merge", "from", NULL, from, err);
    if (status == CS_OK)
        status = cs_customer_note(customers, loser, "merge", "into", NULL, into, err);
    return status;
}

/* ---- consent ---- */

enum cs_status cs_customer_consent(struct cs_customers *customers, int64_t id,
                                   const struct cs_consent *consent, struct cs_error *err)
{
    struct cs_value row[COLUMNS];
    cs_arena_reset(&customers->arena);
    enum cs_status status = cs_customer_row(customers, id, row, err);
    if (status == CS_OK && row[COLUMN_ERASED].type != CS_NULL)
        return cs_error_set(err, CS_REFUSED, _("the person was erased"));
    if (status == CS_OK)
        status = cs_customer_note(customers, id, "consent", consent->purpose, NULL,
                                  consent->given ? "yes" : "no", err);
    if (status != CS_OK)
        return status;
    struct cs_value in[] = { cs_integer(id),
                             cs_text(consent->purpose),
                             cs_text(consent->ground),
                             cs_text(consent->given ? "yes" : "no"),
                             cs_integer(consent->at),
                             cs_text(consent->channel),
                             cs_text(consent->version),
                             cs_integer(customers->actor_id) };
    return cs_store_do(store_of(customers), &cs_customer_statements, CONSENT_ADD, in, NULL, err);
}

enum cs_status cs_customer_allows(struct cs_customers *customers, int64_t id, const char *purpose,
                                  bool *allowed, struct cs_error *err)
{
    struct cs_value in[] = { cs_integer(id), cs_text(purpose) }, out;
    enum cs_status status = cs_store_get(store_of(customers), &cs_customer_statements, CONSENT_NOW, in, &out,
                                         &customers->arena, err);
    *allowed = strcmp(purpose, "service") == 0;
    if (status == CS_OK)
        *allowed = strcmp(cs_value_text(&out), "yes") == 0;
    return status == CS_NONE ? CS_OK : status;
}
