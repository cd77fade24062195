/* calendar-store.c: the statements and the view of calendars. */
#include "calendar/calendar-store.h"

#define COLUMNS "id, name, title, timezone, hours, known_from, known_until"

static const struct cs_statement statements[] = {
    [CALENDAR_BY_NAME] = { "SELECT " COLUMNS " FROM calendar WHERE name = $1", "t",
                           "itttt"
                           "ii" },
    [CALENDAR_BY_ID] = { "SELECT " COLUMNS " FROM calendar WHERE id = $1", "i",
                         "itttt"
                         "ii" },
    [CALENDAR_NAMES] = { "SELECT " COLUMNS " FROM calendar ORDER BY name", "",
                         "itttt"
                         "ii" },
    [CALENDAR_INSERT] = { "INSERT INTO calendar (name, title, timezone, hours, known_from, known_until) "
                          "VALUES ($1, $2, $3, $4, $5, $6)",
                          "ttttii", "" },
    [CALENDAR_UPDATE] = { "UPDATE calendar SET title = $2, timezone = $3, hours = $4, known_from = $5, "
                          "known_until = $6 WHERE name = $1",
                          "ttttii", "" },
    [CALENDAR_KNOW] = { "UPDATE calendar SET known_until = $2 WHERE id = $1", "ii", "" },
    [DAY_LIST] = { "SELECT day, kind, times, label FROM calendar_day WHERE calendar_id = $1 "
                   "ORDER BY day, kind, times",
                   "i", "ittt" },
    [DAY_PUT] = { "INSERT INTO calendar_day (calendar_id, day, kind, times, label) "
                  "VALUES ($1, $2, $3, $4, $5) "
                  "ON CONFLICT (calendar_id, day, kind, times) DO UPDATE SET label = excluded.label",
                  "iittt", "" },
    [DAY_DELETE] = { "DELETE FROM calendar_day WHERE calendar_id = $1 AND day = $2 AND kind = $3 "
                     "AND times = $4",
                     "iitt", "" },
};
const struct cs_statements cs_calendar_statements = CS_STATEMENTS("calendar", statements);

_Static_assert(sizeof statements / sizeof *statements == CALENDAR_STATEMENT_MAX, "a statement is missing");

static const char *const columns[] = {
    "c.name",
    "c.title",
    "c.timezone",
    "c.hours",
    "c.known_from",
    "c.known_until",
    "(SELECT count(*) FROM calendar_day AS d WHERE d.calendar_id = c.id)",
};
const struct cs_view cs_calendar_view = { &cs_calendar_record, "calendar AS c", columns, "c.name" };
