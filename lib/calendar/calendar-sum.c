/* calendar-sum.c: sums of working time, with calendars that records bring or that the store keeps. */
#include "calendar/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT = 100 };

struct spelled {
    char *key;
    struct cs_calendar *calendar;
};

struct cs_calendar_sums {
    const char *kind;
    struct spelled kept[KEPT];
    size_t next, last; /* the slot to give up next; the slot used last */
    struct cs_buffer key;
};

struct cs_calendar_sums *cs_calendar_sums_new(const char *kind)
{
    struct cs_calendar_sums *sums = cs_alloc(sizeof *sums);
    sums->kind = kind;
    sums->key = (struct cs_buffer)CS_BUFFER_INIT;
    return sums;
}

void cs_calendar_sums_free(struct cs_calendar_sums *sums)
{
    if (!sums)
        return;
    for (size_t i = 0; i < KEPT; i++) {
        cs_calendar_free(sums->kept[i].calendar);
        free(sums->kept[i].key);
    }
    cs_buffer_release(&sums->key);
    free(sums);
}

/* ---- calendars that records bring ---- */

static enum cs_status spell(const struct cs_value *in, struct cs_calendar **calendar, struct cs_error *err)
{
    const struct cs_zone *zone;
    enum cs_status status = cs_zone_find(cs_value_text(&in[CS_SUM_TIMEZONE]), &zone, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "timezone");
        return CS_REFUSED;
    }
    status = cs_calendar_new("", zone, cs_value_text(&in[CS_SUM_HOURS]), calendar, err);
    if (status != CS_OK) {
        cs_error_prefix(err, "hours");
        return CS_REFUSED;
    }
    status = cs_calendar_set_days(*calendar, cs_value_text(&in[CS_SUM_HOLIDAYS]), err);
    if (status != CS_OK) {
        cs_calendar_free(*calendar);
        cs_error_prefix(err, "holidays");
        return CS_REFUSED;
    }
    return CS_OK;
}

static enum cs_status calendar_of(struct cs_calendar_sums *sums, const struct cs_value *in,
                                  const struct cs_calendar **calendar, struct cs_error *err)
{
    cs_buffer_reset(&sums->key);
    cs_buffer_printf(&sums->key, "%s\n%s\n%s", cs_value_text(&in[CS_SUM_TIMEZONE]),
                     cs_value_text(&in[CS_SUM_HOURS]), cs_value_text(&in[CS_SUM_HOLIDAYS]));
    /* Most files bring runs of one calendar: begin at the one used last. */
    for (size_t i = 0; i < KEPT; i++) {
        struct spelled *spelled = &sums->kept[(sums->last + i) % KEPT];
        if (spelled->key && strcmp(spelled->key, sums->key.text) == 0) {
            sums->last = (size_t)(spelled - sums->kept);
            *calendar = spelled->calendar;
            return CS_OK;
        }
    }
    struct cs_calendar *made = NULL;
    enum cs_status status = spell(in, &made, err);
    if (status != CS_OK)
        return status;
    struct spelled *slot = &sums->kept[sums->next];
    cs_calendar_free(slot->calendar);
    free(slot->key);
    *slot = (struct spelled){ cs_strdup(sums->key.text), made };
    sums->last = sums->next;
    sums->next = (sums->next + 1) % KEPT;
    *calendar = made;
    return CS_OK;
}

/* ---- counting ---- */

/* Adds open time. -0m is the previous closing where +0m is the next opening. */
static enum cs_status add(const struct cs_calendar *calendar, int64_t start, const char *text, int64_t *end,
                          struct cs_error *err)
{
    struct cs_amount amount;
    enum cs_status status = cs_amount_parse(text, &amount, err);
    if (status != CS_OK)
        return status;
    while (*text == ' ')
        text++;
    if (amount.unit == CS_WORKDAYS)
        return cs_calendar_add_workdays(calendar, start, amount.count, NULL, 0, end, err);
    if (amount.count == 0 && *text == '-')
        return cs_calendar_previous_close(calendar, start, end, err);
    return cs_calendar_add(calendar, start, amount.count, NULL, 0, end, err);
}

/* Sums that cannot be done are the record's fault, never the program's. */
static enum cs_status refuse(enum cs_status status, const char *field, struct cs_error *err)
{
    if (status == CS_OK)
        return CS_OK;
    cs_error_prefix(err, "%s", field);
    return CS_REFUSED;
}

static enum cs_status sum_add(const struct cs_calendar *calendar, int64_t start, const char *amount,
                              struct cs_row *out, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    int64_t end;
    enum cs_status status = refuse(add(calendar, start, amount, &end, err), "amount", err);
    if (status != CS_OK)
        return status;
    size_t length = cs_moment_format(text, end, cs_calendar_zone(calendar));
    while (length > 0 && text[length - 1] != '+' && text[length - 1] != '-')
        length--; /* the offset goes: all times of the record are local */
    out->values[CS_SUM_RESULT] = cs_text(cs_arena_strndup(out->arena, text, length - 1));
    return CS_OK;
}

