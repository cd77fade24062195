/* What the fuzz targets share: input as a file, tables read and written, and a word before the end. */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/memory.h"
#include "base/text.h"
#include "io/sink.h"
#include "io/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Ends the process, for the fuzzer to keep the input, with what did not hold. */
#define FUZZ_HOLDS(condition)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                   \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

static inline int fuzz_open(const void *bytes, size_t length)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    FUZZ_HOLDS(fd >= 0 && write(fd, bytes, length) == (ssize_t)length && lseek(fd, 0, SEEK_SET) == 0);
    return fd;
}

/* A refusal is a sentence: text that any terminal takes, and no flood. */
static inline void fuzz_sentence(const struct cs_error *err)
{
    size_t length = strlen(err->text);
    FUZZ_HOLDS(length > 0 && length < 1000);
    FUZZ_HOLDS(cs_utf8_check(err->text, length) == length);
}

/* The bytes as text, which whoever reads records has made sure is UTF-8 without NUL; NULL where they are
 * none. */
static inline char *fuzz_text(const uint8_t *bytes, size_t length)
{
    const char *text = (const char *)bytes;
    if (memchr(bytes, '\0', length) || cs_utf8_check(text, length) != length)
        return NULL;
    return cs_strndup(text, length);
}

/* Records that were read, each with as many texts as there were headings by then; NULL: null. */
struct fuzz_table {
    char **headings;
    size_t columns;
    char **cells; /* rows * columns, once filled */
    size_t *widths;
    size_t rows, count, room;
};

static inline void fuzz_keep(struct fuzz_table *table, const struct cs_raw *raw)
{
    for (size_t i = 0; i < raw->count; i++) {
        if (table->count == table->room) {
            table->room = table->room ? 2 * table->room : 64;
            table->cells = realloc(table->cells, table->room * sizeof *table->cells);
        }
        const struct cs_cell *cell = &raw->cells[i];
        FUZZ_HOLDS(strlen(cell->text) == cell->length);
        table->cells[table->count++] = cell->null ? NULL : strdup(cell->text);
    }
    table->widths = realloc(table->widths, (table->rows + 1) * sizeof *table->widths);
    table->widths[table->rows++] = raw->count;
}

/* All records of a source that are taken; the source is closed. Returns how many were refused. */
static inline size_t fuzz_read(struct cs_source *source, struct fuzz_table *table, enum cs_status *end)
{
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_raw *raw;
    const char *const *headings;
    size_t refused = 0;
    enum cs_status status;
    *table = (struct fuzz_table){ 0 };
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        if (status == CS_OK)
            fuzz_keep(table, raw);
        refused += status == CS_REFUSED;
        cs_error_clear(&err);
    }
    *end = status;
    table->columns = cs_source_headings(source, &headings);
    table->headings = calloc(table->columns + 1, sizeof *table->headings);
    for (size_t i = 0; i < table->columns; i++)
        table->headings[i] = strdup(headings[i]);
    cs_source_close(source);
    return refused;
}

static inline void fuzz_free(struct fuzz_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->cells[i]);
    for (size_t i = 0; i < table->columns; i++)
        free(table->headings[i]);
    free(table->cells);
    free(table->headings);
    free(table->widths);
}

/* The table as a sink writes it; the text is the caller's. Cells that a record lacks are null. */
static inline char *fuzz_write(const struct fuzz_table *table, const char *format, bool excel, size_t *length)
{
    struct cs_field *fields = calloc(table->columns + 1, sizeof *fields);
    for (size_t i = 0; i < table->columns; i++)
        fields[i] = (struct cs_field){ .name = table->headings[i], .type = CS_TYPE_TEXT, .heading = "Text" };
    struct cs_record record = { .name = "row", .title = "row", .fields = fields, .count = table->columns };
    struct cs_sink_options options = { .format = format, .excel = excel };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_sink *sink;
    struct cs_row row;
    char *text;
    FILE *file = open_memstream(&text, length);
    FUZZ_HOLDS(cs_sink_open(file, &record, &options, &sink, &err) == CS_OK);
    cs_row_init(&row, &record);
    for (size_t at = 0, from = 0; at < table->rows; from += table->widths[at++]) {
        for (size_t i = 0; i < table->columns; i++)
            row.values[i] = i < table->widths[at] ? cs_text(table->cells[from + i]) : cs_null();
        FUZZ_HOLDS(cs_sink_row(sink, &row, &err) == CS_OK);
    }
    cs_row_release(&row);
    FUZZ_HOLDS(cs_sink_close(sink, &err) == CS_OK);
    fclose(file);
    free(fields);
    return text;
}

#endif
