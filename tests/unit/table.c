/* Tables and pages: one width for all lines, cut where the terminal ends, never half a character. */
#include "io-kit.h"
#include "io/grid.h"

#include <locale.h>

/* Text from random characters of several scripts. */
static void random_text(struct cs_buffer *out, unsigned *seed, size_t characters)
{
    static const char *const some[] = { "a", "Z",  " ", "中", "漏水", "é",
                                        "😀", "한", "й", "0",  "…",    "\xEE\x80\x80" };
    for (size_t i = 0; i < characters; i++) {
        *seed = *seed * 1103515245 + 12345;
        cs_buffer_text(out, some[(*seed >> 16) % (sizeof some / sizeof *some)]);
    }
}

/* The rows of a table with random texts. */
static char *random_table(size_t rows, size_t width, unsigned seed, bool color)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_sink_options options = {
        .format = "table", .zone = kit_zone(), .terminal = width > 0, .width = width, .color = color
    };
    struct cs_sink *sink = NULL;
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_sink_open(file, &kit_record, &options, &sink, &err), CS_OK);
    for (size_t i = 0; i < rows; i++) {
        struct cs_row row;
        struct cs_buffer number = CS_BUFFER_INIT, customer = CS_BUFFER_INIT;
        random_text(&number, &seed, i % 9);
        random_text(&customer, &seed, i % 40);
        cs_row_init(&row, &kit_record);
        row.values[KIT_ID] = cs_integer((int64_t)i);
        row.values[KIT_NUMBER] = cs_text(number.text);
        row.values[KIT_CUSTOMER] = cs_text(customer.text);
        row.values[KIT_OPENED] = cs_integer(1772690820);
        row.values[KIT_COST] = cs_integer((int64_t)i * 1234567);
        CHECK_INT(cs_sink_row(sink, &row, &err), CS_OK);
        cs_row_release(&row);
        cs_buffer_release(&number);
        cs_buffer_release(&customer);
    }
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    fclose(file);
    return text;
}

/* Every line is UTF-8 and of one width; returns it, and the number of lines. The sentence below that names
 * what is left out is no line of the table, but no wider than the terminal either. */
static size_t check_lines(const char *text, size_t *lines)
{
    size_t width = 0;
    *lines = 0;
    for (const char *newline; (newline = strchr(text, '\n')); text = newline + 1) {
        size_t length = (size_t)(newline - text), wide = cs_text_width(text, length);
        CHECK_INT(cs_utf8_check(text, length), length);
        if (*lines == 0)
            width = wide;
        if (strncmp(text, "… not shown", strlen("… not shown")) == 0) {
            CHECK_THAT(wide <= 81 && newline[1] == '\0', "what is said below is %zu wide", wide);
            continue;
        }
        CHECK_THAT(wide == width, "line %zu is %zu wide, not %zu: %.*s", *lines, wide, width, (int)length,
                   text);
        ++*lines;
    }
    return width;
}

CS_TEST(one_width, "all lines have one width, on terminals of any width none is wider")
{
    static const size_t widths[] = { 4, 5, 12, 20, 40, 60, 79, 80, 81, 120, 200 };
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        size_t lines;
        char *text = random_table(200, widths[i], 7, false);
        CHECK(check_lines(text, &lines) <= widths[i]);
        CHECK_INT(lines, 201);
        free(text);
    }
}

CS_TEST(piped, "in a pipe every cell is whole, and lines of the first thousand rows line up")
{
    size_t lines;
    char *text = random_table(900, 0, 7, false);
    check_lines(text, &lines);
    CHECK(strstr(text, "Customer") != NULL);
    CHECK_INT(lines, 901);
    free(text);
}

CS_TEST(batches, "long tables keep the widths of their first rows on a terminal")
{
    size_t lines;
    char *text = random_table(3500, 80, 7, false);
    CHECK_INT(check_lines(text, &lines), 80);
    CHECK_INT(lines, 3501);
    free(text);
}

CS_TEST(empty, "an empty table has its headings")
{
    char *text = random_table(0, 0, 7, false);
    CHECK_TEXT(text, "Id  Number  Customer  Phone  Priority  Opened  Due on  Cost  Score\n");
    free(text);
    text = random_table(0, 30, 7, true);
    CHECK(strncmp(text, "\033[1m", 4) == 0 && strstr(text, "\033[0m\n"));
    free(text);
}

CS_TEST(locales, "the bytes are the same whatever the process's locale")
{
    char *utf8, *plain;
    setlocale(LC_ALL, "C.UTF-8");
    utf8 = random_table(100, 60, 9, false);
    setlocale(LC_ALL, "C");
    plain = random_table(100, 60, 9, false);
    CHECK_TEXT(plain, utf8);
    free(utf8);
    free(plain);
}

CS_TEST(fitting, "a text is filled up or cut with an ellipsis, wide characters never in half")
{
    static const struct {
        const char *text;
        size_t width;
        bool right;
        const char *want;
    } fits[] = {
        { "abc", 5, false, "abc  " },     { "abc", 5, true, "  abc" },     { "abcdef", 4, false, "abc…" },
        { "中文字", 6, false, "中文字" }, { "中文字", 5, false, "中文…" }, { "中文字", 4, false, "中… " },
        { "中文字", 1, false, "…" },      { "abc", 0, false, "" },         { "", 3, false, "   " },
        { "中", 1, true, "…" },           { "a中", 2, false, "a…" },
    };
    struct cs_buffer out = CS_BUFFER_INIT;
    for (size_t i = 0; i < sizeof fits / sizeof *fits; i++) {
        cs_buffer_reset(&out);
        cs_grid_fit(&out, fits[i].text, strlen(fits[i].text), fits[i].width, fits[i].right);
        CHECK_TEXT(out.text, fits[i].want);
    }
    cs_buffer_release(&out);
}

