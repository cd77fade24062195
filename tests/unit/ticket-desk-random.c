/*
 * What a desk ties and asks, on random cases, held against oracles that know nothing of SQL: a forest of
 * group cases, the window of chasers, doubles by words, callers within a week. The same numbers each time.
 */
#include "case-kit.h"
#include "ticket/desk.h"
#include "ticket/suspect.h"

static uint64_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

static enum cs_status end(enum cs_status status)
{
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

static void begin(void)
{
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
}

/* ------------------------------------------------------------------ group cases */

enum { CASES = 14 };

static int parents[CASES + 1]; /* 0: none */

static int above(int id)
{
    int steps = 0;
    while ((id = parents[id]) != 0)
        steps++;
    return steps;
}

static int below(int id)
{
    int height = 0;
    for (int i = 1; i <= CASES; i++)
        if (parents[i] == id && 1 + below(i) > height)
            height = 1 + below(i);
    return height;
}

static bool stands_above(int upper, int id)
{
    while ((id = parents[id]) != 0)
        if (id == upper)
            return true;
    return false;
}

CS_TEST(forest,
        "a thousand times under a parent and off again: what is taken and refused is what a forest allows")
{
    int taken = 0, refused = 0;
    seed = 1;
    desk_whole("2026-03-02 09:00");
    for (int i = 0; i < CASES; i++)
        desk_add("kind=complaint|priority=3|subject=楼板开裂"); /* no homes: no group is ever flagged */
    const struct cs_act act = { .at = desk.now };
    for (int i = 0; i < 1000; i++) {
        int id = 1 + (int)dice(CASES), parent = dice(4) ? 1 + (int)dice(CASES) : 0;
        bool fits =
            parent == 0 || (parent != id && !stands_above(id, parent) && above(parent) + 1 + below(id) <= 2);
        begin();
        enum cs_status status = end(cs_ticket_parent(desk.tickets, id, parent, &act, &kit.err));
        CHECK_THAT(status == (fits ? CS_OK : CS_REFUSED), "step %d: %d under %d: %s", i, id, parent,
                   kit.err.text);
        if (fits)
            parents[id] = parent;
        taken += fits;
        refused += !fits;
    }
    for (int id = 1; id <= CASES; id++) {
        char text[16] = "";
        if (parents[id])
            snprintf(text, sizeof text, "%d", parents[id]);
        CHECK_TEXT(field(id, "parent_id"), text);
    }
    CHECK_THAT(taken > 250 && refused > 250, "taken %d, refused %d: too one-sided", taken, refused);
}

CS_TEST(descendants, "the open cases below each case are those that the forest has there")
{
    for (int id = 1; id <= CASES; id++)
        if (dice(3) == 0 && below(id) == 0)
            MOVE(id, "cancel", .reason = "误报");
    for (int id = 1; id <= CASES; id++) {
        int64_t *ids = NULL;
        size_t count = 0, expected = 0;
        CHECK_INT(cs_ticket_children(desk.tickets, id, &ids, &count, &kit.err), CS_OK);
        for (int other = 1; other <= CASES; other++) {
            bool there = false;
            bool wanted = stands_above(id, other) && strcmp(field(other, "state"), "cancelled") != 0;
            for (size_t i = 0; i < count; i++)
                there = there || ids[i] == other;
            CHECK_THAT(there == wanted, "case %d below %d", other, id);
            expected += wanted;
        }
        CHECK_INT(count, expected);
        free(ids);
    }
}

/* ------------------------------------------------------------------ chasers */

CS_TEST(windows, "a case is raised with the third chaser of seven days and never again, whenever they come")
{
    for (int round = 1; round <= 6; round++) {
        int64_t when[12];
        int raises = 0, expected = -1;
        bool raised;
        int64_t chased;
        seed = (uint64_t)round;
        desk_whole("2026-03-02 09:00");
        int64_t id = desk_add("kind=repair|priority=3|subject=漏"), at = desk.now;
        for (int i = 0; i < 12; i++) {
            at += 3600 * (int64_t)(1 + dice(140)); /* up to six days later */
            when[i] = at;
            for (int first = 0; first <= i - 2 && expected < 0; first++)
                if (when[first] > at - 7 * 86400)
                    expected = i;
            desk.now = at;
            desk_open("desk");
            const struct cs_act act = { .at = at };
            begin();
            CHECK_INT(end(cs_ticket_chase(desk.tickets, id, NULL, &act, &chased, &raised, &kit.err)), CS_OK);
            raises += raised;
            CHECK_THAT(raised == (expected == i), "round %d, chaser %d", round, i);
        }
        CHECK_INT(raises, expected >= 0);
        CHECK_TEXT(field(id, "chasers"), "12");
        CHECK_TEXT(field(id, "level"), expected >= 0 ? "1" : "0");
    }
}

/* ------------------------------------------------------------------ likeness */

/* Dice's coefficient the slow way: each pair of the one strikes out an equal pair of the other. */
static int slow_likeness(const char *left, const char *right)
{
    bool struck[64] = { false };
    int a = (int)strlen(left) - 1, b = (int)strlen(right) - 1, same = 0;
    if (a < 1 || b < 1)
        return 0;
    for (int i = 0; i < a; i++)
        for (int j = 0; j < b; j++)
            if (!struck[j] && left[i] == right[j] && left[i + 1] == right[j + 1]) {
                struck[j] = true;
                same++;
                break;
            }
    return 200 * same / (a + b);
}

CS_TEST(alike, "ten thousand pairs of short words are as alike as the slow reckoning says")
{
    seed = 7;
    for (int round = 0; round < 10000; round++) {
        char left[32], right[32];
        size_t a = dice(20), b = dice(20);
        for (size_t i = 0; i < a; i++)
            left[i] = (char)('a' + dice(4));
        for (size_t i = 0; i < b; i++)
            right[i] = (char)('a' + dice(4));
        left[a] = right[b] = '\0';
        int one = cs_text_likeness(left, right);
        CHECK_THAT(one == slow_likeness(left, right), "%s and %s: %d", left, right, one);
        CHECK_THAT(cs_text_likeness(left, left) == (a > 1 ? 100 : 0), "%s and itself", left);
    }
}

/* ------------------------------------------------------------------ doubles and callers */

enum { MANY = 160 };

static struct {
    int home, phone, words;
    int64_t at;
    bool real; /* neither a chaser nor a snag */
    bool snag;
} made[MANY + 1];

static const char *const rooms[] = { "", "1-1-101", "1-1-102" };
static const char *const kinds[] = { "repair", "repair", "complaint", "handover" };
/* 窗户漏风 and 窗户漏风了: 3 and 4 pairs, 3 alike: 85 %; every other two have no pair in common */
static const char *const words[] = { "窗户漏风", "窗户漏风了", "电梯异响", "下水堵塞" };

static void make_cases(void)
{
    int64_t start = room_time("2026-01-05 08:00");
    desk_whole("2026-03-02 09:00");
    for (int i = 1; i <= MANY; i++) {
        char text[256], moment[CS_MOMENT_SIZE];
        int kind = (int)dice(4);
        made[i].home = (int)dice(3);
        made[i].phone = (int)dice(5);
        made[i].words = (int)dice(4);
        made[i].at = start + 3600 * (int64_t)dice(24 * 50); /* fifty days, moments that meet */
        made[i].snag = kind == 3;
        made[i].real = kind != 3;
        cs_moment_format(moment, made[i].at, room_zone());
        snprintf(text, sizeof text, "external_id=R%d|kind=%s|project=P1|subject=%s|occurred_at=%s%s%s%s%s", i,
                 kinds[kind], words[made[i].words], moment, made[i].home ? "|room=" : "", rooms[made[i].home],
                 made[i].phone ? "|phone=1390000000" : "",
                 made[i].phone == 1   ? "1"
                 : made[i].phone == 2 ? "2"
                 : made[i].phone == 3 ? "3"
                 : made[i].phone == 4 ? "4"
                                      : "");
        desk_imported(text);
    }
}

static bool came_before(int other, int id)
{
    return made[other].at < made[id].at || (made[other].at == made[id].at && other < id);
}

static bool is_double(int id, int other)
{
    bool near = came_before(other, id) && made[id].at - made[other].at <= 14 * 86400;
    bool home = made[id].home && made[id].home == made[other].home;
    bool phone =
        made[id].phone && made[id].phone == made[other].phone && (!made[id].home || !made[other].home);
    bool alike = made[id].words == made[other].words || (made[id].words < 2 && made[other].words < 2);
    return near && (home || phone) && alike && made[id].real && made[other].real;
}

static int calls_of(int id)
{
    int calls = 0;
    for (int other = 1; other <= MANY; other++)
        calls += !made[other].snag && made[other].phone == made[id].phone && made[other].at <= made[id].at &&
                 made[other].at >= made[id].at - 7 * 86400;
    return calls;
}

struct pairs {
    bool seen[MANY + 1][MANY + 1];
    int count;
};

static enum cs_status take_pair(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    struct pairs *pairs = context;
    int64_t id = row->values[0].integer, other = cs_value_integer(&row->values[2], 0);
    CHECK_THAT(!pairs->seen[id][other], "%lld and %lld twice", (long long)id, (long long)other);
    pairs->seen[id][other] = true;
    pairs->count++;
    return CS_OK;
}

static struct pairs *ask_for(const char *check)
{
    static struct pairs pairs;
    const struct cs_suspecting asked = {
        .since = CS_NO_TIME, .now = desk.now, .zone = room_zone(), .checks = &check, .check_count = 1
    };
    memset(&pairs, 0, sizeof pairs);
    CHECK_INT(cs_ticket_suspect(desk.store, &asked, take_pair, &pairs, &kit.err), CS_OK);
    return &pairs;
}

CS_TEST(oracle, "doubles and callers among random cases are those that each case against each would find")
{
    seed = 42;
    make_cases();
    const struct pairs *pairs = ask_for("double");
    int expected = 0;
    for (int id = 1; id <= MANY; id++)
        for (int other = 1; other <= MANY; other++) {
            bool wanted = is_double(id, other);
            expected += wanted;
            CHECK_THAT(pairs->seen[id][other] == wanted, "%d and %d: %s", id, other,
                       wanted ? "missed" : "wrong");
        }
    CHECK_INT(pairs->count, expected);
    CHECK_THAT(expected > 100, "only %d doubles: the cases are too different", expected);
    pairs = ask_for("caller");
    expected = 0;
    for (int id = 1; id <= MANY; id++) {
        bool wanted = made[id].phone && !made[id].snag && calls_of(id) >= 3;
        expected += wanted;
        CHECK_THAT(pairs->seen[id][0] == wanted, "caller of case %d: %d calls", id, calls_of(id));
    }
    CHECK_THAT(expected > 20 && expected < MANY, "%d callers", expected);
}

CS_TEST(order, "suspicions come check by check, and by case within a check")
{
    static struct room_lines lines;
    const struct cs_suspecting asked = { .since = CS_NO_TIME, .now = desk.now, .zone = room_zone() };
    static const char *const checks[] = { "double", "times", "backdated", "hold",     "silence",
                                          "photo",  "visit", "again",     "unproven", "caller" };
    lines = (struct room_lines){ .fields = "check id" };
    CHECK_INT(cs_ticket_suspect(desk.store, &asked, room_gather, &lines, &kit.err), CS_OK);
    size_t at = 0;
    for (char *line = lines.text, *next; (next = strchr(line, '\n')); line = next + 1) {
        size_t length = strcspn(line, "|");
        while (at < 10 && (strlen(checks[at]) != length || strncmp(checks[at], line, length) != 0))
            at++;
        CHECK_THAT(at < 10, "%.*s comes too late", (int)(next - line), line);
    }
}
