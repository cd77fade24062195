/* Digests: which messages are gathered, for whom, when. */
#include "notify/notify-inside.h"
#include "notify/plan.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    DIGEST_ID,
    DIGEST_STAFF,
    DIGEST_NAME,
    DIGEST_MESSAGES,
    DIGEST_CASES,
    DIGEST_PROJECTS,
    DIGEST_OLDEST,
    DIGEST_SEND,
    DIGEST_FIELDS
};

static const struct cs_field fields[] = {
    [DIGEST_ID] = { "id", CS_TYPE_INT, CS_KEY | CS_DERIVED, N_("Id"), N_("number of the message"), "编号" },
    [DIGEST_STAFF] = { "staff", CS_TYPE_TEXT, 0, N_("Staff number"), N_("code of the addressee"), "工号" },
    [DIGEST_NAME] = { "name", CS_TYPE_TEXT, CS_PERSONAL, N_("Full name"), N_("name of the addressee"),
                      "姓名" },
    [DIGEST_MESSAGES] = { "messages", CS_TYPE_INT, 0, N_("Messages"), N_("messages it carries"), "消息数" },
    [DIGEST_CASES] = { "cases", CS_TYPE_INT, 0, N_("Cases"), N_("cases they are about"), "工单数" },
    [DIGEST_PROJECTS] = { "projects", CS_TYPE_INT, 0, N_("Projects"), N_("projects of these cases"),
                          "项目数" },
    [DIGEST_OLDEST] = { "oldest", CS_TYPE_TIME, 0, N_("Oldest"), N_("when the first of them was put in"),
                        "最早" },
    [DIGEST_SEND] = { "send_at", CS_TYPE_TIME, 0, N_("Send"), N_("not to be sent before"), "计划发送" },
};

const struct cs_record cs_digest_record = CS_RECORD("digest", N_("digest"), fields);

/* A person for whom messages wait. */
struct due {
    int64_t staff_id, messages, cases, projects, oldest, last;
    const char *code, *name;
    int64_t id, send_at; /* of the digest, once it is made */
};

struct gather {
    struct cs_store *store;
    const struct cs_notify_plan *plan;
    int64_t now;
    struct cs_arena arena;
    struct due *due;
    size_t count, capacity;
};

static enum cs_status gather_do(struct gather *gather, enum cs_notify_statement which,
                                const struct cs_value *in, int64_t *changed, struct cs_error *err)
{
    return cs_store_do(gather->store, &cs_notify_statements, which, in, changed, err);
}

/* ---- a clock that was ahead ---- */

/* A run or a sender whose clock was days ahead has put messages off until then. */
struct astray {
    struct cs_value in[3];
};

static struct astray astray(const struct gather *gather)
{
    enum { DAY = 86400, LONGEST_FLOOD = 7 * DAY };
    return (struct astray){ { cs_integer(gather->now), cs_integer(gather->now + DAY),
                              cs_integer(gather->now + LONGEST_FLOOD + DAY) } };
}

static enum cs_status any_astray(struct gather *gather, bool *any, struct cs_error *err)
{
    struct astray beyond = astray(gather);
    struct cs_value found = cs_integer(0);
    enum cs_status status = cs_store_get(gather->store, &cs_notify_statements, NOTIFY_ASTRAY, beyond.in,
                                         &found, &gather->arena, err);
    *any = found.integer > 0;
    return status;
}

static enum cs_status bring_back(struct gather *gather, struct cs_error *err)
{
    struct astray beyond = astray(gather);
    return gather_do(gather, NOTIFY_BRING_BACK, beyond.in, NULL, err);
}

/* ---- floods ---- */

static enum cs_status take_flooded(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct gather *gather = context;
    (void)err;
    gather->due = cs_grow(gather->due, &gather->capacity, gather->count + 1, sizeof *gather->due);
    gather->due[gather->count++] = (struct due){ .staff_id = out[0].integer };
    return CS_OK;
}

static enum cs_status find_flooded(struct gather *gather, int64_t *seconds, struct cs_error *err)
{
    int64_t most;
    gather->count = 0;
    cs_notify_flood(gather->plan, &most, seconds);
    const struct cs_value in[] = { cs_integer(gather->now), cs_integer(most) };
    return most ? cs_store_each(gather->store, &cs_notify_statements, NOTIFY_FLOODED, in, take_flooded,
                                gather, err)
                : CS_OK;
}

/* Whoever is flooded gets it gathered: now, or a while after the digest before. */
static enum cs_status put_off(struct gather *gather, struct cs_error *err)
{
    int64_t seconds = 0;
    enum cs_status status = find_flooded(gather, &seconds, err);
    for (size_t i = 0; i < gather->count && status == CS_OK; i++) {
        struct cs_value staff = cs_integer(gather->due[i].staff_id), last;
        const struct cs_value before[] = { staff, cs_integer(gather->now) };
        status = cs_store_get(gather->store, &cs_notify_statements, NOTIFY_LAST_DIGEST, before, &last,
                              &gather->arena, err);
        int64_t next = cs_value_integer(&last, gather->now - seconds) + seconds;
        const struct cs_value in[] = { staff, cs_integer(next > gather->now ? next : gather->now),
                                       cs_integer(gather->now) };
        if (status == CS_OK)
            status = gather_do(gather, NOTIFY_PUT_OFF, in, NULL, err);
    }
    return status;
}

