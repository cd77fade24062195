/*
 * Which encoding text is in. UTF-8 has to be strict; GB18030 is only ever a hint, since a guess that is wrong
 * turns names into other names without a word.
 */
#include "base/text.h"
#include "io/stream.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <string.h>

bool cs_text_is_ascii(const char *text, size_t length)
{
    uint64_t bits = 0, eight;
    size_t at = 0;
    for (; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        bits |= eight;
    }
    for (; at < length; at++)
        bits |= (unsigned char)text[at];
    return !(bits & 0x8080808080808080u);
}

/* Level 1 of GB 2312: the 3,755 hanzi of daily use are B0A1 to D7F9. */
static bool is_common_hanzi(unsigned char lead, unsigned char trail)
{
    return lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1 && !(lead == 0xD7 && trail > 0xF9);
}

static bool is_letter_at(const char *text, size_t length, size_t at)
{
    return at < length && isalpha((unsigned char)text[at]) && (unsigned char)text[at] < 0x80;
}

void cs_encoding_note(struct cs_encoding_watch *watch, const char *text, size_t length)
{
    if (!watch->on)
        return;
    for (size_t at = 0; at < length;) {
        unsigned char lead = (unsigned char)text[at];
        if (lead < 0x80) {
            at++;
            continue;
        }
        if (lead >= 0xE0) { /* three bytes that are strict UTF-8 are no accident */
            watch->on = false;
            return;
        }
        watch->two = true;
        watch->odd |= !is_common_hanzi(lead, (unsigned char)text[at + 1]);
        bool before = at > 0 && is_letter_at(text, length, at - 1);
        bool row = at + 2 < length && (unsigned char)text[at + 2] >= 0x80;
        watch->unlettered |= row || !(before || is_letter_at(text, length, at + 2));
        at += 2;
    }
}

bool cs_encoding_suspect(const struct cs_encoding_watch *watch)
{
    return watch->on && watch->two && !watch->odd && watch->unlettered;
}

bool cs_encoding_is_gb18030(const char *text, size_t length)
{
    if (cs_text_is_ascii(text, length))
        return false;
    iconv_t decoder = iconv_open("UTF-8", "GB18030");
    if (decoder == (iconv_t)-1)
        return false;
    char *from = (char *)(uintptr_t)text;
    bool good = true;
    while (good && length) {
        char out[4096], *to = out;
        size_t room = sizeof out;
        if (iconv(decoder, &from, &length, &to, &room) == (size_t)-1) {
            if (errno == EINVAL)
                break;
            good = errno == E2BIG;
        }
    }
    iconv_close(decoder);
    return good;
}
