/* Choices: the words that a field may hold, found by code, label or synonym in any language. */
#include "record/parts.h"

#include <stdlib.h>
#include <string.h>

/*
 * Words found by the slow way are remembered, since a CRM's export repeats its own few spellings a million
 * times. An entry holds the word itself, so a collision costs a search and never a wrong answer. Choices are
 * constants, which is why their address may stand for them.
 */
enum { MEMO_SIZE = 256, MEMO_WORD = 40 };

struct memo {
    const struct cs_choice *choices, *found;
    size_t length;
    char word[MEMO_WORD];
};

static _Thread_local struct memo memos[MEMO_SIZE];

static struct memo *memo_at(const struct cs_choice *choices, const char *word, size_t length)
{
    uint64_t hash = (uint64_t)(uintptr_t)choices ^ length;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 0x100000001B3u;
    return &memos[(hash ^ hash >> 29) % MEMO_SIZE];
}

static const struct cs_choice *find_code(const struct cs_choice *choices, const char *word, size_t length)
{
    for (const struct cs_choice *choice = choices; choice->code; choice++)
        if (choice->code[0] == word[0] && strncmp(choice->code, word, length) == 0 &&
            strlen(choice->code) == length) /* a NUL in the word ends strncmp early */
            return choice;
    return NULL;
}

static const struct cs_choice *find_spelling(const struct cs_choice *choices, const char *word, size_t length)
{
    for (const struct cs_choice *choice = choices; choice->code; choice++)
        if (cs_word_same(choice->code, strlen(choice->code), word, length))
            return choice;
    for (const struct cs_choice *choice = choices; choice->code; choice++)
        if (choice->label && cs_word_same(choice->label, strlen(choice->label), word, length))
            return choice;
    for (const struct cs_choice *choice = choices; choice->code; choice++)
        if (cs_word_listed(choice->also, word, length))
            return choice;
    for (const struct cs_choice *choice = choices; choice->code; choice++) {
        const char *label = cs_translate(choice->label);
        if (label[0] && cs_word_same(label, strlen(label), word, length))
            return choice;
    }
    return NULL;
}

const struct cs_choice *cs_choice_find(const struct cs_choice *choices, const char *word, size_t length)
{
    if (!choices || length == 0)
        return NULL;
    const struct cs_choice *found = find_code(choices, word, length);
    if (found)
        return found;
    struct memo *memo = length <= MEMO_WORD ? memo_at(choices, word, length) : NULL;
    if (memo && memo->choices == choices && memo->length == length && memcmp(memo->word, word, length) == 0)
        return memo->found;
    found = find_spelling(choices, word, length);
    if (!found) {
        const char *trimmed = word;
        size_t left = length;
        cs_word_trim(&trimmed, &left);
        if (left < length && left > 0)
            found = find_spelling(choices, trimmed, left);
    }
    if (found && memo) {
        *memo = (struct memo){ .choices = choices, .found = found, .length = length };
        memcpy(memo->word, word, length);
    }
    return found;
}

const char *cs_choice_label(const struct cs_choice *choices, const char *code)
{
    for (const struct cs_choice *choice = choices; choice && choice->code; choice++)
        if (strcmp(choice->code, code) == 0)
            return choice->label && choice->label[0] ? cs_translate(choice->label) : code;
    return code;
}

static size_t count_choices(const struct cs_choice *choices)
{
    size_t count = 0;
    while (choices && choices[count].code)
        count++;
    return count;
}

/* Codes, or labels where the person reads another language than English. */
static const char *spoken(const struct cs_choice *choice)
{
    const char *label = cs_translate(choice->label);
    return label[0] && label != choice->label ? label : choice->code;
}

static const char *nearest(const struct cs_choice *choices, size_t count, const char *word)
{
    const char **words = cs_alloc((2 * count + 1) * sizeof *words);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        words[used++] = choices[i].code;
        if (choices[i].label && choices[i].label[0])
            words[used++] = choices[i].label;
    }
    const char *best = cs_nearest_word(word, words);
    free(words);
    return best;
}

