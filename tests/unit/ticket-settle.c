/* The path of a complaint: verified, planned, approved by who may, talked over, agreed on; with every clock.
 */
#include "case-kit.h"

#define PLAINT "kind=complaint|priority=3|grade=ordinary|project=P1|room=1-1-101"
#define YUAN   *100

static int64_t limits;

static enum cs_status take_limit(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_approval_take(desk.tickets, row, &limits, err);
}

/* The shipped store with who may approve how much: head of P1 2,000, of C 20,000, of R 100,000, of G all. */
static void begin(const char *now)
{
    desk_whole(now);
    limits = 0;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_read("share/policies/approvals.csv", &cs_approval_record, take_limit, NULL);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_INT(limits, 4);
}

/* A complaint that stands at "to plan", opened on Monday 2 March at nine. */
static int64_t to_plan(void)
{
    begin("2026-03-02 09:00");
    int64_t id = desk_add(PLAINT);
    desk_at("2026-03-02 10:00");
    MOVE(id, "contact", .note = "已致电");
    desk_at("2026-03-02 11:00");
    MOVE(id, "verify", .assignee = "K1");
    CHECK_TEXT(field(id, "state"), "to_plan");
    return id;
}

static void plan(int64_t id, const char *now, int64_t offered)
{
    desk_by("K1", now);
    MOVE(id, "plan", .plan = "更换木门并补偿", .demanded = 5000 YUAN, .offered = offered);
}

static const char *settlement(int64_t id)
{
    return ask(id,
               "SELECT coalesce(s.plan, '-') || ' ' || coalesce(s.demanded, '-') || ' ' || "
               "coalesce(s.offered, '-') || ' ' || coalesce(f.code, '-') || ' ' || coalesce(s.agreed, '-') "
               "|| ' ' || coalesce(s.terms, '-') FROM settlement AS s LEFT JOIN staff AS f ON f.id = "
               "s.approver_id WHERE s.ticket_id = $1");
}

/* Values of a change in the log, in their order. */
static const char *changes(int64_t id, const char *what)
{
    static struct cs_buffer sql;
    cs_buffer_reset(&sql);
    cs_buffer_printf(
        &sql,
        "SELECT coalesce(old, '-') || ' > ' || coalesce(new, '-') FROM event WHERE ticket_id = $1 "
        "AND field = '%s' ORDER BY seq",
        what);
    return ask(id, sql.text);
}

