/* The statements of orders of others, and reading them. No rules here. */
#include "ticket/outside-inside.h"

/* What extensions that were decided by a moment made of the limits. */
#define LIMITS(until)                                                                                        \
    "(SELECT max(x.due_after) FROM extension AS x WHERE x.ticket_id = o.ticket_id AND x.number = "           \
    "o.number AND x.granted = 'yes' AND x.at <= " until                                                      \
    "), (SELECT max(x.answer_after) FROM extension AS x WHERE x.ticket_id = o.ticket_id AND x.number = "     \
    "o.number AND x.granted = 'yes' AND x.at <= " until "), s.name"
#define NAMES                                                                                                \
    "o.ticket_id, o.number, o.source_id, o.external_id, o.channel, o.kind, o.received_at, o.signed_at, "     \
    "o.contacted_at, o.answered_at, o.finished_at, o.target_at"

static const struct cs_statement statements[OUTSIDE_STATEMENTS] = {
    [OUTSIDE_ADD] = { "INSERT INTO outside_order (ticket_id, number, source_id, external_id, channel, kind, "
                      "received_at, signed_at, contacted_at, answered_at, finished_at, target_at) VALUES "
                      "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                      "iiitttiiiiii", "" },
    [OUTSIDE_SAVE] = { "UPDATE outside_order SET source_id = $3, external_id = $4, channel = $5, kind = $6, "
                       "received_at = $7, signed_at = $8, contacted_at = $9, answered_at = $10, finished_at "
                       "= $11, target_at = $12 WHERE ticket_id = $1 AND number = $2",
                       "iiitttiiiiii", "" },
    [OUTSIDE_OF_CASE] = { "SELECT " NAMES
                          ", " LIMITS("$2") " FROM outside_order AS o JOIN source AS s ON s.id = "
                                            "o.source_id WHERE o.ticket_id = $1 ORDER BY o.number",
                          "ii", "iiitttiiiiiiiit" },
    [OUTSIDE_FIND] = { "SELECT " NAMES ", " LIMITS(
                           "9223372036854775807") " FROM outside_order AS o JOIN source AS s ON s.id = "
                                                  "o.source_id WHERE o.source_id = $1 AND o.external_id = $2",
                       "it", "iiitttiiiiiiiit" },
    [OUTSIDE_MAX] = { "SELECT coalesce(max(number), 0) FROM outside_order WHERE ticket_id = $1", "i", "i" },
    [OUTSIDE_CHANNELS] = { "SELECT DISTINCT g.channel FROM target AS g JOIN policy AS p ON p.id = "
                           "g.policy_id WHERE g.rank >= 0 AND p.status = 'active' AND g.channel IS NOT NULL "
                           "AND substr(g.metric, 1, 8) = 'outside_' ORDER BY g.channel",
                           "", "t" },
    [OUTSIDE_CONTACTED] = { "UPDATE outside_order SET contacted_at = $2 WHERE ticket_id = $1 AND finished_at "
                            "IS NULL AND received_at <= $2 AND (contacted_at IS NULL OR contacted_at > $2)",
                            "ii", "" },
    [OUTSIDE_CATCH_UP] = { "UPDATE outside_order SET contacted_at = (SELECT min(c.at) FROM contact AS c "
                           "WHERE c.ticket_id = $1 AND c.reached = 'yes' AND c.at >= "
                           "outside_order.received_at) WHERE ticket_id = $1 AND contacted_at IS NULL AND "
                           "finished_at IS NULL",
                           "i", "" },
    /* A name is there once: the copy bears another until its original is gone. */
    [OUTSIDE_COPY] = { "INSERT INTO outside_order (ticket_id, number, source_id, external_id, channel, kind, "
                       "received_at, signed_at, contacted_at, answered_at, finished_at, target_at) SELECT "
                       "$2, number + $3, source_id, '>' || external_id, channel, kind, received_at, "
                       "signed_at, contacted_at, answered_at, finished_at, target_at FROM outside_order "
                       "WHERE ticket_id = $1",
                       "iii", "" },
    [OUTSIDE_NAME] = { "UPDATE outside_order SET external_id = substr(external_id, 2), kind = coalesce(kind, "
                       "$3) WHERE ticket_id = $1 AND number > $2",
                       "iit", "" },
    [OUTSIDE_DROP] = { "DELETE FROM outside_order WHERE ticket_id = $1", "i", "" },
    [OUTSIDE_LIMIT] = { "SELECT due_at FROM clock WHERE ticket_id = $1 AND metric = 'outside_finish' AND "
                        "instance = $2",
                        "ii", "i" },
    [EXTENSION_ADD] = { "INSERT INTO extension (ticket_id, number, seq, granted, permit, due_before, "
                        "due_after, answer_after, at, actor_id, note) VALUES ($1, $2, (SELECT "
                        "coalesce(max(seq), 0) + 1 FROM extension WHERE ticket_id = $1 AND number = $2), $3, "
                        "$4, $5, $6, $7, $8, $9, $10)",
                        "iittiiiiit", "" },
    [EXTENSION_FIRST] = { "INSERT INTO extension (ticket_id, number, seq, granted, permit, due_after, at, "
                          "actor_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                          "iiittiii", "" },
    [EXTENSION_PERMIT] = { "SELECT granted, due_after FROM extension WHERE ticket_id = $1 AND number = $2 "
                           "AND "
                           "permit = $3 ORDER BY seq LIMIT 1",
                           "iit", "ti" },
    [EXTENSION_MOVE] = { "UPDATE extension SET ticket_id = $2, number = number + $3 WHERE ticket_id = $1",
                         "iii", "" },
    /* a merged case has left its orders to the one that goes on, under names that are not that one's own */
    [EXTENSION_FORGET] = { "UPDATE extension SET note = NULL WHERE ticket_id = $1 OR (ticket_id = (SELECT "
                           "merged_into FROM ticket WHERE id = $1) AND EXISTS (SELECT 1 FROM outside_order "
                           "AS "
                           "o JOIN reference AS r ON r.source_id = o.source_id AND r.external_id = "
                           "o.external_id WHERE o.ticket_id = extension.ticket_id AND o.number = "
                           "extension.number AND r.main = 0))",
                           "i", "" },
};

const struct cs_statements cs_outside_statements = CS_STATEMENTS("outside", statements);

enum cs_status cs_outside_do(struct cs_tickets *t, enum outside_statement which, const struct cs_value *in,
                             struct cs_error *err)
{
    return cs_store_do(t->o.store, &cs_outside_statements, which, in, NULL, err);
}

enum cs_status cs_outside_get(struct cs_tickets *t, enum outside_statement which, const struct cs_value *in,
                              struct cs_value *out, struct cs_error *err)
{
    return cs_store_get(t->o.store, &cs_outside_statements, which, in, out, &t->arena, err);
}

struct loading {
    struct cs_tickets *t;
    struct outside_list *list;
    size_t capacity;
};

static enum cs_status take_order(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct loading *loading = context;
    struct outside_list *list = loading->list;
    if (list->count == loading->capacity) {
        size_t wanted = loading->capacity ? loading->capacity * 2 : 2;
        void *more = cs_arena_alloc(&loading->t->arena, wanted * sizeof *list->items);
        if (list->count)
            memcpy(more, list->items, list->count * sizeof *list->items);
        list->items = more;
        loading->capacity = wanted;
    }
    struct cs_value *order = list->items[list->count++];
    for (int i = 0; i < OUT_READ_COLUMNS; i++)
        order[i] = out[i].type == CS_TEXT
                       ? cs_text_length(cs_arena_strndup(&loading->t->arena, out[i].text, out[i].length),
                                        out[i].length)
                       : out[i];
    return CS_OK;
}

static enum cs_status load(struct cs_tickets *t, int64_t ticket, int64_t until, struct outside_list *list,
                           struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(ticket), cs_integer(until) };
    struct loading loading = { .t = t, .list = list };
    *list = (struct outside_list){ .count = 0 };
    return cs_store_each(t->o.store, &cs_outside_statements, OUTSIDE_OF_CASE, in, take_order, &loading, err);
}

enum cs_status cs_outside_load(struct cs_tickets *t, int64_t ticket, struct outside_list *list,
                               struct cs_error *err)
{
    return load(t, ticket, INT64_MAX, list, err);
}

int64_t cs_outside_limit(const struct cs_value *order)
{
    int64_t named = cs_value_integer(&order[OUT_TARGET], CS_NO_TIME);
    int64_t granted = cs_value_integer(&order[OUT_FINISH_LIMIT], CS_NO_TIME);
    return granted > named ? granted : named;
}

struct cs_case_order cs_outside_order(const struct cs_value *order)
{
    return (struct cs_case_order){
        .number = order[OUT_NUMBER].integer,
        .channel = cs_value_text(&order[OUT_CHANNEL]),
        .kind = cs_value_text(&order[OUT_KIND]),
        .received_at = order[OUT_RECEIVED].integer,
        .signed_at = cs_value_integer(&order[OUT_SIGNED], CS_NO_TIME),
        .contacted_at = cs_value_integer(&order[OUT_CONTACTED], CS_NO_TIME),
        .answered_at = cs_value_integer(&order[OUT_ANSWERED], CS_NO_TIME),
        .finished_at = cs_value_integer(&order[OUT_FINISHED], CS_NO_TIME),
        .finish_limit = cs_outside_limit(order),
        .answer_limit = cs_value_integer(&order[OUT_ANSWER_LIMIT], CS_NO_TIME),
    };
}

enum cs_status cs_outside_facts(struct cs_tickets *t, struct cs_case_facts *facts, struct cs_error *err)
{
    return cs_outside_facts_at(t, facts, INT64_MAX, err);
}

enum cs_status cs_outside_facts_at(struct cs_tickets *t, struct cs_case_facts *facts, int64_t now,
                                   struct cs_error *err)
{
    struct outside_list list;
    enum cs_status status = load(t, facts->id, now, &list, err);
    if (status != CS_OK || list.count == 0)
        return status;
    struct cs_case_order *orders = cs_arena_alloc(&t->arena, list.count * sizeof *orders);
    for (size_t i = 0; i < list.count; i++)
        orders[i] = cs_outside_order(list.items[i]);
    facts->orders = orders;
    facts->order_count = list.count;
    return CS_OK;
}

static enum cs_status take_channel(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%s;", cs_value_text(&out[0]));
    return CS_OK;
}

enum cs_status cs_outside_channel(struct cs_tickets *t, const struct cs_value *channel, bool *outside,
                                  struct cs_error *err)
{
    *outside = false;
    if (channel->type != CS_TEXT)
        return CS_OK;
    if (!t->outside_channels) {
        struct cs_buffer list = CS_BUFFER_INIT;
        enum cs_status status = cs_store_each(t->o.store, &cs_outside_statements, OUTSIDE_CHANNELS, NULL,
                                              take_channel, &list, err);
        if (status == CS_OK)
            t->outside_channels = cs_arena_strdup(&t->keep, list.length ? list.text : "");
        cs_buffer_release(&list);
        if (status != CS_OK)
            return status;
    }
    for (const char *at = t->outside_channels; *at; at += strcspn(at, ";") + 1)
        *outside = *outside ||
                   (strcspn(at, ";") == channel->length && memcmp(at, channel->text, channel->length) == 0);
    return CS_OK;
}
