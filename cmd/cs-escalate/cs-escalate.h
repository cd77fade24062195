/* Inside cs-escalate: what its commands open, and those that stand in files of their own. */
#ifndef CS_CMD_ESCALATE_H
#define CS_CMD_ESCALATE_H

#include "escalation/escalation.h"
#include "program/program.h"
#include "ticket/ticket.h"

struct room {
    const struct cs_zone *zone; /* of the store */
    struct cs_org *org;
    struct cs_calendars *calendars;
    struct cs_escalation *escalation;
    struct cs_tickets *tickets;
};

/* room_close releases it, also after a failure. */
enum cs_status room_open(struct cs_job *job, bool writes, struct room *room);
void room_close(struct room *room);

/* A moment that an option names; `what` is the option. CS_MISUSED with a sentence. */
enum cs_status room_moment(struct cs_job *job, const char *what, const char *text, int64_t *utc);

/* A unit that an option names by code; 0 where text is NULL. */
enum cs_status room_unit(struct cs_job *job, struct room *room, const char *text, int64_t *unit);

/* What `explain` found out, with the roles of its rungs in words; JSON keeps the codes. */
void put_roles_in_words(struct cs_job *job, struct cs_rows *rungs);

/* ---- recompute.c ---- */

struct recompute_args {
    const char *project, *metric, *since;
};
extern const struct cs_option recompute_options[];
extern const struct cs_example recompute_examples[];
enum cs_status run_recompute(struct cs_job *job, const void *args);

/* ---- simulate.c ---- */

struct simulate_args {
    const char *policy, *policy_file, *ladder_file, *from, *until, *by;
};
extern const struct cs_option simulate_options[];
extern const struct cs_example simulate_examples[];
enum cs_status run_simulate(struct cs_job *job, const void *args);

#endif
