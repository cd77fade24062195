/*
 * Erasure: after a person asked for it, no column of any table holds a word of theirs, whatever verb had
 * written it. Each text that a verb takes carries the secret here; what others' cases hold stays.
 */
#include "case-kit.h"
#include "ticket/desk.h"
#include "ticket/mend.h"
#include "ticket/outside.h"

#define SECRET "张密"
#define PHONE  "13812345678"

static enum cs_status take_name(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_buffer *names = context;
    (void)err;
    cs_buffer_printf(names, "%s\n", cs_value_text(&out[0]));
    return CS_OK;
}

/* The columns of the whole store that hold a text, "table.column" each. */
static const char *holding(const char *text)
{
    static struct cs_buffer found;
    struct cs_buffer names = CS_BUFFER_INIT;
    cs_buffer_reset(&found);
    cs_buffer_text(&found, "");
    CHECK_INT(cs_store_each_sql(desk.store,
                                "SELECT m.name || '.' || p.name FROM sqlite_schema AS m JOIN "
                                "pragma_table_info(m.name) AS p WHERE m.type = 'table' AND m.sql IS NOT NULL "
                                "ORDER BY 1",
                                NULL, 0, "t", take_name, &names, &kit.err),
              CS_OK);
    char *rest = names.text, *name;
    int columns = 0;
    while ((name = strsep(&rest, "\n")) && name[0]) {
        char sql[256], *column = strchr(name, '.');
        snprintf(sql, sizeof sql,
                 "SELECT count(*) || '' FROM \"%.*s\" WHERE CAST(\"%s\" AS TEXT) LIKE '%%%s%%' AND $1 = 0",
                 (int)(column - name), name, column + 1, text);
        if (strcmp(ask(0, sql), "0") != 0)
            cs_buffer_printf(&found, "%s%s", found.length ? " " : "", name);
        columns++;
    }
    CHECK_THAT(columns > 400, "only %d columns were looked at", columns);
    cs_buffer_release(&names);
    return found.text;
}

static struct cs_act act;

static void begin(void)
{
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    act = (struct cs_act){ desk.now, SECRET "说" };
}

static void end(const char *what, enum cs_status status)
{
    CHECK_THAT(status == CS_OK, "%s: %s", what, kit.err.text);
    if (status == CS_OK)
        CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    else
        cs_store_rollback(desk.store);
}

/* An order of others, and more time for it. */
static void order(int64_t id, const char *external)
{
    bool changed;
    begin();
    const struct cs_outside_new order = { .source = "12345",
                                          .external_id = external,
                                          .channel = "hotline",
                                          .received_at = desk.now,
                                          .target_at = CS_NO_TIME,
                                          .at = desk.now,
                                          .note = SECRET };
    end("order", cs_ticket_order_add(desk.tickets, id, &order, &changed, &kit.err));
    begin();
    const struct cs_outside_act extend = { .verb = "extend",
                                           .order = external,
                                           .at = desk.now,
                                           .until = desk.now + 30 * 86400,
                                           .permit = "YQ-1",
                                           .note = SECRET,
                                           .answer_until = CS_NO_TIME };
    end("extend", cs_ticket_outside(desk.tickets, id, &extend, &changed, &kit.err));
}

static void tie(int64_t id, int64_t other)
{
    bool known, raised;
    int64_t chased;
    begin();
    end("link", cs_ticket_link(desk.tickets, id, &(struct cs_linking){ .other = other, .kind = "related" },
                               &act, &kit.err));
    begin();
    end("link here", cs_ticket_link(desk.tickets, other,
                                    &(struct cs_linking){ .other = id, .kind = "source" }, &act, &kit.err));
    begin(); /* the link is gone, its words are in both logs */
    end("unlink", cs_ticket_link(desk.tickets, other,
                                 &(struct cs_linking){ .other = id, .kind = "source", .remove = true }, &act,
                                 &kit.err));
    begin();
    end("chase", cs_ticket_chase(desk.tickets, id, "call_line", &act, &chased, &raised, &kit.err));
    begin();
    const struct cs_flagging letter = { .matter = "letter",
                                        .place = "某律所",
                                        .number = "2026-1",
                                        .first_at = desk.now,
                                        .until_at = CS_NO_TIME };
    end("flag", cs_ticket_flag(desk.tickets, id, &letter, &act, &kit.err));
    begin();
    const struct cs_attaching photo = {
        .uri = "file:///" SECRET ".jpg", .type = "after", .size = -1, .taken_at = CS_NO_TIME
    };
    end("attach", cs_ticket_attach(desk.tickets, id, &photo, &act, &known, &kit.err));
    order(id, "DH-1");
}

/* A complaint with every word of its path, then a repair with the visits, holds and call-backs of its own. */
static void complain(int64_t id)
{
    MOVE(id, "contact", .channel = "phone", .note = SECRET);
    MOVE(id, "verify", .note = SECRET);
    MOVE(id, "plan", .plan = SECRET "赔", .offered = 10000, .demanded = 20000, .note = SECRET);
    desk_by("H1", "2026-03-02 10:00");
    MOVE(id, "approve", .note = SECRET);
    desk_by("desk", "2026-03-02 10:30");
    MOVE(id, "note", .note = SECRET);
}

