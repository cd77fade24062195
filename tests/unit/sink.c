/* Sinks: each format's bytes, masking, spreadsheets, terminals, and writes that fail. */
#include "io-kit.h"
#include "io/cell.h"
#include "io/sink-private.h"

#include <jansson.h>
#include <math.h>

/* A row of the kit's record: number, customer, phone and what a test sets besides. */
static struct cs_row make_row(const char *number, const char *customer, const char *phone)
{
    struct cs_row row;
    cs_row_init(&row, &kit_record);
    row.values[KIT_NUMBER] = cs_text(number);
    row.values[KIT_CUSTOMER] = cs_text(customer);
    row.values[KIT_PHONE] = cs_text(phone);
    return row;
}

/* What a sink writes of some rows; the caller frees it. */
static char *write_rows(const struct cs_sink_options *options, const struct cs_row *rows, size_t count)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_sink *sink = NULL;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_sink_options full = *options;
    full.zone = kit_zone();
    CHECK_INT(cs_sink_open(file, &kit_record, &full, &sink, &err), CS_OK);
    for (size_t i = 0; i < count; i++)
        CHECK_INT(cs_sink_row(sink, &rows[i], &err), CS_OK);
    CHECK_INT(cs_sink_count(sink), count);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    fclose(file);
    return text;
}

static void check_rows(const struct cs_sink_options *options, const struct cs_row *rows, size_t count,
                       const char *want)
{
    char *got = write_rows(options, rows, count);
    CHECK_TEXT(got, want);
    free(got);
}

static const int few[] = { KIT_NUMBER, KIT_CUSTOMER, KIT_PHONE };

CS_TEST(csv, "csv quotes what it has to, and no more")
{
    struct cs_row row = make_row("00123", "a,b", NULL);
    struct cs_sink_options options = { .format = "csv", .fields = few, .field_count = 3 };
    check_rows(&options, &row, 1, "number,customer,phone\n00123,\"a,b\",\n");
    row.values[KIT_NUMBER] = cs_text("say \"x\"");
    row.values[KIT_CUSTOMER] = cs_text(" a\nb ");
    check_rows(&options, &row, 1, "number,customer,phone\n\"say \"\"x\"\"\",\" a\nb \",\n");
    options.format = "tsv";
    row.values[KIT_NUMBER] = cs_text("a\tb");
    row.values[KIT_CUSTOMER] = cs_text("c,d");
    check_rows(&options, &row, 1, "number\tcustomer\tphone\n\"a\tb\"\tc,d\t\n");
    check_rows(&options, &row, 0, "number\tcustomer\tphone\n");
    cs_row_release(&row);
}

CS_TEST(one_column, "an empty cell that is all its row has is written \"\", since blank lines are skipped")
{
    struct cs_row row = make_row(NULL, NULL, NULL);
    struct cs_sink_options options = { .format = "csv", .fields = few, .field_count = 1 };
    check_rows(&options, &row, 1, "number\n\"\"\n");
    cs_row_release(&row);
}

CS_TEST(names_of_any_length,
        "a row of JSON is whole whatever the length of a name, with its value and without")
{
    enum { MOST = 70 };
    char *names[MOST], want[2 * MOST + 40];
    for (size_t length = 1; length < MOST; length++) {
        names[length] = cs_alloc(length + 1);
        memset(names[length], 'n', length);
        const struct cs_field fields[] = { { .name = names[length], .type = CS_TYPE_INT }, { .name = "b" } };
        const struct cs_record record = CS_RECORD("x", "x", fields);
        const struct cs_sink_options options = { .format = "jsonl" };
        for (int64_t filled = 0; filled < 2; filled++) {
            struct cs_value values[] = { filled ? cs_integer(7) : cs_null(), cs_null() };
            struct cs_row row = { .record = &record, .values = values };
            struct cs_sink *sink = NULL;
            char *text = NULL;
            size_t size;
            FILE *file = open_memstream(&text, &size);
            CHECK_INT(cs_sink_open(file, &record, &options, &sink, NULL), CS_OK);
            CHECK_INT(cs_sink_row(sink, &row, NULL), CS_OK);
            CHECK_INT(cs_sink_close(sink, NULL), CS_OK);
            fclose(file);
            snprintf(want, sizeof want, "{\"%s\":%s,\"b\":null}\n", names[length], filled ? "7" : "null");
            CHECK_TEXT(text, want);
            free(text);
        }
        free(names[length]);
    }
}

