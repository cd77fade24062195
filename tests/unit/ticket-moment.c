/* The moments of an imported case: which orders cannot be, what clocks learn of them, and how a case is
 * named. */
#include "case-kit.h"

CS_TEST(reversed, "what cannot come after what it came after is flagged; the same second is possible")
{
    static const struct {
        const char *first, *then;
    } orders[] = {
        { "occurred_at", "first_contact_at" }, { "occurred_at", "dispatched_at" },
        { "occurred_at", "arrived_at" },       { "occurred_at", "done_at" },
        { "occurred_at", "closed_at" },        { "first_contact_at", "closed_at" },
        { "first_contact_at", "done_at" },     { "dispatched_at", "accepted_at" },
        { "accepted_at", "done_at" },          { "arrived_at", "done_at" },
        { "done_at", "verified_at" },          { "done_at", "closed_at" },
        { "verified_at", "closed_at" },        { "closed_at", "callback_at" },
    };
    static const struct {
        const char *first, *then, *flag;
    } times[] = {
        { "08:30:00", "08:30:01", "" },
        { "08:30:01", "08:30:00", "times_reversed" },
        { "08:30:00", "08:30:00", "" },
    };
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (size_t k = 0; k < 3; k++) {
            char row[300];
            bool opens = strcmp(orders[i].first, "occurred_at") == 0;
            bool doubtful = k == 2 && strcmp(orders[i].first, "first_contact_at") == 0 &&
                            strcmp(orders[i].then, "done_at") == 0; /* answered and done in one second */
            snprintf(row, sizeof row,
                     "external_id=T%zu-%zu|kind=repair|state=in_work|%s%s=2026-03-02T%s|%s=2026-03-02T%s", i,
                     k, opens ? "" : "occurred_at=2026-03-02T08:00:00|", orders[i].first, times[k].first,
                     orders[i].then, times[k].then);
            const char *flag = field(desk_imported(row), "anomalies");
            CHECK_THAT(strcmp(flag, doubtful ? "times_equal" : times[k].flag) == 0, "%s %s, %s %s: \"%s\"",
                       orders[i].first, times[k].first, orders[i].then, times[k].then, flag);
        }
}

CS_TEST(facts,
        "what clocks learn of a case: its moments, its hold, whether it is over, whether it is doubtful")
{
    struct cs_arena arena = { 0 };
    struct cs_case_facts facts;
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=2|project=P1|subject=x|component=leak|flags=media");
    CHECK_INT(cs_ticket_facts(desk.store, id, &facts, &arena, &kit.err), CS_OK);
    CHECK_TEXT(facts.kind, "repair");
    CHECK_TEXT(facts.component, "leak");
    CHECK_TEXT(facts.flags, "media");
    CHECK_TEXT(facts.grade, "");
    CHECK_INT(facts.priority, 2);
    CHECK_INT(facts.at[CS_AT_OPENED], desk.now);
    CHECK_INT(facts.at[CS_AT_FIRST_CONTACT], CS_NO_TIME);
    CHECK_INT(facts.at[CS_AT_LAST_CONTACT], desk.now); /* opened, until there was a contact */
    CHECK_INT(facts.ended_at, CS_NO_TIME);
    CHECK_INT((int64_t)facts.hold_count, 0);
    desk_at("2026-03-02 10:00");
    MOVE(id, "hold", .reason = "drying", .approver = "E1", .evidence = "photo://wet");
    CHECK_INT(cs_ticket_facts(desk.store, id, &facts, &arena, &kit.err), CS_OK);
    CHECK_TEXT(facts.state, "held");
    CHECK_INT(facts.at[CS_AT_HELD], desk.now);
    CHECK_INT(facts.hold_until, room_time("2026-03-17 10:00"));
    CHECK_TEXT(facts.holds[0].clocks, "done;verify");
    CHECK(facts.holds[0].lasts);
    desk_at("2026-03-04 10:00");
    MOVE(id, "cancel", .reason = "误报");
    CHECK_INT(cs_ticket_facts(desk.store, id, &facts, &arena, &kit.err), CS_OK);
    CHECK(facts.ended_at != CS_NO_TIME);
    CHECK_INT(facts.hold_until, CS_NO_TIME);
    CHECK(!facts.holds[0].lasts);
    CHECK_INT(facts.holds[0].span.to, desk.now); /* the hold ended with the case */
    CHECK_INT(cs_ticket_facts(desk.store, 99, &facts, &arena, &kit.err), CS_NONE);
    cs_arena_release(&arena);
}

CS_TEST(found, "a case is found by its number, by SOURCE:ID, and by ID alone where one case has it")
{
    desk_whole("2026-03-02 09:00");
    int64_t one = desk_imported("external_id=K-1|kind=repair"), id = 0;
    int64_t two = desk_imported("external_id=K-2|kind=repair");
    int64_t hot = desk_imported("source=hotline|external_id=K-2|kind=repair");
    const struct {
        const char *name;
        int64_t id; /* 0: none */
    } names[] = {
        { "1", 1 },         { "17", 17 },      { "K-1", one },         { "crm:K-1", one },
        { "crm:K-2", two }, { "K-2", 0 },      { "hotline:K-2", hot }, { "crm:", 0 },
        { ":K-1", 0 },      { "mail:K-1", 0 }, { "k-1", 0 },           { "0", 0 },
        { "-1", 0 },        { "", 0 },         { "1.0", 0 },
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        cs_error_clear(&kit.err);
        enum cs_status status = cs_ticket_find(desk.store, names[i].name, &id, &kit.err);
        CHECK_THAT(status == (names[i].id ? CS_OK : CS_NONE), "\"%s\": status %d", names[i].name, status);
        if (names[i].id)
            CHECK_INT(id, names[i].id);
        else
            CHECK_THAT(strstr(kit.err.text, "case"), "\"%s\": \"%s\"", names[i].name, kit.err.text);
    }
    desk_at("2026-03-02 09:10");
    MOVE(two, "merge", .into = one); /* what it was called leads to the case that goes on */
    CHECK_INT(cs_ticket_find(desk.store, "crm:K-2", &id, &kit.err), CS_OK);
    CHECK_INT(id, one);
}
