/* Any bytes as an export: its draft is a mapping, or there is a sentence why there is none. */
#include "io/guess.h"
#include "io/mapping.h"
#include "ticket/ticket-record.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_draft(const struct cs_buffer *draft)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_mapping *mapping;
    if (cs_mapping_read("draft", draft->text, draft->length, &cs_ticket_record, &mapping, &err))
        abort();
    cs_mapping_free(mapping);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source = NULL;
    struct cs_buffer draft = CS_BUFFER_INIT;
    const struct cs_zone *zone = NULL;
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0 ||
        cs_zone_find("Asia/Shanghai", &zone, &err))
        abort();
    const struct cs_guess_options options = { .record = &cs_ticket_record,
                                              .zone = zone,
                                              .zone_name = "Asia/Shanghai",
                                              .name = "input",
                                              .command = "cs-ticket import",
                                              .whole = length % 2 };
    enum cs_status status = cs_source_open(fd, "input", NULL, &source, &err);
    if (!status)
        status = cs_guess_mapping(source, &options, &draft, &err);
    if (status && !err.text[0])
        abort();
    if (!status)
        check_draft(&draft);
    cs_source_close(source);
    cs_buffer_release(&draft);
    return 0;
}
