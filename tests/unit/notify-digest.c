/*
 * Digests: what is gathered when, once and for all; floods; what a digest says. Everything from Thursday
 * 2026-03-05 09:00 in Shanghai (KIT_NOW); G gets digests at 08:30 and 17:00, H nothing but floods.
 */
#include "notify/notify.h"
#include "outbox-kit.h"

static const struct cs_statement world[] = {
    { "INSERT INTO unit (id, code, name, kind, status) VALUES (1, 'P1', 'Garden', 'project', 'active')", "",
      "" },
    { "INSERT INTO unit (id, code, name, kind, status) VALUES (2, 'P2', 'River', 'project', 'active')", "",
      "" },
    { "INSERT INTO staff (id, code, name, language, digest) VALUES (1, 'G', 'Gao', 'en', '08:30;17:00')", "",
      "" },
    { "INSERT INTO staff (id, code, name, language, quiet) VALUES (2, 'H', 'He', 'en', '16:00-18:00')", "",
      "" },
    { "INSERT INTO source (id, name) VALUES (1, 'crm')", "", "" },
    { "INSERT INTO customer (id, source_id, external_id, name, kind) VALUES (1, 1, 'C1', 'Li', 'buyer')", "",
      "" },
    { "INSERT INTO ticket (id, kind, state, priority, unit_id, room, subject, opened_at) VALUES (7, "
      "'repair', "
      "'working', 3, 1, '3-2-1801', 'leak', 1772499600)",
      "", "" },
    { "INSERT INTO ticket (id, kind, state, priority, unit_id, room, subject, opened_at) VALUES (8, "
      "'repair', "
      "'working', 3, 2, '1-101', 'door', 1772499600)",
      "", "" },
    { "INSERT INTO ticket (id, kind, state, priority, project, subject, opened_at, legal_hold) VALUES (9, "
      "'complaint', 'closed', 3, 'Hill', 'noise', 1772499600, 'yes')",
      "", "" },
/* rung 3 and 4 of case 7 were due 10 h and 2 h before 17:00, its clock at 07:00; case 8 is due at 18:00 */
#define RUNG(id, ticket, metric, rung, due)                                                                  \
    {                                                                                                        \
        "INSERT INTO escalation (id, ticket_id, metric, instance, rung, due_at, at, local_day, line, role, " \
        "level, "                                                                                            \
        "staff_id, action) VALUES (" #id ", " #ticket ", '" metric "', 1, " #rung ", " #due ", " #due        \
        ", 0, 'care', 'care', 'region', 1, 'notify')",                                                       \
            "", ""                                                                                           \
    }
    RUNG(1, 7, "done", 3, 1772665200),
    RUNG(2, 7, "done", 4, 1772694000),
    RUNG(3, 8, "done", 1, 1772704800),
    RUNG(4, 7, "silence", 1, 1772697600),
    RUNG(5, 9, "done", 1, 1772611200),
    { "INSERT INTO clock (ticket_id, metric, instance, started_at, base_at, used, due_at, passed, rung, "
      "level, "
      "provisional) VALUES (7, 'done', 1, 1772499600, 1772499600, 0, 1772665200, 0, 4, 0, 0)",
      "", "" },
};
static const struct cs_statements world_table = CS_STATEMENTS("digest_world", world);

static struct cs_notify_plan *plan;
static char told[400];

static void begin(void)
{
    kit_open();
    kit_do(&world_table);
    CHECK_INT(cs_notify_plan_new(kit.store, kit.zone, &plan, &kit.err), CS_OK);
}

static void end(void)
{
    cs_notify_plan_free(plan);
    kit_close();
}

/* Puts a message in as the run would: its moment by the plan. */
static void put(const char *key, int64_t staff, int64_t ticket, int64_t escalation, bool urgent, int64_t now)
{
    struct cs_notify_message message = { .key = key,
                                         .created_at = now,
                                         .staff_id = staff,
                                         .template_name = "escalation",
                                         .ticket_id = ticket,
                                         .escalation_id = escalation };
    cs_notify_plan_message(plan, NULL, urgent, &message);
    CHECK_INT(cs_notify_queue(kit.store, &message, NULL, &kit.err), CS_OK);
}

