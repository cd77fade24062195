/* cs-db: the store itself: make it, look after it, ask it. */
#include "cs-db.h"

#include <inttypes.h>
#include <string.h>

static const char *const languages[] = { "zh", "en", NULL };

static const struct cs_option init_options[] = {
    CS_OPT_TEXT(0, "timezone", struct cs_init_args, timezone, N_("ZONE"),
                N_("zone of the store's local days"), .byname = "Asia/Shanghai"),
    CS_OPT_CHOICE(0, "language", struct cs_init_args, language, languages,
                  N_("language of messages to people"), .argument = N_("CODE"), .byname = "zh"),
    CS_OPT_TEXT(0, "currency", struct cs_init_args, currency, N_("CODE"), N_("currency of its money"),
                .byname = "CNY"),
    CS_OPT_FLAG(0, "bare", struct cs_init_args, bare,
                N_("without the shipped calendars, paths and policies")),
    CS_OPT_END
};

static const struct cs_option status_options[] = {
    CS_OPT_FLAG(0, "check", struct cs_status_args, check,
                N_("a health check: nothing but one sentence a trouble, and exit status 1")),
    CS_OPT_INT(0, "run-within", struct cs_status_args, run_within, N_("MINUTES"),
               N_("trouble when escalations ran longer ago"), .byname = "1440", .min = 1, .max = 525600),
    CS_OPT_INT(0, "late", struct cs_status_args, late, N_("MINUTES"),
               N_("trouble when rungs, messages or digests are later than that"), .byname = "60", .min = 1,
               .max = 525600),
    CS_OPT_INT(0, "calendar-days", struct cs_status_args, calendar_days, N_("DAYS"),
               N_("trouble when holidays are known for fewer days"), .byname = "45", .min = 0, .max = 3660),
    CS_OPT_END
};

static const struct cs_option query_options[] = {
    CS_OPT_INT(0, "rows", struct cs_query_args, rows, N_("N"), N_("give up after N rows; 0: never"), .min = 0,
               .max = INT64_MAX, .byname = "0"),
    CS_OPT_INT(0, "seconds", struct cs_query_args, seconds, N_("N"), N_("give up after N seconds; 0: never"),
               .min = 0, .max = 86400, .byname = "60"),
    CS_OPT_END
};

static const struct cs_option forget_options[] = {
    CS_OPT_TEXT(0, "reason", struct cs_forget_args, reason, N_("TEXT"),
                N_("why, for the audit log: request, consent, expired ..."), .byname = "request"),
    CS_OPT_FLAG(0, "again", struct cs_forget_args, again,
                N_("erase anew who was erased before and came back with an older copy of the store")),
    CS_OPT_TEXT(0, "look", struct cs_forget_args, look, N_("FOLDER"),
                N_("look there, too, for files that still hold the person")),
    CS_OPT_END
};

/* ---- short verbs ---- */

static enum cs_status run_migrate(struct cs_job *job, const void *args)
{
    int64_t before = 0, after = 0, newest = 0;
    (void)args;
    enum cs_status status = cs_job_open_store(job, CS_STORE_ANY);
    if (status == CS_OK)
        status = cs_store_versions(job->store, &before, &newest, job->err);
    if (status == CS_OK && before != newest) /* a newer one is refused in words */
        status = cs_store_migrate(job->store, &job->diag, job->err);
    if (status != CS_OK)
        return status;
    status = cs_store_versions(job->store, &after, &newest, job->err);
    if (status != CS_OK && before != newest)
        cs_error_prefix(job->err, "%s", _("saved"));
    if (status != CS_OK)
        return status;
    if (before == after)
        cs_job_say(job, _("the store has migration %" PRId64 ", the newest"), after);
    else
        cs_job_say(job, _("migrated from %" PRId64 " to %" PRId64), before, after);
    return CS_OK;
}

static enum cs_status run_backup(struct cs_job *job, const void *args)
{
    (void)args;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED, _("say which file to write"));
    enum cs_status status = cs_store_backup(job->store, job->operands.items[0], job->err);
    if (status == CS_OK)
        cs_job_say(job, _("saved a copy as %s"), job->operands.items[0]);
    return status;
}

static enum cs_status run_restore(struct cs_job *job, const void *args)
{
    struct cs_store_options options;
    (void)args;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED, _("say which backup to read"));
    enum cs_status status = cs_job_confirm(job, _("Put the backup in place of the store?"));
    if (status != CS_OK)
        return status;
    cs_job_store_options(job, CS_STORE_ANY, &options);
    if (job->common.dry_run)
        return CS_OK;
    status = cs_store_restore(&options, job->operands.items[0], job->err);
    if (status != CS_OK)
        return status;
    cs_job_say(job, _("restored from %s"), job->operands.items[0]);
    cs_job_saved(job);
    status = cs_forget_returned(job);
    if (status != CS_OK)
        cs_error_prefix(job->err,
                        _("saved, but who was erased is not erased anew; say `cs-db forget --again`"));
    return status;
}

/* ---- the table ---- */

