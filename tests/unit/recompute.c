/*
 * Recompute: running clocks after a change of policy, ladder or calendar. Figures are worked out by hand;
 * 2026-03-02 is a Monday.
 */
#include "case-kit.h"

static const char *const rungs[] = {
    "ladder=l|rung=1|at=50%|role=care|level=project|urgent=yes",
    "ladder=l|rung=2|at=0|role=care|level=city|urgent=yes",
    "ladder=l|rung=3|at=+1d|role=head|level=city|urgent=yes",
    NULL,
};
#define DONE(amount, calendar)                                                                               \
    "policy=p|metric=done|start=opened|stop=done|calendar=" calendar "|ladder=l|amount=" amount
#define PLAN   "policy=p|metric=plan|start=opened|stop=planned|calendar=cn-office|amount=3wd"
#define ANSWER "policy=p|metric=answer|start=opened|stop=first_contact|calendar=24x7|ladder=l|amount=2h"

static struct cs_recompute_result result;

static enum cs_status take(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_buffer *text = context;
    (void)err;
    const struct cs_value *v = row->values;
    char due[CS_MOMENT_SIZE] = "-", next[24] = "-";
    int at = cs_record_find(row->record, "due_at"), rung = cs_record_find(row->record, "next_rung");
    if (v[at].type == CS_INTEGER)
        cs_moment_format_short(due, v[at].integer, room_zone());
    if (v[rung].type == CS_INTEGER)
        snprintf(next, sizeof next, "%lld", (long long)v[rung].integer);
    cs_buffer_printf(text, "%s%lld %s %s %.16s %s", text->length ? "\n" : "", (long long)v[0].integer,
                     v[cs_record_find(row->record, "metric")].text,
                     v[cs_record_find(row->record, "change")].text, due, next);
    return CS_OK;
}

/* "ticket metric change due next_rung" a line. */
static const char *recompute_by(const char *now, const struct cs_recompute_options *options)
{
    static struct cs_buffer text;
    cs_buffer_reset(&text);
    cs_buffer_text(&text, "");
    desk_by("boss", now);
    CHECK_THAT(cs_escalation_recompute(desk.escalation, options, take, &text, &result, &kit.err) == CS_OK,
               "%s", kit.err.text);
    desk_at(now);
    return text.text;
}

static const char *recomputed(const char *now)
{
    const struct cs_recompute_options all = { .since = INT64_MIN };
    return recompute_by(now, &all);
}

static void policy(const char *now, const char *const *rows)
{
    desk_at(now);
    desk_policy(rows);
    desk_at(now);
}
#define POLICY(now, ...) policy(now, (const char *const[]){ __VA_ARGS__, NULL })

/* A case of Monday 09:00 that rested from Tuesday to Wednesday 09:00; due Tuesday 10 March 09:00. */
static int64_t held_for_a_day(void)
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, "name=rest|title=r|clocks=all|evidence=no"),
              CS_OK);
    desk_ladder(rungs);
    POLICY("2026-03-02 08:00", DONE("7d", "24x7"));
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    desk_at("2026-03-03 09:00");
    MOVE(id, "hold", .reason = "rest");
    desk_at("2026-03-04 09:00");
    MOVE(id, "resume");
    CHECK_TEXT(due(id, "done"), "2026-03-10 09:00:00");
    return id;
}

CS_TEST(nothing_changed, "without a change nothing is written, however often")
{
    int64_t id = held_for_a_day();
    const char *before = ask(id, "SELECT max(seq) || '' FROM event WHERE ticket_id = $1");
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "");
    CHECK_INT(result.unchanged, 1);
    CHECK_TEXT(ask(id, "SELECT max(seq) || '' FROM event WHERE ticket_id = $1"), before);
}

CS_TEST(shorter,
        "a limit that is shorter: used and held time stay, the change is an event, and once is enough")
{
    int64_t id = held_for_a_day();
    POLICY("2026-03-05 12:00", DONE("6d", "24x7"));
    CHECK_TEXT(due(id, "done"), "2026-03-10 09:00:00"); /* the import alone moves nothing */
    /* six days and the one that was held; half of six days: three counted, Friday 6 March 09:00 */
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "1 done changed 2026-03-09 09:00 1");
    CHECK_TEXT(due(id, "done"), "2026-03-09 09:00:00");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-06 09:00:00");
    CHECK_TEXT(ask(id,
                   "SELECT verb || ' ' || outcome || ' ' || note FROM event WHERE ticket_id = $1 ORDER BY "
                   "seq DESC LIMIT 1"),
               "clock done 7d -> 6d");
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "");
    CHECK_INT(result.changed, 0);
    CHECK_INT(result.unchanged, 1);
}

