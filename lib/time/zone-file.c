/* TZif files (RFC 9636), version 2 and later: the list of transitions and the rule behind it. */
#include "base/text.h"
#include "time/zone-table.h"

#include <stdbool.h>
#include <string.h>

enum { HEADER_SIZE = 44, TYPE_SIZE = 6, RULE_SIZE = 256, OFFSET_MAX = 26 * 3600, TRANSITIONS_MAX = 20000 };

static const int64_t latest = INT64_C(1) << 38; /* the year 10680: no file lists a transition so late */

/* The six counts of a header, in the order in which the file has them. */
struct header {
    uint32_t isut, isstd, leap, time, type, chars;
};

struct reader {
    const unsigned char *at, *end;
};

static uint64_t big_endian(const unsigned char *at, size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | at[i];
    return value;
}

static bool read_header(struct reader *in, struct header *head)
{
    if ((size_t)(in->end - in->at) < HEADER_SIZE || memcmp(in->at, "TZif", 4) != 0 || in->at[4] < '2')
        return false;
    uint32_t counts[6];
    for (size_t i = 0; i < 6; i++)
        counts[i] = (uint32_t)big_endian(in->at + 20 + 4 * i, 4);
    *head = (struct header){ counts[0], counts[1], counts[2], counts[3], counts[4], counts[5] };
    in->at += HEADER_SIZE;
    return true;
}

/* Bytes of the block behind a header whose times have `width` bytes. */
static uint64_t block_size(const struct header *head, uint64_t width)
{
    return head->time * (width + 1) + (uint64_t)head->type * TYPE_SIZE + head->chars +
           head->leap * (width + 4) + head->isstd + head->isut;
}

static bool add_transitions(struct cs_zone *zone, const unsigned char *at, const struct header *head)
{
    const unsigned char *kinds = at + 8 * (size_t)head->time, *types = kinds + head->time;
    int64_t last = INT64_MIN;
    bool good = head->type > 0 && head->time <= TRANSITIONS_MAX;
    for (uint32_t i = 0; good && i < head->type; i++) {
        int32_t offset = (int32_t)big_endian(types + i * TYPE_SIZE, 4);
        good = offset > -OFFSET_MAX && offset < OFFSET_MAX;
    }
    if (good)
        cs_zone_append(zone, INT64_MIN, (int32_t)big_endian(types, 4));
    for (uint32_t i = 0; good && i < head->time; i++) {
        int64_t from = (int64_t)big_endian(at + 8 * (size_t)i, 8);
        good = kinds[i] < head->type && (i == 0 || from > last) && from < latest;
        if (good)
            cs_zone_append(zone, from, (int32_t)big_endian(types + kinds[i] * TYPE_SIZE, 4));
        last = from;
    }
    return good;
}

/* The rule stands between two newlines at the end of the file; it may be empty. */
static bool read_rule(const struct reader *in, char rule[RULE_SIZE])
{
    size_t left = (size_t)(in->end - in->at);
    const unsigned char *stop = left > 1 && in->at[0] == '\n' ? memchr(in->at + 1, '\n', left - 1) : NULL;
    size_t length = stop ? (size_t)(stop - in->at) - 1 : 0;
    if (!stop || length >= RULE_SIZE)
        return false;
    memcpy(rule, in->at + 1, length);
    rule[length] = '\0';
    return true;
}

enum cs_status cs_zone_read(struct cs_zone *zone, const unsigned char *bytes, size_t length,
                            struct cs_error *err)
{
    struct reader in = { bytes, bytes + length };
    struct header head;
    char rule[RULE_SIZE];
    /* The first block is for readers of version 1; the same again follows with times of eight bytes. */
    bool good = read_header(&in, &head) && block_size(&head, 4) <= (uint64_t)(in.end - in.at);
    if (good) {
        in.at += block_size(&head, 4);
        good = read_header(&in, &head) && block_size(&head, 8) <= (uint64_t)(in.end - in.at);
    }
    if (!good)
        return cs_error_set(err, CS_FAILED, _("the file is no TZif file of version 2 or later"));
    if (head.leap)
        return cs_error_set(err, CS_FAILED, _("the file counts leap seconds, which UTC seconds do not"));
    good = add_transitions(zone, in.at, &head);
    in.at += block_size(&head, 8);
    if (!good || !read_rule(&in, rule))
        return cs_error_set(err, CS_FAILED, _("the file is damaged"));
    return rule[0] ? cs_zone_extend(zone, rule, err) : CS_OK;
}
