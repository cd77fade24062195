/*
 * The fast path of CSV: records that are well formed beyond doubt, split at memory speed.
 *
 * libcsv steps through a state machine byte by byte and calls back for each cell. Nearly all records need no
 * such care: here whole lines are found by memchr and delimiters eight bytes at a time. A property test holds
 * both to the same answer.
 */
#include "io/csv-split.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

static void add_cell(struct cs_csv_split *split, const char *text, size_t length)
{
    if (split->count == split->room)
        split->cells = cs_grow(split->cells, &split->room, split->count + 1, sizeof *split->cells);
    split->cells[split->count++] = (struct cs_cell){ .text = text, .length = length };
}

/* Marks (high bit) the bytes of a word that equal the pattern's; exact, so that all marks can be walked. */
static inline uint64_t equal_bytes(uint64_t word, uint64_t pattern)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
    uint64_t x = word ^ pattern;
    return ~(((x & low) + low) | x | low);
}

/* A line without quotes: one copy, and a NUL for each delimiter. `text` has room for eight bytes more. */
static void split_line(struct cs_csv_split *split, const char *line, size_t length)
{
    char *text = split->text, *cell = text;
    memcpy(text, line, length);
    memset(text + length, 0, 8);
    uint64_t pattern = 0x0101010101010101u * (unsigned char)split->delimiter;
    for (size_t at = 0; at < length; at += 8) {
        uint64_t word;
        memcpy(&word, text + at, sizeof word);
        for (uint64_t marks = equal_bytes(le64toh(word), pattern); marks; marks &= marks - 1) {
            char *end = text + at + (size_t)__builtin_ctzll(marks) / 8;
            *end = '\0';
            add_cell(split, cell, (size_t)(end - cell));
            cell = end + 1;
        }
    }
    add_cell(split, cell, (size_t)(text + length - cell));
}

/* Copies a quoted field; *from stands behind its opening quote and comes to stand behind the closing one.
 * Returns the end of the copy, or NULL where the closing quote may still come. */
static char *copy_quoted(const struct cs_csv_split *split, const char **from, const char *end, char *to)
{
    const char *at = *from;
    for (;;) {
        const char *quote = memchr(at, '"', (size_t)(end - at));
        if (!quote || (quote + 1 == end && !split->last))
            return NULL;
        memcpy(to, at, (size_t)(quote - at));
        to += quote - at;
        at = quote + 1;
        if (at == end || *at != '"')
            break;
        *to++ = '"';
        at++;
    }
    *from = at;
    return to;
}

/* Copies a bare field up to what ends it, which is for the caller to judge. */
static char *copy_bare(const struct cs_csv_split *split, const char **from, const char *end, char *to)
{
    const char *at = *from;
    char delimiter = split->delimiter;
    while (at < end && *at != delimiter && *at != '\n' && *at != '\r' && *at != '"')
        *to++ = *at++;
    *from = at;
    return to;
}

/* How many bytes end a record at `at`: 0 means that it goes on or that more has to come. */
static ssize_t line_end(const struct cs_csv_split *split, const char *at, const char *end)
{
    if (*at == '\n')
        return 1;
    if (*at != '\r')
        return CS_SPLIT_ODD;
    if (at + 1 == end)
        return split->last ? 1 : CS_SPLIT_MORE;
    return at[1] == '\n' ? 2 : CS_SPLIT_ODD;
}

static ssize_t split_quoted(struct cs_csv_split *split, const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    char *to = split->text;
    for (;;) {
        char *cell = to;
        if (at < end && *at == '"') {
            at++;
            to = copy_quoted(split, &at, end, to);
            if (!to)
                return split->last ? CS_SPLIT_ODD : CS_SPLIT_MORE;
        } else {
            to = copy_bare(split, &at, end, to);
        }
        size_t cell_length = (size_t)(to - cell);
        if (cell_length > CS_SOURCE_FIELD_BYTES)
            return CS_SPLIT_ODD;
        *to++ = '\0';
        add_cell(split, cell, cell_length);
        split->length = (size_t)(at - text);
        if (at == end)
            return split->last ? (ssize_t)length : CS_SPLIT_MORE;
        if (*at == split->delimiter) {
            at++;
            continue;
        }
        ssize_t ending = line_end(split, at, end);
        return ending <= 0 ? ending : at - text + ending;
    }
}

ssize_t cs_csv_split(struct cs_csv_split *split, const char *text, size_t length)
{
    const char *newline = memchr(text, '\n', length);
    size_t line = newline ? (size_t)(newline - text) : length;
    split->count = 0;
    split->quoted = memchr(text, '"', line) != NULL;
    if (!newline && !split->last)
        return CS_SPLIT_MORE;
    size_t needed = (split->quoted ? length : line) + 9;
    if (needed > split->text_room) {
        free(split->text);
        split->text_room = needed > 4096 ? needed : 4096;
        split->text = cs_realloc(NULL, split->text_room);
    }
    if (split->quoted)
        return split_quoted(split, text, length);
    size_t content = line && text[line - 1] == '\r' ? line - 1 : line;
    if (content > CS_SOURCE_FIELD_BYTES || memchr(text, '\r', content))
        return CS_SPLIT_ODD;
    split_line(split, text, content);
    split->length = content;
    return (ssize_t)(newline ? line + 1 : line);
}

void cs_csv_split_release(struct cs_csv_split *split)
{
    free(split->cells);
    free(split->text);
    *split = (struct cs_csv_split){ 0 };
}
