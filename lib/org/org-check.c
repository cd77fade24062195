/* org-check.c: what single nouns need when they are taken in. */
#include "org/org-import.h"
#include "time/hours.h"

/* Columns by noun, as in the descriptors. */
enum { HOME_KEY, HOME_UNIT, HOME_BUILDING, HOME_PLACE, HOME_ENTRANCE, HOME_FLOOR, HOME_ROOM };
enum { BUILDING_UNIT, BUILDING_NUMBER };
enum { ALIAS_UNIT, ALIAS_TEXT, ALIAS_HOME };
enum { POST_UNIT, POST_ROLE, POST_STAFF, POST_DEPUTY, POST_FROM, POST_UNTIL };
enum { STAFF_QUIET = 8, STAFF_DIGEST };
enum { DUTY_UNIT, DUTY_ROLE, DUTY_STAFF, DUTY_FROM, DUTY_UNTIL };
enum { ABSENCE_STAFF, ABSENCE_FROM, ABSENCE_UNTIL };

static struct cs_value kept(struct cs_org_import *import, const char *text, size_t length)
{
    return cs_text_length(cs_arena_strndup(&import->arena, text, length), length);
}

static struct cs_value folded(struct cs_org_import *import, const struct cs_value *value)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_org_fold(value->text, value->length, &text);
    struct cs_value result = kept(import, text.text, text.length);
    cs_buffer_release(&text);
    return result;
}

static void fill(struct cs_org_import *import, struct cs_value *values, int column, struct cs_value value)
{
    values[column] = value;
    import->filled[column] = true;
}

/* ---- homes ---- */

/* The id of a building by number; a home of one that nobody described makes it. */
static enum cs_status find_building(struct cs_org_import *import, int64_t unit_id, const char *code,
                                    int64_t *id, struct cs_error *err)
{
    struct cs_store *store = import->org->store;
    struct cs_value in[] = { cs_integer(unit_id), cs_text(code) }, out;
    char *key = cs_arena_printf(&import->arena, "g%lld %s", (long long)unit_id, code);
    *id = cs_index_get(&import->found, key, strlen(key), 0);
    if (*id)
        return CS_OK;
    enum cs_status status =
        cs_store_get(store, &cs_org_statements, BUILDING_BY_CODE, in, &out, &import->arena, err);
    if (status == CS_NONE) {
        status = cs_store_do(store, &cs_org_statements, BUILDING_STUB, in, NULL, err);
        if (status == CS_OK)
            status = cs_store_get(store, &cs_org_statements, BUILDING_BY_CODE, in, &out, &import->arena, err);
    }
    if (status == CS_OK) {
        *id = out.integer;
        cs_index_put(&import->found, key, strlen(key), *id);
    }
    return status;
}

/* The parts of a place fill the columns that came empty. */
static enum cs_status split_place(struct cs_org_import *import, struct cs_value *values, char *place,
                                  struct cs_error *err)
{
    char *second = strchr(place, '-'), *third = second ? strchr(second + 1, '-') : NULL;
    int64_t building;
    if (!second) {
        fill(import, values, HOME_BUILDING, cs_null());
        return CS_OK;
    }
    if (third)
        fill(import, values, HOME_ENTRANCE, kept(import, second + 1, (size_t)(third - second - 1)));
    const char *room = third ? third + 1 : second + 1;
    fill(import, values, HOME_ROOM, kept(import, room, strlen(room)));
    *second = '\0';
    enum cs_status status = find_building(import, values[HOME_UNIT].integer, place, &building, err);
    fill(import, values, HOME_BUILDING, cs_integer(building));
    return status;
}

