/* Text to value: one cell, by the type of its field. A million rows of fifty cells pass here, so what is
 * usual is decided first and nothing is copied that can be borrowed. */
#include "record/parts.h"

#include <string.h>

enum { LONGEST_TEXT = 100000 };

/* Checks UTF-8 and counts characters in one pass; SIZE_MAX where a byte is broken or NUL (then *bad is its
 * offset). */
static size_t count_characters(const char *text, size_t length, size_t *bad)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    const unsigned char *byte = (const unsigned char *)text;
    size_t at = 0, count = 0;
    while (at < length) {
        uint64_t eight;
        if (length - at >= sizeof eight) {
            memcpy(&eight, text + at, sizeof eight);
            if (!((eight | (eight - ones)) & highs)) { /* eight ASCII bytes, none of them NUL */
                at += sizeof eight;
                count += sizeof eight;
                continue;
            }
        }
        size_t bytes = cs_utf8_hanzi(text + at, length - at);
        if (bytes) {
            at += bytes;
            count += bytes / 3;
            continue;
        }
        bytes = byte[at] && byte[at] < 0x80 ? 1 : byte[at] ? cs_utf8_decode(text + at, length - at, NULL) : 0;
        if (bytes == 0) {
            *bad = at;
            return SIZE_MAX;
        }
        at += bytes;
        count++;
    }
    return count;
}

static enum cs_status refuse_bytes(const char *text, size_t bad, struct cs_error *err)
{
    if (text[bad] == '\0')
        return cs_error_set(err, CS_REFUSED, _("holds a NUL byte at byte %zu"), bad + 1);
    return cs_error_set(err, CS_REFUSED, _("byte %zu, 0x%02X, is not UTF-8"), bad + 1,
                        (unsigned)(unsigned char)text[bad]);
}

static enum cs_status check_length(const struct cs_field *field, size_t characters, struct cs_error *err)
{
    size_t most = field->max > 0 ? (size_t)field->max : LONGEST_TEXT;
    if (characters > most)
        return cs_error_set(err, CS_REFUSED, _("is %zu characters long; at most %zu are kept"), characters,
                            most);
    if (field->min > 0 && characters < (size_t)field->min)
        return cs_error_set(err, CS_REFUSED, _("is %zu characters long; at least %zu are needed"), characters,
                            (size_t)field->min);
    return CS_OK;
}

/* True where the text may have blanks at an end. */
static bool may_need_trim(const char *text, size_t length)
{
    unsigned char first = (unsigned char)text[0], last = (unsigned char)text[length - 1];
    return first <= ' ' || first == 0xE3 || first == 0xC2 || first == 0xEF || last <= ' ' || last == 0x80 ||
           last == 0xA0 || last == 0xBF;
}

/* No text has more characters than bytes. */
static bool is_surely_short(const struct cs_field *field, size_t length)
{
    return length <= (field->max > 0 ? (size_t)field->max : LONGEST_TEXT) && field->min <= 1;
}

static enum cs_status parse_text(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                 size_t length, struct cs_arena *arena, struct cs_value *value,
                                 struct cs_error *err)
{
    size_t bad = 0;
    if (may_need_trim(text, length)) {
        const char *kept = text;
        size_t left = length;
        cs_word_trim(&kept, &left);
        if (left == 0)
            return CS_OK;
        if (!(field->flags & CS_LONG)) { /* long texts keep their indentation */
            text = kept;
            length = left;
        }
    }
    if (field->flags & CS_MASKED) {
        if (cs_word_is_nothing(text, length))
            return CS_OK;
        if ((field->flags & CS_PHONE) && memchr(text, 0xEF, length))
            text = cs_word_narrow(arena, text, &length);
    }
    enum cs_status status = CS_OK;
    if (!how->well_formed || !is_surely_short(field, length)) {
        size_t characters = count_characters(text, length, &bad);
        status = characters == SIZE_MAX ? refuse_bytes(text, bad, err) : check_length(field, characters, err);
    }
    if (status == CS_OK && (field->flags & CS_MASKED))
        status = cs_check_contact(field->flags, text, length, err);
    if (status == CS_OK)
        *value = cs_text_length(text[length] ? cs_arena_strndup(arena, text, length) : text, length);
    return status;
}

