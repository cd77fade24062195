/* Whole files, read at once. */
#ifndef CS_BASE_FILE_H
#define CS_BASE_FILE_H

#include "base/buffer.h"

/* Appends what a file holds. 0, or the number of a fault: EFBIG where it is larger than `most` bytes (the
 * first of them are there then), else what open or read said. */
int cs_file_read(const char *path, size_t most, struct cs_buffer *text);

#endif
