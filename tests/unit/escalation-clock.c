/* Counting: when a clock is due, in working time and natural time, under holds, changes and reopenings. */
#include "case-kit.h"

#define REPAIR "kind=repair|priority=3|project=P1|room=1-1-101"

/* One target and no ladder; calendars and organisation of the kit. */
static void one_target(const char *now, const char *target)
{
    const char *const rows[] = { target, NULL };
    desk_bare(now);
    desk_paths();
    desk_policy(rows);
    desk_at(now);
}

CS_TEST(at_closing,
        "an amount that runs out exactly at closing is due at closing; a second more at the next opening")
{
    /* The desk is open 08:30 to 20:30: from 18:30 two hours are left of the day. */
    one_target("2026-03-02 18:30",
               "policy=t|metric=answer|start=opened|stop=first_contact|amount=2hwt|calendar=care-desk");
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-02 20:30:00");
    desk_at("2026-03-02 18:30:01");
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-03 08:30:01");
    desk_at("2026-03-02 20:30:00"); /* the moment of closing counts as closed */
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-03 10:30:00");
}

CS_TEST(zero, "no time at all, outside hours, is the next opening")
{
    one_target("2026-03-07 20:00",
               "policy=t|metric=answer|start=opened|stop=first_contact|amount=0hwt|calendar=cn-office");
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-09 09:00:00"); /* Saturday evening to Monday */
    desk_at("2026-03-09 12:30");
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-09 13:30:00"); /* noon */
    desk_at("2026-03-09 14:00");
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-09 14:00:00");
}

CS_TEST(summer_time, "time is counted on the UTC line: the day of a change to summer time has 23 hours")
{
    static const char *const berlin[] = { "calendar=berlin|timezone=Europe/Berlin|hours=daily 00:00-24:00",
                                          NULL };
    static const char *const target[] = {
        "policy=t|metric=answer|start=opened|stop=first_contact|amount=24hwt|calendar=berlin", NULL
    };
    struct cs_calendar_counts made;
    desk_bare("2026-03-28 19:00");
    desk_paths();
    struct cs_calendar_import *import = cs_calendar_import_new(desk.store, NULL);
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_line_record);
    room_row(&row, berlin[0]);
    CHECK_INT(cs_calendar_import_line(import, &row, &kit.err), CS_OK);
    CHECK_INT(cs_calendar_import_finish(import, &made, &kit.err), CS_OK);
    cs_calendar_import_free(import);
    cs_row_release(&row);
    desk_at("2026-03-28 19:00");
    desk_policy(target);
    desk_at("2026-03-28 19:00"); /* 12:00 in Berlin; the clocks there go forward at 02:00 of the 29th */
    CHECK_TEXT(due(desk_add(REPAIR), "answer"), "2026-03-29 19:00:00"); /* 24 hours are 24 hours */
}

CS_TEST(festival, "workdays skip the Spring Festival and count its make-up Saturdays")
{
    /* Thursday 2026-02-12. Workdays after it: Fri 13, Sat 14 (make-up), Tue 24 (the festival is 15..23), Wed
     * 25, Thu 26, Fri 27, Sat 28 (make-up), Mon 03-02. */
    one_target("2026-02-12 10:00",
               "policy=t|metric=done|start=opened|stop=done|amount=3wd|calendar=cn-office");
    CHECK_TEXT(due(desk_add(REPAIR), "done"), "2026-02-24 18:00:00");
    desk_at("2026-02-14 19:00"); /* after hours of the make-up Saturday: it is not counted */
    CHECK_TEXT(due(desk_add(REPAIR), "done"), "2026-02-26 18:00:00");
    desk_at("2026-02-18 10:00"); /* within the festival: Tue 24, Wed 25, Thu 26 */
    CHECK_TEXT(due(desk_add(REPAIR), "done"), "2026-02-26 18:00:00");
    desk_at("2026-02-26 10:00"); /* Fri 27, Sat 28, Mon 2 */
    CHECK_TEXT(due(desk_add(REPAIR), "done"), "2026-03-02 18:00:00");
}

