/* CSV and TSV: what a record is, where faults are, and that the fast path and libcsv agree. */
#include "io-kit.h"
#include "io/csv-refuse.h"

CS_TEST(plain, "cells come as they stand, spaces and empty ones too")
{
    CHECK_READ("a,b,c\n1,2,3\n , x ,\n,,\n", NULL, "2|1|2|3\n3| | x |\n4|||\n");
    CHECK_READ("a,b\n00123,110101199003071234\n1E5,0086\n", NULL, "2|00123|110101199003071234\n3|1E5|0086\n");
    CHECK_READ("客户,电话\n张三,13800000000\n", NULL, "2|张三|13800000000\n");
}

CS_TEST(quotes, "quotes hold delimiters, line ends and doubled quotes")
{
    CHECK_READ("a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", NULL, "2|x,y|he said \"no\"\n");
    CHECK_READ("a,b\n\"one\ntwo\r\nthree\",4\n5,6\n", NULL, "2|one\ntwo\r\nthree|4\n5|5|6\n");
    CHECK_READ("a,b\n\"\",\"\"\"\"\n", NULL, "2||\"\n");
    CHECK_READ("a\n\"\"\n", NULL, "2|\n");
}

CS_TEST(line_ends, "LF, CRLF and CR alone end lines, and the last line needs none")
{
    CHECK_READ("a,b\r\n1,2\r\n3,4", NULL, "2|1|2\n3|3|4\n");
    CHECK_READ("a,b\r1,2\r3,4\r", NULL, "2|1|2\n3|3|4\n");
    CHECK_READ("a,b\n1,2\n3,\"4\"", NULL, "2|1|2\n3|3|4\n");
    CHECK_READ("a,b\n1,2\n3,", NULL, "2|1|2\n3|3|\n");
}

CS_TEST(blank_lines, "blank lines are skipped and counted")
{
    CHECK_READ("\n\na,b\n\n1,2\n\r\n\n3,4\n\n", NULL, "5|1|2\n8|3|4\n");
    CHECK_READ("a,b\n1\n\n1,2\n", NULL, "2:1! expected 2 fields, found 1\n4|1|2\n");
}

CS_TEST(ragged, "ragged rows are refused with both counts and reading goes on")
{
    CHECK_READ("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", NULL,
               "2:1! expected 3 fields, found 2\n3:1! expected 3 fields, found 4\n4|1|2|3\n");
}

CS_TEST(broken_quotes, "a quote out of place is refused at its byte")
{
    CHECK_READ(
        "a,b\n1,q\"x\n2,y\n", NULL,
        "2:4! a quote inside a field that does not begin with one; write the field as \"...\" and double "
        "the quotes in it\n3|2|y\n");
    CHECK_READ(
        "a,b\n1,\"x\ny\" z\n2,y\n", NULL,
        "3:3! text after the closing quote of a field (its quote opened on line 2); double a quote that "
        "belongs to the text\n4|2|y\n");
}

CS_TEST(open_quote, "a quote that is never closed is named where it opened")
{
    CHECK_READ("a,b\n1,2\n3,\"x\n4,5\n6,7\n", NULL,
               "2|1|2\n3:3! the quote that opens here is never closed; 3 lines after it are not read\n");
    CHECK_READ("a,\"b\n", NULL,
               "open: in.csv:1:3: the quote that opens here is never closed; 1 line after it is not read\n");
}

CS_TEST(bytes, "NUL and bytes that are no UTF-8 are refused at their place")
{
    CHECK_READ("a,b\n1,\xFF\n2,x\0y\n3,z\n", NULL,
               "2:3! byte 0xFF is not UTF-8\n3:4! a NUL byte; text has none\n4|3|z\n");
    CHECK_READ("a,b\n中,\xC0\xAF\n中,\xED\xA0\x80\n", NULL,
               "2:5! byte 0xC0 is not UTF-8\n3:5! byte 0xED is not UTF-8\n");
}

CS_TEST(delimiters, "the delimiter is found in the first line, outside quotes, or told")
{
    struct cs_source_options pipe = { .delimiter = "|" }, tab = { .format = "tsv" },
                             word = { .delimiter = "semicolon" };
    CHECK_READ("a;b\n1,5;2\n", NULL, "2|1,5|2\n");
    CHECK_TEXT(kit_said.text, "fields are parted by ;\n");
    CHECK_READ("\"a,b,c\";d\n1;2\n", NULL, "2|1|2\n");
    CHECK_READ("a\tb\n1\t\"2\t3\"\n", NULL, "2|1|2\t3\n");
    CHECK_READ("a\tb,c\n1\t2\n", &tab, "2|1|2\n");
    CHECK_READ("a|b\n1|2\n", &pipe, "2|1|2\n");
    CHECK_READ("a;b\n1;2\n", &word, "2|1|2\n");
    CHECK_READ("sep=;\na;b,c,d\n1;2\n", NULL, "3|1|2\n");
}

