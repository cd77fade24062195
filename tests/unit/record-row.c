/* Rows, copies of rows, defaults, and every heading of every descriptor in every spelling. */
#include "program/rooms.h"
#include "record-help.h"
#include "record/rows.h"

/* A pseudo-random number below `below`, the same in every run. */
static uint64_t seed = UINT64_C(0x0c0ffee5eed);
static size_t draw(size_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (size_t)(seed % below);
}

/* ------------------------------------------------------------------ headings, by a search of our own */

enum { KEY = 400 };

/* Lower case, without spaces, dashes and underscores. */
static void key_of(char key[KEY], const char *text, size_t length)
{
    size_t used = 0;
    for (size_t i = 0; i < length && used + 1 < KEY; i++) {
        char byte = text[i];
        if (byte != ' ' && byte != '-' && byte != '_')
            key[used++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    key[used] = '\0';
}

static bool same_key(const char *ours, size_t length, const char *key)
{
    char mine[KEY];
    key_of(mine, ours, length);
    return mine[0] && strcmp(mine, key) == 0;
}

static bool among(const char *list, const char *key)
{
    while (list && *list) {
        size_t length = strcspn(list, "|");
        if (same_key(list, length, key))
            return true;
        list += length + (list[length] == '|');
    }
    return false;
}

/* The field that a heading means: names first, then headings, then synonyms. */
static int expected(const struct cs_record *record, const char *heading)
{
    char key[KEY];
    key_of(key, heading, strlen(heading));
    for (int tier = 0; tier < 3; tier++)
        for (size_t i = 0; i < record->count; i++) {
            const struct cs_field *field = &record->fields[i];
            if ((tier == 0 && same_key(field->name, strlen(field->name), key)) ||
                (tier == 1 && same_key(field->heading, strlen(field->heading), key)) ||
                (tier == 2 && among(field->also, key)))
                return (int)i;
        }
    return -1;
}

/* Writes the text with random case, and joints doubled, exchanged, left out or put in. */
static void vary(char *out, const char *text, size_t length)
{
    static const char joints[] = " -_";
    size_t used = 0;
    for (size_t i = 0; i < length && used + 8 < KEY; i++) {
        char byte = text[i];
        bool joint = byte == ' ' || byte == '-' || byte == '_';
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        if (letter && draw(2))
            byte ^= 0x20;
        if (letter && draw(6) == 0)
            out[used++] = joints[draw(3)];
        for (size_t times = joint ? draw(3) : 0; times > 0; times--)
            out[used++] = joints[draw(3)];
        if (!joint)
            out[used++] = byte;
    }
    out[used] = '\0';
}

/* One spelling as it stands and in twenty variations, all of which mean the same field. */
static void check_spelling(const struct cs_record *record, const char *text, size_t length)
{
    char plain[KEY], varied[KEY], marked[KEY + 40];
    snprintf(plain, sizeof plain, "%.*s", (int)length, text);
    int want = expected(record, plain);
    CHECK_THAT(want >= 0, "%s: \"%s\"", record->name, plain);
    CHECK_THAT(cs_record_find_heading(record, plain) == want, "%s: \"%s\"", record->name, plain);
    for (int i = 0; i < 20; i++) {
        vary(varied, text, length);
        int got = cs_record_find_heading(record, varied);
        CHECK_THAT(got == want, "%s: \"%s\" for \"%s\" is %d, not %d", record->name, varied, plain, got,
                   want);
    }
    static const char *const around[][2] = {
        { " ", " " },
        { "\t", "\r\n" },
        { "*", "" },
        { "", "*" },
        { "**", " " },
        { " * ", "" },
        { "\xEF\xBB\xBF", "" },
        { "\xE3\x80\x80", "\xC2\xA0" },
        { "", " ** " },
    };
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
        snprintf(marked, sizeof marked, "%s%s%s", around[i][0], plain, around[i][1]);
        CHECK_THAT(cs_record_find_heading(record, marked) == want, "%s: \"%s\"", record->name, marked);
    }
}

CS_TEST(every_heading,
        "every field of every record is found by its name, heading and synonyms, however written")
{
    int spellings = 0;
    for (const struct cs_record *const *record = cs_all_records; *record; record++)
        for (size_t i = 0; i < (*record)->count; i++) {
            const struct cs_field *field = &(*record)->fields[i];
            CHECK_INT(expected(*record, field->name), i);
            check_spelling(*record, field->name, strlen(field->name));
            check_spelling(*record, field->heading, strlen(field->heading));
            spellings += 2;
            for (const char *word = field->also; word && *word; spellings++) {
                size_t length = strcspn(word, "|");
                check_spelling(*record, word, length);
                word += length + (word[length] == '|');
            }
        }
    CHECK_THAT(spellings > 500, "only %d spellings", spellings);
}

CS_TEST(near_headings,
        "a heading with a letter more, less or changed means what the descriptors say, often nothing")
{
    int found = 0, lost = 0;
    for (const struct cs_record *const *record = cs_all_records; *record; record++)
        for (size_t i = 0; i < (*record)->count; i++)
            for (int turn = 0; turn < 12; turn++) {
                char text[KEY];
                int length = snprintf(text, sizeof text - 2, "%s", (*record)->fields[i].name);
                size_t at = draw((size_t)length);
                if (turn % 3 == 0)
                    memmove(text + at, text + at + 1, (size_t)length - at);
                else if (turn % 3 == 1)
                    text[at] = (char)('a' + draw(26));
                else
                    snprintf(text + length, 2, "%c", (char)('a' + draw(26)));
                int want = expected(*record, text), got = cs_record_find_heading(*record, text);
                CHECK_THAT(got == want, "%s: \"%s\" is %d, not %d", (*record)->name, text, got, want);
                found += want >= 0;
                lost += want < 0;
            }
    CHECK_THAT(found > 50 && lost > 1000, "%d found, %d lost", found, lost);
}

CS_TEST(no_headings, "joints, stars and blanks alone are no heading")
{
    static const char *const texts[] = { "",  " ",  "-",   "_",      " - _ ",
                                         "*", "**", " * ", "\t\r\n", "\xE3\x80\x80" };
    for (const struct cs_record *const *record = cs_all_records; *record; record++)
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            CHECK_THAT(cs_record_find_heading(*record, texts[i]) == -1, "%s: \"%s\"", (*record)->name,
                       texts[i]);
}

CS_TEST(exact_names, "an exact name has one spelling: no capitals, no dashes, no synonym")
{
    for (const struct cs_record *const *record = cs_all_records; *record; record++)
        for (size_t i = 0; i < (*record)->count; i++) {
            char name[KEY];
            int length = snprintf(name, sizeof name, "%s", (*record)->fields[i].name);
            CHECK_INT(cs_record_find(*record, name), i);
            name[0] = (char)(name[0] - 32);
            CHECK_INT(cs_record_find(*record, name), -1);
            name[0] = (char)(name[0] + 32);
            snprintf(name + length, 2, " ");
            CHECK_INT(cs_record_find(*record, name), -1);
            snprintf(name, sizeof name, "-%s", (*record)->fields[i].name);
            CHECK_INT(cs_record_find(*record, name), -1);
        }
}

/* ------------------------------------------------------------------ rows */

static const struct cs_choice kinds[] = { { "repair", "Repair", "报修" },
                                          { "complaint", "Complaint", "投诉" },
                                          { NULL, NULL, NULL } };
enum { ROW_ID, ROW_KIND, ROW_TEXT, ROW_COST, ROW_SHARE, ROW_OPENED, ROW_DUE, ROW_LATE, ROW_COUNT };
static const struct cs_field row_fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .heading = "Id", .flags = CS_REQUIRED },
    { .name = "kind", .type = CS_TYPE_CHOICE, .heading = "Kind", .choices = kinds, .byname = "投诉" },
    { .name = "text", .type = CS_TYPE_TEXT, .heading = "Text", .flags = CS_REQUIRED },
    { .name = "cost", .type = CS_TYPE_MONEY, .heading = "Cost", .byname = "12.30" },
    { .name = "share", .type = CS_TYPE_REAL, .heading = "Share", .byname = "0.25", .flags = CS_REQUIRED },
    { .name = "opened_at", .type = CS_TYPE_TIME, .heading = "Opened", .byname = "2026-03-05T08:00" },
    { .name = "due_on", .type = CS_TYPE_DATE, .heading = "Due", .byname = "2026-03-31" },
    { .name = "late", .type = CS_TYPE_BOOL, .heading = "Late" },
};
static const struct cs_record row_record = CS_RECORD("row", "row", row_fields);

