/* Allocation that never fails, growing arrays, arenas. */
#include "base/memory.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 32 * 1024 };

struct cs_arena_block {
    struct cs_arena_block *before;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

static const char *saved = "", *saved_then = "";
static char scrap[4096];

void cs_memory_tells(const char *more)
{
    saved = more;
}

void cs_memory_saves(const char *either, const char *done)
{
    static char copy[sizeof scrap + 256];
    size_t length = strlen(either);
    if (length >= sizeof copy)
        length = sizeof copy - 1;
    memcpy(copy, either, length);
    copy[length] = '\0';
    saved = copy;
    saved_then = done;
}

void cs_memory_saved(void)
{
    saved = saved_then;
    scrap[0] = '\0';
}

void cs_memory_scraps(const char *path)
{
    size_t length = path ? strlen(path) : 0;
    if (length >= sizeof scrap)
        length = 0; /* as long as no system allows */
    if (length > 0)
        memcpy(scrap, path, length);
    scrap[length] = '\0';
}

void cs_memory_ended(void)
{
    static const char text[] = "cs-tools: out of memory";
    ssize_t ignored = write(STDERR_FILENO, text, sizeof text - 1);
    ignored += write(STDERR_FILENO, saved, strlen(saved));
    ignored += write(STDERR_FILENO, "\n", 1);
    (void)ignored;
    if (scrap[0])
        unlink(scrap);
    _exit(1);
}

void *cs_alloc(size_t bytes)
{
    void *fresh = calloc(1, bytes ? bytes : 1);
    if (!fresh)
        cs_memory_ended();
    return fresh;
}

void *cs_realloc(void *old, size_t bytes)
{
    void *fresh = realloc(old, bytes ? bytes : 1);
    if (!fresh)
        cs_memory_ended();
    return fresh;
}

char *cs_strdup(const char *text)
{
    return cs_strndup(text, strlen(text));
}

char *cs_strndup(const char *text, size_t length)
{
    char *copy = cs_alloc(length + 1);
    memcpy(copy, text, length);
    return copy;
}

void *cs_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return items;
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted < need)
        wanted = need;
    if (wanted > SIZE_MAX / size)
        cs_memory_ended();
    *capacity = wanted;
    return cs_realloc(items, wanted * size);
}

void *cs_arena_alloc(struct cs_arena *arena, size_t bytes)
{
    size_t step = alignof(max_align_t);
    if (bytes > SIZE_MAX / 2)
        cs_memory_ended();
    bytes = (bytes + step - 1) / step * step;
    struct cs_arena_block *block = arena->block;
    if (!block || block->size - block->used < bytes) {
        size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        block = cs_realloc(NULL, sizeof *block + size);
        *block = (struct cs_arena_block){ .before = arena->block, .used = 0, .size = size };
        arena->block = block;
    }
    void *piece = block->bytes + block->used;
    block->used += bytes;
    return piece;
}

char *cs_arena_strdup(struct cs_arena *arena, const char *text)
{
    return cs_arena_strndup(arena, text, strlen(text));
}

char *cs_arena_strndup(struct cs_arena *arena, const char *text, size_t length)
{
    char *copy = cs_arena_alloc(arena, length + 1);
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *cs_arena_printf(struct cs_arena *arena, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    char *text = cs_arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

/* Keeps one ordinary block; the others, and blocks made for a giant field, go back. */
void cs_arena_reset(struct cs_arena *arena)
{
    struct cs_arena_block *kept = NULL;
    for (struct cs_arena_block *block = arena->block, *before; block; block = before) {
        before = block->before;
        if (!kept && block->size == BLOCK_BYTES) {
            kept = block;
            kept->before = NULL;
            kept->used = 0;
        } else {
            free(block);
        }
    }
    arena->block = kept;
}

void cs_arena_release(struct cs_arena *arena)
{
    for (struct cs_arena_block *block = arena->block, *before; block; block = before) {
        before = block->before;
        free(block);
    }
    arena->block = NULL;
}
