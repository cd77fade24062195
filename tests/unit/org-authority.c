/* May this person act in a role for a project? Holders, deputies, the duty rota, the units above. */
#include "org/org.h"
#include "room-kit.h"

static struct cs_store *store;
static struct cs_org *org;

static void put(enum cs_org_noun noun, const char *line)
{
    struct cs_org_import *importer = cs_org_import_new(org, noun);
    enum cs_org_change change;
    struct cs_row row;
    cs_row_init(&row, cs_org_records[noun]);
    room_row(&row, line);
    enum cs_status status = cs_org_import_row(importer, &row, room_has, NULL, &change, &kit.err);
    if (status == CS_OK)
        status = cs_org_import_finish(importer, &kit.err);
    CHECK_THAT(status == CS_OK, "%s: %s", line, kit.err.text);
    cs_row_release(&row);
    cs_org_import_free(importer);
}

static int64_t unit_id(const char *code)
{
    int64_t id = 0;
    CHECK_INT(cs_org_find_unit(org, code, strlen(code), &id, &kit.err), CS_OK);
    return id;
}

/* A group, a city, two projects; a head of each but the second project; two people of one name. */
static void begin(void)
{
    static const char *const units[] = {
        "code=G|name=集团|kind=group",
        "code=C1|name=上海|kind=city|parent=G",
        "code=P1|name=听澜苑|kind=project|parent=C1",
        "code=P2|name=望江府|kind=project|parent=C1",
    };
    static const char *const staff[] = { "code=A|name=ann",  "code=B|name=bob", "code=C|name=cid",
                                         "code=D|name=dora", "code=E|name=eve", "code=E2|name=eve" };
    static const char *const posts[] = { "unit=P1|role=head|staff=A|deputy=B", "unit=C1|role=head|staff=C",
                                         "unit=G|role=head|staff=D", "unit=P1|role=care|staff=E" };
    store = room_store();
    org = cs_org_new(store);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        put(CS_ORG_UNIT, units[i]);
    for (size_t i = 0; i < sizeof staff / sizeof *staff; i++)
        put(CS_ORG_STAFF, staff[i]);
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        put(CS_ORG_POST, posts[i]);
}

static void end(void)
{
    cs_org_free(org);
    cs_store_close(store);
}

/* "LEVEL+skipped", with d behind a deputy; "unknown" for no such person, "no" for one who is not in the role.
 */
static const char *ask(const char *who, const char *role, const char *unit, const char *level,
                       const char *when)
{
    static char answer[64];
    struct cs_post_found found;
    struct cs_authority asked = { .who = who, .role = role, .level = level, .at = room_time(when) };
    asked.unit_id = unit[0] ? unit_id(unit) : 0;
    asked.zone = room_zone();
    enum cs_status status = cs_org_authority(org, &asked, &found, &kit.err);
    CHECK_TEXT(kit.err.text, "");
    if (status == CS_NONE)
        return found.staff_id ? "no" : "unknown";
    CHECK_INT(status, CS_OK);
    snprintf(answer, sizeof answer, "%s%s+%d", found.level, found.deputy ? "d" : "", found.skipped);
    return answer;
}

#define NOON "2026-03-05T12:00:00+08:00"

CS_TEST(holders, "a holder acts for the unit and for all below it, by code or by name, in no other role")
{
    begin();
    CHECK_TEXT(ask("A", "head", "P1", NULL, NOON), "project+0");
    CHECK_TEXT(ask("Ann", "head", "P1", NULL, NOON), "project+0");
    CHECK_TEXT(ask("A", "head", "P2", NULL, NOON), "no"); /* of another project */
    CHECK_TEXT(ask("A", "head", "C1", NULL, NOON), "no"); /* of a unit above hers */
    CHECK_TEXT(ask("C", "head", "P1", NULL, NOON), "city+1");
    CHECK_TEXT(ask("C", "head", "C1", NULL, NOON), "city+0");
    CHECK_TEXT(ask("dora", "head", "P2", NULL, NOON), "group+2");
    CHECK_TEXT(ask("A", "care", "P1", NULL, NOON), "no");
    CHECK_TEXT(ask("E", "care", "P1", NULL, NOON), "project+0");
    CHECK_TEXT(ask("eve", "care", "P1", NULL, NOON), "unknown"); /* two bear the name */
    CHECK_TEXT(ask("zoe", "head", "P1", NULL, NOON), "unknown");
    CHECK_TEXT(ask("", "head", "P1", NULL, NOON), "unknown");
    CHECK_TEXT(ask("A", "head", "", NULL, NOON), "project+0"); /* a case without a project: anywhere */
    CHECK_TEXT(ask("A", "head", "", "city", NOON), "no");
    CHECK_TEXT(ask("C", "head", "", "city", NOON), "city+0");
    CHECK_TEXT(ask("B", "head", "", NULL, NOON), "no");
    end();
}

