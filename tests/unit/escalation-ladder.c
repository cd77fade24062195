/*
 * Every rung of every shipped ladder, to the second: on which moment it falls, and when the run acts on it.
 * A rung that is not urgent waits for the opening of its calendar: the desk (daily 08:30-20:30) or the office
 * (Monday to Friday 09:00-12:00, 13:30-18:00 without the holidays, with the make-up days). What a rung counts
 * in days is natural time from the limit; working time goes back over nights and weekends.
 *
 *     2026-02-14 (Sat) works, 15 to 23 off, 28 (Sat) works       2026-09-20 (Sun) works, 25 to 27 off
 *     2026-10-01 to 07 off, 10 (Sat) works                       2026-03-02 is a Monday
 */
#include "case-kit.h"

struct climb {
    const char *acts;  /* the run acts now, and not a second before */
    const char *falls; /* the rung's own moment; NULL: the same */
    const char *tells; /* "metric rung role level staff", rows of one rung joined by ", " */
};

/* Rows of the run that speak of one metric, "rung role level staff, ..."; the others are let be. */
static const char *rows_of(const char *rows, const char *metric)
{
    static char text[1000];
    char *copy = cs_strdup(rows), *rest = copy, *line;
    text[0] = '\0';
    while ((line = strsep(&rest, "\n"))) {
        char *cell[6] = { line };
        for (int i = 1; i < 6; i++)
            cell[i] = cell[i - 1] ? strchr(cell[i - 1], '|') : NULL, cell[i] = cell[i] ? cell[i] + 1 : NULL;
        if (!cell[5])
            continue;
        for (char *c = line; *c; c++)
            if (*c == '|')
                *c = '\0';
        if (strcmp(cell[1], metric) != 0)
            continue;
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s %s %s %s", used ? ", " : "", cell[2], cell[3],
                 cell[4], *cell[5] ? cell[5] : "nobody");
    }
    free(copy);
    return text;
}

static void second_before(const char *moment, char out[32])
{
    int64_t utc = room_time(moment) - 1;
    char text[CS_MOMENT_SIZE];
    cs_moment_format_short(text, utc, room_zone());
    snprintf(out, 32, "%.10s %.8s", text, text + 11);
}

/* Climbs the ladder of one clock of a case rung by rung. */
static void climbs(int64_t id, const char *metric, const struct climb *rungs, size_t count)
{
    char sql[300], before[32];
    for (size_t i = 0; i < count; i++) {
        const struct climb *rung = &rungs[i];
        snprintf(sql, sizeof sql,
                 "SELECT %s || ' ' || %s FROM deadline WHERE ticket_id = $1 AND metric = '%s'",
                 LOCAL("rung_at"), LOCAL("due_at"), metric);
        char want[64];
        snprintf(want, sizeof want, "%s %s", rung->falls ? rung->falls : rung->acts, rung->acts);
        const char *has = ask(id, sql);
        CHECK_THAT(strcmp(has, want) == 0, "%s rung %zu falls and acts %s, not %s", metric, i + 1, has, want);
        second_before(rung->acts, before);
        const char *early = rows_of(run_at(before), metric);
        CHECK_THAT(!*early, "%s: a second before %s it told %s", metric, rung->acts, early);
        const char *told = rows_of(run_at(rung->acts), metric);
        CHECK_THAT(strcmp(told, rung->tells) == 0, "%s at %s told \"%s\", not \"%s\"", metric, rung->acts,
                   told, rung->tells);
    }
    snprintf(sql, sizeof sql, "SELECT metric FROM deadline WHERE ticket_id = $1 AND metric = '%s'", metric);
    CHECK_TEXT(ask(id, sql), "");
}
#define CLIMBS(id, metric, ...)                                                                              \
    climbs(id, metric, (const struct climb[]){ __VA_ARGS__ },                                                \
           sizeof((const struct climb[]){ __VA_ARGS__ }) / sizeof(struct climb))

static int64_t opened(const char *now, const char *given)
{
    desk_whole(now);
    return desk_add(given);
}

/* ---- repair: 50 %, 80 %, due, +1 d, +3 d, +7 d, +15 d, +30 d ---- */

