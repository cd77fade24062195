/* What the formats of lib/io share behind source.h. */
#ifndef CS_IO_SOURCE_PRIVATE_H
#define CS_IO_SOURCE_PRIVATE_H

#include "base/buffer.h"
#include "base/text.h"
#include "io/source.h"
#include "io/stream.h"

/* A format: how the next record is read and where its cells lie. */
struct cs_source_kind {
    enum cs_status (*open)(struct cs_source *source, struct cs_error *err);
    enum cs_status (*next)(struct cs_source *source, struct cs_error *err);
    size_t (*cell_offset)(const struct cs_source *source, size_t cell); /* in the last record's bytes */
    void (*close)(struct cs_source *source);
};

struct cs_source {
    const struct cs_source_kind *kind;
    void *state; /* the format's own */
    struct cs_stream stream;
    char *name;
    struct cs_diag *diag;
    int64_t identity[2]; /* device and inode of what was opened */
    char delimiter;      /* CSV and TSV */
    char line_byte;      /* what ends a line: \n, or \r in a file that knows no other */
    int64_t line;        /* of window[start] */
    size_t before;       /* bytes of that line before it */
    size_t taken;        /* bytes of the window that the last record fills, its line end too */
    struct cs_raw raw;
    struct cs_cell *cells;
    size_t cell_room;
    char **headings;
    size_t heading_count, heading_room;
    int64_t record_line; /* where the last record begins, also when raw.place names a fault inside it */
    size_t record_before;
};

extern const struct cs_source_kind cs_csv_kind, cs_json_kind;

/* The last record: `length` bytes at window[start + skip], of which `taken` are gone with the next call. */
void cs_source_record(struct cs_source *source, size_t skip, size_t length, size_t taken);

/* Moves on by some bytes of the window, keeping count of lines. */
void cs_source_pass(struct cs_source *source, size_t bytes);

/* Forgets what the last record filled. */
void cs_source_take(struct cs_source *source);

/* Refuses the last record: raw.place becomes the place of the byte at `offset` in it. Returns CS_REFUSED. */
enum cs_status cs_source_refuse(struct cs_source *source, size_t offset, struct cs_error *err,
                                const char *format, ...) __attribute__((format(printf, 4, 5)));

/* CS_OK where the record's bytes are UTF-8 without NUL; else refuses it, or the whole input where it looks
 * like GB18030. */
enum cs_status cs_source_check_text(struct cs_source *source, struct cs_error *err);

/* CS_OK where the record's length is within the limit. */
enum cs_status cs_source_check_length(struct cs_source *source, struct cs_error *err);

/* Line ends in a piece of text. */
int64_t cs_source_count_lines(const struct cs_source *source, const char *text, size_t length);

/* Adds a heading (copied); false above the limit. */
bool cs_source_add_heading(struct cs_source *source, const char *text, size_t length);

/* What comes at the end of the input: CS_NONE, or CS_FAILED where all of it may be GB18030. */
enum cs_status cs_source_end(struct cs_source *source, struct cs_error *err);

/* The name for a sentence. */
const char *cs_source_shown(const struct cs_source *source);

#endif