static void repair(int64_t id)
{
    MOVE(id, "inspect", .component = "leak", .note = SECRET);
    MOVE(id, "dispatch", TO("X1"), .note = SECRET);
    MOVE(id, "accept");
    MOVE(id, "appoint", .appointment_at = desk.now + 3600, .window_until = desk.now + 7200,
         .agreed_with = SECRET, .access = "at_home");
    MOVE(id, "appoint", .outcome = "cancelled", .reason = SECRET, .note = SECRET);
    MOVE(id, "hold", .reason = "winter", .approver = "H1", .evidence = SECRET);
    MOVE(id, "review", .note = SECRET);
    MOVE(id, "resume", .note = SECRET);
    MOVE(id, "work", .outcome = "done", .note = SECRET);
    MOVE(id, "verify", .evidence = SECRET, .note = SECRET);
    MOVE(id, "close", .component = "leak", .class = "workmanship", .cause = "防水层破损", .party = "X1",
         .evidence = SECRET, .resolution = SECRET, .note = SECRET);
    desk_by("caller", "2026-03-02 11:00");
    MOVE(id, "callback", .outcome = "unhappy", .means = "phone", .unhappy_reason = SECRET,
         .recording = SECRET, .note = SECRET);
    MOVE(id, "soothe", .means = "phone", .note = SECRET);
}

#define PERSON "|reporter=" SECRET "|phone=" PHONE "|email=zm@hx.example|subject=" SECRET "家|body=" SECRET

CS_TEST(no_column, "after an erasure no column of any table holds a word of the person")
{
    int64_t files = 0, cases;
    desk_whole("2026-03-02 09:00");
    int64_t other = desk_add("kind=repair|project=P1|room=1-1-101|subject=邻居家|phone=13900000001");
    int64_t complaint = desk_add("kind=complaint|project=P1|room=1-1-101" PERSON);
    int64_t own = desk_add("kind=repair|project=P1|room=1-1-102" PERSON);
    int64_t twice = desk_add("kind=repair|project=P1|room=1-1-101" PERSON);
    tie(complaint, other);
    MOVE(other, "note", .note = "与他人无关");
    complain(complaint);
    repair(own);
    MOVE(twice, "contact", .channel = "phone", .note = SECRET "又来电");
    order(twice, "DH-2");
    MOVE(twice, "merge", .into = other, .note = SECRET);
    /* a case that a source changes again keeps what that said before */
    int64_t imported = desk_imported("external_id=W1|kind=repair|project=P1" PERSON);
    MOVE(imported, "note", .note = SECRET);
    desk_imported("external_id=W1|kind=repair|project=P1|priority=2" PERSON "2");
    MOVE(imported, "cancel", .reason = SECRET);

    CHECK(strstr(holding(SECRET), "hold.evidence")); /* the search finds what is there */
    CHECK(strstr(holding(SECRET), "appointment.agreed_by"));
    CHECK(strstr(holding(SECRET), "attachment.uri"));
    CHECK(strstr(holding(SECRET), "link.note"));
    CHECK(strstr(holding(SECRET), "extension.note"));
    CHECK(strstr(holding(SECRET), "callback.recording"));
    CHECK(strstr(holding(SECRET), "settlement.plan"));
    CHECK(strstr(holding(SECRET), "intake_given.given"));
    CHECK(strstr(holding(PHONE), "intake_given.given"));

    struct cs_buffer said = CS_BUFFER_INIT;
    CHECK_INT(cs_ticket_forget_files(desk.store, 0, PHONE, take_name, &said, &kit.err), CS_OK);
    for (const char *at = said.text; at && *at; at = strchr(at, '\n') + 1)
        files++;
    CHECK_INT(files, 3); /* the photo of the complaint, and what verify and close of the repair named */
    cs_buffer_release(&said);
    begin();
    end("forget", cs_ticket_forget(desk.store, 0, PHONE, 1, desk.now, &cases, &kit.err));
    CHECK_INT(cases, 4);
    CHECK_TEXT(holding(SECRET), "");
    CHECK_TEXT(holding(PHONE), "");
    CHECK_TEXT(holding("zm@hx.example"), "");
    /* the neighbour's words stay, and so does what the figures need */
    CHECK_TEXT(field(other, "subject"), "邻居家");
    CHECK_TEXT(field(other, "phone"), "13900000001");
    CHECK(strstr(holding("与他人无关"), "event.note"));
    CHECK_TEXT(field(own, "callback_result"), "unhappy");
    CHECK_TEXT(ask(complaint, "SELECT offered || ' ' || demanded FROM settlement WHERE ticket_id = $1"),
               "10000 20000");
    CHECK_TEXT(ask(complaint, "SELECT permit FROM extension WHERE ticket_id = $1"), "YQ-1");
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}
