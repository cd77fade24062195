/* Mapping files: what their sections mean. */
#include "io/mapping.h"
#include "base/file.h"
#include "io/mapping-file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 1024 * 1024, IGNORED = -2, UNSAID = -1 };

struct column {
    const char *heading;
    int field; /* or IGNORED, or UNSAID while its section has no `to` */
    int line;
};

struct value {
    int field;
    const char *from, *to;
    size_t length; /* of from */
};

struct cs_mapping {
    const struct cs_record *record;
    struct cs_arena arena;
    const char *file[4]; /* by file_keys */
    struct column *columns;
    size_t column_count, column_room;
    struct value *values;
    size_t value_count, value_room;
    uint32_t *slots; /* a hash over values: index + 1, 0 free; a power of two of them */
    size_t slot_count;
    const char **constants; /* by field */
};

static const char *const file_keys[] = { "delimiter", "encoding", "zone", "dates", NULL };
static const char *const sections[] = { "file", "column", "value", "constant", "ignore", NULL };
static const char *const date_orders[] = { "day-first", "month-first", NULL };

/* As much of a word as a sentence may quote, cut between characters: what is wrong with it comes behind. */
struct brief {
    char text[72];
};

static struct brief brief(const char *word)
{
    enum { SHOWN = 60 };
    struct brief cut;
    size_t length = strnlen(word, SHOWN + 1);
    if (length > SHOWN)
        while (((unsigned char)word[--length] & 0xC0) == 0x80)
            ;
    snprintf(cut.text, sizeof cut.text, "%.*s%s", (int)length, word, word[length] ? "..." : "");
    return cut;
}

static int find_word(const char *const words[], const char *word)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return i;
    return -1;
}

/* "there is no X "word"", with the nearest that there is. */
static enum cs_status refuse_word(struct cs_error *err, const char *sentence, const char *word,
                                  const char *const words[])
{
    const char *nearest = cs_nearest_word(word, words);
    cs_error_set(err, CS_FAILED, sentence, brief(word).text);
    if (nearest && err) {
        size_t used = strlen(err->text);
        snprintf(err->text + used, sizeof err->text - used, _("; did you mean \"%s\"?"), nearest);
    }
    return CS_FAILED;
}

static enum cs_status find_field(const struct cs_mapping *mapping, const char *name, int *field,
                                 struct cs_error *err)
{
    const struct cs_record *record = mapping->record;
    *field = name ? cs_record_find_heading(record, name) : -1;
    if (*field >= 0 && (record->fields[*field].flags & (CS_DERIVED | CS_KEY)) == CS_DERIVED)
        return cs_error_set(err, CS_FAILED, _("\"%s\" is worked out and never taken in"), brief(name).text);
    if (*field >= 0)
        return CS_OK;
    const char **names = cs_alloc((record->count + 1) * sizeof *names);
    for (size_t i = 0; i < record->count; i++)
        names[i] = record->fields[i].name;
    enum cs_status status = refuse_word(err, _("there is no field \"%s\""), name ? name : "", names);
    free(names);
    return status;
}

static uint32_t hash_text(int field, const char *text, size_t length)
{
    uint32_t hash = 2166136261u ^ (uint32_t)field;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    return hash ^ hash >> 15;
}

/* The slot of a value, or the free one where it would stand. */
static size_t find_slot(const struct cs_mapping *mapping, int field, const char *text, size_t length)
{
    size_t slot = hash_text(field, text, length) & (mapping->slot_count - 1);
    for (; mapping->slots[slot]; slot = (slot + 1) & (mapping->slot_count - 1)) {
        const struct value *value = &mapping->values[mapping->slots[slot] - 1];
        if (value->field == field && value->length == length && memcmp(value->from, text, length) == 0)
            break;
    }
    return slot;
}

static void grow_slots(struct cs_mapping *mapping)
{
    if (mapping->slot_count > mapping->value_count * 2 + 2)
        return;
    free(mapping->slots);
    mapping->slot_count = mapping->slot_count ? mapping->slot_count * 2 : 64;
    mapping->slots = cs_alloc(mapping->slot_count * sizeof *mapping->slots);
    for (size_t i = 0; i < mapping->value_count; i++) {
        const struct value *value = &mapping->values[i];
        mapping->slots[find_slot(mapping, value->field, value->from, value->length)] = (uint32_t)i + 1;
    }
}

