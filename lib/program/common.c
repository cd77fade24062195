/*
 * The options that commands have in common. Each stands in one row with the needs that call for it, so that
 * every command of every binary spells them alike; the environment stands in where an option is not given.
 */
#include "program/inside.h"
#include "time/clock.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const color_words[] = { "auto", "always", "never", NULL };
static const char *const input_words[] = { "auto", "csv", "tsv", "json", "jsonl", NULL };

#define ALL     0xFFFFFFFFu
#define STORE   (CS_NEEDS_READ | CS_NEEDS_WRITE | CS_OPENS_ITSELF)
#define RECORDS (CS_NEEDS_INPUT | CS_NEEDS_IDS)
#define IMPORTS (1u << 31) /* takes records into the store; not asked for by name, see is_import */
#define ARGS    struct cs_common_args

struct common {
    unsigned needs; /* any of them calls for the option */
    struct cs_option option;
};

static const struct common table[] = {
    { CS_NEEDS_OUTPUT | IMPORTS,
      CS_OPT_TEXT('o', "format", ARGS, format, N_("FORMAT"), N_("write records in this format")) },
    { CS_NEEDS_OUTPUT, CS_OPT_TEXT(0, "fields", ARGS, fields, N_("LIST"),
                                   N_("write these fields, comma between; ? lists them")) },
    { CS_NEEDS_OUTPUT,
      CS_OPT_FLAG(0, "excel", ARGS, excel, N_("csv that Excel opens safely: BOM, CRLF, formulas disarmed")) },
    { CS_NEEDS_OUTPUT,
      CS_OPT_FLAG(0, "unmask", ARGS, unmask, N_("show personal data in full; goes into the audit log")) },
    { CS_NEEDS_OUTPUT, CS_OPT_TEXT(0, "tz", ARGS, tz, N_("ZONE"), N_("show times in this zone")) },
    { RECORDS, CS_OPT_CHOICE('i', "input-format", ARGS, input_format, input_words,
                             N_("read records in this format"), .argument = N_("FORMAT"), .byname = "auto") },
    { RECORDS, CS_OPT_TEXT(0, "encoding", ARGS, encoding, N_("NAME"),
                           N_("encoding of the input: utf-8, gb18030, utf-16 ..."), .byname = "auto") },
    { RECORDS, CS_OPT_TEXT(0, "delimiter", ARGS, delimiter, N_("SIGN"),
                           N_("sign between cells: a byte, tab or auto"), .byname = "auto") },
    { CS_NEEDS_INPUT,
      CS_OPT_TEXT(0, "map", ARGS, map, N_("FILE"), N_("rename columns and values as this mapping says")) },
    { IMPORTS, CS_OPT_FLAG(0, "guess", ARGS, guess, N_("only write a draft of a mapping for the input"),
                           .group = 9002) },
    { IMPORTS,
      CS_OPT_FLAG(0, "explain-map", ARGS, explain_map,
                  N_("only show where columns go and what their first values become"), .group = 9002) },
    { CS_NEEDS_INPUT, CS_OPT_TEXT(0, "rejects", ARGS, rejects, N_("FILE"),
                                  N_("write refused records there, with the reason")) },
    { CS_NEEDS_INPUT, CS_OPT_TEXT(0, "source-zone", ARGS, source_zone, N_("ZONE"),
                                  N_("zone of times in the input that name none")) },
    { RECORDS, CS_OPT_FLAG(0, "strict", ARGS, strict, N_("save nothing where any record is refused")) },
    { CS_NEEDS_ACTOR | CS_NEEDS_WRITE,
      CS_OPT_TEXT(0, "actor", ARGS, actor, N_("NAME"), N_("who does it, in place of the login name")) },
    { CS_NEEDS_ACTOR,
      CS_OPT_TEXT(0, "at", ARGS, at, N_("TIME"), N_("when it happened: a time, or -90m, yesterday ...")) },
    { CS_NEEDS_ACTOR, CS_OPT_TEXT(0, "note", ARGS, note, N_("TEXT"), N_("a note for the event log")) },
    { CS_CAN_DRY_RUN, CS_OPT_FLAG(0, "dry-run", ARGS, dry_run, N_("do everything but save it")) },
    { CS_DESTROYS, CS_OPT_FLAG('y', "yes", ARGS, yes, N_("do not ask")) },
    { STORE, CS_OPT_TEXT(0, "db", ARGS, db, N_("URL"), N_("the store: a path or sqlite:PATH")) },
    { STORE, CS_OPT_INT(0, "wait", ARGS, wait, N_("SECONDS"),
                        N_("wait so long while another process holds the store"), .min = 0, .max = 3600,
                        .byname = "30") },
    { ALL, CS_OPT_TEXT(0, "now", ARGS, now, N_("TIME"), N_("take this for the present moment")) },
    { ALL, CS_OPT_TEXT(0, "share", ARGS, share, N_("FOLDER"), N_("where policies, calendars and kin lie")) },
    { ALL, CS_OPT_CHOICE(0, "color", ARGS, color, color_words, N_("colours on a terminal"),
                         .argument = N_("WHEN"), .byname = "auto") },
    { CS_NEEDS_INPUT, CS_OPT_FLAG(0, "progress", ARGS, progress, N_("show progress even off a terminal")) },
    { ALL, CS_OPT_FLAG('q', "quiet", ARGS, quiet, N_("no summary, notices or progress"), .group = 9001) },
    { ALL, CS_OPT_FLAG('v', "verbose", ARGS, verbose, N_("say more"), .group = 9001) },
    { ALL, CS_OPT_FLAG('h', "help", ARGS, help, N_("show this help")) },
    { ALL, CS_OPT_FLAG(0, "version", ARGS, version, N_("show the version"), .hidden = true) },
    { ALL, CS_OPT_FLAG(0, "describe", ARGS, describe, N_("describe fields and options as JSON")) },
};
enum { COMMON_COUNT = sizeof table / sizeof *table };

