/* Time zones: finding one by name, and the two questions asked of it: offset at a moment, moment of a wall
 * time. */
#include "time/zone.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "time/zone-table.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_MAX = 1 << 16,
    NAME_MAX_LENGTH = 64,
    BUCKET_SHIFT = 23,
    BUCKETS_MAX = 20000,
    OFFSET_MAX = 26 * 3600
};

static const char folder[] = "/usr/share/zoneinfo";
static const int64_t bucket_origin = INT64_C(-62091) * 86400; /* 1800-01-01 */
static const int64_t far_away = INT64_C(1) << 53; /* beyond that a moment is taken as that: no overflow */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct cs_zone *zones; /* every zone loaded so far */

void cs_zone_append(struct cs_zone *zone, int64_t from, int32_t offset)
{
    struct cs_zone_segment *last = zone->count ? &zone->segments[zone->count - 1] : NULL;
    if (last && last->offset == offset)
        return;
    if (last && from <= last->from) {
        last->offset = offset;
        return;
    }
    zone->segments = cs_grow(zone->segments, &zone->capacity, zone->count + 1, sizeof *zone->segments);
    zone->segments[zone->count++] = (struct cs_zone_segment){ from, offset };
}

/* Remembers for every 97 days which segment is in force, so that a look-up is one step and a half. */
static void index_segments(struct cs_zone *zone)
{
    int64_t last = zone->segments[zone->count - 1].from;
    zone->bucket_count = last > bucket_origin ? (size_t)((last - bucket_origin) >> BUCKET_SHIFT) + 1 : 1;
    if (zone->bucket_count > BUCKETS_MAX)
        zone->bucket_count = BUCKETS_MAX;
    zone->buckets = cs_alloc(zone->bucket_count * sizeof *zone->buckets);
    size_t at = 0;
    for (size_t i = 0; i < zone->bucket_count; i++) {
        int64_t start = bucket_origin + ((int64_t)i << BUCKET_SHIFT);
        while (at + 1 < zone->count && zone->segments[at + 1].from <= start)
            at++;
        zone->buckets[i] = (uint16_t)at;
    }
    if (zone->steady == INT64_MIN)
        zone->steady = last;
}

static bool name_is_sound(const char *name)
{
    size_t length = strlen(name);
    const char *allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    return length > 0 && length < NAME_MAX_LENGTH && name[0] != '/' && strspn(name, allowed) == length;
}

static enum cs_status no_such_zone(const char *name, struct cs_error *err)
{
    return cs_error_set(err, CS_FAILED, _("there is no time zone \"%.64s\"; write a name such as %s or UTC"),
                        name, "Asia/Shanghai");
}

static enum cs_status read_file(const char *name, struct cs_buffer *bytes, struct cs_error *err)
{
    char path[sizeof folder + NAME_MAX_LENGTH + 1];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fault = cs_file_read(path, FILE_MAX, bytes);
    if (fault == ENOENT || fault == ENOTDIR || fault == EISDIR) /* a folder such as "Asia" */
        return no_such_zone(name, err);
    return fault && fault != EFBIG ? cs_error_errno(err, fault, _("cannot read %s"), path) : CS_OK;
}

static void free_zone(struct cs_zone *zone)
{
    free(zone->segments);
    free(zone->buckets);
    free(zone->name);
    free(zone);
}

static enum cs_status load_zone(const char *name, struct cs_zone **loaded, struct cs_error *err)
{
    struct cs_zone *zone = cs_alloc(sizeof *zone);
    struct cs_buffer bytes = CS_BUFFER_INIT;
    enum cs_status status = CS_OK;
    zone->name = cs_strdup(name);
    zone->limit = INT64_MAX;
    zone->steady = INT64_MIN;
    if (strcmp(name, "UTC") == 0) { /* needs no file, so that a machine without tzdata can work in it */
        cs_zone_append(zone, INT64_MIN, 0);
    } else {
        status = read_file(name, &bytes, err);
        if (status == CS_OK) {
            status = cs_zone_read(zone, (const unsigned char *)bytes.text, bytes.length, err);
            if (status != CS_OK)
                cs_error_prefix(err, _("time zone \"%s\""), name);
        }
    }
    if (status == CS_OK)
        index_segments(zone);
    else
        free_zone(zone);
    cs_buffer_release(&bytes);
    *loaded = status == CS_OK ? zone : NULL;
    return status;
}

