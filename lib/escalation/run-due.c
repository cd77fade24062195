/* What is due, in the order of table deadline: rows of the table, read ahead, and rungs that came due while
 * the ladders are walked and are not written down yet. */
#include "escalation/run-inside.h"

#include <stdio.h>
#include <stdlib.h>

enum { READ_AHEAD = 1000 };

static int compare(const struct due *left, const struct due *right)
{
    if (left->acts_at != right->acts_at)
        return left->acts_at < right->acts_at ? -1 : 1;
    if (left->ticket != right->ticket)
        return left->ticket < right->ticket ? -1 : 1;
    int metric = strcmp(left->metric, right->metric);
    return metric ? metric : (left->instance > right->instance) - (left->instance < right->instance);
}

static struct due *add(struct due_list *list)
{
    list->items = cs_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    return &list->items[list->count++];
}

/* ---- the table ---- */

static enum cs_status take_row(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct due *due = add(context);
    due->acts_at = out[0].integer;
    due->ticket = out[1].integer;
    due->instance = out[3].integer;
    snprintf(due->metric, sizeof due->metric, "%s", cs_value_text(&out[2]));
    return CS_OK;
}

static enum cs_status read_on(struct due_queue *queue, struct cs_error *err)
{
    const struct due *last = &queue->last;
    const struct cs_value in[] = {
        cs_integer(queue->e->o.now), cs_integer(queue->begun ? last->acts_at : INT64_MIN),
        cs_integer(last->ticket),    cs_text(last->metric),
        cs_integer(last->instance),  cs_integer(READ_AHEAD)
    };
    queue->at = queue->stored.count = 0;
    enum cs_status status = cs_escalation_each(queue->e, DUE_AFTER, in, take_row, &queue->stored, err);
    if (status != CS_OK)
        return status;
    queue->begun = true;
    queue->ended = queue->stored.count < READ_AHEAD;
    if (queue->stored.count)
        queue->last = queue->stored.items[queue->stored.count - 1];
    return CS_OK;
}

/* ---- the heap ---- */

void cs_due_put(struct due_queue *queue, const struct due *due)
{
    struct due_list *heap = &queue->fresh;
    add(heap);
    size_t at = heap->count - 1;
    while (at > 0 && compare(due, &heap->items[(at - 1) / 2]) < 0) {
        heap->items[at] = heap->items[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap->items[at] = *due;
}

static void drop_first(struct due_list *heap)
{
    const struct due last = heap->items[--heap->count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < heap->count) {
        if (child + 1 < heap->count && compare(&heap->items[child + 1], &heap->items[child]) < 0)
            child++;
        if (compare(&last, &heap->items[child]) <= 0)
            break;
        heap->items[at] = heap->items[child];
        at = child;
    }
    heap->items[at] = last;
}

/* ---- both ---- */

enum cs_status cs_due_take(struct due_queue *queue, size_t most, struct due_list *portion,
                           struct cs_error *err)
{
    enum cs_status status = CS_OK;
    portion->count = 0;
    while (portion->count < most) {
        if (queue->at == queue->stored.count && !queue->ended)
            status = read_on(queue, err);
        if (status != CS_OK)
            return status;
        const struct due *stored = queue->at < queue->stored.count ? &queue->stored.items[queue->at] : NULL;
        const struct due *fresh = queue->fresh.count ? queue->fresh.items : NULL;
        if (!stored && !fresh)
            break;
        if (!fresh || (stored && compare(stored, fresh) <= 0)) {
            *add(portion) = *stored;
            queue->at++;
        } else {
            *add(portion) = *fresh;
            drop_first(&queue->fresh);
        }
    }
    return CS_OK;
}

void cs_due_restart(struct due_queue *queue)
{
    queue->at = queue->stored.count = queue->fresh.count = 0;
    queue->begun = queue->ended = false;
    queue->last = (struct due){ .acts_at = 0 };
}

void cs_due_release(struct due_queue *queue)
{
    free(queue->stored.items);
    free(queue->fresh.items);
}
