/* Records: rows, fields by name and heading, defaults and required fields. */
#include "record-help.h"

static const struct cs_choice kinds[] = { { "repair", "Repair", "报修" },
                                          { "complaint", "Complaint", "投诉" },
                                          { NULL, NULL, NULL } };

enum {
    CASE_ID,
    CASE_KIND,
    CASE_PRIORITY,
    CASE_PHONE,
    CASE_OPENED,
    CASE_DUE,
    CASE_BODY,
    CASE_REPORTER,
    CASE_FLAGGED,
    CASE_COUNT,
};

static const struct cs_field fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_DERIVED, .heading = "Case", .also = "工单号" },
    { .name = "kind",
      .type = CS_TYPE_CHOICE,
      .heading = "Kind",
      .choices = kinds,
      .byname = "报修",
      .also = "类型|业务类型|工单类型" },
    { .name = "priority",
      .type = CS_TYPE_INT,
      .heading = "Prio",
      .byname = "3",
      .min = 1,
      .max = 4,
      .also = "优先级|紧急程度|urgency" },
    { .name = "phone",
      .type = CS_TYPE_TEXT,
      .flags = CS_PHONE,
      .heading = "Phone",
      .also = "联系电话|手机|来电号码" },
    { .name = "opened_at",
      .type = CS_TYPE_TIME,
      .heading = "Opened",
      .byname = "2026-03-05 08:00",
      .also = "报修时间|发生时间" },
    { .name = "due_on", .type = CS_TYPE_DATE, .heading = "Due", .byname = "tomorrow", .also = "截止时间" },
    { .name = "body",
      .type = CS_TYPE_TEXT,
      .flags = CS_REQUIRED | CS_LONG,
      .heading = "Text",
      .also = "问题描述|报修内容" },
    { .name = "reporter", .type = CS_TYPE_TEXT, .heading = "Reporter", .also = "报事人|联系人|phone" },
    { .name = "flagged", .type = CS_TYPE_BOOL, .heading = "" },
};

static const struct cs_record record = CS_RECORD("case", "case", fields);

CS_TEST(describes, "a record counts its fields")
{
    CHECK_INT((intmax_t)record.count, CASE_COUNT);
    CHECK_TEXT(record.name, "case");
    CHECK_TEXT(record.title, "case");
}

CS_TEST(finds_names, "fields are found by their exact names")
{
    for (int i = 0; i < CASE_COUNT; i++)
        CHECK_INT(cs_record_find(&record, fields[i].name), i);
    CHECK_INT(cs_record_find(&record, "Kind"), -1);
    CHECK_INT(cs_record_find(&record, "opened-at"), -1);
    CHECK_INT(cs_record_find(&record, "类型"), -1);
    CHECK_INT(cs_record_find(&record, ""), -1);
}

struct heading {
    const char *text;
    int field;
};

CS_TEST(finds_headings, "fields are found by any heading that a person or a CRM writes")
{
    static const struct heading headings[] = {
        { "kind", CASE_KIND },
        { "Kind", CASE_KIND },
        { "KIND", CASE_KIND },
        { "类型", CASE_KIND },
        { "业务类型", CASE_KIND },
        { "工单类型", CASE_KIND },
        { "工单", -1 },
        { "工单号", CASE_ID },
        { "case", CASE_ID },
        { "prio", CASE_PRIORITY },
        { "Priority", CASE_PRIORITY },
        { "URGENCY", CASE_PRIORITY },
        { "优先级", CASE_PRIORITY },
        { "opened_at", CASE_OPENED },
        { "Opened At", CASE_OPENED },
        { "opened-at", CASE_OPENED },
        { "openedat", CASE_OPENED },
        { "  opened at  ", CASE_OPENED },
        { "\xEF\xBB\xBF"
          "kind",
          CASE_KIND },
        { "\xE3\x80\x80类型\xE3\x80\x80", CASE_KIND },
        { "*联系电话", CASE_PHONE },
        { "联系电话 *", CASE_PHONE },
        { "* 手机", CASE_PHONE },
        { "phone", CASE_PHONE },
        { "Phone", CASE_PHONE },
        { "Text", CASE_BODY },
        { "问题描述", CASE_BODY },
        { "联系人", CASE_REPORTER },
        { "flagged", CASE_FLAGGED },
        { "", -1 },
        { " ", -1 },
        { "*", -1 },
        { "-", -1 },
        { "|", -1 },
        { "类型|业务类型", -1 },
        { "unknown", -1 },
        { "kinds", -1 },
        { "kin", -1 },
    };
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        int got = cs_record_find_heading(&record, headings[i].text);
        CHECK_THAT(got == headings[i].field, "\"%s\" is field %d, not %d", headings[i].text, got,
                   headings[i].field);
    }
}

