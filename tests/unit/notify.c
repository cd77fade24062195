/* The outbox: putting in, leases, tries, what a template may say. */
#include "notify/notify.h"
#include "notify/notify-words.h"
#include "outbox-kit.h"

static const struct cs_statement people[] = {
    { "INSERT INTO unit (id, code, name, kind, status) VALUES (1, 'P01', 'Garden', 'project', 'active')", "",
      "" },
    { "INSERT INTO unit (id, code, name, kind, status) VALUES (2, 'S01', 'Pipes Ltd', 'contractor', "
      "'active')",
      "", "" },
    { "INSERT INTO staff (id, code, name, email, phone, language) "
      "VALUES (1, 'G02', '钱经理', 'g02@x.example', '13700001111', 'zh')",
      "", "" },
    { "INSERT INTO staff (id, code, name, language) VALUES (2, 'E01', 'Head', 'en')", "", "" },
    { "INSERT INTO source (id, name) VALUES (9, 'crm')", "", "" },
    { "INSERT INTO ticket (id, kind, state, priority, unit_id, room, subject, opened_at, last_contact_at, "
      "assignee, "
      "flags, grade, reopens, chasers) VALUES (7, 'complaint', 'to_check', 2, 1, '3-2-1801', '漏水', "
      "1772499600, "
      "1772586000, '张工', 'media;group', 'major', 0, 2)",
      "", "" },
    { "INSERT INTO fault (ticket_id, seq, component) VALUES (7, 1, 'leak')", "", "" },
    { "INSERT INTO work_order (ticket_id, seq, supplier, state) VALUES (7, 1, 'by hand', 'refused')", "",
      "" },
    { "INSERT INTO work_order (ticket_id, seq, supplier_id, state) VALUES (7, 2, 2, 'issued')", "", "" },
    { "INSERT INTO reference (source_id, external_id, ticket_id, main, digest) VALUES (9, 'K77', 7, 1, 0)",
      "", "" },
    { "INSERT INTO clock (ticket_id, metric, instance, started_at, base_at, used, due_at, passed, rung, "
      "level, "
      "provisional) VALUES (7, 'contact', 1, 1772499600, 1772499600, 0, 1772575200, 0, 2, 0, 0)",
      "", "" },
    { "INSERT INTO escalation (id, ticket_id, metric, instance, rung, due_at, at, local_day, line, role, "
      "level, "
      "staff_id, action) VALUES (3, 7, 'contact', 1, 2, 1772575200, 1772575200, 0, 'care', 'care', 'city', "
      "1, "
      "'notify')",
      "", "" },
};
static const struct cs_statements people_table = CS_STATEMENTS("people", people);

