/*
 * When a message goes: at once, after its addressee's quiet hours, or gathered with others in a digest. Asked
 * where messages are put in, answered from the settings of the store and the hours of each person:
 *
 * - quiet, 22:00-07:00: when only urgent messages come, to whoever has no quiet hours of their own;
 * - digest, 08:30;17:00: when digests come, to whoever gets them by level and has no hours of their own;
 * - digest_levels, region;group: whose posts get digests, unless the person says none;
 * - red, priority=1;flags=media,lawyer,group,injury;grade=major,crisis: cases that are told at once;
 * - flood, 10/60: more than 10 that wait for one person become a digest, one in 60 minutes.
 *
 * "none" switches a setting off.
 */
#ifndef CS_NOTIFY_PLAN_H
#define CS_NOTIFY_PLAN_H

#include "base/buffer.h"
#include "base/status.h"
#include "time/hours.h"

#include <stdbool.h>

/* One setting of messages: its name, the value it has unless it is set, what it does. */
struct cs_notify_setting {
    const char *name, *byname, *help;
};

/* The settings above, ended by a NULL name. */
extern const struct cs_notify_setting cs_notify_settings[];

/* Checks a value and writes its one spelling to `kept`. CS_REFUSED with a sentence; CS_NONE where it is no
 * setting of messages. */
enum cs_status cs_notify_check_setting(const char *name, const char *value, struct cs_buffer *kept,
                                       struct cs_error *err);

struct cs_notify_plan;
struct cs_notify_message; /* notify/notify.h */
struct cs_store;

/* Reads settings and hours once. Borrows the store and the zone (the store's). */
enum cs_status cs_notify_plan_new(struct cs_store *store, const struct cs_zone *zone,
                                  struct cs_notify_plan **plan, struct cs_error *err);
void cs_notify_plan_free(struct cs_notify_plan *plan);

/* Is a case red: told at once, day and night, whoever it is? Texts may be NULL or ""; flags ';' between. */
bool cs_notify_is_red(const struct cs_notify_plan *plan, int64_t priority, const char *grade,
                      const char *flags);

/* Fills send_at, urgent and digest_at of a message to message->staff_id that is put in at
 * message->created_at. `level` is the kind of unit whose post the person holds, or NULL. */
void cs_notify_plan_message(const struct cs_notify_plan *plan, const char *level, bool urgent,
                            struct cs_notify_message *message);

/* The end of a person's quiet hours, where a moment lies in them; else the moment. */
int64_t cs_notify_wake(const struct cs_notify_plan *plan, int64_t staff_id, int64_t at);

/* More than `count` waiting messages are a flood, at most one digest of them in `seconds`; count 0: never. */
void cs_notify_flood(const struct cs_notify_plan *plan, int64_t *count, int64_t *seconds);

#endif
