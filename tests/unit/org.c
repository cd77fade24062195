/* The one spelling of a room, and homes, projects and people found in memory. */
#include "org/org.h"
#include "room-kit.h"

#include <time.h>

CS_TEST(spellings, "a room has one spelling, however it is written")
{
    static const char *const cases[][2] = {
        { "3栋2单元1801", "3-2-1801" },
        { "3-2-1801", "3-2-1801" },
        { "03#1801", "3-1801" },
        { "3#楼2单元1801室", "3-2-1801" },
        { "三栋二单元1801", "3-2-1801" },
        { "３栋２单元１８０１", "3-2-1801" },
        { "３－２－１８０１", "3-2-1801" },
        { "A座1801", "A-1801" },
        { "a座1801", "A-1801" },
        { " 3 栋 2 单元 1801 ", "3-2-1801" },
        { "3　栋　2单元1801", "3-2-1801" },
        { "3 2 1801", "3-2-1801" },
        { "3/2/1801", "3-2-1801" },
        { "3幢1801", "3-1801" },
        { "3号楼1801", "3-1801" },
        { "3#2#1801", "3-2-1801" },
        { "3-2单元1801", "3-2-1801" },
        { "3栋2-1801", "3-2-1801" },
        { "03-02-0101", "3-2-101" },
        { "十二栋一单元一八零一", "12-1-1801" },
        { "二十三栋一百零二室", "23-102" },
        { "两栋301", "2-301" },
        { "华府一期3栋2单元1801", "3-2-1801" },
        { "二期三号楼2-1801", "3-2-1801" },
        { "望江路88号华府3栋1801", "3-1801" },
        { "2025新城3栋1801", "3-1801" },
        { "住宅3号楼2单元1801号", "3-2-1801" },
        { "3栋2单元18楼1801", "3-2-1801" },
        { "3栋18层1801室", "3-1801" },
        { "3-2-18-1801", "3-2-1801" },
        { "3栋2单元1801-2", "3-2-1801-2" },
        { "3栋2单元1801A", "3-2-1801A" },
        { "B1-023车位", "B1-23" },
        { "3栋1801室 张三", "3-1801" },
        { "3幢1801室客厅漏水2处", "3-1801" },
        { "3--1801", "3-1801" },
        { "1801", "" },
        { "1801室", "" },
        { "3栋", "" },
        { "没有", "" },
        { "-", "" },
        { "", "" },
        { "客厅", "" },
        { "LONGNAME-1801", "" },
        { "\xff\xfe", "" },
    };
    char place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t length = cs_room_normalise(cases[i][0], strlen(cases[i][0]), place);
        CHECK_THAT(strcmp(place, cases[i][1]) == 0, "%s is %s, not %s", cases[i][0], place, cases[i][1]);
        CHECK_INT(length, strlen(place));
    }
}

CS_TEST(once_more, "the one spelling is its own spelling")
{
    static const char *const cases[] = { "3-2-1801", "3-1801", "A-1801", "B1-23", "3-2-1801A", "12-1-1801" };
    char place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cs_room_normalise(cases[i], strlen(cases[i]), place);
        CHECK_TEXT(place, cases[i]);
    }
}

CS_TEST(bytes, "any bytes are read without harm")
{
    char text[64], place[CS_PLACE_SIZE];
    unsigned seed = 7;
    static const char *const pieces[] = { "3",  "栋",   "单元", "#", "-", "十",
                                          "百", "\xff", "楼",   "A", " ", "号" };
    for (int round = 0; round < 20000; round++) {
        text[0] = '\0';
        for (int i = 0; i < 12; i++) {
            seed = seed * 1103515245u + 12345u;
            strcat(text, pieces[seed / 65536 % (sizeof pieces / sizeof *pieces)]);
        }
        size_t length = cs_room_normalise(text, strlen(text), place);
        CHECK_THAT(length == strlen(place) && length < CS_PLACE_SIZE, "%s", text);
        cs_building_normalise(text, strlen(text), place);
        cs_room_join(text, text, text, place);
    }
}

