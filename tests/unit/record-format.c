/* Values as text: the machine form and the form for people. */
#include "record-help.h"

static const struct cs_choice kinds[] = { { "repair", "Repair", "报修" },
                                          { "complaint", "Complaint", "投诉" },
                                          { NULL, NULL, NULL } };

static const struct cs_choice words[] = {
    { "1", "emergency", "特急" }, { "2", "urgent", "紧急" }, { "3", NULL, "一般" }, { NULL, NULL, NULL }
};

static const struct cs_field text = { .name = "text", .type = CS_TYPE_TEXT };
static const struct cs_field number = { .name = "int", .type = CS_TYPE_INT };
static const struct cs_field worded = { .name = "priority", .type = CS_TYPE_INT, .choices = words };
static const struct cs_field real = { .name = "real", .type = CS_TYPE_REAL };
static const struct cs_field money = { .name = "money", .type = CS_TYPE_MONEY };
static const struct cs_field flag = { .name = "flag", .type = CS_TYPE_BOOL };
static const struct cs_field moment = { .name = "at", .type = CS_TYPE_TIME };
static const struct cs_field date = { .name = "on", .type = CS_TYPE_DATE };
static const struct cs_field kind = { .name = "kind", .type = CS_TYPE_CHOICE, .choices = kinds };
static const struct cs_field set = { .name = "set", .type = CS_TYPE_SET, .choices = kinds };
static const struct cs_field json = { .name = "json", .type = CS_TYPE_JSON };

typedef void put_fn(const struct cs_field *field, const struct cs_value *value, const struct cs_zone *zone,
                    struct cs_buffer *out);

static const char *put(put_fn *how, const struct cs_field *field, struct cs_value value, const char *zone)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    how(field, &value, help_zone(zone), &out);
    const char *answer = cs_arena_strdup(&help_arena, out.text);
    cs_buffer_release(&out);
    return answer;
}

static const char *format(const struct cs_field *field, struct cs_value value)
{
    return put(cs_field_format, field, value, "Asia/Shanghai");
}

static const char *show(const struct cs_field *field, struct cs_value value)
{
    return put(cs_field_show, field, value, "Asia/Shanghai");
}

CS_TEST(nulls, "null is nothing in either form")
{
    const struct cs_field *const all[] = { &text,   &number, &real, &money, &flag,
                                           &moment, &date,   &kind, &set,   &json };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK_TEXT(format(all[i], cs_null()), "");
        CHECK_TEXT(show(all[i], cs_null()), "");
    }
}

CS_TEST(machine_form, "the machine form is codes, plain numbers and ISO 8601")
{
    CHECK_TEXT(format(&text, cs_text("厨房漏水")), "厨房漏水");
    CHECK_TEXT(format(&number, cs_integer(0)), "0");
    CHECK_TEXT(format(&number, cs_integer(-42)), "-42");
    CHECK_TEXT(format(&number, cs_integer(INT64_MAX)), "9223372036854775807");
    CHECK_TEXT(format(&number, cs_integer(INT64_MIN)), "-9223372036854775808");
    CHECK_TEXT(format(&money, cs_integer(0)), "0.00");
    CHECK_TEXT(format(&money, cs_integer(5)), "0.05");
    CHECK_TEXT(format(&money, cs_integer(-5)), "-0.05");
    CHECK_TEXT(format(&money, cs_integer(12345)), "123.45");
    CHECK_TEXT(format(&money, cs_integer(-12300)), "-123.00");
    CHECK_TEXT(format(&money, cs_integer(INT64_MIN)), "-92233720368547758.08");
    CHECK_TEXT(format(&flag, cs_integer(1)), "yes");
    CHECK_TEXT(format(&flag, cs_integer(0)), "no");
    CHECK_TEXT(format(&kind, cs_text("repair")), "repair");
    CHECK_TEXT(format(&set, cs_text("repair;complaint")), "repair;complaint");
    CHECK_TEXT(format(&json, cs_text("{\"a\":1}")), "{\"a\":1}");
    CHECK_TEXT(format(&date, cs_integer(0)), "1970-01-01");
    CHECK_TEXT(format(&moment, cs_integer(0)), "1970-01-01T08:00:00+08:00");
    CHECK_TEXT(put(cs_field_format, &moment, cs_integer(0), "UTC"), "1970-01-01T00:00:00+00:00");
}

CS_TEST(reals, "real numbers are written with the fewest digits")
{
    CHECK_TEXT(format(&real, cs_real(0.1)), "0.1");
    CHECK_TEXT(format(&real, cs_real(-0.5)), "-0.5");
    CHECK_TEXT(format(&real, cs_real(-0.0)), "0");
    CHECK_TEXT(format(&real, cs_real(0.1 + 0.2)), "0.30000000000000004");
    CHECK_TEXT(format(&real, cs_real(1e15)), "1e+15");
    CHECK_TEXT(format(&real, cs_real(999999999999999)), "999999999999999");
    CHECK_TEXT(format(&real, cs_real(1.0 / 3)), "0.3333333333333333");
    CHECK_TEXT(format(&real, cs_real(0.00000001)), "0.00000001");
    CHECK_TEXT(format(&real, cs_real(1e-9)), "1e-09");
    CHECK_TEXT(format(&real, cs_real(-123.456)), "-123.456");
    CHECK_TEXT(format(&real, cs_real(__builtin_inf())), "");
    CHECK_TEXT(format(&real, cs_real(__builtin_nan(""))), "");
}

