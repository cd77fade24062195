/*
 * Random orders of others on two cases, signed for, contacted, answered, extended, finished, held and merged,
 * held against a plain reckoning with a calendar of its own: each limit, each stop, our own limit, what is
 * refused.
 */
#include "case-kit.h"

#include "ticket/outside.h"

enum { STEPS = 70, WALKS = 6, MOST = 40, A_DAY = 86400, ZONE = 8 * 3600, AT_SIX = 18 * 3600 };
#define NEVER ((int64_t)-1)

static uint64_t seed;

static int any(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

/* ---- offices: Monday to Friday but for the days of share/calendars/cn-office.csv ---- */

static bool closed_on[A_DAY], open_on[A_DAY]; /* by days since 1970 */

static void read_days(void)
{
    char line[400];
    FILE *file = cs_unit_open("share/calendars/cn-office.csv");
    while (fgets(line, sizeof line, file)) {
        const char *date = strstr(line, "cn-office,,,,,,");
        if (!date)
            continue;
        char day[11];
        snprintf(day, sizeof day, "%s", date + 15);
        int64_t number = (room_time(day) + ZONE) / A_DAY;
        bool makeup = strncmp(date + 26, "makeup", 6) == 0;
        (makeup ? open_on : closed_on)[number] = true;
    }
    fclose(file);
}

static bool is_workday(int64_t day)
{
    int64_t week = (day + 3) % 7; /* 1970-01-01 was a Thursday; 0: Monday */
    return open_on[day] || (week < 5 && !closed_on[day]);
}

/* So many workdays after a moment, its own day not counted: the close of the last; before it with -1. */
static int64_t workdays(int64_t at, int count)
{
    int64_t day = (at + ZONE) / A_DAY;
    for (int step = count < 0 ? -1 : 1; count; count -= step)
        do
            day += step;
        while (!is_workday(day));
    return day * A_DAY - ZONE + AT_SIX;
}

CS_TEST(days, "the reckoning's own calendar: weekends, Qingming, the Labour Day week and its makeup Saturday")
{
    read_days();
    /* Thursday 2 April: Friday, then 7 April. Thursday 30 April: 6 May, 7, 8, Saturday the 9th. */
    CHECK_INT(workdays(room_time("2026-04-02 10:00"), 1), room_time("2026-04-03 18:00"));
    CHECK_INT(workdays(room_time("2026-04-02 10:00"), 2), room_time("2026-04-07 18:00"));
    CHECK_INT(workdays(room_time("2026-04-30 19:00"), 4), room_time("2026-05-09 18:00"));
    CHECK_INT(workdays(room_time("2026-05-11 09:00"), -1), room_time("2026-05-09 18:00"));
    CHECK_INT(workdays(room_time("2026-04-07 09:00"), -1), room_time("2026-04-03 18:00"));
}

/* ---- the reckoning ---- */

struct order {
    int home; /* which case, 0 or 1 */
    int number;
    char name[16], channel[16];
    int64_t received, signed_at, contacted, answered, finished;
    int64_t sign, contact, answer, finish; /* limits; NEVER: none */
    char permits[MOST][16];
    bool granted[MOST];
    int permit_count;
};
static struct order list[MOST];
static int order_count, permits, names;
static int64_t cases[2];
static bool merged, held[2];
static int64_t words[2][STEPS]; /* that reached the customer of a case */
static int word_count[2];

/* Whoever was reached since an order came was reached for it, too; what they took as finished stays as it is.
 */
static void catch_up(struct order *o)
{
    for (int i = 0; i < word_count[o->home] && o->contacted == NEVER && o->finished == NEVER; i++)
        if (words[o->home][i] >= o->received)
            o->contacted = words[o->home][i];
}

static int by_time(const void *left, const void *right)
{
    const int64_t *one = left, *two = right;
    return (*one > *two) - (*one < *two);
}

static int most_number(int home)
{
    int most = 0;
    for (int i = 0; i < order_count; i++)
        if (list[i].home == home && list[i].number > most)
            most = list[i].number;
    return most;
}

/* Our own limit: the close of the workday before the earliest of the open orders that leave one. */
static int64_t ours(int home)
{
    int64_t least = NEVER;
    for (int i = 0; i < order_count; i++) {
        const struct order *o = &list[i];
        if (o->home != home || o->finished != NEVER || o->finish == NEVER)
            continue;
        int64_t due = workdays(o->finish, -1);
        if (due > o->received && (least == NEVER || due < least))
            least = due;
    }
    return least;
}

static void put_clock(struct cs_buffer *text, const struct order *o, const char *metric, int64_t due,
                      int64_t stop)
{
    if (due == NEVER)
        return;
    if (o->finished != NEVER && (stop == NEVER || stop > o->finished))
        stop = o->finished;
    cs_buffer_printf(text, "%s%d %s %lld ", text->length ? "\n" : "", o->number, metric, (long long)due);
    if (stop == NEVER)
        cs_buffer_text(text, "-");
    else
        cs_buffer_printf(text, "%lld", (long long)stop);
}

static void same(const char *after)
{
    static struct cs_buffer want;
    for (int home = 0; home < (merged ? 1 : 2); home++) {
        cs_buffer_reset(&want);
        for (int number = 1; number <= most_number(home); number++)
            for (int i = 0; i < order_count; i++) {
                const struct order *o = &list[i];
                if (o->home != home || o->number != number)
                    continue;
                put_clock(&want, o, "answer", o->answer, o->answered);
                put_clock(&want, o, "contact", o->contact, o->contacted);
                put_clock(&want, o, "finish", o->finish, o->finished);
                put_clock(&want, o, "sign", o->sign, o->signed_at);
            }
        const char *got =
            ask(cases[home], "SELECT instance || ' ' || substr(metric, 9) || ' ' || due_at || ' ' || "
                             "coalesce(stopped_at, '-') FROM clock WHERE ticket_id = $1 AND metric "
                             "LIKE 'outside_%' ORDER BY instance, metric");
        CHECK_THAT(strcmp(got, want.text ? want.text : "") == 0, "after %s, walk step:\n# got  %s\n# want %s",
                   after, got, want.text);
        got = ask(cases[home],
                  "SELECT due_at || '' FROM clock WHERE ticket_id = $1 AND metric = 'ours' AND stopped_at IS "
                  "NULL");
        cs_buffer_reset(&want);
        if (ours(home) != NEVER)
            cs_buffer_printf(&want, "%lld", (long long)ours(home));
        CHECK_THAT(strcmp(got, want.text ? want.text : "") == 0, "ours after %s: %s, not %s", after, got,
                   want.text);
    }
}

/* ---- the acts ---- */

static int done[6][2];

static bool changed;

static void expect(int verb, bool legal, enum cs_status status, const char *what)
{
    done[verb][legal]++;
    CHECK_THAT(status == (legal ? CS_OK : CS_REFUSED), "%s: %s", what, kit.err.text);
}

static enum cs_status finish_act(enum cs_status status)
{
    if (status == CS_OK)
        return cs_store_commit(desk.store, &kit.err);
    cs_store_rollback(desk.store);
    return status;
}

static enum cs_status act(int64_t id, struct cs_outside_act act)
{
    cs_error_clear(&kit.err);
    act.at = desk.now;
    act.until = act.until ? act.until : CS_NO_TIME;
    act.answer_until = act.answer_until ? act.answer_until : CS_NO_TIME;
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    return finish_act(cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err));
}

