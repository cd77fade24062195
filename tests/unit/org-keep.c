/* Keeping the organisation: each noun's import, its references, its keys, what stays and what is refused. */
#include "org/org.h"
#include "room-kit.h"

struct world {
    struct cs_store *store;
    struct cs_org *org;
    char changes[80]; /* of the last import: i, u or = a row */
};

static enum cs_status take(struct world *w, enum cs_org_noun noun, const char *const *lines)
{
    struct cs_org_import *importer = cs_org_import_new(w->org, noun);
    struct cs_row row;
    enum cs_status status = CS_OK;
    size_t count = 0;
    cs_row_init(&row, cs_org_records[noun]);
    cs_error_clear(&kit.err);
    for (; lines[count] && status == CS_OK; count++) {
        enum cs_org_change change = CS_ORG_UNCHANGED;
        room_row(&row, lines[count]);
        status = cs_org_import_row(importer, &row, room_has, NULL, &change, &kit.err);
        if (count < sizeof w->changes - 1)
            w->changes[count] = "iu="[change];
    }
    w->changes[count] = '\0';
    if (status == CS_OK)
        status = cs_org_import_finish(importer, &kit.err);
    cs_row_release(&row);
    cs_org_import_free(importer);
    return status;
}

/* One line of a noun, inside a transaction that is given up where it is refused, as a command would. */
static enum cs_status take_one(struct world *w, enum cs_org_noun noun, const char *line)
{
    const char *const lines[] = { line, NULL };
    struct cs_error ignored = CS_ERROR_INIT;
    CHECK_INT(cs_store_begin(w->store, false, &ignored), CS_OK);
    enum cs_status status = take(w, noun, lines);
    if (status == CS_OK)
        status = cs_store_commit(w->store, &kit.err);
    else
        cs_store_rollback(w->store);
    return status;
}

static void put(struct world *w, enum cs_org_noun noun, const char *line, char change)
{
    CHECK_THAT(take_one(w, noun, line) == CS_OK, "%s: %s", line, kit.err.text);
    CHECK_THAT(w->changes[0] == change, "%s: %c, not %c", line, w->changes[0], change);
}

static const char *view(struct world *w, enum cs_org_noun noun, const char *fields)
{
    return room_view(w->store, &cs_org_views[noun], fields);
}

static struct world begin(void)
{
    struct world w = { .store = room_store() };
    w.org = cs_org_new(w.store);
    put(&w, CS_ORG_UNIT, "code=HX|name=恒信置业|kind=group", 'i');
    put(&w, CS_ORG_UNIT, "code=SH|name=上海公司|kind=city|parent=HX", 'i');
    put(&w, CS_ORG_UNIT, "code=P1|name=听澜苑|kind=project|parent=SH|aliases=听澜苑一期;TLY", 'i');
    put(&w, CS_ORG_UNIT, "code=P2|name=望江府|kind=project|parent=SH", 'i');
    put(&w, CS_ORG_UNIT, "code=K1|name=宏图建设|kind=contractor", 'i');
    put(&w, CS_ORG_BATCH, "project=P1|code=B1|name=一批", 'i');
    put(&w, CS_ORG_HOME, "code=H1|project=P1|place=3-2-1801", 'i');
    put(&w, CS_ORG_STAFF, "code=E1|name=张三|phone=13800001234|email=z@hx.example", 'i');
    put(&w, CS_ORG_STAFF, "code=E2|name=李四", 'i');
    return w;
}

static void end(struct world *w)
{
    cs_org_free(w->org);
    cs_store_close(w->store);
}

/* ---- every noun: in, again, changed, partly, emptied ---- */

