/* Columns to fields: what the mapping says, else what headings mean; of two for one field the better. */
#include "io/columns.h"

#include <stdlib.h>
#include <string.h>

struct cs_columns {
    struct cs_source *source;
    const struct cs_record *record;
    const struct cs_reader_options *options;
    struct cs_reader_column *items;
    size_t count, room;
    int *givers; /* by field: its column, or one below */
    int watched;
    bool extra, any_extra; /* the record has that field; some column goes there */
};

enum { NO_COLUMN = -1, CONSTANT = -2, MEMBERS = -3 };
enum { RANK_MAPPING = -1000, RANK_ALONE = -500 }; /* still behind a field's own name */

struct cs_columns *cs_columns_new(struct cs_source *source, const struct cs_record *record,
                                  const struct cs_reader_options *options)
{
    struct cs_columns *columns = cs_alloc(sizeof *columns);
    *columns = (struct cs_columns){ .source = source, .record = record, .options = options, .watched = -1 };
    columns->givers = cs_alloc((record->count + 1) * sizeof *columns->givers);
    for (size_t i = 0; i < record->count; i++)
        columns->givers[i] = cs_mapping_constant(options->mapping, (int)i) ? CONSTANT : NO_COLUMN;
    int extra = cs_record_find(record, "extra");
    columns->extra = extra >= 0 && record->fields[extra].type == CS_TYPE_JSON;
    return columns;
}

void cs_columns_free(struct cs_columns *columns)
{
    if (!columns)
        return;
    free(columns->items);
    free(columns->givers);
    free(columns);
}

static bool is_importable(const struct cs_columns *columns, int field)
{
    unsigned flags = columns->record->fields[field].flags;
    return flags & CS_KEY || !(flags & CS_DERIVED || columns->options->need_only_key);
}

/* Two columns of a file of rejects are ours: `line`, and `reason` behind it. A record may have fields of
 * these names; `reason` right behind `line` is never one of them. */
static bool is_rejects_column(const char *const *headings, size_t column, int field)
{
    if (strcmp(headings[column], "reason") == 0)
        return field < 0 || (column > 0 && strcmp(headings[column - 1], "line") == 0);
    return strcmp(headings[column], "line") == 0 && field < 0;
}

/* A word of the list "a|b", told apart as headings are: the list is a field of a record of its own. */
static bool is_listed(const char *list, const char *heading)
{
    const struct cs_field field = { .name = "", .heading = "", .also = list };
    const struct cs_record record = { .name = "", .title = "", .fields = &field, .count = 1 };
    return list && cs_record_find_heading(&record, heading) == 0;
}

static enum cs_way way_of(const struct cs_heading *found)
{
    if (found->member >= 0)
        return CS_WAY_MEMBER;
    if (found->rank == CS_RANK_NAME)
        return CS_WAY_NAME;
    return found->rank == CS_RANK_HEADING ? CS_WAY_HEADING : CS_WAY_SYNONYM;
}

/* What a heading means, before it is compared with the others. */
static struct cs_reader_column read_heading(const struct cs_columns *columns, const char *const *headings,
                                            size_t column)
{
    struct cs_reader_column target = { .field = -1, .member = -1, .rival = -1 };
    struct cs_heading found = { .field = -1, .member = -1 };
    const char *heading = headings[column];
    target.field = cs_mapping_column(columns->options->mapping, heading);
    if (target.field >= 0) {
        target.way = CS_WAY_MAPPING;
        target.rank = RANK_MAPPING;
    } else if (target.field == -2) {
        target.way = CS_WAY_IGNORED;
        target.field = -1;
    } else {
        if (heading[0])
            cs_record_read_heading(columns->record, heading, &found);
        target.field = found.field;
        target.rank = found.rank;
        target.member = found.member;
        target.way = found.field >= 0 ? way_of(&found) : CS_WAY_UNKNOWN;
        if (is_rejects_column(headings, column, found.field)) {
            target.way = CS_WAY_REJECTS;
            target.field = -1;
        } else if (found.field < 0 && is_listed(columns->record->watched, heading)) {
            target.way = CS_WAY_WATCHED;
        }
    }
    if (cs_way_gives(target.way) && !is_importable(columns, target.field))
        target.way = CS_WAY_DERIVED;
    else if (cs_way_gives(target.way) && columns->givers[target.field] == CONSTANT)
        target.way = CS_WAY_CONSTANT;
    return target;
}

/* 房产全称 says the whole home and comes before 房号, unless a column gives the building. */
static void put_alone_first(struct cs_columns *columns, const char *const *headings, size_t first,
                            size_t count)
{
    for (size_t i = first; i < count; i++) {
        struct cs_reader_column *target = &columns->items[i];
        const struct cs_field *field =
            target->way == CS_WAY_SYNONYM ? &columns->record->fields[target->field] : NULL;
        if (!field || !is_listed(field->alone, headings[i]))
            continue;
        int beside = cs_record_find(columns->record, field->beside);
        bool there = columns->givers[beside] != NO_COLUMN;
        for (size_t other = 0; other < count && !there; other++)
            there = cs_way_gives(columns->items[other].way) && columns->items[other].field == beside;
        if (!there)
            target->rank += RANK_ALONE;
    }
}

static void say_outdone(const struct cs_columns *columns, const char *const *headings, size_t loser)
{
    struct cs_place place = { .file = cs_source_name(columns->source), .line = 1 };
    const struct cs_reader_column *target = &columns->items[loser];
    cs_diag_say(columns->options->diag, CS_NOTICE, &place,
                columns->extra ? _("%s is given by \"%s\"; \"%s\" is kept in extra")
                               : _("%s is given by \"%s\"; \"%s\" is not used"),
                columns->record->fields[target->field].name, headings[target->rival], headings[loser]);
}

