/* cs-ticket order and extend: orders of others on a case. */
#ifndef CS_CMD_TICKET_ORDER_H
#define CS_CMD_TICKET_ORDER_H

#include "cs-ticket.h"
#include "ticket/outside.h"

struct order_args {
    const char *order, *until, *by, *permit, *answer_until;
    bool refused;
    const char *source, *external_id, *channel, *kind, *received, *target;
};
extern const struct cs_option order_add_options[], order_act_options[], extend_options[];
enum cs_status run_order_add(struct cs_job *job, const void *args);
enum cs_status run_order_act(struct cs_job *job, const void *args);

struct order_list_args {
    struct cs_list_args list;
    bool open;
};
extern const struct cs_option order_list_options[], extension_list_options[];
enum cs_status run_order_list(struct cs_job *job, const void *args);
enum cs_status run_extension_list(struct cs_job *job, const void *args);

#endif
