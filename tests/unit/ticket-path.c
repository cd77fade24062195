/* Paths and hold reasons as data: what may be read in, what is refused, and what cases make of it. */
#include "case-kit.h"

static enum cs_status step(const char *row)
{
    return desk_row(&cs_path_record, desk_step, row);
}

CS_TEST(shipped, "every case finds a path: by kind, by priority, and the last one takes what is left")
{
    static const struct {
        const char *kind, *priority, *path;
    } cases[] = {
        { "repair", "1", "emergency" },  { "repair", "2", "repair" },       { "repair", "3", "repair" },
        { "repair", "4", "repair" },     { "complaint", "1", "complaint" }, { "complaint", "3", "complaint" },
        { "handover", "1", "handover" }, { "handover", "4", "handover" },   { "inquiry", "3", "talk" },
        { "suggestion", "3", "talk" },   { "praise", "1", "talk" },         { "plea", "3", "plea" },
        { "chaser", "2", "plea" },
    };
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char row[80];
        snprintf(row, sizeof row, "kind=%s|priority=%s|subject=x", cases[i].kind, cases[i].priority);
        const char *path = ask(desk_add(row), "SELECT p.name FROM path AS p JOIN ticket AS t ON t.path_id = "
                                              "p.id WHERE t.id = $1");
        CHECK_THAT(strcmp(path, cases[i].path) == 0, "%s of priority %s goes %s", cases[i].kind,
                   cases[i].priority, path);
    }
}

CS_TEST(refused_rows, "a step from a state that there is not, or told twice, is refused with its reason")
{
    desk_whole("2026-03-02 09:00");
    CHECK_INT(step("path=p|verb=work|from=nowhere|to=closed"), CS_REFUSED);
    CHECK(strstr(kit.err.text, "\"nowhere\" is no state"));
    CHECK_INT(step("path=q|verb=work|from=received;in_work;received|to=closed"), CS_REFUSED);
    CHECK(strstr(kit.err.text, "has this move from \"received\" already"));
    CHECK_INT(step("path=r|verb=work|from=received"), CS_REFUSED); /* it leads nowhere */
    CHECK_INT(step("verb=work|from=received|to=closed"), CS_REFUSED);
}

CS_TEST(replaced, "a path that is read anew has the new steps alone; the others keep theirs")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=inquiry|subject=x"), repair = desk_add("kind=repair|subject=y");
    CHECK_INT(step("path=talk|kinds=inquiry|verb=work|from=received|to=in_work"), CS_OK);
    CHECK_INT(step("path=talk|kinds=inquiry|verb=close|from=in_work|to=closed"), CS_OK);
    CHECK_INT(cs_ticket_path_end(desk.tickets, &kit.err), CS_OK);
    desk_at("2026-03-02 09:05");
    REFUSED("no legal move", id, "close"); /* it closed on the call before */
    MOVE(id, "work");
    MOVE(id, "close");
    CHECK_TEXT(field(id, "state"), "closed");
    MOVE(repair, "inspect");
    CHECK_TEXT(field(repair, "state"), "to_dispatch");
}

CS_TEST(dead_ends, "a path that leads where no end is within reach is refused")
{
    desk_whole("2026-03-02 09:00");
    CHECK_INT(step("path=ring|kinds=praise|verb=work|from=received|to=in_work"), CS_OK);
    CHECK_INT(step("path=ring|kinds=praise|verb=verify|from=in_work|to=received"), CS_OK);
    CHECK_INT(cs_ticket_path_end(desk.tickets, &kit.err), CS_FAILED);
    CHECK(strstr(kit.err.text, "never to an end"));
    cs_error_clear(&kit.err);
    CHECK_INT(step("path=stop|kinds=praise|verb=work|from=received|to=in_work"), CS_OK);
    CHECK_INT(cs_ticket_path_end(desk.tickets, &kit.err), CS_FAILED);
}

CS_TEST(reasons,
        "a hold reason says how long, who approves and which proof; another day it may say otherwise")
{
    desk_whole("2026-03-02 09:00");
    int64_t id = desk_add("kind=repair|subject=x");
    REFUSED("needs the approval of customer care", id, "hold", .reason = "contractor");
    REFUSED("needs proof", id, "hold", .reason = "owner_delay", .approver = "K1");
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason,
                       "name=contractor|title=承建商拖延|longest=2d|evidence=no"),
              CS_OK);
    MOVE(id, "hold", .reason = "contractor");
    CHECK_TEXT(moment(id, "hold_until"), "2026-03-04 09:00:00");
    MOVE(id, "resume");
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, "name=bad|title=坏|longest=soon|evidence=no"),
              CS_REFUSED);
    CHECK_INT(desk_row(&cs_hold_reason_record, desk_reason, "name=free|title=随意|evidence=no"), CS_OK);
    MOVE(id, "hold", .reason = "随意"); /* by its title, and without a limit */
    CHECK_TEXT(moment(id, "hold_until"), "");
}

CS_TEST(limits, "how long each shipped reason may last, to the second, and not one second longer")
{
    static const struct {
        const char *reason, *who, *longest, *over;
    } holds[] = {
        { "owner_delay", "K1", "2026-04-01 09:00:00", "2026-04-01 09:00:01" },
        { "neighbour", "H1", "2026-05-01 09:00:00", "2026-05-01 09:00:01" },
        { "drying", "E1", "2026-03-17 09:00:00", "2026-03-17 09:00:01" },
        { "weather", "K1", "2026-03-17 09:00:00", "2026-03-17 09:00:01" },
        { "winter", "H1", "2026-06-30 09:00:00", "2026-06-30 09:00:01" },
        { "owner_refuses", "H1", "2026-04-01 09:00:00", "2026-04-01 09:00:01" },
        { "appraisal", "H1", "2026-05-01 09:00:00", "2026-05-01 09:00:01" },
        { "cost_approval", "H1", "2026-03-07 09:00:00", "2026-03-07 09:00:01" },
        { "material", "K1", "2026-03-17 09:00:00", "2026-03-17 09:00:01" },
        { "dispute", "H1", "2026-03-12 09:00:00", "2026-03-12 09:00:01" },
        { "contractor", "K1", "2026-03-09 09:00:00", "2026-03-09 09:00:01" },
    };
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
        int64_t id = desk_add("kind=repair|project=P1|subject=x");
        REFUSED("at the longest", id, "hold", .reason = holds[i].reason, .approver = holds[i].who,
                .evidence = "photo://1", .until = room_time(holds[i].over));
        REFUSED("cannot end before it begins", id, "hold", .reason = holds[i].reason,
                .approver = holds[i].who, .evidence = "photo://1", .until = desk.now);
        MOVE(id, "hold", .reason = holds[i].reason, .approver = holds[i].who, .evidence = "photo://1");
        CHECK_TEXT(moment(id, "hold_until"), holds[i].longest);
        MOVE(id, "resume");
        MOVE(id, "hold", .reason = holds[i].reason, .approver = holds[i].who, .evidence = "photo://1",
             .until = room_time(holds[i].longest));
        CHECK_TEXT(moment(id, "hold_until"), holds[i].longest);
    }
}
