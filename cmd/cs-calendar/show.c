/* cs-calendar show: a month as a grid for people, or as records for programs. */
#include "cs-calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 11, DAY_SPANS = 48 };

enum { SHOWN_DATE, SHOWN_WEEKDAY, SHOWN_KIND, SHOWN_HOURS, SHOWN_NAME, SHOWN_FIELDS };

static const struct cs_choice day_kinds[] = {
    { "workday", N_("workday"), "工作日" },
    { "rest", N_("rest day"), "休息日" },
    { "holiday", N_("holiday"), "节假日" },
    { "makeup", N_("make-up workday"), "调休上班" },
    { "hours", N_("other hours"), "特殊时段" },
    { "break", N_("break"), "停工" },
    { NULL, NULL, NULL },
};

static const struct cs_field day_fields[] = {
    [SHOWN_DATE] = { "date", CS_TYPE_DATE, CS_KEY, N_("Date"), N_("the day"), "日期" },
    [SHOWN_WEEKDAY] = { "weekday", CS_TYPE_INT, 0, N_("Weekday"), N_("1 Monday to 7 Sunday"), "星期" },
    [SHOWN_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("what the day is"), "类型",
                     .choices = day_kinds },
    [SHOWN_HOURS] = { "hours", CS_TYPE_TEXT, 0, N_("Hours"), N_("open hours of the day"), "工作时间|时间" },
    [SHOWN_NAME] = { "name", CS_TYPE_TEXT, 0, N_("Day"), N_("name of the holiday"), "节日" },
};
const struct cs_record cs_calendar_day_record = CS_RECORD("calendar_day", N_("day"), day_fields);

/* ---- one day ---- */

static const char *kind_of(const struct cs_calendar *calendar, int64_t day, const char **label)
{
    bool open;
    switch (cs_calendar_day(calendar, day, label, &open)) {
    case CS_DAY_HOLIDAY:
        return "holiday";
    case CS_DAY_MAKEUP:
        return "makeup";
    case CS_DAY_HOURS:
        return "hours";
    case CS_DAY_BREAK:
        return "break";
    default:
        return open ? "workday" : "rest";
    }
}

static char mark_of(const char *kind)
{
    static const char marks[][2] = { { 'r', '-' }, { 'h', '*' }, { 'm', '+' }, { 'b', '~' } };
    if (strcmp(kind, "hours") == 0)
        return '~';
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i][0] == kind[0])
            return marks[i][1];
    return ' ';
}

/* ---- the grid ---- */

/* Appends text cut to `width` columns and padded to it; never half a character. */
static void put_cell(struct cs_buffer *out, const char *text, size_t width)
{
    struct cs_buffer safe = CS_BUFFER_INIT;
    cs_text_display(&safe, text, strlen(text), false);
    size_t at = 0, used = 0;
    while (at < safe.length) {
        uint32_t code;
        size_t bytes = cs_utf8_decode(safe.text + at, safe.length - at, &code);
        size_t columns = bytes ? (size_t)cs_char_width(code) : 1;
        if (used + columns > width)
            break;
        used += columns;
        at += bytes ? bytes : 1;
    }
    cs_buffer_add(out, safe.text, at);
    for (; used < width; used++)
        cs_buffer_char(out, ' ');
    cs_buffer_release(&safe);
}

static void end_line(struct cs_buffer *out)
{
    while (out->length > 0 && out->text[out->length - 1] == ' ')
        cs_buffer_cut(out, out->length - 1);
    cs_buffer_char(out, '\n');
}

