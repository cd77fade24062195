/* What the files of the drafting of mappings share. */
#ifndef CS_IO_GUESS_INSIDE_H
#define CS_IO_GUESS_INSIDE_H

#include "base/memory.h"
#include "io/guess.h"
#include "io/reader.h"

enum { GUESS_WORDS = 200 }; /* different values kept of a column */

struct guess_word {
    const char *text;
    size_t length, count;
};

/* A column as its values show it. */
struct guess_column {
    const char *heading;
    size_t filled, different; /* cells that are not empty; different values among them */
    struct guess_word words[GUESS_WORDS];
    size_t word_count; /* the first so many different values */
    uint64_t *hashes;  /* of all values; sorted in the end */
    size_t hash_count, hash_room;
    size_t phones, mails, moments, zoned, numbers, yes_no, small; /* small: whole numbers 1 to 5 */
    size_t slashed, first_high, second_high; /* dates that are not written year first; parts above 12 */
};

struct guess_sample {
    struct cs_arena arena;
    struct guess_column *columns;
    size_t column_count, column_room;
    size_t records;
    bool ended; /* the input has no more records */
};

/* guess-read.c */
enum cs_status cs_guess_read(struct cs_source *source, const struct cs_zone *zone,
                             struct guess_sample *sample, struct cs_error *err);
void cs_guess_release(struct guess_sample *sample);

/* How dates are written that are not written year first. */
enum guess_dates { DATES_YEAR_FIRST, DATES_DAY_FIRST, DATES_MONTH_FIRST, DATES_UNKNOWN, DATES_BOTH };
enum guess_dates cs_guess_dates(const struct guess_sample *sample);

/* guess-match.c */

enum guess_why { BY_HEADING, BY_WORDS, BY_SOME_WORDS, BY_VALUES };

struct guess_match {
    int field;
    enum guess_why why;
    int sure;         /* per cent */
    const char *word; /* of ours that the heading was compared with */
    size_t word_length;
    double fit; /* share of the values that the field takes */
};

/* The share of a column's values that a field takes as they stand. */
double cs_guess_fit(const struct guess_column *column, const struct cs_field *field,
                    const struct cs_parse *how, enum guess_dates dates);

/* How well a field suits a column; false: not at all. */
bool cs_guess_match(const struct guess_column *column, const struct guess_sample *sample,
                    const struct cs_field *field, const struct cs_parse *how, enum guess_dates dates,
                    struct guess_match *match);

/* guess-write.c */

/* What was decided. */
struct guess_target {
    int field;                     /* or -1 */
    struct guess_match how;        /* where field >= 0 and the heading is not known */
    struct cs_reader_column known; /* what import would do by itself */
    int suggested;                 /* a field that it may be, or -1 */
    bool nameless;                 /* no heading, or one that stands twice: a mapping cannot name it */
};

void cs_guess_write(const struct guess_sample *sample, const struct guess_target *targets,
                    const struct cs_guess_options *options, struct cs_source *source, enum guess_dates dates,
                    struct cs_buffer *draft);

#endif
