/*
 * Hostile inputs (trust.md 3, H1 to H3, H6): what is wrong is refused with its place and in words, what is
 * odd but whole is carried intact, and each limit holds to the byte.
 */
#include "io-kit.h"

#include <sys/resource.h>

static const struct cs_source_options csv = { .format = "csv",
                                              .encoding = "utf-8",
                                              .delimiter = ",",
                                              .diag = &kit_diag },
                                      json = { .format = "json", .encoding = "utf-8", .diag = &kit_diag },
                                      automatic = { .diag = &kit_diag };

struct hostile {
    const char *what, *bytes;
    size_t length;
    const char *want;
};
#define BYTES(text) text, sizeof(text) - 1

static void check_all(const struct hostile *cases, size_t count, const struct cs_source_options *options)
{
    for (size_t i = 0; i < count; i++) {
        char *got = kit_all(cases[i].bytes, cases[i].length, options);
        CHECK_THAT(strcmp(got, cases[i].want) == 0, "%s: \"%s\", not \"%s\"", cases[i].what, got,
                   cases[i].want);
        free(got);
    }
}
#define CHECK_HOSTILE(cases, options) check_all(cases, sizeof(cases) / sizeof *(cases), options)

/* ------------------------------------------------------------------ CSV */

CS_TEST(csv_odd, "CSV that is odd but whole is carried intact")
{
    static const struct hostile cases[] = {
        { "spaces around", BYTES("a , b\n 1 , 2 \n"), "2| 1 | 2 \n" },
        { "quotes around nothing", BYTES("a,b\n\"\",\"\"\n"), "2||\n" },
        { "only commas", BYTES("a,b,c\n,,\n"), "2|||\n" },
        { "a quote of quotes", BYTES("a\n\"\"\"\"\"\"\n"), "2|\"\"\n" },
        { "line ends in a cell", BYTES("a,b\n\"x\r\ny\n\",2\n3,4\n"), "2|x\r\ny\n|2\n5|3|4\n" },
        { "a cell of commas", BYTES("a,b\n\",,,\",\",\"\n"), "2|,,,|,\n" },
        { "headings in quotes over two lines", BYTES("\"a\nb\",c\n1,2\n"), "3|1|2\n" },
        { "no heading at all in a column", BYTES("a,,c\n1,2,3\n"), "2|1|2|3\n" },
        { "doubled headings", BYTES("a,a,a\n1,2,3\n"), "2|1|2|3\n" },
        { "CRLF and LF in turn", BYTES("a\r\n1\n2\r\n3"), "2|1\n3|2\n4|3\n" },
        { "backslashes", BYTES("a,b\n\\\",\\n\n"),
          "2:2! a quote inside a field that does not begin with one; write the field as \"...\" and double "
          "the "
          "quotes in it\n" },
        { "controls", BYTES("a\n\001\033[0m\177\n"), "2|\001\033[0m\177\n" },
        { "two marks",
          BYTES("\xEF\xBB\xBF\xEF\xBB\xBF"
                "a\n1\n"),
          "2|1\n" },
        { "a mark in the middle",
          BYTES("a\n\xEF\xBB\xBF"
                "1\n"),
          "2|\xEF\xBB\xBF"
          "1\n" },
        { "a lone carriage return among line feeds", BYTES("a,b\n1\r,2\n"),
          "2:1! expected 2 fields, found 1\n2||2\n" },
    };
    CHECK_HOSTILE(cases, &csv);
}

