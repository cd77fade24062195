/* cs-db status: what a health check wants to know, in one record; what needs a hand is warned of. */
#include "cs-db.h"

#include "calendar/calendar.h"
#include "program/rooms.h"

#include <inttypes.h>

enum {
    STATUS_STORE,
    STATUS_BACKEND,
    STATUS_PROGRAM,
    STATUS_SCHEMA,
    STATUS_NEWEST,
    STATUS_TIMEZONE,
    STATUS_LANGUAGE,
    STATUS_CURRENCY,
    STATUS_TICKETS,
    STATUS_OPEN,
    STATUS_CUSTOMERS,
    STATUS_HOMES,
    STATUS_CALENDARS,
    STATUS_UNSENT,
    STATUS_OLDEST,
    STATUS_OVERDUE,
    STATUS_RUN,
    STATUS_OLDEST_RUNG,
    STATUS_FAILED,
    STATUS_DIGESTS,
    STATUS_CHECKPOINTS,
    STATUS_FIELDS
};

static const struct cs_choice checkpoints[] = {
    { "guarded",
      N_("Only while nobody writes, since this library lacks the repair of SQLite 3.51.3; never write to the "
         "store with another program."),
      NULL },
    { "repaired", N_("Only while nobody writes; this library has the repair of SQLite 3.51.3 besides."),
      NULL },
    { NULL, NULL, NULL },
};

static const struct cs_field fields[] = {
    [STATUS_STORE] = { "store", CS_TYPE_TEXT, CS_KEY, N_("Store"), N_("where it lies"), "数据库|存储" },
    [STATUS_BACKEND] = { "backend", CS_TYPE_TEXT, 0, N_("Backend"), N_("library and its version"), "引擎" },
    [STATUS_PROGRAM] = { "program", CS_TYPE_TEXT, 0, N_("Program"), N_("version of the toolkit"),
                         "程序版本" },
    [STATUS_SCHEMA] = { "schema", CS_TYPE_INT, 0, N_("Schema"), N_("migration that the store has"),
                        "结构版本" },
    [STATUS_NEWEST] = { "newest_schema", CS_TYPE_INT, 0, N_("Newest"), N_("newest migration there is"),
                        "最新结构" },
    [STATUS_TIMEZONE] = { "timezone", CS_TYPE_TEXT, 0, N_("Time zone"), N_("zone of its local days"),
                          "时区" },
    [STATUS_LANGUAGE] = { "language", CS_TYPE_TEXT, 0, N_("Language"), N_("language of messages"), "语言" },
    [STATUS_CURRENCY] = { "currency", CS_TYPE_TEXT, 0, N_("Currency"), N_("currency of its money"), "币种" },
    [STATUS_TICKETS] = { "tickets", CS_TYPE_INT, 0, N_("Tickets"), N_("number of cases"), "工单数" },
    [STATUS_OPEN] = { "open_tickets", CS_TYPE_INT, 0, N_("Open"), N_("cases that are not over"), "未结工单" },
    [STATUS_CUSTOMERS] = { "customers", CS_TYPE_INT, 0, N_("Customers"), N_("number of customers"),
                           "客户数" },
    [STATUS_HOMES] = { "homes", CS_TYPE_INT, 0, N_("Homes"), N_("number of homes"), "户数" },
    [STATUS_CALENDARS] = { "calendars_ending", CS_TYPE_TEXT, 0, N_("Calendars ending"),
                           N_("calendars whose holidays are published for less than 45 days more"),
                           "即将到期日历" },
    [STATUS_UNSENT] = { "unsent", CS_TYPE_INT, 0, N_("Unsent"), N_("messages that wait"), "待发消息" },
    [STATUS_OLDEST] = { "oldest_unsent", CS_TYPE_TIME, 0, N_("Oldest unsent"),
                        N_("since when the oldest of them should be out"), "最早待发" },
    [STATUS_OVERDUE] = { "overdue_rungs", CS_TYPE_INT, 0, N_("Rungs due"),
                         N_("rungs that fell due and no run acted on"), "待处理升级" },
    [STATUS_RUN] = { "last_run", CS_TYPE_TIME, 0, N_("Last run"), N_("when escalations ran last"),
                     "上次运行" },
    [STATUS_OLDEST_RUNG] = { "oldest_rung", CS_TYPE_TIME, 0, N_("Oldest rung"),
                             N_("when the oldest rung fell due that no run acted on"), "最早待处理" },
    [STATUS_FAILED] = { "failed_messages", CS_TYPE_INT, 0, N_("Failed messages"),
                        N_("messages that were given up"), "失败消息" },
    [STATUS_DIGESTS] = { "digests_overdue", CS_TYPE_INT, 0, N_("Digests overdue"),
                         N_("messages whose digest should have been made"), "待汇总消息" },
    [STATUS_CHECKPOINTS] = { "checkpoints", CS_TYPE_CHOICE, 0, N_("Checkpoints"),
                             N_("when the log goes into the store"), "检查点", checkpoints },
};
const struct cs_record cs_db_status_record = CS_RECORD("status", N_("status"), fields);

