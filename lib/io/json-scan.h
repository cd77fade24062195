/* Where a JSON value ends, and what its texts say. Judging it is jansson's (source-json.c). */
#ifndef CS_IO_JSON_SCAN_H
#define CS_IO_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/* The scan of one value, which may go on when more text has come. Start with zeroes. */
struct cs_json_scan {
    size_t at; /* looked at so far; at the end: the value's length */
    size_t depth, deepest;
    bool string, escape, bare;
    char before; /* the last byte that was no space, outside strings */
    bool broken; /* no JSON could go on as it does at `at` */
};

/* True where the value that begins at text[0] ends, or is broken. `last`: nothing comes after the text. */
bool cs_json_scan(struct cs_json_scan *scan, const char *text, size_t length, bool last);

bool cs_json_is_space(char byte);

/* Decodes the inside of a string literal. Returns the end of what was written, which is never more than
 * `length` bytes; NULL where an escape is wrong. */
char *cs_json_unescape(const char *text, size_t length, char *to);

/* Copies a value without the spaces between its tokens. */
char *cs_json_compact(const char *text, size_t length, char *to);

#endif
