/*
 * Pages for a person: titles, field lists, tables and texts in each form, within the width of the terminal,
 * with nothing in them that a terminal would obey, and every write checked.
 */
#include "io-kit.h"

#include "base/text.h"

#include <jansson.h>

/* A row that is good until the eighth one after it is made. */
static struct cs_row make_row(const char *number, const char *customer, const char *text)
{
    static struct cs_row kept[8];
    static size_t next;
    struct cs_row row;
    cs_row_release(&kept[next % 8]);
    cs_row_init(&row, &kit_record);
    kept[next++ % 8] = row;
    row.values[KIT_NUMBER] = cs_text(number);
    if (customer)
        row.values[KIT_CUSTOMER] = cs_text(customer);
    if (text)
        row.values[KIT_TEXT] = cs_text(text);
    return row;
}

/* A page in the making, into memory. */
static struct {
    char *text;
    size_t length;
    FILE *file;
    struct cs_page *page;
} made;

static struct cs_page *begin(struct cs_sink_options options)
{
    struct cs_error err = CS_ERROR_INIT;
    options.zone = kit_zone();
    options.unmask = true;
    made.file = open_memstream(&made.text, &made.length);
    CHECK_INT(cs_page_open(made.file, &options, &made.page, &err), CS_OK);
    return made.page;
}

static const char *finish(void)
{
    struct cs_error err = CS_ERROR_INIT;
    CHECK_INT(cs_page_close(made.page, &err), CS_OK);
    fclose(made.file);
    return made.text;
}

#define CHECK_PAGE(want)                                                                                     \
    do {                                                                                                     \
        CHECK_TEXT(finish(), want);                                                                          \
        free(made.text);                                                                                     \
    } while (0)

static const struct cs_sink_options as_table = { .format = "table" }, as_md = { .format = "md" },
                                    as_json = { .format = "json" };

/* ------------------------------------------------------------------ forms */

CS_TEST(no_form, "a page has three forms; csv and tsv are none, and say so")
{
    static const char *const formats[] = { "csv", "tsv", "html", "" };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct cs_sink_options options = { .format = formats[i] };
        struct cs_error err = CS_ERROR_INIT;
        struct cs_page *page = (struct cs_page *)&options;
        char want[80];
        snprintf(want, sizeof want, "\"%s\" is no form of a page; there are table, md, json", formats[i]);
        CHECK_INT(cs_page_open(stdout, &options, &page, &err), CS_MISUSED);
        CHECK_TEXT(err.text, want);
        CHECK(page == NULL);
    }
}

CS_TEST(empty, "an empty page is nothing, but in JSON an empty object")
{
    begin(as_table);
    CHECK_PAGE("");
    begin(as_md);
    CHECK_PAGE("");
    begin(as_json);
    CHECK_PAGE("{}\n");
    CHECK_INT(cs_page_close(NULL, NULL), CS_OK);
}

static void fill(struct cs_page *page)
{
    struct cs_row rows[] = { make_row("A1", "张三", NULL), make_row("A22", "Li|Si", NULL) };
    rows[0].values[KIT_SCORE] = cs_integer(5);
    cs_page_title(page, "Ticket A1");
    cs_page_record(page, "ticket", NULL, &rows[0]);
    cs_page_table(page, "others", "Others", &kit_record, &rows[1], 1);
    cs_page_text(page, "advice", "Advice", "first line\nsecond *line*");
}

CS_TEST(table, "for the eye: sections parted by empty lines, headings beside values")
{
    fill(begin(as_table));
    CHECK_PAGE("Ticket A1\n\n"
               "Number    A1\n"
               "Customer  张三\n"
               "Score     5\n\n"
               "Others\n"
               "Number  Customer\n" /* columns without a value take no room */
               "A22     Li|Si   \n\n"
               "Advice\nfirst line\nsecond *line*\n");
}

CS_TEST(markdown, "in Markdown: headings of two ranks, a list, a table, and text whose signs are escaped")
{
    fill(begin(as_md));
    CHECK_PAGE("# Ticket A1\n\n"
               "- **Number**: A1\n"
               "- **Customer**: 张三\n"
               "- **Score**: 5\n\n"
               "## Others\n\n"
               "| Number | Customer |\n"
               "| --- | --- |\n"
               "| A22 | Li\\|Si |\n\n"
               "## Advice\n\nfirst line\nsecond \\*line\\*\n");
}

