/*
 * Any text as a working calendar: refused in words, or built, and then what it counts agrees with itself:
 * what an addition says, the difference says as well, forward and backward, with holds and without.
 *
 * The first eight bytes are the zone, the start, the amounts and the hold; then come lines: weekly hours,
 * special days, hours of a day worked in addition, a break.
 */
#include "time/calendar.h"
#include "fuzz.h"

enum { NUMBERS = 8, LINES = 4, DAY = 86400 };

struct question {
    int64_t start, seconds, days;
    struct cs_span held[2];
    size_t held_count;
};

static const char *const zones[] = { "Asia/Shanghai", "UTC", "America/New_York", "Australia/Lord_Howe" };

static struct question ask(const uint8_t *numbers)
{
    struct question question = { .start =
                                     INT64_C(1420070400) + ((numbers[1] << 8 | numbers[2]) - 8192) * 21601LL,
                                 .seconds = 1 + (numbers[3] << 8 | numbers[4]) * 13LL,
                                 .days = 1 + numbers[5] % 40,
                                 .held_count = numbers[6] % 3 };
    int64_t from = question.start + numbers[7] * 977LL;
    question.held[0] = (struct cs_span){ from, from + 1 + numbers[6] * 1201LL };
    from = question.held[0].to + numbers[5] * 61LL;
    question.held[1] = (struct cs_span){ from, from + 1 + numbers[7] * 3607LL };
    return question;
}

static int64_t between(const struct cs_calendar *calendar, int64_t from, int64_t to)
{
    return cs_calendar_between(calendar, from, to, NULL, 0);
}

static void check_openings(const struct cs_calendar *calendar, int64_t at)
{
    struct cs_error err = CS_ERROR_INIT;
    int64_t open, close, zero;
    if (cs_calendar_next_open(calendar, at, &open, &err) == CS_OK) {
        FUZZ_HOLDS(open >= at && between(calendar, at, open) == 0 && between(calendar, open, open + 1) == 1);
        FUZZ_HOLDS(cs_calendar_add(calendar, at, 0, NULL, 0, &zero, &err) == CS_OK && zero == open);
    } else {
        fuzz_sentence(&err);
    }
    cs_error_clear(&err);
    if (cs_calendar_previous_close(calendar, at, &close, &err) == CS_OK)
        FUZZ_HOLDS(close <= at && between(calendar, close, at) == 0 &&
                   (close == at || between(calendar, close - 1, close) == 1));
    else
        fuzz_sentence(&err);
}

/* Forward to the earliest moment, backward to the latest. */
static void check_sum(const struct cs_calendar *calendar, const struct question *question, size_t held_count)
{
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_span *held = question->held;
    int64_t start = question->start, seconds = question->seconds, end, begin;
    if (cs_calendar_add(calendar, start, seconds, held, held_count, &end, &err)) {
        fuzz_sentence(&err);
        return;
    }
    FUZZ_HOLDS(end > start);
    FUZZ_HOLDS(cs_calendar_between(calendar, start, end, held, held_count) == seconds);
    FUZZ_HOLDS(cs_calendar_between(calendar, start, end - 1, held, held_count) == seconds - 1);
    FUZZ_HOLDS(cs_calendar_add(calendar, end, -seconds, held, held_count, &begin, &err) == CS_OK);
    FUZZ_HOLDS(begin >= start && begin < end);
    FUZZ_HOLDS(cs_calendar_between(calendar, begin, end, held, held_count) == seconds);
    FUZZ_HOLDS(cs_calendar_between(calendar, begin + 1, end, held, held_count) == seconds - 1);
    int64_t middle = start + (end - start) / 2;
    FUZZ_HOLDS(between(calendar, start, middle) + between(calendar, middle, end) ==
               between(calendar, start, end));
}

static void check_workdays(const struct cs_calendar *calendar, const struct question *question)
{
    struct cs_error err = CS_ERROR_INIT;
    int64_t start = question->start, days = question->days, end, again;
    if (cs_calendar_add_workdays(calendar, start, days, NULL, 0, &end, &err)) {
        fuzz_sentence(&err);
        return;
    }
    FUZZ_HOLDS(end > start && between(calendar, end - 1, end) == 1);
    FUZZ_HOLDS(cs_calendar_workdays_between(calendar, start, end - 1) == days);
    /* The moment of closing may be the midnight that begins the next day: one second before it is inside. */
    if (cs_calendar_add_workdays(calendar, end - 1, -days, NULL, 0, &again, &err) == CS_OK)
        FUZZ_HOLDS(again < end && cs_calendar_workdays_between(calendar, again - 1, end - 1) == days);
    struct cs_amount amount = { days, CS_WORKDAYS };
    FUZZ_HOLDS(cs_amount_add(calendar, start, &amount, NULL, 0, &again, &err) == CS_OK && again == end);
}

static void check_days(const struct cs_calendar *calendar, int64_t start)
{
    const struct cs_zone *zone = cs_calendar_zone(calendar);
    int64_t day = cs_zone_day(zone, start);
    for (int64_t each = day - 3; each <= day + 8; each++) {
        struct cs_span spans[64];
        size_t count = cs_calendar_day_spans(calendar, each, spans, 64);
        int64_t from = cs_zone_from_day(zone, each, 0), to = cs_zone_from_day(zone, each, DAY), sum = 0,
                at = from;
        for (size_t i = 0; i < count && i < 64; i++) {
            FUZZ_HOLDS(spans[i].from >= at && spans[i].to > spans[i].from && spans[i].to <= to);
            at = spans[i].to;
            sum += spans[i].to - spans[i].from;
        }
        FUZZ_HOLDS(count > 64 || sum == between(calendar, from, to));
    }
}

/* Gives the calendar what the lines behind the first say; a refusal leaves it as it was, and usable. */
static void add_specials(struct cs_calendar *calendar, char *const *lines, int64_t start)
{
    struct cs_error err = CS_ERROR_INIT;
    int64_t day = cs_zone_day(cs_calendar_zone(calendar), start);
    if (lines[1] && cs_calendar_set_days(calendar, lines[1], &err))
        fuzz_sentence(&err);
    cs_error_clear(&err);
    if (lines[2] && cs_calendar_set_day(calendar, day + 1, CS_DAY_MAKEUP, lines[2], lines[2], &err))
        fuzz_sentence(&err);
    cs_error_clear(&err);
    if (lines[3] && cs_calendar_set_day(calendar, day, CS_DAY_BREAK, lines[3], NULL, &err))
        fuzz_sentence(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_zone *zone;
    struct cs_calendar *calendar;
    char *text = length > NUMBERS ? fuzz_text(bytes + NUMBERS, length - NUMBERS) : NULL, *rest = text;
    char *lines[LINES] = { 0 };
    if (!text)
        return 0;
    for (size_t i = 0; i < LINES; i++)
        lines[i] = strsep(&rest, "\n");
    FUZZ_HOLDS(cs_zone_find(zones[bytes[0] % 4], &zone, &err) == CS_OK);
    if (cs_calendar_new("desk", zone, lines[0], &calendar, &err)) {
        FUZZ_HOLDS(!calendar && err.status == CS_REFUSED);
        fuzz_sentence(&err);
    } else {
        struct question question = ask(bytes);
        add_specials(calendar, lines, question.start);
        check_openings(calendar, question.start);
        check_sum(calendar, &question, 0);
        check_sum(calendar, &question, question.held_count);
        check_workdays(calendar, &question);
        check_days(calendar, question.start);
        cs_calendar_free(calendar);
    }
    free(text);
    return 0;
}
