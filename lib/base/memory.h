/*
 * Memory: allocation that never returns NULL, and an arena for what lives as long as one record.
 *
 * Ownership by verb, everywhere in lib/: init/release (on the stack), new/free (on the heap), reset (empty,
 * keep the memory), detach (yours now); a const pointer is borrowed.
 */
#ifndef CS_BASE_MEMORY_H
#define CS_BASE_MEMORY_H

#include <stddef.h>

/* Zeroed memory of that many bytes. Out of memory: one line on stderr and exit 1; what is not committed rolls
 * back by itself. */
void *cs_alloc(size_t bytes) __attribute__((returns_nonnull));
void *cs_realloc(void *old, size_t bytes) __attribute__((returns_nonnull));
char *cs_strdup(const char *text) __attribute__((returns_nonnull));
char *cs_strndup(const char *text, size_t length) __attribute__((returns_nonnull));

/* What that line says besides, of what was saved before: a text that stays the caller's; "" at first. */
void cs_memory_tells(const char *more);
/* The same around one moment, behind which there may be no memory left to say it: `either` from now on,
 * `done` (and no scrap any more) from cs_memory_saved on. */
void cs_memory_saves(const char *either, const char *done);
void cs_memory_saved(void);
/* A file that is not whole yet, and that is taken away then; NULL: there is none any more. */
void cs_memory_scraps(const char *path);

/* What cs_alloc does when there is none. */
void cs_memory_ended(void) __attribute__((noreturn));

/* Makes room for `need` items of `size` bytes in a growing array; *capacity is in items. Returns the array,
 * moved perhaps: items = cs_grow(items, &capacity, count + 1, sizeof *items). */
void *cs_grow(void *items, size_t *capacity, size_t need, size_t size) __attribute__((returns_nonnull));

/* An arena: pieces of memory that are given back all at once. */
struct cs_arena {
    struct cs_arena_block *block;
};

#define CS_ARENA_INIT                                                                                        \
    {                                                                                                        \
        NULL                                                                                                 \
    }

/* Aligned for any type, not zeroed. */
void *cs_arena_alloc(struct cs_arena *arena, size_t bytes) __attribute__((returns_nonnull));
char *cs_arena_strdup(struct cs_arena *arena, const char *text) __attribute__((returns_nonnull));
/* Adds the NUL. */
char *cs_arena_strndup(struct cs_arena *arena, const char *text, size_t length)
    __attribute__((returns_nonnull));
char *cs_arena_printf(struct cs_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cs_arena_reset(struct cs_arena *arena);   /* everything handed out is void; the memory is kept */
void cs_arena_release(struct cs_arena *arena); /* gives the memory back */

#endif
