/* Pages for a person: titles, field lists and tables one under the other. */
#include "io/cell.h"
#include "io/grid.h"
#include "io/sink-md.h"
#include "io/sink-private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum form { FORM_TABLE, FORM_MD, FORM_JSON };

struct cs_page {
    FILE *file;
    struct cs_sink_options options;
    enum form form;
    size_t sections;
    struct cs_buffer out, scratch;
};

enum cs_status cs_page_open(FILE *file, const struct cs_sink_options *options, struct cs_page **page,
                            struct cs_error *err)
{
    *page = NULL;
    const char *format = options->format;
    bool json = strcmp(format, "json") == 0 || strcmp(format, "jsonl") == 0;
    if (!json && strcmp(format, "table") != 0 && strcmp(format, "md") != 0)
        return cs_error_set(err, CS_MISUSED, _("\"%s\" is no form of a page; there are table, md, json"),
                            format);
    struct cs_page *fresh = cs_alloc(sizeof *fresh);
    fresh->file = file;
    fresh->options = *options;
    fresh->form = json ? FORM_JSON : strcmp(format, "md") == 0 ? FORM_MD : FORM_TABLE;
    fresh->out = fresh->scratch = (struct cs_buffer)CS_BUFFER_INIT;
    *page = fresh;
    return CS_OK;
}

/* Text of the page's own, safe for a terminal. */
static void add_safe(struct cs_page *page, const char *text)
{
    cs_text_display(&page->out, text, strlen(text), false);
}

/* The same in Markdown, where its signs are no markup either. */
static void add_safe_md(struct cs_page *page, const char *text)
{
    cs_buffer_reset(&page->scratch);
    cs_text_display(&page->scratch, text, strlen(text), false);
    cs_md_cell(&page->out, page->scratch.text, page->scratch.length);
}

/* What comes before a section: an empty line and its heading, or its JSON key. */
static void begin_section(struct cs_page *page, const char *name, const char *title)
{
    struct cs_buffer *out = &page->out;
    if (page->form == FORM_JSON) {
        cs_buffer_text(out, page->sections ? ",\n" : "{");
        cs_json_string(out, name, strlen(name));
        cs_buffer_char(out, ':');
    } else {
        cs_buffer_text(out, page->sections ? "\n" : "");
        if (title && page->form == FORM_MD) {
            cs_buffer_text(out, "## ");
            add_safe_md(page, title);
            cs_buffer_text(out, "\n\n");
        } else if (title) {
            cs_buffer_text(out, page->options.color ? "\033[1m" : "");
            add_safe(page, title);
            cs_buffer_text(out, page->options.color ? "\033[0m\n" : "\n");
        }
    }
    page->sections++;
}

void cs_page_title(struct cs_page *page, const char *text)
{
    if (page->form == FORM_MD) {
        begin_section(page, "title", NULL);
        cs_buffer_text(&page->out, "# ");
        add_safe_md(page, text);
        cs_buffer_char(&page->out, '\n');
    } else {
        begin_section(page, "title", page->form == FORM_JSON ? NULL : text);
        if (page->form == FORM_JSON)
            cs_json_string(&page->out, text, strlen(text));
    }
}

/* All fields of a record, or those that a person is shown by default; the caller frees the list. */
static int *list_fields(const struct cs_record *record, bool all, size_t *count)
{
    int *fields = cs_alloc((record->count + 1) * sizeof *fields);
    *count = 0;
    for (size_t i = 0; i < record->count; i++)
        if (all || cs_sink_is_default(&record->fields[i], true))
            fields[(*count)++] = (int)i;
    return fields;
}

static const char *heading_of(const struct cs_field *field)
{
    const char *heading = cs_translate(field->heading);
    return heading[0] ? heading : field->name;
}

/* A pair of heading and value, for a field list. */
struct pair {
    const char *heading;
    char *value;
    size_t length, width;
};

/* The fields that are not null, as a person reads them; the caller frees values and list. */
static struct pair *list_pairs(struct cs_page *page, const struct cs_row *row, size_t *count)
{
    const struct cs_record *record = row->record;
    struct pair *pairs = cs_alloc((record->count + 1) * sizeof *pairs);
    *count = 0;
    for (size_t i = 0; i < record->count; i++) {
        if (row->values[i].type == CS_NULL)
            continue;
        cs_buffer_reset(&page->scratch);
        cs_sink_human(&page->options, &record->fields[i], &row->values[i], &page->scratch);
        pairs[(*count)++] = (struct pair){ .heading = heading_of(&record->fields[i]),
                                           .value = cs_strndup(page->scratch.text, page->scratch.length),
                                           .length = page->scratch.length,
                                           .width = cs_text_width(page->scratch.text, page->scratch.length) };
    }
    return pairs;
}

/* One pair a line, or two where the line is wide and both are short. */
static void print_pairs(struct cs_page *page, const struct pair *pairs, size_t count)
{
    struct cs_buffer *out = &page->out;
    size_t widest = 0, width = page->options.terminal ? page->options.width : 0;
    for (size_t i = 0; i < count; i++) {
        size_t heading = cs_text_width(pairs[i].heading, strlen(pairs[i].heading));
        widest = heading > widest ? heading : widest;
    }
    if (width && widest > width / 2)
        widest = width / 2;
    size_t half = width >= 80 ? (width - 2) / 2 : 0;
    size_t room = half > widest + 2 ? half - widest - 2 : 0;
    for (size_t i = 0; i < count; i++) {
        cs_grid_fit(out, pairs[i].heading, strlen(pairs[i].heading), widest, false);
        cs_buffer_text(out, "  ");
        if (room && pairs[i].width <= room && i + 1 < count && pairs[i + 1].width <= room) {
            cs_grid_fit(out, pairs[i].value, pairs[i].length, room, false);
            i++;
            cs_buffer_text(out, "  ");
            cs_grid_fit(out, pairs[i].heading, strlen(pairs[i].heading), widest, false);
            cs_buffer_text(out, "  ");
        }
        bool paired = i > 0 && room && pairs[i].width <= room;
        cs_text_wrap(out, pairs[i].value, pairs[i].length, widest + 2, paired ? 0 : width);
    }
}

