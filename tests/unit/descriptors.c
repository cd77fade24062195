/*
 * The descriptors of all rooms: names, headings, choices and defaults that fit each other, found again by
 * whatever a person may call them, and said in Chinese as files say it.
 */
#include "program/rooms.h"
#include "record-help.h"

#include <ctype.h>
#include <locale.h>

/* ------------------------------------------------------------------ fields */

static bool is_name(const char *text)
{
    return islower((unsigned char)text[0]) &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

#define FOR_EACH_FIELD(record, field)                                                                        \
    for (const struct cs_record *const *record = cs_all_records; *record; record++)                          \
        for (const struct cs_field *field = (*record)->fields; field < (*record)->fields + (*record)->count; \
             field++)

CS_TEST(names, "each field has a name of its own, a heading and a phrase of help")
{
    FOR_EACH_FIELD(record, field)
    {
        const char *of = (*record)->name;
        CHECK_THAT(field->name && is_name(field->name), "%s: the name of field %zu", of,
                   field - (*record)->fields);
        CHECK_THAT(field->heading && field->heading[0], "%s.%s has no heading", of, field->name);
        CHECK_THAT(field->help && field->help[0], "%s.%s has no help", of, field->name);
        CHECK_THAT(cs_record_find(*record, field->name) == field - (*record)->fields, "%s.%s stands twice",
                   of, field->name);
    }
}

CS_TEST(titles, "records have names of their own and titles")
{
    for (const struct cs_record *const *record = cs_all_records; *record; record++) {
        CHECK_THAT(is_name((*record)->name), "%s", (*record)->name);
        CHECK_THAT((*record)->title && (*record)->title[0], "%s has no title", (*record)->name);
        for (const struct cs_record *const *other = cs_all_records; other != record; other++)
            CHECK_THAT(strcmp((*other)->name, (*record)->name) != 0, "%s stands twice", (*record)->name);
    }
}

CS_TEST(typed, "words are given where they are needed, and nowhere else; ranges run forward")
{
    FOR_EACH_FIELD(record, field)
    {
        bool worded = field->type == CS_TYPE_CHOICE || field->type == CS_TYPE_SET;
        bool text = field->type == CS_TYPE_TEXT || (field->type == CS_TYPE_JSON && field->flags & CS_NUMBERS);
        CHECK_THAT(!worded || field->choices, "%s.%s has no choices", (*record)->name, field->name);
        CHECK_THAT(worded || field->type == CS_TYPE_INT || field->type == CS_TYPE_TEXT || !field->choices,
                   "%s.%s has choices but is of another type", (*record)->name, field->name);
        CHECK_THAT(!(field->flags & CS_MASKED) || text, "%s.%s is masked but no text", (*record)->name,
                   field->name);
        CHECK_THAT(!text || field->min <= field->max || field->max == 0, "%s.%s: its length", (*record)->name,
                   field->name);
    }
}

CS_TEST(defaults, "a default is a value that the field takes")
{
    FOR_EACH_FIELD(record, field)
    if (field->byname)
        CHECK_THAT(help_read(field, field->byname)[0] != '<', "%s.%s: its default: %s", (*record)->name,
                   field->name, help_read(field, field->byname));
}

/* A word of "a|b|c" after another; NULL at the end. */
static const char *next_word(const char **list)
{
    static char word[256];
    if (!*list || !**list)
        return NULL;
    size_t length = strcspn(*list, "|");
    snprintf(word, sizeof word, "%.*s", (int)length, *list);
    *list += length + ((*list)[length] == '|');
    return word;
}

CS_TEST(headings, "a field is found by its name, its heading and each of its other headings")
{
    FOR_EACH_FIELD(record, field)
    {
        int index = (int)(field - (*record)->fields);
        const char *list = field->also, *word;
        CHECK_THAT(cs_record_find_heading(*record, field->name) == index, "%s: the name %s", (*record)->name,
                   field->name);
        CHECK_THAT(cs_record_find_heading(*record, field->heading) == index,
                   "%s.%s: its heading %s leads to %s", (*record)->name, field->name, field->heading,
                   (*record)->fields[cs_record_find_heading(*record, field->heading)].name);
        while ((word = next_word(&list)))
            CHECK_THAT(cs_record_find_heading(*record, word) == index, "%s.%s: %s leads elsewhere",
                       (*record)->name, field->name, word);
    }
}

/* ------------------------------------------------------------------ choices */

static void check_choice(const char *of, const struct cs_field *field, const struct cs_choice *choice)
{
    const char *list = choice->also, *word;
    CHECK_THAT(choice->label && choice->label[0], "%s.%s: %s has no label", of, field->name, choice->code);
    CHECK_THAT(cs_choice_find(field->choices, choice->code, strlen(choice->code)) == choice,
               "%s.%s: %s stands twice", of, field->name, choice->code);
    CHECK_THAT(!choice->label ||
                   cs_choice_find(field->choices, choice->label, strlen(choice->label)) == choice,
               "%s.%s.%s: its label means another", of, field->name, choice->code);
    while ((word = next_word(&list)))
        CHECK_THAT(cs_choice_find(field->choices, word, strlen(word)) == choice, "%s.%s.%s: %s means another",
                   of, field->name, choice->code, word);
}

CS_TEST(choices, "a choice is found by its code, its label and each of its other spellings")
{
    FOR_EACH_FIELD(record, field)
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++)
        check_choice((*record)->name, field, choice);
}

