/* Cells: JSON strings, CSV cells, and what a spreadsheet would run. */
#include "io/cell.h"
#include "unit.h"

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
