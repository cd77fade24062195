/* Hours of a day as text: "08:00-12:00,14:00-24:00". */
#include "base/memory.h"
#include "base/text.h"
#include "time/calendar-table.h"
#include "time/moment-text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* One piece of text and how far it is read. */
struct scan {
    const char *at, *end;
};

static void skip_spaces(struct scan *in)
{
    while (in->at < in->end && (*in->at == ' ' || *in->at == '\t'))
        in->at++;
}

static bool take(struct scan *in, char sign)
{
    if (in->at == in->end || *in->at != sign)
        return false;
    in->at++;
    return true;
}

static bool take_number(struct scan *in, size_t least, int *value)
{
    const char *begin = in->at;
    for (*value = 0; in->at < in->end && in->at < begin + 2 && isdigit((unsigned char)*in->at); in->at++)
        *value = *value * 10 + (*in->at - '0');
    return in->at >= begin + least;
}

/* H:MM, HH:MM or HH:MM:SS, up to 24:00. */
static bool take_time(struct scan *in, int32_t *second_of_day)
{
    int hour, minute, second = 0;
    skip_spaces(in);
    if (!take_number(in, 1, &hour) || !take(in, ':') || !take_number(in, 2, &minute))
        return false;
    if (take(in, ':') && !take_number(in, 2, &second))
        return false;
    skip_spaces(in);
    *second_of_day = hour * 3600 + minute * 60 + second;
    return minute <= 59 && second <= 59 && *second_of_day <= 86400;
}

static enum cs_status parse_piece(const char *text, size_t length, struct cs_hours_piece *piece,
                                  struct cs_error *err)
{
    struct scan in = { text, text + length };
    if (!take_time(&in, &piece->from) || !take(&in, '-') || !take_time(&in, &piece->to) || in.at < in.end)
        return cs_error_set(err, CS_REFUSED, _("\"%.*s\" is no piece of a day; write %s"),
                            cs_quote_piece(text, length), text, "08:00-12:00");
    if (piece->from == piece->to)
        return cs_error_set(err, CS_REFUSED, _("\"%.*s\" is empty"), cs_quote_piece(text, length), text);
    if (piece->from > piece->to)
        return cs_error_set(err, CS_REFUSED,
                            _("\"%.*s\" ends before it begins; hours over midnight are written as two days, "
                              "up to 24:00 and from 00:00"),
                            cs_quote_piece(text, length), text);
    return CS_OK;
}

static void insert_piece(struct cs_hours *hours, struct cs_hours_piece piece)
{
    hours->pieces = cs_grow(hours->pieces, &hours->capacity, hours->count + 1, sizeof *hours->pieces);
    size_t at = hours->count++;
    for (; at > 0 && hours->pieces[at - 1].from > piece.from; at--)
        hours->pieces[at] = hours->pieces[at - 1];
    hours->pieces[at] = piece;
}

static bool overlaps(const struct cs_hours *hours, const struct cs_hours_piece *piece)
{
    for (size_t i = 0; i < hours->count; i++) {
        if (piece->from < hours->pieces[i].to && piece->to > hours->pieces[i].from)
            return true;
    }
    return false;
}

enum cs_status cs_hours_parse(struct cs_hours *hours, const char *text, size_t length, bool overlap,
                              struct cs_error *err)
{
    const char *at = text, *end = text + length;
    for (;;) {
        while (at < end && (*at == ' ' || *at == '\t'))
            at++;
        const char *stop = at;
        while (stop < end && *stop != ',' && *stop != '+')
            stop++;
        struct cs_hours_piece piece = { 0, 0 };
        enum cs_status status = parse_piece(at, (size_t)(stop - at), &piece, err);
        if (status != CS_OK)
            return status;
        if (!overlap && overlaps(hours, &piece))
            return cs_error_set(err, CS_REFUSED, _("\"%.*s\" overlaps other hours of the same day"),
                                cs_quote_piece(at, (size_t)(stop - at)), at);
        insert_piece(hours, piece);
        if (stop == end)
            return CS_OK;
        at = stop + 1;
    }
}

void cs_hours_release(struct cs_hours *hours)
{
    free(hours->pieces);
    *hours = (struct cs_hours){ 0 };
}