CS_TEST(types, "each type has its form in csv and json")
{
    static const int fields[] = { KIT_ID,   KIT_PRIORITY, KIT_OPENED, KIT_DUE,
                                  KIT_COST, KIT_SHARE,    KIT_DONE,   KIT_EXTRA };
    struct cs_row row = make_row("1", NULL, NULL);
    row.values[KIT_ID] = cs_integer(INT64_MIN);
    row.values[KIT_PRIORITY] = cs_text("urgent");
    row.values[KIT_OPENED] = cs_integer(1772690820);
    row.values[KIT_DUE] = cs_integer(0);
    row.values[KIT_COST] = cs_integer(-5);
    row.values[KIT_SHARE] = cs_real(0.1);
    row.values[KIT_DONE] = cs_integer(0);
    row.values[KIT_EXTRA] = cs_text("{\"k\":\n[1]}");
    struct cs_sink_options options = { .format = "csv", .fields = fields, .field_count = 8 };
    check_rows(&options, &row, 1,
               "id,priority,opened,due,cost,share,done,extra\n"
               "-9223372036854775808,urgent,2026-03-05T14:07:00+08:00,1970-01-01,-0.05,0.1,no,\"{\"\"k\"\":"
               "\n[1]}\"\n");
    options.format = "jsonl";
    check_rows(
        &options, &row, 1,
        "{\"id\":-9223372036854775808,\"priority\":\"urgent\",\"opened\":\"2026-03-05T14:07:00+08:00\","
        "\"due\":\"1970-01-01\",\"cost\":-0.05,\"share\":0.1,\"done\":false,\"extra\":{\"k\": [1]}}\n");
    row.values[KIT_COST] = cs_integer(123456);
    row.values[KIT_SHARE] = cs_real(NAN);
    row.values[KIT_DONE] = cs_integer(1);
    row.values[KIT_EXTRA] = cs_null();
    check_rows(
        &options, &row, 1,
        "{\"id\":-9223372036854775808,\"priority\":\"urgent\",\"opened\":\"2026-03-05T14:07:00+08:00\","
        "\"due\":\"1970-01-01\",\"cost\":1234.56,\"share\":null,\"done\":true,\"extra\":null}\n");
    cs_row_release(&row);
}

CS_TEST(json, "json is an array with a record a line")
{
    struct cs_row rows[2] = { make_row("1", "张\"三\\", NULL), make_row("2", NULL, NULL) };
    struct cs_sink_options options = { .format = "json", .fields = few, .field_count = 2 };
    check_rows(&options, rows, 0, "[]\n");
    check_rows(&options, rows, 2,
               "[{\"number\":\"1\",\"customer\":\"张\\\"三\\\\\"},\n{\"number\":\"2\",\"customer\":null}]\n");
    cs_row_release(&rows[0]);
    cs_row_release(&rows[1]);
}

CS_TEST(default_fields, "derived fields are left out but keys; for people long and quiet ones too")
{
    struct cs_sink_options options = { .format = "csv" };
    check_rows(&options, NULL, 0,
               "id,number,customer,phone,priority,opened,due,cost,score,share,done,text,extra,flags,building,"
               "room\n");
    options.format = "md";
    check_rows(&options, NULL, 0,
               "| Id | Number | Customer | Phone | Priority | Opened | Due on | Cost | Score |\n"
               "| ---: | --- | --- | --- | --- | --- | --- | ---: | ---: |\n");
}

CS_TEST(masks, "personal data is masked unless it is asked for")
{
    struct cs_row row = make_row("1", "Li", "13812341234");
    static const char *const formats[] = { "csv", "json", "table", "md" };
    for (size_t i = 0; i < 4; i++) {
        struct cs_sink_options options = { .format = formats[i], .fields = few, .field_count = 3 };
        char *got = write_rows(&options, &row, 1);
        CHECK((strstr(got, "138****1234") || strstr(got, "138\\*\\*\\*\\*1234")) &&
              !strstr(got, "13812341234"));
        free(got);
        options.unmask = true;
        got = write_rows(&options, &row, 1);
        CHECK(strstr(got, "13812341234") != NULL);
        free(got);
    }
    cs_row_release(&row);
}

