/*
 * Moves at their corners: the home that the damage comes from, plans that make no sense, offers that nobody
 * may approve, several orders of one supplier, who may approve a hold: every member of staff against every
 * reason.
 */
#include "case-kit.h"

#define YUAN *100

static int64_t limits;

static enum cs_status take_limit(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_approval_take(desk.tickets, row, &limits, err);
}

static const char *source(int64_t id)
{
    return ask(
        id,
        "SELECT coalesce((SELECT h.code FROM home AS h WHERE h.id = t.source_home_id), '-') FROM ticket AS t "
        "WHERE t.id = $1");
}

CS_TEST(source_home,
        "the home that the damage comes from: a room of the project in any spelling, or the firm's code")
{
    static const char *const more[] = { "code=P1-3-2-1801|project=P1|room=3-2-1801",
                                        "code=P2-1-1-101|project=P2|room=1-1-101",
                                        "code=P2-9-9-909|project=P2|room=9-9-909", NULL };
    desk_whole("2026-03-02 09:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_org(CS_ORG_HOME, more);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at("2026-03-02 10:00");
    static const struct {
        const char *project, *says, *means; /* means NULL: refused */
    } cases[] = {
        { "P1", "1-1-102", "P1-1-1-102" },
        { "P1", "3栋2单元1801", "P1-3-2-1801" },
        { "P1", "3-2-1801", "P1-3-2-1801" },
        { "P1", "P1-1-1-102", "P1-1-1-102" },
        { "P2", "1-1-101", "P2-1-1-101" },
        { "P1", "1-1-101", "P1-1-1-101" },    /* of its own project */
        { "P1", "P2-9-9-909", "P2-9-9-909" }, /* the firm's code of any room */
        { "P1", "9-9-909", NULL },
        { "P1", "楼上", NULL },
        { "P1", "P9-1-1-101", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[120];
        snprintf(text, sizeof text, "kind=repair|priority=3|project=%s|room=1-1-101", cases[i].project);
        int64_t id = desk_add(text);
        enum cs_status status = TRY(id, "inspect", .source_home = cases[i].says);
        CHECK_THAT(status == (cases[i].means ? CS_OK : CS_REFUSED), "%s in %s: %s", cases[i].says,
                   cases[i].project, kit.err.text);
        snprintf(text, sizeof text, "no home is called \"%s\" (--source-home)", cases[i].says);
        CHECK_THAT(cases[i].means || strstr(kit.err.text, text), "%s: %s", cases[i].says, kit.err.text);
        CHECK_TEXT(source(id), cases[i].means ? cases[i].means : "-");
        CHECK_TEXT(field(id, "state"), cases[i].means ? "to_dispatch" : "received");
    }
    /* A case of no known project has codes alone, and an inspection that finds another source says so. */
    int64_t nowhere = desk_add("kind=repair|priority=3");
    REFUSED("no home is called \"1-1-102\"", nowhere, "inspect", .source_home = "1-1-102");
    MOVE(nowhere, "inspect", .source_home = "P1-1-1-102");
    CHECK_TEXT(source(nowhere), "P1-1-1-102");
    MOVE(nowhere, "inspect", .source_home = "P1-1-1-101");
    CHECK_TEXT(source(nowhere), "P1-1-1-101");
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

static int64_t complaint(const char *project)
{
    char text[80];
    snprintf(text, sizeof text, "kind=complaint|priority=3|grade=ordinary%s%s", project ? "|project=" : "",
             project ? project : "");
    int64_t id = desk_add(text);
    MOVE(id, "verify");
    return id;
}

CS_TEST(plans, "a plan is carried out after it is made; what nobody may approve is told so")
{
    desk_whole("2026-03-02 09:00");
    limits = 0;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(desk_row(&cs_approval_record, take_limit, "role=care|level=city|amount=500.00"), CS_OK);
    CHECK_INT(desk_row(&cs_approval_record, take_limit, "role=head|level=region|amount=9000.00"), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_by("K1", "2026-03-02 10:00");
    int64_t id = complaint("P1");
    REFUSED("a plan cannot be carried out before it is made", id, "plan", .plan = "换",
            .plan_due_at = desk.now);
    REFUSED("what is the plan?", id, "plan", .plan = "", .offered = 100 YUAN);
    CHECK_TEXT(field(id, "state || coalesce(planned_at, '')"), "to_plan");
    MOVE(id, "plan", .plan = "换", .plan_due_at = desk.now + 1, .offered = 9000 YUAN + 1);
    desk_at("2026-03-02 11:00");
    REFUSED("nobody may approve an offer of 9000.01 CNY; see cs-ticket approvals list", id, "approve",
            .approver = "HG");
    REFUSED("no member of staff is called \"路人\"", id, "approve", .approver = "路人"); /* who comes first */
    desk_by("K1", "2026-03-02 11:10");
    MOVE(id, "plan", .plan = "换", .offered = 9000 YUAN);
    desk_at("2026-03-02 12:00");
    /* role, level: the customer care of the city up to 500, or the head of the region or the group up to
     * 9,000 */
    REFUSED("needs the approval of role head at level region or above; \"HC\"", id, "approve",
            .approver = "HC");
    REFUSED("needs the approval of role head at level region or above; \"KC\"", id, "approve",
            .approver = "KC");
    MOVE(id, "approve", .approver = "HG");
    desk_by("K1", "2026-03-02 13:00");
    int64_t small = complaint("P1");
    MOVE(small, "plan", .plan = "致歉", .offered = 500 YUAN);
    desk_at("2026-03-02 14:00");
    REFUSED("needs the approval of role customer care at level city or above; \"K1\"", small, "approve",
            .approver = "K1");
    MOVE(small, "approve", .approver = "KC");
    /* What belongs to no project is the group's own affair. */
    desk_by("K1", "2026-03-02 15:00");
    int64_t nowhere = complaint(NULL);
    MOVE(nowhere, "plan", .plan = "致歉", .offered = 500 YUAN);
    desk_at("2026-03-02 16:00");
    REFUSED("needs the approval", nowhere, "approve", .approver = "KC");
    MOVE(nowhere, "approve", .approver = "HG");
}

CS_TEST(one_supplier_twice, "of two orders of one supplier a window names its order")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(id, "inspect");
    MOVE(id, "inspect", .fault = 2, .component = "door_window");
    MOVE(id, "dispatch", TO("X1:防水", "X1:油漆", "X2"));
    CHECK_TEXT(orders(id), "X1 防水 issued\nX1 油漆 issued\nX2 issued");
    const int64_t from = room_time("2026-03-05 09:00"), until = room_time("2026-03-05 11:00");
    MOVE(id, "accept");
    REFUSED("has several open work orders of \"X1\"; name one (--order N)", id, "appoint",
            .appointment_at = from, .window_until = until, TO("X1"));
    REFUSED("has no open work order of \"X3\"", id, "appoint", .appointment_at = from, .window_until = until,
            TO("X3"));
    REFUSED("has no open work order 9", id, "appoint", .appointment_at = from, .window_until = until,
            .order = 9);
    MOVE(id, "appoint", .appointment_at = from, .window_until = until, TO("X2"));
    MOVE(id, "appoint", .appointment_at = from, .window_until = until, .order = 2);
    CHECK_TEXT(ask(id, "SELECT order_seq || ' ' || state FROM appointment WHERE ticket_id = $1 ORDER BY seq"),
               "3 agreed\n2 agreed");
}

/* ---- who may approve a hold ---- */

/* What each reason of share/policies/holds.csv asks for, and who holds that at P1 or above (case-kit.h). */
static const struct {
    const char *reason, *role;
} reasons[] = {
    { "owner_delay", "care" }, { "neighbour", "head" },     { "drying", "engineer" },
    { "weather", "care" },     { "winter", "head" },        { "owner_refuses", "head" },
    { "appraisal", "head" },   { "cost_approval", "head" }, { "material", "care" },
    { "dispute", "head" },     { "contractor", "care" },
};
static const struct {
    const char *code, *role; /* role "": none that a hold asks for, or a deputy's whose holder is there */
} holders[] = {
    { "E1", "engineer" }, { "K1", "care" }, { "D1", "" },     { "N1", "" },
    { "H1", "head" },     { "KC", "care" }, { "HC", "head" }, { "NC", "" },
    { "KR", "care" },     { "HR", "head" }, { "KG", "care" }, { "HG", "head" },
};

CS_TEST(hold_approvals,
        "each reason is approved by who holds its role at the project or above, and by nobody else")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    MOVE(id, "inspect");
    int taken = 0;
    for (size_t r = 0; r < sizeof reasons / sizeof *reasons; r++)
        for (size_t h = 0; h < sizeof holders / sizeof *holders; h++) {
            bool may = strcmp(reasons[r].role, holders[h].role) == 0;
            enum cs_status status = TRY(id, "hold", .reason = reasons[r].reason, .approver = holders[h].code,
                                        .evidence = "photo://proof");
            CHECK_THAT(status == (may ? CS_OK : CS_REFUSED), "%s by %s: %s", reasons[r].reason,
                       holders[h].code, kit.err.text);
            CHECK_THAT(may || strstr(kit.err.text, "does not hold the post \""), "%s by %s: %s",
                       reasons[r].reason, holders[h].code, kit.err.text);
            if (status != CS_OK)
                continue;
            taken++;
            char holds[80];
            snprintf(holds, sizeof holds, "%s %s", reasons[r].reason, holders[h].code);
            CHECK_TEXT(
                ask(id,
                    "SELECT r.name || ' ' || f.code FROM hold AS h JOIN hold_reason AS r ON r.id = "
                    "h.reason_id "
                    "JOIN staff AS f ON f.id = h.approver_id WHERE h.ticket_id = $1 AND h.ended_at IS NULL"),
                holds);
            MOVE(id, "resume");
        }
    /* care 4 reasons x 4 people, head 6 x 4, engineer 1 x 1 */
    CHECK_INT(taken, 16 + 24 + 1);
}