CS_TEST(finishes, "every choice of fields left empty is filled with its defaults, or the first gap is named")
{
    for (unsigned given = 0; given < 1U << ROW_COUNT; given++) {
        struct cs_parse how = help_parse(false);
        struct cs_error err = CS_ERROR_INIT;
        struct cs_row row;
        cs_row_init(&row, &row_record);
        for (unsigned i = 0; i < ROW_COUNT; i++)
            if (given >> i & 1)
                row.values[i] = i == ROW_TEXT || i == ROW_KIND ? cs_text("repair") : cs_integer(7);
        const char *gap = !(given >> ROW_ID & 1)     ? "id: must not be empty"
                          : !(given >> ROW_TEXT & 1) ? "text: must not be empty"
                                                     : NULL;
        enum cs_status status = cs_row_finish(&row, &how, &err);
        CHECK_INT(status, gap ? CS_REFUSED : CS_OK);
        CHECK_TEXT(err.text, gap ? gap : "");
        if (!gap) {
            bool own = given >> ROW_KIND & 1;
            CHECK_TEXT(cs_value_text(&row.values[ROW_KIND]), own ? "repair" : "complaint");
            CHECK_INT(cs_value_integer(&row.values[ROW_COST], -1), given >> ROW_COST & 1 ? 7 : 1230);
            CHECK_INT(row.values[ROW_SHARE].type, given >> ROW_SHARE & 1 ? CS_INTEGER : CS_REAL);
            CHECK_INT(cs_value_integer(&row.values[ROW_OPENED], -1),
                      given >> ROW_OPENED & 1 ? 7 : INT64_C(1772668800));
            CHECK_INT(cs_value_integer(&row.values[ROW_DUE], -1), given >> ROW_DUE & 1 ? 7 : 20543);
            CHECK_INT(row.values[ROW_LATE].type, given >> ROW_LATE & 1 ? CS_INTEGER : CS_NULL);
        }
        cs_row_release(&row);
    }
}

