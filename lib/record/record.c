/* Records: rows, fields by name and by heading, defaults and required fields. */
#include "record/record.h"
#include "record/parts.h"

#include <stdlib.h>
#include <string.h>

void cs_row_init(struct cs_row *row, const struct cs_record *record)
{
    row->record = record;
    row->values = cs_alloc(record->count * sizeof *row->values);
    row->arena = cs_alloc(sizeof *row->arena);
    cs_row_reset(row);
}

void cs_row_reset(struct cs_row *row)
{
    for (size_t i = 0; i < row->record->count; i++)
        row->values[i] = cs_null();
    cs_arena_reset(row->arena);
}

void cs_row_release(struct cs_row *row)
{
    if (row->arena)
        cs_arena_release(row->arena);
    free(row->arena);
    free(row->values);
    row->arena = NULL;
    row->values = NULL;
}

int cs_record_find(const struct cs_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* The default of a field; times may be given as now, today or an amount before or after now. */
static enum cs_status put_default(const struct cs_field *field, const struct cs_parse *how,
                                  struct cs_arena *arena, struct cs_value *value, struct cs_error *err)
{
    char first = field->byname[0];
    bool timed = field->type == CS_TYPE_TIME || field->type == CS_TYPE_DATE;
    if (!timed || (first >= '0' && first <= '9'))
        return cs_field_parse(field, how, field->byname, strlen(field->byname), arena, value, err);
    int64_t utc = 0;
    enum cs_status status = cs_moment_parse_relative(field->byname, how->zone, &utc, err);
    if (status == CS_OK)
        *value = cs_integer(field->type == CS_TYPE_DATE ? cs_zone_day(how->zone, utc) : utc);
    return status;
}

enum cs_status cs_row_finish(struct cs_row *row, const struct cs_parse *how, struct cs_error *err)
{
    for (size_t i = 0; i < row->record->count; i++) {
        const struct cs_field *field = &row->record->fields[i];
        struct cs_value *value = &row->values[i];
        if (value->type != CS_NULL)
            continue;
        if (field->byname) {
            enum cs_status status = put_default(field, how, row->arena, value, err);
            if (status != CS_OK) {
                cs_error_prefix(err, "%s", field->name);
                return status;
            }
        }
        if (value->type == CS_NULL && (field->flags & CS_REQUIRED))
            return cs_error_set(err, CS_REFUSED, _("%s: must not be empty"), field->name);
    }
    return CS_OK;
}
