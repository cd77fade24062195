/* homes.c: homes of a project by any spelling, from memory: a project's homes are read at its first question.
 */
#include "org/org-inside.h"

#include <stdlib.h>

/* What a key of the index is. */
enum sort { PLACE = 'p', SHORT = 's', ALIAS = 'a', CODE = 'c', BUILDING = 'b' };

enum { KEY_SIZE = 9 + 256 };

/* Sort, unit, text. Returns the key's length; a text longer than any key of the store is cut. */
static size_t make_key(char key[KEY_SIZE], enum sort sort, int64_t unit_id, const char *text, size_t length)
{
    length = length < KEY_SIZE - 9 ? length : KEY_SIZE - 9;
    key[0] = (char)sort;
    memcpy(key + 1, &unit_id, sizeof unit_id);
    memcpy(key + 9, text, length);
    return 9 + length;
}

static int64_t get(const struct cs_org *org, enum sort sort, int64_t unit_id, const char *text, size_t length)
{
    char key[KEY_SIZE];
    size_t size = make_key(key, sort, unit_id, text, length);
    return cs_index_get(&org->homes, key, size, CS_UNKNOWN);
}

static void put(struct cs_org *org, enum sort sort, int64_t unit_id, const char *text, int64_t number)
{
    char key[KEY_SIZE];
    size_t size = make_key(key, sort, unit_id, text, strlen(text));
    int64_t was = cs_index_put(&org->homes, key, size, number);
    if (was != number && sort == SHORT)
        cs_index_set(&org->homes, key, size, CS_AMBIGUOUS);
}

void cs_org_forget_homes(struct cs_org *org)
{
    cs_index_release(&org->homes);
    free(org->places);
    org->places = NULL;
    org->place_count = org->place_capacity = 0;
    if (org->homes_read)
        memset(org->homes_read, 0, org->unit_count);
    if (org->aliased)
        memset(org->aliased, 0, org->unit_count);
}

/* ---- reading ---- */

struct reading {
    struct cs_org *org;
    int64_t unit_id;
    bool aliased;
};

static int64_t add_place(struct cs_org *org, int64_t home, int64_t building, int64_t batch)
{
    org->places = cs_grow(org->places, &org->place_capacity, org->place_count + 1, sizeof *org->places);
    org->places[org->place_count] = (struct cs_home_place){ home, building, batch };
    return (int64_t)org->place_count++;
}

/* 3-2-1801 without its entrance: 3-1801. */
static bool shorten(const char *place, char out[CS_PLACE_SIZE])
{
    const char *first = strchr(place, '-'), *second = first ? strchr(first + 1, '-') : NULL;
    if (!second || strlen(place) >= CS_PLACE_SIZE)
        return false;
    size_t head = (size_t)(first - place);
    memcpy(out, place, head);
    memcpy(out + head, second, strlen(second) + 1);
    return true;
}

static enum cs_status add_home(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct reading *reading = context;
    struct cs_org *org = reading->org;
    const char *place = cs_value_text(&out[1]);
    char brief[CS_PLACE_SIZE];
    (void)err;
    int64_t number =
        add_place(org, out[0].integer, cs_value_integer(&out[3], 0), cs_value_integer(&out[4], 0));
    put(org, PLACE, reading->unit_id, place, number);
    put(org, CODE, reading->unit_id, cs_value_text(&out[2]), number);
    if (shorten(place, brief))
        put(org, SHORT, reading->unit_id, brief, number);
    return CS_OK;
}

static enum cs_status add_building(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct reading *reading = context;
    (void)err;
    int64_t number = add_place(reading->org, 0, out[0].integer, cs_value_integer(&out[2], 0));
    put(reading->org, BUILDING, reading->unit_id, cs_value_text(&out[1]), number);
    return CS_OK;
}

static enum cs_status add_alias(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct reading *reading = context;
    (void)err;
    int64_t number =
        add_place(reading->org, out[1].integer, cs_value_integer(&out[2], 0), cs_value_integer(&out[3], 0));
    put(reading->org, ALIAS, reading->unit_id, cs_value_text(&out[0]), number);
    reading->aliased = true;
    return CS_OK;
}

static enum cs_status read_homes(struct cs_org *org, int64_t unit_id, int64_t *unit_number,
                                 struct cs_error *err)
{
    enum cs_status status = cs_org_read_units(org, err);
    if (status != CS_OK)
        return status;
    *unit_number = cs_index_get(&org->unit_ids, &unit_id, sizeof unit_id, CS_UNKNOWN);
    if (*unit_number < 0)
        return CS_NONE;
    if (org->homes_read[*unit_number])
        return CS_OK;
    struct reading reading = { .org = org, .unit_id = unit_id };
    struct cs_value key = cs_integer(unit_id);
    const struct cs_statements *table = &cs_org_statements;
    status = cs_store_each(org->store, table, HOME_OF_UNIT, &key, add_home, &reading, err);
    if (status == CS_OK)
        status = cs_store_each(org->store, table, BUILDING_OF_UNIT, &key, add_building, &reading, err);
    if (status == CS_OK)
        status = cs_store_each(org->store, table, ALIAS_OF_UNIT, &key, add_alias, &reading, err);
    org->homes_read[*unit_number] = status == CS_OK;
    org->aliased[*unit_number] = reading.aliased;
    return status;
}