CS_TEST(every_noun, "a record of any noun comes in once, is itself again, and changes by its key")
{
    static const struct {
        enum cs_org_noun noun;
        const char *first, *other, *fields, *after;
    } cases[] = {
        { CS_ORG_UNIT, "code=K2|name=宏达|kind=contractor|trade=防水",
          "code=K2|name=宏达建设|kind=contractor", "code name trade status", "K2|宏达建设|防水|active\n" },
        { CS_ORG_UNIT, "code=X1|name=物业|kind=property|parent=HX|status=watch",
          "code=X1|name=物业|kind=property|status=closed", "code kind parent status",
          "X1|property|HX|closed\n" },
        { CS_ORG_BATCH, "project=P1|code=B2|name=二批", "project=P1|code=B2|name=二批南", "project code name",
          "P1|B2|二批南\n" },
        { CS_ORG_BUILDING, "project=P1|code=7栋|name=七号楼|batch=B1|contractor=K1|section=一标段",
          "project=P1|code=07#|name=7号楼", "project code name batch contractor section",
          "P1|7|7号楼|B1|K1|一标段\n" },
        { CS_ORG_HOME, "code=H7|project=P1|place=7-1-101|use=residence|area=89.5|fitout=bare|floor=1",
          "code=H7|project=P1|layout=三房", "code place use layout area fitout floor",
          "H7|7-1-101|residence|三房|89.5|bare|1\n" },
        { CS_ORG_ALIAS, "project=P1|alias=东门 底商|home=H1", "project=P1|alias=东门底商|home=H1",
          "project alias home", "P1|东门底商|H1\n" },
        { CS_ORG_MILESTONE, "project=P1|kind=delivery|planned_on=2026-06-30",
          "project=P1|kind=交付|actual_on=2026-07-02", "project batch kind planned_on actual_on",
          "P1||delivery|2026-06-30|2026-07-02\n" },
        { CS_ORG_MILESTONE, "project=P1|batch=B1|kind=delivery|planned_on=2026-05-30",
          "project=P1|batch=B1|kind=delivery|actual_on=2026-05-31", "project batch kind planned_on actual_on",
          "P1|B1|delivery|2026-05-30|2026-05-31\n" },
        { CS_ORG_STAFF, "code=E9|name=王五|account=wangwu|language=zh|employer=K1",
          "code=E9|name=王五|active_until=2026-12-31", "code name account language employer active_until",
          "E9|王五|wangwu|zh|K1|2026-12-31\n" },
        { CS_ORG_POST, "unit=P1|role=care|staff=E1|deputy=E2|from_on=2026-01-01",
          "unit=P1|role=客服|staff=张三|from_on=2026-01-01|until_on=2026-12-31",
          "unit role staff deputy from_on until_on", "P1|care|E1|E2|2026-01-01|2026-12-31\n" },
        { CS_ORG_ABSENCE, "staff=E1|from_on=2026-03-02|until_on=2026-03-06",
          "staff=E1|from_on=2026-03-02|until_on=2026-03-09", "staff from_on until_on",
          "E1|2026-03-02|2026-03-09\n" },
    };
    struct world w = begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(&w, cases[i].noun, cases[i].first, 'i');
        put(&w, cases[i].noun, cases[i].first, '=');
        put(&w, cases[i].noun, cases[i].other, cases[i].noun == CS_ORG_ALIAS ? '=' : 'u');
        put(&w, cases[i].noun, cases[i].other, '=');
        const char *rows = view(&w, cases[i].noun, cases[i].fields);
        CHECK_THAT(strstr(rows, cases[i].after) != NULL, "case %zu: %s", i, rows);
    }
    end(&w);
}

CS_TEST(empty_cells, "an empty cell empties what may be empty, and is refused where it may not")
{
    static const struct {
        enum cs_org_noun noun;
        const char *full, *empty, *fields, *after, *says;
    } cases[] = {
        { CS_ORG_UNIT, "code=K2|name=a|kind=contractor|trade=防水", "code=K2|trade= ", "code trade", "K2|\n",
          NULL },
        { CS_ORG_UNIT, "code=K3|name=a|kind=city|parent=HX", "code=K3|parent= ", "code parent", "K3|\n",
          NULL },
        { CS_ORG_BUILDING, "project=P1|code=8|batch=B1", "project=P1|code=8|batch= ", "code batch", "8|\n",
          NULL },
        { CS_ORG_HOME, "code=H8|project=P1|place=8-1-101|area=90", "code=H8|project=P1|area= ", "code area",
          "H8|\n", NULL },
        { CS_ORG_HOME, "code=H9|project=P1|place=8-1-102|use=shop",
          "code=H9|project=P1|place= ", "code place", "H9|8-1-102\n", NULL },
        { CS_ORG_POST, "unit=P1|role=head|staff=E1|deputy=E2",
          "unit=P1|role=head|staff=E1|deputy= ", "unit role staff deputy", "P1|head|E1|\n", NULL },
        { CS_ORG_STAFF, "code=E8|name=赵|phone=13700000000", "code=E8|phone= ", "code phone", "E8|\n", NULL },
        { CS_ORG_MILESTONE, "project=P2|kind=land|planned_on=2026-01-01",
          "project=P2|kind=land|planned_on= ", "project kind planned_on", "P2|land|\n", NULL },
    };
    struct world w = begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(&w, cases[i].noun, cases[i].full, 'i');
        enum cs_status status = take_one(&w, cases[i].noun, cases[i].empty);
        CHECK_THAT(status == CS_OK, "%s: %s", cases[i].empty, kit.err.text);
        const char *rows = view(&w, cases[i].noun, cases[i].fields);
        CHECK_THAT(strstr(rows, cases[i].after) != NULL, "%s: %s", cases[i].empty, rows);
    }
    end(&w);
}

