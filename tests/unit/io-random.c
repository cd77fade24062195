/*
 * The small readers and writers of lib/io against models: wrapping and fitting to a width, dates of every day
 * in both orders, mapping files written and read back, templates against a plain filler of this file's own.
 */
#include "io-kit.h"

#include "base/text.h"
#include "io/date-order.h"
#include "io/grid.h"
#include "io/mapping-file.h"
#include "io/template.h"

#include <jansson.h>

static uint64_t seed = 8;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

static char *random_text(char *text, unsigned most, const char *const *pieces, unsigned count)
{
    text[0] = '\0';
    for (unsigned left = dice(most + 1); left; left--)
        strcat(text, pieces[dice(count)]);
    return text;
}

static const char *const words[] = { "a",
                                     "bb ",
                                     "word ",
                                     " ",
                                     "  ",
                                     "中",
                                     "中文 ",
                                     "\n",
                                     "e\xCC\x81",
                                     "\xF0\x9F\x98\x80",
                                     "longerthantheline",
                                     "\xFF",
                                     "é" };
enum { WORDS = sizeof words / sizeof *words };

/* ------------------------------------------------------------------ widths */

CS_TEST(fits,
        "a text fitted to a width takes just that width, and is cut only where it must be, with an ellipsis")
{
    char text[400];
    for (int round = 0; round < 20000; round++) {
        random_text(text, 10, words, WORDS);
        size_t length = strlen(text), width = dice(30), whole = cs_text_width(text, length);
        struct cs_buffer out = CS_BUFFER_INIT;
        bool right = dice(2);
        cs_grid_fit(&out, text, length, width, right);
        CHECK_THAT(cs_text_width(out.text, out.length) == width, "round %d: \"%s\" in %zu columns: \"%s\"",
                   round, text, width, out.text);
        bool cut = strstr(out.text, "\xE2\x80\xA6") != NULL;
        CHECK_THAT(cut == (whole > width && width > 0), "round %d: \"%s\" in %zu columns: \"%s\"", round,
                   text, width, out.text);
        if (whole <= width && length) {
            const char *at = right ? out.text + out.length - length : out.text;
            CHECK_THAT(memcmp(at, text, length) == 0, "round %d: \"%s\" on the wrong side", round, out.text);
        }
        cs_buffer_release(&out);
    }
}

CS_TEST(wraps,
        "a wrapped text has no line wider than the width, its later lines indented, its characters in order")
{
    char text[1000], bare[1000], back[4000];
    for (int round = 0; round < 20000 && !cs_unit.faults; round++) {
        random_text(text, 40, words, WORDS);
        size_t indent = dice(8), width = indent + 18 + dice(40), number = 0, kept = 0;
        struct cs_buffer out = CS_BUFFER_INIT;
        cs_text_wrap(&out, text, strlen(text), indent, width);
        CHECK_THAT(out.length && out.text[out.length - 1] == '\n', "round %d: no line end", round);
        for (const char *line = out.text, *end; *line; line = end + 1, number++) {
            end = strchr(line, '\n');
            size_t length = (size_t)(end - line);
            if (number) {
                CHECK_THAT(strspn(line, " ") >= indent || length < indent, "round %d: line %zu not indented",
                           round, number);
                CHECK_THAT(length >= indent, "round %d: line %zu too short", round, number);
            }
            size_t wide = cs_text_width(line, length);
            CHECK_THAT(wide + (number ? 0 : indent) <= width, "round %d: %zu of %zu columns", round, wide,
                       width);
        }
        for (size_t i = 0; i < out.length; i++)
            if (out.text[i] != ' ' && out.text[i] != '\n')
                back[kept++] = out.text[i];
        back[kept] = '\0';
        kept = 0;
        for (size_t i = 0; text[i]; i++)
            if (text[i] != ' ' && text[i] != '\n')
                bare[kept++] = text[i];
        bare[kept] = '\0';
        CHECK_THAT(strcmp(bare, back) == 0, "round %d: \"%s\" became \"%s\"", round, text, out.text);
        cs_buffer_release(&out);
    }
}