CS_TEST(json, "in JSON: one object whose keys are the sections' names, whatever their headings")
{
    json_error_t fault;
    fill(begin(as_json));
    json_t *page = json_loads(finish(), JSON_REJECT_DUPLICATES, &fault);
    CHECK_THAT(page != NULL, "%s: %s", fault.text, made.text);
    CHECK_INT(json_object_size(page), 4);
    CHECK_TEXT(json_string_value(json_object_get(page, "title")), "Ticket A1");
    CHECK_TEXT(json_string_value(json_object_get(json_object_get(page, "ticket"), "customer")), "张三");
    CHECK_INT(json_integer_value(json_object_get(json_object_get(page, "ticket"), "score")), 5);
    CHECK(json_is_null(json_object_get(json_object_get(page, "ticket"), "text")));
    CHECK_INT(json_array_size(json_object_get(page, "others")), 1);
    CHECK_TEXT(json_string_value(json_object_get(page, "advice")), "first line\nsecond *line*");
    json_decref(page);
    free(made.text);
    struct cs_sink_options lines = { .format = "jsonl" };
    cs_page_title(begin(lines), "x");
    CHECK_PAGE("{\"title\":\"x\"}\n");
}

CS_TEST(no_rows, "a table without rows has its heading line; in JSON it is an empty array")
{
    cs_page_table(begin(as_json), "none", "None", &kit_record, NULL, 0);
    CHECK_PAGE("{\"none\":[]}\n");
    cs_page_table(begin(as_table), "none", NULL, &kit_record, NULL, 0);
    CHECK_PAGE("Id  Number  Customer  Phone  Priority  Opened  Due on  Cost  Score\n");
}

CS_TEST(no_values, "a record without values is a section without lines, in JSON an object of nulls")
{
    struct cs_row row = make_row("x", NULL, NULL);
    row.values[KIT_NUMBER] = cs_null();
    cs_page_record(begin(as_table), "ticket", "Ticket", &row);
    CHECK_PAGE("Ticket\n");
    cs_page_record(begin(as_json), "ticket", "Ticket", &row);
    json_t *page = json_loads(finish(), 0, NULL);
    const json_t *ticket = json_object_get(page, "ticket");
    CHECK_INT(json_object_size(ticket), kit_record.count);
    json_decref(page);
    free(made.text);
}

CS_TEST(masks, "personal data on a page is masked unless it is asked for, in every form")
{
    static const char *const formats[] = { "table", "md", "json" };
    struct cs_row row = make_row("A1", NULL, NULL);
    row.values[KIT_PHONE] = cs_text("13800138000");
    for (size_t i = 0; i < 3; i++)
        for (int unmask = 0; unmask < 2; unmask++) {
            struct cs_sink_options options = { .format = formats[i], .zone = kit_zone(), .unmask = unmask };
            struct cs_error err = CS_ERROR_INIT;
            made.file = open_memstream(&made.text, &made.length);
            CHECK_INT(cs_page_open(made.file, &options, &made.page, &err), CS_OK);
            cs_page_record(made.page, "a", NULL, &row);
            cs_page_table(made.page, "b", NULL, &kit_record, &row, 1);
            finish();
            CHECK_THAT(!!strstr(made.text, "13800138000") == unmask, "%s: %s", formats[i], made.text);
            free(made.text);
        }
}

CS_TEST(colors, "headings are bold where colours are on, and only they")
{
    struct cs_sink_options options = { .format = "table", .color = true };
    struct cs_row row = make_row("A1", NULL, NULL);
    struct cs_page *page = begin(options);
    cs_page_title(page, "T");
    cs_page_record(page, "r", "R", &row);
    cs_page_text(page, "x", NULL, "text");
    CHECK_PAGE("\033[1mT\033[0m\n\n\033[1mR\033[0m\nNumber  A1\n\ntext\n");
    options.format = "md";
    cs_page_title(begin(options), "T");
    CHECK_PAGE("# T\n");
    options.format = "json";
    cs_page_title(begin(options), "T");
    CHECK_PAGE("{\"title\":\"T\"}\n");
}

/* ------------------------------------------------------------------ hostile texts */

