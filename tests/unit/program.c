/* The wiring: output held back until it may be told, places of share/, common options, messages. */
#include "program/inside.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs `body` with a descriptor turned into a scratch file, and answers what was written to it. */
static char *captured(int fd, void (*body)(void *), void *context)
{
    char path[] = "/tmp/cs-unit-XXXXXX";
    int file = mkstemp(path), old = dup(fd);
    unlink(path);
    fflush(stdout);
    dup2(file, fd);
    body(context);
    fflush(stdout);
    dup2(old, fd);
    close(old);
    off_t size = lseek(file, 0, SEEK_END);
    char *text = calloc(1, (size_t)size + 1);
    if (pread(file, text, (size_t)size, 0) != size)
        text[0] = '\0';
    close(file);
    return text;
}

static void hold_and_release(void *context)
{
    struct cs_spool spool;
    const char *way = context;
    FILE *file = cs_spool_open(&spool, true);
    fputs("first\n", file);
    if (strcmp(way, "release") == 0)
        cs_spool_release(&spool, file);
    fputs("second\n", file);
    if (strcmp(way, "pass") == 0)
        cs_spool_pass(&spool, file);
    if (strcmp(way, "drop") == 0)
        cs_spool_drop(&spool, file);
    if (strcmp(way, "forget") == 0)
        cs_spool_forget(&spool, file);
    fputs("third\n", file);
    cs_spool_close(&spool, file);
}

static void check_way(const char *way, const char *want)
{
    char *text = captured(STDOUT_FILENO, hold_and_release, (void *)way);
    CHECK_TEXT(text, want);
    free(text);
}

CS_TEST(held, "what is held comes out when it is let go, in order, and not before")
{
    check_way("nothing", "");
    check_way("release", "first\n");
    check_way("pass", "first\nsecond\nthird\n");
}

CS_TEST(dropped, "what is dropped never comes out, what is forgotten leaves the way free")
{
    check_way("drop", "");
    check_way("forget", "third\n");
}

enum { MANY_LINES = 1000000 };

static void hold_much(void *context)
{
    struct cs_spool *spool = context;
    FILE *file = cs_spool_open(spool, true);
    for (int i = 0; i < MANY_LINES; i++)
        fprintf(file, "line %d\n", i);
    cs_spool_pass(spool, file);
    CHECK_INT(spool->fd, -1);
    cs_spool_close(spool, file);
}

CS_TEST(spilled, "more than the memory's share goes through a file and comes out whole")
{
    struct cs_spool spool;
    char *text = captured(STDOUT_FILENO, hold_much, &spool), *at = text;
    int lines = 0, wrong = 0;
    while (*at) {
        char want[32];
        int length = snprintf(want, sizeof want, "line %d\n", lines++);
        wrong += strncmp(at, want, (size_t)length) != 0;
        at += length;
        if (wrong)
            break;
    }
    CHECK_INT(wrong, 0);
    CHECK_INT(lines, MANY_LINES);
    free(text);
}

CS_TEST(full, "a write that fails is remembered with its number, and nothing is written after it")
{
    struct cs_spool spool;
    int full = open("/dev/full", O_WRONLY), old = dup(STDOUT_FILENO);
    fflush(stdout);
    dup2(full, STDOUT_FILENO);
    FILE *file = cs_spool_open(&spool, false);
    fputs("lost\n", file);
    int answer = fflush(file);
    dup2(old, STDOUT_FILENO);
    close(full);
    close(old);
    CHECK(answer != 0);
    CHECK_INT(spool.failed, ENOSPC);
    cs_spool_close(&spool, file);
}

static bool has_option(unsigned needs, const char *name)
{
    for (const struct cs_option *option = cs_common_options(needs); option->type != CS_OPTION_END; option++)
        if (strcmp(option->name, name) == 0)
            return true;
    return false;
}

CS_TEST(options_by_need, "a command has the common options that its needs call for, and no others")
{
    CHECK(has_option(0, "now"));
    CHECK(has_option(0, "help"));
    CHECK(!has_option(0, "db"));
    CHECK(!has_option(0, "format"));
    CHECK(has_option(CS_NEEDS_READ, "db"));
    CHECK(has_option(CS_OPENS_ITSELF, "wait"));
    CHECK(has_option(CS_NEEDS_OUTPUT, "fields"));
    CHECK(!has_option(CS_NEEDS_OUTPUT, "encoding"));
    CHECK(has_option(CS_NEEDS_INPUT, "rejects"));
    CHECK(has_option(CS_NEEDS_IDS, "encoding"));
    CHECK(!has_option(CS_NEEDS_IDS, "rejects"));
    CHECK(has_option(CS_NEEDS_ACTOR, "at"));
    CHECK(has_option(CS_CAN_DRY_RUN, "dry-run"));
    CHECK(has_option(CS_DESTROYS, "yes"));
    CHECK(!has_option(CS_NEEDS_WRITE, "yes"));
}