CS_TEST(levels, "a level asked for is where the climb begins")
{
    begin();
    CHECK_TEXT(ask("A", "head", "P1", "project", NOON), "project+0");
    CHECK_TEXT(ask("A", "head", "P1", "city", NOON), "no");
    CHECK_TEXT(ask("C", "head", "P1", "city", NOON), "city+0");
    CHECK_TEXT(ask("C", "head", "P1", "region", NOON), "no"); /* no region: the next above is the group */
    CHECK_TEXT(ask("D", "head", "P1", "region", NOON), "group+0");
    CHECK_TEXT(ask("D", "head", "P1", "city", NOON), "group+1");
    end();
}

CS_TEST(deputies, "a deputy acts only while the holder is away or gone; a holder who is away still may")
{
    begin();
    CHECK_TEXT(ask("B", "head", "P1", NULL, NOON), "no");
    put(CS_ORG_ABSENCE, "staff=A|from_on=2026-03-05|until_on=2026-03-06");
    CHECK_TEXT(ask("B", "head", "P1", NULL, "2026-03-04T23:59:59+08:00"), "no");
    CHECK_TEXT(ask("B", "head", "P1", NULL, "2026-03-05T00:00:00+08:00"), "projectd+0");
    CHECK_TEXT(ask("B", "head", "P1", NULL, "2026-03-06T23:59:59+08:00"), "projectd+0");
    CHECK_TEXT(ask("B", "head", "P1", NULL, "2026-03-07T00:00:00+08:00"), "no");
    CHECK_TEXT(ask("A", "head", "P1", NULL, NOON), "project+0");
    put(CS_ORG_STAFF, "code=A|name=ann|active_until=2026-03-31");
    CHECK_TEXT(ask("A", "head", "P1", NULL, "2026-03-31T20:00:00+08:00"), "project+0");
    CHECK_TEXT(ask("A", "head", "P1", NULL, "2026-04-01T08:00:00+08:00"), "no");
    CHECK_TEXT(ask("B", "head", "P1", NULL, "2026-04-01T08:00:00+08:00"), "projectd+0");
    end();
}

CS_TEST(rota, "who is on the rota acts from its first second up to its end")
{
    char sql[400];
    begin();
    int64_t id = 0, from = room_time("2026-03-05T08:00:00+08:00");
    CHECK_INT(cs_org_find_staff(org, "E2", 2, &id, &kit.err), CS_OK);
    snprintf(sql, sizeof sql, "INSERT INTO duty VALUES (%lld, 'care', %lld, %lld, %lld)",
             (long long)unit_id("C1"), (long long)id, (long long)from, (long long)from + 43200);
    kit_shell("sqlite3 %s \"%s\"", kit_path("s.db"), sql);
    CHECK_TEXT(ask("E2", "care", "P1", NULL, "2026-03-05T07:59:59+08:00"), "no");
    CHECK_TEXT(ask("E2", "care", "P1", NULL, "2026-03-05T08:00:00+08:00"), "city+1");
    CHECK_TEXT(ask("E2", "care", "P1", NULL, "2026-03-05T19:59:59+08:00"), "city+1");
    CHECK_TEXT(ask("E2", "care", "P1", NULL, "2026-03-05T20:00:00+08:00"), "no");
    CHECK_TEXT(ask("E2", "head", "P1", NULL, NOON), "no"); /* the rota is of one role */
    CHECK_TEXT(ask("E2", "care", "G", NULL, NOON), "no");  /* and of one unit and those below */
    end();
}

