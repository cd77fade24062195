/* cs-db query: one SELECT of a person, read only and under guard, in any format. */
#include "cs-db.h"

#include <string.h>

struct query {
    struct cs_job *job;
    struct cs_record record;
    struct cs_row row;
};

/* The columns of a query as a descriptor, so that every sink can write them. */
static enum cs_status take_head(void *context, size_t count, const char *const *names, const char *types,
                                struct cs_error *err)
{
    struct query *query = context;
    struct cs_arena *arena = &query->job->arena;
    struct cs_field *fields = cs_arena_alloc(arena, (count + 1) * sizeof *fields);
    (void)err;
    memset(fields, 0, (count + 1) * sizeof *fields);
    for (size_t i = 0; i < count; i++) {
        fields[i].name = fields[i].heading = cs_arena_strdup(arena, names[i]);
        fields[i].type = types[i] == 'i' ? CS_TYPE_INT : types[i] == 'r' ? CS_TYPE_REAL : CS_TYPE_TEXT;
    }
    query->record = (struct cs_record){ "query", N_("row"), fields, count };
    cs_row_init(&query->row, &query->record);
    return cs_job_output(query->job, &query->record);
}

static enum cs_status take_values(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct query *query = context;
    memcpy(query->row.values, out, query->record.count * sizeof *out);
    return cs_job_emit(query->job, &query->row, err);
}

enum cs_status cs_run_query(struct cs_job *job, const void *args)
{
    const struct cs_query_args *wish = args;
    if (job->operands.count == 0)
        return cs_error_set(job->err, CS_MISUSED, _("say which SELECT"));
    /* The program names the record in the audit log after this function has returned. */
    struct query *query = cs_arena_alloc(&job->arena, sizeof *query);
    *query = (struct query){ .job = job };
    size_t count = job->operands.count - 1;
    struct cs_value *in = cs_arena_alloc(&job->arena, (count + 1) * sizeof *in);
    for (size_t i = 0; i < count; i++)
        in[i] = cs_text(job->operands.items[i + 1]);
    struct cs_query_limits limits = { .rows = wish->rows,
                                      .seconds = wish->seconds,
                                      .unmask = job->common.unmask };
    cs_job_guard(job);
    enum cs_status status = cs_store_query(job->store, job->operands.items[0], in, count, &limits, take_head,
                                           take_values, query, job->err);
    if (query->row.values)
        cs_row_release(&query->row);
    return status;
}
