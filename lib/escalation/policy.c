/* Policies and ladders as the store has them, and which targets fit a case. */
#include "escalation/simulate.h"

#include <stdlib.h>

static const char *keep(struct cs_escalation *e, const struct cs_value *value)
{
    return cs_arena_strdup(&e->keep, cs_value_text(value));
}

static enum cs_milestone milestone_of(const char *name)
{
    for (int i = 0; i < CS_MILESTONES; i++)
        if (strcmp(cs_milestone_names[i], name) == 0)
            return (enum cs_milestone)i;
    return CS_AT_OPENED;
}

/* ---- ladders ---- */

static struct ladder *ladder_by_id(struct cs_escalation *e, int64_t id)
{
    for (size_t i = 0; i < e->ladder_count; i++)
        if (e->ladders[i].id == id)
            return &e->ladders[i];
    return NULL;
}

enum cs_status cs_rung_at(const char *text, struct rung *rung, struct cs_error *err)
{
    size_t length = strlen(text);
    if (length > 1 && text[length - 1] == '%') {
        char *end;
        long percent = strtol(text, &end, 10);
        if (*end != '%' || end[1] || percent < 1 || percent > 1000)
            return cs_error_set(err, CS_REFUSED, _("at: \"%s\" is no share of the time; write 1%% to 1000%%"),
                                text);
        rung->percent = true;
        rung->at.count = percent;
        return CS_OK;
    }
    enum cs_status status = cs_amount_parse(text, &rung->at, err);
    if (status != CS_OK)
        cs_error_prefix(err, "at");
    return status;
}

int64_t cs_policy_clear_ladder(struct cs_escalation *e, const char *name)
{
    for (size_t i = 0; i < e->ladder_count; i++)
        if (strcmp(e->ladders[i].name, name) == 0) {
            e->ladders[i].count = 0;
            return e->ladders[i].id;
        }
    return -1 - (int64_t)e->ladder_count;
}

enum cs_status cs_policy_take_rung(struct cs_escalation *e, const struct cs_value *out, struct cs_error *err)
{
    enum { ID, NAME, NUMBER, LINE, AT, CALENDAR, ROLE, LEVEL, ACTION, TEMPLATE, URGENT };
    struct ladder *ladder = ladder_by_id(e, out[ID].integer);
    if (!ladder) {
        e->ladders = cs_grow(e->ladders, &e->ladder_capacity, e->ladder_count + 1, sizeof *e->ladders);
        ladder = &e->ladders[e->ladder_count++];
        *ladder = (struct ladder){ .id = out[ID].integer, .name = keep(e, &out[NAME]) };
    }
    if (out[NUMBER].type == CS_NULL)
        return CS_OK;
    struct rung *rung = ladder->count ? &ladder->rungs[ladder->count - 1] : NULL;
    enum cs_status status = CS_OK;
    if (!rung || rung->number != out[NUMBER].integer) {
        ladder->rungs = cs_grow(ladder->rungs, &ladder->capacity, ladder->count + 1, sizeof *ladder->rungs);
        rung = &ladder->rungs[ladder->count++];
        *rung = (struct rung){ .number = out[NUMBER].integer,
                               .urgent = strcmp(cs_value_text(&out[URGENT]), "yes") == 0 };
        status = cs_rung_at(cs_value_text(&out[AT]), rung, err);
        if (status == CS_OK && out[CALENDAR].type == CS_INTEGER)
            status = cs_calendars_get(e->o.calendars, out[CALENDAR].integer, &rung->calendar, err);
    }
    struct recipient *more = cs_arena_alloc(&e->keep, (rung->recipient_count + 1) * sizeof *more);
    if (rung->recipient_count)
        memcpy(more, rung->recipients, rung->recipient_count * sizeof *more);
    more[rung->recipient_count++] =
        (struct recipient){ keep(e, &out[LINE]), keep(e, &out[ROLE]), keep(e, &out[LEVEL]),
                            keep(e, &out[ACTION]), keep(e, &out[TEMPLATE]) };
    rung->recipients = more;
    return status;
}

static enum cs_status take_rung(void *context, const struct cs_value *out, struct cs_error *err)
{
    return cs_policy_take_rung(context, out, err);
}

/* ---- targets ---- */

