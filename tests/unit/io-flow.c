/* From a file to rows and out again: every format to every format, at random and at length. */
#include "io-kit.h"

static unsigned seed = 20260305;

static unsigned dice(unsigned sides)
{
    seed = seed * 1103515245 + 12345;
    return (seed >> 16) % sides;
}

/* A text of random pieces that make trouble somewhere; it neither begins nor ends with a space, since fields
 * are trimmed. */
static void random_text(struct cs_buffer *text)
{
    static const char *const pieces[] = {
        "a",   "B7", ",", ";", "\t",   "\n", "\r\n", "\"",   "\"\"", "'",   "=",  "-5",    "@",    "\\",
        "\\n", "{",  "}", "[", "中文", "é",  "😀",    "null", "0086", "1E5", "%s", "$(id)", "{{x}}"
    };
    cs_buffer_char(text, 'x');
    for (unsigned i = 0, count = dice(8); i < count; i++)
        cs_buffer_text(text, pieces[dice(sizeof pieces / sizeof *pieces)]);
    cs_buffer_char(text, 'y');
}

/* Random rows as CSV, by hand: what the others are compared with. */
static enum cs_status make_rows(struct cs_sink *sink, size_t count, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < count && !status; i++) {
        struct cs_row row;
        struct cs_buffer number = CS_BUFFER_INIT, customer = CS_BUFFER_INIT, text = CS_BUFFER_INIT;
        random_text(&number);
        random_text(&customer);
        random_text(&text);
        cs_row_init(&row, &kit_record);
        row.values[KIT_ID] = cs_integer((int64_t)i);
        row.values[KIT_NUMBER] = cs_text(number.text);
        row.values[KIT_CUSTOMER] = cs_text(customer.text);
        row.values[KIT_TEXT] = dice(3) ? cs_text(text.text) : cs_null();
        row.values[KIT_PRIORITY] = dice(2) ? cs_text("urgent") : cs_null();
        row.values[KIT_OPENED] = cs_integer(1772690820 + (int64_t)dice(30000) * 3601);
        row.values[KIT_DUE] = dice(2) ? cs_integer(20000 + dice(3000)) : cs_null();
        row.values[KIT_COST] = cs_integer((int64_t)dice(30000) * 37);
        row.values[KIT_SCORE] = dice(2) ? cs_integer(1 + dice(5)) : cs_null();
        row.values[KIT_SHARE] = cs_real(dice(1000) / 8.0);
        row.values[KIT_DONE] = dice(3) ? cs_integer(dice(2)) : cs_null();
        row.values[KIT_EXTRA] = dice(2) ? cs_text("{\"k\":[1,\"a b\"]}") : cs_null();
        status = cs_sink_row(sink, &row, err);
        cs_row_release(&row);
        cs_buffer_release(&number);
        cs_buffer_release(&customer);
        cs_buffer_release(&text);
    }
    return status;
}

/* A file without a name, and a sink into it. */
static FILE *open_sink(const char *format, bool excel, struct cs_sink **sink)
{
    FILE *file = fdopen(kit_file("", 0), "w+");
    struct cs_sink_options options = { .format = format, .zone = kit_zone(), .excel = excel, .unmask = true };
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_sink_open(file, &kit_record, &options, sink, &err), CS_OK);
    return file;
}

/* Reads a file that a sink wrote and writes it in another format. */
static FILE *convert(FILE *from, const char *in, const char *out, bool excel, int64_t *count)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source_options options = { .format = in };
    struct cs_reader_options how = { .parse = { .zone = kit_zone() } };
    struct cs_source *source = NULL;
    struct cs_reader *reader = NULL;
    struct cs_sink *sink = NULL;
    struct cs_row *row;
    FILE *to = open_sink(out, excel, &sink);
    int fd = dup(fileno(from));
    lseek(fd, 0, SEEK_SET);
    CHECK_INT(cs_source_open(fd, in, &options, &source, &err), CS_OK);
    CHECK_INT(cs_reader_new(source, &kit_record, &how, &reader, &err), CS_OK);
    enum cs_status status;
    while ((status = cs_reader_next(reader, &row, &err)) == CS_OK)
        CHECK_INT(cs_sink_row(sink, row, &err), CS_OK);
    CHECK_THAT(status == CS_NONE, "%s to %s: %s", in, out, err.text);
    *count = cs_sink_count(sink);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    cs_reader_free(reader);
    cs_source_close(source);
    fclose(from);
    return to;
}

static void check_same(FILE *file, const char *want, const char *way)
{
    char *got = kit_slurp(fileno(file));
    CHECK_THAT(strcmp(got, want) == 0, "%s changed something", way);
    free(got);
}

