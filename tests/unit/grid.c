/* Grids: which column gives way when a terminal is narrow. */
#include "io/grid.h"
#include "unit.h"

/* A grid of one row: each text a column; a heading that begins with # is a number's. */
static char *print(const char *const *headings, const char *const *texts, const double *hints, size_t count,
                   size_t limit)
{
    struct cs_grid grid;
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_grid_init(&grid, count, limit, false);
    for (size_t i = 0; i < count; i++) {
        struct cs_field field = { .name = headings[i],
                                  .heading = headings[i],
                                  .width = hints ? hints[i] : 0,
                                  .type = headings[i][0] == '#' ? CS_TYPE_INT : CS_TYPE_TEXT };
        cs_grid_column(&grid, i, &field);
    }
    for (size_t i = 0; i < count; i++)
        cs_grid_add(&grid, texts[i], strlen(texts[i]));
    cs_grid_print(&grid, &out);
    cs_grid_release(&grid);
    return cs_buffer_detach(&out);
}

#define CHECK_GRID(hints, limit, want, ...)                                                                  \
    do {                                                                                                     \
        static const char *const cs_cells[][2] = { __VA_ARGS__ };                                            \
        const char *cs_headings[8], *cs_texts[8];                                                            \
        size_t cs_count = sizeof cs_cells / sizeof *cs_cells;                                                \
        for (size_t cs_i = 0; cs_i < cs_count; cs_i++) {                                                     \
            cs_headings[cs_i] = cs_cells[cs_i][0];                                                           \
            cs_texts[cs_i] = cs_cells[cs_i][1];                                                              \
        }                                                                                                    \
        char *cs_printed = print(cs_headings, cs_texts, hints, cs_count, limit);                             \
        CHECK_TEXT(cs_printed, want);                                                                        \
        free(cs_printed);                                                                                    \
    } while (0)

CS_TEST(natural, "with room enough columns are as wide as they need")
{
    CHECK_GRID(NULL, 0, "A    #n  B \nabc   5  漏\n", { "A", "abc" }, { "#n", "5" }, { "B", "漏" });
    CHECK_GRID(NULL, 80, "A    #n  B \nabc   5  漏\n", { "A", "abc" }, { "#n", "5" }, { "B", "漏" });
    CHECK_GRID(NULL, 11, "A    #n  B \nabc   5  漏\n", { "A", "abc" }, { "#n", "5" }, { "B", "漏" });
}

CS_TEST(widest_first, "the widest gives way first, numbers last")
{
    CHECK_GRID(NULL, 24, "A          B          #n\n01234567…  01234567…   7\n", { "A", "0123456789" },
               { "B", "0123456789abcdef" }, { "#n", "7" });
    CHECK_GRID(NULL, 22, "A         B         #n\n0123456…  0123456…   7\n", { "A", "0123456789ab" },
               { "B", "0123456789ab" }, { "#n", "7" });
    CHECK_GRID(NULL, 20, "A                 #n\n01234…  123456789012\n", { "A", "0123456789" },
               { "#n", "123456789012" });
}

CS_TEST(hints, "a column gives way down to the width its field asks for before others do")
{
    static const double hints[] = { 0, 8 }, share[] = { 0, 0.25 };
    CHECK_GRID(hints, 22, "A             B       \n0123456789ab  0123456…\n", { "A", "0123456789ab" },
               { "B", "0123456789ab" });
    CHECK_GRID(share, 24, "A                 B     \n0123456789abcdef  01234…\n", { "A", "0123456789abcdef" },
               { "B", "0123456789abcdef" });
}

CS_TEST(left_out, "columns for which there is no room go from the right, and a mark says so")
{
    CHECK_GRID(NULL, 16, "A          #n  …\n01234567…   7   \n", { "A", "0123456789" }, { "#n", "7" },
               { "B", "0123456789" });
    CHECK_GRID(NULL, 8, "A      …\n0123…   \n", { "A", "0123456789" }, { "B", "0123456789" });
}

CS_TEST(one_column, "a single column is cut to the terminal")
{
    CHECK_GRID(NULL, 6, "Headi…\n漏水… \n", { "Heading", "漏水维修" });
    CHECK_GRID(NULL, 3, "He…\n漏…\n", { "Heading", "漏水维修" });
}
