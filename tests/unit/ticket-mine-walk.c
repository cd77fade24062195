/*
 * What is whose to do, on random cases in random states, for everybody, on random days of leave and duty:
 * held against a reckoning that asks of each case and each person whether it is theirs, and knows nothing of
 * SQL.
 */
#include "case-kit.h"
#include "ticket/desk.h"

enum { CASES = 36, WORLDS = 5, PEOPLE = 12, A_DAY = 86400 };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static const struct {
    const char *code, *task; /* "": over */
} states[] = {
    { "received", "receive" }, { "to_inspect", "inspect" }, { "to_check", "inspect" },
    { "to_plan", "inspect" },  { "to_approve", "approve" }, { "to_dispatch", "dispatch" },
    { "refused", "dispatch" }, { "to_accept", "dispatch" }, { "to_visit", "work" },
    { "in_work", "work" },     { "rework", "work" },        { "to_talk", "work" },
    { "to_verify", "work" },   { "to_close", "close" },     { "to_call_back", "callback" },
    { "closed", "" },          { "settled", "" },
};
enum { STATES = sizeof states / sizeof *states };
static const char *const kinds[] = { "repair", "complaint", "handover", "inquiry", "plea" };
/* Codes and names of the kit's staff; the posts at P1. Nobody holds one at P2. */
static const char *const codes[PEOPLE] = { "E1", "K1", "D1", "N1", "H1", "KC",
                                           "HC", "NC", "KR", "HR", "KG", "HG" };
static const char *const names[PEOPLE] = { "工程师一", "客服主管一", "副手一",   "施工经理一",
                                           "项目总一", "城市客服",   "城市总",   "城市工程",
                                           "区域客服", "区域总",     "集团客服", "集团总" };

struct one {
    int64_t id, due, unhappy, soothed, recall, recalled;
    int state, kind, project, owner; /* project 1, 2; owner: of staff, -1 nobody, -2 a stranger */
    bool by_name;
};
static struct one cases[CASES];
static bool away[PEOPLE];      /* today */
static int on_duty, duty_role; /* who, 0: care, 1: engineer, 2: head; at P1, now */
static const char *const roles[] = { "care", "engineer", "head" };

static void put(int64_t id, const char *sql)
{
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    ask(id, sql);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

static void put_text(struct cs_buffer *sql, const char *column, int64_t value)
{
    if (value != NEVER)
        cs_buffer_printf(sql, ", %s = %lld", column, (long long)value);
}

static void make_case(struct one *c)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    *c = (struct one){ .due = NEVER, .unhappy = NEVER, .soothed = NEVER, .recall = NEVER, .recalled = NEVER };
    c->state = any(STATES);
    c->kind = any(5);
    c->project = 1 + (any(4) == 0);
    c->owner = any(3) ? -1 : any(4) ? any(PEOPLE) : -2;
    c->by_name = any(2);
    desk.now += 60 + any(7200);
    desk_open("desk");
    cs_buffer_printf(&text, "kind=%s|priority=3|project=P%d", kinds[c->kind], c->project);
    if (c->owner != -1)
        cs_buffer_printf(&text, "|assignee=%s",
                         c->owner == -2 ? "路人"
                         : c->by_name   ? names[c->owner]
                                        : codes[c->owner]);
    c->id = desk_add(text.text);
    bool over = !states[c->state].task[0];
    if (over && any(2))
        c->unhappy = desk.now + 60;
    if (c->unhappy != NEVER && any(3) == 0)
        c->soothed = c->unhappy + 60;
    if (over && any(2))
        c->recall = desk.now + any(30) * 3600;
    if (c->recall != NEVER && any(3) == 0)
        c->recalled = c->recall + 60;
    cs_buffer_reset(&text);
    cs_buffer_printf(&text, "UPDATE ticket SET state = '%s'", states[c->state].code);
    put_text(&text, "unhappy_at", c->unhappy);
    put_text(&text, "soothed_at", c->soothed);
    put_text(&text, "recall_at", c->recall);
    put_text(&text, "recalled_at", c->recalled);
    cs_buffer_text(&text, " WHERE id = $1 RETURNING state");
    put(c->id, text.text);
    /* One limit is enough: what is due next, or nothing. */
    put(c->id, "DELETE FROM deadline WHERE ticket_id = $1 RETURNING metric");
    put(c->id, "DELETE FROM clock WHERE ticket_id = $1 AND metric <> 'done' RETURNING metric");
    const char *due_at =
        ask(c->id, "SELECT CAST(due_at AS TEXT) FROM clock WHERE ticket_id = $1 AND stopped_at IS NULL");
    c->due = due_at[0] ? atoll(due_at) : NEVER;
    cs_buffer_release(&text);
}

/* ---- the reckoning ---- */

/* Whether a person stands for a post at P1: holds it, deputizes for K1 while K1 is away, or is on duty. */
static bool stands(int who, const char *role)
{
    static const char *const holders[][2] = { { "care", "K1" }, { "engineer", "E1" }, { "head", "H1" } };
    if (who == on_duty && strcmp(role, roles[duty_role]) == 0)
        return true;
    for (size_t i = 0; i < 3; i++)
        if (strcmp(role, holders[i][0]) == 0 && strcmp(codes[who], holders[i][1]) == 0)
            return true;
    return strcmp(role, "care") == 0 && strcmp(codes[who], "D1") == 0 && away[1];
}

