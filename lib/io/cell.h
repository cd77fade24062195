/* How a text is written as a cell of CSV or a string of JSON. */
#ifndef CS_IO_CELL_H
#define CS_IO_CELL_H

#include "base/buffer.h"

#include <stdbool.h>

/* A JSON string with its quotes. Control characters and DEL are escaped, broken bytes become U+FFFD. */
void cs_json_string(struct cs_buffer *out, const char *text, size_t length);

/* Escapes in a finished piece of JSON what a terminal must not see: C1 controls and bidi controls. */
void cs_json_for_terminal(struct cs_buffer *out, const char *json, size_t length);

/* A CSV cell by RFC 4180: in quotes where it holds the delimiter, a quote or a line end. */
void cs_csv_cell(struct cs_buffer *out, const char *text, size_t length, char delimiter);

/*
 * A text that a spreadsheet would run as a formula begins with = + - @ TAB CR LF, or a full-width sign; a
 * plain number like -5 does no harm. Disarmed it begins with one ' more, which a reader takes off again;
 * since texts that begin with ' before such a sign get one too, every text comes back as it was.
 */
bool cs_cell_is_risky(const char *text, size_t length);
bool cs_cell_is_disarmed(const char *text, size_t length);

#endif