static void add(int home)
{
    static const char *const channels[] = { "hotline", "consumer_line", "leader_board" };
    if (order_count == MOST)
        return;
    struct order *o = &list[order_count];
    int again = any(8) == 0 && order_count > 0 ? any(order_count) : -1;
    bool other = again >= 0 && list[again].home != home; /* it hangs on the other case */
    if (again >= 0 && !other)
        return;
    *o = (struct order){
        .home = home, .signed_at = NEVER, .contacted = NEVER, .answered = NEVER, .finished = NEVER
    };
    o->sign = o->contact = o->answer = o->finish = NEVER;
    o->number = most_number(home) + 1;
    o->received = desk.now - any(7200);
    snprintf(o->channel, sizeof o->channel, "%s", channels[any(3)]);
    if (other)
        memcpy(o->name, list[again].name, sizeof o->name);
    else
        snprintf(o->name, sizeof o->name, "HX%d", ++names);
    int64_t target = any(3) == 0 ? desk.now + 3600 + any(20 * A_DAY) : NEVER;
    const struct cs_outside_new new = { .source = "12345",
                                        .external_id = o->name,
                                        .channel = o->channel,
                                        .received_at = o->received,
                                        .target_at = target == NEVER ? CS_NO_TIME : target,
                                        .at = desk.now };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    expect(0, !other, finish_act(cs_ticket_order_add(desk.tickets, cases[home], &new, &changed, &kit.err)),
           "add");
    if (other)
        return;
    order_count++;
    if (strcmp(o->channel, "hotline") == 0) { /* 2 h, 24 h, 5 workdays, 5 workdays */
        o->sign = o->received + 7200;
        o->contact = o->received + A_DAY;
        o->answer = o->finish = workdays(o->received, 5);
    } else if (strcmp(o->channel, "consumer_line") == 0) { /* 7 workdays, 60 days */
        o->sign = workdays(o->received, 7);
        o->finish = o->received + (int64_t)60 * A_DAY;
    }
    if (target != NEVER)
        o->finish = target;
    catch_up(o);
}