static void put_weekdays(struct cs_buffer *out)
{
    static const char *const days[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun") };
    for (int i = 0; i < 7; i++)
        put_cell(out, _(days[i]), CELL);
    end_line(out);
}

struct month {
    const struct cs_calendar *calendar;
    int64_t first, end, today; /* [first, end) */
};

static bool inside(const struct month *month, int64_t day)
{
    return day >= month->first && day < month->end;
}

/* One week: numbers with their marks, and below the names where there are any. */
static void put_week(struct cs_buffer *out, const struct month *month, int64_t monday)
{
    bool named = false;
    for (int64_t day = monday; day < monday + 7; day++) {
        char text[32] = "";
        const char *label = "";
        if (inside(month, day)) {
            char mark = mark_of(kind_of(month->calendar, day, &label));
            snprintf(text, sizeof text, day == month->today ? "[%lld]%c" : "%2lld%c",
                     (long long)(day - month->first + 1), mark);
            named = named || label[0];
        }
        put_cell(out, text, CELL);
    }
    end_line(out);
    for (int64_t day = monday; named && day < monday + 7; day++) {
        const char *label = "";
        if (inside(month, day))
            kind_of(month->calendar, day, &label);
        put_cell(out, label, CELL - 1);
        cs_buffer_char(out, ' ');
    }
    if (named)
        end_line(out);
}

static void put_legend(struct cs_buffer *out, const struct month *month)
{
    static const struct {
        const char *kind, *says;
    } rows[] = { { "rest", N_("rest day") },
                 { "holiday", N_("holiday") },
                 { "makeup", N_("make-up workday") },
                 { "hours", N_("other hours, or a break") } };
    int workdays = 0;
    bool used[4] = { false };
    for (int64_t day = month->first; day < month->end; day++) {
        const char *label, *kind = kind_of(month->calendar, day, &label);
        bool open;
        cs_calendar_day(month->calendar, day, &label, &open);
        workdays += open;
        for (int i = 0; i < 4; i++)
            used[i] = used[i] || mark_of(kind) == mark_of(rows[i].kind);
    }
    for (int i = 0; i < 4; i++)
        if (used[i])
            cs_buffer_printf(out, "%c %s   ", mark_of(rows[i].kind), _(rows[i].says));
    end_line(out);
    cs_buffer_printf(out, ngettext("%d workday", "%d workdays", (unsigned long)workdays), workdays);
    cs_buffer_char(out, '\n');
}

static int64_t month_end(int64_t first)
{
    return cs_day_add_months(first, 1);
}

void cs_show_month(const struct cs_calendar *calendar, int64_t first, int64_t today, struct cs_buffer *out)
{
    struct month month = { calendar, first, month_end(first), today };
    char date[CS_MOMENT_SIZE];
    cs_date_format(date, first);
    cs_buffer_printf(out, "%s  %.7s  %s\n\n", cs_calendar_name(calendar), date,
                     cs_zone_name(cs_calendar_zone(calendar)));
    put_weekdays(out);
    for (int64_t monday = first - cs_day_weekday(first); monday < month.end; monday += 7)
        put_week(out, &month, monday);
    cs_buffer_char(out, '\n');
    put_legend(out, &month);
}

/* ---- records ---- */

static void put_hours(const struct cs_calendar *calendar, int64_t day, struct cs_buffer *out)
{
    struct cs_span spans[DAY_SPANS];
    size_t count = cs_calendar_day_spans(calendar, day, spans, DAY_SPANS);
    for (size_t i = 0; i < count && i < DAY_SPANS; i++) {
        struct cs_civil from, to;
        cs_zone_to_civil(cs_calendar_zone(calendar), spans[i].from, &from);
        cs_zone_to_civil(cs_calendar_zone(calendar), spans[i].to, &to);
        bool midnight = cs_zone_day(cs_calendar_zone(calendar), spans[i].to) > day;
        cs_buffer_printf(out, "%s%02d:%02d-%02d:%02d", i ? "," : "", from.hour, from.minute,
                         midnight ? 24 : to.hour, midnight ? 0 : to.minute);
    }
}

static enum cs_status emit_days(struct cs_job *job, const struct cs_calendar *calendar, int64_t first)
{
    struct cs_row row;
    struct cs_buffer hours = CS_BUFFER_INIT;
    enum cs_status status = cs_job_output(job, &cs_calendar_day_record);
    cs_row_init(&row, &cs_calendar_day_record);
    for (int64_t day = first; day < month_end(first) && status == CS_OK; day++) {
        const char *label;
        cs_row_reset(&row);
        cs_buffer_reset(&hours);
        put_hours(calendar, day, &hours);
        row.values[SHOWN_DATE] = cs_integer(day);
        row.values[SHOWN_WEEKDAY] = cs_integer(cs_day_weekday(day) + 1);
        row.values[SHOWN_KIND] = cs_text(kind_of(calendar, day, &label));
        row.values[SHOWN_HOURS] = hours.length ? cs_text(hours.text) : cs_null();
        row.values[SHOWN_NAME] = label[0] ? cs_text(label) : cs_null();
        status = cs_job_emit(job, &row, job->err);
    }
    cs_row_release(&row);
    cs_buffer_release(&hours);
    return status;
}

/* "2026-02" or any date in the month; nothing: the month of today. */
static enum cs_status read_month(const char *text, int64_t today, int64_t *first, struct cs_error *err)
{
    int64_t day = today, year;
    int month, month_day;
    if (text) {
        char whole[40];
        snprintf(whole, sizeof whole, strlen(text) < 8 ? "%s-01" : "%s", text);
        if (cs_date_parse(whole, false, &day, err) != CS_OK)
            return CS_MISUSED;
    }
    cs_day_to_date(day, &year, &month, &month_day);
    *first = cs_day_from_date(year, month, 1);
    return CS_OK;
}

static void warn_unknown(struct cs_job *job, const struct cs_calendar *calendar, int64_t first)
{
    const struct cs_zone *zone = cs_calendar_zone(calendar);
    int64_t year;
    if (!cs_calendar_known(calendar, cs_zone_from_day(zone, first, 0),
                           cs_zone_from_day(zone, month_end(first) - 1, 86399), &year))
        cs_diag_say(&job->diag, CS_WARNING, NULL,
                    _("%s: the holidays of %lld are not published; weekly hours are counted"),
                    cs_calendar_name(calendar), (long long)year);
}

enum cs_status cs_run_show(struct cs_job *job, const void *args)
{
    const struct cs_operands *operands = &job->operands;
    const struct cs_calendar *calendar;
    struct cs_buffer out = CS_BUFFER_INIT;
    int64_t first;
    (void)args;
    if (operands->count < 1 || operands->count > 2)
        return cs_error_set(job->err, CS_MISUSED, _("say which calendar, and perhaps which month"));
    struct cs_calendars *calendars = cs_calendars_new(job->store);
    enum cs_status status = cs_calendars_find(calendars, operands->items[0], &calendar, NULL, job->err);
    if (status == CS_OK) {
        int64_t today = cs_zone_day(cs_calendar_zone(calendar), job->now);
        status = read_month(operands->count > 1 ? operands->items[1] : NULL, today, &first, job->err);
        if (status == CS_OK)
            warn_unknown(job, calendar, first);
        const char *format = job->common.format ? job->common.format : "table";
        if (status == CS_OK && strcmp(format, "table") != 0) {
            status = emit_days(job, calendar, first);
        } else if (status == CS_OK) {
            cs_show_month(calendar, first, today, &out);
            fwrite(out.text, 1, out.length, cs_job_stdout(job));
        }
    }
    cs_buffer_release(&out);
    cs_calendars_free(calendars);
    return status;
}
