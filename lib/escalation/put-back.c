/* What an import had changed of a case was put back: clocks that its moments had begun were never begun, and
 * those that they had stopped run on. */
#include "escalation/clock.h"

/* A clock begun at a moment that the case does not have any more. One that has alerted stays: what was sent
 * was sent. */
static bool never_begun(const struct clock *clock, const struct cs_case_facts *facts)
{
    const struct target *target = clock->target;
    if (!target || target->outside || clock->rung > clock->passed)
        return false;
    int64_t start = facts->at[target->start];
    if (clock->level > facts->level || start == CS_NO_TIME)
        return true;
    return target->start != CS_AT_OPENED && clock->started_at > start;
}

static enum cs_status drop(struct cs_escalation *e, struct clock *clock, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(clock->ticket), cs_text(clock->metric),
                                   cs_integer(clock->instance) };
    int64_t next = clock->next_at;
    clock->next_at = CS_NO_TIME;
    enum cs_status status = cs_clock_update(e, clock, next, err);
    if (status == CS_OK)
        status = cs_escalation_do(e, SPAN_CLEAR, in, err);
    return status == CS_OK ? cs_escalation_do(e, CLOCK_DROP, in, err) : status;
}

static bool runs_on(const struct clock *clock, const struct cs_case_facts *facts)
{
    const struct target *target = clock->target;
    if (!target || clock->stopped_at == CS_NO_TIME || facts->ended_at != CS_NO_TIME)
        return false;
    int64_t start = facts->at[target->start];
    bool stopped = target->stop != target->start && facts->at[target->stop] != CS_NO_TIME;
    return !stopped && start == clock->started_at;
}

static enum cs_status run_on(struct cs_escalation *e, struct clock *clock, const struct cs_case_facts *facts,
                             struct cs_error *err)
{
    clock->stopped_at = CS_NO_TIME;
    enum cs_status status = cs_clock_reckon(e, clock, facts, err);
    if (status == CS_OK)
        status = cs_clock_next(e, clock, facts, err);
    return status == CS_OK ? cs_clock_update(e, clock, CS_NO_TIME, err) : status;
}

enum cs_status cs_clocks_put_back(struct cs_escalation *e, const struct cs_case_facts *facts,
                                  struct cs_error *err)
{
    const struct target *const *targets = NULL;
    struct clock_list list;
    size_t count = 0;
    enum cs_status status = cs_policy_match(e, facts, &targets, &count, err); /* reads the policies */
    if (status == CS_OK)
        status = cs_clocks_load(e, facts->id, &list, err);
    for (size_t i = 0; status == CS_OK && i < list.count; i++)
        if (never_begun(&list.items[i], facts))
            status = drop(e, &list.items[i], err);
    if (status == CS_OK)
        status = cs_clocks_load(e, facts->id, &list, err);
    for (size_t i = 0; status == CS_OK && i < list.count; i++)
        if (runs_on(&list.items[i], facts))
            status = run_on(e, &list.items[i], facts, err);
    return status;
}
