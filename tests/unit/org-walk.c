/* Who holds a role on a day: the climb, against a plain reckoning of its own over made-up organisations. */
#include "org/org.h"
#include "room-kit.h"

static enum cs_status import(struct cs_org *org, enum cs_org_noun noun, const char *line)
{
    struct cs_org_import *importer = cs_org_import_new(org, noun);
    enum cs_org_change change;
    struct cs_row row;
    cs_row_init(&row, cs_org_records[noun]);
    cs_error_clear(&kit.err);
    room_row(&row, line);
    enum cs_status status = cs_org_import_row(importer, &row, room_has, NULL, &change, &kit.err);
    if (status == CS_OK)
        status = cs_org_import_finish(importer, &kit.err);
    cs_row_release(&row);
    cs_org_import_free(importer);
    return status;
}

static void put(struct cs_org *org, enum cs_org_noun noun, const char *line)
{
    CHECK_THAT(import(org, noun, line) == CS_OK, "%s: %s", line, kit.err.text);
}

static int64_t unit_id(struct cs_org *org, const char *code)
{
    int64_t id = 0;
    CHECK_THAT(cs_org_find_unit(org, code, strlen(code), &id, &kit.err) == CS_OK, "no unit %s", code);
    return id;
}

static const char *unit_code(struct cs_org *org, int64_t id)
{
    const struct cs_unit *unit = NULL;
    if (!id || cs_org_unit(org, id, &unit, &kit.err) != CS_OK || !unit)
        return "";
    return unit->code;
}

struct world {
    struct cs_store *store;
    struct cs_org *org;
};

/* A group, two regions, a city with two projects, a project right under a region, one under nobody. */
static struct world begin(void)
{
    static const char *const units[] = {
        "code=G|name=集团|kind=group",
        "code=R1|name=华东|kind=region|parent=G",
        "code=R2|name=华南|kind=region|parent=G",
        "code=C1|name=上海|kind=city|parent=R1",
        "code=P1|name=听澜苑|kind=project|parent=C1",
        "code=P2|name=望江府|kind=project|parent=C1",
        "code=P3|name=远山|kind=project|parent=R2",
        "code=P4|name=孤岛|kind=project",
        "code=S1|name=宏图|kind=contractor",
    };
    static const char *const staff[] = { "code=A|name=a", "code=B|name=b", "code=C|name=c",
                                         "code=D|name=d", "code=E|name=e", "code=F|name=f" };
    struct world w = { .store = room_store() };
    w.org = cs_org_new(w.store);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        put(w.org, CS_ORG_UNIT, units[i]);
    for (size_t i = 0; i < sizeof staff / sizeof *staff; i++)
        put(w.org, CS_ORG_STAFF, staff[i]);
    return w;
}

static void end(struct world *w)
{
    cs_org_free(w->org);
    cs_store_close(w->store);
}

/* "who@unit" with d behind a deputy and the levels skipped: "Bd@P1+0"; "-@LEVEL+n" for nobody. */
static const char *walk(struct world *w, const char *unit, const char *role, const char *level, int up,
                        const char *day)
{
    static char answer[64];
    struct cs_post_found found;
    struct cs_error err = CS_ERROR_INIT;
    const char *who = "-";
    enum cs_status status =
        cs_org_walk_role(w->org, unit_id(w->org, unit), role, level, room_day(day), up, &found, &err);
    static const char *const names[] = { "A", "B", "C", "D", "E", "F" };
    for (size_t i = 0; i < 6 && found.staff_id; i++) {
        int64_t id = 0;
        cs_org_find_staff(w->org, names[i], 1, &id, &err);
        if (id == found.staff_id)
            who = names[i];
    }
    CHECK_INT(status, found.staff_id ? CS_OK : CS_NONE);
    CHECK_TEXT(err.text, "");
    snprintf(answer, sizeof answer, "%s%s@%s+%d", who, found.deputy ? "d" : "",
             found.staff_id ? unit_code(w->org, found.unit_id) : found.level, found.skipped);
    return answer;
}

/* ---- one thing at a time ---- */

CS_TEST(dated, "a post counts from its first to its last day, both of them in it")
{
    static const struct {
        const char *day, *who;
    } cases[] = {
        { "2026-02-28", "-@group+4" }, { "2026-03-01", "A@P1+0" },    { "2026-03-15", "A@P1+0" },
        { "2026-03-31", "A@P1+0" },    { "2026-04-01", "-@group+4" }, { "2030-01-01", "-@group+4" },
        { "2000-01-01", "-@group+4" },
    };
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A|from_on=2026-03-01|until_on=2026-03-31");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_THAT(strcmp(walk(&w, "P1", "care", "project", 0, cases[i].day), cases[i].who) == 0, "%s: %s",
                   cases[i].day, walk(&w, "P1", "care", "project", 0, cases[i].day));
    end(&w);
}

