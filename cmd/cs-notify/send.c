/*
 * Sending: each due message is leased, made, handed to the user's program on standard input, and settled, one
 * after the other. What is personal goes in by stdin or environment, never by argv, and never through a
 * shell.
 */
#include "cs-notify.h"

#include "io/child.h"
#include "time/clock.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

enum { VARIABLES = 24, FAULT_BYTES = 300 };

/* Exit statuses after which trying again is no use (sysexits.h: EX_DATAERR, EX_NOUSER, EX_NOHOST). */
enum { GIVE_UP_DATA = 65, GIVE_UP_USER = 67, GIVE_UP_HOST = 68 };

struct sending {
    struct cs_job *job;
    const struct send_args *args;
    const char *path;
    char holder[64];
    bool begun; /* digests were made or a message was taken in hand, which is saved */
    int64_t sent, failed;
};

struct environment {
    const char *list[VARIABLES];
    size_t count;
    struct cs_arena *arena;
};

static void set(struct environment *env, const char *name, const char *value)
{
    if (value && *value && env->count < VARIABLES - 1)
        env->list[env->count++] = cs_arena_printf(env->arena, "%s=%s", name, value);
}

/* PATH as the user has it, if each of its folders is absolute: a relative one could be anybody's. */
static const char *safe_path(void)
{
    const char *path = getenv("PATH");
    for (const char *at = path; at; at = strchr(at, ':') ? strchr(at, ':') + 1 : NULL)
        if (*at != '/')
            return NULL;
    return path;
}

static void fill_environment(const struct sending *sending, struct environment *env, int64_t id,
                             int64_t attempt, const struct cs_notify_facts *facts, const char *subject)
{
    static const struct {
        const char *variable, *fact;
    } passed[] = {
        { "CS_MESSAGE_KEY", "key" },
        { "CS_MESSAGE_LANGUAGE", "recipient.language" },
        { "CS_MESSAGE_STAFF", "recipient.code" },
        { "CS_MESSAGE_NAME", "recipient.name" },
        { "CS_MESSAGE_EMAIL", "recipient.email" },
        { "CS_MESSAGE_PHONE", "recipient.phone" },
        { "CS_MESSAGE_ACCOUNT", "recipient.account" },
        { "CS_MESSAGE_TICKET", "ticket.id" },
        { "CS_MESSAGE_METRIC", "metric" },
        { "CS_MESSAGE_RUNG", "rung" },
        { "CS_MESSAGE_LEVEL", "level" },
        { "CS_MESSAGE_PRIORITY", "ticket.priority" },
    };
    set(env, "PATH", sending->path ? sending->path : "/usr/bin:/bin");
    set(env, "HOME", getenv("HOME"));
    set(env, "LANG", "C.UTF-8");
    set(env, "CS_MESSAGE_ID", cs_arena_printf(env->arena, "%" PRId64, id));
    set(env, "CS_MESSAGE_ATTEMPT", cs_arena_printf(env->arena, "%" PRId64, attempt));
    set(env, "CS_MESSAGE_TEMPLATE", facts->template_name);
    set(env, "CS_MESSAGE_SUBJECT", subject);
    for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
        set(env, passed[i].variable, cs_notify_fact(facts, passed[i].fact));
    env->list[env->count] = NULL;
}

/* What went wrong, in one line: how it ended, and the first line of what it said. */
static const char *fault_of(const struct cs_child_result *result, struct cs_arena *arena)
{
    struct cs_buffer said = CS_BUFFER_INIT;
    size_t length = result->errors.length < FAULT_BYTES ? result->errors.length : FAULT_BYTES;
    const char *end = memchr(result->errors.text, '\n', length);
    cs_text_display(&said, result->errors.text, end ? (size_t)(end - result->errors.text) : length, false);
    const char *how =
        result->timed_out ? _("its time was up") : cs_arena_printf(arena, _("status %d"), result->code);
    const char *fault = said.length ? cs_arena_printf(arena, "%s: %s", how, said.text) : how;
    cs_buffer_release(&said);
    return fault;
}

static bool for_good(const struct cs_child_result *result)
{
    return !result->timed_out &&
           (result->code == GIVE_UP_DATA || result->code == GIVE_UP_USER || result->code == GIVE_UP_HOST);
}

