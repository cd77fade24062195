/* cs-notify: the outbox: what waits, what it says, sending it by a program of the user's choice. */
#include "cs-notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- list ---- */

struct list_args {
    struct cs_list_args list;
};

static const struct cs_option list_options[] = {
    CS_OPT_SHARED(cs_list_options, struct list_args, list),
    CS_OPT_FIELDS(&cs_message_record, CS_FIELDS_FILTERS, struct list_args, list.filters), CS_OPT_END
};

static enum cs_status run_list(struct cs_job *job, const void *args)
{
    const struct list_args *list = args;
    return cs_job_list(job, &cs_message_view, &list->list, NULL, 0, NULL, 0);
}

static const struct cs_example list_examples[] = {
    { "cs-notify list --state waiting --limit 20", N_("what waits to be sent") },
    { "cs-notify list --state failed -o jsonl", N_("what went wrong, for a program") },
    { NULL, NULL },
};

/* ---- render ---- */

static enum cs_status read_id(const char *text, int64_t *id, struct cs_error *err)
{
    char *end;
    errno = 0;
    *id = strtoll(text, &end, 10);
    if (!*text || *end || errno || *id <= 0)
        return cs_error_set(err, CS_MISUSED, _("\"%s\" is no number of a message"), text);
    return CS_OK;
}

static enum cs_status render_one(struct cs_job *job, int64_t id)
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_notify_facts facts;
    struct cs_buffer text = CS_BUFFER_INIT;
    enum cs_status status = render_message(job, id, &arena, &facts, &text, job->err);
    if (status == CS_OK)
        fwrite(text.text, 1, text.length, cs_job_stdout(job));
    cs_buffer_release(&text);
    cs_arena_release(&arena);
    return status == CS_OK ? CS_OK : CS_FAILED;
}

static enum cs_status run_render(struct cs_job *job, const void *args)
{
    enum cs_status status = CS_OK;
    int64_t id = 0;
    (void)args;
    if (!job->operands.count)
        return cs_error_set(job->err, CS_MISUSED, "%s", _("say which message: cs-notify render ID..."));
    for (size_t i = 0; i < job->operands.count && status == CS_OK; i++) {
        status = read_id(job->operands.items[i], &id, job->err);
        if (status == CS_OK)
            status = render_one(job, id);
    }
    return status;
}

static const struct cs_example render_examples[] = {
    { "cs-notify render 1", N_("the text of message 1") },
    { "cs-notify list --limit 1 -o csv --fields id | tail -n +2 | xargs -r cs-notify render",
      N_("the text of the first one in the outbox") },
    { NULL, NULL },
};

/* ---- digest ---- */

static const struct cs_option digest_options[] = {
    CS_OPT_TEXT(0, "for", struct digest_args, staff, N_("STAFF"), N_("only this person's: code or name")),
    CS_OPT_END
};

static const struct cs_example digest_examples[] = {
    { "cs-notify digest --dry-run", N_("whose digests are due, and how much they carry") },
    { "cs-notify digest --for G02 -o jsonl", N_("make one person's, if it is due") },
    { NULL, NULL },
};

/* ---- send ---- */

static const struct cs_option send_options[] = {
    CS_OPT_INT('n', "limit", struct send_args, limit, N_("N"), N_("send at most N messages"), .min = 0,
               .max = 1000000),
    CS_OPT_INT(0, "timeout", struct send_args, timeout, N_("SECONDS"),
               N_("time the program has for one message"), .byname = "60", .min = 1, .max = 500),
    CS_OPT_REST(0, "via", struct send_args, via, N_("PROGRAM [ARG...]"),
                N_("the program that sends; takes all that follows, so it stands last")),
    CS_OPT_END
};

static const struct cs_example send_examples[] = {
    { "cs-notify send --limit 5 --via /usr/bin/cat",
      N_("a rehearsal: five messages go nowhere and count as sent") },
    { "cs-notify send --limit 2 --via sh -c 'cat >> sent.txt; echo \"$CS_MESSAGE_STAFF\" >> to.txt'",
      N_("into a file, one after the other") },
    { NULL, NULL },
};

/* ---- retry ---- */

struct retry_args {
    bool failed;
};

static const struct cs_option retry_options[] = {
    CS_OPT_FLAG(0, "failed", struct retry_args, failed, N_("all messages that failed")), CS_OPT_END
};