struct ending {
    struct cs_job *job;
    struct cs_buffer text;
};

static enum cs_status add_ending(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct ending *ending = context;
    char day[CS_MOMENT_SIZE];
    (void)err;
    cs_date_format(day, out[1].integer);
    cs_buffer_printf(&ending->text, "%s%s %s", ending->text.length ? "; " : "", cs_value_text(&out[0]), day);
    cs_diag_say(&ending->job->diag, CS_WARNING, NULL,
                _("calendar %s: holidays are known until %s only; import the list of the next year"),
                cs_value_text(&out[0]), day);
    return CS_OK;
}

static enum cs_status get(struct cs_job *job, int which, int64_t parameter, struct cs_value *value,
                          struct cs_arena *arena)
{
    struct cs_value in = cs_integer(parameter);
    return cs_store_get(job->store, &cs_count_statements, which, &in, value, arena, job->err);
}

static enum cs_status fill_counts(struct cs_job *job, const struct cs_status_args *args, struct cs_row *row)
{
    static const int counts[][2] = { { STATUS_TICKETS, CS_COUNT_TICKETS },
                                     { STATUS_OPEN, CS_COUNT_OPEN },
                                     { STATUS_CUSTOMERS, CS_COUNT_CUSTOMERS },
                                     { STATUS_HOMES, CS_COUNT_HOMES },
                                     { STATUS_UNSENT, CS_COUNT_UNSENT },
                                     { STATUS_OLDEST, CS_OLDEST_UNSENT },
                                     { STATUS_RUN, CS_LAST_RUN },
                                     { STATUS_FAILED, CS_COUNT_FAILED } };
    static const int overdue[][2] = { { STATUS_OVERDUE, CS_COUNT_OVERDUE },
                                      { STATUS_OLDEST_RUNG, CS_OLDEST_RUNG },
                                      { STATUS_DIGESTS, CS_COUNT_DIGESTS } };
    int64_t late = job->now - args->late * 60;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < sizeof counts / sizeof *counts && status == CS_OK; i++)
        status = get(job, counts[i][1], 0, &row->values[counts[i][0]], row->arena);
    for (size_t i = 0; i < sizeof overdue / sizeof *overdue && status == CS_OK; i++)
        status = get(job, overdue[i][1], late, &row->values[overdue[i][0]], row->arena);
    return status;
}

static enum cs_status fill_calendars(struct cs_job *job, const struct cs_status_args *args,
                                     struct cs_row *row)
{
    struct ending ending = { job, CS_BUFFER_INIT };
    struct cs_value soon = cs_integer(cs_zone_day(job->zone, job->now) + args->calendar_days);
    enum cs_status status = cs_store_each(job->store, &cs_count_statements, CS_CALENDARS_ENDING, &soon,
                                          add_ending, &ending, job->err);
    if (ending.text.length)
        row->values[STATUS_CALENDARS] = cs_text(cs_arena_strdup(row->arena, ending.text.text));
    cs_buffer_release(&ending.text);
    return status;
}

