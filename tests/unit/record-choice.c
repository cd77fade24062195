/* Choices and sets: words in any language, sets in one order, refusals that help. */
#include "record-help.h"

static const struct cs_choice kinds[] = {
    { "repair", "Repair", "报修|维修|保修单" },
    { "complaint", "Complaint", "投诉" },
    { "inquiry", "Inquiry", "咨询|question" },
    { "delivery_issue", "Handover issue", "交付问题" },
    { "praise", NULL, NULL },
    { NULL, NULL, NULL },
};

static const struct cs_choice levels[] = {
    { "1", "Urgent", "特急" },  { "2", "High", "紧急" }, { "3", "Normal", "一般" },
    { "4", "Planned", "计划" }, { NULL, NULL, NULL },
};

static const struct cs_choice flags[] = {
    { "media", "Media", "媒体" },   { "lawyer", "Lawyer", "律师" },       { "group", "Group", "群诉" },
    { "injury", "Injury", "受伤" }, { "12345", "Hotline 12345", "热线" }, { NULL, NULL, NULL },
};

static const struct cs_choice channels[] = {
    { "hotline", "Hotline", "400热线" },
    { "keeper", "Keeper", "管家" },
    { "wechat", "WeChat", "微信" },
    { "app", "App", "APP" },
    { "group_chat", "Group", "业主群" },
    { "visit", "Visit", "来访" },
    { "letter", "Letter", "信函" },
    { "gov12345", "12345", "政府热线" },
    { "gov12315", "12315", NULL },
    { "petition", "Petition", "信访" },
    { "media", "Media", "媒体" },
    { "court", "Court", "法院" },
    { "patrol", "Patrol", "巡检" },
    { "handover", "Handover", "验房" },
    { NULL, NULL, NULL },
};

static const struct cs_choice odd[] = { { "-", "Dash", NULL },
                                        { "none", "None", NULL },
                                        { NULL, NULL, NULL } };

static const struct cs_field kind = { .name = "kind", .type = CS_TYPE_CHOICE, .choices = kinds };
static const struct cs_field level = { .name = "priority", .type = CS_TYPE_CHOICE, .choices = levels };
static const struct cs_field channel = { .name = "channel", .type = CS_TYPE_CHOICE, .choices = channels };
static const struct cs_field set = { .name = "flags", .type = CS_TYPE_SET, .choices = flags };
static const struct cs_field dash = { .name = "dash", .type = CS_TYPE_CHOICE, .choices = odd };

CS_TEST(reads_choices, "a choice is found by code, label or synonym, however it is typed")
{
    static const struct help_cell cells[] = {
        { "repair", "repair" },
        { "Repair", "repair" },
        { "REPAIR", "repair" },
        { " repair ", "repair" },
        { "报修", "repair" },
        { "维修", "repair" },
        { "保修单", "repair" },
        { "投诉", "complaint" },
        { "\xE3\x80\x80投诉\xE3\x80\x80", "complaint" },
        { "Question", "inquiry" },
        { "咨询", "inquiry" },
        { "delivery_issue", "delivery_issue" },
        { "delivery issue", "delivery_issue" },
        { "Delivery-Issue", "delivery_issue" },
        { "DeliveryIssue", "delivery_issue" },
        { "handover issue", "delivery_issue" },
        { "交付问题", "delivery_issue" },
        { "praise", "praise" },
        { "", "(null)" },
        { "  ", "(null)" },
        { "null", "(null)" },
        { "N/A", "(null)" },
        { "-", "(null)" },
    };
    /* Twice: the second time spellings come from memory. */
    CHECK_CELLS(&kind, cells);
    CHECK_CELLS(&kind, cells);
}

CS_TEST(borrows_codes, "the value of a choice is the descriptor's own code")
{
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_value value;
    CHECK_INT(cs_field_parse(&kind, &how, "报修", 6, &help_arena, &value, &err), CS_OK);
    CHECK(value.text == kinds[0].code);
    CHECK_INT((intmax_t)value.length, 6);
}

