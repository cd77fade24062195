/*
 * A small program of verbs on a real store, run in a child with its streams caught and a folder of its own:
 * what the tests of lib/program share.
 */
#ifndef CS_TESTS_PROGRAM_KIT_H
#define CS_TESTS_PROGRAM_KIT_H

#include "program/inside.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the program under test: names of sources, kept in the store's table `source` ---- */

enum { ADD, FIND, RENAME };
static const struct cs_statement list[] = {
    [ADD] = { "INSERT INTO source (name) VALUES ($1)", "t", "" },
    [FIND] = { "SELECT name FROM source WHERE id = $1", "i", "t" },
    [RENAME] = { "UPDATE source SET name = $1 WHERE id = $2", "ti", "" },
};
static const struct cs_statements statements = CS_STATEMENTS("unit", list);

static const struct cs_field fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_DERIVED, .heading = N_("Id") },
    { .name = "name", .type = CS_TYPE_TEXT, .flags = CS_REQUIRED, .heading = N_("Name"), .max = 20 },
    { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE, .heading = N_("Phone") },
    { .name = "size", .type = CS_TYPE_INT, .flags = CS_DERIVED, .heading = N_("Size") },
};
static const struct cs_record record = CS_RECORD("source", N_("source"), fields);
static const char *const columns[] = { "s.id", "s.name", NULL, "length(s.name)" };
static const struct cs_view view = {
    .record = &record, .from = "source AS s", .columns = columns, .key = "s.id"
};

struct list_args {
    struct cs_list_args list;
};
static const struct cs_option list_options[] = {
    CS_OPT_SHARED(cs_list_options, struct list_args, list),
    CS_OPT_FIELDS(&record, CS_FIELDS_FILTERS, struct list_args, list.filters), CS_OPT_END
};

static enum cs_status run_init(struct cs_job *job, const void *args)
{
    (void)args;
    return cs_job_open_store(job, CS_STORE_CREATE);
}

static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const struct list_args *own = args;
    return cs_job_list(job, &view, &own->list, NULL, 0, NULL, 0);
}

struct importing {
    struct cs_job *job;
    struct cs_intake intake;
};

static enum cs_status take(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err)
{
    struct importing *importing = context;
    (void)reader;
    if (strcmp(cs_value_text(&row->values[1]), "stop") == 0)
        return cs_error_set(err, CS_FAILED, "stopped in the middle");
    if (strcmp(cs_value_text(&row->values[1]), "ugly") == 0)
        return cs_error_set(err, CS_REFUSED, "name: is ugly");
    if (strcmp(cs_value_text(&row->values[1]), "die") == 0)
        raise(SIGINT);
    enum cs_status status = cs_store_do(importing->job->store, &statements, ADD, &row->values[1], NULL, err);
    if (status == CS_OK) {
        importing->intake.inserted++;
        status = cs_job_emit(importing->job, row, err);
    }
    return status;
}

static enum cs_status run_import(struct cs_job *job, const void *args)
{
    struct importing importing = { .job = job };
    (void)args;
    importing.intake = (struct cs_intake){ .record = &record, .take = take, .context = &importing };
    return cs_job_intake(job, &importing.intake);
}

static enum cs_status rename_one(void *context, int64_t id, struct cs_error *err)
{
    struct cs_job *job = context;
    struct cs_value name, in[2] = { cs_text("renamed"), cs_integer(id) };
    enum cs_status status = cs_store_get(job->store, &statements, FIND, &in[1], &name, &job->arena, err);
    if (status != CS_OK)
        return status;
    in[0] = cs_text(cs_arena_printf(&job->arena, "%s-%s", name.text, job->note ? job->note : "again"));
    return cs_store_do(job->store, &statements, RENAME, in, NULL, err);
}

static enum cs_status run_rename(struct cs_job *job, const void *args)
{
    (void)args;
    return cs_job_each_id(job, rename_one, job);
}

static enum cs_status run_wipe(struct cs_job *job, const void *args)
{
    (void)args;
    enum cs_status status = cs_job_confirm(job, "Wipe?");
    if (status != CS_OK)
        return status;
    status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK)
        status = cs_job_audit(job, "wipe", "everything", 7);
    if (status == CS_OK)
        status = cs_job_commit(job);
    if (status == CS_OK)
        fprintf(cs_job_stdout(job), "wiped by %s at %lld\n", job->actor, (long long)job->happened_at);
    return status;
}

static enum cs_status run_check(struct cs_job *job, const void *args)
{
    (void)args;
    enum cs_status status = cs_audit_check(job->store, &job->diag, job->err);
    return status == CS_OK && job->diag.errors ? cs_error_set(job->err, CS_FAILED, "the log is broken")
                                               : status;
}

/* Tells first and fails afterwards. */
static enum cs_status run_fail(struct cs_job *job, const void *args)
{
    (void)args;
    fputs("told too early\n", cs_job_stdout(job));
    return cs_error_set(job->err, CS_FAILED, "it went wrong");
}