/* A word for a choice has to be one: better said here, with the mapping's line, than for each record. */
static enum cs_status check_value(const struct cs_field *field, const char *text, struct cs_error *err)
{
    if (field->choices && field->type != CS_TYPE_SET && text[0] &&
        !cs_choice_find(field->choices, text, strlen(text)))
        return cs_error_set(err, CS_FAILED, _("\"%s\" is no %s"), brief(text).text, field->name);
    return CS_OK;
}

static enum cs_status take_file(struct cs_mapping *mapping, const struct cs_mapping_line *line,
                                struct cs_error *err)
{
    int key = find_word(file_keys, line->key);
    if (key < 0)
        return refuse_word(err, _("[file] has no \"%s\""), line->key, file_keys);
    if (strcmp(line->key, "dates") == 0 && find_word(date_orders, line->value) < 0)
        return cs_error_set(err, CS_FAILED, _("dates are day-first or month-first, not \"%s\""),
                            brief(line->value).text);
    mapping->file[key] = cs_arena_strdup(&mapping->arena, line->value);
    return CS_OK;
}

static struct column *find_column(struct cs_mapping *mapping, const char *heading)
{
    for (size_t i = 0; i < mapping->column_count; i++)
        if (strcmp(mapping->columns[i].heading, heading) == 0)
            return &mapping->columns[i];
    return NULL;
}

static struct column *add_column(struct cs_mapping *mapping, const char *heading, int field, int line)
{
    mapping->columns =
        cs_grow(mapping->columns, &mapping->column_room, mapping->column_count + 1, sizeof(struct column));
    struct column *column = &mapping->columns[mapping->column_count++];
    *column = (struct column){ cs_arena_strdup(&mapping->arena, heading), field, line };
    return column;
}

static enum cs_status take_column(struct cs_mapping *mapping, const struct cs_mapping_line *line,
                                  struct cs_error *err)
{
    if (!line->name || !line->name[0])
        return cs_error_set(err, CS_FAILED, _("a column is written [column \"Heading\"]"));
    struct column *column = find_column(mapping, line->name);
    if (!line->key && column)
        return cs_error_set(err, CS_FAILED, _("column \"%s\" stands on line %d already"),
                            brief(line->name).text, column->line);
    if (!line->key) {
        add_column(mapping, line->name, UNSAID, line->number);
        return CS_OK;
    }
    if (strcmp(line->key, "to") != 0)
        return cs_error_set(err, CS_FAILED, _("[column] has \"to\" only, not \"%s\""), brief(line->key).text);
    int field;
    enum cs_status status = find_field(mapping, line->value, &field, err);
    if (status)
        return status;
    for (size_t i = 0; i < mapping->column_count; i++)
        if (mapping->columns[i].field == field && &mapping->columns[i] != column)
            return cs_error_set(err, CS_FAILED, _("%s is already given by column \"%s\" (line %d)"),
                                mapping->record->fields[field].name, brief(mapping->columns[i].heading).text,
                                mapping->columns[i].line);
    column->field = field;
    return CS_OK;
}

static enum cs_status take_value(struct cs_mapping *mapping, const struct cs_mapping_line *line,
                                 struct cs_error *err)
{
    int field;
    enum cs_status status = find_field(mapping, line->name, &field, err);
    if (status || !line->key)
        return status;
    status = check_value(&mapping->record->fields[field], line->value, err);
    if (status)
        return status;
    grow_slots(mapping);
    size_t length = strlen(line->key), slot = find_slot(mapping, field, line->key, length);
    if (mapping->slots[slot])
        return cs_error_set(err, CS_FAILED, _("\"%s\" stands twice for %s"), brief(line->key).text,
                            brief(line->name).text);
    mapping->values =
        cs_grow(mapping->values, &mapping->value_room, mapping->value_count + 1, sizeof(struct value));
    mapping->values[mapping->value_count++] =
        (struct value){ field, cs_arena_strdup(&mapping->arena, line->key),
                        cs_arena_strdup(&mapping->arena, line->value), length };
    mapping->slots[slot] = (uint32_t)mapping->value_count;
    return CS_OK;
}

static enum cs_status take_constant(struct cs_mapping *mapping, const struct cs_mapping_line *line,
                                    struct cs_error *err)
{
    int field;
    enum cs_status status = find_field(mapping, line->key, &field, err);
    if (!status)
        status = check_value(&mapping->record->fields[field], line->value, err);
    if (status)
        return status;
    if (mapping->constants[field])
        return cs_error_set(err, CS_FAILED, _("%s is given twice"), mapping->record->fields[field].name);
    mapping->constants[field] = cs_arena_strdup(&mapping->arena, line->value);
    return CS_OK;
}