CS_TEST(unbroken, "without a width, or where there is next to none, lines are as they are")
{
    static const struct {
        const char *text;
        size_t indent, width;
        const char *want;
    } cases[] = {
        { "", 4, 0, "\n" },
        { "a b c", 2, 0, "a b c\n" },
        { "a\nb", 2, 0, "a\n  b\n" },
        { "a\n\nb", 2, 80, "a\n  \n  b\n" },
        { "a b c d e f g h", 4, 10, "a b c d e f g h\n" },
        { "one two three four", 0, 13, "one two three\nfour\n" },
        { "one two three four", 0, 12, "one two\nthree four\n" },
        { "一二三四五六七八九十", 0, 11, "一二三四五\n六七八九十\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_buffer out = CS_BUFFER_INIT;
        cs_text_wrap(&out, cases[i].text, strlen(cases[i].text), cases[i].indent, cases[i].width);
        CHECK_TEXT(out.text, cases[i].want);
        cs_buffer_release(&out);
    }
}

/* ------------------------------------------------------------------ dates */

static void check_date(bool day_first, const char *written, const char *want)
{
    struct cs_arena arena = CS_ARENA_INIT;
    const char *text = written;
    size_t length = strlen(written);
    cs_date_order(day_first, &arena, &text, &length);
    CHECK_THAT(strcmp(text, want) == 0 && length == strlen(want), "%s: %s, not %s", written, text, want);
    cs_arena_release(&arena);
}

CS_TEST(every_day,
        "each day of a leap year, in both orders, with each sign, padded or not, comes out year first")
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    for (int month = 1; month <= 12; month++)
        for (int day = 1; day <= days[month - 1]; day++)
            for (int kind = 0; kind < 12; kind++) {
                char written[40], want[40], sign = "/.-"[kind % 3];
                bool day_first = kind / 3 % 2, padded = kind / 6;
                int first = day_first ? day : month, second = day_first ? month : day;
                snprintf(written, sizeof written, padded ? "%02d%c%02d%c2028" : "%d%c%d%c28", first, sign,
                         second, sign);
                snprintf(want, sizeof want, "2028-%02d-%02d", month, day);
                check_date(day_first, written, want);
            }
}

CS_TEST(every_minute, "each minute of a day on a clock of twelve hours comes out on one of twenty-four")
{
    for (int minute = 0; minute < 24 * 60; minute++) {
        char written[40], want[40];
        int hour = minute / 60;
        snprintf(written, sizeof written, "1/2/2026 %d:%02d%s%s", hour % 12 ? hour % 12 : 12, minute % 60,
                 minute % 2 ? " " : "", hour >= 12 ? "PM" : "am");
        snprintf(want, sizeof want, "2026-01-02 %02d:%02d:00", hour, minute % 60);
        check_date(false, written, want);
    }
}

CS_TEST(no_dates, "what is no date of that kind is let be, to the byte")
{
    static const char *const cases[] = { "2026-01-02", "1/2",        "1/2/3/4",   "1/2/202",
                                         "1/2/20266",  "111/2/2026", "1//2026",   "a/2/2026",
                                         "1/2-2026",   "1/2/2026x",  "-1/2/2026", "1 / 2 / 2026",
                                         "1/2/2026\n", "１/２/2026", "" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_date(true, cases[i], cases[i]);
        check_date(false, cases[i], cases[i]);
    }
    char longer[200];
    memset(longer, '1', sizeof longer);
    memcpy(longer, "1/2/2026 ", 9);
    longer[199] = '\0';
    check_date(true, longer, longer);
}

/* ------------------------------------------------------------------ mapping files */

enum { LINES = 12, TEXT = 60 };
struct mapping_model {
    size_t count, seen;
    char section[LINES][8], name[LINES][TEXT], key[LINES][TEXT], value[LINES][TEXT];
    int number[LINES];
};

static enum cs_status compare_line(void *context, const struct cs_mapping_line *line, struct cs_error *err)
{
    struct mapping_model *model = context;
    size_t at = model->seen;
    (void)err;
    if (!line->key)
        return CS_OK;
    CHECK_THAT(at < model->count, "line %d is one too many", line->number);
    if (at >= model->count)
        return CS_FAILED;
    CHECK_INT(line->number, model->number[at]);
    CHECK_TEXT(line->section, model->section[at]);
    CHECK_TEXT(line->name ? line->name : "", model->name[at]);
    CHECK_TEXT(line->key, model->key[at]);
    CHECK_TEXT(line->value, model->value[at]);
    model->seen++;
    return CS_OK;
}

static const char *const signs[] = { "a",  "B", " ", "=",  ";",  "#", "\"",
                                     "\\", "[", "]", "中", "\t", "'", "x y" };

