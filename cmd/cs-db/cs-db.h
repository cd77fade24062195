/* What the files of cs-db share. */
#ifndef CS_CMD_CS_DB_H
#define CS_CMD_CS_DB_H

#include "customer/customer.h"
#include "program/program.h"

/* init.c */
struct cs_init_args {
    const char *timezone, *language, *currency;
    bool bare;
};
enum cs_status cs_run_init(struct cs_job *job, const void *args);

/* load.c: what share/ ships, through the rooms' own imports; the caller's transaction is open. */
enum cs_status cs_load_defaults(struct cs_job *job);

/* settings.c */
enum cs_status cs_run_settings(struct cs_job *job, const void *args);
enum cs_status cs_run_set(struct cs_job *job, const void *args);
extern const struct cs_record cs_db_setting_record;

/* status.c */
struct cs_status_args {
    bool check;
    int64_t run_within, late, calendar_days;
};
enum cs_status cs_run_status(struct cs_job *job, const void *args);
extern const struct cs_record cs_db_status_record;

/* check.c */
enum cs_status cs_run_check(struct cs_job *job, const void *args);

/* query.c */
struct cs_query_args {
    int64_t rows, seconds;
};
enum cs_status cs_run_query(struct cs_job *job, const void *args);

/* forget.c */
struct cs_forget_args {
    const char *reason, *look;
    bool again;
};
enum cs_status cs_run_forget(struct cs_job *job, const void *args);
/* After a restore: erases anew whom the list beside the store names. Opens the store where there is a list.
 */
enum cs_status cs_forget_returned(struct cs_job *job);

/* forget-look.c: warns of each file beside the store, and in the folder `also`, that holds who was erased. */
void cs_forget_look(struct cs_job *job, const struct cs_customers *customers, const char *also);

#endif
