/* Numbers, money, yes and no from text: what is taken, what is refused, in which words. */
#include "record-help.h"

static const struct cs_field any_int = { .name = "int", .type = CS_TYPE_INT };
static const struct cs_field priority = { .name = "priority", .type = CS_TYPE_INT, .min = 1, .max = 4 };
static const struct cs_choice words[] = {
    { "1", "emergency", "特急|critical|p1" },
    { "2", "urgent", "紧急|p2" },
    { "3", "normal", "一般|普通|medium|p3" },
    { "4", "planned", "计划|p4" },
    { NULL, NULL, NULL },
};
static const struct cs_field worded = {
    .name = "priority", .type = CS_TYPE_INT, .choices = words, .min = 1, .max = 4
};
static const struct cs_field loose = { .name = "level", .type = CS_TYPE_INT, .choices = words };
static const struct cs_field at_least = { .name = "times", .type = CS_TYPE_INT, .min = 1 };
static const struct cs_field not_negative = {
    .name = "count", .type = CS_TYPE_INT, .min = 0, .max = INT64_MAX
};
static const struct cs_field not_positive = {
    .name = "debt", .type = CS_TYPE_INT, .min = INT64_MIN, .max = 0
};
static const struct cs_field any_real = { .name = "real", .type = CS_TYPE_REAL };
static const struct cs_field share = { .name = "share", .type = CS_TYPE_REAL, .min = 0, .max = 100 };
static const struct cs_field any_money = { .name = "money", .type = CS_TYPE_MONEY };
static const struct cs_field fee = { .name = "fee", .type = CS_TYPE_MONEY, .min = 100, .max = 1000000 };
static const struct cs_field flag = { .name = "flag", .type = CS_TYPE_BOOL };

CS_TEST(reads_integers, "whole numbers are read with signs, blanks and leading zeros")
{
    static const struct help_cell cells[] = {
        { "0", "0" },
        { "7", "7" },
        { "-7", "-7" },
        { "+7", "7" },
        { "-0", "0" },
        { "007", "7" },
        { " 42 ", "42" },
        { "\t42\r\n", "42" },
        { "\xE3\x80\x80"
          "42"
          "\xE3\x80\x80",
          "42" },
        { "\xC2\xA0"
          "42",
          "42" },
        { "3.0", "3" },
        { "3.000", "3" },
        { "１２３", "123" },
        { "123456789012345678", "123456789012345678" },
        { "9223372036854775807", "9223372036854775807" },
        { "-9223372036854775808", "-9223372036854775808" },
        { "0000000000000000000000000000001", "1" },
    };
    CHECK_CELLS(&any_int, cells);
}

CS_TEST(empties, "an empty cell, blanks and what CRMs write for nothing are null")
{
    static const struct help_cell cells[] = {
        { "", "(null)" },     { " ", "(null)" },    { "\t", "(null)" },     { "null", "(null)" },
        { "NULL", "(null)" }, { "Null", "(null)" }, { "N/A", "(null)" },    { "n/a", "(null)" },
        { "-", "(null)" },    { " - ", "(null)" },  { " NULL ", "(null)" }, { "\xE3\x80\x80", "(null)" },
    };
    CHECK_CELLS(&any_int, cells);
    CHECK_CELLS(&priority, cells);
    CHECK_CELLS(&any_real, cells);
    CHECK_CELLS(&any_money, cells);
    CHECK_CELLS(&flag, cells);
}

CS_TEST(refuses_integers, "what is no whole number is refused in words that fit")
{
    static const struct help_cell cells[] = {
        { "urgent", "<must be a whole number, not \"urgent\">" },
        { "1,234", "<\"1,234\" must be written without separators>" },
        { "1,234,567", "<\"1,234,567\" must be written without separators>" },
        { "9223372036854775808", "<\"9223372036854775808\" is too large a number>" },
        { "-9223372036854775809", "<\"-9223372036854775809\" is too large a number>" },
        { "99999999999999999999999", "<\"99999999999999999999999\" is too large a number>" },
        { "1E5", "<\"1E5\" is a number that a spreadsheet rounded; write all its digits>" },
        { "1.38E+10", "<\"1.38E+10\" is a number that a spreadsheet rounded; write all its digits>" },
        { "3.5", "<must be a whole number, not \"3.5\">" },
        { "3.", "<must be a whole number, not \"3.\">" },
        { ".0", "<must be a whole number, not \".0\">" },
        { "3.01", "<must be a whole number, not \"3.01\">" },
        { "3.0x", "<must be a whole number, not \"3.0x\">" },
        { "+", "<must be a whole number, not \"+\">" },
        { "--1", "<must be a whole number, not \"--1\">" },
        { "1 2", "<must be a whole number, not \"1 2\">" },
        { "0x10", "<must be a whole number, not \"0x10\">" },
        { "3个", "<must be a whole number, not \"3个\">" },
        { "None", "<must be a whole number, not \"None\">" },
        { "=1+1", "<must be a whole number, not \"=1+1\">" },
    };
    CHECK_CELLS(&any_int, cells);
}

