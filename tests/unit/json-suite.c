/* JSON by RFC 8259: texts that are taken and texts that are not, each judged the same by jansson. */
#include "io-kit.h"

#include <jansson.h>

struct text {
    const char *bytes;
    size_t length;
};

#define TEXT(literal)                                                                                        \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

/* Values that are JSON; each is tried as a member of an object. */
static const struct text good[] = {
    TEXT("0"),
    TEXT("-0"),
    TEXT("1"),
    TEXT("-1"),
    TEXT("10"),
    TEXT("123456789"),
    TEXT("0.5"),
    TEXT("-0.5"),
    TEXT("1e1"),
    TEXT("1E1"),
    TEXT("1e+1"),
    TEXT("1e-1"),
    TEXT("1.5e10"),
    TEXT("0e0"),
    TEXT("0e+1"),
    TEXT("123e-10000000"),
    TEXT("-123123123123123123123123123123"),
    TEXT("100000000000000000000"),
    TEXT("0.000000000000000000000000000000000000000000000000000000000000000001"),
    TEXT("true"),
    TEXT("false"),
    TEXT("null"),
    TEXT("\"\""),
    TEXT("\"a\""),
    TEXT("\" \""),
    TEXT("\"\\\"\""),
    TEXT("\"\\\\\""),
    TEXT("\"\\/\""),
    TEXT("\"\\b\\f\\n\\r\\t\""),
    TEXT("\"\\u0020\""),
    TEXT("\"\\u00e9\""),
    TEXT("\"\\u4E2d\""),
    TEXT("\"\\uD834\\uDD1E\""),
    TEXT("\"\\ud83d\\ude39\\ud83d\\udc8d\""),
    TEXT("\"\\uFFFF\""),
    TEXT("\"\\uDBFF\\uDFFF\""),
    TEXT("\"\\u0001\""),
    TEXT("\"\\u2028\""),
    TEXT("\"\xE2\x80\xA8\""),
    TEXT("\"\x7F\""),
    TEXT("\"\xE4\xB8\xAD\xF0\x9F\x98\x80\""),
    TEXT("\"\xEF\xBF\xBF\""),
    TEXT("\"\\\\u0000\""),
    TEXT("\"a/*b*/c\""),
    TEXT("\"}\""),
    TEXT("\"]{[,:\""),
    TEXT("[]"),
    TEXT("[ ]"),
    TEXT("[\n]"),
    TEXT("{}"),
    TEXT("{ }"),
    TEXT("[1]"),
    TEXT("[1,2]"),
    TEXT("[ 1 , 2 ]"),
    TEXT("[[]]"),
    TEXT("[[],[[]]]"),
    TEXT("[{}]"),
    TEXT("[null,1,true,\"x\",{}]"),
    TEXT("{\"b\":{\"b\":{\"b\":1}}}"),
    TEXT("{\"\":0}"),
    TEXT("{\"x\":[{\"y\":[]}]}"),
    TEXT("{\"\\u0062\":1}"),
    TEXT("{\"b\":1,\"b\":2}"),
};

