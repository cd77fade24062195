/* What the files of lib/org share among themselves. */
#ifndef CS_ORG_ORG_INSIDE_H
#define CS_ORG_ORG_INSIDE_H

#include "org/org.h"

/* ---- index.c: texts to numbers ---- */

struct cs_index_slot;

struct cs_index {
    struct cs_index_slot *slots;
    size_t count, size;    /* size: a power of two, or 0 */
    struct cs_arena arena; /* of the keys */
};

/* The number of a key, or `otherwise`. */
int64_t cs_index_get(const struct cs_index *index, const void *key, size_t length, int64_t otherwise);

/* Puts a number under a key unless it has one; answers the one it has now. */
int64_t cs_index_put(struct cs_index *index, const void *key, size_t length, int64_t number);
void cs_index_set(struct cs_index *index, const void *key, size_t length, int64_t number);
void cs_index_release(struct cs_index *index);

/* A unit and a role as one key of an index. */
struct cs_post_key {
    char bytes[8 + 64];
    size_t length;
};
struct cs_post_key cs_post_key(int64_t unit_id, const char *role);

/* ---- org.c ---- */

enum { CS_AMBIGUOUS = -2, CS_UNKNOWN = -1 };

struct cs_staff {
    int64_t id, active_until; /* INT64_MAX: no end */
};

struct cs_post {
    int64_t staff_id, deputy_id, from_on, until_on;
    int64_t next; /* the next post of the same unit and role; -1: none */
};

struct cs_absence {
    int64_t staff_id, from_on, until_on;
};

struct cs_duty {
    int64_t staff_id, from_at, until_at;
    size_t turns; /* of the first turn of a unit's role: how many it has, one behind the other */
};

struct cs_home_place {
    int64_t home_id, building_id, batch_id;
};

struct cs_org {
    struct cs_store *store;
    struct cs_arena arena; /* texts of the units */
    bool units_read, posts_read;

    struct cs_unit *units;
    bool *homes_read, *aliased; /* by the number of the unit */
    size_t unit_count, unit_capacity;
    struct cs_index unit_ids;                  /* id -> number in units */
    struct cs_index project_names;             /* folded code, name, alias -> unit id or CS_AMBIGUOUS */
    struct cs_index unit_names;                /* the same of all units */
    struct cs_index seen_projects, seen_units; /* spellings as they came -> unit id or CS_UNKNOWN */
    struct cs_index staff_names;               /* folded code and name -> staff id or CS_AMBIGUOUS */

    struct cs_home_place *places;
    size_t place_count, place_capacity;
    struct cs_index homes; /* sort of key, unit, text -> number in places, or CS_AMBIGUOUS */

    struct cs_staff *staff;
    size_t staff_count, staff_capacity;
    struct cs_post *posts;
    size_t post_count, post_capacity;
    struct cs_absence *absences; /* by staff */
    size_t absence_count, absence_capacity;
    struct cs_index staff_ids, post_keys; /* id -> number in staff; unit and role -> first post */

    bool duties_read;
    struct cs_duty *duties; /* by unit, role and beginning */
    size_t duty_count, duty_capacity;
    struct cs_index duty_keys; /* unit and role -> first turn */
};

enum cs_status cs_org_read_units(struct cs_org *org, struct cs_error *err);
const struct cs_unit *cs_org_unit_at(const struct cs_org *org, int64_t id); /* NULL: none; units are read */

/* A name as it is compared: narrow, small letters, no blanks. */
void cs_org_fold(const char *text, size_t length, struct cs_buffer *out);

/* walk.c */
void cs_org_forget_posts(struct cs_org *org);
enum cs_status cs_org_read_posts(struct cs_org *org, struct cs_error *err);
bool cs_org_is_there(const struct cs_org *org, int64_t staff_id, int64_t day); /* in service and not away */

/* duty.c: whoever is on duty for a role at one unit at a moment, and there; false: nobody. Turns are read by
 * the first. */
void cs_org_forget_duties(struct cs_org *org);
enum cs_status cs_org_read_duties(struct cs_org *org, struct cs_error *err);
bool cs_org_on_duty(const struct cs_org *org, int64_t unit_id, const char *role, int64_t at, int64_t at_day,
                    int64_t *staff_id);
bool cs_org_in_service(const struct cs_org *org, int64_t staff_id, int64_t day);
/* Does this person hold a role at this very unit on a day, or stand in for a holder who is not there? */
bool cs_org_holds_here(const struct cs_org *org, int64_t unit_id, const char *role, int64_t staff_id,
                       int64_t day, bool *deputy);
/* The unit where a climb begins (NULL: none), and the next one up. */
const struct cs_unit *cs_org_climb_from(const struct cs_org *org, int64_t unit_id, int64_t day);
const struct cs_unit *cs_org_climb(const struct cs_org *org, const struct cs_unit *unit);

void cs_org_forget_homes(struct cs_org *org); /* homes.c */

/* How high a kind of unit stands: project 1 .. group 4, 0 for what stands beside the tree. */
int cs_org_height(const char *kind);

/* ---- org-store.c ---- */

enum {
    UNIT_ALL,
    STAFF_ALL,
    POST_ALL,
    ABSENCE_ALL,
    HOME_OF_UNIT,
    BUILDING_OF_UNIT,
    ALIAS_OF_UNIT,
    HOME_BY_CODE,
    BUILDING_BY_CODE,
    BATCH_BY_CODE,
    CALENDAR_ID_BY_NAME,
    BUILDING_STUB,
    HOME_AT_PLACE,
    HOME_CODE,
    HOME_UNIT_ID,
    UNIT_BY_CODE,
    STAFF_BY_CODE,
    UNIT_SET_PARENT,
    UNIT_SET_HANDED,
    DUTY_HELD,
    DUTY_ALL,

    /* For each noun in its order: the row of a key with its id and all columns, insert, update. */
    NOUN_STATEMENTS,
    ORG_STATEMENT_MAX = NOUN_STATEMENTS + 3 * CS_ORG_NOUN_MAX
};

enum { NOUN_FIND, NOUN_INSERT, NOUN_UPDATE };

static inline int cs_org_statement(enum cs_org_noun noun, int which)
{
    return NOUN_STATEMENTS + 3 * (int)noun + which;
}

#endif