CS_TEST(repair_plain, "a repair of seven days climbs eight rungs, each on its moment")
{
    /* Monday 2 March 10:00, due Monday 9 March 10:00. Half: 3.5 days, Thu 5 22:00, the desk is shut. 80 %:
     * 5 days 14 h 24 min, Sun 8 00:24. +3 d: Thu 12. +7 d: Mon 16. +15 d: Tue 24. +30 d: Wed 8 April. */
    int64_t id = opened("2026-03-02 10:00", "kind=repair|priority=3|project=P1");
    CLIMBS(id, "done",
           { "2026-03-06 08:30:00", "2026-03-05 22:00:00", "1 engineer project E1, 1 supplier group nobody" },
           { "2026-03-08 08:30:00", "2026-03-08 00:24:00", "2 care project K1" },
           { "2026-03-09 10:00:00", NULL, "3 care project K1, 3 construction project N1" },
           { "2026-03-10 10:00:00", NULL, "4 head project H1" },
           { "2026-03-12 10:00:00", NULL, "5 care city KC, 5 construction city NC" },
           { "2026-03-16 10:00:00", NULL, "6 head city HC" },
           { "2026-03-24 10:00:00", NULL, "7 care region KR, 7 construction group nobody" },
           { "2026-04-08 10:00:00", NULL, "8 care group KG, 8 head region HR" });
}

CS_TEST(repair_night,
        "a repair that was opened at night: its rungs of the desk wait till 08:30, of the office till 09:00")
{
    /* Friday 6 March 23:00, 3 days (priority 2): due Mon 9 23:00. Half: 36 h, Sun 8 11:00. 80 %: 57 h 36 min,
     * Mon 9 08:36. Due 23:00 waits till Tue. +1 d: Tue 23:00 waits till Wed. +3 d: Thu 12 23:00 waits till
     * Fri 13 09:00. +7 d: Mon 16 23:00, Tue 17 09:00. +15 d: Tue 24, Wed 25. +30 d: Wed 8 April, Thu 9. */
    int64_t id = opened("2026-03-06 23:00", "kind=repair|priority=2|project=P1");
    CLIMBS(id, "done", { "2026-03-08 11:00:00", NULL, "1 engineer project E1, 1 supplier group nobody" },
           { "2026-03-09 08:36:00", NULL, "2 care project K1" },
           { "2026-03-10 08:30:00", "2026-03-09 23:00:00", "3 care project K1, 3 construction project N1" },
           { "2026-03-11 08:30:00", "2026-03-10 23:00:00", "4 head project H1" },
           { "2026-03-13 09:00:00", "2026-03-12 23:00:00", "5 care city KC, 5 construction city NC" },
           { "2026-03-17 09:00:00", "2026-03-16 23:00:00", "6 head city HC" },
           { "2026-03-25 09:00:00", "2026-03-24 23:00:00", "7 care region KR, 7 construction group nobody" },
           { "2026-04-09 09:00:00", "2026-04-08 23:00:00", "8 care group KG, 8 head region HR" });
}

CS_TEST(repair_festival, "over the Spring Festival the desk is told on the day, the city on the 24th")
{
    /* Tuesday 10 February 10:00, due Tue 17 10:00. Half: Fri 13 22:00; 80 %: Mon 16 00:24: the desk works
     * through. +1 d: Wed 18. +3 d: Fri 20, off until Tue 24 09:00. +7 d: Tue 24 10:00. +15 d: Wed 4 March.
     * +30 d: Thu 19 March. */
    int64_t id = opened("2026-02-10 10:00", "kind=repair|priority=3|project=P1");
    CLIMBS(id, "done",
           { "2026-02-14 08:30:00", "2026-02-13 22:00:00", "1 engineer project E1, 1 supplier group nobody" },
           { "2026-02-16 08:30:00", "2026-02-16 00:24:00", "2 care project K1" },
           { "2026-02-17 10:00:00", NULL, "3 care project K1, 3 construction project N1" },
           { "2026-02-18 10:00:00", NULL, "4 head project H1" },
           { "2026-02-24 09:00:00", "2026-02-20 10:00:00", "5 care city KC, 5 construction city NC" },
           { "2026-02-24 10:00:00", NULL, "6 head city HC" },
           { "2026-03-04 10:00:00", NULL, "7 care region KR, 7 construction group nobody" },
           { "2026-03-19 10:00:00", NULL, "8 care group KG, 8 head region HR" });
}

