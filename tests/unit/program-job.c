/*
 * The life of a command from its table to its exit status, on a real store: a small program of verbs is run
 * in a child, with its streams caught and a folder of its own.
 */
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
    exit(cs_program_main(&program, count, argv));
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
    static const char *const names[] = { "unit.db", "unit.db-wal", "unit.db-shm", "unit.db-lock", "out",
                                         "err",     "in.csv",      "rejects.csv", "ids.csv",      "two.csv" };
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

/* ---- tests ---- */

CS_TEST(imports, "good rows are saved, told after the commit, and counted in a summary")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\n");
    CHECK_RUN("import in.csv --fields name", 0, "name\nanna\nben\n",
              "cs-unit: inserted 2, updated 0, unchanged 0, refused 0\n");
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(standard_input, "no operand, and a lone dash, are standard input")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    CHECK_RUN("import -q --fields name <in.csv", 0, "name\nanna\n", "");
    put_file("in.csv", "name\nben\n");
    CHECK_RUN("import -q --fields name - <in.csv", 0, "name\nben\n", "");
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(refuses, "a refused row names its place and goes to the rejects; the others are saved; status 3")
{
    fresh();
    put_file("in.csv", "name\nanna\nugly\nmuch too long for a name of twenty\nben\n");
    run("import in.csv --rejects rejects.csv --fields name");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "in.csv:3:1: name: is ugly\n") != NULL);
    CHECK(strstr(ran.err, "in.csv:4:1: name: ") != NULL);
    CHECK(strstr(ran.err, "cs-unit: inserted 2, updated 0, unchanged 0, refused 2\n") != NULL);
    char *rejects = slurp("rejects.csv");
    CHECK(strstr(rejects, "ugly,3,") != NULL);
    CHECK(strstr(rejects, "much too long for a name of twenty,4,") != NULL);
    free(rejects);
    LISTED("anna\nben\n");
    clear_away();
}

CS_TEST(existing, "what a unique key of the store stands against is refused, not a failure")
{
    fresh();
    put_file("in.csv", "name\nanna\nanna\n");
    run("import in.csv --fields name");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "in.csv:3:1: ") != NULL);
    LISTED("anna\n");
    clear_away();
}

CS_TEST(strict, "--strict saves nothing where a row is refused, and tells nothing as done")
{
    fresh();
    put_file("in.csv", "name\nanna\nugly\n");
    CHECK_RUN("import --strict in.csv", 1, "",
              "in.csv:3:1: name: is ugly\ncs-unit: 1 record was refused, so nothing was saved (--strict)\n");
    LISTED("");
    clear_away();
}

CS_TEST(stops, "a failure in the middle leaves the store as it was, and nothing on standard output")
{
    fresh();
    put_file("in.csv", "name\nanna\nstop\nben\n");
    CHECK_RUN("import in.csv", 1, "", "cs-unit: stopped in the middle\n");
    LISTED("");
    clear_away();
}

CS_TEST(interrupted, "a signal in the middle leaves the store as it was and says so")
{
    fresh();
    put_file("in.csv", "name\nanna\ndie\nben\n");
    CHECK_RUN("import in.csv", 128 + SIGINT, "", "cs-unit: interrupted: nothing was saved\n");
    LISTED("");
    clear_away();
}

CS_TEST(dry_run, "--dry-run tells the same and saves nothing")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    CHECK_RUN("import --dry-run in.csv --fields name", 0, "name\nanna\n",
              "cs-unit: dry run: nothing was saved\n"
              "cs-unit: inserted 1, updated 0, unchanged 0, refused 0\n");
    LISTED("");
    clear_away();
}

CS_TEST(inputs, "several files are one transaction; a missing one is told before anything is read")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    put_file("two.csv", "name\nben\n");
    CHECK_RUN("import -q in.csv missing.csv", 1, "", "cs-unit: missing.csv: No such file or directory\n");
    LISTED("");
    CHECK_RUN("import -q in.csv two.csv --fields name", 0, "name\nanna\nben\n", "");
    run("import /");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "cs-unit: /: Is a directory") != NULL);
    clear_away();
}

CS_TEST(rejects_guarded, "--rejects neither overwrites its input nor serves two inputs")
{
    fresh();
    put_file("in.csv", "name\nugly\n");
    put_file("two.csv", "name\nben\n");
    run("import in.csv --rejects in.csv");
    CHECK_INT(ran.status, 2);
    char *input = slurp("in.csv");
    CHECK_TEXT(input, "name\nugly\n");
    free(input);
    run("import in.csv two.csv --rejects rejects.csv");
    CHECK_INT(ran.status, 2);
    clear_away();
}