/* Hands one message over. *fault NULL: it is sent. CS_FAILED: the program cannot be run at all. */
static enum cs_status hand_over(struct sending *sending, int64_t id, int64_t attempt, struct cs_arena *arena,
                                const char **fault, bool *over, struct cs_error *err)
{
    struct environment env = { .arena = arena };
    struct cs_notify_facts facts;
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_child_result result = { .output = CS_BUFFER_INIT, .errors = CS_BUFFER_INIT };
    struct cs_error told = CS_ERROR_INIT;
    enum cs_status status = render_message(sending->job, id, arena, &facts, &text, &told);
    if (status != CS_OK) {
        *over = status == CS_REFUSED || status == CS_NONE;
        *fault = cs_arena_strdup(arena, told.text);
        cs_buffer_release(&text);
        return CS_OK;
    }
    const struct cs_list *via = &sending->args->via;
    const char **arguments = cs_arena_alloc(arena, via->count * sizeof *arguments);
    memcpy(arguments, via->items + 1, (via->count - 1) * sizeof *arguments);
    arguments[via->count - 1] = NULL;
    fill_environment(sending, &env, id, attempt, &facts, message_subject(&text, arena));
    const struct cs_child child = { .program = via->items[0],
                                    .path = sending->path,
                                    .arguments = arguments,
                                    .environment = env.list,
                                    .input = text.text,
                                    .input_length = text.length,
                                    .seconds = (int)sending->args->timeout };
    status = cs_child_run(&child, &result, err);
    if (status == CS_OK && (result.code != 0 || result.timed_out)) {
        *fault = fault_of(&result, arena);
        *over = for_good(&result);
    }
    cs_child_release(&result);
    cs_buffer_release(&text);
    return status;
}

/* One message from the lease to the end of it. CS_NONE: none is due. */
static enum cs_status send_one(struct sending *sending, struct cs_error *err)
{
    struct cs_arena arena = CS_ARENA_INIT;
    const char *fault = NULL;
    bool over = false;
    int64_t id, attempt;
    struct cs_store *store = sending->job->store;
    enum cs_status status = cs_notify_lease(store, sending->holder, cs_clock_now(), &id, &attempt, err);
    if (status != CS_OK)
        return status;
    sending->begun = true;
    cs_job_saved(sending->job);
    enum cs_status ran = hand_over(sending, id, attempt, &arena, &fault, &over, err);
    if (ran != CS_OK)
        fault = cs_arena_strdup(&arena, err->text);
    status = cs_notify_settle(store, id, sending->holder, cs_clock_now(), fault, over, err);
    if (status == CS_NONE) /* it took longer than its lease: whoever has it now tells how it ends */
        status = CS_OK;
    if (fault)
        cs_diag_say(&sending->job->diag, CS_WARNING, NULL, _("message %" PRId64 ": %s"), id, fault);
    sending->sent += status == CS_OK && !fault;
    sending->failed += status == CS_OK && fault;
    cs_job_saved(sending->job);
    cs_arena_release(&arena);
    return ran != CS_OK ? ran : status;
}

static enum cs_status note_digest(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)row, (void)err;
    *(bool *)context = true;
    return CS_OK;
}

/* Who holds the leases of this run: chance enough that no two runs bear the same name. */
static void name_holder(struct sending *sending)
{
    uint64_t chance = 0;
    if (getrandom(&chance, sizeof chance, 0) != (ssize_t)sizeof chance)
        chance = (uint64_t)cs_clock_now();
    snprintf(sending->holder, sizeof sending->holder, "%ld-%016" PRIx64, (long)getpid(), chance);
}

enum cs_status run_send(struct cs_job *job, const void *args)
{
    struct sending sending = { .job = job, .args = args, .path = safe_path() };
    if (!sending.args->via.count)
        return cs_error_set(job->err, CS_MISUSED, "%s", _("say which program sends: --via PROGRAM [ARG...]"));
    name_holder(&sending);
    enum cs_status status = make_digests(job, 0, false, note_digest, &sending.begun);
    while (status == CS_OK && (!sending.args->limit || sending.sent + sending.failed < sending.args->limit))
        status = send_one(&sending, job->err);
    if (status == CS_NONE)
        status = CS_OK;
    if (status != CS_OK && sending.begun)
        cs_error_prefix(job->err, _("saved %" PRId64 " sent and %" PRId64 " failed, then stopped"),
                        sending.sent, sending.failed);
    cs_job_say(job, _("sent %" PRId64 ", failed %" PRId64), sending.sent, sending.failed);
    return status == CS_OK && sending.failed ? CS_REFUSED : status;
}
