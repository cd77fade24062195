/* cs-calendar: working calendars: keep them, look at them, count with them. */
#include "cs-calendar.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- import, export, list ---- */

struct import_args {
    const char *calendar;
};

static const struct cs_option import_options[] = {
    CS_OPT_TEXT(0, "calendar", struct import_args, calendar, N_("NAME"),
                N_("the calendar of a file that has no such column: date,kind,name")),
    CS_OPT_END
};

struct importing {
    struct cs_job *job;
    struct cs_intake *intake;
    struct cs_calendar_import *import;
    struct cs_calendar_counts counts;
};

static enum cs_status take_line(void *context, const struct cs_row *row, const struct cs_reader *reader,
                                struct cs_error *err)
{
    struct importing *importing = context;
    (void)reader;
    return cs_calendar_import_line(importing->import, row, err);
}

static enum cs_status finish_import(void *context, struct cs_error *err)
{
    struct importing *importing = context;
    enum cs_status status = cs_calendar_import_finish(importing->import, &importing->counts, err);
    importing->intake->inserted = importing->counts.inserted;
    importing->intake->updated = importing->counts.updated;
    importing->intake->unchanged = importing->counts.unchanged;
    return status;
}

static void say_import(void *context)
{
    const struct importing *importing = context;
    const struct cs_calendar_counts *counts = &importing->counts;
    struct cs_job *job = importing->job;
    if (counts->removed)
        cs_job_say(job, _("%" PRId64 " special days that the file lacks were taken out"), counts->removed);
    if (counts->known_year)
        cs_job_say(job, _("the holidays of %" PRId64 " count as published now"), counts->known_year);
    if (counts->inserted + counts->updated + counts->removed > 0 && !job->common.dry_run)
        cs_diag_say(&job->diag, CS_NOTICE, NULL,
                    _("clocks that run keep their limits until cs-escalate recompute"));
}

static enum cs_status run_import(struct cs_job *job, const void *args)
{
    const struct import_args *import = args;
    struct importing importing = { .job = job,
                                   .import = cs_calendar_import_new(job->store, import->calendar) };
    struct cs_intake intake = { .record = &cs_calendar_line_record,
                                .take = take_line,
                                .finish = finish_import,
                                .say = say_import,
                                .context = &importing };
    importing.intake = &intake;
    enum cs_status status = cs_job_intake(job, &intake);
    cs_calendar_import_free(importing.import);
    return status;
}

static enum cs_status run_export(struct cs_job *job, const void *args)
{
    enum cs_status status = cs_job_output(job, &cs_calendar_line_record);
    (void)args;
    if (status == CS_OK && job->operands.count == 0)
        return cs_calendar_export(job->store, NULL, cs_job_emit, job, job->err);
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++)
        status = cs_calendar_export(job->store, job->operands.items[i], cs_job_emit, job, job->err);
    return status;
}

struct list_args {
    struct cs_list_args list;
};

static const struct cs_option list_options[] = {
    CS_OPT_SHARED(cs_list_options, struct list_args, list),
    CS_OPT_FIELDS(&cs_calendar_record, CS_FIELDS_FILTERS, struct list_args, list.filters), CS_OPT_END
};

static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    return cs_job_list(job, &cs_calendar_view, &list->list, NULL, 0, NULL, 0);
}

/* ---- sums ---- */

struct summing {
    struct cs_job *job;
    struct cs_calendar_sums *sums;
    struct cs_row out;
};

static enum cs_status take_sum(void *context, const struct cs_row *row, const struct cs_reader *reader,
                               struct cs_error *err)
{
    struct summing *summing = context;
    (void)reader;
    cs_row_reset(&summing->out);
    enum cs_status status = cs_calendar_sum(summing->sums, row, &summing->out, err);
    if (status == CS_OK)
        status = cs_job_emit(summing->job, &summing->out, err);
    return status;
}

/* Records that bring their calendar: a filter that needs no store. */
static enum cs_status run_batch(struct cs_job *job)
{
    struct summing summing = { .job = job, .sums = cs_calendar_sums_new(job->command->name) };
    struct cs_intake intake = { .record = &cs_calendar_sum_record,
                                .take = take_sum,
                                .context = &summing,
                                .no_transaction = true,
                                .no_summary = true };
    cs_row_init(&summing.out, &cs_calendar_sum_record);
    enum cs_status status = cs_job_output(job, &cs_calendar_sum_record);
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    cs_row_release(&summing.out);
    cs_calendar_sums_free(summing.sums);
    return status;
}

/* The bare answer on a line, so that a script can use it; a record where a format is asked for. */
static enum cs_status put_answer(struct cs_job *job, const struct cs_row *row, int64_t year)
{
    const char *name = cs_value_text(&row->values[CS_ANSWER_CALENDAR]);
    if (year)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%s: the holidays of %" PRId64 " are not published; weekly hours are counted"), name,
                    year);
    if (job->common.format || job->common.fields)
        return cs_job_emit(job, row, job->err);
    fprintf(cs_job_stdout(job), "%s%s\n", cs_value_text(&row->values[CS_ANSWER_RESULT]),
            year ? "\tprovisional" : "");
    return CS_OK;
}

static enum cs_status answer(struct cs_job *job, const char *start, const char *amount)
{
    const struct cs_calendar *calendar;
    struct cs_calendars *calendars = NULL;
    struct cs_row row;
    int64_t year;
    enum cs_status status = cs_job_open_store(job, CS_STORE_READ);
    if (status != CS_OK)
        return status;
    cs_row_init(&row, &cs_calendar_answer_record);
    calendars = cs_calendars_new(job->store);
    status = cs_calendars_find(calendars, job->operands.items[0], &calendar, NULL, job->err);
    if (status == CS_OK)
        status = cs_calendar_answer(calendar, job->command->name, start, amount, &row, &year, job->err);
    if (status == CS_OK)
        status = put_answer(job, &row, year);
    cs_calendars_free(calendars);
    cs_row_release(&row);
    return status;
}

