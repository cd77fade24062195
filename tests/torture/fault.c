/* The faults, and a command under one of them. */
#include "torture.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALL                                                                                                  \
    "write pwrite64 writev pwritev"                                                                          \
    " fsync fdatasync ftruncate fallocate openat open rename renameat renameat2 link linkat "                \
    "unlink unlinkat mkdir mkdirat fcntl flock exit_group"

enum { PAGE = 4096, KILLS = 24 };

const struct fault faults[] = {
    { "write:ENOSPC", WAY_CALL, "write writev", ENOSPC, false, "write", 0 },
    { "write:EIO", WAY_CALL, "write writev", EIO, false, "write", 0 },
    { "pwrite:ENOSPC", WAY_CALL, "pwrite64 pwritev", ENOSPC, false, "pwrite", 0 },
    { "pwrite:EIO", WAY_CALL, "pwrite64 pwritev", EIO, false, "pwrite", 0 },
    { "sync:EIO", WAY_CALL, "fsync fdatasync", EIO, false, "sync", 0 },
    { "open:EMFILE", WAY_CALL, "openat open", EMFILE, false, "open", 0 },
    { "open:EACCES", WAY_CALL, "openat open", EACCES, false, "open", 0 },
    { "read:EIO", WAY_CALL, "read", EIO, false, NULL, 0 },
    { "pread:EIO", WAY_CALL, "pread64", EIO, false, "pread", 0 },
    { "truncate:EIO", WAY_CALL, "ftruncate fallocate", EIO, false, "ftruncate", 0 },
    { "rename:EACCES", WAY_CALL, "rename renameat renameat2 link linkat", EACCES, false, "rename", 0 },
    { "unlink:EACCES", WAY_CALL, "unlink unlinkat", EACCES, true, "unlink", 0 },
    { "mkdir:EACCES", WAY_CALL, "mkdir mkdirat", EACCES, false, "mkdir", 0 },
    { "lock:EIO", WAY_CALL, "fcntl flock nanosleep clock_nanosleep", EIO, false, "lock", 0 },
    { "spawn:EAGAIN", WAY_CALL, "clone clone3 vfork", EAGAIN, false, NULL, 0 },
    { "map:ENOMEM", WAY_CALL, "mmap mremap brk", ENOMEM, false, NULL, 0 },
    { "memory", WAY_MEMORY, NULL, ENOMEM, false, "malloc", 0 },
    { "kill", WAY_KILL, ALL, 0, true, NULL, 0 },
    { "kill-moment", WAY_MOMENT, NULL, 0, true, NULL, KILLS },
    { "power", WAY_POWER, NULL, 0, true, NULL, 0 },
    { "disk-full", WAY_DISK, NULL, ENOSPC, true, NULL, 0 },
    { "file-limit", WAY_LIMIT, NULL, EFBIG, true, NULL, 0 },
    { "read-only", WAY_READ_ONLY, NULL, EROFS, true, NULL, 1 },
    { "locked", WAY_LOCKED, NULL, 0, true, NULL, 3 },
};
const size_t fault_count = sizeof faults / sizeof *faults;

void ending_free(struct ending *ending)
{
    free(ending->said);
    ending->said = NULL;
}

/* ---- by a preloaded library ---- */

static void try_preload(const struct scene *scene, struct bench *bench, const struct place *place,
                        struct ending *ending)
{
    char words[5][700], *more[6] = { words[0], words[1], words[2], words[3], NULL, NULL }, library[600],
                        met[600];
    snprintf(met, sizeof met, "%s/met", bench->path);
    unlink(met);
    snprintf(words[0], sizeof *words, "CS_FAIL_CALL=%s", place->fault->preload);
    snprintf(words[1], sizeof *words, "CS_FAIL_AT=%ld", place->at);
    snprintf(words[2], sizeof *words, "CS_FAIL_ERRNO=%d", place->fault->error);
    snprintf(words[3], sizeof *words, "CS_FAIL_REPORT=%s", met);
    snprintf(words[4], sizeof *words, "CS_FAIL_LASTING=1");
    if (place->lasting)
        more[4] = words[4];
    snprintf(library, sizeof library, "%s/fail.so", bench->build);
    trace_run(scene, bench, &(struct trace){ .preload = library, .more = more, .limit = -1 }, ending);
    char *text = read_text(met, NULL), *last = text;
    ending->met = strstr(text, "failed");
    for (char *at = text; *at; at++)
        if (at[0] == '\n' && at[1])
            last = at + 1;
    ending->count = strtol(last, NULL, 10);
    free(text);
}

/* ---- on a small disk ---- */

/* The folder on a disk of its own. */
static bool put_on_disk(const struct scene *scene, struct bench *bench)
{
    if (!bench->mounted)
        bench->mounted = mount("torture", bench->trial, "tmpfs", 0, "size=64m,mode=700") == 0;
    else if (mount("torture", bench->trial, "tmpfs", MS_REMOUNT, "size=64m") != 0)
        die("remount");
    if (bench->mounted)
        folder_write(bench->trial, &scene->start);
    return bench->mounted;
}

static void take_from_disk(struct bench *bench)
{
    struct folder left;
    if (mount("torture", bench->trial, "tmpfs", MS_REMOUNT, "size=64m") != 0)
        die("remount");
    folder_read(bench->trial, &left);
    if (umount(bench->trial) != 0)
        die("umount");
    bench->mounted = false;
    folder_write(bench->trial, &left);
    folder_free(&left);
}

