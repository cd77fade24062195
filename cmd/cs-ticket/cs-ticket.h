/* What the pieces of cs-ticket share. */
#ifndef CS_CMD_TICKET_H
#define CS_CMD_TICKET_H

#include "escalation/escalation.h"
#include "program/program.h"
#include "ticket/ticket.h"

/* A desk with all that it needs, opened for one command: cases move, clocks follow. */
struct desk {
    struct cs_org *org;
    struct cs_calendars *calendars;
    struct cs_escalation *escalation;
    struct cs_tickets *tickets;
    const struct cs_zone *zone; /* the store's own, whatever --tz says */
};
enum cs_status desk_open(struct cs_job *job, bool history, struct desk *desk);
void desk_close(struct desk *desk);

/* A moment that an option names: a time, or an amount from when it happened (3d, 3wd, 4hwt). NULL text:
 * CS_NO_TIME. CS_MISUSED with a sentence. */
enum cs_status desk_moment(struct cs_job *job, struct desk *desk, const char *option, const char *text,
                           int64_t *at);

/* The code of the word that an option of a closed list was given (code, or a label in any language); NULL
 * word: NULL. CS_MISUSED with all words of the list. */
enum cs_status desk_code(struct cs_job *job, const char *option, const struct cs_choice *choices,
                         const char *word, const char **code);

struct import_args {
    const char *source;
    bool history;
    int64_t revert; /* number of the import to take back; 0: none */
    bool skip_worked, snapshot, yes;
};
extern const struct cs_option import_options[];
enum cs_status run_import(struct cs_job *job, const void *args);
enum cs_status run_revert(struct cs_job *job, const struct import_args *args);

/* Compares a whole export with the store and says what is gone; nothing where the import is no snapshot. */
enum cs_status end_snapshot(struct cs_job *job, struct cs_tickets *tickets,
                            const struct cs_ticket_intake *intake, int64_t refused, bool sure);
enum cs_status run_resolve(struct cs_job *job, const void *args);

struct change_args {
    const char *from;
    int64_t fault;
    struct cs_assignments values;
};
extern const struct cs_option change_options[];
enum cs_status run_change(struct cs_job *job, const void *args);

struct batches_args {
    struct cs_list_args list;
};
extern const struct cs_option batches_options[];
enum cs_status run_batches(struct cs_job *job, const void *args);

struct add_args {
    struct cs_assignments values;
};
extern const struct cs_option add_options[];
enum cs_status run_add(struct cs_job *job, const void *args);

struct list_args {
    struct cs_list_args list;
    const char *changed_since;
    bool overdue, unresolved, open, soothing, second_call;
};
extern const struct cs_option list_options[];
enum cs_status run_list(struct cs_job *job, const void *args);

enum cs_status run_show(struct cs_job *job, const void *args);

struct history_args {
    struct cs_list_args list;
};
extern const struct cs_option history_options[];
enum cs_status run_history(struct cs_job *job, const void *args);

struct path_args {
    struct cs_list_args list;
};
extern const struct cs_option path_options[];
enum cs_status run_path_list(struct cs_job *job, const void *args);
enum cs_status run_path_import(struct cs_job *job, const void *args);

struct callbacks_args {
    struct cs_list_args list;
};
struct backdated_args {
    struct cs_list_args list;
    bool waiting;
};
struct confirm_args {
    int64_t event;
    bool refuse;
};
extern const struct cs_option callbacks_options[], backdated_options[], confirm_options[];
enum cs_status run_callbacks(struct cs_job *job, const void *args);
enum cs_status run_backdated(struct cs_job *job, const void *args);
enum cs_status run_confirm(struct cs_job *job, const void *args);

/* Options of a move: every verb has some of them. */
struct move_args {
    const char *from; /* accept, work, verify: a list that came back */
    bool done, failed, refused, not_reached, children;
    const char *as, *result, *quality_check;
    struct cs_list to;
    const char *means, *unhappy_reason, *recording;
    int64_t speed, attitude, quality;
    int64_t fault, score, into;
    const char *place, *component, *symptom, *class, *cause, *party, *evidence;
    const char *assignee, *handling_dept, *responsible_dept, *resolution, *verdict, *priority;
    const char *appointment, *promised, *until, *reason, *approver, *channel, *source_home;
};
extern const struct cs_option review_options[], renew_options[], soothe_options[];
extern const struct cs_option inspect_options[], dispatch_options[], accept_options[], work_options[],
    verify_options[], close_options[], callback_options[], hold_options[], reopen_options[], merge_options[],
    cancel_options[], note_options[], contact_options[];
enum cs_status run_move(struct cs_job *job, const void *args);
enum cs_status run_listed_move(struct cs_job *job, const void *args);

/* tie.c: makes a move of each open case below a group case; those that refuse it are said and passed over. */
enum cs_status move_children(struct cs_job *job, struct desk *desk, int64_t id, const struct cs_move *move);

#endif
