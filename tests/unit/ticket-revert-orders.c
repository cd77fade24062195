/*
 * An import that changed orders of others is taken back: their moments, their limits and what was granted are
 * what they were, with their clocks. Every row is one import after the first; then all are taken back from
 * the last to the first, and at each step the case must look as it had looked before that import.
 */
#include "batch-kit.h"
#include "ticket/outside.h"

#define ORDER_OF                                                                                             \
    "external_id=DH-1|kind=complaint|channel=hotline|project=P1|subject=噪音|occurred_at=2026-03-02 08:00"
#define LIMIT(at) "|target_at=2026-03-" at " 18:00"

/* All that an import may move: the orders, what was granted, and the clocks of both, without their ids. */
static const char *picture(int64_t id)
{
    static char text[4096];
    snprintf(
        text, sizeof text, "%s\n%s\n%s\n%s",
        ask(id,
            "SELECT number || ' ' || coalesce(signed_at, '-') || ' ' || coalesce(contacted_at, '-') || ' ' "
            "|| coalesce(answered_at, '-') || ' ' || coalesce(finished_at, '-') || ' ' || "
            "coalesce(target_at, '-') || ' ' || external_id FROM outside_order WHERE ticket_id = $1 "
            "ORDER BY number"),
        ask(id, "SELECT number || ' ' || granted || ' ' || coalesce(permit, '-') || ' ' || "
                "coalesce(due_after, '-') FROM extension WHERE ticket_id = $1 ORDER BY number, seq"),
        ask(id, "SELECT metric || ' ' || instance || ' ' || coalesce(due_at, '-') || ' ' || "
                "coalesce(stopped_at, '-') FROM clock WHERE ticket_id = $1 AND metric LIKE 'outside_%' "
                "ORDER BY metric, instance"),
        ask(id,
            "SELECT state || ' ' || channel || ' ' || coalesce(target_at, '-') || ' ' || "
            "coalesce(first_contact_at, '-') || ' ' || coalesce(closed_at, '-') FROM ticket WHERE id = $1"));
    return text;
}

static void back_and_forth(const char *what, const char *const *rows, int count)
{
    char before[12][4096];
    int64_t batches[12];
    desk_whole("2026-03-02 09:00");
    desk.history = false;
    for (int i = 0; i < count; i++) {
        desk.now += 3600;
        if (i > 0)
            snprintf(before[i], sizeof before[i], "%s", picture(1));
        batches[i] = IMPORT(rows[i]);
        CHECK_THAT(i == 0 || strcmp(picture(1), before[i]) != 0, "%s: import %d changed nothing", what, i);
    }
    for (int i = count - 1; i > 0; i--) {
        desk.now += 60;
        CHECK_THAT(batch_revert(batches[i], false) == CS_OK, "%s: revert of import %d: %s", what, i,
                   kit.err.text);
        CHECK_THAT(strcmp(picture(1), before[i]) == 0,
                   "%s: after import %d was taken back:\n# %s\n# not\n# %s", what, i, picture(1), before[i]);
    }
    batch_replays();
}

#define BACK(what, ...)                                                                                      \
    back_and_forth(what, (const char *const[]){ __VA_ARGS__ },                                               \
                   sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

CS_TEST(moments, "moments of an order that an import brought are gone when it is taken back")
{
    BACK("signed", ORDER_OF, ORDER_OF "|signed_at=2026-03-02 08:30");
    BACK("answered", ORDER_OF, ORDER_OF "|signed_at=2026-03-02 08:30",
         ORDER_OF "|signed_at=2026-03-02 08:30|answered_at=2026-03-02 09:30");
    BACK("reached", ORDER_OF, ORDER_OF "|first_contact_at=2026-03-02 09:10");
    BACK("finished", ORDER_OF,
         ORDER_OF "|answered_at=2026-03-02 09:30|closed_at=2026-03-02 09:40|state=closed");
}

CS_TEST(limits, "a limit that an import named, shortened or extended is what it was before")
{
    BACK("named", ORDER_OF, ORDER_OF LIMIT("09"));
    BACK("shortened", ORDER_OF LIMIT("09"), ORDER_OF LIMIT("06"));
    BACK("extended", ORDER_OF LIMIT("09"), ORDER_OF LIMIT("16") "|extension_no=YQ-1");
    BACK("extended twice", ORDER_OF LIMIT("09"), ORDER_OF LIMIT("16") "|extension_no=YQ-1",
         ORDER_OF LIMIT("23") "|extension_no=YQ-2");
    BACK("all", ORDER_OF, ORDER_OF LIMIT("09"), ORDER_OF LIMIT("09") "|signed_at=2026-03-02 08:30",
         ORDER_OF LIMIT("16") "|signed_at=2026-03-02 08:30|extension_no=YQ-1",
         ORDER_OF LIMIT("16") "|signed_at=2026-03-02 08:30|extension_no=YQ-1|answered_at=2026-03-02 10:00");
}

CS_TEST(became, "a case that an import made an order of others is none again, and its name is free")
{
    static const char call[] =
        "external_id=K-1|kind=complaint|channel=call_line|project=P1|occurred_at=2026-03-02 08:00";
    static const char hotline[] =
        "external_id=K-1|kind=complaint|channel=hotline|project=P1|occurred_at=2026-03-02 08:00";
    desk_whole("2026-03-02 09:00");
    IMPORT(call);
    CHECK_TEXT(ask(1, "SELECT count(*) || '' FROM outside_order WHERE ticket_id = $1"), "0");
    desk.now += 60;
    int64_t second = IMPORT(hotline);
    CHECK_TEXT(ask(1, "SELECT number || ' ' || external_id FROM outside_order WHERE ticket_id = $1"),
               "1 K-1");
    desk.now += 60;
    REVERT(second);
    CHECK_TEXT(field(1, "channel"), "call_line");
    CHECK_TEXT(
        ask(1, "SELECT count(*) || '' FROM outside_order WHERE ticket_id = $1 AND external_id = 'K-1'"), "0");
    CHECK_TEXT(ask(1, "SELECT count(*) || '' FROM clock WHERE ticket_id = $1 AND metric LIKE 'outside_%' AND "
                      "stopped_at IS NULL"),
               "0");
    desk.now += 60;
    IMPORT(hotline); /* and it can become one again */
    CHECK_TEXT(
        ask(1, "SELECT count(*) || '' FROM outside_order WHERE ticket_id = $1 AND external_id = 'K-1'"), "1");
    batch_replays();
}

CS_TEST(same_again, "the same file after it was taken back does the same again")
{
    desk_whole("2026-03-02 09:00");
    IMPORT(ORDER_OF LIMIT("09"));
    desk.now += 60;
    int64_t batch = IMPORT(ORDER_OF LIMIT("16") "|extension_no=YQ-1|signed_at=2026-03-02 08:30");
    char then[4096];
    snprintf(then, sizeof then, "%s", picture(1));
    desk.now += 60;
    REVERT(batch);
    desk.now += 60;
    IMPORT(ORDER_OF LIMIT("16") "|extension_no=YQ-1|signed_at=2026-03-02 08:30");
    COUNTED(0, 1, 0);
    CHECK_TEXT(picture(1), then);
    batch_replays();
}
