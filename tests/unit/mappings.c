/* The mappings that ship, each on rows of the shape that its system writes: what every field then holds. */
#include "io-kit.h"
#include "ticket/ticket-record.h"

/* Every field of a row that holds something, in the order of the descriptor. */
static void put_row(const struct cs_row *row, struct cs_buffer *out)
{
    for (size_t i = 0; i < row->record->count; i++) {
        if (row->values[i].type == CS_NULL)
            continue;
        cs_buffer_printf(out, "%s=", row->record->fields[i].name);
        cs_field_format(&row->record->fields[i], &row->values[i], kit_zone(), out);
        cs_buffer_char(out, '\n');
    }
    cs_buffer_char(out, '\n');
}

/* All rows of a file of tests/fixtures/real read with a mapping of share/mappings. */
static void check_mapping(const char *map, const char *file, const char *want)
{
    struct cs_buffer name = CS_BUFFER_INIT, got = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_mapping *mapping = NULL;
    struct cs_source *source = NULL;
    struct cs_reader *reader = NULL;
    const struct cs_zone *zone = NULL;
    struct cs_row *row;
    cs_buffer_printf(&name, "share/mappings/%s.map", map);
    char *path = cs_unit_path(name.text);
    enum cs_status status = cs_mapping_load(path, &cs_ticket_record, &mapping, &err);
    free(path);
    cs_buffer_reset(&name);
    cs_buffer_printf(&name, "tests/fixtures/real/%s.csv", file);
    path = cs_unit_path(name.text);
    if (!status)
        status = cs_source_open(open(path, O_RDONLY | O_CLOEXEC), file, NULL, &source, &err);
    if (!status)
        status = cs_zone_find(cs_mapping_file(mapping, "zone"), &zone, &err);
    const struct cs_reader_options options = { .mapping = mapping,
                                               .parse = { .zone = zone, .allow_serial = true } };
    if (!status)
        status = cs_reader_new(source, &cs_ticket_record, &options, &reader, &err);
    while (!status && !(status = cs_reader_next(reader, &row, &err)))
        put_row(row, &got);
    CHECK_INT(status, CS_NONE);
    CHECK_TEXT(err.text, "");
    CHECK_TEXT(got.text, want);
    cs_reader_free(reader);
    cs_source_close(source);
    cs_mapping_free(mapping);
    cs_buffer_release(&name);
    cs_buffer_release(&got);
    free(path);
}

/* A report of someone in Shanghai: 2:07 PM there is 14:07+08:00; dates are month first. */
CS_TEST(salesforce, "Salesforce cases as a report names their columns")
{
    check_mapping(
        "salesforce", "salesforce",
        "external_id=00001026\nkind=repair\nstate=in_work\npriority=2\nchannel=call_line\n"
        "reporter=Owner One\nphone=(021) 5555-0101\nemail=one@example.com\nsubject=Leak below the bath\n"
        "body=Water comes through\nthe ceiling\ncategory1=Installation\nassignee=Desk One\n"
        "occurred_at=2026-01-05T14:07:00+08:00\n"
        "extra={\"Account Name\":\"Home 3-2-1801\",\"Age (Hours)\":\"52.3\"}\n\n"
        "external_id=00001027\nkind=inquiry\nstate=closed\npriority=4\nchannel=app\nreporter=Owner Two\n"
        "email=two@example.com\nsubject=When are the deeds ready?\nassignee=Desk Two\n"
        "occurred_at=2025-12-31T09:00:00+08:00\nclosed_at=2026-01-02T10:30:00+08:00\n\n");
}

/* 06:07 UTC is 14:07 in Shanghai; IsEscalated is a flag by its heading alone. */
CS_TEST(salesforce_api, "Salesforce cases as the data export names their columns")
{
    check_mapping(
        "salesforce-api", "salesforce-api",
        "external_id=00001026\nkind=repair\nstate=in_work\npriority=2\nflags=escalated\nchannel=call_line\n"
        "reporter=Owner One\nphone=02155550101\nemail=one@example.com\nsubject=Leak below the bath\n"
        "body=Water comes through\ncategory1=Installation\nassignee=00530000009M943\n"
        "occurred_at=2026-01-05T14:07:00+08:00\n\n"
        "external_id=00001027\nkind=inquiry\nstate=closed\npriority=4\nchannel=app\nreporter=Owner Two\n"
        "email=two@example.com\nsubject=Deeds\nassignee=00530000009M944\n"
        "occurred_at=2025-12-31T09:00:00+08:00\nclosed_at=2026-01-02T10:30:00+08:00\n\n");
}

