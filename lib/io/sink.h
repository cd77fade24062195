/*
 * Sinks: records out, whatever the format, one small file a format: table (grid.h), csv, tsv, json,
 * jsonl, md. Every write and the last flush are checked. JSON is written by our own streaming writer.
 */
#ifndef CS_IO_SINK_H
#define CS_IO_SINK_H

#include "base/status.h"
#include "record/record.h"

#include <stdio.h>

struct cs_sink;

struct cs_sink_options {
    const char *format;         /* table csv tsv json jsonl md */
    const struct cs_zone *zone; /* times are shown in it */
    const int *fields;          /* which fields in which order; NULL: the default columns of the format */
    size_t field_count;
    bool excel;    /* csv, tsv: BOM, CRLF, cells that a spreadsheet would run are disarmed with a leading ' */
    bool unmask;   /* personal data as it is */
    bool terminal; /* stdout is a terminal: cells are made safe, tables cut to `width` with an ellipsis */
    size_t width;  /* columns of the terminal */
    bool color;
};

/* Writes to `file` (borrowed; flushed by close). Headings are written at once, so an empty result has its
 * header. */
enum cs_status cs_sink_open(FILE *file, const struct cs_record *record, const struct cs_sink_options *options,
                            struct cs_sink **sink, struct cs_error *err);
enum cs_status cs_sink_row(struct cs_sink *sink, const struct cs_row *row, struct cs_error *err);

/* Ends the document, flushes, frees. A failed write is a CS_FAILED sentence with strerror; EPIPE too (the
 * program tells it from the others by errno kept in cs_sink_errno before close frees). */
enum cs_status cs_sink_close(struct cs_sink *sink, struct cs_error *err);
int64_t cs_sink_count(const struct cs_sink *sink);

/* The errno of the write that failed, 0: none did. Once cs_sink_close or cs_page_close has failed, errno
 * itself holds it (EPIPE: the reader left). */
int cs_sink_errno(const struct cs_sink *sink);

/* The names a format option takes: ended by NULL. */
extern const char *const cs_sink_formats[];

/* A page for a person: titles, field lists and tables one under the other (cs-ticket show, cs-escalate
 * explain). The same descriptors, headings and widths as tables; in md it is Markdown; json: one object of
 * sections. */
struct cs_page;
enum cs_status cs_page_open(FILE *file, const struct cs_sink_options *options, struct cs_page **page,
                            struct cs_error *err);
void cs_page_title(struct cs_page *page, const char *text);
/* The fields of one row that are not null, heading beside value, two columns of pairs where the width allows.
 * `name` is the JSON key, `title` the heading of the section or NULL. */
void cs_page_record(struct cs_page *page, const char *name, const char *title, const struct cs_row *row);
/* Rows under each other; in a table and in md without the columns that no row fills. */
void cs_page_table(struct cs_page *page, const char *name, const char *title, const struct cs_record *record,
                   const struct cs_row *rows, size_t count);
void cs_page_text(struct cs_page *page, const char *name, const char *title, const char *text);
enum cs_status cs_page_close(struct cs_page *page, struct cs_error *err);

#endif
