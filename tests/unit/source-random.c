/*
 * Sources against models: random tables written by a plain writer of this file's own, in every dialect, and
 * read back through files, pipes and other encodings; random JSON written by jansson; places reckoned anew.
 */
#include "io-kit.h"

#include <iconv.h>
#include <jansson.h>
#include <pthread.h>

static uint64_t seed = 4711;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

/* ------------------------------------------------------------------ tables */

enum { ROWS = 12, COLUMNS = 5, CELL = 60 };

struct dialect {
    char delimiter;
    const char *line_end, *name;
    bool quote_all, mark, last_end;
};

struct table {
    size_t rows, columns;
    char cells[ROWS][COLUMNS][CELL];
    long long lines[ROWS]; /* where each row begins */
    long long cell_line[ROWS][COLUMNS], cell_column[ROWS][COLUMNS];
    struct cs_buffer bytes;
    size_t starts[ROWS], ends[ROWS]; /* of each row in bytes, without its line end */
};

/* Cells of everything that CSV parts fields with, and of nothing at all. The first of a row is never empty,
 * so that no row is a blank line. */
static void random_cell(char *cell, bool first)
{
    static const char *const pieces[] = { "a",
                                          "bc",
                                          "00123",
                                          " ",
                                          ",",
                                          ";",
                                          "\t",
                                          "|",
                                          "\"",
                                          "\"\"",
                                          "\n",
                                          "x\ny",
                                          "中文",
                                          "é",
                                          "'",
                                          "=1+1",
                                          "{",
                                          "[",
                                          "\xF0\x9F\x98\x80",
                                          "-" };
    cell[0] = '\0';
    if (first)
        strcat(cell, "k");
    for (unsigned count = dice(3) ? dice(6) : 0; count; count--)
        strcat(cell, pieces[dice(sizeof pieces / sizeof *pieces)]);
}

static void fill_table(struct table *table)
{
    table->rows = 1 + dice(ROWS - 1);
    table->columns = 1 + dice(COLUMNS);
    for (size_t row = 0; row < table->rows; row++)
        for (size_t i = 0; i < table->columns; i++)
            random_cell(table->cells[row][i], i == 0);
}

/* Moves a place over bytes as `sed -n Np` counts lines. */
static void move(const char *text, size_t length, long long *line, long long *column)
{
    for (size_t i = 0; i < length; i++) {
        ++*column;
        if (text[i] == '\n') {
            ++*line;
            *column = 1;
        }
    }
}

static void write_cell(struct cs_buffer *out, const char *cell, const struct dialect *dialect)
{
    bool quotes =
        dialect->quote_all || strpbrk(cell, "\"\n\r") || strchr(cell, dialect->delimiter) || dice(4) == 0;
    if (!quotes) {
        cs_buffer_text(out, cell);
        return;
    }
    cs_buffer_char(out, '"');
    for (; *cell; cell++) {
        if (*cell == '"')
            cs_buffer_char(out, '"');
        cs_buffer_char(out, *cell);
    }
    cs_buffer_char(out, '"');
}

static void write_table(struct table *table, const struct dialect *dialect)
{
    struct cs_buffer *out = &table->bytes;
    long long line = 1, column = 1;
    cs_buffer_reset(out);
    for (size_t i = 0; i < table->columns; i++)
        cs_buffer_printf(out, "%sh%zu", i ? (char[]){ dialect->delimiter, 0 } : "", i);
    cs_buffer_text(out, dialect->line_end);
    size_t seen = 0;
    for (size_t row = 0; row < table->rows; row++) {
        if (dice(6) == 0)
            cs_buffer_text(out, dialect->line_end); /* a blank line is skipped and counted */
        for (size_t i = 0; i < table->columns; i++) {
            if (i)
                cs_buffer_char(out, dialect->delimiter);
            move(out->text + seen, out->length - seen, &line, &column);
            seen = out->length;
            table->cell_line[row][i] = line;
            table->cell_column[row][i] = column;
            if (i == 0) {
                table->lines[row] = line;
                table->starts[row] = out->length;
            }
            write_cell(out, table->cells[row][i], dialect);
        }
        table->ends[row] = out->length;
        if (row + 1 < table->rows || dialect->last_end)
            cs_buffer_text(out, dialect->line_end);
    }
}

/* A pipe that gives the bytes in pieces of random sizes, from a thread. */
struct feeder {
    int fd;
    const char *bytes;
    size_t length;
    unsigned step;
};

