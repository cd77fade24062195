/* Text: languages, UTF-8, safe display, nearest word. */
#include "base/text.h"
#include "base/memory.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

const char *cs_translate(const char *text)
{
    return text && text[0] ? gettext(text) : "";
}

size_t cs_utf8_decode(const char *text, size_t length, uint32_t *code)
{
    const unsigned char *byte = (const unsigned char *)text;
    if (length == 0)
        return 0;
    uint32_t first = byte[0], value;
    size_t bytes;
    if (first < 0x80) {
        bytes = 1;
        value = first;
    } else if (first >= 0xC2 && first <= 0xDF) {
        bytes = 2;
        value = first & 0x1F;
    } else if ((first & 0xF0) == 0xE0) {
        bytes = 3;
        value = first & 0x0F;
    } else if (first >= 0xF0 && first <= 0xF4) {
        bytes = 4;
        value = first & 0x07;
    } else {
        return 0;
    }
    if (bytes > length)
        return 0;
    for (size_t i = 1; i < bytes; i++) {
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (byte[i] & 0x3Fu);
    }
    bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    if (code)
        *code = value;
    return bytes;
}

size_t cs_utf8_hanzi(const char *text, size_t length)
{
    const unsigned char *byte = (const unsigned char *)text;
    size_t at = 0;
    while (length - at >= 3 && byte[at] >= 0xE1 && byte[at] <= 0xEC && (byte[at + 1] & 0xC0) == 0x80 &&
           (byte[at + 2] & 0xC0) == 0x80)
        at += 3;
    return at;
}

size_t cs_utf8_check(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        /* Eight ASCII bytes at a time, and runs of hanzi: nearly all input is. */
        uint64_t eight;
        if (length - at >= sizeof eight) {
            memcpy(&eight, text + at, sizeof eight);
            if (!(eight & 0x8080808080808080u)) {
                at += sizeof eight;
                continue;
            }
            size_t run = cs_utf8_hanzi(text + at, length - at);
            if (run) {
                at += run;
                continue;
            }
        }
        size_t bytes = (unsigned char)text[at] < 0x80 ? 1 : cs_utf8_decode(text + at, length - at, NULL);
        if (!bytes)
            break;
        at += bytes;
    }
    return at;
}

void cs_utf8_encode(struct cs_buffer *out, uint32_t code)
{
    char bytes[4];
    size_t count;
    if (code < 0x80) {
        bytes[0] = (char)code;
        count = 1;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        count = 2;
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        count = 3;
    } else {
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        count = 4;
    }
    cs_buffer_add(out, bytes, count);
}

int cs_char_width(uint32_t code)
{
    static locale_t utf8;
    if (code < 0x7F)
        return code >= 0x20;
    if (!utf8)
        utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    int width = wcwidth((wchar_t)code);
    if (utf8)
        uselocale(before);
    return width < 0 ? 1 : width;
}

size_t cs_text_width(const char *text, size_t length)
{
    size_t width = 0, at = 0;
    while (at < length) {
        uint32_t code = 0xFFFD;
        size_t bytes = cs_utf8_decode(text + at, length - at, &code);
        at += bytes ? bytes : 1;
        width += (size_t)cs_char_width(code);
    }
    return width;
}

static bool is_bidi_control(uint32_t code)
{
    return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

void cs_text_display(struct cs_buffer *out, const char *text, size_t length, bool keep_newlines)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t bytes = cs_utf8_decode(text + at, length - at, &code);
        if (!bytes) {
            cs_buffer_printf(out, "<%02X>", (unsigned char)text[at]);
            at++;
            continue;
        }
        if (code == '\n' && keep_newlines)
            cs_buffer_char(out, '\n');
        else if (code < 0x20)
            cs_utf8_encode(out, 0x2400 + code);
        else if (code == 0x7F)
            cs_utf8_encode(out, 0x2421);
        else if ((code >= 0x80 && code < 0xA0) || is_bidi_control(code) || code == 0x2028 || code == 0x2029)
            cs_buffer_printf(out, "<U+%04X>", code);
        else
            cs_buffer_add(out, text + at, bytes);
        at += bytes;
    }
}

/* In ASCII, whatever the locale: in a Turkish one tolower('I') is no i. */
static unsigned char lower(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

bool cs_text_same_word(const char *left, const char *right)
{
    for (;;) {
        while (*left == '-' || *left == '_' || *left == ' ')
            left++;
        while (*right == '-' || *right == '_' || *right == ' ')
            right++;
        unsigned char a = (unsigned char)*left, b = (unsigned char)*right;
        a = lower(a);
        b = lower(b);
        if (a != b)
            return false;
        if (!a)
            return true;
        left++;
        right++;
    }
}

/* The characters of a word, a broken byte counting as one; returns how many. The caller frees *codes. */
static size_t characters(const char *word, uint32_t **codes)
{
    size_t length = strlen(word), count = 0;
    *codes = cs_alloc(length * sizeof **codes);
    for (size_t at = 0; at < length; count++) {
        uint32_t code = 0;
        size_t bytes = cs_utf8_decode(word + at, length - at, &code);
        (*codes)[count] = bytes ? code : UINT32_MAX - (unsigned char)word[at];
        at += bytes ? bytes : 1;
    }
    return count;
}

/* Damerau-Levenshtein distance (adjacent swaps count one), three rows of the table at a time. */
static size_t distance(const uint32_t *left, size_t m, const uint32_t *right, size_t n)
{
    size_t *rows = cs_alloc(3 * (n + 1) * sizeof *rows);
    size_t *before = rows, *last = rows + n + 1, *now = rows + 2 * (n + 1);
    for (size_t j = 0; j <= n; j++)
        last[j] = j;
    for (size_t i = 1; i <= m; i++) {
        now[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = last[j - 1] + (left[i - 1] != right[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    size_t answer = last[n];
    free(rows);
    return answer;
}

static size_t word_distance(const uint32_t *typed, size_t length, const char *word)
{
    uint32_t *codes;
    size_t count = characters(word, &codes);
    size_t answer = distance(typed, length, codes, count);
    free(codes);
    return answer;
}

const char *cs_nearest_word(const char *typed, const char *const words[])
{
    if (strlen(typed) > 64)
        return NULL;
    uint32_t *codes;
    size_t length = characters(typed, &codes), limit = length < 4 ? 1 : length < 8 ? 2 : 3;
    const char *best = NULL;
    for (size_t i = 0; length > 1 && words[i]; i++) {
        if (length >= 3 && strncmp(typed, words[i], strlen(typed)) == 0 && !best)
            best = words[i];
        if (best && limit == 0)
            break;
        size_t away = word_distance(codes, length, words[i]);
        if (away <= limit) {
            best = words[i];
            limit = away ? away - 1 : 0;
        }
    }
    free(codes);
    return best;
}