/* Whose post a step falls to, where nobody is named. */
static bool falls_to(const struct one *c, const char *role)
{
    const char *task = states[c->state].task;
    bool site = strcmp(kinds[c->kind], "repair") == 0 || strcmp(kinds[c->kind], "handover") == 0;
    if (strcmp(task, "approve") == 0)
        return strcmp(role, "head") == 0;
    bool walks = strcmp(task, "inspect") == 0 || strcmp(task, "dispatch") == 0 || strcmp(task, "work") == 0;
    return strcmp(role, site && walks ? "engineer" : "care") == 0;
}

struct line {
    int64_t id, due;
    const char *task;
};

static int by_due(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int64_t one = a->due == NEVER ? INT64_MAX : a->due, two = b->due == NEVER ? INT64_MAX : b->due;
    if (one != two)
        return one < two ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static int seen[2]; /* lines of cases by name, by post */

static const char *reckon(int who)
{
    static struct cs_buffer text;
    struct line lines[CASES * 2];
    int count = 0;
    for (int i = 0; i < CASES; i++) {
        const struct one *c = &cases[i];
        const char *task = states[c->state].task;
        bool named = c->owner == who, posted = false;
        for (int r = 0; r < 3 && c->project == 1; r++)
            posted |= c->owner == -1 && falls_to(c, roles[r]) && stands(who, roles[r]);
        if (task[0] && (named || posted)) {
            lines[count++] = (struct line){ c->id, c->due, task };
            seen[posted]++;
        }
        bool soothe = c->unhappy != NEVER && c->soothed == NEVER;
        bool recall = c->recall != NEVER && c->recall <= desk.now && c->recalled == NEVER;
        bool care = c->project == 1 && stands(who, "care"); /* of whoever handled it, too */
        if ((soothe || recall) && (named || care))
            lines[count++] =
                (struct line){ c->id, soothe ? c->unhappy : c->recall, soothe ? "soothe" : "recall" };
    }
    qsort(lines, (size_t)count, sizeof *lines, by_due);
    cs_buffer_reset(&text);
    cs_buffer_text(&text, "");
    for (int i = 0; i < count; i++)
        cs_buffer_printf(&text, "%lld|%s|%s\n", (long long)lines[i].id, lines[i].task,
                         lines[i].due == NEVER     ? ""
                         : lines[i].due < desk.now ? "yes"
                                                   : "no");
    return text.length ? text.text : "";
}

static const char *listed(int who, bool by_name)
{
    static struct room_lines lines;
    const char *name = by_name ? names[who] : codes[who];
    struct cs_mine asked = { .name = name, .now = desk.now, .day = cs_zone_day(room_zone(), desk.now) };
    CHECK_INT(cs_org_find_staff(desk.org, name, strlen(name), &asked.staff_id, &kit.err), CS_OK);
    lines = (struct room_lines){ .fields = "id task late" };
    CHECK_INT(cs_ticket_mine(desk.store, &asked, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

static void world(uint64_t number)
{
    char sql[300];
    seed = number * 104729;
    desk_whole("2026-03-02 09:00");
    for (int i = 0; i < CASES; i++)
        make_case(&cases[i]);
    memset(away, 0, sizeof away);
    desk.now += any(10) * A_DAY;
    desk_open("desk");
    int64_t day = cs_zone_day(room_zone(), desk.now);
    for (int who = 0; who < 3; who++) /* yesterday, today or tomorrow, for a day */
        if (any(3)) {
            int64_t first = day - 1 + any(3);
            away[who] = first == day;
            snprintf(sql, sizeof sql,
                     "INSERT INTO absence (staff_id, from_on, until_on) SELECT id, %lld, %lld FROM staff "
                     "WHERE code = '%s' "
                     "AND $1 > 0 RETURNING from_on",
                     (long long)first, (long long)first, codes[who]);
            put(1, sql);
        }
    on_duty = any(PEOPLE);
    duty_role = any(3);
    bool ends = any(3) == 0; /* a duty that ends this very second is over */
    snprintf(sql, sizeof sql,
             "INSERT INTO duty (unit_id, role, staff_id, from_at, until_at) SELECT u.id, '%s', s.id, %lld, "
             "%lld FROM unit AS "
             "u, staff AS s WHERE u.code = 'P1' AND s.code = '%s' AND $1 > 0 RETURNING role",
             roles[duty_role], (long long)desk.now - 100, (long long)desk.now + (ends ? 0 : 1),
             codes[on_duty]);
    put(1, sql);
    if (ends)
        on_duty = -1;
    for (int who = 0; who < PEOPLE; who++)
        for (int by_name = 0; by_name < 2; by_name++) {
            const char *want = reckon(who), *got = listed(who, by_name);
            CHECK_THAT(strcmp(got, want) == 0, "world %d, %s:\n# got\n%s# want\n%s", (int)number, codes[who],
                       got, want);
        }
}

CS_TEST(worlds, "what everybody is told to do is what each case and each person say")
{
    for (uint64_t number = 1; number <= WORLDS && cs_unit.faults == 0; number++)
        world(number);
    CHECK_THAT(seen[0] > 50 && seen[1] > 50, "by name %d, by post %d", seen[0], seen[1]);
}
