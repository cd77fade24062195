/* The life of a message: leased by one sender at a time, tried again by the table, given up, tried anew. */
#include "notify/notify.h"
#include "outbox-kit.h"

static const struct cs_statement people[] = {
    { "INSERT INTO staff (id, code, name) VALUES (1, 'Z1', 'Z')", "", "" },
};
static const struct cs_statements people_table = CS_STATEMENTS("people", people);

static void begin(int messages)
{
    kit_open();
    kit_do(&people_table);
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    for (int i = 0; i < messages; i++) {
        char key[16];
        bool queued = false;
        snprintf(key, sizeof key, "k%03d", i);
        const struct cs_notify_message message = { key, KIT_NOW, KIT_NOW + i, 1, "escalation", 0, 0 };
        CHECK_INT(cs_notify_queue(kit.store, &message, &queued, &kit.err), CS_OK);
        CHECK(queued);
    }
    CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
}

static int64_t lease(struct cs_store *store, const char *holder, int64_t now, int64_t *attempt)
{
    int64_t id = 0;
    enum cs_status status = cs_notify_lease(store, holder, now, &id, attempt, &kit.err);
    CHECK_THAT(status == CS_OK || status == CS_NONE, "lease: %s", kit.err.text);
    return status == CS_OK ? id : 0;
}

static enum cs_status fail(int64_t id, const char *holder, int64_t now, bool for_good)
{
    return cs_notify_settle(kit.store, id, holder, now, "no answer", for_good, &kit.err);
}

static const char *row(void)
{
    return kit_ask("SELECT state || ' ' || attempts || ' ' || (next_at - 1772672400) || ' ' || "
                   "coalesce(fault, '-') || ' ' || coalesce(lease, '-') FROM message WHERE id = 1");
}

CS_TEST(life,
        "tries follow each other after 1, 2, 4, 8, 16, 32, 64, 128 and 240 minutes; the tenth is the last")
{
    /* Seconds from the first try until each next one: the sums of 1, 2, 4 ... 128, 240 minutes. */
    static const int64_t tries[] = { 0, 60, 180, 420, 900, 1860, 3780, 7620, 15300, 29700 };
    int64_t attempt = 0;
    begin(1);
    for (int i = 0; i < 10; i++) {
        CHECK_INT(lease(kit.store, "x", KIT_NOW + tries[i] - 1, &attempt), 0);
        CHECK_INT(lease(kit.store, "x", KIT_NOW + tries[i], &attempt), 1);
        CHECK_INT(attempt, i + 1);
        CHECK_INT(fail(1, "x", KIT_NOW + tries[i], false), CS_OK);
    }
    CHECK_TEXT(kit_ask("SELECT state || ' ' || attempts || ' ' || fault FROM message"),
               "failed 10 no answer");
    CHECK_INT(lease(kit.store, "x", KIT_NOW + 9999999, &attempt), 0);
    kit_close();
}

CS_TEST(from_the_end, "the pause is counted from the end of a try, not from its beginning")
{
    int64_t attempt = 0;
    begin(1);
    CHECK_INT(lease(kit.store, "x", KIT_NOW, &attempt), 1);
    CHECK_INT(fail(1, "x", KIT_NOW + 300, false), CS_OK); /* it took five minutes to fail */
    CHECK_TEXT(row(), "waiting 1 360 no answer -");
    kit_close();
}

CS_TEST(states, "leased, waiting, sent: who holds it, what went wrong, and nothing of either once it is sent")
{
    int64_t attempt = 0;
    begin(1);
    CHECK_TEXT(row(), "waiting 0 0 - -");
    CHECK_INT(lease(kit.store, "one", KIT_NOW, &attempt), 1);
    CHECK_TEXT(row(), "leased 1 600 - one");
    CHECK_INT(fail(1, "one", KIT_NOW + 5, false), CS_OK);
    CHECK_TEXT(row(), "waiting 1 65 no answer -");
    CHECK_INT(lease(kit.store, "two", KIT_NOW + 65, &attempt), 1);
    CHECK_INT(cs_notify_settle(kit.store, 1, "two", KIT_NOW + 70, NULL, false, &kit.err), CS_OK);
    CHECK_TEXT(
        kit_ask("SELECT state || ' ' || attempts || ' ' || coalesce(fault, '-') || coalesce(lease, '-') "
                "|| coalesce(lease_until, '-') || (sent_at - 1772672400) FROM message"),
        "sent 2 ---70");
    kit_close();
}