CS_TEST(full_disk, "a full disk after the commit: status 1, and that it is saved")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    run("import in.csv -q >/dev/full");
    CHECK_INT(ran.status, 1);
    CHECK_TEXT(ran.err, "cs-unit: saved, but the output was cut: No space left on device\n");
    LISTED("anna\n");
    run("list >/dev/full");
    CHECK_INT(ran.status, 1);
    CHECK_TEXT(ran.err, "cs-unit: write error: No space left on device\n");
    clear_away();
}

CS_TEST(fails, "what a writing command told before it failed is never seen")
{
    fresh();
    CHECK_RUN("fail", 1, "", "cs-unit: it went wrong\n");
    clear_away();
}

CS_TEST(ids, "ids are operands or an id column; a missing one is refused and the others go on")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\ncleo\n");
    run("import -q in.csv");
    CHECK_RUN("rename 1 2", 0, "", "");
    LISTED("anna-again\nben-again\ncleo\n");
    CHECK_RUN("rename 77 3", 3, "", "cs-unit: there is no 77\ncs-unit: done 1, refused 1\n");
    put_file("ids.csv", "id,name\n1,x\n88,y\nfoo,z\n");
    run("rename --note B -q <ids.csv");
    CHECK_INT(ran.status, 3);
    CHECK(strstr(ran.err, "-:3:1: there is no 88\n") != NULL);
    CHECK(strstr(ran.err, "-:4:1: id: ") != NULL);
    LISTED("anna-again-B\nben-again\ncleo-again\n");
    clear_away();
}

CS_TEST(ids_checked,
        "ids typed wrongly are misuse, and nothing is done before; --strict and --dry-run save nothing")
{
    fresh();
    put_file("in.csv", "name\nanna\n");
    run("import -q in.csv");
    CHECK_RUN("rename 1 one", 2, "",
              "cs-unit: \"one\" is no id: ids are whole numbers from 1\nTry 'cs-unit rename --help'\n");
    run("rename 1 0");
    CHECK_INT(ran.status, 2);
    run("rename 1 99 --strict");
    CHECK_INT(ran.status, 1);
    CHECK_RUN("rename 1 --dry-run", 0, "", "cs-unit: dry run: nothing was saved\n");
    LISTED("anna\n");
    clear_away();
}

CS_TEST(lists, "lists filter, sort, limit and count")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\ncleo\n");
    run("import -q in.csv");
    CHECK_RUN("list --fields name --sort -name", 0, "name\ncleo\nben\nanna\n", "");
    CHECK_RUN("list --fields name --name ben,cleo", 0, "name\nben\ncleo\n", "");
    CHECK_RUN("list --fields name,size --sort size,name --limit 2", 0, "name,size\nben,3\nanna,4\n", "");
    CHECK_RUN("list --fields name --offset 2 --limit 9", 0, "name\ncleo\n", "");
    CHECK_RUN("list --count --name !ben", 0, "2\n", "");
    CHECK_RUN("list --name nobody --fields name", 0, "name\n", "");
    clear_away();
}

CS_TEST(list_misuse, "a wrong field, a wrong sort and a sort that would unmask are misuse in words")
{
    fresh();
    CHECK_RUN(
        "list --fields nmae", 2, "",
        "cs-unit: --fields: there is no field \"nmae\"; did you mean name?\nTry 'cs-unit list --help'\n");
    CHECK_RUN("list --fields", 2, "",
              "cs-unit: --fields takes: id, name, phone, size\nTry 'cs-unit list --help'\n");
    CHECK_RUN("list --fields ?", 2, "",
              "cs-unit: --fields takes: id, name, phone, size\nTry 'cs-unit list --help'\n");
    run("list --sort nothing");
    CHECK_INT(ran.status, 2);
    run("list --sort phone");
    CHECK_INT(ran.status, 2);
    run("list --limit -1");
    CHECK_INT(ran.status, 2);
    CHECK_RUN("list surplus", 2, "",
              "cs-unit: \"surplus\" is one word too many\nTry 'cs-unit list --help'\n");
    clear_away();
}

