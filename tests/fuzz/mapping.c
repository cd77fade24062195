/*
 * Any bytes as a mapping file: read or refused with a line of its own, answering whatever it is asked; and
 * its keys, written out anew, are read as the same.
 */
#include "io/mapping.h"
#include "fuzz.h"
#include "io/mapping-file.h"

static const struct cs_choice states[] = { { "received", "Received", "已受理" },
                                           { "closed", "Closed", "已关闭" },
                                           { NULL, NULL, NULL } };
static const struct cs_field fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_DERIVED, .heading = "Id" },
    { .name = "state", .type = CS_TYPE_CHOICE, .heading = "State", .choices = states },
    { .name = "subject", .type = CS_TYPE_TEXT, .heading = "Subject", .also = "标题" },
    { .name = "age", .type = CS_TYPE_INT, .flags = CS_DERIVED, .heading = "Age" },
};
static const struct cs_record record = CS_RECORD("case", "case", fields);

static void write_quoted(struct cs_buffer *out, const char *text)
{
    cs_buffer_char(out, '"');
    for (; *text; text++) {
        if (strchr("\"\\\n\t", *text))
            cs_buffer_char(out, '\\');
        cs_buffer_char(out, *text == '\n' ? 'n' : *text == '\t' ? 't' : *text);
    }
    cs_buffer_char(out, '"');
}

/* One key as a person would write it who quotes everything. */
static enum cs_status write_key(void *context, const struct cs_mapping_line *line, struct cs_error *err)
{
    struct cs_buffer *out = context;
    (void)err;
    if (!line->key)
        return CS_OK;
    cs_buffer_printf(out, "[%s", line->section);
    if (line->name) {
        cs_buffer_char(out, ' ');
        write_quoted(out, line->name);
    }
    cs_buffer_text(out, "] ");
    write_quoted(out, line->key);
    cs_buffer_text(out, " = ");
    write_quoted(out, line->value);
    cs_buffer_char(out, '\n');
    return CS_OK;
}

static void check_round(const char *text, size_t length)
{
    struct cs_buffer once = CS_BUFFER_INIT, twice = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    if (cs_mapping_parse("input", text, length, write_key, &once, &err) == CS_OK) {
        FUZZ_HOLDS(cs_mapping_parse("once", once.text, once.length, write_key, &twice, &err) == CS_OK);
        FUZZ_HOLDS(strcmp(once.text, twice.text) == 0);
    }
    cs_buffer_release(&once);
    cs_buffer_release(&twice);
}

static void check_refusal(const char *text, size_t length, const struct cs_error *err)
{
    long lines = 1;
    char *end;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n';
    fuzz_sentence(err);
    FUZZ_HOLDS(strncmp(err->text, "input:", 6) == 0);
    long line = strtol(err->text + 6, &end, 10);
    FUZZ_HOLDS(line >= 1 && line <= lines && *end == ':');
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_mapping *mapping;
    if (!length)
        return 0;
    check_round((const char *)bytes, length);
    if (cs_mapping_read("input", (const char *)bytes, length, &record, &mapping, &err)) {
        FUZZ_HOLDS(!mapping);
        check_refusal((const char *)bytes, length, &err);
        return 0;
    }
    cs_mapping_column(mapping, "Ticket Status");
    for (int field = 0; field < (int)record.count; field++) {
        cs_mapping_constant(mapping, field);
        cs_mapping_value(mapping, field, "Open", 4);
    }
    cs_mapping_file(mapping, "zone");
    cs_mapping_free(mapping);
    return 0;
}
