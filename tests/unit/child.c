/* Child programs: what reaches them, what comes back, and that none outlives its time. */
#include "io/child.h"
#include "io-kit.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

static struct cs_child_result result;
static struct cs_error err;

/* Runs `sh -c script`; sh is found on the default path, and is only the program under test here. */
static enum cs_status run(struct cs_child child, const char *script)
{
    const char *const arguments[] = { "-c", script, NULL };
    child.program = "sh";
    child.arguments = arguments;
    cs_child_release(&result);
    cs_error_clear(&err);
    return cs_child_run(&child, &result, &err);
}

CS_TEST(talks, "a child gets its message and gives output, errors and exit status")
{
    struct cs_child child = { .input = "hello\n", .input_length = 6 };
    CHECK_INT(run(child, "cat; echo oops >&2; exit 3"), CS_OK);
    CHECK_TEXT(result.output.text, "hello\n");
    CHECK_TEXT(result.errors.text, "oops\n");
    CHECK_INT(result.code, 3);
    CHECK(!result.timed_out && !result.cut);
}

CS_TEST(environment, "its environment is what it was given, and nothing else")
{
    const char *const environment[] = { "CS_CHANNEL=sms", "A=b c", NULL };
    setenv("CS_SECRET", "x", 1);
    struct cs_child child = { .program = "env", .environment = environment };
    cs_child_release(&result);
    CHECK_INT(cs_child_run(&child, &result, &err), CS_OK);
    CHECK_TEXT(result.output.text, "CS_CHANNEL=sms\nA=b c\n");
    child.environment = NULL;
    cs_child_release(&result);
    CHECK_INT(cs_child_run(&child, &result, &err), CS_OK);
    CHECK_TEXT(result.output.text, "");
}

CS_TEST(arguments, "arguments arrive as they are: no shell reads them")
{
    const char *const arguments[] = { "%s|", "a b", "$(id)", "; rm x", "*", NULL };
    struct cs_child child = { .program = "/usr/bin/printf", .arguments = arguments };
    cs_child_release(&result);
    CHECK_INT(cs_child_run(&child, &result, &err), CS_OK);
    CHECK_TEXT(result.output.text, "a b|$(id)|; rm x|*|");
}

/* ls lists what it has itself: the three, and the folder that it reads. (A shell's pipeline would not do: the
 * shell holds its own ends of the pipe while ls looks.) */
CS_TEST(descriptors, "no descriptor of ours but the three reaches it")
{
    const char *const arguments[] = { "/proc/self/fd", NULL };
    struct cs_child child = { .program = "ls", .arguments = arguments };
    int leak = open("/dev/null", O_RDONLY), high = dup2(leak, 100);
    cs_child_release(&result);
    CHECK_INT(cs_child_run(&child, &result, &err), CS_OK);
    CHECK_TEXT(result.output.text, "0\n1\n2\n3\n");
    close(leak);
    close(high);
}

