/* JSON as a value: one light scan that tells whether a text is JSON (RFC 8259), and where it is not. */
#include "record/parts.h"

#include <string.h>

enum { DEEPEST = 64 };

struct scan {
    const char *at, *end;
};

static bool value(struct scan *scan, int depth);

static void skip_space(struct scan *scan)
{
    while (scan->at < scan->end && *scan->at && strchr(" \t\r\n", *scan->at))
        scan->at++;
}

static bool take(struct scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

static bool digits(struct scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
        scan->at++;
    return scan->at > start;
}

static bool number(struct scan *scan)
{
    take(scan, '-');
    if (!take(scan, '0') && !digits(scan))
        return false;
    if (take(scan, '.') && !digits(scan))
        return false;
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take(scan, '+'))
            take(scan, '-');
        return digits(scan);
    }
    return true;
}

/* After a backslash. \u0000 is refused with the rest: no text here may hold a NUL. */
static bool escape(struct scan *scan)
{
    if (scan->at == scan->end || !*scan->at)
        return false;
    if (!take(scan, 'u')) {
        if (!strchr("\"\\/bfnrt", *scan->at))
            return false;
        scan->at++;
        return true;
    }
    const char *start = scan->at;
    for (int i = 0; i < 4; i++, scan->at++)
        if (scan->at == scan->end || !*scan->at || !strchr("0123456789abcdefABCDEF", *scan->at))
            return false;
    return memcmp(start, "0000", 4) != 0;
}

static bool string(struct scan *scan)
{
    if (!take(scan, '"'))
        return false;
    while (scan->at < scan->end && (unsigned char)*scan->at >= 0x20) {
        if (take(scan, '"'))
            return true;
        if (!take(scan, '\\'))
            scan->at++;
        else if (!escape(scan))
            return false;
    }
    return false;
}

static bool literal(struct scan *scan, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

/* What lies between brackets: values, or in an object pairs of a string and a value. */
static bool members(struct scan *scan, int depth, char close)
{
    skip_space(scan);
    if (take(scan, close))
        return true;
    do {
        skip_space(scan);
        if (close == '}') {
            if (!string(scan))
                return false;
            skip_space(scan);
            if (!take(scan, ':'))
                return false;
        }
        if (!value(scan, depth))
            return false;
        skip_space(scan);
    } while (take(scan, ','));
    return take(scan, close);
}

static bool value(struct scan *scan, int depth)
{
    skip_space(scan);
    if (scan->at == scan->end || depth > DEEPEST)
        return false;
    switch (*scan->at) {
    case '{':
    case '[':
        return members(scan, depth + 1, *scan->at++ == '{' ? '}' : ']');
    case '"':
        return string(scan);
    case 't':
        return literal(scan, "true");
    case 'f':
        return literal(scan, "false");
    case 'n':
        return literal(scan, "null");
    default:
        return number(scan);
    }
}

size_t cs_json_check(const char *text, size_t length)
{
    struct scan scan = { text, text + length };
    if (value(&scan, 0))
        skip_space(&scan);
    else if (scan.at == scan.end)
        return length ? length - 1 : 0; /* it breaks off */
    return (size_t)(scan.at - text);
}
