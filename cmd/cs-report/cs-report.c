/* cs-report: tables from share/reports, in any format. */
#include "cs-report.h"

#include "calendar/calendar.h"
#include "escalation/escalation.h"
#include "ticket/ticket.h"

/* The lists of words that columns may be read by. */
static const struct cs_choice *choices_of(const char *name)
{
    static const struct cs_record *const records[] = { &cs_ticket_record, &cs_clock_record, NULL };
    static const struct {
        const char *name;
        const struct cs_choice *choices;
    } lists[] = { { "level", cs_level_choices },   { "role", cs_role_choices },
                  { "figure", cs_figure_choices }, { "yes_no", cs_report_yes_no },
                  { "same", cs_report_same },      { "kept", cs_report_kept } };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].name, name) == 0)
            return lists[i].choices;
    for (size_t i = 0; records[i]; i++) {
        int field = cs_record_find(records[i], name);
        if (field >= 0 && records[i]->fields[field].choices)
            return records[i]->fields[field].choices;
    }
    return NULL;
}

/* Where the shipped reports lie; NULL: nowhere. */
static const char *shipped_folder(struct cs_job *job)
{
    const char *readme = cs_job_share(job, "reports", "README", ".md");
    return readme ? cs_arena_strndup(&job->arena, readme, (size_t)(strrchr(readme, '/') - readme)) : NULL;
}

/* How a report is read here: headings from its file, parts of the shipped folder serve a user's own reports,
 * too. */
static struct cs_report_how how_of(struct cs_job *job)
{
    const char *folder = shipped_folder(job);
    const char *parts = folder ? cs_arena_printf(&job->arena, "%s/parts", folder) : NULL;
    return (struct cs_report_how){ .chinese = cs_speaks_chinese(), .parts = parts, .choices = choices_of };
}

static enum cs_status folder_of(struct cs_job *job, const char **folder)
{
    *folder = shipped_folder(job);
    return *folder ? CS_OK
                   : cs_error_set(job->err, CS_FAILED, "%s", _("share/reports is not found; set CS_SHARE"));
}

/* ---- list ---- */

static const char *parameters_of(const struct cs_report *report, struct cs_arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < report->parameter_count; i++)
        text = cs_arena_printf(arena, "%s%s%s=%s", text, i ? " " : "", report->parameters[i].name,
                               report->parameters[i].byname);
    return text;
}

static enum cs_status list_one(struct cs_job *job, const char *path, struct cs_row *row)
{
    struct cs_report report;
    struct cs_error told = CS_ERROR_INIT;
    cs_row_reset(row);
    const struct cs_report_how how = how_of(job);
    if (cs_report_load(path, &how, row->arena, &report, &told) != CS_OK) {
        cs_diag_say(&job->diag, CS_WARNING, NULL, "%s", told.text);
        return CS_OK;
    }
    row->values[CS_REPORT_NAME] = cs_text(report.name);
    row->values[CS_REPORT_TITLE] = cs_text(report.title);
    row->values[CS_REPORT_ABOUT] = cs_text(report.about);
    row->values[CS_REPORT_PARAMETERS] = cs_text(parameters_of(&report, row->arena));
    return cs_job_emit(job, row, job->err);
}

static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const char *folder = NULL, *const *paths = NULL;
    size_t count = 0;
    struct cs_row row;
    (void)args;
    enum cs_status status = folder_of(job, &folder);
    if (status == CS_OK)
        status = cs_report_folder(folder, &job->arena, &paths, &count, job->err);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_report_record);
    cs_row_init(&row, &cs_report_record);
    for (size_t i = 0; i < count && status == CS_OK; i++)
        status = list_one(job, paths[i], &row);
    cs_row_release(&row);
    return status;
}

static const struct cs_example list_examples[] = {
    { "cs-report list", N_("which reports there are") },
    { "cs-report list -o md", N_("the same as a table for a web page") },
    { NULL, NULL },
};

/* ---- finding one ---- */