CS_TEST(unpublished,
        "a limit over a year whose holidays nobody has published is marked and said, not guessed in silence")
{
    one_target("2026-12-28 10:00",
               "policy=t|metric=done|start=opened|stop=done|amount=5wd|calendar=cn-office");
    int64_t id = desk_add(REPAIR);
    /* Tue 29, Wed 30, Thu 31, then by weekly hours Fri 1 and Mon 4 January. */
    CHECK_TEXT(due(id, "done"), "2027-01-04 18:00:00");
    CHECK_TEXT(ask(id, "SELECT CAST(provisional AS TEXT) FROM clock WHERE ticket_id = $1"), "1");
    kit.said[0] = '\0';
    cs_escalation_say_provisional(desk.escalation);
    CHECK_THAT(strstr(kit.said, "the holidays of 2027 are not published in calendar \"cn-office\": 1 limits"),
               "%s", kit.said);
    desk_at("2026-12-21 10:00");
    id = desk_add(REPAIR); /* ends on Monday 28: all known */
    CHECK_TEXT(ask(id, "SELECT CAST(provisional AS TEXT) FROM clock WHERE ticket_id = $1"), "0");
}

CS_TEST(holds, "a hold counts out of working time only what lies inside working hours")
{
    /* The site works 08:00 to 18:00: 10 hours from 09:00 end the next day at 09:00. */
    one_target("2026-03-02 09:00", "policy=t|metric=done|start=opened|stop=done|amount=10hwt|calendar=site");
    int64_t id = desk_add(REPAIR), night = desk_add(REPAIR);
    MOVE(id, "inspect");
    MOVE(night, "inspect");
    CHECK_TEXT(due(id, "done"), "2026-03-03 09:00:00");
    desk_at("2026-03-02 16:00"); /* 7 hours used */
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    /* As long as it lasts its limit is known, Tue 17th 16:00: two hours of that day and one of the next. */
    CHECK_TEXT(due(id, "done"), "2026-03-18 09:00:00");
    desk_at("2026-03-02 20:00");
    MOVE(night, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    desk_at("2026-03-03 07:00");
    MOVE(night, "resume");
    CHECK_TEXT(due(night, "done"), "2026-03-03 09:00:00"); /* the night was no working time */
    desk_at("2026-03-03 10:00");
    MOVE(id, "resume"); /* out: 16-18 and 8-10; left: 3 hours */
    CHECK_TEXT(due(id, "done"), "2026-03-03 13:00:00");
}

CS_TEST(which_clocks, "a reason stops the clocks that it names and no other; never an outside one")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported("external_id=A1|kind=repair|priority=3|occurred_at=2026-03-02T09:00:00|target_"
                               "at=2026-03-05T12:00:00");
    MOVE(id, "hold", .reason = "material", .approver = "K1"); /* stops none */
    CHECK_TEXT(due(id, "inspect"), "2026-03-03 09:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-09 09:00:00");
    MOVE(id, "resume");
    MOVE(id, "hold", .reason = "neighbour", .approver = "H1", .evidence = "录音",
         .until = room_time("2026-03-04 09:00"));
    CHECK_TEXT(due(id, "inspect"), "2026-03-03 09:00:00"); /* visit and done alone */
    CHECK_TEXT(due(id, "done"), "2026-03-11 09:00:00");
    CHECK_TEXT(due(id, "silence"), "2026-03-05 09:00:00");
    CHECK_TEXT(due(id, "outside"), "2026-03-05 12:00:00");
    MOVE(id, "resume");
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, "name=frozen|title=冻结|clocks=all|evidence=no"),
              CS_OK);
    MOVE(id, "hold", .reason = "frozen");
    CHECK_TEXT(due(id, "inspect"), "-");
    CHECK_TEXT(due(id, "done"), "-");
    CHECK_TEXT(due(id, "silence"), "2026-03-05 09:00:00"); /* the word owed to the customer never rests */
    CHECK_TEXT(due(id, "outside"), "2026-03-05 12:00:00");
    CHECK_TEXT(ask(id, "SELECT metric FROM deadline WHERE ticket_id = $1 ORDER BY metric"),
               "outside\nsilence");
}

