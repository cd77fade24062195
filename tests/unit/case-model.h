/*
 * A second, plain reckoning of what a move makes of a case, written from practice.md and
 * share/paths/paths.csv and not from lib/ticket: which moves are legal, where they lead, which moments, work
 * orders, faults and counters they write. Everything stands in one struct; nothing is read from a store.
 */
#ifndef CS_TESTS_UNIT_CASE_MODEL_H
#define CS_TESTS_UNIT_CASE_MODEL_H

#include "case-kit.h"

enum { MODEL_DAY = 86400, MOST_FAULTS = 6, MOST_ORDERS = 64, MODEL_VERBS = 14 };
#define NEVER ((int64_t)-1)

static const char *const model_verbs[MODEL_VERBS] = { "inspect", "dispatch", "accept",  "work", "verify",
                                                      "close",   "callback", "reopen",  "hold", "resume",
                                                      "merge",   "cancel",   "contact", "note" };

/* ---- the table of paths, read by itself ---- */

struct model_step {
    char path[16], kinds[40], priorities[8], verb[16], outcome[16], from[400], to[16], demands[64];
};
static struct model_step model_steps[400];
static size_t model_step_count;

CASE void model_cell(char **line, char *cell, size_t size)
{
    char *piece = strsep(line, ",\n");
    snprintf(cell, size, "%s", piece ? piece : "");
}

CASE void model_load(void)
{
    FILE *file = cs_unit_open("share/paths/paths.csv");
    char text[1024], title[100];
    model_step_count = 0;
    CHECK(fgets(text, sizeof text, file) != NULL);
    while (fgets(text, sizeof text, file)) {
        struct model_step *step = &model_steps[model_step_count++];
        char *line = text;
        model_cell(&line, step->path, sizeof step->path);
        model_cell(&line, title, sizeof title);
        model_cell(&line, step->kinds, sizeof step->kinds);
        model_cell(&line, step->priorities, sizeof step->priorities);
        model_cell(&line, step->verb, sizeof step->verb);
        model_cell(&line, step->outcome, sizeof step->outcome);
        model_cell(&line, step->from, sizeof step->from);
        model_cell(&line, step->to, sizeof step->to);
        model_cell(&line, step->demands, sizeof step->demands);
    }
    fclose(file);
    CHECK(model_step_count > 200);
}

CASE bool model_in(const char *list, const char *word)
{
    char all[420], one[40];
    snprintf(all, sizeof all, ";%s;", list);
    snprintf(one, sizeof one, ";%s;", word);
    return strstr(all, one) != NULL;
}

/* ---- a case ---- */

struct model_order {
    const char *supplier, *state;
    int64_t accepted, arrived, done, verified;
    int reworks;
};

struct model_case {
    int64_t id;
    const char *kind, *state, *resume, *closed_by;
    int priority, reopens, level, handoffs, chasers;
    int64_t opened, first, last, inspected, dispatched, accepted, arrived, done, verified, closed, callback;
    int64_t latest[MODEL_VERBS]; /* when a move last led from one state to another, by verb */
    struct model_order orders[MOST_ORDERS];
    int order_count, fault_count;
    bool fault_known[MOST_FAULTS], fault_closed[MOST_FAULTS]; /* known: class, component, cause, party */
    int tries, try_days;
    int64_t last_try_day;
    int refusals;
    char anomalies[64]; /* backdated, sent_back, unmatched_chaser: in the order of their list */
    struct model_case *into;
};

/* What is done: a move, and what of it the model must know. */
struct model_move {
    int verb;
    const char *outcome, *supplier, *second; /* second: another supplier of a dispatch */
    int64_t at, now;
    int fault, priority; /* 0: not said */
    bool whole;          /* close: with all that may be demanded; hold, cancel, note: with reason or words */
    bool unreached;
    const char *actor;
    struct model_case *into;
};

CASE const struct model_step *model_find(const struct model_case *c, const char *verb, const char *outcome)
{
    char priority[4];
    const char *path = NULL;
    snprintf(priority, sizeof priority, "%d", c->priority);
    for (size_t i = 0; i < model_step_count; i++) {
        const struct model_step *step = &model_steps[i];
        if (!path && (!step->kinds[0] || model_in(step->kinds, c->kind)) &&
            (!step->priorities[0] || model_in(step->priorities, priority)))
            path = step->path;
        if (path && strcmp(step->path, path) == 0 && strcmp(step->verb, verb) == 0 &&
            strcmp(step->outcome, outcome) == 0 && model_in(step->from, c->state))
            return step;
    }
    return NULL;
}

CASE bool model_over(const struct model_case *c)
{
    return model_in("closed;not_ours;settled;cancelled;merged", c->state);
}

