/*
 * The life of a command: options, clock, store, run, results out, one exit status. Preconditions are flags in
 * the command table and are met here, so that every command fails in one voice.
 */
#include "program/inside.h"

#include <stdlib.h>
#include <string.h>

void cs_job_store_options(struct cs_job *job, enum cs_store_mode mode, struct cs_store_options *options)
{
    const char *url = job->common.db && job->common.db[0] ? job->common.db : getenv("CS_DB");
    if (url && !url[0])
        url = NULL;
    *options = (struct cs_store_options){
        .url = url,
        .named = url != NULL,
        .mode = mode,
        .wait_seconds = job->common.wait,
        .diag = &job->diag,
    };
    struct cs_error missing = CS_ERROR_INIT; /* told where it is needed */
    cs_share_schema(job->common.share, &job->arena, &options->schema_dir, &missing);
}

/* A password in argv is there for everybody who can run ps. */
static enum cs_status check_password(struct cs_job *job)
{
    const char *url = job->common.db, *host = url ? strstr(url, "://") : NULL;
    if (!host)
        return CS_OK;
    host += 3;
    const char *end = host + strcspn(host, "/?#"), *at = memchr(host, '@', (size_t)(end - host));
    if (!at || !memchr(host, ':', (size_t)(at - host)))
        return CS_OK;
    return cs_error_set(job->err, CS_MISUSED,
                        _("--db: a password does not belong on the command line; use a password file"));
}

/* While it is filled, the store that is being made is the job's. */
static enum cs_status fill_store(void *context, struct cs_store *store, struct cs_error *err)
{
    struct cs_job *job = context;
    job->store = store;
    enum cs_status status = job->fill(job);
    job->store = NULL;
    (void)err; /* the job's own: the same */
    return status;
}

enum cs_status cs_job_open_store(struct cs_job *job, enum cs_store_mode mode)
{
    struct cs_store_options options;
    enum cs_status status = check_password(job);
    if (status != CS_OK)
        return status;
    cs_job_store_options(job, mode, &options);
    options.fill = job->fill ? fill_store : NULL;
    options.fill_context = job;
    if (!options.schema_dir)
        return cs_share_schema(job->common.share, &job->arena, &options.schema_dir, job->err);
    /* --unmask writes to the audit log, but is no reason to make a store. */
    if (!(job->command->needs & (CS_NEEDS_WRITE | CS_OPENS_ITSELF)))
        options.named = true;
    status = cs_store_open(&options, &job->store, job->err);
    return status == CS_OK ? cs_common_zone(job) : status;
}

/* --guess and --explain-map look at the input and leave the store alone. */
static bool drafts(const struct cs_job *job)
{
    return job->common.guess || job->common.explain_map;
}

static enum cs_status open_as_needed(struct cs_job *job)
{
    unsigned needs = job->command->needs;
    if (drafts(job)) {
        struct cs_error ignored = CS_ERROR_INIT, *own = job->err;
        job->err = &ignored; /* of use for the zone only */
        cs_job_open_store(job, CS_STORE_READ);
        job->err = own;
        return CS_OK;
    }
    if (needs & CS_OPENS_ITSELF || !(needs & (CS_NEEDS_READ | CS_NEEDS_WRITE)))
        return CS_OK;
    bool writes = needs & CS_NEEDS_WRITE || job->common.unmask;
    return cs_job_open_store(job, writes ? CS_STORE_WRITE : CS_STORE_READ);
}

/* An import puts out records with --explain-map only. */
static enum cs_status check_format(struct cs_job *job)
{
    bool writes = job->command->needs & CS_NEEDS_OUTPUT || job->common.explain_map;
    if (!job->common.format || writes)
        return CS_OK;
    return cs_error_set(job->err, CS_MISUSED, _("-o goes with --explain-map here"));
}

static enum cs_status check_operands(struct cs_job *job)
{
    if (job->command->operands[0] || job->operands.count == 0)
        return CS_OK;
    return cs_error_set(job->err, CS_MISUSED, _("\"%s\" is one word too many"), job->operands.items[0]);
}

