/* Reads the spellings of moments and dates: ISO 8601, slashes, Chinese, compact digits, spreadsheet serials.
 */
#include "time/moment-text.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 9999,
    QUOTE_MAX = 60,
    SERIAL_MAX = 2958465,   /* 9999-12-31 */
    SERIAL_OF_1970 = 25569, /* with 1899-12-30 as day 0 */
    FRACTION_DIGITS = 15,
};

/* The text between its spaces; everything below reads forward from `at`. */
struct scan {
    const char *text, *at, *end;
    enum cs_moment_wish wish;
    struct cs_moment_parts *parts;
    struct cs_error *err;
};

static const char *const month_names[] = { N_("January"),   N_("February"), N_("March"),    N_("April"),
                                           N_("May"),       N_("June"),     N_("July"),     N_("August"),
                                           N_("September"), N_("October"),  N_("November"), N_("December") };

int cs_quote_piece(const char *text, size_t length)
{
    if (length <= QUOTE_MAX)
        return (int)length;
    length = QUOTE_MAX;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return (int)length;
}

int cs_quote_length(const char *text)
{
    return cs_quote_piece(text, strlen(text));
}

static bool refuse(const struct scan *in)
{
    int quoted = cs_quote_length(in->text);
    if (in->wish == CS_WISH_DATE)
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no date; write %s or %s"), quoted, in->text,
                     "2026-03-05", "2026/3/5");
    else
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no time; write %s or %s"), quoted, in->text,
                     "2026-03-05T14:07", "2026/3/5 14:07");
    return false;
}

static bool set_date(const struct scan *in, int year, int month, int day)
{
    int quoted = cs_quote_length(in->text);
    if (year < YEAR_MIN || year > YEAR_MAX)
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no date: the year must be %d to %d"), quoted,
                     in->text, YEAR_MIN, YEAR_MAX);
    else if (month < 1 || month > 12)
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no date: there is no month %d"), quoted, in->text,
                     month);
    else if (!cs_day_valid(year, month, day)) {
        int64_t next = month == 12 ? cs_day_from_date(year + 1, 1, 1) : cs_day_from_date(year, month + 1, 1);
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no date: %s %d has %d days"), quoted, in->text,
                     _(month_names[month - 1]), year, (int)(next - cs_day_from_date(year, month, 1)));
    } else {
        in->parts->day = cs_day_from_date(year, month, day);
        return true;
    }
    return false;
}

/* 24:00 ends the day; second 60 is the next minute. */
static bool set_clock(const struct scan *in, int hour, int minute, int second)
{
    bool good = minute <= 59 && second <= 60 && (hour <= 23 || (hour == 24 && minute == 0 && second == 0));
    if (!good) {
        cs_error_set(in->err, CS_REFUSED, _("\"%.*s\" is no time: there is no %02d:%02d:%02d"),
                     cs_quote_length(in->text), in->text, hour, minute, second);
        return false;
    }
    in->parts->second = hour * 3600 + minute * 60 + second;
    return true;
}

static bool at_digit(const struct scan *in)
{
    return in->at < in->end && isdigit((unsigned char)*in->at);
}

static bool take_digits(struct scan *in, int least, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (count < most && at_digit(in)) {
        *value = *value * 10 + (*in->at++ - '0');
        count++;
    }
    return count >= least && !at_digit(in);
}

/* Two digits, more of which may follow at once. */
static bool take_pair(struct scan *in, int *value)
{
    if (in->end - in->at < 2 || !isdigit((unsigned char)in->at[0]) || !isdigit((unsigned char)in->at[1]))
        return false;
    *value = (in->at[0] - '0') * 10 + (in->at[1] - '0');
    in->at += 2;
    return true;
}

static bool take_word(struct scan *in, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(in->end - in->at) < length || memcmp(in->at, word, length) != 0)
        return false;
    in->at += length;
    return true;
}

static bool skip_spaces(struct scan *in)
{
    const char *begin = in->at;
    while (in->at < in->end && *in->at == ' ')
        in->at++;
    return in->at > begin;
}

/* Z, +08, +0800, +08:00, +08:05:43 (the local mean time of an old date). */
static bool scan_offset(struct scan *in)
{
    int hour = 0, minute = 0, second = 0;
    in->parts->has_offset = true;
    if (take_word(in, "Z") || take_word(in, "z"))
        return true;
    bool west = take_word(in, "-");
    if ((!west && !take_word(in, "+")) || !take_pair(in, &hour))
        return refuse(in);
    if (in->at < in->end) {
        bool colon = take_word(in, ":");
        if (!take_pair(in, &minute))
            return refuse(in);
        if (colon && take_word(in, ":") && !take_pair(in, &second))
            return refuse(in);
    }
    if (hour > 23 || minute > 59 || second > 59)
        return refuse(in);
    in->parts->offset = (west ? -1 : 1) * (hour * 3600 + minute * 60 + second);
    return true;
}