CS_TEST(numbers, "the choices of a number are numbers inside its range")
{
    FOR_EACH_FIELD(record, field)
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++) {
        char *end;
        long long number = strtoll(choice->code, &end, 10);
        if (field->type == CS_TYPE_INT)
            CHECK_THAT(!*end && number >= field->min && number <= field->max, "%s.%s: %s", (*record)->name,
                       field->name, choice->code);
    }
}

/* ------------------------------------------------------------------ in Chinese */

/* Turns the process to Chinese; false where the catalogue is not built. Small images have no locale but
 * C.UTF-8, where LANGUAGE still counts. */
static bool speak_chinese(void)
{
    const char *build = getenv("CS_BUILD");
    char *path = cs_unit_path("build/locale");
    struct cs_buffer folder = CS_BUFFER_INIT;
    cs_buffer_printf(&folder, "%s%s", build ? build : path, build ? "/locale" : "");
    setenv("LANGUAGE", "zh_CN", 1);
    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("cs-tools", folder.text);
    bind_textdomain_codeset("cs-tools", "UTF-8");
    textdomain("cs-tools");
    cs_buffer_release(&folder);
    free(path);
    return strcmp(cs_translate("Id"), "Id") != 0;
}

/* The first of the other spellings, where it is Chinese; "" else. */
static const char *chinese_word(const char *also)
{
    const char *word = next_word(&also);
    return word && (unsigned char)word[0] >= 0xE3 ? word : "";
}

CS_TEST(chinese_headings, "the Chinese heading of a table is the first that files may have")
{
    if (!speak_chinese()) {
        puts("# skipped: no Chinese catalogue is built");
        return;
    }
    FOR_EACH_FIELD(record, field)
    {
        const char *word = chinese_word(field->also), *shown = cs_translate(field->heading);
        CHECK_THAT(!*word || strcmp(shown, word) == 0, "%s.%s: \"%s\" is %s, not %s", (*record)->name,
                   field->name, field->heading, shown, word);
        CHECK_THAT(cs_record_find_heading(*record, shown) == field - (*record)->fields,
                   "%s.%s: %s leads elsewhere", (*record)->name, field->name, shown);
    }
}

CS_TEST(chinese_labels, "the Chinese label of a choice is the first that files may have")
{
    if (!speak_chinese()) {
        puts("# skipped: no Chinese catalogue is built");
        return;
    }
    FOR_EACH_FIELD(record, field)
    for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++) {
        const char *word = chinese_word(choice->also), *shown = cs_translate(choice->label);
        CHECK_THAT(!*word || strcmp(shown, word) == 0, "%s.%s.%s: \"%s\" is %s, not %s", (*record)->name,
                   field->name, choice->code, choice->label, shown, word);
        CHECK_THAT(cs_choice_find(field->choices, shown, strlen(shown)) == choice,
                   "%s.%s.%s: %s means another", (*record)->name, field->name, choice->code, shown);
    }
}