static void outdo(struct cs_columns *columns, const char *const *headings, size_t loser, size_t winner)
{
    columns->items[loser].way = CS_WAY_OUTDONE;
    columns->items[loser].rival = (int)winner;
    say_outdone(columns, headings, loser);
}

/* The column gives its field, unless one before does it better. Rows that were read with an earlier column
 * (JSON, `first` on are new) stay as they were read. */
static enum cs_status claim(struct cs_columns *columns, const char *const *headings, size_t first,
                            size_t column, struct cs_error *err)
{
    const struct cs_reader_column *target = &columns->items[column];
    int *giver = &columns->givers[target->field];
    if (target->way == CS_WAY_MEMBER) {
        *giver = *giver == NO_COLUMN ? MEMBERS : *giver;
        return CS_OK;
    }
    if (*giver < 0) {
        *giver = (int)column;
        return CS_OK;
    }
    const struct cs_reader_column *rival = &columns->items[*giver];
    if (target->rank == rival->rank)
        return cs_error_set(err, CS_FAILED, _("%s: the columns \"%s\" and \"%s\" both give %s"),
                            cs_source_name(columns->source), headings[*giver], headings[column],
                            columns->record->fields[target->field].name);
    if (target->rank < rival->rank && (size_t)*giver >= first) {
        outdo(columns, headings, (size_t)*giver, column);
        *giver = (int)column;
    } else {
        outdo(columns, headings, column, (size_t)*giver);
    }
    return CS_OK;
}

/* One notice for all columns of the file that nobody maps. */
static void say_unmapped(struct cs_columns *columns, const char *const *headings, size_t first)
{
    struct cs_place place = { .file = cs_source_name(columns->source), .line = 1 };
    struct cs_buffer names = CS_BUFFER_INIT;
    for (size_t i = first; i < columns->count; i++) {
        enum cs_way way = columns->items[i].way;
        bool named = (way == CS_WAY_UNKNOWN || way == CS_WAY_CONSTANT) && !columns->options->need_only_key;
        if (named)
            cs_buffer_printf(&names, "%s%s", names.length ? ", " : "",
                             headings[i][0] ? headings[i] : _("(without a heading)"));
        columns->any_extra |= cs_columns_keeps(columns, i);
    }
    if (names.length)
        cs_diag_say(columns->options->diag, CS_NOTICE, &place,
                    columns->extra ? _("columns kept in extra: %s") : _("columns not used: %s"), names.text);
    cs_buffer_release(&names);
}

/* A column that nobody maps and that reads like a field which the record must have: it is left alone, since a
 * guess is no knowledge, but a default in its place is worth a word. */
static void say_alike(struct cs_columns *columns, const char *const *headings, size_t first)
{
    struct cs_place place = { .file = cs_source_name(columns->source), .line = 1 };
    for (size_t i = first; i < columns->count && !columns->options->need_only_key; i++) {
        for (size_t f = 0; f < columns->record->count && columns->items[i].way == CS_WAY_UNKNOWN; f++) {
            const struct cs_field *field = &columns->record->fields[f];
            if (!(field->flags & (CS_REQUIRED | CS_KEY)) || columns->givers[f] != NO_COLUMN ||
                !is_listed(field->hints, headings[i]))
                continue;
            cs_diag_say(columns->options->diag, CS_NOTICE, &place,
                        _("\"%s\" reads like %s (%s), which no column gives; --guess drafts a mapping"),
                        headings[i], field->name, cs_translate(field->heading));
            break;
        }
    }
}

enum cs_status cs_columns_resolve(struct cs_columns *columns, struct cs_error *err)
{
    const char *const *headings;
    enum cs_status status = CS_OK;
    size_t first = columns->count, count = cs_source_headings(columns->source, &headings);
    if (count == first)
        return CS_OK;
    columns->items = cs_grow(columns->items, &columns->room, count, sizeof *columns->items);
    for (size_t i = first; i < count; i++) {
        columns->items[i] = read_heading(columns, headings, i);
        if (columns->items[i].way == CS_WAY_WATCHED && columns->watched < 0)
            columns->watched = (int)i;
    }
    put_alone_first(columns, headings, first, count);
    for (size_t i = first; i < count && !status; i++)
        if (cs_way_gives(columns->items[i].way))
            status = claim(columns, headings, first, i, err);
    columns->count = count;
    say_unmapped(columns, headings, first);
    say_alike(columns, headings, first);
    return status;
}

const struct cs_reader_column *cs_columns_at(const struct cs_columns *columns, size_t column)
{
    return column < columns->count ? &columns->items[column] : NULL;
}

bool cs_columns_keeps(const struct cs_columns *columns, size_t column)
{
    enum cs_way way = column < columns->count ? columns->items[column].way : CS_WAY_IGNORED;
    bool kept = way == CS_WAY_UNKNOWN || way == CS_WAY_CONSTANT || way == CS_WAY_OUTDONE;
    return kept && columns->extra && !columns->options->need_only_key;
}

bool cs_columns_any_extra(const struct cs_columns *columns)
{
    return columns->any_extra;
}

bool cs_columns_has(const struct cs_columns *columns, int field)
{
    return columns->givers[field] != NO_COLUMN;
}

int cs_columns_watched(const struct cs_columns *columns)
{
    return columns->watched;
}