static enum cs_status unknown(struct cs_job *job, const char *name)
{
    const char *folder = NULL, *const *paths = NULL;
    size_t count = 0;
    if (folder_of(job, &folder) != CS_OK ||
        cs_report_folder(folder, &job->arena, &paths, &count, NULL) != CS_OK)
        return CS_FAILED;
    const char **words = cs_arena_alloc(&job->arena, (count + 1) * sizeof *words);
    for (size_t i = 0; i < count; i++) {
        const char *file = strrchr(paths[i], '/') + 1;
        words[i] = cs_arena_strndup(&job->arena, file, strlen(file) - 4);
    }
    words[count] = NULL;
    const char *near = cs_nearest_word(name, words);
    if (near)
        return cs_error_set(job->err, CS_MISUSED, _("there is no report \"%s\"; did you mean \"%s\"?"), name,
                            near);
    return cs_error_set(job->err, CS_MISUSED, _("there is no report \"%s\"; see: cs-report list"), name);
}

enum cs_status report_find(struct cs_job *job, const char *name, struct cs_report *report)
{
    if (!name)
        return cs_error_set(job->err, CS_MISUSED, "%s", _("say which report; see: cs-report list"));
    const char *path = cs_job_share(job, "reports", name, ".sql");
    if (!path)
        return unknown(job, name);
    const struct cs_report_how how = how_of(job);
    return cs_report_load(path, &how, &job->arena, report, job->err);
}

static const char *name_of(const struct cs_job *job)
{
    return job->operands.count ? job->operands.items[0] : NULL;
}

/* ---- show ---- */

static const char *type_of(enum cs_type type)
{
    static const char *const words[] = {
        [CS_TYPE_TEXT] = "text",   [CS_TYPE_INT] = "int",   [CS_TYPE_REAL] = "real",
        [CS_TYPE_MONEY] = "money", [CS_TYPE_TIME] = "time", [CS_TYPE_DATE] = "date"
    };
    return words[type];
}

static const char *parameter_type(const struct cs_report_parameter *p, struct cs_arena *arena)
{
    const char *text = "";
    if (p->month)
        return "month";
    if (p->type != CS_TYPE_CHOICE)
        return type_of(p->type);
    for (const struct cs_choice *choice = p->choices; choice->code; choice++)
        text = cs_arena_printf(arena, "%s%s%s", text, *text ? "," : "", choice->code);
    return text;
}

static enum cs_status emit_part(struct cs_job *job, struct cs_row *row, const char *part, const char *name,
                                const char *type, const char *byname, const char *help)
{
    row->values[CS_PART_PART] = cs_text(part);
    row->values[CS_PART_NAME] = cs_text(name);
    row->values[CS_PART_TYPE] = cs_text(type);
    row->values[CS_PART_DEFAULT] = cs_text(byname);
    row->values[CS_PART_HELP] = cs_text(help);
    return cs_job_emit(job, row, job->err);
}

static enum cs_status run_show(struct cs_job *job, const void *args)
{
    struct cs_report report = { 0 };
    struct cs_row row;
    (void)args;
    enum cs_status status = report_find(job, name_of(job), &report);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_report_part_record);
    if (status != CS_OK)
        return status;
    cs_row_init(&row, &cs_report_part_record);
    for (size_t i = 0; i < report.parameter_count && status == CS_OK; i++) {
        const struct cs_report_parameter *p = &report.parameters[i];
        status = emit_part(job, &row, "parameter", p->name, parameter_type(p, row.arena),
                           *p->byname ? p->byname : NULL, p->help);
    }
    for (size_t i = 0; i < report.record.count && status == CS_OK; i++) {
        const struct cs_field *field = &report.record.fields[i];
        status = emit_part(job, &row, "column", field->name, type_of(field->type), NULL, field->heading);
    }
    cs_row_release(&row);
    return status;
}

static const struct cs_example show_examples[] = {
    { "cs-report show morning", N_("what may be asked of a report, and its columns") },
    { "cs-report show sla -o csv", N_("the same for a program") },
    { NULL, NULL },
};

/* ---- run ---- */

