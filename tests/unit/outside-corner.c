/*
 * Orders of others at their corners: which one is meant, what is over, what has no limit, a case that becomes
 * an order when its source says so, an end without a moment. 2026-03-02 is a Monday.
 */
#include "case-kit.h"

#include "ticket/outside.h"

static bool changed;

static enum cs_status act(int64_t id, struct cs_outside_act act)
{
    cs_error_clear(&kit.err);
    act.at = act.at ? act.at : desk.now;
    act.until = act.until ? act.until : CS_NO_TIME;
    act.answer_until = act.answer_until ? act.answer_until : CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err);
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

static enum cs_status add(int64_t id, const char *name, const char *channel, const char *received,
                          const char *target)
{
    const struct cs_outside_new order = { .source = "12345",
                                          .external_id = name,
                                          .channel = channel,
                                          .received_at = received ? room_time(received) : desk.now,
                                          .target_at = target ? room_time(target) : CS_NO_TIME,
                                          .at = desk.now };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_ticket_order_add(desk.tickets, id, &order, &changed, &kit.err);
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

#define ADD(...) CHECK_THAT(add(__VA_ARGS__) == CS_OK, "add: %s", kit.err.text)
#define ACT(id, verb_, ...)                                                                                  \
    CHECK_THAT(act(id, (struct cs_outside_act){ .verb = verb_, ##__VA_ARGS__ }) == CS_OK, "%s: %s", verb_,   \
               kit.err.text)
#define NOT(says, id, verb_, ...)                                                                            \
    do {                                                                                                     \
        CHECK_INT(act(id, (struct cs_outside_act){ .verb = verb_, ##__VA_ARGS__ }), CS_REFUSED);             \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
    } while (0)

static int64_t plain_case(void)
{
    desk_whole("2026-03-02 09:00");
    return desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
}

/* Number, and when it was signed for, answered and finished. */
#define MOMENTS                                                                                              \
    "SELECT number || ' ' || coalesce(" LOCAL("signed_at") ", '-') || ' ' || coalesce(" LOCAL(               \
        "answered_at") ", '-') || ' ' || coalesce(" LOCAL("finished_at") ", '-') FROM outside_order WHERE "  \
                                                                         "ticket_id = $1 ORDER BY number"
#define LIMITS                                                                                               \
    "SELECT instance || ' ' || " LOCAL("due_at") " FROM clock WHERE ticket_id = $1 AND metric = "            \
                                                 "'outside_finish' ORDER BY instance"

CS_TEST(which, "the order that is meant: by its number there or here, the only open one, or none")
{
    int64_t id = plain_case();
    NOT("has no order of others (cs-ticket order add)", id, "sign");
    ADD(id, "7", "hotline", NULL, NULL);
    ADD(id, "2", "hotline", NULL, NULL); /* the second here; so is its own name */
    ADD(id, "1", "hotline", NULL, NULL); /* the third here, and called like the first's number here */
    NOT("has several open orders; name one (--order): 1 12345:7, 2 12345:2, 3 12345:1", id, "sign");
    NOT("has no order \"8\"; it has: 1 12345:7", id, "sign", .order = "8");
    NOT("has no order \"xinfang:7\"", id, "sign", .order = "xinfang:7");
    NOT("has no order \"12345:3\"", id, "sign",
        .order = "12345:3"); /* a number here has no source before it */
    desk_at("2026-03-02 09:10");
    ACT(id, "sign", .order = "1"); /* its number there goes first: that is the third */
    desk_at("2026-03-02 09:20");
    ACT(id, "sign", .order = "3"); /* nobody is called so there: the third here; it was signed for */
    CHECK(!changed);
    ACT(id, "sign", .order = "12345:7");
    CHECK(changed);
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:20:00 - -\n2 - - -\n3 2026-03-02 09:10:00 - -");
    desk_at("2026-03-02 10:00");
    ACT(id, "finish", .order = "7");
    ACT(id, "finish", .order = "12345:1");
    desk_at("2026-03-02 10:05");
    ACT(id, "answer"); /* one is open: it needs no name */
    ACT(id, "finish");
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:20:00 - 2026-03-02 10:00:00\n"
                                 "2 - 2026-03-02 10:05:00 2026-03-02 10:05:00\n"
                                 "3 2026-03-02 09:10:00 - 2026-03-02 10:00:00");
    NOT("has no open order; name one (--order): 1 12345:7, 2 12345:2, 3 12345:1", id, "finish");
}

CS_TEST(only_one, "a single order needs no name, even when it is over: what was done is unchanged")
{
    int64_t id = plain_case();
    ADD(id, "HX1", "hotline", NULL, NULL);
    ACT(id, "finish");
    CHECK(changed);
    desk_at("2026-03-02 11:00");
    ACT(id, "finish");
    CHECK(!changed);
    CHECK_TEXT(ask(id, MOMENTS), "1 - - 2026-03-02 09:00:00");
    NOT("order 12345:HX1 is finished", id, "sign");                       /* it was over by eleven */
    ACT(id, "sign", .at = room_time("2026-03-02 09:00"), .note = "补录"); /* at that very moment it was not */
    CHECK(changed);
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:00:00 - 2026-03-02 09:00:00");
    NOT("order 12345:HX1 is finished", id, "extend", .by = "2wd", .permit = "延1");
}

CS_TEST(order_of_moments, "nothing lies before an order came or in the future, and no end before its answer")
{
    int64_t id = plain_case();
    desk_at("2026-03-03 09:00");
    ADD(id, "HX1", "hotline", "2026-03-02 15:00", NULL);
    NOT("lies before the order reached us", id, "sign", .at = room_time("2026-03-02 14:59"));
    NOT("2026-03-03T09:01:00+08:00 lies in the future", id, "sign", .at = room_time("2026-03-03 09:01"));
    ACT(id, "sign", .at = room_time("2026-03-02 15:00"));
    ACT(id, "answer", .at = room_time("2026-03-03 08:30"));
    NOT("cannot be finished before it was answered", id, "finish", .at = room_time("2026-03-03 08:29"));
    ACT(id, "finish", .at = room_time("2026-03-03 08:30"));
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 15:00:00 2026-03-03 08:30:00 2026-03-03 08:30:00");
    /* Two hours from 15:00; signed for on the first second. */
    CHECK_TEXT(due(id, "outside_sign"), "2026-03-02 17:00:00");
    CHECK_TEXT(stopped(id, "outside_sign"), "2026-03-02 15:00:00");
    CHECK_TEXT(ask(id, "SELECT verb || coalesce(' ' || mark, '') FROM event WHERE ticket_id = $1 AND field = "
                       "'order' ORDER "
                       "BY seq"),
               "order\nsign\nanswer\nfinish"); /* 18 hours late is not backdated */
    desk_at("2026-03-04 09:00");
    int64_t other = desk_add("kind=repair|priority=3|project=P1|room=1-1-102");
    ADD(other, "HX2", "hotline", "2026-03-02 15:00", NULL);
    ACT(other, "sign", .at = room_time("2026-03-03 08:59"));
    CHECK_TEXT(
        ask(other,
            "SELECT verb || coalesce(' ' || mark, '') FROM event WHERE ticket_id = $1 AND field = 'order' "
            "ORDER BY seq"),
        "order backdated\nsign backdated"); /* 42 hours, and 24 hours and a minute */
}

CS_TEST(without_a_limit, "an order without a limit is extended until a moment, and by an amount from then on")
{
    int64_t id = plain_case();
    ADD(id, "L1", "leader_board", NULL, NULL); /* the board sets none by itself */
    CHECK_TEXT(ask(id, LIMITS), "");
    CHECK_TEXT(due(id, "ours"), "");
    NOT("until when is it extended? (--until TIME or --by 5wd)", id, "extend", .permit = "延1");
    NOT("order 12345:L1 has no limit yet; say until when (--until TIME)", id, "extend", .by = "3wd",
        .permit = "延1");
    NOT("2026-03-02T09:00:00+08:00 is over when it is granted", id, "extend", .until = desk.now,
        .permit = "延1");
    ACT(id, "extend", .until = room_time("2026-03-06 18:00"), .permit = "延1");
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-06 18:00:00");
    CHECK_TEXT(due(id, "ours"), "2026-03-05 18:00:00");
    NOT("2026-03-06T18:00:00+08:00 is no later than the limit of order 12345:L1 as it stands, "
        "2026-03-06T18:00:00+08:00",
        id, "extend", .until = room_time("2026-03-06 18:00"), .permit = "延2");
    ACT(id, "extend", .by = "1wd", .permit = "延2"); /* Friday the 6th: Monday the 9th */
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-09 18:00:00");
    ACT(id, "extend", .by = "36h", .permit = "延3"); /* Wednesday the 11th at six in the morning */
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-11 06:00:00");
    CHECK_TEXT(due(id, "ours"), "2026-03-10 18:00:00");
    desk_at("2026-03-11 06:01");
    NOT("the limit of order 12345:L1 passed at 2026-03-11T06:00:00+08:00", id, "extend", .by = "1wd",
        .permit = "延4");
    ACT(id, "extend", .by = "1wd", .permit = "延4",
        .at = room_time("2026-03-11 06:00")); /* to Thursday's close */
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-12 18:00:00");
    NOT("permit \"延4\" is written down already, and says something else", id, "extend", .refused = true,
        .permit = "延4");
    ACT(id, "extend", .by = "1wd", .permit = "延4"); /* read again */
    CHECK(!changed);
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-12 18:00:00");
    ACT(id, "extend", .refused = true, .note = "理由不足"); /* refused needs no number */
    CHECK(changed);
    CHECK_TEXT(ask(id, "SELECT granted || ' ' || coalesce(permit, '-') FROM extension WHERE ticket_id = $1 "
                       "ORDER BY seq"),
               "yes 延1\nyes 延2\nyes 延3\nyes 延4\nno -");
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-12 18:00:00");
}

#define RING                                                                                                 \
    "source=12345|external_id=HX1|kind=repair|priority=3|project=P1|room=1-1-101|occurred_at=2026-03-02T09:" \
    "00:00|"

CS_TEST(becomes_one, "a case whose channel turns out to be one of others is an order from its beginning")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(RING "channel=call_line");
    CHECK_TEXT(ask(id, MOMENTS), "");
    CHECK_TEXT(due(id, "ours"), "");
    desk_at("2026-03-02 10:00");
    MOVE(id, "contact");
    desk_at("2026-03-02 12:00");
    desk_imported(RING "channel=hotline");
    CHECK_TEXT(ask(id, "SELECT number || ' ' || external_id || ' ' || channel || ' ' || " LOCAL(
                           "received_at") " || ' ' || " LOCAL("contacted_at") " FROM outside_order WHERE "
                                                                              "ticket_id = $1"),
               "1 HX1 hotline 2026-03-02 09:00:00 2026-03-02 10:00:00");
    /* Five workdays from Monday the 2nd: 3, 4, 5, 6 and Monday the 9th; ours on Friday the 6th. */
    CHECK_TEXT(ask(id, LIMITS), "1 2026-03-09 18:00:00");
    CHECK_TEXT(due(id, "ours"), "2026-03-06 18:00:00");
    CHECK_TEXT(stopped(id, "outside_contact"), "2026-03-02 10:00:00");
    CHECK_TEXT(due(id, "outside_sign"), "2026-03-02 11:00:00"); /* an hour ago: late already */
    CHECK_TEXT(stopped(id, "outside_sign"), "-");
    desk_imported(RING "channel=hotline"); /* once */
    CHECK_INT(desk.intake.unchanged, 1);
    CHECK_TEXT(ask(id, "SELECT count(*) || '' FROM outside_order WHERE ticket_id = $1"), "1");
}

CS_TEST(over_somehow,
        "a source that says it is over and not when ended it now; an empty cell takes nothing back")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_imported(RING "channel=hotline|signed_at=2026-03-02T09:00:00");
    desk_at("2026-03-04 10:00");
    desk_imported(RING
                  "channel=hotline|signed_at= |answered_at=2026-03-01T09:00:00"); /* of an earlier round */
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:00:00 - -");
    desk_imported(RING "channel=hotline|state=closed");
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:00:00 - 2026-03-04 10:00:00");
    CHECK_TEXT(stopped(id, "outside_finish"), "2026-03-04 10:00:00");
    CHECK_TEXT(due(id, "outside_finish"), "2026-03-09 18:00:00");
    CHECK_TEXT(next_act(id, "outside_finish"), "");
    desk_at("2026-03-04 11:00");
    desk_imported(RING "channel=hotline|state=closed"); /* said once */
    CHECK_TEXT(ask(id, MOMENTS), "1 2026-03-02 09:00:00 - 2026-03-04 10:00:00");
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}
