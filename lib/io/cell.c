/* How a text is written as a cell of CSV or a string of JSON. */
#include "io/cell.h"
#include "base/text.h"

#include <string.h>

#define EACH(byte) (0x0101010101010101u * (byte))

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
enum { FIRST_IS_LOW = true };
#else
enum { FIRST_IS_LOW = false };
#endif

/* How many of eight bytes come before the first that is marked. The marks have bit 7 of a byte set, and need
 * be right up to the first of them only. */
static inline size_t before_mark(uint64_t marks)
{
    return FIRST_IS_LOW ? (size_t)__builtin_ctzll(marks) / 8 : 0;
}

/* One to seven bytes with spaces behind them, on machines that keep the first byte lowest. */
static inline uint64_t load_few(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    uint64_t spaces = EACH(' ') << (length * 8);
    if (length >= 4) {
        uint32_t low, high;
        memcpy(&low, text, sizeof low);
        memcpy(&high, text + length - sizeof high, sizeof high);
        return spaces | low | (uint64_t)high << ((length - sizeof high) * 8);
    }
    size_t middle = length / 2, last = length - 1;
    return spaces | byte[0] | (uint64_t)byte[middle] << (middle * 8) | (uint64_t)byte[last] << (last * 8);
}

/* Marks those of eight bytes that may need an escape: a control, DEL, a quote, a backslash, or not ASCII. */
static inline uint64_t needs_care(uint64_t eight)
{
    uint64_t quote = eight ^ EACH('"'), slash = eight ^ EACH('\\'), del = eight ^ EACH(0x7F);
    uint64_t low = (eight - EACH(0x20)) | (quote - EACH(1)) | (slash - EACH(1)) | (del - EACH(1)) | eight;
    return low & EACH(0x80);
}

/* Copies whole three-byte characters, as hanzi are, and stops at anything else: the first bytes 0xE0 and
 * 0xED, which begin broken ones too, are left to the strict reader. */
static inline char *put_hanzi(char *to, const char **from, const char *end)
{
    const char *at = *from;
    for (; end - at >= 3; at += 3, to += 3) {
        const unsigned char *byte = (const unsigned char *)at;
        unsigned first = byte[0];
        bool whole = (first & 0xF0) == 0xE0 && (byte[1] & 0xC0) == 0x80 && (byte[2] & 0xC0) == 0x80;
        if (!whole || first == 0xE0 || first == 0xED)
            break;
        memcpy(to, at, 3);
    }
    *from = at;
    return to;
}

/* The letter behind the backslash of a short escape; 'u' for the others; 0: no escape. */
static const char escapes[128] = { 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u',         'b',
                                   't', 'n', 'u', 'f', 'r', 'u',         'u',           'u',         'u',
                                   'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u',         'u',
                                   'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\', [0x7F] = 'u' };

static char *put_escape(char *to, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = escapes[byte];
    if (escapes[byte] != 'u')
        return to;
    *to++ = '0';
    *to++ = '0';
    *to++ = hex[byte >> 4];
    *to++ = hex[byte & 15];
    return to;
}

/* One character; *from moves behind it. */
static char *put_character(char *to, const char **from, const char *end)
{
    unsigned char byte = (unsigned char)**from;
    if (byte < 0x80) {
        ++*from;
        if (escapes[byte])
            return put_escape(to, byte);
        *to = (char)byte;
        return to + 1;
    }
    size_t length = cs_utf8_decode(*from, (size_t)(end - *from), NULL);
    if (!length) {
        ++*from;
        memcpy(to, "\xEF\xBF\xBD", 3);
        return to + 3;
    }
    memcpy(to, *from, length);
    *from += length;
    return to + length;
}

void cs_json_string(struct cs_buffer *out, const char *text, size_t length)
{
    cs_buffer_reserve(out, length * 6 + 2 + sizeof(uint64_t)); /* the longest escape is \u00XX */
    char *to = out->text + out->length;
    const char *end = text + length;
    *to++ = '"';
    while (text < end) {
        uint64_t eight;
        size_t left = (size_t)(end - text), most = left < sizeof eight ? left : sizeof eight;
        if (left >= sizeof eight || FIRST_IS_LOW) {
            if (left >= sizeof eight)
                memcpy(&eight, text, sizeof eight);
            else
                eight = load_few(text, left);
            memcpy(to, &eight, sizeof eight);
            uint64_t marks = needs_care(eight);
            size_t plain = marks ? before_mark(marks) : most;
            to += plain;
            text += plain;
            if (!marks)
                continue;
        }
        if ((unsigned char)*text >= 0xE0)
            to = put_hanzi(to, &text, end);
        if (text < end)
            to = put_character(to, &text, end);
    }
    *to++ = '"';
    *to = '\0';
    out->length = (size_t)(to - out->text);
}

void cs_json_for_terminal(struct cs_buffer *out, const char *json, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        size_t bytes = cs_utf8_decode(json + at, length - at, &code);
        bool bidi = code == 0x61C || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                    (code >= 0x2066 && code <= 0x2069);
        if (!bytes)
            cs_buffer_text(out, "\xEF\xBF\xBD");
        else if (bidi || (code >= 0x7F && code < 0xA0))
            cs_buffer_printf(out, "\\u%04x", code);
        else if (code < 0x20 && code != '\n')
            cs_buffer_char(out, ' ');
        else
            cs_buffer_add(out, json + at, bytes);
        at += bytes ? bytes : 1;
    }
}

