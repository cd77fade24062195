/* cs-ticket attach and attachments: evidence of a case, and whether it still lies there as it was. */
#include "tie.h"

#include "io/digest.h"

#include <errno.h>
#include <stdlib.h>

#define A struct attach_args

const struct cs_option attach_options[] = {
    CS_OPT_TEXT(0, "type", A, type, N_("TYPE"),
                N_("before, during, after, signature, recording, video, letter, screenshot")),
    CS_OPT_INT(0, "fault", A, fault, N_("N"), N_("which fault of the case"), .min = 1, .max = 999),
    CS_OPT_TEXT(0, "step", A, step, N_("VERB"), N_("the move it belongs to: inspect, work, verify ...")),
    CS_OPT_TEXT(0, "taken-at", A, taken, N_("TIME"), N_("when it was taken")),
    CS_OPT_TEXT(0, "sha256", A, sha256, N_("HEX"), N_("SHA-256 of what lies at a URI")),
    CS_OPT_END,
};

static bool is_uri(const char *text)
{
    return strstr(text, "://") != NULL;
}

/* The folder that file names are kept relative to; NULL: none is set. */
static const char *root_of(struct cs_job *job)
{
    const char *root = cs_store_setting(job->store, "attachments");
    return root && root[0] ? root : NULL;
}

/* A file's whole name, or what is left of it below the folder of attachments. */
static const char *place_of(struct cs_job *job, const char *path)
{
    char *whole = realpath(path, NULL);
    const char *root = root_of(job), *place = cs_arena_strdup(&job->arena, whole ? whole : path);
    char *base = root && whole ? realpath(root, NULL) : NULL;
    size_t length = base ? strlen(base) : 0;
    if (base && strncmp(whole, base, length) == 0 && whole[length] == '/')
        place = cs_arena_strdup(&job->arena, whole + length + 1);
    free(base);
    free(whole);
    return place;
}

static enum cs_status fill(struct cs_job *job, const struct attach_args *args, const char *name,
                           struct cs_attaching *x)
{
    char *hex = cs_arena_alloc(&job->arena, CS_DIGEST_SIZE);
    x->size = -1;
    x->sha256 = args->sha256;
    x->uri = name;
    if (is_uri(name))
        return CS_OK;
    enum cs_status status = cs_digest_file(name, hex, &x->size, job->err);
    if (status != CS_OK)
        return CS_FAILED;
    if (args->sha256 && strcmp(args->sha256, hex) != 0)
        return cs_error_set(job->err, CS_FAILED, _("%s has the digest %s, not the one that --sha256 names"),
                            name, hex);
    x->sha256 = hex;
    x->uri = place_of(job, name);
    return CS_OK;
}

static enum cs_status check_words(struct cs_job *job, const struct attach_args *args, struct cs_attaching *x)
{
    const char *type = NULL, *step = NULL;
    if (!args->type)
        return cs_error_set(job->err, CS_MISUSED, _("attach needs what it is (--type after, signature ...)"));
    if (desk_code(job, "type", cs_attachment_types, args->type, &type) != CS_OK ||
        desk_code(job, "step", cs_event_verbs, args->step, &step) != CS_OK)
        return CS_MISUSED;
    if (args->sha256 && (strlen(args->sha256) != CS_DIGEST_SIZE - 1 ||
                         strspn(args->sha256, "0123456789abcdef") != CS_DIGEST_SIZE - 1))
        return cs_error_set(job->err, CS_MISUSED,
                            _("--sha256: 64 hexadecimal digits in lower case, not \"%s\""), args->sha256);
    *x = (struct cs_attaching){ .type = type, .fault = args->fault, .taken_at = CS_NO_TIME };
    x->step = step;
    if (args->taken && cs_moment_parse(args->taken, job->zone, false, &x->taken_at, job->err) != CS_OK) {
        cs_error_prefix(job->err, "--taken-at");
        return CS_MISUSED;
    }
    return CS_OK;
}

/* All of them or none: half of the proof of a repair is none. */
static enum cs_status attach_all(struct cs_job *job, const struct attach_args *args, int64_t id,
                                 struct cs_attaching *x, struct desk *desk)
{
    const struct cs_act act = { job->happened_at, job->note };
    int64_t fresh = 0, known = 0;
    enum cs_status status = cs_store_begin(job->store, false, job->err);
    bool begun = status == CS_OK;
    for (size_t i = 1; i < job->operands.count && status == CS_OK; i++) {
        bool there = false;
        status = fill(job, args, job->operands.items[i], x);
        if (status == CS_OK)
            status = cs_ticket_attach(desk->tickets, id, x, &act, &there, job->err);
        fresh += status == CS_OK && !there;
        known += status == CS_OK && there;
    }
    if (status == CS_OK)
        status = cs_job_commit(job);
    else if (begun)
        cs_store_rollback(job->store);
    if (status == CS_OK && known)
        cs_job_say(job, _("attached %lld, unchanged %lld"), (long long)fresh, (long long)known);
    return status == CS_REFUSED || status == CS_NONE ? CS_FAILED : status;
}