/* Values that are none. */
static const struct text bad[] = {
    TEXT(""),
    TEXT("-"),
    TEXT("+1"),
    TEXT("--1"),
    TEXT("01"),
    TEXT("-01"),
    TEXT("00"),
    TEXT("1."),
    TEXT("-1."),
    TEXT(".5"),
    TEXT("-.5"),
    TEXT("1.e1"),
    TEXT("0.e1"),
    TEXT("1e"),
    TEXT("1e+"),
    TEXT("1eE2"),
    TEXT("0E"),
    TEXT("0x1"),
    TEXT("0x42"),
    TEXT("1_000"),
    TEXT("1 000"),
    TEXT("1a"),
    TEXT("1.2.3"),
    TEXT("1e5.5"),
    TEXT("0.1.2"),
    TEXT("NaN"),
    TEXT("nan"),
    TEXT("Infinity"),
    TEXT("-Infinity"),
    TEXT("Inf"),
    TEXT("True"),
    TEXT("TRUE"),
    TEXT("tru"),
    TEXT("truee"),
    TEXT("fals"),
    TEXT("nul"),
    TEXT("nulll"),
    TEXT("undefined"),
    TEXT("x"),
    TEXT("'x'"),
    TEXT("\"\\a\""),
    TEXT("\"\\x41\""),
    TEXT("\"\\u\""),
    TEXT("\"\\u1\""),
    TEXT("\"\\u123\""),
    TEXT("\"\\u12G4\""),
    TEXT("\"\\uD800\""),
    TEXT("\"\\uDC00\""),
    TEXT("\"\\uD800\\u0041\""),
    TEXT("\"\\uD800\\uD800\""),
    TEXT("\"\\uDD1E\\uD834\""),
    TEXT("\"\\u0000\""),
    TEXT("\"\\U0041\""),
    TEXT("\"\t\""),
    TEXT("\"\x01\""),
    TEXT("\"\x1F\""),
    TEXT("\"\xFF\""),
    TEXT("\"\xC0\x80\""),
    TEXT("\"\xED\xA0\x80\""),
    TEXT("\"\xF4\x90\x80\x80\""),
    TEXT("\"\xE4\xB8\""),
    TEXT("\"a\"b\""),
    TEXT("\"a\" \"b\""),
    TEXT("[1,]"),
    TEXT("[,1]"),
    TEXT("[1,,2]"),
    TEXT("[,]"),
    TEXT("[1 2]"),
    TEXT("[1 true]"),
    TEXT("[1:2]"),
    TEXT("[\"a\" 1]"),
    TEXT("[{]"),
    TEXT("[}"),
    TEXT("[1}"),
    TEXT("{]"),
    TEXT("{\"b\"}"),
    TEXT("{\"b\":}"),
    TEXT("{\"b\",1}"),
    TEXT("{\"b\" 1}"),
    TEXT("{\"b\"::1}"),
    TEXT("{:1}"),
    TEXT("{b:1}"),
    TEXT("{'b':1}"),
    TEXT("{1:1}"),
    TEXT("{\"b\":1,}"),
    TEXT("{,\"b\":1}"),
    TEXT("{\"b\":1,,\"c\":2}"),
    TEXT("{\"b\":1 \"c\":2}"),
    TEXT("[1]]"),
    TEXT("/**/1"),
    TEXT("1 // x"),
    TEXT("[1 /* x */]"),
    TEXT("\xEF\xBB\xBF"
         "1"),
    TEXT("\xC2\xA0"
         "1"),
    TEXT("1\v"),
    TEXT("1\f"),
    TEXT("1e999"),
    TEXT("-1e999"),
};

/* {"a":VALUE} */
static struct cs_buffer object_of(const struct text *value)
{
    struct cs_buffer object = CS_BUFFER_INIT;
    cs_buffer_text(&object, "{\"a\":");
    cs_buffer_add(&object, value->bytes, value->length);
    cs_buffer_char(&object, '}');
    return object;
}

/* What becomes of one record, and of a good one behind it. */
static enum cs_status first_status(const char *bytes, size_t length, enum cs_status *second)
{
    struct cs_error err;
    const struct cs_raw *raw;
    struct cs_source_options options = { .format = "jsonl", .encoding = "utf-8" };
    struct cs_source *source = kit_open(bytes, length, &options, &err);
    enum cs_status status = source ? cs_source_next(source, &raw, &err) : CS_FAILED;
    cs_error_clear(&err);
    *second = source ? cs_source_next(source, &raw, &err) : CS_FAILED;
    cs_source_close(source);
    return status;
}

static bool jansson_takes(const struct cs_buffer *object)
{
    json_t *value = json_loadb(object->text, object->length, JSON_DECODE_INT_AS_REAL, NULL);
    json_decref(value);
    return value != NULL;
}

