/*
 * Sinks against readers of this file's own: random rows in each format are read back value by value; tables
 * line up; hostile cells stay data; and a write that fails anywhere is told.
 */
#include "io-kit.h"

#include "base/text.h"
#include "io/cell.h"

#include <jansson.h>

static uint64_t seed = 1234;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

enum { ROWS = 8, CELL = 80 };
static char texts[ROWS][3][CELL];
static const int fields[] = { KIT_NUMBER, KIT_TEXT, KIT_CUSTOMER };

static const char *const pieces[] = { "a",
                                      "bc",
                                      "00123",
                                      "1E5",
                                      " ",
                                      ",",
                                      "\t",
                                      "\"",
                                      "\n",
                                      "\r\n",
                                      "|",
                                      "中文",
                                      "é",
                                      "'",
                                      "=1+1",
                                      "@x",
                                      "+86",
                                      "-5",
                                      "\\",
                                      "<b>",
                                      "*",
                                      "\x1B[1m",
                                      "\x7F",
                                      "\xC2\x9B",
                                      "\xE2\x80\xAE",
                                      "\xF0\x9F\x98\x80",
                                      "{{x}}",
                                      "%n",
                                      "$(id)",
                                      "--",
                                      "_",
                                      "`" };

static void random_text(char *text)
{
    text[0] = '\0';
    for (unsigned count = 1 + dice(6); count; count--)
        strcat(text, pieces[dice(sizeof pieces / sizeof *pieces)]);
}

static struct cs_row rows[ROWS];

static size_t fill(void)
{
    size_t count = 1 + dice(ROWS);
    for (size_t row = 0; row < count; row++) {
        cs_row_release(&rows[row]);
        cs_row_init(&rows[row], &kit_record);
        for (size_t i = 0; i < 3; i++) {
            random_text(texts[row][i]);
            rows[row].values[fields[i]] = cs_text(texts[row][i]);
        }
    }
    return count;
}

/* What a sink writes of rows; the caller frees it. */
static char *written(struct cs_sink_options options, const struct cs_row *list, size_t count)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_sink *sink = NULL;
    struct cs_error err = CS_ERROR_INIT;
    options.zone = kit_zone();
    options.unmask = true;
    CHECK_INT(cs_sink_open(file, &kit_record, &options, &sink, &err), CS_OK);
    for (size_t i = 0; i < count; i++)
        CHECK_INT(cs_sink_row(sink, &list[i], &err), CS_OK);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    fclose(file);
    return text;
}

/* ------------------------------------------------------------------ read back */

/* The next cell of RFC 4180, and the sign that ended it; for this test alone. */
static char read_cell(const char **at, char delimiter, struct cs_buffer *cell)
{
    cs_buffer_reset(cell);
    bool quoted = **at == '"';
    *at += quoted;
    for (;; ++*at) {
        if (quoted && **at == '"') {
            if (*++*at != '"')
                quoted = false;
        }
        if (!quoted && (**at == delimiter || **at == '\n' || **at == '\r' || !**at))
            break;
        cs_buffer_char(cell, **at);
    }
    char sign = **at;
    *at += sign != 0;
    if (sign == '\r' && **at == '\n')
        ++*at;
    return sign;
}

static void check_csv(const char *text, const char *format, size_t count, bool excel)
{
    char delimiter = strcmp(format, "tsv") == 0 ? '\t' : ',';
    struct cs_buffer cell = CS_BUFFER_INIT;
    const char *at = text;
    if (excel) {
        CHECK(memcmp(at, "\xEF\xBB\xBF", 3) == 0);
        at += 3;
    }
    for (int i = 0; i < 3; i++)
        read_cell(&at, delimiter, &cell);
    for (size_t row = 0; row < count; row++)
        for (int i = 0; i < 3; i++) {
            char sign = read_cell(&at, delimiter, &cell);
            const char *got = cell.text;
            if (excel)
                CHECK_THAT(!got[0] || !strchr("=+@\t\r\n", got[0]), "\"%s\" would run", got);
            if (excel && cs_cell_is_disarmed(cell.text, cell.length))
                got++;
            CHECK_THAT(strcmp(got, texts[row][i]) == 0, "%s: \"%s\", not \"%s\"", format, got, texts[row][i]);
            CHECK_THAT(sign == (i < 2 ? delimiter : excel ? '\r' : '\n'), "%s: ended by %d", format, sign);
        }
    CHECK_TEXT(at, "");
    cs_buffer_release(&cell);
}

