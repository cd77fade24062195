/* The error object: the first cause wins. */
#include "base/status.h"

#include <stdio.h>
#include <string.h>

/* Cuts text at `limit` bytes, or before the character that lies across it. */
static size_t cut(char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    while (limit && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    text[limit] = '\0';
    return limit;
}

/* Fills a field of the size of an error's text; a character that has no room is left out whole. */
static void fill(char *text, size_t size, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(text, size, format, list);
    if (length >= (int)size) {
        /* What stood behind the cut tells whether a character lies across it. */
        char more[sizeof((struct cs_error *)0)->text + 4];
        vsnprintf(more, sizeof more, format, again);
        text[cut(more, size, size - 1)] = '\0';
    }
    va_end(again);
}

static void put(struct cs_error *err, enum cs_status status, const char *format, va_list list)
{
    err->status = status;
    fill(err->text, sizeof err->text, format, list);
}

static void join(char *text, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void join(char *text, size_t size, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fill(text, size, format, list);
    va_end(list);
}

enum cs_status(cs_error_set)(struct cs_error *err, enum cs_status status, const char *format, ...)
{
    if (err && !err->text[0]) {
        va_list list;
        va_start(list, format);
        put(err, status, format, list);
        va_end(list);
    }
    return status;
}

enum cs_status(cs_error_errno)(struct cs_error *err, int number, const char *format, ...)
{
    if (err && !err->text[0]) {
        va_list list;
        va_start(list, format);
        put(err, CS_FAILED, format, list);
        va_end(list);
        /* The reason is what a person needs most: a giant name gives way to it. */
        const char *reason = strerror(number);
        size_t used = strlen(err->text), room = sizeof err->text - strlen(reason) - sizeof ": \xE2\x80\xA6";
        const char *mark = used > room ? "\xE2\x80\xA6" : "";
        used = cut(err->text, used, room);
        snprintf(err->text + used, sizeof err->text - used, "%s: %s", mark, reason);
    }
    return CS_FAILED;
}

void cs_error_prefix(struct cs_error *err, const char *format, ...)
{
    if (!err)
        return;
    char old[sizeof err->text];
    memcpy(old, err->text, sizeof old);
    va_list list;
    va_start(list, format);
    fill(err->text, sizeof err->text, format, list);
    va_end(list);
    size_t used = strlen(err->text);
    join(err->text + used, sizeof err->text - used, ": %s", old);
}

void cs_error_clear(struct cs_error *err)
{
    if (err) {
        err->status = CS_OK;
        err->text[0] = '\0';
    }
}
