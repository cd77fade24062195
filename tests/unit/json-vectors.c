/*
 * JSON by RFC 8259 from files: each text stands as a value in a record, and as an input of its own. What is
 * JSON (y) is taken, what is none (n) is refused, what may be either (i) is taken as it is or refused in
 * words. CS_JSON_SUITE names another file of the same form (tests/torture-public.bats makes one of a public
 * suite).
 */
#include "io-kit.h"

#include <ctype.h>
#include <jansson.h>

enum { FLAGS = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL };

struct vector {
    char class;
    const char *name;
    struct cs_buffer text;
};

static int hex(char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = byte ? strchr(digits, tolower((unsigned char)byte)) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* %XX is a byte, %{N:TEXT} a text N times. */
static void decode(struct cs_buffer *out, const char *text)
{
    for (; *text; text++) {
        if (*text != '%') {
            cs_buffer_char(out, *text);
        } else if (text[1] == '{') {
            char *from, *to;
            long times = strtol(text + 2, &from, 10);
            to = strchr(from, '}');
            /* What is repeated may be a closing brace itself. */
            to += to[1] == '}';
            for (long i = 0; i < times; i++)
                cs_buffer_add(out, from + 1, (size_t)(to - from) - 1);
            text = to;
        } else {
            cs_buffer_char(out, (char)(hex(text[1]) << 4 | hex(text[2])));
            text += 2;
        }
    }
}

typedef void vector_fn(const struct vector *vector);

/* Hands each line of a file to `check`; returns how many there were. */
static size_t each_vector(const char *path, vector_fn *check)
{
    char *line = NULL;
    size_t room = 0, count = 0;
    FILE *file = fopen(path, "r");
    CHECK_THAT(file != NULL, "cannot open %s", path);
    while (file && getline(&line, &room, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *name = strchr(line, '\t'), *text = name ? strchr(name + 1, '\t') : NULL;
        if (*line == '#' || !text)
            continue;
        *text = '\0';
        struct vector vector = { .class = *line, .name = name + 1, .text = CS_BUFFER_INIT };
        decode(&vector.text, text + 1);
        check(&vector);
        cs_buffer_release(&vector.text);
        count++;
    }
    free(line);
    if (file)
        fclose(file);
    return count;
}

static void each(vector_fn *check)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/vectors/json.tsv", cs_unit.top);
    CHECK_INT(each_vector(path, check), 505);
    if (getenv("CS_JSON_SUITE"))
        CHECK_THAT(each_vector(getenv("CS_JSON_SUITE"), check) > 300, "few texts");
}

/* A NUL in a text is JSON, but no text here can hold one. */
static bool has_nul(const struct cs_buffer *text)
{
    const char *at = text->text;
    while ((at = strstr(at, "\\u0000")))
        if (at++ == text->text || at[-2] != '\\')
            return true;
    return false;
}

/* The record that was taken says what the text says. */
static void check_same(const struct vector *vector, const struct cs_cell *cell)
{
    json_t *was = json_loadb(vector->text.text, vector->text.length, FLAGS, NULL);
    json_t *is = json_loadb(cell->text, cell->length, FLAGS, NULL);
    if (json_is_string(was))
        CHECK_THAT(strcmp(json_string_value(was), cell->text) == 0, "%s: %s", vector->name, cell->text);
    else
        CHECK_THAT(cell->null == json_is_null(was) && (cell->null || json_equal(was, is)), "%s: %s",
                   vector->name, cell->text);
    json_decref(was);
    json_decref(is);
}

static void check_value(const struct vector *vector)
{
    static const char before[] = "{\"v\":", behind[] = "}\n{\"v\":\"next\"}\n";
    struct cs_source_options options = { .format = "jsonl", .encoding = "utf-8" };
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_error err;
    const struct cs_raw *raw;
    bool next = false;
    cs_buffer_text(&text, before);
    cs_buffer_add(&text, vector->text.text, vector->text.length);
    cs_buffer_text(&text, behind);
    struct cs_source *source = kit_open(text.text, text.length, &options, &err);
    enum cs_status first = source ? cs_source_next(source, &raw, &err) : CS_FAILED, status = first;
    bool taken = first == CS_OK, wanted = vector->class == 'y' && !has_nul(&vector->text);
    CHECK_THAT(taken || err.text[0], "%s: refused without a word", vector->name);
    if (taken && vector->class != 'n')
        check_same(vector, &raw->cells[0]);
    while (status == CS_OK || status == CS_REFUSED) {
        cs_error_clear(&err);
        status = cs_source_next(source, &raw, &err);
        next = status == CS_OK && strcmp(raw->cells[0].text, "next") == 0;
        taken &= status == CS_OK || status == CS_NONE;
        if (next)
            break;
    }
    if (vector->class == 'y')
        CHECK_THAT(taken == wanted && next, "y %s: %d, next %d: %s", vector->name, taken, next, err.text);
    if (vector->class == 'n')
        CHECK_THAT(!taken, "n %s was taken", vector->name);
    cs_source_close(source);
    cs_buffer_release(&text);
}

/* How many records jansson sees in the whole; -1 where it is nothing that has records. */
static int records_of(const struct vector *vector)
{
    json_t *whole = json_loadb(vector->text.text, vector->text.length, FLAGS, NULL), *each;
    int records = json_is_object(whole) ? 1 : json_is_array(whole) ? (int)json_array_size(whole) : -1;
    size_t index;
    json_array_foreach(whole, index, each) if (!json_is_object(each)) records = -1;
    json_decref(whole);
    return records;
}

static void check_whole(const struct vector *vector, const char *encoding)
{
    struct cs_source_options options = { .format = "json", .encoding = encoding };
    struct cs_error err;
    const struct cs_raw *raw;
    int records = 0, refused = 0;
    struct cs_source *source = kit_open(vector->text.text, vector->text.length, &options, &err);
    enum cs_status status = source ? CS_OK : CS_FAILED;
    while (source && ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED)) {
        records += status == CS_OK;
        refused += status == CS_REFUSED;
        CHECK_THAT(status == CS_OK || err.text[0], "%s: refused without a word", vector->name);
        cs_error_clear(&err);
    }
    CHECK_THAT(status == CS_NONE || err.text[0], "%s: failed without a word", vector->name);
    bool whole = status == CS_NONE && !refused;
    if (vector->class == 'n')
        CHECK_THAT(!whole || records == 0, "n %s gave %d records", vector->name, records);
    if (vector->class == 'y' && records_of(vector) >= 0 && !has_nul(&vector->text) &&
        !strstr(vector->name, "doubled") && !strstr(vector->name, "duplicated"))
        CHECK_THAT(whole && records == records_of(vector), "y %s gave %d records", vector->name, records);
    cs_source_close(source);
}

static void check_input(const struct vector *vector)
{
    check_whole(vector, "utf-8");
    check_whole(vector, NULL);
}

CS_TEST(values, "as a value in a record JSON is taken, and nothing else")
{
    each(check_value);
}

CS_TEST(inputs, "as an input JSON is taken whole, and nothing else")
{
    each(check_input);
}
