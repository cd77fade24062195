/* Random cells: whatever comes in, a value reads back as itself or is refused in clean words. */
#include "record-help.h"
#include "record/filter.h"

#include <locale.h>

static const struct cs_choice words[] = {
    { "a", "Alpha", "甲|子" }, { "b-c", "Beta", "乙" }, { "12", "Twelve", "丙" }, { NULL, NULL, NULL }
};

static const struct cs_field fields[] = {
    { .name = "text", .type = CS_TYPE_TEXT, .max = 30 },
    { .name = "long", .type = CS_TYPE_TEXT, .flags = CS_LONG },
    { .name = "phone", .type = CS_TYPE_TEXT, .flags = CS_PHONE },
    { .name = "mail", .type = CS_TYPE_TEXT, .flags = CS_EMAIL },
    { .name = "identity", .type = CS_TYPE_TEXT, .flags = CS_IDENTITY },
    { .name = "int", .type = CS_TYPE_INT },
    { .name = "small", .type = CS_TYPE_INT, .min = -9, .max = 99 },
    { .name = "real", .type = CS_TYPE_REAL },
    { .name = "money", .type = CS_TYPE_MONEY },
    { .name = "bool", .type = CS_TYPE_BOOL },
    { .name = "time", .type = CS_TYPE_TIME },
    { .name = "date", .type = CS_TYPE_DATE },
    { .name = "choice", .type = CS_TYPE_CHOICE, .choices = words },
    { .name = "set", .type = CS_TYPE_SET, .choices = words },
    { .name = "json", .type = CS_TYPE_JSON },
};
static const struct cs_record record = CS_RECORD("random", "random", fields);

/* Pieces that mean something to one parser or another. */
static const char *const pieces[] = {
    "0",
    "1",
    "12",
    "7",
    "-",
    "+",
    ".",
    ",",
    ";",
    ":",
    "/",
    " ",
    "e",
    "E+",
    "T",
    "Z",
    "*",
    "~",
    "!",
    "..",
    ">",
    "<=",
    "\\",
    "|",
    "@",
    "a",
    "b",
    "x",
    "yes",
    "null",
    "N/A",
    "none",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "true",
    "\n",
    "\t",
    "¥",
    "元",
    "，",
    "、",
    "甲",
    "年",
    "月",
    "日",
    "時",
    "ext",
    "＊",
    "•",
    "１",
    "\xFF",
    "\xE6",
    "\x80",
    "\xEF\xBB\xBF",
    "\xE3\x80\x80",
    "2026",
    "-03-05",
    "14:07",
    "86",
    "138",
    "(",
    ")",
    "\x01",
    "\x1b",
    "now",
    "3d",
    "today",
};

static uint64_t state = 0x9E3779B97F4A7C15u;

static uint64_t next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state >> 11;
}

static size_t compose(char *text, size_t size)
{
    size_t length = 0, count = next() % 9;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[next() % (sizeof pieces / sizeof *pieces)];
        if (length + strlen(piece) + 1 > size)
            break;
        memcpy(text + length, piece, strlen(piece));
        length += strlen(piece);
    }
    text[length] = '\0';
    return length;
}

static void check_refusal(const char *name, const char *text, const struct cs_error *err)
{
    size_t length = strlen(err->text);
    CHECK_THAT(length > 0, "%s \"%s\" is refused without a word", name, text);
    CHECK_THAT(cs_utf8_check(err->text, length) == length, "%s: broken sentence", name);
    CHECK_THAT(strpbrk(err->text, "\n\t\x01\x1b") == NULL, "%s: control bytes in the sentence", name);
}