CS_TEST(for_good, "what is no use to try again has failed at the first try")
{
    int64_t attempt = 0;
    begin(2);
    CHECK_INT(lease(kit.store, "x", KIT_NOW, &attempt), 1);
    CHECK_INT(fail(1, "x", KIT_NOW, true), CS_OK);
    CHECK_TEXT(kit_ask("SELECT state || attempts FROM message ORDER BY id"), "failed1|waiting0");
    CHECK_INT(lease(kit.store, "x", KIT_NOW + 1, &attempt), 2); /* and the next goes on */
    kit_close();
}

CS_TEST(killed, "a killed sender's message goes to the next when the lease is over, and counts as a try")
{
    int64_t attempt = 0;
    begin(1);
    for (int i = 1; i <= 3; i++) { /* each sender dies without a word */
        char holder[8];
        snprintf(holder, sizeof holder, "h%d", i);
        CHECK_INT(lease(kit.store, holder, KIT_NOW + (i - 1) * CS_NOTIFY_LEASE, &attempt), 1);
        CHECK_INT(attempt, i);
        CHECK_INT(lease(kit.store, "other", KIT_NOW + i * CS_NOTIFY_LEASE - 1, &attempt), 0);
    }
    /* the first two come back: their words change nothing, good or bad */
    CHECK_INT(cs_notify_settle(kit.store, 1, "h1", KIT_NOW + 1300, NULL, false, &kit.err), CS_NONE);
    CHECK_INT(fail(1, "h2", KIT_NOW + 1300, true), CS_NONE);
    CHECK_TEXT(row(), "leased 3 1800 - h3");
    CHECK_TEXT(kit_ask("SELECT key FROM message"), "k000"); /* the same for the receiver each time */
    kit_close();
}

CS_TEST(two_senders, "two senders at two doors of one store never hold the same message")
{
    char path[96];
    char *schema = cs_unit_path("schema");
    struct cs_store *second = NULL;
    int seen[21] = { 0 };
    int64_t attempt = 0, id;
    begin(20);
    snprintf(path, sizeof path, "%s/cs.db", kit.folder);
    struct cs_store_options options = {
        .url = path, .named = true, .mode = CS_STORE_WRITE, .schema_dir = schema, .wait_seconds = 5
    };
    CHECK_INT(cs_store_open(&options, &second, &kit.err), CS_OK);
    for (int i = 0; i < 20; i++) {
        bool mine = i % 3 == 0;
        id = lease(mine ? kit.store : second, mine ? "one" : "two", KIT_NOW + 30, &attempt);
        CHECK_THAT(id >= 1 && id <= 20, "lease %d got %lld", i, (long long)id);
        if (id >= 1 && id <= 20)
            seen[id]++;
    }
    for (int i = 1; i <= 20; i++)
        CHECK_THAT(seen[i] == 1, "message %d was leased %d times", i, seen[i]);
    CHECK_INT(lease(second, "two", KIT_NOW + 30, &attempt), 0);
    cs_store_close(second);
    free(schema);
    kit_close();
}

static enum cs_status retry(int64_t id, int64_t now)
{
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    enum cs_status status = cs_notify_retry(kit.store, id, now, &kit.err);
    CHECK_INT(cs_store_commit(kit.store, NULL), CS_OK);
    return status;
}

CS_TEST(retried,
        "retry lets a failed or waiting message go at once with ten new tries, and refuses the others")
{
    int64_t attempt = 0;
    begin(1);
    CHECK_INT(lease(kit.store, "x", KIT_NOW, &attempt), 1);
    CHECK_INT(retry(1, KIT_NOW), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "message 1 is being sent just now");
    CHECK_INT(fail(1, "x", KIT_NOW, true), CS_OK);
    CHECK_INT(retry(1, KIT_NOW + 7), CS_OK);
    CHECK_TEXT(row(), "waiting 0 7 - -");
    CHECK_INT(lease(kit.store, "x", KIT_NOW + 7, &attempt), 1);
    CHECK_INT(attempt, 1);
    CHECK_INT(fail(1, "x", KIT_NOW + 7, false), CS_OK);
    CHECK_INT(retry(1, KIT_NOW + 8), CS_OK); /* it waits for its minute no longer */
    CHECK_INT(lease(kit.store, "x", KIT_NOW + 8, &attempt), 1);
    CHECK_INT(cs_notify_settle(kit.store, 1, "x", KIT_NOW + 9, NULL, false, &kit.err), CS_OK);
    CHECK_INT(retry(1, KIT_NOW + 10), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "message 1 was sent already");
    CHECK_INT(retry(99, KIT_NOW), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "there is no message 99");
    kit_close();
}