CS_TEST(row_life, "a row begins empty, is emptied and given back")
{
    struct cs_row row;
    cs_row_init(&row, &record);
    CHECK(row.record == &record);
    for (int i = 0; i < CASE_COUNT; i++)
        CHECK_INT(row.values[i].type, CS_NULL);
    row.values[CASE_BODY] = cs_text(cs_arena_strdup(row.arena, "厨房漏水"));
    row.values[CASE_PRIORITY] = cs_integer(2);
    CHECK_TEXT(cs_value_text(&row.values[CASE_BODY]), "厨房漏水");
    cs_row_reset(&row);
    for (int i = 0; i < CASE_COUNT; i++)
        CHECK_INT(row.values[i].type, CS_NULL);
    for (int i = 0; i < 1000; i++) {
        row.values[CASE_BODY] = cs_text(cs_arena_strdup(row.arena, "again and again"));
        cs_row_reset(&row);
    }
    cs_row_release(&row);
    cs_row_release(&row);
    CHECK(row.values == NULL);
}

CS_TEST(defaults, "null fields receive their defaults, others stay")
{
    struct cs_row row;
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    int64_t utc;
    cs_row_init(&row, &record);
    row.values[CASE_BODY] = cs_text("x");
    CHECK_INT(cs_row_finish(&row, &how, &err), CS_OK);
    CHECK_TEXT(cs_value_text(&row.values[CASE_KIND]), "repair");
    CHECK_INT(cs_value_integer(&row.values[CASE_PRIORITY], 0), 3);
    CHECK_INT(row.values[CASE_PHONE].type, CS_NULL);
    CHECK_INT(row.values[CASE_ID].type, CS_NULL);
    CHECK_INT(cs_moment_parse("2026-03-05T08:00:00+08:00", how.zone, false, &utc, &err), CS_OK);
    CHECK_INT(cs_value_integer(&row.values[CASE_OPENED], 0), utc);
    CHECK_INT(cs_moment_parse_relative("tomorrow", how.zone, &utc, &err), CS_OK);
    CHECK_INT(cs_value_integer(&row.values[CASE_DUE], 0), cs_zone_day(how.zone, utc));
    row.values[CASE_PRIORITY] = cs_integer(1);
    CHECK_INT(cs_row_finish(&row, &how, &err), CS_OK);
    CHECK_INT(cs_value_integer(&row.values[CASE_PRIORITY], 0), 1);
    cs_row_release(&row);
}

CS_TEST(required, "the first required field that is empty is named")
{
    struct cs_row row;
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    cs_row_init(&row, &record);
    CHECK_INT(cs_row_finish(&row, &how, &err), CS_REFUSED);
    CHECK_TEXT(err.text, "body: must not be empty");
    CHECK_INT(err.status, CS_REFUSED);
    cs_row_release(&row);
}

CS_TEST(wrong_default, "a default that its own field refuses is named")
{
    static const struct cs_field broken_fields[] = {
        { .name = "level", .type = CS_TYPE_INT, .byname = "high" },
    };
    static const struct cs_record broken = CS_RECORD("broken", "broken", broken_fields);
    struct cs_row row;
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    cs_row_init(&row, &broken);
    CHECK_INT(cs_row_finish(&row, &how, &err), CS_REFUSED);
    CHECK_TEXT(err.text, "level: must be a whole number, not \"high\"");
    cs_row_release(&row);
}

CS_TEST(no_error_wanted, "a caller may do without the sentence")
{
    struct cs_parse how = help_parse(false);
    struct cs_value value = cs_integer(9);
    CHECK_INT(cs_field_parse(&fields[CASE_PRIORITY], &how, "x", 1, &help_arena, &value, NULL), CS_REFUSED);
    CHECK_INT(value.type, CS_NULL);
    CHECK_INT(cs_field_parse(&fields[CASE_KIND], &how, "x", 1, &help_arena, &value, NULL), CS_REFUSED);
    CHECK_INT(cs_field_parse(&fields[CASE_PHONE], &how, "x", 1, &help_arena, &value, NULL), CS_REFUSED);
}