CS_TEST(cells, "a random cell is refused in clean words or survives a round trip")
{
    struct cs_parse how = help_parse(false);
    size_t taken = 0, refused = 0;
    for (int i = 0; i < 40000; i++) {
        char text[200];
        size_t length = compose(text, sizeof text);
        const struct cs_field *field = &fields[next() % record.count];
        struct cs_arena arena = CS_ARENA_INIT;
        struct cs_error err = CS_ERROR_INIT;
        struct cs_value value, back;
        struct cs_buffer out = CS_BUFFER_INIT;
        if (cs_field_parse(field, &how, text, length, &arena, &value, &err) != CS_OK) {
            check_refusal(field->name, text, &err);
            refused++;
        } else if (value.type != CS_NULL) {
            taken++;
            cs_field_format(field, &value, how.zone, &out);
            enum cs_status status = cs_field_parse(field, &how, out.text, out.length, &arena, &back, &err);
            CHECK_THAT(status == CS_OK && cs_value_equal(&value, &back), "%s \"%s\" became \"%s\" (%s)",
                       field->name, text, out.text, err.text);
            cs_buffer_reset(&out);
            cs_field_show(field, &value, how.zone, &out);
            CHECK_THAT(out.length > 0, "%s \"%s\" is shown as nothing", field->name, text);
        }
        cs_buffer_release(&out);
        cs_arena_release(&arena);
    }
    CHECK(taken > 1000);
    CHECK(refused > 1000);
}

CS_TEST(filters, "a random filter is read whole or refused in clean words")
{
    struct cs_parse how = help_parse(true);
    size_t taken = 0;
    for (int i = 0; i < 40000; i++) {
        char text[200];
        compose(text, sizeof text);
        int field = (int)(next() % record.count);
        struct cs_arena arena = CS_ARENA_INIT;
        struct cs_error err = CS_ERROR_INIT;
        struct cs_filter filter;
        enum cs_status status =
            cs_filter_parse(&record, field, &how, text, next() % 2, &arena, &filter, &err);
        if (status == CS_OK) {
            taken++;
            bool listed = filter.kind == CS_FILTER_IN || filter.kind == CS_FILTER_HAS ||
                          filter.kind == CS_FILTER_PREFIX || filter.kind == CS_FILTER_CONTAINS;
            CHECK_THAT(listed == (filter.count > 0), "\"%s\" has %zu values", text, filter.count);
            for (size_t j = 0; j < filter.count; j++)
                CHECK(filter.values[j].type != CS_NULL);
            bool ends = filter.low.type != CS_NULL || filter.high.type != CS_NULL;
            CHECK_THAT((filter.kind == CS_FILTER_RANGE) == ends, "\"%s\" has no end", text);
        } else {
            CHECK_INT(status, CS_MISUSED);
            check_refusal(fields[field].name, text, &err);
        }
        cs_arena_release(&arena);
    }
    CHECK(taken > 1000);
}

CS_TEST(masks, "a random text keeps its width under a mask and is never longer known")
{
    static const unsigned flags[] = { CS_PHONE, CS_EMAIL, CS_IDENTITY };
    for (int i = 0; i < 20000; i++) {
        char text[200];
        size_t length = compose(text, sizeof text);
        unsigned flag = flags[next() % 3];
        struct cs_buffer once = CS_BUFFER_INIT, twice = CS_BUFFER_INIT;
        cs_mask(flag, text, length, &once);
        CHECK_INT((intmax_t)cs_text_width(once.text, once.length), (intmax_t)cs_text_width(text, length));
        cs_mask(flag, once.text, once.length, &twice);
        cs_is_masked(flag, text, length);
        cs_buffer_release(&once);
        cs_buffer_release(&twice);
    }
}

/* Set LC_ALL by hand where such a locale is installed; elsewhere the test says nothing new. */
CS_TEST(locales, "a decimal comma of the process changes nothing")
{
    static const struct cs_field real = { .name = "real", .type = CS_TYPE_REAL };
    static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!setlocale(LC_ALL, names[i]))
            continue;
        CHECK_TEXT(help_read(&real, "0.30000000000000004"), "0.30000000000000004");
        CHECK_TEXT(help_read(&real, "1.5e-9"), "1.5e-09");
        CHECK_TEXT(help_read(&real, "0.5"), "0.5");
    }
    setlocale(LC_ALL, "C");
}
