/* What a desk ties to a case: group cases, links, chasers, flags, matters, evidence. */
#include "case-kit.h"
#include "ticket/desk.h"

#define CASE_OF "kind=complaint|priority=3|project=P1|subject=楼板开裂"

/* Six homes of P1 beside the two of the kit. */
static const char *const more_homes[] = {
    "code=P1-2-1-101|project=P1|room=2-1-101",
    "code=P1-2-1-102|project=P1|room=2-1-102",
    "code=P1-2-1-201|project=P1|room=2-1-201",
    "code=P1-2-1-202|project=P1|room=2-1-202",
    "code=P1-2-1-301|project=P1|room=2-1-301",
    "code=P1-2-1-302|project=P1|room=2-1-302",
    NULL,
};

static void world(void)
{
    desk_whole("2026-03-02 09:00");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_org(CS_ORG_HOME, more_homes);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at("2026-03-02 09:00");
    kit.said[0] = '\0';
}

static int64_t in_home(const char *room)
{
    char text[256];
    snprintf(text, sizeof text, CASE_OF "|room=%s", room);
    return desk_add(text);
}

static enum cs_status end(enum cs_status status)
{
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

static void begin(struct cs_act *act)
{
    cs_error_clear(&kit.err);
    if (act->at == 0)
        act->at = desk.now;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
}

static enum cs_status put_under(int64_t id, int64_t parent)
{
    struct cs_act act = { 0 };
    begin(&act);
    return end(cs_ticket_parent(desk.tickets, id, parent, &act, &kit.err));
}

#define UNDER(id, parent) CHECK_THAT(put_under(id, parent) == CS_OK, "%s", kit.err.text)
#define SAYS(words)       CHECK_THAT(strstr(kit.err.text, words), "\"%s\" does not say \"%s\"", kit.err.text, words)
#define HEARD(words)      CHECK_THAT(strstr(kit.said, words), "\"%s\" does not say \"%s\"", kit.said, words)

/* ------------------------------------------------------------------ group cases */

CS_TEST(parent_levels, "no circle, no parent of itself, two levels at most, no parent that is over")
{
    world();
    int64_t a = in_home("1-1-101"), b = in_home("1-1-102"), c = in_home("2-1-101"), d = in_home("2-1-102");
    CHECK_INT(put_under(a, a), CS_REFUSED);
    SAYS("cannot be its own parent");
    CHECK_INT(put_under(a, 999), CS_REFUSED);
    SAYS("there is no case 999");
    UNDER(b, a);
    CHECK_INT(put_under(a, b), CS_REFUSED);
    SAYS("stands above case 2 already");
    UNDER(c, b); /* a > b > c: two levels */
    CHECK_INT(put_under(a, c), CS_REFUSED);
    SAYS("stands above case 3 already");
    CHECK_INT(put_under(d, c), CS_REFUSED);
    SAYS("more than two levels");
    UNDER(c, 0);
    UNDER(d, c);
    CHECK_INT(put_under(c, b), CS_REFUSED); /* a > b > c > d again */
    SAYS("more than two levels");
    UNDER(c, a); /* a > c > d */
    CHECK_TEXT(field(c, "parent_id"), "1");
    CHECK_TEXT(field(b, "parent_id"), "1");
    MOVE(d, "cancel", .reason = "误报");
    CHECK_INT(put_under(b, d), CS_REFUSED);
    SAYS("case 4 is over");
    CHECK_INT(put_under(999, a), CS_NONE);
}

CS_TEST(parent_log, "joining and leaving stand in the log once each; doing it again changes nothing")
{
    world();
    int64_t a = in_home("1-1-101"), b = in_home("1-1-102");
    UNDER(b, a);
    UNDER(b, a);
    CHECK_TEXT(story(b), "receive >received\nparent");
    CHECK_TEXT(ask(b,
                   "SELECT coalesce(old, '-') || '>' || coalesce(new, '-') FROM event WHERE ticket_id = $1 "
                   "AND field = 'parent_id'"),
               "->1");
    UNDER(b, 0);
    UNDER(b, 0);
    CHECK_TEXT(story(b), "receive >received\nparent\nparent removed");
    CHECK_TEXT(field(b, "parent_id"), "");
    MOVE(b, "merge", .into = in_home("1-1-102"));
    CHECK_INT(put_under(b, a), CS_REFUSED);
    SAYS("case 2 went on as case 3");
}

CS_TEST(group_flag, "with the fifth home the parent is a group complaint, and has its limits")
{
    static const char *const rooms[] = { "1-1-102", "2-1-101", "2-1-102", "2-1-201" };
    world();
    int64_t parent = in_home("1-1-101");
    CHECK_TEXT(due(parent, "contact"), "2026-03-02 11:00:00"); /* 2 h */
    for (int i = 0; i < 3; i++)
        UNDER(in_home(rooms[i]), parent);
    UNDER(in_home(rooms[0]), parent); /* the same home again: four homes, with the parent's own */
    CHECK_TEXT(field(parent, "flags"), "");
    UNDER(in_home(rooms[3]), parent);
    CHECK_TEXT(field(parent, "flags"), "group");
    HEARD("case 1: 5 homes, so it is a group complaint from now on");
    CHECK_TEXT(due(parent, "contact"), "2026-03-02 09:30:00"); /* a group's 30 min */
    CHECK_TEXT(story(parent), "receive >received\nflag\nclock contact\nclock plan");
    UNDER(in_home("2-1-301"), parent); /* flagged once */
    CHECK_TEXT(story(parent), "receive >received\nflag\nclock contact\nclock plan");
}

CS_TEST(group_setting, "of how many homes a group is, is a setting; levels above count with it")
{
    world();
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_store_set(desk.store, "group_homes", "3", &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    int64_t top = in_home("1-1-101"), middle = in_home("1-1-102");
    UNDER(middle, top);
    UNDER(in_home("2-1-101"), middle);
    CHECK_TEXT(field(middle, "flags"), "");   /* two homes */
    CHECK_TEXT(field(top, "flags"), "group"); /* three, on two levels */
}

CS_TEST(group_end, "a parent with open cases below is neither closed nor cancelled nor merged")
{
    world();
    int64_t top = in_home("1-1-101"), b = in_home("1-1-102"), c = in_home("2-1-101"),
            other = in_home("2-1-102");
    UNDER(b, top);
    UNDER(c, b);
    MOVE(top, "contact");
    REFUSED("case 1 is the parent of 2 open cases (3, 2): close them first", top, "close",
            .outcome = "settled");
    REFUSED("take them off first", top, "cancel", .reason = "误报");
    REFUSED("take them off first", top, "merge", .into = other);
    int64_t *ids = NULL;
    size_t count = 0;
    CHECK_INT(cs_ticket_children(desk.tickets, top, &ids, &count, &kit.err), CS_OK);
    CHECK_INT(count, 2);
    CHECK_INT(ids[0], c); /* the lower level first */
    CHECK_INT(ids[1], b);
    free(ids);
    MOVE(c, "cancel", .reason = "误报");
    MOVE(b, "contact");
    MOVE(b, "close", .outcome = "settled");
    MOVE(top, "close", .outcome = "settled");
    CHECK_TEXT(field(top, "state"), "settled");
}

CS_TEST(group_page, "a group in figures: cases, open ones, homes, people, and whom nobody spoke to longest")
{
    world();
    int64_t top = in_home("1-1-101");
    desk_at("2026-03-02 10:00");
    int64_t b = desk_add(CASE_OF "|room=1-1-102|phone=13900000001");
    int64_t c = desk_add(CASE_OF "|room=2-1-101|phone=13900000002");
    int64_t d = desk_add(CASE_OF "|room=2-1-101|phone=13900000002");
    UNDER(b, top);
    UNDER(c, top);
    UNDER(d, c);
    MOVE(b, "cancel", .reason = "误报");
    desk_at("2026-03-02 11:00");
    MOVE(c, "contact");
    const char *figures =
        room_view(desk.store, &cs_group_view, "ticket cases open homes people silent_since");
    /* homes 1-1-102 and 2-1-101, two phones; d waits since 10:00 */
    CHECK_THAT(strncmp(figures, "1|3|2|2|2|2026-03-02T10:00:00+08:00\n", 36) == 0, "%s", figures);
    CHECK_TEXT(room_view(desk.store, &cs_child_view, "ticket id state home"),
               "|1|received|P1-1-1-101\n1|2|cancelled|P1-1-1-102\n1|3|to_check|P1-2-1-101\n"
               "3|4|received|P1-2-1-101\n");
}

/* ------------------------------------------------------------------ links */

static enum cs_status tie(int64_t id, int64_t other, const char *kind, bool remove)
{
    struct cs_act act = { .note = "楼上厨房" };
    const struct cs_linking how = { other, kind, remove };
    begin(&act);
    return end(cs_ticket_link(desk.tickets, id, &how, &act, &kit.err));
}

CS_TEST(links, "a link is seen from both ends, stands once, and can be taken away")
{
    world();
    int64_t a = in_home("1-1-101"), b = in_home("1-1-102");
    CHECK_INT(tie(a, b, "source", false), CS_OK);
    CHECK_INT(tie(a, b, "source", false), CS_OK);
    CHECK_INT(tie(a, b, "related", false), CS_OK);
    CHECK_TEXT(room_view(desk.store, &cs_link_view, "ticket kind way other note"),
               "1|related|out|2|楼上厨房\n1|source|out|2|楼上厨房\n"
               "2|related|in|1|楼上厨房\n2|source|in|1|楼上厨房\n");
    CHECK_TEXT(story(b), "receive >received\nlink\nlink");
    CHECK_TEXT(ask(b, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'link' ORDER BY seq"),
               "source <- 1: 楼上厨房\nrelated <- 1: 楼上厨房");
    CHECK_INT(tie(a, b, "source", true), CS_OK);
    CHECK_TEXT(room_view(desk.store, &cs_link_view, "ticket kind"), "1|related\n2|related\n");
    CHECK_TEXT(story(a), "receive >received\nlink\nlink\nlink removed");
    CHECK_INT(tie(a, b, "source", true), CS_REFUSED);
    SAYS("case 1 has no link \"source of the damage\" to case 2");
    CHECK_INT(tie(b, a, "related", true), CS_REFUSED); /* the other way round is another link */
    CHECK_INT(tie(a, a, "related", false), CS_REFUSED);
    SAYS("cannot be linked to itself");
    CHECK_INT(tie(a, 77, "related", false), CS_REFUSED);
    SAYS("there is no case 77");
}

/* ------------------------------------------------------------------ chasers */

static int64_t chased;
static bool raised;

static enum cs_status chase(int64_t id, const char *now)
{
    struct cs_act act = { .note = "催问" };
    desk_at(now);
    begin(&act);
    return end(cs_ticket_chase(desk.tickets, id, "hotline", &act, &chased, &raised, &kit.err));
}

CS_TEST(chasers, "chasers are counted; the third in seven days raises the case a level, once")
{
    world();
    int64_t id = in_home("1-1-101");
    CHECK_INT(chase(id, "2026-03-02 10:00"), CS_OK);
    CHECK_INT(chase(id, "2026-03-05 10:00"), CS_OK);
    CHECK_INT(chase(id, "2026-03-09 10:00"), CS_OK); /* the first lies seven days back: two within */
    CHECK_TEXT(field(id, "chasers"), "3");
    CHECK_TEXT(field(id, "flags"), "");
    CHECK(!raised);
    CHECK_INT(chase(id, "2026-03-09 11:00"), CS_OK); /* 5 March, 9 March twice */
    CHECK(raised);
    CHECK_TEXT(field(id, "flags"), "escalated");
    CHECK_TEXT(field(id, "level"), "1");
    CHECK_INT(chase(id, "2026-03-09 12:00"), CS_OK);
    CHECK(!raised);
    CHECK_TEXT(field(id, "level"), "1");
    CHECK_TEXT(field(id, "chasers"), "5");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'chase' LIMIT 1"),
               "hotline: 催问");
    CHECK_TEXT(field(id, "state"), "received"); /* it moves nothing and is no word to the customer */
    CHECK_TEXT(field(id, "last_contact_at"), "");
}

CS_TEST(chased_where, "a merged case is chased where it went on; a case that is over is not")
{
    world();
    int64_t a = in_home("1-1-101"), b = in_home("1-1-101");
    MOVE(b, "merge", .into = a);
    CHECK_INT(chase(b, "2026-03-02 10:00"), CS_OK);
    CHECK_INT(chased, a);
    CHECK_TEXT(field(a, "chasers"), "1");
    CHECK_TEXT(field(b, "chasers"), "0");
    MOVE(a, "cancel", .reason = "误报");
    CHECK_INT(chase(a, "2026-03-02 11:00"), CS_REFUSED);
    SAYS("case 1 is over: reopen it");
}

/* ------------------------------------------------------------------ flags and law */

static enum cs_status flag(int64_t id, struct cs_flagging f, const char *note)
{
    struct cs_act act = { .note = note };
    f.first_at = f.first_at ? f.first_at : CS_NO_TIME;
    f.until_at = f.until_at ? f.until_at : CS_NO_TIME;
    begin(&act);
    return end(cs_ticket_flag(desk.tickets, id, &f, &act, &kit.err));
}
#define FLAG(id, note, ...) flag(id, (struct cs_flagging){ __VA_ARGS__ }, note)
#define WORDS(n, ...)       (const char *const[]){ __VA_ARGS__ }, n

CS_TEST(flags, "flags and grade choose the limits; what is so already makes no event")
{
    world();
    int64_t id = in_home("1-1-101");
    CHECK_TEXT(due(id, "done"), "2026-03-11 18:00:00"); /* 7 wd */
    CHECK_INT(FLAG(id, NULL, .grade = "important"), CS_OK);
    CHECK_TEXT(due(id, "done"), "2026-03-16 18:00:00"); /* 10 wd */
    const char *const media[] = { "media", "injury" };
    CHECK_INT(FLAG(id, NULL, .set = media, .set_count = 2), CS_OK);
    CHECK_TEXT(field(id, "flags"), "media;injury");
    CHECK_TEXT(due(id, "contact"), "2026-03-02 09:30:00");
    CHECK_INT(FLAG(id, NULL, .set = media, .set_count = 1), CS_OK);
    CHECK_TEXT(story(id), "receive >received\nflag\nclock done\nflag\nclock contact\nclock plan");
    CHECK_INT(FLAG(id, NULL, .clear = media, .clear_count = 1), CS_REFUSED);
    SAYS("needs a reason");
    CHECK_INT(FLAG(id, "误报", .clear = media, .clear_count = 1), CS_OK);
    CHECK_TEXT(field(id, "flags"), "injury");
    CHECK_INT(FLAG(id, "x", .set = media, .set_count = 2, .clear = media, .clear_count = 1), CS_REFUSED);
    SAYS("both set and cleared");
    CHECK_INT(FLAG(id, "x", .grade = NULL), CS_REFUSED);
    SAYS("flag needs --set");
    CHECK_INT(FLAG(99, "x", .grade = "major"), CS_NONE);
}

CS_TEST(matters, "exposure, letter and suit are kept with their numbers and times, and set their flag")
{
    world();
    int64_t id = in_home("1-1-101");
    CHECK_INT(FLAG(id, NULL, .matter = "exposure", .place = "业主群", .reach = 500,
                   .first_at = room_time("2026-03-01 20:00")),
              CS_OK);
    CHECK_TEXT(field(id, "flags"), "media");
    CHECK_INT(FLAG(id, "已转法务", .matter = "letter", .place = "某某律所", .number = "17",
                   .first_at = room_time("2026-03-02 08:00"), .until_at = room_time("2026-03-09 18:00")),
              CS_OK);
    CHECK_INT(FLAG(id, NULL, .matter = "suit", .place = "区法院", .until_at = room_time("2026-04-01 09:00")),
              CS_OK);
    CHECK_TEXT(field(id, "flags"), "media;lawyer");
    CHECK_TEXT(room_view(desk.store, &cs_matter_view, "seq kind place number reach first_at until_at note"),
               "1|exposure|业主群||500|2026-03-01T20:00:00+08:00||\n"
               "2|letter|某某律所|17||2026-03-02T08:00:00+08:00|2026-03-09T18:00:00+08:00|已转法务\n"
               "3|suit|区法院||||2026-04-01T09:00:00+08:00|\n");
    CHECK_TEXT(ask(id, "SELECT note FROM event WHERE ticket_id = $1 AND verb = 'flag' ORDER BY seq"),
               "exposure: 业主群\nletter: 某某律所 17; 已转法务\nsuit: 区法院");
    CHECK_INT(FLAG(id, NULL, .matter = "exposure", .place = "x", .first_at = room_time("2026-03-02 09:01")),
              CS_REFUSED);
    SAYS("lies in the future");
    CHECK_INT(FLAG(id, NULL, .matter = "letter", .place = "x", .first_at = room_time("2026-03-02 08:00"),
                   .until_at = room_time("2026-03-01 08:00")),
              CS_REFUSED);
    SAYS("before it was received");
}

CS_TEST(legal_hold, "a legal hold needs a reason to be lifted")
{
    world();
    int64_t id = in_home("1-1-101");
    CHECK_INT(FLAG(id, NULL, .legal_hold = "yes"), CS_OK);
    CHECK_INT(FLAG(id, NULL, .legal_hold = "yes"), CS_OK);
    CHECK_TEXT(field(id, "legal_hold"), "yes");
    CHECK_TEXT(story(id), "receive >received\nflag");
    CHECK_INT(FLAG(id, NULL, .legal_hold = "no"), CS_REFUSED);
    SAYS("needs a reason");
    CHECK_INT(FLAG(id, "案件已结", .legal_hold = "no"), CS_OK);
    CHECK_TEXT(field(id, "legal_hold"), "");
}

/* ------------------------------------------------------------------ evidence */

static const char hash_a[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char hash_b[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
static bool known;

static enum cs_status hang(int64_t id, struct cs_attaching x)
{
    struct cs_act act = { 0 };
    x.taken_at = x.taken_at ? x.taken_at : CS_NO_TIME;
    x.size = x.size ? x.size : -1;
    begin(&act);
    return end(cs_ticket_attach(desk.tickets, id, &x, &act, &known, &kit.err));
}
#define HANG(id, type_, uri_, ...)                                                                           \
    hang(id, (struct cs_attaching){ .type = type_, .uri = uri_, ##__VA_ARGS__ })

CS_TEST(attach, "evidence is kept with what is known of it; the same file again is unchanged")
{
    world();
    int64_t id = in_home("1-1-101");
    CHECK_INT(HANG(id, "after", "a.jpg", .sha256 = hash_a, .size = 17, .step = "verify",
                   .taken_at = room_time("2026-03-02 09:00")),
              CS_OK);
    CHECK(!known);
    CHECK_INT(HANG(id, "after", "copy-of-a.jpg", .sha256 = hash_a, .size = 17), CS_OK);
    CHECK(known);
    CHECK_INT(HANG(id, "letter", "https://example.org/1"), CS_OK);
    CHECK(!known);
    CHECK_INT(HANG(id, "letter", "https://example.org/1"), CS_OK);
    CHECK(known);
    CHECK_INT(HANG(id, "after", "https://example.org/1"), CS_OK); /* as something else */
    CHECK(!known);
    CHECK_TEXT(room_view(desk.store, &cs_attachment_view, "ticket step type uri size taken_at"),
               "1|verify|after|a.jpg|17|2026-03-02T09:00:00+08:00\n1||letter|https://example.org/1||\n"
               "1||after|https://example.org/1||\n");
    CHECK_TEXT(story(id), "receive >received\nattach\nattach\nattach");
    CHECK_INT(HANG(id, "after", "b", .taken_at = room_time("2026-03-02 09:01")), CS_REFUSED);
    SAYS("which has not come yet");
    CHECK_INT(HANG(id, "after", "b", .fault = 3), CS_REFUSED);
    SAYS("case 1 has no fault 3");
}

CS_TEST(reused, "the same file on two cases and a picture older than its case are said")
{
    world();
    int64_t a = in_home("1-1-101"), b = in_home("1-1-102");
    CHECK_INT(HANG(a, "after", "a.jpg", .sha256 = hash_a), CS_OK);
    CHECK_INT(HANG(b, "after", "b.jpg", .sha256 = hash_b), CS_OK);
    CHECK_TEXT(kit.said, "");
    CHECK_INT(HANG(b, "after", "c.jpg", .sha256 = hash_a), CS_OK);
    HEARD("case 2: case 1 has the very same file as c.jpg");
    CHECK_INT(HANG(b, "before", "d.jpg", .taken_at = room_time("2026-02-28 10:00")), CS_OK);
    HEARD("case 2: d.jpg was taken at 2026-02-28T10:00:00+08:00, before the case was opened");
}

#define KNOWN_FAULT .component = "leak", .class = "workmanship", .cause = "防水层破损", .party = "X1"

CS_TEST(closing_evidence, "a photo after and a signature that hang there satisfy a closing, one of them not")
{
    world();
    int64_t id = desk_add("kind=repair|priority=3|project=P1|room=1-1-101|subject=渗漏");
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    REFUSED("missing: --evidence", id, "close", KNOWN_FAULT);
    CHECK_INT(HANG(id, "after", "a.jpg", .sha256 = hash_a), CS_OK);
    REFUSED("missing: --evidence", id, "close", KNOWN_FAULT);
    CHECK_INT(HANG(id, "signature", "s.jpg", .sha256 = hash_b, .fault = 1), CS_OK);
    MOVE(id, "close", KNOWN_FAULT);
    CHECK_TEXT(field(id, "state"), "to_call_back");
    desk_by("caller", "2026-03-02 09:10");
    MOVE(id, "callback", .outcome = "not_solved");
    desk_at("2026-03-02 09:20"); /* what was signed before proves nothing of the second round */
    MOVE(id, "inspect");
    MOVE(id, "dispatch", TO("X1"));
    MOVE(id, "work", .outcome = "done");
    MOVE(id, "verify");
    REFUSED("missing: --evidence", id, "close", KNOWN_FAULT);
}

CS_TEST(possible_acts, "an act is written down when it has happened, and late ones are marked")
{
    world();
    int64_t id = in_home("1-1-101");
    struct cs_act early = { .at = room_time("2026-03-02 08:59") },
                  late = { .at = room_time("2026-03-02 09:01") };
    begin(&early);
    CHECK_INT(end(cs_ticket_chase(desk.tickets, id, NULL, &early, &chased, &raised, &kit.err)), CS_REFUSED);
    SAYS("before the case was opened");
    begin(&late);
    CHECK_INT(end(cs_ticket_chase(desk.tickets, id, NULL, &late, &chased, &raised, &kit.err)), CS_REFUSED);
    SAYS("lies in the future");
    desk_at("2026-03-03 09:01:01"); /* a day and a second later */
    begin(&late);
    CHECK_INT(end(cs_ticket_chase(desk.tickets, id, NULL, &late, &chased, &raised, &kit.err)), CS_OK);
    CHECK_TEXT(ask(id, "SELECT mark FROM event WHERE ticket_id = $1 AND verb = 'chase'"), "backdated");
    CHECK_TEXT(field(id, "anomalies"), "backdated");
}

CS_TEST(replayed, "whatever was done, the log gives the state that the row has")
{
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}
