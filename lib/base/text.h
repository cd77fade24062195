/* Text: languages, UTF-8, safe display, nearest word. */
#ifndef CS_BASE_TEXT_H
#define CS_BASE_TEXT_H

#include "base/buffer.h"

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define _(text)  gettext(text) /* what a person reads, in the person's language */
#define N_(text) text          /* marked for translation here, translated where it is shown */

/* gettext for a heading or label that may be empty (gettext("") answers the catalogue's head). */
const char *cs_translate(const char *text);

/* The number of bytes of the UTF-8 sequence at text (1 to 4; strict: no overlong form, no surrogate, none
 * above U+10FFFF), or 0 where it is broken or cut by `length`. *code, unless NULL, receives the character. */
size_t cs_utf8_decode(const char *text, size_t length, uint32_t *code);

/* The length in bytes of the run of characters of three bytes that `text` begins with, as far as its first
 * bytes say without a doubt that they are well formed (U+1000 to U+CFFF: nearly all hanzi); 0: none. */
size_t cs_utf8_hanzi(const char *text, size_t length);

/* The offset of the first byte that is not UTF-8, or `length` where all is well. */
size_t cs_utf8_check(const char *text, size_t length);

/* Appends a character in UTF-8. */
void cs_utf8_encode(struct cs_buffer *out, uint32_t code);

/* Columns of a terminal that a character takes: 0, 1 or 2 (East Asian wide and emoji: 2), by glibc's tables
 * in C.UTF-8 whatever the process's locale. */
int cs_char_width(uint32_t code);
size_t cs_text_width(const char *text, size_t length);

/* Appends text for a terminal: C0, C1, DEL and bidi controls become visible marks (U+240A and kin, <U+202E>),
 * broken bytes become <FF>. Newlines too, unless keep_newlines. */
void cs_text_display(struct cs_buffer *out, const char *text, size_t length, bool keep_newlines);

/* Compares two words as a person would type them: ASCII case and the signs - _ and space are one. */
bool cs_text_same_word(const char *left, const char *right);

/* The word of the list (ended by NULL) nearest to `typed` by Damerau-Levenshtein distance in characters, the
 * first of equals; else one that `typed` (three characters or more) is the beginning of. NULL where none is
 * near enough: a distance of 1 for words of two or three characters, 2 below eight, 3 above; never for one
 * character or for more than 64 bytes. */
const char *cs_nearest_word(const char *typed, const char *const words[]);

#endif
