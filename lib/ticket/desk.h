/*
 * Ticket: what a desk ties to a case besides the moves of the loop: a group case above it, other cases beside
 * it, evidence, chasers, flags, exposure and legal matters; and what it asks of all cases: what looks wrong,
 * what is mine.
 *
 * Each function that changes a case does so inside the caller's transaction, appends to its event log and
 * tells the clocks. CS_REFUSED with a sentence; CS_NONE: there is no such case. What is so already stays as
 * it is, without an event.
 */
#ifndef CS_TICKET_DESK_H
#define CS_TICKET_DESK_H

#include "ticket/ticket.h"

/* When something happened (not after now), and why in words; NULL: nothing said. */
struct cs_act {
    int64_t at;
    const char *note;
};

/* ---- group cases ---- */

/* Puts a case under a parent, 0 takes it off. No circles, two levels at most, the parent not over. A parent
 * of as many homes as setting `group_homes` says gets the flag `group`: from then on it has the limits of a
 * group complaint. */
enum cs_status cs_ticket_parent(struct cs_tickets *tickets, int64_t id, int64_t parent,
                                const struct cs_act *act, struct cs_error *err);

/* The cases below a case that are not closed yet, the lowest level first; the caller frees *ids. */
enum cs_status cs_ticket_children(struct cs_tickets *tickets, int64_t id, int64_t **ids, size_t *count,
                                  struct cs_error *err);

/* ---- links ---- */

struct cs_linking {
    int64_t other;
    const char *kind; /* source, duplicate, related, follows */
    bool remove;
};
enum cs_status cs_ticket_link(struct cs_tickets *tickets, int64_t id, const struct cs_linking *linking,
                              const struct cs_act *act, struct cs_error *err);

/* ---- chasers ---- */

/* The customer asks again: counted, and where setting `chaser_limit` is reached within `chaser_days`, the
 * case gets the flag `escalated` and its ladders begin a level higher, once; *raised tells. A merged case is
 * chased where it went on; *chased receives the case that was. */
enum cs_status cs_ticket_chase(struct cs_tickets *tickets, int64_t id, const char *channel,
                               const struct cs_act *act, int64_t *chased, bool *raised, struct cs_error *err);

/* ---- flags, exposure, law ---- */

/* NULL, CS_NO_TIME and 0: not said. */
struct cs_flagging {
    const char *const *set, *const *clear; /* codes of flags */
    size_t set_count, clear_count;
    const char *grade;      /* ordinary, important, major, crisis */
    const char *legal_hold; /* yes, no */
    /* A matter: exposure (place, first seen, reach), letter (firm, number, received, answer by), suit (court,
     * number, -, hearing). An exposure sets the flag `media`, letter and suit the flag `lawyer`. */
    const char *matter, *place, *number;
    int64_t first_at, until_at, reach;
};
enum cs_status cs_ticket_flag(struct cs_tickets *tickets, int64_t id, const struct cs_flagging *flagging,
                              const struct cs_act *act, struct cs_error *err);

/* ---- evidence ---- */

struct cs_attaching {
    const char *uri, *type, *step; /* type: before, during, after, signature ... */
    const char *sha256;            /* 64 hexadecimal digits in lower case, or NULL */
    int64_t size, fault, taken_at; /* -1: unknown; 0: none; CS_NO_TIME */
};
/* *known: it hung there already. A picture that another case has too is taken and said as a warning. */
enum cs_status cs_ticket_attach(struct cs_tickets *tickets, int64_t id, const struct cs_attaching *attaching,
                                const struct cs_act *act, bool *known, struct cs_error *err);

/* ---- what looks wrong ---- */

struct cs_suspecting {
    int64_t since, unit_id, now; /* opened since, CS_NO_TIME: ever; the unit and all below it, 0: any */
    const char *const *checks;   /* codes of cs_suspicions; none: all */
    size_t check_count;
    const struct cs_zone *zone;
};
extern const struct cs_choice cs_suspicions[];
extern const struct cs_record cs_suspicion_record;

/* Hands out what looks wrong, check by check, in the order of the cases. A suspicion is for a person to
 * judge: nothing is changed. Setting `likeness` says from which per cent on two texts are alike (60). */
enum cs_status cs_ticket_suspect(struct cs_store *store, const struct cs_suspecting *asked, cs_row_fn *each,
                                 void *context, struct cs_error *err);

/* ---- what is mine ---- */

struct cs_mine {
    const char *name; /* as cases bear it */
    int64_t staff_id; /* 0: no member of staff */
    int64_t now, day; /* day: local, for posts and absences */
};
extern const struct cs_record cs_mine_record;

/* Hands out what somebody has to do, what is due first coming first: cases that bear the name; of those
 * without a name what falls to the posts held, stood in for or on duty (care: reception, closing, call-back
 * and all that is no repair; engineer: inspection to acceptance; head: approvals); soothing, second calls,
 * holds to be looked at. */
enum cs_status cs_ticket_mine(struct cs_store *store, const struct cs_mine *asked, cs_row_fn *each,
                              void *context, struct cs_error *err);

/* ---- the whole story of one case ---- */

/* Appends the event log of a case in one spelling that never changes: a line an event, tabs between number,
 * both times (UTC seconds), actor, verb, outcome, field, before, after, note and mark; \\ \t \n for what
 * would break a line. A digest of it tells whether two copies of a dossier speak of the same log. */
enum cs_status cs_ticket_log(struct cs_store *store, int64_t id, struct cs_buffer *out, int64_t *count,
                             struct cs_error *err);

/* ---- reading ---- */

extern const struct cs_record cs_group_record, cs_child_record, cs_merged_record, cs_link_record,
    cs_matter_record, cs_timeline_record, cs_party_record;
extern const struct cs_view cs_group_view, cs_child_view, cs_merged_view, cs_link_view, cs_matter_view,
    cs_timeline_view, cs_party_view;
extern const struct cs_choice cs_link_kinds[], cs_attachment_types[];

extern const struct cs_statements cs_desk_statements, cs_suspect_statements;

#endif
