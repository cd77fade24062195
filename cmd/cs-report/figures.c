/* cs-report freeze, frozen, target: months as published, and what they are meant to reach. */
#include "cs-report.h"

#include <stdlib.h>

const struct cs_option freeze_options[] = { CS_OPT_TEXT(0, "month", struct freeze_args, month, N_("MONTH"),
                                                        N_("which month: 2026-10, last"), .byname = "last"),
                                            CS_OPT_END };
const struct cs_example freeze_examples[] = {
    { "cs-report freeze --month 2026-10 --dry-run", N_("what freezing October would keep") },
    { "cs-report freeze --month last --dry-run", N_("the same for the month that is over") },
    { NULL, NULL },
};

enum cs_status run_freeze(struct cs_job *job, const void *arguments)
{
    const struct freeze_args *args = arguments;
    struct cs_report figures = { 0 };
    struct cs_value *values;
    int64_t year;
    int month, day;
    const char *word = cs_arena_printf(&job->arena, "month=%s", args->month);
    enum cs_status status = report_find(job, "figures", &figures);
    if (status == CS_OK)
        status = report_values(job, &figures, &word, 1, &values);
    if (status != CS_OK)
        return status;
    struct cs_freezing freezing = { .month = strtoll(values[0].text, NULL, 10),
                                    .now = job->now,
                                    .actor = job->actor };
    cs_day_to_date(freezing.month, &year, &month, &day);
    freezing.ends_at = cs_zone_from_day(job->zone, cs_day_from_date(year + month / 12, month % 12 + 1, 1), 0);
    cs_job_guard(job);
    status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK)
        status = cs_figures_freeze(job->store, &figures, values, &freezing, job->err);
    if (status != CS_OK)
        return status == CS_REFUSED ? CS_FAILED : status;
    status = cs_job_commit(job);
    if (status == CS_OK)
        cs_job_say(job, _("kept %lld figures of %04d-%02d"), (long long)freezing.kept, (int)year, month);
    if (status == CS_OK && freezing.homeless)
        cs_job_say(job, _("%lld figures of cases without a project were left out: there is no group"),
                   (long long)freezing.homeless);
    return status;
}

const struct cs_option frozen_options[] = {
    CS_OPT_SHARED(cs_list_options, struct figure_list_args, list),
    CS_OPT_FIELDS(&cs_frozen_figure_record, CS_FIELDS_FILTERS, struct figure_list_args, list.filters),
    CS_OPT_END,
};
const struct cs_example frozen_examples[] = {
    { "cs-report frozen --figure finished --limit 5", N_("what was published of one figure") },
    { "cs-report frozen --month 2026-10-01 -o jsonl", N_("one month for a program") },
    { NULL, NULL },
};

enum cs_status run_frozen(struct cs_job *job, const void *arguments)
{
    const struct figure_list_args *args = arguments;
    return cs_job_list(job, &cs_frozen_figure_view, &args->list, NULL, 0, NULL, 0);
}

const struct cs_option target_options[] = {
    CS_OPT_SHARED(cs_list_options, struct figure_list_args, list),
    CS_OPT_FIELDS(&cs_figure_target_record, CS_FIELDS_FILTERS, struct figure_list_args, list.filters),
    CS_OPT_END,
};
const struct cs_example target_list_examples[] = {
    { "cs-report target list", N_("all targets") },
    { "cs-report target list --figure finished -o csv", N_("one figure's, as a file to change") },
    { NULL, NULL },
};
const struct cs_example target_import_examples[] = {
    { "printf 'figure,unit,from,value\\nfinished,,2026-01-01,90\\n' | cs-report target import --dry-run",
      N_("nine of ten finished in time, in the whole group") },
    { "cs-report target list | cs-report target import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};

struct target_import {
    struct cs_job *job;
    struct cs_intake *counts;
};

static enum cs_status take_target(void *context, const struct cs_row *row, const struct cs_reader *reader,
                                  struct cs_error *err)
{
    (void)reader;
    struct target_import *import = context;
    enum cs_change change;
    enum cs_status status = cs_figure_target_take(import->job->store, row, &change, err);
    if (status == CS_OK)
        ++*(change == CS_CHANGE_NEW     ? &import->counts->inserted
            : change == CS_CHANGE_OTHER ? &import->counts->updated
                                        : &import->counts->unchanged);
    return status;
}

enum cs_status run_target_import(struct cs_job *job, const void *arguments)
{
    (void)arguments;
    struct target_import import = { .job = job };
    struct cs_intake intake = {
        .record = &cs_figure_target_record, .take = take_target, .whole = true, .context = &import
    };
    import.counts = &intake;
    return cs_job_intake(job, &intake);
}

enum cs_status run_target_list(struct cs_job *job, const void *arguments)
{
    const struct figure_list_args *args = arguments;
    return cs_job_list(job, &cs_figure_target_view, &args->list, NULL, 0, NULL, 0);
}
