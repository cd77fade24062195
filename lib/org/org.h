/*
 * Org: units (group, region, city, project, property company, contractor), their buildings and homes, staff,
 * posts and absences.
 *
 * Two uses: keeping the records (imports by code, lists), and answering the questions of other rooms a
 * million times over: which project is "华府一期", which home is "3栋2单元1801", who is city head of this
 * project today. For the second hold one `struct cs_org` for the life of a command: what it answers from is
 * read once.
 */
#ifndef CS_ORG_ORG_H
#define CS_ORG_ORG_H

#include "base/diag.h"
#include "record/record.h"
#include "store/select.h"
#include "store/store.h"
#include "time/zone.h"

#include <stdbool.h>

struct cs_org;

/* The store is borrowed and must outlive it. Not safe for several threads at once. */
struct cs_org *cs_org_new(struct cs_store *store);
void cs_org_free(struct cs_org *org);
void cs_org_reset(struct cs_org *org); /* forgets what was read: call it after changing units, homes, posts */

/* ---- units ---- */

struct cs_unit {
    int64_t id, parent_id, calendar_id; /* 0: none */
    int64_t handed_to_id;               /* its duty went there, from handed_on; 0: not handed over */
    int64_t handed_on;
    const char *code, *name, *kind, *status;
};

/* The unit of an id, or NULL. Good until cs_org_reset or cs_org_free, as are the texts in it. */
enum cs_status cs_org_unit(struct cs_org *org, int64_t id, const struct cs_unit **unit, struct cs_error *err);

/* The unit of a code, a name or an alias (case and blanks do not count): a project, or any kind of unit
 * (contractors, property companies). CS_OK, CS_NONE (no sentence) where no unit or more than one answers,
 * CS_FAILED. The first time a spelling is seen it costs a search, then a look. */
enum cs_status cs_org_find_project(struct cs_org *org, const char *text, size_t length, int64_t *unit_id,
                                   struct cs_error *err);
enum cs_status cs_org_find_unit(struct cs_org *org, const char *text, size_t length, int64_t *unit_id,
                                struct cs_error *err);

/* The member of staff of a code or (where only one bears it) a name. CS_NONE without a sentence. */
enum cs_status cs_org_find_staff(struct cs_org *org, const char *text, size_t length, int64_t *staff_id,
                                 struct cs_error *err);

/* ---- rooms and homes ---- */

enum { CS_PLACE_SIZE = 64 };

/*
 * Writes the one spelling of a room, building-unit-room or building-room, and returns its length; 0 where the
 * text is no room. 3栋2单元1801, 3-2-1801, 3#楼2单元1801室, 三栋二单元1801 -> 3-2-1801; 03#1801 -> 3-1801;
 * A座1801 -> A-1801. Full-width signs are narrowed, blanks and leading zeros dropped,
 * letters become capitals. Text before the building (a project's name, a phase) is passed over.
 */
size_t cs_room_normalise(const char *text, size_t length, char place[CS_PLACE_SIZE]);

/* The same from parts that came in columns of their own; any may be NULL or "". A room that already holds the
 * building ("3-2-1801") wins over the other two. */
size_t cs_room_join(const char *building, const char *entrance, const char *room, char place[CS_PLACE_SIZE]);

/* One spelling of a building: 03# 3栋 三号楼 -> 3. Returns its length, 0 where it is none. */
size_t cs_building_normalise(const char *text, size_t length, char code[CS_PLACE_SIZE]);

struct cs_home_found {
    int64_t home_id;     /* 0: not found */
    int64_t building_id; /* 0: unknown; may be known where the home is not */
    int64_t batch_id;    /* of the building; 0: unknown */
};

/* The home of a spelling in a project: by its place, by the alias list, by the firm's own code of the room,
 * and where the entrance is missing by building and room if only one home has them. CS_OK; CS_NONE (no
 * sentence; *found may still name the building); CS_FAILED. */
enum cs_status cs_org_find_home(struct cs_org *org, int64_t unit_id, const char *text, size_t length,
                                struct cs_home_found *found, struct cs_error *err);
enum cs_status cs_org_find_home_parts(struct cs_org *org, int64_t unit_id, const char *building,
                                      const char *entrance, const char *room, struct cs_home_found *found,
                                      struct cs_error *err);

/* The home of the firm's code; *unit_id (or NULL) receives its project. CS_NONE without a sentence. */
enum cs_status cs_org_find_home_code(struct cs_org *org, const char *code, int64_t *home_id, int64_t *unit_id,
                                     struct cs_error *err);

/* ---- who ---- */

struct cs_post_found {
    int64_t staff_id;  /* 0: nobody up to the top */
    int64_t unit_id;   /* where the post was found */
    const char *level; /* kind of that unit: project, city, region, group */
    bool deputy;       /* the deputy stands in for a holder who is away */
    bool duty;         /* by the duty rota */
    int skipped;       /* levels passed over since nobody held the role there */
};

/*
 * The holder of a role on a day: from the unit up to the first unit of `level` or above it, then levels_up
 * parents more (the top is never left). There the first post of the role that is in force and whose holder is
 * in service and present; else a deputy who is; else one parent up, and so on. CS_OK; CS_NONE (no sentence,
 * staff_id 0, level the last one tried) where nobody holds it up to the top; CS_FAILED.
 */
enum cs_status cs_org_walk_role(struct cs_org *org, int64_t unit_id, const char *role, const char *level,
                                int64_t at_day, int levels_up, struct cs_post_found *found,
                                struct cs_error *err);