CS_TEST(parts, "building, entrance and room may come apart")
{
    static const char *const cases[][4] = {
        { "3栋", "2单元", "1801室", "3-2-1801" },
        { "3", "2", "1801", "3-2-1801" },
        { "03#", "", "1801", "3-1801" },
        { "3", "", "2-1801", "3-2-1801" },
        { "", "", "3-2-1801", "3-2-1801" },
        { "9", "", "3栋2单元1801", "3-2-1801" },
        { "5", "1", "3-2-1801", "3-2-1801" },
        { "A座", "", "1801", "A-1801" },
        { "三号楼", "一单元", "一八零一", "3-1-1801" },
        { "", "", "1801", "" },
        { "3栋", "2", "", "" },
        { "", "2", "1801", "" },
    };
    char place[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cs_room_join(cases[i][0], cases[i][1], cases[i][2], place);
        CHECK_THAT(strcmp(place, cases[i][3]) == 0, "%s %s %s is %s, not %s", cases[i][0], cases[i][1],
                   cases[i][2], place, cases[i][3]);
    }
    CHECK_INT(cs_room_join(NULL, NULL, NULL, place), 0);
}

CS_TEST(buildings, "a building has one spelling")
{
    static const char *const cases[][2] = {
        { "3栋", "3" }, { "03#", "3" }, { "三号楼", "3" },  { "A座", "A" },       { "3栋(高层)", "3" },
        { "12", "12" }, { "0", "0" },   { "二期3栋", "3" }, { "住宅3号楼", "3" }, { "商业", "" },
    };
    char code[CS_PLACE_SIZE];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cs_building_normalise(cases[i][0], strlen(cases[i][0]), code);
        CHECK_THAT(strcmp(code, cases[i][1]) == 0, "%s is %s, not %s", cases[i][0], code, cases[i][1]);
    }
}

/* ---- a small organisation ---- */

static enum cs_status import(struct cs_org *org, enum cs_org_noun noun, const char *const *lines,
                             enum cs_org_change *change)
{
    struct cs_org_import *importer = cs_org_import_new(org, noun);
    enum cs_org_change last = CS_ORG_UNCHANGED;
    struct cs_row row;
    enum cs_status status = CS_OK;
    cs_row_init(&row, cs_org_records[noun]);
    cs_error_clear(&kit.err);
    for (size_t i = 0; lines[i] && status == CS_OK; i++) {
        room_row(&row, lines[i]);
        status = cs_org_import_row(importer, &row, room_has, NULL, &last, &kit.err);
    }
    if (status == CS_OK)
        status = cs_org_import_finish(importer, &kit.err);
    if (change)
        *change = last;
    cs_row_release(&row);
    cs_org_import_free(importer);
    return status;
}

static const char *const units[] = {
    "code=P01|name=听澜苑|kind=project|parent=SH|aliases=听澜苑一期;TLY", /* before the unit above it */
    "code=P02|name=望江府|kind=project|parent=SH|aliases=望江",
    "code=P03|name=望江|kind=project|parent=HX-E", /* a region's own project */
    "code=SH|name=上海公司|kind=city|parent=HX-E",
    "code=HX-E|name=华东区域|kind=region|parent=HX",
    "code=HX|name=恒信置业|kind=group",
    "code=S01|name=宏图建设|kind=contractor|trade=总包",
    NULL,
};
static const char *const homes[] = {
    "code=H1|project=P01|place=3栋2单元1801",
    "code=H2|project=P01|place=3-1-1801",
    "code=H3|project=P01|building=3|entrance=2|room=1802",
    "code=H4|project=听澜苑|place=A座101",
    "code=H5|project=P01|place=商铺12",
    NULL,
};
static const char *const staff[] = {
    "code=E1|name=张三", "code=E2|name=李四", "code=E3|name=王五|active_until=2026-06-30",
    "code=E4|name=赵六", "code=E5|name=张三", NULL,
};
static const char *const posts[] = {
    "unit=P01|role=care|staff=E1|deputy=E2|from_on=2026-01-01",
    "unit=SH|role=care|staff=E3|from_on=2025-01-01",
    "unit=HX-E|role=care|staff=E4",
    "unit=HX|role=head|staff=E4|from_on=2026-01-01|until_on=2026-12-31",
    "unit=HX|role=head|staff=E2|from_on=2027-01-01",
    NULL,
};
static const char *const absences[] = { "staff=E1|from_on=2026-03-02|until_on=2026-03-06",
                                        "staff=E2|from_on=2026-03-04|until_on=2026-03-04", NULL };