CS_TEST(wrapping, "text is wrapped between words where it can be")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_text_wrap(&out, "the quick brown fox jumps", 25, 2, 14);
    CHECK_TEXT(out.text, "the quick\n  brown fox\n  jumps\n");
    cs_buffer_reset(&out);
    cs_text_wrap(&out, "漏水维修漏水维修", 24, 0, 11);
    CHECK_TEXT(out.text, "漏水维修漏\n水维修\n");
    cs_buffer_reset(&out);
    cs_text_wrap(&out, "a\n\nb", 4, 0, 0);
    CHECK_TEXT(out.text, "a\n\nb\n");
    cs_buffer_reset(&out);
    cs_text_wrap(&out, "", 0, 4, 80);
    CHECK_TEXT(out.text, "\n");
    cs_buffer_release(&out);
}

/* A page of every kind of section. */
static char *make_page(const char *format, size_t width)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_sink_options options = {
        .format = format, .zone = kit_zone(), .terminal = width > 0, .width = width
    };
    struct cs_page *page = NULL;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_row rows[2];
    CHECK_INT(cs_page_open(file, &options, &page, &err), CS_OK);
    for (int i = 0; i < 2; i++) {
        cs_row_init(&rows[i], &kit_record);
        rows[i].values[KIT_NUMBER] = cs_text(i ? "N2" : "N1");
        rows[i].values[KIT_CUSTOMER] = cs_text("张三");
        rows[i].values[KIT_PHONE] = cs_text("13812341234");
        rows[i].values[KIT_PRIORITY] = cs_text("urgent");
    }
    rows[0].values[KIT_TEXT] =
        cs_text("a long text that says what is wrong in the bathroom, at length, and then says it again");
    cs_page_title(page, "Case N1");
    cs_page_record(page, "case", NULL, &rows[0]);
    cs_page_table(page, "cases", "All cases", &kit_record, rows, 2);
    cs_page_text(page, "note", "Note", "first line\nsecond *line* \033");
    CHECK_INT(cs_page_close(page, &err), CS_OK);
    fclose(file);
    cs_row_release(&rows[0]);
    cs_row_release(&rows[1]);
    return text;
}

CS_TEST(page_plain, "a page has titles, pairs and tables one under the other")
{
    char *text = make_page("table", 0);
    CHECK(strncmp(text,
                  "Case N1\n\nNumber    N1\nCustomer  张三\nPhone     138****1234\nPriority  Urgent\nText    "
                  "  a long",
                  60) == 0);
    CHECK(strstr(text, "\nAll cases\nNumber  Customer  Phone        Priority\n")); /* the others are empty */
    CHECK(strstr(text, "\nNote\nfirst line\nsecond *line* ␛\n"));
    CHECK(!strstr(text, "13812341234"));
    free(text);
}

CS_TEST(page_terminal, "on a terminal no line of a page is wider than it")
{
    static const size_t widths[] = { 40, 80, 120 };
    for (size_t i = 0; i < 3; i++) {
        char *text = make_page("table", widths[i]);
        for (const char *line = text, *newline; (newline = strchr(line, '\n')); line = newline + 1)
            CHECK_THAT(cs_text_width(line, (size_t)(newline - line)) <= widths[i], "%zu: %.*s", widths[i],
                       (int)(newline - line), line);
        free(text);
    }
}

CS_TEST(page_markdown, "a page in markdown")
{
    char *text = make_page("md", 0);
    CHECK(strncmp(text, "# Case N1\n\n- **Number**: N1\n- **Customer**: 张三\n", 48) == 0);
    CHECK(strstr(text, "\n## All cases\n\n| Number | Customer |"));
    CHECK(strstr(text, "\n## Note\n\nfirst line\nsecond \\*line\\*"));
    free(text);
}

CS_TEST(page_json, "a page in json is one object of sections")
{
    char *text = make_page("json", 0);
    CHECK(strncmp(text, "{\"title\":\"Case N1\",\n\"case\":{\"id\":null,\"number\":\"N1\",", 50) == 0);
    CHECK(strstr(text, ",\n\"cases\":[{\"id\":null"));
    CHECK(strstr(text, ",\n\"note\":\"first line\\nsecond *line* \\u001b\"}\n"));
    free(text);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_page *page;
    struct cs_sink_options options = { .format = "csv" };
    CHECK_INT(cs_page_open(stdout, &options, &page, &err), CS_MISUSED);
    CHECK_INT(cs_page_close(NULL, &err), CS_OK);
}

CS_TEST(page_full_disk, "a page that cannot be written says so")
{
    FILE *file = fopen("/dev/full", "w");
    struct cs_sink_options options = { .format = "md" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_page *page = NULL;
    CHECK_INT(cs_page_open(file, &options, &page, &err), CS_OK);
    cs_page_title(page, "x");
    errno = 0;
    CHECK_INT(cs_page_close(page, &err), CS_FAILED);
    CHECK_INT(errno, ENOSPC);
    fclose(file);
}
