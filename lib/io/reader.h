/* Readers: a source, a mapping and a descriptor together give typed, checked rows. */
#ifndef CS_IO_READER_H
#define CS_IO_READER_H

#include "io/mapping.h"
#include "io/source.h"
#include "record/record.h"

struct cs_reader;

struct cs_reader_options {
    const struct cs_mapping *mapping; /* or NULL */
    struct cs_parse parse;            /* zone of naive times; serials are allowed */
    struct cs_diag
        *diag; /* notices: a column nobody maps (its text is kept in `extra` where the record has that
                  field, else "is not used"); duplicate headings are an error of cs_reader_new */
    bool need_only_key; /* records with an id column on stdin: other columns are let be */
};

/* The source is borrowed and must outlive the reader. CS_FAILED where headings clash: two columns for one
 * field. */
enum cs_status cs_reader_new(struct cs_source *source, const struct cs_record *record,
                             const struct cs_reader_options *options, struct cs_reader **reader,
                             struct cs_error *err);
void cs_reader_free(struct cs_reader *reader);

/*
 * The next row (borrowed, good until the next call; derived fields are null, keys are read). CS_OK, CS_NONE
 * at the end, CS_REFUSED: err holds `field: sentence`, cs_reader_place its place, cs_reader_raw its raw
 * record; the next call goes on.
 */
enum cs_status cs_reader_next(struct cs_reader *reader, struct cs_row **row, struct cs_error *err);
struct cs_place cs_reader_place(const struct cs_reader *reader);
const struct cs_raw *cs_reader_raw(const struct cs_reader *reader);

/* Was the field's column there at all (a missing column leaves a value as it is on update; an empty cell
 * empties it)? */
bool cs_reader_has(const struct cs_reader *reader, int field);

/* Rejects: the raw cells + line + reason, ready to be mended and read again (columns `line` and `reason` are
 * known and ignored by readers). Written as CSV with the source's headings; file made with mode 0600, O_EXCL
 * or truncated own file. */
struct cs_rejects;
enum cs_status cs_rejects_open(const char *path, struct cs_source *source, struct cs_rejects **rejects,
                               struct cs_error *err);
enum cs_status cs_rejects_add(struct cs_rejects *rejects, const struct cs_raw *raw, const char *reason,
                              struct cs_error *err);
enum cs_status cs_rejects_close(struct cs_rejects *rejects,
                                struct cs_error *err); /* flushed and checked; frees */

#endif
