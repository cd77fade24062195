/* Columns of text that line up. */
#include "io/grid.h"

#include <stdlib.h>
#include <string.h>

static const char gap_text[] = "  ";
enum { GAP = sizeof gap_text - 1, LEAST = 6 };

void cs_grid_init(struct cs_grid *grid, size_t columns, size_t limit, bool bold)
{
    *grid = (struct cs_grid){ .count = columns, .shown = columns, .limit = limit, .bold = bold };
    grid->columns = cs_alloc((columns + 1) * sizeof *grid->columns);
}

void cs_grid_release(struct cs_grid *grid)
{
    free(grid->columns);
    free(grid->cells);
    cs_arena_release(&grid->arena);
    *grid = (struct cs_grid){ 0 };
}

void cs_grid_column(struct cs_grid *grid, size_t column, const struct cs_field *field)
{
    enum cs_type type = field->type;
    bool number = type == CS_TYPE_INT || type == CS_TYPE_REAL || type == CS_TYPE_MONEY;
    number = number && !field->choices; /* shown as words */
    bool moment = type == CS_TYPE_TIME || type == CS_TYPE_DATE || type == CS_TYPE_BOOL;
    const char *heading = cs_translate(field->heading);
    grid->columns[column] = (struct cs_grid_column){ .heading = heading[0] ? heading : field->name,
                                                     .right = number,
                                                     .rigid = number || moment,
                                                     .minor = (field->flags & CS_MINOR) != 0,
                                                     .hint = field->width };
}

void cs_grid_add(struct cs_grid *grid, const char *text, size_t length)
{
    grid->cells = cs_grow(grid->cells, &grid->cell_room, grid->cell_count + 1, sizeof *grid->cells);
    grid->cells[grid->cell_count++] =
        (struct cs_grid_cell){ .text = cs_arena_strndup(&grid->arena, text, length),
                               .length = length,
                               .width = cs_text_width(text, length) };
}

/* Widens columns to what the rows held need. */
static void measure(struct cs_grid *grid)
{
    for (size_t i = 0; i < grid->count && !grid->settled; i++)
        grid->columns[i].width = cs_text_width(grid->columns[i].heading, strlen(grid->columns[i].heading));
    for (size_t i = 0; i < grid->cell_count; i++) {
        struct cs_grid_column *column = &grid->columns[i % grid->count];
        column->filled |= grid->cells[i].width > 0;
        if (grid->cells[i].width > column->width)
            column->width = grid->cells[i].width;
    }
}

static size_t total_width(const struct cs_grid *grid)
{
    size_t total = grid->shown ? (grid->shown - 1) * GAP : 0;
    for (size_t i = 0; i < grid->count; i++)
        total += grid->columns[i].hidden ? 0 : grid->columns[i].width;
    if (grid->shown < grid->count)
        total += GAP + 1; /* the mark of columns left out */
    return total;
}

/* What a field asks for; 0: as the data need. */
static size_t hint_of(const struct cs_grid *grid, const struct cs_grid_column *column)
{
    bool share = column->hint > 0 && column->hint < 1;
    return share ? (size_t)(column->hint * (double)grid->limit) : (size_t)column->hint;
}

/* First, long columns give way down to the width their field asks for. */
static void narrow_to_hints(struct cs_grid *grid)
{
    for (size_t i = 0; i < grid->count; i++) {
        struct cs_grid_column *column = &grid->columns[i];
        size_t total = total_width(grid), wanted = hint_of(grid, column);
        if (total <= grid->limit)
            return;
        if (column->hidden)
            continue;
        if (!wanted || wanted >= column->width)
            continue;
        size_t excess = total - grid->limit;
        column->width = column->width - wanted > excess ? column->width - excess : wanted;
    }
}

/* Then the widest give way to each other, a column of the terminal at a time. */
static void narrow_widest(struct cs_grid *grid, bool rigid_too)
{
    while (total_width(grid) > grid->limit) {
        size_t widest = SIZE_MAX, next = LEAST;
        for (size_t i = 0; i < grid->count; i++) {
            const struct cs_grid_column *column = &grid->columns[i];
            if (column->hidden || (column->rigid && !rigid_too) || column->width <= LEAST)
                continue;
            if (widest == SIZE_MAX || column->width > grid->columns[widest].width) {
                next = widest == SIZE_MAX ? next : grid->columns[widest].width;
                widest = i;
            } else if (column->width > next) {
                next = column->width;
            }
        }
        if (widest == SIZE_MAX)
            return;
        size_t excess = total_width(grid) - grid->limit, width = grid->columns[widest].width;
        size_t step = width > next ? width - next : 1;
        grid->columns[widest].width -= step < excess ? step : excess;
    }
}

/* Whether the columns have room: uncut but for those that ask for less, or (cut) narrowed as far as they may
 * be. */
static bool has_room(const struct cs_grid *grid, bool cut)
{
    size_t total = (grid->shown - 1) * GAP + (grid->shown < grid->count ? GAP + 1 : 0);
    for (size_t i = 0; i < grid->count; i++) {
        const struct cs_grid_column *column = &grid->columns[i];
        size_t hint = hint_of(grid, column), least = cut ? LEAST : hint ? hint : SIZE_MAX;
        if (!column->hidden)
            total += (cut && column->rigid) || column->width < least ? column->width : least;
    }
    return total <= grid->limit;
}

static bool is_empty(const struct cs_grid_column *column)
{
    return !column->filled;
}

static bool is_minor(const struct cs_grid_column *column)
{
    return column->minor;
}

static bool is_any(const struct cs_grid_column *column)
{
    (void)column;
    return true;
}