CS_TEST(options_kept, "the array of common options is made once for the same needs")
{
    CHECK(cs_common_options(CS_NEEDS_READ) == cs_common_options(CS_NEEDS_READ));
    CHECK(cs_common_options(CS_NEEDS_READ) != cs_common_options(CS_NEEDS_OUTPUT));
}

CS_TEST(options_once, "no two common options share a name or a letter")
{
    const struct cs_option *all = cs_common_options(0xFFFFFFFFu);
    for (const struct cs_option *one = all; one->type != CS_OPTION_END; one++)
        for (const struct cs_option *two = one + 1; two->type != CS_OPTION_END; two++) {
            CHECK_THAT(strcmp(one->name, two->name) != 0, "--%s stands twice", one->name);
            CHECK_THAT(!one->letter || one->letter != two->letter, "-%c stands twice", one->letter);
        }
}

static const struct cs_program program = { .name = "cs-unit" };
static const struct cs_command command = { .name = "verb", .operands = "" };

struct saying {
    struct cs_job job;
    struct cs_error err;
    int times;
    enum cs_severity severity;
    struct cs_place place;
    const char *text;
};

static struct saying saying(const char *text)
{
    return (struct saying){ .job = { .program = &program, .command = &command },
                            .err = CS_ERROR_INIT,
                            .times = 1,
                            .severity = CS_ERROR,
                            .text = text };
}

static void say_all(void *context)
{
    struct saying *one = context;
    one->job.err = &one->err;
    cs_messages_start(&one->job);
    for (int i = 0; i < one->times; i++)
        cs_diag_say(&one->job.diag, one->severity, one->place.file ? &one->place : NULL, "%s", one->text);
    cs_messages_end(&one->job);
}

static void check_said(struct saying *one, const char *want)
{
    char *text = captured(STDERR_FILENO, say_all, one);
    CHECK_TEXT(text, want);
    free(text);
}

CS_TEST(placed, "a message begins with its place, else with the binary's name")
{
    struct saying one = saying("priority: must be 1..4");
    check_said(&one, "cs-unit: priority: must be 1..4\n");
    one.place = (struct cs_place){ .file = "a.csv", .line = 3, .column = 13 };
    check_said(&one, "a.csv:3:13: priority: must be 1..4\n");
    one.place = (struct cs_place){ .file = "a.csv", .line = 3 };
    check_said(&one, "a.csv:3: priority: must be 1..4\n");
    one.place = (struct cs_place){ .file = "a.csv" };
    check_said(&one, "a.csv: priority: must be 1..4\n");
}

CS_TEST(severities, "a warning says so; -q keeps notices back and nothing else")
{
    struct saying one = saying("text");
    one.severity = CS_WARNING;
    check_said(&one, "cs-unit: warning: text\n");
    one.job.common.quiet = true;
    check_said(&one, "cs-unit: warning: text\n");
    one.severity = CS_NOTICE;
    check_said(&one, "");
    one.job.common.quiet = false;
    check_said(&one, "cs-unit: text\n");
}

CS_TEST(visible, "control bytes of data do not reach the terminal, neither in the text nor in a file's name")
{
    struct saying one = saying("a\033[31mb\nc");
    one.place = (struct cs_place){ .file = "x\007y", .line = 1, .column = 1 };
    char *text = captured(STDERR_FILENO, say_all, &one);
    CHECK(!strchr(text, '\033'));
    CHECK(!strchr(text, '\007'));
    CHECK(strchr(text, '\n') == text + strlen(text) - 1);
    free(text);
}

CS_TEST(flood, "of a flood a hundred are shown and the rest is counted")
{
    struct saying one = saying("wrong");
    one.times = 1102;
    char *text = captured(STDERR_FILENO, say_all, &one);
    int lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    CHECK_INT(lines, 101);
    CHECK(strstr(text, "cs-unit: 1002 more errors are not shown\n") != NULL);
    CHECK_INT((intmax_t)one.job.diag.errors, 1102);
    free(text);
}

static void fail_misused(void *context)
{
    struct cs_error err = CS_ERROR_INIT;
    cs_error_set(&err, CS_MISUSED, "unknown option \"--x\"");
    cs_messages_fail(context, CS_MISUSED, &err);
}

static void fail_busy(void *context)
{
    struct cs_error err = CS_ERROR_INIT;
    cs_messages_fail(context, CS_BUSY, &err);
}

CS_TEST(failures, "misuse points to the help, a busy store to the option that waits")
{
    struct cs_job job = { .program = &program, .command = &command };
    char *text = captured(STDERR_FILENO, fail_misused, &job);
    CHECK_TEXT(text, "cs-unit: unknown option \"--x\"\nTry 'cs-unit verb --help'\n");
    free(text);
    text = captured(STDERR_FILENO, fail_busy, &job);
    CHECK(strstr(text, "--wait SECONDS") != NULL);
    free(text);
}

CS_TEST(quiet, "what a command says of itself is silent with -q")
{
    struct cs_job job = { .program = &program, .command = &command, .common = { .quiet = true } };
    cs_job_say(&job, "this would spoil the output of the tests");
    CHECK_INT((intmax_t)job.diag.notices, 0);
}