/* Three operands are a question to a calendar of the store; else files of records. */
static enum cs_status run_sum(struct cs_job *job, const void *args)
{
    (void)args;
    if (job->operands.count == 3)
        return answer(job, job->operands.items[1], job->operands.items[2]);
    return run_batch(job);
}

static enum cs_status run_next(struct cs_job *job, const void *args)
{
    (void)args;
    if (job->operands.count < 1 || job->operands.count > 2)
        return cs_error_set(job->err, CS_MISUSED, _("say which calendar, and perhaps from when"));
    return answer(job, job->operands.count > 1 ? job->operands.items[1] : "now", NULL);
}

/* ---- the table ---- */

static const struct cs_example import_examples[] = {
    { "cs-calendar export cn-office | cs-calendar import --dry-run", N_("read back what was written") },
    { "printf 'date,kind,name\\n2027-01-01,holiday,元旦\\n' |\n"
      "  cs-calendar import --calendar cn-office --dry-run",
      N_("add the published list of a new year") },
    { NULL, NULL },
};

static const struct cs_example export_examples[] = {
    { "cs-calendar export cn-office", N_("one calendar with its special days") },
    { "cs-calendar export -o jsonl", N_("all of them, a JSON object a line") },
    { NULL, NULL },
};

static const struct cs_example list_examples[] = {
    { "cs-calendar list", N_("all calendars") },
    { "cs-calendar list --known-until any --fields name,known_until,days",
      N_("those whose holidays must be published") },
    { NULL, NULL },
};

static const struct cs_example show_examples[] = {
    { "cs-calendar show cn-office 2026-02", N_("February 2026 with the Spring Festival") },
    { "cs-calendar show cn-office 2026-10 -o csv", N_("the same for programs, a day a line") },
    { NULL, NULL },
};

static const struct cs_example add_examples[] = {
    { "cs-calendar add cn-office 2026-02-13T16:30 8hwt", N_("eight working hours on") },
    { "cs-calendar add cn-office 2026-02-13T16:30 3wd", N_("the close of the third workday after") },
    { "printf 'timezone,hours,start,amount\\nUTC,mon-fri 09:00-17:00,2026-01-05T09:00,+480m\\n' |\n"
      "  cs-calendar add",
      N_("records that bring their calendar; no store is needed") },
    { NULL, NULL },
};

static const struct cs_example between_examples[] = {
    { "cs-calendar between cn-office 2026-02-13T16:30 2026-02-25T10:00", N_("working time in between") },
    { "printf 'timezone,hours,start,amount\\nUTC,mon 09:00-17:00,2026-01-05T09:00,2026-01-06\\n' |\n"
      "  cs-calendar between",
      N_("records that bring their calendar; no store is needed") },
    { NULL, NULL },
};

static const struct cs_example next_examples[] = {
    { "cs-calendar next care-desk 2026-02-13T22:00", N_("when the care desk opens again") },
    { "cs-calendar next cn-office", N_("the next office hours from now on") },
    { NULL, NULL },
};

#define SUMS (CS_OPENS_ITSELF | CS_NEEDS_INPUT | CS_NEEDS_OUTPUT)

static const struct cs_command commands[] = {
    { "import", "[FILE...]", N_("read calendars and their special days"),
      N_("A line without a date is a calendar, a line with a date a special day of it. A file that has both "
         "is "
         "that calendar in full: days that it lacks are taken out. A published list of holidays "
         "(date,kind,name) is read with --calendar."),
      CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_CAN_DRY_RUN, sizeof(struct import_args), import_options,
      &cs_calendar_line_record, NULL, import_examples, run_import },
    { "export", "[CALENDAR...]", N_("write calendars with their special days"), NULL,
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL, &cs_calendar_line_record, export_examples, run_export },
    { "list", "", N_("list the calendars"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct list_args),
      list_options, NULL, &cs_calendar_record, list_examples, run_list },
    { "show", "CALENDAR [MONTH]", N_("show a month"),
      N_("Rest days, holidays and make-up workdays are marked, and named where they have a name."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL, &cs_calendar_day_record, show_examples, cs_run_show },
    { "add", "[CALENDAR START AMOUNT | FILE...]", N_("add working time to a moment"),
      N_("The amount is open time (4h, 90m, 8hwt) or workdays (3wd); a negative one counts backward. 0 is "
         "the "
         "moment itself if open, else the next opening. Without operands, records are read that bring their "
         "calendar: timezone, hours, holidays, start, amount, kind; the field result is added."),
      SUMS, 0, NULL, &cs_calendar_sum_record, &cs_calendar_sum_record, add_examples, run_sum },
    { "between", "[CALENDAR START END | FILE...]", N_("count the working time between two moments"),
      N_("Without operands, records are read that bring their calendar (see add); the end stands in the "
         "field "
         "amount, and the field result is in minutes, or in seconds (205199s) where it is no whole minutes."),
      SUMS, 0, NULL, &cs_calendar_sum_record, &cs_calendar_sum_record, between_examples, run_sum },
    { "next", "CALENDAR [START]", N_("find the next opening"), NULL, CS_OPENS_ITSELF | CS_NEEDS_OUTPUT, 0,
      NULL, NULL, &cs_calendar_answer_record, next_examples, run_next },
    { .name = NULL },
};

const struct cs_program cs_program = {
    "cs-calendar",
    N_("working calendars"),
    N_("Keeps the calendars that clocks count with: weekly hours in a time zone, corrected day by day by "
       "holidays, make-up workdays, other hours and breaks."),
    commands,
};