CS_TEST(integer_ranges, "ranges are kept and named")
{
    static const struct help_cell both[] = {
        { "1", "1" },
        { "4", "4" },
        { "0", "<must be 1..4, not \"0\">" },
        { "5", "<must be 1..4, not \"5\">" },
        { "-1", "<must be 1..4, not \"-1\">" },
        { "urgent", "<must be 1..4, not \"urgent\">" },
        { "99999999999999999999", "<must be 1..4, not \"99999999999999999999\">" },
    };
    static const struct help_cell lower[] = {
        { "1", "1" },
        { "1000000", "1000000" },
        { "0", "<must be 1 or more, not \"0\">" },
        { "x", "<must be 1 or more, not \"x\">" },
    };
    static const struct help_cell zero[] = {
        { "0", "0" },
        { "9223372036854775807", "9223372036854775807" },
        { "-1", "<must be 0 or more, not \"-1\">" },
    };
    static const struct help_cell upper[] = {
        { "0", "0" },
        { "-9223372036854775808", "-9223372036854775808" },
        { "1", "<must be 0 or less, not \"1\">" },
    };
    CHECK_CELLS(&priority, both);
    CHECK_CELLS(&at_least, lower);
    CHECK_CELLS(&not_negative, zero);
    CHECK_CELLS(&not_positive, upper);
}

CS_TEST(integer_words, "a number with choices is read from digits and from its words")
{
    static const struct help_cell cells[] = {
        { "1", "1" },
        { " 4 ", "4" },
        { "2.0", "2" },
        { "２", "2" },
        { "urgent", "2" },
        { "URGENT", "2" },
        { " urgent ", "2" },
        { "紧急", "2" },
        { "特急", "1" },
        { "普通", "3" },
        { "P1", "1" },
        { "Ｐ1", "1" },
        { "", "(null)" },
        { "-", "(null)" },
        { "N/A", "(null)" },
        { "soon", "<must be 1..4, not \"soon\">" },
        { "0", "<must be 1..4, not \"0\">" },
        { "5", "<must be 1..4, not \"5\">" },
        { "1.5", "<must be 1..4, not \"1.5\">" },
        { "1;2", "<must be 1..4, not \"1;2\">" },
        { "紧", "<must be 1..4, not \"紧\">" },
        { "1E5", "<\"1E5\" is a number that a spreadsheet rounded; write all its digits>" },
    };
    static const struct help_cell unbounded[] = {
        { "urgent", "2" },
        { "9", "9" },
        { "soon", "<must be a whole number, not \"soon\">" },
    };
    /* Twice: the second time words come from memory. */
    CHECK_CELLS(&worded, cells);
    CHECK_CELLS(&worded, cells);
    CHECK_CELLS(&loose, unbounded);
}

CS_TEST(integer_word_value, "what a word becomes is the number itself")
{
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_value value;
    CHECK_INT(cs_field_parse(&worded, &how, "紧急", 6, &help_arena, &value, &err), CS_OK);
    CHECK_INT(value.type, CS_INTEGER);
    CHECK_INT(value.integer, 2);
}

CS_TEST(reads_reals, "real numbers come back with the fewest digits that say the same")
{
    static const struct help_cell cells[] = {
        { "0", "0" },
        { "-0", "0" },
        { "0.1", "0.1" },
        { "-0.1", "-0.1" },
        { "+0.1", "0.1" },
        { ".5", "0.5" },
        { "5.", "5" },
        { "1.50", "1.5" },
        { "0.30000000000000004", "0.30000000000000004" },
        { "0.3", "0.3" },
        { "100", "100" },
        { "123456.789", "123456.789" },
        { "1e3", "1000" },
        { "1E3", "1000" },
        { "1.5e-3", "0.0015" },
        { "2.5e+2", "250" },
        { "0.000001", "0.000001" },
        { "123456789012345", "123456789012345" },
        { "1234567890123456", "1234567890123456" },
        { "1e22", "1e+22" },
        { "1e-300", "1e-300" },
        { "1.7976931348623157e308", "1.7976931348623157e+308" },
        { "0.33333333333333331", "0.3333333333333333" },
        { "2.2250738585072014e-308", "2.2250738585072014e-308" },
        { " 1.5 ", "1.5" },
        { "１．５", "1.5" },
    };
    CHECK_CELLS(&any_real, cells);
}