/* Leaves out such columns, from the right, until the others have room. */
static void leave_out_such(struct cs_grid *grid, bool (*such)(const struct cs_grid_column *column), bool cut)
{
    for (size_t i = grid->count; i-- > 0 && grid->shown > 1 && !has_room(grid, cut);)
        if (!grid->columns[i].hidden && such(&grid->columns[i])) {
            grid->columns[i].hidden = true;
            grid->shown--;
        }
}

/* What says nothing and what says little goes before a cell is cut; what stands last, where cutting is not
 * enough. */
static void leave_out(struct cs_grid *grid)
{
    if (grid->cell_count)
        leave_out_such(grid, is_empty, false);
    leave_out_such(grid, is_minor, false);
    leave_out_such(grid, is_any, true);
}

/* Widths for the rows held: as they need, and on a terminal, the first time, as it allows. */
static void settle(struct cs_grid *grid)
{
    if (!grid->settled || !grid->limit)
        measure(grid);
    if (!grid->settled && grid->limit) {
        leave_out(grid);
        narrow_to_hints(grid);
        narrow_widest(grid, false);
        narrow_widest(grid, true);
        size_t first = 0;
        while (grid->columns[first].hidden)
            first++;
        size_t total = total_width(grid), *width = &grid->columns[first].width;
        if (total > grid->limit) /* a single column */
            *width -= total - grid->limit < *width ? total - grid->limit : *width;
    }
    grid->settled = true;
}

static void add_spaces(struct cs_buffer *out, size_t count)
{
    cs_buffer_reserve(out, count);
    memset(out->text + out->length, ' ', count);
    out->length += count;
    out->text[out->length] = '\0';
}

/* How many bytes of the text fit into `width` columns; *used receives the columns. */
static size_t fitting(const char *text, size_t length, size_t width, size_t *used)
{
    size_t at = 0;
    *used = 0;
    while (at < length) {
        uint32_t code = 0xFFFD;
        size_t bytes = cs_utf8_decode(text + at, length - at, &code);
        size_t wide = (size_t)cs_char_width(code);
        if (*used + wide > width)
            break;
        *used += wide;
        at += bytes ? bytes : 1;
    }
    return at;
}

void cs_grid_fit(struct cs_buffer *out, const char *text, size_t length, size_t width, bool right)
{
    size_t used, taken = fitting(text, length, width, &used);
    bool cut = taken < length;
    if (cut) {
        taken = fitting(text, length, width ? width - 1 : 0, &used);
        used += width > 0;
    }
    if (right)
        add_spaces(out, width - used);
    cs_buffer_add(out, text, taken);
    if (cut && width)
        cs_buffer_text(out, "\xE2\x80\xA6");
    if (!right)
        add_spaces(out, width - used);
}

static void print_headings(const struct cs_grid *grid, struct cs_buffer *out)
{
    if (grid->bold)
        cs_buffer_text(out, "\033[1m");
    const char *gap = "";
    for (size_t i = 0; i < grid->count; i++) {
        const struct cs_grid_column *column = &grid->columns[i];
        if (column->hidden)
            continue;
        cs_buffer_text(out, gap);
        gap = gap_text;
        cs_grid_fit(out, column->heading, strlen(column->heading), column->width, column->right);
    }
    if (grid->shown < grid->count)
        cs_buffer_text(out, "  \xE2\x80\xA6");
    cs_buffer_text(out, grid->bold ? "\033[0m\n" : "\n");
}

static void print_row(const struct cs_grid *grid, const struct cs_grid_cell *cells, struct cs_buffer *out)
{
    const char *gap = "";
    for (size_t i = 0; i < grid->count; i++) {
        const struct cs_grid_column *column = &grid->columns[i];
        if (column->hidden)
            continue;
        cs_buffer_text(out, gap);
        gap = gap_text;
        if (cells[i].width > column->width) {
            cs_grid_fit(out, cells[i].text, cells[i].length, column->width, column->right);
            continue;
        }
        size_t spaces = column->width - cells[i].width;
        if (column->right)
            add_spaces(out, spaces);
        cs_buffer_add(out, cells[i].text, cells[i].length);
        if (!column->right)
            add_spaces(out, spaces);
    }
    if (grid->shown < grid->count)
        add_spaces(out, GAP + 1);
    cs_buffer_char(out, '\n');
}

void cs_grid_print(struct cs_grid *grid, struct cs_buffer *out)
{
    bool first = !grid->settled;
    if (!grid->count)
        return;
    settle(grid);
    if (first)
        print_headings(grid, out);
    for (size_t i = 0; i + grid->count <= grid->cell_count; i += grid->count)
        print_row(grid, grid->cells + i, out);
    grid->cell_count = 0;
    cs_arena_reset(&grid->arena);
}

void cs_text_wrap(struct cs_buffer *out, const char *text, size_t length, size_t indent, size_t width)
{
    size_t room = width > indent + 10 ? width - indent : 0;
    for (bool first = true; first || length; first = false) {
        if (!first)
            add_spaces(out, indent);
        const char *newline = memchr(text, '\n', length);
        size_t line = newline ? (size_t)(newline - text) : length, used;
        size_t taken = room ? fitting(text, line, room, &used) : line;
        if (taken < line) { /* better between words, where there are any */
            size_t space = taken;
            while (space > taken / 2 && text[space] != ' ')
                space--;
            taken = text[space] == ' ' && space ? space : taken;
        }
        cs_buffer_add(out, text, taken);
        cs_buffer_char(out, '\n');
        size_t skip = taken < length && (text[taken] == '\n' || text[taken] == ' ');
        text += taken + skip;
        length -= taken + skip;
    }
}
