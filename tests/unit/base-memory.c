/*
 * Memory and buffers: what is zeroed, aligned, kept and given back; a buffer against a plain model of it; and
 * the one line and exit status 1 that are the answer where memory is gone.
 */
#include "base/buffer.h"
#include "base/memory.h"
#include "unit.h"

#include <malloc.h>
#include <stdalign.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static uint64_t seed = 7;

static size_t dice(size_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % sides;
}

/* ------------------------------------------------------------------ allocation */

CS_TEST(zeroed, "fresh memory is zero, also where used memory comes back")
{
    for (size_t size = 0; size < 3000; size += 37) {
        unsigned char *piece = cs_alloc(size);
        size_t at = 0;
        while (at < size && piece[at] == 0)
            at++;
        CHECK_INT(at, size);
        memset(piece, 0xA5, size);
        free(piece);
    }
}

CS_TEST(nothing, "no bytes at all are memory too, each time another")
{
    char *one = cs_alloc(0), *two = cs_alloc(0), *three = cs_realloc(NULL, 0);
    CHECK(one && two && three && one != two && two != three);
    three = cs_realloc(three, 0);
    CHECK(three != NULL);
    free(one);
    free(two);
    free(three);
}

CS_TEST(moved, "memory that grows or shrinks keeps what it held")
{
    char *text = cs_strdup("0123456789");
    for (size_t size = 11; size < 100000; size = size * 3 / 2) {
        text = cs_realloc(text, size);
        CHECK_TEXT(text, "0123456789");
    }
    text = cs_realloc(text, 11);
    CHECK_TEXT(text, "0123456789");
    free(text);
}

CS_TEST(copies, "copies are the caller's own, ended by NUL, cut where asked, NUL bytes inside and all")
{
    char from[] = "abc\0def";
    char *all = cs_strdup(from), *part = cs_strndup(from, 2), *through = cs_strndup(from, 7),
         *none = cs_strndup("x", 0);
    from[0] = 'X';
    CHECK_TEXT(all, "abc");
    CHECK_TEXT(part, "ab");
    CHECK(memcmp(through, "abc\0def", 8) == 0);
    CHECK_TEXT(none, "");
    free(all);
    free(part);
    free(through);
    free(none);
}

CS_TEST(unended, "a text that is not ended is read no further than its length")
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(two != MAP_FAILED && mprotect(two + page, page, PROT_NONE) == 0);
    struct cs_arena arena = CS_ARENA_INIT;
    memcpy(two + page - 4, "edge", 4);
    char *copy = cs_strndup(two + page - 4, 4);
    CHECK_TEXT(copy, "edge");
    CHECK_TEXT(cs_arena_strndup(&arena, two + page - 4, 4), "edge");
    free(copy);
    cs_arena_release(&arena);
    munmap(two, 2 * page);
}

CS_TEST(grown, "a growing array has room for what is needed and keeps its items")
{
    size_t capacity = 0, moves = 0;
    uint32_t *items = NULL;
    for (uint32_t i = 0; i < 100000; i++) {
        size_t before = capacity;
        items = cs_grow(items, &capacity, i + 1, sizeof *items);
        CHECK_THAT(capacity > i, "%u items, room for %zu", i, capacity);
        moves += capacity != before;
        items[i] = i * 3;
    }
    for (uint32_t i = 0; i < 100000; i++)
        if (items[i] != i * 3) {
            CHECK_THAT(false, "item %u", i);
            break;
        }
    CHECK_THAT(moves <= 16, "%zu moves for 100,000 items: cost is not linear", moves);
    free(items);
}

CS_TEST(grown_enough, "an array with room is left alone, one that needs much gets it at once")
{
    size_t capacity = 0;
    char *items = cs_grow(NULL, &capacity, 1, 16);
    CHECK(capacity >= 1);
    size_t room = capacity;
    CHECK(cs_grow(items, &capacity, room, 16) == items);
    CHECK_INT(capacity, room);
    CHECK(cs_grow(items, &capacity, 0, 16) == items);
    items = cs_grow(items, &capacity, 5000, 16);
    CHECK(capacity >= 5000 && capacity < 20000);
    memset(items, 1, 5000 * 16);
    free(items);
}

