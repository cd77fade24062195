/*
 * Power cuts. All that a command does to its files is recorded once; then, for each moment, the folder is
 * built as the disk may hold it when the power goes there: what was synced is there; of the rest nothing,
 * all, or some, and some of it torn at a sector. A name is there for sure when its folder was synced.
 */
#include "torture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST = 64, SECTOR = 512, VARIANTS = 5 };

enum deed { WRITE, CUT, SYNC, NAME_FILE, RENAME, LINK, UNLINK, SYNC_NAMES, TELL };

struct op {
    enum deed deed;
    int file;
    long long at;
    size_t size;
    unsigned char *bytes;
    char name[NAME], to[NAME];
};

struct tape {
    const struct scene *scene;
    char trial[512];
    struct op *ops;
    size_t count, capacity;
    char names[MOST][NAME]; /* the present name of each file, "" when it has none */
    int files;
    pid_t main;
};

static struct op *op_new(struct tape *tape, enum deed deed, int file)
{
    if (tape->count == tape->capacity) {
        tape->capacity = tape->capacity ? tape->capacity * 2 : 256;
        tape->ops = realloc(tape->ops, tape->capacity * sizeof *tape->ops);
    }
    struct op *op = &tape->ops[tape->count++];
    *op = (struct op){ .deed = deed, .file = file };
    return op;
}

static bool is_passing(const char *name)
{
    size_t length = strlen(name);
    return (length > 4 && strcmp(name + length - 4, "-shm") == 0) ||
           (length > 5 && strcmp(name + length - 5, "-lock") == 0);
}

/* ---- what the command touches ---- */

/* The name in the trial folder of a path as the command says it, or NULL. */
static const char *inside(const struct tape *tape, const char *path)
{
    size_t length = strlen(tape->trial);
    if (strncmp(path, tape->trial, length) == 0 && path[length] == '/')
        path += length + 1;
    if (strncmp(path, "./", 2) == 0)
        path += 2;
    return *path && !strchr(path, '/') && !is_passing(path) ? path : NULL;
}

static bool read_path(pid_t task, unsigned long long address, char path[1024])
{
    struct iovec here = { path, 1023 }, there = { (void *)(uintptr_t)address, 1023 };
    ssize_t got = process_vm_readv(task, &here, 1, &there, 1, 0);
    if (got <= 0) { /* near the end of a page */
        there.iov_len = here.iov_len = 4096 - address % 4096 < 1023 ? 4096 - address % 4096 : 1023;
        got = process_vm_readv(task, &here, 1, &there, 1, 0);
    }
    if (got <= 0)
        return false;
    path[got] = '\0';
    return true;
}

static int file_of_name(const struct tape *tape, const char *name)
{
    for (int i = 0; name && i < tape->files; i++)
        if (strcmp(tape->names[i], name) == 0)
            return i;
    return -1;
}

/* The file behind a handle; -2: the folder itself; -1: neither. */
static int file_of_handle(const struct tape *tape, unsigned long long handle)
{
    char link[64], path[1024];
    snprintf(link, sizeof link, "/proc/%d/fd/%llu", tape->main, handle);
    ssize_t got = readlink(link, path, sizeof path - 1);
    if (got <= 0)
        return -1;
    path[got] = '\0';
    if (strcmp(path, tape->trial) == 0)
        return -2;
    return path[0] == '/' ? file_of_name(tape, inside(tape, path)) : -1;
}

static int file_new(struct tape *tape, const char *name)
{
    if (tape->files == MOST)
        die("too many files");
    snprintf(tape->names[tape->files], NAME, "%s", name);
    return tape->files++;
}

static void on_open(struct tape *tape, pid_t task, const unsigned long long args[6])
{
    char path[1024];
    if (!read_path(task, args[1], path))
        return;
    const char *name = inside(tape, path);
    int file = file_of_name(tape, name);
    if (name && file < 0 && (args[2] & O_CREAT)) {
        file = file_new(tape, name);
        snprintf(op_new(tape, NAME_FILE, file)->name, NAME, "%s", name);
    } else if (file >= 0 && (args[2] & O_TRUNC)) {
        op_new(tape, CUT, file);
    }
}

static void on_write(struct tape *tape, pid_t task, unsigned long long handle, unsigned long long address,
                     size_t size, long long at)
{
    int file = file_of_handle(tape, handle);
    if (handle == STDOUT_FILENO)
        op_new(tape, TELL, -1);
    if (file < 0)
        return;
    struct op *op = op_new(tape, WRITE, file);
    *op = (struct op){ .deed = WRITE, .file = file, .at = at, .size = size, .bytes = malloc(size + 1) };
    struct iovec here = { op->bytes, size }, there = { (void *)(uintptr_t)address, size };
    if (process_vm_readv(task, &here, 1, &there, 1, 0) != (ssize_t)size)
        die("what is written cannot be read");
}