/* ---- refusals ---- */

CS_TEST(refusals, "what cannot stand is refused word by word, and leaves nothing")
{
    static const struct {
        enum cs_org_noun noun;
        const char *line, *says;
    } cases[] = {
        { CS_ORG_UNIT, "code=X", "name: must not be empty" },
        { CS_ORG_UNIT, "code=X|name=x", "kind: must not be empty" },
        { CS_ORG_UNIT, "code=X|name=x|kind=project|calendar=none",
          "calendar: there is no calendar \"none\"" },
        { CS_ORG_BATCH, "project=P9|code=B1", "project: there is no project \"P9\"" },
        { CS_ORG_BUILDING, "project=P1|code=商业", "code: \"商业\" is no number of a building" },
        { CS_ORG_BUILDING, "project=P1|code=9|batch=B9", "batch: there is no batch \"B9\"" },
        { CS_ORG_BUILDING, "project=P2|code=9|batch=B1", "batch: there is no batch \"B1\"" },
        { CS_ORG_BUILDING, "project=P1|code=9|contractor=K9", "contractor: there is no unit \"K9\"" },
        { CS_ORG_HOME, "code=X|project=nowhere|place=1-1-101", "project: there is no project \"nowhere\"" },
        { CS_ORG_HOME, "code=X|project=P1", "room: a home needs a place: building and room" },
        { CS_ORG_HOME, "code=X|project=P1|building=3", "room: no building and room can be read from \"\"" },
        { CS_ORG_HOME, "code=X|project=P1|place=03#2单元1801",
          "place: 3-2-1801 is the place of the home H1 already" },
        { CS_ORG_ALIAS, "project=P1|alias=x|home=H9", "home: there is no home \"H9\"" },
        { CS_ORG_ALIAS, "project=P2|alias=x|home=H1", "home: belongs to another project" },
        { CS_ORG_ALIAS, "project=P1|alias=x", "home: must not be empty" },
        { CS_ORG_MILESTONE, "project=P1", "kind: must not be empty" },
        { CS_ORG_MILESTONE, "project=P1|batch=B7|kind=delivery", "batch: there is no batch \"B7\"" },
        { CS_ORG_STAFF, "code=X", "name: must not be empty" },
        { CS_ORG_STAFF, "code=X|name=x|phone=138****1234",
          "phone: is masked, and the store knows no value of it" },
        { CS_ORG_STAFF, "code=X|name=x|email=z***@hx.example",
          "email: is masked, and the store knows no value of it" },
        { CS_ORG_STAFF, "code=X|name=x|employer=K9", "employer: there is no unit \"K9\"" },
        { CS_ORG_POST, "unit=P9|role=care|staff=E1", "unit: there is no unit \"P9\"" },
        { CS_ORG_POST, "unit=P1|staff=E1", "role: must not be empty" },
        { CS_ORG_POST, "unit=P1|role=care|staff=E9", "staff: there is no member of staff \"E9\"" },
        { CS_ORG_POST, "unit=P1|role=care|staff=E1|deputy=E9", "deputy: there is no member of staff \"E9\"" },
        { CS_ORG_POST, "unit=P1|role=care|staff=E1|deputy=张三", "deputy: cannot stand in for themselves" },
        { CS_ORG_POST, "unit=P1|role=care|staff=E1|from_on=2026-03-02|until_on=2026-03-01",
          "until_on: must not lie before from_on" },
        { CS_ORG_ABSENCE, "staff=E1|from_on=2026-03-02", "until_on: must not be empty" },
        { CS_ORG_ABSENCE, "staff=E1|from_on=2026-03-02|until_on=2026-03-01",
          "until_on: must not lie before from_on" },
        { CS_ORG_ABSENCE, "staff=E9|from_on=2026-03-02|until_on=2026-03-03",
          "staff: there is no member of staff \"E9\"" },
    };
    struct world w = begin();
    char before[CS_ORG_NOUN_MAX][4096];
    for (int noun = 0; noun < CS_ORG_NOUN_MAX; noun++)
        snprintf(before[noun], sizeof before[noun], "%s",
                 view(&w, (enum cs_org_noun)noun, "code project unit"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum cs_status status = take_one(&w, cases[i].noun, cases[i].line);
        CHECK_THAT(status == CS_REFUSED, "%s: %d", cases[i].line, status);
        CHECK_THAT(strcmp(kit.err.text, cases[i].says) == 0, "%s: %s", cases[i].line, kit.err.text);
    }
    for (int noun = 0; noun < CS_ORG_NOUN_MAX; noun++)
        CHECK_TEXT(view(&w, (enum cs_org_noun)noun, "code project unit"), before[noun]);
    end(&w);
}

CS_TEST(no_key, "a record without its key is refused, whatever else it has")
{
    static const struct {
        enum cs_org_noun noun;
        const char *line, *field;
    } cases[] = {
        { CS_ORG_UNIT, "name=x|kind=city", "code" },
        { CS_ORG_BATCH, "code=B7", "project" },
        { CS_ORG_BATCH, "project=P1", "code" },
        { CS_ORG_BUILDING, "project=P1|name=x", "code" },
        { CS_ORG_BUILDING, "code=3", "project" },
        { CS_ORG_HOME, "project=P1|place=9-9-999", "code" },
        { CS_ORG_HOME, "code=X|place=9-9-999", "project" },
        { CS_ORG_ALIAS, "project=P1|home=H1", "alias" },
        { CS_ORG_ALIAS, "alias=x|home=H1", "project" },
        { CS_ORG_MILESTONE, "kind=delivery", "project" },
        { CS_ORG_STAFF, "name=x", "code" },
        { CS_ORG_POST, "role=care|staff=E1", "unit" },
        { CS_ORG_POST, "unit=P1|role=care", "staff" },
        { CS_ORG_ABSENCE, "from_on=2026-03-02|until_on=2026-03-03", "staff" },
        { CS_ORG_ABSENCE, "staff=E1|until_on=2026-03-03", "from_on" },
    };
    struct world w = begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_THAT(take_one(&w, cases[i].noun, cases[i].line) == CS_REFUSED, "%s", cases[i].line);
        CHECK_THAT(strncmp(kit.err.text, cases[i].field, strlen(cases[i].field)) == 0, "%s: %s",
                   cases[i].line, kit.err.text);
    }
    end(&w);
}