static struct cs_store *filled(struct cs_org **org)
{
    struct cs_store *store = room_store();
    *org = cs_org_new(store);
    CHECK_INT(import(*org, CS_ORG_UNIT, units, NULL), CS_OK);
    CHECK_INT(import(*org, CS_ORG_HOME, homes, NULL), CS_OK);
    CHECK_INT(import(*org, CS_ORG_STAFF, staff, NULL), CS_OK);
    CHECK_INT(import(*org, CS_ORG_POST, posts, NULL), CS_OK);
    CHECK_INT(import(*org, CS_ORG_ABSENCE, absences, NULL), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    return store;
}

static const char *code_of(struct cs_org *org, int64_t id)
{
    const struct cs_unit *unit = NULL;
    CHECK_INT(cs_org_unit(org, id, &unit, &kit.err), CS_OK);
    return unit ? unit->code : "";
}

CS_TEST(projects, "a project is found by code, name and alias; an ambiguous name is nobody's")
{
    static const char *const cases[][2] = {
        { "P01", "P01" },        { "p01", "P01" }, { "听澜苑", "P01" }, { " 听澜 苑 ", "P01" },
        { "听澜苑一期", "P01" }, { "tly", "P01" }, { "ＴＬＹ", "P01" }, { "望江府", "P02" },
        { "望江", "" },          { "SH", "" },     { "宏图建设", "" },  { "", "" },
        { "别处", "" },
    };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    for (int round = 0; round < 2; round++) /* the second from memory */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            int64_t id = -1;
            enum cs_status status = cs_org_find_project(org, cases[i][0], strlen(cases[i][0]), &id, &kit.err);
            CHECK_THAT(status == (cases[i][1][0] ? CS_OK : CS_NONE), "%s: %d", cases[i][0], status);
            CHECK_THAT(!id == !cases[i][1][0] && (!id || strcmp(code_of(org, id), cases[i][1]) == 0), "%s",
                       cases[i][0]);
        }
    int64_t id;
    CHECK_INT(cs_org_find_unit(org, "宏图建设", strlen("宏图建设"), &id, &kit.err), CS_OK);
    CHECK_TEXT(code_of(org, id), "S01");
    const struct cs_unit *unit = NULL;
    CHECK_INT(cs_org_unit(org, 9999, &unit, &kit.err), CS_OK);
    CHECK(!unit);
    cs_org_free(org);
    cs_org_free(NULL);
    cs_store_close(store);
}

static const char *home_code(struct cs_org *org, struct cs_store *store, const char *project,
                             const char *room)
{
    static char code[64];
    struct cs_row row;
    (void)store;
    cs_row_init(&row, &cs_org_resolve_record);
    row.values[CS_RESOLVE_PROJECT] = cs_text(project);
    row.values[CS_RESOLVE_ROOM] = cs_text(room);
    CHECK_INT(cs_org_resolve(org, &row, &row, &kit.err), CS_OK);
    snprintf(code, sizeof code, "%s/%s", cs_value_text(&row.values[CS_RESOLVE_OUTCOME]),
             cs_value_text(&row.values[CS_RESOLVE_HOME]));
    cs_row_release(&row);
    return code;
}

