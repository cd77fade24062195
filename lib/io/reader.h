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
    struct cs_diag *diag; /* notices: a column nobody maps (its text is kept in `extra` where the record has
                             that field, else "is not used"), a column that another one outdoes; two columns
                             that mean one field equally well are an error of cs_reader_new */
    bool need_only_key;   /* records with an id column on stdin: other columns are let be */
};

/* Where a column goes and why. */
enum cs_way {
    CS_WAY_MAPPING,  /* [column] of the mapping */
    CS_WAY_NAME,     /* the field's own name */
    CS_WAY_HEADING,  /* its heading in some language */
    CS_WAY_SYNONYM,  /* a word that CRMs use for it */
    CS_WAY_MEMBER,   /* 是否群诉: yes adds `member` to the set */
    CS_WAY_IGNORED,  /* [ignore] of the mapping */
    CS_WAY_REJECTS,  /* `line` and `reason` of a file of rejects */
    CS_WAY_DERIVED,  /* worked out here, never taken in */
    CS_WAY_CONSTANT, /* a constant of the mapping wins over it: to extra */
    CS_WAY_OUTDONE,  /* column `rival` gives that field: to extra */
    CS_WAY_WATCHED,  /* looked at by the caller, not kept */
    CS_WAY_UNKNOWN,  /* to extra, or not used */
};
struct cs_reader_column {
    enum cs_way way;
    int field;  /* the field it means, whether or not it gives it; -1: none */
    int member; /* CS_WAY_MEMBER: index of the choice, else -1 */
    int rank;   /* cs_record_read_heading; a mapping's column ranks below all */
    int rival;  /* CS_WAY_OUTDONE: the column that gives the field */
};

/* The source is borrowed and must outlive the reader. Of two columns for one field the mapping's wins, else
 * the one whose heading is the more exact or comes first in the descriptor; the other goes to `extra`.
 * CS_FAILED where neither is better: the same heading twice. */
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

/* Where a column of the source goes (NULL behind the last), and whether it gives its field. */
const struct cs_reader_column *cs_reader_column(const struct cs_reader *reader, size_t column);
static inline bool cs_way_gives(enum cs_way way)
{
    return way <= CS_WAY_MEMBER;
}

/* The cell of the last row under the first heading that the record watches; NULL where no column has one. */
const struct cs_cell *cs_reader_watched(const struct cs_reader *reader);

/* The next record without reading its cells: CS_OK, CS_NONE at the end, CS_REFUSED where it is broken. Then
 * what a cell of it becomes by itself, whatever the others do: CS_OK, or CS_REFUSED with a sentence. The
 * value is good until the next record. */
enum cs_status cs_reader_look(struct cs_reader *reader, struct cs_error *err);
enum cs_status cs_reader_cell(struct cs_reader *reader, size_t column, struct cs_value *value,
                              struct cs_error *err);

/* The value of a constant of the mapping; null: there is none. */
struct cs_value cs_reader_constant(const struct cs_reader *reader, int field);

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
