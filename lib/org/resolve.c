/* resolve.c: what a project and a room as written come to, for people who mend spellings. */
#include "org/org-inside.h"

static struct cs_value kept(const struct cs_row *row, const char *text)
{
    return cs_text(cs_arena_strdup(row->arena, text));
}

static enum cs_status put_home(struct cs_org *org, int64_t home_id, struct cs_row *out, struct cs_error *err)
{
    struct cs_value key = cs_integer(home_id), found[2];
    enum cs_status status =
        cs_store_get(org->store, &cs_org_statements, HOME_CODE, &key, found, out->arena, err);
    if (status == CS_OK) {
        out->values[CS_RESOLVE_HOME] = found[0];
        out->values[CS_RESOLVE_PLACE] = found[1];
        out->values[CS_RESOLVE_OUTCOME] = cs_text("home");
    }
    return status;
}

static enum cs_status find(struct cs_org *org, const struct cs_row *in, int64_t unit_id, struct cs_row *out,
                           struct cs_error *err)
{
    const char *building = cs_value_text(&in->values[CS_RESOLVE_BUILDING]);
    const char *entrance = cs_value_text(&in->values[CS_RESOLVE_ENTRANCE]);
    const char *room = cs_value_text(&in->values[CS_RESOLVE_ROOM]);
    struct cs_home_found found;
    enum cs_status status = cs_org_find_home_parts(org, unit_id, building, entrance, room, &found, err);
    out->values[CS_RESOLVE_OUTCOME] = cs_text(found.building_id ? "building" : "project");
    if (status == CS_OK)
        status = put_home(org, found.home_id, out, err);
    return status == CS_NONE ? CS_OK : status;
}

enum cs_status cs_org_resolve(struct cs_org *org, const struct cs_row *in, struct cs_row *out,
                              struct cs_error *err)
{
    const struct cs_value *project = &in->values[CS_RESOLVE_PROJECT];
    const struct cs_unit *unit = NULL;
    char place[CS_PLACE_SIZE];
    int64_t unit_id;
    for (int i = 0; out != in && i < CS_RESOLVE_UNIT; i++)
        out->values[i] = in->values[i];
    enum cs_status status = cs_org_find_project(org, cs_value_text(project), project->length, &unit_id, err);
    out->values[CS_RESOLVE_OUTCOME] = cs_text("nothing");
    if (cs_room_join(cs_value_text(&in->values[CS_RESOLVE_BUILDING]),
                     cs_value_text(&in->values[CS_RESOLVE_ENTRANCE]),
                     cs_value_text(&in->values[CS_RESOLVE_ROOM]), place))
        out->values[CS_RESOLVE_PLACE] = kept(out, place);
    if (status != CS_OK)
        return status == CS_NONE ? CS_OK : status;
    status = cs_org_unit(org, unit_id, &unit, err);
    if (status != CS_OK)
        return status;
    out->values[CS_RESOLVE_UNIT] = kept(out, unit->code);
    return find(org, in, unit_id, out, err);
}
