/* Money from text: yuan as people and spreadsheets write it, whole fen inside. */
#include "record/parts.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Takes one of the marks of a currency off the front or the end of the text, with blanks. */
static void cut_marks(const char **text, size_t *length)
{
    static const char *const before[] = { "¥", "￥", "RMB", "CNY", "人民币" };
    static const char *const after[] = { "元", "圆", "块", "RMB", "CNY" };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t bytes = strlen(before[i]);
        if (*length > bytes && strncasecmp(*text, before[i], bytes) == 0) {
            *text += bytes;
            *length -= bytes;
            break;
        }
    }
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        size_t bytes = strlen(after[i]);
        if (*length > bytes && strncasecmp(*text + *length - bytes, after[i], bytes) == 0) {
            *length -= bytes;
            break;
        }
    }
    cs_word_trim(text, length);
}

/* Reads the digits before the point; commas may part them, but only in threes (12,34 is a slip of the pen).
 * Returns the bytes read, 0 where they are no number or too large. */
static size_t read_whole(const char *text, size_t length, int64_t *whole)
{
    size_t at = 0, run = 0;
    bool grouped = false;
    *whole = 0;
    for (; at < length && (is_digit(text[at]) || text[at] == ','); at++) {
        if (text[at] == ',') {
            if (run == 0 || run > 3 || (grouped && run != 3))
                return 0;
            grouped = true;
            run = 0;
            continue;
        }
        if (__builtin_mul_overflow(*whole, 10, whole) ||
            __builtin_add_overflow(*whole, text[at] - '0', whole))
            return 0;
        run++;
    }
    return (grouped && run != 3) ? 0 : at;
}

enum fault { FINE, NO_MONEY, TOO_FINE };

/* [-]digits[.d[d]] to fen. */
static enum fault read_fen(const char *text, size_t length, bool negative, int64_t *fen)
{
    int64_t whole;
    size_t at = read_whole(text, length, &whole), decimals = 0;
    int cents = 0;
    if (at == 0)
        return NO_MONEY;
    if (at < length && text[at] == '.') {
        at++;
        for (; at < length && is_digit(text[at]); at++, decimals++)
            if (decimals < 2)
                cents = cents * 10 + (text[at] - '0');
        if (decimals == 0)
            return NO_MONEY;
    }
    if (at < length)
        return NO_MONEY;
    if (decimals > 2)
        return TOO_FINE;
    cents = decimals == 1 ? cents * 10 : cents;
    if (__builtin_mul_overflow(whole, 100, fen) || __builtin_add_overflow(*fen, cents, fen))
        return NO_MONEY;
    *fen = negative ? -*fen : *fen;
    return FINE;
}

static bool in_range(const struct cs_field *field, int64_t fen)
{
    if (field->min == 0 && field->max == 0)
        return true;
    return fen >= field->min && (fen <= field->max || field->max < field->min);
}

enum cs_status cs_parse_money(const struct cs_field *field, const char *text, size_t length,
                              struct cs_value *value, struct cs_error *err)
{
    const char *rest = text;
    size_t left = length;
    int64_t fen = 0;
    bool negative = false;
    char shown[CS_SHOWN_SIZE];
    if (!is_digit(rest[0]) || !is_digit(rest[left - 1])) {
        /* The sign may stand before or after the currency. */
        for (int i = 0; i < 2; i++) {
            if (left > 1 && !negative && (rest[0] == '-' || rest[0] == '+')) {
                negative = rest[0] == '-';
                rest++;
                left--;
            }
            if (i == 0)
                cut_marks(&rest, &left);
        }
    }
    switch (read_fen(rest, left, negative, &fen)) {
    case FINE:
        break;
    case TOO_FINE:
        return cs_error_set(err, CS_REFUSED, _("\"%s\" has more than two decimals; money is kept in fen"),
                            cs_word_shown(shown, text, length));
    case NO_MONEY:
        if (cs_number_is_rounded(rest, left))
            return cs_error_set(err, CS_REFUSED,
                                _("\"%s\" is a number that a spreadsheet rounded; write all its digits"),
                                cs_word_shown(shown, text, length));
        return cs_refuse_number(field, _("an amount of money like 123.45"), text, length, err);
    }
    if (!in_range(field, fen))
        return cs_refuse_number(field, _("an amount of money like 123.45"), text, length, err);
    *value = cs_integer(fen);
    return CS_OK;
}
