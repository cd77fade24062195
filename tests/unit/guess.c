/* Drafts of mappings: what headings and values lead to, what is said of it, and that a draft is a mapping. */
#include "io/guess.h"
#include "io-kit.h"
#include "io/cell.h"
#include "io/mapping.h"
#include "ticket/ticket-record.h"

/* The draft of a text; the caller frees it. */
static char *draft_of(const char *text, bool whole)
{
    struct cs_error err = CS_ERROR_INIT;
    struct cs_buffer draft = CS_BUFFER_INIT;
    const struct cs_guess_options options = { .record = &cs_ticket_record,
                                              .zone = kit_zone(),
                                              .zone_name = "Asia/Shanghai",
                                              .name = "in.csv",
                                              .command = "cs-ticket import",
                                              .whole = whole };
    struct cs_source *source = kit_open(text, strlen(text), NULL, &err);
    if (!source || cs_guess_mapping(source, &options, &draft, &err))
        CHECK_TEXT(err.text, "");
    cs_source_close(source);
    return cs_buffer_detach(&draft);
}

/* One blank for many, so that only words are compared. */
static void squeeze(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (from[0] != ' ' || from[1] != ' ')
            *to++ = *from;
    *to = '\0';
}

/* A draft has these lines (up to their comments), is read as a mapping, and lacks those. */
static void check_draft(const char *text, const char *const *lines, const char *const *absent)
{
    char *draft = draft_of(text, true);
    struct cs_mapping *mapping = NULL;
    struct cs_error err = CS_ERROR_INIT;
    squeeze(draft);
    for (; *lines; lines++)
        CHECK_THAT(strstr(draft, *lines), "no line \"%s\" in\n%.1500s", *lines, draft);
    for (; absent && *absent; absent++)
        CHECK_THAT(!strstr(draft, *absent), "\"%s\" stands in\n%s", *absent, draft);
    cs_mapping_read("draft", draft, strlen(draft), &cs_ticket_record, &mapping, &err);
    CHECK_TEXT(err.text, "");
    cs_mapping_free(mapping);
    free(draft);
}

#define LINES(...)                                                                                           \
    (const char *const[])                                                                                    \
    {                                                                                                        \
        __VA_ARGS__, NULL                                                                                    \
    }

CS_TEST(english, "English headings lead to fields by known words, looser words and some words")
{
    check_draft("Case Number,Case Owner,Date/Time Opened,Contact Name,Contact Phone,Case Origin,Type\n"
                "00001,Anna,2026-01-05 10:00,Ben,13800000001,Phone,Question\n"
                "00002,Anna,2026-01-06 10:00,Cy,13800000002,Web,Problem\n",
                LINES("[column \"Case Number\"] to = external_id # sure: this heading is known\n",
                      "[column \"Case Owner\"] to = assignee # likely: it reads like \"case owner\"\n",
                      "[column \"Date/Time Opened\"] to = occurred_at",
                      "[column \"Contact Name\"] to = reporter # likely: it reads like \"contact name\"\n",
                      "[column \"Contact Phone\"] to = phone # a guess: its heading holds \"phone\"\n",
                      "[column \"Case Origin\"] to = channel # likely: it reads like \"origin\"\n",
                      "[column \"Type\"] to = kind # likely: it reads like \"type\"\n",
                      "Question = inquiry # sure: a known word; 1 record\n", "Problem = repair ",
                      "Web = app "),
                LINES("13800000001", "Anna", "Ben"));
    check_draft("CreatedDate,property_hs_ticket_priority,TicketStatus,resolved_at\n"
                "2026-01-05T10:00:00Z,HIGH,New,2026-01-06T10:00:00Z\n",
                LINES("[column \"CreatedDate\"] to = recorded_at ",
                      "[column \"property_hs_ticket_priority\"] to = priority ",
                      "[column \"TicketStatus\"] to = state ", "[column \"resolved_at\"] to = done_at "),
                LINES("zone =")); /* all moments have their offset */
}

CS_TEST(chinese, "Chinese headings lead by what they end with")
{
    check_draft("客户联系电话,业主报修时间,房屋所属楼栋,当前工单状态,紧急,客户满意度评分,客户标签\n"
                "13800000001,2026-01-05 10:00,3栋,处理中,紧急,5,VIP\n"
                "13800000002,2026-01-06 10:00,3栋,已关闭,一般,4,VIP\n",
                LINES("[column \"客户联系电话\"] to = phone ", "[column \"业主报修时间\"] to = occurred_at ",
                      "[column \"房屋所属楼栋\"] to = building ", "[column \"当前工单状态\"] to = state ",
                      "[column \"紧急\"] to = priority ", "[column \"客户满意度评分\"] to = score ",
                      "# [column \"客户标签\"] to = ? ", "处理中 = in_work "),
                LINES("1380000"));
}

