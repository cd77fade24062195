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
 *   a,b,c     any of them (choice labels in any language; a backslash keeps a comma)
 *   !...      the contrary
 *   none any  empty, not empty
 *   lo..hi    between; either may be missing; times: a date means its whole local day, relative forms are
 * known >x <x >=x <=x  numbers, times, dates ~text     contains (text fields)      text*  begins with A
 * masked field (phone, mail, identity) takes exact values only unless `unmask`: a search by prefix would tell
 * digit by digit what the mask hides. CS_MISUSED with a sentence.
 */
enum cs_status cs_filter_parse(const struct cs_record *record, int field, const struct cs_parse *how,
                               const char *text, bool unmask, struct cs_arena *arena,
                               struct cs_filter *filter, struct cs_error *err);

#endif