CS_TEST(repair_october,
        "over National Day the city waits for Thursday the 8th; Saturday the 10th is a day of work")
{
    /* Wednesday 23 September 12:30, due Wed 30 12:30. Half: Sun 27 00:30; 80 %: Tue 29 02:54. +1 d: Thu 1
     * October, the desk is open. +3 d: Sat 3, off until Thu 8 09:00. +7 d: Wed 7 off, Thu 8 09:00. +15 d: Thu
     * 15 12:30 is noon, 13:30. +30 d: Fri 30, 13:30. */
    int64_t id = opened("2026-09-23 12:30", "kind=repair|priority=3|project=P1");
    CLIMBS(id, "done",
           { "2026-09-27 08:30:00", "2026-09-27 00:30:00", "1 engineer project E1, 1 supplier group nobody" },
           { "2026-09-29 08:30:00", "2026-09-29 02:54:00", "2 care project K1" },
           { "2026-09-30 12:30:00", NULL, "3 care project K1, 3 construction project N1" },
           { "2026-10-01 12:30:00", NULL, "4 head project H1" },
           { "2026-10-08 09:00:00", "2026-10-03 12:30:00",
             "5 care city KC, 5 construction city NC, 6 head city HC" },
           { "2026-10-15 13:30:00", "2026-10-15 12:30:00", "7 care region KR, 7 construction group nobody" },
           { "2026-10-30 13:30:00", "2026-10-30 12:30:00", "8 care group KG, 8 head region HR" });
}

CS_TEST(repair_makeup,
        "a rung that falls on a make-up Saturday or Sunday acts on it; on a plain one it waits")
{
    /* 24 h (plumbing) from Tuesday 6 October 11:00: half at 23:00, 80 % on Wed 7 at 06:12; +3 d is Sat 10, a
     * day of work; +7 d Wed 14; +15 d Thu 22; +30 d Fri 6 November. */
    int64_t id = opened("2026-10-06 11:00", "kind=repair|priority=2|project=P1|component=plumbing");
    CLIMBS(id, "done",
           { "2026-10-07 08:30:00", "2026-10-06 23:00:00",
             "1 engineer project E1, 1 supplier group nobody, 2 care project K1" },
           { "2026-10-07 11:00:00", NULL, "3 care project K1, 3 construction project N1" },
           { "2026-10-08 11:00:00", NULL, "4 head project H1" },
           { "2026-10-10 11:00:00", NULL, "5 care city KC, 5 construction city NC" },
           { "2026-10-14 11:00:00", NULL, "6 head city HC" },
           { "2026-10-22 11:00:00", NULL, "7 care region KR, 7 construction group nobody" },
           { "2026-11-06 11:00:00", NULL, "8 care group KG, 8 head region HR" });
    /* A day later +3 d is Sunday 11 October, which is free: Monday 12. */
    id = opened("2026-10-07 11:00", "kind=repair|priority=2|project=P1|component=plumbing");
    run_at("2026-10-09 11:00");
    CHECK_TEXT(next_act(id, "done"), "5 2026-10-12 09:00:00");
}

/* ---- complaint: 80 %, due, +1 d, +3 d, +5 d, +10 d ---- */

CS_TEST(complaint_plain, "a complaint of seven workdays climbs six rungs up to the group")
{
    /* Monday 2 March 09:00, due Wed 11 18:00. Between them lie 8 workdays of 7.5 h, 60 h; 80 % are 48 h: six
     * days and 3 h, the end of Monday 9 is 45 h, Tue 10 12:00. +1 d: Thu 12 18:00 (the desk). +3 d: Sat 14,
     * Mon 16 09:00. +5 d: Mon 16 18:00, shut: Tue 17. +10 d: Sat 21, Mon 23. */
    int64_t id = opened("2026-03-02 09:00", "kind=complaint|priority=3|project=P1");
    CLIMBS(id, "done", { "2026-03-10 12:00:00", NULL, "1 care project K1" },
           { "2026-03-11 18:00:00", NULL, "2 head project H1, 2 construction project N1" },
           { "2026-03-12 18:00:00", NULL, "3 care city KC" },
           { "2026-03-16 09:00:00", "2026-03-14 18:00:00", "4 head city HC, 4 construction city NC" },
           { "2026-03-17 09:00:00", "2026-03-16 18:00:00", "5 head region HR" },
           { "2026-03-23 09:00:00", "2026-03-21 18:00:00", "6 care group KG" });
}