CS_TEST(refuses_reals, "infinities, NaN, hex and words are no numbers")
{
    static const struct help_cell cells[] = {
        { "1e999", "<\"1e999\" is too large a number>" },
        { "-1e999", "<\"-1e999\" is too large a number>" },
        { "NaN", "<must be a number, not \"NaN\">" },
        { "nan", "<must be a number, not \"nan\">" },
        { "inf", "<must be a number, not \"inf\">" },
        { "Infinity", "<must be a number, not \"Infinity\">" },
        { "0x1p3", "<must be a number, not \"0x1p3\">" },
        { "1e", "<must be a number, not \"1e\">" },
        { "1e+", "<must be a number, not \"1e+\">" },
        { "e5", "<must be a number, not \"e5\">" },
        { ".", "<must be a number, not \".\">" },
        { "1.2.3", "<must be a number, not \"1.2.3\">" },
        { "1,5", "<\"1,5\" must be written without separators>" },
        { "1,234.5", "<\"1,234.5\" must be written without separators>" },
        { "45%", "<must be a number, not \"45%\">" },
        { "many", "<must be a number, not \"many\">" },
    };
    static const struct help_cell ranged[] = {
        { "0", "0" },
        { "100", "100" },
        { "99.99", "99.99" },
        { "100.0001", "<must be 0..100, not \"100.0001\">" },
        { "-0.5", "<must be 0..100, not \"-0.5\">" },
        { "x", "<must be 0..100, not \"x\">" },
    };
    CHECK_CELLS(&any_real, cells);
    CHECK_CELLS(&share, ranged);
}

/* The quick way must be the same as strtod for every short number. */
CS_TEST(reals_round_trip, "short decimals are read exactly and written back as they were")
{
    struct cs_parse how = help_parse(false);
    uint64_t state = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        char text[40];
        struct cs_value value;
        struct cs_error err = CS_ERROR_INIT;
        struct cs_buffer out = CS_BUFFER_INIT;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        snprintf(text, sizeof text, "%" PRIu64 ".%0*" PRIu64, state % 1000000, 1 + i % 8, (state >> 20) % 10);
        cs_field_parse(&any_real, &how, text, strlen(text), &help_arena, &value, &err);
        CHECK_THAT(value.real == strtod(text, NULL), "%s is read as %.17g", text, value.real);
        cs_field_format(&any_real, &value, NULL, &out);
        CHECK_THAT(strtod(out.text, NULL) == value.real, "%s is written as %s", text, out.text);
        CHECK_THAT(out.length <= strlen(text), "%s grew to %s", text, out.text);
        cs_buffer_release(&out);
    }
}

CS_TEST(doubles_round_trip, "any finite double survives writing and reading")
{
    struct cs_parse how = help_parse(false);
    uint64_t state = 1234567890123456789u;
    for (int i = 0; i < 20000; i++) {
        struct cs_value value, back;
        struct cs_error err = CS_ERROR_INIT;
        struct cs_buffer out = CS_BUFFER_INIT;
        double real;
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        memcpy(&real, &state, sizeof real);
        if (real != real || real - real != 0)
            continue;
        value = cs_real(real);
        cs_field_format(&any_real, &value, NULL, &out);
        cs_field_parse(&any_real, &how, out.text, out.length, &help_arena, &back, &err);
        CHECK_THAT(cs_value_equal(&value, &back), "%.17g became %s", real, out.text);
        cs_buffer_release(&out);
    }
}

CS_TEST(reads_money, "money is read as people and spreadsheets write it")
{
    static const struct help_cell cells[] = {
        { "0", "0.00" },
        { "123.45", "123.45" },
        { "123.4", "123.40" },
        { "123", "123.00" },
        { "-5", "-5.00" },
        { "+5", "5.00" },
        { "-0.05", "-0.05" },
        { "0.05", "0.05" },
        { "¥1,234.50", "1234.50" },
        { "￥1,234.50", "1234.50" },
        { "1234.5元", "1234.50" },
        { "1234.5 元", "1234.50" },
        { "¥ 1234.5", "1234.50" },
        { "¥-5", "-5.00" },
        { "-¥5", "-5.00" },
        { "RMB 300", "300.00" },
        { "rmb300", "300.00" },
        { "CNY 300.10", "300.10" },
        { "300 CNY", "300.00" },
        { "人民币300元", "300.00" },
        { "1,234,567.89", "1234567.89" },
        { "12,345", "12345.00" },
        { "１２３．４５", "123.45" },
        { "92233720368547758.07", "92233720368547758.07" },
        { " 8 ", "8.00" },
    };
    CHECK_CELLS(&any_money, cells);
}

