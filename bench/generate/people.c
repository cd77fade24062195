/* Staff, posts, deputies, owners. Staff are a surname and a role; owners a surname and a title. */
#include "generate.h"

#include <string.h>

struct seat {
    const char *unit, *role, *code, *name, *deputy;
};

/* Above the projects. A deputy is another seat's code. */
static const struct seat seats[] = {
    { "HX", "head", "G01", "集团总裁", "" },
    { "HX", "care", "G02", "集团客关总", "G03" },
    { "HX", "design", "G03", "集团设计总", "" },
    { "HX", "construction", "G04", "集团工程总", "" },
    { "HX", "sales", "G05", "集团营销总", "" },
    { "HX", "property", "G06", "集团物业总", "" },
    { "HX-E", "head", "E01", "华东总经理", "E02" },
    { "HX-E", "care", "E02", "华东客关总", "" },
    { "HX-E", "construction", "E03", "华东工程总", "" },
    { "HX-E", "design", "E04", "华东设计总", "" },
    { "HX-S", "head", "N01", "华南总经理", "N02" },
    { "HX-S", "care", "N02", "华南客关总", "" },
    { "HX-S", "construction", "N03", "华南工程总", "" },
    { "HX-S", "design", "N04", "华南设计总", "" },
    { "SH", "head", "C11", "上海总经理", "C12" },
    { "SH", "care", "C12", "上海客关经理", "" },
    { "SH", "construction", "C13", "上海工程经理", "" },
    { "SH", "sales", "C14", "上海营销经理", "" },
    { "HZ", "head", "C21", "杭州总经理", "C22" },
    { "HZ", "care", "C22", "杭州客关经理", "" },
    { "HZ", "construction", "C23", "杭州工程经理", "" },
    { "GZ", "head", "C31", "广州总经理", "C32" },
    { "GZ", "care", "C32", "广州客关经理", "C33" },
    { "GZ", "construction", "C33", "广州工程经理", "" },
    { "SZ", "head", "C41", "深圳总经理", "" },
    { "SZ", "care", "C42", "深圳客关经理", "" },
    { "SZ", "construction", "C43", "深圳工程经理", "" },
};

enum { PROJECT_SEATS = 6 };
static const char *const project_roles[PROJECT_SEATS] = { "head",         "care",     "engineer",
                                                          "construction", "property", "supplier" };

static const char *project_name(int project, int seat)
{
    static const char *const heads[] = { "周总", "吴总", "冯总", "褚总", "卫总", "韩总", "秦总", "尤总" };
    static const char *const builders[] = { "严工", "华工", "金工", "魏工", "陶工", "姜工", "戚工", "邹工" };
    static const char *const keepers[] = { "喻主任", "柏主任", "窦主任", "章主任",
                                           "云主任", "苏主任", "葛主任", "范主任" };
    static const char *const crews[] = { "鲁队长", "昌队长", "凤队长", "花队长",
                                         "俞队长", "任队长", "袁队长", "柳队长" };
    const struct cs_gen_project *p = &cs_gen_projects[project];
    switch (seat) {
    case 0:
        return heads[project];
    case 1:
        return p->manager;
    case 2:
        return p->engineer;
    case 3:
        return builders[project];
    case 4:
        return keepers[project];
    default:
        return crews[project];
    }
}

static void staff_line(struct cs_gen_file *file, const char *code, const char *name, const char *employer,
                       int number)
{
    cs_gen_cell(file, code);
    cs_gen_cell(file, name);
    cs_gen_format(file, "%s@hx.example", code);
    cs_gen_format(file, "1370000%04d", 9000 + number);
    cs_gen_cell(file, number == 7 ? "en" : "zh");
    cs_gen_cell(file, employer);
    /* the group and the regions read twice a day, and sleep at night */
    bool high = strlen(employer) == 2 ? !strcmp(employer, "HX") : employer[2] == '-';
    cs_gen_cell(file, high ? "22:00-07:00" : "");
    cs_gen_cell(file, high ? "08:30;17:00" : "");
    cs_gen_end(file);
}