CS_TEST(complaint_festival, "a complaint before the Spring Festival: its limit lies behind it")
{
    /* Friday 13 February 09:00: Sat 14, Tue 24 to Sat 28 (5), Mon 2 March: due 2 March 18:00. Its hours: Fri
     * 13, Sat 14, Tue 24 to Sat 28, Mon 2: 8 days, 60 h; 80 % are 48 h: Fri, Sat, Tue, Wed, Thu, Fri 27 are
     * 45, so Sat 28 12:00. +1 d: Tue 3 March. +3 d: Thu 5 18:00, Fri 6 09:00. +5 d: Sat 7, Mon 9. +10 d: Thu
     * 12 18:00, Fri 13. */
    int64_t id = opened("2026-02-13 09:00", "kind=complaint|priority=3|project=P1");
    CLIMBS(id, "done", { "2026-02-28 12:00:00", NULL, "1 care project K1" },
           { "2026-03-02 18:00:00", NULL, "2 head project H1, 2 construction project N1" },
           { "2026-03-03 18:00:00", NULL, "3 care city KC" },
           { "2026-03-06 09:00:00", "2026-03-05 18:00:00", "4 head city HC, 4 construction city NC" },
           { "2026-03-09 09:00:00", "2026-03-07 18:00:00", "5 head region HR" },
           { "2026-03-13 09:00:00", "2026-03-12 18:00:00", "6 care group KG" });
}

/* ---- emergency: due, +15 min, +30 min, +60 min, +2 h, day and night ---- */

CS_TEST(emergency_night, "an emergency climbs day and night, on the minute, in the middle of a festival")
{
    /* Tuesday 17 February 02:00, gas: answer in 5 min, on site in 30 min, danger stopped in 2 h. */
    int64_t id = opened("2026-02-17 02:00", "kind=repair|priority=1|project=P1|component=gas");
    CLIMBS(id, "answer", { "2026-02-17 02:05:00", NULL, "1 engineer project E1" },
           { "2026-02-17 02:20:00", NULL, "2 head project H1" },
           { "2026-02-17 02:35:00", NULL, "3 head city HC" },
           { "2026-02-17 03:05:00", NULL, "4 head region HR" },
           { "2026-02-17 04:05:00", NULL, "5 head group HG" });
}

CS_TEST(emergency_visit, "the clock of the visit climbs beside that of the answer, on its own limit")
{
    int64_t id = opened("2026-03-07 23:50", "kind=repair|priority=1|project=P1|component=burst_pipe");
    CLIMBS(id, "visit", /* 1 h: Sunday 00:50 */
           { "2026-03-08 00:50:00", NULL, "1 engineer project E1" },
           { "2026-03-08 01:05:00", NULL, "2 head project H1" },
           { "2026-03-08 01:20:00", NULL, "3 head city HC" },
           { "2026-03-08 01:50:00", NULL, "4 head region HR" },
           { "2026-03-08 02:50:00", NULL, "5 head group HG" });
}

/* ---- crisis: due, +30 min, +90 min ---- */

CS_TEST(crisis_weekend, "a crowd on a Sunday morning: city in 30 minutes, region in an hour, group in two")
{
    int64_t id = opened("2026-03-08 06:00", "kind=complaint|priority=3|project=P1|flags=group");
    CLIMBS(id, "contact", { "2026-03-08 06:30:00", NULL, "1 head city HC" },
           { "2026-03-08 07:00:00", NULL, "2 head region HR" },
           { "2026-03-08 08:00:00", NULL, "3 head group HG" });
}

/* ---- outside: -8 h, -3 h of work, due, +1 d, +3 d ---- */

CS_TEST(outside_weekend, "limits of others are foretold in working hours, back over a weekend")
{
    /* Due Monday 9 March 11:00. Two hours of Monday, 6 of Friday: 18:00 back to 13:30 is 4.5 h, 1.5 h before
     * noon: 10:30. Three hours: two of Monday, one of Friday: 17:00. +1 d: Tue 11:00. +3 d: Thu 12. */
    int64_t id =
        opened("2026-03-02 09:00", "kind=inquiry|priority=3|project=P1|target_at=2026-03-09T11:00:00");
    CLIMBS(id, "outside", { "2026-03-06 10:30:00", NULL, "1 care project K1" },
           { "2026-03-06 17:00:00", NULL, "2 head project H1" },
           { "2026-03-09 11:00:00", NULL, "3 care city KC" },
           { "2026-03-10 11:00:00", NULL, "4 head city HC" },
           { "2026-03-12 11:00:00", NULL, "5 head region HR" });
}