CS_TEST(freshdesk,
        "Freshdesk's export: Source is a channel, Resolved waits for the call-back, lengths stay in extra")
{
    check_mapping(
        "freshdesk", "freshdesk",
        "external_id=41\nkind=repair\nstate=to_call_back\npriority=1\nchannel=call_line\nreporter=Owner One\n"
        "phone=13800000001\nemail=one@example.com\nsubject=Heating stays cold\nassignee=Desk One\n"
        "handling_dept=Heating\noccurred_at=2026-01-05T14:07:09+08:00\n"
        "first_contact_at=2026-01-05T14:30:00+08:00\ndone_at=2026-01-06T09:00:00+08:00\n"
        "target_at=2026-01-06T14:07:09+08:00\nscore=5\n"
        "extra={\"Last update time\":\"2026-01-06 09:00:00\",\"Time tracked\":\"00:20\","
        "\"First response time (in hrs)\":\"00:22:51\",\"Resolution time (in hrs)\":\"18:52:51\","
        "\"Agent interactions\":\"2\",\"Customer interactions\":\"1\",\"Resolution status\":\"Within SLA\","
        "\"First response status\":\"Within SLA\",\"Tags\":\"heating, east\"}\n\n"
        "external_id=42\nkind=inquiry\nstate=held\npriority=4\nchannel=app\nreporter=Owner Two\n"
        "email=two@example.com\nsubject=A second key\nassignee=No Agent\nhandling_dept=Desk\n"
        "occurred_at=2026-01-07T08:00:00+08:00\nfirst_contact_at=2026-01-07T08:10:00+08:00\n"
        "target_at=2026-01-12T08:00:00+08:00\n"
        "extra={\"Last update time\":\"2026-01-07 08:10:00\",\"Time tracked\":\"00:00\","
        "\"Agent interactions\":\"1\",\"Customer interactions\":\"1\","
        "\"First response status\":\"Within SLA\"}\n\n");
}

CS_TEST(
    hotline,
    "a hotline's orders: the district's limit counts, the city's stays in extra, masked phones stay masked")
{
    check_mapping(
        "12345", "12345",
        "source=hotline\nexternal_id=20260105-01873\nkind=complaint\nstate=in_work\npriority=2\n"
        "flags=hotline\nchannel=hotline\nroom=松风雅苑3栋2单元1801室\nreporter=来电人甲\n"
        "phone=138****0001\nsubject=外墙渗水\nbody=反映外墙渗水多次报修未解决\ncategory1=住建\nplace=东区\n"
        "recorded_at=2026-01-05T10:20:00+08:00\ntarget_at=2026-01-12T17:30:00+08:00\n"
        "extra={\"诉求渠道\":\"电话\",\"性别\":\"男\",\"是否疑难\":\"否\",\"是否协办\":\"否\","
        "\"市交办主办单位\":\"住建局\",\"市交办时间\":\"2026-01-05 08:55:00\","
        "\"市交办办结期限\":\"2026-01-14 17:30:00\"}\n\n"
        "source=hotline\nexternal_id=20260106-00412\nkind=inquiry\nstate=closed\npriority=3\nflags=hotline\n"
        "channel=hotline\nreporter=来电人乙\nphone=139****0002\nsubject=咨询办证\n"
        "body=咨询不动产证办理时间\ncategory1=住建\nrecorded_at=2026-01-06T09:00:00+08:00\n"
        "target_at=2026-01-09T17:30:00+08:00\n"
        "extra={\"诉求渠道\":\"微信\",\"性别\":\"女\",\"是否疑难\":\"否\",\"是否协办\":\"否\","
        "\"市交办主办单位\":\"住建局\",\"市交办时间\":\"2026-01-06 08:10:00\","
        "\"市交办办结期限\":\"2026-01-09 17:30:00\"}\n\n");
}

CS_TEST(property, "a property company's reports of faults: 35.5元 is money, 是否超期 is kept nowhere")
{
    check_mapping(
        "property", "property",
        "external_id=BS2601050001\nkind=repair\nstate=closed\nchannel=property_desk\nproject=松风雅苑\n"
        "room=3-2-1801\nscope=indoor\nreporter=业主甲\nphone=13800000001\nbody=厨房水管漏水\n"
        "assignee=维修工甲\noccurred_at=2026-01-05T08:30:00+08:00\ndispatched_at=2026-01-05T08:45:00+08:00\n"
        "arrived_at=2026-01-05T09:20:00+08:00\ndone_at=2026-01-05T11:00:00+08:00\nresolution=更换软管\n"
        "score=5\ncost=35.50\n"
        "extra={\"派工单\":\"PG001\",\"派工类别\":\"派工\",\"派工人\":\"前台\",\"完结人\":\"维修工甲\","
        "\"处理时限\":\"24\"}\n\n"
        "external_id=BS2601060002\nkind=repair\nstate=to_accept\nchannel=patrol\nproject=松风雅苑\n"
        "scope=common\nreporter=员工乙\nbody=大堂灯不亮\nplace=3栋大堂\n"
        "occurred_at=2026-01-06T09:00:00+08:00\ndispatched_at=2026-01-06T09:05:00+08:00\n"
        "extra={\"派工单\":\"PG002\",\"派工类别\":\"派工\",\"派工人\":\"前台\",\"处理时限\":\"48\"}\n\n");
}
