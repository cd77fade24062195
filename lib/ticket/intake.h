/* Inside lib/ticket: what the pieces of intake share. */
#ifndef CS_TICKET_INTAKE_H
#define CS_TICKET_INTAKE_H

#include "ticket/batch.h"
#include "ticket/case.h"

/* The row at hand. */
struct intake_row {
    const struct cs_row *row;
    bool (*has)(const void *context, int field);
    const void *has_context;
    int64_t id, digest, source_id;
    int64_t known_digest; /* of a case that is there: what the store has of its source */
    const char *source_name;
    struct cs_value external;
    bool main;                               /* its own case; not one that it was merged into */
    struct cs_value whole[CS_TICKET_FIELDS]; /* the row with defaults, of a new case */
    struct cs_value columns[CASE_COLUMNS];
};

/* Works out opening, local days and anomalies of a row whose times are set. */
void cs_intake_times(struct cs_tickets *t, struct cs_ticket_intake *intake, struct cs_value *row);

/* ticket-history.c: writes the events of a new case: at the source's times, marked imported. */
enum cs_status cs_intake_history(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                                 struct cs_error *err);

/* ticket-history.c: writes fault, work order and hold of a new case, and tells the listener. */
enum cs_status cs_intake_parts(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                               struct cs_error *err);

/* ticket-history.c: writes down that a case rests from now on, where its reason is known; *hold receives it.
 */
enum cs_status cs_intake_hold(struct cs_tickets *t, const struct cs_value *row, bool fresh,
                              struct cs_case_hold *hold, size_t *count, struct cs_error *err);

/* ticket-again.c: a case that is known and of which the source says something new. `given` is what it said
 * before, or null. */
enum cs_status cs_intake_again(struct cs_tickets *t, struct cs_ticket_intake *intake, struct intake_row *in,
                               const struct cs_value *given, struct cs_error *err);

/* ticket-history.c: the moments that `row` has and `before` (or NULL) has not, as events from *seq on, oldest
 * first; the last one carries the change of state where `leads`. */
enum cs_status cs_history_moments(struct cs_tickets *t, int64_t actor, const struct cs_value *before,
                                  const struct cs_value *row, int64_t *seq, bool leads, size_t *written,
                                  struct cs_error *err);

/* ticket-place.c: finds project, home and batch of a row from its texts. What does not resolve is kept as
 * text and flagged; a row without a project stays in the one that it has. */
enum cs_status cs_intake_place(struct cs_tickets *t, struct cs_value *row, struct cs_error *err);

/* ticket-place.c: a phone that exactly one customer has names the customer; a masked one never does. */
enum cs_status cs_intake_customer(struct cs_tickets *t, struct cs_value *row, struct cs_error *err);

/* ticket-place.c: the digest to keep of a case: 0, which no digest is, where something of it is not known
 * yet: then the same file taken again is looked at again, and finds what was entered meanwhile. */
int64_t cs_intake_digest(const struct cs_value *row, int64_t digest);

/* The work order's supplier of a case that is there. */
struct supplier_change {
    bool applies, withheld; /* withheld: somebody has begun, or several are on it */
    struct batch_order order;
};
/* ticket-supplier.c: whether the source names another one than before; writes it down, with an event. */
enum cs_status cs_supplier_compare(struct cs_tickets *t, const struct intake_row *in,
                                   const struct cs_value *before, struct supplier_change *change,
                                   struct cs_error *err);
enum cs_status cs_supplier_apply(struct cs_tickets *t, const struct intake_row *in,
                                 const struct cs_value *row, const struct supplier_change *change,
                                 struct cs_error *err);
/* ticket-history.c: the state of a work order by what is known of its case. */
const char *cs_order_state(const struct cs_value *row);

/* ticket-snapshot.c: the file has a case of this name. */
void cs_snapshot_saw(struct cs_snapshot *snapshot, int64_t source, const struct cs_value *external);
/* ticket-snapshot.c: the file says that a known case is void. */
void cs_snapshot_void(struct cs_snapshot *snapshot, int64_t id);

/* ticket-import.c: reads from where the numbers of cases and imports go on, once. */
enum cs_status cs_intake_start(struct cs_tickets *t, struct cs_error *err);

#endif