static const char *const hostile[] = { "\033[31mred",
                                       "\033]0;title\007",
                                       "a\rb\nc\td",
                                       "\xC2\x9B"
                                       "31m",
                                       "\xE2\x80\xAE"
                                       "fdp",
                                       "\xFF\xFE bytes",
                                       "\x7F\b\b\b",
                                       "<script>x</script>",
                                       "{{x}} %n $(id)",
                                       "| --- |",
                                       "\xED\xA0\x80",
                                       "\"quoted\\\"" };
enum { HOSTILE = sizeof hostile / sizeof *hostile };

/* Nothing in it that a terminal obeys: no control but line ends, no C1, no marks of direction, no broken
 * byte. */
static bool is_tame(const char *text)
{
    size_t length = strlen(text), bytes;
    for (size_t at = 0; at < length; at += bytes) {
        uint32_t code = 0;
        bytes = cs_utf8_decode(text + at, length - at, &code);
        if (!bytes || (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0) ||
            (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069))
            return false;
    }
    return true;
}

CS_TEST(tame, "whatever a value, a title, a heading or a text holds, the terminal sees no control of it")
{
    static const char *const formats[] = { "table", "md", "json" };
    for (size_t i = 0; i < HOSTILE * 3; i++) {
        const char *text = hostile[i / 3];
        struct cs_sink_options options = { .format = formats[i % 3], .terminal = true, .width = 80 };
        struct cs_row row = make_row(text, text, text);
        row.values[KIT_EXTRA] = cs_text("{\"k\":\"\xE2\x80\xAE\xC2\x9B\"}");
        struct cs_page *page = begin(options);
        cs_page_title(page, text);
        cs_page_record(page, "r", text, &row);
        cs_page_table(page, "t", text, &kit_record, &row, 1);
        cs_page_text(page, "x", text, text);
        finish();
        CHECK_THAT(is_tame(made.text), "%s of %zu: %s", formats[i % 3], i / 3, made.text);
        free(made.text);
    }
}

CS_TEST(json_same, "JSON keeps each hostile text whole, on a terminal as in a pipe")
{
    for (size_t i = 0; i < HOSTILE * 2; i++) {
        const char *text = hostile[i / 2];
        struct cs_sink_options options = { .format = "json", .terminal = i % 2, .width = 40 };
        cs_page_text(begin(options), "x", NULL, text);
        json_t *page = json_loads(finish(), 0, NULL);
        const char *back = json_string_value(json_object_get(page, "x"));
        bool whole = cs_utf8_check(text, strlen(text)) == strlen(text);
        CHECK_THAT(back && (!whole || strcmp(back, text) == 0), "%zu: %s", i, made.text);
        json_decref(page);
        free(made.text);
    }
}

CS_TEST(no_markup, "no text of a page becomes markup: each sign of Markdown and HTML in it is escaped")
{
    struct cs_row row = make_row("<b>*x*</b>", "[a](http://b)", "`c` | d");
    struct cs_page *page = begin(as_md);
    cs_page_title(page, "a_b_c <i>");
    cs_page_record(page, "r", NULL, &row);
    CHECK_PAGE("# a\\_b\\_c \\<i\\>\n\n"
               "- **Number**: \\<b\\>\\*x\\*\\</b\\>\n"
               "- **Customer**: \\[a\\](http://b)\n"
               "- **Text**: \\`c\\` \\| d\n");
}

CS_TEST(entities, "a text that looks like an HTML entity is shown as it is, not as the character it names")
{
    struct cs_row row = make_row("&lt;script&gt;", "R&D", "~~gone~~");
    cs_page_record(begin(as_md), "r", NULL, &row);
    CHECK_PAGE("- **Number**: \\&lt;script\\&gt;\n- **Customer**: R\\&D\n- **Text**: \\~\\~gone\\~\\~\n");
}

/* ------------------------------------------------------------------ widths */

static uint64_t seed = 99;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

static const char *random_text(char *text, size_t words)
{
    static const char *const pieces[] = {
        "a",          "be",   "the",        "ticket",           "internationalisation",
        "中",         "报修", "客户服务部", "\xF0\x9F\x98\x80", "e\xCC\x81",
        "0123456789", "-"
    };
    text[0] = '\0';
    for (size_t i = dice((unsigned)words + 1); i; i--) {
        strcat(text, pieces[dice(sizeof pieces / sizeof *pieces)]);
        strcat(text, dice(3) ? " " : "");
    }
    return text;
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;
    for (const char *end; *text; text = end + 1) {
        end = strchrnul(text, '\n');
        size_t width = cs_text_width(text, (size_t)(end - text));
        widest = width > widest ? width : widest;
        if (!*end)
            break;
    }
    return widest;
}