CS_TEST(csv_back, "what csv and tsv write, for spreadsheets or not, a reader of RFC 4180 reads back the same")
{
    for (int round = 0; round < 4000 && !cs_unit.faults; round++) {
        struct cs_sink_options options = {
            .format = round % 2 ? "csv" : "tsv", .fields = fields, .field_count = 3, .excel = round % 4 > 1
        };
        size_t count = fill();
        char *text = written(options, rows, count);
        check_csv(text, options.format, count, options.excel);
        free(text);
    }
}

static void check_object(const json_t *object, size_t row)
{
    static const char *const names[] = { "number", "text", "customer" };
    CHECK_INT(json_object_size(object), 3);
    for (size_t i = 0; i < 3; i++) {
        const char *got = json_string_value(json_object_get(object, names[i]));
        CHECK_THAT(got && strcmp(got, texts[row][i]) == 0, "\"%s\", not \"%s\"", got ? got : "",
                   texts[row][i]);
    }
}

CS_TEST(json_back, "what json and jsonl write jansson reads back the same, on a terminal as in a pipe")
{
    for (int round = 0; round < 4000 && !cs_unit.faults; round++) {
        struct cs_sink_options options = { .format = round % 2 ? "json" : "jsonl",
                                           .fields = fields,
                                           .field_count = 3,
                                           .terminal = round % 4 > 1,
                                           .width = 80 };
        size_t count = fill(), lines = 0;
        char *text = written(options, rows, count), *line = text, *end;
        if (round % 2) {
            json_t *all = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
            CHECK_INT(json_array_size(all), count);
            for (size_t row = 0; row < json_array_size(all); row++)
                check_object(json_array_get(all, row), row);
            json_decref(all);
        }
        for (; round % 2 == 0 && (end = strchr(line, '\n')); line = end + 1) {
            json_t *one = json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES, NULL);
            check_object(one, lines++);
            json_decref(one);
        }
        CHECK_INT(lines, round % 2 ? 0 : count);
        free(text);
    }
}

CS_TEST(markdown_back,
        "what md writes has the columns of its heading in each row, and no markup of a cell's own")
{
    for (int round = 0; round < 2000 && !cs_unit.faults; round++) {
        struct cs_sink_options options = { .format = "md", .fields = fields, .field_count = 3 };
        size_t count = fill(), line = 0;
        char *text = written(options, rows, count);
        for (char *at = text; *at; line++) {
            size_t bars = 0;
            for (; *at != '\n'; at++) {
                if (*at == '\\' && at[1])
                    at++;
                else if (*at == '|')
                    bars++;
                else
                    CHECK_THAT(!strchr("<>*_`[]&~", *at), "%s", text);
            }
            at++;
            CHECK_THAT(bars == 4, "line %zu has %zu bars: %s", line, bars, text);
        }
        CHECK_INT(line, count + 2);
        free(text);
    }
}

/* ------------------------------------------------------------------ tables */

static void check_lines(const char *text, size_t lines, size_t limit)
{
    size_t seen = 0, width = 0;
    for (const char *end; *text; text = end + 1, seen++) {
        end = strchr(text, '\n');
        size_t length = (size_t)(end - text), wide = cs_text_width(text, length);
        CHECK_INT(cs_utf8_check(text, length), length);
        width = seen ? width : wide;
        CHECK_THAT(wide == width, "line %zu is %zu wide, the first %zu", seen, wide, width);
        CHECK_THAT(!limit || wide <= limit, "line %zu is %zu wide on %zu columns", seen, wide, limit);
        for (size_t i = 0; i < length; i++)
            CHECK((unsigned char)text[i] >= 0x20 && text[i] != 0x7F);
    }
    CHECK_INT(seen, lines);
}

CS_TEST(tables,
        "all lines of a table are of one width, within the terminal's, a line a row, whatever the cells hold")
{
    for (int round = 0; round < 4000 && !cs_unit.faults; round++) {
        struct cs_sink_options options = { .format = "table",
                                           .fields = fields,
                                           .field_count = 1 + (size_t)dice(3),
                                           .terminal = round % 2,
                                           .width = 20 + (size_t)dice(100) };
        size_t count = fill();
        char *text = written(options, rows, count);
        check_lines(text, count + 1, options.terminal ? options.width : 0);
        free(text);
    }
}