CS_TEST(required, "what a record must have cannot be emptied later; a default comes back in its place")
{
    static const struct {
        enum cs_org_noun noun;
        const char *line, *says;
    } cases[] = {
        { CS_ORG_UNIT, "code=P1|name= ", "name: must not be empty" },
        { CS_ORG_UNIT, "code=P1|kind= ", "kind: must not be empty" },
        { CS_ORG_STAFF, "code=E1|name= ", "name: must not be empty" },
        { CS_ORG_ALIAS, "project=P1|alias=东门|home= ", "home: must not be empty" },
        { CS_ORG_ABSENCE, "staff=E1|from_on=2026-03-02|until_on= ", "until_on: must not be empty" },
    };
    struct world w = begin();
    put(&w, CS_ORG_ALIAS, "project=P1|alias=东门|home=H1", 'i');
    put(&w, CS_ORG_ABSENCE, "staff=E1|from_on=2026-03-02|until_on=2026-03-06", 'i');
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_THAT(take_one(&w, cases[i].noun, cases[i].line) == CS_REFUSED, "%s", cases[i].line);
        CHECK_THAT(strcmp(kit.err.text, cases[i].says) == 0, "%s: %s", cases[i].line, kit.err.text);
    }
    put(&w, CS_ORG_UNIT, "code=K1|status=watch", 'u');
    put(&w, CS_ORG_UNIT, "code=K1|status= ", 'u');
    CHECK(strstr(view(&w, CS_ORG_UNIT, "code status"), "K1|active\n") != NULL);
    end(&w);
}

