/*
 * Hours of the day on a wall clock: a span that may run over midnight (22:00-07:00), and a list of moments
 * (08:30;17:00). Minutes are counted from midnight, local to a zone; on days on which the clock jumps, a
 * moment that does not exist is the one after the gap (zone.h).
 */
#ifndef CS_TIME_HOURS_H
#define CS_TIME_HOURS_H

#include "time/zone.h"

#include <stdbool.h>
#include <stddef.h>

enum { CS_HOURS_MAX = 24 };

struct cs_hours_span {
    int from, until; /* minutes; from == until: no span */
};

struct cs_hours_list {
    int at[CS_HOURS_MAX]; /* minutes, rising, each once */
    size_t count;
};

/* Reads "22:00-07:00", also with full-width signs. CS_REFUSED with a sentence. */
enum cs_status cs_hours_parse_span(const char *text, struct cs_hours_span *span, struct cs_error *err);

/* Reads "08:30;17:00", also with commas, blanks and full-width signs between. CS_REFUSED with a sentence. */
enum cs_status cs_hours_parse_list(const char *text, struct cs_hours_list *list, struct cs_error *err);

/* The one spelling of each, as it is kept. */
enum { CS_HOURS_SIZE = CS_HOURS_MAX * 6 + 1 };
void cs_hours_format_span(char text[CS_HOURS_SIZE], const struct cs_hours_span *span);
void cs_hours_format_list(char text[CS_HOURS_SIZE], const struct cs_hours_list *list);

/* The end of the span that a moment lies in; the moment itself where it lies in none. */
int64_t cs_hours_after_span(const struct cs_hours_span *span, const struct cs_zone *zone, int64_t at);

/* The first moment of the list after `at` (never `at` itself); the list is not empty. */
int64_t cs_hours_next(const struct cs_hours_list *list, const struct cs_zone *zone, int64_t at);

#endif