/* Few choices are listed; of many the nearest is named. */
static enum cs_status refuse_choice(const struct cs_choice *choices, const char *text, size_t length,
                                    struct cs_error *err)
{
    enum { LISTED = 12 };
    char shown[CS_SHOWN_SIZE];
    size_t count = count_choices(choices);
    cs_word_shown(shown, text, length);
    if (count > LISTED) {
        const char *best = nearest(choices, count, shown);
        if (best)
            return cs_error_set(err, CS_REFUSED, _("\"%s\" is not known; did you mean \"%s\"?"), shown, best);
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is none of the %zu words this field knows"), shown,
                            count);
    }
    struct cs_buffer list = CS_BUFFER_INIT;
    for (size_t i = 0; i < count; i++)
        cs_buffer_printf(&list, "%s%s", i ? ", " : "", spoken(&choices[i]));
    enum cs_status status =
        cs_error_set(err, CS_REFUSED, _("must be one of %s, not \"%s\""), list.text, shown);
    cs_buffer_release(&list);
    return status;
}

enum cs_status cs_parse_choice(const struct cs_field *field, const char *text, size_t length,
                               struct cs_value *value, struct cs_error *err)
{
    const struct cs_choice *found = cs_choice_find(field->choices, text, length);
    if (found) {
        *value = cs_text(found->code);
        return CS_OK;
    }
    *value = cs_null();
    if (cs_word_is_nothing(text, length))
        return CS_OK;
    return refuse_choice(field->choices, text, length, err);
}

/* The bytes of a sign that parts the words of a set, 0 where text begins with none. */
static size_t separator(const char *text, size_t length)
{
    static const char *const wide[] = { "、", "；", "，" };
    if (length > 0 && (text[0] == ';' || text[0] == ',' || text[0] == '|'))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (length >= 3 && memcmp(text, wide[i], 3) == 0)
            return 3;
    return 0;
}

/* Joins the chosen codes in the order of the choices, so that equal sets are equal texts. */
static struct cs_value join_codes(const struct cs_choice *choices, const bool *chosen, size_t count,
                                  struct cs_arena *arena)
{
    size_t bytes = 0, members = 0, only = 0;
    for (size_t i = 0; i < count; i++)
        if (chosen[i]) {
            bytes += strlen(choices[i].code) + 1;
            members++;
            only = i;
        }
    if (members == 0)
        return cs_null();
    if (members == 1)
        return cs_text(choices[only].code);
    char *joined = cs_arena_alloc(arena, bytes), *end = joined;
    for (size_t i = 0; i < count; i++)
        if (chosen[i]) {
            end = stpcpy(end, choices[i].code);
            *end++ = ';';
        }
    end[-1] = '\0';
    return cs_text_length(joined, bytes - 1);
}

enum cs_status cs_parse_set(const struct cs_field *field, const char *text, size_t length,
                            struct cs_arena *arena, struct cs_value *value, struct cs_error *err)
{
    const struct cs_choice *found = field->choices ? find_code(field->choices, text, length) : NULL;
    *value = cs_null();
    if (found) {
        *value = cs_text(found->code);
        return CS_OK;
    }
    if (cs_word_is_nothing(text, length))
        return CS_OK;
    size_t count = count_choices(field->choices);
    bool *chosen = cs_arena_alloc(arena, count + 1);
    memset(chosen, 0, count + 1);
    for (size_t at = 0; at <= length;) {
        size_t end = at, bytes = 0;
        while (end < length && !(bytes = separator(text + end, length - end)))
            end++;
        const char *word = text + at;
        size_t word_length = end - at;
        cs_word_trim(&word, &word_length);
        if (word_length > 0) {
            found = cs_choice_find(field->choices, word, word_length);
            if (!found)
                return refuse_choice(field->choices, word, word_length, err);
            chosen[found - field->choices] = true;
        }
        at = end + (bytes ? bytes : 1);
    }
    *value = join_codes(field->choices, chosen, count, arena);
    return CS_OK;
}
