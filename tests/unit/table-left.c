/* What a terminal has no room for: the columns are named below the table, once, with the way to them. */
#include "io/sink.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static const struct cs_field fields[] = {
    { "first", CS_TYPE_TIME, 0, "First", "a moment", NULL },
    { "second", CS_TYPE_TIME, 0, "Second", "a moment", NULL },
    { "third", CS_TYPE_TIME, 0, "Third", "a moment", NULL },
    { "fourth", CS_TYPE_TIME, 0, "Fourth", "a moment", NULL },
    { "fifth", CS_TYPE_TIME, 0, "Fifth", "a moment", NULL },
};
static const struct cs_record record = CS_RECORD("moments", "moments", fields);

static char *table(size_t width, size_t rows)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_error err = CS_ERROR_INIT;
    const struct cs_zone *zone = NULL;
    CHECK_INT(cs_zone_find("Asia/Shanghai", &zone, &err), CS_OK);
    struct cs_sink_options options = {
        .format = "table", .zone = zone, .terminal = width > 0, .width = width
    };
    struct cs_sink *sink = NULL;
    CHECK_INT(cs_sink_open(file, &record, &options, &sink, &err), CS_OK);
    for (size_t i = 0; i < rows; i++) {
        struct cs_row row;
        cs_row_init(&row, &record);
        for (size_t f = 0; f < 5; f++)
            row.values[f] = cs_integer(1772690820);
        CHECK_INT(cs_sink_row(sink, &row, &err), CS_OK);
        cs_row_release(&row);
    }
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    fclose(file);
    return text;
}

/* A moment is 16 wide, a gap 2, the mark of columns left out 3: four take 70 and 73 with it, five 88. */
CS_TEST(named, "on 80 columns the fifth is named below the rows")
{
    char *text = table(80, 2);
    const char *said = strstr(text, "not shown: Fifth (--fields, a wider terminal)\n");
    CHECK(said != NULL);
    CHECK(said && said[strlen("not shown: Fifth (--fields, a wider terminal)\n")] == '\0');
    free(text);
    text = table(74, 1);
    CHECK(strstr(text, "not shown: Fifth") != NULL);
    free(text);
}

CS_TEST(silent,
        "nothing is said where all are shown, no row is, nothing is a terminal, or it is too narrow to say")
{
    static const struct {
        size_t width, rows;
    } quiet[] = { { 88, 1 }, { 80, 0 }, { 0, 1 }, { 71, 1 } };
    for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++) {
        char *text = table(quiet[i].width, quiet[i].rows);
        CHECK_THAT(!strstr(text, "not shown"), "%zu columns, %zu rows:\n%s", quiet[i].width, quiet[i].rows,
                   text);
        free(text);
    }
}

/* ---- which go ---- */

static const struct cs_field mixed[] = {
    { "name", CS_TYPE_TEXT, CS_KEY, "Name", "", NULL },
    { "nothing", CS_TYPE_TEXT, 0, "Nothing", "", NULL },
    { "little", CS_TYPE_TEXT, CS_MINOR, "Little", "", NULL },
    { "much", CS_TYPE_TEXT, 0, "Much", "", NULL },
    { "number", CS_TYPE_INT, 0, "Number", "", NULL },
};
static const struct cs_record mixture = CS_RECORD("mixture", "mixture", mixed);

/* A row of 20, nothing, 15, 20 and 6 columns: 61 of text and heading, and gaps of 2. */
static char *mixed_table(size_t width)
{
    char *text = NULL;
    size_t length;
    FILE *file = open_memstream(&text, &length);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_sink_options options = { .format = "table", .terminal = true, .width = width };
    struct cs_sink *sink = NULL;
    struct cs_row row;
    CHECK_INT(cs_sink_open(file, &mixture, &options, &sink, &err), CS_OK);
    cs_row_init(&row, &mixture);
    row.values[0] = cs_text("aaaaaaaaaaaaaaaaaaaa");
    row.values[2] = cs_text("bbbbbbbbbbbbbbb");
    row.values[3] = cs_text("cccccccccccccccccccc");
    row.values[4] = cs_integer(7);
    CHECK_INT(cs_sink_row(sink, &row, &err), CS_OK);
    cs_row_release(&row);
    CHECK_INT(cs_sink_close(sink, &err), CS_OK);
    fclose(file);
    return text;
}

CS_TEST(which,
        "what says nothing goes first, then what says little, before a cell is cut; what stands last, last")
{
    static const struct {
        size_t width;
        const char *headings, *cut;
    } wanted[] = {
        { 76, "Name Nothing Little Much Number", "" }, /* 20 + 7 + 15 + 20 + 6 and four gaps */
        { 75, "Name Little Much Number \xE2\x80\xA6", "" },
        { 70, "Name Little Much Number \xE2\x80\xA6", "" }, /* 61 and three gaps, and the mark */
        { 69, "Name Much Number \xE2\x80\xA6", "" },
        { 53, "Name Much Number \xE2\x80\xA6", "" },
        { 52, "Name Much Number \xE2\x80\xA6", "cut" },
        { 25, "Name Much Number \xE2\x80\xA6", "cut" },
        { 24, "Name Much \xE2\x80\xA6", "cut" },
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        char *text = mixed_table(wanted[i].width), seen[200] = "";
        size_t length = 0;
        for (const char *at = text; *at && *at != '\n'; at++) /* the headings, blanks folded */
            if (*at != ' ' || (length && seen[length - 1] != ' '))
                seen[length++] = *at;
        while (length && seen[length - 1] == ' ')
            length--;
        seen[length] = '\0';
        CHECK_THAT(strcmp(seen, wanted[i].headings) == 0, "%zu columns: %s", wanted[i].width, seen);
        size_t head = strcspn(text, "\n") + 1, row = strcspn(text + head, "\n");
        bool cut = memmem(text + head, row, "\xE2\x80\xA6", 3) != NULL;
        CHECK_THAT(cut == (wanted[i].cut[0] != 0), "%zu columns: %s", wanted[i].width, text);
        free(text);
    }
}