static void print_pairs_md(struct cs_page *page, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cs_buffer_text(&page->out, "- **");
        cs_md_cell(&page->out, pairs[i].heading, strlen(pairs[i].heading));
        cs_buffer_text(&page->out, "**: ");
        cs_md_cell(&page->out, pairs[i].value, pairs[i].length);
        cs_buffer_char(&page->out, '\n');
    }
}

static void add_object(struct cs_page *page, const struct cs_row *row)
{
    size_t count;
    int *fields = list_fields(row->record, true, &count);
    cs_buffer_char(&page->out, '{');
    cs_json_members(&page->out, &page->scratch, &page->options, row, fields, count);
    cs_buffer_char(&page->out, '}');
    free(fields);
}

void cs_page_record(struct cs_page *page, const char *name, const char *title, const struct cs_row *row)
{
    begin_section(page, name, title);
    if (page->form == FORM_JSON) {
        add_object(page, row);
        return;
    }
    size_t count;
    struct pair *pairs = list_pairs(page, row, &count);
    if (page->form == FORM_MD)
        print_pairs_md(page, pairs, count);
    else
        print_pairs(page, pairs, count);
    for (size_t i = 0; i < count; i++)
        free(pairs[i].value);
    free(pairs);
}

static void print_grid(struct cs_page *page, const struct cs_record *record, const struct cs_row *rows,
                       size_t count, const int *fields, size_t columns)
{
    struct cs_grid grid;
    cs_grid_init(&grid, columns, page->options.terminal ? page->options.width : 0, page->options.color);
    for (size_t i = 0; i < columns; i++)
        cs_grid_column(&grid, i, &record->fields[fields[i]]);
    for (size_t row = 0; row < count; row++)
        for (size_t i = 0; i < columns; i++) {
            cs_buffer_reset(&page->scratch);
            cs_sink_human(&page->options, &record->fields[fields[i]], &rows[row].values[fields[i]],
                          &page->scratch);
            cs_grid_add(&grid, page->scratch.text, page->scratch.length);
        }
    cs_grid_print(&grid, &page->out);
    cs_grid_release(&grid);
}

/* On a page a column without a single value says nothing and takes room from those that do. */
static size_t drop_empty(int *fields, size_t columns, const struct cs_row *rows, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < columns; i++) {
        bool said = count == 0;
        for (size_t row = 0; row < count && !said; row++)
            said = rows[row].values[fields[i]].type != CS_NULL;
        if (said)
            fields[kept++] = fields[i];
    }
    return kept;
}

void cs_page_table(struct cs_page *page, const char *name, const char *title, const struct cs_record *record,
                   const struct cs_row *rows, size_t count)
{
    begin_section(page, name, title);
    if (page->form == FORM_JSON) {
        cs_buffer_char(&page->out, '[');
        for (size_t i = 0; i < count; i++) {
            cs_buffer_text(&page->out, i ? ",\n" : "");
            add_object(page, &rows[i]);
        }
        cs_buffer_char(&page->out, ']');
        return;
    }
    size_t columns;
    int *fields = list_fields(record, false, &columns);
    columns = drop_empty(fields, columns, rows, count);
    if (page->form == FORM_TABLE) {
        print_grid(page, record, rows, count, fields, columns);
    } else {
        cs_md_headings(&page->out, record, fields, columns);
        for (size_t i = 0; i < count; i++)
            cs_md_row(&page->out, &page->scratch, &page->options, &rows[i], fields, columns);
    }
    free(fields);
}

void cs_page_text(struct cs_page *page, const char *name, const char *title, const char *text)
{
    begin_section(page, name, title);
    if (page->form == FORM_JSON) {
        cs_json_string(&page->out, text, strlen(text));
        return;
    }
    cs_buffer_reset(&page->scratch);
    cs_text_display(&page->scratch, text, strlen(text), true);
    if (page->form == FORM_TABLE) {
        cs_text_wrap(&page->out, page->scratch.text, page->scratch.length, 0,
                     page->options.terminal ? page->options.width : 0);
        return;
    }
    const char *line = page->scratch.text;
    for (const char *newline; *line; line = newline ? newline + 1 : line + strlen(line)) {
        newline = strchr(line, '\n');
        cs_md_cell(&page->out, line, newline ? (size_t)(newline - line) : strlen(line));
        cs_buffer_char(&page->out, '\n');
    }
}

enum cs_status cs_page_close(struct cs_page *page, struct cs_error *err)
{
    if (!page)
        return CS_OK;
    if (page->form == FORM_JSON)
        cs_buffer_text(&page->out, page->sections ? "}\n" : "{}\n");
    if (page->form == FORM_JSON && page->options.terminal) {
        cs_buffer_reset(&page->scratch);
        cs_json_for_terminal(&page->scratch, page->out.text, page->out.length);
        cs_buffer_reset(&page->out);
        cs_buffer_add(&page->out, page->scratch.text, page->scratch.length);
    }
    int error = 0;
    enum cs_status status = cs_sink_write(page->file, &page->out, &error, err);
    if (!status && fflush(page->file) != 0) {
        error = errno;
        status = cs_error_errno(err, error, _("write error"));
    }
    cs_buffer_release(&page->out);
    cs_buffer_release(&page->scratch);
    free(page);
    if (error)
        errno = error;
    return status;
}