CS_TEST(values, "values lead where headings do not: phones, mail addresses, words of a choice")
{
    check_draft("A,B,C,D,E,F,G,H,I\n"
                "13800000001,a1@x.com,处理中,2026-01-05,5,是,red,无,张三在三栋楼下说\n"
                "138 0000 0002,b2@x.com,已关闭,2026-01-06,1,否,blue,无,李四昨天来过电话\n"
                "+86 13800000003,c3@x.com,处理中,2026-01-07,3,是,red,无,王五的孩子还小呢\n",
                LINES("[column \"A\"] to = phone # a guess: 100 % of its values are of this "
                      "kind\n",
                      "[column \"B\"] to = email ", "[column \"C\"] to = state ",
                      "# [column \"D\"] to = ? # moments: 2026-01-05, 2026-01-06, 2026-01-07\n",
                      "# [column \"E\"] to = ? # numbers 1 to 5: 5, 1, 3\n",
                      "# [column \"F\"] to = ? # yes and no: 是, 否\n",
                      "# [column \"H\"] to = ? # 1 word: 无\n",
                      "# [column \"I\"] to = ? # text, mostly different\n"),
                LINES("张三", "0000", "a1@"));
}

CS_TEST(borne_out, "a heading whose values do not bear it out is no ground")
{
    check_draft("编号,Some Phone,Vehicle Type,Time to Resolution,Closed on,Customer key\n"
                "1,none,Car,15 minutes,maybe,7\n2,none,Van,20 minutes,maybe,7\n",
                LINES("# [column \"Some Phone\"] to = ? ", "# [column \"Vehicle Type\"] to = ? ",
                      "# [column \"Time to Resolution\"] to = ? ", "# [column \"Closed on\"] to = ? ",
                      "# [column \"Customer key\"] to = ? "),
                NULL);
    /* 7 stands for two records: it names none. The heading is known, so its values are told. */
    check_draft("报修时间,费用,满意度\n2026-01-05,12,9\nsoon,-,3\n",
                LINES("[column \"报修时间\"] to = occurred_at # sure: this heading is known; 1 "
                      "value would be refused\n",
                      "# 9 = ? # to be filled in: it is refused as it "
                      "stands; 1 record\n"),
                NULL);
}

CS_TEST(rivals, "one column a field: the better heading, the longer word; the others are said")
{
    check_draft("报修时间,来电时间,Email Address,Mail\n2026-01-05,2026-01-05,a@x.com,b@x.com\n",
                LINES("[column \"报修时间\"] to = occurred_at ",
                      "# [column \"来电时间\"] to = ? # column \"报修时间\" gives that "
                      "already; kept in extra\n",
                      "[column \"Mail\"] to = email ", "# [column \"Email Address\"] to = "),
                NULL);
    check_draft("是否群诉,报修内容\n是,漏水\n",
                LINES("# [column \"是否群诉\"] to = flags # sure: yes adds \"group\"; no line "
                      "is needed\n"),
                NULL);
    /* Source above words of channels is a channel, above names of systems their name. */
    check_draft("Source,Subject\nEmail,a\nPhone,b\n", LINES("[column \"Source\"] to = channel "), NULL);
    check_draft("Source,Subject\ncrm,a\ncrm,b\n", LINES("[column \"Source\"] to = source "), NULL);
    /* The number of another store is a name there, unless the file has one. */
    check_draft("id,Subject\n17,a\n18,b\n", LINES("[column \"id\"] to = external_id "), NULL);
    check_draft("id,external_id\n17,a\n18,b\n",
                LINES("# [column \"id\"] to = ?", "[column \"external_id\"] to = external_id "), NULL);
    check_draft("id,external_id,Subject\n17,,a\n18,,b\n", LINES("[column \"id\"] to = external_id "), NULL);
}

