/*
 * The duty rota: who answers for a role at a moment. A project P1 under a city C under a group G; A holds
 * care of P1 with the deputy B, C holds care of the city. Everything in Shanghai's time.
 */
#include "org/org.h"
#include "room-kit.h"

static struct {
    struct cs_store *store;
    struct cs_org *org;
} w;

static enum cs_status import(enum cs_org_noun noun, const char *line, enum cs_org_change *change)
{
    struct cs_org_import *importer = cs_org_import_new(w.org, noun);
    struct cs_row row;
    cs_row_init(&row, cs_org_records[noun]);
    cs_error_clear(&kit.err);
    room_row(&row, line);
    enum cs_status status = cs_org_import_row(importer, &row, room_has, NULL, change, &kit.err);
    if (status == CS_OK)
        status = cs_org_import_finish(importer, &kit.err);
    cs_row_release(&row);
    cs_org_import_free(importer);
    return status;
}

static void put(enum cs_org_noun noun, const char *line)
{
    enum cs_org_change change;
    CHECK_THAT(import(noun, line, &change) == CS_OK, "%s: %s", line, kit.err.text);
}

static void begin(void)
{
    static const char *const staff[] = { "code=A|name=a", "code=B|name=b", "code=C|name=c", "code=N1|name=n1",
                                         "code=N2|name=n2" };
    w.store = room_store();
    w.org = cs_org_new(w.store);
    put(CS_ORG_UNIT, "code=G|name=集团|kind=group");
    put(CS_ORG_UNIT, "code=C|name=上海|kind=city|parent=G");
    put(CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project|parent=C");
    for (size_t i = 0; i < sizeof staff / sizeof *staff; i++)
        put(CS_ORG_STAFF, staff[i]);
    put(CS_ORG_POST, "unit=P1|role=care|staff=A|deputy=B");
    put(CS_ORG_POST, "unit=C|role=care|staff=C");
}

static void end(void)
{
    cs_org_free(w.org);
    cs_store_close(w.store);
}

/* Who answers for care of P1 at a moment: code, unit, and * by the rota, d the deputy. */
static const char *asked(const char *role, const char *level, const char *when)
{
    static char answer[40];
    static const char *const codes[] = { "A", "B", "C", "N1", "N2" };
    struct cs_post_found found;
    const struct cs_unit *unit = NULL;
    int64_t project = 0, at = room_time(when);
    CHECK_INT(cs_org_find_unit(w.org, "P1", 2, &project, &kit.err), CS_OK);
    enum cs_status status =
        cs_org_walk_duty(w.org, project, role, level, at, cs_zone_day(room_zone(), at), 0, &found, &kit.err);
    const char *who = "-";
    for (size_t i = 0; i < sizeof codes / sizeof *codes && found.staff_id; i++) {
        int64_t id;
        cs_org_find_staff(w.org, codes[i], strlen(codes[i]), &id, &kit.err);
        who = id == found.staff_id ? codes[i] : who;
    }
    if (status == CS_OK)
        CHECK_INT(cs_org_unit(w.org, found.unit_id, &unit, &kit.err), CS_OK);
    snprintf(answer, sizeof answer, "%s@%s%s%s", who, unit ? unit->code : "", found.duty ? "*" : "",
             found.deputy ? "d" : "");
    return answer;
}

#define NIGHT "unit=P1|role=care|staff=N1|begins_at=2026-03-05 18:00|ends_at=2026-03-06 08:00"

CS_TEST(turns, "from its first second to before its last a turn goes before the post")
{
    begin();
    put(CS_ORG_DUTY, NIGHT);
    CHECK_TEXT(asked("care", "project", "2026-03-05 17:59:59"), "A@P1");
    CHECK_TEXT(asked("care", "project", "2026-03-05 18:00:00"), "N1@P1*");
    CHECK_TEXT(asked("care", "project", "2026-03-06 07:59:59"), "N1@P1*");
    CHECK_TEXT(asked("care", "project", "2026-03-06 08:00:00"), "A@P1");
    CHECK_TEXT(asked("care", "city", "2026-03-05 20:00"), "C@C"); /* the turn is the project's */
    CHECK_TEXT(asked("head", "project", "2026-03-05 20:00"), "-@");
    end();
}

CS_TEST(overlap, "of two on duty the one whose turn began last answers, and the first again after it")
{
    begin();
    put(CS_ORG_DUTY, NIGHT);
    put(CS_ORG_DUTY, "unit=P1|role=care|staff=N2|begins_at=2026-03-05 22:00|ends_at=2026-03-06 02:00");
    CHECK_TEXT(asked("care", "project", "2026-03-05 21:00"), "N1@P1*");
    CHECK_TEXT(asked("care", "project", "2026-03-05 22:00"), "N2@P1*");
    CHECK_TEXT(asked("care", "project", "2026-03-06 02:00"), "N1@P1*");
    end();
}

CS_TEST(away, "who is on duty but away or gone leaves it to the post, the deputy, the unit above")
{
    begin();
    put(CS_ORG_DUTY, NIGHT);
    put(CS_ORG_ABSENCE, "staff=N1|from_on=2026-03-06|until_on=2026-03-06");
    CHECK_TEXT(asked("care", "project", "2026-03-05 23:59:59"), "N1@P1*");
    CHECK_TEXT(asked("care", "project", "2026-03-06 00:00:00"), "A@P1");
    put(CS_ORG_ABSENCE, "staff=A|from_on=2026-03-06|until_on=2026-03-06");
    CHECK_TEXT(asked("care", "project", "2026-03-06 00:00:00"), "B@P1d");
    put(CS_ORG_ABSENCE, "staff=B|from_on=2026-03-06|until_on=2026-03-06");
    CHECK_TEXT(asked("care", "project", "2026-03-06 00:00:00"), "C@C");
    put(CS_ORG_STAFF, "code=N1|name=n1|active_until=2026-03-04");
    CHECK_TEXT(asked("care", "project", "2026-03-05 20:00"), "A@P1");
    end();
}

CS_TEST(above, "a turn at the city answers before the city's post, where the project has nobody")
{
    begin();
    put(CS_ORG_DUTY, "unit=C|role=head|staff=N2|begins_at=2026-03-05 18:00|ends_at=2026-03-06 08:00");
    CHECK_TEXT(asked("head", "project", "2026-03-05 20:00"), "N2@C*");
    CHECK_TEXT(asked("head", "project", "2026-03-06 08:00"), "-@");
    end();
}

CS_TEST(posts_alone, "the walk by day alone does not ask the rota")
{
    struct cs_post_found found;
    int64_t project = 0, a = 0;
    begin();
    put(CS_ORG_DUTY, "unit=P1|role=care|staff=N1|begins_at=2026-03-01 00:00|ends_at=2026-04-01 00:00");
    CHECK_INT(cs_org_find_unit(w.org, "P1", 2, &project, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_staff(w.org, "A", 1, &a, &kit.err), CS_OK);
    CHECK_INT(
        cs_org_walk_role(w.org, project, "care", "project", room_day("2026-03-05"), 0, &found, &kit.err),
        CS_OK);
    CHECK_INT(found.staff_id, a);
    CHECK_INT(found.duty, false);
    end();
}

CS_TEST(keeping, "a turn is kept by unit, role, person and beginning; its end can be moved")
{
    enum cs_org_change change;
    begin();
    put(CS_ORG_DUTY, NIGHT);
    CHECK_INT(import(CS_ORG_DUTY, NIGHT, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UNCHANGED);
    CHECK_INT(import(CS_ORG_DUTY,
                     "unit=P1|role=客服|staff=n1|begins_at=2026-03-05 18:00|ends_at=2026-03-06 09:00",
                     &change),
              CS_OK);
    CHECK_INT(change, CS_ORG_UPDATED);
    CHECK_TEXT(asked("care", "project", "2026-03-06 08:30"), "N1@P1*");
    end();
}

CS_TEST(refused, "turns that cannot be are refused in words")
{
    static const char *const cases[][2] = {
        { "unit=P1|role=care|staff=N1|begins_at=2026-03-05 18:00|ends_at=2026-03-05 18:00",
          "ends_at: must lie after begins_at" },
        { "unit=P1|role=care|staff=N1|begins_at=2026-03-05 18:00", "ends_at: must not be empty" },
        { "unit=P9|role=care|staff=N1|begins_at=2026-03-05 18:00|ends_at=2026-03-06 18:00",
          "unit: there is no unit \"P9\"" },
        { "unit=P1|role=care|staff=Z|begins_at=2026-03-05 18:00|ends_at=2026-03-06 18:00",
          "staff: there is no member of staff \"Z\"" },
        { "unit=P1|role=function|staff=N1|begins_at=2026-03-05 18:00|ends_at=2026-03-06 18:00",
          "role: nobody holds \"function\"; write construction, sales, design, property or another "
          "function" },
    };
    enum cs_org_change change;
    begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_INT(import(CS_ORG_DUTY, cases[i][0], &change), CS_REFUSED);
        CHECK_TEXT(kit.err.text, cases[i][1]);
    }
    CHECK_INT(import(CS_ORG_POST, "unit=P1|role=function|staff=A", &change), CS_REFUSED);
    end();
}

/* What the store keeps of the hours of A, who stands first. */
static void hours_are(const char *quiet, const char *digest)
{
    char want[80];
    snprintf(want, sizeof want, "A|%s|%s\n", quiet, digest);
    const char *all = room_view(w.store, &cs_org_views[CS_ORG_STAFF], "code quiet digest");
    CHECK_THAT(strncmp(all, want, strlen(want)) == 0, "%.40s, not %s", all, want);
}

CS_TEST(hours, "quiet and digest hours of a person are kept in one spelling, or refused")
{
    enum cs_org_change change;
    begin();
    hours_are("", "");
    put(CS_ORG_STAFF, "code=A|name=a|quiet=22：00-7:00|digest=17:00、8:30");
    hours_are("22:00-07:00", "08:30;17:00");
    put(CS_ORG_STAFF, "code=A|name=a|quiet=无|digest=none");
    hours_are("none", "none");
    CHECK_INT(import(CS_ORG_STAFF, "code=A|name=a|quiet=22:00-07:00|digest=08:30", &change), CS_OK);
    CHECK_INT(change, CS_ORG_UPDATED);
    CHECK_INT(import(CS_ORG_STAFF, "code=A|name=a|quiet=22:00 - 07:00|digest=8:30;08:30", &change), CS_OK);
    CHECK_INT(change, CS_ORG_UNCHANGED);
    CHECK_INT(import(CS_ORG_STAFF, "code=A|name=a|quiet=nights", &change), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "quiet: must be hours like 22:00-07:00, not \"nights\"");
    CHECK_INT(import(CS_ORG_STAFF, "code=A|name=a|digest=morning", &change), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "digest: must be hours like 08:30;17:00, not \"morning\"");
    end();
}