CS_TEST(long_table, "a table of thousands of rows keeps the widths it began with on a terminal")
{
    static const int two[] = { KIT_NUMBER, KIT_SCORE };
    enum { MANY = 5000 };
    struct cs_row *many = calloc(MANY, sizeof *many);
    char(*numbers)[CELL] = calloc(MANY, sizeof *numbers);
    for (size_t i = 0; i < MANY; i++) {
        cs_row_init(&many[i], &kit_record);
        snprintf(numbers[i], CELL, "%.*s%zu", (int)(i % 40), "----------------------------------------", i);
        many[i].values[KIT_NUMBER] = cs_text(numbers[i]);
        many[i].values[KIT_SCORE] = cs_integer((int64_t)i);
    }
    struct cs_sink_options options = {
        .format = "table", .fields = two, .field_count = 2, .terminal = true, .width = 30
    };
    char *text = written(options, many, MANY);
    check_lines(text, MANY + 1, 30);
    free(text);
    for (size_t i = 0; i < MANY; i++)
        cs_row_release(&many[i]);
    free(many);
    free(numbers);
}

/* ------------------------------------------------------------------ writes */

struct failing {
    size_t room;
    int number;
    bool half; /* takes part of a write first */
};

static ssize_t write_failing(void *cookie, const char *bytes, size_t length)
{
    struct failing *failing = cookie;
    (void)bytes;
    size_t taken = length <= failing->room ? length : failing->half ? failing->room : 0;
    if (taken < length)
        errno = failing->number;
    failing->room -= taken;
    return (ssize_t)taken;
}

/* Writes rows into a file that fails; answers the status, with its sentence in err. */
static enum cs_status write_into(struct failing *failing, const char *format, size_t count,
                                 struct cs_error *err)
{
    FILE *file = fopencookie(failing, "w", (cookie_io_functions_t){ .write = write_failing });
    struct cs_sink_options options = {
        .format = format, .zone = kit_zone(), .fields = fields, .field_count = 3
    };
    struct cs_sink *sink = NULL;
    struct cs_row row;
    enum cs_status status = cs_sink_open(file, &kit_record, &options, &sink, err), late;
    cs_row_init(&row, &kit_record);
    row.values[KIT_NUMBER] = cs_text("0123456789012345678901234567890123456789");
    for (size_t i = 0; i < count && status == CS_OK; i++)
        status = cs_sink_row(sink, &row, err);
    if (status != CS_OK) {
        CHECK_INT(cs_sink_errno(sink), failing->number);
        CHECK_INT(cs_sink_row(sink, &row, NULL), CS_FAILED);
    }
    errno = 0;
    late = cs_sink_close(sink, err);
    CHECK_INT(errno, late ? failing->number : 0);
    CHECK_THAT(late == CS_FAILED || status == CS_OK, "%s: closed well after a failure", format);
    fclose(file);
    cs_row_release(&row);
    return late;
}

CS_TEST(writes, "a write that fails at any place, at once or half way, is told by each format with its cause")
{
    for (size_t i = 0; cs_sink_formats[i]; i++)
        for (size_t room = 0; room < 40000; room = room * 3 + 7)
            for (int half = 0; half < 2; half++) {
                struct failing failing = { room, half ? EPIPE : ENOSPC, half };
                struct cs_error err = CS_ERROR_INIT;
                CHECK_THAT(write_into(&failing, cs_sink_formats[i], 3000, &err) == CS_FAILED,
                           "%s after %zu bytes", cs_sink_formats[i], room);
                CHECK_TEXT(err.text,
                           half ? "write error: Broken pipe" : "write error: No space left on device");
            }
}

CS_TEST(room_enough, "where there is room for the last byte nothing is told")
{
    for (size_t i = 0; cs_sink_formats[i]; i++) {
        struct failing roomy = { 100000000, ENOSPC, true };
        struct cs_error err = CS_ERROR_INIT;
        CHECK_INT(write_into(&roomy, cs_sink_formats[i], 50, &err), CS_OK);
        size_t length = 100000000 - roomy.room;
        struct failing exact = { length, ENOSPC, true }, short_of = { length - 1, ENOSPC, true };
        CHECK_INT(write_into(&exact, cs_sink_formats[i], 50, &err), CS_OK);
        CHECK_TEXT(err.text, "");
        CHECK_INT(write_into(&short_of, cs_sink_formats[i], 50, &err), CS_FAILED);
    }
}

CS_TEST(nothing_open, "a sink that was never opened is closed without harm")
{
    CHECK_INT(cs_sink_close(NULL, NULL), CS_OK);
}
