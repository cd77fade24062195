/* Dates written day first or month first. */
#include "io/date-order.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* One or two digits (or up to `most`), then the sign; false where it is something else. */
static bool read_part(const char **at, int most, int *value)
{
    int digits = 0;
    *value = 0;
    for (; digits < most && isdigit((unsigned char)**at); digits++)
        *value = *value * 10 + *(*at)++ - '0';
    return digits > 0;
}

/* " 2:07[:09] PM" in 24 hours; false: as it is. */
static bool read_half_day(const char *rest, char *out, size_t room)
{
    int hour, minute, second = 0;
    while (*rest == ' ')
        rest++;
    if (!read_part(&rest, 2, &hour) || *rest++ != ':' || !read_part(&rest, 2, &minute))
        return false;
    if (*rest == ':') {
        rest++;
        if (!read_part(&rest, 2, &second))
            return false;
    }
    while (*rest == ' ')
        rest++;
    bool evening = strcasecmp(rest, "pm") == 0;
    if ((!evening && strcasecmp(rest, "am") != 0) || hour < 1 || hour > 12)
        return false;
    snprintf(out, room, " %02d:%02d:%02d", hour % 12 + (evening ? 12 : 0), minute, second);
    return true;
}

void cs_date_order(bool day_first, struct cs_arena *arena, const char **text, size_t *length)
{
    char copy[64], rest[32];
    if (*length >= sizeof copy)
        return;
    memcpy(copy, *text, *length);
    copy[*length] = '\0';
    const char *at = copy;
    int first, second, year;
    while (*at == ' ')
        at++;
    if (!read_part(&at, 2, &first) || !*at || !strchr("/.-", *at))
        return;
    char sign = *at++;
    if (!read_part(&at, 2, &second) || *at++ != sign)
        return;
    const char *from = at;
    if (!read_part(&at, 4, &year) || (at - from != 4 && at - from != 2) ||
        (*at && *at != ' ' && *at != 'T' && *at != ','))
        return;
    year += at - from == 2 ? 2000 : 0;
    at += *at == ','; /* 1/5/2026, 2:07 PM */
    const char *time = read_half_day(at, rest, sizeof rest) ? rest : at;
    *text = cs_arena_printf(arena, "%04d-%02d-%02d%s%s", year, day_first ? second : first,
                            day_first ? first : second, isdigit((unsigned char)time[0]) ? " " : "", time);
    *length = strlen(*text);
}