enum cs_status run_attach(struct cs_job *job, const void *arguments)
{
    const struct attach_args *args = arguments;
    struct cs_attaching x;
    struct desk desk;
    int64_t id;
    if (job->operands.count < 2)
        return cs_error_set(job->err, CS_MISUSED, _("attach takes a case and at least one file or URI"));
    enum cs_status status = check_words(job, args, &x);
    if (status != CS_OK)
        return status;
    if (cs_ticket_find(job->store, job->operands.items[0], &id, job->err) != CS_OK)
        return CS_FAILED;
    status = desk_open(job, false, &desk);
    if (status == CS_OK)
        status = attach_all(job, args, id, &x, &desk);
    desk_close(&desk);
    return status;
}

/* ---- attachments ---- */

const struct cs_option attachments_options[] = {
    CS_OPT_FLAG(0, "verify", struct attachments_args, verify,
                N_("read each file again: is it there, and is it the same?")),
    CS_OPT_SHARED(cs_list_options, struct attachments_args, list),
    CS_OPT_FIELDS(&cs_attachment_record, CS_FIELDS_FILTERS, struct attachments_args, list.filters),
    CS_OPT_END,
};

struct verifying {
    struct cs_job *job;
    const char *root;
    int uri, sha256, state;
    int64_t missing, changed;
};

static const char *verdict_of(struct verifying *v, const char *uri, const char *sha256)
{
    struct cs_error err = CS_ERROR_INIT;
    char hex[CS_DIGEST_SIZE];
    int64_t size;
    if (!sha256[0] || is_uri(uri))
        return "unchecked";
    const char *path =
        uri[0] != '/' && v->root ? cs_arena_printf(&v->job->arena, "%s/%s", v->root, uri) : uri;
    if (cs_digest_file(path, hex, &size, &err) != CS_OK) {
        v->missing++;
        return "missing";
    }
    v->changed += strcmp(hex, sha256) != 0;
    return strcmp(hex, sha256) == 0 ? "there" : "changed";
}

static enum cs_status verify_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct verifying *v = context;
    struct cs_row copy = *row;
    struct cs_value *values = cs_arena_alloc(&v->job->arena, row->record->count * sizeof *values);
    memcpy(values, row->values, row->record->count * sizeof *values);
    values[v->state] =
        cs_text(verdict_of(v, cs_value_text(&row->values[v->uri]), cs_value_text(&row->values[v->sha256])));
    copy.values = values;
    return cs_job_emit(v->job, &copy, err);
}

/* The verdict is a column of its own: the record as it is asked for, with it in front of what is long. */
static enum cs_status verify_all(struct cs_job *job, const char *const *condition, size_t count,
                                 const struct cs_value *value)
{
    struct verifying v = { .job = job, .root = root_of(job) };
    const struct cs_select select = { .view = &cs_attachment_view,
                                      .conditions = condition,
                                      .condition_count = count,
                                      .condition_values = value,
                                      .condition_value_count = count };
    v.uri = cs_record_find(&cs_attachment_record, "uri");
    v.sha256 = cs_record_find(&cs_attachment_record, "sha256");
    v.state = cs_record_find(&cs_attachment_record, "state");
    if (!job->common.fields)
        job->common.fields = "ticket,type,state,uri,taken_at";
    enum cs_status status = cs_job_output(job, &cs_attachment_record);
    if (status == CS_OK)
        status = cs_select_each(job->store, &select, verify_row, &v, job->err);
    if (status == CS_OK && (v.missing || v.changed))
        cs_job_say(job, _("missing %lld, changed %lld"), (long long)v.missing, (long long)v.changed);
    return status;
}

enum cs_status run_attachments(struct cs_job *job, const void *arguments)
{
    const struct attachments_args *args = arguments;
    int64_t id = 0;
    if (job->operands.count > 1)
        return cs_error_set(job->err, CS_MISUSED, _("attachments takes one case, or none for all"));
    if (job->operands.count == 1 &&
        cs_ticket_find(job->store, job->operands.items[0], &id, job->err) != CS_OK)
        return CS_FAILED;
    const struct cs_value value = cs_integer(id);
    const char *const one[] = { cs_view_merged(&cs_attachment_view, true, &job->arena) };
    if (args->verify && args->list.filters.count)
        return cs_error_set(job->err, CS_MISUSED, _("--verify takes no filters but a case"));
    if (args->verify)
        return verify_all(job, one, id ? 1 : 0, &value);
    return cs_job_list(job, &cs_attachment_view, &args->list, one, id ? 1 : 0, &value, id ? 1 : 0);
}