CS_TEST(excel, "for spreadsheets: a mark, CRLF, and cells that would run disarmed; numbers stay numbers")
{
    static const char *const cells[][2] = {
        { "=1+1", "'=1+1" },
        { "@SUM(A1)", "'@SUM(A1)" },
        { "+86 138", "'+86 138" },
        { "-x", "'-x" },
        { "-5", "-5" },
        { "-0.25", "-0.25" },
        { "--5", "'--5" },
        { "\tx", "'\tx" },
        { "＝1", "'＝1" },
        { "'=1", "''=1" },
        { "'x", "'x" },
        { "5", "5" },
        { "-", "'-" },
        { "-5.", "'-5." },
        { "-12345678901234567", "'-12345678901234567" },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        struct cs_row row = make_row(cells[i][0], NULL, NULL);
        struct cs_sink_options options = { .format = "csv", .fields = few, .field_count = 1, .excel = true };
        char want[64];
        snprintf(want, sizeof want, "\xEF\xBB\xBFnumber\r\n%s\r\n", cells[i][1]);
        check_rows(&options, &row, 1, want);
        size_t length = strlen(cells[i][1]);
        CHECK_INT(cs_cell_is_disarmed(cells[i][1], length), strcmp(cells[i][0], cells[i][1]) != 0);
        cs_row_release(&row);
    }
    static const int cost[] = { KIT_COST };
    struct cs_row row = make_row(NULL, NULL, NULL);
    row.values[KIT_COST] = cs_integer(-500);
    struct cs_sink_options options = { .format = "csv", .fields = cost, .field_count = 1, .excel = true };
    check_rows(&options, &row, 1,
               "\xEF\xBB\xBF"
               "cost\r\n-5.00\r\n");
    cs_row_release(&row);
}

CS_TEST(lonely_nothing,
        "in a table of one column nothing is written in quotes: a blank line would not come back")
{
    static const int one[] = { KIT_NUMBER };
    static const char *const formats[] = { "csv", "tsv" };
    for (int i = 0; i < 4; i++) {
        struct cs_row row = make_row(i < 2 ? "" : NULL, NULL, NULL);
        struct cs_sink_options options = { .format = formats[i % 2], .fields = one, .field_count = 1 };
        check_rows(&options, &row, 1, "number\n\"\"\n");
        cs_row_release(&row);
    }
}

CS_TEST(terminal, "on a terminal no control byte of the data comes out, in a pipe csv is unchanged")
{
    static const char evil[] = "a\033[31m\xC2\x9B\xE2\x80\xAE\x7F";
    static const char *const formats[] = { "csv", "tsv", "json", "jsonl", "table", "md" };
    struct cs_row row = make_row(evil, "x", NULL);
    for (size_t i = 0; i < 6; i++) {
        struct cs_sink_options options = {
            .format = formats[i], .fields = few, .field_count = 2, .terminal = true, .width = 80
        };
        char *got = write_rows(&options, &row, 1);
        CHECK(!strpbrk(got, "\033\x7F") && !strstr(got, "\xC2\x9B") && !strstr(got, "\xE2\x80\xAE"));
        free(got);
    }
    struct cs_sink_options options = { .format = "csv", .fields = few, .field_count = 2 };
    char *got = write_rows(&options, &row, 1);
    CHECK(strstr(got, evil) != NULL);
    free(got);
    options.format = "jsonl";
    check_rows(&options, &row, 1,
               "{\"number\":\"a\\u001b[31m\xC2\x9B\xE2\x80\xAE\\u007f\",\"customer\":\"x\"}\n");
    cs_row_release(&row);
}