CS_TEST(plan_and_approval, "a plan is refused by who may grant it, made anew and granted: each clock by hand")
{
    int64_t id = to_plan();
    /* 2 h, 4 h and 1 d of natural time; workdays after Monday end at 18:00: the third Thursday, the seventh
     * Wednesday of the next week. The call at ten was the word; its next is due a day later. */
    CHECK_TEXT(rounds_of(id, "contact"), "1 2026-03-02 09:00:00 2026-03-02 11:00:00 2026-03-02 10:00:00");
    CHECK_TEXT(rounds_of(id, "owner"), "1 2026-03-02 09:00:00 2026-03-02 13:00:00 2026-03-02 11:00:00");
    CHECK_TEXT(rounds_of(id, "plan"), "1 2026-03-02 09:00:00 2026-03-05 18:00:00 -");
    CHECK_TEXT(due(id, "done"), "2026-03-11 18:00:00");
    CHECK_TEXT(due(id, "silence"), "2026-03-03 10:00:00");
    CHECK_TEXT(due(id, "approve"), "");
    REFUSED("what is the plan? (--plan TEXT)", id, "plan", .offered = 3000 YUAN);
    REFUSED("approve is no legal move", id, "approve", .approver = "HC");

    plan(id, "2026-03-03 15:00", 3000 YUAN);
    CHECK_TEXT(field(id, "state"), "to_approve");
    CHECK_TEXT(moment(id, "planned_at"), "2026-03-03 15:00:00");
    CHECK_TEXT(stopped(id, "plan"), "2026-03-03 15:00:00");
    /* one workday after Tuesday */
    CHECK_TEXT(rounds_of(id, "approve"), "1 2026-03-03 15:00:00 2026-03-04 18:00:00 -");

    /* four eyes: neither K1's own hand, nor K1 as approver by another's */
    REFUSED("K1 made the plan and so does not approve it", id, "approve", .approver = "HC");
    desk_at("2026-03-04 10:00");
    REFUSED("\"客服主管一\" has no such post", id, "approve", .approver = "客服主管一");
    /* 3,000 are more than the 2,000 of a project's head */
    REFUSED(
        "an offer of 3000.00 CNY needs the approval of role head at level city or above; \"H1\" has no such "
        "post",
        id, "approve", .approver = "H1");
    REFUSED("no member of staff is called \"无此人\"", id, "approve", .approver = "无此人");
    REFUSED("why is the plan refused?", id, "approve", .approver = "HC", .outcome = "refused");
    CHECK_TEXT(field(id, "state"), "to_approve");

    MOVE(id, "approve", .approver = "HC", .outcome = "refused", .reason = "依据不足");
    CHECK_TEXT(field(id, "state || ' ' || coalesce(planned_at, '-')"), "to_plan -");
    /* a plan that is not good enough is none: its clock runs on as if it had never stopped */
    CHECK_TEXT(rounds_of(id, "plan"), "1 2026-03-02 09:00:00 2026-03-05 18:00:00 -");
    CHECK_TEXT(stopped(id, "approve"), "2026-03-04 10:00:00");

    plan(id, "2026-03-05 17:00", 1800 YUAN);
    CHECK_TEXT(stopped(id, "plan"), "2026-03-05 17:00:00");
    CHECK_TEXT(rounds_of(id, "approve"), "1 2026-03-03 15:00:00 2026-03-04 18:00:00 2026-03-04 10:00:00\n"
                                         "2 2026-03-05 17:00:00 2026-03-06 18:00:00 -");
    desk_by("H1", "2026-03-06 09:30");
    MOVE(id, "approve"); /* the actor is the approver */
    CHECK_TEXT(field(id, "state"), "to_talk");
    CHECK_TEXT(stopped(id, "approve"), "2026-03-06 09:30:00");
    /* one workday after Friday is Monday */
    CHECK_TEXT(rounds_of(id, "talk"), "1 2026-03-06 09:30:00 2026-03-09 18:00:00 -");
    CHECK_TEXT(settlement(id), "更换木门并补偿 500000 180000 H1 - -");
    CHECK_TEXT(changes(id, "offered"), "- > 3000.00 CNY\n3000.00 CNY > 1800.00 CNY");
    CHECK_TEXT(changes(id, "approver"), "- > HC\n- > H1");
    CHECK_TEXT(changes(id, "demanded"), "- > 5000.00 CNY"); /* said once more: no change */
}

/* The same up to the talk. */
static int64_t to_talk(void)
{
    int64_t id = to_plan();
    plan(id, "2026-03-05 17:00", 1800 YUAN);
    desk_by("H1", "2026-03-06 09:30");
    MOVE(id, "approve");
    desk_at("2026-03-06 14:00");
    return id;
}