static void try_disk(const struct scene *scene, struct bench *bench, const struct place *place,
                     struct ending *ending)
{
    struct statvfs about;
    char size[64];
    *ending = (struct ending){ 0 };
    if (!put_on_disk(scene, bench)) /* not allowed here: no place */
        return;
    if (statvfs(bench->trial, &about) != 0)
        die(bench->trial);
    long used = (long)(about.f_blocks - about.f_bfree) * (long)about.f_frsize;
    snprintf(size, sizeof size, "size=%ld", (used ? used : PAGE) + (place->at - 1) * PAGE);
    bool still = place->fault->way == WAY_READ_ONLY;
    if (mount("torture", bench->trial, "tmpfs", MS_REMOUNT | (still ? MS_RDONLY : 0), still ? "" : size) != 0)
        die("remount");
    trace_run(scene, bench, &(struct trace){ .limit = -1 }, ending);
    ending->met = still ? true : ending->status == 1;
    take_from_disk(bench);
}

/* ---- under a lock ---- */

/* Another process holds the store until it is told to let go. */
static int hold(const char *path, long kind, int *leash)
{
    static const char *const sql[] = { "BEGIN IMMEDIATE", "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE",
                                       "SELECT 1" };
    int ready[2], gone[2];
    char byte = 'r', lock[720];
    if (pipe(ready) != 0 || pipe(gone) != 0)
        die("pipe");
    pid_t child = fork();
    if (child == 0 && fork() > 0)
        _exit(0); /* the holder is nobody's child: whoever runs the command waits for its children alone */
    if (child == 0) {
        sqlite3 *db = NULL;
        close(gone[1]);
        close(ready[0]);
        snprintf(lock, sizeof lock, "%s-lock", path);
        int handle = kind == 3 ? open(lock, O_RDWR | O_CREAT, 0600) : -1;
        if ((handle >= 0 && flock(handle, LOCK_EX) != 0) || sqlite3_open(path, &db) != SQLITE_OK ||
            sqlite3_exec(db, sql[kind - 1], NULL, NULL, NULL) != SQLITE_OK || write(ready[1], &byte, 1) != 1)
            _exit(1);
        _exit(read(gone[0], &byte, 1) > 0);
    }
    close(ready[1]);
    close(gone[0]);
    waitpid(child, NULL, 0);
    if (read(ready[0], &byte, 1) != 1)
        die("the lock was not taken");
    *leash = gone[1];
    return ready[0];
}

/* The same command, which waits for nobody. */
static struct scene without_patience(const struct scene *scene)
{
    static char wait[] = "--wait=0";
    struct scene hurried = *scene;
    size_t count = 0;
    while (hurried.words[count] && strcmp(hurried.words[count], "--via") != 0)
        count++;
    memmove(&hurried.words[count + 1], &hurried.words[count], (WORDS - count - 1) * sizeof(char *));
    hurried.words[count] = wait;
    return hurried;
}

static void try_locked(const struct scene *scene, struct bench *bench, const struct place *place,
                       struct ending *ending)
{
    char path[700], byte;
    int leash;
    snprintf(path, sizeof path, "%s/cs.db", bench->trial);
    *ending = (struct ending){ 0 };
    if (access(path, F_OK) != 0)
        return;
    int holder = hold(path, place->at, &leash);
    struct scene hurried = without_patience(scene);
    trace_run(&hurried, bench, &(struct trace){ .limit = -1 }, ending);
    ending->met = true;
    close(leash);
    if (read(holder, &byte, 1) != 0) /* it is gone */
        die("the holder of the lock");
    close(holder);
}

/* ---- kills at moments: three in a row, or until one was too late, then the judge ---- */

static bool is_before(const struct scene *scene, struct bench *bench)
{
    struct folder left;
    char text[LOOK];
    folder_read(bench->trial, &left);
    const char *wrong = look_at(bench, &left, true, text);
    folder_free(&left);
    return !wrong && strcmp(text, scene->before) == 0;
}

static void try_moment(const struct scene *scene, struct bench *bench, const struct place *place,
                       struct ending *ending)
{
    uint64_t random = (uint64_t)place->at * 2862933555777941757u + 3037000493u;
    *ending = (struct ending){ 0 };
    for (int i = 0; i < 3; i++) {
        ending_free(ending);
        random = random * 6364136223846793005u + 1442695040888963407u;
        double part = (double)(random >> 11) / 9007199254740992.0;
        trace_run(scene, bench, &(struct trace){ .kill_after = 0.0005 + scene->span * part, .limit = -1 },
                  ending);
        if (ending->status >= 0 || (!scene->batches && !is_before(scene, bench)))
            break;
    }
    ending->met = true;
}

/* ---- any ---- */

void fault_try(const struct scene *scene, struct bench *bench, const struct place *place,
               struct ending *ending)
{
    const struct fault *fault = place->fault;
    struct trace trace = {
        .calls = fault->calls, .at = place->at, .error = fault->error, .lasting = place->lasting, .limit = -1
    };
    if (fault->way == WAY_DISK || fault->way == WAY_READ_ONLY) {
        try_disk(scene, bench, place, ending);
        return;
    }
    folder_write(bench->trial, &scene->start);
    if (fault->way == WAY_MEMORY || place->preload) {
        try_preload(scene, bench, place, ending);
    } else if (fault->way == WAY_LOCKED) {
        try_locked(scene, bench, place, ending);
    } else if (fault->way == WAY_MOMENT) {
        try_moment(scene, bench, place, ending);
    } else if (fault->way == WAY_LIMIT) {
        trace_run(scene, bench, &(struct trace){ .limit = place->at * PAGE }, ending);
        ending->met = ending->status == 1;
    } else if (fault->calls && strstr(fault->calls, "flock") && fault->way == WAY_CALL) {
        struct scene hurried = without_patience(scene);
        trace_run(&hurried, bench, &trace, ending);
    } else {
        trace_run(scene, bench, &trace, ending);
    }
}