static inline bool is_sign(char byte, char delimiter)
{
    return byte == delimiter || byte == '"' || byte == '\n' || byte == '\r';
}

/* Marks the zero bytes of eight, and perhaps a byte of one above them. */
static inline uint64_t zeros(uint64_t eight)
{
    return (eight - EACH(1)) & ~eight & EACH(0x80);
}

static bool needs_quotes(const char *text, size_t length, char delimiter)
{
    uint64_t eight, parting = EACH((unsigned char)delimiter);
    for (; length >= sizeof eight; text += sizeof eight, length -= sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        if (zeros(eight ^ parting) | zeros(eight ^ EACH('"')) | zeros(eight ^ EACH('\n')) |
            zeros(eight ^ EACH('\r')))
            return true; /* a false mark stands only above a true one */
    }
    for (size_t i = 0; i < length; i++)
        if (is_sign(text[i], delimiter))
            return true;
    return false;
}

void cs_csv_cell(struct cs_buffer *out, const char *text, size_t length, char delimiter)
{
    if (!needs_quotes(text, length, delimiter)) {
        cs_buffer_add(out, text, length);
        return;
    }
    cs_buffer_char(out, '"');
    const char *end = text + length;
    for (const char *quote; (quote = memchr(text, '"', (size_t)(end - text))); text = quote + 1) {
        cs_buffer_add(out, text, (size_t)(quote - text) + 1);
        cs_buffer_char(out, '"');
    }
    cs_buffer_add(out, text, (size_t)(end - text));
    cs_buffer_char(out, '"');
}

/* -5 or -0.25: a number to a spreadsheet too, and of no more digits than it keeps. */
static bool is_small_number(const char *text, size_t length)
{
    size_t dots = 0;
    if (length < 2 || length > 16 || text[0] != '-')
        return false;
    for (size_t i = 1; i < length; i++) {
        dots += text[i] == '.';
        if ((text[i] < '0' || text[i] > '9') && (text[i] != '.' || i == 1 || i + 1 == length))
            return false;
    }
    return dots <= 1;
}

bool cs_cell_is_risky(const char *text, size_t length)
{
    static const char *const wide[] = { "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0" };
    while (length && *text == '\'') {
        text++;
        length--;
    }
    if (!length || is_small_number(text, length))
        return false;
    if (memchr("=+-@\t\r\n", text[0], 7))
        return true;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (length >= 3 && memcmp(text, wide[i], 3) == 0)
            return true;
    return false;
}

bool cs_cell_is_disarmed(const char *text, size_t length)
{
    return length && text[0] == '\'' && cs_cell_is_risky(text, length);
}
