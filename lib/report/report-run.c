/* Running reports: parameters to $1.., the statement under guard, its columns to typed rows. */
#include "report/report-inside.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- parameters ---- */

static enum cs_status names_of(const struct cs_report *report, const char *word, struct cs_arena *arena,
                               struct cs_error *err)
{
    const char *names = "";
    for (size_t i = 0; i < report->parameter_count; i++)
        names = cs_arena_printf(arena, "%s%s%s", names, i ? ", " : "", report->parameters[i].name);
    if (!*names)
        return cs_error_set(err, CS_MISUSED, _("report %s takes no parameters"), report->name);
    return cs_error_set(err, CS_MISUSED, _("report %s has no parameter \"%s\"; it has: %s"), report->name,
                        word, names);
}

/* now, now+AMOUNT, now-AMOUNT. CS_NONE: it is none of these. */
static enum cs_status read_now(const char *text, const struct cs_report_context *context, int64_t *utc,
                               struct cs_error *err)
{
    struct cs_amount amount;
    if (strncmp(text, "now", 3) != 0)
        return CS_NONE;
    *utc = context->now;
    if (!text[3])
        return CS_OK;
    if (text[3] != '+' && text[3] != '-')
        return CS_NONE;
    enum cs_status status = cs_amount_parse(text + 3, &amount, err);
    if (status != CS_OK)
        return status;
    if (amount.unit != CS_NATURAL && !context->calendar)
        return cs_error_set(err, CS_REFUSED,
                            _("\"%s\" needs a working calendar, and the store has no cn-office"), text);
    return cs_amount_add(context->calendar, context->now, &amount, NULL, 0, utc, err);
}

static enum cs_status read_time(const char *text, const struct cs_report_context *context, int64_t *utc,
                                struct cs_error *err)
{
    struct cs_error first = CS_ERROR_INIT;
    enum cs_status status = read_now(text, context, utc, err);
    if (status != CS_NONE)
        return status;
    int64_t today = cs_zone_day(context->zone, context->now);
    static const char *const days[] = { "yesterday", "today", "tomorrow" };
    for (int i = 0; i < 3; i++)
        if (strcmp(text, days[i]) == 0) {
            *utc = cs_zone_from_day(context->zone, today + i - 1, 0);
            return CS_OK;
        }
    if (cs_moment_parse(text, context->zone, false, utc, &first) == CS_OK)
        return CS_OK;
    return cs_error_set(err, CS_REFUSED, "%s", first.text);
}

static enum cs_status read_date(const char *text, const struct cs_report_context *context, int64_t *day,
                                struct cs_error *err)
{
    int64_t utc;
    if (cs_date_parse(text, false, day, NULL) == CS_OK)
        return CS_OK;
    enum cs_status status = read_time(text, context, &utc, err);
    if (status == CS_OK)
        *day = cs_zone_day(context->zone, utc);
    return status;
}

/* 2026-10, this, last: the first local day of the month. */
static enum cs_status read_month(const char *text, const struct cs_report_context *context, int64_t *day,
                                 struct cs_error *err)
{
    struct cs_civil civil = { 0 };
    char first[16];
    bool last = strcmp(text, "last") == 0;
    if (!last && strcmp(text, "this") != 0) {
        bool whole = strlen(text) == 7 && text[4] == '-';
        snprintf(first, sizeof first, "%.7s-01", text);
        return whole && cs_date_parse(first, false, day, NULL) == CS_OK
                   ? CS_OK
                   : cs_error_set(err, CS_REFUSED, _("a month is written 2026-10, this or last, not \"%s\""),
                                  text);
    }
    cs_zone_to_civil(context->zone, context->now, &civil);
    int64_t year = civil.year - (last && civil.month == 1);
    int month = last ? (civil.month + 10) % 12 + 1 : civil.month;
    *day = cs_day_from_date(year, month, 1);
    return CS_OK;
}

static enum cs_status read_choice(const struct cs_report_parameter *parameter, const char *text,
                                  struct cs_arena *arena, struct cs_value *value, struct cs_error *err)
{
    const char *words = "";
    for (const struct cs_choice *choice = parameter->choices; choice->code; choice++) {
        if (cs_text_same_word(choice->code, text)) {
            *value = cs_text(choice->code);
            return CS_OK;
        }
        words = cs_arena_printf(arena, "%s%s%s", words, *words ? ", " : "", choice->code);
    }
    return cs_error_set(err, CS_REFUSED, _("must be %s, not \"%s\""), words, text);
}

