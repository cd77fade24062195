/* walk.c: who holds a role, found by climbing from a project. */
#include "org/org-inside.h"

#include <stdlib.h>

enum { HIGHEST = 32 }; /* a store mended by hand may hold a circle */

void cs_org_forget_posts(struct cs_org *org)
{
    cs_index_release(&org->staff_names);
    cs_index_release(&org->staff_ids);
    cs_index_release(&org->post_keys);
    free(org->staff);
    free(org->posts);
    free(org->absences);
    org->staff = NULL;
    org->posts = NULL;
    org->absences = NULL;
    org->staff_count = org->staff_capacity = 0;
    org->post_count = org->post_capacity = 0;
    org->absence_count = org->absence_capacity = 0;
    org->posts_read = false;
    cs_org_forget_duties(org);
}

/* ---- reading ---- */

static void add_staff_name(struct cs_org *org, const char *text, int64_t id, bool code)
{
    struct cs_buffer folded = CS_BUFFER_INIT;
    cs_org_fold(text, strlen(text), &folded);
    if (code)
        cs_index_set(&org->staff_names, folded.text, folded.length, id);
    else if (folded.length && cs_index_put(&org->staff_names, folded.text, folded.length, id) != id)
        cs_index_set(&org->staff_names, folded.text, folded.length, CS_AMBIGUOUS);
    cs_buffer_release(&folded);
}

static enum cs_status add_staff(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_org *org = context;
    int64_t id = out[0].integer;
    (void)err;
    org->staff = cs_grow(org->staff, &org->staff_capacity, org->staff_count + 1, sizeof *org->staff);
    org->staff[org->staff_count] = (struct cs_staff){ id, cs_value_integer(&out[3], INT64_MAX) };
    cs_index_put(&org->staff_ids, &id, sizeof id, (int64_t)org->staff_count++);
    add_staff_name(org, cs_value_text(&out[2]), id, false);
    add_staff_name(org, cs_value_text(&out[1]), id, true);
    return CS_OK;
}

struct cs_post_key cs_post_key(int64_t unit_id, const char *role)
{
    struct cs_post_key key;
    size_t length = strlen(role);
    length = length < sizeof key.bytes - 8 ? length : sizeof key.bytes - 8;
    memcpy(key.bytes, &unit_id, sizeof unit_id);
    memcpy(key.bytes + 8, role, length);
    key.length = 8 + length;
    return key;
}

/* Posts come with the last of a unit's role first, so that putting each in front leaves them in order. */
static enum cs_status add_post(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_org *org = context;
    (void)err;
    struct cs_post_key key = cs_post_key(out[0].integer, cs_value_text(&out[1]));
    org->posts = cs_grow(org->posts, &org->post_capacity, org->post_count + 1, sizeof *org->posts);
    org->posts[org->post_count] = (struct cs_post){
        .staff_id = out[2].integer,
        .deputy_id = cs_value_integer(&out[3], 0),
        .from_on = cs_value_integer(&out[4], INT64_MIN),
        .until_on = cs_value_integer(&out[5], INT64_MAX),
        .next = cs_index_get(&org->post_keys, key.bytes, key.length, -1),
    };
    cs_index_set(&org->post_keys, key.bytes, key.length, (int64_t)org->post_count++);
    return CS_OK;
}

static enum cs_status add_absence(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_org *org = context;
    (void)err;
    org->absences =
        cs_grow(org->absences, &org->absence_capacity, org->absence_count + 1, sizeof *org->absences);
    org->absences[org->absence_count++] =
        (struct cs_absence){ out[0].integer, out[1].integer, out[2].integer };
    return CS_OK;
}

enum cs_status cs_org_read_posts(struct cs_org *org, struct cs_error *err)
{
    if (org->posts_read)
        return CS_OK;
    const struct cs_statements *table = &cs_org_statements;
    enum cs_status status = cs_org_read_units(org, err);
    if (status == CS_OK)
        status = cs_store_each(org->store, table, STAFF_ALL, NULL, add_staff, org, err);
    if (status == CS_OK)
        status = cs_store_each(org->store, table, POST_ALL, NULL, add_post, org, err);
    if (status == CS_OK)
        status = cs_store_each(org->store, table, ABSENCE_ALL, NULL, add_absence, org, err);
    if (status == CS_OK)
        org->posts_read = true;
    else
        cs_org_forget_posts(org);
    return status;
}

/* ---- questions ---- */

enum cs_status cs_org_find_staff(struct cs_org *org, const char *text, size_t length, int64_t *staff_id,
                                 struct cs_error *err)
{
    struct cs_buffer folded = CS_BUFFER_INIT;
    enum cs_status status = cs_org_read_posts(org, err);
    *staff_id = 0;
    if (status != CS_OK)
        return status;
    cs_org_fold(text, length, &folded);
    int64_t id = cs_index_get(&org->staff_names, folded.text, folded.length, CS_UNKNOWN);
    cs_buffer_release(&folded);
    if (id <= 0)
        return CS_NONE;
    *staff_id = id;
    return CS_OK;
}

/* In service and not away. Absences are sorted by staff. */
bool cs_org_is_there(const struct cs_org *org, int64_t id, int64_t day)
{
    int64_t number = cs_index_get(&org->staff_ids, &id, sizeof id, -1);
    size_t low = 0, high = org->absence_count;
    if (number < 0 || org->staff[number].active_until < day)
        return false;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (org->absences[middle].staff_id < id)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < org->absence_count && org->absences[low].staff_id == id; low++)
        if (org->absences[low].from_on <= day && day <= org->absences[low].until_on)
            return false;
    return true;
}