CS_TEST(file_section, "delimiter, zone and the order of dates, and what no column says")
{
    check_draft("工单号;报修时间\n1;25/12/2025 10:00\n2;01/02/2026 11:00\n",
                LINES("delimiter = ; # sure: it parts the headings\n",
                      "# zone = Asia/Shanghai # times name no zone: this one is taken; "
                      "is it theirs?\n",
                      "dates = day-first # sure: some have a first part above 12\n",
                      "[column \"报修时间\"] to = occurred_at # sure: this heading is known\n",
                      "[constant]\n# kind = repair # no column says it; this is "
                      "what each record gets\n"),
                NULL);
    check_draft("工单号,报修时间\n1,12/25/2025\n", LINES("dates = month-first "), NULL);
    check_draft("工单号,报修时间\n1,01/02/2025\n", LINES("# dates = day-first # day-first or month-first?"),
                NULL);
    check_draft("工单号,报修时间\n1,25/12/2025\n2,12/25/2025\n", LINES("# dates = ? "), NULL);
    check_draft("工单号,报修时间,类型,状态,优先级\n1,2025-12-25,报修,处理中,2\n", LINES("[file]\n# zone"),
                LINES("dates", "[constant]", "delimiter", "[ignore]"));
}

CS_TEST(gaps, "words and headings of any form are written so that they are read back")
{
    check_draft(
        "类型,\"a \"\"b\"\" \\ c\",\"two\nlines\",空\n" /* a backslash, quotes, a line end in headings */
        "\"A; B\",1,x,\n\" # C\",1,x,\n[D],1,x,\n=E,1,x,\n报修,1,x,\n",
        LINES("# \"A; B\" = ? ", "# \"[D]\" = ? ", "# \"=E\" = ? ", "报修 = repair ",
              "# [column \"a \\\"b\\\" \\\\ c\"] to = ?", "# [column \"two\\nlines\"] to = ?",
              "[ignore]\ncolumn = \"空\" # sure: empty in the whole file\n"),
        NULL);
    char *draft = draft_of("类型,空\n报修,\n", false);
    CHECK_THAT(strstr(draft, "# column = \"空\"                             # empty in what was read\n"),
               "%s", draft);
    free(draft);
}

CS_TEST(nameless,
        "a column that a mapping cannot name - no heading, one heading twice - is left alone and told")
{
    check_draft(
        ",备注,备注,Mail\n13800000001,a@x.com,b@x.com,c@x.com\n",
        LINES("# [column \"\"] to = ? # without a heading no mapping can name it\n",
              "# [column \"备注\"] to = ? # this heading stands twice: no mapping can tell them apart\n",
              "[column \"Mail\"] to = email "),
        LINES("[ignore]"));
}

CS_TEST(filled_in, "gaps that are filled in by taking the # away make a mapping")
{
    const char *text = "类型,Ref\n报修,1\n门诊,2\n";
    char *draft = draft_of(text, true), *gap = strstr(draft, "# 门诊 = ?");
    CHECK(gap);
    if (gap) {
        memcpy(gap, "  ", 2);
        memcpy(strstr(gap, "= ?"), "= 4", 3);
    }
    struct cs_mapping *mapping = NULL;
    struct cs_error err = CS_ERROR_INIT;
    cs_mapping_read("draft", draft, strlen(draft), &cs_ticket_record, &mapping, &err);
    CHECK_THAT(strstr(err.text, "\"4\" is no kind"), "%s", err.text);
    if (gap)
        memcpy(strstr(gap, "= 4"), "= plea", 6);
    cs_error_clear(&err);
    cs_mapping_read("draft", draft, strlen(draft), &cs_ticket_record, &mapping, &err);
    CHECK_TEXT(err.text, "");
    const char *value = mapping ? cs_mapping_value(mapping, CS_TICKET_KIND, "门诊", strlen("门诊")) : NULL;
    CHECK_TEXT(value ? value : "", "plea");
    cs_mapping_free(mapping);
    free(draft);
}