static void put(const char *key, int64_t send_at, int64_t staff)
{
    const struct cs_notify_message message = { key, KIT_NOW, send_at, staff, "complaint", 7, 3 };
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_notify_queue(kit.store, &message, NULL, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
}

static void begin(void)
{
    kit_open();
    kit_do(&people_table);
}

/* Leases the next message and answers its number; 0: none is due. */
static int64_t lease(const char *holder, int64_t now, int64_t *attempt)
{
    int64_t id = 0, dummy;
    enum cs_status status =
        cs_notify_lease(kit.store, holder, now, &id, attempt ? attempt : &dummy, &kit.err);
    CHECK(status == CS_OK || status == CS_NONE);
    return status == CS_OK ? id : 0;
}

CS_TEST(once, "a key is put in once, however often it is offered")
{
    begin();
    put("a", KIT_NOW, 1);
    put("a", KIT_NOW + 60, 2);
    put("b", KIT_NOW, 1);
    CHECK_TEXT(kit_ask("SELECT key FROM message ORDER BY id"), "a|b");
    CHECK_TEXT(kit_ask("SELECT CAST(staff_id AS TEXT) FROM message WHERE key = 'a'"), "1");
    kit_close();
}

CS_TEST(no_case, "a message about no case and no rung holds nulls")
{
    begin();
    const struct cs_notify_message message = { "plain", KIT_NOW, KIT_NOW, 1, "complaint", 0, 0 };
    CHECK_INT(cs_notify_queue(kit.store, &message, NULL, &kit.err), CS_OK);
    CHECK_TEXT(kit_ask("SELECT 'null' FROM message WHERE ticket_id IS NULL AND escalation_id IS NULL"),
               "null");
    kit_close();
}

CS_TEST(order, "messages go out by their time, then in the order they came, and not before their time")
{
    begin();
    put("late", KIT_NOW + 100, 1);
    put("first", KIT_NOW, 1);
    put("second", KIT_NOW, 1);
    CHECK_INT(lease("x", KIT_NOW - 1, NULL), 0);
    CHECK_INT(lease("x", KIT_NOW, NULL), 2);
    CHECK_INT(lease("x", KIT_NOW, NULL), 3);
    CHECK_INT(lease("x", KIT_NOW, NULL), 0);
    CHECK_INT(lease("x", KIT_NOW + 100, NULL), 1);
    kit_close();
}

CS_TEST(lease_alone, "what one sender holds no other takes, until the lease is over")
{
    int64_t attempt = 0;
    begin();
    put("a", KIT_NOW, 1);
    CHECK_INT(lease("one", KIT_NOW, &attempt), 1);
    CHECK_INT(attempt, 1);
    CHECK_INT(lease("two", KIT_NOW + CS_NOTIFY_LEASE - 1, NULL), 0);
    CHECK_INT(lease("two", KIT_NOW + CS_NOTIFY_LEASE, &attempt), 1);
    CHECK_INT(attempt, 2);
    /* the first comes back from the dead: its word no longer counts */
    CHECK_INT(cs_notify_settle(kit.store, 1, "one", KIT_NOW + 700, NULL, false, &kit.err), CS_NONE);
    CHECK_TEXT(kit_ask("SELECT state FROM message"), "leased");
    CHECK_INT(cs_notify_settle(kit.store, 1, "two", KIT_NOW + 700, NULL, false, &kit.err), CS_OK);
    CHECK_TEXT(kit_ask("SELECT state || ' ' || sent_at FROM message"), "sent 1772673100");
    CHECK_INT(lease("three", KIT_NOW + 90000, NULL), 0);
    kit_close();
}

CS_TEST(backoff, "tries are 1, 2, 4 ... minutes apart, four hours at most")
{
    static const int64_t minutes[] = { 1, 2, 4, 8, 16, 32, 64, 128, 240, 240 };
    for (int i = 0; i < 10; i++)
        CHECK_INT(cs_notify_backoff(i + 1), minutes[i] * 60);
    CHECK_INT(cs_notify_backoff(1000000), 240 * 60);
    CHECK_INT(cs_notify_backoff(0), 60);
}

CS_TEST(tries, "after the tenth failure a message has failed, and none before")
{
    int64_t now = KIT_NOW, attempt = 0;
    begin();
    put("a", KIT_NOW, 1);
    for (int i = 1; i <= CS_NOTIFY_ATTEMPTS; i++) {
        CHECK_INT(lease("x", now, &attempt), 1);
        CHECK_INT(attempt, i);
        CHECK_INT(cs_notify_settle(kit.store, 1, "x", now, "no answer", false, &kit.err), CS_OK);
        CHECK_TEXT(kit_ask("SELECT state FROM message"), i < CS_NOTIFY_ATTEMPTS ? "waiting" : "failed");
        CHECK_INT(lease("x", now + cs_notify_backoff(i) - 1, NULL), 0);
        now += cs_notify_backoff(i);
    }
    CHECK_INT(lease("x", now + 900000, NULL), 0);
    CHECK_TEXT(kit_ask("SELECT fault FROM message"), "no answer");
    kit_close();
}

CS_TEST(for_good, "what can never be sent fails at once")
{
    begin();
    put("a", KIT_NOW, 1);
    CHECK_INT(lease("x", KIT_NOW, NULL), 1);
    CHECK_INT(cs_notify_settle(kit.store, 1, "x", KIT_NOW, "no such user", true, &kit.err), CS_OK);
    CHECK_TEXT(kit_ask("SELECT state || ': ' || fault FROM message"), "failed: no such user");
    kit_close();
}

CS_TEST(retry, "a failed message can be tried anew; one that was sent or is being sent cannot")
{
    int64_t attempt = 0;
    begin();
    put("a", KIT_NOW, 1);
    put("b", KIT_NOW, 1);
    CHECK_INT(lease("x", KIT_NOW, NULL), 1);
    CHECK_INT(cs_notify_retry(kit.store, 1, KIT_NOW, &kit.err), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "message 1 is being sent just now");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_notify_settle(kit.store, 1, "x", KIT_NOW, "bad", true, &kit.err), CS_OK);
    CHECK_INT(cs_notify_retry(kit.store, 1, KIT_NOW, &kit.err), CS_OK);
    CHECK_INT(lease("x", KIT_NOW, &attempt), 1);
    CHECK_INT(attempt, 1);
    CHECK_INT(cs_notify_settle(kit.store, 1, "x", KIT_NOW, NULL, false, &kit.err), CS_OK);
    CHECK_INT(cs_notify_retry(kit.store, 1, KIT_NOW, &kit.err), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "message 1 was sent already");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_notify_retry(kit.store, 99, KIT_NOW, &kit.err), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "there is no message 99");
    kit_close();
}