CASE bool model_is(const char *one, const char *two)
{
    return strcmp(one, two) == 0;
}

CASE int64_t model_later(int64_t one, int64_t two)
{
    return one > two ? one : two;
}

CASE void model_word(struct model_case *c, int64_t at)
{
    if (c->first == NEVER || at < c->first)
        c->first = at;
    c->last = model_later(c->last, at);
}

CASE bool model_alive(const struct model_order *order)
{
    return !model_in("cancelled;refused;passed", order->state);
}

CASE void model_void_orders(struct model_case *c)
{
    for (int i = 0; i < c->order_count; i++)
        if (model_in("issued;accepted;working;rework", c->orders[i].state))
            c->orders[i].state = "cancelled";
}

/* ---- what the orders do ---- */

CASE bool model_begins(const char *from, const char *to)
{
    return model_is(to, "accepted")  ? model_is(from, "issued")
           : model_is(to, "refused") ? model_in("issued;accepted", from)
           : model_is(to, "working") ? model_in("issued;accepted;rework", from)
           : model_is(to, "done")    ? model_in("issued;accepted;working;rework", from)
           : model_is(to, "passed")  ? model_alive(&(struct model_order){ .state = from })
                                     : model_is(from, "done");
}

CASE void model_order_step(struct model_order *order, const char *to, int64_t at)
{
    bool works = model_is(to, "working"), done = model_is(to, "done");
    if (model_is(to, "accepted") || ((works || done) && order->accepted == NEVER))
        order->accepted = at;
    if (works || (done && order->arrived == NEVER))
        order->arrived = at;
    if (done)
        order->done = at;
    if (model_is(to, "passed"))
        order->verified = at;
    order->reworks += model_is(to, "rework");
    order->state = to;
}

/* How many orders stand so; NULL: how many are alive. */
CASE int model_count(const struct model_case *c, const char *state)
{
    int count = 0;
    for (int i = 0; i < c->order_count; i++)
        count += state ? model_is(c->orders[i].state, state) : model_alive(&c->orders[i]);
    return count;
}

/* The case is as far as the last of its orders. `was`: as it stood before. */
CASE const char *model_follow(struct model_case *c, const struct model_case *was, const char *to,
                              const char *leads)
{
    int alive = model_count(c, NULL);
    bool open = model_count(c, "issued") > 0;
    if (open)
        c->accepted = was->accepted;
    if (model_is(to, "accepted") && open)
        return was->state;
    if (model_is(to, "refused") && alive > 0) {
        c->accepted = was->accepted;
        if (alive > model_count(c, "done"))
            return was->state;
        c->done = NEVER; /* it was waited for this one alone */
        for (int i = 0; i < c->order_count; i++)
            if (model_alive(&c->orders[i]))
                c->done = model_later(c->done, c->orders[i].done);
        return "to_verify";
    }
    bool behind =
        (model_is(to, "done") && alive > model_count(c, "done")) || (model_is(to, "passed") && alive > 0);
    int64_t *mark = model_is(to, "accepted") ? &c->accepted
                    : model_is(to, "done")   ? &c->done
                    : model_is(to, "passed") ? &c->verified
                                             : NULL;
    if (mark && behind)
        *mark = NEVER;
    for (int i = 0; mark && !behind && i < c->order_count; i++) {
        const struct model_order *o = &c->orders[i];
        if (model_is(to, "passed"))
            *mark = model_later(*mark, o->verified);
        else if (model_alive(o))
            *mark = model_later(*mark, model_is(to, "done") ? o->done : o->accepted);
    }
    return !behind ? leads : model_is(to, "done") ? "in_work" : was->state;
}

/* Moves the orders that a move speaks of. NULL: it is refused. */
CASE const char *model_orders(struct model_case *c, const struct model_case *was, const struct model_move *m,
                              const char *to, const char *leads)
{
    int moved = 0, alive = model_count(was, NULL);
    /* while others are at work, only what is done is looked at */
    bool apart = model_in("in_work;rework", was->state) && model_in("passed;rework", to);
    for (int i = 0; i < c->order_count; i++) {
        struct model_order *order = &c->orders[i];
        if (!model_begins(order->state, to) || (apart && !model_is(order->state, "done")) ||
            (m->supplier && !model_is(order->supplier, m->supplier)))
            continue;
        if (model_is(to, "done") && order->arrived > m->at)
            return NULL;
        model_order_step(order, to, m->at);
        moved++;
    }
    if (moved == 0)
        return alive > 0 || m->supplier || apart ? NULL : leads;
    return model_follow(c, was, to, leads);
}

/* ---- what each verb does: the state it leads to, or NULL where it is refused ---- */