static void warn(struct cs_job *job, const struct cs_status_args *args, const struct cs_row *row)
{
    const struct cs_value *values = row->values;
    int64_t oldest = cs_value_integer(&values[STATUS_OLDEST], job->now);
    if (job->now - oldest > args->late * 60)
        cs_diag_say(&job->diag, CS_WARNING, NULL, _("%" PRId64 " messages wait; does cs-notify send run?"),
                    values[STATUS_UNSENT].integer);
    if (values[STATUS_OVERDUE].integer)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64 " rungs fell due and no run acted on them; does cs-escalate run?"),
                    values[STATUS_OVERDUE].integer);
    if (values[STATUS_FAILED].integer)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%" PRId64 " messages failed; see cs-notify list --state failed"),
                    values[STATUS_FAILED].integer);
    if (values[STATUS_DIGESTS].integer)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("the digest of %" PRId64 " messages is overdue; does cs-notify send run?"),
                    values[STATUS_DIGESTS].integer);
    if (values[STATUS_RUN].type != CS_NULL && job->now - values[STATUS_RUN].integer > args->run_within * 60)
        cs_diag_say(&job->diag, CS_WARNING, NULL, _("escalations have not run for %" PRId64 " minutes"),
                    (job->now - values[STATUS_RUN].integer) / 60);
    else if (values[STATUS_RUN].type == CS_NULL && values[STATUS_OPEN].integer)
        cs_diag_say(&job->diag, CS_WARNING, NULL, _("escalations have never run"));
}

static enum cs_status fill_store(struct cs_job *job, struct cs_row *row, bool *current)
{
    int64_t here = 0, newest = 0;
    enum cs_status status = cs_store_versions(job->store, &here, &newest, job->err);
    *current = here == newest;
    row->values[STATUS_STORE] = cs_text(cs_store_name(job->store));
    row->values[STATUS_BACKEND] = cs_text(cs_store_backend_version(job->store));
    row->values[STATUS_CHECKPOINTS] =
        cs_text(checkpoints[cs_store_backend_repaired(job->store) ? 1 : 0].code);
    row->values[STATUS_PROGRAM] = cs_text(CS_VERSION);
    row->values[STATUS_SCHEMA] = cs_integer(here);
    row->values[STATUS_NEWEST] = cs_integer(newest);
    row->values[STATUS_TIMEZONE] = cs_text(cs_store_setting(job->store, "timezone"));
    row->values[STATUS_LANGUAGE] = cs_text(cs_store_setting(job->store, "language"));
    row->values[STATUS_CURRENCY] = cs_text(cs_store_setting(job->store, "currency"));
    if (status == CS_OK && here > newest)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("the store was made by a newer cs-tools (schema %" PRId64 ", this one knows %" PRId64
                      "); use that one"),
                    here, newest);
    else if (status == CS_OK && !*current)
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("the store has migration %" PRId64 " of %" PRId64 "; cs-db migrate brings it up"), here,
                    newest);
    return status;
}

/* One record; on a terminal as a page, since it is too wide for a table. */
static enum cs_status put(struct cs_job *job, const struct cs_row *row)
{
    struct cs_page *page = NULL;
    if (job->common.format || job->common.fields)
        return cs_job_emit(job, row, job->err);
    enum cs_status status = cs_job_page(job, &page);
    if (status != CS_OK)
        return status;
    cs_page_record(page, "status", NULL, row);
    return cs_page_close(page, job->err);
}

enum cs_status cs_run_status(struct cs_job *job, const void *args)
{
    const struct cs_status_args *wish = args;
    struct cs_row row;
    bool current;
    enum cs_status status = cs_job_open_store(job, CS_STORE_ANY);
    if (status != CS_OK)
        return status;
    cs_row_init(&row, &cs_db_status_record);
    status = fill_store(job, &row, &current);
    if (status == CS_OK && current)
        status = fill_counts(job, wish, &row);
    if (status == CS_OK && current)
        status = fill_calendars(job, wish, &row);
    if (status == CS_OK && current)
        warn(job, wish, &row);
    if (status == CS_OK && (!wish->check || job->common.format || job->common.fields))
        status = put(job, &row);
    if (status == CS_OK && wish->check && job->diag.warnings)
        status =
            cs_error_set(job->err, CS_FAILED,
                         ngettext("%zu trouble was found", "%zu troubles were found", job->diag.warnings),
                         job->diag.warnings);
    cs_row_release(&row);
    return status;
}
