/* calendar-import.c: calendars from and to their flat file. */
#include "calendar/calendar-store.h"

#include <stdlib.h>
#include <string.h>

/* A special day as a line of the file or a row of the store says it. */
struct day {
    int64_t day;
    const char *kind, *times, *label; /* label may be NULL */
};

struct days {
    struct day *items;
    size_t count, capacity;
};

/* What the file says about one calendar. */
struct part {
    const char *name;
    int64_t id;       /* 0: not in the store */
    bool head;        /* the file has its own line */
    struct days days; /* of the file */
    struct cs_value file[CALENDAR_COLUMNS], old[CALENDAR_COLUMNS];
    struct cs_calendar *trial; /* days are tried out on it */
    struct part *next;
};

struct cs_calendar_import {
    struct cs_store *store;
    const char *only;
    struct cs_arena arena;
    struct part *parts, **last;
};

struct cs_calendar_import *cs_calendar_import_new(struct cs_store *store, const char *only)
{
    struct cs_calendar_import *import = cs_alloc(sizeof *import);
    import->store = store;
    import->only = only;
    import->last = &import->parts;
    return import;
}

void cs_calendar_import_free(struct cs_calendar_import *import)
{
    if (!import)
        return;
    for (struct part *part = import->parts; part; part = part->next) {
        cs_calendar_free(part->trial);
        free(part->days.items);
    }
    cs_arena_release(&import->arena);
    free(import);
}

/* ---- lines in ---- */

static const char *kept(struct cs_calendar_import *import, const struct cs_value *value)
{
    return value->type == CS_TEXT ? cs_arena_strndup(&import->arena, value->text, value->length) : NULL;
}

static enum cs_status find_part(struct cs_calendar_import *import, const char *name, struct part **part,
                                struct cs_error *err)
{
    for (*part = import->parts; *part; *part = (*part)->next)
        if (strcmp((*part)->name, name) == 0)
            return CS_OK;
    struct part *made = cs_arena_alloc(&import->arena, sizeof *made);
    memset(made, 0, sizeof *made);
    made->name = cs_arena_strdup(&import->arena, name);
    struct cs_value key = cs_text(name);
    enum cs_status status = cs_store_get(import->store, &cs_calendar_statements, CALENDAR_BY_NAME, &key,
                                         made->old, &import->arena, err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    made->id = status == CS_OK ? made->old[CALENDAR_ID].integer : 0;
    *import->last = *part = made;
    import->last = &made->next;
    return CS_OK;
}

/* The calendar that the days of a part are tried out on. */
static enum cs_status make_trial(struct part *part, struct cs_error *err)
{
    const struct cs_value *from = part->head ? part->file : part->old;
    const struct cs_zone *zone;
    cs_calendar_free(part->trial);
    part->trial = NULL;
    enum cs_status status = cs_zone_find(cs_value_text(&from[CALENDAR_TIMEZONE]), &zone, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "timezone");
        return CS_REFUSED;
    }
    status = cs_calendar_new(part->name, zone, cs_value_text(&from[CALENDAR_HOURS]), &part->trial, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "hours");
        return CS_REFUSED;
    }
    return CS_OK;
}

/* A calendar's own line. Fields that the file leaves empty keep what the store has, so that a list cut to a
 * few columns harms nothing; known_from and known_until go together. */
static enum cs_status take_head(struct cs_calendar_import *import, struct part *part,
                                const struct cs_value *values, struct cs_error *err)
{
    static const int fields[CALENDAR_COLUMNS] = {
        [CALENDAR_TITLE] = CS_LINE_TITLE,
        [CALENDAR_TIMEZONE] = CS_LINE_TIMEZONE,
        [CALENDAR_HOURS] = CS_LINE_HOURS,
        [CALENDAR_KNOWN_FROM] = CS_LINE_KNOWN_FROM,
        [CALENDAR_KNOWN_UNTIL] = CS_LINE_KNOWN_UNTIL,
    };
    if (part->head)
        return cs_error_set(err, CS_REFUSED, _("calendar: %s has a line of its own already"), part->name);
    for (int i = CALENDAR_TITLE; i < CALENDAR_COLUMNS; i++) {
        const struct cs_value *value = &values[fields[i]];
        part->file[i] = value->type == CS_TEXT ? cs_text(kept(import, value)) : *value;
        if (part->file[i].type == CS_NULL && i <= CALENDAR_HOURS)
            part->file[i] = part->old[i];
    }
    const struct cs_value *from = &part->file[CALENDAR_KNOWN_FROM],
                          *until = &part->file[CALENDAR_KNOWN_UNTIL];
    if (part->file[CALENDAR_TIMEZONE].type == CS_NULL || part->file[CALENDAR_HOURS].type == CS_NULL)
        return cs_error_set(err, CS_REFUSED, _("hours: a new calendar needs a time zone and weekly hours"));
    if (from->type != CS_NULL && until->type != CS_NULL && from->integer > until->integer)
        return cs_error_set(err, CS_REFUSED, _("known_until: must not lie before known_from"));
    part->head = true;
    enum cs_status status = make_trial(part, err);
    part->head = status == CS_OK;
    return status;
}