/* A line that names no project is about a home that is there. */
static enum cs_status find_project(struct cs_org_import *import, struct cs_value *values,
                                   struct cs_error *err)
{
    int64_t home, unit;
    if (values[HOME_UNIT].type != CS_NULL)
        return CS_OK;
    enum cs_status status =
        cs_org_find_home_code(import->org, cs_value_text(&values[HOME_KEY]), &home, &unit, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"), "project");
    if (status == CS_OK)
        fill(import, values, HOME_UNIT, cs_integer(unit));
    return status;
}

static enum cs_status prepare_home(struct cs_org_import *import, struct cs_value *values,
                                   struct cs_error *err)
{
    char place[CS_PLACE_SIZE];
    const struct cs_value *written = &values[HOME_PLACE];
    const char *building = cs_value_text(&values[HOME_BUILDING]);
    const char *entrance = cs_value_text(&values[HOME_ENTRANCE]), *room = cs_value_text(&values[HOME_ROOM]);
    size_t length = 0;
    if (written->type != CS_TEXT && !building[0] && !room[0]) {
        values[HOME_BUILDING] = cs_null();
        return CS_OK; /* nothing said: stays, or is refused by the check */
    }
    if (written->type == CS_TEXT)
        length = cs_room_normalise(written->text, written->length, place);
    if (!length)
        length = cs_room_join(building, entrance, room[0] ? room : cs_value_text(written), place);
    if (!length && !building[0]) { /* a shop or a garage of no building: as it is written */
        struct cs_value plain = folded(import, written->type == CS_TEXT ? written : &values[HOME_ROOM]);
        length = plain.length < CS_PLACE_SIZE ? plain.length : 0;
        memcpy(place, plain.text, length);
        place[length] = '\0';
    }
    if (!length)
        return cs_error_set(err, CS_REFUSED, _("room: no building and room can be read from \"%s\""),
                            room[0] ? room : cs_value_text(written));
    fill(import, values, HOME_PLACE, kept(import, place, length));
    enum cs_status status = find_project(import, values, err);
    return status == CS_OK ? split_place(import, values, place, err) : status;
}

enum cs_status cs_org_prepare(struct cs_org_import *import, struct cs_value *values, struct cs_error *err)
{
    char code[CS_PLACE_SIZE];
    if (import->noun == CS_ORG_HOME)
        return prepare_home(import, values, err);
    if (import->noun == CS_ORG_ALIAS && values[ALIAS_TEXT].type == CS_TEXT)
        fill(import, values, ALIAS_TEXT, folded(import, &values[ALIAS_TEXT]));
    if (import->noun == CS_ORG_BUILDING && values[BUILDING_NUMBER].type == CS_TEXT) {
        const struct cs_value *number = &values[BUILDING_NUMBER];
        size_t length = cs_building_normalise(number->text, number->length, code);
        if (!length)
            return cs_error_set(err, CS_REFUSED, _("code: \"%s\" is no number of a building"), number->text);
        fill(import, values, BUILDING_NUMBER, kept(import, code, length));
    }
    return CS_OK;
}

/* ---- checks ---- */

static enum cs_status check_alias(struct cs_org_import *import, const struct cs_value *values,
                                  struct cs_error *err)
{
    struct cs_value out[2];
    struct cs_value home = values[ALIAS_HOME];
    enum cs_status status =
        cs_store_get(import->org->store, &cs_org_statements, HOME_UNIT_ID, &home, out, &import->arena, err);
    if (status == CS_OK && out[0].integer != values[ALIAS_UNIT].integer)
        return cs_error_set(err, CS_REFUSED, _("home: belongs to another project"));
    return status;
}

static enum cs_status check_days(const struct cs_value *from, const struct cs_value *until,
                                 struct cs_error *err)
{
    if (from->type != CS_NULL && until->type != CS_NULL && until->integer < from->integer)
        return cs_error_set(err, CS_REFUSED, _("until_on: must not lie before from_on"));
    return CS_OK;
}

/* Quiet and digest hours in their one spelling; "none" stands against the store's own hours. */
static enum cs_status check_hours(struct cs_org_import *import, struct cs_value *value, bool span,
                                  struct cs_error *err)
{
    static const char *const none[] = { "none", "no", "never", "无", "否", "不" };
    char text[CS_HOURS_SIZE] = "none";
    struct cs_hours_span hours;
    struct cs_hours_list list;
    enum cs_status status = CS_OK;
    bool said = value->type != CS_TEXT;
    for (size_t i = 0; i < sizeof none / sizeof *none && !said; i++)
        said = strcmp(value->text, none[i]) == 0;
    if (value->type != CS_TEXT)
        return CS_OK;
    if (!said && span && (status = cs_hours_parse_span(value->text, &hours, err)) == CS_OK)
        cs_hours_format_span(text, &hours);
    else if (!said && !span && (status = cs_hours_parse_list(value->text, &list, err)) == CS_OK)
        cs_hours_format_list(text, &list);
    if (status != CS_OK)
        cs_error_prefix(err, span ? "quiet" : "digest");
    else
        *value = kept(import, text, strlen(text));
    return status;
}

static enum cs_status check_staff(struct cs_org_import *import, struct cs_value *values, struct cs_error *err)
{
    enum cs_status status = check_hours(import, &values[STAFF_QUIET], true, err);
    return status == CS_OK ? check_hours(import, &values[STAFF_DIGEST], false, err) : status;
}

/* The responsible function is a word of ladders: whose post it is depends on the case. */
static enum cs_status check_role(const struct cs_value *role, struct cs_error *err)
{
    if (strcmp(cs_value_text(role), "function") == 0)
        return cs_error_set(err, CS_REFUSED,
                            _("role: nobody holds \"function\"; write construction, sales, "
                              "design, property or another function"));
    return CS_OK;
}

static enum cs_status check_post(const struct cs_value *values, struct cs_error *err)
{
    if (cs_value_equal(&values[POST_STAFF], &values[POST_DEPUTY]))
        return cs_error_set(err, CS_REFUSED, _("deputy: cannot stand in for themselves"));
    enum cs_status status = check_role(&values[POST_ROLE], err);
    return status == CS_OK ? check_days(&values[POST_FROM], &values[POST_UNTIL], err) : status;
}

static enum cs_status check_duty(const struct cs_value *values, struct cs_error *err)
{
    if (values[DUTY_UNTIL].integer <= values[DUTY_FROM].integer)
        return cs_error_set(err, CS_REFUSED, _("ends_at: must lie after begins_at"));
    return check_role(&values[DUTY_ROLE], err);
}

enum cs_status cs_org_check(struct cs_org_import *import, struct cs_value *values, const struct cs_value *old,
                            struct cs_error *err)
{
    switch (import->noun) {
    case CS_ORG_HOME:
        if (values[HOME_PLACE].type == CS_NULL && old)
            values[HOME_PLACE] = old[HOME_PLACE];
        if (values[HOME_PLACE].type == CS_NULL)
            return cs_error_set(err, CS_REFUSED, _("room: a home needs a place: building and room"));
        if (values[HOME_BUILDING].type == CS_NULL && old && !import->filled[HOME_BUILDING])
            values[HOME_BUILDING] = old[HOME_BUILDING];
        return CS_OK;
    case CS_ORG_ALIAS:
        return check_alias(import, values, err);
    case CS_ORG_POST:
        return check_post(values, err);
    case CS_ORG_STAFF:
        return check_staff(import, values, err);
    case CS_ORG_DUTY:
        return check_duty(values, err);
    case CS_ORG_ABSENCE:
        return check_days(&values[ABSENCE_FROM], &values[ABSENCE_UNTIL], err);
    default:
        return CS_OK;
    }
}

enum cs_status cs_org_say_taken(struct cs_org_import *import, const struct cs_value *values,
                                struct cs_error *err)
{
    struct cs_value in[] = { cs_null(), cs_null() }, out;
    if (import->noun != CS_ORG_HOME)
        return cs_error_set(err, CS_REFUSED, _("stands against another record that is there already"));
    in[0] = values[HOME_UNIT];
    in[1] = values[HOME_PLACE];
    enum cs_status status =
        cs_store_get(import->org->store, &cs_org_statements, HOME_AT_PLACE, in, &out, &import->arena, err);
    if (status == CS_FAILED || status == CS_BUSY)
        return status;
    return cs_error_set(err, CS_REFUSED, _("place: %s is the place of the home %s already"),
                        cs_value_text(&values[HOME_PLACE]), status == CS_OK ? cs_value_text(&out) : "?");
}