CS_TEST(within, "no line of a page is wider than the terminal, from 40 columns to 200, whatever the texts")
{
    char number[2000], customer[2000], text[4000], advice[4000];
    for (size_t round = 0; round < 3000; round++) {
        struct cs_sink_options options = { .format = "table", .terminal = true, .width = 40 + dice(160) };
        struct cs_row row =
            make_row(random_text(number, 4), random_text(customer, 12), random_text(text, 60));
        row.values[KIT_OPENED] = cs_integer(1767229200);
        row.values[KIT_COST] = cs_integer(12345);
        row.values[KIT_SHARE] = cs_real(0.25);
        struct cs_page *page = begin(options);
        cs_page_title(page, "Title");
        cs_page_record(page, "r", "Record", &row);
        cs_page_table(page, "t", "Table", &kit_record, &row, 1);
        cs_page_text(page, "x", "Text", random_text(advice, 60));
        finish();
        size_t widest = widest_line(made.text);
        CHECK_THAT(widest <= options.width, "round %zu: %zu of %zu columns\n%s", round, widest, options.width,
                   made.text);
        CHECK_THAT(cs_utf8_check(made.text, made.length) == made.length, "round %zu: a character is cut",
                   round);
        free(made.text);
    }
}

static void squeeze(const char *text, char *out)
{
    for (; *text; text++)
        if (*text != ' ' && *text != '\n')
            *out++ = *text;
    *out = '\0';
}

CS_TEST(nothing_lost, "a long text is broken into lines and not a character of it is lost")
{
    char text[4000], bare[4000], back[8000];
    for (size_t round = 0; round < 2000; round++) {
        struct cs_sink_options options = { .format = "table", .terminal = true, .width = 12 + dice(100) };
        cs_page_text(begin(options), "x", NULL, random_text(text, 80));
        squeeze(finish(), back);
        squeeze(text, bare);
        CHECK_THAT(strcmp(bare, back) == 0, "round %zu: %s, not %s", round, back, bare);
        free(made.text);
    }
}

CS_TEST(piped, "in a pipe nothing is cut or broken, however long")
{
    char text[4000];
    memset(text, 'x', 3000);
    text[3000] = '\0';
    struct cs_row row = make_row("A1", NULL, text);
    cs_page_record(begin(as_table), "r", NULL, &row);
    CHECK(strstr(finish(), text) != NULL);
    free(made.text);
}

/* ------------------------------------------------------------------ writes */

struct failing {
    size_t room;
    int number;
};

static ssize_t write_failing(void *cookie, const char *bytes, size_t length)
{
    struct failing *failing = cookie;
    (void)bytes;
    if (length > failing->room) {
        errno = failing->number;
        return 0;
    }
    failing->room -= length;
    return (ssize_t)length;
}

CS_TEST(writes,
        "a page that cannot be written, wherever it stops, is a failure with its cause in words and errno")
{
    static const struct {
        int number;
        const char *want;
    } cases[] = { { ENOSPC, "write error: No space left on device" },
                  { EPIPE, "write error: Broken pipe" },
                  { EIO, "write error: Input/output error" } };
    static const char *const formats[] = { "table", "md", "json" };
    for (size_t i = 0; i < 9; i++)
        for (size_t room = 0; room < 99; room += 33) { /* each page is longer */
            struct failing failing = { .room = room, .number = cases[i / 3].number };
            FILE *file = fopencookie(&failing, "w", (cookie_io_functions_t){ .write = write_failing });
            struct cs_sink_options options = { .format = formats[i % 3], .zone = kit_zone() };
            struct cs_error err = CS_ERROR_INIT;
            struct cs_page *page = NULL;
            if (i % 2)
                setvbuf(file, NULL, _IONBF, 0);
            CHECK_INT(cs_page_open(file, &options, &page, &err), CS_OK);
            fill(page);
            errno = 0;
            CHECK_INT(cs_page_close(page, &err), CS_FAILED);
            CHECK_INT(errno, cases[i / 3].number);
            CHECK_TEXT(err.text, cases[i / 3].want);
            fclose(file);
        }
}
