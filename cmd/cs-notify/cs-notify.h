/* What the files of cs-notify share. */
#ifndef CS_NOTIFY_COMMAND_H
#define CS_NOTIFY_COMMAND_H

#include "notify/notify.h"
#include "program/program.h"

/* ---- render.c ---- */

/* The facts and the text of a message. Facts live in `arena`; the caller releases `text`. CS_REFUSED: nobody
 * to go to; CS_NONE: no such message; CS_FAILED: no template, or a broken one. */
enum cs_status render_message(struct cs_job *job, int64_t id, struct cs_arena *arena,
                              struct cs_notify_facts *facts, struct cs_buffer *text, struct cs_error *err);

/* The text of its line "Subject: ...", in the arena; "" where there is none. */
const char *message_subject(const struct cs_buffer *text, struct cs_arena *arena);

/* ---- digest.c ---- */

struct digest_args {
    const char *staff; /* --for: code or name */
};

/* Makes the digests that are due, each handed to `each`; staff 0: everybody's. */
enum cs_status make_digests(struct cs_job *job, int64_t staff, bool dry, cs_row_fn *each, void *context);
enum cs_status run_digest(struct cs_job *job, const void *args);

/* ---- send.c ---- */

struct send_args {
    struct cs_list via;
    int64_t limit, timeout;
};

enum cs_status run_send(struct cs_job *job, const void *args);

#endif