CS_TEST(refused_holds, "a hold needs a reason that is known, its approver, its proof, and ends in time")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    REFUSED("a hold needs a reason", id, "hold");
    REFUSED("\"holiday\" is no hold reason", id, "hold", .reason = "holiday");
    REFUSED("needs the approval of maintenance engineer", id, "hold", .reason = "drying",
            .evidence = "photo://wet");
    REFUSED("needs proof", id, "hold", .reason = "drying", .approver = "E1");
    REFUSED("lasts 15d at the longest", id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
            .until = room_time("2026-03-17 09:00:01"));
    REFUSED("cannot end before it begins", id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
            .until = room_time("2026-03-02 09:00"));
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p",
         .until = room_time("2026-03-17 09:00"));
    CHECK_TEXT(field(id, "state || ' ' || resume_state || ' ' || hold_reason"), "held received drying");
    CHECK_TEXT(moment(id, "hold_until"), "2026-03-17 09:00:00");
    CHECK_TEXT(ask(id, "SELECT approver || ' ' || evidence || ' ' || " LOCAL(
                           "review_at") " FROM hold WHERE ticket_id = $1"),
               "E1 p 2026-03-05 09:00:00");
    REFUSED("legal are: resume, review, renew, note, contact", id, "inspect");
    REFUSED("legal are: resume, review, renew, note, contact", id, "hold", .reason = "material",
            .approver = "K1");
    MOVE(id, "cancel", .reason = "误报"); /* and with the case the hold is over */
    CHECK_TEXT(ask(id, "SELECT " LOCAL("ended_at") " FROM hold WHERE ticket_id = $1"), "2026-03-02 09:00:00");
    CHECK_TEXT(field(id, "coalesce(hold_reason, '-') || coalesce(hold_until, '-')"), "--");
}

CS_TEST(workday_limit, "the longest hold in workdays is counted in the office calendar")
{
    desk_whole("2026-02-12 10:00");
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason,
                       "name=papers|title=报批|clocks=done|longest=3wd|evidence=no"),
              CS_OK);
    int64_t id = desk_add(REPAIR);
    MOVE(id, "hold",
         .reason = "papers"); /* Fri 13, Sat 14 (make-up), Tue 24 after the festival, at its close */
    CHECK_TEXT(moment(id, "hold_until"), "2026-02-24 18:00:00");
}

CS_TEST(priority, "what was used and held survives a change of priority, and each change is an event")
{
    desk_whole("2026-03-02 09:00"); /* priority 3 has 7 days, priority 2 has 3 */
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-02 12:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "p");
    desk_at("2026-03-03 12:00");
    MOVE(id, "resume"); /* a day out */
    CHECK_TEXT(due(id, "done"), "2026-03-10 09:00:00");
    desk_at("2026-03-04 09:00"); /* used: 2 days less 1 */
    MOVE(id, "note", .priority = "2", .note = "业主催促");
    CHECK_TEXT(due(id, "done"), "2026-03-06 09:00:00"); /* 2 of 3 days are left */
    CHECK_TEXT(ask(id, "SELECT outcome || ' ' || note FROM event WHERE ticket_id = $1 AND verb = 'clock' AND "
                       "outcome = 'done'"),
               "done 7d -> 3d");
    desk_at("2026-03-04 15:00"); /* used: 1 d 6 h */
    MOVE(id, "note", .priority = "3", .note = "误改");
    CHECK_TEXT(due(id, "done"), "2026-03-10 09:00:00"); /* as if nothing had been */
    REFUSED("needs its reason", id, "note", .priority = "1");
}

CS_TEST(new_limit, "a limit that a new priority brings counts from then, not from the opening")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-04 09:00");
    MOVE(id, "note", .priority = "1", .note = "险情"); /* danger: 4 h; nobody knew of it two days ago */
    CHECK_TEXT(due(id, "danger"), "2026-03-04 13:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-04 09:00:00"); /* 24 h: two days are used, so it is due now */
    CHECK_TEXT(field(id, "(SELECT name FROM path WHERE id = path_id)"), "emergency");
}

