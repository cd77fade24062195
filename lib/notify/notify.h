/*
 * Notify: the outbox. Other rooms only put messages in; cs-notify takes them out and hands each to a program
 * of the user's choice.
 *
 * A message is a key, an addressee, the name of a template and what it is about. Its text is made when it is
 * sent, from what the store knows then: nothing personal is kept here. Delivery is at least once: a message
 * is leased, handed over, and marked; a sender that was killed meanwhile is followed by another when the
 * lease is over, under the same key, by which the program at the other end can tell that it had it already.
 */
#ifndef CS_NOTIFY_NOTIFY_H
#define CS_NOTIFY_NOTIFY_H

#include "notify/plan.h"
#include "record/record.h"
#include "store/select.h"
#include "store/store.h"

#include <stdbool.h>

/* ---- putting in ---- */

struct cs_notify_message {
    const char *key;           /* unique for ever; a second message of the same key is not put in */
    int64_t created_at;        /* now */
    int64_t send_at;           /* not before */
    int64_t staff_id;          /* the addressee */
    const char *template_name; /* "escalation": share/templates/escalation.LANGUAGE.txt */
    int64_t ticket_id;         /* 0: about no case */
    int64_t escalation_id;     /* 0: no rung of a ladder */
    bool urgent;               /* goes at once and alone */
    int64_t digest_at;         /* 0: goes alone; else a digest takes it along then */
};

/* Puts one message into the outbox: one statement, no search; the caller's transaction is open. CS_OK also
 * where the key was there already: then nothing is put in, and *queued (which may be NULL) is false. CS_BUSY,
 * CS_FAILED. */
enum cs_status cs_notify_queue(struct cs_store *store, const struct cs_notify_message *message, bool *queued,
                               struct cs_error *err);

/* The same for a key that nobody can have put in before: put off, to be inserted with others (cs_store_add).
 */
enum cs_status cs_notify_add(struct cs_store *store, const struct cs_notify_message *message,
                             struct cs_error *err);

/* ---- taking out ---- */

enum {
    CS_NOTIFY_LEASE = 600,   /* seconds a sender may take over one message */
    CS_NOTIFY_ATTEMPTS = 10, /* tries before a message counts as failed */
    CS_NOTIFY_FIRST = 60,    /* seconds until the second try; doubled each time */
    CS_NOTIFY_LONGEST = 14400,
};

/* Seconds between a failed try (1 = the first) and the next. */
int64_t cs_notify_backoff(int64_t attempt);

/* Leases the next message that is due to `holder` for CS_NOTIFY_LEASE seconds, in a transaction of its own,
 * and counts the attempt. CS_OK with *id and *attempt; CS_NONE where none is due; CS_BUSY, CS_FAILED. */
enum cs_status cs_notify_lease(struct cs_store *store, const char *holder, int64_t now, int64_t *id,
                               int64_t *attempt, struct cs_error *err);

/* What became of it, in a transaction of its own. `fault` NULL: sent. Else it waits for its next try, or has
 * failed after the last one, or at once where `for_good`. CS_NONE where the lease ran out and another sender
 * has it. */
enum cs_status cs_notify_settle(struct cs_store *store, int64_t id, const char *holder, int64_t now,
                                const char *fault, bool for_good, struct cs_error *err);

/* Lets a failed or waiting message be tried at once, its attempts counted anew. CS_REFUSED with a sentence
 * where there is no such message or it was sent. The caller's transaction is open. */
enum cs_status cs_notify_retry(struct cs_store *store, int64_t id, int64_t now, struct cs_error *err);

/* All failed messages at once; *count of them. */
enum cs_status cs_notify_retry_all(struct cs_store *store, int64_t now, int64_t *count, struct cs_error *err);

/* ---- what a template may say ---- */

/* One fact: a name as templates write it ("ticket.subject") and its text, never NULL. */
struct cs_notify_fact {
    const char *name;
    const char *text;
};

/* Some facts that stand together: a project of a digest, or a case in it. */
struct cs_notify_group {
    const struct cs_notify_fact *list;
    size_t count;
    struct cs_notify_group *inner; /* the cases of a project */
    size_t inner_count;
};

struct cs_notify_facts {
    const struct cs_notify_fact *list;
    size_t count;
    const struct cs_notify_group *groups; /* of a digest: its projects, whichever is most late first */
    size_t group_count;
    const char *template_name; /* of the message */
    const char *language;      /* the addressee's, else the store's, else "zh" */
};

/* The facts of a message as the store knows them now, in the arena; times in `zone`, choices by their labels
 * in the addressee's language. CS_NONE with a sentence where there is no such message; CS_REFUSED with a
 * sentence where it has nobody to go to. */
enum cs_status cs_notify_facts(struct cs_store *store, int64_t id, int64_t now, const struct cs_zone *zone,
                               struct cs_arena *arena, struct cs_notify_facts *facts, struct cs_error *err);

/* The text of a fact, or "" where there is none of that name. */
const char *cs_notify_fact(const struct cs_notify_facts *facts, const char *name);

/* ---- digests ---- */

/*
 * Makes the digests that are due: for each person whose messages wait to be gathered by now, one message of
 * template "digest" that carries them; so also for whoever has more waiting than the plan's flood. Drops what
 * would go to a customer whose case is under a legal hold. One transaction; made twice or killed, each
 * message is carried once. staff_id 0: for everybody. dry: rolled back. Each digest (cs_digest_record) is
 * handed out after the commit. Where nothing is due, nothing is written.
 */
enum cs_status cs_notify_gather(struct cs_store *store, const struct cs_notify_plan *plan, int64_t now,
                                int64_t staff_id, bool dry, cs_row_fn *each, void *context,
                                struct cs_error *err);

/* ---- for lists, checks and tests ---- */

extern const struct cs_record cs_digest_record;

extern const struct cs_record cs_message_record;
extern const struct cs_view cs_message_view;
extern const struct cs_statements cs_notify_statements;

#endif