CS_TEST(outside_festival,
        "a limit of others in the festival is foretold before it; being late waits for the 24th")
{
    /* Due Friday 20 February 12:00, all days off since Sat 14 18:00. Eight hours back from there: 7.5 h of
     * Sat 14, half an hour of Fri 13: 17:30. Three hours: Sat 14 15:00. Due and +1 d, Sat 21, wait for Tue 24
     * 09:00 (+3 d: Mon 23 12:00, off as well). */
    int64_t id =
        opened("2026-02-10 09:00", "kind=inquiry|priority=3|project=P1|target_at=2026-02-20T12:00:00");
    CLIMBS(
        id, "outside", { "2026-02-13 17:30:00", NULL, "1 care project K1" },
        { "2026-02-14 15:00:00", NULL, "2 head project H1" },
        { "2026-02-24 09:00:00", "2026-02-20 12:00:00", "3 care city KC, 4 head city HC, 5 head region HR" });
}

CS_TEST(outside_hotline, "an order of the hotline: five workdays, foretold a workday and more before")
{
    /* Monday 28 September 10:00: 29, 30, 8, 9, 10 October: due Sat 10 October 18:00. Eight hours back: 7.5 of
     * Sat 10, half an hour of Fri 9: 17:30. Three hours: Sat 10 15:00. Due at 18:00: shut, Mon 12 09:00; +1 d
     * is Sun 11 18:00: Mon 12 as well. +3 d: Tue 13 18:00, Wed 14. */
    int64_t id = opened("2026-09-28 10:00", "kind=complaint|priority=3|project=P1|channel=hotline");
    CLIMBS(id, "outside_finish", { "2026-10-09 17:30:00", NULL, "1 care project K1" },
           { "2026-10-10 15:00:00", NULL, "2 head project H1" },
           { "2026-10-12 09:00:00", "2026-10-10 18:00:00", "3 care city KC, 4 head city HC" },
           { "2026-10-14 09:00:00", "2026-10-13 18:00:00", "5 head region HR" });
}

/* ---- ours: -8 h of work, due; a workday before theirs ---- */

CS_TEST(ours_hotline, "our limit before the hotline's: Friday's close, told the care lead and then the head")
{
    /* Due Fri 9 October 18:00. Eight hours back: 7.5 of Friday, half an hour of Thursday: 17:30. At 18:00 it
     * is shut until Sat 10, 09:00. */
    int64_t id = opened("2026-09-28 10:00", "kind=complaint|priority=3|project=P1|channel=hotline");
    CLIMBS(id, "ours", { "2026-10-08 17:30:00", NULL, "1 care project K1" },
           { "2026-10-10 09:00:00", "2026-10-09 18:00:00", "2 head project H1" });
}

/* ---- silence: due, +1 d, +3 d, +7 d ---- */

CS_TEST(silence_repair, "three days without a word, then one, three and seven more")
{
    /* Friday 6 March 21:00: due Mon 9 21:00, told Tue 10 08:30. +1 d: Tue 21:00, Wed 11. +3 d: Thu 12 21:00,
     * Fri 13 09:00. +7 d: Mon 16 21:00, Tue 17. */
    int64_t id = opened("2026-03-06 21:00", "kind=repair|priority=3|project=P1");
    CLIMBS(id, "silence", { "2026-03-10 08:30:00", "2026-03-09 21:00:00", "1 care project K1" },
           { "2026-03-11 08:30:00", "2026-03-10 21:00:00", "2 head project H1" },
           { "2026-03-13 09:00:00", "2026-03-12 21:00:00", "3 care city KC" },
           { "2026-03-17 09:00:00", "2026-03-16 21:00:00", "4 head city HC" });
}

CS_TEST(silence_complaint, "a complaint is silent after a day, on a Sunday too; its city hears on Wednesday")
{
    int64_t id = opened("2026-03-07 12:15", "kind=complaint|priority=3|project=P1");
    CLIMBS(id, "silence", { "2026-03-08 12:15:00", NULL, "1 care project K1" },
           { "2026-03-09 12:15:00", NULL, "2 head project H1" },
           { "2026-03-11 13:30:00", "2026-03-11 12:15:00", "3 care city KC" },
           { "2026-03-16 09:00:00", "2026-03-15 12:15:00", "4 head city HC" });
}

/* ---- step: 80 %, due, +1 d, +3 d ---- */

CS_TEST(step_desk_hours, "80 per cent of two desk hours, over the night")
{
    /* Monday 2 March 19:30: an hour until 20:30, an hour of Tuesday: due 09:30. 80 %: 96 minutes: Tue 09:06.
     */
    int64_t id = opened("2026-03-02 19:30", "kind=repair|priority=3|project=P1");
    CLIMBS(id, "answer", { "2026-03-03 09:06:00", NULL, "1 engineer project E1" },
           { "2026-03-03 09:30:00", NULL, "2 care project K1" },
           { "2026-03-04 09:30:00", NULL, "3 head project H1" },
           { "2026-03-06 09:30:00", NULL, "4 care city KC" });
}

