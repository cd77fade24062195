/*
 * Grids: columns of text that line up on a terminal, whatever the language.
 *
 * Widths are those of base/text.h, which do not depend on the locale. libsmartcols was tried for this and
 * left: it cuts without an ellipsis, does not fill the last column, reckons widths anew for each piece of a
 * long table, and counts characters unknown to glibc as nothing.
 */
#ifndef CS_IO_GRID_H
#define CS_IO_GRID_H

#include "base/buffer.h"
#include "base/memory.h"
#include "record/record.h"

struct cs_grid_column {
    const char *heading;
    bool right;  /* numbers */
    bool rigid;  /* a cut number or time would mislead: it is narrowed last */
    bool minor;  /* left out before others are cut */
    bool hidden; /* left out */
    bool filled; /* some cell holds something */
    double hint;
    size_t width;
};

struct cs_grid_cell {
    const char *text;
    size_t length, width;
};

struct cs_grid {
    struct cs_grid_column *columns;
    size_t count, shown; /* columns; how many of them there is room for */
    struct cs_grid_cell *cells;
    size_t cell_count, cell_room;
    struct cs_arena arena;
    size_t limit; /* columns of the terminal; 0: cells stay whole */
    bool settled; /* widths were reckoned */
    bool bold;    /* headings in bold */
};

void cs_grid_init(struct cs_grid *grid, size_t columns, size_t limit, bool bold);
void cs_grid_release(struct cs_grid *grid);

/* Sets a column up for a field. */
void cs_grid_column(struct cs_grid *grid, size_t column, const struct cs_field *field);

/* Appends one cell, row by row, from left to right; the text is copied. */
void cs_grid_add(struct cs_grid *grid, const char *text, size_t length);

/* Appends the rows held so far and forgets them; the first time the headings come before. Where cells may be
 * cut, widths are those of the first time. */
void cs_grid_print(struct cs_grid *grid, struct cs_buffer *out);

/* Appends text filled up with spaces to `width`, or cut to it with an ellipsis. */
void cs_grid_fit(struct cs_buffer *out, const char *text, size_t length, size_t width, bool right);

/* Appends text in lines of at most `width` columns (0: as it is), the second and later indented. */
void cs_text_wrap(struct cs_buffer *out, const char *text, size_t length, size_t indent, size_t width);

#endif