/* What most reports may be asked, as options; the same as NAME=VALUE. */
struct run_args {
    const char *level, *owner, *project, *month, *from, *until, *since, *days, *kind, *split_by;
    int64_t seconds;
};
static const struct {
    const char *name;
    size_t offset;
} asked[] = {
    { "level", offsetof(struct run_args, level) },     { "owner", offsetof(struct run_args, owner) },
    { "project", offsetof(struct run_args, project) }, { "month", offsetof(struct run_args, month) },
    { "from", offsetof(struct run_args, from) },       { "until", offsetof(struct run_args, until) },
    { "since", offsetof(struct run_args, since) },     { "days", offsetof(struct run_args, days) },
    { "kind", offsetof(struct run_args, kind) },
};

#define A struct run_args
static const struct cs_option run_options[] = {
    CS_OPT_TEXT(0, "level", A, level, N_("LEVEL"),
                N_("what a line stands for: project, city, region, group")),
    CS_OPT_TEXT(0, "owner", A, owner, N_("NAME"), N_("whose cases")),
    CS_OPT_TEXT(0, "project", A, project, N_("CODE"), N_("only this unit and what lies below it")),
    CS_OPT_TEXT(0, "month", A, month, N_("MONTH"), N_("which month: 2026-10, this, last")),
    CS_OPT_TEXT(0, "from", A, from, N_("TIME"), N_("from then on")),
    CS_OPT_TEXT(0, "until", A, until, N_("TIME"), N_("until then")),
    CS_OPT_TEXT(0, "since", A, since, N_("TIME"), N_("what is new since then")),
    CS_OPT_TEXT(0, "days", A, days, N_("N"), N_("how many days")),
    CS_OPT_TEXT(0, "kind", A, kind, N_("KIND"), N_("only this kind of case")),
    CS_OPT_INT(0, "seconds", A, seconds, N_("N"), N_("give up after N seconds; 0: never"), .min = 0,
               .max = 86400, .byname = "600"),
    CS_OPT_TEXT(0, "split-by", A, split_by, N_("COLUMN"),
                N_("write a file for each value of this column into DIR, the last operand")),
    CS_OPT_END
};
#undef A

/* Operands behind the name, then the options, as NAME=VALUE words. With --split-by the word without '=' is
 * its folder. */
static enum cs_status words_of(struct cs_job *job, const struct run_args *args, const char ***words,
                               size_t *count, const char **folder)
{
    size_t most = job->operands.count + sizeof asked / sizeof *asked;
    *words = cs_arena_alloc(&job->arena, (most + 1) * sizeof **words);
    *count = 0;
    *folder = NULL;
    for (size_t i = 1; i < job->operands.count; i++)
        if (args->split_by && !strchr(job->operands.items[i], '=') && !*folder)
            *folder = job->operands.items[i];
        else
            (*words)[(*count)++] = job->operands.items[i];
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        const char *value;
        memcpy(&value, (const char *)args + asked[i].offset, sizeof value);
        if (value)
            (*words)[(*count)++] = cs_arena_printf(&job->arena, "%s=%s", asked[i].name, value);
    }
    if (args->split_by && !*folder)
        return cs_error_set(job->err, CS_MISUSED, "%s",
                            _("--split-by COLUMN needs a folder: cs-report run NAME --split-by COLUMN DIR"));
    return CS_OK;
}

enum cs_status report_values(struct cs_job *job, struct cs_report *report, const char *const *words,
                             size_t count, struct cs_value **values)
{
    const struct cs_calendar *calendar = NULL;
    struct cs_calendars *calendars = cs_calendars_new(job->store);
    if (cs_calendars_find(calendars, "cn-office", &calendar, NULL, NULL) != CS_OK)
        calendar = NULL;
    const struct cs_report_context context = { .now = job->now, .zone = job->zone, .calendar = calendar };
    *values = cs_arena_alloc(&job->arena, (report->parameter_count + 1) * sizeof **values);
    enum cs_status status = cs_report_values(report, words, count, &context, &job->arena, *values, job->err);
    cs_calendars_free(calendars);
    return status;
}