CS_TEST(past,
        "rungs that are past by the new limit: older than a day passed, of the younger the highest is sent")
{
    int64_t id = held_for_a_day();
    /* Two days: one before the hold, one after: due Thursday 5 March 09:00, three hours ago. Half of it was
     * on Tuesday. A day after it is Friday. */
    POLICY("2026-03-05 12:00", DONE("2d", "24x7"));
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "1 done changed 2026-03-05 09:00 2");
    CHECK_TEXT(run_at("2026-03-05 12:05"), "1|done|2|care|city|KC\n");
    CHECK_TEXT(next_act(id, "done"), "3 2026-03-06 09:00:00");
    /* One day: due Tuesday 09:00, a day after it Wednesday 09:00: all of it was more than a day ago. */
    held_for_a_day();
    POLICY("2026-03-05 12:00", DONE("1d", "24x7"));
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "1 done changed 2026-03-03 09:00 -");
    CHECK_TEXT(run_at("2026-03-05 12:05"), "");
    CHECK_TEXT(recomputed("2026-03-06 12:00"), "");
}

CS_TEST(longer, "a rung that was sent is not sent again where the limit becomes longer")
{
    int64_t id = held_for_a_day();
    POLICY("2026-03-05 12:00", DONE("2d", "24x7"));
    recomputed("2026-03-05 12:00");
    CHECK_TEXT(run_at("2026-03-05 12:05"), "1|done|2|care|city|KC\n");
    POLICY("2026-03-05 13:00", DONE("9d", "24x7"));
    /* nine days and a held one; the next is the third, a day after it */
    CHECK_TEXT(recomputed("2026-03-05 13:00"), "1 done changed 2026-03-12 09:00 3");
    CHECK_TEXT(run_at("2026-03-12 12:00"), "");
    CHECK_TEXT(run_at("2026-03-13 12:00"), "1|done|3|head|city|HC\n");
    CHECK_TEXT(due(id, "done"), "2026-03-12 09:00:00");
}

CS_TEST(pending, "a rung that is due already and not sent yet stays due")
{
    int64_t id = held_for_a_day();
    /* half of seven days: 3 d 12 h counted, Friday 6 March 21:00; nobody ran */
    CHECK_TEXT(recomputed("2026-03-09 09:00"), "");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-06 21:00:00");
    CHECK_TEXT(run_at("2026-03-09 09:00"), "1|done|1|care|project|K1\n");
}

CS_TEST(another_calendar, "another calendar counts from now on; what is late stays late since then")
{
    int64_t id = held_for_a_day();
    POLICY("2026-03-04 09:00", DONE("24hwt", "24x7"));
    recomputed("2026-03-04 09:00"); /* natural and working time do not add up: from the beginning */
    CHECK_TEXT(due(id, "done"), "2026-03-03 09:00:00");
    /* In force on Wednesday: late since Tuesday 09:00 with 24 h used; eight office hours more, from then on
     * but for the hold: Wednesday 09:00 to 12:00 and 13:30 to 18:00, Thursday 09:00 to 09:30. The first
     * reckoning had passed rungs 1 and 2 for rung 3, a day after the limit. */
    POLICY("2026-03-04 12:00", DONE("32hwt", "cn-office"));
    CHECK_TEXT(recomputed("2026-03-04 12:00"), "1 done changed 2026-03-05 09:30 3");
    CHECK_TEXT(recomputed("2026-03-04 12:00"), "");
    CHECK_TEXT(ask(id, "SELECT reason || ' ' || used FROM clock_span WHERE ticket_id = $1"), "policy 86400");
}