CS_TEST(json, "JSON is drafted like a table; a file without columns or with one heading twice is refused")
{
    check_draft("[{\"工单号\":\"1\",\"x\":[1,2]},{\"工单号\":\"2\",\"联系电话\":\"13800000001\"}]",
                LINES("[column \"工单号\"] to = external_id ", "[column \"联系电话\"] to = phone "),
                LINES("delimiter"));
    struct cs_error err = CS_ERROR_INIT;
    struct cs_buffer draft = CS_BUFFER_INIT;
    const struct cs_guess_options options = {
        .record = &cs_ticket_record, .zone = kit_zone(), .zone_name = "UTC", .name = "in.csv", .command = "x"
    };
    struct cs_source *source = kit_open("[]", 2, NULL, &err);
    CHECK_INT(cs_guess_mapping(source, &options, &draft, &err), CS_FAILED);
    CHECK_TEXT(err.text, "in.csv has no columns");
    cs_source_close(source);
    source = kit_open("状态,状态\n1,2\n", strlen("状态,状态\n1,2\n"), NULL, &err);
    CHECK_INT(cs_guess_mapping(source, &options, &draft, &err), CS_FAILED);
    CHECK_TEXT(err.text, "in.csv: the columns \"状态\" and \"状态\" both give state");
    cs_source_close(source);
    cs_buffer_release(&draft);
}

CS_TEST(personal, "no phone, address or number of a person stands in a draft, wherever it stood in the file")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "工单号,联系电话,备用,微信,证件,类型\n");
    for (int i = 0; i < 40; i++) /* few different values, which would be quoted */
        cs_buffer_printf(&text,
                         "%d,1380000%04d,1390000000%d,user%d@mail.com,33010219900101%d00X,1370000000%d\n", i,
                         i, i % 2, i % 2, i % 2, i % 2);
    char *draft = draft_of(text.text, true);
    static const char *const secrets[] = { "1380000", "13900000", "user0", "19900101", "13700000" };
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        CHECK_THAT(!strstr(draft, secrets[i]), "%s stands in\n%s", secrets[i], draft);
    free(draft);
    cs_buffer_release(&text);
}

/* ---- anything at all ---- */

static unsigned seed = 20260302;
static unsigned draw(unsigned below)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % below;
}

/* A heading or a cell made of pieces that mean something to headings, values, CSV or mappings. */
static void put_piece(struct cs_buffer *text)
{
    static const char *const pieces[] = { "状态", "报修时间", "电话",   "Ticket", "Date",        " ",
                                          "\\",   "\"",       "]",      "[",      ";",           "#",
                                          "=",    "\n",       "\t",     "5/3/24", "13800000001", "a@b.c",
                                          "是",   "否",       "处理中", "x",      "，",          "’",
                                          "😀",    "(必填)" };
    struct cs_buffer cell = CS_BUFFER_INIT;
    for (unsigned i = draw(4); i > 0; i--)
        cs_buffer_text(&cell, pieces[draw(sizeof pieces / sizeof *pieces)]);
    cs_csv_cell(text, cell.text, cell.length, ',');
    cs_buffer_release(&cell);
}

CS_TEST(anything,
        "whatever stands in a file, its draft is a mapping, and only headings that clash are refused")
{
    int drafts = 0;
    for (int turn = 0; turn < 400; turn++) {
        struct cs_buffer text = CS_BUFFER_INIT, draft = CS_BUFFER_INIT;
        unsigned columns = 1 + draw(6), rows = draw(6);
        for (unsigned row = 0; row <= rows; row++)
            for (unsigned column = 0; column < columns; column++) {
                put_piece(&text);
                cs_buffer_text(&text, column + 1 < columns ? "," : "\n");
            }
        struct cs_error err = CS_ERROR_INIT;
        const struct cs_source_options csv = { .format = "csv", .delimiter = "," };
        const struct cs_guess_options options = { .record = &cs_ticket_record,
                                                  .zone = kit_zone(),
                                                  .zone_name = "Asia/Shanghai",
                                                  .name = "in.csv",
                                                  .command = "cs-ticket import",
                                                  .whole = draw(2) };
        struct cs_source *source = kit_open(text.text, text.length, &csv, &err);
        enum cs_status status = source ? cs_guess_mapping(source, &options, &draft, &err) : CS_FAILED;
        CHECK_THAT(!source || !status || strstr(err.text, "both give") || strstr(err.text, "no columns"),
                   "%s: %s", text.text, err.text);
        if (source && !status) {
            struct cs_mapping *mapping = NULL;
            cs_mapping_read("draft", draft.text, draft.length, &cs_ticket_record, &mapping, &err);
            CHECK_THAT(!err.text[0], "%s\nof\n%s\nis\n%s", err.text, text.text, draft.text);
            cs_mapping_free(mapping);
            drafts++;
        }
        cs_source_close(source);
        cs_buffer_release(&text);
        cs_buffer_release(&draft);
    }
    CHECK_THAT(drafts > 200, "only %d drafts", drafts);
}