static enum cs_status read_value(const struct cs_report_parameter *parameter, const char *text,
                                 const struct cs_report_context *context, struct cs_arena *arena,
                                 struct cs_value *value, struct cs_error *err)
{
    static const struct cs_field whole = { "value", CS_TYPE_INT, .heading = "", .help = "" };
    struct cs_parse how = { .zone = context->zone };
    struct cs_value parsed = cs_null();
    int64_t number = 0;
    enum cs_status status = CS_OK;
    *value = cs_null();
    if (!*text)
        return CS_OK;
    switch (parameter->type) {
    case CS_TYPE_CHOICE:
        return read_choice(parameter, text, arena, value, err);
    case CS_TYPE_TIME:
        status = read_time(text, context, &number, err);
        break;
    case CS_TYPE_DATE:
        status = parameter->month ? read_month(text, context, &number, err)
                                  : read_date(text, context, &number, err);
        break;
    case CS_TYPE_INT:
        status = cs_field_parse(&whole, &how, text, strlen(text), arena, &parsed, err);
        number = cs_value_integer(&parsed, 0);
        break;
    default:
        *value = cs_text(text);
        return CS_OK;
    }
    if (status == CS_OK)
        *value = cs_text(cs_arena_printf(arena, "%" PRId64, number));
    return status;
}

enum cs_status cs_report_values(struct cs_report *report, const char *const *words, size_t count,
                                const struct cs_report_context *context, struct cs_arena *arena,
                                struct cs_value *values, struct cs_error *err)
{
    const char **texts = cs_arena_alloc(arena, (report->parameter_count + 1) * sizeof *texts);
    for (size_t i = 0; i < report->parameter_count; i++)
        texts[i] = report->parameters[i].byname;
    for (size_t w = 0; w < count; w++) {
        const char *equals = strchr(words[w], '=');
        if (!equals)
            return cs_error_set(err, CS_MISUSED, _("write NAME=VALUE, not \"%s\""), words[w]);
        const char *name = cs_arena_strndup(arena, words[w], (size_t)(equals - words[w]));
        size_t i = 0;
        while (i < report->parameter_count && !cs_text_same_word(report->parameters[i].name, name))
            i++;
        if (i == report->parameter_count)
            return names_of(report, name, arena, err);
        texts[i] = equals + 1;
    }
    for (size_t i = 0; i < report->parameter_count; i++) {
        enum cs_status status = read_value(&report->parameters[i], texts[i], context, arena, &values[i], err);
        if (status != CS_OK) {
            cs_error_prefix(err, "%s", report->parameters[i].name);
            return CS_MISUSED;
        }
        if (report->parameters[i].month && values[i].type == CS_TEXT)
            report->sql =
                cs_report_months(report->sql, context->zone, strtoll(values[i].text, NULL, 10), arena);
    }
    return CS_OK;
}

/* ---- the statement ---- */

struct running {
    const struct cs_report *report;
    struct cs_row row;
    cs_row_fn *each;
    void *context;
};

static enum cs_status check_head(void *context, size_t count, const char *const *names, const char *types,
                                 struct cs_error *err)
{
    const struct running *running = context;
    const struct cs_record *record = &running->report->record;
    (void)types;
    if (count != record->count)
        return cs_error_set(err, CS_FAILED,
                            _("report %s: the SELECT answers %zu columns, its head names %zu"), record->name,
                            count, record->count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], record->fields[i].name) != 0)
            return cs_error_set(err, CS_FAILED, _("report %s: column %zu is \"%s\", its head says \"%s\""),
                                record->name, i + 1, names[i], record->fields[i].name);
    return CS_OK;
}

static double rounded(double value, int digits)
{
    static const double scale[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
    return digits < 0 ? value : round(value * scale[digits]) / scale[digits];
}

/* A value as the column's type wants it: the engines differ in what a sum or a quotient is. */
static struct cs_value typed(const struct cs_field *field, int digits, const struct cs_value *value)
{
    if (value->type == CS_NULL || field->type == CS_TYPE_TEXT)
        return *value;
    if (field->type == CS_TYPE_REAL && (value->type == CS_INTEGER || value->type == CS_REAL))
        return cs_real(rounded(value->type == CS_INTEGER ? (double)value->integer : value->real, digits));
    if (value->type == CS_REAL)
        return cs_integer(llround(value->real));
    return *value;
}

static enum cs_status take_line(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct running *running = context;
    const struct cs_record *record = &running->report->record;
    for (size_t i = 0; i < record->count; i++) {
        running->row.values[i] = typed(&record->fields[i], running->report->digits[i], &out[i]);
        bool text = running->row.values[i].type == CS_TEXT;
        if (text && record->fields[i].type != CS_TYPE_TEXT)
            return cs_error_set(err, CS_FAILED, _("report %s: column %s holds text, its head says otherwise"),
                                record->name, record->fields[i].name);
    }
    return running->each(running->context, &running->row, err);
}

enum cs_status cs_report_run(struct cs_store *store, const struct cs_report *report,
                             const struct cs_value *values, cs_row_fn *each, void *context,
                             struct cs_error *err)
{
    struct cs_query_limits limits = { .trusted = true, .seconds = report->seconds };
    struct running running = { .report = report, .each = each, .context = context };
    cs_row_init(&running.row, &report->record);
    enum cs_status status = cs_store_query(store, report->sql, values, report->parameter_count, &limits,
                                           check_head, take_line, &running, err);
    if (status == CS_FAILED && !strstr(err->text, report->name))
        cs_error_prefix(err, _("report %s"), report->name);
    cs_row_release(&running.row);
    return status;
}
