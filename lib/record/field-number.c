/* Numbers from text: whole and real, with a sentence for each way in which a cell can be wrong. */
#include "record/parts.h"

#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t count_digits(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && is_digit(text[count]))
        count++;
    return count;
}

static size_t sign_length(const char *text, size_t length)
{
    return length > 0 && (text[0] == '-' || text[0] == '+');
}

bool cs_number_is_rounded(const char *text, size_t length)
{
    size_t at = sign_length(text, length), whole = count_digits(text + at, length - at);
    at += whole;
    if (at < length && text[at] == '.')
        at += 1 + count_digits(text + at + 1, length - at - 1);
    if (whole == 0 || at >= length || (text[at] != 'e' && text[at] != 'E'))
        return false;
    at++;
    at += sign_length(text + at, length - at);
    return at < length && at + count_digits(text + at, length - at) == length;
}

/* True for 1,234 and 1,234.5: a number that somebody made readable. */
static bool is_grouped(const char *text, size_t length)
{
    size_t commas = 0, digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == ',')
            commas++;
        else if (is_digit(text[i]))
            digits++;
        else if (text[i] != '.' && text[i] != '-')
            return false;
    }
    return commas > 0 && digits > 1;
}

/* A limit as its field writes it. */
static void put_limit(const struct cs_field *field, int64_t limit, struct cs_buffer *out)
{
    if (field->type == CS_TYPE_MONEY)
        cs_money_format(limit, out);
    else
        cs_number_format(limit, out);
}

enum cs_status cs_refuse_number(const struct cs_field *field, const char *expectation, const char *text,
                                size_t length, struct cs_error *err)
{
    char shown[CS_SHOWN_SIZE];
    struct cs_buffer low = CS_BUFFER_INIT, high = CS_BUFFER_INIT;
    enum cs_status status;
    cs_word_shown(shown, text, length);
    put_limit(field, field->min, &low);
    put_limit(field, field->max, &high);
    if (field->min == 0 && field->max == 0)
        status = cs_error_set(err, CS_REFUSED, _("must be %s, not \"%s\""), expectation, shown);
    else if (field->max < field->min || field->max == INT64_MAX)
        status = cs_error_set(err, CS_REFUSED, _("must be %s or more, not \"%s\""), low.text, shown);
    else if (field->min == INT64_MIN)
        status = cs_error_set(err, CS_REFUSED, _("must be %s or less, not \"%s\""), high.text, shown);
    else
        status = cs_error_set(err, CS_REFUSED, _("must be %s..%s, not \"%s\""), low.text, high.text, shown);
    cs_buffer_release(&low);
    cs_buffer_release(&high);
    return status;
}

/* What is wrong with a whole number, said as exactly as can be. */
static enum cs_status refuse_integer(const struct cs_field *field, const char *text, size_t length,
                                     struct cs_error *err)
{
    char shown[CS_SHOWN_SIZE];
    size_t at = sign_length(text, length);
    cs_word_shown(shown, text, length);
    if (cs_number_is_rounded(text, length))
        return cs_error_set(err, CS_REFUSED,
                            _("\"%s\" is a number that a spreadsheet rounded; write all its digits"), shown);
    if (is_grouped(text, length))
        return cs_error_set(err, CS_REFUSED, _("\"%s\" must be written without separators"), shown);
    if (at < length && at + count_digits(text + at, length - at) == length && !field->min && !field->max)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is too large a number"), shown);
    return cs_refuse_number(field, _("a whole number"), text, length, err);
}

/* A range with max below min has no upper end. */
static bool in_range(const struct cs_field *field, int64_t number)
{
    if (field->min == 0 && field->max == 0)
        return true;
    return number >= field->min && (number <= field->max || field->max < field->min);
}

/* A word for a number: 紧急, urgent or P2 for 2. Looked up only where the digits failed, since almost every
 * cell is plain digits. */
static bool read_word(const struct cs_field *field, const char *text, size_t length, struct cs_value *value)
{
    const struct cs_choice *choice = cs_choice_find(field->choices, text, length);
    if (!choice)
        return false;
    *value = cs_integer(strtoll(choice->code, NULL, 10));
    return true;
}

enum cs_status cs_parse_integer(const struct cs_field *field, const char *text, size_t length,
                                struct cs_value *value, struct cs_error *err)
{
    size_t at = sign_length(text, length), digits = count_digits(text + at, length - at);
    bool negative = at && text[0] == '-', fits = digits > 0;
    int64_t number = 0;
    for (size_t end = at + digits; at < end && fits; at++) {
        int digit = text[at] - '0';
        fits = !__builtin_mul_overflow(number, 10, &number) &&
               !__builtin_add_overflow(number, negative ? -digit : digit, &number);
    }
    /* 3.0 is what statistics programs make of a whole column with gaps. */
    if (fits && at + 1 < length && text[at] == '.')
        while (++at < length && text[at] == '0')
            ;
    if (!fits || at < length || !in_range(field, number))
        return read_word(field, text, length, value) ? CS_OK : refuse_integer(field, text, length, err);
    *value = cs_integer(number);
    return CS_OK;
}

/* The length of a plain real number's text (no hex, inf, nan); *digits and *decimals count what was read, up
 * to the exponent. 0: none. */
static size_t real_length(const char *text, size_t length, size_t *digits, size_t *decimals)
{
    size_t at = sign_length(text, length), whole = count_digits(text + at, length - at);
    at += whole;
    *decimals = 0;
    if (at < length && text[at] == '.') {
        *decimals = count_digits(text + at + 1, length - at - 1);
        at += 1 + *decimals;
    }
    *digits = whole + *decimals;
    if (*digits == 0)
        return 0;
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        size_t sign = sign_length(text + at + 1, length - at - 1);
        size_t power = count_digits(text + at + 1 + sign, length - at - 1 - sign);
        if (power == 0)
            return 0;
        at += 1 + sign + power;
        *digits = SIZE_MAX; /* not for the quick way */
    }
    return at;
}

/* strtod reads a decimal comma where the locale has one; data must not depend on it. */
static double read_slowly(const char *text, size_t length)
{
    static locale_t plain;
    if (!plain)
        plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    char *copy = cs_strndup(text, length);
    double real = strtod_l(copy, NULL, plain);
    free(copy);
    return real;
}

enum cs_status cs_parse_real(const struct cs_field *field, const char *text, size_t length,
                             struct cs_value *value, struct cs_error *err)
{
    static const double powers[] = { 1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
    size_t digits, decimals, used = real_length(text, length, &digits, &decimals);
    char shown[CS_SHOWN_SIZE];
    double real = 0;
    if (used == 0 || used != length) {
        if (is_grouped(text, length))
            return cs_error_set(err, CS_REFUSED, _("\"%s\" must be written without separators"),
                                cs_word_shown(shown, text, length));
        return cs_refuse_number(field, _("a number"), text, length, err);
    }
    if (digits <= 15) { /* both parts are exact, so one division rounds once: the same as strtod */
        int64_t all = 0;
        for (size_t i = 0; i < length; i++)
            if (is_digit(text[i]))
                all = all * 10 + (text[i] - '0');
        real = (double)all / powers[decimals];
        real = text[0] == '-' ? -real : real;
    } else {
        real = read_slowly(text, length);
    }
    if (!__builtin_isfinite(real))
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is too large a number"),
                            cs_word_shown(shown, text, length));
    if ((field->min || field->max) &&
        (real < (double)field->min || (field->max >= field->min && real > (double)field->max)))
        return cs_refuse_number(field, _("a number"), text, length, err);
    *value = cs_real(real);
    return CS_OK;
}
