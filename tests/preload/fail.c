/*
 * Faults on demand: the n-th call of a kind fails. As a library to be preloaded (build/fail.so), told by the
 * environment:
 *
 *     CS_FAIL_CALL=pwrite CS_FAIL_AT=7 CS_FAIL_ERRNO=28 CS_FAIL_REPORT=report LD_PRELOAD=build/fail.so
 * cs-ticket ...
 *
 * CS_FAIL_KILL=1: instead of failing the n-th call kills the process, as kill -9 does.
 * CS_FAIL_AT=0 fails nothing and counts only. CS_FAIL_LASTING=1: from the n-th call on, all. The report says
 * "failed" when the fault was met, and at the end of the process how many calls of the kind there were. Or
 * included by a unit test, which arms it by fail_arm().
 *
 * Kinds: write pwrite pread sync open ftruncate unlink rename link mkdir lock malloc. Writing to standard
 * error never fails: somebody must be able to say what happened.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum fail_kind {
    FAIL_NOTHING,
    FAIL_WRITE,
    FAIL_PWRITE,
    FAIL_PREAD,
    FAIL_SYNC,
    FAIL_OPEN,
    FAIL_FTRUNCATE,
    FAIL_UNLINK,
    FAIL_RENAME,
    FAIL_LINK,
    FAIL_MKDIR,
    FAIL_LOCK,
    FAIL_MALLOC,
    FAIL_KINDS
};

static const char *const fail_names[FAIL_KINDS] = {
    "nothing", "write",  "pwrite", "pread", "sync", "open",   "ftruncate",
    "unlink",  "rename", "link",   "mkdir", "lock", "malloc",
};

static struct {
    enum fail_kind kind;
    long at;
    int error;
    bool lasting, kill;
    int report; /* a handle; 0: none */
    atomic_long count;
} fail;

static void fail_say(const char *text)
{
    if (fail.report > 0)
        syscall(SYS_write, fail.report, text, strlen(text));
}

/* From now on; nothing fails where `at` is 0, but is counted. */
static void fail_arm(enum fail_kind kind, long at, int error, bool lasting)
{
    fail.kind = FAIL_NOTHING;
    fail.at = at;
    fail.error = error;
    fail.lasting = lasting;
    atomic_store(&fail.count, 0);
    fail.kind = kind;
}

/* The calls of the kind that there were since it was armed; ends it. */
static long fail_disarm(void)
{
    fail.kind = FAIL_NOTHING;
    return atomic_load(&fail.count);
}

static bool fails(enum fail_kind kind)
{
    if (fail.kind != kind)
        return false;
    long count = atomic_fetch_add(&fail.count, 1) + 1;
    if (!fail.at || (fail.lasting ? count < fail.at : count != fail.at))
        return false;
    if (count == fail.at)
        fail_say("failed\n");
    if (fail.kill)
        raise(SIGKILL);
    errno = fail.error;
    return true;
}

__attribute__((constructor)) static void fail_begin(void)
{
    const char *call = getenv("CS_FAIL_CALL"), *at = getenv("CS_FAIL_AT"), *error = getenv("CS_FAIL_ERRNO");
    const char *report = getenv("CS_FAIL_REPORT");
    if (!call || !at)
        return;
    fail.kill = getenv("CS_FAIL_KILL");
    if (report) { /* out of the way of the program's own handles */
        int low = (int)syscall(SYS_openat, AT_FDCWD, report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        fail.report = fcntl(low, F_DUPFD_CLOEXEC, 900);
        close(low);
    }
    for (int kind = 1; kind < FAIL_KINDS; kind++)
        if (strcmp(call, fail_names[kind]) == 0)
            fail_arm((enum fail_kind)kind, atol(at), error ? atoi(error) : EIO, getenv("CS_FAIL_LASTING"));
}

__attribute__((destructor)) static void fail_end(void)
{
    char text[32];
    snprintf(text, sizeof text, "%ld\n", fail_disarm());
    fail_say(text);
}

/* ---- files ---- */

ssize_t write(int handle, const void *bytes, size_t size)
{
    return handle != 2 && fails(FAIL_WRITE) ? -1 : syscall(SYS_write, handle, bytes, size);
}

ssize_t pwrite(int handle, const void *bytes, size_t size, off_t at)
{
    return fails(FAIL_PWRITE) ? -1 : syscall(SYS_pwrite64, handle, bytes, size, at);
}

ssize_t pwrite64(int handle, const void *bytes, size_t size, off64_t at)
{
    return pwrite(handle, bytes, size, at);
}

ssize_t pread(int handle, void *bytes, size_t size, off_t at)
{
    return fails(FAIL_PREAD) ? -1 : syscall(SYS_pread64, handle, bytes, size, at);
}

ssize_t pread64(int handle, void *bytes, size_t size, off64_t at)
{
    return pread(handle, bytes, size, at);
}

int fsync(int handle)
{
    return fails(FAIL_SYNC) ? -1 : (int)syscall(SYS_fsync, handle);
}

int fdatasync(int handle)
{
    return fails(FAIL_SYNC) ? -1 : (int)syscall(SYS_fdatasync, handle);
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return fails(FAIL_OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openat(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openat(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int ftruncate(int handle, off_t size)
{
    return fails(FAIL_FTRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, handle, size);
}

int ftruncate64(int handle, off64_t size)
{
    return ftruncate(handle, size);
}

int unlink(const char *path)
{
    return fails(FAIL_UNLINK) ? -1 : (int)syscall(SYS_unlink, path);
}

int rename(const char *from, const char *to)
{
    return fails(FAIL_RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
    return fails(FAIL_RENAME) ? -1 : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    return fails(FAIL_LINK) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int mkdir(const char *path, mode_t mode)
{
    return fails(FAIL_MKDIR) ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

/* Of all that fcntl does, locks alone. */
int fcntl64(int handle, int command, ...)
{
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    if ((command == F_SETLK || command == F_SETLKW) && fails(FAIL_LOCK))
        return -1;
    return (int)syscall(SYS_fcntl, handle, command, argument);
}

int fcntl(int handle, int command, ...)
{
    va_list more;
    va_start(more, command);
    void *argument = va_arg(more, void *);
    va_end(more);
    return fcntl64(handle, command, argument);
}

int flock(int handle, int operation)
{
    return fails(FAIL_LOCK) ? -1 : (int)syscall(SYS_flock, handle, operation);
}

/* ---- memory: not under a sanitizer, which has an allocator of its own ---- */

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
    return fails(FAIL_MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(FAIL_MALLOC) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(FAIL_MALLOC) ? NULL : __libc_realloc(old, size);
}

#endif
