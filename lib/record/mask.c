/* Masks: enough of a personal number to know it again, too little to use it; the width is kept. */
#include "record/parts.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Joints between the characters that count: they are shown, so that a reader sees what kind of number it is.
 */
static bool is_joint(char byte)
{
    return (unsigned char)byte < 0x80 && !is_digit(byte) && !is_letter(byte) && byte != '*';
}

/* The bytes of one character (broken bytes count singly), and the columns that it takes. */
static size_t step(const char *text, size_t length, size_t *columns)
{
    uint32_t code = '?';
    size_t bytes = cs_utf8_decode(text, length, &code);
    *columns = (size_t)cs_char_width(code);
    return bytes ? bytes : 1;
}

static void put_stars(struct cs_buffer *out, size_t columns)
{
    while (columns--)
        cs_buffer_char(out, '*');
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0, columns;
    for (size_t at = 0; at < length; at += step(text + at, length - at, &columns))
        count += !is_joint(text[at]);
    return count;
}

/* Bytes of a Chinese country code before a mobile number: shown, since everybody has it. */
static size_t country_code(const char *text, size_t length)
{
    static const char *const codes[] = { "+86", "0086", "86" };
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t bytes = strlen(codes[i]);
        if (length > bytes && memcmp(text, codes[i], bytes) == 0 &&
            count_characters(text + bytes, length - bytes) == 11)
            return bytes;
    }
    return 0;
}

/* Shows the first three and the last four characters; of short texts fewer, so that at least four (or all)
 * stay hidden. */
static void mask_middle(const char *text, size_t length, struct cs_buffer *out)
{
    enum { HIDDEN = 4, FIRST = 3, LAST = 4 };
    size_t count = count_characters(text, length), spare = count > HIDDEN ? count - HIDDEN : 0;
    size_t last = (spare + 1) / 2 < LAST ? (spare + 1) / 2 : LAST;
    size_t first = spare - last < FIRST ? spare - last : FIRST;
    for (size_t at = 0, place = 0, columns; at < length;) {
        size_t bytes = step(text + at, length - at, &columns);
        bool joint = is_joint(text[at]);
        if (joint || place < first || place >= count - last)
            cs_buffer_add(out, text + at, bytes);
        else
            put_stars(out, columns);
        place += !joint;
        at += bytes;
    }
}

/* Shows the first character before the @ (none where it is the only one) and the domain. */
static void mask_mail(const char *text, size_t length, struct cs_buffer *out)
{
    const char *sign = memrchr(text, '@', length);
    size_t local = sign ? (size_t)(sign - text) : length, columns;
    for (size_t at = 0; at < local;) {
        size_t bytes = step(text + at, local - at, &columns);
        if (at == 0 && bytes < local)
            cs_buffer_add(out, text, bytes);
        else
            put_stars(out, columns);
        at += bytes;
    }
    cs_buffer_add(out, text + local, length - local);
}

static bool is_mail_byte(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte && strchr("._%+-@", byte));
}

/* Masks what looks like a mobile phone (11 digits from 1), an identity number (15 digits, or 18 whose last
 * may be X) or a mail address inside a longer text. Digits beside a point are a measure, not a number of a
 * person. */
static void mask_numbers(const char *text, size_t length, struct cs_buffer *out)
{
    bool json = length > 0 && (text[0] == '{' || text[0] == '['), inside = false;
    for (size_t at = 0; at < length;) {
        size_t digits = 0, word = 0;
        inside ^= text[at] == '"' && (at == 0 || text[at - 1] != '\\');
        const char *quote =
            json && !inside ? "\"" : ""; /* a bare number becomes a string: it must stay JSON */
        while (at + digits < length && is_digit(text[at + digits]))
            digits++;
        while (at + word < length && is_mail_byte(text[at + word]))
            word++;
        bool begins = at == 0 || !(is_digit(text[at - 1]) || text[at - 1] == '.');
        bool measure = at + digits < length && text[at + digits] == '.';
        bool checked = digits == 17 && at + 17 < length && (text[at + 17] == 'X' || text[at + 17] == 'x');
        if (word > digits && memchr(text + at, '@', word)) {
            mask_mail(text + at, word, out);
            at += word;
        } else if (digits && begins && !measure &&
                   ((digits == 11 && text[at] == '1') || digits == 15 || digits == 18 || checked)) {
            cs_buffer_text(out, quote);
            mask_middle(text + at, digits + checked, out);
            cs_buffer_text(out, quote);
            at += digits + checked;
        } else {
            size_t step = digits ? digits : 1;
            cs_buffer_add(out, text + at, step);
            at += step;
        }
    }
}

void cs_mask(unsigned field_flags, const char *text, size_t length, struct cs_buffer *out)
{
    if (field_flags & CS_EMAIL) {
        mask_mail(text, length, out);
    } else if (field_flags & CS_PHONE) {
        size_t shown = country_code(text, length);
        cs_buffer_add(out, text, shown);
        mask_middle(text + shown, length - shown, out);
    } else if (field_flags & CS_IDENTITY) {
        mask_middle(text, length, out);
    } else if (field_flags & CS_NUMBERS) {
        mask_numbers(text, length, out);
    } else {
        cs_buffer_add(out, text, length);
    }
}

/* X hides digits only as a run (one x is an extension, X at the end of an identity number a check digit)
 * with a digit before it. */
static bool has_x_run(const char *text, size_t length, size_t needed)
{
    size_t run = 0;
    for (size_t at = 0; at < length; at++) {
        if (text[at] != 'X' && text[at] != 'x')
            run = 0;
        else if (run > 0 || (at > 0 && is_digit(text[at - 1])))
            run++;
        if (run >= needed)
            return true;
    }
    return false;
}

bool cs_is_masked(unsigned field_flags, const char *text, size_t length)
{
    static const char *const signs[] = { "*", "＊", "•", "●" };
    /* Of a phone besides: dots, lines and hashes in a row; only its end, 尾号1234. */
    static const char *const tails[] = { "··", "__", "##", "尾号", "尾数", "后四位", "末四位" };
    if (!(field_flags & CS_MASKED) || length == 0)
        return false;
    if (field_flags & CS_NUMBERS)
        return memmem(text, length, "****", 4) != NULL;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (memmem(text, length, signs[i], strlen(signs[i])))
            return true;
    for (size_t i = 0; field_flags & CS_PHONE && i < sizeof tails / sizeof *tails; i++)
        if (memmem(text, length, tails[i], strlen(tails[i])))
            return true;
    if (field_flags & CS_PHONE)
        return has_x_run(text, length, 2);
    return (field_flags & CS_IDENTITY) && has_x_run(text, length, 3);
}
