/*
 * Customers: who they are, what they are to which home, what they consented to, and what became of all that.
 *
 * A customer is known to the world by (source, external id). Two records of one person are merged: the loser
 * stays as a name of the survivor. Every change is an event of the customer (customer_event). Erasing a
 * person blanks fields and events, and leaves keyed hashes in a file beside the store, so that a later import
 * does not bring the person back.
 */
#ifndef CS_CUSTOMER_CUSTOMER_H
#define CS_CUSTOMER_CUSTOMER_H

#include "base/diag.h"
#include "org/org.h"
#include "record/record.h"
#include "store/select.h"
#include "store/store.h"

/* Fields of cs_customer_record by index. */
enum cs_customer_field {
    CS_CUSTOMER_ID,
    CS_CUSTOMER_SOURCE,
    CS_CUSTOMER_EXTERNAL_ID,
    CS_CUSTOMER_NAME,
    CS_CUSTOMER_KIND,
    CS_CUSTOMER_PHONE,
    CS_CUSTOMER_PHONE2,
    CS_CUSTOMER_EMAIL,
    CS_CUSTOMER_IDENTITY,
    CS_CUSTOMER_CHANNEL,
    CS_CUSTOMER_HOURS,
    CS_CUSTOMER_LANGUAGE,
    CS_CUSTOMER_WATCH,
    CS_CUSTOMER_STAGE,
    CS_CUSTOMER_HOUSEHOLD,
    CS_CUSTOMER_HOME,
    CS_CUSTOMER_ROLE,
    CS_CUSTOMER_HOMES,
    CS_CUSTOMER_CASES,
    CS_CUSTOMER_MERGED_INTO,
    CS_CUSTOMER_ERASED_AT,
    CS_CUSTOMER_FIELDS
};

/* A desk for one command. */
struct cs_customers;

struct cs_customers_options {
    struct cs_store *store; /* borrowed, as all here */
    struct cs_org *org;     /* for homes; may be NULL where none are named */
    int64_t now;
    const char *actor;    /* NULL for reading only */
    struct cs_diag *diag; /* NULL: nothing is said (of files that are left after an erasure) */
};

/* CS_FAILED where the list of the erased cannot be read. */
enum cs_status cs_customers_new(const struct cs_customers_options *options, struct cs_customers **customers,
                                struct cs_error *err);
void cs_customers_free(struct cs_customers *customers);

/* The id of a customer by "17", "source:external-id" or an external id that only one source uses. Merged
 * records answer their survivor. CS_NONE with a sentence. */
enum cs_status cs_customer_find(struct cs_customers *customers, const char *name, int64_t *id,
                                struct cs_error *err);

/* ---- import ---- */

enum cs_customer_change {
    CS_CUSTOMER_INSERTED,
    CS_CUSTOMER_UPDATED,
    CS_CUSTOMER_UNCHANGED,
    CS_CUSTOMER_ERASED, /* the person was erased: left out */
};

/*
 * Takes one row of cs_customer_record by (source, external id); `source` is that of rows without one. A row
 * as the source gave it last is unchanged at once. A masked value leaves what is there; on a new record it is
 * refused for our own source (the store's uuid), and kept as it came for another's: it never matches a
 * person. home and role add a role. has(context, field) tells whether the input had the field (NULL: all).
 * CS_REFUSED with "field: sentence".
 */
enum cs_status cs_customer_take(struct cs_customers *customers, const struct cs_row *row, const char *source,
                                bool (*has)(const void *context, int field), const void *context,
                                enum cs_customer_change *change, struct cs_error *err);

/* Takes one row of cs_home_role_record. */
enum cs_status cs_home_role_take(struct cs_customers *customers, const struct cs_row *row,
                                 enum cs_customer_change *change, struct cs_error *err);

/* ---- changes ---- */

/* Makes `loser` a name of `survivor`: roles and consents go over, empty fields of the survivor are filled.
 * CS_REFUSED with a sentence where they are one already, or either is erased. */
enum cs_status cs_customer_merge(struct cs_customers *customers, int64_t survivor, int64_t loser,
                                 struct cs_error *err);

struct cs_consent {
    const char *purpose, *ground, *channel, *version; /* codes; channel and version may be NULL */
    bool given;
    int64_t at;
};

/* Writes a consent or its withdrawal; the newest of a purpose counts. CS_REFUSED where the person is erased.
 */
enum cs_status cs_customer_consent(struct cs_customers *customers, int64_t id,
                                   const struct cs_consent *consent, struct cs_error *err);

/* Does the person allow this purpose now? What nobody asked about is allowed for service only. */
enum cs_status cs_customer_allows(struct cs_customers *customers, int64_t id, const char *purpose,
                                  bool *allowed, struct cs_error *err);

/* ---- erasure ---- */

struct cs_forgotten {
    int64_t records, cases; /* customer records and cases that were blanked */
    bool before;            /* all of it was erased already */
};

/*
 * Erases a person with all records merged into it: blanks the personal fields of customer, customer_event and
 * (through ticket/) of the person's cases, drops messages that wait, notes the keyed hashes. The caller's
 * transaction is open; call cs_customer_forget_save before the commit (never on a dry run). Harmless twice.
 */
enum cs_status cs_customer_forget(struct cs_customers *customers, int64_t id, struct cs_forgotten *forgotten,
                                  struct cs_error *err);

/* Erases anew whom the list of hashes names: a store that was brought back from an older day holds them
 * again. Found by what their source calls them; their cases, and cases of nobody's, by phone. As above, save
 * the list (it may grow by what an old record tells). */
enum cs_status cs_customer_forget_again(struct cs_customers *customers, struct cs_forgotten *forgotten,
                                        struct cs_error *err);

/* How many records of erased people the store holds as if they were not (0 is sound), and how many of their
 * phones stand in cases: there of old, or since they called anew. */
enum cs_status cs_customer_count_returned(struct cs_customers *customers, int64_t *people, int64_t *phones,
                                          struct cs_error *err);

/* Was a customer of this name ("source:external-id", or an external id of any source) erased? */
enum cs_status cs_customer_was_forgotten(struct cs_customers *customers, const char *name, bool *was,
                                         struct cs_error *err);

/* Numbers, addresses and names of the people who were erased through this desk: what to look for in files. */
void cs_customer_traces(const struct cs_customers *customers, void (*each)(void *context, const char *text),
                        void *context);

/* Brings the noted hashes to the disk, in a file of mode 0600 beside the store. */
enum cs_status cs_customer_forget_save(struct cs_customers *customers, struct cs_error *err);

/* Was the bearer of this phone or mail address erased? For rooms that take people in by other ways. */
bool cs_customer_is_forgotten(const struct cs_customers *customers, const char *number);

/* ---- reading ---- */

/* Hands the events of a customer to `each` (cs_customer_event_record), oldest first; old and new values of
 * masked fields are masked unless `unmask`. */
enum cs_status cs_customer_history(struct cs_customers *customers, int64_t id, bool unmask, cs_row_fn *each,
                                   void *context, struct cs_error *err);

extern const struct cs_choice cs_home_role_choices[], cs_consent_purposes[], cs_consent_grounds[];
extern const struct cs_record cs_customer_record, cs_home_role_record, cs_consent_record,
    cs_customer_event_record;
extern const struct cs_view cs_customer_view, cs_home_role_view, cs_consent_view, cs_customer_event_view,
    cs_other_name_view;                        /* the records that were merged into the person */
extern const char *const cs_customer_there[2]; /* conditions: neither merged into another nor erased */
extern const struct cs_statements cs_customer_statements;

#endif