/* ------------------------------------------------------------------ the arena */

CS_TEST(aligned, "pieces of any size are aligned for any type")
{
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t size = 0; size < 300; size++) {
        char *piece = cs_arena_alloc(&arena, size);
        CHECK_INT((uintptr_t)piece % alignof(max_align_t), 0);
        memset(piece, 1, size);
    }
    cs_arena_release(&arena);
}

CS_TEST(apart, "ten thousand pieces of sizes from nothing to giant lie apart, and none moves")
{
    enum { PIECES = 10000 };
    static struct {
        unsigned char *bytes;
        size_t length;
    } pieces[PIECES];
    struct cs_arena arena = CS_ARENA_INIT;
    for (size_t i = 0; i < PIECES; i++) {
        pieces[i].length = dice(100) == 0 ? dice(90000) : dice(200);
        pieces[i].bytes = cs_arena_alloc(&arena, pieces[i].length);
        memset(pieces[i].bytes, (int)(i % 251), pieces[i].length);
    }
    size_t wrong = 0;
    for (size_t i = 0; i < PIECES; i++)
        for (size_t at = 0; at < pieces[i].length; at++)
            wrong += pieces[i].bytes[at] != i % 251;
    CHECK_INT(wrong, 0);
    cs_arena_release(&arena);
    CHECK(arena.block == NULL);
}

CS_TEST(arena_texts, "texts are copied and printed into an arena, short or far longer than its blocks")
{
    struct cs_arena arena = CS_ARENA_INIT;
    char *big = cs_alloc(200001);
    memset(big, 'z', 200000);
    CHECK_TEXT(cs_arena_strdup(&arena, "one"), "one");
    CHECK_TEXT(cs_arena_strndup(&arena, "twelve", 3), "twe");
    CHECK_TEXT(cs_arena_strndup(&arena, "", 0), "");
    CHECK_TEXT(cs_arena_printf(&arena, "%s-%03d-%s", "a", 7, "中"), "a-007-中");
    CHECK_TEXT(cs_arena_printf(&arena, "%s", ""), "");
    CHECK_TEXT(cs_arena_strdup(&arena, big), big);
    char *printed = cs_arena_printf(&arena, "<%s>", big);
    CHECK_INT(strlen(printed), 200002);
    CHECK(printed[0] == '<' && strspn(printed + 1, "z") == 200000 && strcmp(printed + 200001, ">") == 0);
    cs_arena_release(&arena);
    free(big);
}

static size_t in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

CS_TEST(arena_reset, "a reset arena keeps some memory for the next record and gives a giant's back")
{
    struct cs_arena arena = CS_ARENA_INIT;
    char *first = cs_arena_alloc(&arena, 100);
    cs_arena_reset(&arena);
    CHECK(cs_arena_alloc(&arena, 100) == first);
    cs_arena_reset(&arena);
    size_t before = in_use();
    for (int record = 0; record < 200; record++) {
        for (int i = 0; i < 50; i++)
            memset(cs_arena_alloc(&arena, 3000), record, 3000);
        memset(cs_arena_alloc(&arena, 2000000), record, 2000000);
        cs_arena_reset(&arena);
    }
    CHECK_THAT(SANITIZED || in_use() <= before + 100000, "%zu bytes more than before", in_use() - before);
    cs_arena_release(&arena);
    cs_arena_release(&arena);
    cs_arena_reset(&arena);
    CHECK(arena.block == NULL);
}

CS_TEST(arena_again, "a released arena serves again")
{
    struct cs_arena arena = CS_ARENA_INIT;
    cs_arena_strdup(&arena, "one");
    cs_arena_release(&arena);
    CHECK_TEXT(cs_arena_strdup(&arena, "two"), "two");
    cs_arena_release(&arena);
}

/* ------------------------------------------------------------------ buffers */

CS_TEST(unused, "an unused buffer is an empty text that costs nothing")
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    CHECK_TEXT(buffer.text, "");
    CHECK_INT(buffer.size, 0);
    cs_buffer_cut(&buffer, 10);
    cs_buffer_reset(&buffer);
    cs_buffer_release(&buffer);
    cs_buffer_release(&buffer);
    CHECK_TEXT(buffer.text, "");
    CHECK_INT(cs_buffer_empty[0], 0);
}