CS_TEST(bad_options, "formats and delimiters that cannot be are misuse")
{
    struct cs_error err;
    struct cs_source_options options[] = { { .format = "xls" },
                                           { .delimiter = "ab" },
                                           { .delimiter = "\"" } };
    for (size_t i = 0; i < 3; i++) {
        CHECK(!kit_open("a,b\n", 4, &options[i], &err));
        CHECK_INT(err.status, CS_MISUSED);
    }
}

CS_TEST(empty_input, "an empty input has no headings and no records")
{
    struct cs_error err;
    const char *const *headings;
    struct cs_source *source = kit_open("", 0, NULL, &err);
    const struct cs_raw *raw;
    CHECK(source != NULL);
    CHECK_INT(cs_source_headings(source, &headings), 0);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_NONE);
    cs_source_close(source);
    CHECK_READ("a,b\n", NULL, "");
    CHECK_READ("\n\n\n", NULL, "");
}

CS_TEST(headings, "headings are kept as they are, doubled ones too")
{
    struct cs_error err;
    const char *const *headings;
    struct cs_source *source = kit_open("a,a,\"x\ny\",\n1,2,3,4\n", 20, NULL, &err);
    CHECK_INT(cs_source_headings(source, &headings), 4);
    CHECK_TEXT(headings[1], "a");
    CHECK_TEXT(headings[2], "x\ny");
    CHECK_TEXT(headings[3], "");
    cs_source_close(source);
}

CS_TEST(raw_records, "the raw record is the input's own bytes without its line end")
{
    struct cs_error err;
    const struct cs_raw *raw;
    const char text[] = "a,b\r\n\"1\"\"\",\"x\r\ny\"\r\n3,4";
    struct cs_source *source = kit_open(text, sizeof text - 1, NULL, &err);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK_INT(raw->length, 12);
    CHECK(memcmp(raw->bytes, "\"1\"\"\",\"x\r\ny\"", 12) == 0);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK(raw->length == 3 && memcmp(raw->bytes, "3,4", 3) == 0);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_NONE);
    cs_source_close(source);
}

CS_TEST(cell_places, "a cell's place is its line and byte column, line ends in quotes counted")
{
    struct cs_error err;
    const struct cs_raw *raw;
    const char text[] = "a,b,c,d\n中,\"x\n\"\"y\",\"p,q\",9\n";
    struct cs_source *source = kit_open(text, sizeof text - 1, NULL, &err);
    static const int64_t want[][2] = { { 2, 1 }, { 2, 5 }, { 3, 6 }, { 3, 12 } };
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    for (size_t i = 0; i < 4; i++) {
        struct cs_place place = cs_source_cell_place(source, i);
        CHECK_THAT(place.line == want[i][0] && place.column == want[i][1], "cell %zu at %lld:%lld", i,
                   (long long)place.line, (long long)place.column);
    }
    cs_source_close(source);
}

/* A text of `count` times the same piece. */
static char *repeat(const char *before, const char *piece, size_t count, const char *after)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, before);
    for (size_t i = 0; i < count; i++)
        cs_buffer_text(&text, piece);
    cs_buffer_text(&text, after);
    return cs_buffer_detach(&text);
}

static void check_long(char *text, const char *want)
{
    char *got = kit_all(text, strlen(text), NULL);
    CHECK_TEXT(got, want);
    free(got);
    free(text);
}

CS_TEST(limits, "fields, records and columns above the limits are refused in words, in bounded memory")
{
    check_long(repeat("a,b\n1,", "0123456789abcdef", 70000, "\n2,x\n"),
               "2:3! a field is longer than the limit of 1 MiB\n3|2|x\n");
    check_long(repeat("a,b\n1,\"", "0123456789abcde\n", 70000, "\"\n2,x\n"),
               "2:3! a field is longer than the limit of 1 MiB\n70003|2|x\n");
    check_long(repeat("a,b\n1,\"", "0123456789abcde\n", 600000, "\"\n2,x\n"),
               "2:1! the record is longer than the limit of 8 MiB\n600003|2|x\n");
    check_long(repeat("a,b\n1,\"", "0123456789abcde\n", 600000, ""),
               "2:1! a quote that opens in this record is never closed; nothing after it is read\n");
    check_long(repeat("", "x,", 5000, "\n"), "open: in.csv:1:1: more than 4096 columns\n");
    check_long(repeat("a\n", "x,", 5000, "\ny\n"), "2:1! more than 4096 columns\n3|y\n");
}