CS_TEST(open_ended, "a post without a first or a last day has always been and stays")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A|until_on=2026-03-31");
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=B|from_on=2026-04-01");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "1990-01-01"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-31"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-04-01"), "B@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2090-01-01"), "B@P1+0");
    end(&w);
}

CS_TEST(successors, "of two in force at once the one who came last counts, whoever was written first")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=B|from_on=2026-03-01");
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A|from_on=2026-01-01");
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=C");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2025-01-01"), "C@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-02-01"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-01"), "B@P1+0");
    end(&w);
}

CS_TEST(ties, "of two of the same day the one written first counts, always the same")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=B|from_on=2026-03-01");
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A|from_on=2026-03-01");
    for (int i = 0; i < 3; i++) {
        CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-05"), "B@P1+0");
        cs_org_reset(w.org);
    }
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-05|until_on=2026-03-05");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-05"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-06"), "B@P1+0");
    end(&w);
}

CS_TEST(deputies, "a deputy stands in only where no holder is there, and not while away or gone")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A|deputy=B|from_on=2026-02-01");
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=C|deputy=D|from_on=2026-01-01");
    put(w.org, CS_ORG_POST, "unit=C1|role=care|staff=E");
    put(w.org, CS_ORG_ABSENCE, "staff=A|from_on=2026-03-01|until_on=2026-03-10");
    put(w.org, CS_ORG_ABSENCE, "staff=C|from_on=2026-03-05|until_on=2026-03-10");
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-07|until_on=2026-03-10");
    put(w.org, CS_ORG_ABSENCE, "staff=D|from_on=2026-03-09|until_on=2026-03-09");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-02-28"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-01"), "C@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-05"), "Bd@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-07"), "Dd@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-09"), "E@C1+1");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-10"), "Dd@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-11"), "A@P1+0");
    end(&w);
}

CS_TEST(absences, "several absences of one, touching, nested and apart, all count")
{
    static const struct {
        const char *day;
        bool there;
    } cases[] = {
        { "2026-02-28", true },  { "2026-03-01", false }, { "2026-03-03", false }, { "2026-03-04", false },
        { "2026-03-05", false }, { "2026-03-06", true },  { "2026-03-09", true },  { "2026-03-10", false },
        { "2026-03-15", false }, { "2026-03-20", false }, { "2026-03-21", true },
    };
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=B");
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-10|until_on=2026-03-20");
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-12|until_on=2026-03-14");
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-01|until_on=2026-03-03");
    put(w.org, CS_ORG_ABSENCE, "staff=B|from_on=2026-03-04|until_on=2026-03-05");
    put(w.org, CS_ORG_ABSENCE, "staff=A|from_on=2026-01-01|until_on=2026-12-31");
    put(w.org, CS_ORG_ABSENCE, "staff=C|from_on=2026-01-01|until_on=2026-12-31");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_THAT((walk(&w, "P1", "care", "project", 0, cases[i].day)[0] == 'B') == cases[i].there, "%s",
                   cases[i].day);
    end(&w);
}

CS_TEST(leavers, "who left holds nothing from the day after the last one, as a holder and as a deputy")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=head|staff=A|deputy=B");
    put(w.org, CS_ORG_STAFF, "code=A|name=a|active_until=2026-03-31");
    put(w.org, CS_ORG_STAFF, "code=B|name=b|active_until=2026-04-30");
    CHECK_TEXT(walk(&w, "P1", "head", "project", 0, "2026-03-31"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "head", "project", 0, "2026-04-01"), "Bd@P1+0");
    CHECK_TEXT(walk(&w, "P1", "head", "project", 0, "2026-04-30"), "Bd@P1+0");
    CHECK_TEXT(walk(&w, "P1", "head", "project", 0, "2026-05-01"), "-@group+4");
    end(&w);
}

