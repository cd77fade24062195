/* cs-escalate: policies, ladders, hold reasons as files; the run; what will fall due; why. */
#include "cs-escalate.h"

/* ---- data files: policies, ladders, hold reasons ---- */

/* A noun that travels as records: how it is read and listed. */
struct noun {
    const char *name;
    const struct cs_record *record;
    const struct cs_view *view;
    enum cs_status (*take)(struct room *room, const struct cs_row *row, bool *changed, struct cs_error *err);
    enum cs_status (*end)(struct room *room, struct cs_error *err);
    bool limits; /* clocks that run were reckoned by them */
};

static enum cs_status take_target(struct room *room, const struct cs_row *row, bool *changed,
                                  struct cs_error *err)
{
    *changed = false;
    return cs_target_take(room->escalation, row, err);
}

static enum cs_status end_targets(struct room *room, struct cs_error *err)
{
    return cs_target_end(room->escalation, err);
}

static enum cs_status take_rung(struct room *room, const struct cs_row *row, bool *changed,
                                struct cs_error *err)
{
    *changed = false;
    return cs_rung_take(room->escalation, row, err);
}

static enum cs_status end_rungs(struct room *room, struct cs_error *err)
{
    return cs_rung_end(room->escalation, err);
}

static enum cs_status take_reason(struct room *room, const struct cs_row *row, bool *changed,
                                  struct cs_error *err)
{
    return cs_hold_reason_take(room->tickets, row, changed, err);
}

static enum cs_status take_function(struct room *room, const struct cs_row *row, bool *changed,
                                    struct cs_error *err)
{
    return cs_function_take(room->escalation, row, changed, err);
}

static const struct noun nouns[] = {
    { "policy", &cs_target_record, &cs_target_view, take_target, end_targets, true },
    { "ladder", &cs_rung_record, &cs_rung_view, take_rung, end_rungs, true },
    { "reasons", &cs_hold_reason_record, &cs_hold_reason_view, take_reason, NULL },
    { "functions", &cs_function_record, &cs_function_view, take_function, NULL },
};

static const struct noun *noun_of(const struct cs_job *job)
{
    for (size_t i = 1; i < sizeof nouns / sizeof *nouns; i++)
        if (strncmp(job->command->name, nouns[i].name, strlen(nouns[i].name)) == 0)
            return &nouns[i];
    return &nouns[0];
}

struct importing {
    struct cs_job *job;
    struct room room;
    const struct noun *noun;
    struct cs_intake *counts;
    struct cs_known *known;
};

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    (void)reader;
    struct importing *importing = context;
    bool changed, known = cs_known_has(importing->known, row);
    enum cs_status status = importing->noun->take(&importing->room, row, &changed, err);
    if (status == CS_OK)
        ++*(known     ? &importing->counts->unchanged
            : changed ? &importing->counts->updated
                      : &importing->counts->inserted);
    return status;
}

static enum cs_status finish(void *context, struct cs_error *err)
{
    struct importing *importing = context;
    return importing->noun->end ? importing->noun->end(&importing->room, err) : CS_OK;
}

static void say_limits(void *context)
{
    const struct importing *importing = context;
    if (importing->noun->limits && importing->counts->inserted > 0 && !importing->job->common.dry_run)
        cs_diag_say(&importing->job->diag, CS_NOTICE, NULL,
                    _("clocks that run keep their limits until cs-escalate recompute"));
}

static enum cs_status run_import(struct cs_job *job, const void *args)
{
    (void)args;
    struct importing importing = { .job = job, .noun = noun_of(job) };
    struct cs_intake intake = { .record = importing.noun->record,
                                .take = take,
                                .whole = true,
                                .finish = finish,
                                .say = say_limits,
                                .context = &importing };
    importing.counts = &intake;
    enum cs_status status = room_open(job, true, &importing.room);
    if (status == CS_OK)
        status = cs_known_new(job, importing.noun->view, &importing.known);
    if (status == CS_OK)
        status = cs_job_intake(job, &intake);
    cs_known_free(importing.known);
    room_close(&importing.room);
    return status;
}

struct list_args {
    struct cs_list_args list;
};

static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    return cs_job_list(job, noun_of(job)->view, &list->list, NULL, 0, NULL, 0);
}

/* Without a name all, else those of one policy or ladder: what import reads. */
static enum cs_status run_export(struct cs_job *job, const void *args)
{
    (void)args;
    const struct noun *noun = noun_of(job);
    const struct cs_list_args list = { .limit = 0 };
    if (job->operands.count == 0)
        return cs_job_list(job, noun->view, &list, NULL, 0, NULL, 0);
    return cs_job_list_of(job, noun->view, &list, cs_text(job->operands.items[0]));
}

/* ---- the run ---- */