static enum cs_status sum_between(const struct cs_calendar *calendar, int64_t start, const char *until,
                                  struct cs_row *out, struct cs_error *err)
{
    int64_t end;
    enum cs_status status =
        refuse(cs_moment_parse(until, cs_calendar_zone(calendar), false, &end, err), "amount", err);
    if (status != CS_OK)
        return status;
    int64_t seconds = cs_calendar_between(calendar, start, end, NULL, 0);
    out->values[CS_SUM_RESULT] =
        cs_text(seconds % 60 ? cs_arena_printf(out->arena, "%llds", (long long)seconds)
                             : cs_arena_printf(out->arena, "%lld", (long long)seconds / 60));
    return CS_OK;
}

enum cs_status cs_calendar_sum(struct cs_calendar_sums *sums, const struct cs_row *in, struct cs_row *out,
                               struct cs_error *err)
{
    const struct cs_calendar *calendar;
    const struct cs_value *values = in->values;
    const char *kind = cs_value_text(&values[CS_SUM_KIND]), *amount = cs_value_text(&values[CS_SUM_AMOUNT]);
    int64_t start;
    for (int i = CS_SUM_TIMEZONE; i < CS_SUM_KIND; i++)
        if (values[i].type == CS_NULL && cs_calendar_sum_record.fields[i].flags & CS_REQUIRED)
            return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"),
                                cs_calendar_sum_record.fields[i].name);
    enum cs_status status = calendar_of(sums, values, &calendar, err);
    if (status != CS_OK)
        return status;
    status = refuse(
        cs_moment_parse(cs_value_text(&values[CS_SUM_START]), cs_calendar_zone(calendar), false, &start, err),
        "start", err);
    if (status != CS_OK)
        return status;
    if (out != in)
        memcpy(out->values, values, CS_SUM_FIELDS * sizeof *values);
    if (!kind[0])
        kind = sums->kind;
    out->values[CS_SUM_KIND] = cs_text(kind);
    return strcmp(kind, "add") == 0 ? sum_add(calendar, start, amount, out, err)
                                    : sum_between(calendar, start, amount, out, err);
}

/* ---- one question to a calendar of the store ---- */

static enum cs_status misused(enum cs_status status)
{
    return status == CS_REFUSED ? CS_MISUSED : status;
}

/* The answer of one kind: where it ends, and as text. */
static enum cs_status work_out(const struct cs_calendar *calendar, const char *kind, int64_t start,
                               const char *amount, struct cs_row *row, int64_t *end, struct cs_error *err)
{
    char text[CS_MOMENT_SIZE];
    const struct cs_zone *zone = cs_calendar_zone(calendar);
    enum cs_status status;
    if (strcmp(kind, "between") == 0) {
        status = cs_moment_parse_relative(amount, zone, end, err);
        if (status != CS_OK)
            return misused(status);
        int64_t seconds = cs_calendar_between(calendar, start, *end, NULL, 0);
        cs_amount_format(text, &(struct cs_amount){ seconds, CS_WORKING });
        row->values[CS_ANSWER_SECONDS] = cs_integer(seconds);
    } else {
        status = strcmp(kind, "next") == 0 ? cs_calendar_next_open(calendar, start, end, err)
                                           : add(calendar, start, amount, end, err);
        if (status != CS_OK)
            return misused(status);
        cs_moment_format(text, *end, zone);
    }
    row->values[CS_ANSWER_RESULT] = cs_text(cs_arena_strdup(row->arena, text));
    return CS_OK;
}

enum cs_status cs_calendar_answer(const struct cs_calendar *calendar, const char *kind, const char *start,
                                  const char *amount, struct cs_row *row, int64_t *year, struct cs_error *err)
{
    int64_t from, end;
    *year = 0;
    enum cs_status status = misused(cs_moment_parse_relative(start, cs_calendar_zone(calendar), &from, err));
    if (status == CS_OK)
        status = work_out(calendar, kind, from, amount, row, &end, err);
    if (status != CS_OK)
        return status;
    bool known = cs_calendar_known(calendar, from < end ? from : end, from < end ? end : from, year);
    if (known)
        *year = 0;
    row->values[CS_ANSWER_CALENDAR] = cs_text(cs_calendar_name(calendar));
    row->values[CS_ANSWER_KIND] = cs_text(kind);
    row->values[CS_ANSWER_START] = cs_integer(from);
    row->values[CS_ANSWER_AMOUNT] = cs_text(amount);
    row->values[CS_ANSWER_PROVISIONAL] = cs_integer(!known);
    return CS_OK;
}
