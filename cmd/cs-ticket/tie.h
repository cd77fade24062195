/* What cs-ticket's verbs of the desk share: parent, link, chase, flag, attach. */
#ifndef CS_CMD_TICKET_TIE_H
#define CS_CMD_TICKET_TIE_H

#include "cs-ticket.h"
#include "ticket/desk.h"

struct tie_args {
    int64_t other, reach;
    bool none;
    const char *kind, *channel, *grade, *reason, *legal_hold;
    const char *exposure, *letter, *suit, *number, *first, *received, *until, *hearing;
    struct cs_list set, clear;
};
extern const struct cs_option parent_options[], link_options[], chase_options[], flag_options[];
enum cs_status run_tie(struct cs_job *job, const void *args);

struct attach_args {
    const char *type, *step, *taken, *sha256;
    int64_t fault;
};
extern const struct cs_option attach_options[];
enum cs_status run_attach(struct cs_job *job, const void *args);

struct attachments_args {
    struct cs_list_args list;
    bool verify;
};
extern const struct cs_option attachments_options[];
extern const struct cs_record verified_record;
enum cs_status run_attachments(struct cs_job *job, const void *args);

#endif
