/*
 * Runs a command and lets the n-th call of a kind fail, or kills it there: as `strace --inject` does, but
 * many times quicker, since a filter in the kernel (seccomp) stops only at the calls that are asked for. All
 * calls are seen, those of the engine and of the C library too; those of programs that the command starts are
 * not.
 */
#include "torture.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const struct {
    const char *name;
    long number;
} calls[] = {
    { "read", SYS_read },
    { "pread64", SYS_pread64 },
    { "write", SYS_write },
    { "pwrite64", SYS_pwrite64 },
    { "writev", SYS_writev },
    { "pwritev", SYS_pwritev },
    { "fsync", SYS_fsync },
    { "fdatasync", SYS_fdatasync },
    { "openat", SYS_openat },
    { "renameat2", SYS_renameat2 },
    { "renameat", SYS_renameat },
    { "unlinkat", SYS_unlinkat },
    { "linkat", SYS_linkat },
    { "ftruncate", SYS_ftruncate },
    { "fallocate", SYS_fallocate },
    { "mkdirat", SYS_mkdirat },
    { "fcntl", SYS_fcntl },
    { "flock", SYS_flock },
    { "mmap", SYS_mmap },
    { "mremap", SYS_mremap },
    { "brk", SYS_brk },
    { "clone", SYS_clone },
    { "clone3", SYS_clone3 },
    { "exit_group", SYS_exit_group },
    { "nanosleep", SYS_nanosleep },
    { "clock_nanosleep", SYS_clock_nanosleep },
#ifdef SYS_open
    { "open", SYS_open },
    { "rename", SYS_rename },
    { "unlink", SYS_unlink },
    { "link", SYS_link },
    { "mkdir", SYS_mkdir },
    { "vfork", SYS_vfork },
#endif
};
enum { CALLS = sizeof calls / sizeof *calls };

/* The loader asks for the size of the stack when it has loaded all; what fails before that is not ours. */
enum { LAST_OF_LOADER = SYS_prlimit64 };

long call_number(const char *name)
{
    for (size_t i = 0; i < CALLS; i++)
        if (strcmp(calls[i].name, name) == 0)
            return calls[i].number;
    return -1;
}

static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* ---- the child ---- */

static void set_filter(const char *names)
{
    struct sock_filter filter[CALLS + 6];
    unsigned short count = 0, traced = 0;
    long numbers[CALLS + 1];
    numbers[traced++] = LAST_OF_LOADER;
    for (size_t i = 0; i < CALLS; i++)
        if (is_named(names, calls[i].name))
            numbers[traced++] = calls[i].number;
    filter[count++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (unsigned short i = 0; i < traced; i++)
        filter[count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)numbers[i],
                                                       (unsigned char)(traced - i), 0);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    struct sock_fprog program = { count, filter };
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        _exit(126);
}

static void set_words(char *const *words)
{
    for (; words && *words && strchr(*words, '='); words++)
        putenv(*words);
}

static void point(const char *path, int handle)
{
    int fresh = open(path, handle ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY, 0600);
    if (fresh < 0 || dup2(fresh, handle) != handle)
        _exit(126);
    close(fresh);
}

static void be_child(const struct scene *scene, const struct bench *bench, const struct trace *trace)
{
    char path[600];
    char *const *words = scene->words;
    setpgid(0, 0);
    point("/dev/null", 0);
    snprintf(path, sizeof path, "%s/out", bench->path);
    point(path, 1);
    snprintf(path, sizeof path, "%s/said", bench->path);
    point(path, 2);
    if (chdir(bench->trial) != 0)
        _exit(126);
    set_words(words);
    set_words(trace->more);
    while (strchr(*words, '='))
        words++;
    if (trace->preload)
        setenv("LD_PRELOAD", trace->preload, 1);
    if (trace->limit >= 0)
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){ (rlim_t)trace->limit, (rlim_t)trace->limit });
    if (trace->calls) {
        if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
            _exit(126);
        raise(SIGSTOP);
        set_filter(trace->calls);
    }
    execvp(words[0], words);
    _exit(126);
}

/* ---- the parent ---- */

struct watch {
    const struct trace *trace;
    struct ending *ending;
    pid_t child;
    bool replaced; /* the program is in place of ours */
    bool begun;    /* and has been loaded */
    bool over;
    pid_t ours[16]; /* its threads */
    size_t ours_count;
};

static volatile sig_atomic_t alarmed;

static void on_alarm(int number)
{
    (void)number;
    alarmed = 1;
}

static void set_alarm(double seconds)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct itimerval timer = { .it_value = { (time_t)seconds,
                                             (suseconds_t)((seconds - (long)seconds) * 1e6) } };
    alarmed = 0;
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* A thread of the program, not a program that it started? */
static bool is_ours(struct watch *watch, pid_t task)
{
    char path[64];
    if (task == watch->child)
        return true;
    for (size_t i = 0; i < watch->ours_count; i++)
        if (watch->ours[i] == task)
            return true;
    snprintf(path, sizeof path, "/proc/%d/task/%d", watch->child, task);
    if (access(path, F_OK) != 0)
        return false;
    if (watch->ours_count < sizeof watch->ours / sizeof *watch->ours)
        watch->ours[watch->ours_count++] = task;
    return true;
}

/* Does the call count? Writing to standard error never fails: somebody must be able to say what happened. Of
 * fcntl only locks count; of clone only new processes, and threads. */