/* How the order is called: by its number there, or its number here; sometimes wrongly. */
static const char *name_of(const struct order *o, char *text, size_t size)
{
    if (any(2))
        snprintf(text, size, "%s", o->name);
    else if (any(2))
        snprintf(text, size, "12345:%s", o->name);
    else
        snprintf(text, size, "%d", o->number);
    return text;
}

static void step(struct order *o)
{
    static const char *const verbs[] = { "sign", "answer", "finish" };
    char text[24];
    int which = any(5) ? any(2) : 2;
    int64_t *moment = which == 0 ? &o->signed_at : which == 1 ? &o->answered : &o->finished;
    bool known = *moment != NEVER, legal = known || o->finished == NEVER || o->finished == desk.now;
    bool lost = any(12) == 0; /* a name that there is not */
    expect(
        1, legal && !lost,
        act(cases[o->home], (struct cs_outside_act){ .verb = verbs[which],
                                                     .order = lost ? "HX0" : name_of(o, text, sizeof text) }),
        verbs[which]);
    if (lost || !legal)
        return;
    CHECK_INT(changed, !known);
    if (!known)
        *moment = desk.now;
}

static bool says_otherwise(const struct order *o, int permit, bool granted)
{
    return permit >= 0 && o->granted[permit] != granted;
}

static void extend(struct order *o)
{
    static const int days[] = { 1, 2, 5 };
    char text[24], by[16];
    int amount = days[any(3)], known = o->permit_count && any(6) == 0 ? any(o->permit_count) : -1;
    bool refused = any(4) == 0, number = any(8) > 0 || known >= 0, natural = any(3) == 0;
    char permit[16];
    snprintf(permit, sizeof permit, "P%d", permits + 1);
    if (known >= 0)
        snprintf(permit, sizeof permit, "%s", o->permits[known]);
    snprintf(by, sizeof by, "%d%s", amount, natural ? "d" : "wd");
    int64_t until = o->finish == NEVER ? NEVER
                    : natural          ? o->finish + (int64_t)amount * A_DAY
                                       : workdays(o->finish, amount);
    bool legal = known >= 0             ? !says_otherwise(o, known, !refused)
                 : o->finished != NEVER ? false
                 : refused              ? true
                           : number && o->finish != NEVER && desk.now <= o->finish && until > desk.now;
    bool answers = !refused && any(4) == 0 && o->answer != NEVER && until != NEVER;
    expect(2, legal,
           act(cases[o->home], (struct cs_outside_act){ .verb = "extend",
                                                        .order = name_of(o, text, sizeof text),
                                                        .by = refused ? NULL : by,
                                                        .permit = number ? permit : NULL,
                                                        .refused = refused,
                                                        .answer_until = answers ? until : 0 }),
           "extend");
    if (!legal)
        return;
    CHECK_INT(changed, known < 0);
    if (known >= 0)
        return;
    if (number) {
        permits++;
        o->granted[o->permit_count] = !refused;
        snprintf(o->permits[o->permit_count++], 16, "%s", permit);
    }
    if (refused)
        return;
    o->finish = until;
    if (answers && o->answered == NEVER)
        o->answer = until;
}