enum cs_status cs_policy_take_target(struct cs_escalation *e, const struct cs_value *out,
                                     struct cs_error *err)
{
    enum {
        ID,
        POLICY,
        STATUS,
        RANK,
        KIND,
        PRIORITY,
        GRADE,
        CHANNEL,
        COMPONENT,
        FLAG,
        UNIT,
        METRIC,
        START,
        STOP,
        AMOUNT,
        CALENDAR,
        LADDER,
        REOPEN
    };
    e->targets = cs_grow(e->targets, &e->target_capacity, e->target_count + 1, sizeof *e->targets);
    struct target *target = &e->targets[e->target_count++];
    const char *reopen = cs_value_text(&out[REOPEN]);
    *target = (struct target){
        .id = out[ID].integer,
        .policy = keep(e, &out[POLICY]),
        .kind = keep(e, &out[KIND]),
        .priority = cs_value_integer(&out[PRIORITY], 0),
        .grade = keep(e, &out[GRADE]),
        .channel = keep(e, &out[CHANNEL]),
        .component = keep(e, &out[COMPONENT]),
        .flag = keep(e, &out[FLAG]),
        .unit_id = cs_value_integer(&out[UNIT], 0),
        .metric = keep(e, &out[METRIC]),
        .start = milestone_of(cs_value_text(&out[START])),
        .stop = milestone_of(cs_value_text(&out[STOP])),
        .amount_text = keep(e, &out[AMOUNT]),
        .calendar_id = out[CALENDAR].integer,
        .ladder = ladder_by_id(e, cs_value_integer(&out[LADDER], 0)),
        .reopen = strcmp(reopen, "ignore") == 0     ? REOPEN_IGNORE
                  : strcmp(reopen, "continue") == 0 ? REOPEN_CONTINUE
                                                    : REOPEN_RESTART,
        .outside = strcmp(cs_value_text(&out[METRIC]), "outside") == 0,
        .order = cs_metric_of_order(cs_value_text(&out[METRIC])),
        .ours = strcmp(cs_value_text(&out[METRIC]), "ours") == 0,
        .silence = strcmp(cs_value_text(&out[METRIC]), "silence") == 0,
        .hold = strcmp(cs_value_text(&out[METRIC]), "hold") == 0,
        .review = strcmp(cs_value_text(&out[METRIC]), "review") == 0,
        .recall = strcmp(cs_value_text(&out[METRIC]), "recall") == 0,
        .promise = strcmp(cs_value_text(&out[METRIC]), "promise") == 0,
        .visit = strcmp(cs_value_text(&out[METRIC]), "visit") == 0,
    };
    target->after = target->stop == CS_AT_SOOTHED || target->stop == CS_AT_RECALLED;
    bool in_force = out[RANK].integer >= 0 && strcmp(cs_value_text(&out[STATUS]), "active") == 0;
    if (e->draft && e->draft->policy)
        in_force = out[RANK].integer >= 0 && strcmp(e->draft->policy, cs_value_text(&out[POLICY])) == 0;
    if (!in_force)
        target->priority = -1; /* kept for clocks that still point at it; fits no case */
    e->by_grade |= in_force && *target->grade;
    e->by_channel |= in_force && *target->channel;
    e->by_component |= in_force && *target->component;
    e->by_flag |= in_force && *target->flag;
    e->by_unit |= in_force && target->unit_id;
    enum cs_status status = cs_amount_parse(target->amount_text, &target->amount, err);
    if (status == CS_OK)
        status = cs_calendars_get(e->o.calendars, target->calendar_id, &target->calendar, err);
    return status;
}

static enum cs_status take_target(void *context, const struct cs_value *out, struct cs_error *err)
{
    return cs_policy_take_target(context, out, err);
}

enum cs_status cs_policy_load(struct cs_escalation *e, struct cs_error *err)
{
    if (e->loaded)
        return CS_OK;
    e->loaded = true;
    enum cs_status status = cs_escalation_each(e, RUNGS_ALL, NULL, take_rung, e, err);
    if (status == CS_OK && e->draft)
        status = cs_draft_ladders(e, err);
    if (status == CS_OK)
        status = cs_escalation_each(e, TARGETS_ALL, NULL, take_target, e, err);
    if (status == CS_OK && e->draft)
        status = cs_draft_targets(e, err);
    struct cs_value root[1];
    if (status == CS_OK)
        status = cs_escalation_get(e, ROOT_UNIT, NULL, root, err);
    if (status == CS_OK)
        e->root_unit = root[0].integer;
    return status;
}

const struct target *cs_policy_target(const struct cs_escalation *e, int64_t id)
{
    for (size_t i = 0; i < e->target_count; i++)
        if (e->targets[i].id == id)
            return &e->targets[i];
    return NULL;
}

/* ---- matching ---- */