CS_TEST(csv_broken, "CSV that is broken is refused where it breaks, and what follows is read")
{
    static const struct hostile cases[] = {
        { "text behind a quote", BYTES("a,b\n\"x\"y,2\n3,4\n"),
          "2:4! text after the closing quote of a field (its quote opened on line 2); double a quote that "
          "belongs "
          "to the text\n3|3|4\n" },
        { "a quote inside", BYTES("a,b\nx\"y\",2\n3,4\n"),
          "2:2! a quote inside a field that does not begin with one; write the field as \"...\" and double "
          "the "
          "quotes in it\n3|3|4\n" },
        { "an open quote", BYTES("a,b\n1,\"x\n3,4\n"),
          "2:3! the quote that opens here is never closed; 2 lines after it are not read\n" },
        { "a lone quote at the end", BYTES("a\n1\n\""),
          "2|1\n3:1! the quote that opens here is never closed; 0 lines after it are not read\n" },
        { "NUL", BYTES("a,b\n1,\0\n3,4\n"), "2:3! a NUL byte; text has none\n3|3|4\n" },
        { "NUL in quotes", BYTES("a,b\n1,\"\0\"\n3,4\n"), "2:4! a NUL byte; text has none\n3|3|4\n" },
        { "too many", BYTES("a,b\n1,2,3\n4,5\n"), "2:1! expected 2 fields, found 3\n3|4|5\n" },
        { "too few", BYTES("a,b\n1\n4,5\n"), "2:1! expected 2 fields, found 1\n3|4|5\n" },
        { "a trailing comma", BYTES("a,b\n1,2,\n"), "2:1! expected 2 fields, found 3\n" },
        { "an overlong slash", BYTES("a\n\xC0\xAF\n1\n"), "2:1! byte 0xC0 is not UTF-8\n3|1\n" },
        { "a surrogate", BYTES("a\nx\xED\xA0\x80\n1\n"), "2:2! byte 0xED is not UTF-8\n3|1\n" },
        { "beyond Unicode", BYTES("a\n\xF4\x90\x80\x80\n1\n"), "2:1! byte 0xF4 is not UTF-8\n3|1\n" },
        { "half a character", BYTES("a,b\n\xE4\xB8,1\n2,3\n"), "2:1! byte 0xE4 is not UTF-8\n3|2|3\n" },
        { "half a character at the end", BYTES("a\n1\n\xE4\xB8"), "2|1\n3:1! byte 0xE4 is not UTF-8\n" },
        { "a bad byte behind Chinese", BYTES("a\n中文\xFF\n"), "2:7! byte 0xFF is not UTF-8\n" },
        { "a bad byte on the second line of a cell", BYTES("a\n\"x\ny\xFF\"\n1\n"),
          "3:2! byte 0xFF is not UTF-8\n4|1\n" },
    };
    CHECK_HOSTILE(cases, &csv);
}

CS_TEST(csv_flood, "a flood of quotes, of empty rows and of commas ends, and in bounded memory")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    for (int kind = 0; kind < 3; kind++) {
        cs_buffer_reset(&text);
        cs_buffer_text(&text, "a,b\n");
        for (int i = 0; i < 2000000; i++)
            cs_buffer_text(&text, kind == 0 ? "\"" : kind == 1 ? "\n" : ",");
        char *got = kit_all(text.text, text.length, &csv);
        if (kind == 0)
            CHECK_TEXT(got, "2:1! expected 2 fields, found 1\n");
        else if (kind == 1)
            CHECK_TEXT(got, "");
        else
            CHECK_THAT(strncmp(got, "2:1! ", 5) == 0 && strlen(got) < 200, "%.200s", got);
        free(got);
    }
    getrusage(RUSAGE_SELF, &after);
#if !defined(__SANITIZE_ADDRESS__)
    CHECK_THAT(after.ru_maxrss - before.ru_maxrss < 96 * 1024, "%ld KiB", after.ru_maxrss - before.ru_maxrss);
#endif
    cs_buffer_release(&text);
}

/* ------------------------------------------------------------------ limits */

