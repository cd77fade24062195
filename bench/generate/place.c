/* The developer: its tree, batches, buildings, 2,000 homes and milestones. */
#include "generate.h"

#include <string.h>

/*
 * The stories: P04 and P05 share a failing waterproofer (S03); the window firm of P03 is gone (S07); P06 is a
 * joint venture under its partner's property company; the manager of P02 holds and backdates; P08 hands over
 * its first batch in the last week of October 2026.
 */
const struct cs_gen_project cs_gen_projects[CS_GEN_PROJECTS] = {
    { "P01",
      "听澜苑",
      "听澜苑一期;TLY",
      "SH",
      "W01",
      { 20191220, 0 },
      250,
      false,
      "张工",
      "陈经理",
      "S02",
      "S05",
      "S01" },
    { "P02",
      "望江府",
      "望江府一期;WJF",
      "SH",
      "W01",
      { 20211128, 0 },
      250,
      true,
      "许工",
      "钱经理",
      "S02",
      "S05",
      "S01" },
    { "P03",
      "临湖里",
      "临湖里花园;LHL",
      "HZ",
      "W02",
      { 20221216, 0 },
      250,
      true,
      "沈工",
      "方经理",
      "S02",
      "S07",
      "S01" },
    { "P04",
      "松风雅苑",
      "松风雅苑南区;SFYY",
      "HZ",
      "W02",
      { 20241116, 0 },
      250,
      true,
      "丁工",
      "蒋经理",
      "S03",
      "S05",
      "S08" },
    { "P05",
      "珠湾花园",
      "珠湾花园一期;ZWHY",
      "GZ",
      "W01",
      { 20241221, 0 },
      250,
      false,
      "梁工",
      "何经理",
      "S03",
      "S06",
      "S08" },
    { "P06",
      "榕荫里",
      "榕荫里（合营）;RYL",
      "GZ",
      "W03",
      { 20250628, 0 },
      250,
      true,
      "邓工",
      "黎经理",
      "S04",
      "S06",
      "S09" },
    { "P07",
      "海岚府",
      "海岚府一期;HLF",
      "SZ",
      "W02",
      { 20251018, 20251206 },
      150,
      true,
      "曾工",
      "欧经理",
      "S04",
      "S06",
      "S09" },
    { "P08",
      "前岸公馆",
      "前岸公馆一期;QAGG",
      "SZ",
      "W01",
      { 20261024, 0 },
      120,
      true,
      "潘工",
      "温经理",
      "S04",
      "S05",
      "S09" },
};

static int64_t day_of(int date)
{
    return date ? cs_gen_day(date / 10000, date / 100 % 100, date % 100) : 0;
}

void cs_gen_home(int index, struct cs_gen_home *home)
{
    struct cs_gen_random random = { cs_gen_mix((uint64_t)index + 77) };
    int per = CS_GEN_HOMES / CS_GEN_PROJECTS;
    const struct cs_gen_project *project = &cs_gen_projects[index / per];
    memset(home, 0, sizeof *home);
    home->project = index / per;
    home->number = index % per;
    home->building = home->number / CS_GEN_BUILDING + 1;
    home->entrance = home->number % CS_GEN_BUILDING / CS_GEN_ENTRANCE + 1;
    int place = home->number % CS_GEN_ENTRANCE;
    home->room = (place / 2 + 1) * 100 + place % 2 + 1;
    home->batch = home->number < project->first_batch ? 1 : 2;
    int64_t first = day_of(project->delivered[home->batch - 1]);
    /* five days of handover; one home in twenty comes weeks later */
    if (first)
        home->delivered_on =
            first + (cs_gen_chance(&random, 50) ? cs_gen_between(&random, 10, 60) : cs_gen_below(&random, 5));
    home->tenant = cs_gen_chance(&random, 90) && home->project < 5;
    snprintf(home->owner, sizeof home->owner, "%s", cs_gen_name(&random));
    /* a block of numbers that no operator gives out: 1xx0000 and the home's own number */
    snprintf(home->phone, sizeof home->phone, "%d0000%04d", (int)cs_gen_between(&random, 135, 139), index);
}

