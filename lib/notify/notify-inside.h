/* What the files of lib/notify share; everybody else: notify/notify.h. */
#ifndef CS_NOTIFY_NOTIFY_INSIDE_H
#define CS_NOTIFY_NOTIFY_INSIDE_H

#include "notify/notify.h"

enum cs_notify_statement {
    NOTIFY_QUEUE,
    NOTIFY_ADD,
    NOTIFY_NEXT,
    NOTIFY_LEASE,
    NOTIFY_HELD,
    NOTIFY_SENT,
    NOTIFY_AGAIN,
    NOTIFY_STATE,
    NOTIFY_RETRY,
    NOTIFY_RETRY_ALL,
    NOTIFY_FACTS,
    NOTIFY_SUPPLIER,
    NOTIFY_PEOPLE,
    NOTIFY_FLOODED,
    NOTIFY_LAST_DIGEST,
    NOTIFY_PUT_OFF,
    NOTIFY_GATHERABLE,
    NOTIFY_FIND,
    NOTIFY_GATHER,
    NOTIFY_ITEMS,
    NOTIFY_HELD_BY_LAW,
    NOTIFY_DROP_BY_LAW,
    NOTIFY_ASTRAY,
    NOTIFY_BRING_BACK,
};

/* Columns of NOTIFY_FACTS. */
enum cs_notify_column {
    OF_KEY,
    OF_TEMPLATE,
    OF_STAFF,
    OF_CODE,
    OF_NAME,
    OF_EMAIL,
    OF_PHONE,
    OF_ACCOUNT,
    OF_LANGUAGE,
    OF_METRIC,
    OF_DUE_AT,
    OF_RUNG,
    OF_LEVEL,
    OF_ROLE,
    OF_TICKET,
    OF_SOURCE,
    OF_EXTERNAL_ID,
    OF_KIND,
    OF_STATE,
    OF_ENDED,
    OF_PRIORITY,
    OF_GRADE,
    OF_FLAGS,
    OF_SUBJECT,
    OF_PROJECT,
    OF_ROOM,
    OF_OPENED_AT,
    OF_LAST_CONTACT_AT,
    OF_ASSIGNEE,
    OF_REOPENS,
    OF_CHASERS,
    OF_COMPONENT,
    OF_CUSTOMER,
    OF_LEGAL_HOLD,
    OF_COLUMNS
};

/* ---- notify-facts.c: facts being collected ---- */

enum { CS_FACTS_MAX = 56 };

struct cs_facts {
    struct cs_notify_fact *list;
    size_t count;
    struct cs_arena *arena;
    const struct cs_zone *zone;
    bool chinese;
};

void cs_facts_begin(struct cs_facts *facts); /* an empty list */
void cs_facts_add(struct cs_facts *facts, const char *name, const char *text);
void cs_facts_number(struct cs_facts *facts, const char *name, const struct cs_value *value, bool zero);
void cs_facts_moment(struct cs_facts *facts, const char *name, const struct cs_value *value);
/* A code under its name, its label under label_name (either may be NULL). */
void cs_facts_word(struct cs_facts *facts, const char *name, const char *label_name,
                   const struct cs_choice *choices, const char *code);

/* ---- digest-facts.c ---- */

/* What a digest says: its counts, and in out->groups the cases of each project. A message that gathered none
 * is none. */
enum cs_status cs_digest_facts(struct cs_facts *facts, struct cs_store *store, int64_t id, int64_t now,
                               struct cs_notify_facts *out, struct cs_error *err);

#endif
