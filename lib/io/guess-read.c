/* The first records of a source, counted column by column. */
#include "io/date-order.h"
#include "io/guess-inside.h"

#define XXH_INLINE_ALL
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static bool is_whole_number(const char *text, size_t length)
{
    size_t digits = 0;
    while (digits < length && isdigit((unsigned char)text[digits]))
        digits++;
    if (digits == 0)
        return false;
    size_t at = digits;
    if (at < length && text[at] == '.')
        for (at++; at < length && text[at] == '0'; at++)
            ;
    return at == length;
}

/* 13812345678, 138 1234 5678, +86 138..., 138****5678, 010-88886666: seven digits or stars at least and
 * nothing but signs that phones are written with. */
static bool is_phone(const char *text, size_t length)
{
    size_t digits = 0, others = 0;
    for (size_t i = 0; i < length; i++) {
        if (isdigit((unsigned char)text[i]) || text[i] == '*')
            digits++;
        else if (!strchr(" -+()", text[i]))
            others++;
    }
    bool mobile = digits == 11 && text[0] == '1' && length <= 13;
    bool marked = (text[0] == '+' || text[0] == '0' || text[0] == '(') && digits >= 10 && digits <= 15;
    return others == 0 && (mobile || marked);
}

static bool is_mail(const char *text, size_t length)
{
    const char *sign = memchr(text, '@', length);
    return sign && sign > text && memchr(sign, '.', length - (size_t)(sign - text)) &&
           !memchr(text, ' ', length);
}

static bool is_yes_no(const char *text, size_t length)
{
    static const char *const words[] = { "yes", "no", "y", "n", "true", "false", "是", "否" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && strncasecmp(words[i], text, length) == 0)
            return true;
    return false;
}

/* One or two digits of a day or month. */
static bool read_part(const char **at, int *value)
{
    int digits = 0;
    for (*value = 0; digits < 2 && isdigit((unsigned char)**at); digits++)
        *value = *value * 10 + *(*at)++ - '0';
    return digits > 0;
}

/* 05/03/2024 and kin: which part is a day? */
static bool note_slashed(struct guess_column *column, const char *text)
{
    int first, second;
    if (!read_part(&text, &first) || !*text || !strchr("/.-", *text))
        return false;
    char sign = *text++;
    if (!read_part(&text, &second) || *text++ != sign)
        return false;
    size_t digits = strspn(text, "0123456789");
    if ((digits != 2 && digits != 4) || (text[digits] && !strchr(" T,", text[digits])))
        return false;
    column->slashed++;
    column->first_high += first > 12;
    column->second_high += second > 12;
    return true;
}

/* A moment that is the same wherever it is read has its offset beside it. */
static bool is_zoned(const char *text)
{
    static const char *const names[] = { "UTC", "Pacific/Kiritimati" };
    int64_t moments[2];
    for (size_t i = 0; i < 2; i++) {
        struct cs_error ignored = CS_ERROR_INIT;
        const struct cs_zone *zone = NULL;
        if (cs_zone_find(names[i], &zone, &ignored) != CS_OK ||
            cs_moment_parse(text, zone, false, &moments[i], &ignored) != CS_OK)
            return false;
    }
    return moments[0] == moments[1];
}

static void note_moment(struct guess_column *column, const char *text, size_t length,
                        const struct cs_zone *zone, struct cs_arena *arena)
{
    struct cs_error ignored = CS_ERROR_INIT;
    int64_t moment;
    if (length < 6 || !isdigit((unsigned char)text[0]) || strspn(text, "0123456789.") == length)
        return;
    if (note_slashed(column, text))
        cs_date_order(column->first_high > 0, arena, &text, &length);
    if (cs_moment_parse(text, zone, false, &moment, &ignored) != CS_OK)
        return;
    column->moments++;
    column->zoned += is_zoned(text);
}

