/* Texts, phones, mail, identity numbers, JSON and times from text. */
#include "record-help.h"

static const struct cs_field text = { .name = "text", .type = CS_TYPE_TEXT };
static const struct cs_field body = { .name = "body", .type = CS_TYPE_TEXT, .flags = CS_LONG };
static const struct cs_field five = { .name = "five", .type = CS_TYPE_TEXT, .min = 2, .max = 5 };
static const struct cs_field phone = { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE };
static const struct cs_field mail = { .name = "mail", .type = CS_TYPE_TEXT, .flags = CS_EMAIL };
static const struct cs_field identity = { .name = "identity", .type = CS_TYPE_TEXT, .flags = CS_IDENTITY };
static const struct cs_field json = { .name = "json", .type = CS_TYPE_JSON };
static const struct cs_field moment = { .name = "at", .type = CS_TYPE_TIME };
static const struct cs_field date = { .name = "on", .type = CS_TYPE_DATE };

CS_TEST(keeps_texts, "texts stay as they are, identifiers and words for nothing too")
{
    static const struct help_cell cells[] = {
        { "厨房漏水", "厨房漏水" },
        { "00123", "00123" },
        { "110101199003071234", "110101199003071234" },
        { "1E5", "1E5" },
        { "0086", "0086" },
        { "null", "null" },
        { "NULL", "NULL" },
        { "N/A", "N/A" },
        { "-", "-" },
        { "=1+1", "=1+1" },
        { "a  b", "a  b" },
        { "１２３", "１２３" },
        { "line\nbreak", "line\nbreak" },
        { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
        { "é", "é" },
        { "한국", "한국" },
        { "", "(null)" },
        { "   ", "(null)" },
        { "\xE3\x80\x80 \t", "(null)" },
        { " a ", "a" },
        { "13800138000\t", "13800138000" },
        { "\xEF\xBB\xBF"
          "x",
          "x" },
        { "\xE3\x80\x80水\xE3\x80\x80", "水" },
        { "。", "。" },
    };
    CHECK_CELLS(&text, cells);
}

CS_TEST(long_texts_keep_blanks, "long texts keep their indentation, but not blanks alone")
{
    static const struct help_cell cells[] = {
        { "  first\n second ", "  first\n second " },
        { " \n\t", "(null)" },
    };
    CHECK_CELLS(&body, cells);
}

CS_TEST(borrows_texts, "an unchanged text is borrowed, a shortened one copied or moved up")
{
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_value value;
    static const char plain[] = "厨房漏水", front[] = "  front", back[] = "back  ";
    CHECK_INT(cs_field_parse(&text, &how, plain, strlen(plain), &help_arena, &value, &err), CS_OK);
    CHECK(value.text == plain);
    CHECK_INT(cs_field_parse(&text, &how, front, strlen(front), &help_arena, &value, &err), CS_OK);
    CHECK(value.text == front + 2);
    CHECK_INT(cs_field_parse(&text, &how, back, strlen(back), &help_arena, &value, &err), CS_OK);
    CHECK(value.text != back);
    CHECK_TEXT(value.text, "back");
    CHECK_INT(cs_field_parse(&text, &how, plain, 6, &help_arena, &value, &err), CS_OK);
    CHECK_TEXT(value.text, "厨房");
    CHECK_INT((intmax_t)value.length, 6);
}

CS_TEST(text_lengths, "lengths are counted in characters")
{
    static const struct help_cell cells[] = {
        { "水水水水水", "水水水水水" },
        { "abcde", "abcde" },
        { "ab", "ab" },
        { "abcdef", "<is 6 characters long; at most 5 are kept>" },
        { "水水水水水水", "<is 6 characters long; at most 5 are kept>" },
        { "abcdefghijklmnopqrstuvwxyz", "<is 26 characters long; at most 5 are kept>" },
        { "a", "<is 1 characters long; at least 2 are needed>" },
        { "\xF0\x9F\x98\x80\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80\xF0\x9F\x98\x80" },
    };
    CHECK_CELLS(&five, cells);
    size_t length = 100001;
    char *giant = malloc(length + 1);
    memset(giant, 'a', length);
    giant[length] = '\0';
    CHECK_TEXT(help_read(&text, giant), "<is 100001 characters long; at most 100000 are kept>");
    giant[100000] = '\0';
    CHECK_INT((intmax_t)strlen(help_read(&text, giant)), 100000);
    free(giant);
}

CS_TEST(broken_bytes, "what is not UTF-8 and NUL bytes are refused with their place")
{
    static const struct help_cell cells[] = {
        { "ab\xFF", "<byte 3, 0xFF, is not UTF-8>" },
        { "\xC3\x28", "<byte 1, 0xC3, is not UTF-8>" },
        { "\xC0\xAF", "<byte 1, 0xC0, is not UTF-8>" },
        { "水\xE6\xB0", "<byte 4, 0xE6, is not UTF-8>" },
        { "\xED\xA0\x80x", "<byte 1, 0xED, is not UTF-8>" },
        { "\xE0\x80\x80x", "<byte 1, 0xE0, is not UTF-8>" },
        { "\xF4\x90\x80\x80", "<byte 1, 0xF4, is not UTF-8>" },
        { "\xE6\xB0"
          "ab",
          "<byte 1, 0xE6, is not UTF-8>" },
        { "12345678\xFE"
          "12345678",
          "<byte 9, 0xFE, is not UTF-8>" },
        { "\xCE\xD2\xC3\xC7", "<byte 1, 0xCE, is not UTF-8>" },
    };
    CHECK_CELLS(&text, cells);
    CHECK_TEXT(help_read_length(&text, "a\0b", 3), "<holds a NUL byte at byte 2>");
    CHECK_TEXT(help_read_length(&text, "12345678\0x234567890", 18), "<holds a NUL byte at byte 9>");
    CHECK_TEXT(help_read_length(&phone, "138\000138", 7), "<holds a NUL byte at byte 4>");
    CHECK_TEXT(help_read_length(&json, "{}\0", 3), "<holds a NUL byte at byte 3>");
}

#define PHONE_WORDS "must be one phone number like 13800138000 or 010-8888 6666 ext 1, not "

CS_TEST(reads_phones, "phones are kept as written, masked ones too")
{
    static const struct help_cell cells[] = {
        { "13800138000", "13800138000" },
        { "138 0013 8000", "138 0013 8000" },
        { "138-0013-8000", "138-0013-8000" },
        { "+86 13800138000", "+86 13800138000" },
        { "0086-13800138000", "0086-13800138000" },
        { "010-88886666", "010-88886666" },
        { "(010)88886666", "(010)88886666" },
        { "（010）88886666", "(010)88886666" },
        { "010-88886666 ext 801", "010-88886666 ext 801" },
        { "010-88886666 Ext. 801", "010-88886666 Ext. 801" },
        { "010-88886666转801", "010-88886666转801" },
        { "010-88886666分机801", "010-88886666分机801" },
        { "88886666x801", "88886666x801" },
        { "4001234567", "4001234567" },
        { "12345", "12345" },
        { "110", "110" },
        { "138****1234", "138****1234" },
        { "138＊＊＊＊1234", "138****1234" },
        { "138••••1234", "138••••1234" },
        { "138XXXX1234", "138XXXX1234" },
        { "１３８００１３８０００", "13800138000" },
        { "13800138000\t", "13800138000" },
        { "-", "(null)" },
        { "N/A", "(null)" },
        { "", "(null)" },
    };
    CHECK_CELLS(&phone, cells);
}

CS_TEST(refuses_phones, "what no phone is, and what a spreadsheet rounded, is refused")
{
    static const struct help_cell cells[] = {
        { "1.38E+10", "<\"1.38E+10\" is a number that a spreadsheet rounded; phone numbers come as text>" },
        { "1.38001e10",
          "<\"1.38001e10\" is a number that a spreadsheet rounded; phone numbers come as text>" },
        { "unknown", "<" PHONE_WORDS "\"unknown\">" },
        { "12", "<" PHONE_WORDS "\"12\">" },
        { "张三13800138000", "<" PHONE_WORDS "\"张三13800138000\">" },
        { "13800138000,13900139000", "<" PHONE_WORDS "\"13800138000,13900139000\">" },
        { "13800138000/13900139000", "<" PHONE_WORDS "\"13800138000/13900139000\">" },
        { "13800138000.0", "<" PHONE_WORDS "\"13800138000.0\">" },
        { "138+00138000", "<" PHONE_WORDS "\"138+00138000\">" },
        { "1234567890123456789012345", "<" PHONE_WORDS "\"1234567890123456789012345\">" },
        { "()-", "<" PHONE_WORDS "\"()-\">" },
        { "a@b.cn", "<" PHONE_WORDS "\"a@b.cn\">" },
    };
    CHECK_CELLS(&phone, cells);
}

#define MAIL_WORDS "must be a mail address like name@example.com, not "

CS_TEST(reads_mail, "mail addresses are checked for sanity only")
{
    static const struct help_cell cells[] = {
        { "a@b.cn", "a@b.cn" },
        { "first.last+tag@mail.example.com", "first.last+tag@mail.example.com" },
        { "a***@example.com", "a***@example.com" },
        { "王@例子.公司", "王@例子.公司" },
        { "-", "(null)" },
        { "a", "<" MAIL_WORDS "\"a\">" },
        { "@b.cn", "<" MAIL_WORDS "\"@b.cn\">" },
        { "a@", "<" MAIL_WORDS "\"a@\">" },
        { "a@b", "<" MAIL_WORDS "\"a@b\">" },
        { "a@.cn", "<" MAIL_WORDS "\"a@.cn\">" },
        { "a@b.", "<" MAIL_WORDS "\"a@b.\">" },
        { "a@b..cn", "<" MAIL_WORDS "\"a@b..cn\">" },
        { "a@b@c.cn", "<" MAIL_WORDS "\"a@b@c.cn\">" },
        { "a b@c.cn", "<" MAIL_WORDS "\"a b@c.cn\">" },
        { "a@b.cn,c@d.cn", "<" MAIL_WORDS "\"a@b.cn,c@d.cn\">" },
        { "<a@b.cn>", "<" MAIL_WORDS "\"<a@b.cn>\">" },
    };
    CHECK_CELLS(&mail, cells);
    CHECK(strstr(help_read(&mail, "a@b.cn\nBcc: x"), MAIL_WORDS) != NULL);
}

CS_TEST(reads_identities, "identity numbers are texts, never numbers")
{
    static const struct help_cell cells[] = {
        { "110101199003071234", "110101199003071234" },
        { "11010119900307123X", "11010119900307123X" },
        { "110***********1234", "110***********1234" },
        { "E12345678", "E12345678" },
        { "00123", "00123" },
        { "1E5", "1E5" },
        { "京字第12345678号", "京字第12345678号" },
        { "N/A", "(null)" },
        { "1.10101E+17",
          "<\"1.10101E+17\" is a number that a spreadsheet rounded; identity numbers come as text>" },
        { "1E+17", "<\"1E+17\" is a number that a spreadsheet rounded; identity numbers come as text>" },
    };
    CHECK_CELLS(&identity, cells);
}

CS_TEST(reads_json, "valid JSON is kept, on one line")
{
    static const struct help_cell cells[] = {
        { "{}", "{}" },
        { "[]", "[]" },
        { "{\"a\":1}", "{\"a\":1}" },
        { " { \"a\" : [ 1 , 2.5e-3 , -0 ] } ", "{ \"a\" : [ 1 , 2.5e-3 , -0 ] }" },
        { "{\"a\":\n1,\r\n\t\"b\":2}", "{\"a\": 1,   \"b\":2}" },
        { "\"水 \\u6c34 \\n\"", "\"水 \\u6c34 \\n\"" },
        { "true", "true" },
        { "false", "false" },
        { "[null]", "[null]" },
        { "0", "0" },
        { "-1.5E+10", "-1.5E+10" },
        { "null", "(null)" },
        { "-", "(null)" },
        { "[[[[[[[[[[1]]]]]]]]]]", "[[[[[[[[[[1]]]]]]]]]]" },
    };
    CHECK_CELLS(&json, cells);
}

CS_TEST(refuses_json, "what is no JSON is refused with the byte where it goes wrong")
{
    static const char *const bad[] = {
        "{",       "[",       "}",         "{\"a\"}",     "{\"a\":}",      "{a:1}",
        "{'a':1}", "[1,]",    "[,1]",      "{\"a\":1,}",  "[1 2]",         "01",
        "1.",      ".5",      "+1",        "1e",          "tru",           "nul",
        "\"open",  "\"\\x\"", "\"\\u12\"", "\"\\u0000\"", "\"tab\there\"", "{} {}",
        "[1]x",    "NaN",     "Infinity",  "\"\\",        "hello",         "{\"a\" 1}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *got = help_read(&json, bad[i]);
        CHECK_THAT(strncmp(got, "<is no JSON from byte ", 22) == 0, "%s is \"%s\"", bad[i], got);
    }
    CHECK_TEXT(help_read(&json, "[1,]"), "<is no JSON from byte 4 on: \"]\">");
    CHECK_TEXT(help_read(&json, "\"\xFF\""), "<byte 2, 0xFF, is not UTF-8>");
}

CS_TEST(json_depth, "JSON nested without end is refused, not followed")
{
    char deep[20001];
    memset(deep, '[', 10000);
    memset(deep + 10000, ']', 10000);
    deep[20000] = '\0';
    CHECK(strncmp(help_read(&json, deep), "<is no JSON", 11) == 0);
    char fair[129];
    memset(fair, '[', 64);
    memset(fair + 64, ']', 64);
    fair[128] = '\0';
    CHECK_TEXT(help_read(&json, fair), fair);
}

CS_TEST(reads_times, "moments are read in the zone of the file and written with its offset")
{
    static const struct help_cell cells[] = {
        { "2026-03-05T14:07:09+08:00", "2026-03-05T14:07:09+08:00" },
        { "2026-03-05T06:07:09Z", "2026-03-05T14:07:09+08:00" },
        { "2026-03-05 14:07", "2026-03-05T14:07:00+08:00" },
        { "2026/3/5 14:07", "2026-03-05T14:07:00+08:00" },
        { "2026年3月5日 14:07", "2026-03-05T14:07:00+08:00" },
        { "2026-03-05", "2026-03-05T00:00:00+08:00" },
        { " 2026-03-05 14:07 ", "2026-03-05T14:07:00+08:00" },
        { "\xE3\x80\x80"
          "2026-03-05 14:07\xE3\x80\x80",
          "2026-03-05T14:07:00+08:00" },
        { "43782.472465277802", "2019-11-13T11:20:21+08:00" },
        { "null", "(null)" },
        { "-", "(null)" },
        { "", "(null)" },
    };
    CHECK_CELLS(&moment, cells);
    CHECK(help_read(&moment, "2026-02-30")[0] == '<');
    CHECK(strstr(help_read(&moment, "soon"), "\"soon\"") != NULL);
}

CS_TEST(reads_dates, "dates are days, whatever the zone")
{
    static const struct help_cell cells[] = {
        { "2026-03-05", "2026-03-05" }, { "2026/3/5", "2026-03-05" }, { "2026年3月5日", "2026-03-05" },
        { "1969-12-31", "1969-12-31" }, { "43782", "2019-11-13" },    { "N/A", "(null)" },
    };
    CHECK_CELLS(&date, cells);
    CHECK(help_read(&date, "2026-02-30")[0] == '<');
    CHECK(help_read(&date, "tomorrowish")[0] == '<');
}