static enum cs_status take_ignored(struct cs_mapping *mapping, const struct cs_mapping_line *line,
                                   struct cs_error *err)
{
    if (strcmp(line->key, "column") != 0)
        return cs_error_set(err, CS_FAILED, _("[ignore] has \"column\" only, not \"%s\""),
                            brief(line->key).text);
    struct column *column = find_column(mapping, line->value);
    if (column && column->field != IGNORED)
        return cs_error_set(err, CS_FAILED, _("column \"%s\" is also wanted, on line %d"),
                            brief(line->value).text, column->line);
    if (!column)
        add_column(mapping, line->value, IGNORED, line->number);
    return CS_OK;
}

static enum cs_status take_line(void *context, const struct cs_mapping_line *line, struct cs_error *err)
{
    struct cs_mapping *mapping = context;
    int section = find_word(sections, line->section);
    if (section < 0)
        return refuse_word(err, _("there is no section [%s]"), line->section, sections);
    bool named = section == 1 || section == 2;
    if (line->name && !named)
        return cs_error_set(err, CS_FAILED, _("[%s] takes no name"), brief(line->section).text);
    if (!line->key && !named)
        return CS_OK;
    switch (section) {
    case 0:
        return take_file(mapping, line, err);
    case 1:
        return take_column(mapping, line, err);
    case 2:
        return take_value(mapping, line, err);
    case 3:
        return take_constant(mapping, line, err);
    default:
        return take_ignored(mapping, line, err);
    }
}

/* A section without `to` is a slip of the pen. */
static enum cs_status check_columns(const struct cs_mapping *mapping, const char *path, struct cs_error *err)
{
    for (size_t i = 0; i < mapping->column_count; i++)
        if (mapping->columns[i].field == UNSAID)
            return cs_error_set(err, CS_FAILED, _("%s:%d: column \"%s\" does not say `to = FIELD`"), path,
                                mapping->columns[i].line, brief(mapping->columns[i].heading).text);
    return CS_OK;
}

static enum cs_status read_file(const char *path, struct cs_buffer *text, struct cs_error *err)
{
    int fault = cs_file_read(path, FILE_BYTES, text);
    if (fault == EFBIG)
        return cs_error_set(err, CS_FAILED, _("%s: a mapping has at most 1 MiB"), path);
    return fault ? cs_error_errno(err, fault, "%s", path) : CS_OK;
}

enum cs_status cs_mapping_read(const char *name, const char *text, size_t length,
                               const struct cs_record *record, struct cs_mapping **mapping,
                               struct cs_error *err)
{
    struct cs_mapping *fresh = cs_alloc(sizeof *fresh);
    fresh->record = record;
    fresh->constants = cs_alloc((record->count + 1) * sizeof *fresh->constants);
    grow_slots(fresh);
    enum cs_status status = cs_mapping_parse(name, text, length, take_line, fresh, err);
    if (!status)
        status = check_columns(fresh, name, err);
    if (status) {
        cs_mapping_free(fresh);
        fresh = NULL;
    }
    *mapping = fresh;
    return status;
}

enum cs_status cs_mapping_load(const char *path, const struct cs_record *record, struct cs_mapping **mapping,
                               struct cs_error *err)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    *mapping = NULL;
    enum cs_status status = read_file(path, &text, err);
    if (!status)
        status = cs_mapping_read(path, text.text, text.length, record, mapping, err);
    cs_buffer_release(&text);
    return status;
}

void cs_mapping_free(struct cs_mapping *mapping)
{
    if (!mapping)
        return;
    cs_arena_release(&mapping->arena);
    free(mapping->columns);
    free(mapping->values);
    free(mapping->slots);
    free(mapping->constants);
    free(mapping);
}

const char *cs_mapping_file(const struct cs_mapping *mapping, const char *key)
{
    int index = mapping ? find_word(file_keys, key) : -1;
    return index < 0 ? NULL : mapping->file[index];
}

int cs_mapping_column(const struct cs_mapping *mapping, const char *heading)
{
    for (size_t i = 0; mapping && i < mapping->column_count; i++)
        if (strcmp(mapping->columns[i].heading, heading) == 0)
            return mapping->columns[i].field;
    return UNSAID;
}

const char *cs_mapping_value(const struct cs_mapping *mapping, int field, const char *text, size_t length)
{
    if (!mapping || !mapping->value_count)
        return NULL;
    while (length && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    uint32_t found = mapping->slots[find_slot(mapping, field, text, length)];
    return found ? mapping->values[found - 1].to : NULL;
}

const char *cs_mapping_constant(const struct cs_mapping *mapping, int field)
{
    return mapping && field >= 0 ? mapping->constants[field] : NULL;
}