CS_TEST(known_home, "a line about a home that is there need not name its project again")
{
    struct world w = begin();
    put(&w, CS_ORG_HOME, "code=H1|place=3栋2单元1801", '=');
    put(&w, CS_ORG_HOME, "code=H1|place=5-1-101", 'u');
    put(&w, CS_ORG_HOME, "code=H1|area=120", 'u');
    CHECK_TEXT(view(&w, CS_ORG_HOME, "code project building place area"), "H1|P1|5|5-1-101|120\n");
    CHECK_INT(take_one(&w, CS_ORG_HOME, "code=H99|place=5-1-101"), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "project: must not be empty");
    end(&w);
}

/* ---- the tree ---- */

CS_TEST(any_order, "a tree comes in whole in any order of its lines")
{
    static const char *const lines[] = {
        "code=T1|name=t1|kind=group",
        "code=T2|name=t2|kind=region|parent=T1",
        "code=T3|name=t3|kind=city|parent=T2",
        "code=T4|name=t4|kind=project|parent=T3",
        "code=T5|name=t5|kind=project|parent=T3|handed_to=T4|handed_on=2026-01-01",
        NULL
    };
    unsigned seed = 3;
    for (int round = 0; round < 24; round++) {
        struct world w = { .store = room_store() };
        const char *mixed[6];
        w.org = cs_org_new(w.store);
        memcpy(mixed, lines, sizeof mixed);
        for (int i = 4; i > 0; i--) {
            seed = seed * 1103515245u + 12345u;
            int j = (int)(seed >> 16) % (i + 1);
            const char *swap = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = swap;
        }
        CHECK_THAT(take(&w, CS_ORG_UNIT, mixed) == CS_OK, "%s", kit.err.text);
        const char *rows = view(&w, CS_ORG_UNIT, "code parent handed_to");
        CHECK(strstr(rows, "T1||\n") && strstr(rows, "T2|T1|\n") && strstr(rows, "T3|T2|\n"));
        CHECK(strstr(rows, "T4|T3|\n") && strstr(rows, "T5|T3|T4\n"));
        CHECK_INT(take(&w, CS_ORG_UNIT, mixed), CS_OK);
        CHECK_TEXT(w.changes, "=====");
        end(&w);
    }
}

CS_TEST(circles, "no unit stands above itself, over one step or many")
{
    static const char *const cases[][4] = {
        { "code=SH|parent=SH", NULL },
        { "code=SH|parent=P1", NULL },
        { "code=HX|parent=P1", NULL },
        { "code=HX|parent=SH", NULL },
        { "code=N1|name=n|kind=city|parent=N2", "code=N2|name=n|kind=region|parent=N1", NULL },
        { "code=N1|name=n|kind=city|parent=N2", "code=N2|name=n|kind=region|parent=N3",
          "code=N3|name=n|kind=group|parent=N1", NULL },
    };
    struct world w = begin();
    char before[2048];
    snprintf(before, sizeof before, "%s", view(&w, CS_ORG_UNIT, "code parent"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_INT(cs_store_begin(w.store, false, &kit.err), CS_OK);
        CHECK_THAT(take(&w, CS_ORG_UNIT, cases[i]) == CS_FAILED, "case %zu", i);
        CHECK_THAT(kit_errs("stands above itself; nothing was saved"), "case %zu", i);
        cs_store_rollback(w.store);
        cs_org_reset(w.org);
        CHECK_TEXT(view(&w, CS_ORG_UNIT, "code parent"), before);
    }
    end(&w);
}

CS_TEST(lost_parents,
        "a unit above that never comes ends the import with both names; a refused row waits for none")
{
    static const char *const lost[] = { "code=N1|name=n|kind=city|parent=NOWHERE", NULL };
    static const char *const handed[] = { "code=N1|name=n|kind=project|handed_to=NOBODY|handed_on=2026-01-01",
                                          NULL };
    struct world w = begin();
    CHECK_INT(cs_store_begin(w.store, false, &kit.err), CS_OK);
    CHECK_INT(take(&w, CS_ORG_UNIT, lost), CS_FAILED);
    CHECK_TEXT(kit.err.text, "unit N1: there is no unit \"NOWHERE\"; nothing was saved");
    cs_store_rollback(w.store);
    CHECK_INT(cs_store_begin(w.store, false, &kit.err), CS_OK);
    CHECK_INT(take(&w, CS_ORG_UNIT, handed), CS_FAILED);
    CHECK_TEXT(kit.err.text, "unit N1: there is no unit \"NOBODY\"; nothing was saved");
    cs_store_rollback(w.store);
    struct cs_org_import *importer = cs_org_import_new(w.org, CS_ORG_UNIT);
    struct cs_row row;
    enum cs_org_change change;
    cs_row_init(&row, &cs_org_unit_record);
    room_row(&row, "code=N2|kind=city|parent=NOWHERE"); /* no name: refused, so its parent is not missed */
    cs_error_clear(&kit.err);
    CHECK_INT(cs_org_import_row(importer, &row, room_has, NULL, &change, &kit.err), CS_REFUSED);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_org_import_finish(importer, &kit.err), CS_OK);
    cs_row_release(&row);
    cs_org_import_free(importer);
    cs_org_import_free(NULL);
    end(&w);
}