CS_TEST(strings, "JSON strings of all bytes are JSON to jansson, and the same text")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    for (int length = 0; length < 300; length++) {
        char text[300];
        for (int i = 0; i < length; i++)
            text[i] = (char)(1 + (i * 7 + length) % 127);
        cs_buffer_reset(&out);
        cs_json_string(&out, text, (size_t)length);
        json_t *value = json_loadb(out.text, out.length, JSON_DECODE_ANY, NULL);
        CHECK_THAT(json_is_string(value) && json_string_length(value) == (size_t)length &&
                       memcmp(json_string_value(value), text, (size_t)length) == 0,
                   "length %d: %s", length, out.text);
        json_decref(value);
    }
    cs_buffer_reset(&out);
    cs_json_string(&out, "中\xFF\xE4\xB8x\0y", 9);
    CHECK_TEXT(out.text, "\"中\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDx\\u0000y\"");
    cs_buffer_release(&out);
}

CS_TEST(round_trip, "what csv, tsv, json and jsonl write is read back the same")
{
    static const char *const formats[] = { "csv", "tsv", "json", "jsonl" };
    static const char *const texts[] = { "plain",       "a,b;c\td", "q\"q\"", "line\nline\r\nend",
                                         "two  spaces", "=1+1",     "中文😀",  "'",
                                         "\\n\\" };
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < sizeof texts / sizeof *texts; j++) {
            for (int excel = 0; excel < 2; excel++) {
                struct cs_row row = make_row("1", texts[j], NULL);
                struct cs_sink_options options = {
                    .format = formats[i], .fields = few, .field_count = 2, .excel = excel
                };
                char *got = write_rows(&options, &row, 1);
                struct cs_error err = CS_ERROR_INIT;
                struct cs_source_options in = { .format = formats[i] };
                struct cs_source *source = kit_open(got, strlen(got), &in, &err);
                struct cs_reader *reader = NULL;
                struct cs_row *read = NULL;
                struct cs_reader_options how = { .parse = { .zone = kit_zone() } };
                CHECK_INT(cs_reader_new(source, &kit_record, &how, &reader, &err), CS_OK);
                CHECK_INT(cs_reader_next(reader, &read, &err), CS_OK);
                CHECK_TEXT(cs_value_text(&read->values[KIT_CUSTOMER]), texts[j]);
                cs_reader_free(reader);
                cs_source_close(source);
                free(got);
                cs_row_release(&row);
            }
        }
}

CS_TEST(full_disk, "a write that fails is told with its cause, at the row or at the end, in every format")
{
    struct cs_row row = make_row("1", "x", NULL);
    for (size_t i = 0; cs_sink_formats[i]; i++) {
        for (int many = 0; many < 2; many++) {
            FILE *file = fopen("/dev/full", "w");
            struct cs_sink_options options = { .format = cs_sink_formats[i], .zone = kit_zone() };
            struct cs_error err = CS_ERROR_INIT;
            struct cs_sink *sink = NULL;
            enum cs_status status = cs_sink_open(file, &kit_record, &options, &sink, &err);
            for (int n = 0; n < (many ? 20000 : 1) && !status; n++)
                status = cs_sink_row(sink, &row, &err);
            CHECK_INT(status, many ? CS_FAILED : CS_OK);
            CHECK_INT(cs_sink_errno(sink), many ? ENOSPC : 0);
            errno = 0;
            CHECK_INT(cs_sink_close(sink, &err), CS_FAILED);
            CHECK_INT(errno, ENOSPC);
            CHECK_TEXT(err.text, "write error: No space left on device");
            fclose(file);
        }
    }
    cs_row_release(&row);
}

CS_TEST(formats, "an unknown format is misuse")
{
    struct cs_sink_options options = { .format = "xml" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_sink *sink;
    CHECK_INT(cs_sink_open(stdout, &kit_record, &options, &sink, &err), CS_MISUSED);
    CHECK(!sink);
    CHECK_INT(cs_sink_close(NULL, &err), CS_OK);
}

CS_TEST(markdown, "markdown escapes what would be markup")
{
    struct cs_row row = make_row("a|b", "*x* <b>\ny", NULL);
    struct cs_sink_options options = { .format = "md", .fields = few, .field_count = 2 };
    check_rows(&options, &row, 1, "| Number | Customer |\n| --- | --- |\n| a\\|b | \\*x\\* \\<b\\>␊y |\n");
    cs_row_release(&row);
}