static enum cs_status take(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    (void)err;
    size_t used = strlen(told);
    snprintf(told + used, sizeof told - used, "%s%s %lld of %lld in %lld", used ? "; " : "",
             cs_value_text(&row->values[1]), (long long)row->values[3].integer,
             (long long)row->values[4].integer, (long long)row->values[5].integer);
    return CS_OK;
}

/* The digests made: "G 3 of 2 in 1": messages, cases, projects. */
static const char *gather(int64_t now, int64_t staff, bool dry)
{
    told[0] = '\0';
    CHECK_THAT(cs_notify_gather(kit.store, plan, now, staff, dry, take, NULL, &kit.err) == CS_OK, "%s",
               kit.err.text);
    return told;
}

#define STATES kit_ask("SELECT key || ' ' || state FROM message WHERE template <> 'digest' ORDER BY id")

CS_TEST(gathered, "at its hour all that waits becomes one message, once however often it is asked")
{
    begin();
    put("a", 1, 7, 1, false, KIT_NOW);
    put("b", 1, 7, 2, false, kit_at(1));
    put("c", 1, 8, 3, false, kit_at(7));
    put("d", 1, 7, 4, true, kit_at(1));
    put("e", 2, 7, 4, false, kit_at(1));
    CHECK_TEXT(gather(kit_at(8) - 1, 0, false), "");
    CHECK_TEXT(gather(kit_at(8), 0, true), "G 3 of 2 in 2"); /* a rehearsal */
    CHECK_TEXT(kit_ask("SELECT CAST(count(*) AS TEXT) FROM message WHERE template = 'digest'"), "0");
    CHECK_TEXT(gather(kit_at(8), 0, false), "G 3 of 2 in 2");
    CHECK_TEXT(STATES, "a gathered|b gathered|c gathered|d waiting|e waiting");
    CHECK_TEXT(gather(kit_at(8), 0, false), "");
    CHECK_TEXT(
        kit_ask("SELECT key || ' ' || CAST(send_at - 1772672400 AS TEXT) FROM message WHERE template = "
                "'digest'"),
        "digest:1:3 28800");
    CHECK_TEXT(kit_ask("SELECT DISTINCT d.key FROM message AS m JOIN message AS d ON d.id = m.digest_id"),
               "digest:1:3");
    put("f", 1, 8, 3, false, kit_at(8)); /* after its hour: the next digest's */
    CHECK_TEXT(gather(kit_at(23), 0, false), "");
    CHECK_TEXT(gather(kit_at(23.5), 0, false), "G 1 of 1 in 1");
    end();
}

CS_TEST(not_leased, "what waits for a digest is never sent by itself, urgent messages are")
{
    int64_t id = 0, attempt;
    begin();
    put("a", 1, 7, 1, false, KIT_NOW);
    put("b", 1, 7, 2, true, KIT_NOW);
    CHECK_INT(cs_notify_lease(kit.store, "x", kit_at(20), &id, &attempt, &kit.err), CS_OK);
    CHECK_INT(id, 2);
    CHECK_INT(cs_notify_lease(kit.store, "x", kit_at(20), &id, &attempt, &kit.err), CS_NONE);
    CHECK_TEXT(gather(kit_at(20), 0, false), "G 1 of 1 in 1");
    CHECK_INT(cs_notify_lease(kit.store, "x", kit_at(20), &id, &attempt, &kit.err), CS_OK);
    CHECK_TEXT(kit_ask("SELECT template FROM message WHERE state = 'leased' AND id > 2"), "digest");
    end();
}

CS_TEST(one_person, "digests can be made for one person alone")
{
    begin();
    put("a", 1, 7, 1, false, KIT_NOW);
    CHECK_TEXT(gather(kit_at(8), 2, false), "");
    CHECK_TEXT(gather(kit_at(8), 1, false), "G 1 of 1 in 1");
    end();
}