CS_TEST(retry_all, "all failed messages are tried anew, and no other")
{
    int64_t count = 0;
    begin();
    put("a", KIT_NOW, 1);
    put("b", KIT_NOW, 1);
    put("c", KIT_NOW + 5000, 1);
    for (int i = 1; i <= 2; i++) {
        CHECK_INT(lease("x", KIT_NOW, NULL), i);
        CHECK_INT(cs_notify_settle(kit.store, i, "x", KIT_NOW, "bad", true, &kit.err), CS_OK);
    }
    CHECK_INT(cs_notify_retry_all(kit.store, KIT_NOW + 10, &count, &kit.err), CS_OK);
    CHECK_INT(count, 2);
    CHECK_TEXT(kit_ask("SELECT state || attempts || ' ' || next_at FROM message ORDER BY id"),
               "waiting0 1772672410|waiting0 1772672410|waiting0 1772677400");
    kit_close();
}

CS_TEST(facts_chinese, "facts speak the addressee's Chinese, whatever the process speaks")
{
    struct cs_notify_facts facts;
    begin();
    put("a", KIT_NOW, 1);
    CHECK_INT(cs_notify_facts(kit.store, 1, KIT_NOW, kit.zone, &kit.arena, &facts, &kit.err), CS_OK);
    static const char *const want[][2] = {
        { "key", "a" },
        { "recipient.name", "钱经理" },
        { "recipient.code", "G02" },
        { "recipient.email", "g02@x.example" },
        { "recipient.phone", "13700001111" },
        { "recipient.language", "zh" },
        { "metric", "contact" },
        { "metric_label", "首次联系" },
        { "due_at", "2026-03-04 06:00" },
        { "late", "1天3小时" },
        { "early", "" },
        { "rung", "2" },
        { "level_label", "城市" },
        { "role", "care" },
        { "now", "2026-03-05 09:00" },
        { "ticket.id", "7" },
        { "ticket.source", "crm" },
        { "ticket.external_id", "K77" },
        { "ticket.kind", "complaint" },
        { "ticket.kind_label", "投诉" },
        { "ticket.state_label", "待核实" },
        { "ticket.priority", "2" },
        { "ticket.priority_label", "紧急" },
        { "ticket.grade", "重大" },
        { "ticket.flags", "媒体、群诉" },
        { "ticket.component_label", "渗漏" },
        { "ticket.subject", "漏水" },
        { "ticket.project", "Garden" },
        { "ticket.room", "3-2-1801" },
        { "ticket.opened_at", "2026-03-03 09:00" },
        { "ticket.age", "2" },
        { "ticket.last_contact_at", "2026-03-04 09:00" },
        { "ticket.assignee", "张工" },
        { "ticket.supplier", "Pipes Ltd" },
        { "ticket.reopens", "" },
        { "ticket.chasers", "2" },
        { "open", "yes" },
        { "no such fact", "" },
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        CHECK_TEXT(cs_notify_fact(&facts, want[i][0]), want[i][1]);
    CHECK_TEXT(facts.template_name, "complaint");
    CHECK_TEXT(facts.language, "zh");
    kit_close();
}

CS_TEST(facts_english, "facts speak English to whom English is written, and count down before the limit")
{
    struct cs_notify_facts facts;
    begin();
    put("a", KIT_NOW, 2);
    CHECK_INT(cs_notify_facts(kit.store, 1, 1772575200 - 5430, kit.zone, &kit.arena, &facts, &kit.err),
              CS_OK);
    CHECK_TEXT(cs_notify_fact(&facts, "metric_label"), "first contact");
    CHECK_TEXT(cs_notify_fact(&facts, "ticket.flags"), "media, group complaint");
    CHECK_TEXT(cs_notify_fact(&facts, "late"), "");
    CHECK_TEXT(cs_notify_fact(&facts, "early"), "1h 30m");
    CHECK_TEXT(facts.language, "en");
    kit_close();
}

CS_TEST(facts_nobody, "a message without an addressee, or none at all, is told in words")
{
    struct cs_notify_facts facts;
    begin();
    const struct cs_notify_message message = { "nobody", KIT_NOW, KIT_NOW, 0, "complaint", 7, 3 };
    CHECK_INT(cs_notify_queue(kit.store, &message, NULL, &kit.err), CS_OK);
    CHECK_INT(cs_notify_facts(kit.store, 1, KIT_NOW, kit.zone, &kit.arena, &facts, &kit.err), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "message 1 has nobody to go to");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_notify_facts(kit.store, 5, KIT_NOW, kit.zone, &kit.arena, &facts, &kit.err), CS_NONE);
    CHECK_TEXT(kit.err.text, "there is no message 5");
    kit_close();
}