static const struct cs_example init_examples[] = {
    { "cs-db init --db new.db", N_("a store with the shipped calendars, paths and policies") },
    { "cs-db init --db bare.db --timezone Asia/Hong_Kong --currency HKD --bare",
      N_("an empty one elsewhere") },
    { NULL, NULL },
};
static const struct cs_example migrate_examples[] = {
    { "cs-db migrate", N_("bring the store up to this program") },
    { "cs-db migrate -q", N_("the same without a word") },
    { NULL, NULL },
};
static const struct cs_example status_examples[] = {
    { "cs-db status", N_("what is in the store, and what needs a hand") },
    { "cs-db status -o json", N_("the same for a monitor") },
    { "cs-db status --check --run-within 30 || true",
      N_("for cron: speaks only of trouble, and status 1 then") },
    { NULL, NULL },
};
static const struct cs_example settings_examples[] = {
    { "cs-db settings", N_("what the store is told") },
    { "cs-db settings -o jsonl", N_("the same for a program") },
    { NULL, NULL },
};
static const struct cs_example set_examples[] = {
    { "cs-db set quiet 22:00-07:00", N_("nights in which only urgent messages come") },
    { "cs-db set digest_levels none", N_("no digests but for those who ask for them") },
    { NULL, NULL },
};
static const struct cs_example check_examples[] = {
    { "cs-db check", N_("is the store sound?") },
    { "cs-db check -q", N_("for cron: speaks only of faults") },
    { NULL, NULL },
};
static const struct cs_example backup_examples[] = {
    { "cs-db backup tonight.db", N_("a whole copy while others work on") },
    { "cs-db backup \"store-$(date +%F).db\"", N_("one a day") },
    { NULL, NULL },
};
static const struct cs_example restore_examples[] = {
    { "cs-db backup copy.db && cs-db restore --yes copy.db", N_("there and back") },
    { "cs-db backup copy.db && cs-db restore --yes --db other.db copy.db",
      N_("a second store from a backup") },
    { NULL, NULL },
};
static const struct cs_example query_examples[] = {
    { "cs-db query 'SELECT kind, count(*) AS cases FROM ticket GROUP BY kind'", N_("cases by kind") },
    { "cs-db query 'SELECT code, name FROM unit WHERE kind = $1' city -o jsonl",
      N_("with a value of its own") },
    { NULL, NULL },
};
static const struct cs_example forget_examples[] = {
    { "cs-db forget --dry-run --yes 1", N_("what would be erased") },
    { "cs-db forget --yes --reason request 1", N_("erase a person who asked for it") },
    { "cs-db forget --yes --again", N_("after an older copy was put in the store's place by hand") },
    { NULL, NULL },
};

static const struct cs_command commands[] = {
    { "init", "", N_("make a new store"),
      N_("The shipped calendars, paths, policies and ladders are loaded, so that the store works untouched."),
      CS_OPENS_ITSELF, sizeof(struct cs_init_args), init_options, NULL, NULL, init_examples, cs_run_init },
    { "migrate", "", N_("bring an older store up to this program"),
      N_("Each migration is one transaction; a copy of the store is made first."), CS_OPENS_ITSELF, 0, NULL,
      NULL, NULL, migrate_examples, run_migrate },
    { "status", "", N_("show what is in the store and what needs a hand"),
      N_("Warnings name calendars that end soon, messages and digests that should be out, messages that "
         "failed, rungs that no run acted on and runs that are missing. With --check it is a health check "
         "for "
         "cron: silent and status 0 when all is well, else a sentence for each trouble and status 1."),
      CS_OPENS_ITSELF | CS_NEEDS_OUTPUT, sizeof(struct cs_status_args), status_options, NULL,
      &cs_db_status_record, status_examples, cs_run_status },
    { "settings", "", N_("list the store's settings"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL,
      &cs_db_setting_record, settings_examples, cs_run_settings },
    { "set", "NAME VALUE", N_("change a setting"),
      N_("Settings of messages hold for those that are put in from now on; \"none\" switches one off. A "
         "person's own hours (cs-org staff import: quiet, digest) go before those of the store."),
      CS_NEEDS_WRITE | CS_CAN_DRY_RUN, 0, NULL, NULL, NULL, set_examples, cs_run_set },
    { "check", "", N_("check that the store is sound"),
      N_("Checks the file, the schema against this program, every case against a replay of its event log, "
         "clocks against the rungs to come, alerts against messages and events, and the chain of the audit "
         "log."),
      CS_OPENS_ITSELF, 0, NULL, NULL, NULL, check_examples, cs_run_check },
    { "backup", "FILE", N_("write a whole copy of the store"), NULL, CS_NEEDS_READ, 0, NULL, NULL, NULL,
      backup_examples, run_backup },
    { "restore", "FILE", N_("put a backup in place of the store"), NULL,
      CS_OPENS_ITSELF | CS_DESTROYS | CS_CAN_DRY_RUN, 0, NULL, NULL, NULL, restore_examples, run_restore },
    { "query", "SELECT [VALUE...]", N_("ask the store in SQL"),
      N_("One SELECT, read only; $1, $2 ... stand for the values. Phones, mail addresses and identity "
         "numbers "
         "come out masked."),
      CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct cs_query_args), query_options, NULL, NULL,
      query_examples, cs_run_query },
    { "forget", "[CUSTOMER...]", N_("erase a person"),
      N_("CUSTOMER is an id, or SOURCE:EXTERNAL-ID. What the store holds of the person is blanked; counts "
         "and cases stay. A later import of the same person stays blank, and a restore of an older backup "
         "erases anew. Files beside the store that still hold the person are named. Erasing twice is "
         "harmless."),
      CS_NEEDS_WRITE | CS_DESTROYS | CS_CAN_DRY_RUN, sizeof(struct cs_forget_args), forget_options, NULL,
      NULL, forget_examples, cs_run_forget },
    { .name = NULL },
};

const struct cs_program cs_program = {
    "cs-db",
    N_("the store itself"),
    N_("Makes the store that the other commands work on, looks after it, and answers questions in SQL."),
    commands,
};