CS_TEST(shared_empty, "no operation on one buffer shows in another that is unused")
{
    struct cs_buffer used = CS_BUFFER_INIT, unused = CS_BUFFER_INIT;
    cs_buffer_add(&used, "", 0);
    cs_buffer_text(&used, "");
    cs_buffer_char(&used, 'x');
    CHECK_TEXT(used.text, "x");
    CHECK_TEXT(unused.text, "");
    cs_buffer_release(&used);
}

CS_TEST(detached, "a detached text is the caller's, and the buffer is unused again")
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    char *empty = cs_buffer_detach(&buffer);
    CHECK(empty != cs_buffer_empty);
    CHECK_TEXT(empty, "");
    cs_buffer_text(&buffer, "yours");
    char *text = cs_buffer_detach(&buffer);
    CHECK_INT(buffer.length + buffer.size, 0);
    cs_buffer_text(&buffer, "mine");
    CHECK_TEXT(text, "yours");
    CHECK_TEXT(buffer.text, "mine");
    free(empty);
    free(text);
    cs_buffer_release(&buffer);
}

CS_TEST(reserved, "bytes within what was reserved do not move the text")
{
    for (size_t extra = 0; extra < 300; extra++) {
        struct cs_buffer buffer = CS_BUFFER_INIT;
        cs_buffer_text(&buffer, "ab");
        cs_buffer_reserve(&buffer, extra);
        CHECK_TEXT(buffer.text, "ab");
        const char *place = buffer.text;
        for (size_t i = 0; i < extra; i++)
            cs_buffer_char(&buffer, 'c');
        CHECK(buffer.text == place);
        cs_buffer_release(&buffer);
    }
}

CS_TEST(reset_keeps, "a reset buffer is empty and keeps its memory")
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    cs_buffer_printf(&buffer, "%0500d", 0);
    size_t size = buffer.size;
    const char *place = buffer.text;
    cs_buffer_reset(&buffer);
    CHECK_TEXT(buffer.text, "");
    CHECK_INT(buffer.length, 0);
    CHECK(buffer.size == size && buffer.text == place);
    cs_buffer_release(&buffer);
}

CS_TEST(printed, "printing appends, however long, and a format that gives nothing adds nothing")
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    cs_buffer_printf(&buffer, "%s", "");
    CHECK_TEXT(buffer.text, "");
    cs_buffer_printf(&buffer, "%d%%|", 5);
    cs_buffer_printf(&buffer, "%c", '\0');
    CHECK_INT(buffer.length, 4);
    for (int width = 1; width < 2000; width += 7) {
        size_t before = buffer.length;
        cs_buffer_printf(&buffer, "%*d", width, 1);
        CHECK_INT(buffer.length - before, width);
        CHECK(buffer.text[buffer.length] == '\0' && buffer.text[buffer.length - 1] == '1');
    }
    CHECK(memcmp(buffer.text,
                 "5%|\0"
                 "1",
                 5) == 0);
    cs_buffer_release(&buffer);
}

/* One random change to a buffer and to the plain array that is its model; NUL bytes are bytes like others. */
static void change(struct cs_buffer *buffer, char *model, size_t *length)
{
    char bytes[70];
    size_t count = dice(sizeof bytes - 1), kind = dice(12);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(kind < 5 ? dice(256) : 'a' + dice(26));
    bytes[count] = '\0';
    if (kind < 5) {
        cs_buffer_add(buffer, bytes, count);
        memcpy(model + *length, bytes, count);
        *length += count;
    } else if (kind < 9) {
        if (kind == 5)
            cs_buffer_text(buffer, bytes);
        else if (kind == 6)
            cs_buffer_printf(buffer, "%s", bytes);
        else
            for (size_t i = 0; i < count; i++)
                cs_buffer_char(buffer, bytes[i]);
        memcpy(model + *length, bytes, count);
        *length += count;
    } else if (kind == 9) {
        size_t keep = dice(*length + 20);
        cs_buffer_cut(buffer, keep);
        *length = keep < *length ? keep : *length;
    } else if (kind == 10 && dice(20) == 0) {
        cs_buffer_release(buffer);
        *length = 0;
    } else {
        cs_buffer_reserve(buffer, count);
    }
}

