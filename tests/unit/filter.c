/* Filters: every kind, every type, the relative times, what is refused. */
#include "record/filter.h"
#include "record-help.h"
#include "time/clock.h"

static const struct cs_choice levels[] = {
    { "1", "Urgent", "特急" },  { "2", "High", "紧急" }, { "3", "Normal", "一般" },
    { "4", "Planned", "计划" }, { NULL, NULL, NULL },
};
static const struct cs_choice kinds[] = {
    { "repair", "Repair", "报修" },
    { "complaint", "Complaint", "投诉" },
    { "inquiry", "Inquiry", "咨询" },
    { NULL, NULL, NULL },
};
static const struct cs_choice holds[] = { { "none", "None", NULL },
                                          { "rain", "Rain", NULL },
                                          { NULL, NULL, NULL } };
static const struct cs_choice flags[] = { { "media", "Media", "媒体" },
                                          { "lawyer", "Lawyer", "律师" },
                                          { NULL, NULL, NULL } };

static const struct cs_field fields[] = {
    { .name = "subject", .type = CS_TYPE_TEXT },
    { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE },
    { .name = "kind", .type = CS_TYPE_CHOICE, .choices = kinds },
    { .name = "level", .type = CS_TYPE_CHOICE, .choices = levels },
    { .name = "hold", .type = CS_TYPE_CHOICE, .choices = holds },
    { .name = "flags", .type = CS_TYPE_SET, .choices = flags },
    { .name = "reopens", .type = CS_TYPE_INT, .min = 0, .max = 99 },
    { .name = "priority", .type = CS_TYPE_INT, .choices = levels, .min = 1, .max = 4 },
    { .name = "any", .type = CS_TYPE_INT },
    { .name = "share", .type = CS_TYPE_REAL },
    { .name = "cost", .type = CS_TYPE_MONEY },
    { .name = "late", .type = CS_TYPE_BOOL },
    { .name = "opened", .type = CS_TYPE_TIME },
    { .name = "due", .type = CS_TYPE_DATE },
    { .name = "extra", .type = CS_TYPE_JSON },
    { .name = "secret", .type = CS_TYPE_TEXT, .flags = CS_NO_FILTER },
    { .name = "mail", .type = CS_TYPE_TEXT, .flags = CS_EMAIL },
    { .name = "identity", .type = CS_TYPE_TEXT, .flags = CS_IDENTITY },
};
static const struct cs_record record = CS_RECORD("case", "case", fields);

static const char *const kind_names[] = {
    [CS_FILTER_IN] = "in",         [CS_FILTER_RANGE] = "range", [CS_FILTER_CONTAINS] = "contains",
    [CS_FILTER_PREFIX] = "prefix", [CS_FILTER_HAS] = "has",     [CS_FILTER_EMPTY] = "empty",
    [CS_FILTER_FILLED] = "filled",
};

static void put_value(const struct cs_field *field, const struct cs_value *value, struct cs_buffer *out)
{
    cs_buffer_char(out, '[');
    cs_field_format(field, value, help_zone("Asia/Shanghai"), out);
    cs_buffer_char(out, ']');
}

/* A filter in words: `not in [a][b]`, `range [lo]..[hi]`; a refusal in <>. */
static const char *read_as(const char *name, const char *text, bool unmask)
{
    struct cs_parse how = help_parse(true);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_filter filter;
    struct cs_buffer out = CS_BUFFER_INIT;
    int field = cs_record_find(&record, name);
    enum cs_status status = cs_filter_parse(&record, field, &how, text, unmask, &help_arena, &filter, &err);
    if (status != CS_OK) {
        CHECK_INT(status, CS_MISUSED);
        CHECK_INT(err.status, CS_MISUSED);
        CHECK(err.text[0] != '\0');
        cs_buffer_printf(&out, "<%s>", err.text);
    } else {
        CHECK_INT(filter.field, field);
        cs_buffer_printf(&out, "%s%s", filter.negated ? "not " : "", kind_names[filter.kind]);
        if (filter.kind == CS_FILTER_RANGE) {
            cs_buffer_char(&out, ' ');
            put_value(&fields[field], &filter.low, &out);
            cs_buffer_text(&out, "..");
            put_value(&fields[field], &filter.high, &out);
        } else if (filter.count > 0) {
            cs_buffer_char(&out, ' ');
        }
        for (size_t i = 0; i < filter.count; i++)
            put_value(&fields[field], &filter.values[i], &out);
    }
    const char *answer = cs_arena_strdup(&help_arena, out.text);
    cs_buffer_release(&out);
    return answer;
}