/* ---- references ---- */

CS_TEST(references, "a reference is a code, a name or an alias, of something that came in the same file too")
{
    struct world w = begin();
    put(&w, CS_ORG_HOME, "code=R1|project=听澜苑|place=5-1-101", 'i');
    put(&w, CS_ORG_HOME, "code=R2|project=听澜苑一期|place=5-1-102", 'i');
    put(&w, CS_ORG_HOME, "code=R3|project=tly|place=5-1-103", 'i');
    put(&w, CS_ORG_HOME, "code=R4|project= 听澜 苑 |place=5-1-104", 'i');
    put(&w, CS_ORG_BUILDING, "project=P1|code=5|contractor=宏图建设", 'u');
    put(&w, CS_ORG_POST, "unit=上海公司|role=head|staff=李四", 'i');
    CHECK(strstr(view(&w, CS_ORG_HOME, "code project building"), "R1|P1|5\nR2|P1|5\nR3|P1|5\nR4|P1|5\n") !=
          NULL);
    CHECK(strstr(view(&w, CS_ORG_BUILDING, "project code contractor"), "P1|5|K1\n") != NULL);
    CHECK_TEXT(view(&w, CS_ORG_POST, "unit role staff"), "SH|head|E2\n");
    /* A project's reference is no city; a name that two bear is nobody's. */
    CHECK_INT(take_one(&w, CS_ORG_BATCH, "project=上海公司|code=B1"), CS_REFUSED);
    put(&w, CS_ORG_STAFF, "code=E7|name=李四", 'i');
    CHECK_INT(take_one(&w, CS_ORG_POST, "unit=SH|role=care|staff=李四"), CS_REFUSED);
    put(&w, CS_ORG_POST, "unit=SH|role=care|staff=E7", 'i');
    end(&w);
}

