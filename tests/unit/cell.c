/* Cells: JSON strings, CSV cells, and what a spreadsheet would run. */
#include "io/cell.h"
#include "base/text.h"
#include "unit.h"

#include <stdlib.h>

static struct cs_buffer out = CS_BUFFER_INIT;

static const char *json(const char *text, size_t length)
{
    cs_buffer_reset(&out);
    cs_json_string(&out, text, length);
    return out.text;
}

CS_TEST(json_strings, "JSON strings escape what they must")
{
    static const char *const pairs[][2] = {
        { "", "\"\"" },
        { "plain", "\"plain\"" },
        { "exactly8", "\"exactly8\"" },
        { "more than eight bytes", "\"more than eight bytes\"" },
        { "\"", "\"\\\"\"" },
        { "\\", "\"\\\\\"" },
        { "a/b", "\"a/b\"" },
        { "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
        { "\x01\x1F\x7F", "\"\\u0001\\u001f\\u007f\"" },
        { "1234567\"", "\"1234567\\\"\"" },
        { "12345678\"", "\"12345678\\\"\"" },
        { "漏水维修", "\"漏水维修\"" },
        { "a漏b水c维d修e", "\"a漏b水c维d修e\"" },
        { "😀😀😀", "\"😀😀😀\"" },
        { "<script>&'", "\"<script>&'\"" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        CHECK_TEXT(json(pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
    CHECK_TEXT(json("a\0b", 3), "\"a\\u0000b\"");
}

CS_TEST(broken_bytes, "bytes that are no UTF-8 become U+FFFD, so that JSON stays JSON")
{
    CHECK_TEXT(json("\xFF", 1), "\"\xEF\xBF\xBD\"");
    CHECK_TEXT(json("a\xC0\x80"
                    "b",
                    4),
               "\"a\xEF\xBF\xBD\xEF\xBF\xBD"
               "b\"");
    CHECK_TEXT(json("\xE4\xB8", 2), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

CS_TEST(every_place, "an escape is found at any place of a word of eight")
{
    static const char signs[] = { '"', '\\', '\n', 0x7F, 0x01 };
    for (size_t s = 0; s < sizeof signs; s++)
        for (size_t at = 0; at < 24; at++) {
            char text[24];
            memset(text, 'x', sizeof text);
            text[at] = signs[s];
            const char *got = json(text, sizeof text);
            CHECK_INT(strlen(got), 24 + 2 + (s < 3 ? 1 : 5));
            CHECK_INT(got[at + 1], '\\');
        }
}

/* What a JSON string is by its rules, a character at a time: the strict reader and a table of escapes. */
static void slow_json(struct cs_buffer *want, const char *text, size_t length)
{
    static const char named[] = "\b\t\n\f\r\"\\", letters[] = "btnfr\"\\";
    cs_buffer_reset(want);
    cs_buffer_char(want, '"');
    for (size_t at = 0, bytes; at < length; at += bytes ? bytes : 1) {
        const char *name = text[at] ? strchr(named, text[at]) : NULL;
        bytes = cs_utf8_decode(text + at, length - at, NULL);
        if (name)
            cs_buffer_printf(want, "\\%c", letters[name - named]);
        else if (bytes == 1 && (text[at] < 0x20 || text[at] == 0x7F))
            cs_buffer_printf(want, "\\u%04x", (unsigned)text[at]);
        else
            cs_buffer_add(want, bytes ? text + at : "\xEF\xBF\xBD", bytes ? bytes : 3);
    }
    cs_buffer_char(want, '"');
}

static uint32_t state = 20260305;

static unsigned dice(unsigned sides)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 16) % sides;
}

/* A piece of what texts are made of: words, hanzi, other letters, escapes, and bytes broken in every way. */
static void add_piece(struct cs_buffer *text)
{
    static const char *const pieces[] = {
        "a",
        "bc",
        "P04",
        "owner",
        "seven77",
        "eight888",
        "a longer run of letters",
        "漏",
        "水暖",
        "餐厅地暖噪音大",
        "é",
        "ж",
        "😀",
        "\"",
        "\\",
        "\n",
        "\x01",
        "\x7F",
        "\xFF",
        "\xE6",
        "\xE6\xBC",
        "\xE0\x80\x80",
        "\xE0\xA4\x84",
        "\xED\x9F\xBF",
        "\xED\xA0\x80",
        "\xF0\x9F\x98",
        "\xF4\x90\x80\x80",
        "\x80",
        "\xEF\xBF\xBD",
        "\xC0\xAF",
        "=",
        "'",
        ",",
        ";",
        "\r",
        "\t",
        "-1",
    };
    size_t which = dice(sizeof pieces / sizeof *pieces + 1);
    if (which == sizeof pieces / sizeof *pieces)
        cs_buffer_char(text, '\0');
    else
        cs_buffer_text(text, pieces[which]);
}

CS_TEST(json_by_words, "JSON strings written by words of eight are those written a character at a time")
{
    struct cs_buffer text = CS_BUFFER_INIT, want = CS_BUFFER_INIT;
    for (int round = 0; round < 20000; round++) {
        cs_buffer_reset(&text);
        for (unsigned i = dice(9); i > 0; i--)
            add_piece(&text);
        char *alone =
            malloc(text.length ? text.length : 1); /* a byte read behind it is a fault to sanitizers */
        memcpy(alone, text.text, text.length);
        slow_json(&want, text.text, text.length);
        const char *got = json(alone, text.length);
        free(alone);
        CHECK_INT(out.length, want.length);
        if (memcmp(got, want.text, want.length + 1) != 0)
            CHECK_TEXT(got, want.text);
    }
    cs_buffer_release(&text);
    cs_buffer_release(&want);
}

CS_TEST(every_quote, "a sign that wants quotes is found at any place of a text of any length")
{
    static const char signs[] = ",\"\n\r", others[] = "+#!-\t;.\x8A\x8D\xAC\xA2"; /* a bit away from those */
    for (size_t length = 1; length <= 26; length++)
        for (size_t at = 0; at < length; at++)
            for (size_t s = 0; s < sizeof signs + sizeof others - 2; s++) {
                char text[27] = "xxxxxxxxxxxxxxxxxxxxxxxxxx";
                bool sign = s < sizeof signs - 1;
                text[at] = sign ? signs[s] : others[s - (sizeof signs - 1)];
                cs_buffer_reset(&out);
                cs_csv_cell(&out, text, length, ',');
                CHECK_INT(out.text[0] == '"', sign);
                CHECK_INT(out.length, length + (sign ? 2 : 0) + (text[at] == '"'));
            }
}

CS_TEST(for_terminals, "finished JSON loses what a terminal must not see, and nothing else")
{
    static const char *const pairs[][2] = {
        { "{\"a\":\"x\"}\n", "{\"a\":\"x\"}\n" },
        { "\"\xC2\x9B\"", "\"\\u009b\"" },
        { "\"\xE2\x80\xAE\xE2\x81\xA6\xD8\x9C\"", "\"\\u202e\\u2066\\u061c\"" },
        { "\"中文\"", "\"中文\"" },
        { "[1,\r\n\t2]", "[1, \n 2]" },
        { "\"\xFF\"", "\"\xEF\xBF\xBD\"" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        cs_buffer_reset(&out);
        cs_json_for_terminal(&out, pairs[i][0], strlen(pairs[i][0]));
        CHECK_TEXT(out.text, pairs[i][1]);
    }
}

CS_TEST(csv_cells, "CSV cells are quoted where they have to be")
{
    static const struct {
        const char *text, *want;
        char delimiter;
    } cells[] = {
        { "", "", ',' },
        { "a b", "a b", ',' },
        { " a ", " a ", ',' },
        { "a,b", "\"a,b\"", ',' },
        { "a,b", "a,b", ';' },
        { "a;b", "\"a;b\"", ';' },
        { "a\tb", "\"a\tb\"", '\t' },
        { "\"", "\"\"\"\"", ',' },
        { "a\"b\"", "\"a\"\"b\"\"\"", ',' },
        { "a\nb", "\"a\nb\"", ',' },
        { "a\rb", "\"a\rb\"", ',' },
        { "=1+1", "=1+1", ',' },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        cs_buffer_reset(&out);
        cs_csv_cell(&out, cells[i].text, strlen(cells[i].text), cells[i].delimiter);
        CHECK_TEXT(out.text, cells[i].want);
    }
}

CS_TEST(risky, "formulas are told from numbers, in full-width signs too")
{
    static const char *const risky[] = { "=1",  "+1",  "-x",  "@x",   "\tx", "\rx",  "\nx",
                                         "＝1", "＋1", "－1", "＠x",  "'=1", "''@",  "-",
                                         "+",   "=",   "--1", "-1-1", "-.5", "-1e5", "-1+cmd|' /C calc'!A0" };
    static const char *const safe[] = { "", "x", "1", "-1", "-12.50", "'", "''", "'x", "a=b", " =1", "中" };
    for (size_t i = 0; i < sizeof risky / sizeof *risky; i++)
        CHECK_THAT(cs_cell_is_risky(risky[i], strlen(risky[i])), "%s", risky[i]);
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++) {
        CHECK_THAT(!cs_cell_is_risky(safe[i], strlen(safe[i])), "%s", safe[i]);
        CHECK_THAT(!cs_cell_is_disarmed(safe[i], strlen(safe[i])), "%s", safe[i]);
    }
}

CS_TEST(there_and_back, "disarming and taking it off again gives every text back")
{
    static const char letters[] = "'=-5x.";
    for (unsigned code = 0; code < 6 * 6 * 6 * 6; code++) {
        char text[8] = { letters[code % 6], letters[code / 6 % 6], letters[code / 36 % 6],
                         letters[code / 216 % 6], 0 };
        char armed[10];
        snprintf(armed, sizeof armed, "%s%s", cs_cell_is_risky(text, 4) ? "'" : "", text);
        const char *back = cs_cell_is_disarmed(armed, strlen(armed)) ? armed + 1 : armed;
        CHECK_TEXT(back, text);
    }
}
