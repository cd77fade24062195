/* Whole files: read to the end, up to a size, and faults by their number. */
#include "unit.h"

#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/cs-base-file-XXXXXX";

static void write_bytes(size_t count)
{
    FILE *file = fopen(path, "we");
    CHECK(file != NULL);
    for (size_t i = 0; file && i < count; i++)
        fputc((int)('a' + i % 26), file);
    if (file)
        fclose(file);
}

CS_TEST(whole, "a file is read whole, whatever its size, behind what the text held")
{
    static const size_t sizes[] = { 0, 1, 16383, 16384, 16385, 100000 };
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    close(fd);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct cs_buffer text = CS_BUFFER_INIT;
        cs_buffer_text(&text, "before:");
        write_bytes(sizes[i]);
        CHECK_INT(cs_file_read(path, sizes[i], &text), 0);
        CHECK_INT(text.length, 7 + sizes[i]);
        CHECK_THAT(text.text[text.length] == '\0' && strncmp(text.text, "before:", 7) == 0, "%zu bytes",
                   sizes[i]);
        for (size_t j = 0; j < sizes[i]; j++)
            if (text.text[7 + j] != (char)('a' + j % 26)) {
                CHECK_THAT(false, "byte %zu of %zu", j, sizes[i]);
                break;
            }
        cs_buffer_release(&text);
    }
}

CS_TEST(most, "one byte too many is told, and no more is kept than was asked for")
{
    static const size_t most[] = { 0, 1, 16384, 99999 };
    write_bytes(100000);
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        struct cs_buffer text = CS_BUFFER_INIT;
        CHECK_INT(cs_file_read(path, most[i], &text), EFBIG);
        CHECK_INT(text.length, most[i]);
        CHECK_INT(text.text[text.length], 0);
        cs_buffer_release(&text);
    }
    unlink(path);
}

CS_TEST(faults, "what cannot be read is told by its number, and an endless file ends")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    CHECK_INT(cs_file_read("/tmp/cs-is-not-there", 10, &text), ENOENT);
    CHECK_INT(cs_file_read("/tmp", 10, &text), EISDIR);
    CHECK_INT(text.length, 0);
    CHECK_INT(cs_file_read("/dev/zero", 50000, &text), EFBIG);
    CHECK_INT(text.length, 50000);
    cs_buffer_release(&text);
}