static void note_word(struct guess_column *column, const char *text, size_t length, uint64_t hash,
                      struct cs_arena *arena)
{
    for (size_t i = 0; i < column->word_count; i++)
        if (column->words[i].length == length && memcmp(column->words[i].text, text, length) == 0) {
            column->words[i].count++;
            return;
        }
    column->hashes = cs_grow(column->hashes, &column->hash_room, column->hash_count + 1, sizeof hash);
    column->hashes[column->hash_count++] = hash;
    if (column->word_count < GUESS_WORDS)
        column->words[column->word_count++] =
            (struct guess_word){ cs_arena_strndup(arena, text, length), length, 1 };
}

static void note_cell(struct guess_sample *sample, struct guess_column *column, const struct cs_cell *cell,
                      const struct cs_zone *zone)
{
    const char *text = cell->text;
    size_t length = cell->length;
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (cell->null || length == 0)
        return;
    column->filled++;
    column->phones += is_phone(text, length);
    column->mails += is_mail(text, length);
    column->yes_no += is_yes_no(text, length);
    if (is_whole_number(text, length)) {
        long long number = length < 12 ? atoll(text) : 6;
        column->numbers++;
        column->small += number >= 1 && number <= 5;
    }
    const char *kept = cs_arena_strndup(&sample->arena, text, length < 64 ? length : 0);
    if (length < 64)
        note_moment(column, kept, length, zone, &sample->arena);
    note_word(column, text, length, XXH3_64bits(text, length), &sample->arena);
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void count_different(struct guess_column *column)
{
    if (column->hash_count)
        qsort(column->hashes, column->hash_count, sizeof *column->hashes, by_value);
    for (size_t i = 0; i < column->hash_count; i++)
        column->different += i == 0 || column->hashes[i] != column->hashes[i - 1];
}

enum cs_status cs_guess_read(struct cs_source *source, const struct cs_zone *zone,
                             struct guess_sample *sample, struct cs_error *err)
{
    enum cs_status status = CS_OK;
    while (sample->records < CS_GUESS_RECORDS) {
        const struct cs_raw *raw;
        const char *const *headings;
        status = cs_source_next(source, &raw, err);
        size_t count = cs_source_headings(source, &headings), first = sample->column_count;
        if (status == CS_REFUSED) {
            cs_error_clear(err);
            continue;
        }
        sample->columns = cs_grow(sample->columns, &sample->column_room, count + 1, sizeof *sample->columns);
        for (size_t i = first; i < count; i++)
            sample->columns[i] =
                (struct guess_column){ .heading = cs_arena_strdup(&sample->arena, headings[i]) };
        sample->column_count = count;
        if (status != CS_OK)
            break;
        for (size_t i = 0; i < raw->count && i < count; i++)
            note_cell(sample, &sample->columns[i], &raw->cells[i], zone);
        sample->records++;
    }
    sample->ended = status == CS_NONE;
    for (size_t i = 0; i < sample->column_count; i++)
        count_different(&sample->columns[i]);
    return status == CS_NONE ? CS_OK : status;
}

void cs_guess_release(struct guess_sample *sample)
{
    for (size_t i = 0; i < sample->column_count; i++)
        free(sample->columns[i].hashes);
    free(sample->columns);
    cs_arena_release(&sample->arena);
}

enum guess_dates cs_guess_dates(const struct guess_sample *sample)
{
    size_t slashed = 0, first = 0, second = 0;
    for (size_t i = 0; i < sample->column_count; i++) {
        const struct guess_column *column = &sample->columns[i];
        if (column->slashed * 2 < column->filled)
            continue;
        slashed += column->slashed;
        first += column->first_high;
        second += column->second_high;
    }
    if (slashed == 0)
        return DATES_YEAR_FIRST;
    if (first && second)
        return DATES_BOTH;
    if (first || second)
        return first ? DATES_DAY_FIRST : DATES_MONTH_FIRST;
    return DATES_UNKNOWN;
}
