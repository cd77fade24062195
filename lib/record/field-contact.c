/* Phones, mail addresses, identity numbers: checked as texts, never changed, masked ones let through. */
#include "record/parts.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* What may stand in a phone number besides digits: joints, extensions, the signs of masks. The longer of two
 * that begin alike comes first. */
static const struct sign {
    const char *text;
    bool counts; /* stands for a digit */
} signs[] = {
    { "-", false },    { " ", false },    { "(", false },   { ")", false }, { "（", false },
    { "）", false },   { "－", false },   { "—", false },   { "#", false }, { "转", false },
    { "分机", false }, { "ext.", false }, { "ext", false }, { "x", false }, { "*", true },
    { "＊", true },    { "•", true },     { "●", true },    { "·", true },  { "_", true },
};

static const struct sign *find_sign(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t bytes = strlen(signs[i].text);
        if (length >= bytes && strncasecmp(text, signs[i].text, bytes) == 0)
            return &signs[i];
    }
    return NULL;
}

/* 尾号1234, 手机后四位: 1234: all that a system gives away of a phone. */
static bool is_tail(const char *text, size_t length)
{
    static const char *const words[] = { "尾号", "尾数", "后四位", "末四位" };
    enum { LONGEST_TAIL = 48 };
    bool named = false;
    size_t digits = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        named |= memmem(text, length, words[i], strlen(words[i])) != NULL;
    for (size_t i = 0; i < length; i++)
        digits += is_digit(text[i]);
    return named && digits >= 2 && digits <= 6 && length <= LONGEST_TAIL;
}

static bool is_phone(const char *text, size_t length)
{
    enum { SHORTEST = 3, LONGEST = 24 };
    size_t at = length > 0 && text[0] == '+', digits = 0;
    if (is_tail(text, length))
        return true;
    while (at < length) {
        if (is_digit(text[at])) {
            digits++;
            at++;
            continue;
        }
        const struct sign *sign = find_sign(text + at, length - at);
        if (!sign)
            return false;
        digits += sign->counts;
        at += strlen(sign->text);
    }
    /* X inside digits masks them (138XXXX1234) and was not counted. */
    return digits >= SHORTEST && digits <= LONGEST;
}

/* One @ with something before it and a domain with a dot behind it, no blanks: the rest only a sent mail can
 * tell. */
static bool is_mail(const char *text, size_t length)
{
    enum { LONGEST = 254 };
    const char *at = memchr(text, '@', length), *end = text + length;
    if (!at || at == text || length > LONGEST || memchr(at + 1, '@', (size_t)(end - at - 1)))
        return false;
    const char *domain = at + 1;
    const char *dot = memchr(domain, '.', (size_t)(end - domain));
    if (!dot || domain[0] == '.' || end[-1] == '.')
        return false;
    for (const char *byte = text; byte < end; byte++)
        if ((unsigned char)*byte <= ' ' || *byte == 0x7F || strchr(",;<>()\"", *byte) ||
            (*byte == '.' && byte + 1 < end && byte[1] == '.'))
            return false;
    return true;
}

/* 1.10101E+17: only what a spreadsheet itself writes, since a passport may read 1E5. */
static bool is_spreadsheet_exponent(const char *text, size_t length)
{
    return cs_number_is_rounded(text, length) && memchr(text, '+', length) != text &&
           memchr(text, '+', length) != NULL;
}

enum cs_status cs_check_contact(unsigned flags, const char *text, size_t length, struct cs_error *err)
{
    char shown[CS_SHOWN_SIZE];
    if ((flags & CS_PHONE) && !is_phone(text, length)) {
        cs_word_shown(shown, text, length);
        if (cs_number_is_rounded(text, length))
            return cs_error_set(
                err, CS_REFUSED,
                _("\"%s\" is a number that a spreadsheet rounded; phone numbers come as text"), shown);
        return cs_error_set(err, CS_REFUSED,
                            _("must be one phone number like 13800138000 or 010-8888 6666 ext 1, not \"%s\""),
                            shown);
    }
    if ((flags & CS_EMAIL) && !is_mail(text, length))
        return cs_error_set(err, CS_REFUSED, _("must be a mail address like name@example.com, not \"%s\""),
                            cs_word_shown(shown, text, length));
    if ((flags & CS_IDENTITY) && is_spreadsheet_exponent(text, length))
        return cs_error_set(err, CS_REFUSED,
                            _("\"%s\" is a number that a spreadsheet rounded; identity numbers come as text"),
                            cs_word_shown(shown, text, length));
    return CS_OK;
}