static enum cs_status emit_saved(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_job *job = context;
    enum cs_status status = job->sink ? CS_OK : cs_job_output(job, &cs_escalation_record);
    return status == CS_OK ? cs_job_emit(job, row, err) : status;
}

static enum cs_status run_run(struct cs_job *job, const void *args)
{
    (void)args;
    struct room room;
    struct cs_run_result result = { 0 };
    enum cs_status status = room_open(job, true, &room);
    /* Under cron, with -q, a run that had nothing to do says nothing at all, not even a header. */
    if (status == CS_OK && !job->common.quiet)
        status = cs_job_output(job, &cs_escalation_record);
    if (status == CS_OK)
        status = cs_escalation_run(room.escalation, job->common.dry_run, emit_saved, job, &result, job->err);
    if (!job->common.dry_run && (status == CS_OK || result.escalated > 0))
        cs_job_saved(job);
    room_close(&room);
    if (status == CS_OK)
        cs_job_say(job, _("%lld rungs, %lld messages, %lld unaddressed%s"), (long long)result.escalated,
                   (long long)result.messages, (long long)result.unaddressed,
                   job->common.dry_run ? _(" (dry run: nothing was saved)") : "");
    return status;
}

struct forecast_args {
    int64_t hours;
};

static const struct cs_option forecast_options[] = {
    CS_OPT_INT(0, "hours", struct forecast_args, hours, N_("N"), N_("how far to look ahead"), .byname = "24",
               .min = 1, .max = 8760),
    CS_OPT_END,
};

static enum cs_status run_forecast(struct cs_job *job, const void *arguments)
{
    const struct forecast_args *args = arguments;
    struct room room;
    enum cs_status status = room_open(job, false, &room);
    if (status == CS_OK)
        status = cs_job_output(job, &cs_forecast_record);
    if (status == CS_OK)
        status = cs_escalation_forecast(room.escalation, job->now + args->hours * 3600, cs_job_emit, job,
                                        job->err);
    room_close(&room);
    return status;
}

/* ---- explain ---- */

struct explaining {
    struct cs_rows spans, rungs;
};

static enum cs_status keep_span(void *context, const struct cs_row *row, struct cs_error *err)
{
    return cs_rows_keep(&((struct explaining *)context)->spans, row, err);
}

static enum cs_status keep_rung(void *context, const struct cs_row *row, struct cs_error *err)
{
    return cs_rows_keep(&((struct explaining *)context)->rungs, row, err);
}

/* One row a clock, from the last of its intervals: where it stands is said before why. */
static void sum_up(struct cs_job *job, const struct cs_rows *spans, struct cs_rows *clocks)
{
    const struct cs_record *from = &cs_span_record, *to = &cs_explained_clock_record;
    const int metric = cs_record_find(from, "metric"), instance = cs_record_find(from, "instance");
    for (size_t i = 0; i < spans->count; i++) {
        const struct cs_value *here = spans->items[i].values;
        const struct cs_value *next = i + 1 < spans->count ? spans->items[i + 1].values : NULL;
        if (!here || (next && cs_value_equal(&here[metric], &next[metric]) &&
                      cs_value_equal(&here[instance], &next[instance])))
            continue;
        struct cs_value *values = cs_arena_alloc(&job->arena, to->count * sizeof *values);
        for (size_t f = 0; f < to->count; f++)
            values[f] = here[cs_record_find(from, to->fields[f].name)];
        const struct cs_row row = { to, values, &job->arena };
        cs_rows_keep(clocks, &row, job->err);
    }
}

/* Of orders of others the number tells which; elsewhere a person sees by the moments which repeat it is. */
static void keep_numbers_of_orders(const struct cs_job *job, struct cs_rows *rows)
{
    const char *format = job->common.format;
    if (rows->count == 0 || (format && strncmp(format, "json", 4) == 0))
        return;
    const int metric = cs_record_find(rows->items[0].record, "metric"),
              instance = cs_record_find(rows->items[0].record, "instance");
    for (size_t i = 0; i < rows->count; i++)
        if (strncmp(cs_value_text(&rows->items[i].values[metric]), "outside_", 8) != 0)
            rows->items[i].values[instance] = cs_null();
}