CS_TEST(shown_form, "people see labels, short times and few decimals")
{
    CHECK_TEXT(show(&kind, cs_text("repair")), "Repair");
    CHECK_TEXT(show(&kind, cs_text("strange")), "strange");
    CHECK_TEXT(show(&set, cs_text("repair;complaint")), "Repair, Complaint");
    CHECK_TEXT(show(&set, cs_text("repair;strange;complaint")), "Repair, strange, Complaint");
    CHECK_TEXT(show(&set, cs_text("repair")), "Repair");
    CHECK_TEXT(show(&flag, cs_integer(1)), "yes");
    CHECK_TEXT(show(&flag, cs_integer(0)), "no");
    CHECK_TEXT(show(&moment, cs_integer(0)), "1970-01-01 08:00");
    CHECK_TEXT(show(&date, cs_integer(1)), "1970-01-02");
    CHECK_TEXT(show(&money, cs_integer(12345)), "123.45");
    CHECK_TEXT(show(&number, cs_integer(7)), "7");
    CHECK_TEXT(show(&text, cs_text("水")), "水");
    CHECK_TEXT(show(&json, cs_text("[1]")), "[1]");
    CHECK_TEXT(show(&real, cs_real(1.0 / 3)), "0.3333");
    CHECK_TEXT(show(&real, cs_real(0.1 + 0.2)), "0.3");
    CHECK_TEXT(show(&real, cs_real(2.0)), "2");
    CHECK_TEXT(show(&real, cs_real(0)), "0");
    CHECK_TEXT(show(&real, cs_real(0.00001)), "0.00001");
    CHECK_TEXT(show(&real, cs_real(1e300)), "1e+300");
}

CS_TEST(number_words, "a number with choices is a number to machines and a word to people")
{
    CHECK_TEXT(format(&worded, cs_integer(2)), "2");
    CHECK_TEXT(show(&worded, cs_integer(1)), "emergency");
    CHECK_TEXT(show(&worded, cs_integer(2)), "urgent");
    CHECK_TEXT(show(&worded, cs_integer(3)), "3"); /* no label */
    CHECK_TEXT(show(&worded, cs_integer(7)), "7");
    CHECK_TEXT(show(&worded, cs_integer(INT64_MIN)), "-9223372036854775808");
    CHECK_TEXT(show(&worded, cs_null()), "");
    CHECK_TEXT(show(&worded, cs_text("soon")), "soon");
}

CS_TEST(other_types, "a value of another type than its field's is written by its own")
{
    CHECK_TEXT(format(&text, cs_integer(5)), "5");
    CHECK_TEXT(format(&text, cs_real(0.5)), "0.5");
    CHECK_TEXT(format(&number, cs_text("many")), "many");
    CHECK_TEXT(format(&number, cs_real(1.5)), "1.5");
    CHECK_TEXT(format(&moment, cs_text("soon")), "soon");
    CHECK_TEXT(show(&moment, cs_text("soon")), "soon");
    CHECK_TEXT(show(&kind, cs_integer(3)), "3");
    CHECK_TEXT(format(&text, cs_blob("ab", 2)), "ab");
}

CS_TEST(long_codes, "a code too long for the label table is shown as it is")
{
    char code[300];
    memset(code, 'c', sizeof code - 1);
    code[sizeof code - 1] = '\0';
    CHECK_TEXT(show(&set, cs_text(code)), code);
    CHECK_TEXT(show(&set, cs_text("")), "");
}

CS_TEST(equality, "values are equal when type and content are")
{
    static const struct cs_value values[] = {
        { .type = CS_NULL },
        { .type = CS_INTEGER, .integer = 1 },
        { .type = CS_INTEGER, .integer = 2 },
        { .type = CS_REAL, .real = 1 },
        { .type = CS_REAL, .real = 1.5 },
        { .type = CS_TEXT, .length = 1, .text = "1" },
        { .type = CS_TEXT, .length = 2, .text = "11" },
        { .type = CS_TEXT, .length = 2, .text = "12" },
        { .type = CS_TEXT, .length = 0, .text = "" },
        { .type = CS_BLOB, .length = 1, .text = "1" },
        { .type = CS_BLOB, .length = 0, .text = NULL },
    };
    size_t count = sizeof values / sizeof *values;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            CHECK_THAT(cs_value_equal(&values[i], &values[j]) == (i == j), "values %zu and %zu", i, j);
}

CS_TEST(helpers, "constructors and readers of values")
{
    struct cs_value value = cs_text(NULL);
    CHECK_INT(value.type, CS_NULL);
    CHECK_INT(cs_value_integer(&value, 7), 7);
    CHECK_TEXT(cs_value_text(&value), "");
    value = cs_integer(3);
    CHECK_INT(cs_value_integer(&value, 7), 3);
    CHECK_TEXT(cs_value_text(&value), "");
    value = cs_text_length("abc", 2);
    CHECK_INT((intmax_t)value.length, 2);
    value = cs_text("水");
    CHECK_INT((intmax_t)value.length, 3);
    CHECK_INT(cs_value_integer(&value, -1), -1);
}

CS_TEST(open_words,
        "a text of words that a file may add to shows what is known, one or a whole list, and else itself")
{
    const struct cs_field open = { .name = "words", .type = CS_TYPE_TEXT, .choices = kind.choices };
    CHECK_TEXT(show(&open, cs_text("repair")), "Repair");
    CHECK_TEXT(show(&open, cs_text("complaint;repair")), "Complaint, Repair");
    CHECK_TEXT(show(&open, cs_text("complaint;other")), "complaint;other");
    CHECK_TEXT(show(&open, cs_text("a; b")), "a; b");
    CHECK_TEXT(show(&open, cs_text(";")), ";");
    CHECK_TEXT(format(&open, cs_text("complaint;repair")), "complaint;repair");
}