CS_TEST(workdays_kept, "workdays that a hold took whole are not used, whatever the limit becomes")
{
    static const char *const rows[] = {
        "policy=t|priority=2|metric=plan|start=opened|stop=arrived|amount=2wd|calendar=cn-office",
        "policy=t|priority=4|metric=plan|start=opened|stop=arrived|amount=4wd|calendar=cn-office",
        "policy=t|metric=plan|start=opened|stop=arrived|amount=3wd|calendar=cn-office", NULL
    };
    desk_bare("2026-03-02 10:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 10:00"); /* Monday: Tue, Wed, Thu */
    int64_t id = desk_add(REPAIR);
    CHECK_TEXT(due(id, "plan"), "2026-03-05 18:00:00");
    desk_at("2026-03-03 08:00");
    MOVE(id, "hold", .reason = "appraisal", .approver = "H1", .evidence = "委托书");
    desk_at("2026-03-05 08:00");
    MOVE(id, "resume"); /* Tue and Wed are out: Thu, Fri, Mon */
    CHECK_TEXT(due(id, "plan"), "2026-03-09 18:00:00");
    desk_at("2026-03-06 10:00"); /* used: Thu and Fri */
    MOVE(id, "note", .priority = "2", .note = "加急");
    CHECK_TEXT(due(id, "plan"), "2026-03-06 18:00:00"); /* both, and today is the second: at its close */
    desk_at("2026-03-06 11:00");
    MOVE(id, "note", .priority = "4", .note = "缓办");
    CHECK_TEXT(due(id, "plan"), "2026-03-10 18:00:00"); /* Mon and Tue are left */
}

CS_TEST(other_unit, "a limit of another sort counts from the beginning, holds kept; its explanation adds up")
{
    static const char *const rows[] = {
        "policy=t|priority=2|metric=done|start=opened|stop=done|amount=5wd|calendar=cn-office",
        "policy=t|priority=4|metric=done|start=opened|stop=done|amount=9d|calendar=24x7",
        "policy=t|metric=done|start=opened|stop=done|amount=7d|calendar=24x7", NULL
    };
    desk_bare("2026-03-02 10:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 10:00");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-04 10:00");
    MOVE(id, "note", .priority = "4", .note = "x"); /* 2 of 9 days used */
    CHECK_TEXT(due(id, "done"), "2026-03-11 10:00:00");
    MOVE(id, "note", .priority = "2", .note = "x"); /* Tue 3 .. Mon 9 */
    CHECK_TEXT(due(id, "done"), "2026-03-09 18:00:00");
    CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM clock_span WHERE ticket_id = $1"), "0");
}

CS_TEST(policy_replaced, "a policy file replaces the policy; what a running clock used stays used")
{
    static const char *const longer[] = {
        "policy=t|metric=done|start=opened|stop=done|amount=10d|calendar=24x7", NULL
    };
    one_target("2026-03-02 09:00", "policy=t|metric=done|start=opened|stop=done|amount=7d|calendar=24x7");
    int64_t id = desk_add(REPAIR);
    desk_at("2026-03-03 09:00");
    desk_policy(longer);
    desk_at("2026-03-03 09:00");
    CHECK_TEXT(due(desk_add(REPAIR), "done"), "2026-03-13 09:00:00");
    CHECK_TEXT(due(id, "done"), "2026-03-09 09:00:00"); /* until the case is touched */
    MOVE(id, "inspect");
    CHECK_TEXT(due(id, "done"), "2026-03-12 09:00:00"); /* 1 of 10 days used */
    CHECK_TEXT(room_view(desk.store, &cs_target_view, "policy metric amount"), "t|done|10d\n");
    /* The old target is kept for what was counted under it, and comes back where the file says it again. */
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM target WHERE $1 = 0"), "2");
    static const char *const back[] = { "policy=t|metric=done|start=opened|stop=done|amount=7d|calendar=24x7",
                                        NULL };
    desk_at("2026-03-04 09:00");
    desk_policy(back);
    CHECK_TEXT(ask(0, "SELECT CAST(count(*) AS TEXT) FROM target WHERE $1 = 0"), "2");
    desk_at("2026-03-04 09:00");
    MOVE(id, "note", .note = "x", .assignee = "E1");
    CHECK_TEXT(due(id, "done"), "2026-03-09 09:00:00");
}

