/*
 * The harness of the unit tests: each tests/unit/NAME.c includes it once and becomes a program that prints
 * TAP.
 *
 *     CS_TEST(reads_dates, "dates are read in every spelling")
 *     {
 *         CHECK_INT(day, 42);
 *     }
 *
 * Tests run in the order in which they stand. A failed check says where and why and the test goes on. The top
 * of the source tree is argv[1], else CS_TOP, else the current folder.
 */
#ifndef CS_TESTS_UNIT_H
#define CS_TESTS_UNIT_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CS_UNIT_MAX = 200 };

static struct {
    const char *sentence[CS_UNIT_MAX];
    void (*run[CS_UNIT_MAX])(void);
    int count, faults; /* tests; failed checks of the one that runs */
    const char *top;
} cs_unit;

#define CS_TEST(name, text)                                                                                  \
    static void name(void);                                                                                  \
    __attribute__((constructor)) static void cs_unit_add_##name(void)                                        \
    {                                                                                                        \
        cs_unit.sentence[cs_unit.count] = text;                                                              \
        cs_unit.run[cs_unit.count++] = name;                                                                 \
    }                                                                                                        \
    static void name(void)

/* Counts a fault and says where; the first ten of a test are shown. */
__attribute__((format(printf, 3, 4), unused)) static void cs_unit_fault(const char *file, int line,
                                                                        const char *format, ...)
{
    if (++cs_unit.faults > 10)
        return;
    va_list list;
    va_start(list, format);
    printf("# %s:%d: ", file, line);
    vprintf(format, list);
    putchar('\n');
    va_end(list);
}

#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            cs_unit_fault(__FILE__, __LINE__, "not true: %s", #condition);                                   \
    } while (0)

#define CHECK_INT(got, want)                                                                                 \
    do {                                                                                                     \
        intmax_t cs_got = (got), cs_want = (want);                                                           \
        if (cs_got != cs_want)                                                                               \
            cs_unit_fault(__FILE__, __LINE__, "%s is %jd, not %jd", #got, cs_got, cs_want);                  \
    } while (0)

#define CHECK_TEXT(got, want)                                                                                \
    do {                                                                                                     \
        const char *cs_got = (got), *cs_want = (want);                                                       \
        if (!cs_got || !cs_want || strcmp(cs_got, cs_want) != 0)                                             \
            cs_unit_fault(__FILE__, __LINE__, "%s is \"%s\", not \"%s\"", #got, cs_got ? cs_got : "(null)",  \
                          cs_want ? cs_want : "(null)");                                                     \
    } while (0)

/* The same, with words of one's own: which row of a table it was. */
#define CHECK_THAT(condition, ...)                                                                           \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            cs_unit_fault(__FILE__, __LINE__, __VA_ARGS__);                                                  \
    } while (0)

/* The path of a file of the source tree; the caller frees it. */
__attribute__((unused)) static char *cs_unit_path(const char *name)
{
    size_t size = strlen(cs_unit.top) + strlen(name) + 2;
    char *path = malloc(size);
    snprintf(path, size, "%s/%s", cs_unit.top, name);
    return path;
}

/* Opens a file of the source tree to be read; without it there is nothing to test. */
__attribute__((unused)) static FILE *cs_unit_open(const char *name)
{
    char *path = cs_unit_path(name);
    FILE *file = fopen(path, "r");
    if (!file) {
        printf("Bail out! cannot open %s\n", path);
        exit(1);
    }
    free(path);
    return file;
}

int main(int argc, char **argv)
{
    const char *top = getenv("CS_TOP");
    int failed = 0;
    cs_unit.top = argc > 1 ? argv[1] : top ? top : ".";
    for (int i = 0; i < cs_unit.count; i++) {
        cs_unit.faults = 0;
        cs_unit.run[i]();
        printf("%s %d - %s\n", cs_unit.faults ? "not ok" : "ok", i + 1, cs_unit.sentence[i]);
        fflush(stdout);
        failed += cs_unit.faults > 0;
    }
    printf("1..%d\n", cs_unit.count);
    return failed > 0;
}

#endif
