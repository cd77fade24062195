/* How well a field suits a column: words of the heading against the field's own, and values against its type.
 */
#include "io/date-order.h"
#include "io/guess-inside.h"

#include <ctype.h>
#include <string.h>

/* ---- values ---- */

static bool takes(const struct cs_field *field, const struct cs_parse *how, enum guess_dates dates,
                  const struct guess_word *word, struct cs_arena *arena)
{
    struct cs_error ignored = CS_ERROR_INIT;
    struct cs_value value;
    const char *text = word->text;
    size_t length = word->length;
    if ((field->type == CS_TYPE_TIME || field->type == CS_TYPE_DATE) && dates != DATES_YEAR_FIRST)
        cs_date_order(dates == DATES_DAY_FIRST, arena, &text, &length);
    return cs_field_parse(field, how, text, length, arena, &value, &ignored) == CS_OK &&
           value.type != CS_NULL;
}

double cs_guess_fit(const struct guess_column *column, const struct cs_field *field,
                    const struct cs_parse *how, enum guess_dates dates)
{
    size_t all = 0, good = 0;
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t i = 0; i < column->word_count; i++) {
        all += column->words[i].count;
        good += takes(field, how, dates, &column->words[i], &arena) ? column->words[i].count : 0;
    }
    cs_arena_release(&arena);
    return all ? (double)good / (double)all : 0;
}

/* ---- words of headings ---- */

enum { TOKENS = 16, TOKEN = 32 };
struct tokens {
    char text[TOKENS][TOKEN];
    size_t count;
};

/* Words that say nothing: whose it is, what kind of column. */
static bool is_filler(const char *token)
{
    static const char *const words[] = { "ticket",   "case", "request",  "incident", "the", "of",   "a",
                                         "an",       "at",   "on",       "to",       "by",  "date", "time",
                                         "datetime", "hs",   "property", "is",       "in",  NULL };
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], token) == 0)
            return true;
    return false;
}

/* Cuts ASCII words: "CreatedDate", "created_date" and "Created Date" are created + date. */
static void cut_tokens(const char *text, size_t length, struct tokens *tokens)
{
    *tokens = (struct tokens){ .count = 0 };
    size_t used = 0;
    for (size_t i = 0; i < length && tokens->count < TOKENS; i++) {
        unsigned char byte = (unsigned char)text[i];
        bool word = byte < 0x80 && isalnum(byte);
        bool hump = word && used && isupper(byte) && i > 0 && islower((unsigned char)text[i - 1]);
        if ((!word || hump) && used) {
            tokens->text[tokens->count++][used] = '\0';
            used = 0;
        }
        if (word && tokens->count < TOKENS && used < TOKEN - 1)
            tokens->text[tokens->count][used++] = (char)tolower(byte);
    }
    if (used && tokens->count < TOKENS)
        tokens->text[tokens->count++][used] = '\0';
}

static struct tokens without_filler(const struct tokens *tokens)
{
    struct tokens rest = { .count = 0 };
    for (size_t i = 0; i < tokens->count; i++)
        if (!is_filler(tokens->text[i]))
            memcpy(rest.text[rest.count++], tokens->text[i], TOKEN);
    return rest;
}

static bool contains(const struct tokens *all, const struct tokens *part)
{
    for (size_t i = 0; i < part->count; i++) {
        bool found = false;
        for (size_t j = 0; j < all->count && !found; j++)
            found = strcmp(all->text[j], part->text[i]) == 0;
        if (!found)
            return false;
    }
    return part->count > 0;
}

/* How alike a heading and a word of ours are, per cent: all words, all that say something, some. */
static int compare_english(const char *heading, const char *word, size_t length)
{
    struct tokens theirs, ours;
    cut_tokens(heading, strlen(heading), &theirs);
    cut_tokens(word, length, &ours);
    if (ours.count == 0 || theirs.count == 0)
        return 0;
    if (ours.count == theirs.count && contains(&theirs, &ours))
        return 88;
    struct tokens their_rest = without_filler(&theirs), our_rest = without_filler(&ours);
    if (our_rest.count == 0)
        return 0;
    if (our_rest.count == their_rest.count && contains(&their_rest, &our_rest))
        return 74;
    return contains(&theirs, &ours) ? 48 + (int)ours.count : 0;
}

/* Chinese headings end with what they are about: 客户联系电话. */
static int compare_chinese(const char *heading, const char *word, size_t length)
{
    size_t bytes = strlen(heading);
    enum { CHARACTER = 3, SURE = 6 }; /* two characters at least */
    if ((unsigned char)word[0] < 0xE3 || length < SURE || bytes <= length)
        return 0;
    int extra = length / CHARACTER < 6 ? (int)(length / CHARACTER) : 6;
    if (memcmp(heading + bytes - length, word, length) == 0)
        return 66 + extra;
    return memmem(heading, bytes, word, length) ? 44 + extra : 0;
}

