/* What the files of cs-customer share. */
#ifndef CS_CMD_CS_CUSTOMER_H
#define CS_CMD_CS_CUSTOMER_H

#include "customer/customer.h"
#include "program/program.h"

/* A desk for one command, with the organisation it asks for homes. */
struct desk {
    struct cs_org *org;
    struct cs_customers *customers;
};
enum cs_status cs_desk_open(struct cs_job *job, struct desk *desk);
void cs_desk_close(struct desk *desk);

/* The customer that an operand names; one that is not there is a CS_FAILED sentence. */
enum cs_status cs_desk_find(struct cs_job *job, struct desk *desk, const char *name, int64_t *id);

/* take.c */
struct cs_import_args {
    const char *source;
};
enum cs_status cs_run_import(struct cs_job *job, const void *args);
enum cs_status cs_run_role_import(struct cs_job *job, const void *args);

/* show.c */
enum cs_status cs_run_show(struct cs_job *job, const void *args);
enum cs_status cs_run_history(struct cs_job *job, const void *args);

/* find.c */
struct cs_find_args {
    const char *project, *home;
};
extern const struct cs_option cs_find_options[];
enum cs_status cs_run_find(struct cs_job *job, const void *args);

/* change.c */
struct cs_consent_args {
    const char *purpose, *ground, *channel, *version;
};
enum cs_status cs_run_merge(struct cs_job *job, const void *args);
enum cs_status cs_run_consent(struct cs_job *job, const void *args);

#endif
