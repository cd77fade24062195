/*
 * When messages go, for random settings and people, against a model that knows nothing of spans: it walks
 * minute by minute over a table of the day's quiet minutes and hours of digests. China has no summer time,
 * so that a day is 1440 minutes.
 */
#include "notify/notify.h"
#include "outbox-kit.h"

enum { DAY = 1440, HOURS = 3 };

static uint64_t seed;

static int draw(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* What a store or a person says of hours: quiet minutes and moments of digests. */
struct habits {
    bool said_quiet, said_digest;
    bool quiet[DAY], digest[DAY];
    int digests;
    char quiet_text[16], digest_text[64];
};

static void clock_text(char *text, size_t size, int minute)
{
    snprintf(text, size, "%02d:%02d", minute / 60, minute % 60);
}

/* A span that may run over midnight; a third of them is none. */
static void draw_quiet(struct habits *h)
{
    int from = draw(DAY), length = 1 + draw(DAY - 1);
    char begin[8], end[8];
    memset(h->quiet, 0, sizeof h->quiet);
    snprintf(h->quiet_text, sizeof h->quiet_text, "none");
    if (draw(3) == 0)
        return;
    for (int i = 0; i < length; i++)
        h->quiet[(from + i) % DAY] = true;
    clock_text(begin, sizeof begin, from);
    clock_text(end, sizeof end, (from + length) % DAY);
    snprintf(h->quiet_text, sizeof h->quiet_text, "%s-%s", begin, end);
}

static void draw_digest(struct habits *h)
{
    size_t used = 0;
    memset(h->digest, 0, sizeof h->digest);
    h->digests = draw(HOURS + 1);
    snprintf(h->digest_text, sizeof h->digest_text, "none");
    for (int i = 0; i < h->digests; i++) {
        int at = draw(DAY);
        char text[8];
        clock_text(text, sizeof text, at);
        h->digest[at] = true; /* the same twice is one */
        used += (size_t)snprintf(h->digest_text + used, sizeof h->digest_text - used, "%s%s", used ? ";" : "",
                                 text);
    }
}

static void set(const char *name, const char *value)
{
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    CHECK_THAT(cs_store_set(kit.store, name, value, &kit.err) == CS_OK, "%s", kit.err.text);
    CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
}

static const struct cs_statement people[] = {
    { "INSERT INTO staff (id, code, name) VALUES ($1, 'S' || $1, 'n')", "i", "" },
    { "UPDATE staff SET quiet = $1, digest = $2 WHERE id = $3", "tti", "" },
};
static const struct cs_statements people_table = CS_STATEMENTS("walk_people", people);

enum { PEOPLE = 4 };
static struct habits store, person[PEOPLE];

static void draw_world(uint64_t world)
{
    seed = world * 7919 + 11;
    draw_quiet(&store);
    draw_digest(&store);
    set("quiet", store.quiet_text);
    set("digest", store.digest_text);
    for (int i = 0; i < PEOPLE; i++) {
        struct habits *h = &person[i];
        draw_quiet(h);
        draw_digest(h);
        h->said_quiet = draw(2), h->said_digest = draw(2);
        const struct cs_value in[] = { h->said_quiet ? cs_text(h->quiet_text) : cs_null(),
                                       h->said_digest ? cs_text(h->digest_text) : cs_null(),
                                       cs_integer(i + 1) };
        CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
        CHECK_THAT(cs_store_do(kit.store, &people_table, 1, in, NULL, &kit.err) == CS_OK, "%s", kit.err.text);
        CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
    }
}

/* ---- the model ---- */

/* The minute of the day in Shanghai. */
static int minute_of(int64_t at)
{
    return (int)((at + 28800) / 60 % DAY);
}

static int64_t next_minute(int64_t at)
{
    return at - at % 60 + 60;
}

/* The first moment from `at` on whose minute is not quiet; a day that is quiet throughout is not drawn. */
static int64_t model_wake(const bool *quiet, int64_t at)
{
    while (quiet[minute_of(at)])
        at = next_minute(at);
    return at;
}

static int64_t model_digest(const bool *digest, int64_t at)
{
    do
        at = next_minute(at);
    while (!digest[minute_of(at)]);
    return at;
}

struct answer {
    int64_t send, digest;
};

static struct answer model(const struct habits *h, bool by_level, bool urgent, int64_t at)
{
    const bool *quiet = h->said_quiet ? h->quiet : store.quiet;
    const struct habits *digests = h->said_digest ? h : by_level ? &store : NULL;
    if (urgent)
        return (struct answer){ at, 0 };
    if (digests && digests->digests) {
        int64_t next = model_digest(digests->digest, at);
        return (struct answer){ next, next };
    }
    return (struct answer){ model_wake(quiet, at), 0 };
}

/* ---- */

static void check_one(const struct cs_notify_plan *plan, uint64_t world)
{
    static const char *const levels[] = { NULL, "project", "city", "region", "group" };
    int who = draw(PEOPLE + 1), level = draw(5); /* the last is somebody the plan has never heard of */
    static const struct habits nobody;
    const struct habits *h = who < PEOPLE ? &person[who] : &nobody;
    bool urgent = draw(5) == 0, by_level = level >= 3; /* region and group, unless it is set */
    struct cs_notify_message message = { .key = "k",
                                         .staff_id = who + 1,
                                         .created_at = KIT_NOW + draw(10 * 86400),
                                         .send_at = -1,
                                         .digest_at = -1 };
    cs_notify_plan_message(plan, levels[level], urgent, &message);
    const struct answer want = model(h, by_level, urgent, message.created_at);
    CHECK_THAT(
        message.send_at == want.send && message.digest_at == want.digest && message.urgent == urgent,
        "world %llu: person %d (quiet %s, digest %s), store (quiet %s, digest %s), level %s, %s at %lld: "
        "goes %lld in digest %lld, not %lld, %lld",
        (unsigned long long)world, who + 1, h->said_quiet ? h->quiet_text : "-",
        h->said_digest ? h->digest_text : "-", store.quiet_text, store.digest_text,
        levels[level] ? levels[level] : "-", urgent ? "urgent" : "plain", (long long)message.created_at,
        (long long)message.send_at, (long long)message.digest_at, (long long)want.send,
        (long long)want.digest);
    int64_t wake = cs_notify_wake(plan, who + 1, message.created_at);
    CHECK_INT(wake, model_wake(h->said_quiet ? h->quiet : store.quiet, message.created_at));
}

CS_TEST(walk, "fifty worlds of settings and people: each message goes when the model says")
{
    kit_open();
    for (int i = 1; i <= PEOPLE; i++) {
        const struct cs_value id[] = { cs_integer(i) };
        CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
        CHECK_THAT(cs_store_do(kit.store, &people_table, 0, id, NULL, &kit.err) == CS_OK, "%s", kit.err.text);
        CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
    }
    for (uint64_t world = 1; world <= 50 && cs_unit.faults < 5; world++) {
        struct cs_notify_plan *plan = NULL;
        draw_world(world);
        CHECK_THAT(cs_notify_plan_new(kit.store, kit.zone, &plan, &kit.err) == CS_OK, "%s", kit.err.text);
        for (int i = 0; i < 60 && plan; i++)
            check_one(plan, world);
        cs_notify_plan_free(plan);
    }
    kit_close();
}

/* ---- red cases: a plain look through lists ---- */

static const char *const flags[] = { "media", "lawyer", "group", "injury", "hotline", "rescission" };
static const char *const grades[] = { "ordinary", "important", "major", "crisis" };
enum { FLAGS = 6, GRADES = 4 };

CS_TEST(red, "what is red by a random setting is red, and nothing else")
{
    kit_open();
    for (int world = 0; world < 30 && cs_unit.faults < 5; world++) {
        struct cs_notify_plan *plan = NULL;
        struct cs_buffer text = CS_BUFFER_INIT;
        seed = (uint64_t)world + 5;
        int by_flag = draw(1 << 4), by_grade = draw(1 << GRADES), by_priority = 1 + draw(15);
        cs_buffer_text(&text, "priority=");
        for (int i = 0, any = 0; i < 4; i++)
            if (by_priority & 1 << i)
                cs_buffer_printf(&text, "%s%d", any++ ? "," : "", i + 1);
        cs_buffer_text(&text, by_flag ? ";flags=" : "");
        for (int i = 0, any = 0; i < 4; i++)
            if (by_flag & 1 << i)
                cs_buffer_printf(&text, "%s%s", any++ ? "," : "", flags[i]);
        cs_buffer_text(&text, by_grade ? ";grade=" : "");
        for (int i = 0, any = 0; i < GRADES; i++)
            if (by_grade & 1 << i)
                cs_buffer_printf(&text, "%s%s", any++ ? "," : "", grades[i]);
        set("red", text.text);
        CHECK_THAT(cs_notify_plan_new(kit.store, kit.zone, &plan, &kit.err) == CS_OK, "%s: %s", text.text,
                   kit.err.text);
        for (int i = 0; i < 60 && plan; i++) {
            int priority = 1 + draw(4), grade = draw(GRADES + 1), has = draw(1 << FLAGS);
            char list[100] = "";
            for (int f = 0; f < FLAGS; f++)
                if (has & 1 << f)
                    snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", *list ? ";" : "",
                             flags[f]);
            bool want = (by_priority & 1 << (priority - 1)) || (grade < GRADES && (by_grade & 1 << grade)) ||
                        (has & by_flag);
            bool got = cs_notify_is_red(plan, priority,
                                        grade < GRADES ? grades[grade]
                                        : draw(2)      ? ""
                                                       : NULL,
                                        *list || draw(2) ? list : NULL);
            CHECK_THAT(got == want, "by %s: priority %d, grade %d, flags %s is %s", text.text, priority,
                       grade, list, got ? "red" : "not red");
        }
        cs_notify_plan_free(plan);
        cs_buffer_release(&text);
    }
    kit_close();
}
