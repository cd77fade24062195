/*
 * The file system's side of a SQLite store: what lies at a path, how a store comes to be there whole, and the
 * way in which it may be opened.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of a path, resolved; the caller frees it. NULL with errno. */
static char *folder_of(const char *path)
{
    char *copy = cs_strdup(path);
    char *folder = realpath(dirname(copy), NULL);
    free(copy);
    return folder;
}

/* A link may lead elsewhere only if the user, or root, has laid it: another one could swap its target. */
static enum cs_status check_kind(const struct cs_backend_open *how, struct stat *file, struct cs_error *err)
{
    if (S_ISLNK(file->st_mode)) {
        if (file->st_uid != geteuid() && file->st_uid != 0)
            return cs_error_set(err, CS_FAILED,
                                _("%s is a link that another user has laid; name the file "
                                  "itself"),
                                how->name);
        if (stat(how->place, file) != 0)
            return cs_error_errno(err, errno, _("%s is a link that leads nowhere"), how->name);
    }
    if (S_ISDIR(file->st_mode))
        return cs_error_set(err, CS_FAILED, _("%s is a folder, not a store"), how->name);
    if (!S_ISREG(file->st_mode))
        return cs_error_set(err, CS_FAILED, _("%s is no ordinary file"), how->name);
    if (geteuid() == 0 && (file->st_uid != 0 || (file->st_mode & S_IWOTH)))
        return cs_error_set(err, CS_FAILED,
                            _("%s belongs to another user or is writable for all, which root does not trust; "
                              "run this as its owner"),
                            how->name);
    return CS_OK;
}

enum cs_status cs_sqlite_find(const struct cs_backend_open *how, enum cs_found *found, struct cs_error *err)
{
    struct stat file;
    *found = CS_FOUND_NOTHING;
    if (lstat(how->place, &file) != 0) {
        if (errno == ENOENT)
            return CS_OK;
        return cs_error_errno(err, errno, _("%s cannot be reached"), how->name);
    }
    enum cs_status status = check_kind(how, &file, err);
    if (status == CS_OK)
        *found = file.st_size == 0 ? CS_FOUND_EMPTY : CS_FOUND_STORE;
    return status;
}

/* Makes the folders above a path that are missing, for the user alone. */
enum cs_status cs_sqlite_make_folders(const char *path, struct cs_error *err)
{
    char *copy = cs_strdup(path);
    enum cs_status status = CS_OK;
    for (char *slash = strchr(copy + 1, '/'); slash && status == CS_OK; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            status = cs_error_errno(err, errno, _("the folder %s cannot be made"), copy);
        *slash = '/';
    }
    free(copy);
    return status;
}

enum cs_status cs_sqlite_temporary(const char *target, char **path, struct cs_error *err)
{
    struct cs_buffer name = CS_BUFFER_INIT;
    char *folder = folder_of(target), *copy = cs_strdup(target);
    enum cs_status status = CS_OK;
    *path = NULL;
    if (!folder) {
        status = cs_error_errno(err, errno, _("%s cannot be made"), target);
        goto out;
    }
    cs_buffer_printf(&name, "%s/.%s.XXXXXX", strcmp(folder, "/") == 0 ? "" : folder, basename(copy));
    int handle = mkostemp(name.text, O_CLOEXEC); /* 0600 */
    if (handle < 0) {
        status = cs_error_errno(err, errno, _("%s cannot be made"), target);
        goto out;
    }
    close(handle);
    cs_memory_scraps(name.text);
    *path = cs_buffer_detach(&name);
out:
    cs_buffer_release(&name);
    free(folder);
    free(copy);
    return status;
}

static int sync_path(const char *path, int flags)
{
    int handle = open(path, flags | O_CLOEXEC | O_NOFOLLOW);
    if (handle < 0)
        return errno;
    int number = fsync(handle) == 0 ? 0 : errno;
    close(handle);
    return number;
}

enum cs_status cs_sqlite_sync(const char *path, struct cs_error *err)
{
    int number = sync_path(path, O_RDONLY);
    return number ? cs_error_errno(err, number, _("%s could not be brought to the disk"), path) : CS_OK;
}

/* Gives a name that must be free: by renameat2, or by a second name where the file system lacks it. */
static int rename_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    return link(from, to) == 0 ? 0 : errno;
}

/* A log without its store (somebody removed or lost the one and not the other) would be laid over whatever is
 * put in the store's place. The log is looked for first: a store made meanwhile by another process is there
 * before its log. */
static enum cs_status refuse_orphan(const char *target, struct cs_error *err)
{
    struct cs_buffer log = CS_BUFFER_INIT;
    struct stat about;
    enum cs_status status = CS_OK;
    cs_buffer_printf(&log, "%s-wal", target);
    if (stat(log.text, &about) == 0 && about.st_size > 0 && (stat(target, &about) != 0 || about.st_size == 0))
        status = cs_error_set(err, CS_FAILED,
                              _("%s is the log of a store that is not there any more; move it away first"),
                              log.text);
    cs_buffer_release(&log);
    return status;
}

