/* Words as people type them: compared, trimmed, made narrow, quoted. */
#include "record/parts.h"

#include <string.h>

static unsigned char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte | 0x20) : (unsigned char)byte;
}

static bool is_joint(char byte)
{
    return byte == '-' || byte == '_' || byte == ' ';
}

bool cs_word_same(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t i = 0, j = 0;
    for (bool some = false;; some = true) { /* joints alone are no word */
        while (i < left_length && is_joint(left[i]))
            i++;
        while (j < right_length && is_joint(right[j]))
            j++;
        if (i == left_length || j == right_length)
            return some && i == left_length && j == right_length;
        if (fold(left[i++]) != fold(right[j++]))
            return false;
    }
}

bool cs_word_listed(const char *list, const char *word, size_t length)
{
    if (!list || !list[0])
        return false;
    for (const char *piece = list;;) {
        const char *end = strchrnul(piece, '|');
        if (cs_word_same(piece, (size_t)(end - piece), word, length))
            return end > piece;
        if (!*end)
            return false;
        piece = end + 1;
    }
}

/* The bytes of the blank that text begins with (or, with `back`, ends with); 0: none. */
static size_t blank(const char *text, size_t length, bool back)
{
    static const char *const wide[] = { "\xE3\x80\x80", "\xC2\xA0", "\xEF\xBB\xBF" };
    if (length == 0)
        return 0;
    char byte = back ? text[length - 1] : text[0];
    if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        size_t bytes = strlen(wide[i]);
        if (length >= bytes && memcmp(back ? text + length - bytes : text, wide[i], bytes) == 0)
            return bytes;
    }
    return 0;
}

void cs_word_trim(const char **text, size_t *length)
{
    for (size_t bytes; (bytes = blank(*text, *length, false)) > 0; *length -= bytes)
        *text += bytes;
    for (size_t bytes; (bytes = blank(*text, *length, true)) > 0;)
        *length -= bytes;
}

bool cs_word_is_nothing(const char *text, size_t length)
{
    return (length == 1 && text[0] == '-') || (length == 4 && strncasecmp(text, "null", 4) == 0) ||
           (length == 3 && strncasecmp(text, "n/a", 3) == 0);
}

const char *cs_word_narrow(struct cs_arena *arena, const char *text, size_t *length)
{
    char *narrow = cs_arena_alloc(arena, *length + 1);
    size_t used = 0;
    for (size_t at = 0; at < *length;) {
        uint32_t code;
        size_t bytes = cs_utf8_decode(text + at, *length - at, &code);
        if (bytes == 3 && code >= 0xFF01 && code <= 0xFF5E) {
            narrow[used++] = (char)(code - 0xFEE0);
        } else {
            bytes = bytes ? bytes : 1;
            memcpy(narrow + used, text + at, bytes);
            used += bytes;
        }
        at += bytes;
    }
    narrow[used] = '\0';
    *length = used;
    return narrow;
}

const char *cs_word_shown(char shown[CS_SHOWN_SIZE], const char *text, size_t length)
{
    enum { READABLE = 60 }; /* bytes: long enough to find the cell again */
    struct cs_buffer safe = CS_BUFFER_INIT;
    size_t kept = length;
    if (length > READABLE) {
        kept = READABLE;
        while (kept > READABLE - 4 && ((unsigned char)text[kept] & 0xC0) == 0x80)
            kept--;
    }
    cs_text_display(&safe, text, kept, false);
    if (kept < length)
        cs_buffer_text(&safe, "…");
    size_t bytes = safe.length < CS_SHOWN_SIZE ? safe.length : CS_SHOWN_SIZE - 1;
    while (bytes < safe.length && bytes > 0 && ((unsigned char)safe.text[bytes] & 0xC0) == 0x80)
        bytes--;
    memcpy(shown, safe.text, bytes);
    shown[bytes] = '\0';
    cs_buffer_release(&safe);
    return shown;
}

enum cs_status cs_word_clean(enum cs_status status, struct cs_error *err)
{
    if (status == CS_OK || !err)
        return status;
    struct cs_buffer safe = CS_BUFFER_INIT;
    cs_text_display(&safe, err->text, strlen(err->text), false);
    size_t bytes = safe.length < sizeof err->text ? safe.length : sizeof err->text - 1;
    while (bytes < safe.length && bytes > 0 && ((unsigned char)safe.text[bytes] & 0xC0) == 0x80)
        bytes--;
    memcpy(err->text, safe.text, bytes);
    err->text[bytes] = '\0';
    cs_buffer_release(&safe);
    return status;
}