/* The first holder at one unit who is there, else the first deputy. */
static bool find_here(const struct cs_org *org, int64_t unit_id, const char *role, int64_t day,
                      struct cs_post_found *found)
{
    struct cs_post_key key = cs_post_key(unit_id, role);
    int64_t first = cs_index_get(&org->post_keys, key.bytes, key.length, -1);
    for (int deputies = 0; deputies <= 1; deputies++)
        for (int64_t at = first; at >= 0; at = org->posts[at].next) {
            const struct cs_post *post = &org->posts[at];
            int64_t id = deputies ? post->deputy_id : post->staff_id;
            if (!id || day < post->from_on || day > post->until_on || !cs_org_is_there(org, id, day))
                continue;
            found->staff_id = id;
            found->unit_id = unit_id;
            found->deputy = deputies;
            return true;
        }
    return false;
}

bool cs_org_in_service(const struct cs_org *org, int64_t staff_id, int64_t day)
{
    int64_t number = cs_index_get(&org->staff_ids, &staff_id, sizeof staff_id, -1);
    return number >= 0 && org->staff[number].active_until >= day;
}

bool cs_org_holds_here(const struct cs_org *org, int64_t unit_id, const char *role, int64_t staff_id,
                       int64_t day, bool *deputy)
{
    struct cs_post_key key = cs_post_key(unit_id, role);
    int64_t at = cs_index_get(&org->post_keys, key.bytes, key.length, -1);
    *deputy = false;
    for (; at >= 0; at = org->posts[at].next) {
        const struct cs_post *post = &org->posts[at];
        if (day < post->from_on || day > post->until_on)
            continue;
        if (post->staff_id == staff_id) {
            *deputy = false;
            return true;
        }
        if (post->deputy_id == staff_id && !cs_org_is_there(org, post->staff_id, day))
            *deputy = true;
    }
    return *deputy;
}

/* Where the climb begins: a project whose duties were handed over begins at the unit that has them. */
const struct cs_unit *cs_org_climb_from(const struct cs_org *org, int64_t unit_id, int64_t day)
{
    const struct cs_unit *unit = cs_org_unit_at(org, unit_id);
    for (int steps = 0; unit && unit->handed_to_id && unit->handed_on <= day && steps < HIGHEST; steps++)
        unit = cs_org_unit_at(org, unit->handed_to_id);
    return unit;
}

const struct cs_unit *cs_org_climb(const struct cs_org *org, const struct cs_unit *unit)
{
    return unit->parent_id ? cs_org_unit_at(org, unit->parent_id) : NULL;
}

/* `at` of a walk that asks for the posts alone, not for the rota. */
#define NO_ROTA INT64_MIN

static bool look_here(struct cs_org *org, const struct cs_unit *unit, const char *role, int64_t at,
                      int64_t day, struct cs_post_found *found)
{
    found->level = unit->kind;
    if (at == NO_ROTA || !cs_org_on_duty(org, unit->id, role, at, day, &found->staff_id))
        return find_here(org, unit->id, role, day, found);
    found->unit_id = unit->id;
    found->duty = true;
    return true;
}

static enum cs_status walk(struct cs_org *org, const struct cs_unit *unit, const char *role, int64_t at,
                           int64_t day, struct cs_post_found *found)
{
    for (int steps = 0; unit && steps < HIGHEST; steps++, unit = cs_org_climb(org, unit)) {
        if (look_here(org, unit, role, at, day, found))
            return CS_OK;
        found->skipped++;
    }
    return CS_NONE;
}

static enum cs_status read_all(struct cs_org *org, int64_t at, struct cs_error *err)
{
    enum cs_status status = cs_org_read_posts(org, err);
    return status == CS_OK && at != NO_ROTA ? cs_org_read_duties(org, err) : status;
}

enum cs_status cs_org_post_here(struct cs_org *org, int64_t unit_id, const char *role, int64_t at,
                                int64_t at_day, struct cs_post_found *found, struct cs_error *err)
{
    struct cs_post_found here = { 0 };
    enum cs_status status = read_all(org, at, err);
    const struct cs_unit *unit = status == CS_OK ? cs_org_unit_at(org, unit_id) : NULL;
    if (status != CS_OK)
        return status;
    if (!unit || !look_here(org, unit, role, at, at_day, &here))
        return CS_NONE;
    *found = here;
    return CS_OK;
}

enum cs_status cs_org_walk_duty(struct cs_org *org, int64_t unit_id, const char *role, const char *level,
                                int64_t at, int64_t at_day, int levels_up, struct cs_post_found *found,
                                struct cs_error *err)
{
    *found = (struct cs_post_found){ .level = level };
    enum cs_status status = read_all(org, at, err);
    if (status != CS_OK)
        return status;
    const struct cs_unit *unit = cs_org_climb_from(org, unit_id, at_day), *above;
    int height = cs_org_height(level), steps = 0;
    while (unit && cs_org_height(unit->kind) < height && (above = cs_org_climb(org, unit)) &&
           steps++ < HIGHEST)
        unit = above;
    while (unit && levels_up-- > 0 && (above = cs_org_climb(org, unit)))
        unit = above;
    return walk(org, unit, role, at, at_day, found);
}

enum cs_status cs_org_walk_role(struct cs_org *org, int64_t unit_id, const char *role, const char *level,
                                int64_t at_day, int levels_up, struct cs_post_found *found,
                                struct cs_error *err)
{
    return cs_org_walk_duty(org, unit_id, role, level, NO_ROTA, at_day, levels_up, found, err);
}
