/*
 * Bringing a backup back.
 *
 * The backup is checked wholly before anything is touched. It is then copied into the living store as one
 * transaction of the engine: processes that have the store open go on with it, and a kill leaves the old
 * state. What was there is kept beside it as PATH.before-restore.
 */
#include "store/sqlite.h"

#include "base/text.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Is every page, key and number of the backup as it must be? */
static enum cs_status check_backup(struct cs_connection *link, const char *from, int64_t newest,
                                   struct cs_error *err)
{
    int64_t version = 0, broken = 0, sound = 0;
    enum cs_status status =
        cs_sqlite_number(link, "SELECT integrity_check = 'ok' FROM pragma_integrity_check(1)", &sound, err);
    if (status == CS_OK && !sound)
        status = cs_error_set(err, CS_FAILED, _("%s is damaged and was not restored"), from);
    if (status == CS_OK)
        status = cs_sqlite_broken_keys(link, NULL, &broken, err);
    if (status == CS_OK && broken)
        status =
            cs_error_set(err, CS_FAILED, _("%s has %lld references that lead nowhere; it was not restored"),
                         from, (long long)broken);
    if (status == CS_OK)
        status = cs_sqlite_version(link, &version, err);
    if (status == CS_OK && version > newest)
        status = cs_error_set(err, CS_FAILED,
                              _("%s was made by a newer cs-tools (schema %lld, this one knows %lld)"), from,
                              (long long)version, (long long)newest);
    if (status == CS_OK && version < 1)
        status = cs_error_set(err, CS_FAILED, _("%s holds no finished store"), from);
    return status;
}

static enum cs_status open_backup(const char *from, const struct cs_backend_open *how, int64_t newest,
                                  struct cs_connection **link, struct cs_error *err)
{
    struct cs_backend_open where = {
        .place = from, .name = from, .wait_seconds = how->wait_seconds, .diag = how->diag
    };
    struct stat left, right;
    enum cs_found found;
    enum cs_status status = cs_sqlite_find(&where, &found, err);
    if (status != CS_OK)
        return status;
    if (found == CS_FOUND_NOTHING)
        return cs_error_set(err, CS_FAILED, _("there is no file %s"), from);
    if (found == CS_FOUND_EMPTY)
        return cs_error_set(err, CS_FAILED, _("%s is an empty file, not a backup"), from);
    if (stat(from, &left) == 0 && stat(how->place, &right) == 0 && left.st_dev == right.st_dev &&
        left.st_ino == right.st_ino)
        return cs_error_set(err, CS_FAILED, _("%s is the store itself, not a backup of it"), from);
    status = cs_sqlite_open(&where, link, err);
    if (status == CS_OK)
        status = check_backup(*link, from, newest, err);
    return status;
}

/* Into a place where no store is yet. */
static enum cs_status put_new(const struct cs_backend_open *how, struct cs_connection *backup, bool replace,
                              struct cs_error *err)
{
    char *temporary = NULL;
    enum cs_status status = how->make_folder ? cs_sqlite_make_folders(how->place, err) : CS_OK;
    if (status == CS_OK)
        status = cs_sqlite_copy_out(backup, how->place, &temporary, err);
    if (status == CS_OK)
        status = cs_sqlite_publish(temporary, how->place, replace, err);
    if (status == CS_EXISTS)
        status = cs_error_set(err, CS_FAILED, _("a store was made at %s meanwhile"), how->name);
    free(temporary);
    return status;
}

/* Into a living store. */
static enum cs_status put_over(const struct cs_backend_open *how, struct cs_connection *backup,
                               struct cs_error *err)
{
    struct cs_connection *link = NULL;
    struct cs_buffer kept = CS_BUFFER_INIT, doubt = CS_BUFFER_INIT;
    enum cs_status status = cs_sqlite_open(how, &link, err);
    if (status == CS_OK)
        status = cs_sqlite_keep(link, "before-restore", &kept, err);
    if (status == CS_OK)
        status = cs_sqlite_wait_turn(link, err);
    if (status == CS_OK) {
        cs_buffer_text(&doubt, "; ");
        cs_buffer_printf(&doubt, _("what was in the store is kept as %s"), kept.text);
        cs_memory_saves(doubt.text, _("; what was done before is saved"));
        cs_memory_scraps(NULL);
        status = cs_sqlite_copy(backup, link, err);
    }
    if (status == CS_OK) {
        cs_memory_saved();
        cs_diag_say(how->diag, CS_NOTICE, NULL, _("what was in the store is kept as %s"), kept.text);
        cs_sqlite_end_turn(link);
        cs_sqlite_checkpoint(link, SQLITE_CHECKPOINT_TRUNCATE);
    } else if (kept.length && cs_sqlite_disown(link)) {
        cs_sqlite_discard(kept.text); /* nothing was replaced */
        cs_memory_tells("");
    } else if (kept.length) {
        cs_error_prefix(err, _("what was in the store is kept as %s"), kept.text);
    }
    cs_memory_scraps(NULL);
    cs_sqlite_disconnect(link); /* and with it the turn */
    cs_buffer_release(&kept);
    cs_buffer_release(&doubt);
    return status;
}

enum cs_status cs_sqlite_restore(const struct cs_backend_open *how, const char *from, int64_t newest,
                                 struct cs_error *err)
{
    struct cs_connection *backup = NULL;
    enum cs_found found = CS_FOUND_NOTHING;
    enum cs_status status = cs_sqlite_find(how, &found, err);
    if (status == CS_OK)
        status = open_backup(from, how, newest, &backup, err);
    if (status == CS_OK && found == CS_FOUND_STORE)
        status = put_over(how, backup, err);
    else if (status == CS_OK)
        status = put_new(how, backup, found == CS_FOUND_EMPTY, err);
    cs_sqlite_disconnect(backup);
    return status;
}
