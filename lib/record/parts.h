/* What the files of lib/record share among themselves; no other room includes it. */
#ifndef CS_RECORD_PARTS_H
#define CS_RECORD_PARTS_H

#include "base/buffer.h"
#include "record/filter.h"
#include "record/record.h"

/* words.c: words as people type them */

/* Compares two words: ASCII case and the signs - _ and space are one. */
bool cs_word_same(const char *left, size_t left_length, const char *right, size_t right_length);

/* True where the list "a|b|c" (or NULL) holds the word. */
bool cs_word_listed(const char *list, const char *word, size_t length);

/* Cuts blanks (ASCII white space, U+3000, U+00A0, U+FEFF) off both ends. */
void cs_word_trim(const char **text, size_t *length);

/* True for what CRMs write into an empty cell: null, N/A, -. */
bool cs_word_is_nothing(const char *text, size_t length);

/* Full-width ASCII (１２３) made narrow, in the arena; *length receives the new length. */
const char *cs_word_narrow(struct cs_arena *arena, const char *text, size_t *length);

/* A faulty value for a sentence: safe to show and cut to a readable length. */
enum { CS_SHOWN_SIZE = 256 };
const char *cs_word_shown(char shown[CS_SHOWN_SIZE], const char *text, size_t length);

/* Makes a sentence of another room, which quotes its value as it came, safe to show; returns status. */
enum cs_status cs_word_clean(enum cs_status status, struct cs_error *err);

/* field-number.c */
enum cs_status cs_parse_integer(const struct cs_field *field, const char *text, size_t length,
                                struct cs_value *value, struct cs_error *err);
enum cs_status cs_parse_real(const struct cs_field *field, const char *text, size_t length,
                             struct cs_value *value, struct cs_error *err);

/* True for 1.38E+10: what a spreadsheet makes of a long number. */
bool cs_number_is_rounded(const char *text, size_t length);

/* Refuses the text: "must be <expectation>, not "text"". `expectation` is used where the field has no range.
 */
enum cs_status cs_refuse_number(const struct cs_field *field, const char *expectation, const char *text,
                                size_t length, struct cs_error *err);

/* field-money.c */
enum cs_status cs_parse_money(const struct cs_field *field, const char *text, size_t length,
                              struct cs_value *value, struct cs_error *err);

/* field-contact.c: phone, mail and identity numbers; the text is checked, never changed. */
enum cs_status cs_check_contact(unsigned flags, const char *text, size_t length, struct cs_error *err);

/* field-json.c: the offset of the first byte that is wrong in one JSON value, or `length`. */
size_t cs_json_check(const char *text, size_t length);

/* choice.c */
enum cs_status cs_parse_choice(const struct cs_field *field, const char *text, size_t length,
                               struct cs_value *value, struct cs_error *err);
enum cs_status cs_parse_set(const struct cs_field *field, const char *text, size_t length,
                            struct cs_arena *arena, struct cs_value *value, struct cs_error *err);

/* field-format.c */
void cs_number_format(int64_t number, struct cs_buffer *out);
void cs_money_format(int64_t fen, struct cs_buffer *out);
void cs_real_format(double real, struct cs_buffer *out);

/* filter-time.c: the moments that a written time covers: a day, a month, a year, or one second. */
struct cs_stretch {
    int64_t from, to; /* [from, to): UTC seconds, or days where the field is a date */
    bool single;      /* one moment (of a date field: one day) */
    bool relative;    /* an amount before or after now */
};
enum cs_status cs_filter_stretch(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                 struct cs_stretch *stretch, struct cs_error *err);

/* filter-range.c: lo..hi, >x, >=x, <x, <=x as written; NULL where an end is open. */
struct cs_range_text {
    const char *low, *high;
    bool above, below; /* low, high are themselves left out */
};

/* False where the text is no range. */
bool cs_range_split(const char *text, struct cs_arena *arena, struct cs_range_text *range);

/* Fills filter->low and ->high by the type of the field. `text` is the whole, for sentences. */
enum cs_status cs_range_read(const struct cs_field *field, const struct cs_parse *how, const char *text,
                             const struct cs_range_text *range, struct cs_arena *arena,
                             struct cs_filter *filter, struct cs_error *err);

#endif