static void *feed(void *context)
{
    struct feeder *feeder = context;
    for (size_t at = 0; at < feeder->length;) {
        size_t piece = 1 + at * 31 % feeder->step;
        if (piece > feeder->length - at)
            piece = feeder->length - at;
        if (write(feeder->fd, feeder->bytes + at, piece) != (ssize_t)piece)
            break;
        at += piece;
    }
    close(feeder->fd);
    return NULL;
}

static bool same_row(struct cs_source *source, const struct cs_raw *raw, const struct table *table,
                     size_t row, bool places)
{
    bool same =
        raw->count == table->columns && raw->place.line == table->lines[row] && raw->place.column == 1;
    for (size_t i = 0; same && i < table->columns; i++) {
        const struct cs_cell *cell = &raw->cells[i];
        same = cell->length == strlen(table->cells[row][i]) && strcmp(cell->text, table->cells[row][i]) == 0;
        struct cs_place place = cs_source_cell_place(source, i);
        same = same && (!places || (place.line == table->cell_line[row][i] &&
                                    place.column == table->cell_column[row][i]));
    }
    size_t length = table->ends[row] - table->starts[row];
    return same && raw->length == length &&
           memcmp(raw->bytes, table->bytes.text + table->starts[row], length) == 0;
}

/* Reads an open source and compares each record with the table's. */
static void compare(struct cs_source *source, const struct table *table, const char *what, bool places)
{
    const struct cs_raw *raw;
    struct cs_error err = CS_ERROR_INIT;
    enum cs_status status;
    size_t row = 0;
    while (source && (status = cs_source_next(source, &raw, &err)) == CS_OK) {
        bool same = row < table->rows && same_row(source, raw, table, row, places);
        CHECK_THAT(same, "%s: row %zu of\n%s", what, row, table->bytes.text);
        if (!same)
            return;
        row++;
    }
    CHECK_THAT(source && status == CS_NONE && row == table->rows, "%s: %zu of %zu rows: %s\n%s", what, row,
               table->rows, err.text, table->bytes.text);
}

static const struct dialect dialects[] = {
    { ',', "\n", "commas", false, false, true },     { ',', "\r\n", "commas and CRLF", false, false, true },
    { ';', "\n", "semicolons", false, false, true }, { '\t', "\n", "tabs", false, false, false },
    { '|', "\r\n", "pipes", true, false, false },    { '^', "\n", "circumflexes", false, false, true },
};
enum { DIALECTS = sizeof dialects / sizeof *dialects };

static void read_file_back(const struct table *table, const struct dialect *dialect)
{
    const char sign[] = { dialect->delimiter, '\0' };
    struct cs_source_options options = { .format = "csv", .encoding = "utf-8", .delimiter = sign };
    struct cs_error err;
    struct cs_source *source = kit_open(table->bytes.text, table->bytes.length, &options, &err);
    compare(source, table, dialect->name, true);
    cs_source_close(source);
}

CS_TEST(tables,
        "4,000 random tables come back cell by cell with each cell's line and column, in six dialects")
{
    static struct table table = { .bytes = CS_BUFFER_INIT };
    for (int round = 0; round < 4000 && !cs_unit.faults; round++) {
        fill_table(&table);
        write_table(&table, &dialects[round % DIALECTS]);
        read_file_back(&table, &dialects[round % DIALECTS]);
    }
    cs_buffer_release(&table.bytes);
}

CS_TEST(piped_tables, "through a pipe in small pieces they come back the same, spooled or not")
{
    static struct table table = { .bytes = CS_BUFFER_INIT };
    for (int round = 0; round < 600 && !cs_unit.faults; round++) {
        const struct dialect *dialect = &dialects[round % DIALECTS];
        const char sign[] = { dialect->delimiter, '\0' };
        struct cs_source_options options = { .encoding = "utf-8", .delimiter = sign, .spool = round % 2 };
        struct cs_source *source = NULL;
        struct cs_error err = CS_ERROR_INIT;
        int ends[2];
        fill_table(&table);
        write_table(&table, dialect);
        CHECK_INT(pipe(ends), 0);
        struct feeder feeder = { ends[1], table.bytes.text, table.bytes.length, 1 + dice(40) };
        pthread_t thread;
        pthread_create(&thread, NULL, feed, &feeder);
        CHECK_INT(cs_source_open(ends[0], "-", &options, &source, &err), CS_OK);
        compare(source, &table, dialect->name, true);
        cs_source_close(source);
        pthread_join(thread, NULL);
    }
    cs_buffer_release(&table.bytes);
}

