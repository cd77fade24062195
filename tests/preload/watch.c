/*
 * Looks over the shoulder of a program that works on a store (build/watch.so, preloaded): who writes to the
 * write-ahead log must hold STORE-lock, who brings the log into the store must hold it alone.
 *
 *     CS_WATCH_REPORT=report LD_PRELOAD=build/watch.so cs-ticket ...
 *
 * Each process appends a line for each write against the rule, and one at its end: how many writes it saw to
 * logs and how many to stores. CS_WATCH_PAUSE=MICROSECONDS makes each write to a store slow, so that
 * processes meet in a checkpoint.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST = 1024 };

static int held[MOST]; /* by handle: LOCK_SH, LOCK_EX or 0 */
static long logs, stores;

static void say(const char *format, ...)
{
    char line[2 * PATH_MAX];
    const char *path = getenv("CS_WATCH_REPORT");
    va_list args;
    va_start(args, format);
    int length = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    int handle = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (handle >= 0) {
        syscall(SYS_write, handle, line, (size_t)length);
        syscall(SYS_close, handle);
    }
}

static bool name_of(int handle, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    return length > 0 && path[0] == '/';
}

static bool ends(const char *text, const char *with)
{
    size_t length = strlen(text), tail = strlen(with);
    return length >= tail && strcmp(text + length - tail, with) == 0;
}

static bool beside(const char *store, const char *end)
{
    char path[PATH_MAX + 16];
    struct stat about;
    snprintf(path, sizeof path, "%s%s", store, end);
    return stat(path, &about) == 0;
}

/* How the lock file of a store is held by this process. */
static int hold_on(const char *store)
{
    char path[PATH_MAX], lock[PATH_MAX + 16];
    int best = 0;
    snprintf(lock, sizeof lock, "%s-lock", store);
    for (int i = 0; i < MOST; i++)
        if (held[i] && name_of(i, path) && strcmp(path, lock) == 0)
            best = held[i] == LOCK_EX ? LOCK_EX : best ? best : LOCK_SH;
    return best;
}

static void look(int handle, const char *deed)
{
    char path[PATH_MAX];
    if (!name_of(handle, path))
        return;
    if (ends(path, "-wal")) {
        path[strlen(path) - 4] = '\0';
        logs++;
        if (!hold_on(path))
            say("%d: %s of the log of %s without its lock\n", (int)getpid(), deed, path);
    } else if (beside(path, "-wal") && !beside(path, "-journal")) {
        const char *pause = getenv("CS_WATCH_PAUSE");
        stores++;
        if (hold_on(path) != LOCK_EX)
            say("%d: %s of %s without holding its lock alone\n", (int)getpid(), deed, path);
        if (pause)
            usleep((useconds_t)atoi(pause));
    }
}

int flock(int handle, int how)
{
    int result = (int)syscall(SYS_flock, handle, how);
    if (result == 0 && handle >= 0 && handle < MOST)
        held[handle] = how & (LOCK_SH | LOCK_EX);
    return result;
}

int close(int handle)
{
    if (handle >= 0 && handle < MOST)
        held[handle] = 0;
    return (int)syscall(SYS_close, handle);
}

ssize_t pwrite(int handle, const void *bytes, size_t size, off_t at)
{
    look(handle, "a write");
    return syscall(SYS_pwrite64, handle, bytes, size, at);
}

ssize_t pwrite64(int handle, const void *bytes, size_t size, off64_t at)
{
    look(handle, "a write");
    return syscall(SYS_pwrite64, handle, bytes, size, at);
}

int ftruncate(int handle, off_t size)
{
    look(handle, "a cut");
    return (int)syscall(SYS_ftruncate, handle, size);
}

int ftruncate64(int handle, off64_t size)
{
    look(handle, "a cut");
    return (int)syscall(SYS_ftruncate, handle, size);
}

__attribute__((destructor)) static void tell(void)
{
    if (logs || stores)
        say("%d: saw %ld writes to logs, %ld to stores\n", (int)getpid(), logs, stores);
}