static void units(const char *folder)
{
    struct cs_gen_file file;
    static const char *const lines[] = {
        "HX|恒信置业|group||恒信;恒信地产||active", "HX-E|华东区域|region|HX|华东||active",
        "HX-S|华南区域|region|HX|华南||active",     "SH|上海公司|city|HX-E|上海||active",
        "HZ|杭州公司|city|HX-E|杭州||active",       "GZ|广州公司|city|HX-S|广州||active",
        "SZ|深圳公司|city|HX-S|深圳||active",       "W01|恒信物业|property|||物业|active",
        "W02|安和物业|property|||物业|active",      "W03|合营方物业|property|||物业|active",
        "S01|承建一队|contractor|||总包|active",    "S02|防水甲队|contractor|||防水|active",
        "S03|防水乙队|contractor|||防水|watch",     "S04|防水丙队|contractor|||防水|active",
        "S05|门窗甲厂|contractor|||门窗|active",    "S06|门窗乙厂|contractor|||门窗|active",
        "S07|门窗丙厂|contractor|||门窗|lost",      "S08|承建二队|contractor|||总包|active",
        "S09|承建三队|contractor|||总包|active",    "S10|机电甲队|contractor|||机电|active",
        "S11|木作甲厂|contractor|||橱柜|active",    "S12|代维甲队|contractor|||代维|active",
    };
    cs_gen_open(&file, folder, "units.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "code|name|kind|parent|aliases|trade|status");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        cs_gen_line(&file, lines[i]);
    for (int i = 0; i < CS_GEN_PROJECTS; i++) {
        const struct cs_gen_project *p = &cs_gen_projects[i];
        cs_gen_cell(&file, p->code);
        cs_gen_cell(&file, p->name);
        cs_gen_cell(&file, "project");
        cs_gen_cell(&file, p->city);
        cs_gen_cell(&file, p->alias);
        cs_gen_cell(&file, "");
        cs_gen_cell(&file, "active");
        cs_gen_end(&file);
    }
    cs_gen_close(&file);
}

static void batches(const char *folder)
{
    struct cs_gen_file file;
    cs_gen_open(&file, folder, "batches.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "project|code|name");
    for (int i = 0; i < CS_GEN_PROJECTS; i++) {
        const struct cs_gen_project *p = &cs_gen_projects[i];
        for (int b = 1; b <= (p->first_batch < 250 ? 2 : 1); b++) {
            cs_gen_cell(&file, p->code);
            cs_gen_format(&file, "B%d", b);
            cs_gen_format(&file, "%s第%s批", p->name, b == 1 ? "一" : "二");
            cs_gen_end(&file);
        }
    }
    cs_gen_close(&file);
}

static void buildings(const char *folder)
{
    struct cs_gen_file file;
    cs_gen_open(&file, folder, "buildings.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "project|code|name|batch|contractor|section");
    for (int i = 0; i < CS_GEN_PROJECTS; i++) {
        const struct cs_gen_project *p = &cs_gen_projects[i];
        for (int b = 1; b <= 5; b++) {
            cs_gen_cell(&file, p->code);
            cs_gen_format(&file, "%d", b);
            cs_gen_format(&file, "%d栋", b);
            /* a batch ends inside a building where it must: the building goes by its first home */
            cs_gen_format(&file, "B%d", (b - 1) * CS_GEN_BUILDING < p->first_batch ? 1 : 2);
            cs_gen_cell(&file, p->builder);
            cs_gen_format(&file, "%s标段", b <= 3 ? "一" : "二");
            cs_gen_end(&file);
        }
    }
    cs_gen_close(&file);
}

static void home_line(struct cs_gen_file *file, const struct cs_gen_home *home)
{
    const struct cs_gen_project *p = &cs_gen_projects[home->project];
    static const char *const layouts[] = { "三房两厅", "四房两厅" };
    char date[40];
    int64_t planned = day_of(p->delivered[home->batch - 1]);
    cs_gen_format(file, "%s-%02d-%d-%04d", p->code, home->building, home->entrance, home->room);
    cs_gen_cell(file, p->code);
    cs_gen_format(file, "%d-%d-%d", home->building, home->entrance, home->room);
    cs_gen_format(file, "%d", home->room / 100);
    cs_gen_cell(file, "residence");
    cs_gen_cell(file, layouts[home->room % 2]);
    cs_gen_cell(file, home->room % 2 ? "118.5" : "89.6");
    cs_gen_cell(file, p->fitted ? "fitted" : "bare");
    cs_gen_cell(file, cs_gen_date(planned ? planned - 45 : 0, date));
    cs_gen_cell(file, cs_gen_date(planned ? planned + 10 : cs_gen_day(2026, 12, 31), date));
    cs_gen_cell(file, cs_gen_date(planned, date));
    bool delivered = home->delivered_on && cs_gen_at(home->delivered_on, 12, 0) < CS_GEN_EXPORTED;
    cs_gen_cell(file, cs_gen_date(delivered ? home->delivered_on : 0, date));
    cs_gen_cell(file, delivered ? "delivered" : planned ? "noticed" : "planned");
    cs_gen_cell(file, cs_gen_date(delivered ? home->delivered_on : 0, date));
    cs_gen_end(file);
}

static void homes(const char *folder)
{
    struct cs_gen_file file;
    struct cs_gen_home home;
    cs_gen_open(&file, folder, "homes.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "code|project|place|floor|use|layout|area|fitout|completed_on|contract_on|"
                       "notice_on|delivered_on|delivery_state|warranty_on");
    for (int i = 0; i < CS_GEN_HOMES; i++) {
        cs_gen_home(i, &home);
        home_line(&file, &home);
    }
    cs_gen_close(&file);
}

static void milestones(const char *folder)
{
    struct cs_gen_file file;
    char date[40];
    cs_gen_open(&file, folder, "milestones.csv", CS_GEN_UTF8);
    cs_gen_line(&file, "project|batch|kind|planned_on|actual_on");
    for (int i = 0; i < CS_GEN_PROJECTS; i++)
        for (int b = 0; b < (cs_gen_projects[i].first_batch < 250 ? 2 : 1); b++) {
            int64_t day = day_of(cs_gen_projects[i].delivered[b]);
            bool past = day && day < cs_gen_day(2026, 11, 1);
            cs_gen_cell(&file, cs_gen_projects[i].code);
            cs_gen_format(&file, "B%d", b + 1);
            cs_gen_cell(&file, "delivery");
            cs_gen_cell(&file, cs_gen_date(day ? day : cs_gen_day(2026, 12, 19), date));
            cs_gen_cell(&file, cs_gen_date(past ? day : 0, date));
            cs_gen_end(&file);
        }
    cs_gen_close(&file);
}

void cs_gen_places(const char *folder)
{
    units(folder);
    batches(folder);
    buildings(folder);
    homes(folder);
    milestones(folder);
}