CS_TEST(long_fields, "a field just within the limit is taken whole, quoted or not")
{
    for (int quoted = 0; quoted < 2; quoted++) {
        char *text = repeat(quoted ? "a,b\n1,\"" : "a,b\n1,", "0123456789abcdef", 65536,
                            quoted ? "\"\n2,x\n" : "\n2,x\n");
        struct cs_error err;
        const struct cs_raw *raw;
        struct cs_source *source = kit_open(text, strlen(text), NULL, &err);
        CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
        CHECK_INT(raw->cells[1].length, 1024 * 1024);
        CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
        CHECK_TEXT(raw->cells[1].text, "x");
        cs_source_close(source);
        free(text);
    }
}

/* Reads with the fast path or by libcsv alone. */
static char *read_by(const char *text, size_t length, bool slow)
{
    struct cs_buffer got = CS_BUFFER_INIT;
    struct cs_error err;
    struct cs_source_options options = { .format = "csv" };
    struct cs_source *source = kit_open(text, length, &options, &err);
    if (source && slow)
        cs_csv_slow_only(source);
    if (source)
        kit_read(source, &got);
    cs_source_close(source);
    return cs_buffer_detach(&got);
}

CS_TEST(agreement, "the fast path and libcsv give the same answer to 20,000 random inputs")
{
    static const char *const pieces[] = { "a",        "b c",  ",",    ",",    "\n",    "\n",
                                          "\r\n",     "\r",   "\"",   "\"\"", "\"x\"", "\"y,z\"",
                                          "\"p\nq\"", "中文", "\xFF", " ",    ";" };
    unsigned seed = 12345;
    for (int round = 0; round < 20000; round++) {
        struct cs_buffer text = CS_BUFFER_INIT;
        cs_buffer_text(&text, "h,i\n");
        seed = seed * 1103515245 + 12345;
        for (unsigned i = 0, count = seed >> 16 & 31; i < count; i++) {
            seed = seed * 1103515245 + 12345;
            cs_buffer_text(&text, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        char *fast = read_by(text.text, text.length, false), *slow = read_by(text.text, text.length, true);
        CHECK_THAT(strcmp(fast, slow) == 0, "<%s>\nfast %s\nslow %s", text.text, fast, slow);
        free(fast);
        free(slow);
        cs_buffer_release(&text);
    }
}

CS_TEST(windows, "records are the same wherever the window's end cuts them")
{
    struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
    cs_buffer_text(&text, "number,text\r\n");
    for (int i = 0; i < 60000; i++) {
        const char *form = i % 7 == 0 ? "%d,\"a \"\"b\"\",\r\n%d\"\r\n"
                           : i % 3    ? "%d,plain %d\r\n"
                                      : "%d,中文%d\r\n";
        cs_buffer_printf(&text, form, i, i * 7);
    }
    char *fast = read_by(text.text, text.length, false), *slow = read_by(text.text, text.length, true);
    CHECK(strcmp(fast, slow) == 0);
    CHECK(strstr(fast, "|59999|plain 419993\n") != NULL);
    free(fast);
    free(slow);
    cs_buffer_release(&text);
    cs_buffer_release(&want);
}

CS_TEST(real_input, "real exports in $CS_TEST_DATA have as many records as their figures say")
{
    static const struct {
        const char *name;
        int records;
    } files[] = { { "support-tickets.csv", 8469 },
                  { "nyc311-2024.csv", 1000 },
                  { "tickets-zh.csv", 25 },
                  { "residents-2015-utf16.csv", 143 },
                  { "zendesk/ticket_data.csv", 10 } };
    const char *folder = getenv("CS_TEST_DATA");
    for (size_t i = 0; folder && i < sizeof files / sizeof *files; i++) {
        struct cs_error err = CS_ERROR_INIT;
        struct cs_source *source = NULL;
        const struct cs_raw *raw;
        struct cs_buffer path = CS_BUFFER_INIT;
        cs_buffer_printf(&path, "%s/%s", folder, files[i].name);
        int records = 0, fd = open(path.text, O_RDONLY);
        CHECK_INT(cs_source_open(fd, files[i].name, NULL, &source, &err), CS_OK);
        while (source && cs_source_next(source, &raw, &err) == CS_OK)
            records++;
        CHECK_INT(records, files[i].records);
        cs_source_close(source);
        cs_buffer_release(&path);
    }
}