/* The choice of formats lives in io/, which this table cannot name in a constant. */
static struct cs_option take(const struct common *row)
{
    struct cs_option option = row->option;
    if (strcmp(option.name, "format") == 0) {
        option.type = CS_OPTION_CHOICE;
        option.words = cs_sink_formats;
    }
    return option;
}

struct made {
    struct made *next;
    unsigned needs;
    struct cs_option options[COMMON_COUNT + 1];
};

/* Whether records of a descriptor come in for good: such a command can draft and explain a mapping. */
static bool is_import(unsigned needs)
{
    unsigned all = CS_NEEDS_INPUT | CS_NEEDS_WRITE | CS_CAN_DRY_RUN;
    return (needs & all) == all && !(needs & CS_NEEDS_IDS);
}

const struct cs_option *cs_common_options(unsigned needs)
{
    needs |= is_import(needs) ? IMPORTS : 0;
    static struct made *kept; /* asked for again and again by the man page and completion */
    for (struct made *one = kept; one; one = one->next)
        if (one->needs == needs)
            return one->options;
    struct made *fresh = cs_alloc(sizeof *fresh);
    size_t count = 0;
    for (size_t i = 0; i < COMMON_COUNT; i++)
        if (table[i].needs == ALL || table[i].needs & needs)
            fresh->options[count++] = take(&table[i]);
    fresh->options[count].type = CS_OPTION_END;
    fresh->needs = needs;
    fresh->next = kept;
    kept = fresh;
    return fresh->options;
}

static const char *from_environment(const char *given, const char *name)
{
    if (given && given[0])
        return given;
    given = getenv(name);
    return given && given[0] ? given : NULL;
}

enum cs_status cs_common_zone(struct cs_job *job)
{
    const char *name = job->common.tz;
    if (name)
        return cs_zone_find(name, &job->zone, job->err) == CS_OK ? CS_OK : CS_MISUSED;
    name = job->store ? cs_store_setting(job->store, "timezone") : NULL;
    return cs_zone_find(name && name[0] ? name : "Asia/Shanghai", &job->zone, job->err);
}

enum cs_status cs_common_clock(struct cs_job *job)
{
    const char *text = from_environment(job->common.now, "CS_NOW");
    if (text) {
        int64_t utc;
        if (cs_moment_parse(text, job->zone, false, &utc, job->err) != CS_OK) {
            cs_error_prefix(job->err, "%s", job->common.now ? "--now" : "CS_NOW");
            return CS_MISUSED;
        }
        cs_clock_fix(utc);
    }
    job->now = job->happened_at = cs_clock_now();
    return CS_OK;
}

enum cs_status cs_common_happened(struct cs_job *job)
{
    const char *text = job->common.at;
    if (!text)
        return CS_OK;
    struct cs_error ignored = CS_ERROR_INIT;
    if (cs_moment_parse_relative(text, job->zone, &job->happened_at, &ignored) != CS_OK &&
        cs_moment_parse(text, job->zone, false, &job->happened_at, job->err) != CS_OK) {
        cs_error_prefix(job->err, "--at");
        return CS_MISUSED;
    }
    if (job->happened_at > job->now)
        return cs_error_set(job->err, CS_MISUSED, _("--at: %s has not come yet"), text);
    return CS_OK;
}

void cs_common_actor(struct cs_job *job)
{
    job->note = job->common.note;
    job->actor = from_environment(job->common.actor, "CS_ACTOR");
    unsigned changes = CS_NEEDS_ACTOR | CS_NEEDS_WRITE | CS_OPENS_ITSELF;
    if (job->actor || !(job->command->needs & changes || job->common.unmask))
        return; /* asking for the login name costs a start more than all the rest */
    const struct passwd *login = getpwuid(getuid());
    if (login && login->pw_name[0])
        job->actor = cs_arena_strdup(&job->arena, login->pw_name);
    else
        job->actor = cs_arena_printf(&job->arena, "uid-%u", (unsigned)getuid());
}