static const char *seat_employer(const struct cs_gen_project *p, int seat)
{
    return seat == 4 ? p->keeper_firm : seat == 5 ? "S12" : p->code;
}

static void staff(const char *folder)
{
    struct cs_gen_file file;
    char code[16];
    int number = 0;
    cs_gen_open(&file, folder, "staff.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "code|name|email|phone|language|employer|quiet|digest");
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++)
        staff_line(&file, seats[i].code, seats[i].name, seats[i].unit, number++);
    for (int p = 0; p < CS_GEN_PROJECTS; p++)
        for (int s = 0; s < PROJECT_SEATS; s++) {
            snprintf(code, sizeof code, "%s%d", cs_gen_projects[p].code, s + 1);
            staff_line(&file, code, project_name(p, s), seat_employer(&cs_gen_projects[p], s), number++);
        }
    cs_gen_close(&file);
}

static void post_line(struct cs_gen_file *file, const char *unit, const char *role, const char *holder,
                      const char *deputy)
{
    cs_gen_cell(file, unit);
    cs_gen_cell(file, role);
    cs_gen_cell(file, holder);
    cs_gen_cell(file, deputy);
    cs_gen_cell(file, "2025-01-01");
    cs_gen_end(file);
}

static void posts(const char *folder)
{
    struct cs_gen_file file;
    char holder[16], deputy[16];
    cs_gen_open(&file, folder, "posts.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "unit|role|staff|deputy|from_on");
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++)
        post_line(&file, seats[i].unit, seats[i].role, seats[i].code, seats[i].deputy);
    for (int p = 0; p < CS_GEN_PROJECTS; p++)
        for (int s = 0; s < PROJECT_SEATS; s++) {
            if (p == 5 && s == 3)
                continue; /* the joint venture has nobody for construction: the walk goes up to the city */
            snprintf(holder, sizeof holder, "%s%d", cs_gen_projects[p].code, s + 1);
            snprintf(deputy, sizeof deputy, "%s3", cs_gen_projects[p].code);
            post_line(&file, cs_gen_projects[p].code, project_roles[s], holder, s == 1 ? deputy : "");
        }
    cs_gen_close(&file);
}

static void absences(const char *folder)
{
    struct cs_gen_file file;
    cs_gen_open(&file, folder, "absences.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "staff|from_on|until_on");
    cs_gen_line(&file, "P032|2026-10-26|2026-11-06");
    cs_gen_line(&file, "E01|2026-11-02|2026-11-04");
    cs_gen_line(&file, "P072|2026-02-14|2026-02-23");
    cs_gen_close(&file);
}

static void customers(const char *folder)
{
    struct cs_gen_file file;
    struct cs_gen_home home;
    cs_gen_open(&file, folder, "customers.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "external_id|name|kind|phone|channel|stage|home|role");
    for (int i = 0; i < CS_GEN_HOMES; i++) {
        cs_gen_home(i, &home);
        cs_gen_format(&file, "C%05d", i + 1);
        cs_gen_cell(&file, home.owner);
        cs_gen_cell(&file, "buyer");
        cs_gen_cell(&file, home.phone);
        cs_gen_cell(&file, i % 3 ? "phone" : "chat");
        cs_gen_cell(&file, home.project == 7   ? "pre_owner"
                           : home.project >= 5 ? "settling"
                           : home.project >= 2 ? "settled"
                                               : "old");
        cs_gen_format(&file, "%s-%02d-%d-%04d", cs_gen_projects[home.project].code, home.building,
                      home.entrance, home.room);
        cs_gen_cell(&file, "owner");
        cs_gen_end(&file);
    }
    cs_gen_close(&file);
}

void cs_gen_people(const char *folder)
{
    staff(folder);
    posts(folder);
    absences(folder);
    customers(folder);
}