static void on_name(struct tape *tape, pid_t task, enum deed deed, unsigned long long from,
                    unsigned long long to)
{
    char path[1024], other[1024] = "";
    if (!read_path(task, from, path) || (to && !read_path(task, to, other)))
        return;
    const char *name = inside(tape, path), *fresh = inside(tape, other);
    int file = file_of_name(tape, name);
    if (file < 0)
        return;
    struct op *op = op_new(tape, deed, file);
    snprintf(op->name, NAME, "%s", name);
    snprintf(op->to, NAME, "%s", fresh ? fresh : "");
    int taken = file_of_name(tape, fresh);
    if (taken >= 0)
        tape->names[taken][0] = '\0';
    if (deed != LINK)
        tape->names[file][0] = '\0';
    if (fresh) /* of two names the newer one is followed */
        snprintf(tape->names[file], NAME, "%s", fresh);
}

/* The offset of a handle, for calls that give none. */
static long long offset_of(const struct tape *tape, unsigned long long handle)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fdinfo/%llu", tape->main, handle);
    char *text = read_text(path, NULL), line[200] = "";
    free(text);
    FILE *file = fopen(path, "re");
    long long at = 0;
    if (file && fgets(line, sizeof line, file) && strncmp(line, "pos:", 4) == 0)
        at = strtoll(line + 4, NULL, 10);
    if (file)
        fclose(file);
    return at;
}

static void on_sync(struct tape *tape, unsigned long long handle)
{
    int file = file_of_handle(tape, handle);
    if (file != -1)
        op_new(tape, file == -2 ? SYNC_NAMES : SYNC, file);
}

static bool see(void *context, int task, long call, const unsigned long long args[6])
{
    struct tape *tape = context;
    char path[64];
    if (!tape->main) { /* the program: any of its threads shows its handles */
        snprintf(path, sizeof path, "/proc/%d/fd", task);
        tape->main = task;
    }
    if (call == SYS_openat)
        on_open(tape, task, args);
    else if (call == SYS_pwrite64)
        on_write(tape, task, args[0], args[1], args[2], (long long)args[3]);
    else if (call == SYS_write)
        on_write(tape, task, args[0], args[1], args[2], offset_of(tape, args[0]));
    else if (call == SYS_fsync || call == SYS_fdatasync)
        on_sync(tape, args[0]);
    else if (call == SYS_ftruncate && file_of_handle(tape, args[0]) >= 0)
        op_new(tape, CUT, file_of_handle(tape, args[0]))->at = (long long)args[1];
    else if (call == SYS_renameat2 || call == SYS_renameat)
        on_name(tape, task, RENAME, args[1], args[3]);
    else if (call == SYS_linkat)
        on_name(tape, task, LINK, args[1], args[3]);
    else if (call == SYS_unlinkat)
        on_name(tape, task, UNLINK, args[1], 0);
#ifdef SYS_rename
    else if (call == SYS_rename)
        on_name(tape, task, RENAME, args[0], args[1]);
    else if (call == SYS_link)
        on_name(tape, task, LINK, args[0], args[1]);
    else if (call == SYS_unlink)
        on_name(tape, task, UNLINK, args[0], 0);
#endif
    return true;
}

struct tape *tape_record(const struct scene *scene, struct bench *bench)
{
    static const char calls[] =
        "openat write pwrite64 fsync fdatasync ftruncate rename renameat renameat2 link linkat "
        "unlink unlinkat";
    struct tape *tape = calloc(1, sizeof *tape);
    struct ending ending;
    tape->scene = scene;
    snprintf(tape->trial, sizeof tape->trial, "%s", bench->trial);
    for (size_t i = 0; i < scene->start.count; i++)
        file_new(tape, scene->start.files[i].name);
    folder_write(bench->trial, &scene->start);
    trace_run(scene, bench, &(struct trace){ .calls = calls, .see = see, .context = tape, .limit = -1 },
              &ending);
    if (ending.status != scene->status)
        die("the command fails while it is recorded");
    ending_free(&ending);
    return tape;
}

void tape_free(struct tape *tape)
{
    for (size_t i = 0; i < tape->count; i++)
        free(tape->ops[i].bytes);
    free(tape->ops);
    free(tape);
}

long tape_places(const struct tape *tape)
{
    return (long)(tape->count + 1) * VARIANTS;
}

/* ---- what the disk holds ---- */

struct disk {
    struct file files[MOST]; /* bytes that are safe, or on their way */
    char names[MOST][NAME];  /* at most two names a file matter: the last one given */
    uint64_t random;
    int variant;
};