CS_TEST(model, "after each of 200,000 random changes a buffer is what a plain array would be, ended by NUL")
{
    static char model[1 << 20];
    struct cs_buffer buffer = CS_BUFFER_INIT;
    size_t length = 0, longest = 0;
    for (int step = 0; step < 200000; step++) {
        if (length > sizeof model - 100 || dice(2000) == 0) {
            cs_buffer_reset(&buffer);
            length = 0;
        }
        change(&buffer, model, &length);
        longest = length > longest ? length : longest;
        if (buffer.length != length || memcmp(buffer.text, model, length) != 0 || buffer.text[length]) {
            CHECK_THAT(false, "step %d: %zu bytes, not %zu", step, buffer.length, length);
            break;
        }
    }
    CHECK_THAT(longest > 3000, "%zu bytes at most: the changes prove little", longest);
    cs_buffer_release(&buffer);
}

/* ------------------------------------------------------------------ memory is gone */

static void take_alloc(void)
{
    cs_alloc((size_t)1 << 40);
}

static void take_realloc(void)
{
    cs_realloc(cs_alloc(1), (size_t)1 << 40);
}

static void take_many(void)
{
    for (;;)
        memset(cs_alloc(1 << 20), 1, 1 << 20);
}

static void take_overflow(void)
{
    size_t capacity = 0;
    cs_grow(NULL, &capacity, SIZE_MAX / 4, 16); /* 4 * SIZE_MAX bytes, which wrap around to few */
}

static void take_arena(void)
{
    struct cs_arena arena = CS_ARENA_INIT;
    cs_arena_alloc(&arena, SIZE_MAX - 3); /* rounded up it would be nothing */
}

static void take_arena_many(void)
{
    struct cs_arena arena = CS_ARENA_INIT;
    for (;;)
        memset(cs_arena_alloc(&arena, 100000), 1, 100000);
}

static void take_buffer(void)
{
    struct cs_buffer buffer = CS_BUFFER_INIT;
    for (;;)
        cs_buffer_printf(&buffer, "%100000d", 1);
}

static char scrap[] = "/tmp/cs-memory-XXXXXX";

/* After something was saved, with a file half written. */
static void take_after_saving(void)
{
    cs_memory_scraps("/tmp/cs-memory-that-is-not-there");
    cs_memory_scraps(NULL);
    cs_memory_scraps(scrap);
    cs_memory_tells("; half is saved");
    take_many();
}

CS_TEST(gone,
        "where memory is gone each way of asking for it ends with one line and status 1, never in a crash")
{
    static void (*const takers[])(void) = { take_alloc, take_realloc,    take_many,   take_overflow,
                                            take_arena, take_arena_many, take_buffer, take_after_saving };
    int file = mkstemp(scrap);
    CHECK(file >= 0 && close(file) == 0);
    /* under a checker it is the checker that runs out of memory first */
    bool watched = SANITIZED || getenv("CS_SANITIZED");
    for (size_t i = 0; !watched && i < sizeof takers / sizeof *takers; i++) {
        int ends[2], status = 0;
        char said[200] = "";
        CHECK(pipe(ends) == 0);
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            struct rlimit little = { 64 << 20, 64 << 20 };
            setrlimit(RLIMIT_AS, &little);
            dup2(ends[1], STDERR_FILENO);
            takers[i]();
            _exit(0);
        }
        close(ends[1]);
        waitpid(child, &status, 0);
        ssize_t got = read(ends[0], said, sizeof said - 1);
        close(ends[0]);
        CHECK_THAT(got >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 1, "taker %zu: %x", i,
                   (unsigned)status);
        bool last = takers[i] == take_after_saving;
        CHECK_TEXT(said, last ? "cs-tools: out of memory; half is saved\n" : "cs-tools: out of memory\n");
        CHECK_INT(access(scrap, F_OK), last ? -1 : 0);
    }
    unlink(scrap);
}
