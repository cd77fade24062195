/* Digests (SHA-256) of files and texts, as 64 hexadecimal digits. */
#ifndef CS_IO_DIGEST_H
#define CS_IO_DIGEST_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum { CS_DIGEST_SIZE = 65 }; /* the ending NUL included */

/* Reads a file from end to end; *size receives its bytes. CS_NONE (with a sentence) where there is no such
 * file, CS_FAILED where it cannot be read or is no plain file. */
enum cs_status cs_digest_file(const char *path, char hex[CS_DIGEST_SIZE], int64_t *size,
                              struct cs_error *err);

void cs_digest_text(const char *text, size_t length, char hex[CS_DIGEST_SIZE]);

#endif
