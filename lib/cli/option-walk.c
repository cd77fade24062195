/* Walking options: what a person sees of an array, and the set of options that one command really has. */
#include "cli/inner.h"

#include <stdlib.h>
#include <string.h>

const struct cs_field *cs_option_field(const struct cs_option *option)
{
    return option->type == CS_OPTION_FIELDS && option->record ? &option->record->fields[option->field] : NULL;
}

bool cs_option_takes(const struct cs_option *option)
{
    return option->type != CS_OPTION_FLAG;
}

/* ------------------------------------------------------------------ walking */

static bool field_has_option(const struct cs_field *field, enum cs_fields_use use)
{
    if (use == CS_FIELDS_CHANGES)
        return !(field->flags & (CS_DERIVED | CS_KEY | CS_MOVED));
    return use == CS_FIELDS_FILTERS ? !(field->flags & CS_NO_FILTER) : !(field->flags & CS_DERIVED);
}

static void walk_fields(const struct cs_option *option, size_t base, cs_option_fn *each, void *context)
{
    for (size_t i = 0; i < option->record->count; i++) {
        const struct cs_field *field = &option->record->fields[i];
        if (!field_has_option(field, option->use))
            continue;
        char name[64];
        size_t length = 0;
        for (const char *from = field->name; *from && length + 1 < sizeof name; from++)
            name[length++] = *from == '_' ? '-' : *from;
        name[length] = '\0';

        struct cs_option opened = *option;
        opened.offset += base;
        opened.name = name;
        opened.help = field->help && field->help[0] ? field->help : field->heading;
        opened.field = (int)i;
        each(context, &opened);
    }
}

static void walk(const struct cs_option *options, size_t base, cs_option_fn *each, void *context)
{
    for (const struct cs_option *option = options; option && option->type != CS_OPTION_END; option++) {
        if (option->type == CS_OPTION_SHARED) {
            walk(option->shared, base + option->offset, each, context);
        } else if (option->type == CS_OPTION_FIELDS) {
            walk_fields(option, base, each, context);
        } else {
            struct cs_option seen = *option;
            seen.offset += base;
            each(context, &seen);
        }
    }
}

void cs_options_each(const struct cs_option *options, cs_option_fn *each, void *context)
{
    walk(options, 0, each, context);
}

/* ------------------------------------------------------------------ the set of one command */

struct addition {
    struct cs_option_set *set;
    bool common;
};

static void add_entry(void *context, const struct cs_option *option)
{
    struct addition *addition = context;
    struct cs_option_set *set = addition->set;
    set->items = cs_grow(set->items, &set->capacity, set->count + 1, sizeof *set->items);
    struct cs_option_entry *entry = &set->items[set->count++];
    entry->option = *option;
    entry->option.name = cs_arena_strdup(&set->arena, option->name);
    entry->common = addition->common;
}

void cs_option_set_add(struct cs_option_set *set, const struct cs_option *options, bool common)
{
    cs_options_each(options, add_entry, &(struct addition){ set, common });
}

/* Who hides whom: own before common, and any plain option before a field's. */
static int rank(const struct cs_option_entry *entry)
{
    return entry->option.type == CS_OPTION_FIELDS ? 2 : entry->common ? 1 : 0;
}

static bool goes_before(const struct cs_option_set *set, size_t other, size_t self)
{
    int theirs = rank(&set->items[other]), mine = rank(&set->items[self]);
    return theirs < mine || (theirs == mine && other < self);
}

void cs_option_set_settle(struct cs_option_set *set)
{
    bool *gone = cs_alloc(set->count * sizeof *gone);
    for (size_t i = 0; i < set->count; i++)
        for (size_t j = 0; j < set->count && !gone[i]; j++)
            gone[i] = j != i && goes_before(set, j, i) &&
                      strcmp(set->items[i].option.name, set->items[j].option.name) == 0;

    for (size_t i = 0; i < set->count; i++) {
        char letter = set->items[i].option.letter;
        for (size_t j = 0; j < set->count && letter; j++)
            if (j != i && !gone[j] && set->items[j].option.letter == letter && goes_before(set, j, i))
                set->items[i].option.letter = letter = 0;
    }

    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++)
        if (!gone[i])
            set->items[kept++] = set->items[i];
    set->count = kept;
    free(gone);
}

void cs_option_set_init(struct cs_option_set *set, const struct cs_option *own,
                        const struct cs_option *common)
{
    *set = (struct cs_option_set){ 0 };
    cs_option_set_add(set, own, false);
    cs_option_set_add(set, common, true);
    cs_option_set_settle(set);
}

void cs_option_set_release(struct cs_option_set *set)
{
    free(set->items);
    cs_arena_release(&set->arena);
    *set = (struct cs_option_set){ 0 };
}

static bool begins(const char *name, const char *typed, size_t length)
{
    return strncmp(name, typed, length) == 0;
}

const struct cs_option_entry *cs_option_set_find(const struct cs_option_set *set, const char *name,
                                                 size_t length)
{
    const struct cs_option_entry *found = NULL;
    size_t near = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct cs_option_entry *entry = &set->items[i];
        const char *mine = entry->option.name;
        bool negated = entry->option.negatable && length > 3 && strncmp(name, "no-", 3) == 0;
        bool plain_fits = begins(mine, name, length);
        if (!plain_fits && !(negated && begins(mine, name + 3, length - 3)))
            continue;
        if (strlen(mine) == (plain_fits ? length : length - 3))
            return entry;
        found = entry;
        near++;
    }
    return near == 1 ? found : NULL;
}

const struct cs_option_entry *cs_option_set_letter(const struct cs_option_set *set, char letter)
{
    for (size_t i = 0; i < set->count && letter; i++)
        if (set->items[i].option.letter == letter)
            return &set->items[i];
    return NULL;
}
