/*
 * Any bytes as JSON. What is taken has to be an object to jansson too, and every cell its text; what jansson
 * takes whole has to be taken; what was read comes back from what the sinks write of it.
 */
#include "fuzz.h"

#include <jansson.h>

enum { FLAGS = JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL };

static void check_record(struct cs_source *source, const struct cs_raw *raw)
{
    const char *const *headings;
    json_error_t fault;
    json_t *value = json_loadb(raw->bytes, raw->length, FLAGS, &fault);
    FUZZ_HOLDS(json_is_object(value) && cs_source_headings(source, &headings) == raw->count);
    for (size_t i = 0; i < raw->count; i++) {
        const json_t *member = json_object_get(value, headings[i]);
        const struct cs_cell *cell = &raw->cells[i];
        FUZZ_HOLDS(cell->null == (!member || json_is_null(member)));
        FUZZ_HOLDS(cs_utf8_check(cell->text, cell->length) == cell->length);
        FUZZ_HOLDS(!json_is_string(member) || strcmp(json_string_value(member), cell->text) == 0);
        if (json_is_object(member) || json_is_array(member) || json_is_number(member)) {
            json_t *again = json_loadb(cell->text, cell->length, FLAGS, &fault);
            FUZZ_HOLDS(json_equal(member, again));
            json_decref(again);
        }
        cs_source_cell_place(source, i);
    }
    json_decref(value);
}

static size_t depth_of(const json_t *value)
{
    size_t deepest = 0, index;
    const char *key;
    json_t *each;
    if (json_is_array(value))
        json_array_foreach(value, index, each) deepest = depth_of(each) > deepest ? depth_of(each) : deepest;
    if (json_is_object(value))
        json_object_foreach((json_t *)value, key, each) deepest =
            depth_of(each) > deepest ? depth_of(each) : deepest;
    return deepest + (json_is_array(value) || json_is_object(value));
}

/* How many records jansson sees in the whole input; SIZE_MAX where it is nothing that it and we both take. */
static size_t records_of(const uint8_t *bytes, size_t length)
{
    json_t *whole = json_loadb((const char *)bytes, length, FLAGS | JSON_REJECT_DUPLICATES, NULL);
    size_t records = SIZE_MAX, index;
    json_t *each;
    if (json_is_object(whole))
        records = depth_of(whole) > CS_SOURCE_DEPTH ? SIZE_MAX : 1;
    if (json_is_array(whole)) {
        records = json_array_size(whole);
        json_array_foreach(whole, index, each) if (!json_is_object(each) || depth_of(each) > CS_SOURCE_DEPTH)
            records = SIZE_MAX;
    }
    json_decref(whole);
    return records;
}

static void check_round(const struct fuzz_table *table, const char *format)
{
    struct cs_source_options options = { .format = format, .encoding = "utf-8" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    struct fuzz_table back;
    enum cs_status end;
    size_t length;
    char *text = fuzz_write(table, format, false, &length);
    FUZZ_HOLDS(cs_source_open(fuzz_open(text, length), "back", &options, &source, &err) == CS_OK);
    FUZZ_HOLDS(fuzz_read(source, &back, &end) == 0 && end == CS_NONE && back.rows == table->rows);
    FUZZ_HOLDS(!table->rows || back.columns == table->columns);
    for (size_t row = 0, from = 0; row < table->rows; from += table->widths[row++])
        for (size_t i = 0; i < table->columns; i++) {
            const char *was = i < table->widths[row] ? table->cells[from + i] : NULL;
            const char *is = back.cells[row * table->columns + i];
            FUZZ_HOLDS(was ? is && strcmp(is, was) == 0 : !is);
        }
    for (size_t i = 0; table->rows && i < table->columns; i++)
        FUZZ_HOLDS(strcmp(table->headings[i], back.headings[i]) == 0);
    fuzz_free(&back);
    free(text);
}

static void check_whole(const uint8_t *bytes, size_t length, const struct cs_source_options *options)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    struct fuzz_table table;
    enum cs_status end;
    if (cs_source_open(fuzz_open(bytes, length), "input", options, &source, &err))
        return;
    size_t refused = fuzz_read(source, &table, &end), wanted = records_of(bytes, length);
    if (wanted != SIZE_MAX)
        FUZZ_HOLDS(end == CS_NONE && refused == 0 && table.rows == wanted);
    if (table.columns && table.columns < 200) {
        check_round(&table, "jsonl");
        check_round(&table, "json");
    }
    fuzz_free(&table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_source_options options = { .format = "json" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    const struct cs_raw *raw;
    enum cs_status status;
    if (cs_source_open(fuzz_open(bytes, length), "input", &options, &source, &err))
        return 0;
    size_t records = 0;
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        if (status == CS_OK)
            check_record(source, raw);
        else
            fuzz_sentence(&err);
        FUZZ_HOLDS(raw->place.line >= 1 && raw->place.column >= 1 && (size_t)raw->place.line <= length + 1 &&
                   (size_t)raw->place.column <= 3 * length + 1);
        FUZZ_HOLDS(++records <= length + 1); /* every record takes a byte at least */
        cs_error_clear(&err);
    }
    cs_source_close(source);
    options.encoding = "utf-8";
    check_whole(bytes, length, &options);
    return 0;
}
