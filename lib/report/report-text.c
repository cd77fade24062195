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

static enum cs_status put_part(struct expanding *x, const char *name, size_t length, struct cs_error *err)
{
    char *text = NULL;
    if (length == 6 && memcmp(name, "months", 6) == 0) { /* when the month is known: cs_report_months */
        cs_buffer_text(x->out, "{months}");
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

const char *cs_report_months(const char *sql, const struct cs_zone *zone, int64_t month,
                             struct cs_arena *arena)
{
    const char *token = strstr(sql, "{months}");
    struct cs_buffer rows = CS_BUFFER_INIT;
    int64_t year;
    int unused;
    if (!token)
        return sql;
    cs_day_to_date(month, &year, &unused, &unused);
    for (int i = 0; i < 24; i++) {
        int64_t of = year - 1 + i / 12;
        int64_t day = cs_day_from_date(of, i % 12 + 1, 1);
        int64_t next = cs_day_from_date(of + (i % 12 == 11), (i + 1) % 12 + 1, 1);
        cs_buffer_printf(&rows,
                         "%s(CAST(%" PRId64 " AS BIGINT), CAST(%" PRId64 " AS BIGINT), CAST(%" PRId64
                         " AS BIGINT), CAST(%" PRId64 " AS BIGINT), %" PRId64 ", %d)",
                         i ? ", " : "", day, next, cs_zone_from_day(zone, day, 0),
                         cs_zone_from_day(zone, next, 0), of, i % 12 + 1);
    }
    const char *whole =
        cs_arena_printf(arena, "%.*smonth (month, next, from_at, until_at, year, number) AS (VALUES %s)%s",
                        (int)(token - sql), sql, rows.text, token + strlen("{months}"));
    cs_buffer_release(&rows);
    return whole;
}