static enum cs_status show_explained(struct cs_job *job, int64_t id, struct explaining *explained)
{
    struct cs_page *page;
    enum cs_status status = cs_job_page(job, &page);
    if (status != CS_OK)
        return status;
    struct cs_buffer title = CS_BUFFER_INIT;
    cs_buffer_printf(&title, _("Clocks of case %lld"), (long long)id);
    cs_page_title(page, title.text);
    cs_buffer_release(&title);
    struct cs_rows clocks = { .arena = &job->arena };
    sum_up(job, &explained->spans, &clocks);
    keep_numbers_of_orders(job, &clocks);
    keep_numbers_of_orders(job, &explained->spans);
    keep_numbers_of_orders(job, &explained->rungs);
    cs_page_table(page, "clocks", _("Where they stand"), &cs_explained_clock_record, clocks.items,
                  clocks.count);
    cs_page_table(page, "intervals", _("Intervals"), &cs_span_record, explained->spans.items,
                  explained->spans.count);
    cs_page_table(page, "rungs", _("Rungs"), &cs_explained_rung_record, explained->rungs.items,
                  explained->rungs.count);
    cs_rows_release(&clocks);
    return cs_page_close(page, job->err);
}

static enum cs_status run_explain(struct cs_job *job, const void *args)
{
    (void)args;
    int64_t id;
    struct room room;
    struct explaining explained = { { .arena = &job->arena }, { .arena = &job->arena } };
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED,
                            _("explain takes one case: its number or SOURCE:EXTERNAL_ID"));
    if (cs_ticket_find(job->store, job->operands.items[0], &id, job->err) != CS_OK)
        return CS_FAILED;
    enum cs_status status = room_open(job, false, &room);
    if (status == CS_OK)
        status = cs_escalation_explain(room.escalation, id, keep_span, keep_rung, &explained, job->err);
    if (status == CS_OK)
        put_roles_in_words(job, &explained.rungs);
    if (status == CS_OK)
        status = show_explained(job, id, &explained);
    room_close(&room);
    cs_rows_release(&explained.spans);
    cs_rows_release(&explained.rungs);
    return status == CS_NONE ? CS_FAILED : status;
}

/* ---- tables ---- */

#define EXAMPLES(name, ...) static const struct cs_example name##_examples[] = { __VA_ARGS__, { NULL, NULL } }

EXAMPLES(policy_list, { "cs-escalate policy list --kind complaint", N_("limits of complaints") },
         { "cs-escalate policy list --metric done --fields kind,priority,component,amount",
           N_("how long repairs may take") });
EXAMPLES(policy_export, { "cs-escalate policy export default", N_("a policy as a file to copy and change") },
         { "cs-escalate policy export -o jsonl", N_("all of them, a JSON object a line") });
EXAMPLES(policy_import,
         { "cs-escalate policy export | cs-escalate policy import --dry-run",
           N_("read back what was written") },
         { "cs-escalate policy export default -o jsonl | cs-escalate policy import --dry-run",
           N_("the same through JSON Lines") });
EXAMPLES(ladder_list, { "cs-escalate ladder list --ladder repair", N_("who is told when a repair is late") },
         { "cs-escalate ladder list --level group", N_("what reaches the top") });
EXAMPLES(ladder_export, { "cs-escalate ladder export repair", N_("one ladder as a file") },
         { "cs-escalate ladder export -o tsv", N_("all of them") });
EXAMPLES(ladder_import,
         { "cs-escalate ladder export | cs-escalate ladder import --dry-run",
           N_("read back what was written") },
         { "cs-escalate ladder export repair -o jsonl | cs-escalate ladder import --dry-run",
           N_("the same through JSON Lines") });
EXAMPLES(reasons_list, { "cs-escalate reasons list", N_("why cases may rest") },
         { "cs-escalate reasons list --clocks none", N_("reasons that stop no clock") });
EXAMPLES(reasons_export, { "cs-escalate reasons export", N_("reasons as a file to copy and change") },
         { "cs-escalate reasons export drying -o json", N_("one of them") });
EXAMPLES(reasons_import,
         { "cs-escalate reasons export | cs-escalate reasons import --dry-run",
           N_("read back what was written") },
         { "cs-escalate reasons export -o jsonl | cs-escalate reasons import --dry-run",
           N_("the same through JSON Lines") });
EXAMPLES(functions_list, { "cs-escalate functions list", N_("which function a word of a case means") },
         { "cs-escalate functions list --role sales", N_("what is for sales to answer") });
EXAMPLES(functions_export, { "cs-escalate functions export", N_("the words as a file to copy and change") },
         { "cs-escalate functions export 设计 -o json", N_("one of them") });
EXAMPLES(functions_import,
         { "printf 'word,role\\n景观部,design\\n' | cs-escalate functions import --dry-run",
           N_("a department of one's own") },
         { "cs-escalate functions export -o jsonl | cs-escalate functions import --dry-run",
           N_("read back what was written") });
EXAMPLES(run, { "cs-escalate run --dry-run", N_("what a run would escalate now") },
         { "cs-escalate run -o jsonl", N_("escalate what is due; each as a JSON object") });
EXAMPLES(forecast, { "cs-escalate forecast", N_("what will be escalated within a day") },
         { "cs-escalate forecast --hours 72 -o csv", N_("the next three days") });