CS_TEST(find_homes, "a home is found by any spelling, its code, or its alias")
{
    static const char *const cases[][3] = {
        { "P01", "3栋2单元1801", "home/H1" }, { "听澜苑", "3-2-1801", "home/H1" },
        { "P01", "3-1802", "home/H3" },       { "P01", "03#1802", "home/H3" },
        { "P01", "3-1801", "building/" },     { "P01", "A座101", "home/H4" },
        { "P01", "H2", "home/H2" },           { "P01", "3-9-9999", "building/" },
        { "P01", "9-9-9999", "project/" },    { "P01", "商铺12", "home/H5" },
        { "P01", "厨房", "project/" },        { "P01", "东门底商", "project/" },
        { "别处", "3-2-1801", "nothing/" },   { "", "", "nothing/" },
    };
    static const char *const aliases[] = { "project=P01|alias=东门 底商|home=H5", NULL };
    static const char *const strange[] = { "project=P02|alias=x|home=H5", NULL };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_TEXT(home_code(org, store, cases[i][0], cases[i][1]), cases[i][2]);
    CHECK_INT(import(org, CS_ORG_ALIAS, aliases, NULL), CS_OK);
    CHECK_TEXT(home_code(org, store, "P01", "东门底商"), "home/H5");
    CHECK_TEXT(home_code(org, store, "P01", "3-2-1801"), "home/H1");
    CHECK_INT(import(org, CS_ORG_ALIAS, strange, NULL), CS_REFUSED);
    CHECK(kit_errs("home: belongs to another project"));
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(home_parts, "parts of a place in columns of their own find the home; else its building")
{
    struct cs_home_found found;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    int64_t project, home, unit;
    CHECK_INT(cs_org_find_project(org, "P01", 3, &project, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_home_code(org, "H1", &home, &unit, &kit.err), CS_OK);
    CHECK_INT(unit, project);
    CHECK_INT(cs_org_find_home_parts(org, project, "3栋", "2单元", "1801", &found, &kit.err), CS_OK);
    CHECK_INT(found.home_id, home);
    CHECK(found.building_id != 0);
    CHECK_INT(cs_org_find_home_parts(org, project, "3栋", NULL, NULL, &found, &kit.err), CS_NONE);
    CHECK(found.building_id != 0 && found.home_id == 0);
    CHECK_INT(cs_org_find_home_parts(org, project, NULL, NULL, "3-2-1801", &found, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_home_parts(org, project, "", "", NULL, &found, &kit.err), CS_NONE);
    CHECK_INT(cs_org_find_home(org, 9999, "3-2-1801", 8, &found, &kit.err), CS_NONE);
    CHECK_INT(cs_org_find_home_code(org, "H9", &home, NULL, &kit.err), CS_NONE);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(walks, "a role is found by climbing, over absences, ends of service and empty levels")
{
    static const struct {
        const char *role, *level, *day;
        int up;
        const char *who, *where;
        bool deputy;
        int skipped;
    } cases[] = {
        { "care", "project", "2026-02-02", 0, "E1", "project", false, 0 },
        { "care", "project", "2026-03-03", 0, "E2", "project", true, 0 },
        { "care", "project", "2026-03-04", 0, "E3", "city", false, 1 },
        { "care", "project", "2025-12-31", 0, "E3", "city", false, 1 },
        { "care", "city", "2026-02-02", 0, "E3", "city", false, 0 },
        { "care", "city", "2026-07-01", 0, "E4", "region", false, 1 },
        { "care", "project", "2026-02-02", 1, "E3", "city", false, 0 },
        { "care", "project", "2026-02-02", 2, "E4", "region", false, 0 },
        { "care", "project", "2026-02-02", 9, "", "group", false, 1 },
        { "care", "group", "2026-02-02", 0, "", "group", false, 1 },
        { "head", "project", "2026-02-02", 0, "E4", "group", false, 3 },
        { "head", "group", "2027-02-02", 0, "E2", "group", false, 0 },
        { "head", "group", "2025-12-31", 0, "", "group", false, 1 },
        { "design", "project", "2026-02-02", 0, "", "group", false, 4 },
    };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    int64_t project;
    CHECK_INT(cs_org_find_project(org, "P01", 3, &project, &kit.err), CS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct cs_post_found found;
        int64_t who = 0;
        enum cs_status status = cs_org_walk_role(org, project, cases[i].role, cases[i].level,
                                                 room_day(cases[i].day), cases[i].up, &found, &kit.err);
        CHECK_INT(status, cases[i].who[0] ? CS_OK : CS_NONE);
        if (cases[i].who[0])
            CHECK_INT(cs_org_find_staff(org, cases[i].who, 2, &who, &kit.err), CS_OK);
        CHECK_THAT(found.staff_id == who, "case %zu: %" PRId64, i, found.staff_id);
        CHECK_TEXT(found.level, cases[i].where);
        CHECK_INT(found.deputy, cases[i].deputy);
        CHECK_INT(found.skipped, cases[i].skipped);
    }
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(gaps, "a project without a city begins at the level above; a handed-over one at its heir")
{
    static const char *const handed[] = {
        "code=P02|handed_to=HX-E|handed_on=2026-06-01|name=望江府|kind=project", NULL
    };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    struct cs_post_found found;
    int64_t project;
    CHECK_INT(cs_org_find_project(org, "P03", 3, &project, &kit.err), CS_OK);
    CHECK_INT(cs_org_walk_role(org, project, "care", "city", room_day("2026-02-02"), 0, &found, &kit.err),
              CS_OK);
    CHECK_TEXT(found.level, "region");
    CHECK_INT(found.skipped, 0);
    CHECK_INT(import(org, CS_ORG_UNIT, handed, NULL), CS_OK);
    CHECK_INT(cs_org_find_project(org, "P02", 3, &project, &kit.err), CS_OK);
    CHECK_INT(cs_org_walk_role(org, project, "care", "project", room_day("2026-05-31"), 0, &found, &kit.err),
              CS_OK);
    CHECK_TEXT(found.level, "city");
    CHECK_INT(cs_org_walk_role(org, project, "care", "project", room_day("2026-06-01"), 0, &found, &kit.err),
              CS_OK);
    CHECK_TEXT(found.level, "region");
    CHECK_INT(cs_org_walk_role(org, 9999, "care", "project", room_day("2026-06-01"), 0, &found, &kit.err),
              CS_NONE);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(people, "staff are found by code, and by a name that only one bears")
{
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    int64_t one, other;
    CHECK_INT(cs_org_find_staff(org, "E2", 2, &one, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_staff(org, "李四", strlen("李四"), &other, &kit.err), CS_OK);
    CHECK_INT(one, other);
    CHECK_INT(cs_org_find_staff(org, "张三", strlen("张三"), &one, &kit.err), CS_NONE);
    CHECK_INT(cs_org_find_staff(org, "nobody", 6, &one, &kit.err), CS_NONE);
    cs_org_free(org);
    cs_store_close(store);
}

/* ---- the tree ---- */

static enum cs_status add_line(void *context, const struct cs_unit *unit, int depth, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%d %s\n", depth, unit->code);
    return CS_OK;
}

CS_TEST(tree, "the tree has parents before their children")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_INT(cs_org_tree(org, add_line, &text, &kit.err), CS_OK);
    CHECK_TEXT(text.text, "0 HX\n1 HX-E\n2 P03\n2 SH\n3 P01\n3 P02\n0 S01\n");
    cs_buffer_release(&text);
    cs_org_free(org);
    cs_store_close(store);
}

/* ---- imports ---- */

CS_TEST(again, "an import again changes nothing; a column that is missing stays, an empty cell empties")
{
    static const char *const missing[] = { "code=H1|project=P01|layout=三房", NULL };
    static const char *const empty[] = { "code=H1|project=P01|layout= ", NULL };
    enum cs_org_change change;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_INT(import(org, CS_ORG_HOME, homes, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UNCHANGED);
    CHECK_INT(import(org, CS_ORG_POST, posts, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UNCHANGED);
    CHECK_INT(import(org, CS_ORG_UNIT, units, &change), CS_OK);
    CHECK_INT(import(org, CS_ORG_HOME, missing, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UPDATED);
    CHECK(strstr(room_view(store, &cs_org_views[CS_ORG_HOME], "code place layout"), "H1|3-2-1801|三房\n") !=
          NULL);
    CHECK_INT(import(org, CS_ORG_HOME, empty, &change), CS_OK);
    CHECK(strstr(room_view(store, &cs_org_views[CS_ORG_HOME], "code place layout"), "H1|3-2-1801|\n") !=
          NULL);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(made_whole, "a home's place gives its parts, and its building is made where it was not described")
{
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_TEXT(room_view(store, &cs_org_views[CS_ORG_HOME], "code building place entrance room"),
               "H1|3|3-2-1801|2|1801\n"
               "H2|3|3-1-1801|1|1801\n"
               "H3|3|3-2-1802|2|1802\n"
               "H4|A|A-101||101\n"
               "H5||商铺12||\n");
    CHECK_TEXT(room_view(store, &cs_org_views[CS_ORG_BUILDING], "project code"), "P01|3\nP01|A\n");
    CHECK(strstr(room_view(store, &cs_org_views[CS_ORG_UNIT], "code homes status"), "P01|5|active") != NULL);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(wrong, "records that cannot stand are refused by their field")
{
    static const struct {
        enum cs_org_noun noun;
        const char *line, *says;
    } cases[] = {
        { CS_ORG_HOME, "code=X|project=nowhere|place=1-1", "project: there is no project \"nowhere\"" },
        { CS_ORG_HOME, "code=X|project=P01|building=3", "room: no building and room" },
        { CS_ORG_HOME, "code=X|project=P01", "room: a home needs a place" },
        { CS_ORG_HOME, "code=X|project=P01|place=3栋2单元1801", "is the place of the home H1 already" },
        { CS_ORG_BUILDING, "project=P01|code=商业", "is no number of a building" },
        { CS_ORG_BUILDING, "project=P01|code=9|batch=B9", "batch: there is no batch" },
        { CS_ORG_POST, "unit=P01|role=head|staff=E9", "staff: there is no member of staff" },
        { CS_ORG_POST, "unit=P01|role=head|staff=E1|deputy=E1", "deputy" },
        { CS_ORG_POST, "unit=P01|role=head|staff=E1|from_on=2026-02-01|until_on=2026-01-01", "until_on" },
        { CS_ORG_POST, "unit=P01|staff=E1", "role: must not be empty" },
        { CS_ORG_ABSENCE, "staff=E1|from_on=2026-02-01|until_on=2026-01-01", "until_on" },
        { CS_ORG_STAFF, "code=X|name=x|phone=138****1234", "phone: is masked" },
        { CS_ORG_STAFF, "code=X", "name: must not be empty" },
        { CS_ORG_UNIT, "code=X|name=x|kind=project|calendar=none", "calendar: there is no calendar" },
        { CS_ORG_ALIAS, "project=P01|alias=x|home=H9", "home: there is no home" },
    };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const lines[] = { cases[i].line, NULL };
        CHECK_THAT(import(org, cases[i].noun, lines, NULL) == CS_REFUSED, "%s", cases[i].line);
        CHECK_THAT(kit_errs(cases[i].says), "%s: %s", cases[i].line, kit.err.text);
    }
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(above, "a unit above that never comes, and a circle, end the import")
{
    static const char *const lost[] = { "code=X|name=x|kind=city|parent=NOWHERE", NULL };
    static const char *const circle[] = { "code=HX|name=恒信置业|kind=group|parent=P01", NULL };
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
    CHECK_INT(import(org, CS_ORG_UNIT, lost, NULL), CS_FAILED);
    CHECK(kit_errs("unit X: there is no unit \"NOWHERE\""));
    cs_store_rollback(store);
    CHECK_INT(cs_store_begin(store, false, &kit.err), CS_OK);
    CHECK_INT(import(org, CS_ORG_UNIT, circle, NULL), CS_FAILED);
    CHECK(kit_errs("stands above itself"));
    cs_store_rollback(store);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(masks, "a masked phone leaves what the store knows")
{
    static const char *const full[] = { "code=E1|name=张三|phone=13800001234|email=z@hx.example", NULL };
    static const char *const masked[] = { "code=E1|name=张三丰|phone=138****1234|email=z***@hx.example",
                                          NULL };
    enum cs_org_change change;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_INT(import(org, CS_ORG_STAFF, full, &change), CS_OK);
    CHECK_INT(import(org, CS_ORG_STAFF, masked, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UPDATED);
    CHECK(strstr(room_view(store, &cs_org_views[CS_ORG_STAFF], "code name phone email"),
                 "E1|张三丰|13800001234|z@hx.example\n") != NULL);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(milestones, "batches and milestones are known by project, batch and kind")
{
    static const char *const batches[] = { "project=P01|code=B1|name=一批", NULL };
    static const char *const first[] = { "project=P01|batch=B1|kind=delivery|planned_on=2026-06-30",
                                         "project=P01|kind=delivery|planned_on=2026-07-31", NULL };
    static const char *const reached[] = { "project=P01|batch=B1|kind=交付|actual_on=2026-07-02", NULL };
    enum cs_org_change change;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    CHECK_INT(import(org, CS_ORG_BATCH, batches, &change), CS_OK);
    CHECK_INT(import(org, CS_ORG_MILESTONE, first, &change), CS_OK);
    CHECK_INT(import(org, CS_ORG_MILESTONE, first, &change), CS_OK);
    CHECK_INT(change, CS_ORG_UNCHANGED);
    CHECK_INT(import(org, CS_ORG_MILESTONE, reached, &change), CS_OK);
    CHECK_TEXT(room_view(store, &cs_org_views[CS_ORG_MILESTONE], "project batch kind planned_on actual_on"),
               "P01|B1|delivery|2026-06-30|2026-07-02\nP01||delivery|2026-07-31|\n");
    cs_org_free(org);
    cs_store_close(store);
}

/* ---- speed ---- */

CS_TEST(speed, "a project and a home cost well under a microsecond each")
{
    enum { TIMES = 200000 };
    struct timespec before, after;
    struct cs_org *org;
    struct cs_store *store = filled(&org);
    struct cs_home_found found;
    int64_t project;
    CHECK_INT(cs_org_find_project(org, "听澜苑", strlen("听澜苑"), &project, &kit.err), CS_OK);
    CHECK_INT(cs_org_find_home(org, project, "3-2-1801", 8, &found, &kit.err), CS_OK);
    clock_gettime(CLOCK_MONOTONIC, &before);
    for (int i = 0; i < TIMES; i++) {
        cs_org_find_project(org, "听澜苑", strlen("听澜苑"), &project, &kit.err);
        cs_org_find_home(org, project, "3-2-1801", 8, &found, &kit.err);
    }
    clock_gettime(CLOCK_MONOTONIC, &after);
    double seconds = (double)(after.tv_sec - before.tv_sec) + 1e-9 * (double)(after.tv_nsec - before.tv_nsec);
    printf("# project and home: %.0f ns\n", seconds / TIMES * 1e9);
    CHECK(seconds / TIMES < 20e-6); /* far above what it takes: a loaded machine is no fault */
    cs_org_free(org);
    cs_store_close(store);
}
