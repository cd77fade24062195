/* The text of a report's statement: parameters by name, shared parts, the months it speaks of. */
#include "report/report-inside.h"

#include <ctype.h>
#include <inttypes.h>

enum { DEEPEST = 4 };

/* Names of parts may have a hyphen; behind a parameter it is a minus. */
static size_t word_length(const char *text, bool part)
{
    return strspn(text,
                  part ? "abcdefghijklmnopqrstuvwxyz0123456789_-" : "abcdefghijklmnopqrstuvwxyz0123456789_");
}

/* The end of a string, a quoted name or a remark that begins at `at`; `at` itself where none does. */
static const char *past_quoted(const char *at)
{
    if (at[0] == '-' && at[1] == '-')
        return at + strcspn(at, "\n");
    if (*at != '\'' && *at != '"')
        return at;
    const char *end = strchr(at + 1, *at);
    return end ? end + 1 : at + strlen(at);
}

static enum cs_status put_parameter(const struct cs_report *report, const char *name, size_t length,
                                    struct cs_buffer *out, struct cs_error *err)
{
    for (size_t i = 0; i < report->parameter_count; i++)
        if (strlen(report->parameters[i].name) == length &&
            memcmp(report->parameters[i].name, name, length) == 0) {
            cs_buffer_printf(out, "$%zu", i + 1);
            return CS_OK;
        }
    return cs_error_set(err, CS_FAILED, _("the statement asks for $%.*s, which is no parameter of its head"),
                        (int)length, name);
}

static bool is_word(const char *name, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(name, word, length) == 0;
}

static enum cs_status put_part(struct expanding *x, const char *name, size_t length, struct cs_error *err)
{
    char *text = NULL;
    if (is_word(name, length, "months") || is_word(name, length, "month_at")) {
        cs_buffer_printf(x->out, "{%.*s}", (int)length, name); /* when the month is known: cs_report_months */
        return CS_OK;
    }
    if (x->depth == DEEPEST)
        return cs_error_set(err, CS_FAILED, _("parts of reports name each other in a circle"));
    const char *path = cs_arena_printf(x->arena, "%s/%.*s.sql", x->parts, (int)length, name);
    enum cs_status status = cs_report_slurp(path, x->arena, &text, err);
    if (status != CS_OK)
        return status;
    size_t end = strlen(text);
    while (end && strchr(" \t\r\n", text[end - 1]))
        text[--end] = 0;
    x->depth++;
    status = cs_report_expand(x, text, err);
    x->depth--;
    return status;
}

enum cs_status cs_report_expand(struct expanding *x, const char *text, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    while (*text && status == CS_OK) {
        const char *next = past_quoted(text);
        size_t length = 0;
        if (next == text && (*text == '$' || *text == '{'))
            length = word_length(text + 1, *text == '{');
        if (*text == '$' && length && !isdigit((unsigned char)text[1])) {
            status = put_parameter(x->report, text + 1, length, x->out, err);
            next = text + 1 + length;
        } else if (*text == '{' && length && text[length + 1] == '}') {
            status = put_part(x, text + 1, length, err);
            next = text + length + 2;
        } else {
            next += next == text;
            cs_buffer_add(x->out, text, (size_t)(next - text));
        }
        text = next;
    }
    return status;
}

enum { MONTHS = 24 };

/* The local months in order: their first days, and that of the month behind them. */
static void list_months(int64_t month, int64_t days[MONTHS + 1], int64_t years[MONTHS])
{
    int64_t year;
    int unused;
    cs_day_to_date(month, &year, &unused, &unused);
    for (int i = 0; i < MONTHS; i++) {
        years[i] = year - 1 + i / 12;
        days[i] = cs_day_from_date(years[i], i % 12 + 1, 1);
    }
    days[MONTHS] = cs_day_from_date(year + 1, 1, 1);
}

static void put_table(struct cs_buffer *out, const struct cs_zone *zone, const int64_t days[MONTHS + 1],
                      const int64_t years[MONTHS])
{
    cs_buffer_text(out, "month (month, next, from_at, until_at, year, number) AS (VALUES ");
    for (int i = 0; i < MONTHS; i++)
        cs_buffer_printf(out,
                         "%s(CAST(%" PRId64 " AS BIGINT), CAST(%" PRId64 " AS BIGINT), CAST(%" PRId64
                         " AS BIGINT), CAST(%" PRId64 " AS BIGINT), %" PRId64 ", %d)",
                         i ? ", " : "", days[i], days[i + 1], cs_zone_from_day(zone, days[i], 0),
                         cs_zone_from_day(zone, days[i + 1], 0), years[i], i % 12 + 1);
    cs_buffer_char(out, ')');
}

/* Which of `count` months: by halves, since a row of millions passes here. */
static void put_search(struct cs_buffer *out, const struct cs_zone *zone, const int64_t *days, int count)
{
    int half = count / 2;
    if (count == 1) {
        cs_buffer_printf(out, "%" PRId64, days[0]);
        return;
    }
    cs_buffer_printf(out, "CASE WHEN at < %" PRId64 " THEN ", cs_zone_from_day(zone, days[half], 0));
    put_search(out, zone, days, half);
    cs_buffer_text(out, " ELSE ");
    put_search(out, zone, days + half, count - half);
    cs_buffer_text(out, " END");
}

static void put_month_at(struct cs_buffer *out, const struct cs_zone *zone, const int64_t days[MONTHS + 1])
{
    cs_buffer_printf(out, "CASE WHEN at >= %" PRId64 " AND at < %" PRId64 " THEN ",
                     cs_zone_from_day(zone, days[0], 0), cs_zone_from_day(zone, days[MONTHS], 0));
    put_search(out, zone, days, MONTHS);
    cs_buffer_text(out, " END");
}

const char *cs_report_months(const char *sql, const struct cs_zone *zone, int64_t month,
                             struct cs_arena *arena)
{
    static const char table[] = "{months}", search[] = "{month_at}";
    struct cs_buffer out = CS_BUFFER_INIT;
    int64_t days[MONTHS + 1], years[MONTHS];
    list_months(month, days, years);
    while (*sql) {
        size_t plain = strcspn(sql, "{");
        cs_buffer_add(&out, sql, plain);
        sql += plain;
        if (strncmp(sql, table, sizeof table - 1) == 0) {
            put_table(&out, zone, days, years);
            sql += sizeof table - 1;
        } else if (strncmp(sql, search, sizeof search - 1) == 0) {
            put_month_at(&out, zone, days);
            sql += sizeof search - 1;
        } else if (*sql) {
            cs_buffer_char(&out, *sql++);
        }
    }
    const char *whole = cs_arena_strndup(arena, out.text, out.length);
    cs_buffer_release(&out);
    return whole;
}
