/* cs-ticket refuse, plan, approve, talk, agree, appoint, promise; and the lists that belong to them. */
#ifndef CS_CMD_TICKET_LOOP_H
#define CS_CMD_TICKET_LOOP_H

#include "cs-ticket.h"

struct loop_args {
    struct cs_list by;
    const char *dept, *reason, *by_time;
    const char *plan, *demand, *offer, *amount, *terms, *evidence, *approver;
    const char *result, *channel;
    const char *from, *until, *with, *access, *missed, *chosen;
    int64_t order;
    bool refused, work, kept, moved, cancelled, told;
};
extern const struct cs_option refuse_options[], plan_options[], approve_options[], talk_options[],
    agree_options[], appoint_options[], promise_options[];
enum cs_status run_loop(struct cs_job *job, const void *args);

struct loop_list_args {
    struct cs_list_args list;
    const char *on;
};
extern const struct cs_option appointments_options[], settlements_options[], approvals_options[];
enum cs_status run_appointments(struct cs_job *job, const void *args);
enum cs_status run_settlements(struct cs_job *job, const void *args);
enum cs_status run_approvals(struct cs_job *job, const void *args);
enum cs_status run_approvals_import(struct cs_job *job, const void *args);

#endif