/* CSV of one column whose second line is a cell of so many bytes. */
static void check_cell_length(size_t length, bool quoted, const char *want)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, quoted ? "a,b\n\"" : "a,b\n");
    for (size_t i = 0; i < length; i++)
        cs_buffer_char(&text, 'x');
    cs_buffer_text(&text, quoted ? "\",1\n2,3\n" : ",1\n2,3\n");
    struct cs_error err;
    struct cs_source *source = kit_open(text.text, text.length, &csv, &err);
    const struct cs_raw *raw;
    enum cs_status status = cs_source_next(source, &raw, &err);
    if (want) {
        CHECK_INT(status, CS_REFUSED);
        CHECK_TEXT(err.text, want);
        CHECK_INT(raw->place.line, 2);
    } else {
        CHECK_INT(status, CS_OK);
        CHECK_INT(raw->cells[0].length, length);
    }
    cs_error_clear(&err);
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK_INT(raw->place.line, 3);
    CHECK_TEXT(raw->cells[1].text, "3");
    cs_source_close(source);
    cs_buffer_release(&text);
}

CS_TEST(field_limit, "a field of exactly 1 MiB is taken, one byte more is refused, and the next row is read")
{
    for (int quoted = 0; quoted < 2; quoted++) {
        check_cell_length(CS_SOURCE_FIELD_BYTES - 1, quoted, NULL);
        check_cell_length(CS_SOURCE_FIELD_BYTES, quoted, NULL);
        check_cell_length(CS_SOURCE_FIELD_BYTES + 1, quoted, "a field is longer than the limit of 1 MiB");
        check_cell_length(3 * CS_SOURCE_FIELD_BYTES, quoted, "a field is longer than the limit of 1 MiB");
    }
}

/* CSV of `columns` columns, and one row of them. */
static char *wide_table(size_t columns)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (int line = 0; line < 2; line++)
        for (size_t i = 0; i < columns; i++)
            cs_buffer_printf(&text, "%s%c%zu%s", i ? "," : "", line ? 'v' : 'h', i,
                             i + 1 == columns ? "\n" : "");
    return cs_buffer_detach(&text);
}

CS_TEST(column_limit, "4,096 columns are taken, one more is refused by its number")
{
    struct cs_error err;
    const struct cs_raw *raw;
    const char *const *headings;
    char *text = wide_table(CS_SOURCE_COLUMNS);
    struct cs_source *source = kit_open(text, strlen(text), &csv, &err);
    CHECK(source != NULL);
    CHECK_INT(cs_source_headings(source, &headings), CS_SOURCE_COLUMNS);
    CHECK_TEXT(headings[CS_SOURCE_COLUMNS - 1], "h4095");
    CHECK_INT(cs_source_next(source, &raw, &err), CS_OK);
    CHECK_INT(raw->count, CS_SOURCE_COLUMNS);
    CHECK_TEXT(raw->cells[CS_SOURCE_COLUMNS - 1].text, "v4095");
    cs_source_close(source);
    free(text);
    text = wide_table(CS_SOURCE_COLUMNS + 1);
    CHECK(kit_open(text, strlen(text), &csv, &err) == NULL);
    CHECK(err.status == CS_FAILED && strstr(err.text, "4096") != NULL);
    free(text);
}

/* A JSON object whose one value is so many arrays, one in the other. */
static char *deep_object(size_t depth)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "{\"a\":");
    for (size_t i = 0; i < depth; i++)
        cs_buffer_char(&text, '[');
    for (size_t i = 0; i < depth; i++)
        cs_buffer_char(&text, ']');
    cs_buffer_text(&text, "}\n{\"a\":1}\n");
    return cs_buffer_detach(&text);
}

CS_TEST(depth_limit,
        "values nested 100 deep are taken, deeper ones refused in words, to any depth; the next is read")
{
    static const size_t depths[] = { 1, 98, 99, 100, 101, 5000, 200000 };
    for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
        char *text = deep_object(depths[i]), *got = kit_all(text, strlen(text), &json);
        bool taken = depths[i] < CS_SOURCE_DEPTH; /* the object is one level itself */
        CHECK_THAT(taken == (strncmp(got, "1|[", 3) == 0), "%zu: %.100s", depths[i], got);
        CHECK_THAT(taken || (strstr(got, "100") && strlen(got) < 300), "%zu: %.100s", depths[i], got);
        CHECK_THAT(strcmp(got + strlen(got) - 4, "2|1\n") == 0, "%zu: the next is lost", depths[i]);
        free(text);
        free(got);
    }
}