static unsigned draw(struct disk *disk, unsigned below)
{
    disk->random = disk->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(disk->random >> 33) % below;
}

static void resize(struct file *file, size_t size)
{
    if (size > file->size) {
        file->bytes = realloc(file->bytes, size + 1);
        memset(file->bytes + file->size, 0, size - file->size);
    }
    file->size = size;
}

static void put(struct file *file, const struct op *op, size_t size)
{
    if (op->deed == CUT) {
        resize(file, (size_t)op->at);
        return;
    }
    if (file->size < (size_t)op->at + size)
        resize(file, (size_t)op->at + size);
    memcpy(file->bytes + op->at, op->bytes, size);
}

/* Is the deed safe at the cut: synced after it and before the cut? */
static bool is_synced(const struct tape *tape, size_t deed, size_t cut)
{
    const struct op *op = &tape->ops[deed];
    bool bytes = op->deed == WRITE || op->deed == CUT;
    for (size_t i = deed + 1; i < cut; i++)
        if (bytes ? tape->ops[i].deed == SYNC && tape->ops[i].file == op->file
                  : tape->ops[i].deed == SYNC_NAMES)
            return true;
    return false;
}

static void rename_on(struct disk *disk, const struct op *op)
{
    for (int i = 0; i < MOST && op->to[0]; i++)
        if (i != op->file && strcmp(disk->names[i], op->to) == 0)
            disk->names[i][0] = '\0';
    if (op->deed == NAME_FILE)
        snprintf(disk->names[op->file], NAME, "%s", op->name);
    else if (op->deed == UNLINK && strcmp(disk->names[op->file], op->name) == 0)
        disk->names[op->file][0] = '\0';
    else if (op->deed != UNLINK)
        snprintf(disk->names[op->file], NAME, "%s", op->to);
}

/* Unsynced bytes reach the disk in any order: each write alone does or does not, or in part. Names change in
 * order. */
static void play(const struct tape *tape, struct disk *disk, size_t cut)
{
    bool names_go_on = true;
    for (size_t i = 0; i < cut; i++) {
        const struct op *op = &tape->ops[i];
        bool bytes = op->deed == WRITE || op->deed == CUT;
        bool names = op->deed == NAME_FILE || op->deed == RENAME || op->deed == LINK || op->deed == UNLINK;
        if (!bytes && !names)
            continue;
        bool safe = is_synced(tape, i, cut) || disk->variant == 1;
        size_t size = op->size;
        if (!safe && disk->variant == 0)
            continue;
        if (!safe && names && !(names_go_on = names_go_on && draw(disk, 3) > 0))
            continue;
        if (!safe && bytes && draw(disk, 2))
            continue;
        if (!safe && op->deed == WRITE && draw(disk, 4) == 0)
            size = draw(disk, (unsigned)(op->size / SECTOR) + 1) * SECTOR;
        if (size > op->size)
            size = op->size;
        if (names)
            rename_on(disk, op);
        else
            put(&disk->files[op->file], op, size);
    }
}

static bool has_told(const struct tape *tape, size_t cut)
{
    for (size_t i = 0; i < cut; i++)
        if (tape->ops[i].deed == TELL)
            return true;
    return cut == tape->count;
}

static void build(const struct tape *tape, size_t cut, struct disk *disk, struct folder *folder)
{
    const struct folder *start = &tape->scene->start;
    for (size_t i = 0; i < start->count; i++) {
        resize(&disk->files[i], start->files[i].size);
        memcpy(disk->files[i].bytes, start->files[i].bytes, start->files[i].size);
        snprintf(disk->names[i], NAME, "%s", start->files[i].name);
    }
    play(tape, disk, cut);
    *folder = (struct folder){ 0 };
    for (int i = 0; i < tape->files; i++) {
        if (disk->names[i][0])
            folder_add(folder, disk->names[i],
                       disk->files[i].bytes ? disk->files[i].bytes : (unsigned char *)"",
                       disk->files[i].size);
        free(disk->files[i].bytes);
    }
    folder_sort(folder);
}

const char *power_try(const struct scene *scene, struct bench *bench, const struct tape *tape, long at)
{
    size_t cut = (size_t)(at - 1) / VARIANTS;
    struct disk *disk = calloc(1, sizeof *disk);
    struct folder folder;
    *disk =
        (struct disk){ .variant = (int)((at - 1) % VARIANTS), .random = (uint64_t)at * 2862933555777941757u };
    build(tape, cut, disk, &folder);
    free(disk);
    folder_write(bench->trial, &folder);
    const char *wrong = judge_killed(scene, bench, &folder, has_told(tape, cut), false);
    folder_free(&folder);
    return wrong;
}