static void add_day(struct days *days, struct day day)
{
    days->items = cs_grow(days->items, &days->capacity, days->count + 1, sizeof *days->items);
    days->items[days->count++] = day;
}

static enum cs_status take_day(struct cs_calendar_import *import, struct part *part,
                               const struct cs_value *values, struct cs_error *err)
{
    const char *kind = cs_value_text(&values[CS_LINE_KIND]), *times = cs_value_text(&values[CS_LINE_TIMES]);
    if (!part->id && !part->head)
        return cs_error_set(err, CS_REFUSED,
                            _("calendar: there is no calendar \"%s\"; its own line must come first"),
                            part->name);
    if (!kind[0])
        return cs_error_set(err, CS_REFUSED, _("kind: must not be empty where there is a date"));
    enum cs_status status = part->trial ? CS_OK : make_trial(part, err);
    if (status != CS_OK)
        return status;
    status = cs_calendar_set_day(part->trial, values[CS_LINE_DATE].integer, cs_day_kind_of(kind), times, NULL,
                                 err);
    if (status != CS_OK) {
        cs_error_prefix(err, "times");
        return CS_REFUSED;
    }
    add_day(&part->days,
            (struct day){ values[CS_LINE_DATE].integer, cs_arena_strdup(&import->arena, kind),
                          cs_arena_strdup(&import->arena, times), kept(import, &values[CS_LINE_NAME]) });
    return CS_OK;
}

enum cs_status cs_calendar_import_line(struct cs_calendar_import *import, const struct cs_row *row,
                                       struct cs_error *err)
{
    const struct cs_value *values = row->values;
    bool dated = values[CS_LINE_DATE].type != CS_NULL;
    const char *name = cs_value_text(&values[CS_LINE_CALENDAR]);
    struct part *part = NULL;
    /* What `list` writes has the calendar's name in the column that names holidays here. */
    if (!name[0] && !dated)
        name = cs_value_text(&values[CS_LINE_NAME]);
    if (!name[0])
        name = import->only ? import->only : "";
    if (!name[0])
        return cs_error_set(err, CS_REFUSED,
                            _("calendar: say which (a column calendar, or --calendar NAME)"));
    if (import->only && strcmp(name, import->only) != 0)
        return cs_error_set(err, CS_REFUSED, _("calendar: %s is not the calendar of --calendar"), name);
    enum cs_status status = find_part(import, name, &part, err);
    if (status == CS_OK)
        status = dated ? take_day(import, part, values, err) : take_head(import, part, values, err);
    return status;
}

/* ---- into the store ---- */

static bool same_text(const char *left, const char *right)
{
    return strcmp(left ? left : "", right ? right : "") == 0;
}

static bool same_key(const struct day *left, const struct day *right)
{
    return left->day == right->day && strcmp(left->kind, right->kind) == 0 &&
           strcmp(left->times, right->times) == 0;
}

static const struct day *find_day(const struct days *days, const struct day *wanted)
{
    for (size_t i = days->count; i-- > 0;)
        if (same_key(&days->items[i], wanted))
            return &days->items[i];
    return NULL;
}

struct old_days {
    struct cs_arena *arena;
    struct days days;
};

static enum cs_status keep_old(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct old_days *old = context;
    (void)err;
    add_day(&old->days,
            (struct day){ out[DAY_DAY].integer, cs_arena_strdup(old->arena, cs_value_text(&out[DAY_KIND])),
                          cs_arena_strdup(old->arena, cs_value_text(&out[DAY_TIMES])),
                          cs_arena_strdup(old->arena, cs_value_text(&out[DAY_LABEL])) });
    return CS_OK;
}

