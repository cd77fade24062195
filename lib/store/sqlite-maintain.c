/* Whole-store work on SQLite. */
#include "store/sqlite.h"

#include "base/text.h"

static enum cs_status later(struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED, "not written yet");
}

enum cs_status cs_sqlite_backup(struct cs_connection *link, const char *path, struct cs_error *err)
{
    (void)link, (void)path;
    return later(err);
}

enum cs_status cs_sqlite_keep(struct cs_connection *link, const char *suffix, struct cs_buffer *kept,
                              struct cs_error *err)
{
    (void)link, (void)suffix, (void)kept;
    return later(err);
}

enum cs_status cs_sqlite_restore(const struct cs_backend_open *how, const char *from, int64_t newest,
                                 struct cs_error *err)
{
    (void)how, (void)from, (void)newest;
    return later(err);
}

enum cs_status cs_sqlite_integrity(struct cs_connection *link, struct cs_diag *diag, struct cs_error *err)
{
    (void)link, (void)diag;
    return later(err);
}

enum cs_status cs_sqlite_broken_keys(struct cs_connection *link, struct cs_diag *diag, int64_t *count,
                                     struct cs_error *err)
{
    (void)diag;
    return cs_sqlite_number(link, "SELECT count(*) FROM pragma_foreign_key_check", count, err);
}

enum cs_status cs_sqlite_vacuum(struct cs_connection *link, struct cs_error *err)
{
    (void)link;
    return later(err);
}

enum cs_status cs_sqlite_query(struct cs_connection *link, const struct cs_guard *guard, const char *sql,
                               const struct cs_value *in, size_t in_count,
                               const struct cs_query_limits *limits, cs_head_fn *head, cs_values_fn *each,
                               void *context, struct cs_error *err)
{
    (void)link, (void)guard, (void)sql, (void)in, (void)in_count, (void)limits, (void)head, (void)each;
    (void)context;
    return later(err);
}