static enum cs_status retry_one(void *context, int64_t id, struct cs_error *err)
{
    struct cs_job *job = context;
    return cs_notify_retry(job->store, id, job->now, err);
}

static enum cs_status retry_failed(struct cs_job *job)
{
    int64_t count = 0;
    enum cs_status status = cs_store_begin(job->store, false, job->err);
    if (status == CS_OK)
        status = cs_notify_retry_all(job->store, job->now, &count, job->err);
    if (status == CS_OK)
        status = cs_job_commit(job);
    if (status == CS_OK)
        cs_job_say(job, _("%" PRId64 " messages wait again"), count);
    return status;
}

static enum cs_status run_retry(struct cs_job *job, const void *args)
{
    const struct retry_args *retry = args;
    if (!retry->failed)
        return cs_job_each_id(job, retry_one, job);
    if (job->operands.count)
        return cs_error_set(job->err, CS_MISUSED, "%s", _("give --failed or numbers of messages, not both"));
    return retry_failed(job);
}

static const struct cs_example retry_examples[] = {
    { "cs-notify retry --failed", N_("once the mail server is well again") },
    { "cs-notify list --state failed -o jsonl | jq -c 'select(.staff == \"G02\")' | cs-notify retry",
      N_("only those to one person") },
    { NULL, NULL },
};

/* ---- the binary ---- */

static const struct cs_command commands[] = {
    { .name = "list",
      .operands = "",
      .summary = N_("list the messages of the outbox"),
      .needs = CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      .args_size = sizeof(struct list_args),
      .options = list_options,
      .output = &cs_message_record,
      .examples = list_examples,
      .run = run_list },
    { .name = "render",
      .operands = "ID...",
      .summary = N_("show what messages say"),
      .text = N_(
          "A message is made when it is sent, from what the store knows then. This shows what it would say "
          "now. Templates lie in share/templates."),
      .needs = CS_NEEDS_READ,
      .examples = render_examples,
      .run = run_render },
    { .name = "digest",
      .operands = "",
      .summary = N_("gather waiting messages into digests"),
      .text = N_(
          "What is not urgent waits for the hours of its addressee: quiet hours, and hours of digests "
          "(cs-org "
          "staff import; the store's own: cs-db set). A digest lists its cases by project, whichever is most "
          "late first; the messages in it become \"gathered\". Urgent rungs and red cases go at once and "
          "alone. `send` does this by itself before it sends; done twice or killed, each message is carried "
          "once."),
      .needs = CS_NEEDS_WRITE | CS_NEEDS_OUTPUT | CS_CAN_DRY_RUN,
      .args_size = sizeof(struct digest_args),
      .options = digest_options,
      .output = &cs_digest_record,
      .examples = digest_examples,
      .run = run_digest },
    { .name = "send",
      .operands = "",
      .summary = N_("hand due messages to a program"),
      .text = N_(
          "The program gets the message on standard input: lines of headers (Subject: ...), a blank line, "
          "the text. Its environment is fresh and holds CS_MESSAGE_KEY (the same at every try: skip what you "
          "had), CS_MESSAGE_SUBJECT, CS_MESSAGE_EMAIL, CS_MESSAGE_PHONE, CS_MESSAGE_ACCOUNT and more. Status "
          "0 means sent; 65, 67 and 68 mean that it can never be sent; any other, or no end within the time, "
          "means that it is tried again after 1, 2, 4 ... minutes, ten times in all. A message goes out at "
          "least once: who was killed between sending and noting it leads to a second one under the same "
          "key. Exit status 3: some failed."),
      .needs = CS_NEEDS_WRITE,
      .args_size = sizeof(struct send_args),
      .options = send_options,
      .examples = send_examples,
      .run = run_send },
    { .name = "retry",
      .operands = "[ID...]",
      .summary = N_("try failed messages again at once"),
      .needs = CS_NEEDS_WRITE | CS_NEEDS_IDS | CS_CAN_DRY_RUN,
      .args_size = sizeof(struct retry_args),
      .options = retry_options,
      .examples = retry_examples,
      .run = run_retry },
    { NULL },
};

const struct cs_program cs_program = {
    "cs-notify", N_("the outbox: messages and sending them"),
    N_("Other commands put messages into the outbox of the store; this one lets "
       "them out. It sends nothing by itself: mail, chat and text messages go "
       "through a program of yours."),
    commands
};
