/*
 * The audit log: who unmasked, exported, erased, granted. Ids and counts, no personal text. Each line holds
 * the hash of the one before it in its chain, so that a line changed or taken out shows. There is a chain for
 * each local day and login session: clerks do not wait on each other.
 */
#include "program/inside.h"

#include <inttypes.h>
#include <sha256.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The values of one line, in the order of AUDIT_ADD. */
enum { AT, DAY, SESSION, ACTOR, WHAT, SUBJECT, COUNT, PREVIOUS, HASH, VALUES };

/* Length before text: no two different lines read alike. */
static void add_text(struct cs_buffer *out, const struct cs_value *value)
{
    cs_buffer_printf(out, "%zu:", value->length);
    cs_buffer_text(out, cs_value_text(value));
    cs_buffer_char(out, '\n');
}

static void hash_line(const struct cs_value values[VALUES], char hash[SHA256_DIGEST_STRING_LENGTH])
{
    struct cs_buffer line = CS_BUFFER_INIT;
    add_text(&line, &values[PREVIOUS]);
    cs_buffer_printf(&line, "%" PRId64 "\n%" PRId64 "\n", cs_value_integer(&values[AT], 0),
                     cs_value_integer(&values[DAY], 0));
    for (int i = SESSION; i <= SUBJECT; i++)
        add_text(&line, &values[i]);
    cs_buffer_printf(&line, "%" PRId64 "\n", cs_value_integer(&values[COUNT], 0));
    SHA256Data((const uint8_t *)line.text, line.length, hash);
    cs_buffer_release(&line);
}

/* User and login session, so that one terminal makes one chain a day. */
static const char *session_name(struct cs_job *job)
{
    return cs_arena_printf(&job->arena, "%u-%ld", (unsigned)getuid(), (long)getsid(0));
}

static enum cs_status store_zone(struct cs_job *job, const struct cs_zone **zone)
{
    const char *name = cs_store_setting(job->store, "timezone");
    return cs_zone_find(name && name[0] ? name : "Asia/Shanghai", zone, job->err);
}

static enum cs_status add_line(struct cs_job *job, struct cs_value values[VALUES])
{
    char hash[SHA256_DIGEST_STRING_LENGTH];
    struct cs_value last;
    enum cs_status status = cs_store_get(job->store, &cs_audit_statements, AUDIT_LAST, &values[DAY], &last,
                                         &job->arena, job->err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    values[PREVIOUS] = status == CS_OK ? last : cs_text("");
    hash_line(values, hash);
    values[HASH] = cs_text(hash);
    return cs_store_do(job->store, &cs_audit_statements, AUDIT_ADD, values, NULL, job->err);
}

enum cs_status cs_job_audit(struct cs_job *job, const char *what, const char *subject, int64_t count)
{
    const struct cs_zone *zone;
    enum cs_status status = store_zone(job, &zone);
    if (status != CS_OK)
        return status;
    struct cs_value values[VALUES] = {
        [AT] = cs_integer(job->now),
        [DAY] = cs_integer(cs_zone_day(zone, job->now)),
        [SESSION] = cs_text(session_name(job)),
        [ACTOR] = cs_text(job->actor ? job->actor : ""),
        [WHAT] = cs_text(what),
        [SUBJECT] = cs_text(subject ? subject : ""),
        [COUNT] = cs_integer(count),
    };
    status = cs_store_begin(job->store, false, job->err);
    if (status != CS_OK)
        return status;
    status = add_line(job, values);
    if (status == CS_OK)
        return cs_store_commit(job->store, job->err);
    cs_store_rollback(job->store);
    return status;
}

struct check {
    struct cs_diag *diag;
    int64_t day;
    char *session;
    char hash[SHA256_DIGEST_STRING_LENGTH]; /* of the line before, "" at the head of a chain */
};

static enum cs_status check_line(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct check *check = context;
    const struct cs_value *values = out + 1;
    int64_t id = cs_value_integer(&out[0], 0), day = cs_value_integer(&values[DAY], 0);
    const char *session = cs_value_text(&values[SESSION]);
    if (!check->session || day != check->day || strcmp(session, check->session) != 0) {
        free(check->session);
        check->session = cs_strdup(session);
        check->day = day;
        check->hash[0] = '\0';
    }
    char hash[SHA256_DIGEST_STRING_LENGTH];
    hash_line(values, hash);
    if (strcmp(cs_value_text(&values[PREVIOUS]), check->hash) != 0)
        cs_diag_say(check->diag, CS_ERROR, NULL,
                    _("audit %" PRId64 ": the line before it is missing or changed"), id);
    if (strcmp(cs_value_text(&values[HASH]), hash) != 0)
        cs_diag_say(check->diag, CS_ERROR, NULL, _("audit %" PRId64 ": it was changed"), id);
    snprintf(check->hash, sizeof check->hash, "%s", cs_value_text(&values[HASH]));
    return CS_OK;
}

enum cs_status cs_audit_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err)
{
    struct check check = { .diag = diag };
    enum cs_status status =
        cs_store_each(store, &cs_audit_statements, AUDIT_ALL, NULL, check_line, &check, err);
    free(check.session);
    return status;
}
