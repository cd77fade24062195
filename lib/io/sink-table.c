/*
 * Tables for people. Rows are held a thousand at a time, so that memory stays bounded; the first thousand fix
 * the widths. On a terminal cells are cut to its width; in a pipe they are whole, and a wider cell that comes
 * late widens its column from there on.
 */
#include "io/grid.h"
#include "io/sink-private.h"

#include <stdlib.h>

enum { BATCH_ROWS = 1000 };

static void table_begin(struct cs_sink *sink)
{
    struct cs_grid *grid = cs_alloc(sizeof *grid);
    const struct cs_sink_options *options = &sink->options;
    cs_grid_init(grid, sink->field_count, options->terminal ? options->width : 0, options->color);
    for (size_t i = 0; i < sink->field_count; i++)
        cs_grid_column(grid, i, &sink->record->fields[sink->fields[i]]);
    sink->state = grid;
}

static void table_row(struct cs_sink *sink, const struct cs_row *row)
{
    struct cs_grid *grid = sink->state;
    for (size_t i = 0; i < sink->field_count; i++) {
        int field = sink->fields[i];
        cs_buffer_reset(&sink->cell);
        cs_sink_human(&sink->options, &sink->record->fields[field], &row->values[field], &sink->cell);
        cs_grid_add(grid, sink->cell.text, sink->cell.length);
    }
    if ((sink->count + 1) % BATCH_ROWS == 0)
        cs_grid_print(grid, &sink->out);
}

enum { ROOM_TO_SAY = 72 }; /* columns of a terminal on which a sentence does not outgrow the table */

/* The mark of columns left out says that there are some; which, and the way to them, stands below. */
static void say_left_out(struct cs_sink *sink)
{
    const struct cs_grid *grid = sink->state;
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < grid->count; i++)
        if (grid->columns[i].hidden)
            cs_buffer_printf(&text, "%s%s", text.length ? _(", ") : _("… not shown: "),
                             grid->columns[i].heading);
    cs_buffer_text(&text, _(" (--fields, a wider terminal)"));
    cs_text_wrap(&sink->out, text.text, text.length, 2, sink->options.width);
    cs_buffer_release(&text);
}

static void table_end(struct cs_sink *sink)
{
    const struct cs_grid *grid = sink->state;
    cs_grid_print(sink->state, &sink->out);
    if (grid->limit >= ROOM_TO_SAY && grid->shown < grid->count && sink->count > 0)
        say_left_out(sink);
}

static void table_release(struct cs_sink *sink)
{
    cs_grid_release(sink->state);
    free(sink->state);
}

const struct cs_sink_kind cs_sink_table = { "table", true, table_begin, table_row, table_end, table_release };
