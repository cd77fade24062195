/* Running a program without a shell. */
#include "io/child.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 60, OUTPUT_BYTES = 64 * 1024, GRACE_MS = 200, MANY_FILES = 65536 };

/* The four pipes between us and the child; ours first. `failure` closes on exec, or brings its errno. */
struct pipes {
    int input[2], output[2], errors[2], failure[2];
};

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void close_pipes(struct pipes *pipes)
{
    int *ends = (int *)pipes;
    for (size_t i = 0; i < sizeof *pipes / sizeof *ends; i++)
        close_end(&ends[i]);
}

static enum cs_status open_pipes(struct pipes *pipes, struct cs_error *err)
{
    *pipes = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 }, { -1, -1 } };
    if (pipe2(pipes->input, O_CLOEXEC) != 0 || pipe2(pipes->output, O_CLOEXEC) != 0 ||
        pipe2(pipes->errors, O_CLOEXEC) != 0 || pipe2(pipes->failure, O_CLOEXEC) != 0)
        return cs_error_errno(err, errno, _("cannot make a pipe"));
    return CS_OK;
}

static bool is_program(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode) && access(path, X_OK) == 0;
}

/* The file to run: as it stands where it has a slash, else from the folders said. Relative folders are passed
 * over: what they hold depends on where one stands. */
static enum cs_status find_program(const struct cs_child *child, struct cs_buffer *file, struct cs_error *err)
{
    const char *name = child->program;
    if (!name || !name[0])
        return cs_error_set(err, CS_FAILED, _("no program is named"));
    if (strchr(name, '/')) {
        cs_buffer_text(file, name);
        if (access(name, F_OK) != 0)
            return cs_error_errno(err, errno, "%s", name);
        return is_program(name) ? CS_OK : cs_error_set(err, CS_FAILED, _("%s: is no program"), name);
    }
    const char *folder = child->path && child->path[0] ? child->path : "/usr/bin:/bin";
    for (size_t length; *folder; folder += length + (folder[length] == ':')) {
        length = strcspn(folder, ":");
        if (folder[0] != '/')
            continue;
        cs_buffer_reset(file);
        cs_buffer_add(file, folder, length);
        cs_buffer_printf(file, "/%s", name);
        if (is_program(file->text))
            return CS_OK;
    }
    return cs_error_set(err, CS_FAILED, _("there is no program \"%s\""), name);
}

static const char **make_arguments(const struct cs_child *child)
{
    size_t count = 0;
    while (child->arguments && child->arguments[count])
        count++;
    const char **list = cs_alloc((count + 2) * sizeof *list);
    list[0] = child->program;
    for (size_t i = 0; i < count; i++)
        list[i + 1] = child->arguments[i];
    return list;
}

