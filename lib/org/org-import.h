/* What org-import.c and org-check.c share. */
#ifndef CS_ORG_ORG_IMPORT_H
#define CS_ORG_ORG_IMPORT_H

#include "org/org-inside.h"

enum { CS_ORG_COLUMNS_MAX = 24 };

/* A unit above that came later than the unit below it. */
struct cs_org_pending {
    int column;
    const char *code, *above;
};

struct cs_org_import {
    struct cs_org *org;
    enum cs_org_noun noun;
    const struct cs_record *record;
    size_t columns;
    struct cs_index found;           /* sort, project and code -> id */
    struct cs_arena arena;           /* of one row */
    struct cs_arena kept;            /* of the import */
    bool filled[CS_ORG_COLUMNS_MAX]; /* fields that were worked out from others */
    struct cs_org_pending *pending;
    size_t pending_count, pending_capacity;
};

/* Brings the fields of a key into their one spelling, and works fields out from others. CS_REFUSED. */
enum cs_status cs_org_prepare(struct cs_org_import *import, struct cs_value *values, struct cs_error *err);

/* Checks a whole row before it is written; old is NULL for a new one. CS_REFUSED with "field: sentence". */
enum cs_status cs_org_check(struct cs_org_import *import, struct cs_value *values, const struct cs_value *old,
                            struct cs_error *err);

/* Says whose key stood against a row. */
enum cs_status cs_org_say_taken(struct cs_org_import *import, const struct cs_value *values,
                                struct cs_error *err);

#endif