static void special_day(const char *row)
{
    struct cs_calendar_counts counts;
    struct cs_calendar_import *import = cs_calendar_import_new(desk.store, NULL);
    struct cs_row line;
    cs_row_init(&line, &cs_calendar_line_record);
    room_row(&line, row);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_THAT(cs_calendar_import_line(import, &line, &kit.err) == CS_OK, "%s", kit.err.text);
    CHECK_INT(cs_calendar_import_finish(import, &counts, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    cs_calendar_import_free(import);
    cs_row_release(&line);
}

static enum cs_status take_span(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    const char *total = cs_value_text(&row->values[cs_record_find(row->record, "total")]);
    const char *note = cs_value_text(&row->values[cs_record_find(row->record, "note")]);
    cs_buffer_printf(context, "%s%s ", total, note[0] ? note : "");
    return CS_OK;
}

static enum cs_status no_rung(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context, (void)row, (void)err;
    return CS_OK;
}

CS_TEST(explained,
        "what was counted before a change stays, and the explanation adds up, whatever the calendar says now")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(rungs);
    POLICY("2026-03-02 08:00", DONE("20hwt", "cn-office"));
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    /* Monday and Tuesday are two days of 3 + 4.5 hours; from Wednesday on the desk's hours count, which opens
     * at 08:30: five hours are left. Then somebody finds that Tuesday was no day of work. */
    POLICY("2026-03-04 08:00", DONE("20hwt", "care-desk"));
    recomputed("2026-03-04 08:00");
    CHECK_TEXT(due(id, "done"), "2026-03-04 13:30:00");
    special_day("calendar=cn-office|date=2026-03-03|kind=holiday");
    CHECK_TEXT(recomputed("2026-03-04 10:00"), "");
    CHECK_INT(cs_escalation_explain(desk.escalation, id, take_span, no_rung, &text, &kit.err), CS_OK);
    CHECK_TEXT(text.text, "7h30m 15has its calendar was then 16h30m ");
    cs_buffer_release(&text);
}

CS_TEST(gone_and_new, "a metric that the policy lost stops, one that is new begins now")
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(rungs);
    POLICY("2026-03-02 08:00", DONE("7d", "24x7"), PLAN);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    int64_t over = desk_add("kind=repair|priority=3|project=P1");
    MOVE(over, "cancel", .reason = "double");
    POLICY("2026-03-05 12:00", DONE("7d", "24x7"), ANSWER);
    CHECK_TEXT(recomputed("2026-03-05 12:00"), "1 plan ended - -\n1 answer began 2026-03-05 14:00 1");
    CHECK_INT(result.ended, 1);
    CHECK_INT(result.began, 1);
    CHECK_INT(result.unchanged, 1);
    CHECK_TEXT(stopped(id, "plan"), "2026-03-05 12:00:00");
    CHECK_TEXT(ask(id,
                   "SELECT outcome || ' ' || note FROM event WHERE ticket_id = $1 AND verb = 'clock' ORDER "
                   "BY seq"),
               "plan policy\nanswer -> 2h");
    CHECK_TEXT(run_at("2026-03-05 12:30"), ""); /* nothing of the three days before */
    CHECK_TEXT(run_at("2026-03-05 13:00"), "1|answer|1|care|project|K1\n");
    CHECK_TEXT(due(over, "answer"), "");
    CHECK_TEXT(recomputed("2026-03-05 13:00"), "");
}

CS_TEST(holiday, "a holiday that is published late; a limit over an unpublished year becomes firm")
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    POLICY("2026-03-02 08:00", PLAN);
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=complaint|priority=3|project=P1");
    CHECK_TEXT(due(id, "plan"), "2026-03-05 18:00:00");
    special_day("calendar=cn-office|date=2026-03-04|kind=holiday");
    CHECK_TEXT(recomputed("2026-03-03 09:00"), "1 plan changed 2026-03-06 18:00 -");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'clock'"),
               "2026-03-05 18:00 -> 2026-03-06 18:00");
    CHECK_TEXT(recomputed("2026-03-03 09:00"), "");
    /* Wednesday 30 December, three workdays: the 31st, then two of a year that nobody has published. */
    desk_at("2026-12-30 09:00");
    int64_t late = desk_add("kind=complaint|priority=3|project=P1");
    CHECK_TEXT(ask(late, "SELECT provisional || '' FROM clock WHERE ticket_id = $1"), "1");
    CHECK_TEXT(due(late, "plan"), "2027-01-04 18:00:00"); /* Friday and Monday */
    special_day("calendar=cn-office|date=2027-01-01|kind=holiday");
    recomputed("2026-12-30 10:00");
    CHECK_TEXT(due(late, "plan"), "2027-01-05 18:00:00");
    CHECK_TEXT(ask(late, "SELECT provisional || '' FROM clock WHERE ticket_id = $1"), "0");
}