CASE const char *model_dispatch(struct model_case *c, const struct model_move *m, const char *leads)
{
    const char *suppliers[] = { m->supplier, m->second };
    if (!m->supplier)
        return NULL;
    int taken = c->dispatched == NEVER ? 0 : model_count(c, "issued") + model_count(c, "rework");
    for (int i = 0; i < c->order_count && taken > 0; i++)
        if (model_in("issued;rework", c->orders[i].state))
            c->orders[i].state = "cancelled";
    c->handoffs += taken > 0;
    c->dispatched = m->at;
    c->accepted = NEVER;
    for (int i = 0; i < 2; i++)
        if (suppliers[i])
            c->orders[c->order_count++] =
                (struct model_order){ suppliers[i], "issued", NEVER, NEVER, NEVER, NEVER, 0 };
    return leads;
}

CASE const char *model_work(struct model_case *c, const struct model_case *was, const struct model_move *m,
                            const char *leads)
{
    bool done = model_is(m->outcome, "done");
    if (done && m->at < was->arrived)
        return NULL;
    if (was->arrived == NEVER || m->at < was->arrived) {
        c->arrived = m->at;
        model_word(c, m->at);
    }
    if (was->accepted == NEVER)
        c->accepted = m->at;
    if (done)
        c->done = m->at;
    return model_orders(c, was, m, done ? "done" : "working", leads);
}

CASE void model_flag(struct model_case *c, const char *word)
{
    static const char *const words[] = { "backdated", "sent_back", "unmatched_chaser" };
    char had[sizeof c->anomalies];
    snprintf(had, sizeof had, "%s", c->anomalies);
    c->anomalies[0] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(c->anomalies);
        if (model_in(had, words[i]) || strcmp(word, words[i]) == 0)
            snprintf(c->anomalies + length, sizeof c->anomalies - length, "%s%s", length ? ";" : "",
                     words[i]);
    }
}

CASE const char *model_accept(struct model_case *c, const struct model_case *was, const struct model_move *m,
                              const char *leads)
{
    bool refused = model_is(m->outcome, "refused");
    c->accepted = refused ? NEVER : m->at;
    const char *to = model_orders(c, was, m, refused ? "refused" : "accepted", leads);
    c->handoffs += refused;
    if (refused && ++c->refusals >= 3) /* nobody wants it */
        model_flag(c, "sent_back");
    return to;
}

CASE const char *model_verify(struct model_case *c, const struct model_case *was, const struct model_move *m,
                              const char *leads)
{
    bool failed = model_is(m->outcome, "failed");
    if (failed)
        c->done = NEVER;
    else
        c->verified = m->at;
    return model_orders(c, was, m, failed ? "rework" : "passed", leads);
}

/* Whether what closing demands is known of the fault at hand and of all others that are open. */
CASE bool model_all_known(const struct model_case *c, const struct model_move *m, const char *demands)
{
    int spoken = m->fault ? m->fault : 1;
    if (!demands[0])
        return true;
    if (!m->whole &&
        (model_in(demands, "evidence") || spoken > c->fault_count || !c->fault_known[spoken - 1]))
        return false;
    for (int i = 0; !m->fault && i < c->fault_count; i++)
        if (i + 1 != spoken && !c->fault_closed[i] && !c->fault_known[i])
            return false;
    return true;
}

CASE const char *model_close(struct model_case *c, const struct model_case *was, const struct model_move *m,
                             const struct model_step *step)
{
    int spoken = m->fault ? m->fault : 1, left = 0;
    bool whole = !m->outcome[0];
    if (m->fault > c->fault_count || !model_all_known(c, m, step->demands))
        return NULL;
    if (m->whole && c->fault_count == 0)
        c->fault_count = 1;
    if (m->whole)
        c->fault_known[spoken - 1] = true;
    for (int i = 0; i < c->fault_count; i++) {
        left += i + 1 != m->fault && !c->fault_closed[i];
        c->fault_closed[i] = c->fault_closed[i] || !m->fault || i + 1 == m->fault;
    }
    c->tries = c->try_days = 0;
    if (whole && m->fault && left > 0)
        return was->state;
    c->closed = m->at;
    c->closed_by = m->actor;
    if (c->done == NEVER)
        c->done = m->at;
    if (!whole)
        model_void_orders(c);
    return step->to;
}

CASE const char *model_reopen(struct model_case *c, const char *leads)
{
    c->inspected = c->dispatched = c->accepted = c->arrived = c->done = c->verified = c->closed = NEVER;
    c->closed_by = NULL;
    c->reopens++;
    c->level++;
    memset(c->fault_closed, 0, sizeof c->fault_closed);
    return leads;
}

