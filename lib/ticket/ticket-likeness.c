/* How alike two texts are, by their pairs of neighbouring characters: works for Chinese, where words have no
 * blanks between them, and does not mind an added politeness. */
#include "ticket/suspect.h"

#include <ctype.h>
#include <stdlib.h>

enum { PAIRS = 400 };

/* Blanks and signs, ASCII and Chinese, say nothing. */
static bool is_silent(uint32_t code)
{
    return code < 0x80 ? !isalnum((int)code)
                       : (code >= 0x2000 && code < 0x2070) || (code >= 0x3000 && code < 0x3040) ||
                             (code >= 0xff00 && code < 0xff10) || (code >= 0xff1a && code < 0xff21);
}

static size_t pairs_of(const char *text, uint64_t pairs[PAIRS])
{
    size_t count = 0, length = strlen(text), step;
    uint32_t code, before = 0;
    for (size_t at = 0; at < length && count < PAIRS; at += step) {
        step = cs_utf8_decode(text + at, length - at, &code);
        if (step == 0)
            step = 1;
        else if (!is_silent(code)) {
            code = code < 0x80 ? (uint32_t)tolower((int)code) : code;
            if (before)
                pairs[count++] = (uint64_t)before << 32 | code;
            before = code;
        }
    }
    return count;
}

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

int cs_text_likeness(const char *left, const char *right)
{
    uint64_t a[PAIRS], b[PAIRS];
    size_t na = pairs_of(left, a), nb = pairs_of(right, b), same = 0;
    if (na == 0 || nb == 0)
        return 0;
    qsort(a, na, sizeof *a, by_value);
    qsort(b, nb, sizeof *b, by_value);
    for (size_t i = 0, j = 0; i < na && j < nb;) {
        same += a[i] == b[j];
        if (a[i] == b[j]) {
            i++;
            j++;
        } else if (a[i] < b[j]) {
            i++;
        } else {
            j++;
        }
    }
    return (int)(200 * same / (na + nb));
}
