/* Readers: headings resolved once, cells mapped, parsed and checked by the descriptor. */
#include "io/reader.h"
#include "io/cell.h"
#include "io/date-order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a column goes, unless to a field. */
enum { EXTRA = -1, IGNORED = -2 };

struct cs_reader {
    struct cs_source *source;
    const struct cs_record *record;
    struct cs_reader_options options;
    struct cs_row row;
    int *targets; /* by column: a field, EXTRA or IGNORED */
    size_t target_count, target_room;
    int *columns;      /* by field: its column, -1 none, -2 a constant */
    int extra;         /* the field `extra`, or -1 */
    bool any_extra;    /* some column goes there */
    bool undo_excel;   /* take the ' off that --excel put before = + - @ */
    const char *dates; /* of the mapping */
    struct cs_value *constants;
    struct cs_arena arena; /* of the constants */
    struct cs_buffer json;
    const struct cs_raw *raw;
    struct cs_place place;
};

enum { NO_COLUMN = -1, CONSTANT = -2 };

static bool is_importable(const struct cs_reader *reader, int field)
{
    unsigned flags = reader->record->fields[field].flags;
    return flags & CS_KEY || !(flags & CS_DERIVED || reader->options.need_only_key);
}

/* Two columns of a file of rejects are ours: `line`, and `reason` behind it. A record may have fields of
 * these names; `reason` right behind `line` is never one of them. */
static bool is_rejects_column(const struct cs_reader *reader, const char *const *headings, size_t column,
                              int field)
{
    if (strcmp(headings[column], "reason") == 0)
        return field < 0 || (column > 0 && strcmp(headings[column - 1], "line") == 0);
    (void)reader;
    return strcmp(headings[column], "line") == 0 && field < 0;
}

/* One notice for all columns of the file that nobody maps. */
static void say_unmapped(const struct cs_reader *reader, const char *names)
{
    struct cs_place place = { .file = cs_source_name(reader->source), .line = 1 };
    if (names[0])
        cs_diag_say(reader->options.diag, CS_NOTICE, &place,
                    reader->extra >= 0 ? _("columns kept in extra: %s") : _("columns not used: %s"), names);
}

/* Where a heading goes: the mapping says, else the record's own headings. */
static int choose_target(const struct cs_reader *reader, const char *const *headings, size_t column)
{
    const char *heading = headings[column];
    int field = cs_mapping_column(reader->options.mapping, heading);
    if (field == -2)
        return IGNORED;
    if (field < 0) {
        field = heading[0] ? cs_record_find_heading(reader->record, heading) : -1;
        if (is_rejects_column(reader, headings, column, field))
            return IGNORED;
    }
    if (field >= 0 && cs_mapping_constant(reader->options.mapping, field))
        return EXTRA; /* the constant wins */
    if (field >= 0)
        return is_importable(reader, field) ? field : IGNORED;
    return reader->options.need_only_key ? IGNORED : EXTRA;
}

/* Resolves the headings that came since the last time: all at once for CSV, key by key for JSON. */
static enum cs_status resolve(struct cs_reader *reader, struct cs_error *err)
{
    const char *const *headings;
    enum cs_status status = CS_OK;
    size_t count = cs_source_headings(reader->source, &headings);
    if (count == reader->target_count)
        return CS_OK;
    struct cs_buffer names = CS_BUFFER_INIT;
    reader->targets = cs_grow(reader->targets, &reader->target_room, count, sizeof *reader->targets);
    for (size_t i = reader->target_count; i < count && !status; i++) {
        int target = choose_target(reader, headings, i);
        if (target >= 0 && reader->columns[target] >= 0)
            status = cs_error_set(err, CS_FAILED, _("%s: the columns \"%s\" and \"%s\" both give %s"),
                                  cs_source_name(reader->source), headings[reader->columns[target]],
                                  headings[i], reader->record->fields[target].name);
        if (target >= 0)
            reader->columns[target] = (int)i;
        if (target == EXTRA)
            cs_buffer_printf(&names, "%s%s", names.length ? ", " : "",
                             headings[i][0] ? headings[i] : _("(without a heading)"));
        reader->any_extra |= target == EXTRA && reader->extra >= 0;
        reader->targets[i] = target;
    }
    reader->target_count = count;
    say_unmapped(reader, names.text);
    cs_buffer_release(&names);
    return status;
}

/* Reads the constants of the mapping once. */
static enum cs_status read_constants(struct cs_reader *reader, struct cs_error *err)
{
    for (size_t i = 0; i < reader->record->count; i++) {
        const char *text = cs_mapping_constant(reader->options.mapping, (int)i);
        reader->columns[i] = text ? CONSTANT : NO_COLUMN;
        if (!text)
            continue;
        enum cs_status status = cs_field_parse(&reader->record->fields[i], &reader->options.parse, text,
                                               strlen(text), &reader->arena, &reader->constants[i], err);
        if (status) {
            cs_error_prefix(err, _("constant %s"), reader->record->fields[i].name);
            return CS_FAILED;
        }
    }
    return CS_OK;
}

enum cs_status cs_reader_new(struct cs_source *source, const struct cs_record *record,
                             const struct cs_reader_options *options, struct cs_reader **reader,
                             struct cs_error *err)
{
    struct cs_reader *fresh = cs_alloc(sizeof *fresh);
    fresh->source = source;
    fresh->record = record;
    if (options)
        fresh->options = *options;
    cs_row_init(&fresh->row, record);
    fresh->json = (struct cs_buffer)CS_BUFFER_INIT;
    fresh->columns = cs_alloc((record->count + 1) * sizeof *fresh->columns);
    fresh->constants = cs_alloc((record->count + 1) * sizeof *fresh->constants);
    fresh->extra = cs_record_find(record, "extra");
    if (fresh->extra >= 0 && record->fields[fresh->extra].type != CS_TYPE_JSON)
        fresh->extra = -1;
    fresh->undo_excel = cs_source_marked(source) && cs_source_delimiter(source);
    fresh->dates = cs_mapping_file(fresh->options.mapping, "dates");
    enum cs_status status = read_constants(fresh, err);
    if (!status)
        status = resolve(fresh, err);
    if (status) {
        cs_reader_free(fresh);
        fresh = NULL;
    }
    *reader = fresh;
    return status;
}