/* The bytes of a table in another encoding; false where it has not all of the characters. */
static bool encode(const struct cs_buffer *text, const char *encoding, struct cs_buffer *out)
{
    iconv_t coder = iconv_open(encoding, "UTF-8");
    char *from = text->text, bytes[65536], *to = bytes;
    size_t left = text->length, room = sizeof bytes;
    bool good = iconv(coder, &from, &left, &to, &room) != (size_t)-1;
    iconv_close(coder);
    cs_buffer_reset(out);
    cs_buffer_add(out, bytes, sizeof bytes - room);
    return good;
}

CS_TEST(encoded_tables,
        "in GB18030, GBK, UTF-16 and UTF-32 they come back the same, places reckoned in UTF-8")
{
    static const char *const encodings[] = { "GB18030",  "UTF-16LE", "UTF-16BE", "UTF-16",
                                             "UTF-32LE", "GBK",      "UTF-8" };
    static struct table table = { .bytes = CS_BUFFER_INIT };
    struct cs_buffer bytes = CS_BUFFER_INIT;
    size_t read = 0;
    for (size_t round = 0; round < 1400 && !cs_unit.faults; round++) {
        const char *encoding = encodings[round % 7];
        struct cs_source_options options = { .format = "csv", .encoding = encoding, .delimiter = "," };
        struct cs_error err;
        fill_table(&table);
        write_table(&table, &dialects[0]);
        if (!encode(&table.bytes, encoding, &bytes))
            continue;
        struct cs_source *source = kit_open(bytes.text, bytes.length, &options, &err);
        compare(source, &table, encoding, true);
        cs_source_close(source);
        read++;
    }
    CHECK_THAT(read > 1000, "only %zu were read", read);
    cs_buffer_release(&bytes);
    cs_buffer_release(&table.bytes);
}

CS_TEST(two_sources, "two sources read in turn, and in two threads, do not disturb each other")
{
    static struct table left = { .bytes = CS_BUFFER_INIT }, right = { .bytes = CS_BUFFER_INIT };
    for (int round = 0; round < 200 && !cs_unit.faults; round++) {
        struct cs_source_options options = { .format = "csv", .encoding = "utf-8", .delimiter = "," };
        struct cs_error err;
        const struct cs_raw *raw;
        fill_table(&left);
        fill_table(&right);
        write_table(&left, &dialects[0]);
        write_table(&right, &dialects[0]);
        struct cs_source *one = kit_open(left.bytes.text, left.bytes.length, &options, &err);
        struct cs_source *two = kit_open(right.bytes.text, right.bytes.length, &options, &err);
        size_t rows = left.rows < right.rows ? left.rows : right.rows;
        for (size_t row = 0; row < rows; row++) {
            CHECK_INT(cs_source_next(one, &raw, &err), CS_OK);
            CHECK(same_row(one, raw, &left, row, true));
            CHECK_INT(cs_source_next(two, &raw, &err), CS_OK);
            CHECK(same_row(two, raw, &right, row, true));
        }
        cs_source_close(one);
        cs_source_close(two);
    }
    cs_buffer_release(&left.bytes);
    cs_buffer_release(&right.bytes);
}

/* ------------------------------------------------------------------ JSON */

static const char *random_string(char *text)
{
    static const char *const pieces[] = { "a",    "\"",   "\\", "/", "\n", "\t", "中", "\xF0\x9F\x98\x80",
                                          "\x01", "\x7F", " " };
    text[0] = '\0';
    for (unsigned count = dice(8); count; count--)
        strcat(text, pieces[dice(sizeof pieces / sizeof *pieces)]);
    return text;
}

static json_t *random_value(unsigned depth)
{
    char text[80];
    switch (dice(depth ? 8 : 6)) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(dice(2));
    case 2:
        return json_integer((json_int_t)seed);
    case 6: {
        json_t *array = json_array();
        for (unsigned count = dice(4); count; count--)
            json_array_append_new(array, random_value(depth - 1));
        return array;
    }
    case 7: {
        json_t *object = json_object();
        for (unsigned count = dice(4); count; count--) {
            char key[4] = { (char)('a' + dice(26)), 0 };
            json_object_set_new(object, key, random_value(depth - 1));
        }
        return object;
    }
    default:
        return json_string(random_string(text));
    }
}

/* What a cell must hold: a string's own text, else JSON of the same value (escapes may stay as they came). */
static bool is_value(const struct cs_cell *cell, const json_t *value)
{
    if (json_is_string(value))
        return cell->length == json_string_length(value) && strcmp(cell->text, json_string_value(value)) == 0;
    json_t *back = json_loadb(cell->text, cell->length, JSON_DECODE_ANY, NULL);
    bool same = back && json_equal(back, value) && strlen(cell->text) == cell->length;
    json_decref(back);
    return same;
}

