/* One year of the developer, to the evening of 2026-11-01: which home reports what on which day, and into
 * which system. */
#include "export.h"
#include "generate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct year {
    struct cs_gen_file files[CS_GEN_SYSTEMS];
    struct cs_gen_random random;
    int count[CS_GEN_SYSTEMS];
};

/* Reports a home makes in a year without snags, per mille, by its age in days: 2-3 repairs in year 1, about
 * one in year 2, a third later; repairs are 68 % of all. */
static int rate(int64_t age)
{
    return age < 0 ? 120 : age < 365 ? 3650 : age < 730 ? 1480 : 500;
}

/* The seasons, per cent: a dip at Spring Festival and in the National Day week, a rebound after the first. */
static int season(int64_t day)
{
    if (day >= cs_gen_day(2026, 2, 12) && day < cs_gen_day(2026, 2, 24))
        return 35;
    if (day >= cs_gen_day(2026, 2, 24) && day < cs_gen_day(2026, 3, 11))
        return 150;
    if (day >= cs_gen_day(2026, 10, 1) && day < cs_gen_day(2026, 10, 8))
        return 60;
    if (day >= cs_gen_day(2026, 7, 1) && day < cs_gen_day(2026, 10, 1))
        return 108;
    return 98;
}

/* Which system a case lives in: the hotline's orders, the app's, the property company W02's, else the CRM. */
static int system_of(const struct cs_gen_case *item)
{
    if (item->channel == CS_GEN_BY_HOTLINE)
        return CS_GEN_HOTLINE;
    if (item->channel == CS_GEN_BY_APP)
        return CS_GEN_APP;
    if (item->channel == CS_GEN_BY_DESK && !strcmp(cs_gen_projects[item->home.project].keeper_firm, "W02"))
        return CS_GEN_KEEPER;
    return CS_GEN_CRM;
}

static void keep(struct year *year, const struct cs_gen_case *item)
{
    int which = system_of(item);
    if (item->at[CS_GEN_OCCURRED] >= CS_GEN_EXPORTED)
        return;
    cs_gen_export(&year->files[which], which, item, ++year->count[which]);
    cs_gen_spoil(&year->files[which], which, year->count[which]);
}

static void snags(struct year *year, const struct cs_gen_home *home, int64_t day)
{
    struct cs_gen_case item;
    int64_t count = cs_gen_projects[home->project].fitted ? cs_gen_between(&year->random, 8, 15)
                                                          : cs_gen_between(&year->random, 4, 8);
    for (int64_t i = 0; i < count; i++) {
        cs_gen_case(&year->random, home, day, CS_GEN_SNAG, &item);
        keep(year, &item);
    }
}

static void reports(struct year *year, const struct cs_gen_home *home, int64_t day)
{
    static const int complaint_first[] = { 60, 40, 0 };
    struct cs_gen_case item;
    int64_t age = home->delivered_on ? day - home->delivered_on : -1;
    if (cs_gen_below(&year->random, 36500000) >= (int64_t)rate(age) * season(day))
        return;
    /* before a home is handed over there is nothing to repair in it */
    int kind = age >= 0                                      ? -1
               : cs_gen_pick(&year->random, complaint_first) ? CS_GEN_COMPLAINT
                                                             : CS_GEN_INQUIRY;
    cs_gen_case(&year->random, home, day, kind, &item);
    keep(year, &item);
    if (item.kind == CS_GEN_COMPLAINT && cs_gen_chance(&year->random, 150)) {
        cs_gen_case(&year->random, home, day, CS_GEN_PLEA, &item); /* and to the hotline besides */
        keep(year, &item);
    } else if (item.kind == CS_GEN_REPAIR && cs_gen_chance(&year->random, 50)) {
        item.at[CS_GEN_OCCURRED] += 1200; /* the same once more by another door */
        item.at[CS_GEN_RECORDED] = item.at[CS_GEN_OCCURRED] + 60;
        item.channel = item.channel == CS_GEN_BY_CALL ? CS_GEN_BY_DESK : CS_GEN_BY_CALL;
        if (item.at[CS_GEN_OCCURRED] < CS_GEN_EXPORTED && item.at[CS_GEN_CONTACT] > item.at[CS_GEN_RECORDED])
            keep(year, &item);
    }
}

void cs_gen_cases(const char *folder)
{
    struct year year = { .random = { 20261101 } };
    struct cs_gen_home home;
    for (int i = 0; i < CS_GEN_SYSTEMS; i++)
        cs_gen_export_open(&year.files[i], folder, i);
    for (int64_t day = cs_gen_day(2025, 11, 1); day <= cs_gen_day(2026, 11, 1); day++)
        for (int i = 0; i < CS_GEN_HOMES; i++) {
            cs_gen_home(i, &home);
            if (home.delivered_on == day)
                snags(&year, &home, day);
            reports(&year, &home, day);
        }
    for (int i = 0; i < CS_GEN_SYSTEMS; i++)
        cs_gen_close(&year.files[i]);
}

void cs_gen_demo(const char *folder)
{
    if (mkdir(folder, 0777) && errno != EEXIST) {
        fprintf(stderr, "cs-generate: %s: %s\n", folder, strerror(errno));
        exit(1);
    }
    cs_gen_places(folder);
    cs_gen_people(folder);
    cs_gen_cases(folder);
    cs_gen_desk(folder);
}
