/* A growing string of bytes, always ended by a NUL that is not counted. */
#ifndef CS_BASE_BUFFER_H
#define CS_BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>

struct cs_buffer {
    char *text;
    size_t length, size;
};

extern char cs_buffer_empty[]; /* what an unused buffer points at */
#define CS_BUFFER_INIT                                                                                       \
    {                                                                                                        \
        cs_buffer_empty, 0, 0                                                                                \
    }

void cs_buffer_reserve(struct cs_buffer *buffer, size_t extra); /* room for that many more bytes */
void cs_buffer_add(struct cs_buffer *buffer, const void *bytes, size_t length);
void cs_buffer_text(struct cs_buffer *buffer, const char *text);
void cs_buffer_char(struct cs_buffer *buffer, char byte);
void cs_buffer_printf(struct cs_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void cs_buffer_vprintf(struct cs_buffer *buffer, const char *format, va_list list);
void cs_buffer_cut(struct cs_buffer *buffer, size_t length); /* keeps the first `length` bytes */
void cs_buffer_reset(struct cs_buffer *buffer);              /* empty, memory kept */
char *cs_buffer_detach(struct cs_buffer *buffer);            /* the text is the caller's to free */
void cs_buffer_release(struct cs_buffer *buffer);

#endif