static bool counts(long call, const unsigned long long args[6])
{
    if (call == SYS_write || call == SYS_writev)
        return args[0] != STDERR_FILENO;
    if (call == SYS_brk)
        return args[0] != 0;
    if (call == SYS_fcntl)
        return args[1] == F_SETLK || args[1] == F_SETLKW;
    return true;
}

static void skip(pid_t task, struct user_regs_struct *regs, long long result)
{
    regs->orig_rax = (unsigned long long)-1;
    regs->rax = (unsigned long long)result;
    ptrace(PTRACE_SETREGS, task, 0, regs);
}

static void at_call(struct watch *watch, pid_t task)
{
    const struct trace *trace = watch->trace;
    struct user_regs_struct regs;
    if (!is_ours(watch, task) || ptrace(PTRACE_GETREGS, task, 0, &regs) != 0)
        return;
    watch->begun |= watch->replaced && (long)regs.orig_rax == LAST_OF_LOADER;
    if (!watch->begun || (long)regs.orig_rax == LAST_OF_LOADER)
        return;
    const unsigned long long args[6] = { regs.rdi, regs.rsi, regs.rdx, regs.r10, regs.r8, regs.r9 };
    long call = (long)regs.orig_rax;
    if (call == SYS_nanosleep || call == SYS_clock_nanosleep) { /* who waits for a lock that never comes */
        skip(task, &regs, 0);
        return;
    }
    if (!counts(call, args) || (trace->see && !trace->see(trace->context, task, call, args)))
        return;
    long count = ++watch->ending->count;
    if (!trace->at || (trace->lasting ? count < trace->at : count != trace->at))
        return;
    watch->ending->met = true;
    if (!trace->error) {
        kill(watch->child, SIGKILL);
        return;
    }
    skip(task, &regs, call == SYS_brk ? 0 : -trace->error); /* brk fails by an end that did not move */
}

static void at_stop(struct watch *watch, pid_t task, int status)
{
    int number = WSTOPSIG(status), event = status >> 16;
    if (number == SIGTRAP && event == PTRACE_EVENT_SECCOMP)
        at_call(watch, task);
    else if (number == SIGTRAP && event == PTRACE_EVENT_EXEC && task == watch->child)
        watch->replaced = true;
    if (number == SIGTRAP || number == SIGSTOP || event)
        number = 0;
    ptrace(PTRACE_CONT, task, 0, number);
}

static void at_end(struct watch *watch, int status)
{
    watch->over = true;
    watch->ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    watch->ending->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void follow(struct watch *watch)
{
    int status;
    if (watch->trace->calls) {
        if (waitpid(watch->child, &status, 0) != watch->child || !WIFSTOPPED(status)) {
            at_end(watch, status); /* tracing is not allowed here */
            return;
        }
        ptrace(PTRACE_SETOPTIONS, watch->child, 0,
               PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL);
        ptrace(PTRACE_CONT, watch->child, 0, 0);
    }
    for (;;) {
        pid_t task = waitpid(-1, &status, __WALL);
        if (task < 0 && errno != EINTR)
            break;
        if (task < 0 && alarmed) {
            watch->ending->late = watch->trace->kill_after <= 0;
            kill(watch->child, SIGKILL);
            kill(-watch->child, SIGKILL);
            alarmed = 0;
        }
        if (task > 0 && WIFSTOPPED(status)) {
            at_stop(watch, task, status);
        } else if (task == watch->child) {
            at_end(watch, status);
            kill(-watch->child, SIGKILL); /* what it may have left running */
        }
    }
}

static uint64_t digest(const char *text, size_t size)
{
    uint64_t sum = 1469598103934665603u;
    for (size_t i = 0; i < size; i++)
        sum = (sum ^ (unsigned char)text[i]) * 1099511628211u;
    return sum;
}

void trace_run(const struct scene *scene, const struct bench *bench, const struct trace *trace,
               struct ending *ending)
{
    char path[600];
    *ending = (struct ending){ 0 };
    struct watch watch = { .trace = trace, .ending = ending, .child = fork() };
    if (watch.child < 0)
        die("fork");
    if (watch.child == 0)
        be_child(scene, bench, trace);
    set_alarm(trace->kill_after > 0 ? trace->kill_after : SECONDS);
    follow(&watch);
    set_alarm(0);
    if (!watch.over)
        die("the command was lost");
    snprintf(path, sizeof path, "%s/said", bench->path);
    ending->said = read_text(path, NULL);
    snprintf(path, sizeof path, "%s/out", bench->path);
    size_t size;
    char *out = read_text(path, &size);
    ending->out = digest(out, size);
    free(out);
}

bool trace_works(void)
{
    char *words[] = { "true", NULL };
    struct scene scene = { .name = "true" };
    struct bench bench = { .path = "/tmp", .trial = "/" };
    char folder[] = "/tmp/torture-XXXXXX", path[64];
    struct ending ending;
    if (!mkdtemp(folder))
        die(folder);
    bench.path = folder;
    memcpy(scene.words, words, sizeof words);
    trace_run(&scene, &bench, &(struct trace){ .calls = "exit_group", .limit = -1 }, &ending);
    bool works = ending.status == 0 && ending.count == 1;
    free(ending.said);
    snprintf(path, sizeof path, "%s/said", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/out", folder);
    unlink(path);
    rmdir(folder);
    return works;
}