CS_TEST(edited_ladder, "a ladder with a rung more: what was reached tells by its moment, not by its number")
{
    static const char *const more[] = {
        "ladder=l|rung=1|at=50%|role=care|level=project|urgent=yes",
        "ladder=l|rung=2|at=-1d|role=engineer|level=project|urgent=yes",
        "ladder=l|rung=3|at=0|role=care|level=city|urgent=yes",
        "ladder=l|rung=4|at=+1d|role=head|level=city|urgent=yes",
        NULL,
    };
    int64_t id = held_for_a_day();
    run_at("2026-03-06 22:00");
    CHECK_TEXT(run_at("2026-03-10 09:00"), "1|done|2|care|city|KC\n"); /* rung 2 was the limit itself */
    desk_at("2026-03-10 10:00");
    desk_ladder(more);
    /* By its number it would tell the city's care once more (rung 3). */
    CHECK_TEXT(recomputed("2026-03-10 10:00"), "1 done changed 2026-03-10 09:00 4");
    CHECK_TEXT(run_at("2026-03-11 09:00"), "1|done|4|head|city|HC\n");
    CHECK_TEXT(ask(id, "SELECT passed || '' FROM clock WHERE ticket_id = $1"), "3");
}

CS_TEST(changed_ladder, "a case that comes to another ladder: by time, and rungs of the same number are sent")
{
    static const char *const fast[] = {
        "ladder=m|rung=1|at=50%|role=care|level=project|urgent=yes",
        "ladder=m|rung=2|at=0|role=care|level=region|urgent=yes",
        "ladder=m|rung=3|at=+4h|role=head|level=region|urgent=yes",
        NULL,
    };
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(rungs);
    desk_at("2026-03-02 08:00");
    desk_ladder(fast);
    POLICY("2026-03-02 08:00",
           "policy=p|priority=1|metric=done|start=opened|stop=done|calendar=24x7|ladder=m|amount=8d",
           DONE("2d", "24x7"));
    desk_at("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    CHECK_TEXT(run_at("2026-03-03 10:00"), "1|done|1|care|project|K1\n"); /* 3 March 09:00 */
    CHECK_TEXT(run_at("2026-03-04 10:00"), "1|done|2|care|city|KC\n");    /* due 4 March 09:00 */
    desk_at("2026-03-04 12:00");
    MOVE(id, "note", .note = "longer", .priority = "1");
    /* Eight days: due 10 March 09:00, half of it 6 March 09:00: later than the rung reached on 4 March, so
     * both of them come, although their numbers were reached on the old ladder, and both tell role care. */
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-06 09:00:00");
    CHECK_TEXT(run_at("2026-03-06 09:00"), "1|done|1|care|project|K1\n");
    CHECK_TEXT(run_at("2026-03-10 09:00"), "1|done|2|care|region|KR\n");
    CHECK_TEXT(run_at("2026-03-10 13:00"), "1|done|3|head|region|HR\n");
    CHECK_TEXT(ask(id,
                   "SELECT group_concat(rung) FROM (SELECT rung FROM escalation WHERE ticket_id = $1 ORDER "
                   "BY id)"),
               "1,2,101,102,3");
    CHECK_TEXT(ask(id, "SELECT count(*) || '' FROM message WHERE ticket_id = $1"), "5");
    /* Shorter than what is used: the limit itself is told at once, its warning is worth nothing any more. */
    desk_at("2026-03-11 09:00");
    int64_t other = desk_add("kind=repair|priority=1|project=P1");
    run_at("2026-03-15 10:00"); /* half of eight days */
    desk_at("2026-03-15 12:00");
    MOVE(other, "note", .note = "shorter", .priority = "3");
    CHECK_TEXT(next_act(other, "done"), "2 2026-03-15 12:00:00");
}

CS_TEST(chosen, "of one project, one metric, since a moment; a dry run saves nothing")
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(rungs);
    POLICY("2026-03-02 08:00", DONE("7d", "24x7"), PLAN);
    desk_at("2026-03-02 09:00");
    desk_add("kind=repair|priority=3|project=P1");
    desk_add("kind=repair|priority=3|project=P2");
    desk_at("2026-03-03 09:00");
    desk_add("kind=repair|priority=3|project=P1");
    POLICY("2026-03-04 09:00", DONE("6d", "24x7"),
           "policy=p|metric=plan|start=opened|stop=planned|calendar=cn-office|amount=4wd");
    int64_t unit;
    CHECK_INT(cs_org_find_unit(desk.org, "P1", 2, &unit, &kit.err), CS_OK);
    const struct cs_recompute_options dry = { .since = INT64_MIN, .dry = true };
    recompute_by("2026-03-04 09:00", &dry);
    CHECK_INT(result.changed, 6);
    CHECK_TEXT(due(1, "done"), "2026-03-09 09:00:00");
    const struct cs_recompute_options some = { .unit_id = unit,
                                               .metric = "done",
                                               .since = room_time("2026-03-03 00:00") };
    CHECK_TEXT(recompute_by("2026-03-04 09:00", &some), "3 done changed 2026-03-09 09:00 1");
    CHECK_INT(cs_org_find_unit(desk.org, "C", 1, &unit, &kit.err), CS_OK);
    const struct cs_recompute_options city = { .unit_id = unit, .metric = "done", .since = INT64_MIN };
    recompute_by("2026-03-04 09:00", &city);
    CHECK_INT(result.changed, 2);
    recomputed("2026-03-04 09:00");
    CHECK_INT(result.changed, 3); /* the plans */
}

