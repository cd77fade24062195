/* cs-db settings, set: what the store itself is told. */
#include "cs-db.h"

#include "notify/plan.h"

#include <string.h>
#include <unistd.h>

/* Settings that a store is born with. */
static const struct {
    const char *name, *help;
    bool fixed;
} born[] = {
    { "timezone", N_("zone of its local days"), true },
    { "language", N_("language of messages"), false },
    { "currency", N_("currency of its money"), true },
};
enum { BORN = sizeof born / sizeof *born };

/* What the desk goes by; a number is a whole one from 1. */
static const struct {
    const char *name, *byname, *help;
} desk[] = {
    { "attachments", NULL, N_("folder below which evidence lies; its files are named within it") },
    { "group_homes", "5", N_("homes that make a parent a group complaint") },
    { "chaser_limit", "3", N_("chasers that raise a case a level") },
    { "chaser_days", "7", N_("days within which they come") },
    { "appointment_grace", "30", N_("minutes before and after a window in which a visit still keeps it") },
    { "appointment_window", "120", N_("minutes of a window whose end nobody said") },
    { "revert_days", "90", N_("days that an import which changed cases can be taken back") },
    { "likeness", "60", N_("per cent from which two cases may be the same (cs-ticket check)") },
};
enum { DESK = sizeof desk / sizeof *desk };

enum { NAME, VALUE, BYNAME, HELP, FIELDS };

static const struct cs_field fields[] = {
    [NAME] = { "name", CS_TYPE_TEXT, CS_KEY, N_("Setting"), N_("name of the setting"), "设置" },
    [VALUE] = { "value", CS_TYPE_TEXT, 0, N_("Value"), N_("what it is now"), "取值", .width = 0.35 },
    [BYNAME] = { "default", CS_TYPE_TEXT, CS_QUIET, N_("Default"), N_("what it is unless it is set"),
                 "默认值" },
    [HELP] = { "help", CS_TYPE_TEXT, 0, N_("Meaning"), N_("what it does"), "含义|说明", .width = 0.4 },
};
const struct cs_record cs_db_setting_record = CS_RECORD("setting", N_("setting"), fields);

/* Programs get the same bytes in every language. */
static bool for_people(const struct cs_job *job)
{
    const char *format = job->common.format;
    return format ? strcmp(format, "table") == 0 || strcmp(format, "md") == 0 : isatty(STDOUT_FILENO) == 1;
}

static enum cs_status put(struct cs_job *job, const char *name, const char *byname, const char *help)
{
    const char *value = cs_store_setting(job->store, name);
    struct cs_value values[FIELDS] = {
        [NAME] = cs_text(name),
        [VALUE] = value    ? cs_text(value)
                  : byname ? cs_text(byname)
                           : cs_null(),
        [BYNAME] = byname ? cs_text(byname) : cs_null(),
        [HELP] = cs_text(for_people(job) ? gettext(help) : help),
    };
    const struct cs_row row = { .record = &cs_db_setting_record, .values = values, .arena = &job->arena };
    return cs_job_emit(job, &row, job->err);
}

enum cs_status cs_run_settings(struct cs_job *job, const void *args)
{
    (void)args;
    enum cs_status status = cs_job_output(job, &cs_db_setting_record);
    for (size_t i = 0; i < BORN && status == CS_OK; i++)
        status = put(job, born[i].name, NULL, born[i].help);
    for (size_t i = 0; i < DESK && status == CS_OK; i++)
        status = put(job, desk[i].name, desk[i].byname, desk[i].help);
    for (const struct cs_notify_setting *each = cs_notify_settings; each->name && status == CS_OK; each++)
        status = put(job, each->name, each->byname, each->help);
    return status;
}

static enum cs_status check_born(size_t which, const char *value, struct cs_buffer *kept,
                                 struct cs_error *err)
{
    if (born[which].fixed)
        return cs_error_set(err, CS_MISUSED, _("%s is settled when the store is made: cs-db init"),
                            born[which].name);
    if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0)
        return cs_error_set(err, CS_MISUSED, _("%s: must be zh or en, not \"%s\""), born[which].name, value);
    cs_buffer_text(kept, value);
    return CS_OK;
}

static enum cs_status check_desk(size_t which, const char *value, struct cs_buffer *kept,
                                 struct cs_error *err)
{
    if (desk[which].byname &&
        (!value[0] || value[0] == '0' || strlen(value) > 4 || strspn(value, "0123456789") != strlen(value)))
        return cs_error_set(err, CS_MISUSED, _("%s: must be a whole number from 1, not \"%s\""),
                            desk[which].name, value);
    if (!desk[which].byname && value[0] && value[0] != '/')
        return cs_error_set(err, CS_MISUSED, _("%s: must be a folder from / on, not \"%s\""),
                            desk[which].name, value);
    cs_buffer_text(kept, value);
    return CS_OK;
}

static enum cs_status check(const char *name, const char *value, struct cs_buffer *kept, struct cs_error *err)
{
    for (size_t i = 0; i < BORN; i++)
        if (strcmp(name, born[i].name) == 0)
            return check_born(i, value, kept, err);
    for (size_t i = 0; i < DESK; i++)
        if (strcmp(name, desk[i].name) == 0)
            return check_desk(i, value, kept, err);
    enum cs_status status = cs_notify_check_setting(name, value, kept, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_MISUSED, _("there is no setting \"%s\"; cs-db settings lists them"),
                            name);
    return status == CS_REFUSED ? CS_MISUSED : status;
}

enum cs_status cs_run_set(struct cs_job *job, const void *args)
{
    struct cs_buffer kept = CS_BUFFER_INIT;
    (void)args;
    if (job->operands.count != 2)
        return cs_error_set(job->err, CS_MISUSED, _("say which setting and its value: cs-db set NAME VALUE"));
    const char *name = job->operands.items[0];
    enum cs_status status = check(name, job->operands.items[1], &kept, job->err);
    if (status == CS_OK)
        status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK) {
        status = cs_store_set(job->store, name, kept.text, job->err);
        if (status == CS_OK)
            status = cs_job_commit(job);
        else
            cs_store_rollback(job->store);
    }
    if (status == CS_OK)
        cs_job_say(job, _("%s is now %s"), name, kept.text);
    cs_buffer_release(&kept);
    return status;
}