static enum cs_status parse_bool(const char *text, size_t length, struct cs_value *value,
                                 struct cs_error *err)
{
    static const char *const words[][2] = {
        { "0", "1" }, { "no", "yes" }, { "false", "true" }, { "否", "是" }, { "n", "y" }, { "f", "t" },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int truth = 0; truth < 2; truth++) {
            const char *word = words[i][truth];
            if (strlen(word) == length && strncasecmp(word, text, length) == 0) {
                *value = cs_integer(truth);
                return CS_OK;
            }
        }
    char shown[CS_SHOWN_SIZE];
    return cs_error_set(err, CS_REFUSED, _("must be yes or no, not \"%s\""),
                        cs_word_shown(shown, text, length));
}

static enum cs_status parse_time(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                 struct cs_value *value, struct cs_error *err)
{
    int64_t number = 0;
    enum cs_status status;
    if (field->type == CS_TYPE_DATE)
        status = cs_date_parse(text, how->allow_serial, &number, err);
    else
        status = cs_moment_parse(text, how->zone, how->allow_serial, &number, err);
    if (status == CS_OK)
        *value = cs_integer(number);
    return cs_word_clean(status, err);
}

/* JSON is written raw into lines of JSON, so line ends between its tokens become spaces. */
static enum cs_status parse_json(const struct cs_field *field, const char *text, size_t length,
                                 struct cs_arena *arena, struct cs_value *value, struct cs_error *err)
{
    size_t bad = 0, characters = count_characters(text, length, &bad);
    if (characters == SIZE_MAX)
        return refuse_bytes(text, bad, err);
    bad = cs_json_check(text, length);
    if (bad < length) {
        char shown[CS_SHOWN_SIZE];
        return cs_error_set(err, CS_REFUSED, _("is no JSON from byte %zu on: \"%s\""), bad + 1,
                            cs_word_shown(shown, text + bad, length - bad));
    }
    enum cs_status status = check_length(field, characters, err);
    if (status != CS_OK)
        return status;
    bool lines = memchr(text, '\n', length) || memchr(text, '\r', length) || memchr(text, '\t', length);
    if (lines) {
        char *flat = cs_arena_strndup(arena, text, length);
        for (char *byte = flat; *byte; byte++)
            if (*byte == '\n' || *byte == '\r' || *byte == '\t')
                *byte = ' ';
        text = flat;
    } else if (text[length]) {
        text = cs_arena_strndup(arena, text, length);
    }
    *value = cs_text_length(text, length);
    return CS_OK;
}

static enum cs_status parse_typed(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                  size_t length, struct cs_arena *arena, struct cs_value *value,
                                  struct cs_error *err)
{
    switch (field->type) {
    case CS_TYPE_INT:
        return cs_parse_integer(field, text, length, value, err);
    case CS_TYPE_REAL:
        return cs_parse_real(field, text, length, value, err);
    case CS_TYPE_MONEY:
        return cs_parse_money(field, text, length, value, err);
    case CS_TYPE_BOOL:
        return parse_bool(text, length, value, err);
    case CS_TYPE_TIME:
    case CS_TYPE_DATE:
        return parse_time(field, how, text[length] ? cs_arena_strndup(arena, text, length) : text, value,
                          err);
    case CS_TYPE_JSON:
        return parse_json(field, text, length, arena, value, err);
    case CS_TYPE_TEXT:
    case CS_TYPE_CHOICE:
    case CS_TYPE_SET:
        break;
    }
    return CS_OK;
}

enum cs_status cs_field_parse(const struct cs_field *field, const struct cs_parse *how, const char *text,
                              size_t length, struct cs_arena *arena, struct cs_value *value,
                              struct cs_error *err)
{
    *value = cs_null();
    if (length == 0)
        return CS_OK;
    if (field->type == CS_TYPE_TEXT)
        return parse_text(field, how, text, length, arena, value, err);
    if (may_need_trim(text, length)) {
        cs_word_trim(&text, &length);
        if (length == 0)
            return CS_OK;
    }
    /* A choice may well be called "-", so there the words are looked up first. */
    if (field->type == CS_TYPE_CHOICE)
        return cs_parse_choice(field, text, length, value, err);
    if (field->type == CS_TYPE_SET)
        return cs_parse_set(field, text, length, arena, value, err);
    if (length <= 4 && cs_word_is_nothing(text, length))
        return CS_OK;
    if ((unsigned char)text[0] == 0xEF && field->type != CS_TYPE_JSON)
        text = cs_word_narrow(arena, text, &length);
    size_t nul = strnlen(text, length);
    if (nul < length)
        return refuse_bytes(text, nul, err);
    return parse_typed(field, how, text, length, arena, value, err);
}
