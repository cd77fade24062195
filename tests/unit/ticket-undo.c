/*
 * A refused record of a pipe leaves no trace, and does not spoil the next one: acts by somebody whom the
 * store did not know, several in one transaction as a command does them, the first of them refused.
 */
#include "case-kit.h"
#include "ticket/desk.h"
#include "ticket/mend.h"
#include "ticket/outside.h"

static int64_t first, second;

static bool names_subject(const void *context, int field)
{
    (void)context;
    return field == CS_TICKET_SUBJECT || field == CS_TICKET_STATE;
}

static enum cs_status change(int64_t id, const char *state)
{
    struct cs_value values[CS_TICKET_FIELDS];
    bool changed;
    for (int i = 0; i < CS_TICKET_FIELDS; i++)
        values[i] = cs_null();
    values[CS_TICKET_SUBJECT] = cs_text("新标题");
    values[CS_TICKET_STATE] = cs_text(state);
    const struct cs_ticket_change how = {
        .id = id, .values = values, .has = names_subject, .at = desk.now, .note = NULL
    };
    return cs_ticket_change(desk.tickets, &how, &changed, &kit.err);
}

static enum cs_status order_add(int64_t id, const char *external)
{
    bool changed;
    const struct cs_outside_new new = { .source = "12345",
                                        .external_id = external,
                                        .channel = "hotline",
                                        .received_at = desk.now,
                                        .target_at = external[0] ? CS_NO_TIME : desk.now - 1,
                                        .at = desk.now };
    return cs_ticket_order_add(desk.tickets, id, &new, &changed, &kit.err);
}

static enum cs_status sign(int64_t id)
{
    bool changed;
    const struct cs_outside_act act = {
        .verb = "sign", .at = desk.now, .until = CS_NO_TIME, .answer_until = CS_NO_TIME
    };
    return cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err);
}

/* As cs-ticket ties: the mark is set around the whole act. */
static enum cs_status marked(enum cs_status status)
{
    if (status == CS_OK)
        return cs_store_keep_mark(desk.store, &kit.err);
    cs_store_undo_mark(desk.store);
    return status;
}

enum act { PARENT, LINK, CHASE, FLAG, CHANGE, SIGN, ORDER, MOVE_ACT, ACTS };
static const char *const names[ACTS] = { "parent", "link",       "chase",     "flag",
                                         "change", "order sign", "order add", "note" };

/* The act on a case with which it must be refused (bad), or on one with which it must not. */
static enum cs_status act(enum act which, bool bad)
{
    const struct cs_act now = { desk.now, "说明" };
    const char *const media[] = { "media" };
    int64_t id = bad ? 999 : second, chased;
    bool raised;
    struct cs_move note = { .verb = "note",
                            .outcome = "",
                            .at = desk.now,
                            .note = "说明",
                            .promised_at = CS_NO_TIME,
                            .appointment_at = CS_NO_TIME,
                            .until = CS_NO_TIME };
    if (which == CHANGE)
        return change(second, bad ? "closed" : "received");
    if (which == ORDER)
        return order_add(second, bad ? "" : "DH-1");
    if (which == SIGN)
        return sign(bad ? first : second);
    if (which == MOVE_ACT)
        return cs_ticket_move(desk.tickets, id, &note, &kit.err);
    CHECK_INT(cs_store_mark(desk.store, &kit.err), CS_OK);
    if (which == PARENT)
        return marked(cs_ticket_parent(desk.tickets, second, bad ? second : first, &now, &kit.err));
    if (which == LINK)
        return marked(cs_ticket_link(desk.tickets, second,
                                     &(struct cs_linking){ .other = bad ? second : first, .kind = "related" },
                                     &now, &kit.err));
    if (which == CHASE)
        return marked(cs_ticket_chase(desk.tickets, id, "call_line", &now, &chased, &raised, &kit.err));
    return marked(cs_ticket_flag(
        desk.tickets, id,
        &(struct cs_flagging){ .set = media, .set_count = 1, .first_at = CS_NO_TIME, .until_at = CS_NO_TIME },
        &now, &kit.err));
}

/* All that an act may write, in figures: rows of each table, and the cases themselves. */
static const char *trace(void)
{
    return ask(0, "SELECT (SELECT count(*) FROM event) || ' ' || (SELECT count(*) FROM reference) || ' ' || "
                  "(SELECT count(*) FROM outside_order) || ' ' || (SELECT count(*) FROM link) || ' ' || "
                  "(SELECT count(*) FROM matter) || ' ' || (SELECT count(*) FROM clock) || ' ' || (SELECT "
                  "count(*) FROM past_value) || ' ' || (SELECT group_concat(state || coalesce(flags, '-') || "
                  "coalesce(parent_id, '-') || chasers || coalesce(subject, '-'), ' ') FROM ticket) WHERE $1 "
                  "= 0");
}

CS_TEST(refused_first, "what is refused leaves no trace, and the next record of the same command is taken")
{
    desk_whole("2026-03-02 09:00");
    first = desk_add("kind=repair|project=P1|subject=渗水");
    second = desk_add("kind=repair|project=P1|subject=空鼓");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(order_add(second, "DH-0"), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk.now += 60;
    for (enum act which = 0; which < ACTS; which++) {
        char actor[32], before[512], known[100];
        snprintf(actor, sizeof actor, "newcomer%d", (int)which);
        snprintf(known, sizeof known, "SELECT count(*) || '' FROM actor WHERE name = '%s' AND $1 = 0", actor);
        snprintf(before, sizeof before, "%s", trace());
        desk_open(actor);
        CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
        cs_error_clear(&kit.err);
        enum cs_status status = act(which, true);
        CHECK_THAT(status != CS_OK && status != CS_FAILED && kit.err.text[0], "%s: not refused (%d)",
                   names[which], (int)status);
        CHECK_TEXT(trace(), before);
        cs_error_clear(&kit.err);
        status = act(which, false);
        CHECK_THAT(status == CS_OK, "%s after a refusal: %s (%d)", names[which], kit.err.text, (int)status);
        CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
        CHECK_TEXT(ask(0, known), "1");
        CHECK_THAT(strcmp(trace(), before) != 0, "%s wrote nothing", names[which]);
    }
}

CS_TEST(undone_whole, "after a transaction was taken back, the same desk writes who acts down again")
{
    desk_whole("2026-03-02 09:00");
    first = desk_add("kind=repair|project=P1|subject=渗水");
    desk_open("newcomer");
    const struct cs_act now = { desk.now, NULL };
    int64_t chased;
    bool raised;
    for (int i = 0; i < 2; i++) {
        CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
        CHECK_THAT(cs_ticket_chase(desk.tickets, first, NULL, &now, &chased, &raised, &kit.err) == CS_OK,
                   "round %d: %s", i, kit.err.text);
        if (i == 0)
            cs_store_rollback(desk.store);
        else
            CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    }
    CHECK_TEXT(field(first, "chasers"), "1");
    CHECK_TEXT(ask(first, "SELECT a.name FROM event AS e JOIN actor AS a ON a.id = e.actor_id WHERE "
                          "e.ticket_id = $1 AND e.verb = 'chase'"),
               "newcomer");
}