/* `--fields` as the last word asks which fields there are, as `--fields ?` does. */
static char **with_question(struct cs_job *job, int *argc, char **argv)
{
    if (*argc == 0 || strcmp(argv[*argc - 1], "--fields") != 0)
        return argv;
    char **longer = cs_arena_alloc(&job->arena, ((size_t)*argc + 2) * sizeof *longer);
    memcpy(longer, argv, (size_t)*argc * sizeof *longer);
    longer[(*argc)++] = cs_arena_strdup(&job->arena, "?");
    longer[*argc] = NULL;
    return longer;
}

static enum cs_status list_fields(struct cs_job *job)
{
    const char *text = job->common.fields;
    if (!text || (text[0] && strcmp(text, "?") != 0) || !job->command->output)
        return CS_OK;
    return cs_output_fields(job, job->command->output);
}

static enum cs_status prepare(struct cs_job *job)
{
    enum cs_status status = check_operands(job);
    if (status == CS_OK)
        status = check_format(job);
    if (status == CS_OK)
        status = list_fields(job);
    if (status == CS_OK)
        status = cs_common_zone(job);
    if (status == CS_OK)
        status = cs_common_clock(job);
    if (status == CS_OK)
        status = open_as_needed(job);
    if (status == CS_OK && job->store)
        status = cs_common_clock(job); /* a naive --now is one of the store's zone */
    if (status == CS_OK)
        status = cs_common_happened(job);
    cs_common_actor(job);
    return status;
}

static void guard_signals(const struct cs_job *job)
{
    if (!(job->command->needs & (CS_NEEDS_WRITE | CS_CAN_DRY_RUN | CS_DESTROYS)))
        return;
    cs_signals_saving(CS_SAVING_NOTHING);
    cs_signals_pipe_ignore(); /* the reader may go, the work is finished and saved all the same */
}

static enum cs_status run_chosen(struct cs_job *job, const void *args)
{
    if (job->common.guess)
        return cs_job_guess(job);
    if (job->common.explain_map)
        return cs_job_explain_map(job);
    return job->command->run(job, args);
}

static enum cs_status run_parsed(struct cs_job *job, const void *args)
{
    struct cs_job_output output;
    job->common.dry_run |= drafts(job); /* nothing will have been saved */
    guard_signals(job);
    cs_output_start(job, &output);
    enum cs_status status = prepare(job);
    if (status == CS_OK)
        status = run_chosen(job, args);
    cs_messages_end(job);
    bool silent = status == CS_OK || (status == CS_REFUSED && !job->err->text[0]);
    if (!silent && !output.spool.failed) /* a failed write is told once, by cs_output_end */
        cs_messages_fail(job, status, job->err);
    status = cs_output_end(job, status);
    if (job->store)
        cs_store_close(job->store);
    return status;
}

static int exit_status(enum cs_status status)
{
    return status <= CS_REFUSED ? (int)status : CS_FAILED;
}

static int run_command(const struct cs_program *program, const struct cs_command *command, int argc,
                       char **argv)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_job job = { .program = program, .command = command, .err = &err };
    void *args = cs_alloc(command->args_size);
    cs_messages_start(&job);
    cs_signals_start(program->name, &job.meter);
    argv = with_question(&job, &argc, argv);
    enum cs_status status = cs_options_parse(argc, argv, cs_common_options(command->needs), &job.common,
                                             command->options, args, &job.arena, &job.operands, &err);
    if (status != CS_OK)
        cs_messages_fail(&job, status, &err);
    else if (job.common.help)
        status = (enum cs_status)cs_builtin_help(program, command);
    else if (job.common.version)
        status = (enum cs_status)cs_builtin_version(program);
    else if (job.common.describe)
        status = (enum cs_status)cs_builtin_describe(program, command);
    else
        status = run_parsed(&job, args);
    free(args);
    cs_arena_release(&job.arena);
    return exit_status(status);
}

int cs_program_main(const struct cs_program *program, int argc, char **argv)
{
    if (!cs_start_process(program->name))
        return CS_FAILED;
    cs_start_language();
    int status = CS_OK, words = 0;
    if (cs_builtin(program, argc, argv, &status))
        return status;
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_command *command = cs_command_find(program, argc, argv, &words, &err);
    if (command)
        return run_command(program, command, argc - 1 - words, argv + 1 + words);
    struct cs_job job = { .program = program };
    cs_messages_fail(&job, CS_MISUSED, &err);
    return CS_MISUSED;
}
