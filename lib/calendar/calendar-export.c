/* calendar-export.c: calendars as the lines that import takes. */
#include "calendar/calendar-store.h"

struct export
{
    struct cs_store *store;
    cs_row_fn *each;
    void *context;
    const char *name; /* of the calendar whose days are walked */
    struct cs_row row;
};

static enum cs_status export_day(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct export *export = context;
    struct cs_value *values = export->row.values;
    cs_row_reset(&export->row);
    values[CS_LINE_CALENDAR] = cs_text(export->name);
    values[CS_LINE_DATE] = out[DAY_DAY];
    values[CS_LINE_KIND] = out[DAY_KIND];
    values[CS_LINE_TIMES] = out[DAY_TIMES];
    if (!cs_value_text(&out[DAY_TIMES])[0])
        values[CS_LINE_TIMES] = cs_null();
    values[CS_LINE_NAME] = out[DAY_LABEL];
    return export->each(export->context, &export->row, err);
}

static enum cs_status export_calendar(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct export *export = context;
    struct cs_value *values = export->row.values;
    cs_row_reset(&export->row);
    export->name = cs_value_text(&out[CALENDAR_NAME]);
    values[CS_LINE_CALENDAR] = out[CALENDAR_NAME];
    values[CS_LINE_TITLE] = out[CALENDAR_TITLE];
    values[CS_LINE_TIMEZONE] = out[CALENDAR_TIMEZONE];
    values[CS_LINE_HOURS] = out[CALENDAR_HOURS];
    values[CS_LINE_KNOWN_FROM] = out[CALENDAR_KNOWN_FROM];
    values[CS_LINE_KNOWN_UNTIL] = out[CALENDAR_KNOWN_UNTIL];
    enum cs_status status = export->each(export->context, &export->row, err);
    if (status == CS_OK)
        status = cs_store_each(export->store, &cs_calendar_statements, DAY_LIST, &out[CALENDAR_ID],
                               export_day, export, err);
    return status;
}

static enum cs_status export_one(struct export *export, const char *name, struct cs_error *err)
{
    struct cs_calendars *calendars = cs_calendars_new(export->store);
    const struct cs_calendar *calendar;
    struct cs_value key = cs_text(name);
    /* Asked first for its sentence about a name that is not there. */
    enum cs_status status = cs_calendars_find(calendars, name, &calendar, NULL, err);
    if (status == CS_OK)
        status = cs_store_each(export->store, &cs_calendar_statements, CALENDAR_BY_NAME, &key,
                               export_calendar, export, err);
    cs_calendars_free(calendars);
    return status;
}

enum cs_status cs_calendar_export(struct cs_store *store, const char *name, cs_row_fn *each, void *context,
                                  struct cs_error *err)
{
    struct export export = { .store = store, .each = each, .context = context };
    enum cs_status status;
    cs_row_init(&export.row, &cs_calendar_line_record);
    if (name)
        status = export_one(&export, name, err);
    else
        status = cs_store_each(store, &cs_calendar_statements, CALENDAR_NAMES, NULL, export_calendar, &export,
                               err);
    cs_row_release(&export.row);
    return status;
}
