/* The fast path of CSV by itself: what it takes, what it leaves to libcsv, and when it asks for more. */
#include "io/csv-split.h"
#include "base/buffer.h"
#include "unit.h"

/* The cells of the record split last, parted by |. */
static const char *cells_of(const struct cs_csv_split *split)
{
    static struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_reset(&text);
    for (size_t i = 0; i < split->count; i++) {
        cs_buffer_text(&text, i ? "|" : "");
        cs_buffer_add(&text, split->cells[i].text, split->cells[i].length);
        CHECK_INT(strlen(split->cells[i].text), split->cells[i].length);
    }
    return text.text;
}

CS_TEST(taken, "well-formed records are split, and take their line end with them")
{
    static const struct {
        const char *text;
        ssize_t taken;
        size_t length;
        const char *cells;
    } records[] = {
        { "a,b\nc", 4, 3, "a|b" },
        { "a,b\r\nc", 5, 3, "a|b" },
        { ",\n", 2, 1, "|" },
        { ",,,\n", 4, 3, "|||" },
        { "a\n", 2, 1, "a" },
        { "0123456789,0123456789abcdef,x\n", 30, 29, "0123456789|0123456789abcdef|x" },
        { "01234567,01234567\n", 18, 17, "01234567|01234567" },
        { "\"a\",b\n", 6, 5, "a|b" },
        { "\"a\"\n", 4, 3, "a" },
        { "\"\",\"\"\n", 6, 5, "|" },
        { "\"a,b\",\"c\nd\"\ne", 12, 11, "a,b|c\nd" },
        { "\"a\"\"b\"\r\n", 8, 6, "a\"b" },
        { "\"\"\"\"\n", 5, 4, "\"" },
        { "\"\"\"a\"\"\",b\n", 10, 9, "\"a\"|b" },
        { "x,\"y\"\n", 6, 5, "x|y" },
        { "\xE4\xB8\xAD,\xFF\n", 6, 5, "\xE4\xB8\xAD|\xFF" },
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct cs_csv_split split = { .delimiter = ',' };
        CHECK_INT(cs_csv_split(&split, records[i].text, strlen(records[i].text)), records[i].taken);
        CHECK_INT(split.length, records[i].length);
        CHECK_TEXT(cells_of(&split), records[i].cells);
        cs_csv_split_release(&split);
    }
}

CS_TEST(last, "at the end of the input a record needs no line end")
{
    static const char *const records[][2] = {
        { "a,b", "a|b" },         { "a,", "a|" },     { "\"a\"", "a" },
        { "\"a\",\"b\"", "a|b" }, { "a,b\r", "a|b" }, { "\"a\"\r", "a" }
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct cs_csv_split split = { .delimiter = ',', .last = true };
        CHECK_INT(cs_csv_split(&split, records[i][0], strlen(records[i][0])), strlen(records[i][0]));
        CHECK_TEXT(cells_of(&split), records[i][1]);
        cs_csv_split_release(&split);
    }
}

CS_TEST(more, "while more may come a record without its end is left for later")
{
    static const char *const records[] = { "a,b",     "a,",     "\"a",     "\"a\"", "\"a\",b",
                                           "\"a\"\"", "\"a\nb", "\"a\"\r", "a" };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct cs_csv_split split = { .delimiter = ',' };
        CHECK_THAT(cs_csv_split(&split, records[i], strlen(records[i])) == CS_SPLIT_MORE, "%s", records[i]);
        cs_csv_split_release(&split);
    }
}

CS_TEST(odd, "what is odd is left to libcsv")
{
    static const char *const records[] = { "a\"b,c\n",   "\"a\"b\n", "\"a\" ,b\n", "a\rb\n",
                                           "\"a\"\rb\n", " \"a\"\n", "a,b\"\n" };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        struct cs_csv_split split = { .delimiter = ',' };
        CHECK_THAT(cs_csv_split(&split, records[i], strlen(records[i])) == CS_SPLIT_ODD, "%s", records[i]);
        cs_csv_split_release(&split);
    }
    struct cs_csv_split split = { .delimiter = ',', .last = true };
    CHECK_INT(cs_csv_split(&split, "\"open\nx", 7), CS_SPLIT_ODD);
    cs_csv_split_release(&split);
}

CS_TEST(delimiters, "any byte may part fields, at any place in a word of eight")
{
    static const char delimiters[] = ",;\t|:~\x01";
    for (size_t d = 0; d < sizeof delimiters - 1; d++)
        for (size_t at = 0; at < 20; at++) {
            char text[32];
            memset(text, 'x', sizeof text);
            text[at] = delimiters[d];
            text[20] = '\n';
            struct cs_csv_split split = { .delimiter = delimiters[d] };
            CHECK_INT(cs_csv_split(&split, text, 21), 21);
            CHECK_INT(split.count, 2);
            CHECK_INT(split.cells[0].length, at);
            CHECK_INT(split.cells[1].length, 19 - at);
            cs_csv_split_release(&split);
        }
}

CS_TEST(wide, "a record of thousands of cells is split whole")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    for (int i = 0; i < 5000; i++)
        cs_buffer_printf(&text, "%s%d", i ? "," : "", i);
    cs_buffer_char(&text, '\n');
    struct cs_csv_split split = { .delimiter = ',' };
    CHECK_INT(cs_csv_split(&split, text.text, text.length), text.length);
    CHECK_INT(split.count, 5000);
    for (int i = 0; i < 5000; i++)
        CHECK_INT(atoi(split.cells[i].text), i);
    cs_csv_split_release(&split);
    cs_buffer_release(&text);
}
