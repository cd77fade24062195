/* What a digest says: the cases of the messages it carries, by project, whichever is most late first. */
#include "notify/notify-inside.h"
#include "notify/notify-words.h"
#include "ticket/ticket.h"

#include <inttypes.h>
#include <stdlib.h>

enum { LINES = 40 }; /* a digest is to be read: the rest is counted */

/* Columns of NOTIFY_ITEMS. */
enum {
    ITEM_PROJECT,
    ITEM_TICKET,
    ITEM_KIND,
    ITEM_STATE,
    ITEM_ENDED,
    ITEM_PRIORITY,
    ITEM_SUBJECT,
    ITEM_ROOM,
    ITEM_METRIC,
    ITEM_DUE,
    ITEM_RUNG,
    ITEM_LEVEL,
    ITEM_TEMPLATE,
    ITEM_COLUMNS
};

struct item {
    const char *project, *metric;
    int64_t ticket, due_at, number;
    struct cs_value values[ITEM_COLUMNS];
};

struct items {
    struct item *list;
    size_t count, capacity;
    struct cs_arena *arena;
};

/* One line a case and clock: its highest rung comes first. */
static enum cs_status take_item(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct items *items = context;
    int64_t ticket = cs_value_integer(&out[ITEM_TICKET], 0);
    const struct item *before = items->count ? &items->list[items->count - 1] : NULL;
    (void)err;
    if (before && ticket && before->ticket == ticket &&
        strcmp(before->metric, cs_value_text(&out[ITEM_METRIC])) == 0)
        return CS_OK;
    items->list = cs_grow(items->list, &items->capacity, items->count + 1, sizeof *items->list);
    struct item *item = &items->list[items->count];
    *item = (struct item){ .ticket = ticket,
                           .due_at = cs_value_integer(&out[ITEM_DUE], INT64_MAX),
                           .number = (int64_t)items->count++ };
    for (size_t i = 0; i < ITEM_COLUMNS; i++) {
        item->values[i] = out[i];
        if (out[i].type == CS_TEXT)
            item->values[i] = cs_text(cs_arena_strndup(items->arena, out[i].text, out[i].length));
    }
    item->project = cs_value_text(&item->values[ITEM_PROJECT]);
    item->metric = cs_value_text(&item->values[ITEM_METRIC]);
    return CS_OK;
}