static void add_quoted(struct cs_buffer *out, const char *text)
{
    cs_buffer_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            cs_buffer_char(out, '\\');
        cs_buffer_text(out, *text == '\t' ? "\\t" : (char[]){ *text, 0 });
    }
    cs_buffer_char(out, '"');
}

static void write_mapping(struct mapping_model *model, struct cs_buffer *out)
{
    static const char *const gaps[] = { "", " ", "\t", "  \t" };
    int number = 1;
    cs_buffer_reset(out);
    model->count = 1 + dice(LINES);
    model->seen = 0;
    for (size_t i = 0; i < model->count; i++) {
        for (; dice(4) == 0; number++)
            cs_buffer_text(out, dice(2) ? "; [not] a = line\n" : " \r\n");
        snprintf(model->section[i], sizeof model->section[i], "s%u", dice(3));
        random_text(model->name[i], 4, signs, 14);
        random_text(model->key[i], 4, signs, 14);
        random_text(model->value[i], 6, signs, 14);
        cs_buffer_printf(out, "[%s%s ", gaps[dice(4)], model->section[i]);
        add_quoted(out, model->name[i]);
        bool same_line = dice(2);
        cs_buffer_printf(out, "%s]%s%s", gaps[dice(4)], gaps[dice(4)], same_line ? "" : " # comment\n");
        number += !same_line;
        model->number[i] = number++;
        cs_buffer_text(out, gaps[dice(4)]);
        add_quoted(out, model->key[i]);
        cs_buffer_printf(out, "%s=%s", gaps[dice(4)], gaps[dice(4)]);
        add_quoted(out, model->value[i]);
        cs_buffer_text(out, dice(2) ? "\n" : dice(2) ? " ; \"comment\n" : "\r\n");
    }
}

CS_TEST(mappings, "5,000 random mapping files in quotes are read back line by line, with their numbers")
{
    static struct mapping_model model;
    struct cs_buffer text = CS_BUFFER_INIT;
    for (int round = 0; round < 5000 && !cs_unit.faults; round++) {
        struct cs_error err = CS_ERROR_INIT;
        write_mapping(&model, &text);
        CHECK_INT(cs_mapping_parse("m", text.text, text.length, compare_line, &model, &err), CS_OK);
        CHECK_THAT(!err.text[0] && model.seen == model.count, "%zu of %zu: %s\n%s", model.seen, model.count,
                   err.text, text.text);
    }
    cs_buffer_release(&text);
}

static enum cs_status ignore_line(void *context, const struct cs_mapping_line *line, struct cs_error *err)
{
    (void)context;
    (void)err;
    return line->section ? CS_OK : CS_FAILED;
}

CS_TEST(any_mapping,
        "of random bytes each mapping is read or refused with a line that it has, and nothing is read beyond")
{
    static const char bytes[] = "[]\"\"=;# \\\n\nab\xE4\xB8\xAD\xFF\0";
    for (int round = 0; round < 50000 && !cs_unit.faults; round++) {
        size_t length = dice(40);
        char *text = malloc(length + 1), want[20];
        int lines = 1, line = 0;
        for (size_t i = 0; i < length; i++) {
            text[i] = bytes[dice(sizeof bytes - 1)];
            lines += text[i] == '\n';
        }
        struct cs_error err = CS_ERROR_INIT;
        enum cs_status status = cs_mapping_parse("m", text, length, ignore_line, NULL, &err);
        snprintf(want, sizeof want, "m:%d: ", sscanf(err.text, "m:%d:", &line) == 1 ? line : 0);
        CHECK_THAT(status == CS_OK ? !err.text[0]
                                   : line >= 1 && line <= lines && strncmp(err.text, want, strlen(want)) == 0,
                   "round %d: %d, \"%s\"", round, status, err.text);
        free(text);
    }
}

/* ------------------------------------------------------------------ templates */

static const char *const literals[] = {
    "text ", "{", "} ", "<b>", "中", "&", "{ {x}}", "%s", "$(id) ", "\""
};

/* Escapes by the public specification's table. */
static void add_escaped(struct cs_buffer *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            cs_buffer_text(out, "&amp;");
            break;
        case '<':
            cs_buffer_text(out, "&lt;");
            break;
        case '>':
            cs_buffer_text(out, "&gt;");
            break;
        case '"':
            cs_buffer_text(out, "&quot;");
            break;
        case '\'':
            cs_buffer_text(out, "&#39;");
            break;
        default:
            cs_buffer_char(out, *text);
        }
}