CS_TEST(levels, "a level is where the climb starts, levels up are parents more, and the top is never left")
{
    static const struct {
        const char *unit, *level;
        int up;
        const char *who;
    } cases[] = {
        { "P1", "project", 0, "A@P1+0" },   { "P1", "city", 0, "B@C1+0" },
        { "P1", "region", 0, "C@R1+0" },    { "P1", "group", 0, "D@G+0" },
        { "P1", "project", 1, "B@C1+0" },   { "P1", "project", 2, "C@R1+0" },
        { "P1", "project", 3, "D@G+0" },    { "P1", "project", 4, "D@G+0" },
        { "P1", "project", 99, "D@G+0" },   { "P1", "city", 1, "C@R1+0" },
        { "P1", "region", 1, "D@G+0" },     { "P1", "group", 5, "D@G+0" },
        { "P2", "project", 0, "B@C1+1" },   { "P2", "city", 0, "B@C1+0" },
        { "P3", "project", 0, "D@G+2" },    { "P3", "city", 0, "D@G+1" },
        { "P3", "region", 0, "D@G+1" },     { "P3", "city", 1, "D@G+0" },
        { "C1", "project", 0, "B@C1+0" },   { "C1", "region", 0, "C@R1+0" },
        { "G", "project", 0, "D@G+0" },     { "P4", "project", 0, "-@project+1" },
        { "P4", "city", 0, "-@project+1" }, { "P4", "group", 3, "-@project+1" },
        { "R2", "city", 0, "D@G+1" },       { "P1", "project", -1, "A@P1+0" },
        { "P1", "project", 0, "A@P1+0" },
    };
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A");
    put(w.org, CS_ORG_POST, "unit=C1|role=care|staff=B");
    put(w.org, CS_ORG_POST, "unit=R1|role=care|staff=C");
    put(w.org, CS_ORG_POST, "unit=G|role=care|staff=D");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = walk(&w, cases[i].unit, "care", cases[i].level, cases[i].up, "2026-03-02");
        CHECK_THAT(strcmp(got, cases[i].who) == 0, "%s %s +%d is %s, not %s", cases[i].unit, cases[i].level,
                   cases[i].up, got, cases[i].who);
    }
    end(&w);
}

CS_TEST(roles, "roles do not stand in for each other")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A");
    put(w.org, CS_ORG_POST, "unit=P1|role=construction|staff=B");
    put(w.org, CS_ORG_POST, "unit=G|role=design|staff=C");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "construction", "project", 0, "2026-03-02"), "B@P1+0");
    CHECK_TEXT(walk(&w, "P1", "design", "project", 0, "2026-03-02"), "C@G+3");
    CHECK_TEXT(walk(&w, "P1", "legal", "project", 0, "2026-03-02"), "-@group+4");
    CHECK_TEXT(walk(&w, "P1", "no such role", "project", 0, "2026-03-02"), "-@group+4");
    CHECK_TEXT(walk(&w, "P1", "", "project", 0, "2026-03-02"), "-@group+4");
    end(&w);
}

CS_TEST(handed,
        "a project that was handed over begins at its heir from that day on, through more than one hand")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A");
    put(w.org, CS_ORG_POST, "unit=P2|role=care|staff=B");
    put(w.org, CS_ORG_POST, "unit=R2|role=care|staff=C");
    put(w.org, CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project|handed_to=P2|handed_on=2026-03-10");
    put(w.org, CS_ORG_UNIT, "code=P2|name=望江府|kind=project|handed_to=P3|handed_on=2026-04-10");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-09"), "A@P1+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-10"), "B@P2+0");
    CHECK_TEXT(walk(&w, "P2", "care", "project", 0, "2026-03-10"), "B@P2+0");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-04-10"), "C@R2+1");
    CHECK_TEXT(walk(&w, "P1", "care", "city", 0, "2026-04-10"), "C@R2+0");
    CHECK_TEXT(walk(&w, "P3", "care", "project", 0, "2026-04-10"), "C@R2+1");
    end(&w);
}

CS_TEST(circles, "a store that was mended by hand into a circle gives an answer all the same")
{
    struct world w = begin();
    struct cs_post_found found;
    put(w.org, CS_ORG_POST, "unit=R1|role=care|staff=A");
    kit_shell("sqlite3 %s \"UPDATE unit SET parent_id = (SELECT id FROM unit WHERE code = 'P1') WHERE code = "
              "'G'; UPDATE unit SET handed_to_id = id, handed_on = 0 WHERE code = 'P3'\"",
              kit_path("s.db"));
    cs_org_reset(w.org);
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "A@R1+2");
    int64_t project = unit_id(w.org, "P1"), looped = unit_id(w.org, "P3"), day = room_day("2026-03-02");
    CHECK_INT(cs_org_walk_role(w.org, project, "head", "group", day, 0, &found, &kit.err), CS_NONE);
    CHECK_INT(cs_org_walk_role(w.org, project, "head", "group", day, 50, &found, &kit.err), CS_NONE);
    CHECK_INT(cs_org_walk_role(w.org, looped, "head", "group", day, 0, &found, &kit.err), CS_NONE);
    end(&w);
}