/* A value that can be told again from its number alone. */
static struct cs_value value_of(struct cs_arena *arena, unsigned number)
{
    switch (number % 5) {
    case 0:
        return cs_null();
    case 1:
        return cs_integer((int64_t)number * 1000003 - 500);
    case 2:
        return cs_real(number / 8.0);
    case 3:
        return cs_blob(cs_arena_printf(arena, "%u", number), 5);
    default:
        return cs_text(cs_arena_printf(arena, "text %u 工单", number));
    }
}

CS_TEST(keeps_rows, "rows that are kept outlive the one row that they were copied from")
{
    enum { ROWS = 1200 };
    struct cs_arena arena = CS_ARENA_INIT, again = CS_ARENA_INIT;
    struct cs_rows rows = { .arena = &arena };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_row row;
    cs_row_init(&row, &row_record);
    for (unsigned i = 0; i < ROWS; i++) {
        cs_row_reset(&row);
        for (unsigned field = 0; field < ROW_COUNT; field++)
            row.values[field] = value_of(row.arena, i * 13 + field * 7 + 10000);
        CHECK_INT(cs_rows_keep(&rows, &row, &err), CS_OK);
    }
    cs_row_release(&row);
    CHECK_INT(rows.count, ROWS);
    for (unsigned i = 0; i < ROWS; i++) {
        CHECK(rows.items[i].record == &row_record);
        for (unsigned field = 0; field < ROW_COUNT; field++) {
            struct cs_value want = value_of(&again, i * 13 + field * 7 + 10000);
            const struct cs_value *got = &rows.items[i].values[field];
            CHECK_THAT(cs_value_equal(got, &want), "row %u, field %u", i, field);
            CHECK_THAT(got->type != CS_TEXT || got->text[got->length] == '\0', "row %u, field %u", i, field);
        }
    }
    cs_rows_release(&rows);
    CHECK_INT(rows.count, 0);
    CHECK(rows.arena == &arena);
    cs_arena_release(&arena);
    cs_arena_release(&again);
}
