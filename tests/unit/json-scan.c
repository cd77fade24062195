/* The pieces below JSON: where a value ends, what a string says, values without spaces. */
#include "io/json-scan.h"
#include "unit.h"

/* Scans a text given a byte more at a time, as from a slow pipe. Returns the value's length, 0: no end. */
static size_t scan_slowly(const char *text, bool *broken)
{
    struct cs_json_scan scan = { 0 };
    size_t length = strlen(text);
    for (size_t seen = 1; seen <= length; seen++)
        if (cs_json_scan(&scan, text, seen, seen == length)) {
            *broken = scan.broken;
            return scan.at;
        }
    *broken = scan.broken;
    return 0;
}

CS_TEST(ends, "a value's end is found, whole or byte by byte")
{
    static const struct {
        const char *text;
        size_t length;
        bool broken;
    } values[] = {
        { "{}", 2, false },
        { "{} {}", 2, false },
        { "{\"a\":{\"b\":[1]}},", 15, false },
        { "[1,[2]]x", 7, false },
        { "\"a\\\"b\" ", 6, false },
        { "\"\\\\\"x", 4, false },
        { "123,", 3, false },
        { "123", 3, false },
        { "true]", 4, false },
        { "-1.5e3\n", 6, false },
        { "{\"}\":\"{[\"}", 10, false },
        { "{\"a\":\"x\\\"}\"}", 12, false },
        { "{\"a\":1", 0, false },
        { "\"abc", 0, false },
        { "\"abc\\", 0, false },
        { "[[", 0, false },
        { "]", 1, false },
        { ",", 1, false },
        { "{\"a\":1{", 6, true },
        { "{\"a\":\"x\n\"}", 7, true },
        { "{\"a\":{}{}}", 7, true },
        { "\"a\nb\"", 2, true },
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct cs_json_scan scan = { 0 };
        bool broken;
        bool found = cs_json_scan(&scan, values[i].text, strlen(values[i].text), true);
        CHECK_THAT((found ? scan.at : 0) == values[i].length && scan.broken == values[i].broken,
                   "%s ends at %zu", values[i].text, scan.at);
        CHECK_THAT(scan_slowly(values[i].text, &broken) == values[i].length && broken == values[i].broken,
                   "slowly: %s", values[i].text);
    }
}

CS_TEST(depths, "depth is counted")
{
    struct cs_json_scan scan = { 0 };
    CHECK(cs_json_scan(&scan, "[[{}],[[[1]]]]", 14, true));
    CHECK_INT(scan.deepest, 4);
    CHECK_INT(scan.depth, 0);
}

static void check_unescaped(const char *text, const char *want)
{
    char out[128];
    char *end = cs_json_unescape(text, strlen(text), out);
    if (!want) {
        CHECK_THAT(!end, "%s was taken", text);
        return;
    }
    CHECK_THAT(end != NULL, "%s was refused", text);
    if (!end)
        return;
    *end = '\0';
    CHECK_TEXT(out, want);
    CHECK_THAT((size_t)(end - out) <= strlen(text), "%s grew", text);
}

CS_TEST(escapes, "escapes are decoded and never make a text longer")
{
    check_unescaped("", "");
    check_unescaped("plain", "plain");
    check_unescaped("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t");
    check_unescaped("\\u0041\\u00e9\\u4e2d\\uFFFF", "Aé中\xEF\xBF\xBF");
    check_unescaped("\\ud83d\\ude00", "😀");
    check_unescaped("x\\u0001y", "x\x01y");
    check_unescaped("中\\n文", "中\n文");
}

CS_TEST(wrong_escapes, "wrong escapes are refused")
{
    static const char *const wrong[] = {
        "\\",      "x\\",     "\\a",      "\\u",        "\\u12",      "\\u12g4",        "\\u0000",
        "\\ud800", "\\udc00", "\\ud800x", "\\ud800\\n", "\\ud800\\u", "\\ud800\\u0041", "\\ud800\\ud800"
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_unescaped(wrong[i], NULL);
}

CS_TEST(compacted, "spaces go between tokens and stay in strings")
{
    static const char *const pairs[][2] = {
        { "{ \"a b\" : [ 1 ,\n 2 ] }", "{\"a b\":[1,2]}" },
        { "\"x \\\" y\"", "\"x \\\" y\"" },
        { "[\" \\\\\" , \" \"]", "[\" \\\\\",\" \"]" },
        { " 1 ", "1" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char out[64];
        *cs_json_compact(pairs[i][0], strlen(pairs[i][0]), out) = '\0';
        CHECK_TEXT(out, pairs[i][1]);
    }
}