CS_TEST(flood, "more than ten that wait for one person become a digest, and one an hour at most")
{
    char key[16];
    begin();
    for (int i = 0; i < 10; i++) {
        snprintf(key, sizeof key, "m%d", i);
        put(key, 2, 7, 1, false, KIT_NOW);
    }
    put("urgent", 2, 7, 2, true, KIT_NOW);
    CHECK_TEXT(gather(KIT_NOW, 0, false), ""); /* ten are no flood yet; the urgent one does not count */
    put("m10", 2, 8, 3, false, KIT_NOW);
    CHECK_TEXT(gather(KIT_NOW, 0, false), "H 11 of 2 in 2");
    for (int i = 20; i < 31; i++) {
        snprintf(key, sizeof key, "m%d", i);
        put(key, 2, 7, 1, false, kit_at(0.5));
    }
    CHECK_TEXT(gather(kit_at(0.5), 0, false), ""); /* put off until an hour after the first */
    CHECK_TEXT(
        kit_ask("SELECT DISTINCT CAST(digest_at - 1772672400 AS TEXT) FROM message WHERE state = 'waiting' "
                "AND digest_at IS NOT NULL"),
        "3600");
    CHECK_TEXT(gather(kit_at(1), 0, false), "H 11 of 1 in 1");
    CHECK_TEXT(kit_ask("SELECT key FROM message WHERE state = 'waiting' AND template <> 'digest'"), "urgent");
    end();
}

CS_TEST(quiet_digest, "a digest made in quiet hours waits for their end")
{
    char key[16];
    begin();
    for (int i = 0; i < 11; i++) {
        snprintf(key, sizeof key, "m%d", i);
        put(key, 2, 7, 1, false, kit_at(6.9)); /* 15:54: just before quiet */
    }
    CHECK_TEXT(gather(kit_at(7.5), 0, false), "H 11 of 1 in 1");
    CHECK_TEXT(kit_ask("SELECT CAST(send_at - 1772672400 AS TEXT) FROM message WHERE template = 'digest'"),
               "32400"); /* 18:00 */
    end();
}

CS_TEST(retried, "a message that is tried again by hand leaves its digest's queue")
{
    int64_t id = 0, attempt;
    begin();
    put("a", 1, 7, 1, false, KIT_NOW);
    CHECK_INT(cs_notify_retry(kit.store, 1, KIT_NOW, &kit.err), CS_OK);
    CHECK_INT(cs_notify_lease(kit.store, "x", KIT_NOW, &id, &attempt, &kit.err), CS_OK);
    CHECK_INT(id, 1);
    end();
}

static const struct cs_statement to_customer[] = {
    { "INSERT INTO message (key, created_at, send_at, customer_id, template, ticket_id, state, attempts, "
      "next_at) "
      "VALUES ('c', 0, 0, 1, 'survey', 9, 'waiting', 0, 0)",
      "", "" },
    { "INSERT INTO message (key, created_at, send_at, staff_id, template, ticket_id, state, attempts, "
      "next_at) "
      "VALUES ('s', 0, 0, 2, 'escalation', 9, 'waiting', 0, 0)",
      "", "" },
};
static const struct cs_statements to_customer_table = CS_STATEMENTS("to_customer", to_customer);

CS_TEST(ahead, "what a clock ahead by years put off for a person is due once the clock is right again")
{
    const int64_t ahead = KIT_NOW + 400 * 86400;
    int64_t id = 0, attempt;
    char key[16];
    begin();
    put("alone", 2, 7, 1, false, ahead);
    put("gathered", 1, 7, 2, false, ahead);
    put("leased", 2, 7, 4, true, KIT_NOW);
    CHECK_INT(cs_notify_lease(kit.store, "x", ahead - 1, &id, &attempt, &kit.err), CS_OK);
    CHECK_INT(id, 3); /* and its sender is no more */
    CHECK_TEXT(gather(kit_at(1), 2, true), "");
    CHECK_TEXT(kit_ask("SELECT key FROM message WHERE next_at <= 1772676000"), ""); /* a rehearsal */
    CHECK_TEXT(gather(kit_at(1), 0, false), "G 1 of 1 in 1");
    CHECK_TEXT(kit_ask("SELECT key FROM message WHERE next_at <= 1772676000 AND template <> 'digest'"),
               "alone|gathered|leased");
    for (int i = 0; i < 2; i++)
        CHECK_INT(cs_notify_lease(kit.store, "y", kit_at(1), &id, &attempt, &kit.err), CS_OK);
    /* what waits as it should is left alone: a digest of tomorrow, a try after eight hours */
    put("tomorrow", 1, 7, 2, false, kit_at(2));
    CHECK_TEXT(gather(kit_at(2), 0, false), "");
    end();
    /* a flood does not wait for an hour after a digest that is still to come */
    begin();
    for (int i = 0; i < 11; i++) {
        snprintf(key, sizeof key, "m%d", i);
        put(key, 2, 7, 1, false, ahead);
    }
    CHECK_TEXT(gather(ahead, 0, false), "H 11 of 1 in 1");
    for (int i = 20; i < 31; i++) {
        snprintf(key, sizeof key, "m%d", i);
        put(key, 2, 7, 1, false, KIT_NOW);
    }
    CHECK_TEXT(gather(KIT_NOW, 0, false), "H 11 of 1 in 1");
    end();
}