static const struct cs_example examples[] = { { "cs-unit list", "one" },
                                              { "cs-unit list -o json", "two" },
                                              { 0 } };
#define WRITES (CS_NEEDS_WRITE | CS_NEEDS_OUTPUT | CS_CAN_DRY_RUN)
static const struct cs_command commands[] = {
    { "init", "", "make the store", NULL, CS_OPENS_ITSELF, 0, NULL, NULL, NULL, examples, run_init },
    { "list", "", "list", NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct list_args), list_options, NULL,
      &record, examples, run_list },
    { "import", "[FILE...]", "import", NULL, WRITES | CS_NEEDS_INPUT, 0, NULL, &record, &record, examples,
      run_import },
    { "rename", "[ID...]", "rename", NULL, WRITES | CS_NEEDS_IDS | CS_NEEDS_ACTOR, 0, NULL, NULL, NULL,
      examples, run_rename },
    { "wipe", "", "wipe", NULL, WRITES | CS_DESTROYS | CS_NEEDS_ACTOR, 0, NULL, NULL, NULL, examples,
      run_wipe },
    { "check", "", "check", NULL, CS_NEEDS_READ, 0, NULL, NULL, NULL, examples, run_check },
    { "fail", "", "fail", NULL, WRITES, 0, NULL, NULL, NULL, examples, run_fail },
    { 0 },
};
static const struct cs_program program = { "cs-unit", "a program to test with", "Text.", commands };

/* What is run: a test may put another program in its place. */
static const struct cs_program *kit_program = &program;

/* ---- running it ---- */

static struct {
    char folder[64];
    int status;
    char *out, *err;
} ran;

static char *slurp(const char *path)
{
    FILE *file = fopen(path, "r");
    struct cs_buffer text = CS_BUFFER_INIT;
    int byte;
    while (file && (byte = getc(file)) != EOF)
        cs_buffer_char(&text, (char)byte);
    if (file)
        fclose(file);
    return cs_buffer_detach(&text);
}

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    fputs(text, file);
    fclose(file);
}

static void child(char **argv, const char *input, const char *output)
{
    int count = 0;
    while (argv[count])
        count++;
    freopen(input, "r", stdin);
    freopen("err", "w", stderr);
    dup2(open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
    setenv("CS_DB", "unit.db", 1);
    unsetenv("CS_NOW");
    exit(cs_program_main(kit_program, count, argv));
}

/* Runs a line of words, cut at blanks, without a shell; > and < name files. */
static void run(const char *line)
{
    static const char *input, *output;
    char *words = strdup(line), *rest = words, *word, *argv[20] = { (char *)"cs-unit" };
    int count = 1;
    input = "/dev/null";
    output = "out";
    while ((word = strsep(&rest, " ")))
        if (word[0] == '<')
            input = word + 1;
        else if (word[0] == '>')
            output = word + 1;
        else if (count < 19)
            argv[count++] = word;
    free(ran.out);
    free(ran.err);
    fflush(stdout);
    unlink("out");
    pid_t pid = fork();
    if (pid == 0)
        child(argv, input, output);
    int status;
    waitpid(pid, &status, 0);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.out = slurp("out");
    ran.err = slurp("err");
    free(words);
}

/* A fresh folder with a store; CS_SHARE leads to the tree's schema. */
static void fresh(void)
{
    static bool first = true;
    if (first) {
        char *top = realpath(cs_unit.top, NULL);
        struct cs_buffer share = CS_BUFFER_INIT;
        cs_buffer_printf(&share, "%s/share", top);
        setenv("CS_SHARE", share.text, 1);
        cs_buffer_release(&share);
        free(top);
        first = false;
    }
    snprintf(ran.folder, sizeof ran.folder, "/tmp/cs-unit-XXXXXX");
    CHECK(mkdtemp(ran.folder) && chdir(ran.folder) == 0);
    run("init --db unit.db");
    CHECK_INT(ran.status, 0);
}

static void clear_away(void)
{
    static const char *const names[] = { "unit.db", "unit.db-wal", "unit.db-shm", "unit.db-lock",
                                         "out",     "err",         "in.csv",      "rejects.csv",
                                         "ids.csv", "two.csv",     "a.map",       "in.json" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    CHECK(chdir("/") == 0);
    CHECK_THAT(rmdir(ran.folder) == 0, "something was left behind in %s", ran.folder);
}

#define CHECK_RUN(line, want_status, want_out, want_err)                                                     \
    do {                                                                                                     \
        run(line);                                                                                           \
        CHECK_INT(ran.status, want_status);                                                                  \
        CHECK_TEXT(ran.out, want_out);                                                                       \
        CHECK_TEXT(ran.err, want_err);                                                                       \
    } while (0)

#define LISTED(names) CHECK_RUN("list --fields name", 0, "name\n" names, "")

#endif