CS_TEST(handed, "a closed-out project's duty is that of the unit which took it over")
{
    begin();
    put(CS_ORG_POST, "unit=P2|role=head|staff=E2");
    put(CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project|parent=C1|handed_to=P2|handed_on=2026-03-05");
    CHECK_TEXT(ask("A", "head", "P1", NULL, "2026-03-04T12:00:00+08:00"), "project+0");
    CHECK_TEXT(ask("A", "head", "P1", NULL, NOON), "no");
    CHECK_TEXT(ask("E2", "head", "P1", NULL, NOON), "project+0");
    end();
}

CS_TEST(staffed, "a store without staff says so")
{
    bool any = true;
    store = room_store();
    org = cs_org_new(store);
    CHECK_INT(cs_org_staffed(org, &any, &kit.err), CS_OK);
    CHECK(!any);
    CHECK_TEXT(ask("A", "head", "", NULL, NOON), "unknown");
    put(CS_ORG_STAFF, "code=A|name=ann");
    CHECK_INT(cs_org_staffed(org, &any, &kit.err), CS_OK);
    CHECK(any);
    end();
}

/* ---- made-up organisations: whom the climb finds may act, and nobody acts whom a plain look does not know
 * ---- */

enum { PEOPLE = 8, ROUNDS = 6 };

static unsigned seed = 20260302;

static int below(int limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)(seed >> 10) % limit;
}

struct made_post {
    int unit, staff, deputy, from, until; /* days of March */
};

static bool away[PEOPLE][32];

/* Holder or standing-in deputy of the role at one unit on a day of March, by looking at every post. */
static bool plain(const struct made_post *posts, int count, int unit, int who, int day)
{
    for (int i = 0; i < count; i++) {
        const struct made_post *post = &posts[i];
        if (post->unit != unit || day < post->from || day > post->until)
            continue;
        if (post->staff == who || (post->deputy == who && away[post->staff][day]))
            return true;
    }
    return false;
}

CS_TEST(made_up, "six made-up organisations answer as a plain look at every post does")
{
    static const char *const codes[] = { "P1", "C1", "G" }; /* each above the one before */
    for (int round = 0; round < ROUNDS; round++) {
        struct made_post posts[12];
        char line[160];
        begin();
        memset(away, 0, sizeof away);
        for (int i = 0; i < PEOPLE; i++) {
            int from = 1 + below(20), until = from + below(8);
            snprintf(line, sizeof line, "code=M%d|name=m%d", i, i);
            put(CS_ORG_STAFF, line);
            snprintf(line, sizeof line, "staff=M%d|from_on=2026-03-%02d|until_on=2026-03-%02d", i, from,
                     until);
            put(CS_ORG_ABSENCE, line);
            for (int day = from; day <= until; day++)
                away[i][day] = true;
        }
        for (int i = 0; i < 12; i++) {
            struct made_post *post = &posts[i];
            *post =
                (struct made_post){ below(3), below(PEOPLE), below(PEOPLE), 1 + i * 2, 1 + i * 2 + below(6) };
            if (post->deputy == post->staff)
                post->deputy = (post->deputy + 1) % PEOPLE;
            snprintf(line, sizeof line,
                     "unit=%s|role=legal|staff=M%d|deputy=M%d|from_on=2026-03-%02d|until_on=2026-03-%02d",
                     codes[post->unit], post->staff, post->deputy, post->from, post->until);
            put(CS_ORG_POST, line);
        }
        for (int question = 0; question < 200; question++) {
            int unit = below(3), who = below(PEOPLE), day = 1 + below(28), at = unit;
            char name[8], when[40];
            snprintf(name, sizeof name, "M%d", who);
            snprintf(when, sizeof when, "2026-03-%02dT12:00:00+08:00", day);
            while (at < 3 && !plain(posts, 12, at, who, day))
                at++;
            const char *got = ask(name, "legal", codes[unit], NULL, when);
            static const char *const levels[] = { "project", "city", "group" };
            size_t length = at < 3 ? strlen(levels[at]) : 2;
            CHECK_THAT(strncmp(got, at < 3 ? levels[at] : "no", length) == 0,
                       "round %d: %s at %s on %d is %s", round, name, codes[unit], day, got);
        }
        end();
    }
}