static void contact(int home, bool reached)
{
    expect(3, true, reached ? TRY(cases[home], "contact") : TRY(cases[home], "contact", .not_reached = true),
           "contact");
    if (reached)
        words[home][word_count[home]++] = desk.now;
    for (int i = 0; i < order_count; i++)
        catch_up(&list[i]);
}

static void hold(int home)
{
    if (held[home])
        expect(4, true, TRY(cases[home], "resume"), "resume");
    else
        expect(4, true,
               TRY(cases[home], "hold", .reason = "drying", .approver = "E1", .evidence = "photo://1"),
               "hold");
    held[home] = !held[home];
}

static void merge(void)
{
    int after = most_number(0);
    expect(5, true, TRY(cases[1], "merge", .into = cases[0]), "merge");
    for (int i = 0; i < word_count[1]; i++)
        words[0][word_count[0]++] = words[1][i];
    qsort(words[0], (size_t)word_count[0], sizeof *words[0], by_time);
    for (int i = 0; i < order_count; i++)
        if (list[i].home == 1) {
            list[i].home = 0;
            list[i].number += after;
        }
    for (int i = 0; i < order_count; i++)
        catch_up(&list[i]);
    merged = true;
    expect(5, false, act(cases[1], (struct cs_outside_act){ .verb = "sign" }), "sign of a merged case");
}

static const char *const acts[] = { "add",    "add",    "add",    "step",   "step",    "step", "step",
                                    "extend", "extend", "extend", "extend", "contact", "hold", "merge" };

static void walk(uint64_t number)
{
    seed = number * 7919;
    desk_whole("2026-03-26 09:00");
    order_count = permits = names = 0;
    merged = held[0] = held[1] = false;
    word_count[0] = word_count[1] = 0;
    for (int i = 0; i < 2; i++)
        cases[i] = desk_add("kind=repair|priority=3|project=P1|room=1-1-101");
    for (int at = 0; at < STEPS && cs_unit.faults == 0; at++) {
        int home = merged ? 0 : any(2), what = any(14);
        struct order *o = order_count ? &list[any(order_count)] : NULL;
        desk.now += 60 + any(any(6) ? 30000 : 200000);
        desk_open("desk");
        if (!o || what < 3)
            add(home);
        else if (what < 7)
            step(o);
        else if (what < 11)
            extend(o);
        else if (what == 11)
            contact(home, any(4) > 0);
        else if (what == 12)
            hold(home);
        else if (!merged && !held[1] && at > STEPS / 2)
            merge();
        same(o ? acts[what] : "add");
    }
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

CS_TEST(walks, "whatever happens to orders of others, their limits, ours and a plain reckoning agree")
{
    read_days();
    for (uint64_t number = 1; number <= WALKS && cs_unit.faults == 0; number++)
        walk(number);
    CHECK_THAT(done[0][0] > 0 && done[1][0] > 3 && done[2][0] > 3 && done[2][1] > 20 && done[5][1] > 0,
               "added %d refused, steps %d refused, extensions %d refused and %d done, merges %d", done[0][0],
               done[1][0], done[2][0], done[2][1], done[5][1]);
}