CASE const char *model_callback(struct model_case *c, const struct model_move *m, const char *leads)
{
    if (c->closed_by && model_is(c->closed_by, m->actor))
        return NULL;
    if (model_is(m->outcome, "unreached") || model_is(m->outcome, "wrong_number")) {
        int64_t day = (m->at + 28800) / MODEL_DAY;
        c->try_days += c->tries++ == 0 || day != c->last_try_day;
        c->last_try_day = day;
        if (c->tries < 3 || c->try_days < 2)
            return c->state;
        c->callback = m->at;
        return leads;
    }
    c->callback = m->at;
    model_word(c, m->at);
    return model_is(m->outcome, "not_solved") ? model_reopen(c, leads) : leads;
}

CASE const char *model_merge(struct model_case *c, const struct model_move *m)
{
    struct model_case *other = m->into;
    if (other == c || model_over(other))
        return NULL;
    if (c->first != NEVER && c->first >= other->opened && (other->first == NEVER || c->first < other->first))
        other->first = c->first;
    other->last = model_later(other->last, c->last);
    other->chasers += c->chasers + model_is(c->kind, "chaser");
    c->into = other;
    model_void_orders(c);
    return "merged";
}

/* The verbs that every case knows. */
CASE const char *model_common(struct model_case *c, const struct model_move *m, const char *verb)
{
    bool held = model_is(c->state, "held");
    if (model_is(verb, "resume"))
        return held ? c->resume : NULL;
    if (model_over(c) || (model_is(verb, "hold") && (held || !m->whole)))
        return NULL;
    if (model_is(verb, "merge"))
        return model_merge(c, m);
    if (model_is(verb, "hold")) {
        c->resume = c->state;
        return "held";
    }
    if (!m->whole)
        return NULL;
    model_void_orders(c);
    return "cancelled";
}

CASE const char *model_loop(struct model_case *c, const struct model_case *was, const struct model_move *m,
                            const struct model_step *step)
{
    const char *verb = step->verb;
    if (model_is(verb, "inspect")) {
        if (m->fault > c->fault_count + 1)
            return NULL;
        if (m->fault > c->fault_count || c->fault_count == 0)
            c->fault_count++;
        c->inspected = m->at;
        model_word(c, m->at);
        return step->to;
    }
    return model_is(verb, "dispatch")   ? model_dispatch(c, m, step->to)
           : model_is(verb, "accept")   ? model_accept(c, was, m, step->to)
           : model_is(verb, "work")     ? model_work(c, was, m, step->to)
           : model_is(verb, "verify")   ? model_verify(c, was, m, step->to)
           : model_is(verb, "close")    ? model_close(c, was, m, step)
           : model_is(verb, "callback") ? model_callback(c, m, step->to)
           : model_is(verb, "reopen")   ? model_reopen(c, step->to)
                                        : NULL;
}

CASE const char *model_said(struct model_case *c, const struct model_move *m, const char *verb)
{
    if (model_is(verb, "note")) {
        c->priority = m->priority ? m->priority : c->priority;
        return m->whole ? c->state : NULL;
    }
    if (m->unreached)
        return c->state;
    const struct model_step *step =
        model_over(c) || model_is(c->state, "held") ? NULL : model_find(c, "contact", "");
    model_word(c, m->at);
    return step ? step->to : c->state;
}

/* Makes the move; false: it is refused, and nothing has changed. */
CASE bool model_do(struct model_case *c, const struct model_move *m)
{
    struct model_case was = *c, other = m->into ? *m->into : was;
    const char *verb = model_verbs[m->verb], *to = NULL;
    bool said = model_is(verb, "note") || model_is(verb, "contact");
    bool possible = m->at <= m->now && m->at >= c->opened;
    for (int i = 0; i < MODEL_VERBS && !said; i++)
        possible = possible && (i == m->verb || model_is(model_verbs[i], "contact") || c->latest[i] <= m->at);
    const struct model_step *step =
        model_over(c) || !model_is(c->state, "held") ? model_find(c, verb, m->outcome) : NULL;
    if (possible && said)
        to = model_said(c, m, verb);
    else if (possible && model_in("hold;resume;merge;cancel", verb))
        to = model_common(c, m, verb);
    else if (possible && step)
        to = model_loop(c, &was, m, step);
    if (!to) {
        if (m->into)
            *m->into = other;
        *c = was;
        return false;
    }
    if (!model_is(to, was.state))
        c->latest[m->verb] = model_later(c->latest[m->verb], m->at);
    if (model_is(was.state, "held") && !model_is(to, "held"))
        c->resume = NULL;
    c->state = to;
    if (m->now - m->at > MODEL_DAY)
        model_flag(c, "backdated");
    return true;
}

#endif
