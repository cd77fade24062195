/* A growing string of bytes. */
#include "base/buffer.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char cs_buffer_empty[1];

void cs_buffer_enlarge(struct cs_buffer *buffer, size_t extra)
{
    char *old = buffer->size ? buffer->text : NULL;
    buffer->text = cs_grow(old, &buffer->size, buffer->length + extra + 1, 1);
    buffer->text[buffer->length] = '\0';
}

void cs_buffer_text(struct cs_buffer *buffer, const char *text)
{
    cs_buffer_add(buffer, text, strlen(text));
}

void cs_buffer_vprintf(struct cs_buffer *buffer, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    if (length > 0) {
        cs_buffer_reserve(buffer, (size_t)length);
        vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

void cs_buffer_printf(struct cs_buffer *buffer, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    cs_buffer_vprintf(buffer, format, list);
    va_end(list);
}

void cs_buffer_cut(struct cs_buffer *buffer, size_t length)
{
    if (length < buffer->length) {
        buffer->length = length;
        buffer->text[length] = '\0';
    }
}

void cs_buffer_reset(struct cs_buffer *buffer)
{
    cs_buffer_cut(buffer, 0);
}

char *cs_buffer_detach(struct cs_buffer *buffer)
{
    cs_buffer_reserve(buffer, 0);
    char *text = buffer->text;
    *buffer = (struct cs_buffer)CS_BUFFER_INIT;
    return text;
}

void cs_buffer_release(struct cs_buffer *buffer)
{
    if (buffer->size)
        free(buffer->text);
    *buffer = (struct cs_buffer)CS_BUFFER_INIT;
}
