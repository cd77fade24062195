/* Inside of the readers of moments and dates; everybody else goes through time/moment.h. */
#ifndef CS_TIME_MOMENT_TEXT_H
#define CS_TIME_MOMENT_TEXT_H

#include "time/moment.h"

/* What a text says, before a zone makes a moment of it. */
struct cs_moment_parts {
    int64_t day;
    int32_t second; /* of the day, 0..86400 */
    int32_t offset; /* seconds east of UTC, where has_offset */
    bool has_offset;
};

enum cs_moment_wish { CS_WISH_MOMENT, CS_WISH_DATE }; /* what the sentence of a refusal asks for */

/* Reads every spelling that cs_moment_parse and cs_date_parse share. CS_REFUSED with a sentence. */
enum cs_status cs_moment_scan(const char *text, bool allow_serial, enum cs_moment_wish wish,
                              struct cs_moment_parts *parts, struct cs_error *err);

/* Writes YYYY-MM-DD and returns the length; years outside 0..9999 take the digits they need. */
size_t cs_moment_put_date(char *out, int64_t year, int month, int day);

/* How much of a text a sentence may quote: at most 60 bytes, cut between characters. For "%.*s". */
int cs_quote_length(const char *text);
int cs_quote_piece(const char *text, size_t length); /* the same of a piece of text */

#endif
