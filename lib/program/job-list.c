/* Lists: filters, order and limit of the command line over a room's view. */
#include "program/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define ARGS struct cs_list_args

const struct cs_option cs_list_options[] = {
    CS_OPT_TEXT(0, "sort", ARGS, sort, N_("FIELD,..."), N_("order by these fields; -FIELD falls")),
    CS_OPT_INT('n', "limit", ARGS, limit, N_("N"), N_("at most N records")),
    CS_OPT_INT(0, "offset", ARGS, offset, N_("N"), N_("leave out the first N")),
    CS_OPT_FLAG(0, "count", ARGS, count, N_("write only how many there are")), CS_OPT_END
};

/* Which fields the store must be asked for: the ones that come out. Derived ones cost and come by name. */
static void fetched_fields(struct cs_job *job, const struct cs_record *record, struct cs_select *select)
{
    if (job->output->fields) {
        select->fields = job->output->fields;
        select->field_count = job->output->field_count;
        return;
    }
    int *fields = cs_arena_alloc(&job->arena, (record->count + 1) * sizeof *fields);
    for (size_t i = 0; i < record->count; i++) {
        unsigned flags = record->fields[i].flags;
        if (!(flags & CS_DERIVED) || flags & CS_KEY)
            fields[select->field_count++] = (int)i;
    }
    select->fields = fields;
}

/* The option as a person typed it. */
static const char *option_name(struct cs_job *job, const struct cs_field *field)
{
    char *name = cs_arena_printf(&job->arena, "--%s", field->name);
    for (char *sign = name; *sign; sign++)
        if (*sign == '_')
            *sign = '-';
    return name;
}

static enum cs_status parse_filters(struct cs_job *job, const struct cs_view *view,
                                    const struct cs_list_args *args, struct cs_select *select)
{
    size_t count = args->filters.count;
    struct cs_filter *filters = cs_arena_alloc(&job->arena, (count + 1) * sizeof *filters);
    const struct cs_parse how = { .zone = job->zone };
    for (size_t i = 0; i < count; i++) {
        const struct cs_assignment *one = &args->filters.items[i];
        enum cs_status status = cs_filter_parse(view->record, one->field, &how, one->text, job->common.unmask,
                                                &job->arena, &filters[i], job->err);
        if (status != CS_OK) {
            cs_error_prefix(job->err, "%s", option_name(job, &view->record->fields[one->field]));
            return CS_MISUSED;
        }
    }
    select->filters = filters;
    select->filter_count = count;
    return CS_OK;
}

/* An order by a masked field would tell what the mask hides. */
static enum cs_status check_sort(struct cs_job *job, const struct cs_view *view, int field)
{
    const struct cs_field *about = &view->record->fields[field];
    if (!view->columns[field])
        return cs_error_set(job->err, CS_MISUSED, _("--sort: %s cannot be sorted by"), about->name);
    if (about->flags & CS_MASKED && !job->common.unmask)
        return cs_error_set(job->err, CS_MISUSED, _("--sort: %s is personal; sorting by it needs --unmask"),
                            about->name);
    return CS_OK;
}

static enum cs_status parse_sort(struct cs_job *job, const struct cs_view *view,
                                 const struct cs_list_args *args, struct cs_select *select)
{
    if (!args->sort)
        return CS_OK;
    char *rest = cs_arena_strdup(&job->arena, args->sort), *word;
    int *sort = cs_arena_alloc(&job->arena, (strlen(rest) + 1) * sizeof *sort);
    enum cs_status status = CS_OK;
    while (status == CS_OK && (word = strsep(&rest, ","))) {
        bool falls = word[0] == '-';
        int field = -1;
        if (word[falls] == '\0')
            continue;
        status = cs_output_field(job, view->record, "--sort", word + falls, &field);
        if (status == CS_OK)
            status = check_sort(job, view, field);
        sort[select->sort_count++] = falls ? -1 - field : field;
    }
    select->sort = sort;
    return status;
}

/* The rows as files: the store is asked for the field they are cut by, too. */
static enum cs_status list_split(struct cs_job *job, const struct cs_view *view,
                                 const struct cs_list_args *args, struct cs_select *select)
{
    struct cs_split *split;
    int field;
    if (!job->operands.count)
        return cs_error_set(job->err, CS_MISUSED,
                            _("--split-by FIELD needs a folder to write to: %s %s --split-by FIELD DIR"),
                            job->program->name, job->command->name);
    enum cs_status status = cs_split_new(job, view->record, args->split_by, job->operands.items[0], &split);
    if (status != CS_OK)
        return status;
    fetched_fields(job, view->record, select);
    cs_output_field(job, view->record, "--split-by", args->split_by, &field);
    int *fields = cs_arena_alloc(&job->arena, (select->field_count + 1) * sizeof *fields);
    memcpy(fields, select->fields, select->field_count * sizeof *fields);
    bool there = false;
    for (size_t i = 0; i < select->field_count; i++)
        there = there || fields[i] == field;
    if (!there)
        fields[select->field_count++] = field;
    select->fields = fields;
    return cs_split_end(split, cs_select_each(job->store, select, cs_split_row, split, job->err));
}

static enum cs_status print_count(struct cs_job *job, const struct cs_select *select)
{
    int64_t count = 0;
    enum cs_status status = cs_select_count(job->store, select, &count, job->err);
    if (status == CS_OK)
        fprintf(cs_job_stdout(job), "%" PRId64 "\n", count);
    return status;
}

enum cs_status cs_job_list(struct cs_job *job, const struct cs_view *view, const struct cs_list_args *args,
                           const char *const *conditions, size_t condition_count,
                           const struct cs_value *values, size_t value_count)
{
    struct cs_select select = {
        .view = view,
        .limit = args->limit,
        .offset = args->offset,
        .conditions = conditions,
        .condition_count = condition_count,
        .condition_values = values,
        .condition_value_count = value_count,
    };
    if (args->limit < 0 || args->offset < 0)
        return cs_error_set(job->err, CS_MISUSED, _("--limit and --offset take no negative number"));
    enum cs_status status = parse_filters(job, view, args, &select);
    if (status == CS_OK)
        status = parse_sort(job, view, args, &select);
    if (status != CS_OK)
        return status;
    if (args->count)
        return print_count(job, &select);
    if (args->split_by)
        return list_split(job, view, args, &select);
    if (job->operands.count && strcmp(job->command->operands, "[DIR]") == 0)
        return cs_error_set(job->err, CS_MISUSED,
                            _("\"%s\" is a folder for --split-by FIELD, which was not given"),
                            job->operands.items[0]);
    status = cs_job_output(job, view->record);
    if (status != CS_OK)
        return status;
    fetched_fields(job, view->record, &select);
    return cs_select_each(job->store, &select, cs_job_emit, job, job->err);
}

enum cs_status cs_job_list_of(struct cs_job *job, const struct cs_view *view, const struct cs_list_args *args,
                              struct cs_value value)
{
    const char *const condition[] = { cs_arena_printf(&job->arena, "%s = $1", view->of) };
    return cs_job_list(job, view, args, condition, 1, &value, 1);
}