CS_TEST(caches, "what changed counts after a reset, and an import resets by itself")
{
    struct world w = begin();
    put(w.org, CS_ORG_POST, "unit=P1|role=care|staff=A");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "A@P1+0");
    kit_shell("sqlite3 %s \"DELETE FROM post\"", kit_path("s.db"));
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "A@P1+0"); /* what was read once */
    cs_org_reset(w.org);
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "-@group+4");
    put(w.org, CS_ORG_POST, "unit=C1|role=care|staff=B");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "B@C1+1");
    put(w.org, CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project|parent=R2");
    CHECK_TEXT(walk(&w, "P1", "care", "project", 0, "2026-03-02"), "-@group+3");
    end(&w);
}

/* ---- made-up organisations against a plain reckoning ---- */

enum { UNITS = 12, PEOPLE = 6, POSTS = 24, AWAY = 10, DAYS = 40 };

struct made {
    int parent[UNITS], kind[UNITS], heir[UNITS], heir_day[UNITS]; /* kinds 1 project .. 4 group; -1: none */
    struct {
        int unit, staff, deputy, from, until;
    } post[POSTS];
    struct {
        int staff, from, until;
    } away[AWAY];
    int left[PEOPLE];
};

static unsigned seed = 77;

static int below(int limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)(seed >> 10) % limit;
}

static const char *day_text(int day)
{
    static char texts[4][24];
    static int turn;
    char *text = texts[turn++ % 4];
    snprintf(text, sizeof texts[0], "2026-%02d-%02d", 3 + day / 28, 1 + day % 28);
    return text;
}

/* Days of this file's little calendar of 28-day months; -1 is none. */
static int64_t real_day(int day)
{
    return room_day(day_text(day));
}

static void make_up(struct made *made)
{
    static const int kinds[UNITS] = { 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1 };
    for (int i = 0; i < UNITS; i++) {
        int above = 0;
        while (above < UNITS && kinds[above] > kinds[i])
            above++;
        made->kind[i] = kinds[i];
        made->parent[i] = i == 0 ? -1 : below(12) == 0 ? -1 : below(above);
        made->heir[i] = kinds[i] == 1 && below(4) == 0 ? below(i) : -1;
        made->heir_day[i] = below(DAYS);
    }
    for (int i = 0; i < POSTS; i++) {
        made->post[i].unit = below(UNITS);
        made->post[i].staff = below(PEOPLE);
        made->post[i].deputy = below(3) ? -1 : below(PEOPLE);
        if (made->post[i].deputy == made->post[i].staff)
            made->post[i].deputy = -1;
        made->post[i].from = below(3) ? below(DAYS) : -1;
        made->post[i].until = below(3) ? -1 : (made->post[i].from < 0 ? 0 : made->post[i].from) + below(15);
    }
    for (int i = 0; i < AWAY; i++) {
        made->away[i].staff = below(PEOPLE);
        made->away[i].from = below(DAYS);
        made->away[i].until = made->away[i].from + below(8);
    }
    for (int i = 0; i < PEOPLE; i++)
        made->left[i] = below(3) ? -1 : below(DAYS);
}

static void write_date(char *line, const char *field, int day)
{
    if (day >= 0)
        sprintf(line + strlen(line), "|%s=%s", field, day_text(day));
}

static void write_down(struct cs_org *org, struct made *made)
{
    static const char *const kinds[] = { "", "project", "city", "region", "group" };
    char line[200];
    for (int i = 0; i < PEOPLE; i++) {
        sprintf(line, "code=E%d|name=e%d", i, i);
        write_date(line, "active_until", made->left[i]);
        put(org, CS_ORG_STAFF, line);
    }
    for (int i = 0; i < UNITS; i++) {
        sprintf(line, "code=U%d|name=u%d|kind=%s", i, i, kinds[made->kind[i]]);
        if (made->parent[i] >= 0)
            sprintf(line + strlen(line), "|parent=U%d", made->parent[i]);
        if (made->heir[i] >= 0) {
            sprintf(line + strlen(line), "|handed_to=U%d", made->heir[i]);
            write_date(line, "handed_on", made->heir_day[i]);
        }
        put(org, CS_ORG_UNIT, line);
    }
    for (int i = 0; i < POSTS; i++) {
        bool same = false;
        for (int j = 0; j < i; j++)
            same = same ||
                   (made->post[j].unit == made->post[i].unit && made->post[j].staff == made->post[i].staff &&
                    made->post[j].from == made->post[i].from);
        if (same) { /* the key of another: it would change that one */
            made->post[i].unit = -1;
            continue;
        }
        sprintf(line, "unit=U%d|role=care|staff=E%d", made->post[i].unit, made->post[i].staff);
        if (made->post[i].deputy >= 0)
            sprintf(line + strlen(line), "|deputy=E%d", made->post[i].deputy);
        write_date(line, "from_on", made->post[i].from);
        write_date(line, "until_on", made->post[i].until);
        put(org, CS_ORG_POST, line);
    }
    for (int i = 0; i < AWAY; i++) {
        for (int j = 0; j < i; j++)
            if (made->away[j].staff == made->away[i].staff && made->away[j].from == made->away[i].from)
                made->away[j].until = made->away[i].until; /* the same key: the later line counts */
        sprintf(line, "staff=E%d", made->away[i].staff);
        write_date(line, "from_on", made->away[i].from);
        write_date(line, "until_on", made->away[i].until);
        put(org, CS_ORG_ABSENCE, line);
    }
}

