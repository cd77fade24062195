/* What the tests of records share: one field parsed from text, shown as text again. */
#ifndef CS_TESTS_RECORD_HELP_H
#define CS_TESTS_RECORD_HELP_H

#include "record/record.h"
#include "unit.h"

static struct cs_arena help_arena = CS_ARENA_INIT;

__attribute__((unused)) static const struct cs_zone *help_zone(const char *name)
{
    const struct cs_zone *zone = NULL;
    struct cs_error err = CS_ERROR_INIT;
    if (cs_zone_find(name, &zone, &err) != CS_OK) {
        printf("Bail out! %s\n", err.text);
        exit(1);
    }
    return zone;
}

__attribute__((unused)) static struct cs_parse help_parse(bool serials)
{
    return (struct cs_parse){ help_zone("Asia/Shanghai"), serials };
}

/* The machine form of what `text` is read as, "(null)" where it is empty, else the refusal in <>. */
__attribute__((unused)) static const char *help_read_length(const struct cs_field *field, const char *text,
                                                            size_t length)
{
    struct cs_parse how = help_parse(true);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_buffer out = CS_BUFFER_INIT;
    struct cs_value value;
    enum cs_status status = cs_field_parse(field, &how, text, length, &help_arena, &value, &err);
    if (status != CS_OK) {
        CHECK_INT(status, CS_REFUSED);
        CHECK(err.text[0] != '\0');
        CHECK_INT(value.type, CS_NULL);
        cs_buffer_printf(&out, "<%s>", err.text);
    } else if (value.type == CS_NULL) {
        cs_buffer_text(&out, "(null)");
    } else {
        cs_field_format(field, &value, how.zone, &out);
        if (value.type == CS_TEXT)
            CHECK_INT(value.text[value.length], '\0');
    }
    const char *answer = cs_arena_strdup(&help_arena, out.text);
    cs_buffer_release(&out);
    return answer;
}

__attribute__((unused)) static const char *help_read(const struct cs_field *field, const char *text)
{
    return help_read_length(field, text, strlen(text));
}

/* One cell and what it must become. */
struct help_cell {
    const char *text, *want;
};

__attribute__((unused)) static void help_cells(const char *file, int line, const struct cs_field *field,
                                               const struct help_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = help_read(field, cells[i].text);
        if (strcmp(got, cells[i].want) != 0)
            cs_unit_fault(file, line, "%s \"%s\" is \"%s\", not \"%s\"", field->name, cells[i].text, got,
                          cells[i].want);
    }
}

#define CHECK_CELLS(field, cells)                                                                            \
    help_cells(__FILE__, __LINE__, field, cells, sizeof(cells) / sizeof *(cells))

#endif