CS_TEST(refuses_choices, "few choices are listed, of many the nearest is named")
{
    static const struct help_cell few[] = {
        { "repar", "<must be one of repair, complaint, inquiry, delivery_issue, praise, not \"repar\">" },
        { "报", "<must be one of repair, complaint, inquiry, delivery_issue, praise, not \"报\">" },
        { "repair|投诉",
          "<must be one of repair, complaint, inquiry, delivery_issue, praise, not \"repair|投诉\">" },
        { "|", "<must be one of repair, complaint, inquiry, delivery_issue, praise, not \"|\">" },
        { "repairs", "<must be one of repair, complaint, inquiry, delivery_issue, praise, not \"repairs\">" },
    };
    static const struct help_cell four[] = {
        { "urgent", "1" },
        { "特急", "1" },
        { "4", "4" },
        { "5", "<must be one of 1, 2, 3, 4, not \"5\">" },
        { "11", "<must be one of 1, 2, 3, 4, not \"11\">" },
        { "soon", "<must be one of 1, 2, 3, 4, not \"soon\">" },
    };
    static const struct help_cell many[] = {
        { "app", "app" },
        { "App", "app" },
        { "hotlin", "<\"hotlin\" is not known; did you mean \"hotline\"?>" },
        { "handovr", "<\"handovr\" is not known; did you mean \"handover\"?>" },
        { "qqqqqqqq", "<\"qqqqqqqq\" is none of the 14 words this field knows>" },
    };
    CHECK_CELLS(&kind, few);
    CHECK_CELLS(&level, four);
    CHECK_CELLS(&channel, many);
}

CS_TEST(signs_as_choices, "a choice may be called - or none")
{
    static const struct help_cell cells[] = {
        { "-", "-" },
        { "none", "none" },
        { "dash", "-" },
        { "null", "(null)" },
    };
    CHECK_CELLS(&dash, cells);
}

CS_TEST(joints_alone, "a word of joints alone matches no choice")
{
    CHECK(cs_choice_find(kinds, "_", 1) == NULL);
    CHECK(cs_choice_find(kinds, " ", 1) == NULL);
    CHECK(cs_choice_find(kinds, "--", 2) == NULL);
    CHECK(cs_choice_find(odd, "__", 2) == NULL);
    CHECK(cs_choice_find(odd, " ", 1) == NULL);
    CHECK(cs_choice_find(kinds, "", 0) == NULL);
    CHECK(cs_choice_find(NULL, "repair", 6) == NULL);
}

CS_TEST(finds_part_of_text, "the length decides where a word ends")
{
    const struct cs_choice *found = cs_choice_find(kinds, "repairs", 6);
    CHECK(found == &kinds[0]);
    CHECK(cs_choice_find(kinds, "repair", 5) == NULL);
    CHECK(cs_choice_find(kinds, "repair\0x", 8) == NULL);
}

CS_TEST(same_word_two_fields, "the same word may mean different codes in different fields")
{
    for (int i = 0; i < 3; i++) {
        CHECK_TEXT(help_read(&set, "媒体"), "media");
        CHECK_TEXT(help_read(&channel, "媒体"), "media");
        CHECK_TEXT(help_read(&level, "紧急"), "2");
        CHECK_TEXT(help_read(&set, "Group"), "group");
        CHECK_TEXT(help_read(&channel, "Group"), "group_chat");
    }
}

CS_TEST(many_spellings, "spellings beyond what is remembered are still found")
{
    char word[80];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 600; i++) {
            /* joints do not count, so each of these is a spelling of its own */
            snprintf(word, sizeof word, "re%.*spa%.*sir", i % 25, "                         ", i / 25,
                     "                         ");
            const struct cs_choice *found = cs_choice_find(kinds, word, strlen(word));
            CHECK(found == &kinds[0]);
        }
}

CS_TEST(reads_sets, "sets are read with any separator and kept in the choices' order")
{
    static const struct help_cell cells[] = {
        { "media", "media" },
        { "media;lawyer", "media;lawyer" },
        { "lawyer;media", "media;lawyer" },
        { "lawyer,media", "media;lawyer" },
        { "lawyer, media", "media;lawyer" },
        { "律师、媒体", "media;lawyer" },
        { "律师；媒体", "media;lawyer" },
        { "律师，媒体", "media;lawyer" },
        { "律师|媒体", "media;lawyer" },
        { "media;media", "media" },
        { "Media", "media" },
        { "12345;media;injury;group;lawyer", "media;lawyer;group;injury;12345" },
        { ";media;", "media" },
        { ";", "(null)" },
        { ", ,", "(null)" },
        { "", "(null)" },
        { "-", "(null)" },
        { "NULL", "(null)" },
        { " 热线 ", "12345" },
        { "media;press", "<must be one of media, lawyer, group, injury, 12345, not \"press\">" },
        { "media lawyer", "<must be one of media, lawyer, group, injury, 12345, not \"media lawyer\">" },
        { "media;null", "<must be one of media, lawyer, group, injury, 12345, not \"null\">" },
    };
    CHECK_CELLS(&set, cells);
}

CS_TEST(labels, "labels are found by code, an unknown code is its own label")
{
    CHECK_TEXT(cs_choice_label(kinds, "repair"), "Repair");
    CHECK_TEXT(cs_choice_label(kinds, "praise"), "praise");
    CHECK_TEXT(cs_choice_label(kinds, "strange"), "strange");
    CHECK_TEXT(cs_choice_label(NULL, "repair"), "repair");
}
