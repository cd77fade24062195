/* Dates as text. */
#include "base/text.h"
#include "time/moment-text.h"

enum cs_status cs_date_parse(const char *text, bool allow_serial, int64_t *day, struct cs_error *err)
{
    struct cs_moment_parts parts = { 0 };
    enum cs_status status = cs_moment_scan(text, allow_serial, CS_WISH_DATE, &parts, err);
    if (status != CS_OK)
        return status;
    if (parts.second != 0)
        return cs_error_set(err, CS_REFUSED, _("\"%.*s\" has a time of day where a date is wanted; write %s"),
                            cs_quote_length(text), text, "2026-03-05");
    *day = parts.day;
    return CS_OK;
}

size_t cs_date_format(char text[CS_MOMENT_SIZE], int64_t day)
{
    int64_t year;
    int month, month_day;
    const int64_t most = INT64_C(1) << 40; /* keeps the year within the room there is */
    cs_day_to_date(day < -most ? -most : day > most ? most : day, &year, &month, &month_day);
    return cs_moment_put_date(text, year, month, month_day);
}