CS_TEST(spans, "lengths of time are told in their two largest units")
{
    static const struct {
        int64_t seconds;
        const char *english, *chinese;
    } rows[] = {
        { 1, "1m", "1分钟" },
        { 59, "1m", "1分钟" },
        { 60, "1m", "1分钟" },
        { 3599, "59m", "59分钟" },
        { 3600, "1h", "1小时" },
        { 3660, "1h 1m", "1小时1分钟" },
        { 86400, "1d", "1天" },
        { 86400 + 3599, "1d", "1天" },
        { 86400 + 7200, "1d 2h", "1天2小时" },
        { 40 * 86400 + 23 * 3600, "40d 23h", "40天23小时" },
    };
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_TEXT(cs_notify_span(rows[i].seconds, false, &arena), rows[i].english);
        CHECK_TEXT(cs_notify_span(rows[i].seconds, true, &arena), rows[i].chinese);
    }
    cs_arena_release(&arena);
}

CS_TEST(labels, "codes that nobody knows stand for themselves")
{
    struct cs_arena arena = CS_ARENA_INIT;
    CHECK_TEXT(cs_notify_label(cs_notify_metrics, "done", true, &arena), "完工");
    CHECK_TEXT(cs_notify_label(cs_notify_metrics, "done", false, &arena), "work done");
    CHECK_TEXT(cs_notify_label(cs_notify_metrics, "our_own", true, &arena), "our_own");
    CHECK_TEXT(cs_notify_label(cs_notify_metrics, "", true, &arena), "");
    CHECK_TEXT(cs_notify_labels(cs_notify_levels, "city;moon;group", true, &arena), "城市、moon、集团");
    CHECK_TEXT(cs_notify_labels(cs_notify_levels, "", false, &arena), "");
    cs_arena_release(&arena);
}

CS_TEST(erased, "a person who was erased leaves a message without a name, and it can still be told apart")
{
    static const struct cs_statement erase[] = {
        { "UPDATE staff SET name = '', email = NULL, phone = NULL WHERE id = 1", "", "" },
    };
    static const struct cs_statements erase_table = CS_STATEMENTS("erase", erase);
    struct cs_notify_facts facts;
    begin();
    put("a", KIT_NOW, 1);
    kit_do(&erase_table);
    CHECK_INT(cs_notify_facts(kit.store, 1, KIT_NOW, kit.zone, &kit.arena, &facts, &kit.err), CS_OK);
    CHECK_TEXT(cs_notify_fact(&facts, "recipient.name"), "");
    CHECK_TEXT(cs_notify_fact(&facts, "recipient.email"), "");
    CHECK_TEXT(cs_notify_fact(&facts, "recipient.code"), "G02");
    kit_close();
}