/* The same at a moment: at each unit of the climb whoever is on the duty rota for the role then (in service
 * and present; of several the one whose turn began last) goes before post and deputy. `at_day` is its local
 * day. */
enum cs_status cs_org_walk_duty(struct cs_org *org, int64_t unit_id, const char *role, const char *level,
                                int64_t at, int64_t at_day, int levels_up, struct cs_post_found *found,
                                struct cs_error *err);

/* The same at one unit, without a climb: CS_NONE where nobody holds the role there. */
enum cs_status cs_org_post_here(struct cs_org *org, int64_t unit_id, const char *role, int64_t at,
                                int64_t at_day, struct cs_post_found *found, struct cs_error *err);

/*
 * May this person act in a role? `who` is a code or a name; the person must be in service on the local day
 * and be, at the unit or at any unit above it (up from the first of `level` or above; NULL: from the unit
 * itself), the holder of the role, or its deputy while the holder is away or out of service, or on the duty
 * rota for it at the moment `at`. A closed-out project's duty is that of the unit it was handed to. A holder
 * who is away still holds.
 *
 * CS_OK: *found has staff_id, unit_id, level (the kind of that unit) and deputy, of the lowest such unit.
 * CS_NONE without a sentence: found->staff_id is 0 where no member of staff (or more than one) answers to
 * `who`, else the id of a person who is not in that role. CS_FAILED.
 */
struct cs_authority {
    const char *who, *role;
    const char *level; /* project, city, region, group; NULL: from the unit itself */
    int64_t unit_id;   /* usually the case's project; 0: not known, and the role held anywhere will do */
    int64_t at;        /* UTC seconds */
    const struct cs_zone *zone; /* whose local day counts */
};
enum cs_status cs_org_authority(struct cs_org *org, const struct cs_authority *asked,
                                struct cs_post_found *found, struct cs_error *err);

/* Whether the store knows any member of staff: where it does not, roles cannot be checked. */
enum cs_status cs_org_staffed(struct cs_org *org, bool *staffed, struct cs_error *err);

/* ---- keeping the records: one importer a noun ---- */

enum cs_org_noun {
    CS_ORG_UNIT,
    CS_ORG_BATCH,
    CS_ORG_BUILDING,
    CS_ORG_HOME,
    CS_ORG_ALIAS,
    CS_ORG_MILESTONE,
    CS_ORG_STAFF,
    CS_ORG_POST,
    CS_ORG_ABSENCE,
    CS_ORG_DUTY,
    CS_ORG_WEATHER,
    CS_ORG_NOUN_MAX
};

extern const struct cs_record *const cs_org_records[CS_ORG_NOUN_MAX];
extern const struct cs_record cs_org_unit_record, cs_org_batch_record, cs_org_building_record,
    cs_org_home_record, cs_org_alias_record, cs_org_milestone_record, cs_org_staff_record, cs_org_post_record,
    cs_org_absence_record, cs_org_duty_record, cs_org_weather_record;
extern const struct cs_view cs_org_views[CS_ORG_NOUN_MAX];
extern const struct cs_statements cs_org_statements;

extern const struct cs_choice cs_unit_kind_choices[];
extern const struct cs_choice cs_role_choices[];
extern const struct cs_choice cs_level_choices[];

/* Takes records of one noun, fields by name and references by code (unit, home, staff, batch). */
struct cs_org_import;

enum cs_org_change { CS_ORG_INSERTED, CS_ORG_UPDATED, CS_ORG_UNCHANGED };

struct cs_org_import *cs_org_import_new(struct cs_org *org, enum cs_org_noun noun);
void cs_org_import_free(struct cs_org_import *import);

/* Which fields the input has; the others of a record that is there stay as they are. */
typedef bool cs_org_has_fn(const void *context, int field);

/* Writes one row inside the caller's transaction. A masked phone or address means "unchanged". CS_REFUSED
 * with "field: sentence"; CS_FAILED. `has` may be NULL: all fields are there. */
enum cs_status cs_org_import_row(struct cs_org_import *import, const struct cs_row *row, cs_org_has_fn *has,
                                 const void *context, enum cs_org_change *change, struct cs_error *err);

/* Call it before the commit: links units to parents that came later in the file. CS_FAILED with a sentence
 * where one never came, or where a unit would stand above itself. */
enum cs_status cs_org_import_finish(struct cs_org_import *import, struct cs_error *err);

/* ---- resolving for people ---- */

enum cs_org_resolve_field {
    CS_RESOLVE_PROJECT,
    CS_RESOLVE_BUILDING,
    CS_RESOLVE_ENTRANCE,
    CS_RESOLVE_ROOM,
    CS_RESOLVE_UNIT,
    CS_RESOLVE_HOME,
    CS_RESOLVE_PLACE,
    CS_RESOLVE_OUTCOME,
    CS_RESOLVE_FIELDS
};
extern const struct cs_record cs_org_resolve_record;

/* Fills the last four fields of `out` from the first four of `in` (the same row, or another). */
enum cs_status cs_org_resolve(struct cs_org *org, const struct cs_row *in, struct cs_row *out,
                              struct cs_error *err);

/* ---- a unit as a page, the organisation as a tree ---- */

/* Each unit, parents before their children, children by code; depth 0 is a unit without a parent. */
typedef enum cs_status cs_unit_fn(void *context, const struct cs_unit *unit, int depth, struct cs_error *err);
enum cs_status cs_org_tree(struct cs_org *org, cs_unit_fn *each, void *context, struct cs_error *err);

#endif
