/* Reading whole files: one loop, for all rooms. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PIECE = 16384 };

int cs_file_read(const char *path, size_t most, struct cs_buffer *text)
{
    size_t end = text->length + most;
    int fault = 0, fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 1;
    if (fd < 0)
        return errno;
    while (got > 0 && text->length <= end) {
        cs_buffer_reserve(text, PIECE);
        got = read(fd, text->text + text->length, PIECE);
        if (got > 0)
            text->text[text->length += (size_t)got] = '\0';
        else if (got < 0 && errno == EINTR)
            got = 1;
        else if (got < 0)
            fault = errno;
    }
    close(fd);
    if (!fault && text->length > end) {
        text->text[text->length = end] = '\0';
        fault = EFBIG;
    }
    return fault;
}