static void try_words(const char *heading, const char *list, int less, struct guess_match *best)
{
    for (const char *word = list; word && *word;) {
        size_t length = strcspn(word, "|");
        int english = compare_english(heading, word, length);
        int chinese = compare_chinese(heading, word, length);
        int sure = english > chinese ? english : chinese;
        if (length == strlen(heading) && (unsigned char)word[0] >= 0x80 && memcmp(word, heading, length) == 0)
            sure = 88;
        sure -= sure ? less : 0;
        if (sure > best->sure) {
            best->sure = sure;
            best->word = word;
            best->word_length = length;
            best->why = sure >= 60 ? BY_WORDS : BY_SOME_WORDS;
        }
        word += length + (word[length] == '|');
    }
}

/* ---- both ---- */

static bool is_text(const struct cs_field *field)
{
    return field->type == CS_TYPE_TEXT && !(field->flags & CS_MASKED);
}

static double fit_of(const struct guess_column *column, const struct cs_field *field,
                     const struct cs_parse *how, enum guess_dates dates)
{
    if (field->flags & CS_PHONE)
        return column->filled ? (double)column->phones / (double)column->filled : 0;
    if (field->flags & CS_EMAIL)
        return column->filled ? (double)column->mails / (double)column->filled : 0;
    if (field->type == CS_TYPE_TIME && dates != DATES_UNKNOWN)
        return column->filled ? (double)column->moments / (double)column->filled : 0;
    return cs_guess_fit(column, field, how, dates);
}

/* What a match by words must stand on: values that the field takes. A text takes all, so some words of its
 * heading are no ground; the key of another system must differ from record to record. */
static bool is_grounded(const struct guess_column *column, const struct guess_sample *sample,
                        const struct cs_field *field, const struct guess_match *match)
{
    if (column->filled == 0 || match->why == BY_VALUES)
        return false;
    if (is_text(field) && field->flags & CS_KEY)
        return match->why == BY_WORDS && column->filled == sample->records &&
               column->different == column->filled;
    if (is_text(field))
        return match->why == BY_WORDS;
    if (field->type == CS_TYPE_CHOICE && match->why == BY_WORDS)
        return match->fit >= 0.3 || column->different <= 12;
    if (field->type == CS_TYPE_JSON || field->type == CS_TYPE_SET)
        return false;
    return match->fit >= (match->why == BY_WORDS ? 0.7 : 0.9);
}

static bool names_moment(const char *heading)
{
    struct tokens tokens;
    cut_tokens(heading, strlen(heading), &tokens);
    for (size_t i = 0; i < tokens.count; i++)
        if (strcmp(tokens.text[i], "time") == 0 || strcmp(tokens.text[i], "date") == 0)
            return true;
    return false;
}

/* Of two fields that a heading reads like, the one that takes the values; a time is never a text. */
static void weigh_values(const struct guess_column *column, const struct cs_field *field,
                         struct guess_match *match)
{
    if (match->sure <= 0)
        return;
    if (!is_text(field))
        match->sure += match->fit >= 0.9 ? 4 : -(int)((1 - match->fit) * 20);
    else if (match->sure < 80 && names_moment(column->heading))
        match->sure = 0;
}

static bool match_values(const struct guess_column *column, const struct cs_field *field,
                         struct guess_match *match)
{
    match->why = BY_VALUES;
    match->word = NULL;
    if (field->flags & (CS_PHONE | CS_EMAIL))
        match->sure = match->fit >= 0.8 && column->different * 3 >= column->filled ? 58 : 0;
    else if (field->type == CS_TYPE_CHOICE)
        match->sure = match->fit >= 0.95 && column->different >= 2 && column->different <= 20 &&
                              column->yes_no < column->filled && column->numbers == 0
                          ? 40
                          : 0;
    else
        match->sure = 0;
    return match->sure > 0;
}

bool cs_guess_match(const struct guess_column *column, const struct guess_sample *sample,
                    const struct cs_field *field, const struct cs_parse *how, enum guess_dates dates,
                    struct guess_match *match)
{
    match->sure = 0;
    match->word = NULL;
    try_words(column->heading, field->name, 1, match);
    try_words(column->heading, field->heading, 1, match);
    try_words(column->heading, field->also, 0, match);
    try_words(column->heading, field->hints, 2, match);
    match->fit = fit_of(column, field, how, dates);
    weigh_values(column, field, match);
    if (match->sure > 0 && is_grounded(column, sample, field, match))
        return true;
    bool worded = match->sure > 0;
    if (column->filled && match_values(column, field, match))
        return true;
    match->sure = worded ? -1 : 0; /* a word was alike, the values do not bear it out */
    return false;
}
