/* Rows kept: copies of what a callback was handed, for a page or a second look. */
#ifndef CS_RECORD_ROWS_H
#define CS_RECORD_ROWS_H

#include "record/record.h"

struct cs_rows {
    struct cs_row *items;
    size_t count, capacity;
    struct cs_arena *arena; /* of the copies; borrowed */
};

/* A cs_row_fn: keeps a copy of the row. context is the struct cs_rows. */
enum cs_status cs_rows_keep(void *rows, const struct cs_row *row, struct cs_error *err);
void cs_rows_release(struct cs_rows *rows);

#endif
