/* Value to text: the machine form (csv, json) and the form that a person reads in a table. */
#include "record/parts.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cs_number_format(int64_t number, struct cs_buffer *out)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (number < 0)
        digits[--at] = '-';
    cs_buffer_add(out, digits + at, sizeof digits - at);
}

void cs_money_format(int64_t fen, struct cs_buffer *out)
{
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    int cents = (int)(size % 100);
    char tail[3] = { '.', (char)('0' + cents / 10), (char)('0' + cents % 10) };
    if (fen < 0)
        cs_buffer_char(out, '-');
    cs_number_format((int64_t)(size / 100), out);
    cs_buffer_add(out, tail, sizeof tail);
}

/* Sign, whole part and exactly `decimals` digits of scaled / 10^decimals. */
static void put_decimal(double scaled, int decimals, struct cs_buffer *out)
{
    char text[32];
    int64_t all = (int64_t)fabs(scaled);
    size_t at = sizeof text;
    for (int i = 0; i < decimals; i++, all /= 10)
        text[--at] = (char)('0' + all % 10);
    if (decimals)
        text[--at] = '.';
    do {
        text[--at] = (char)('0' + all % 10);
        all /= 10;
    } while (all);
    if (scaled < 0)
        text[--at] = '-';
    cs_buffer_add(out, text + at, sizeof text - at);
}

/* The fewest digits that read back as the same number. printf writes a decimal comma where the locale has
 * one, so the rare long numbers are written in the C locale. */
static void put_long_real(double real, struct cs_buffer *out)
{
    static locale_t plain;
    char text[40];
    if (!plain)
        plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = uselocale(plain);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, NULL) == real)
            break;
    }
    uselocale(before);
    cs_buffer_text(out, text);
}

void cs_real_format(double real, struct cs_buffer *out)
{
    static const double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8 };
    if (!isfinite(real)) /* no room makes one; null in JSON, empty in CSV */
        return;
    for (int decimals = 0; decimals < (int)(sizeof powers / sizeof *powers); decimals++) {
        double scaled = nearbyint(real * powers[decimals]);
        if (fabs(scaled) >= 1e15)
            break;
        /* Both sides are exact up to 10^15, so an equal quotient is what a reader would get. */
        if (scaled / powers[decimals] == real) {
            put_decimal(scaled == 0 ? 0 : scaled, decimals, out);
            return;
        }
    }
    put_long_real(real, out);
}

/* Four decimals are enough for an eye; what they would show as 0 is written in full. */
static void show_real(double real, struct cs_buffer *out)
{
    double rounded = nearbyint(real * 1e4) / 1e4;
    bool readable = fabs(real) < 1e10 && (rounded != 0 || real == 0) && fabs(real) >= 1e-3;
    cs_real_format(readable ? rounded : real, out);
}

/* What the value's own type says, where it is not what the field's type expects. */
static void put_plain(const struct cs_value *value, struct cs_buffer *out)
{
    switch (value->type) {
    case CS_NULL:
        break;
    case CS_INTEGER:
        cs_number_format(value->integer, out);
        break;
    case CS_REAL:
        cs_real_format(value->real, out);
        break;
    case CS_TEXT:
    case CS_BLOB:
        cs_buffer_add(out, value->text, value->length);
        break;
    }
}

static void put_time(int64_t utc, const struct cs_zone *zone, bool briefly, struct cs_buffer *out)
{
    char text[CS_MOMENT_SIZE];
    size_t length = briefly ? cs_moment_format_short(text, utc, zone) : cs_moment_format(text, utc, zone);
    cs_buffer_add(out, text, length);
}

static void put_date(int64_t day, struct cs_buffer *out)
{
    char text[CS_MOMENT_SIZE];
    cs_buffer_add(out, text, cs_date_format(text, day));
}

void cs_field_format(const struct cs_field *field, const struct cs_value *value, const struct cs_zone *zone,
                     struct cs_buffer *out)
{
    if (value->type != CS_INTEGER) {
        put_plain(value, out);
        return;
    }
    switch (field->type) {
    case CS_TYPE_MONEY:
        cs_money_format(value->integer, out);
        break;
    case CS_TYPE_BOOL:
        cs_buffer_text(out, value->integer ? "yes" : "no");
        break;
    case CS_TYPE_TIME:
        put_time(value->integer, zone, false, out);
        break;
    case CS_TYPE_DATE:
        put_date(value->integer, out);
        break;
    default:
        cs_number_format(value->integer, out);
        break;
    }
}

/* The labels of a set's codes, parted as the person's language parts a list. */
static void show_set(const struct cs_choice *choices, const char *codes, struct cs_buffer *out)
{
    char code[128];
    while (*codes) {
        size_t length = strcspn(codes, ";");
        const char *label = codes;
        if (length < sizeof code) {
            memcpy(code, codes, length);
            code[length] = '\0';
            label = cs_choice_label(choices, code);
        }
        if (label == codes)
            cs_buffer_add(out, label, length);
        else
            cs_buffer_text(out, label);
        codes += length;
        if (*codes) {
            cs_buffer_text(out, _(", "));
            codes++;
        }
    }
}

/* The label of a number that has one. */
static void show_number(const struct cs_field *field, int64_t number, struct cs_buffer *out)
{
    char code[24];
    snprintf(code, sizeof code, "%lld", (long long)number);
    cs_buffer_text(out, cs_choice_label(field->choices, code));
}

/* A text of words that a file may add to: one, or a list in which each is known. */
static void show_words(const struct cs_choice *choices, const char *text, struct cs_buffer *out)
{
    const char *at = text;
    bool known = strchr(text, ';') != NULL;
    while (known && *at) {
        size_t length = strcspn(at, ";");
        const struct cs_choice *choice = cs_choice_find(choices, at, length);
        known = choice && strlen(choice->code) == length && memcmp(choice->code, at, length) == 0;
        at += length + (at[length] != '\0');
    }
    if (known)
        show_set(choices, text, out);
    else
        cs_buffer_text(out, cs_choice_label(choices, text));
}

void cs_field_show(const struct cs_field *field, const struct cs_value *value, const struct cs_zone *zone,
                   struct cs_buffer *out)
{
    bool integer = value->type == CS_INTEGER, text = value->type == CS_TEXT;
    if (integer && field->type == CS_TYPE_TIME)
        put_time(value->integer, zone, true, out);
    else if (integer && field->type == CS_TYPE_BOOL)
        cs_buffer_text(out, value->integer ? _("yes") : _("no"));
    else if (integer && field->type == CS_TYPE_INT && field->choices)
        show_number(field, value->integer, out);
    else if (value->type == CS_REAL)
        show_real(value->real, out);
    else if (text && field->choices && field->type == CS_TYPE_TEXT)
        show_words(field->choices, value->text, out);
    else if (text && field->choices && field->type == CS_TYPE_CHOICE)
        cs_buffer_text(out, cs_choice_label(field->choices, value->text));
    else if (text && field->type == CS_TYPE_SET)
        show_set(field->choices, value->text, out);
    else
        cs_field_format(field, value, zone, out);
}