static bool present(const struct made *made, int who, int day)
{
    if (who < 0 || (made->left[who] >= 0 && made->left[who] < day))
        return false;
    for (int i = 0; i < AWAY; i++)
        if (made->away[i].staff == who && made->away[i].from <= day && day <= made->away[i].until)
            return false;
    return true;
}

/* The latest to begin among those who are there; the first written of one day. */
static int holder(const struct made *made, int unit, int day, bool deputies)
{
    int best = -1;
    for (int i = 0; i < POSTS; i++) {
        int who = deputies ? made->post[i].deputy : made->post[i].staff;
        if (made->post[i].unit != unit || day < made->post[i].from ||
            (made->post[i].until >= 0 && day > made->post[i].until) || !present(made, who, day))
            continue;
        if (best < 0 || made->post[i].from > made->post[best].from)
            best = i;
    }
    return best < 0 ? -1 : deputies ? made->post[best].deputy : made->post[best].staff;
}

struct reckoned {
    int who, unit, skipped, last;
    bool deputy;
};

static struct reckoned reckon(const struct made *made, int unit, int level, int up, int day)
{
    struct reckoned result = { .who = -1, .unit = -1 };
    while (made->heir[unit] >= 0 && made->heir_day[unit] <= day)
        unit = made->heir[unit];
    while (made->kind[unit] < level && made->parent[unit] >= 0)
        unit = made->parent[unit];
    while (up-- > 0 && made->parent[unit] >= 0)
        unit = made->parent[unit];
    for (; unit >= 0; unit = made->parent[unit], result.skipped++) {
        result.last = made->kind[unit];
        for (int deputies = 0; deputies <= 1; deputies++) {
            int who = holder(made, unit, day, deputies);
            if (who < 0)
                continue;
            result.who = who;
            result.unit = unit;
            result.deputy = deputies;
            return result;
        }
    }
    return result;
}

static void compare(struct world *w, const struct made *made, int unit, int level, int up, int day)
{
    static const char *const levels[] = { "", "project", "city", "region", "group" };
    struct reckoned want = reckon(made, unit, level, up, day);
    struct cs_post_found found;
    char code[16];
    int64_t who = 0;
    snprintf(code, sizeof code, "U%d", unit);
    int64_t id = unit_id(w->org, code);
    enum cs_status status =
        cs_org_walk_role(w->org, id, "care", levels[level], real_day(day), up, &found, &kit.err);
    if (want.who >= 0) {
        snprintf(code, sizeof code, "E%d", want.who);
        CHECK_INT(cs_org_find_staff(w->org, code, strlen(code), &who, &kit.err), CS_OK);
    }
    bool same = status == (want.who >= 0 ? CS_OK : CS_NONE) && found.staff_id == who &&
                found.deputy == want.deputy && found.skipped == want.skipped &&
                strcmp(found.level, levels[want.last]) == 0;
    CHECK_THAT(same, "U%d %s +%d on %s: %" PRId64 " at %s after %d, not E%d at U%d after %d", unit,
               levels[level], up, day_text(day), found.staff_id, found.level, found.skipped, want.who,
               want.unit, want.skipped);
}

CS_TEST(made_up, "forty made-up organisations answer as a plain reckoning does, on any day, level and height")
{
    for (int round = 0; round < 40; round++) {
        struct world w = { .store = room_store() };
        struct made made;
        w.org = cs_org_new(w.store);
        make_up(&made);
        CHECK_INT(cs_store_begin(w.store, false, &kit.err), CS_OK);
        write_down(w.org, &made);
        CHECK_INT(cs_store_commit(w.store, &kit.err), CS_OK);
        for (int question = 0; question < 250; question++)
            compare(&w, &made, below(UNITS), 1 + below(4), below(4), below(DAYS));
        end(&w);
    }
}