/* A random template over the names a (a text), e (empty) and l (a list of as many items as `items`), and what
 * it gives. Sections stand among text, so that no tag is alone on its line. */
static void make_template(struct cs_buffer *text, struct cs_buffer *want, const char *a, unsigned items,
                          unsigned depth)
{
    for (unsigned left = 1 + dice(4); left; left--) {
        unsigned kind = dice(depth ? 8 : 5);
        if (kind <= 1) {
            const char *literal = literals[dice(sizeof literals / sizeof *literals)];
            cs_buffer_printf(text, ".%s.", literal);
            cs_buffer_printf(want, ".%s.", literal);
        } else if (kind == 2) {
            cs_buffer_text(text, dice(2) ? "{{a}}" : "{{ a }}");
            add_escaped(want, a);
        } else if (kind == 3) {
            cs_buffer_text(text, dice(2) ? "{{{a}}}" : "{{& a}}");
            cs_buffer_text(want, a);
        } else if (kind == 4) {
            cs_buffer_text(text, ".{{! a comment }}.{{e}}");
            cs_buffer_text(want, "..");
        } else {
            struct cs_buffer inside = CS_BUFFER_INIT, gives = CS_BUFFER_INIT;
            make_template(&inside, &gives, a, items, depth - 1);
            cs_buffer_printf(text, ".{{%s}}%s{{/%s}}",
                             kind == 5   ? "#l"
                             : kind == 6 ? "^l"
                                         : "^e",
                             inside.text, kind == 7 ? "e" : "l");
            cs_buffer_char(want, '.');
            unsigned times = kind == 5 ? items : kind == 6 ? !items : 1;
            for (; times; times--)
                cs_buffer_text(want, gives.text);
            cs_buffer_release(&inside);
            cs_buffer_release(&gives);
        }
    }
}

CS_TEST(templates, "10,000 random templates give what a plain filler gives, data never becoming template")
{
    static const char *const data[] = { "x", "{{e}}", "<&>\"'", "中\n", "{{/l}}", "{{>p}}", "" };
    for (int round = 0; round < 10000 && !cs_unit.faults; round++) {
        struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT, out = CS_BUFFER_INIT;
        struct cs_arena arena = CS_ARENA_INIT;
        struct cs_error err = CS_ERROR_INIT;
        unsigned items = dice(3);
        char a[40];
        random_text(a, 3, data, 7);
        make_template(&text, &want, a, items, 3);
        struct cs_template_value *root = cs_template_object(&arena), *list = cs_template_list(&arena);
        cs_template_add(&arena, root, "a", cs_template_text(&arena, a));
        cs_template_add(&arena, root, "e", cs_template_text(&arena, ""));
        for (unsigned i = 0; i < items; i++)
            cs_template_add(&arena, list, NULL, cs_template_object(&arena));
        cs_template_add(&arena, root, "l", list);
        struct cs_template_options options = { .name = "t", .escape = true };
        CHECK_INT(cs_template_render(text.text, text.length, root, &options, &out, &err), CS_OK);
        CHECK_THAT(strcmp(out.text, want.text) == 0, "%s%s\ngave %s\nnot  %s", err.text, text.text, out.text,
                   want.text);
        cs_arena_release(&arena);
        cs_buffer_release(&text);
        cs_buffer_release(&want);
        cs_buffer_release(&out);
    }
}

CS_TEST(output_limit, "the limit of a template's output holds to the byte, and nothing is put out beyond it")
{
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t limit = 1; limit < 60; limit++) {
        struct cs_template_options options = { .name = "t", .limit = limit };
        struct cs_buffer out = CS_BUFFER_INIT;
        struct cs_error err = CS_ERROR_INIT;
        enum cs_status status =
            cs_template_render("0123456789{{a}}0123456789", 25, NULL, &options, &out, &err);
        CHECK_THAT((status == CS_OK) == (limit >= 20), "%zu: %d", limit, status);
        CHECK_THAT(out.length <= limit, "%zu: %zu bytes", limit, out.length);
        CHECK_INT(out.length, status ? 0 : 20);
        cs_buffer_release(&out);
    }
    cs_arena_release(&arena);
}
