/*
 * Where the data files lie: share/ (policies, calendars, mappings ...), schema/ and the catalogues. Asked for
 * by --share or CS_SHARE; else beside the running binary, in a checkout (build/bin/../../share) and installed
 * (PREFIX/bin/../share/cs-tools) alike; else where `make install` would have put them.
 */
#include "program/inside.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool is_file(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The folder of the running binary, or NULL. */
static const char *binary_folder(struct cs_arena *arena)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (!slash || slash == path)
        return NULL;
    *slash = '\0';
    return cs_arena_strdup(arena, path);
}

static const char *asked_folder(const char *asked)
{
    if (asked && asked[0])
        return asked;
    asked = getenv("CS_SHARE");
    return asked && asked[0] ? asked : NULL;
}

/* Run as root, a folder that somebody else can change is a way in: its files decide what is written and sent.
 * Whoever owns the running binary is trusted already. */
static enum cs_status check_owner(const char *folder, struct cs_error *err)
{
    if (geteuid() != 0)
        return CS_OK;
    struct stat about, binary;
    if (stat(folder, &about) != 0)
        return cs_error_set(err, CS_FAILED, _("%s cannot be looked at"), folder);
    bool same = stat("/proc/self/exe", &binary) == 0 && binary.st_uid == about.st_uid;
    if (about.st_uid != 0 && !same)
        return cs_error_set(err, CS_FAILED, _("%s belongs to another user; it is not used when run as root"),
                            folder);
    if (about.st_mode & S_IWOTH)
        return cs_error_set(err, CS_FAILED,
                            _("%s can be written by everybody; it is not used when run as root"), folder);
    return CS_OK;
}

/* The first of the places that is a folder; a place is base, slash, rest. */
static const char *first_folder(struct cs_arena *arena, const char *const places[][2])
{
    for (size_t i = 0; places[i][1]; i++) {
        if (!places[i][0])
            continue;
        const char *path = cs_arena_printf(arena, "%s/%s", places[i][0], places[i][1]);
        if (is_folder(path))
            return path;
    }
    return NULL;
}

enum cs_status cs_share_folder(const char *asked, struct cs_arena *arena, const char **folder,
                               struct cs_error *err)
{
    const char *wish = asked_folder(asked);
    *folder = NULL;
    if (wish) {
        if (!is_folder(wish))
            return cs_error_set(err, CS_FAILED, _("%s is no folder (--share or CS_SHARE)"), wish);
        *folder = cs_arena_strdup(arena, wish);
    } else {
        const char *here = binary_folder(arena);
        const char *const places[][2] = {
            { here, "../share/cs-tools" }, { here, "../../share" }, { CS_PREFIX, "share/cs-tools" }, { 0 }
        };
        *folder = first_folder(arena, places);
    }
    return *folder ? check_owner(*folder, err) : CS_OK;
}

enum cs_status cs_share_schema(const char *asked, struct cs_arena *arena, const char **folder,
                               struct cs_error *err)
{
    const char *wish = asked_folder(asked), *here = binary_folder(arena);
    const char *const places[][2] = { { wish, "schema" },
                                      { wish, "../schema" },
                                      { here, "../share/cs-tools/schema" },
                                      { here, "../../schema" },
                                      { CS_PREFIX, "share/cs-tools/schema" },
                                      { 0 } };
    *folder = first_folder(arena, places);
    if (!*folder)
        return cs_error_set(err, CS_FAILED,
                            _("the folder schema/ is not found; set CS_SHARE to the toolkit's share folder"));
    return check_owner(*folder, err);
}

const char *cs_share_locale(struct cs_arena *arena)
{
    const char *wish = asked_folder(NULL), *here = binary_folder(arena);
    const char *const places[][2] = { { wish, "../locale" },
                                      { here, "../locale" },
                                      { here, "../share/locale" },
                                      { CS_PREFIX, "share/locale" },
                                      { 0 } };
    return first_folder(arena, places);
}

const char *cs_job_share(struct cs_job *job, const char *folder, const char *name, const char *suffix)
{
    if (!name || !name[0])
        return NULL;
    if (is_file(name))
        return cs_arena_strdup(&job->arena, name);
    if (strchr(name, '/'))
        return NULL;
    const char *share = NULL;
    if (cs_share_folder(job->common.share, &job->arena, &share, job->err) != CS_OK || !share)
        return NULL;
    const char *endings[] = { "", suffix ? suffix : "" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *path = cs_arena_printf(&job->arena, "%s/%s/%s%s", share, folder, name, endings[i]);
        if (is_file(path))
            return path;
    }
    return NULL;
}