void cs_reader_free(struct cs_reader *reader)
{
    if (!reader)
        return;
    cs_row_release(&reader->row);
    cs_arena_release(&reader->arena);
    cs_buffer_release(&reader->json);
    free(reader->targets);
    free(reader->columns);
    free(reader->constants);
    free(reader);
}

/* Refuses the record at a cell. */
static enum cs_status refuse_cell(struct cs_reader *reader, size_t column, int field, struct cs_error *err)
{
    reader->place = cs_source_cell_place(reader->source, column);
    cs_error_prefix(err, "%s", reader->record->fields[field].name);
    if (err)
        err->status = CS_REFUSED;
    return CS_REFUSED;
}

/* One cell to its field. */
static enum cs_status read_cell(struct cs_reader *reader, size_t column, int field, struct cs_error *err)
{
    const struct cs_cell *cell = &reader->raw->cells[column];
    const struct cs_field *about = &reader->record->fields[field];
    const char *text = cell->text;
    size_t length = cell->length;
    if (reader->undo_excel && cs_cell_is_disarmed(text, length)) {
        text++;
        length--;
    }
    const char *mapped = cs_mapping_value(reader->options.mapping, field, text, length);
    if (mapped) {
        text = mapped;
        length = strlen(mapped);
    }
    if (reader->dates && (about->type == CS_TYPE_TIME || about->type == CS_TYPE_DATE))
        cs_date_order(reader->dates[0] == 'd', reader->row.arena, &text, &length);
    struct cs_value *value = &reader->row.values[field];
    enum cs_status status =
        cs_field_parse(about, &reader->options.parse, text, length, reader->row.arena, value, err);
    if (!status && value->type == CS_NULL && about->flags & CS_REQUIRED && !about->byname &&
        !reader->options.need_only_key)
        status = cs_error_set(err, CS_REFUSED, _("must not be empty"));
    return status ? refuse_cell(reader, column, field, err) : CS_OK;
}

/* Opens the object for `extra`: anew, or going on from what the file's own column `extra` holds. */
static void begin_extra(struct cs_reader *reader)
{
    const struct cs_value *own = &reader->row.values[reader->extra];
    cs_buffer_reset(&reader->json);
    if (own->type == CS_TEXT && own->length > 2 && own->text[0] == '{' && own->text[own->length - 1] == '}') {
        cs_buffer_add(&reader->json, own->text, own->length - 1);
        cs_buffer_char(&reader->json, ',');
    } else {
        cs_buffer_char(&reader->json, '{');
    }
}

/* What no field takes is kept in `extra`, as an object in the order of the file; empty cells are not. */
static void gather_extra(struct cs_reader *reader)
{
    const char *const *headings;
    size_t count = cs_source_headings(reader->source, &headings);
    bool any = false;
    for (size_t i = 0; i < count && i < reader->raw->count; i++) {
        const struct cs_cell *cell = &reader->raw->cells[i];
        if (reader->targets[i] != EXTRA || cell->null || !cell->length)
            continue;
        if (any)
            cs_buffer_char(&reader->json, ',');
        else
            begin_extra(reader);
        any = true;
        char number[32];
        const char *heading = headings[i];
        if (!heading[0]) {
            snprintf(number, sizeof number, "column %zu", i + 1);
            heading = number;
        }
        cs_json_string(&reader->json, heading, strlen(heading));
        cs_buffer_char(&reader->json, ':');
        cs_json_string(&reader->json, cell->text, cell->length);
    }
    if (!any)
        return;
    cs_buffer_char(&reader->json, '}');
    reader->row.values[reader->extra] = cs_text_length(
        cs_arena_strndup(reader->row.arena, reader->json.text, reader->json.length), reader->json.length);
}

static enum cs_status read_row(struct cs_reader *reader, struct cs_error *err)
{
    for (size_t i = 0; i < reader->record->count; i++)
        if (reader->columns[i] == CONSTANT)
            reader->row.values[i] = reader->constants[i];
    for (size_t i = 0; i < reader->raw->count; i++) {
        if (reader->targets[i] < 0 || reader->raw->cells[i].null)
            continue;
        enum cs_status status = read_cell(reader, i, reader->targets[i], err);
        if (status)
            return status;
    }
    if (reader->any_extra)
        gather_extra(reader);
    return CS_OK;
}

enum cs_status cs_reader_next(struct cs_reader *reader, struct cs_row **row, struct cs_error *err)
{
    cs_row_reset(&reader->row);
    *row = &reader->row;
    enum cs_status status = cs_source_next(reader->source, &reader->raw, err);
    reader->place = reader->raw->place;
    if (!status)
        status = resolve(reader, err);
    if (!status)
        status = read_row(reader, err);
    return status;
}

struct cs_place cs_reader_place(const struct cs_reader *reader)
{
    return reader->place;
}

const struct cs_raw *cs_reader_raw(const struct cs_reader *reader)
{
    return reader->raw;
}

bool cs_reader_has(const struct cs_reader *reader, int field)
{
    if (field < 0 || (size_t)field >= reader->record->count)
        return false;
    int column = reader->columns[field];
    return column >= 0 || column == CONSTANT || (field == reader->extra && reader->any_extra);
}