static bool has_flag(const char *flags, const char *flag)
{
    size_t length = strlen(flag);
    for (const char *at = flags; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, flag, length) == 0 && (at[length] == ';' || !at[length]))
            return true;
    return false;
}

enum cs_status cs_policy_unit_below(struct cs_escalation *e, int64_t unit, int64_t above, bool *below,
                                    struct cs_error *err)
{
    *below = false;
    for (int depth = 0; unit && depth < 16; depth++) {
        const struct cs_unit *found;
        if (unit == above) {
            *below = true;
            return CS_OK;
        }
        enum cs_status status = cs_org_unit(e->o.org, unit, &found, err);
        if (status != CS_OK || !found)
            return status == CS_NONE ? CS_OK : status;
        unit = found->parent_id;
    }
    return CS_OK;
}

static bool same_or_any(const char *wanted, const char *has)
{
    return !*wanted || strcmp(wanted, has) == 0;
}

static bool fits(const struct target *target, const struct cs_case_facts *facts)
{
    return (target->priority == 0 || target->priority == facts->priority) &&
           same_or_any(target->kind, facts->kind) && same_or_any(target->grade, facts->grade) &&
           same_or_any(target->channel, facts->channel) && same_or_any(target->component, facts->component) &&
           (!*target->flag || has_flag(facts->flags, target->flag));
}

static bool metric_taken(const struct target *const *targets, size_t count, const char *metric)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i]->metric, metric) == 0)
            return true;
    return false;
}

static enum cs_status match_afresh(struct cs_escalation *e, const struct cs_case_facts *facts,
                                   struct matched *matched, struct cs_error *err)
{
    const struct target *targets[MOST_CLOCKS];
    size_t count = 0;
    for (size_t i = 0; i < e->target_count; i++) {
        const struct target *target = &e->targets[i];
        bool below = true;
        if (target->order != (facts->order != NULL) || !fits(target, facts) ||
            metric_taken(targets, count, target->metric))
            continue;
        enum cs_status status = CS_OK;
        if (target->unit_id)
            status = cs_policy_unit_below(e, facts->unit_id, target->unit_id, &below, err);
        if (status != CS_OK)
            return status;
        if (below && count == MOST_CLOCKS)
            return cs_error_set(err, CS_REFUSED,
                                _("the policies ask for more than %d clocks of one case (case %lld)"),
                                MOST_CLOCKS, (long long)facts->id);
        if (below)
            targets[count++] = target;
    }
    matched->targets = cs_arena_alloc(&e->keep, (count + 1) * sizeof *targets);
    memcpy(matched->targets, targets, count * sizeof *targets);
    matched->count = count;
    return CS_OK;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001B3u;
    return (hash ^ 0xFF) * 0x100000001B3u;
}

/* What the policies ask of a case, as one number: cases alike in it run the same clocks. */
static uint64_t match_key(const struct cs_escalation *e, const struct cs_case_facts *facts)
{
    uint64_t hash = mix_text(0xCBF29CE484222325u, facts->kind);
    hash = (hash ^ (uint64_t)facts->priority ^ (facts->order ? 0x80 : 0)) * 0x100000001B3u;
    if (e->by_grade)
        hash = mix_text(hash, facts->grade);
    if (e->by_channel)
        hash = mix_text(hash, facts->channel);
    if (e->by_component)
        hash = mix_text(hash, facts->component);
    if (e->by_flag)
        hash = mix_text(hash, facts->flags);
    if (e->by_unit)
        hash = (hash ^ (uint64_t)facts->unit_id) * 0x9E3779B97F4A7C15u;
    return hash ? hash : 1;
}

enum cs_status cs_policy_match(struct cs_escalation *e, const struct cs_case_facts *facts,
                               const struct target *const **targets, size_t *count, struct cs_error *err)
{
    enum { SLOTS = 4096 };
    enum cs_status status = cs_policy_load(e, err);
    if (status != CS_OK)
        return status;
    if (!e->matched || e->matched_count > SLOTS / 2) {
        free(e->matched);
        e->matched = cs_alloc(SLOTS * sizeof *e->matched);
        e->matched_count = 0;
    }
    uint64_t key = match_key(e, facts);
    size_t slot = key % SLOTS;
    while (e->matched[slot].key && e->matched[slot].key != key)
        slot = (slot + 1) % SLOTS;
    struct matched *matched = &e->matched[slot];
    if (!matched->key) {
        status = match_afresh(e, facts, matched, err);
        if (status != CS_OK)
            return status;
        matched->key = key;
        e->matched_count++;
    }
    *targets = (const struct target *const *)matched->targets;
    *count = matched->count;
    return CS_OK;
}
