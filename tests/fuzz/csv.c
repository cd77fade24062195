/*
 * Any bytes as CSV. The fast path and libcsv have to give the same records, faults and places; places lie
 * inside the input; and what was read comes back from what the sinks write of it.
 */
#include "fuzz.h"
#include "io/cell.h"
#include "io/csv-refuse.h"

/* Everything that a source says, as one text. */
static void read_all(const uint8_t *bytes, size_t length, const struct cs_source_options *options, bool slow,
                     struct cs_buffer *said)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    const struct cs_raw *raw;
    enum cs_status status = cs_source_open(fuzz_open(bytes, length), "input", options, &source, &err);
    if (status) {
        cs_buffer_printf(said, "open: %s", err.text);
        return;
    }
    if (slow)
        cs_csv_slow_only(source);
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        cs_buffer_printf(said, "\n%d %lld:%lld %s ", status, (long long)raw->place.line,
                         (long long)raw->place.column, err.text);
        cs_buffer_add(said, raw->bytes, raw->length);
        for (size_t i = 0; i < raw->count; i++) {
            cs_buffer_printf(said, "|%zu:", raw->cells[i].length);
            cs_buffer_add(said, raw->cells[i].text, raw->cells[i].length + 1);
            struct cs_place place = cs_source_cell_place(source, i);
            cs_buffer_printf(said, "@%lld:%lld", (long long)place.line, (long long)place.column);
        }
        cs_error_clear(&err);
    }
    cs_buffer_printf(said, "\nend %d %s", status, err.text);
    cs_source_close(source);
}

/* How long each line of the input is; a carriage return ends one only where there is no line feed at all. */
struct lines {
    size_t *lengths, count;
};

static struct lines measure(const uint8_t *bytes, size_t length)
{
    struct lines lines = { calloc(length + 2, sizeof *lines.lengths), 1 };
    uint8_t end = memchr(bytes, '\n', length) ? '\n' : '\r';
    for (size_t i = 0; i < length; i++) {
        lines.lengths[lines.count - 1]++;
        lines.count += bytes[i] == end;
    }
    return lines;
}

static void check_place(const struct lines *lines, struct cs_place place)
{
    FUZZ_HOLDS(place.line >= 1 && (size_t)place.line <= lines->count);
    FUZZ_HOLDS(place.column >= 1 && (size_t)place.column <= lines->lengths[place.line - 1] + 1);
}

/* Places of records, of faults and of cells. */
static void check_places(struct cs_source *source, const uint8_t *bytes, size_t length)
{
    if (cs_source_marked(source) || strcmp(cs_source_encoding(source), "UTF-8") != 0) {
        cs_source_close(source); /* its bytes are not those that are counted */
        return;
    }
    struct lines lines = measure(bytes, length);
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_raw *raw;
    enum cs_status status;
    int64_t before = 0;
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        check_place(&lines, raw->place);
        FUZZ_HOLDS(raw->place.line >= before);
        before = status == CS_OK ? raw->place.line : before;
        for (size_t i = 0; i < raw->count; i++)
            check_place(&lines, cs_source_cell_place(source, i));
        if (status == CS_REFUSED)
            fuzz_sentence(&err);
        cs_error_clear(&err);
    }
    cs_source_close(source);
    free(lines.lengths);
}

/* With --excel a text that a spreadsheet would run has a ' before it, and no other is changed. */
static void check_same(const struct fuzz_table *was, const struct fuzz_table *is, bool excel)
{
    FUZZ_HOLDS(is->rows == was->rows && is->count == was->count && is->columns == was->columns);
    for (size_t i = 0; i < was->count; i++) {
        const char *text = is->cells[i];
        FUZZ_HOLDS(text);
        if (excel && strcmp(text, was->cells[i]) != 0)
            FUZZ_HOLDS(*text++ == '\'' && cs_cell_is_risky(text, strlen(text)));
        else if (excel)
            FUZZ_HOLDS(!cs_cell_is_risky(text, strlen(text)));
        FUZZ_HOLDS(strcmp(text, was->cells[i]) == 0);
    }
}

static void check_round(const struct fuzz_table *table, const char *format, bool excel)
{
    struct cs_source_options options = { .format = format,
                                         .encoding = excel ? NULL : "utf-8",
                                         .delimiter = strcmp(format, "tsv") == 0 ? "tab" : "," };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    struct fuzz_table back;
    enum cs_status end;
    size_t length;
    char *text = fuzz_write(table, format, excel, &length);
    FUZZ_HOLDS(cs_source_open(fuzz_open(text, length), "back", &options, &source, &err) == CS_OK);
    FUZZ_HOLDS(fuzz_read(source, &back, &end) == 0 && end == CS_NONE);
    if (table->rows)
        check_same(table, &back, excel);
    fuzz_free(&back);
    free(text);
}

/* What was read is written in each format and read again. Headings are made plain: they may stand doubled. */
static void check_rounds(struct cs_source *source)
{
    struct fuzz_table table;
    enum cs_status end;
    fuzz_read(source, &table, &end);
    for (size_t i = 0; i < table.columns; i++) {
        free(table.headings[i]);
        FUZZ_HOLDS(asprintf(&table.headings[i], "c%zu", i) > 0);
    }
    if (table.columns && table.columns <= 64) {
        check_round(&table, "csv", false);
        check_round(&table, "csv", true);
        check_round(&table, "tsv", false);
        check_round(&table, "jsonl", false);
    }
    fuzz_free(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const encodings[] = { "auto", "utf-8", "gb18030", "utf-16le" };
    struct cs_buffer fast = CS_BUFFER_INIT, slow = CS_BUFFER_INIT;
    struct cs_source_options options = { .format = "csv" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    if (!length)
        return 0;
    options.encoding = encodings[bytes[0] % 4];
    bytes++;
    length--;
    read_all(bytes, length, &options, false, &fast);
    read_all(bytes, length, &options, true, &slow);
    FUZZ_HOLDS(fast.length == slow.length && memcmp(fast.text, slow.text, fast.length) == 0);
    cs_buffer_release(&fast);
    cs_buffer_release(&slow);
    if (cs_source_open(fuzz_open(bytes, length), "input", &options, &source, &err) == CS_OK)
        check_rounds(source);
    else
        fuzz_sentence(&err);
    options.encoding = "utf-8";
    if (cs_source_open(fuzz_open(bytes, length), "input", &options, &source, &err) == CS_OK)
        check_places(source, bytes, length);
    return 0;
}
