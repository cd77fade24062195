/*
 * Sources: records in, whatever the format: CSV (libcsv), TSV, JSON arrays and JSON Lines (jansson, a value
 * at a time), streamed. Encodings are checked and turned into UTF-8 here; nothing is decoded silently.
 */
#ifndef CS_IO_SOURCE_H
#define CS_IO_SOURCE_H

#include "base/diag.h"
#include "base/memory.h"
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct cs_source;

struct cs_source_options {
    const char *format;    /* auto csv tsv json jsonl; NULL: auto (by the first byte and by --delimiter) */
    const char *encoding;  /* auto utf-8 gb18030 utf-16 ...any that iconv knows; NULL: auto */
    const char *delimiter; /* auto , ; tab | or one byte; NULL: auto for csv (comma, semicolon or tab of the
                              first line) */
    bool spool;            /* input that is no regular file goes to an unlinked 0600 temporary file first */
    struct cs_diag *diag;  /* notices: "read as UTF-16", "delimiter ;" */
};

struct cs_cell {
    const char *text; /* NUL ended, UTF-8 */
    size_t length;
    bool null; /* JSON null; an absent key */
};

/* One record as it came. Borrowed: good until the next call. */
struct cs_raw {
    struct cs_place place; /* its first line; column 1 */
    const struct cs_cell *cells;
    size_t count;      /* cells; for JSON as many as there are headings by now */
    const char *bytes; /* the record's own bytes without its line end, as they stood in the input (decoded to
                          UTF-8) */
    size_t length;
    bool well_formed; /* the texts of the cells are UTF-8 without NUL: they stand in `bytes` as they are */
};

/* Opens a file descriptor (owned by the source from now on) called `name` ("-" = standard input) in messages.
 * Reads as much as it takes to know format, encoding, delimiter and (CSV, TSV) the headings. CS_FAILED with a
 * sentence. */
enum cs_status cs_source_open(int fd, const char *name, const struct cs_source_options *options,
                              struct cs_source **source, struct cs_error *err);
void cs_source_close(struct cs_source *source);

/* The next record. CS_OK; CS_NONE at the end; CS_REFUSED: this record is broken (ragged row, bad byte, broken
 * quote, bad JSON value): *raw has its place and bytes, err its sentence, with the exact place of the fault
 * in raw->place; the next call goes on behind it; CS_FAILED: the input cannot be read on. */
enum cs_status cs_source_next(struct cs_source *source, const struct cs_raw **raw, struct cs_error *err);

/* The headings: for CSV and TSV fixed, for JSON they grow with each new key. Duplicate headings are kept
 * (import refuses or maps them). */
size_t cs_source_headings(const struct cs_source *source, const char *const **headings);

/* Where a cell of the last record begins: line and byte column (worked out on demand). */
struct cs_place cs_source_cell_place(struct cs_source *source, size_t cell);

/* Bytes read so far and in all (0: unknown), for progress. */
int64_t cs_source_bytes(const struct cs_source *source, int64_t *total);

/* What was found: the encoding; the delimiter (0: JSON); whether a byte order mark stood at the beginning, as
 * `--excel` writes it (a reader then takes the ' off that --excel put before =, +, -, @). */
const char *cs_source_encoding(const struct cs_source *source);
char cs_source_delimiter(const struct cs_source *source);
bool cs_source_marked(const struct cs_source *source);

/* The name as the user gave it, and whether that is the very file that `fd` is open on. */
const char *cs_source_name(const struct cs_source *source);
bool cs_source_is_file(const struct cs_source *source, int fd);

/* Limits, named in words where input passes them. */
enum {
    CS_SOURCE_FIELD_BYTES = 1024 * 1024,
    CS_SOURCE_RECORD_BYTES = 8 * 1024 * 1024,
    CS_SOURCE_COLUMNS = 4096,
    CS_SOURCE_DEPTH = 100, /* of nested JSON */
};

#endif