CS_TEST(ignored_end,
        "how it ended is known where our caller left SIGCHLD ignored, which stays so for us only")
{
    struct sigaction now;
    signal(SIGCHLD, SIG_IGN);
    CHECK_INT(run((struct cs_child){ 0 }, "sh -c 'exit 4'; exit $?"), CS_OK);
    CHECK_INT(result.code, 4);
    sigaction(SIGCHLD, NULL, &now);
    CHECK(now.sa_handler == SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
}

/* With room for our eight ends of pipes and not much more the child cannot lay out its three. */
CS_TEST(no_room, "where descriptors run out it is told as a failure, never as a program that ran")
{
    struct rlimit before, tight;
    getrlimit(RLIMIT_NOFILE, &before);
    int room = dup(0), first = room;
    close(room);
    bool cannot_run = false;
    for (;; room++) {
        tight = before;
        tight.rlim_cur = (rlim_t)room;
        setrlimit(RLIMIT_NOFILE, &tight);
        enum cs_status status = run((struct cs_child){ 0 }, "exit 5");
        setrlimit(RLIMIT_NOFILE, &before);
        if (status == CS_OK || room == first + 100)
            break;
        cannot_run |= strcmp(err.text, "cannot run sh: Too many open files") == 0;
        CHECK_THAT(cannot_run || strcmp(err.text, "cannot make a pipe: Too many open files") == 0,
                   "%d descriptors: %s", room, err.text);
    }
    CHECK_THAT(room >= first + 8 + 3, "it ran with room for %d", room - first);
    CHECK(cannot_run);
    CHECK_INT(result.code, 5);
}

CS_TEST(signals, "it starts with ordinary signals, and a child that does not read ends nobody")
{
    signal(SIGPIPE, SIG_DFL);
    struct cs_buffer big = CS_BUFFER_INIT;
    for (int i = 0; i < 100000; i++)
        cs_buffer_text(&big, "0123456789");
    struct cs_child child = { .input = big.text, .input_length = big.length };
    CHECK_INT(run(child, "exec <&-; echo done"), CS_OK);
    CHECK_TEXT(result.output.text, "done\n");
    CHECK_INT(run(child, "wc -c"), CS_OK);
    CHECK_INT(atoi(result.output.text), 1000000);
    CHECK_INT(run((struct cs_child){ 0 }, "kill -PIPE $$"), CS_OK);
    CHECK_INT(result.code, 128 + SIGPIPE);
    struct sigaction now;
    sigaction(SIGPIPE, NULL, &now);
    CHECK(now.sa_handler == SIG_DFL);
    cs_buffer_release(&big);
}

CS_TEST(floods, "a flood of output is read, and kept up to the limit")
{
    CHECK_INT(
        run((struct cs_child){ .output_limit = 1000 }, "head -c 5000000 /dev/zero | tr '\\0' x; echo e >&2"),
        CS_OK);
    CHECK_INT(result.output.length, 1000);
    CHECK(result.cut);
    CHECK_TEXT(result.errors.text, "e\n");
    CHECK_INT(result.code, 0);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

CS_TEST(time_limits, "a child whose time is up is killed, with what it started")
{
    static const char *const scripts[] = { "sleep 30", "trap '' TERM; sleep 30; sleep 30",
                                           "sleep 30 & sleep 30", "exec >&- 2>&-; sleep 30" };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        double before = seconds();
        CHECK_INT(run((struct cs_child){ .seconds = 1 }, scripts[i]), CS_OK);
        CHECK(result.timed_out);
        CHECK(result.code > 128);
        CHECK_THAT(seconds() - before < 5, "%s took %.1f s", scripts[i], seconds() - before);
    }
}

CS_TEST(missing, "a program that cannot be run is told in words")
{
    static const struct {
        const char *program, *path, *want;
    } cases[] = {
        { "no-such-program", NULL, "there is no program \"no-such-program\"" },
        { "/no/such/program", NULL, "/no/such/program: No such file or directory" },
        { "/etc", NULL, "/etc: is no program" },
        { "/etc/passwd", NULL, "/etc/passwd: is no program" },
        { "sh", "/etc:/tmp", "there is no program \"sh\"" },
        { "sh", "bin:.:", "there is no program \"sh\"" },
        { "", NULL, "no program is named" },
        { NULL, NULL, "no program is named" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_child child = { .program = cases[i].program, .path = cases[i].path };
        cs_child_release(&result);
        cs_error_clear(&err);
        CHECK_INT(cs_child_run(&child, &result, &err), CS_FAILED);
        CHECK_TEXT(err.text, cases[i].want);
    }
}

CS_TEST(bad_format, "a file that the system cannot run is told in words")
{
    char path[] = "/tmp/cs-unit-child-XXXXXX";
    int fd = mkstemp(path);
    CHECK(write(fd, "\x01\x02\x03", 3) == 3);
    CHECK_INT(fchmod(fd, 0700), 0);
    close(fd);
    struct cs_child child = { .program = path };
    cs_child_release(&result);
    cs_error_clear(&err);
    CHECK_INT(cs_child_run(&child, &result, &err), CS_FAILED);
    CHECK(strncmp(err.text, "cannot run ", 11) == 0 && strstr(err.text, "Exec format error"));
    unlink(path);
    cs_child_release(&result);
}