struct filtered {
    const char *field, *text, *want;
};

static void check(int line, const struct filtered *rows, size_t count, bool unmask)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = read_as(rows[i].field, rows[i].text, unmask);
        if (strcmp(got, rows[i].want) != 0)
            cs_unit_fault(__FILE__, line, "--%s '%s' is \"%s\", not \"%s\"", rows[i].field, rows[i].text, got,
                          rows[i].want);
    }
}

#define CHECK_FILTERS(rows) check(__LINE__, rows, sizeof(rows) / sizeof *(rows), false)

CS_TEST(texts, "texts are found whole, by list, by part and by beginning")
{
    static const struct filtered rows[] = {
        { "subject", "leak", "in [leak]" },
        { "subject", "leak,crack", "in [leak][crack]" },
        { "subject", "leak, crack ,", "in [leak][crack]" },
        { "subject", "leak\\, kitchen", "in [leak, kitchen]" },
        { "subject", "a\\\\b", "in [a\\b]" },
        { "subject", "a\\\\,b", "in [a\\][b]" },
        { "subject", "!leak", "not in [leak]" },
        { "subject", "!leak,crack", "not in [leak][crack]" },
        { "subject", "\\!leak", "in [!leak]" },
        { "subject", "none", "empty" },
        { "subject", "any", "filled" },
        { "subject", "!none", "not empty" },
        { "subject", "!any", "not filled" },
        { "subject", "\\none", "in [none]" },
        { "subject", "none,any", "in [none][any]" },
        { "subject", "~leak", "contains [leak]" },
        { "subject", "~漏水", "contains [漏水]" },
        { "subject", "~a, b", "contains [a, b]" },
        { "subject", "~a*", "contains [a*]" },
        { "subject", "!~leak", "not contains [leak]" },
        { "subject", "\\~leak", "in [~leak]" },
        { "subject", "leak*", "prefix [leak]" },
        { "subject", "!leak*", "not prefix [leak]" },
        { "subject", "漏*", "prefix [漏]" },
        { "subject", "leak\\*", "in [leak*]" },
        { "subject", "leak\\\\*", "prefix [leak\\]" },
        { "subject", "a*b", "in [a*b]" },
        { "subject", "a\\,b*", "prefix [a,b]" },
        { "subject", "a..b", "in [a..b]" },
        { "subject", ">a", "in [>a]" },
        { "subject", "00123", "in [00123]" },
        { "subject", "null", "in [null]" },
        { "subject", "trailing\\", "in [trailing\\]" },
        { "extra", "~\"a\":1", "contains [\"a\":1]" },
        { "extra", "none", "empty" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(refused_texts, "filters that name nothing are refused")
{
    static const struct filtered rows[] = {
        { "subject", "", "<\"\" names no value; write none for what is empty>" },
        { "subject", "!", "<\"\" names no value; write none for what is empty>" },
        { "subject", ",", "<\",\" names no value>" },
        { "subject", " , ", "<\" , \" names no value>" },
        { "subject", "~", "<\"~\" names no text>" },
        { "subject", "*", "<\"*\" names no text>" },
        { "subject", "a,b*", "<\"a,b*\": a beginning (text*) stands alone, not in a list>" },
        { "secret", "x", "<records cannot be chosen by \"secret\">" },
        { "secret", "none", "<records cannot be chosen by \"secret\">" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(masked, "masked fields are found by whole values only, unless unmasked")
{
    static const struct filtered rows[] = {
        { "phone", "13800138000", "in [13800138000]" },
        { "phone", "13800138000,13900139000", "in [13800138000][13900139000]" },
        { "phone", "!13800138000", "not in [13800138000]" },
        { "phone", "138****1234", "in [138****1234]" },
        { "phone", "none", "empty" },
        { "phone", "any", "filled" },
        { "phone", "138*", "<\"138*\": what is masked is found by whole values, or with --unmask>" },
        { "phone", "!138*", "<\"138*\": what is masked is found by whole values, or with --unmask>" },
        { "phone", "~1380", "<\"~1380\": what is masked is found by whole values, or with --unmask>" },
        { "mail", "a*", "<\"a*\": what is masked is found by whole values, or with --unmask>" },
        { "mail", "a@b.cn", "in [a@b.cn]" },
        { "identity", "110*", "<\"110*\": what is masked is found by whole values, or with --unmask>" },
        { "identity", "~1990", "<\"~1990\": what is masked is found by whole values, or with --unmask>" },
        { "identity", "1..2", "in [1..2]" },
    };
    static const struct filtered open[] = {
        { "phone", "138*", "prefix [138]" },
        { "phone", "~8000", "contains [8000]" },
        { "identity", "110*", "prefix [110]" },
        { "mail", "!~@example.com", "not contains [@example.com]" },
    };
    CHECK_FILTERS(rows);
    check(__LINE__, open, sizeof open / sizeof *open, true);
}

CS_TEST(choices, "choices are named in any language, and stand in their order")
{
    static const struct filtered rows[] = {
        { "kind", "repair", "in [repair]" },
        { "kind", "Repair,投诉", "in [repair][complaint]" },
        { "kind", "!报修", "not in [repair]" },
        { "kind", "none", "empty" },
        { "kind", "any", "filled" },
        { "hold", "none", "in [none]" },
        { "hold", "!none", "not in [none]" },
        { "hold", "any", "filled" },
        { "level", "1..2", "in [1][2]" },
        { "level", "特急..一般", "in [1][2][3]" },
        { "level", "2..", "in [2][3][4]" },
        { "level", "..2", "in [1][2]" },
        { "level", "..", "in [1][2][3][4]" },
        { "level", "<=2", "in [1][2]" },
        { "level", "<2", "in [1]" },
        { "level", ">=3", "in [3][4]" },
        { "level", ">3", "in [4]" },
        { "level", "!1..2", "not in [1][2]" },
        { "level", ">4", "<nothing lies in \">4\">" },
        { "level", "<1", "<nothing lies in \"<1\">" },
        { "level", "3..1", "<nothing lies in \"3..1\">" },
        { "level", "1..9", "<must be one of 1, 2, 3, 4, not \"9\">" },
        { "level", ">", "<must be one of 1, 2, 3, 4, not \"\">" },
        { "kind", "repar", "<must be one of repair, complaint, inquiry, not \"repar\">" },
        { "kind", "repair,-", "<\"-\" is no value; write none for what is empty>" },
        { "kind", "null", "<\"null\" is no value; write none for what is empty>" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(sets, "sets hold any of the named words")
{
    static const struct filtered rows[] = {
        { "flags", "media", "has [media]" },
        { "flags", "媒体,lawyer", "has [media][lawyer]" },
        { "flags", "!media", "not has [media]" },
        { "flags", "none", "empty" },
        { "flags", "any", "filled" },
        { "flags", "press", "<must be one of media, lawyer, not \"press\">" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(numbers, "numbers are found by list, by range and by comparison")
{
    static const struct filtered rows[] = {
        { "reopens", "3", "in [3]" },
        { "reopens", "1,2,3", "in [1][2][3]" },
        { "reopens", "!0", "not in [0]" },
        { "reopens", "1..4", "range [1]..[4]" },
        { "reopens", " 1 .. 4 ", "range [1]..[4]" },
        { "reopens", "1..", "range [1]..[]" },
        { "reopens", "..4", "range []..[4]" },
        { "reopens", ">2", "range [3]..[]" },
        { "reopens", ">=2", "range [2]..[]" },
        { "reopens", "> 2", "range [3]..[]" },
        { "reopens", "<2", "range []..[1]" },
        { "reopens", "<=2", "range []..[2]" },
        { "reopens", "!1..4", "not range [1]..[4]" },
        { "reopens", ">-1", "range [0]..[]" },
        { "reopens", "-5..200", "range [-5]..[200]" },
        { "reopens", "2..2", "range [2]..[2]" },
        { "reopens", "none", "empty" },
        { "reopens", "any", "filled" },
        { "any", "-5..-1", "range [-5]..[-1]" },
        { "any", "9223372036854775807", "in [9223372036854775807]" },
        { "any", "9223372036854775806..", "range [9223372036854775806]..[]" },
        { "share", "0.5", "in [0.5]" },
        { "share", "0.1..0.5", "range [0.1]..[0.5]" },
        { "share", ">=0.5", "range [0.5]..[]" },
        { "share", ">0.5", "range [0.5000000000000001]..[]" },
        { "share", "<0.5", "range []..[0.49999999999999994]" },
        { "share", "1e-3..1e3", "range [0.001]..[1000]" },
        { "cost", "123.45", "in [123.45]" },
        { "cost", "¥100..200元", "range [100.00]..[200.00]" },
        { "cost", ">100", "range [100.01]..[]" },
        { "cost", "<=0.5", "range []..[0.50]" },
        { "late", "yes", "in [yes]" },
        { "late", "是", "in [yes]" },
        { "late", "!yes", "not in [yes]" },
        { "late", "yes,no", "in [yes][no]" },
        { "late", "none", "empty" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(number_words, "numbers with words are found by either, in lists and ranges")
{
    static const struct filtered rows[] = {
        { "priority", "1", "in [1]" },
        { "priority", "urgent", "in [1]" },
        { "priority", "1,紧急,normal", "in [1][2][3]" },
        { "priority", "!特急", "not in [1]" },
        { "priority", "1..2", "range [1]..[2]" },
        { "priority", "特急..一般", "range [1]..[3]" },
        { "priority", "high..", "range [2]..[]" },
        { "priority", "<=2", "range []..[2]" },
        { "priority", "<=紧急", "range []..[2]" },
        { "priority", "<normal", "range []..[2]" },
        { "priority", ">0", "range [1]..[]" },
        { "priority", "none", "empty" },
        { "priority", "any", "filled" },
        { "priority", "9", "<must be 1..4, not \"9\">" },
        { "priority", "1,soon", "<must be 1..4, not \"soon\">" },
        { "priority", "soon..3", "<must be 1..4, not \"soon\">" },
        { "priority", ">soon", "<must be 1..4, not \"soon\">" },
        { "priority", "planned..urgent",
          "<\"planned..urgent\" runs backward: its end comes before its beginning>" },
        { "priority", "-", "<\"-\" is no value; write none for what is empty>" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(refused_numbers, "faulty numbers are refused as cells are")
{
    static const struct filtered rows[] = {
        { "reopens", "x", "<must be 0..99, not \"x\">" },
        { "reopens", "100", "<must be 0..99, not \"100\">" },
        { "reopens", "1,x", "<must be 0..99, not \"x\">" },
        { "reopens", "4..1", "<\"4..1\" runs backward: its end comes before its beginning>" },
        { "reopens", "..", "<\"..\" names neither end>" },
        { "reopens", "x..3", "<must be a whole number, not \"x\">" },
        { "reopens", "3..x", "<must be a whole number, not \"x\">" },
        { "reopens", "-", "<\"-\" is no value; write none for what is empty>" },
        { "reopens", ">-", "<\"-\" is no value; write none for what is empty>" },
        { "reopens", ">", "<\"\" is no value; write none for what is empty>" },
        { "reopens", "~3", "<must be 0..99, not \"~3\">" },
        { "any", ">9223372036854775807", "<\"9223372036854775807\" is too large a number>" },
        { "share", "0.5..0.1", "<\"0.5..0.1\" runs backward: its end comes before its beginning>" },
        { "share", ">1e999", "<\"1e999\" is too large a number>" },
        { "cost", "1.234", "<\"1.234\" has more than two decimals; money is kept in fen>" },
        { "late", "maybe", "<must be yes or no, not \"maybe\">" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(days, "a date means its whole local day, a month and a year all theirs")
{
    static const struct filtered rows[] = {
        { "opened", "2026-03-05", "range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026/3/5", "range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026年3月5日", "range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "!2026-03-05", "not range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026-03-01..2026-03-05",
          "range [2026-03-01T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026-03-05..2026-03-05",
          "range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026-03-05..", "range [2026-03-05T00:00:00+08:00]..[]" },
        { "opened", "..2026-03-05", "range []..[2026-03-06T00:00:00+08:00]" },
        { "opened", ">2026-03-05", "range [2026-03-06T00:00:00+08:00]..[]" },
        { "opened", ">=2026-03-05", "range [2026-03-05T00:00:00+08:00]..[]" },
        { "opened", "<2026-03-05", "range []..[2026-03-05T00:00:00+08:00]" },
        { "opened", "<=2026-03-05", "range []..[2026-03-06T00:00:00+08:00]" },
        { "opened", "2026-02", "range [2026-02-01T00:00:00+08:00]..[2026-03-01T00:00:00+08:00]" },
        { "opened", "2026-12", "range [2026-12-01T00:00:00+08:00]..[2027-01-01T00:00:00+08:00]" },
        { "opened", "2025", "range [2025-01-01T00:00:00+08:00]..[2026-01-01T00:00:00+08:00]" },
        { "opened", "2025-12..2026-01", "range [2025-12-01T00:00:00+08:00]..[2026-02-01T00:00:00+08:00]" },
        { "opened", "<2026", "range []..[2026-01-01T00:00:00+08:00]" },
        { "due", "2026-03-05", "in [2026-03-05]" },
        { "due", "2026-03-05,2026-03-07", "in [2026-03-05][2026-03-07]" },
        { "due", "2026-03-01..2026-03-05", "range [2026-03-01]..[2026-03-05]" },
        { "due", ">2026-03-05", "range [2026-03-06]..[]" },
        { "due", "<2026-03-05", "range []..[2026-03-04]" },
        { "due", "<=2026-03-05", "range []..[2026-03-05]" },
        { "due", "2026-02", "range [2026-02-01]..[2026-02-28]" },
        { "due", "2024", "range [2024-01-01]..[2024-12-31]" },
        { "due", "!2026-02", "not range [2026-02-01]..[2026-02-28]" },
        { "due", "none", "empty" },
        { "opened", "any", "filled" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(moments, "a moment is one second, and a range holds both its ends")
{
    static const struct filtered rows[] = {
        { "opened", "2026-03-05T14:07:09", "in [2026-03-05T14:07:09+08:00]" },
        { "opened", "2026-03-05T06:07:09Z", "in [2026-03-05T14:07:09+08:00]" },
        { "opened", "2026-03-05 14:07,2026-03-05 15:00",
          "in [2026-03-05T14:07:00+08:00][2026-03-05T15:00:00+08:00]" },
        { "opened", "2026-03-05 08:00..2026-03-05 12:00",
          "range [2026-03-05T08:00:00+08:00]..[2026-03-05T12:00:01+08:00]" },
        { "opened", "2026-03-05 08:00..2026-03-05",
          "range [2026-03-05T08:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", ">2026-03-05 08:00", "range [2026-03-05T08:00:01+08:00]..[]" },
        { "opened", ">=2026-03-05 08:00", "range [2026-03-05T08:00:00+08:00]..[]" },
        { "opened", "<2026-03-05 08:00", "range []..[2026-03-05T08:00:00+08:00]" },
        { "opened", "<=2026-03-05 08:00", "range []..[2026-03-05T08:00:01+08:00]" },
    };
    CHECK_FILTERS(rows);
}

CS_TEST(relative, "relative times count from the one clock")
{
    static const struct filtered rows[] = {
        { "opened", "-3d..now", "range [2026-03-02T10:00:00+08:00]..[2026-03-05T10:00:01+08:00]" },
        { "opened", "-3d..", "range [2026-03-02T10:00:00+08:00]..[]" },
        { "opened", ">-4h", "range [2026-03-05T06:00:01+08:00]..[]" },
        { "opened", "..+90m", "range []..[2026-03-05T11:30:01+08:00]" },
        { "opened", "now", "in [2026-03-05T10:00:00+08:00]" },
        { "opened", "today", "range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "yesterday", "range [2026-03-04T00:00:00+08:00]..[2026-03-05T00:00:00+08:00]" },
        { "opened", "yesterday..today", "range [2026-03-04T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "opened", "<today", "range []..[2026-03-05T00:00:00+08:00]" },
        { "opened", "!today", "not range [2026-03-05T00:00:00+08:00]..[2026-03-06T00:00:00+08:00]" },
        { "due", "today", "in [2026-03-05]" },
        { "due", "today,tomorrow", "in [2026-03-05][2026-03-06]" },
        { "due", "today..+7d", "range [2026-03-05]..[2026-03-12]" },
        { "due", "<today", "range []..[2026-03-04]" },
        { "due", "-1d..tomorrow", "range [2026-03-04]..[2026-03-06]" },
        { "opened", "-3d", "<\"-3d\" is one moment; put .. after it for what happened since>" },
        { "due", "+3d", "<\"+3d\" is one moment; put .. after it for what happened since>" },
        { "opened", "now..-3d", "<\"now..-3d\" runs backward: its end comes before its beginning>" },
        { "opened", "2026-03-05..2026-03-01",
          "<\"2026-03-05..2026-03-01\" runs backward: its end comes before its beginning>" },
        { "opened", "2026-03-05,2026-03-07", "<\"2026-03-05\" lasts; days make no list, write from..to>" },
        { "due", "2026-02,2026-03-01", "<\"2026-02\" lasts; days make no list, write from..to>" },
        { "opened", "..", "<\"..\" names neither end>" },
    };
    cs_clock_fix(1772676000); /* 2026-03-05 10:00 in Shanghai */
    CHECK_FILTERS(rows);
}

CS_TEST(refused_times, "faulty times are refused by name")
{
    static const char *const bad[] = { "soon",  "2026-02-30", "2026-13",   "43782", "2026-03-05..soon",
                                       ">soon", "-3x..",      "2026-3-5-7" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_THAT(read_as("opened", bad[i], false)[0] == '<', "%s", bad[i]);
        CHECK_THAT(read_as("due", bad[i], false)[0] == '<', "%s", bad[i]);
    }
    CHECK(strstr(read_as("opened", "soon", false), "\"soon\"") != NULL);
}

CS_TEST(hostile, "long and strange filters do no harm")
{
    char long_list[4001];
    for (size_t i = 0; i < 4000; i++)
        long_list[i] = i % 2 ? ',' : 'x';
    long_list[4000] = '\0';
    CHECK(strncmp(read_as("subject", long_list, false), "in [x][x]", 9) == 0);
    memset(long_list, '\\', 4000);
    CHECK(strncmp(read_as("subject", long_list, false), "in [", 4) == 0);
    memset(long_list, '.', 4000);
    CHECK(read_as("reopens", long_list, false)[0] == '<');
    memset(long_list, '!', 4000);
    CHECK(strncmp(read_as("subject", long_list, false), "not in [!", 9) == 0);
    memset(long_list, '*', 4000);
    CHECK(strncmp(read_as("subject", long_list, false), "prefix [", 8) == 0);
}
