/*
 * Headings as people and templates write them, for every field of every record: what is told apart, how sure
 * it is, and that dress never turns one field into another.
 */
#include "program/rooms.h"
#include "record-help.h"

static const struct cs_choice flags[] = { { "media", N_("Media"), "媒体|媒体曝光" },
                                          { "group", N_("Group complaint"), "群诉" },
                                          { NULL, NULL, NULL } };
static const struct cs_field fields[] = {
    { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("name"), "姓名|称呼|customer name" },
    { "flags", CS_TYPE_SET, 0, N_("Flags"), N_("flags"), "标记", flags },
    { "seen", CS_TYPE_SET, CS_DERIVED, N_("Seen"), N_("seen"), NULL, flags },
    { "cost", CS_TYPE_MONEY, 0, N_("Cost"), N_("cost"), "费用|金额" },
    { "opened_at", CS_TYPE_TIME, 0, N_("Opened"), N_("opened"), "报修时间|发生时间" },
};
static const struct cs_record record = CS_RECORD("thing", "thing", fields);

struct reading {
    const char *heading;
    int field, rank, member;
};

static void check_reading(const struct reading *want)
{
    struct cs_heading got;
    bool known = cs_record_read_heading(&record, want->heading, &got);
    CHECK_THAT(known == (want->field >= 0), "\"%s\" is %s", want->heading, known ? "known" : "not known");
    CHECK_THAT(got.field == want->field && got.member == want->member, "\"%s\" is %d member %d",
               want->heading, got.field, got.member);
    CHECK_THAT(!known || got.rank == want->rank, "\"%s\" ranks %d, not %d", want->heading, got.rank,
               want->rank);
    CHECK_INT(cs_record_find_heading(&record, want->heading), want->field);
}

enum { NAME = CS_RANK_NAME, HEADING = CS_RANK_HEADING, WORD = CS_RANK_SYNONYM };

CS_TEST(ranks, "the field's own name comes before its heading, and words in their order")
{
    static const struct reading readings[] = {
        { "name", 0, NAME, -1 },
        { "NAME", 0, NAME, -1 },
        { "姓名", 0, WORD, -1 },
        { "称呼", 0, WORD + 1, -1 },
        { "Customer_Name", 0, WORD + 2, -1 },
        { "opened at", 4, NAME, -1 },
        { "Opened", 4, HEADING, -1 },
        { "发生时间", 4, WORD + 1, -1 },
        { "cost", 3, NAME, -1 },
        { "金额", 3, WORD + 1, -1 },
        { "name2", -1, 0, -1 },
        { "", -1, 0, -1 },
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}

CS_TEST(dress, "dress does not change how a heading is read, its rank neither")
{
    static const struct reading readings[] = {
        { "*姓名", 0, WORD, -1 },
        { "姓名：", 0, WORD, -1 },
        { "姓名:", 0, WORD, -1 },
        { "（必填）姓名", 0, WORD, -1 },
        { "姓名(选填)", 0, WORD, -1 },
        { "【必填项】称呼*", 0, WORD + 1, -1 },
        { "费用（元）", 3, WORD, -1 },
        { "金额[RMB]", 3, WORD + 1, -1 },
        { "报修\n时间", 4, WORD, -1 },
        { "报 修 时 间", 4, WORD, -1 },
        { "报修时间（如：2026-01-05）", 4, WORD, -1 },
        { "ｎａｍｅ", 0, NAME, -1 },
        { "Name (required)", 0, NAME, -1 },
        { "(optional) Opened", 4, HEADING, -1 },
        { "姓名（）", 0, WORD, -1 },
        { "*（必填）*姓名*：*", 0, WORD, -1 },
        /* what the remark says changes the meaning, or there is nothing but dress */
        { "费用（万元）", -1, 0, -1 },
        { "姓名（配偶）", -1, 0, -1 },
        { "（必填）", -1, 0, -1 },
        { "：", -1, 0, -1 },
        { "姓名（必填", -1, 0, -1 },
        { "姓（必填）名", -1, 0, -1 },
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}

CS_TEST(members, "是否 before a word of a set that is taken in asks for that member")
{
    static const struct reading readings[] = {
        { "是否群诉", 1, WORD, 1 }, { "是否媒体曝光（是/否）", 1, WORD, 0 },
        { "有无群诉", 1, WORD, 1 }, { "is_media", 1, WORD, 0 },
        { "Is Group", 1, WORD, 1 }, { "isGroup", 1, WORD, 1 },
        { "HasMedia", 1, WORD, 0 }, { "*是否 群诉", 1, WORD, 1 },
        { "是否", -1, 0, -1 },      { "是否超期", -1, 0, -1 },
        { "群诉", -1, 0, -1 },      { "isgroup", -1, 0, -1 },
        { "island", -1, 0, -1 },    { "is", -1, 0, -1 },
        { "标记", 1, WORD, -1 },
    };
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check_reading(&readings[i]);
}

/* Every spelling of every record, dressed: the same field at the same rank. */
static void check_dressed(const struct cs_record *of, const char *word, size_t length)
{
    static const char *const dresses[][2] = { { "*", "" },          { "", "（必填）" }, { "[选填]", "" },
                                              { " ", "：" },        { "", "(1-5)" },    { "　", "　" },
                                              { "", "\n" },         { "＊", "" },       { "（必填）", ":" },
                                              { "", "（格式：1）" } };
    struct cs_heading plain, dressed;
    char text[300];
    snprintf(text, sizeof text, "%.*s", (int)length, word);
    CHECK_THAT(cs_record_read_heading(of, text, &plain), "%s: \"%s\"", of->name, text);
    for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
        snprintf(text, sizeof text, "%s%.*s%s", dresses[i][0], (int)length, word, dresses[i][1]);
        bool known = cs_record_read_heading(of, text, &dressed);
        CHECK_THAT(known && dressed.field == plain.field && dressed.rank == plain.rank,
                   "%s: \"%s\" is %d, not %d", of->name, text, known ? dressed.field : -1, plain.field);
    }
}

CS_TEST(everywhere, "every name, heading and word of every record is read in every dress")
{
    int words = 0;
    for (const struct cs_record *const *of = cs_all_records; *of; of++)
        for (size_t i = 0; i < (*of)->count; i++) {
            const struct cs_field *field = &(*of)->fields[i];
            check_dressed(*of, field->name, strlen(field->name));
            check_dressed(*of, field->heading, strlen(field->heading));
            for (const char *word = field->also; word && *word; words++) {
                size_t length = strcspn(word, "|");
                check_dressed(*of, word, length);
                word += length + (word[length] == '|');
            }
        }
    CHECK_THAT(words > 400, "only %d words", words);
}

CS_TEST(alone, "words that stand for a whole are words of their field, and what they are beside is a field")
{
    for (const struct cs_record *const *of = cs_all_records; *of; of++)
        for (size_t i = 0; i < (*of)->count; i++) {
            const struct cs_field *field = &(*of)->fields[i];
            CHECK_THAT(!field->alone == !field->beside, "%s.%s", (*of)->name, field->name);
            CHECK_THAT(!field->beside || cs_record_find(*of, field->beside) >= 0, "%s.%s: %s", (*of)->name,
                       field->name, field->beside);
            for (const char *word = field->alone; word && *word;) {
                char text[100];
                size_t length = strcspn(word, "|");
                snprintf(text, sizeof text, "%.*s", (int)length, word);
                CHECK_THAT(cs_record_find_heading(*of, text) == (int)i, "%s.%s: %s", (*of)->name, field->name,
                           text);
                word += length + (word[length] == '|');
            }
        }
}