CS_TEST(share_asked, "a share folder asked for is taken, and refused in words where there is none")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    const char *folder = NULL;
    char *share = cs_unit_path("share");
    CHECK_INT(cs_share_folder(share, &arena, &folder, &err), CS_OK);
    CHECK_TEXT(folder, share);
    CHECK_INT(cs_share_folder("/no/such/folder", &arena, &folder, &err), CS_FAILED);
    CHECK(strstr(err.text, "/no/such/folder") != NULL);
    free(share);
    cs_arena_release(&arena);
}

CS_TEST(share_beside, "schema/ is found from the folder asked for")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    const char *folder = NULL;
    struct stat about;
    char *share = cs_unit_path("share");
    CHECK_INT(cs_share_schema(share, &arena, &folder, &err), CS_OK);
    CHECK(folder && stat(folder, &about) == 0 && S_ISDIR(about.st_mode));
    free(share);
    cs_arena_release(&arena);
}

CS_TEST(share_foreign, "run as root, a share folder that everybody can write is refused")
{
    if (geteuid() != 0)
        return;
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    const char *folder = NULL;
    char path[] = "/tmp/cs-unit-XXXXXX";
    CHECK(mkdtemp(path) != NULL);
    CHECK_INT(cs_share_folder(path, &arena, &folder, &err), CS_OK);
    chmod(path, 0777);
    CHECK_INT(cs_share_folder(path, &arena, &folder, &err), CS_FAILED);
    cs_error_clear(&err);
    chmod(path, 0755);
    if (chown(path, 65534, 65534) == 0)
        CHECK_INT(cs_share_folder(path, &arena, &folder, &err), CS_FAILED);
    rmdir(path);
    cs_arena_release(&arena);
}

CS_TEST(share_file, "a data file is found by its plain name with or without its ending, or by a path")
{
    char *share = cs_unit_path("share"), *own = cs_unit_path("share/calendars/cn-office.csv");
    struct cs_error err = CS_ERROR_INIT;
    struct cs_job job = {
        .program = &program, .command = &command, .err = &err, .common = { .share = share }
    };
    const char *found = cs_job_share(&job, "calendars", "cn-office", ".csv");
    CHECK(found && strstr(found, "share/calendars/cn-office.csv"));
    found = cs_job_share(&job, "calendars", "cn-office.csv", ".csv");
    CHECK(found && strstr(found, "share/calendars/cn-office.csv"));
    CHECK_TEXT(cs_job_share(&job, "calendars", own, ".csv"), own);
    CHECK(cs_job_share(&job, "calendars", "no-such-calendar", ".csv") == NULL);
    CHECK(cs_job_share(&job, "calendars", "../calendars/cn-office", ".csv") == NULL);
    CHECK(cs_job_share(&job, "calendars", "", ".csv") == NULL);
    cs_arena_release(&job.arena);
    free(share);
    free(own);
}

/* A child that makes itself ready and is then sent a signal; answers how it died and what it said. */
struct ending {
    int number;
    enum cs_saving saving;
    int status;
};

static void die_in_child(void *context)
{
    struct ending *one = context;
    pid_t child = fork();
    if (child == 0) {
        cs_signals_start("cs-unit", NULL);
        cs_signals_saving(one->saving);
        raise(one->number);
        _exit(0);
    }
    waitpid(child, &one->status, 0);
}

static void check_ending(int number, enum cs_saving saving, const char *want)
{
    struct ending one = { .number = number, .saving = saving };
    char *text = captured(STDERR_FILENO, die_in_child, &one);
    CHECK(WIFSIGNALED(one.status) && WTERMSIG(one.status) == number);
    CHECK_TEXT(text, want);
    free(text);
}

CS_TEST(signals, "a signal ends by itself, and says in one line what was saved")
{
    check_ending(SIGINT, CS_SAVING_READS, "");
    check_ending(SIGINT, CS_SAVING_NOTHING, "cs-unit: interrupted: nothing was saved\n");
    check_ending(SIGTERM, CS_SAVING_DONE, "cs-unit: interrupted: what was done before is saved\n");
    check_ending(SIGHUP, CS_SAVING_NOW,
                 "cs-unit: interrupted while saving: either all of it was saved or nothing\n");
}

static void pipe_in_child(void *context)
{
    struct ending *one = context;
    pid_t child = fork();
    if (child == 0) {
        cs_signals_pipe_ignore();
        cs_signals_pipe_die();
    }
    waitpid(child, &one->status, 0);
}

CS_TEST(closed_pipe, "a closed pipe ends a reading command without a word, even where SIGPIPE is ignored")
{
    struct ending one = { .number = 0 };
    char *text = captured(STDERR_FILENO, pipe_in_child, &one);
    CHECK(WIFSIGNALED(one.status) && WTERMSIG(one.status) == SIGPIPE);
    CHECK_TEXT(text, "");
    free(text);
}