CS_TEST(legal_hold, "nothing goes to a customer by itself while the law holds the case; to staff it goes on")
{
    struct cs_notify_facts facts;
    begin();
    kit_do(&to_customer_table);
    CHECK_INT(cs_notify_facts(kit.store, 1, KIT_NOW, kit.zone, &kit.arena, &facts, &kit.err), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "case 9 is under a legal hold: nothing goes to the customer by itself");
    cs_error_clear(&kit.err);
    CHECK_TEXT(gather(KIT_NOW, 0, false), "");
    CHECK_TEXT(kit_ask("SELECT key || ' ' || state || ' ' || coalesce(fault, '-') FROM message ORDER BY id"),
               "c dropped legal hold|s waiting -");
    end();
}

/* ---- what it says ---- */

static const char *fact(const struct cs_notify_group *group, const char *name)
{
    const struct cs_notify_facts facts = { .list = group->list, .count = group->count };
    return cs_notify_fact(&facts, name);
}

CS_TEST(says, "one line a case and clock, by project, whichever is most late first, with counts")
{
    struct cs_notify_facts facts;
    begin();
    put("a", 1, 7, 1, false, KIT_NOW);
    put("b", 1, 7, 2, false, KIT_NOW); /* the same clock, a rung later: one line */
    put("c", 1, 8, 3, false, KIT_NOW);
    put("d", 1, 7, 4, false, KIT_NOW);
    put("e", 1, 9, 5, false, KIT_NOW);
    gather(kit_at(8), 0, false);
    CHECK_INT(cs_notify_facts(kit.store, 6, kit_at(8), kit.zone, &kit.arena, &facts, &kit.err), CS_OK);
    CHECK_TEXT(facts.template_name, "digest");
    CHECK_TEXT(cs_notify_fact(&facts, "count"), "4");
    CHECK_TEXT(cs_notify_fact(&facts, "case_count"), "3");
    CHECK_TEXT(cs_notify_fact(&facts, "project_count"), "3");
    /* late: Hill since the 4th 16:00, Garden done since 07:00 and silent since 16:00 */
    CHECK_TEXT(cs_notify_fact(&facts, "late_count"), "3");
    CHECK_INT((intmax_t)facts.group_count, 3);
    /* Hill was due on 2026-03-04 16:00, Garden at 07:00, River is due at 18:00 */
    CHECK_TEXT(fact(&facts.groups[0], "name"), "Hill");
    CHECK_TEXT(fact(&facts.groups[1], "name"), "Garden");
    CHECK_TEXT(fact(&facts.groups[2], "name"), "River");
    CHECK_TEXT(fact(&facts.groups[1], "count"), "2");
    const struct cs_notify_group *first = &facts.groups[1].inner[0], *hill = &facts.groups[0].inner[0];
    CHECK_TEXT(fact(first, "metric_label"), "work done");
    CHECK_TEXT(fact(first, "rung"), "4");
    CHECK_TEXT(fact(first, "late"), "10h");
    CHECK_TEXT(fact(first, "room"), "3-2-1801");
    CHECK_TEXT(fact(hill, "late"), "1d 1h");
    CHECK_TEXT(fact(hill, "ended"), "yes");
    CHECK_TEXT(fact(&facts.groups[2].inner[0], "early"), "1h");
    CHECK_TEXT(fact(&facts.groups[2].inner[0], "late"), "");
    end();
}