EXAMPLES(explain, { "cs-escalate explain 1", N_("why a case is due when it is") },
         { "cs-escalate explain 1 -o json", N_("the same for a program") });

#define LIST_OPTIONS(noun, record)                                                                           \
    static const struct cs_option noun##_options[] = {                                                       \
        CS_OPT_SHARED(cs_list_options, struct list_args, list),                                              \
        CS_OPT_FIELDS(record, CS_FIELDS_FILTERS, struct list_args, list.filters), CS_OPT_END                 \
    }
LIST_OPTIONS(policy, &cs_target_record);
LIST_OPTIONS(ladder, &cs_rung_record);
LIST_OPTIONS(reasons, &cs_hold_reason_record);
LIST_OPTIONS(functions, &cs_function_record);

#define NOUN(noun, whole, record, reads, lists, writes)                                                      \
    { #noun " import",                                                                                       \
      "[FILE...]",                                                                                           \
      reads,                                                                                                 \
      NULL,                                                                                                  \
      CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN | (whole),                           \
      0,                                                                                                     \
      NULL,                                                                                                  \
      record,                                                                                                \
      NULL,                                                                                                  \
      noun##_import_examples,                                                                                \
      run_import },                                                                                          \
        { #noun " export",                                                                                   \
          "[NAME]",                                                                                          \
          writes,                                                                                            \
          NULL,                                                                                              \
          CS_NEEDS_READ | CS_NEEDS_OUTPUT,                                                                   \
          0,                                                                                                 \
          NULL,                                                                                              \
          NULL,                                                                                              \
          record,                                                                                            \
          noun##_export_examples,                                                                            \
          run_export },                                                                                      \
    {                                                                                                        \
#noun " list", "", lists, NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct list_args),           \
            noun##_options, NULL, record, noun##_list_examples, run_list                                     \
    }

static const struct cs_command commands[] = {
    NOUN(policy, CS_WHOLE_INPUT, &cs_target_record, N_("replace policies by a file's"), N_("list limits"),
         N_("write policies as import reads them")),
    NOUN(ladder, CS_WHOLE_INPUT, &cs_rung_record, N_("replace ladders by a file's"), N_("list rungs"),
         N_("write ladders as import reads them")),
    NOUN(reasons, 0, &cs_hold_reason_record, N_("read hold reasons"), N_("list hold reasons"),
         N_("write hold reasons as import reads them")),
    NOUN(functions, 0, &cs_function_record, N_("read words of the responsible function"),
         N_("list words of the responsible function"),
         N_("write words of the responsible function as import reads them")),
    { "run", "", N_("escalate what is due"),
      N_("Acts once on every rung that is due and prints the escalations it made. Run it every five minutes, "
         "or at night; run "
         "twice, at once or after a kill it sends nothing twice and misses nothing."),
      CS_NEEDS_WRITE | CS_NEEDS_OUTPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, 0, NULL, NULL,
      &cs_escalation_record, run_examples, run_run },
    { "recompute", "", N_("reckon running clocks anew"),
      N_("After a change of policy, ladder or calendar: brings every running clock to the limit and the "
         "calendar "
         "that now fit and prints those that changed. What was used and held stays; clocks that have stopped "
         "stay as they were measured. Killed half-way it is run again."),
      CS_NEEDS_WRITE | CS_NEEDS_OUTPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, sizeof(struct recompute_args),
      recompute_options, NULL, &cs_recomputed_record, recompute_examples, run_recompute },
    { "simulate", "", N_("try a draft policy or ladder on the past"),
      N_("Runs every case once more through the engine, with what was known of it at its time and the runs "
         "at their "
         "moments, by a draft in place of the policies in force, and counts it beside what happened. Without "
         "a "
         "draft it counts what the policies in force did. Nothing is written."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct simulate_args), simulate_options, NULL, NULL,
      simulate_examples, run_simulate },
    { "forecast", "", N_("what will fall due"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct forecast_args), forecast_options, NULL, &cs_forecast_record, forecast_examples,
      run_forecast },
    { "explain", "ID", N_("why the clocks of a case are due when they are"),
      N_("Each counted and paused interval of each clock, under which policy and calendar; what was counted "
         "adds up to what the "
         "clock has used. Then its rungs."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL, &cs_span_record, explain_examples, run_explain },
    { NULL },
};

const struct cs_program cs_program = {
    .name = "cs-escalate",
    .summary = N_("limits, ladders and the nightly run"),
    .text = N_("Every open case runs clocks in working calendars; what is late climbs the organisation from "
               "project to city, "
               "region and group, once a rung. Limits, ladders and hold reasons are files that a user copies "
               "and changes."),
    .commands = commands,
};