CS_TEST(many_in_one, "a thousand homes of one file share what was looked up, and each finds its building")
{
    struct world w = begin();
    struct cs_org_import *importer = cs_org_import_new(w.org, CS_ORG_HOME);
    struct cs_row row;
    enum cs_org_change change;
    struct cs_home_found found;
    char line[120], room[40];
    int64_t project;
    cs_row_init(&row, &cs_org_home_record);
    CHECK_INT(cs_store_begin(w.store, false, &kit.err), CS_OK);
    for (int i = 0; i < 1000; i++) {
        snprintf(line, sizeof line, "code=M%03d|project=%s|building=%d栋|entrance=%d|room=%d01", i,
                 i % 2 ? "P1" : "TLY", 20 + i / 100, 1 + i / 50 % 2, 1 + i % 50);
        room_row(&row, line);
        CHECK_THAT(cs_org_import_row(importer, &row, room_has, NULL, &change, &kit.err) == CS_OK, "%s: %s",
                   line, kit.err.text);
        CHECK_INT(change, CS_ORG_INSERTED);
    }
    CHECK_INT(cs_org_import_finish(importer, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(w.store, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_project(w.org, "P1", 2, &project, &kit.err), CS_OK);
    int64_t last = 0;
    for (int i = 0; i < 1000; i++) {
        snprintf(room, sizeof room, "%d栋%d单元%d01室", 20 + i / 100, 1 + i / 50 % 2, 1 + i % 50);
        CHECK_THAT(cs_org_find_home(w.org, project, room, strlen(room), &found, &kit.err) == CS_OK, "%s",
                   room);
        CHECK(found.home_id > last && found.building_id);
        last = found.home_id;
    }
    cs_row_release(&row);
    cs_org_import_free(importer);
    end(&w);
}

/* ---- homes ---- */

CS_TEST(home_parts, "a home's place and its parts always agree, whichever of them came")
{
    static const struct {
        const char *line, *parts;
    } cases[] = {
        { "code=Q1|project=P2|place=3栋2单元1801", "Q1|3|3-2-1801|2|1801\n" },
        { "code=Q2|project=P2|building=3|entrance=2|room=1802", "Q2|3|3-2-1802|2|1802\n" },
        { "code=Q3|project=P2|building=03#|room=1803室", "Q3|3|3-1803||1803\n" },
        { "code=Q4|project=P2|building=3|entrance=2|place=1804", "Q4|3|3-2-1804|2|1804\n" },
        { "code=Q5|project=P2|building=9|entrance=9|place=4-1-101", "Q5|4|4-1-101|1|101\n" },
        { "code=Q6|project=P2|place=A座１０２", "Q6|A|A-102||102\n" },
        { "code=Q7|project=P2|place=商铺 12", "Q7||商铺12||\n" },
        { "code=Q8|project=P2|room=底商三号", "Q8||底商三号||底商三号\n" },
        { "code=Q9|project=P2|place=B1-023车位|use=车位", "Q9|B1|B1-23||23\n" },
        { "code=Q10|project=P2|place=5-1-1801-2", "Q10|5|5-1-1801-2|1|1801-2\n" },
    };
    struct world w = begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put(&w, CS_ORG_HOME, cases[i].line, 'i');
        put(&w, CS_ORG_HOME, cases[i].line, '=');
        const char *rows = view(&w, CS_ORG_HOME, "code building place entrance room");
        CHECK_THAT(strstr(rows, cases[i].parts) != NULL, "%s gives\n%s", cases[i].line, rows);
    }
    /* A home that moves to another place leaves the old one free. */
    put(&w, CS_ORG_HOME, "code=Q1|project=P2|place=3-2-1901", 'u');
    CHECK(strstr(view(&w, CS_ORG_HOME, "code place room"), "Q1|3-2-1901|1901\n") != NULL);
    put(&w, CS_ORG_HOME, "code=Q11|project=P2|place=3-2-1801", 'i');
    CHECK_INT(take_one(&w, CS_ORG_HOME, "code=Q1|project=P2|place=3-2-1801"), CS_REFUSED);
    CHECK_TEXT(kit.err.text, "place: 3-2-1801 is the place of the home Q11 already");
    end(&w);
}

CS_TEST(same_place, "two projects may have the same place, one project may not")
{
    struct world w = begin();
    put(&w, CS_ORG_HOME, "code=Z1|project=P2|place=3-2-1801", 'i');
    CHECK_INT(take_one(&w, CS_ORG_HOME, "code=Z2|project=P2|place=三栋二单元1801"), CS_REFUSED);
    CHECK_INT(take_one(&w, CS_ORG_HOME, "code=Z2|project=P2|building=3|entrance=2|room=1801"), CS_REFUSED);
    put(&w, CS_ORG_HOME, "code=Z2|project=P2|place=3-1801", 'i'); /* without entrance: a place of its own */
    CHECK(strstr(view(&w, CS_ORG_UNIT, "code homes"), "P2|2\n") != NULL);
    end(&w);
}

/* ---- masks ---- */

CS_TEST(masks, "a masked value leaves what the store knows, each field for itself")
{
    struct world w = begin();
    put(&w, CS_ORG_STAFF, "code=E1|name=张三|phone=138****1234|email=z***@hx.example", '=');
    put(&w, CS_ORG_STAFF, "code=E1|name=张三|phone=138****9999|email=q@hx.example", 'u');
    CHECK(strstr(view(&w, CS_ORG_STAFF, "code phone email"), "E1|13800001234|q@hx.example\n") != NULL);
    put(&w, CS_ORG_STAFF, "code=E1|phone=13900005678|email=z***@hx.example", 'u');
    CHECK(strstr(view(&w, CS_ORG_STAFF, "code phone email"), "E1|13900005678|q@hx.example\n") != NULL);
    end(&w);
}