CS_TEST(step_workdays, "80 per cent of three workdays are cut into their working hours")
{
    /* Monday 2 March 15:00, due Thu 5 18:00. Hours: 3 + 7.5 + 7.5 + 7.5 = 25.5; 80 % are 20.4: 18 until
     * Wednesday's end, 2.4 of Thursday: 11:24. +1 d: Fri 6 18:00. +3 d: Sun 8 18:00, Mon 9. */
    int64_t id = opened("2026-03-02 15:00", "kind=complaint|priority=3|project=P1");
    CLIMBS(id, "plan", { "2026-03-05 11:24:00", NULL, "1 engineer project E1" },
           { "2026-03-05 18:00:00", NULL, "2 care project K1" },
           { "2026-03-06 18:00:00", NULL, "3 head project H1" },
           { "2026-03-09 09:00:00", "2026-03-08 18:00:00", "4 care city KC" });
}

CS_TEST(step_minutes, "half an hour at night: the desk is told at 08:30, its head a day later")
{
    /* Sunday 8 March 03:00, priority 2: answer by 03:30, 80 % at 03:24. Both wait till 08:30; +1 d Mon 03:30,
     * 08:30; +3 d Wed 03:30, 09:00. */
    int64_t id = opened("2026-03-08 03:00", "kind=repair|priority=2|project=P1");
    CLIMBS(id, "answer",
           { "2026-03-08 08:30:00", "2026-03-08 03:24:00", "1 engineer project E1, 2 care project K1" },
           { "2026-03-09 08:30:00", "2026-03-09 03:30:00", "3 head project H1" },
           { "2026-03-11 09:00:00", "2026-03-11 03:30:00", "4 care city KC" });
}

/* ---- hold: at its limit, care and head ---- */

CS_TEST(hold_at_limit,
        "a hold at its longest length ends at that very second, by night too, and tells care and head")
{
    /* Drying lasts 15 days at most: from Monday 2 March 21:00 to Tue 17 21:00, after the desk's hours. */
    int64_t id = opened("2026-03-02 21:00", "kind=repair|priority=3|project=P1");
    MOVE(id, "inspect");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    CLIMBS(id, "hold", { "2026-03-17 21:00:00", NULL, "1 care project K1, 1 head project H1" });
    CHECK_TEXT(ask(id, "SELECT state FROM ticket WHERE id = $1"), "to_dispatch");
}

CS_TEST(hold_moves_rungs, "a hold moves what is to come by its length, and what it does not stop stays")
{
    /* Seven days from Monday 2 March 10:00; held for two days on the 3rd: due Wed 11 10:00. Half: 3.5 days
     * and two: Sat 7 22:00. 80 %: 5 d 14:24 and two: Tue 10 00:24. The word owed to the customer is not held.
     */
    int64_t id = opened("2026-03-02 10:00", "kind=repair|priority=3|project=P1");
    desk_at("2026-03-03 10:00");
    MOVE(id, "inspect");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    CHECK_TEXT(next_act(id, "silence"), "1 2026-03-06 10:00:00");
    desk_at("2026-03-05 10:00");
    MOVE(id, "resume");
    CHECK_TEXT(due(id, "done"), "2026-03-11 10:00:00");
    CHECK_TEXT(due(id, "silence"), "2026-03-06 10:00:00");
    CLIMBS(id, "done",
           { "2026-03-08 08:30:00", "2026-03-07 22:00:00", "1 engineer project E1, 1 supplier group nobody" },
           { "2026-03-10 08:30:00", "2026-03-10 00:24:00", "2 care project K1" },
           { "2026-03-11 10:00:00", NULL, "3 care project K1, 3 construction project N1" },
           { "2026-03-12 10:00:00", NULL, "4 head project H1" },
           { "2026-03-16 09:00:00", "2026-03-14 10:00:00", "5 care city KC, 5 construction city NC" },
           { "2026-03-18 10:00:00", NULL, "6 head city HC" },
           { "2026-03-26 10:00:00", NULL, "7 care region KR, 7 construction group nobody" },
           { "2026-04-10 10:00:00", NULL, "8 care group KG, 8 head region HR" });
}