static enum cs_status run_run(struct cs_job *job, const void *arguments)
{
    const struct run_args *args = arguments;
    /* the sink looks at its columns until the program ends */
    struct cs_report *report = cs_arena_alloc(&job->arena, sizeof *report);
    struct cs_value *values;
    struct cs_split *split = NULL;
    const char **words, *folder;
    size_t count;
    enum cs_status status = report_find(job, name_of(job), report);
    if (status == CS_OK)
        status = words_of(job, args, &words, &count, &folder);
    if (status == CS_OK)
        status = report_values(job, report, words, count, &values);
    if (status == CS_OK && args->split_by)
        status = cs_split_new(job, &report->record, args->split_by, folder, &split);
    else if (status == CS_OK)
        status = cs_job_output(job, &report->record);
    if (status != CS_OK)
        return status;
    cs_job_guard(job);
    report->seconds = args->seconds;
    status = cs_report_run(job->store, report, values, split ? cs_split_row : cs_job_emit,
                           split ? (void *)split : job, job->err);
    return split ? cs_split_end(split, status) : status;
}

static const struct cs_example run_examples[] = {
    { "cs-report run morning", N_("the morning report, a line a project") },
    { "cs-report run sla level=city from=2026-10-01 until=2026-11-01 -o csv",
      N_("October's limits, a line a city") },
    { "cs-report run today --owner 张工", N_("what one person has to do today") },
    { "cs-report run holds --split-by unit holds-by-project", N_("a file a project, for each to answer") },
    { "cs-report run silence days=7 -o jsonl | jq -c 'select(.priority <= 2)'",
      N_("urgent cases whose customer heard nothing for a week") },
    { NULL, NULL },
};

/* ---- the binary ---- */

static const struct cs_command commands[] = {
    { .name = "list",
      .operands = "",
      .summary = N_("list the reports"),
      .needs = CS_NEEDS_OUTPUT,
      .output = &cs_report_record,
      .examples = list_examples,
      .run = run_list },
    { .name = "show",
      .operands = "NAME",
      .summary = N_("show a report's parameters and columns"),
      .needs = CS_NEEDS_OUTPUT,
      .output = &cs_report_part_record,
      .examples = show_examples,
      .run = run_show },
    { .name = "run",
      .operands = "NAME [PARAMETER=VALUE...] [DIR]",
      .options = run_options,
      .args_size = sizeof(struct run_args),
      .summary = N_("run a report"),
      .text = N_(
          "A report is a file of share/reports, or a .sql file of your own: one SELECT with its title, "
          "parameters and columns in remarks at its top. Times may be written now, now-24h, now+2wd "
          "(workdays), today, or as a moment. Phones, mail addresses and identity numbers come out masked."),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .examples = run_examples,
      .run = run_run },
    { .name = "freeze",
      .operands = "",
      .options = freeze_options,
      .args_size = sizeof(struct freeze_args),
      .summary = N_("keep the figures of a month as published"),
      .text = N_("A month that is over is frozen once: kpi shows its figures as they are now, whatever is "
                 "written into it later. Run it when the month's report goes out."),
      .needs = CS_NEEDS_WRITE | CS_CAN_DRY_RUN,
      .examples = freeze_examples,
      .run = run_freeze },
    { .name = "frozen",
      .operands = "",
      .options = frozen_options,
      .args_size = sizeof(struct figure_list_args),
      .summary = N_("list frozen figures"),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .output = &cs_frozen_figure_record,
      .examples = frozen_examples,
      .run = run_frozen },
    { .name = "target import",
      .operands = "[FILE...]",
      .summary = N_("read what figures are meant to reach"),
      .needs = CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_CAN_DRY_RUN,
      .input = &cs_figure_target_record,
      .examples = target_import_examples,
      .run = run_target_import },
    { .name = "target list",
      .operands = "",
      .options = target_options,
      .args_size = sizeof(struct figure_list_args),
      .summary = N_("list what figures are meant to reach"),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .output = &cs_figure_target_record,
      .examples = target_list_examples,
      .run = run_target_list },
    { NULL },
};

const struct cs_program cs_program = {
    "cs-report", N_("tables from share/reports"),
    N_("Reports are data: to change one, copy its file into a share folder of "
       "your own and set CS_SHARE."),
    commands
};
