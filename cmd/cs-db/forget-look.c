/* forget-look.c: files beside the store that still hold a person who was erased: copies, refused rows,
 * exports. */
#include "cs-db.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 20, DEEPEST = 2 };

struct look {
    struct cs_job *job;
    char *store; /* resolved: the file itself and what the engine lays beside it are left out */
    char **texts;
    size_t count, capacity, longest;
    int64_t found;
    char *piece;
};

static void add_text(void *context, const char *text)
{
    struct look *look = context;
    look->texts = cs_grow(look->texts, &look->capacity, look->count + 1, sizeof *look->texts);
    look->texts[look->count++] = cs_strdup(text);
    if (strlen(text) > look->longest)
        look->longest = strlen(text);
}

static bool holds(const struct look *look, const char *bytes, size_t length)
{
    for (size_t i = 0; i < look->count; i++)
        if (memmem(bytes, length, look->texts[i], strlen(look->texts[i])))
            return true;
    return false;
}

/* Piece by piece; the end of each goes before the next, so that no text is cut in two. */
static bool file_holds(const struct look *look, int handle)
{
    size_t kept = 0;
    ssize_t got;
    while ((got = read(handle, look->piece + kept, PIECE)) > 0) {
        size_t length = kept + (size_t)got;
        if (holds(look, look->piece, length))
            return true;
        kept = length < look->longest ? length : look->longest;
        memmove(look->piece, look->piece + length - kept, kept);
    }
    return false;
}

/* Is it the store, or its log, index of the log, lock or list of the erased? */
static bool is_own(const struct look *look, const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-lock", "-journal", ".forgotten" };
    size_t length = strlen(look->store);
    if (strncmp(path, look->store, length) != 0)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (strcmp(path + length, ends[i]) == 0)
            return true;
    return false;
}

static void look_at_file(struct look *look, int folder, const char *name, const char *path)
{
    struct stat about;
    if (is_own(look, path))
        return;
    int handle = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0 || fstat(handle, &about) != 0 || !S_ISREG(about.st_mode)) {
        if (handle >= 0)
            close(handle);
        else if (errno != ELOOP && errno != ENXIO)
            cs_diag_say(&look->job->diag, CS_WARNING, NULL, _("%s cannot be looked into"), path);
        return;
    }
    if (file_holds(look, handle)) {
        look->found++;
        cs_diag_say(&look->job->diag, CS_WARNING, NULL, _("%s still holds the person; delete or mend it"),
                    path);
    }
    close(handle);
}

static void look_at_folder(struct look *look, const char *path, int depth)
{
    DIR *folder = opendir(path);
    if (!folder) {
        cs_diag_say(&look->job->diag, CS_WARNING, NULL, _("%s cannot be looked into"), path);
        return;
    }
    for (const struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        struct cs_buffer name = CS_BUFFER_INIT;
        struct stat about;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(dirfd(folder), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        cs_buffer_printf(&name, "%s%s%s", path, strcmp(path, "/") == 0 ? "" : "/", entry->d_name);
        if (S_ISDIR(about.st_mode) && depth < DEEPEST)
            look_at_folder(look, name.text, depth + 1);
        else if (S_ISREG(about.st_mode))
            look_at_file(look, dirfd(folder), entry->d_name, name.text);
        cs_buffer_release(&name);
    }
    closedir(folder);
}

void cs_forget_look(struct cs_job *job, const struct cs_customers *customers, const char *also)
{
    struct look look = { .job = job, .store = realpath(cs_store_name(job->store), NULL) };
    cs_customer_traces(customers, add_text, &look);
    if (look.count && look.store) {
        char *copy = cs_strdup(look.store);
        look.piece = cs_alloc(PIECE + look.longest);
        look_at_folder(&look, dirname(copy), 1);
        free(copy);
        if (also)
            look_at_folder(&look, also, 1);
        if (!look.found)
            cs_job_say(job,
                       _("no file beside the store holds the person; copies elsewhere are yours to purge"));
    }
    for (size_t i = 0; i < look.count; i++)
        free(look.texts[i]);
    free(look.texts);
    free(look.piece);
    free(look.store);
}