/* What is open above 2 closes with the exec; a kernel that cannot close a range is asked for each. */
static void keep_only_three(void)
{
    if (close_range(3, (unsigned)~0, CLOSE_RANGE_CLOEXEC) == 0)
        return;
    struct rlimit files;
    int end = getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < MANY_FILES ? (int)files.rlim_cur
                                                                                   : MANY_FILES;
    for (int fd = 3; fd < end; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* In the child, between fork and exec: only what is safe there. Does not return. */
static void become(const char *file, char *const *arguments, char *const *environment, struct pipes *pipes)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    setpgid(0, 0); /* a group of its own, so that what it starts can be killed with it */
    /* Our ends may have landed on 0..2 where the caller had closed those: dup2 alone would not do then. */
    int from[3] = { fcntl(pipes->input[0], F_DUPFD_CLOEXEC, 3), fcntl(pipes->output[1], F_DUPFD_CLOEXEC, 3),
                    fcntl(pipes->errors[1], F_DUPFD_CLOEXEC, 3) };
    int failure = fcntl(pipes->failure[1], F_DUPFD_CLOEXEC, 3);
    bool good = true;
    for (int i = 0; i < 3; i++)
        good = good && from[i] >= 0 && dup2(from[i], i) == i;
    if (failure < 0)
        failure = pipes->failure[1];
    if (good) {
        keep_only_three();
        execve(file, arguments, environment);
    }
    int number = errno;
    ssize_t ignored = write(failure, &number, sizeof number);
    (void)ignored;
    _exit(127);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Keeps at most `limit` bytes of what comes; false at the end. */
static bool take_output(int fd, struct cs_buffer *kept, size_t limit, bool *cut)
{
    char bytes[16384];
    ssize_t got = read(fd, bytes, sizeof bytes);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    size_t room = limit - kept->length, length = (size_t)got;
    *cut |= length > room;
    cs_buffer_add(kept, bytes, length < room ? length : room);
    return got > 0;
}

/* Gives the child more of its input; false when that is done, or when it does not want it. */
static bool give_input(int fd, const struct cs_child *child, size_t *given)
{
    if (*given == child->input_length)
        return false;
    ssize_t put = write(fd, child->input + *given, child->input_length - *given);
    if (put < 0)
        return errno == EINTR || errno == EAGAIN;
    *given += (size_t)put;
    return *given < child->input_length;
}

/* Feeds and listens until the child has closed its ends, or the time is up (false). */
static bool talk(const struct cs_child *child, struct pipes *pipes, struct cs_child_result *result,
                 int64_t until)
{
    size_t given = 0, limit = child->output_limit ? child->output_limit : OUTPUT_BYTES;
    fcntl(pipes->input[1], F_SETFL, O_NONBLOCK);
    if (!child->input_length)
        close_end(&pipes->input[1]);
    while (pipes->output[0] >= 0 || pipes->errors[0] >= 0) {
        struct pollfd ends[3] = { { pipes->input[1], POLLOUT, 0 },
                                  { pipes->output[0], POLLIN, 0 },
                                  { pipes->errors[0], POLLIN, 0 } };
        int64_t left = until - now_ms();
        if (left <= 0)
            return false;
        if (poll(ends, 3, (int)(left < 60000 ? left : 60000)) < 0)
            continue;
        if (ends[0].revents && !give_input(pipes->input[1], child, &given))
            close_end(&pipes->input[1]);
        if (ends[1].revents && !take_output(pipes->output[0], &result->output, limit, &result->cut))
            close_end(&pipes->output[0]);
        if (ends[2].revents && !take_output(pipes->errors[0], &result->errors, limit, &result->cut))
            close_end(&pipes->errors[0]);
    }
    return true;
}

/* Waits for the end; a child that has closed its output may still run. */
static int wait_for(pid_t pid, int64_t until, bool *timed_out)
{
    int status = 0;
    for (int64_t pause = 1;; pause = pause < 50 ? pause * 2 : 50) {
        pid_t done = waitpid(pid, &status, *timed_out ? 0 : WNOHANG);
        if (done == pid)
            break;
        if (done < 0 && errno != EINTR)
            return 127;
        if (!*timed_out && now_ms() >= until) {
            *timed_out = true;
            kill(-pid, SIGKILL);
        } else if (done == 0) {
            nanosleep(&(struct timespec){ .tv_nsec = pause * 1000000 }, NULL);
        }
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* What went wrong between fork and exec, or 0. */
static int read_failure(struct pipes *pipes)
{
    int number = 0;
    close_end(&pipes->failure[1]);
    ssize_t got;
    do
        got = read(pipes->failure[0], &number, sizeof number);
    while (got < 0 && errno == EINTR);
    return got == sizeof number ? number : 0;
}

/* The parent's side of a child that runs. */
static enum cs_status attend(pid_t pid, const struct cs_child *child, struct pipes *pipes,
                             struct cs_child_result *result, struct cs_error *err)
{
    int64_t until = now_ms() + (int64_t)(child->seconds > 0 ? child->seconds : SECONDS) * 1000;
    setpgid(pid, pid);
    close_end(&pipes->input[0]);
    close_end(&pipes->output[1]);
    close_end(&pipes->errors[1]);
    int failure = read_failure(pipes);
    if (failure) {
        waitpid(pid, NULL, 0);
        return cs_error_errno(err, failure, _("cannot run %s"), child->program);
    }
    if (!talk(child, pipes, result, until)) {
        result->timed_out = true;
        kill(-pid, SIGTERM);
        nanosleep(&(struct timespec){ .tv_nsec = GRACE_MS * 1000000 }, NULL);
        kill(-pid, SIGKILL);
    }
    result->code = wait_for(pid, until, &result->timed_out);
    return CS_OK;
}

enum cs_status cs_child_run(const struct cs_child *child, struct cs_child_result *result,
                            struct cs_error *err)
{
    static char *nothing[] = { NULL };
    struct cs_buffer file = CS_BUFFER_INIT;
    struct pipes pipes = { { -1, -1 }, { -1, -1 }, { -1, -1 }, { -1, -1 } };
    const char **arguments = make_arguments(child);
    *result = (struct cs_child_result){ .output = CS_BUFFER_INIT, .errors = CS_BUFFER_INIT };
    /* A child that closes its end early must not end us by SIGPIPE; and where SIGCHLD is ignored, as some
     * callers leave it, nobody could learn how a child ended. */
    struct sigaction ignore = { .sa_handler = SIG_IGN }, ordinary = { .sa_handler = SIG_DFL };
    struct sigaction pipe_before, child_before;
    sigaction(SIGPIPE, &ignore, &pipe_before);
    sigaction(SIGCHLD, NULL, &child_before);
    if (child_before.sa_handler == SIG_IGN)
        sigaction(SIGCHLD, &ordinary, NULL);
    enum cs_status status = find_program(child, &file, err);
    if (!status)
        status = open_pipes(&pipes, err);
    if (!status) {
        pid_t pid = fork();
        if (pid == 0)
            become(file.text, (char *const *)(uintptr_t)arguments,
                   child->environment ? (char *const *)(uintptr_t)child->environment : nothing, &pipes);
        if (pid < 0)
            status = cs_error_errno(err, errno, _("cannot run %s"), child->program);
        else
            status = attend(pid, child, &pipes, result, err);
    }
    sigaction(SIGPIPE, &pipe_before, NULL);
    sigaction(SIGCHLD, &child_before, NULL);
    close_pipes(&pipes);
    cs_buffer_release(&file);
    free(arguments);
    return status;
}

void cs_child_release(struct cs_child_result *result)
{
    cs_buffer_release(&result->output);
    cs_buffer_release(&result->errors);
}
