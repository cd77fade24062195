/* Any bytes as JSON: what is taken has to be an object to jansson too, and every cell a text. */
#include "base/text.h"
#include "io/source.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_record(struct cs_source *source, const struct cs_raw *raw)
{
    const char *const *headings;
    json_error_t fault;
    json_t *value = json_loadb(raw->bytes, raw->length,
                               JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, &fault);
    if (!json_is_object(value) || cs_source_headings(source, &headings) != raw->count)
        abort();
    for (size_t i = 0; i < raw->count; i++) {
        const json_t *member = json_object_get(value, headings[i]);
        const struct cs_cell *cell = &raw->cells[i];
        if (cell->null != (!member || json_is_null(member)) || strlen(cell->text) != cell->length ||
            cs_utf8_check(cell->text, cell->length) != cell->length)
            abort();
        if (json_is_string(member) && strcmp(json_string_value(member), cell->text) != 0)
            abort();
        cs_source_cell_place(source, i);
    }
    json_decref(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_source_options options = { .format = "json" };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    const struct cs_raw *raw;
    enum cs_status status;
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    if (cs_source_open(fd, "input", &options, &source, &err))
        return 0;
    size_t records = 0;
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        if (status == CS_OK)
            check_record(source, raw);
        if (++records > length + 1) /* every record takes a byte at least */
            abort();
        cs_error_clear(&err);
    }
    cs_source_close(source);
    return 0;
}
