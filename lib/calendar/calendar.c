/* calendar.c: calendars built from the store, each once. */
#include "calendar/calendar-store.h"

#include <stdlib.h>
#include <string.h>

struct entry {
    int64_t id;
    struct cs_calendar *calendar;
};

struct cs_calendars {
    struct cs_store *store;
    struct entry *entries;
    size_t count, capacity;
};

struct cs_calendars *cs_calendars_new(struct cs_store *store)
{
    struct cs_calendars *calendars = cs_alloc(sizeof *calendars);
    calendars->store = store;
    return calendars;
}

void cs_calendars_free(struct cs_calendars *calendars)
{
    if (!calendars)
        return;
    for (size_t i = 0; i < calendars->count; i++)
        cs_calendar_free(calendars->entries[i].calendar);
    free(calendars->entries);
    free(calendars);
}

enum cs_day_kind cs_day_kind_of(const char *code)
{
    static const char *const codes[] = {
        [CS_DAY_WEEKLY] = "",     [CS_DAY_HOLIDAY] = "holiday", [CS_DAY_MAKEUP] = "makeup",
        [CS_DAY_HOURS] = "hours", [CS_DAY_BREAK] = "break",
    };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(codes[i], code) == 0)
            return (enum cs_day_kind)i;
    return CS_DAY_WEEKLY;
}

static enum cs_status add_day(void *context, const struct cs_value *out, struct cs_error *err)
{
    return cs_calendar_set_day(context, out[DAY_DAY].integer, cs_day_kind_of(cs_value_text(&out[DAY_KIND])),
                               cs_value_text(&out[DAY_TIMES]),
                               out[DAY_LABEL].type == CS_TEXT ? out[DAY_LABEL].text : NULL, err);
}

/* An open end of what is known reaches as far as dates do. */
static void set_known(struct cs_calendar *calendar, const struct cs_value *from, const struct cs_value *until)
{
    if (from->type == CS_NULL && until->type == CS_NULL)
        return;
    cs_calendar_set_known(calendar, cs_value_integer(from, cs_day_from_date(1, 1, 1)),
                          cs_value_integer(until, cs_day_from_date(9999, 12, 31)));
}

static enum cs_status build(struct cs_calendars *calendars, const struct cs_value *row, struct entry **entry,
                            struct cs_error *err)
{
    const struct cs_zone *zone;
    struct cs_calendar *calendar = NULL;
    const char *name = cs_value_text(&row[CALENDAR_NAME]);
    enum cs_status status = cs_zone_find(cs_value_text(&row[CALENDAR_TIMEZONE]), &zone, err);
    if (status == CS_OK)
        status = cs_calendar_new(name, zone, cs_value_text(&row[CALENDAR_HOURS]), &calendar, err);
    if (status == CS_OK)
        status = cs_store_each(calendars->store, &cs_calendar_statements, DAY_LIST, &row[CALENDAR_ID],
                               add_day, calendar, err);
    if (status != CS_OK) {
        cs_calendar_free(calendar);
        cs_error_prefix(err, _("calendar %s of the store cannot be used"), name);
        return CS_FAILED;
    }
    set_known(calendar, &row[CALENDAR_KNOWN_FROM], &row[CALENDAR_KNOWN_UNTIL]);
    calendars->entries =
        cs_grow(calendars->entries, &calendars->capacity, calendars->count + 1, sizeof *calendars->entries);
    *entry = &calendars->entries[calendars->count++];
    **entry = (struct entry){ row[CALENDAR_ID].integer, calendar };
    return CS_OK;
}

/* Reads one calendar by either key. CS_NONE without a sentence. */
static enum cs_status load(struct cs_calendars *calendars, int statement, struct cs_value key,
                           struct entry **entry, struct cs_error *err)
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_value row[CALENDAR_COLUMNS];
    enum cs_status status =
        cs_store_get(calendars->store, &cs_calendar_statements, statement, &key, row, &arena, err);
    if (status == CS_OK)
        status = build(calendars, row, entry, err);
    cs_arena_release(&arena);
    return status;
}

struct names {
    char **words;
    size_t count, capacity;
};

static enum cs_status add_name(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct names *names = context;
    (void)err;
    names->words = cs_grow(names->words, &names->capacity, names->count + 2, sizeof *names->words);
    names->words[names->count++] = cs_strdup(cs_value_text(&out[CALENDAR_NAME]));
    names->words[names->count] = NULL;
    return CS_OK;
}

/* "there is no calendar X", with the nearest name. */
static enum cs_status no_such(struct cs_store *store, const char *name, struct cs_error *err)
{
    struct names names = { 0 };
    enum cs_status status =
        cs_store_each(store, &cs_calendar_statements, CALENDAR_NAMES, NULL, add_name, &names, err);
    if (status == CS_OK) {
        const char *nearest = names.count ? cs_nearest_word(name, (const char *const *)names.words) : NULL;
        if (nearest)
            status = cs_error_set(err, CS_NONE, _("there is no calendar \"%s\"; did you mean \"%s\"?"), name,
                                  nearest);
        else
            status = cs_error_set(err, CS_NONE, _("there is no calendar \"%s\""), name);
    }
    for (size_t i = 0; i < names.count; i++)
        free(names.words[i]);
    free(names.words);
    return status;
}

enum cs_status cs_calendars_find(struct cs_calendars *calendars, const char *name,
                                 const struct cs_calendar **calendar, int64_t *id, struct cs_error *err)
{
    struct entry *entry = NULL;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < calendars->count && !entry; i++)
        if (strcmp(cs_calendar_name(calendars->entries[i].calendar), name) == 0)
            entry = &calendars->entries[i];
    if (!entry)
        status = load(calendars, CALENDAR_BY_NAME, cs_text(name), &entry, err);
    if (status == CS_NONE)
        status = no_such(calendars->store, name, err);
    if (status != CS_OK || !entry)
        return status;
    *calendar = entry->calendar;
    if (id)
        *id = entry->id;
    return CS_OK;
}

enum cs_status cs_calendars_get(struct cs_calendars *calendars, int64_t id,
                                const struct cs_calendar **calendar, struct cs_error *err)
{
    struct entry *entry = NULL;
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < calendars->count && !entry; i++)
        if (calendars->entries[i].id == id)
            entry = &calendars->entries[i];
    if (!entry)
        status = load(calendars, CALENDAR_BY_ID, cs_integer(id), &entry, err);
    if (status == CS_NONE)
        status = cs_error_set(err, CS_NONE, _("there is no calendar with the id %lld"), (long long)id);
    if (status == CS_OK && entry)
        *calendar = entry->calendar;
    return status;
}