static enum cs_status write_head(struct cs_calendar_import *import, struct part *part,
                                 struct cs_calendar_counts *counts, struct cs_error *err)
{
    struct cs_value in[] = {
        cs_text(part->name),        part->file[CALENDAR_TITLE],      part->file[CALENDAR_TIMEZONE],
        part->file[CALENDAR_HOURS], part->file[CALENDAR_KNOWN_FROM], part->file[CALENDAR_KNOWN_UNTIL]
    };
    struct cs_value row[CALENDAR_COLUMNS];
    bool same = part->id != 0;
    for (int i = CALENDAR_TITLE; i < CALENDAR_COLUMNS; i++)
        same = same && cs_value_equal(&part->file[i], &part->old[i]);
    if (same) {
        counts->unchanged++;
        return CS_OK;
    }
    int which = part->id ? CALENDAR_UPDATE : CALENDAR_INSERT;
    enum cs_status status = cs_store_do(import->store, &cs_calendar_statements, which, in, NULL, err);
    *(part->id ? &counts->updated : &counts->inserted) += 1;
    if (status == CS_OK && !part->id) {
        status = cs_store_get(import->store, &cs_calendar_statements, CALENDAR_BY_NAME, in, row,
                              &import->arena, err);
        part->id = status == CS_OK ? row[CALENDAR_ID].integer : 0;
    }
    return status;
}

static enum cs_status write_day(struct cs_store *store, int64_t id, int which, const struct day *day,
                                struct cs_error *err)
{
    struct cs_value in[] = { cs_integer(id), cs_integer(day->day), cs_text(day->kind), cs_text(day->times),
                             cs_text(day->label) };
    return cs_store_do(store, &cs_calendar_statements, which, in, NULL, err);
}

/* A day without a name keeps the one that the store has. */
static enum cs_status write_days(struct cs_calendar_import *import, struct part *part, const struct days *old,
                                 struct cs_calendar_counts *counts, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    bool whole = part->head && part->days.count > 0;
    for (size_t i = 0; i < part->days.count && status == CS_OK; i++) {
        const struct day *day = &part->days.items[i], *was = find_day(old, day);
        if (was && (!day->label || same_text(was->label, day->label))) {
            counts->unchanged++;
            continue;
        }
        *(was ? &counts->updated : &counts->inserted) += 1;
        status = write_day(import->store, part->id, DAY_PUT, day, err);
    }
    for (size_t i = 0; whole && i < old->count && status == CS_OK; i++)
        if (!find_day(&part->days, &old->items[i])) {
            counts->removed++;
            status = write_day(import->store, part->id, DAY_DELETE, &old->items[i], err);
        }
    return status;
}

/* Holidays of the year that follows the known span make that year known. */
static enum cs_status widen(struct cs_calendar_import *import, struct part *part,
                            struct cs_calendar_counts *counts, struct cs_error *err)
{
    int64_t known = cs_value_integer(&part->old[CALENDAR_KNOWN_UNTIL], INT64_MAX), year, next;
    int month, day;
    if (part->head || known == INT64_MAX)
        return CS_OK;
    cs_day_to_date(known + 1, &next, &month, &day);
    bool found = false;
    for (size_t i = 0; i < part->days.count && !found; i++) {
        cs_day_to_date(part->days.items[i].day, &year, &month, &day);
        found = year == next && part->days.items[i].day > known &&
                cs_day_kind_of(part->days.items[i].kind) == CS_DAY_HOLIDAY;
    }
    if (!found)
        return CS_OK;
    counts->known_year = next;
    struct cs_value in[] = { cs_integer(part->id), cs_integer(cs_day_from_date(next, 12, 31)) };
    return cs_store_do(import->store, &cs_calendar_statements, CALENDAR_KNOW, in, NULL, err);
}

enum cs_status cs_calendar_import_finish(struct cs_calendar_import *import, struct cs_calendar_counts *counts,
                                         struct cs_error *err)
{
    enum cs_status status = CS_OK;
    *counts = (struct cs_calendar_counts){ 0 };
    for (struct part *part = import->parts; part && status == CS_OK; part = part->next) {
        struct old_days old = { .arena = &import->arena };
        if (part->head)
            status = write_head(import, part, counts, err);
        struct cs_value id = cs_integer(part->id);
        if (status == CS_OK && part->days.count)
            status =
                cs_store_each(import->store, &cs_calendar_statements, DAY_LIST, &id, keep_old, &old, err);
        if (status == CS_OK)
            status = write_days(import, part, &old.days, counts, err);
        if (status == CS_OK)
            status = widen(import, part, counts, err);
        free(old.days.items);
    }
    return status;
}