CS_TEST(first_row, "for each clock the first row that fits gives the limit: kind, priority, grade, channel, "
                   "part, flag, unit")
{
    static const char *const rows[] = {
        "policy=t|kind=complaint|flag=media|metric=done|start=opened|stop=done|amount=1d|calendar=24x7",
        "policy=t|kind=complaint|grade=major|metric=done|start=opened|stop=done|amount=2d|calendar=24x7",
        "policy=t|channel=hotline|metric=done|start=opened|stop=done|amount=3d|calendar=24x7",
        "policy=t|component=leak|metric=done|start=opened|stop=done|amount=4d|calendar=24x7",
        "policy=t|priority=2|metric=done|start=opened|stop=done|amount=5d|calendar=24x7",
        "policy=t|project=C|metric=done|start=opened|stop=done|amount=6d|calendar=24x7",
        "policy=t|metric=done|start=opened|stop=done|amount=7d|calendar=24x7",
        "policy=d|status=draft|metric=answer|start=opened|stop=first_contact|amount=1h|calendar=24x7",
        NULL
    };
    static const char *const cases[][2] = {
        { "kind=complaint|flags=lawyer;media|grade=major|channel=hotline", "2026-03-03 09:00:00" },
        { "kind=complaint|flags=lawyer|grade=major|channel=hotline", "2026-03-04 09:00:00" },
        { "kind=repair|grade=major|channel=hotline|component=leak", "2026-03-05 09:00:00" },
        { "kind=repair|component=leak|priority=2", "2026-03-06 09:00:00" },
        { "kind=repair|component=other|priority=2|project=P1", "2026-03-07 09:00:00" },
        { "kind=repair|priority=3|project=P2", "2026-03-08 09:00:00" }, /* P2 lies in C */
        { "kind=repair|priority=3", "2026-03-09 09:00:00" },
    };
    desk_bare("2026-03-02 09:00");
    desk_paths();
    desk_policy(rows);
    desk_at("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t id = desk_add(cases[i][0]);
        CHECK_THAT(strcmp(due(id, "done"), cases[i][1]) == 0, "%s: %s", cases[i][0], due(id, "done"));
        CHECK_TEXT(due(id, "answer"), ""); /* drafts run no clock */
    }
}

CS_TEST(refused_rows, "a target or rung that cannot stand is refused in words")
{
    static const char *const targets[][2] = {
        { "policy=t|metric=done|start=opened|stop=done|amount=soon|calendar=24x7",
          "amount: \"soon\" is no amount of time" },
        { "policy=t|metric=done|start=opened|stop=done|amount=-1d|calendar=24x7",
          "amount: \"-1d\" is negative" },
        { "policy=t|metric=done|start=opened|stop=done|amount=1d|calendar=moon", "moon" },
        { "policy=t|metric=done|start=opened|stop=done|amount=1d|calendar=24x7|ladder=none",
          "ladder: there is none called \"none\"" },
        { "policy=t|project=P9|metric=done|start=opened|stop=done|amount=1d|calendar=24x7",
          "project: there is no unit called \"P9\"" },
        { "policy=t|metric=done|start=opened|stop=done|calendar=24x7", "amount" },
    };
    static const char *const rungs[][2] = {
        { "ladder=l|rung=1|at=0%|role=care|level=project", "\"0%\" is no share of the time" },
        { "ladder=l|rung=1|at=half|role=care|level=project", "at: \"half\" is no amount of time" },
        { "ladder=l|rung=1|at=0|role=care|level=village",
          "level: write project, city, region or group, not \"village\"" },
        { "ladder=l|rung=1|at=0|role=care|level=project|calendar=moon", "moon" },
    };
    desk_bare("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        CHECK_THAT(desk_row(&cs_target_record, desk_target, targets[i][0]) == CS_REFUSED, "%s",
                   targets[i][0]);
        CHECK_THAT(strstr(kit.err.text, targets[i][1]), "%s: %s", targets[i][0], kit.err.text);
    }
    for (size_t i = 0; i < sizeof rungs / sizeof *rungs; i++) {
        CHECK_THAT(desk_row(&cs_rung_record, desk_rung, rungs[i][0]) == CS_REFUSED, "%s", rungs[i][0]);
        CHECK_THAT(strstr(kit.err.text, rungs[i][1]), "%s: %s", rungs[i][0], kit.err.text);
    }
    CHECK_INT(desk_row(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=care|level=project"), CS_OK);
    CHECK_INT(desk_row(&cs_rung_record, desk_rung, "ladder=l|rung=1|at=0|role=care|level=project"),
              CS_REFUSED);
    CHECK_THAT(strstr(kit.err.text, "has rung 1 for \"care\" twice"), "%s", kit.err.text);
}