enum cs_status cs_sqlite_publish(const char *temporary, const char *target, bool replace,
                                 struct cs_error *err)
{
    enum cs_status status = refuse_orphan(target, err);
    if (status == CS_OK)
        status = cs_sqlite_sync(temporary, err);
    char *folder = folder_of(target);
    if (status == CS_OK) {
        int number = !replace ? rename_new(temporary, target) : rename(temporary, target) == 0 ? 0 : errno;
        if (number == EEXIST)
            status = CS_EXISTS;
        else if (number)
            status = cs_error_errno(err, number, _("%s cannot be made"), target);
    }
    unlink(temporary); /* gone already where it was renamed */
    cs_memory_scraps(NULL);
    if (status == CS_OK && folder) {
        int number = sync_path(folder, O_RDONLY | O_DIRECTORY);
        if (number && number != EINVAL) /* some network file systems cannot sync a folder */
            status = cs_error_errno(err, number, _("%s could not be brought to the disk"), folder);
        if (status != CS_OK && !replace)
            unlink(target); /* what is told as failed must not be there */
    }
    free(folder);
    return status;
}

enum cs_status cs_sqlite_create(const struct cs_backend_open *how, cs_fill_fn *fill, void *context,
                                struct cs_error *err)
{
    struct cs_connection *link = NULL;
    char *temporary = NULL;
    enum cs_found found;
    enum cs_status status = cs_sqlite_find(how, &found, err);
    if (status == CS_OK && how->make_folder)
        status = cs_sqlite_make_folders(how->place, err);
    if (status == CS_OK)
        status = cs_sqlite_temporary(how->place, &temporary, err);
    if (status == CS_OK)
        status = cs_sqlite_connect(temporary, how->name, CS_SQLITE_FRESH, how->wait_seconds, &link, err);
    if (status == CS_OK)
        status = fill(context, link, err);
    cs_sqlite_disconnect(link);
    if (status == CS_OK)
        status = cs_sqlite_publish(temporary, how->place, found == CS_FOUND_EMPTY, err);
    else if (temporary)
        unlink(temporary);
    cs_memory_scraps(NULL);
    free(temporary);
    return status;
}

/* Others who may write into the folder may put another file in the store's place. */
static void warn_of_folder(const struct cs_backend_open *how, const char *folder)
{
    struct stat about;
    if (stat(folder, &about) == 0 && (about.st_mode & S_IWOTH) && !(about.st_mode & S_ISVTX))
        cs_diag_say(how->diag, CS_WARNING, NULL, _("anybody may write into %s, the folder of the store"),
                    folder);
}

/* How the store can be opened. Without a right to write in the folder the engine can lay no log: then only an
 * unlogged store that nobody changes can be read. */
static enum cs_status choose_way(const struct cs_backend_open *how, const char *path, const char *folder,
                                 enum cs_sqlite_way *way, struct cs_error *err)
{
    struct cs_buffer log = CS_BUFFER_INIT;
    struct stat about;
    bool may = faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 &&
               faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
    if (may) {
        *way = how->write ? CS_SQLITE_WRITE : CS_SQLITE_READ;
        return CS_OK;
    }
    if (how->write && !how->or_read)
        return cs_error_errno(err, errno, _("%s cannot be written"), how->name);
    *way = CS_SQLITE_IMMUTABLE;
    cs_buffer_printf(&log, "%s-wal", path);
    if (stat(log.text, &about) == 0 && about.st_size > 0)
        *way = CS_SQLITE_READ_ONLY; /* another process is at work, or died */
    else
        cs_diag_say(how->diag, CS_NOTICE, NULL,
                    _("%s lies where you cannot write; it is read as it stands, changes made meanwhile are "
                      "not seen"),
                    how->name);
    cs_buffer_release(&log);
    return CS_OK;
}

void cs_sqlite_discard(const char *path)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-lock", "-journal" };
    struct cs_buffer name = CS_BUFFER_INIT;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        cs_buffer_reset(&name);
        cs_buffer_printf(&name, "%s%s", path, ends[i]);
        unlink(name.text);
    }
    cs_buffer_release(&name);
}

enum cs_status cs_sqlite_open(const struct cs_backend_open *how, struct cs_connection **link,
                              struct cs_error *err)
{
    enum cs_sqlite_way way = CS_SQLITE_READ;
    char *path = realpath(how->place, NULL), *folder = NULL;
    enum cs_status status = CS_OK;
    if (!path) {
        status = cs_error_errno(err, errno, _("%s cannot be opened"), how->name);
    } else {
        folder = folder_of(path);
        warn_of_folder(how, folder ? folder : "/");
        status = choose_way(how, path, folder ? folder : "/", &way, err);
    }
    if (status == CS_OK)
        status = cs_sqlite_connect(path, how->name, way, how->wait_seconds, link, err);
    free(path);
    free(folder);
    return status;
}
