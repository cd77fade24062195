/* What the formats of lib/io share behind sink.h. */
#ifndef CS_IO_SINK_PRIVATE_H
#define CS_IO_SINK_PRIVATE_H

#include "base/buffer.h"
#include "base/text.h"
#include "io/sink.h"

/* A format: everything is appended to sink->out, which sink.c writes. */
struct cs_sink_kind {
    const char *name;
    bool human; /* for people: headings translated, long and quiet fields left out */
    void (*begin)(struct cs_sink *sink);
    void (*row)(struct cs_sink *sink, const struct cs_row *row);
    void (*end)(struct cs_sink *sink);
    void (*release)(struct cs_sink *sink);
};

struct cs_sink {
    const struct cs_sink_kind *kind;
    FILE *file;
    const struct cs_record *record;
    struct cs_sink_options options;
    int *fields;
    size_t field_count;
    struct cs_buffer out;  /* not written yet */
    struct cs_buffer cell; /* scratch */
    int64_t count;
    int error;   /* errno of a write that failed */
    void *state; /* the format's own */
};

extern const struct cs_sink_kind cs_sink_csv, cs_sink_tsv, cs_sink_json, cs_sink_jsonl, cs_sink_table,
    cs_sink_md;

/* A value as machines read it: borrowed from the value, or made in sink->cell. Masked where it has to be. */
const char *cs_sink_machine(struct cs_sink *sink, const struct cs_field *field, const struct cs_value *value,
                            size_t *length);

/* Appends a value as a person reads it, masked and made safe for a terminal. */
void cs_sink_human(const struct cs_sink_options *options, const struct cs_field *field,
                   const struct cs_value *value, struct cs_buffer *out);

/* Appends the members of an object, without its braces. */
void cs_json_members(struct cs_buffer *out, struct cs_buffer *scratch, const struct cs_sink_options *options,
                     const struct cs_row *row, const int *fields, size_t count);

/* True where the field belongs to the default columns of a format. */
bool cs_sink_is_default(const struct cs_field *field, bool human);

/* Writes what a buffer holds and empties it; CS_FAILED with errno in *error. */
enum cs_status cs_sink_write(FILE *file, struct cs_buffer *out, int *error, struct cs_error *err);

#endif