enum cs_status cs_zone_find(const char *name, const struct cs_zone **zone, struct cs_error *err)
{
    *zone = NULL;
    if (!name_is_sound(name))
        return no_such_zone(name, err);
    enum cs_status status = CS_OK;
    pthread_mutex_lock(&lock);
    struct cs_zone *found = zones;
    while (found && strcmp(found->name, name) != 0)
        found = found->next;
    if (!found) {
        status = load_zone(name, &found, err);
        if (found) {
            found->next = zones;
            zones = found;
        }
    }
    pthread_mutex_unlock(&lock);
    *zone = found;
    return status;
}

const char *cs_zone_name(const struct cs_zone *zone)
{
    return zone->name;
}

int64_t cs_zone_steady(const struct cs_zone *zone)
{
    return zone->steady;
}

/* How many seconds earlier the table answers for `utc`: a multiple of 400 years. */
static inline int64_t fold(const struct cs_zone *zone, int64_t utc)
{
    if (utc < zone->limit)
        return 0;
    return ((utc - zone->limit) / CS_ZONE_CYCLE + 1) * CS_ZONE_CYCLE;
}

static inline size_t segment_at(const struct cs_zone *zone, int64_t utc)
{
    size_t at = 0;
    if (utc >= bucket_origin) {
        size_t bucket = (size_t)((utc - bucket_origin) >> BUCKET_SHIFT);
        at = zone->buckets[bucket < zone->bucket_count ? bucket : zone->bucket_count - 1];
    }
    while (at + 1 < zone->count && zone->segments[at + 1].from <= utc)
        at++;
    return at;
}

static inline int64_t clamp(int64_t utc)
{
    return utc < -far_away ? -far_away : utc > far_away ? far_away : utc;
}

int32_t cs_zone_offset(const struct cs_zone *zone, int64_t utc)
{
    utc = clamp(utc);
    return zone->segments[segment_at(zone, utc - fold(zone, utc))].offset;
}

/*
 * The moment at which the wall clock, read as if it were UTC, shows `local`. Walks the few segments near it
 * to the first in which `local` comes before the segment's end. Where the segment begins later than that,
 * `local` fell into the gap between it and the one before, whose offset moves it on by the gap's length.
 */
static inline int64_t from_local(const struct cs_zone *zone, int64_t local)
{
    int64_t early = local - OFFSET_MAX, folded = fold(zone, early);
    local -= folded;
    const struct cs_zone_segment *segment = &zone->segments[segment_at(zone, early - folded)];
    const struct cs_zone_segment *last = &zone->segments[zone->count - 1];
    while (segment < last && local - segment->offset >= segment[1].from)
        segment++;
    if (segment > zone->segments && local - segment->offset < segment->from)
        segment--;
    return local - segment->offset + folded;
}

static inline int64_t day_of(int64_t seconds)
{
    return seconds / 86400 - (seconds % 86400 < 0);
}

void cs_zone_to_civil(const struct cs_zone *zone, int64_t utc, struct cs_civil *civil)
{
    utc = clamp(utc);
    civil->offset = cs_zone_offset(zone, utc);
    int64_t local = utc + civil->offset, day = day_of(local);
    unsigned second = (unsigned)(local - day * 86400);
    cs_day_to_date(day, &civil->year, &civil->month, &civil->day);
    civil->hour = (int)(second / 3600);
    civil->minute = (int)(second / 60 % 60);
    civil->second = (int)(second % 60);
}

int64_t cs_zone_from_civil(const struct cs_zone *zone, const struct cs_civil *civil)
{
    int64_t day = cs_day_from_date(civil->year, civil->month, civil->day);
    return cs_zone_from_day(zone, day, civil->hour * 3600 + civil->minute * 60 + civil->second);
}

int64_t cs_zone_from_day(const struct cs_zone *zone, int64_t day, int32_t second_of_day)
{
    int64_t most = far_away / 86400;
    day = day < -most ? -most : day > most ? most : day;
    return from_local(zone, day * 86400 + second_of_day);
}

int64_t cs_zone_day(const struct cs_zone *zone, int64_t utc)
{
    utc = clamp(utc);
    return day_of(utc + cs_zone_offset(zone, utc));
}