CS_TEST(every_way, "rows go through every pair of formats and come out the same, byte for byte")
{
    static const char *const formats[] = { "csv", "tsv", "json", "jsonl" };
    struct cs_sink *sink;
    struct cs_error err = CS_ERROR_INIT;
    FILE *first = open_sink("csv", false, &sink);
    int64_t count;
    CHECK_INT(make_rows(sink, 300, &err), CS_OK);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    char *want = kit_slurp(fileno(first));
    FILE *now = convert(first, "csv", "csv", false, &count);
    check_same(now, want, "csv");
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++)
            for (int excel = 0; excel < 2; excel++) {
                char way[64];
                snprintf(way, sizeof way, "csv to %s to %s%s", formats[i], formats[j],
                         excel ? " for spreadsheets" : "");
                now = convert(now, "csv", formats[i], excel, &count);
                now = convert(now, formats[i], formats[j], !excel, &count);
                CHECK_INT(count, 300);
                now = convert(now, formats[j], "csv", false, &count);
                check_same(now, want, way);
            }
    fclose(now);
    free(want);
}

CS_TEST(identifiers, "identifiers are never numbers on their way")
{
    static const char csv[] = "number,customer\n00123,110101199003071234\n1E5,0086\n0x1F,1.10\n+86,-0\n";
    static const char *const formats[] = { "json", "jsonl", "tsv" };
    for (size_t i = 0; i < 3; i++) {
        int64_t count;
        FILE *now = fdopen(kit_file(csv, sizeof csv - 1), "r");
        now = convert(now, "csv", formats[i], false, &count);
        char *between = kit_slurp(fileno(now));
        CHECK(strstr(between, "110101199003071234") && strstr(between, "00123") && strstr(between, "1.10"));
        free(between);
        now = convert(now, formats[i], "csv", false, &count);
        char *got = kit_slurp(fileno(now));
        CHECK(strstr(got, "\n,00123,110101199003071234,") && strstr(got, "\n,1E5,0086,") &&
              strstr(got, "\n,0x1F,1.10,") && strstr(got, "\n,+86,-0,"));
        free(got);
        fclose(now);
    }
}

CS_TEST(length, "fifty thousand rows pass through, in order")
{
    struct cs_sink *sink;
    struct cs_error err = CS_ERROR_INIT;
    int64_t count;
    FILE *now = open_sink("jsonl", false, &sink);
    CHECK_INT(make_rows(sink, 50000, &err), CS_OK);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    now = convert(now, "jsonl", "csv", false, &count);
    CHECK_INT(count, 50000);
    now = convert(now, "csv", "json", false, &count);
    CHECK_INT(count, 50000);
    fclose(now);
}

CS_TEST(bad_rows, "many refused rows take no memory and do not stop the good ones")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "number,score\n");
    for (int i = 0; i < 100000; i++)
        cs_buffer_text(&text, i % 4 == 0 ? "1,3\n" : i % 4 == 1 ? "1,9\n" : i % 4 == 2 ? "1\n" : "1,q\"\n");
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = kit_open(text.text, text.length, NULL, &err);
    struct cs_reader_options how = { .parse = { .zone = kit_zone() } };
    struct cs_reader *reader = NULL;
    struct cs_row *row;
    size_t good = 0, bad = 0;
    CHECK_INT(cs_reader_new(source, &kit_record, &how, &reader, &err), CS_OK);
    for (enum cs_status status;
         (status = cs_reader_next(reader, &row, &err)) == CS_OK || status == CS_REFUSED;
         cs_error_clear(&err)) {
        good += status == CS_OK;
        bad += status == CS_REFUSED;
        CHECK_INT(cs_reader_place(reader).line, good + bad + 1);
    }
    CHECK_INT(good, 25000);
    CHECK_INT(bad, 75000);
    cs_reader_free(reader);
    cs_source_close(source);
    cs_buffer_release(&text);
}

CS_TEST(hostile_cells, "what looks like commands, templates or escapes stays data in every format")
{
    static const char *const cells[] = { "=cmd|' /C calc'!A0",
                                         "$(rm -rf /)",
                                         "{{x}}",
                                         "%n%s",
                                         "../../etc/passwd",
                                         "--help",
                                         "'; DROP TABLE ticket; --",
                                         "<script>alert(1)</script>",
                                         "x\r\nBcc: all",
                                         "\xE2\x80\xAE"
                                         "abc" };
    static const char *const formats[] = { "csv", "tsv", "json", "jsonl" };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        for (size_t f = 0; f < 4; f++) {
            struct cs_sink *sink;
            struct cs_error err = CS_ERROR_INIT;
            struct cs_row row, *read;
            FILE *file = open_sink(formats[f], false, &sink);
            cs_row_init(&row, &kit_record);
            row.values[KIT_NUMBER] = cs_text(cells[i]);
            CHECK_INT(cs_sink_row(sink, &row, &err), CS_OK);
            CHECK_INT(cs_sink_close(sink, &err), CS_OK);
            cs_row_release(&row);
            char *bytes = kit_slurp(fileno(file));
            struct cs_source_options options = { .format = formats[f] };
            struct cs_source *source = kit_open(bytes, strlen(bytes), &options, &err);
            struct cs_reader_options how = { .parse = { .zone = kit_zone() } };
            struct cs_reader *reader = NULL;
            CHECK_INT(cs_reader_new(source, &kit_record, &how, &reader, &err), CS_OK);
            CHECK_INT(cs_reader_next(reader, &read, &err), CS_OK);
            CHECK_TEXT(cs_value_text(&read->values[KIT_NUMBER]), cells[i]);
            cs_reader_free(reader);
            cs_source_close(source);
            free(bytes);
            fclose(file);
        }
}
