/* Readers: headings resolved once, cells mapped, parsed and checked by the descriptor. */
#include "io/reader.h"
#include "io/cell.h"
#include "io/columns.h"
#include "io/date-order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cs_reader {
    struct cs_source *source;
    const struct cs_record *record;
    struct cs_reader_options options;
    struct cs_row row;
    struct cs_columns *targets; /* where columns go */
    int extra;                  /* the field `extra`, or -1 */
    bool undo_excel;            /* take the ' off that --excel put before = + - @ */
    const char *dates;          /* of the mapping */
    struct cs_value *constants;
    struct cs_arena arena; /* of the constants */
    struct cs_buffer json;
    const struct cs_raw *raw;
    struct cs_place place;
    struct cs_error fault; /* of a cell; empty between cells */
};

/* Reads the constants of the mapping once. */
static enum cs_status read_constants(struct cs_reader *reader, struct cs_error *err)
{
    for (size_t i = 0; i < reader->record->count; i++) {
        const char *text = cs_mapping_constant(reader->options.mapping, (int)i);
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
    fresh->constants = cs_alloc((record->count + 1) * sizeof *fresh->constants);
    fresh->extra = cs_record_find(record, "extra");
    if (fresh->extra >= 0 && record->fields[fresh->extra].type != CS_TYPE_JSON)
        fresh->extra = -1;
    fresh->undo_excel = cs_source_marked(source) && cs_source_delimiter(source);
    fresh->dates = cs_mapping_file(fresh->options.mapping, "dates");
    fresh->targets = cs_columns_new(source, record, &fresh->options);
    enum cs_status status = read_constants(fresh, err);
    if (!status)
        status = cs_columns_resolve(fresh->targets, err);
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
    cs_columns_free(reader->targets);
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
    struct cs_parse how = reader->options.parse;
    how.well_formed = reader->raw->well_formed && !mapped;
    enum cs_status status = cs_field_parse(about, &how, text, length, reader->row.arena, value, err);
    if (!status && value->type == CS_NULL && about->flags & CS_REQUIRED && !about->byname &&
        !reader->options.need_only_key)
        status = cs_error_set(err, CS_REFUSED, _("must not be empty"));
    return status ? refuse_cell(reader, column, field, err) : CS_OK;
}

/* Yes adds a member to the set, no and nothing leave it out; the member's own word says yes too. */
static enum cs_status read_member(struct cs_reader *reader, size_t column,
                                  const struct cs_reader_column *target, struct cs_error *err)
{
    static const struct cs_field yes_no = { .type = CS_TYPE_BOOL };
    const struct cs_cell *cell = &reader->raw->cells[column];
    const struct cs_field *field = &reader->record->fields[target->field];
    const struct cs_choice *member = &field->choices[target->member];
    struct cs_value truth, *set = &reader->row.values[target->field];
    enum cs_status status = CS_OK;
    if (cs_choice_find(field->choices, cell->text, cell->length) == member)
        truth = cs_integer(1);
    else
        status = cs_field_parse(&yes_no, &reader->options.parse, cell->text, cell->length, reader->row.arena,
                                &truth, err);
    if (status)
        return refuse_cell(reader, column, target->field, err);
    if (truth.type != CS_INTEGER || !truth.integer)
        return CS_OK;
    const char *joined = cs_arena_printf(reader->row.arena, "%s;%s", cs_value_text(set), member->code);
    return cs_field_parse(field, &reader->options.parse, joined, strlen(joined), reader->row.arena, set, err);
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
        if (!cs_columns_keeps(reader->targets, i) || cell->null || !cell->length)
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

/* The faults of a record: all are told at once, so that who mends it mends it once. */
struct row_faults {
    struct cs_place place; /* of the first */
    struct cs_buffer all;
};

static enum cs_status read_one(struct cs_reader *reader, size_t at, struct row_faults *faults,
                               struct cs_error *err)
{
    const struct cs_reader_column *column = cs_columns_at(reader->targets, at);
    enum cs_status status = column->member < 0 ? read_cell(reader, at, column->field, &reader->fault)
                                               : read_member(reader, at, column, &reader->fault);
    if (status == CS_REFUSED) {
        if (!faults->all.length)
            faults->place = reader->place;
        cs_buffer_printf(&faults->all, "%s%s", faults->all.length ? "; " : "", reader->fault.text);
    } else if (status) {
        return cs_error_set(err, status, "%s", reader->fault.text);
    }
    if (status)
        cs_error_clear(&reader->fault);
    return CS_OK;
}

static enum cs_status read_row(struct cs_reader *reader, struct cs_error *err)
{
    struct row_faults faults = { .all = CS_BUFFER_INIT };
    enum cs_status status = CS_OK;
    for (size_t i = 0; i < reader->record->count; i++)
        if (reader->constants[i].type != CS_NULL)
            reader->row.values[i] = reader->constants[i];
    const struct cs_reader_column *columns = cs_columns_at(reader->targets, 0); /* in a row, as cells are */
    int rounds = 1; /* what a member is of comes first */
    for (int members = 0; members < rounds; members++)
        for (size_t i = 0; i < reader->raw->count && status == CS_OK; i++) {
            const struct cs_reader_column *column = &columns[i];
            rounds = column->member >= 0 ? 2 : rounds;
            bool gives = column->member < 0 ? cs_way_gives(column->way) : column->way == CS_WAY_MEMBER;
            if (!gives || (column->member >= 0) != (members == 1) || reader->raw->cells[i].null)
                continue;
            status = read_one(reader, i, &faults, err);
        }
    if (status == CS_OK && faults.all.length) {
        reader->place = faults.place;
        status = cs_error_set(err, CS_REFUSED, "%s", faults.all.text);
    }
    cs_buffer_release(&faults.all);
    if (status != CS_OK)
        return status;
    if (cs_columns_any_extra(reader->targets))
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
        status = cs_columns_resolve(reader->targets, err);
    if (!status)
        status = read_row(reader, err);
    return status;
}

enum cs_status cs_reader_look(struct cs_reader *reader, struct cs_error *err)
{
    cs_row_reset(&reader->row);
    enum cs_status status = cs_source_next(reader->source, &reader->raw, err);
    reader->place = reader->raw->place;
    return status ? status : cs_columns_resolve(reader->targets, err);
}

enum cs_status cs_reader_cell(struct cs_reader *reader, size_t column, struct cs_value *value,
                              struct cs_error *err)
{
    const struct cs_reader_column *target = cs_columns_at(reader->targets, column);
    *value = cs_null();
    if (!target || !cs_way_gives(target->way) || column >= reader->raw->count ||
        reader->raw->cells[column].null)
        return CS_OK;
    reader->row.values[target->field] = cs_null();
    enum cs_status status = target->member < 0 ? read_cell(reader, column, target->field, err)
                                               : read_member(reader, column, target, err);
    *value = reader->row.values[target->field];
    return status;
}

struct cs_value cs_reader_constant(const struct cs_reader *reader, int field)
{
    return reader->constants[field];
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
    return cs_columns_has(reader->targets, field) ||
           (field == reader->extra && cs_columns_any_extra(reader->targets));
}

const struct cs_reader_column *cs_reader_column(const struct cs_reader *reader, size_t column)
{
    return cs_columns_at(reader->targets, column);
}

const struct cs_cell *cs_reader_watched(const struct cs_reader *reader)
{
    int column = cs_columns_watched(reader->targets);
    bool there = column >= 0 && reader->raw && (size_t)column < reader->raw->count;
    return there ? &reader->raw->cells[column] : NULL;
}