CS_TEST(refuses_money, "money with more than two decimals, slips of commas and words are refused")
{
    static const struct help_cell cells[] = {
        { "1.234", "<\"1.234\" has more than two decimals; money is kept in fen>" },
        { "¥1.005", "<\"¥1.005\" has more than two decimals; money is kept in fen>" },
        { "12,34", "<must be an amount of money like 123.45, not \"12,34\">" },
        { "1,2345", "<must be an amount of money like 123.45, not \"1,2345\">" },
        { ",123", "<must be an amount of money like 123.45, not \",123\">" },
        { "1234,567", "<must be an amount of money like 123.45, not \"1234,567\">" },
        { "1,", "<must be an amount of money like 123.45, not \"1,\">" },
        { "5.", "<must be an amount of money like 123.45, not \"5.\">" },
        { ".5", "<must be an amount of money like 123.45, not \".5\">" },
        { "¥", "<must be an amount of money like 123.45, not \"¥\">" },
        { "元", "<must be an amount of money like 123.45, not \"元\">" },
        { "--5", "<must be an amount of money like 123.45, not \"--5\">" },
        { "-¥-5", "<must be an amount of money like 123.45, not \"-¥-5\">" },
        { "free", "<must be an amount of money like 123.45, not \"free\">" },
        { "1.5万", "<must be an amount of money like 123.45, not \"1.5万\">" },
        { "$5", "<must be an amount of money like 123.45, not \"$5\">" },
        { "92233720368547758.08", "<must be an amount of money like 123.45, not \"92233720368547758.08\">" },
        { "1.2E+07", "<\"1.2E+07\" is a number that a spreadsheet rounded; write all its digits>" },
        { "1 234", "<must be an amount of money like 123.45, not \"1 234\">" },
    };
    static const struct help_cell ranged[] = {
        { "1", "1.00" },
        { "10000.00", "10000.00" },
        { "0.99", "<must be 1.00..10000.00, not \"0.99\">" },
        { "10000.01", "<must be 1.00..10000.00, not \"10000.01\">" },
    };
    CHECK_CELLS(&any_money, cells);
    CHECK_CELLS(&fee, ranged);
}

CS_TEST(reads_bools, "yes and no are read in both languages")
{
    static const struct help_cell cells[] = {
        { "yes", "yes" },
        { "YES", "yes" },
        { "true", "yes" },
        { "True", "yes" },
        { "1", "yes" },
        { "是", "yes" },
        { "y", "yes" },
        { "no", "no" },
        { "No", "no" },
        { "false", "no" },
        { "FALSE", "no" },
        { "0", "no" },
        { "否", "no" },
        { "n", "no" },
        { " 是 ", "yes" },
        { "１", "yes" },
        { "maybe", "<must be yes or no, not \"maybe\">" },
        { "2", "<must be yes or no, not \"2\">" },
        { "是的吗", "<must be yes or no, not \"是的吗\">" },
        { "ye", "<must be yes or no, not \"ye\">" },
    };
    CHECK_CELLS(&flag, cells);
}

CS_TEST(nul_in_numbers, "a NUL byte is refused in every type")
{
    CHECK_TEXT(help_read_length(&any_int, "1\0002", 3), "<holds a NUL byte at byte 2>");
    CHECK_TEXT(help_read_length(&any_money, "1\0002", 3), "<holds a NUL byte at byte 2>");
    CHECK_TEXT(help_read_length(&flag, "y\0", 2), "<holds a NUL byte at byte 2>");
}

CS_TEST(long_values_are_cut, "a giant value does not flood the sentence")
{
    char text[5001];
    memset(text, 'x', 5000);
    text[5000] = '\0';
    const char *got = help_read(&priority, text);
    CHECK(strlen(got) < 120);
    CHECK(strstr(got, "…\"") != NULL);
    for (int i = 0; i + 3 <= 5000; i += 3)
        memcpy(text + i, "水", 3);
    text[4998] = '\0';
    got = help_read(&priority, text);
    CHECK(strlen(got) < 120);
    CHECK_INT(cs_utf8_check(got, strlen(got)), (intmax_t)strlen(got));
}

CS_TEST(control_bytes_are_shown, "control bytes of a value do not reach the sentence")
{
    const char *got = help_read(&priority, "a\033[31mb");
    CHECK(strchr(got, '\033') == NULL);
    got = help_read(&priority, "a\xFF");
    CHECK_INT(cs_utf8_check(got, strlen(got)), (intmax_t)strlen(got));
}