CS_TEST(talk_and_agreement, "talked over twice, agreed on for no more than was approved, closed and reopened")
{
    int64_t id = to_talk();
    REFUSED("what was said? (--note TEXT)", id, "talk", .outcome = "agreed");
    REFUSED("agree is no legal move", id, "agree", .terms = "x", .evidence = "scan://x");
    MOVE(id, "talk", .outcome = "again", .note = "业主周一答复");
    CHECK_TEXT(field(id, "state || ' ' || coalesce(talked_at, '-')"), "to_talk -");
    /* a talk is a word with the customer: the silence begins anew, the talk is still owed */
    CHECK_TEXT(moment(id, "last_contact_at"), "2026-03-06 14:00:00");
    CHECK_TEXT(due(id, "silence"), "2026-03-07 14:00:00");
    CHECK_TEXT(rounds_of(id, "talk"), "1 2026-03-06 09:30:00 2026-03-09 18:00:00 -");

    desk_at("2026-03-09 11:00");
    MOVE(id, "talk", .outcome = "agreed", .note = "业主同意", .channel = "visit");
    CHECK_TEXT(field(id, "state"), "to_agree");
    CHECK_TEXT(stopped(id, "talk"), "2026-03-09 11:00:00");
    CHECK_TEXT(ask(id,
                   "SELECT channel || ' ' || reached || ' ' || note FROM contact WHERE ticket_id = $1 ORDER "
                   "BY seq"),
               "phone yes 已致电\nphone yes 业主周一答复\nvisit yes 业主同意");

    desk_at("2026-03-09 15:00");
    REFUSED("missing: --evidence", id, "agree", .terms = "免费更换", .amount = 1500 YUAN);
    REFUSED("what was agreed on? (--terms TEXT)", id, "agree", .evidence = "scan://1", .amount = 1500 YUAN);
    REFUSED("1800.01 CNY is more than the 1800.00 CNY that were approved", id, "agree", .terms = "免费更换",
            .evidence = "scan://1", .amount = 1800 YUAN + 1);
    MOVE(id, "agree", .terms = "免费更换", .evidence = "scan://1", .amount = 1500 YUAN);
    CHECK_TEXT(field(id, "state"), "to_close");
    CHECK_TEXT(settlement(id), "更换木门并补偿 500000 180000 H1 150000 免费更换");
    CHECK_TEXT(ask(id, "SELECT step || ' ' || type || ' ' || uri FROM attachment WHERE ticket_id = $1"),
               "agree signature scan://1");
    /* nothing is left to be done: the whole is done on the seventh day, closing has a workday */
    CHECK_TEXT(moment(id, "agreed_at"), "2026-03-09 15:00:00");
    CHECK_TEXT(rounds_of(id, "done"), "1 2026-03-02 09:00:00 2026-03-11 18:00:00 2026-03-09 15:00:00");
    CHECK_TEXT(due(id, "close"), "2026-03-10 18:00:00");

    desk_at("2026-03-10 10:00");
    MOVE(id, "close", .resolution = "已更换");
    desk_by("caller", "2026-03-11 10:00");
    MOVE(id, "callback", .outcome = "not_solved", .note = "门仍变形");
    /* another round: its plan has three workdays from Wednesday, and what was agreed on is history */
    CHECK_TEXT(field(id, "state || coalesce(planned_at, '-') || coalesce(approved_at, '-') || "
                         "coalesce(talked_at, '-') || coalesce(agreed_at, '-') || level"),
               "to_check----1");
    CHECK_TEXT(rounds_of(id, "plan"), "1 2026-03-02 09:00:00 2026-03-05 18:00:00 2026-03-05 17:00:00\n"
                                      "2 2026-03-11 10:00:00 2026-03-16 18:00:00 -");
    CHECK_TEXT(
        story(id),
        "receive >received\ncontact received>to_check\nverify to_check>to_plan\nplan to_plan>to_approve\n"
        "approve to_approve>to_talk\ntalk again to_talk>to_talk\ntalk agreed to_talk>to_agree\n"
        "agree to_agree>to_close\nclose to_close>to_call_back\ncallback not_solved to_call_back>to_check");
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
}

