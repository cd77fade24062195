/* The INI grammar of mapping files: lines to sections, keys and values; meaning is mapping.c's. */
#ifndef CS_IO_MAPPING_FILE_H
#define CS_IO_MAPPING_FILE_H

#include "base/status.h"

#include <stddef.h>

struct cs_mapping_line {
    int number;
    char *section; /* lower-case word */
    char *name;    /* what stands in quotes behind it, or NULL */
    char *key;     /* NULL: the line only opens the section */
    char *value;
};

typedef enum cs_status cs_mapping_line_fn(void *context, const struct cs_mapping_line *line,
                                          struct cs_error *err);

/* Hands every key of the text (and every section) to the callback. Faults of grammar and those that the
 * callback finds come back as "PATH:LINE: sentence". */
enum cs_status cs_mapping_parse(const char *path, const char *text, size_t length, cs_mapping_line_fn *take,
                                void *context, struct cs_error *err);

#endif