/* What may follow a time of day: a fraction (cut off) where `fraction`, then an offset, then the end. */
static bool scan_tail(struct scan *in, bool fraction)
{
    if (fraction && (take_word(in, ".") || take_word(in, ","))) {
        if (!at_digit(in))
            return refuse(in);
        while (at_digit(in))
            in->at++;
    }
    skip_spaces(in);
    if (in->at < in->end && !scan_offset(in))
        return false;
    return in->at == in->end || refuse(in);
}

/* 14:07[:09] or 14时07分[09秒]. */
static bool scan_clock(struct scan *in)
{
    int hour, minute = 0, second = 0;
    bool has_second = false;
    if (!take_digits(in, 1, 2, &hour))
        return refuse(in);
    if (take_word(in, "时") || take_word(in, "点")) {
        if (at_digit(in) && (!take_digits(in, 1, 2, &minute) || !take_word(in, "分")))
            return refuse(in);
        if (at_digit(in) && (!take_digits(in, 1, 2, &second) || !take_word(in, "秒")))
            return refuse(in);
    } else {
        if (!take_word(in, ":") || !take_digits(in, 2, 2, &minute))
            return refuse(in);
        has_second = take_word(in, ":");
        if (has_second && !take_digits(in, 2, 2, &second))
            return refuse(in);
    }
    return set_clock(in, hour, minute, second) && scan_tail(in, has_second);
}

/* 2024-03-05, 2024/3/5 or 2024年3月5日, then perhaps a time of day. */
static bool scan_date(struct scan *in)
{
    int year, month, day;
    bool good = take_digits(in, 4, 4, &year), chinese = false;
    const char *sign = in->at < in->end && *in->at == '/' ? "/" : "-";
    if (good && take_word(in, sign)) {
        good = take_digits(in, 1, 2, &month) && take_word(in, sign) && take_digits(in, 1, 2, &day);
    } else {
        chinese = true;
        good = good && take_word(in, "年") && take_digits(in, 1, 2, &month) && take_word(in, "月") &&
               take_digits(in, 1, 2, &day) && take_word(in, "日");
    }
    if (!good)
        return refuse(in);
    if (!set_date(in, year, month, day))
        return false;
    if (in->at == in->end)
        return true;
    bool parted = skip_spaces(in) || (!chinese && (take_word(in, "T") || take_word(in, "t")));
    return parted || chinese ? scan_clock(in) : refuse(in);
}

/* 20240305, 20240305140709, 20240305T1407[09]. */
static bool scan_compact(struct scan *in)
{
    int century, year, month, day, hour, minute, second = 0;
    if (!take_pair(in, &century) || !take_pair(in, &year) || !take_pair(in, &month) || !take_pair(in, &day))
        return refuse(in);
    if (!set_date(in, century * 100 + year, month, day))
        return false;
    if (in->at == in->end)
        return true;
    bool parted = take_word(in, "T");
    if (!take_pair(in, &hour) || !take_pair(in, &minute))
        return refuse(in);
    bool has_second = take_pair(in, &second);
    if (!has_second && !parted)
        return refuse(in);
    return set_clock(in, hour, minute, second) && scan_tail(in, has_second);
}

/*
 * A spreadsheet's count of days. Serial 60 is a 29 February 1900 that never was, hence the day between the
 * serials below it and those above.
 */
static bool scan_serial(struct scan *in, bool allow_whole)
{
    int64_t whole = 0, fraction = 0, scale = 1;
    for (; at_digit(in) && whole <= SERIAL_MAX; in->at++)
        whole = whole * 10 + (*in->at - '0');
    bool has_fraction = take_word(in, ".") && at_digit(in);
    for (int i = 0; at_digit(in); in->at++, i++) {
        if (i < FRACTION_DIGITS) {
            fraction = fraction * 10 + (*in->at - '0');
            scale *= 10;
        }
    }
    if (in->at < in->end || whole < 1 || whole > SERIAL_MAX || whole == 60 || !(has_fraction || allow_whole))
        return refuse(in);
    in->parts->day = whole - SERIAL_OF_1970 + (whole < 60);
    in->parts->second = (int32_t)((double)fraction / (double)scale * 86400 + 0.5);
    return true;
}

enum cs_status cs_moment_scan(const char *text, bool allow_serial, enum cs_moment_wish wish,
                              struct cs_moment_parts *parts, struct cs_error *err)
{
    const char *begin = text + strspn(text, " \t\r\n"), *end = begin + strlen(begin);
    while (end > begin && strchr(" \t\r\n", end[-1]))
        end--;
    struct scan in = { text, begin, end, wish, parts, err };
    *parts = (struct cs_moment_parts){ 0 };
    size_t digits = strspn(begin, "0123456789"), length = (size_t)(end - begin);
    bool good;
    if (digits == 4 && length > 4 && begin[4] != '.')
        good = scan_date(&in);
    else if ((digits == 8 || digits == 14) && (digits == length || begin[digits] != '.'))
        good = scan_compact(&in);
    else
        good = digits > 0 ? scan_serial(&in, allow_serial) : refuse(&in);
    return good ? CS_OK : CS_REFUSED;
}
