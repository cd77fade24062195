/* Any bytes as CSV: the fast path and libcsv have to give the same records, faults and places. */
#include "io/csv-refuse.h"
#include "io/source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int open_bytes(const uint8_t *bytes, size_t length)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)
        abort();
    return fd;
}

/* Everything that a source says, as one text. */
static void read_all(const uint8_t *bytes, size_t length, const struct cs_source_options *options, bool slow,
                     struct cs_buffer *said)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_source *source;
    const struct cs_raw *raw;
    enum cs_status status = cs_source_open(open_bytes(bytes, length), "input", options, &source, &err);
    if (status) {
        cs_buffer_printf(said, "open: %s", err.text);
        return;
    }
    if (slow)
        cs_csv_slow_only(source);
    while ((status = cs_source_next(source, &raw, &err)) == CS_OK || status == CS_REFUSED) {
        cs_buffer_printf(said, "\n%d %lld:%lld %s ", status, (long long)raw->place.line,
                         (long long)raw->place.column, err.text);
        cs_buffer_add(said, raw->bytes, raw->length);
        for (size_t i = 0; i < raw->count; i++) {
            cs_buffer_printf(said, "|%zu:", raw->cells[i].length);
            cs_buffer_add(said, raw->cells[i].text, raw->cells[i].length + 1);
            struct cs_place place = cs_source_cell_place(source, i);
            cs_buffer_printf(said, "@%lld:%lld", (long long)place.line, (long long)place.column);
        }
        cs_error_clear(&err);
    }
    cs_buffer_printf(said, "\nend %d %s", status, err.text);
    cs_source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const encodings[] = { "auto", "utf-8", "gb18030", "utf-16le" };
    struct cs_buffer fast = CS_BUFFER_INIT, slow = CS_BUFFER_INIT;
    struct cs_source_options options = { .format = "csv" };
    if (length) {
        options.encoding = encodings[bytes[0] % 4];
        bytes++;
        length--;
    }
    read_all(bytes, length, &options, false, &fast);
    read_all(bytes, length, &options, true, &slow);
    if (fast.length != slow.length || memcmp(fast.text, slow.text, fast.length) != 0)
        abort();
    cs_buffer_release(&fast);
    cs_buffer_release(&slow);
    return 0;
}