/* ------------------------------------------------------------------ JSON */

CS_TEST(json_taken, "JSON at the edge of the grammar is taken, numbers with their own digits")
{
    static const struct hostile cases[] = {
        { "numbers", BYTES("{\"a\":-0,\"b\":1E300,\"c\":0.1000,\"d\":123456789012345678901234567890}"),
          "1|-0|1E300|0.1000|123456789012345678901234567890\n" },
        { "escapes", BYTES("{\"a\":\"\\u4e2d\\ud83d\\ude00\\/\\b\"}"), "1|中\xF0\x9F\x98\x80/\b\n" },
        { "an empty key", BYTES("{\"\":1}"), "1|1\n" },
        { "null and absent", BYTES("{\"a\":null,\"b\":1}{\"b\":2}"), "1|~|1\n1|~|2\n" },
        { "noncharacters", BYTES("{\"a\":\"\\uFFFF\"}"), "1|\xEF\xBF\xBF\n" },
        { "spaces of all kinds", BYTES(" \t\r\n{ \"a\" :\t1\n}\r\n"), "2|1\n" },
        { "an empty object", BYTES("{}"), "1\n" },
    };
    CHECK_HOSTILE(cases, &json);
}

CS_TEST(json_refused, "JSON that is none is refused, with a place in it")
{
    static const char *const cases[] = {
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":+1}",
        "{\"a\":0x10}",
        "{\"a\":'x'}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":tru}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[1",
        "{\"a\":\"x",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\xFF\"}",
        "{\"a\":1}x",
        "\"text\"",
        "7",
        "{\"a\":1e}",
        "{\"a\":\"\xED\xA0\x80\"}",
        "{\"a\":// c\n1}",
        "{\"\\ud800\":1}",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = kit_all(cases[i], strlen(cases[i]), &json);
        CHECK_THAT(strstr(got, "! ") || strncmp(got, "open: ", 6) == 0 || strstr(got, "failed: "), "%s: %s",
                   cases[i], got);
        free(got);
    }
}

CS_TEST(json_goes_on, "a broken line of JSON spoils no other")
{
    static const char *const broken[] = { "{\"a\":NaN}",       "{\"a\":01}", "{a:1}", "{\"a\":\"\\ud800\"}",
                                          "{\"a\":1,\"a\":2}", "[1]",        "7",     "{\"a\":\"\xFF\"}" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[100];
        snprintf(text, sizeof text, "{\"a\":1}\n%s\n{\"a\":3}\n", broken[i]);
        struct cs_source_options options = json;
        options.format = "jsonl";
        char *got = kit_all(text, strlen(text), &options);
        CHECK_THAT(strncmp(got, "1|1\n2:", 6) == 0, "%s: %s", broken[i], got);
        CHECK_THAT(strlen(got) > 4 && strcmp(got + strlen(got) - 4, "3|3\n") == 0, "%s: %s", broken[i], got);
        free(got);
    }
}

/* ------------------------------------------------------------------ encodings */

