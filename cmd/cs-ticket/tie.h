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

struct check_args {
    const char *project, *since;
    struct cs_list check;
    int64_t limit;
};
extern const struct cs_option check_options[];
enum cs_status run_check(struct cs_job *job, const void *args);

struct mine_args {
    const char *owner;
    bool late;
    int64_t limit;
};
extern const struct cs_option mine_options[];
enum cs_status run_mine(struct cs_job *job, const void *args);

/* The store's own cases come from a source named by its uuid, which tells a reader nothing; JSON keeps it. */
void name_own_source(struct cs_job *job, struct cs_rows *rows);

/* show.c: what belongs to a case, section by section; `whole`: every column that holds anything, but not the
 * history. dossier.c: one such table. */
enum cs_status page_sections(struct cs_job *job, struct cs_page *page, int64_t id, bool whole);
void put_in_words(struct cs_job *job, const struct cs_record *record, struct cs_rows *rows);
void page_whole_table(struct cs_job *job, struct cs_page *page, const char *name, const char *title,
                      struct cs_rows *rows);
enum cs_status run_dossier(struct cs_job *job, const void *args);

/* The codes of "media,律师" words, options given several times joined. */
enum cs_status tie_words(struct cs_job *job, const char *option, const struct cs_choice *choices,
                         const struct cs_list *said, const char *const **codes, size_t *count);

#endif