static void check_value(const struct text *value, bool wanted)
{
    struct cs_buffer object = object_of(value);
    enum cs_status second;
    CHECK_THAT(jansson_takes(&object) == wanted, "jansson on %s", object.text);
    cs_buffer_text(&object, "\n{\"a\":\"next\"}\n");
    enum cs_status first = first_status(object.text, object.length, &second);
    CHECK_THAT(first == (wanted ? CS_OK : CS_REFUSED), "%s gave %d", object.text, first);
    if (wanted)
        CHECK_THAT(second == CS_OK, "behind %s came %d", object.text, second);
    cs_buffer_release(&object);
}

CS_TEST(taken, "what is JSON is taken")
{
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check_value(&good[i], true);
}

CS_TEST(refused, "what is none is refused")
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_value(&bad[i], false);
}

CS_TEST(in_arrays, "the same holds in arrays, where a broken frame may fail the whole")
{
    for (size_t i = 0; i < sizeof good / sizeof *good + sizeof bad / sizeof *bad; i++) {
        bool wanted = i < sizeof good / sizeof *good;
        const struct text *value = wanted ? &good[i] : &bad[i - sizeof good / sizeof *good];
        struct cs_buffer object = object_of(value), array = CS_BUFFER_INIT;
        enum cs_status second;
        cs_buffer_char(&array, '[');
        cs_buffer_add(&array, object.text, object.length);
        cs_buffer_text(&array, ",{\"a\":2}]");
        enum cs_status first = first_status(array.text, array.length, &second);
        CHECK_THAT((first == CS_OK) == wanted, "%s gave %d", array.text, first);
        CHECK_THAT(!wanted || second == CS_OK, "behind %s came %d", array.text, second);
        cs_buffer_release(&array);
        cs_buffer_release(&object);
    }
}

CS_TEST(cut, "a record cut anywhere is never taken, whole ones before it are")
{
    static const char whole[] = "{\"a\":[1,{\"b\":\"c\\n\\u00e9\"}],\"d\":-1.5e3,\"e\":true}";
    for (size_t length = 1; length < sizeof whole - 1; length++) {
        struct cs_buffer text = CS_BUFFER_INIT;
        enum cs_status second;
        cs_buffer_text(&text, "{\"a\":1}\n");
        cs_buffer_add(&text, whole, length);
        CHECK_INT(first_status(text.text, text.length, &second), CS_OK);
        CHECK_THAT(second == CS_REFUSED, "cut at %zu gave %d", length, second);
        cs_buffer_release(&text);
    }
}

CS_TEST(random_texts, "10,000 random texts are judged as jansson judges them")
{
    static const char *const pieces[] = { "{",     "}",  "[",       "]",         ",",   ":",    "\"a\"",
                                          "\"b\"", "1",  "-2.5",    "01",        "tru", "true", "null",
                                          " ",     "\\", "\"\\n\"", "\"\\u12\"", "1e5", "." };
    unsigned seed = 4711;
    size_t taken = 0;
    for (int round = 0; round < 10000; round++) {
        struct cs_buffer object = CS_BUFFER_INIT;
        enum cs_status second;
        cs_buffer_text(&object, "{\"k\":");
        seed = seed * 1103515245 + 12345;
        for (unsigned i = 0, count = 1 + (seed >> 16 & 7); i < count; i++) {
            seed = seed * 1103515245 + 12345;
            cs_buffer_text(&object, pieces[(seed >> 16) % (sizeof pieces / sizeof *pieces)]);
        }
        cs_buffer_char(&object, '}');
        bool wanted = jansson_takes(&object);
        enum cs_status first = first_status(object.text, object.length, &second);
        /* Two records where jansson sees one text with rubbish behind it are no disagreement. */
        if (wanted)
            CHECK_THAT(first == CS_OK && second == CS_NONE, "%s gave %d %d", object.text, first, second);
        else
            CHECK_THAT(first != CS_OK || second != CS_NONE, "%s was taken", object.text);
        taken += wanted;
        cs_buffer_release(&object);
    }
    CHECK_THAT(taken > 100, "only %zu were JSON at all", taken);
}