static int by_number(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

/* By project, then whichever is due first. */
static int by_project(const void *one, const void *other)
{
    const struct item *a = one, *b = other;
    int order = strcmp(a->project, b->project);
    order = order ? order : by_number(a->due_at, b->due_at);
    return order ? order : by_number(a->number, b->number);
}

/* The lines of one project, next to each other. */
struct project {
    const struct item *first;
    size_t count;
    int64_t late;
};

/* Whichever has the line that is most late. */
static int by_due(const void *one, const void *other)
{
    const struct item *a = ((const struct project *)one)->first, *b = ((const struct project *)other)->first;
    int order = by_number(a->due_at, b->due_at);
    return order ? order : by_number(a->number, b->number);
}

static void add_count(struct cs_facts *facts, const char *name, int64_t count)
{
    struct cs_value value = cs_integer(count);
    cs_facts_number(facts, name, &value, false);
}

/* The facts of one line. */
static struct cs_notify_group line_of(const struct cs_facts *like, const struct item *item, int64_t now)
{
    struct cs_facts facts = *like;
    const struct cs_value *values = item->values;
    int64_t late = item->due_at == INT64_MAX ? 0 : now - item->due_at;
    cs_facts_begin(&facts);
    cs_facts_number(&facts, "id", &values[ITEM_TICKET], false);
    cs_facts_word(&facts, "kind", "kind_label", cs_ticket_kinds, cs_value_text(&values[ITEM_KIND]));
    cs_facts_word(&facts, "state", "state_label", cs_ticket_states, cs_value_text(&values[ITEM_STATE]));
    cs_facts_number(&facts, "priority", &values[ITEM_PRIORITY], false);
    cs_facts_add(&facts, "subject", cs_value_text(&values[ITEM_SUBJECT]));
    cs_facts_add(&facts, "room", cs_value_text(&values[ITEM_ROOM]));
    cs_facts_word(&facts, "metric", "metric_label", cs_notify_metrics, item->metric);
    cs_facts_moment(&facts, "due_at", &values[ITEM_DUE]);
    cs_facts_add(&facts, "late", late > 0 ? cs_notify_span(late, facts.chinese, facts.arena) : "");
    cs_facts_add(&facts, "early", late < 0 ? cs_notify_span(-late, facts.chinese, facts.arena) : "");
    cs_facts_number(&facts, "rung", &values[ITEM_RUNG], false);
    cs_facts_word(&facts, "level", "level_label", cs_notify_levels, cs_value_text(&values[ITEM_LEVEL]));
    cs_facts_add(&facts, "ended", cs_value_integer(&values[ITEM_ENDED], 0) ? "yes" : "");
    return (struct cs_notify_group){ facts.list, facts.count, NULL, 0 };
}

/* A project with as many of its lines as may still be shown. */
static struct cs_notify_group group_of(const struct cs_facts *like, const struct project *project,
                                       int64_t now, size_t *lines)
{
    struct cs_facts facts = *like;
    size_t shown = project->count < *lines ? project->count : *lines;
    struct cs_notify_group group = { .inner_count = shown };
    *lines -= shown;
    group.inner = cs_arena_alloc(facts.arena, (shown + 1) * sizeof *group.inner);
    for (size_t i = 0; i < shown; i++)
        group.inner[i] = line_of(like, &project->first[i], now);
    cs_facts_begin(&facts);
    cs_facts_add(&facts, "name", project->first->project);
    add_count(&facts, "count", (int64_t)project->count);
    add_count(&facts, "late_count", project->late);
    add_count(&facts, "more", (int64_t)(project->count - shown));
    group.list = facts.list;
    group.count = facts.count;
    return group;
}

/* Sorts the items and fills projects (room for each item); returns how many. */
static size_t group_items(struct items *items, int64_t now, struct project *projects)
{
    size_t count = 0;
    if (items->count)
        qsort(items->list, items->count, sizeof *items->list, by_project);
    for (size_t i = 0; i < items->count; i++) {
        if (!i || strcmp(items->list[i].project, items->list[i - 1].project) != 0)
            projects[count++] = (struct project){ .first = &items->list[i] };
        projects[count - 1].count++;
        projects[count - 1].late += items->list[i].due_at < now;
    }
    if (count)
        qsort(projects, count, sizeof *projects, by_due);
    return count;
}

/* How many cases: items of one case stood next to each other before they were sorted. */
static int64_t count_cases(const struct items *items)
{
    int64_t cases = 0, before = 0;
    for (size_t i = 0; i < items->count; before = items->list[i++].ticket)
        cases += items->list[i].ticket && items->list[i].ticket != before;
    return cases;
}

enum cs_status cs_digest_facts(struct cs_facts *facts, struct cs_store *store, int64_t id, int64_t now,
                               struct cs_notify_facts *out, struct cs_error *err)
{
    struct items items = { .arena = facts->arena };
    const struct cs_value in = cs_integer(id);
    size_t lines = LINES;
    int64_t late = 0;
    if (strcmp(out->template_name, "digest") != 0)
        return CS_OK;
    enum cs_status status =
        cs_store_each(store, &cs_notify_statements, NOTIFY_ITEMS, &in, take_item, &items, err);
    if (status == CS_OK) {
        struct project *projects = cs_arena_alloc(facts->arena, (items.count + 1) * sizeof *projects);
        int64_t cases = count_cases(&items);
        out->group_count = group_items(&items, now, projects);
        struct cs_notify_group *groups =
            cs_arena_alloc(facts->arena, (out->group_count + 1) * sizeof *groups);
        for (size_t i = 0; i < out->group_count; i++) {
            groups[i] = group_of(facts, &projects[i], now, &lines);
            late += projects[i].late;
        }
        out->groups = groups;
        add_count(facts, "count", (int64_t)items.count);
        add_count(facts, "case_count", cases);
        add_count(facts, "project_count", (int64_t)out->group_count);
        add_count(facts, "late_count", late);
    }
    free(items.list);
    return status;
}
