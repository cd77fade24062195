/* Options' values: the default, and the text that was typed, checked and put into the command's struct. */
#include "cli/inner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void cs_option_default(void *args, const struct cs_option *option)
{
    if (!option->byname || !args)
        return;
    char *member = (char *)args + option->offset;
    if (option->type == CS_OPTION_INT)
        *(int64_t *)member = strtoll(option->byname, NULL, 10);
    else if (option->type == CS_OPTION_TEXT || option->type == CS_OPTION_CHOICE)
        *(const char **)member = option->byname;
}

/* Room for one more item in an array of the arena. The old array stays behind: lists of options are short. */
static void *grown(struct cs_arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    *capacity = *capacity ? *capacity * 2 : 8;
    void *fresh = cs_arena_alloc(arena, *capacity * size);
    if (count)
        memcpy(fresh, items, count * size);
    return fresh;
}

static enum cs_status refuse_number(const struct cs_option *option, const char *text, struct cs_error *err)
{
    struct cs_buffer typed = CS_BUFFER_INIT;
    cs_quote(&typed, text, strlen(text));
    if (option->max > option->min)
        cs_error_set(err, CS_MISUSED, _("option \"--%s\" must be a number from %lld to %lld, not \"%s\""),
                     option->name, (long long)option->min, (long long)option->max, typed.text);
    else if (option->max < option->min)
        cs_error_set(err, CS_MISUSED, _("option \"--%s\" must be a number of at least %lld, not \"%s\""),
                     option->name, (long long)option->min, typed.text);
    else
        cs_error_set(err, CS_MISUSED, _("option \"--%s\" must be a whole number, not \"%s\""), option->name,
                     typed.text);
    cs_buffer_release(&typed);
    return CS_MISUSED;
}

static enum cs_status store_int(const struct cs_option *option, int64_t *member, const char *text,
                                struct cs_error *err)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    /* strtoll skips spaces in front; a number on a command line has none. */
    bool good = !errno && *end == '\0' && end != text && strchr("+-0123456789", *text);
    if (good && option->min != option->max)
        good = number >= option->min && (option->max < option->min || number <= option->max);
    if (!good)
        return refuse_number(option, text, err);
    *member = number;
    return CS_OK;
}

static enum cs_status refuse_choice(const struct cs_option *option, const char *text, struct cs_error *err)
{
    struct cs_buffer words = CS_BUFFER_INIT, typed = CS_BUFFER_INIT;
    for (const char *const *word = option->words; *word; word++)
        cs_buffer_printf(&words, "%s%s", words.length ? ", " : "", *word);
    cs_quote(&typed, text, strlen(text));
    const char *near = cs_nearest_word(text, option->words);
    if (near)
        cs_error_set(err, CS_MISUSED,
                     _("option \"--%s\" must be one of %s, not \"%s\"; did you mean \"%s\"?"), option->name,
                     words.text, typed.text, near);
    else
        cs_error_set(err, CS_MISUSED, _("option \"--%s\" must be one of %s, not \"%s\""), option->name,
                     words.text, typed.text);
    cs_buffer_release(&words);
    cs_buffer_release(&typed);
    return CS_MISUSED;
}

static enum cs_status store_choice(const struct cs_option *option, const char **member, const char *text,
                                   struct cs_error *err)
{
    for (const char *const *word = option->words; *word; word++) {
        if (strcmp(*word, text) == 0) {
            *member = *word;
            return CS_OK;
        }
    }
    const struct cs_choice *said =
        option->choices ? cs_choice_find(option->choices, text, strlen(text)) : NULL;
    for (const char *const *word = option->words; said && *word; word++) {
        if (strcmp(*word, said->code) == 0) {
            *member = *word;
            return CS_OK;
        }
    }
    return refuse_choice(option, text, err);
}

enum cs_status cs_option_store(const struct cs_option *option, void *member, const char *text,
                               struct cs_arena *arena, struct cs_error *err)
{
    struct cs_list *list = member;
    struct cs_assignments *said = member;
    switch (option->type) {
    case CS_OPTION_INT:
        return store_int(option, member, text, err);
    case CS_OPTION_TEXT:
        *(const char **)member = text;
        return CS_OK;
    case CS_OPTION_CHOICE:
        return store_choice(option, member, text, err);
    case CS_OPTION_LIST:
    case CS_OPTION_REST:
        list->items = grown(arena, list->items, list->count, &list->capacity, sizeof *list->items);
        list->items[list->count++] = text;
        return CS_OK;
    case CS_OPTION_FIELDS:
        said->items = grown(arena, said->items, said->count, &said->capacity, sizeof *said->items);
        said->items[said->count++] = (struct cs_assignment){ option->field, text };
        return CS_OK;
    case CS_OPTION_FLAG:
    case CS_OPTION_SHARED:
    case CS_OPTION_END:
        break;
    }
    return CS_OK;
}
