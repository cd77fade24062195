/* Any bytes as a mapping file: read or refused with its line, and answering whatever it is asked. */
#include "io/mapping.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_mapping *mapping;
    if (cs_mapping_read("input", (const char *)bytes, length, &record, &mapping, &err)) {
        if (mapping || strncmp(err.text, "input:", 6) != 0)
            abort();
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