CS_TEST(not_agreed, "who does not agree is owed a new plan, its approval and another talk")
{
    int64_t id = to_talk();
    MOVE(id, "talk", .outcome = "not_agreed", .note = "要求换房");
    CHECK_TEXT(field(id, "state"), "to_plan");
    CHECK_TEXT(stopped(id, "talk"), "2026-03-06 14:00:00"); /* it was talked over, whatever came of it */
    plan(id, "2026-03-09 10:00", 15000 YUAN);
    CHECK_TEXT(field(id, "state || coalesce(approved_at, '-') || coalesce(talked_at, '-')"), "to_approve--");
    CHECK_TEXT(settlement(id), "更换木门并补偿 500000 1500000 - - -"); /* the approval went with the plan */
    CHECK_TEXT(rounds_of(id, "approve"), "1 2026-03-05 17:00:00 2026-03-06 18:00:00 2026-03-06 09:30:00\n"
                                         "2 2026-03-09 10:00:00 2026-03-10 18:00:00 -");
    /* a plan that is bettered before anybody looked is another plan: its approval has a workday from then */
    plan(id, "2026-03-10 09:00", 12000 YUAN);
    CHECK_TEXT(due(id, "approve"), "2026-03-11 18:00:00");
    CHECK_TEXT(ask(id, "SELECT CAST(count(*) AS TEXT) FROM clock WHERE ticket_id = $1 AND metric = 'plan'"),
               "1");
    desk_at("2026-03-10 11:00");
    MOVE(id, "approve", .approver = "城市总");
    CHECK_TEXT(settlement(id), "更换木门并补偿 500000 1200000 HC - -");
    CHECK_TEXT(rounds_of(id, "talk"), "1 2026-03-06 09:30:00 2026-03-09 18:00:00 2026-03-06 14:00:00\n"
                                      "2 2026-03-10 11:00:00 2026-03-11 18:00:00 -");
    MOVE(id, "talk", .outcome = "agreed", .note = "同意");
    /* more is wanted at the signing: a new plan, not a higher sum */
    REFUSED("plan anew and have it approved", id, "agree", .terms = "t", .evidence = "e",
            .amount = 13000 YUAN);
    plan(id, "2026-03-10 16:00", 13000 YUAN);
    CHECK_TEXT(field(id, "state"), "to_approve");
}

CS_TEST(with_work, "an agreement that asks for work goes on to be dispatched, and is done with it")
{
    int64_t id = to_talk();
    MOVE(id, "talk", .outcome = "agreed", .note = "同意");
    MOVE(id, "agree", .outcome = "work", .terms = "免费更换木门", .evidence = "scan://2");
    CHECK_TEXT(field(id, "state || ' ' || coalesce(done_at, '-')"), "to_dispatch -");
    CHECK_TEXT(stopped(id, "done"), "-");
    MOVE(id, "dispatch", TO("X3:木作"));
    MOVE(id, "refuse", TO("X3"), .reason = "无库存");
    CHECK_TEXT(field(id, "state"), "refused");
    MOVE(id, "dispatch", TO("X2"));
    MOVE(id, "accept", TO("X2"));
    desk_at("2026-03-11 09:00");
    MOVE(id, "work");
    desk_at("2026-03-11 16:00");
    MOVE(id, "work", .outcome = "done");
    CHECK_TEXT(orders(id), "X3 木作 refused\nX2 done");
    CHECK_TEXT(field(id, "state"), "to_close");
    CHECK_TEXT(stopped(id, "done"), "2026-03-11 16:00:00"); /* two hours before its limit */
}

struct approving {
    const char *project, *who;
    int64_t offered;
    const char *says; /* "": granted */
};

static const struct approving approvings[] = {
    { "P1", "H1", 2000 YUAN, "" },
    { "P1", "H1", 2000 YUAN + 1, "level city" },
    { "P1", "HC", 20000 YUAN, "" },
    { "P1", "HC", 1 YUAN, "" }, /* who may more may less */
    { "P1", "HC", 20000 YUAN + 1, "level region" },
    { "P1", "HR", 100000 YUAN, "" },
    { "P1", "HR", 100000 YUAN + 1, "level group" },
    { "P1", "HG", 9000000 YUAN, "" },
    { "P1", "KG", 1 YUAN, "role head at level project" }, /* care heads nothing */
    { "P2", "H1", 1 YUAN, "no such post" },               /* another project's head */
    { "P2", "HC", 1 YUAN, "" },
    { NULL, "HC", 1 YUAN, "no such post" }, /* of no known project: the group's affair */
    { NULL, "HG", 1 YUAN, "" },
};

