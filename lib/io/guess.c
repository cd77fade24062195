/* Drafts of mappings: what is decided, column by column and field by field. */
#include "io/columns.h"
#include "io/guess-inside.h"

#include <stdlib.h>
#include <string.h>

struct draft {
    struct guess_sample sample;
    const struct cs_guess_options *options;
    enum guess_dates dates;
    struct cs_parse how;
    struct guess_target *targets; /* by column */
    int *givers;                  /* by field: its column, -1 none */
};

struct candidate {
    size_t column;
    struct guess_match match;
};

static bool is_open(const struct draft *draft, const struct cs_field *field)
{
    bool taken = draft->givers[field - draft->options->record->fields] >= 0;
    return !taken && !(field->flags & CS_DERIVED) && field->type != CS_TYPE_JSON;
}

/* Source above a column of channels is no name of a system: a choice that its words fit is meant. */
static bool is_other_choice(const struct draft *draft, size_t column, const struct guess_target *target)
{
    const struct cs_record *record = draft->options->record;
    const struct cs_field *known = &record->fields[target->known.field];
    if (known->type != CS_TYPE_TEXT || !(known->flags & CS_KEY))
        return false;
    for (size_t i = 0; i < record->count; i++) {
        struct guess_match match;
        const struct cs_field *field = &record->fields[i];
        if (field->type == CS_TYPE_CHOICE && is_open(draft, field) &&
            cs_guess_match(&draft->sample.columns[column], &draft->sample, field, &draft->how, draft->dates,
                           &match) &&
            match.why == BY_WORDS && match.fit >= 0.5)
            return true;
    }
    return false;
}

/* A mapping names a column by its heading: by none, or by one that stands twice, it cannot. */
static bool is_nameless(const struct guess_sample *sample, size_t column)
{
    const char *heading = sample->columns[column].heading;
    bool twice = false;
    for (size_t i = 0; i < sample->column_count && !twice; i++)
        twice = i != column && strcmp(sample->columns[i].heading, heading) == 0;
    return !heading[0] || twice;
}

/* What import does by itself stands. */
static enum cs_status take_known(struct draft *draft, struct cs_source *source, struct cs_error *err)
{
    const struct cs_reader_options options = { .parse = draft->how };
    struct cs_columns *columns = cs_columns_new(source, draft->options->record, &options);
    enum cs_status status = cs_columns_resolve(columns, err);
    for (size_t i = 0; i < draft->sample.column_count && status == CS_OK; i++) {
        struct guess_target *target = &draft->targets[i];
        const struct cs_reader_column *known = cs_columns_at(columns, i);
        *target = (struct guess_target){ .field = -1, .known = *known, .suggested = -1 };
        target->nameless = is_nameless(&draft->sample, i);
        if (!cs_way_gives(known->way))
            continue;
        const struct cs_field *field = &draft->options->record->fields[known->field];
        bool key = field->flags & CS_KEY, empty = draft->sample.columns[i].filled == 0;
        if (field->flags & CS_DERIVED || (key && empty)) { /* our own number; a key that is never said */
            target->known.way = CS_WAY_DERIVED;
            continue;
        }
        target->field = known->field;
        if (known->member < 0)
            draft->givers[known->field] = (int)i;
    }
    cs_columns_free(columns);
    for (size_t i = 0; i < draft->sample.column_count && status == CS_OK; i++) {
        struct guess_target *target = &draft->targets[i];
        if (target->field >= 0 && target->known.member < 0 && is_other_choice(draft, i, target)) {
            draft->givers[target->field] = -1;
            target->field = -1;
            target->known.way = CS_WAY_UNKNOWN;
        }
    }
    return status;
}

static bool may_be_guessed(const struct guess_target *target)
{
    enum cs_way way = target->known.way;
    return target->field < 0 && !target->nameless &&
           (way == CS_WAY_UNKNOWN || way == CS_WAY_DERIVED || way == CS_WAY_OUTDONE);
}

/* The surest first; of equals the longer word, then the better fit, then as they stand in the file. */
static int by_sureness(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->match.sure != b->match.sure)
        return b->match.sure - a->match.sure;
    if (a->match.word_length != b->match.word_length)
        return a->match.word_length < b->match.word_length ? 1 : -1;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    return a->match.field - b->match.field;
}

/* A text may be meant where only some words are alike; of other fields the values would have told. */
static bool is_suggested(const struct cs_field *field)
{
    return field->type == CS_TYPE_TEXT && !(field->flags & (CS_KEY | CS_MASKED));
}

static void take_guesses(struct draft *draft)
{
    const struct cs_record *record = draft->options->record;
    struct candidate *list = NULL;
    size_t count = 0, room = 0;
    for (size_t i = 0; i < draft->sample.column_count; i++)
        for (size_t f = 0; f < record->count && may_be_guessed(&draft->targets[i]); f++) {
            struct candidate one = { .column = i };
            if (!is_open(draft, &record->fields[f]))
                continue;
            if (cs_guess_match(&draft->sample.columns[i], &draft->sample, &record->fields[f], &draft->how,
                               draft->dates, &one.match)) {
                one.match.field = (int)f;
                list = cs_grow(list, &room, count + 1, sizeof *list);
                list[count++] = one;
            } else if (one.match.sure < 0 && draft->targets[i].suggested < 0 &&
                       is_suggested(&record->fields[f])) {
                draft->targets[i].suggested = (int)f;
            }
        }
    if (count)
        qsort(list, count, sizeof *list, by_sureness);
    for (size_t i = 0; i < count; i++) {
        struct guess_target *target = &draft->targets[list[i].column];
        int field = list[i].match.field;
        if (target->field >= 0)
            continue;
        if (draft->givers[field] >= 0) {
            target->suggested = target->suggested < 0 ? field : target->suggested;
            continue;
        }
        target->field = field;
        target->how = list[i].match;
        draft->givers[field] = (int)list[i].column;
    }
    free(list);
}

enum cs_status cs_guess_mapping(struct cs_source *source, const struct cs_guess_options *options,
                                struct cs_buffer *text, struct cs_error *err)
{
    struct draft draft = { .options = options, .how = { .zone = options->zone, .allow_serial = true } };
    enum cs_status status = cs_guess_read(source, options->zone, &draft.sample, err);
    draft.dates = cs_guess_dates(&draft.sample);
    draft.targets = cs_alloc((draft.sample.column_count + 1) * sizeof *draft.targets);
    draft.givers = cs_alloc((options->record->count + 1) * sizeof *draft.givers);
    for (size_t i = 0; i < options->record->count; i++)
        draft.givers[i] = -1;
    if (status == CS_OK && draft.sample.column_count == 0)
        status = cs_error_set(err, CS_FAILED, _("%s has no columns"), options->name);
    if (status == CS_OK)
        status = take_known(&draft, source, err);
    if (status == CS_OK) {
        take_guesses(&draft);
        cs_guess_write(&draft.sample, draft.targets, options, source, draft.dates, text);
    }
    free(draft.targets);
    free(draft.givers);
    cs_guess_release(&draft.sample);
    return status;
}
