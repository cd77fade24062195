/* Filters: what a person writes after --FIELD to choose records, parsed once, used by the store's select. */
#ifndef CS_RECORD_FILTER_H
#define CS_RECORD_FILTER_H

#include "record/record.h"

enum cs_filter_kind {
    CS_FILTER_IN,       /* one of values[] */
    CS_FILTER_RANGE,    /* low <= x < high for times, low <= x <= high else; either may be null */
    CS_FILTER_CONTAINS, /* text contains values[0] */
    CS_FILTER_PREFIX,   /* text begins with values[0] */
    CS_FILTER_HAS,      /* set holds any of values[] */
    CS_FILTER_EMPTY,
    CS_FILTER_FILLED,
};

struct cs_filter {
    int field; /* index in the record */
    enum cs_filter_kind kind;
    bool negated;
    size_t count;
    struct cs_value *values; /* in the arena */
    struct cs_value low, high;
};

/*
 * Reads one filter of a field:
 *   a,b,c      any of them (choices by code or label in any language; a backslash keeps a comma or a sign)
 *   !...       the contrary of all that follows
 *   none any   empty, not empty (a choice that is itself called so comes first)
 *   lo..hi     between, both ends included; either may be missing
 *   >x >=x <x <=x   numbers (by their words too), money, times, dates; choices in the order of their
 *                   descriptor
 *   ~text      contains (texts): all that follows is the text
 *   text*      begins with (texts)
 * A written time covers what it names: a date its whole local day, 2026-03 a month, 2026 a year, a moment one
 * second; now, today, yesterday, tomorrow and amounts (-3d.., -3d..now) are known. Of a time field high is
 * always the first second outside; of numbers and dates it is the last inside. A masked field (phone, mail,
 * identity) takes whole values only unless `unmask`: a search by prefix would tell digit by digit what the
 * mask hides. Values lie in the arena. CS_MISUSED with a sentence that does not name the field.
 */
enum cs_status cs_filter_parse(const struct cs_record *record, int field, const struct cs_parse *how,
                               const char *text, bool unmask, struct cs_arena *arena,
                               struct cs_filter *filter, struct cs_error *err);

#endif