/* ---- around it: what came in with the rules of rungs ---- */

CS_TEST(late_opening, "a case whose opening becomes known late does not send all its past rungs")
{
    desk_bare("2026-03-02 08:00");
    desk_paths();
    desk_ladder(rungs);
    POLICY("2026-03-02 08:00", DONE("2d", "24x7"));
    desk_at("2026-03-09 09:00");
    int64_t id = desk_imported("external_id=1|kind=repair|project=P1");
    CHECK_TEXT(due(id, "done"), "");
    desk_at("2026-03-10 09:00");
    /* Opened 7 March 08:00: due 9 March 08:00 (25 hours ago), half of it on the 8th: passed; a day later is
     * 10 March 08:00: the highest of the last day. */
    CHECK_INT(desk_import("external_id=1|occurred_at=2026-03-07 08:00"), CS_OK);
    CHECK_TEXT(due(id, "done"), "2026-03-09 08:00:00");
    CHECK_TEXT(run_at("2026-03-10 09:05"), "1|done|3|head|city|HC\n");
}

CS_TEST(warned_in_time,
        "a warning that would wait till after the limit comes with the last opening before it")
{
    static const char *const quiet[] = {
        "ladder=w|rung=1|at=-4h|calendar=cn-office|role=care|level=project|urgent=no",
        "ladder=w|rung=2|at=0|calendar=cn-office|role=care|level=city|urgent=no",
        NULL,
    };
    desk_bare("2026-03-05 08:00");
    desk_paths();
    desk_ladder(quiet);
    POLICY("2026-03-05 08:00",
           "policy=p|metric=done|start=opened|stop=done|calendar=24x7|ladder=w|amount=3d");
    /* Thursday 5 March 10:00 and three days: Sunday 10:00; four hours before is Sunday 06:00. The office
     * opened last on Friday afternoon at 13:30. The limit itself waits for Monday. */
    desk_at("2026-03-05 10:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1");
    CHECK_TEXT(next_act(id, "done"), "1 2026-03-06 13:30:00");
    CHECK_TEXT(ask(id, "SELECT " LOCAL("rung_at") " FROM deadline WHERE ticket_id = $1"),
               "2026-03-08 06:00:00");
    run_at("2026-03-06 13:30");
    CHECK_TEXT(next_act(id, "done"), "2 2026-03-09 09:00:00");
    /* Friday 15:00: due Monday 15:00, warned Monday 11:00: nothing waits. */
    desk_at("2026-03-06 15:00");
    CHECK_TEXT(next_act(desk_add("kind=repair|priority=3|project=P1"), "done"), "1 2026-03-09 11:00:00");
    /* Wednesday 4 March 11:00 plus three days: Saturday 11:00, warned 07:00: Friday 13:30. */
    desk_at("2026-03-11 11:00");
    CHECK_TEXT(next_act(desk_add("kind=repair|priority=3|project=P1"), "done"), "1 2026-03-13 13:30:00");
    /* A limit of an hour on Saturday: there is no opening in its life, so it waits as ever. */
    POLICY("2026-03-14 08:00",
           "policy=p|metric=done|start=opened|stop=done|calendar=24x7|ladder=w|amount=5h");
    desk_at("2026-03-14 10:00");
    CHECK_TEXT(next_act(desk_add("kind=repair|priority=3|project=P1"), "done"), "1 2026-03-16 09:00:00");
}