static void compare_object(struct cs_source *source, const struct cs_raw *raw, const json_t *object,
                           size_t round)
{
    const char *const *headings;
    size_t count = cs_source_headings(source, &headings), present = 0;
    CHECK_INT(raw->count, count);
    for (size_t i = 0; i < raw->count; i++) {
        const json_t *value = json_object_get(object, headings[i]);
        present += value != NULL;
        bool null = !value || json_is_null(value);
        CHECK_THAT(raw->cells[i].null == null, "round %zu: %s is %s", round, headings[i],
                   null ? "not null" : "null");
        CHECK_THAT(null || is_value(&raw->cells[i], value), "round %zu: %s is %s", round, headings[i],
                   raw->cells[i].text);
    }
    CHECK_INT(present, json_object_size(object));
}

CS_TEST(objects,
        "2,000 random arrays and streams of objects, printed in many ways, give each value's own text")
{
    static const size_t flags[] = { JSON_COMPACT,
                                    JSON_INDENT(2),
                                    JSON_ENSURE_ASCII,
                                    JSON_ESCAPE_SLASH,
                                    JSON_INDENT(1) | JSON_ENSURE_ASCII,
                                    0 };
    for (size_t round = 0; round < 2000 && !cs_unit.faults; round++) {
        json_t *all = json_array();
        struct cs_buffer text = CS_BUFFER_INIT;
        bool array = dice(2);
        cs_buffer_text(&text, array ? "[" : "");
        for (size_t count = 1 + dice(6), i = 0; i < count; i++) {
            json_t *object = json_object();
            for (unsigned keys = dice(6); keys; keys--) {
                char key[4] = { (char)('a' + dice(8)), 0 };
                json_object_set_new(object, key, random_value(3));
            }
            char *printed = json_dumps(object, flags[dice(6)]);
            cs_buffer_printf(&text, "%s%s", i == 0 ? "" : array ? ",\n" : "\n", printed);
            free(printed);
            json_array_append_new(all, object);
        }
        cs_buffer_text(&text, array ? "]" : dice(2) ? "\n" : "");
        struct cs_source_options options = { .encoding = "utf-8" };
        struct cs_error err;
        struct cs_source *source = kit_open(text.text, text.length, &options, &err);
        const struct cs_raw *raw;
        size_t row = 0;
        while (source && cs_source_next(source, &raw, &err) == CS_OK)
            compare_object(source, raw, json_array_get(all, row++), round);
        CHECK_THAT(source && row == json_array_size(all), "round %zu: %zu records: %s\n%s", round, row,
                   err.text, text.text);
        cs_source_close(source);
        json_decref(all);
        cs_buffer_release(&text);
    }
}

CS_TEST(any_bytes, "of 30,000 random inputs each ends, each refusal has words and a place within the input")
{
    static const char signs[] = "\"\"\",,\n\n\r{}[]:ab1\xE4\xB8\xAD\xFF\0\\u; \t";
    for (size_t round = 0; round < 30000 && !cs_unit.faults; round++) {
        char bytes[120];
        size_t length = dice(sizeof bytes), records = 0;
        for (size_t i = 0; i < length; i++)
            bytes[i] = signs[dice(sizeof signs - 1)];
        struct cs_source_options options = { .format = round % 3 ? "csv" : "json",
                                             .encoding = round % 2 ? "utf-8" : "auto" };
        struct cs_error err;
        struct cs_source *source = kit_open(bytes, length, &options, &err);
        CHECK_THAT(source || err.text[0], "round %zu: not opened, without a word", round);
        enum cs_status status = source ? CS_OK : CS_NONE;
        while (status != CS_NONE && status != CS_FAILED && records <= length) {
            const struct cs_raw *raw;
            cs_error_clear(&err);
            status = cs_source_next(source, &raw, &err);
            records++;
            CHECK_THAT(status == CS_OK || status == CS_NONE || err.text[0], "round %zu: %d, no word", round,
                       status);
            if (status == CS_REFUSED)
                CHECK_THAT(raw->place.line >= 1 && raw->place.line <= (int64_t)length + 1 &&
                               raw->place.column >= 1 && raw->place.column <= (int64_t)length + 1,
                           "round %zu: %s at %lld:%lld", round, err.text, (long long)raw->place.line,
                           (long long)raw->place.column);
        }
        CHECK_THAT(records <= length + 1, "round %zu: %zu records of %zu bytes", round, records, length);
        cs_source_close(source);
    }
}