CS_TEST(limits_of_posts, "who may approve how much: to the fen, at each level, for each project")
{
    begin("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof approvings / sizeof *approvings; i++) {
        const struct approving *a = &approvings[i];
        char text[100];
        snprintf(text, sizeof text, "kind=complaint|priority=3%s%s", a->project ? "|project=" : "",
                 a->project ? a->project : "");
        desk_by("K1", "2026-03-02 10:00");
        int64_t id = desk_add(text);
        MOVE(id, "verify");
        MOVE(id, "plan", .plan = "方案", .offered = a->offered);
        desk_at("2026-03-02 11:00");
        enum cs_status status = TRY(id, "approve", .approver = a->who);
        CHECK_THAT(status == (a->says[0] ? CS_REFUSED : CS_OK) && strstr(kit.err.text, a->says),
                   "%s, %lld by %s: %s", text, (long long)a->offered, a->who, kit.err.text);
    }
}

CS_TEST(lowest_post, "without money the lowest post is enough; without staff nobody can be checked")
{
    int64_t id = to_plan();
    plan(id, "2026-03-03 09:00", 0);
    CHECK_TEXT(changes(id, "offered"), "- > 0.00 CNY");
    desk_at("2026-03-03 10:00");
    REFUSED("role head at level project or above; \"E1\"", id, "approve", .approver = "E1");
    MOVE(id, "approve", .approver = "H1");
    CHECK_TEXT(field(id, "state"), "to_talk");

    ask(id, "DELETE FROM approval_limit WHERE $1 > 0 RETURNING role"); /* a firm without such limits: any
                                                                          member of staff */
    int64_t other = desk_add(PLAINT);
    MOVE(other, "verify");
    plan(other, "2026-03-03 11:00", 90000 YUAN);
    desk_at("2026-03-03 12:00");
    REFUSED("no member of staff", other, "approve", .approver = "某人");
    MOVE(other, "approve", .approver = "E1");
    CHECK_TEXT(settlement(other), "更换木门并补偿 500000 9000000 E1 - -");
}

CS_TEST(records, "limits are replaced whole by a file, and none stands twice")
{
    begin("2026-03-02 09:00");
    limits = 0;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(desk_row(&cs_approval_record, take_limit, "role=客服|level=城市|amount=500.50"), CS_OK);
    CHECK_INT(desk_row(&cs_approval_record, take_limit, "role=head|level=city"), CS_OK);
    CHECK_INT(desk_row(&cs_approval_record, take_limit, "role=head|level=city|amount=7"), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "role: \"head\" has a limit at level \"city\" already");
    cs_store_commit(desk.store, &kit.err);
    CHECK_TEXT(ask(0, "SELECT role || ' ' || level || ' ' || coalesce(amount, 'any') FROM approval_limit "
                      "WHERE $1 = 0 ORDER BY "
                      "role"),
               "care city 50050\nhead city any");
}

CS_TEST(erased, "what a plan and its terms say of a person is blanked with the person")
{
    int64_t id = to_plan(), cases = 0;
    plan(id, "2026-03-03 09:00", 100 YUAN);
    ask(id, "UPDATE ticket SET phone = '13800000001' WHERE id = $1 RETURNING kind");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_forget(desk.store, 0, "13800000001", 1, desk.now, &cases, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    CHECK_INT(cases, 1);
    CHECK_TEXT(settlement(id), "- 500000 10000 - - -");
    CHECK_TEXT(changes(id, "plan"), "- > -");
}
