/* What the files of lib/customer share among themselves. */
#ifndef CS_CUSTOMER_CUSTOMER_INSIDE_H
#define CS_CUSTOMER_CUSTOMER_INSIDE_H

#include "customer/customer.h"

/* Fields that a record and the table hold alike, in one order. */
enum { PLAIN_FIRST = CS_CUSTOMER_NAME, PLAIN_COUNT = CS_CUSTOMER_HOUSEHOLD - CS_CUSTOMER_NAME + 1 };

/* Columns that CUSTOMER_BY_ID and CUSTOMER_BY_NAME answer. */
enum {
    COLUMN_ID,
    COLUMN_PLAIN, /* PLAIN_COUNT of them; the household as its id */
    COLUMN_MERGED = COLUMN_PLAIN + PLAIN_COUNT,
    COLUMN_ERASED,
    COLUMN_DIGEST,
    COLUMN_SOURCE,
    COLUMN_EXTERNAL,
    COLUMNS
};

/* What a plain field is: its descriptor. */
static inline const struct cs_field *plain_field(int plain)
{
    return &cs_customer_record.fields[PLAIN_FIRST + plain];
}

enum {
    CUSTOMER_BY_ID,
    CUSTOMER_BY_NAME,
    CUSTOMERS_BY_EXTERNAL,
    CUSTOMER_INSERT,
    CUSTOMER_SAVE,
    CUSTOMER_MERGE,
    CUSTOMER_REMERGE,
    CUSTOMER_BLANK,
    CUSTOMERS_OF_PERSON,
    EVENT_SEQ,
    EVENT_ADD,
    EVENT_BLANK,
    CUSTOMER_UNNAME,
    EVENT_SCRUB,
    CUSTOMER_SCRUB,
    CUSTOMERS_LIVING,
    PHONES_OF_CASES,
    SOURCES_ALL,
    EVENT_TRACES,
    SOURCE_GET,
    SOURCE_ADD,
    ACTOR_GET,
    ACTOR_ADD,
    HOUSEHOLD_GET,
    HOUSEHOLD_ADD,
    HOUSEHOLD_BLANK,
    ROLE_GET,
    ROLE_ADD,
    ROLE_SAVE,
    ROLE_COPY,
    ROLE_DELETE,
    CONSENT_ADD,
    CONSENT_NOW,
    CONSENT_MOVE,
    MESSAGE_DROP,
    CUSTOMER_STATEMENT_MAX
};

struct cs_suppressed; /* suppress.c */

/* forget-text.c: what a person is known by: each phone as it stands, by its digits and as people write it,
 * mail address, identity number; names (of two characters or more). */
struct cs_traces {
    char **numbers, **names;
    size_t number_count, name_count, number_capacity, name_capacity;
};
void cs_traces_add(struct cs_traces *traces, const struct cs_value row[COLUMNS]);
void cs_traces_add_text(struct cs_traces *traces, int field, const struct cs_value *value);
void cs_traces_release(struct cs_traces *traces);

struct cs_customers {
    struct cs_customers_options o;
    int64_t actor_id; /* 0: not asked for yet */
    struct cs_arena arena;
    char *source; /* the source asked for last */
    int64_t source_id;
    bool own; /* it is the store's own */
    struct cs_suppressed *suppressed;
    struct cs_traces traces; /* of whom was erased */
};

static inline struct cs_store *store_of(struct cs_customers *customers)
{
    return customers->o.store;
}

/* The id of a name in table actor, source or household; made where it is missing. `get` is followed by its
 * `add` in the list of statements. */
enum cs_status cs_customer_name_id(struct cs_customers *customers, int get, const char *name, int64_t *id,
                                   struct cs_error *err);

/* Appends an event. Texts may be NULL. */
enum cs_status cs_customer_note(struct cs_customers *customers, int64_t id, const char *verb,
                                const char *field, const char *old, const char *new, struct cs_error *err);

/* The row of an id, in the arena of the desk. CS_NONE without a sentence. */
enum cs_status cs_customer_row(struct cs_customers *customers, int64_t id, struct cs_value row[COLUMNS],
                               struct cs_error *err);

/* Writes the plain fields of a row and its digest, with an event for each that changed. */
enum cs_status cs_customer_save(struct cs_customers *customers, const struct cs_value old[COLUMNS],
                                const struct cs_value row[COLUMNS], struct cs_error *err);

/* ---- suppress.c: hashes of erased people, in a file beside the store ---- */

/* Reads the list; an empty one where there is no file. */
enum cs_status cs_suppressed_open(const char *store, struct cs_suppressed **list, struct cs_error *err);
void cs_suppressed_close(struct cs_suppressed *list);

/* The sort of a field's values on the list. */
static inline char cs_suppressed_sort(unsigned flags)
{
    return flags & CS_PHONE ? 'p' : flags & CS_EMAIL ? 'e' : 'i';
}

/* Is the thing on the list? `sort` keeps phones apart from external ids, mail addresses, identity numbers. */
bool cs_suppressed_any(const struct cs_suppressed *list);
/* A phone by its digits without the country code. */
void cs_phone_digits(struct cs_buffer *out, const char *text);
bool cs_suppressed_has(const struct cs_suppressed *list, char sort, const char *first, const char *second);
enum cs_status cs_suppressed_add(struct cs_suppressed *list, char sort, const char *first, const char *second,
                                 struct cs_error *err);
enum cs_status cs_suppressed_save(struct cs_suppressed *list, struct cs_error *err);

#endif