CS_TEST(encodings, "encodings that are cut, odd or other than said are refused at their place, never mended")
{
    static const struct {
        const char *what, *encoding, *bytes;
        size_t length;
        const char *want;
    } cases[] = {
        { "UTF-16 of an odd length", "utf-16le",
          BYTES("a\0\n\0"
                "1\0\n\0"
                "2"),
          "2|1\n3:1! a byte that is not utf-16le\n" },
        { "a lone surrogate in UTF-16", "utf-16le",
          BYTES("a\0\n\0\x00\xD8\n\0"
                "1\0\n\0"),
          "2:1! a byte that is not utf-16le\n3|1\n" },
        { "GB18030 cut at the end", "gb18030", BYTES("a\n1\n\xD5"),
          "2|1\n3:1! a byte that is not gb18030\n" },
        { "a byte that GB18030 has not", "gb18030",
          BYTES("a\n\xFF"
                "x\n1\n"),
          "2:1! a byte that is not gb18030\n3|1\n" },
        { "four bytes of GB18030", "gb18030", BYTES("a\n\x81\x30\x81\x30\n"), "2|\xC2\x80\n" },
        { "UTF-8 read as ASCII", "ascii", BYTES("a\n\xE4\xB8\xAD\n1\n"),
          "2:1! a byte that is not ascii\n3|1\n" },
        { "Latin-1 said and given", "iso-8859-1", BYTES("a\n\xE9\n"), "2|é\n" },
        { "an encoding that is none", "utf-9", BYTES("a\n"), "open: the encoding \"utf-9\" is not known\n" },
        { "an encoding with a path in it", "../../x", BYTES("a\n"),
          "open: the encoding \"../../x\" is not known\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_source_options options = {
            .format = "csv", .encoding = cases[i].encoding, .delimiter = ",", .diag = &kit_diag
        };
        char *got = kit_all(cases[i].bytes, cases[i].length, &options);
        CHECK_THAT(strcmp(got, cases[i].want) == 0, "%s: \"%s\", not \"%s\"", cases[i].what, got,
                   cases[i].want);
        free(got);
    }
}

CS_TEST(no_guess,
        "what could be GB18030 is refused with the option to give, whatever comes first in the file")
{
    static const struct hostile cases[] = {
        { "in the headings", BYTES("\xC3\xFB\xB3\xC6\n1\n"),
          "open: in.csv: line 1 column 1 is not UTF-8; try --encoding gb18030\n" },
        { "in the first row", BYTES("a,b\n1,\xD5\xC5\n"),
          "failed: in.csv: line 2 column 3 is not UTF-8; try --encoding gb18030\n" },
        { "behind plain rows", BYTES("a\n1\n2\n\xD5\xC5\n"),
          "2|1\n3|2\nfailed: in.csv: line 4 column 1 is not UTF-8; try --encoding gb18030\n" },
    };
    CHECK_HOSTILE(cases, &automatic);
}

/* ------------------------------------------------------------------ reading fails */

CS_TEST(unreadable, "an input that cannot be read is a failure in words, with the name that a person knows")
{
    struct cs_source *source = NULL;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_source_open(open("/proc/self/mem", O_RDONLY), "mem.csv", &csv, &source, &err), CS_FAILED);
    CHECK_TEXT(err.text, "mem.csv: Input/output error");
    CHECK(source == NULL);
    cs_error_clear(&err);
    CHECK_INT(cs_source_open(open("/dev/null", O_WRONLY), "-", &csv, &source, &err), CS_FAILED);
    CHECK_TEXT(err.text, "standard input: Bad file descriptor");
    cs_error_clear(&err);
    struct cs_source_options spooled = csv;
    spooled.spool = true;
    setenv("TMPDIR", "/no/such/folder", 1);
    int ends[2];
    CHECK_INT(pipe(ends), 0);
    close(ends[1]);
    CHECK_INT(cs_source_open(ends[0], "-", &spooled, &source, &err), CS_FAILED);
    CHECK_TEXT(err.text, "cannot make a temporary file in /no/such/folder: No such file or directory");
    unsetenv("TMPDIR");
}

CS_TEST(descriptors, "a source closes its descriptor, also where opening fails")
{
    int before = dup(0);
    close(before);
    for (int i = 0; i < 50; i++) {
        char *got = kit_all("a\n1\n", 4, i % 2 ? &csv : &(struct cs_source_options){ .encoding = "utf-9" });
        free(got);
    }
    int after = dup(0);
    close(after);
    CHECK_INT(after, before);
    cs_source_close(NULL);
}
