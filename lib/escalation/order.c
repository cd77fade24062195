/* Orders of others on a case: each by facts of its own; and our own limit, so much before theirs. */
#include "escalation/clock.h"

bool cs_metric_of_order(const char *metric)
{
    return strncmp(metric, "outside_", sizeof "outside_" - 1) == 0;
}

struct cs_case_facts cs_order_facts(const struct cs_case_facts *facts, const struct cs_case_order *order)
{
    struct cs_case_facts own = *facts;
    for (int i = 0; i < CS_MILESTONES; i++) {
        own.at[i] = CS_NO_TIME;
        own.past[i] = false;
    }
    own.kind = *order->kind ? order->kind : facts->kind;
    own.channel = order->channel;
    own.at[CS_AT_OPENED] = order->received_at;
    own.at[CS_AT_SIGNED] = order->signed_at;
    own.at[CS_AT_CONTACTED] = order->contacted_at;
    own.at[CS_AT_ANSWERED] = order->answered_at;
    own.at[CS_AT_FINISHED] = own.at[CS_AT_CLOSED] = order->finished_at;
    own.at[CS_AT_TARGET] = order->finish_limit;
    own.ended_at = order->finished_at;
    own.holds = NULL;
    own.hold_count = 0;
    own.hold_until = CS_NO_TIME;
    own.orders = NULL;
    own.order_count = 0;
    own.order = order;
    return own;
}

const struct cs_case_facts *cs_clock_facts(const struct clock *clock, const struct cs_case_facts *facts,
                                           struct cs_case_facts *own)
{
    for (size_t i = 0; i < facts->order_count && clock->target && clock->target->order; i++)
        if (facts->orders[i].number == clock->instance) {
            *own = cs_order_facts(facts, &facts->orders[i]);
            return own;
        }
    return facts;
}

bool cs_order_covers(const struct cs_case_facts *facts)
{
    for (size_t i = 0; i < facts->order_count; i++)
        if (strcmp(facts->orders[i].channel, facts->channel) == 0)
            return true;
    return false;
}

bool cs_order_open(const struct cs_case_facts *facts)
{
    for (size_t i = 0; i < facts->order_count; i++)
        if (facts->orders[i].finished_at == CS_NO_TIME)
            return true;
    return false;
}

/* When an order must be finished: its own limit, else the policy's; CS_NO_TIME: neither says. */
static enum cs_status finish_due(struct cs_escalation *e, const struct cs_case_facts *order, int64_t *due,
                                 struct cs_error *err)
{
    const struct target *const *targets;
    size_t count;
    *due = CS_NO_TIME;
    enum cs_status status = cs_policy_match(e, order, &targets, &count, err);
    for (size_t i = 0; i < count && status == CS_OK && *due == CS_NO_TIME; i++) {
        const struct target *target = targets[i];
        if (target->stop != CS_AT_FINISHED || !cs_clock_wanted(target, order))
            continue;
        struct clock clock = { .target = target,
                               .instance = order->order->number,
                               .started_at = order->at[CS_AT_OPENED],
                               .base_at = order->at[CS_AT_OPENED],
                               .due_at = CS_NO_TIME };
        int64_t provisional = e->provisional_count; /* counted with the clock itself */
        status = cs_clock_reckon(e, &clock, order, err);
        e->provisional_count = provisional;
        *due = clock.due_at;
    }
    return status;
}

enum cs_status cs_order_ours(struct cs_escalation *e, const struct target *target,
                             const struct cs_case_facts *facts, int64_t *due, struct cs_error *err)
{
    const struct cs_amount before = { -target->amount.count, target->amount.unit };
    enum cs_status status = CS_OK;
    *due = CS_NO_TIME;
    for (size_t i = 0; i < facts->order_count && status == CS_OK; i++) {
        int64_t theirs, ours;
        if (facts->orders[i].finished_at != CS_NO_TIME)
            continue;
        const struct cs_case_facts order = cs_order_facts(facts, &facts->orders[i]);
        status = finish_due(e, &order, &theirs, err);
        if (status != CS_OK || theirs == CS_NO_TIME)
            continue;
        status = cs_amount_add(target->calendar, theirs, &before, NULL, 0, &ours, err);
        if (status == CS_OK && ours > order.at[CS_AT_OPENED] && (*due == CS_NO_TIME || ours < *due))
            *due = ours;
    }
    return status;
}

enum cs_status cs_order_follow_ours(struct cs_escalation *e, const struct target *target, struct clock *clock,
                                    const struct cs_case_facts *facts, int64_t at, struct cs_error *err)
{
    const struct clock before = *clock;
    int64_t stop = cs_clock_stop_of(target, facts, clock->started_at), due = CS_NO_TIME;
    enum cs_status status = cs_order_ours(e, target, facts, &due, err);
    if (stop == CS_NO_TIME && due == CS_NO_TIME)
        stop = at; /* no order is open, or none leaves us time */
    if (status != CS_OK)
        return status;
    bool again = clock->stopped_at != CS_NO_TIME && stop == CS_NO_TIME;
    if (clock->stopped_at != CS_NO_TIME && !again)
        return CS_OK;
    if (!again && stop != CS_NO_TIME)
        return cs_clock_stop(e, clock, stop, err);
    bool later = !again && clock->rung > 0 && clock->due_at != CS_NO_TIME && due > clock->due_at;
    if (later)
        status = cs_clock_stop(e, clock, at, err);
    if (status == CS_OK && (again || later))
        return cs_clock_start(e, target, facts, at, clock->instance + 1, 0, err);
    clock->target = target;
    clock->target_id = target->id;
    return status == CS_OK ? cs_clock_renew(e, &before, clock, facts, at, err) : status;
}

/* ---- a merged case's orders ---- */

static enum cs_status move_one(struct cs_escalation *e, const struct clock *from, int64_t ticket,
                               int64_t after, struct cs_error *err)
{
    struct clock to = *from;
    to.ticket = ticket;
    to.instance = from->instance + after;
    const struct cs_value key[] = { cs_integer(from->ticket), cs_text(from->metric),
                                    cs_integer(from->instance) };
    const struct cs_value both[] = { cs_integer(from->ticket), cs_text(from->metric),
                                     cs_integer(from->instance), cs_integer(ticket),
                                     cs_integer(to.instance) };
    const struct cs_value due[] = { cs_integer(from->next_at), cs_integer(from->ticket),
                                    cs_text(from->metric), cs_integer(from->instance) };
    enum cs_status status = cs_clock_insert(e, &to, err);
    if (status == CS_OK && from->next_at != CS_NO_TIME)
        status = cs_escalation_do(e, DEADLINE_DROP, due, err);
    if (status == CS_OK)
        status = cs_escalation_do(e, SPANS_MOVE, both, err);
    if (status == CS_OK)
        status = cs_escalation_do(e, ESCALATIONS_MOVE, both, err);
    return status == CS_OK ? cs_escalation_do(e, CLOCK_DROP, key, err) : status;
}

enum cs_status cs_order_clocks_move(struct cs_escalation *e, const struct cs_case_facts *facts,
                                    struct cs_error *err)
{
    struct clock_list list;
    enum cs_status status = cs_policy_load(e, err);
    if (status == CS_OK)
        status = cs_clocks_like(e, facts->joined_from, "outside_", &list, err);
    for (size_t i = 0; status == CS_OK && i < list.count; i++)
        status = move_one(e, &list.items[i], facts->id, facts->joined_after, err);
    return status;
}