CS_TEST(destroys, "what destroys needs --yes where nobody can be asked")
{
    fresh();
    run("wipe");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "--yes") != NULL);
    CHECK_RUN("wipe --yes --actor zoe --now 2026-01-05T09:00:00Z", 0, "wiped by zoe at 1767603600\n", "");
    CHECK_RUN("wipe --yes --actor zoe --now 2026-01-05T09:00:00Z --at -1h", 0, "wiped by zoe at 1767600000\n",
              "");
    run("wipe --yes --now 2026-01-05T09:00:00Z --at 2026-01-06");
    CHECK_INT(ran.status, 2);
    run("wipe --yes --dry-run");
    CHECK_INT(ran.status, 0);
    clear_away();
}

/* Runs SQL on the store from outside. */
static void meddle(const char *sql)
{
    pid_t pid = fork();
    if (pid == 0) {
        execlp("sqlite3", "sqlite3", "unit.db", sql, (char *)NULL);
        _exit(127);
    }
    int status;
    waitpid(pid, &status, 0);
    CHECK_INT(status, 0);
}

CS_TEST(audited, "the audit log is a chain; a line changed or taken out shows")
{
    fresh();
    for (int i = 0; i < 3; i++)
        run("wipe --yes");
    CHECK_RUN("check", 0, "", "");
    meddle("UPDATE audit SET count = 8 WHERE id = 2");
    run("check");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "audit 2: it was changed") != NULL);
    meddle("UPDATE audit SET count = 7 WHERE id = 2");
    CHECK_RUN("check", 0, "", "");
    meddle("DELETE FROM audit WHERE id = 2");
    run("check");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "audit 3: the line before it is missing or changed") != NULL);
    clear_away();
}

CS_TEST(unmasked, "--unmask is written to the audit log, with how many were shown")
{
    fresh();
    put_file("in.csv", "name\nanna\nben\n");
    run("import -q in.csv");
    CHECK_RUN("list --unmask --fields name", 0, "name\nanna\nben\n", "");
    meddle("CREATE TABLE seen AS SELECT 1 / (what = 'unmask cs-unit list' AND subject = 'source' AND count = "
           "2) AS "
           "fine FROM audit");
    meddle("DELETE FROM source WHERE (SELECT count(*) FROM seen WHERE fine = 1) = 1");
    LISTED("");
    clear_away();
}

CS_TEST(clock, "the clock is fixed by --now, else CS_NOW; garbage is misuse that names where it stood")
{
    fresh();
    CHECK_RUN("wipe --yes --actor a --now 2026-01-05T17:00:00", 0, "wiped by a at 1767603600\n", "");
    run("list --now 2024-02-30");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "--now: \"2024-02-30\" is no date") != NULL);
    run("list --tz Mars/Olympus");
    CHECK_INT(ran.status, 2);
    clear_away();
}

CS_TEST(stores, "a missing store, and a password in argv, are told in words; nothing is made")
{
    fresh();
    run("list --db other.db");
    CHECK_INT(ran.status, 1);
    CHECK(strstr(ran.err, "other.db") && strstr(ran.err, "cs-db init"));
    CHECK(access("other.db", F_OK) != 0);
    run("list --unmask --db other.db");
    CHECK_INT(ran.status, 1);
    CHECK(access("other.db", F_OK) != 0);
    run("list --db postgresql://user:secret@host/db");
    CHECK_INT(ran.status, 2);
    CHECK(strstr(ran.err, "password") && !strstr(ran.err, "secret"));
    clear_away();
}

CS_TEST(builtins, "help, version and description come on standard output; a mistyped verb is answered")
{
    fresh();
    run("--version");
    CHECK_INT(ran.status, 0);
    CHECK(strncmp(ran.out, "cs-unit (cs-tools) ", 19) == 0);
    CHECK_TEXT(ran.err, "");
    run("help list");
    CHECK_INT(ran.status, 0);
    CHECK(strstr(ran.out, "Usage: cs-unit list") != NULL);
    run("list --help --format nonsense");
    CHECK_INT(ran.status, 2);
    run("help exit-codes");
    CHECK_INT(ran.status, 0);
    run("help nothing");
    CHECK_INT(ran.status, 2);
    run("help list surplus");
    CHECK_INT(ran.status, 2);
    CHECK_RUN("lsit", 2, "",
              "cs-unit: unknown command \"lsit\"; did you mean \"list\"?\nTry 'cs-unit --help'\n");
    run("list --describe");
    CHECK_INT(ran.status, 0);
    CHECK(strstr(ran.out, "\"name\":\"list\"") != NULL);
    clear_away();
}
