/* The error object: the first cause wins. */
#include "base/status.h"

#include <stdio.h>
#include <string.h>

static void put(struct cs_error *err, enum cs_status status, const char *format, va_list list)
{
    err->status = status;
    vsnprintf(err->text, sizeof err->text, format, list);
}

enum cs_status cs_error_set(struct cs_error *err, enum cs_status status, const char *format, ...)
{
    if (err && !err->text[0]) {
        va_list list;
        va_start(list, format);
        put(err, status, format, list);
        va_end(list);
    }
    return status;
}

enum cs_status cs_error_errno(struct cs_error *err, int number, const char *format, ...)
{
    if (err && !err->text[0]) {
        va_list list;
        va_start(list, format);
        put(err, CS_FAILED, format, list);
        va_end(list);
        size_t used = strlen(err->text);
        snprintf(err->text + used, sizeof err->text - used, ": %s", strerror(number));
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
    vsnprintf(err->text, sizeof err->text, format, list);
    va_end(list);
    size_t used = strlen(err->text);
    snprintf(err->text + used, sizeof err->text - used, ": %s", old);
}

void cs_error_clear(struct cs_error *err)
{
    if (err) {
        err->status = CS_OK;
        err->text[0] = '\0';
    }
}