/* ---- questions ---- */

static enum cs_status answer(const struct cs_org *org, int64_t number, struct cs_home_found *found)
{
    const struct cs_home_place *place = &org->places[number];
    *found = (struct cs_home_found){ place->home_id, place->building_id, place->batch_id };
    return place->home_id ? CS_OK : CS_NONE;
}

static int64_t find_folded(const struct cs_org *org, enum sort sort, int64_t unit_id, const char *text,
                           size_t length)
{
    struct cs_buffer folded = CS_BUFFER_INIT;
    cs_org_fold(text, length, &folded);
    int64_t number = get(org, sort, unit_id, folded.text, folded.length);
    cs_buffer_release(&folded);
    return number;
}

static enum cs_status find_place(const struct cs_org *org, int64_t unit_id, const char *place, size_t length,
                                 struct cs_home_found *found)
{
    int64_t number = get(org, PLACE, unit_id, place, length);
    if (number < 0)
        number = get(org, SHORT, unit_id, place, length);
    if (number < 0) {
        const char *dash = memchr(place, '-', length);
        size_t head = dash ? (size_t)(dash - place) : length;
        number = get(org, BUILDING, unit_id, place, head);
    }
    return number >= 0 ? answer(org, number, found) : CS_NONE;
}

enum cs_status cs_org_find_home(struct cs_org *org, int64_t unit_id, const char *text, size_t length,
                                struct cs_home_found *found, struct cs_error *err)
{
    char place[CS_PLACE_SIZE];
    int64_t unit, number = CS_UNKNOWN;
    *found = (struct cs_home_found){ 0 };
    enum cs_status status = read_homes(org, unit_id, &unit, err);
    if (status != CS_OK)
        return status;
    if (org->aliased[unit])
        number = find_folded(org, ALIAS, unit_id, text, length);
    size_t written = number < 0 ? cs_room_normalise(text, length, place) : 0;
    if (written)
        status = find_place(org, unit_id, place, written, found);
    else if (number < 0)
        status = CS_NONE;
    if (status == CS_NONE && number < 0)
        number = get(org, CODE, unit_id, text, length);
    if (status == CS_NONE && number < 0 && !written)
        number = find_folded(org, PLACE, unit_id, text, length); /* a shop of no building */
    return number >= 0 ? answer(org, number, found) : status;
}

enum cs_status cs_org_find_home_parts(struct cs_org *org, int64_t unit_id, const char *building,
                                      const char *entrance, const char *room, struct cs_home_found *found,
                                      struct cs_error *err)
{
    char place[CS_PLACE_SIZE];
    int64_t unit;
    *found = (struct cs_home_found){ 0 };
    bool bare = (!building || !building[0]) && (!entrance || !entrance[0]);
    if (bare)
        return cs_org_find_home(org, unit_id, room ? room : "", room ? strlen(room) : 0, found, err);
    enum cs_status status = read_homes(org, unit_id, &unit, err);
    if (status != CS_OK)
        return status;
    if (org->aliased[unit]) {
        struct cs_buffer text = CS_BUFFER_INIT;
        cs_buffer_printf(&text, "%s%s%s", building ? building : "", entrance ? entrance : "",
                         room ? room : "");
        int64_t number = find_folded(org, ALIAS, unit_id, text.text, text.length);
        cs_buffer_release(&text);
        if (number >= 0)
            return answer(org, number, found);
    }
    size_t length = cs_room_join(building, entrance, room, place);
    if (!length && building)
        length = cs_building_normalise(building, strlen(building), place);
    return length ? find_place(org, unit_id, place, length, found) : CS_NONE;
}

enum cs_status cs_org_find_home_code(struct cs_org *org, const char *code, int64_t *home_id, int64_t *unit_id,
                                     struct cs_error *err)
{
    struct cs_value key = cs_text(code), out[2];
    struct cs_arena arena = CS_ARENA_INIT;
    enum cs_status status =
        cs_store_get(org->store, &cs_org_statements, HOME_BY_CODE, &key, out, &arena, err);
    if (status == CS_OK) {
        *home_id = out[0].integer;
        if (unit_id)
            *unit_id = out[1].integer;
    }
    cs_arena_release(&arena);
    return status;
}