/* ---- digests ---- */

static enum cs_status take_due(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct gather *gather = context;
    (void)err;
    gather->due = cs_grow(gather->due, &gather->capacity, gather->count + 1, sizeof *gather->due);
    gather->due[gather->count++] = (struct due){
        .staff_id = out[0].integer,
        .code = cs_arena_strdup(&gather->arena, cs_value_text(&out[1])),
        .name = cs_arena_strdup(&gather->arena, cs_value_text(&out[2])),
        .messages = out[3].integer,
        .cases = out[4].integer,
        .projects = out[5].integer,
        .oldest = out[6].integer,
        .last = out[7].integer,
    };
    return CS_OK;
}

static enum cs_status find_due(struct gather *gather, int64_t staff_id, struct cs_error *err)
{
    const struct cs_value in[] = { cs_integer(gather->now), cs_integer(staff_id) };
    gather->count = 0;
    return cs_store_each(gather->store, &cs_notify_statements, NOTIFY_GATHERABLE, in, take_due, gather, err);
}

/* The key holds the last message it carries: whoever makes the same digest at the same time makes none. */
static enum cs_status make_one(struct gather *gather, struct due *due, struct cs_error *err)
{
    char key[80];
    bool queued;
    snprintf(key, sizeof key, "digest:%lld:%lld", (long long)due->staff_id, (long long)due->last);
    const struct cs_notify_message message = {
        .key = key,
        .created_at = gather->now,
        .send_at = cs_notify_wake(gather->plan, due->staff_id, gather->now),
        .staff_id = due->staff_id,
        .template_name = "digest",
    };
    struct cs_value named = cs_text(key), id;
    enum cs_status status = cs_notify_queue(gather->store, &message, &queued, err);
    if (status != CS_OK || !queued)
        return status;
    status =
        cs_store_get(gather->store, &cs_notify_statements, NOTIFY_FIND, &named, &id, &gather->arena, err);
    const struct cs_value in[] = { cs_integer(due->staff_id), cs_integer(gather->now), id,
                                   cs_integer(due->last) };
    if (status == CS_OK)
        status = gather_do(gather, NOTIFY_GATHER, in, &due->messages, err);
    due->id = id.integer;
    due->send_at = message.send_at;
    return status;
}

static enum cs_status make_all(struct gather *gather, int64_t staff_id, struct cs_error *err)
{
    const struct cs_value now = cs_integer(gather->now);
    enum cs_status status = gather_do(gather, NOTIFY_DROP_BY_LAW, &now, NULL, err);
    if (status == CS_OK)
        status = bring_back(gather, err);
    if (status == CS_OK)
        status = put_off(gather, err);
    if (status == CS_OK)
        status = find_due(gather, staff_id, err);
    for (size_t i = 0; i < gather->count && status == CS_OK; i++)
        status = make_one(gather, &gather->due[i], err);
    return status;
}

/* Looking costs no lock; most runs find nothing. */
static enum cs_status anything(struct gather *gather, int64_t staff_id, bool *any, struct cs_error *err)
{
    const struct cs_value now = cs_integer(gather->now);
    struct cs_value held = cs_integer(0);
    int64_t seconds;
    enum cs_status status = cs_store_get(gather->store, &cs_notify_statements, NOTIFY_HELD_BY_LAW, &now,
                                         &held, &gather->arena, err);
    *any = held.integer > 0;
    if (status == CS_OK && !*any)
        status = any_astray(gather, any, err);
    if (status == CS_OK && !*any)
        status = find_flooded(gather, &seconds, err);
    *any |= gather->count > 0;
    if (status == CS_OK && !*any)
        status = find_due(gather, staff_id, err);
    *any |= gather->count > 0;
    return status;
}

static enum cs_status hand_out(struct gather *gather, cs_row_fn *each, void *context, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < gather->count && status == CS_OK; i++) {
        const struct due *due = &gather->due[i];
        struct cs_value values[DIGEST_FIELDS] = {
            cs_integer(due->id),       cs_text(due->code),       cs_text(due->name),
            cs_integer(due->messages), cs_integer(due->cases),   cs_integer(due->projects),
            cs_integer(due->oldest),   cs_integer(due->send_at),
        };
        const struct cs_row row = { .record = &cs_digest_record, .values = values, .arena = &gather->arena };
        if (due->id && each)
            status = each(context, &row, err);
    }
    return status;
}

enum cs_status cs_notify_gather(struct cs_store *store, const struct cs_notify_plan *plan, int64_t now,
                                int64_t staff_id, bool dry, cs_row_fn *each, void *context,
                                struct cs_error *err)
{
    struct gather gather = { .store = store, .plan = plan, .now = now };
    bool any = false, begun = false;
    enum cs_status status = anything(&gather, staff_id, &any, err);
    if (status == CS_OK && any) {
        status = cs_store_begin(store, false, err);
        begun = status == CS_OK;
    }
    if (begun)
        status = make_all(&gather, staff_id, err);
    if (begun && status == CS_OK && !dry)
        status = cs_store_commit(store, err);
    if (begun && (status != CS_OK || dry))
        cs_store_rollback(store);
    if (status == CS_OK && any)
        status = hand_out(&gather, each, context, err);
    cs_arena_release(&gather.arena);
    free(gather.due);
    return status;
}
