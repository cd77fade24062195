/* The outbox: putting messages in, leasing them out one at a time, and what follows a try. */
#include "notify/notify-inside.h"

#include <inttypes.h>

static enum cs_status notify_do(struct cs_store *store, enum cs_notify_statement which,
                                const struct cs_value *in, int64_t *changed, struct cs_error *err)
{
    return cs_store_do(store, &cs_notify_statements, which, in, changed, err);
}

static struct cs_value number_or_null(int64_t id)
{
    return id ? cs_integer(id) : cs_null();
}

enum cs_status cs_notify_queue(struct cs_store *store, const struct cs_notify_message *message, bool *queued,
                               struct cs_error *err)
{
    int64_t changed = 0;
    const struct cs_value in[] = { cs_text(message->key),
                                   cs_integer(message->created_at),
                                   cs_integer(message->send_at),
                                   number_or_null(message->staff_id),
                                   cs_text(message->template_name),
                                   number_or_null(message->ticket_id),
                                   number_or_null(message->escalation_id),
                                   cs_integer(message->send_at),
                                   cs_integer(message->urgent),
                                   number_or_null(message->digest_at) };
    enum cs_status status = notify_do(store, NOTIFY_QUEUE, in, &changed, err);
    if (queued)
        *queued = status == CS_OK && changed > 0;
    return status;
}

enum cs_status cs_notify_add(struct cs_store *store, const struct cs_notify_message *message,
                             struct cs_error *err)
{
    const struct cs_value in[] = { cs_text(message->key),
                                   cs_integer(message->created_at),
                                   cs_integer(message->send_at),
                                   number_or_null(message->staff_id),
                                   cs_text(message->template_name),
                                   number_or_null(message->ticket_id),
                                   number_or_null(message->escalation_id),
                                   cs_text("waiting"),
                                   cs_integer(0),
                                   cs_integer(message->send_at),
                                   cs_integer(message->urgent),
                                   number_or_null(message->digest_at) };
    return cs_store_add(store, &cs_notify_statements, NOTIFY_ADD, in, err);
}

int64_t cs_notify_backoff(int64_t attempt)
{
    int64_t wait = CS_NOTIFY_FIRST;
    for (int64_t i = 1; i < attempt && wait < CS_NOTIFY_LONGEST; i++)
        wait *= 2;
    return wait < CS_NOTIFY_LONGEST ? wait : CS_NOTIFY_LONGEST;
}

/* Finds the next one and takes it; `changed` stays 0 where another sender was quicker. */
static enum cs_status try_lease(struct cs_store *store, const char *holder, int64_t now, int64_t *id,
                                int64_t *attempt, int64_t *changed, struct cs_error *err)
{
    const struct cs_value due[] = { cs_integer(now) };
    struct cs_value out[2];
    struct cs_arena arena = CS_ARENA_INIT;
    enum cs_status status = cs_store_begin(store, false, err);
    if (status != CS_OK)
        return status;
    status = cs_store_get(store, &cs_notify_statements, NOTIFY_NEXT, due, out, &arena, err);
    if (status == CS_OK) {
        *id = out[0].integer;
        *attempt = out[1].integer + 1;
        const struct cs_value in[] = { out[0], cs_text(holder), cs_integer(now + CS_NOTIFY_LEASE),
                                       cs_integer(now + CS_NOTIFY_LEASE), cs_integer(now) };
        status = notify_do(store, NOTIFY_LEASE, in, changed, err);
    }
    if (status == CS_OK)
        status = cs_store_commit(store, err);
    if (status != CS_OK)
        cs_store_rollback(store);
    cs_arena_release(&arena);
    return status;
}

enum cs_status cs_notify_lease(struct cs_store *store, const char *holder, int64_t now, int64_t *id,
                               int64_t *attempt, struct cs_error *err)
{
    for (;;) {
        int64_t changed = 0;
        enum cs_status status = try_lease(store, holder, now, id, attempt, &changed, err);
        if (status != CS_OK || changed)
            return status;
    }
}

static enum cs_status settle(struct cs_store *store, int64_t id, int64_t attempts, int64_t now,
                             const char *fault, bool for_good, struct cs_error *err)
{
    if (!fault) {
        const struct cs_value sent[] = { cs_integer(id), cs_integer(now) };
        return notify_do(store, NOTIFY_SENT, sent, NULL, err);
    }
    bool over = for_good || attempts >= CS_NOTIFY_ATTEMPTS;
    const struct cs_value again[] = { cs_integer(id), cs_text(over ? "failed" : "waiting"),
                                      cs_integer(now + cs_notify_backoff(attempts)), cs_text(fault) };
    return notify_do(store, NOTIFY_AGAIN, again, NULL, err);
}

enum cs_status cs_notify_settle(struct cs_store *store, int64_t id, const char *holder, int64_t now,
                                const char *fault, bool for_good, struct cs_error *err)
{
    const struct cs_value lease[] = { cs_integer(id), cs_text(holder) };
    struct cs_value attempts[1];
    struct cs_arena arena = CS_ARENA_INIT;
    enum cs_status status = cs_store_begin(store, false, err);
    if (status != CS_OK)
        return status;
    status = cs_store_get(store, &cs_notify_statements, NOTIFY_HELD, lease, attempts, &arena, err);
    if (status == CS_OK)
        status = settle(store, id, attempts[0].integer, now, fault, for_good, err);
    if (status == CS_OK)
        status = cs_store_commit(store, err);
    if (status != CS_OK)
        cs_store_rollback(store);
    cs_arena_release(&arena);
    return status;
}

enum cs_status cs_notify_retry(struct cs_store *store, int64_t id, int64_t now, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(id), cs_integer(now) };
    struct cs_value state[1];
    struct cs_arena arena = CS_ARENA_INIT;
    int64_t changed = 0;
    enum cs_status status = cs_store_get(store, &cs_notify_statements, NOTIFY_STATE, in, state, &arena, err);
    if (status == CS_OK)
        status = notify_do(store, NOTIFY_RETRY, in, &changed, err);
    if (status == CS_NONE)
        status = cs_error_set(err, CS_REFUSED, _("there is no message %" PRId64), id);
    else if (status == CS_OK && !changed && strcmp(cs_value_text(&state[0]), "sent") == 0)
        status = cs_error_set(err, CS_REFUSED, _("message %" PRId64 " was sent already"), id);
    else if (status == CS_OK && !changed)
        status = cs_error_set(err, CS_REFUSED, _("message %" PRId64 " is being sent just now"), id);
    cs_arena_release(&arena);
    return status;
}

enum cs_status cs_notify_retry_all(struct cs_store *store, int64_t now, int64_t *count, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(now) };
    return notify_do(store, NOTIFY_RETRY_ALL, in, count, err);
}
