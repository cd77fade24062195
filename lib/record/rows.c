/* Copies of rows. */
#include "record/rows.h"

#include <stdlib.h>

enum cs_status cs_rows_keep(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    struct cs_rows *rows = context;
    struct cs_value *values = cs_arena_alloc(rows->arena, row->record->count * sizeof *values);
    for (size_t i = 0; i < row->record->count; i++) {
        values[i] = row->values[i];
        if (values[i].type == CS_TEXT || values[i].type == CS_BLOB)
            values[i].text = cs_arena_strndup(rows->arena, values[i].text, values[i].length);
    }
    rows->items = cs_grow(rows->items, &rows->capacity, rows->count + 1, sizeof *rows->items);
    rows->items[rows->count++] = (struct cs_row){ row->record, values, rows->arena };
    return CS_OK;
}

void cs_rows_release(struct cs_rows *rows)
{
    free(rows->items);
    *rows = (struct cs_rows){ .arena = rows->arena };
}
