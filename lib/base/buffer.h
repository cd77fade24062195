/* A growing string of bytes, always ended by a NUL that is not counted. */
#ifndef CS_BASE_BUFFER_H
#define CS_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cs_buffer {
    char *text;
    size_t length, size;
};

extern char cs_buffer_empty[]; /* what an unused buffer points at */
#define CS_BUFFER_INIT                                                                                       \
    {                                                                                                        \
        cs_buffer_empty, 0, 0                                                                                \
    }

void cs_buffer_enlarge(struct cs_buffer *buffer, size_t extra); /* the rare half of cs_buffer_reserve */

/* Room for that many more bytes and the NUL. The short ones stand here: lists pass them for each cell. */
static inline void cs_buffer_reserve(struct cs_buffer *buffer, size_t extra)
{
    if (__builtin_expect(buffer->size - buffer->length <= extra, false))
        cs_buffer_enlarge(buffer, extra);
}

static inline void cs_buffer_add(struct cs_buffer *buffer, const void *bytes, size_t length)
{
    cs_buffer_reserve(buffer, length);
    memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

static inline void cs_buffer_char(struct cs_buffer *buffer, char byte)
{
    cs_buffer_reserve(buffer, 1);
    buffer->text[buffer->length++] = byte;
    buffer->text[buffer->length] = '\0';
}

void cs_buffer_text(struct cs_buffer *buffer, const char *text);
void cs_buffer_printf(struct cs_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cs_buffer_vprintf(struct cs_buffer *buffer, const char *format, va_list list);
void cs_buffer_cut(struct cs_buffer *buffer, size_t length); /* keeps the first `length` bytes */
void cs_buffer_reset(struct cs_buffer *buffer);              /* empty, memory kept */
char *cs_buffer_detach(struct cs_buffer *buffer);            /* the text is the caller's to free */
void cs_buffer_release(struct cs_buffer *buffer);

#endif
