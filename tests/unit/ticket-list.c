/* Lists of cases: every filter on every field, order, limit and offset, over ten cases known by heart. */
#include "case-kit.h"

/*
 *  1 repair, in work at X1, leak            6 praise, closed
 *  2 complaint, major, media and lawyer     7 repair, cancelled
 *  3 handover snag, held for drying         8 repair, merged into 1
 *  4 inquiry, no project                    9 repair, project unknown
 *  5 repair, emergency, planned 4 -> 1     10 plea, without a moment of opening
 */
static const char *const rows[] = {
    "kind=repair|priority=2|state=in_work|project=P1|building=1|entrance=1|room=101|scope=indoor|reporter="
    "王甲|phone="
    "13900000001|relation=owner|subject=厨房渗漏|body=水从顶上来|place=厨房|component=leak|symptom=滴水|"
    "class=workmanship|"
    "cause=防水破损|party=X1|supplier=X1|taker=坐席一|assignee=工程师一|handling_dept=工程部|occurred_at="
    "2026-02-27T10:00:00|"
    "first_contact_at=2026-02-27T11:00:00|dispatched_at=2026-02-28T09:00:00|accepted_at=2026-02-28T10:00:00|"
    "arrived_"
    "at=2026-03-01T09:00:00|warranty=in|channel=property_desk|category1=维修|category2=防水",
    "kind=complaint|priority=2|state=to_plan|grade=major|flags=media;lawyer|project=P2|reporter=李乙|phone="
    "13900000002|"
    "email=b@example.com|relation=tenant|demand=compensation|origin=quality|subject=噪音扰民|channel=call_"
    "line|occurred_"
    "at=2026-03-01T08:00:00|responsible_dept=物业部|target_at=2026-03-08T18:00:00",
    "kind=handover|priority=3|state=held|hold_reason=drying|project=P1|room=1-1-102|subject=空鼓|component="
    "floor_tile|"
    "occurred_at=2026-02-20T08:00:00|batch=一批|channel=handover|warranty=in",
    "kind=inquiry|priority=3|state=received|subject=怎么办证|channel=app|occurred_at=2026-03-02T07:00:00|"
    "demand="
    "explanation",
    "kind=repair|priority=1|state=to_accept|project=P1|subject=爆管|component=burst_pipe|supplier=急修队|"
    "dispatched_at="
    "2026-03-02T06:30:00|occurred_at=2026-03-02T06:00:00|chasers=3",
    "kind=praise|priority=4|state=closed|project=P1|subject=谢谢|occurred_at=2026-01-05T08:00:00|closed_at="
    "2026-01-05T08:"
    "30:00|score=5|callback_result=solved|resolution=转达",
    "kind=repair|priority=3|state=cancelled|project=P2|subject=误报|occurred_at=2026-02-01T08:00:00|delay_"
    "reason=业主不在",
    "kind=repair|priority=3|state=to_inspect|project=P1|subject=厨房又漏|occurred_at=2026-02-28T08:00:00",
    "kind=repair|priority=3|state=to_inspect|project=无名园|room=3-2-1801|subject=门响|component=door_window|"
    "occurred_at="
    "2026-03-01T20:00:00|cost=120.50|reopens=2",
    "kind=plea|priority=3|state=received|project=P1|subject=求助",
};

static void open_list(void)
{
    desk_whole("2026-03-02 09:00");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char row[1400];
        snprintf(row, sizeof row, "external_id=L%zu|%s", i + 1, rows[i]);
        CHECK_INT(desk_imported(row), (int64_t)i + 1);
    }
    MOVE(8, "merge", .into = 1);
}

/* ---- one list ---- */

struct asked {
    const char *field, *filter, *condition;
    int sort[3];
    size_t sort_count;
    int64_t limit, offset;
};

static enum cs_status take_id(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_buffer *ids = context;
    (void)err;
    cs_buffer_printf(ids, "%s%lld", ids->length ? " " : "",
                     (long long)cs_value_integer(&row->values[CS_TICKET_ID], 0));
    return CS_OK;
}

/* The numbers of the cases that a list shows, and how many a count says there are. */
static const char *ids_of(const struct asked *asked, int64_t *count)
{
    static struct cs_buffer ids;
    struct cs_arena arena = { 0 };
    struct cs_filter filter = { 0 };
    const struct cs_parse how = { .zone = room_zone() };
    cs_buffer_reset(&ids);
    cs_buffer_text(&ids, "");
    cs_error_clear(&kit.err);
    if (asked->filter) {
        int field = cs_record_find(&cs_ticket_record, asked->field);
        CHECK_THAT(field >= 0, "there is no field %s", asked->field);
        CHECK_THAT(cs_filter_parse(&cs_ticket_record, field, &how, asked->filter, true, &arena, &filter,
                                   &kit.err) == CS_OK,
                   "%s %s: %s", asked->field, asked->filter, kit.err.text);
    }
    const struct cs_select select = { .view = &cs_ticket_view,
                                      .filters = &filter,
                                      .filter_count = asked->filter ? 1 : 0,
                                      .sort = asked->sort,
                                      .sort_count = asked->sort_count,
                                      .limit = asked->limit,
                                      .offset = asked->offset,
                                      .conditions = &asked->condition,
                                      .condition_count = asked->condition ? 1 : 0 };
    CHECK_INT(cs_select_each(desk.store, &select, take_id, &ids, &kit.err), CS_OK);
    CHECK_INT(cs_select_count(desk.store, &select, count, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    cs_arena_release(&arena);
    return ids.text;
}

static int64_t words_in(const char *ids)
{
    int64_t count = ids[0] != '\0';
    for (; *ids; ids++)
        count += *ids == ' ';
    return count;
}

struct shown {
    const char *field, *filter, *ids;
};

static void shows(const struct shown *lists)
{
    for (; lists->field; lists++) {
        int64_t count;
        const char *ids = ids_of(&(struct asked){ .field = lists->field, .filter = lists->filter }, &count);
        CHECK_THAT(strcmp(ids, lists->ids) == 0, "--%s %s lists \"%s\", not \"%s\"", lists->field,
                   lists->filter, ids, lists->ids);
        CHECK_THAT(count == words_in(ids), "--%s %s: %lld counted, \"%s\" listed", lists->field,
                   lists->filter, (long long)count, ids);
    }
}

#define ALL "1 2 3 4 5 6 7 8 9 10"

CS_TEST(by_choice, "by words of closed lists: one, several, the contrary, by any spelling, ranges, none")
{
    static const struct shown lists[] = {
        { "kind", "repair", "1 5 7 8 9" },
        { "kind", "报修", "1 5 7 8 9" },
        { "kind", "praise,plea", "6 10" },
        { "kind", "!repair", "2 3 4 6 10" },
        { "kind", "!repair,praise", "2 3 4 10" },
        { "kind", "none", "" },
        { "kind", "any", ALL },
        { "state", "to_inspect", "9" },
        { "state", "closed,cancelled,merged", "6 7 8" },
        { "state", "待受理", "4 10" },
        { "step", "over", "6 7 8" },
        { "step", "inspect", "2 9" },
        { "step", "work", "1 3" },
        { "step", "receive", "4 10" },
        { "grade", "major", "2" },
        { "grade", "none", "1 3 4 5 6 7 8 9 10" },
        { "grade", ">important", "2" },
        { "grade", "..important", "" },
        { "flags", "media", "2" },
        { "flags", "lawyer,group", "2" },
        { "flags", "group", "" },
        { "flags", "any", "2" },
        { "channel", "app,handover", "3 4" },
        { "channel", "物业前台", "1" },
        { "scope", "indoor", "1" },
        { "relation", "owner", "1" },
        { "relation", "!owner", "2 3 4 5 6 7 8 9 10" },
        { "demand", "赔偿", "2" },
        { "origin", "quality", "2" },
        { "component", "leak,burst_pipe", "1 5" },
        { "component", "none", "2 4 6 7 8 10" },
        { "class", "workmanship", "1" },
        { "class", "none", "2 3 4 5 6 7 8 9 10" },
        { "warranty", "in", "1 3" },
        { "callback_result", "solved", "6" },
        { "anomalies", "unresolved_project", "9" },
        { "anomalies", "no_opening", "10" },
        { "anomalies", "any", "9 10" },
        { NULL, NULL, NULL },
    };
    open_list();
    shows(lists);
}

CS_TEST(by_number, "by numbers: each, ranges, more, less, by the words of priorities")
{
    static const struct shown lists[] = {
        { "id", "3", "3" },
        { "id", "3,7,99", "3 7" },
        { "id", "3..5", "3 4 5" },
        { "id", "8..", "8 9 10" },
        { "id", "..2", "1 2" },
        { "id", ">8", "9 10" },
        { "id", "<=1", "1" },
        { "id", "!2..9", "1 10" },
        { "priority", "1", "5" },
        { "priority", "特急,计划", "5 6" },
        { "priority", "..2", "1 2 5" },
        { "priority", ">=3", "3 4 6 7 8 9 10" },
        { "score", "5", "6" },
        { "score", "any", "6" },
        { "score", "<5", "" },
        { "reopens", "0", "1 2 3 4 5 6 7 8 10" },
        { "reopens", ">0", "9" },
        { "chasers", "3", "5" },
        { "level", "2", "9" },
        { "cost", "120.50", "9" },
        { "cost", ">120.50", "" },
        { "cost", ">=120.5", "9" },
        { "cost", "100..200", "9" },
        { "merged_into", "1", "8" },
        { "merged_into", "none", "1 2 3 4 5 6 7 9 10" },
        { "handoffs", ">0", "" },
        { NULL, NULL, NULL },
    };
    open_list();
    shows(lists);
}

CS_TEST(by_text, "by texts: whole, begins with, contains, none, with wild signs taken as they are")
{
    static const struct shown lists[] = {
        { "subject", "爆管", "5" },
        { "subject", "爆", "" },
        { "subject", "厨房*", "1 8" },
        { "subject", "~漏", "1 8" },
        { "subject", "!~漏", "2 3 4 5 6 7 9 10" },
        { "subject", "~%", "" },
        { "subject", "~_", "" },
        { "body", "~顶上", "1" },
        { "body", "any", "1" },
        { "reporter", "王甲,李乙", "1 2" },
        { "phone", "13900000001", "1" },
        { "phone", "any", "1 2" },
        { "email", "b@example.com", "2" },
        { "project", "P1", "1 3 5 6 8 10" },
        { "project", "P2", "2 7" },
        { "project", "无名园", "9" },
        { "project", "none", "4" },
        { "batch", "一批", "3" },
        { "building", "1", "1" },
        { "entrance", "1", "1" },
        { "room", "3-2*", "9" },
        { "home", "P1-1-1-101", "1" },
        { "home", "P1-*", "1 3" },
        { "place", "厨房", "1" },
        { "symptom", "滴水", "1" },
        { "cause", "~破损", "1" },
        { "party", "X1", "1" },
        { "supplier", "X1", "1" },
        { "supplier", "急修队", "5" },
        { "supplier", "any", "1 5" },
        { "taker", "坐席一", "1" },
        { "assignee", "工程师一", "1" },
        { "handling_dept", "工程部", "1" },
        { "responsible_dept", "物业部", "2" },
        { "hold_reason", "drying", "3" },
        { "delay_reason", "~不在", "7" },
        { "resolution", "转达", "6" },
        { "category1", "维修", "1" },
        { "category2", "防水", "1" },
        { "external_id", "L3,L4", "3 4" },
        { "external_id", "L1", "1" },
        { "external_id", "L8", "" }, /* its reference went on with case 1 */
        { "source", "crm", "1 2 3 4 5 6 7 9 10" },
        { "source", "hotline", "" },
        { NULL, NULL, NULL },
    };
    open_list();
    shows(lists);
}

CS_TEST(by_time, "by times: days, months, seconds, ranges whose written end is included")
{
    static const struct shown lists[] = {
        { "occurred_at", "2026-03-02", "4 5" },
        { "occurred_at", "2026-03-01", "2 9" },
        { "occurred_at", "2026-02", "1 3 7 8" },
        { "occurred_at", "2026", "1 2 3 4 5 6 7 8 9" },
        { "occurred_at", "2025", "" },
        { "occurred_at", "none", "10" },
        { "occurred_at", "2026-02-28..2026-03-01", "2 8 9" },
        { "occurred_at", "..2026-02-01", "6 7" },
        { "occurred_at", ">2026-03-01", "4 5" },
        { "occurred_at", ">=2026-03-01", "2 4 5 9" },
        { "occurred_at", "<2026-02-01", "6" },
        { "occurred_at", "<=2026-02-01", "6 7" },
        { "occurred_at", "2026-03-02T07:00:00", "4" },
        { "occurred_at", "2026-03-02T06:00:00+08:00", "5" },
        { "occurred_at", "2026-03-01T22:00:00Z", "5" },
        { "occurred_at", "!2026", "10" },
        { "opened_at", "2026-03-02", "4 5" },
        { "first_contact_at", "any", "1" },
        { "last_contact_at", "2026-02-27", "1" },
        { "dispatched_at", "2026-03-02", "5" },
        { "dispatched_at", "any", "1 5" },
        { "accepted_at", "2026-02-28", "1" },
        { "arrived_at", "2026-03", "1" },
        { "done_at", "any", "" },
        { "closed_at", "any", "6" },
        { "target_at", "2026-03-08", "2" },
        { "hold_until", "none", ALL },
        { NULL, NULL, NULL },
    };
    open_list();
    shows(lists);
}

/* ---- order, limit, offset, conditions ---- */

CS_TEST(order, "sorted by any field, up and down; what is empty stands together; ties keep their numbers")
{
    static const struct {
        int sort[3];
        size_t count;
        const char *ids;
    } lists[] = {
        { { CS_TICKET_ID }, 1, ALL },
        { { -1 - CS_TICKET_ID }, 1, "10 9 8 7 6 5 4 3 2 1" },
        { { CS_TICKET_PRIORITY }, 1, "5 1 2 3 4 7 8 9 10 6" },
        { { CS_TICKET_PRIORITY, -1 - CS_TICKET_ID }, 2, "5 2 1 10 9 8 7 4 3 6" },
        { { -1 - CS_TICKET_PRIORITY, CS_TICKET_ID }, 2, "6 3 4 7 8 9 10 1 2 5" },
        { { CS_TICKET_KIND, CS_TICKET_ID }, 2, "2 3 4 10 6 1 5 7 8 9" },
        { { -1 - CS_TICKET_CHASERS }, 1, "5 1 2 3 4 6 7 8 9 10" },
    };
    open_list();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct asked asked = { .sort_count = lists[i].count };
        int64_t count;
        memcpy(asked.sort, lists[i].sort, sizeof asked.sort);
        const char *ids = ids_of(&asked, &count);
        CHECK_THAT(strcmp(ids, lists[i].ids) == 0, "order %zu lists \"%s\", not \"%s\"", i, ids,
                   lists[i].ids);
        CHECK_INT(count, 10);
    }
}

CS_TEST(pages, "limit and offset cut a list into pages that together are the list, once each")
{
    open_list();
    for (int64_t limit = 1; limit <= 11; limit++) {
        char all[64] = "";
        for (int64_t offset = 0; offset < 10; offset += limit) {
            struct asked asked = {
                .sort = { CS_TICKET_ID }, .sort_count = 1, .limit = limit, .offset = offset
            };
            int64_t count;
            const char *ids = ids_of(&asked, &count);
            CHECK(words_in(ids) <= limit);
            size_t used = strlen(all);
            snprintf(all + used, sizeof all - used, "%s%s", used ? " " : "", ids);
        }
        CHECK_THAT(strcmp(all, ALL) == 0, "pages of %lld: \"%s\"", (long long)limit, all);
    }
    int64_t count;
    CHECK_TEXT(ids_of(&(struct asked){ .limit = 5, .offset = 10 }, &count), "");
    CHECK_TEXT(
        ids_of(&(struct asked){ .field = "kind", .filter = "repair", .limit = 2, .offset = 1 }, &count),
        "5 7");
}

CS_TEST(conditions, "a room's own condition and a filter hold together")
{
    int64_t count;
    open_list();
    CHECK_TEXT(ids_of(&(struct asked){ .condition = "st.ended = 0" }, &count), "1 2 3 4 5 9 10");
    CHECK_INT(count, 7);
    CHECK_TEXT(
        ids_of(&(struct asked){ .condition = "st.ended = 0", .field = "kind", .filter = "repair" }, &count),
        "1 5 9");
    CHECK_TEXT(ids_of(&(struct asked){ .condition = "t.anomalies LIKE '%unresolved%'" }, &count), "9");
}

CS_TEST(one_row_each, "a case with several faults, orders and references is one row of a list")
{
    int64_t count;
    open_list();
    MOVE(9, "inspect", .component = "leak");
    MOVE(9, "inspect", .fault = 2, .component = "cabinet");
    MOVE(9, "dispatch", TO("X1:防水", "X2:油漆"));
    CHECK_TEXT(ids_of(&(struct asked){ .limit = 0 }, &count), ALL);
    CHECK_INT(count, 10);
    CHECK_TEXT(ids_of(&(struct asked){ .field = "component", .filter = "leak" }, &count), "1 9");
    CHECK_TEXT(ids_of(&(struct asked){ .field = "component", .filter = "cabinet" }, &count), "");
    CHECK_TEXT(ids_of(&(struct asked){ .field = "supplier", .filter = "X1" }, &count), "1 9");
}

/* ---- every field can be asked for ---- */

CS_TEST(every_field, "none and any part every list in two, whatever the field")
{
    open_list();
    for (size_t i = 0; i < cs_ticket_record.count; i++) {
        const struct cs_field *f = &cs_ticket_record.fields[i];
        int64_t none, any;
        if (f->flags & CS_NO_FILTER)
            continue;
        ids_of(&(struct asked){ .field = f->name, .filter = "none" }, &none);
        ids_of(&(struct asked){ .field = f->name, .filter = "any" }, &any);
        CHECK_THAT(none + any == 10, "%s: %lld without and %lld with it", f->name, (long long)none,
                   (long long)any);
        int64_t count;
        struct asked sorted = { .sort = { (int)i, CS_TICKET_ID }, .sort_count = 2 };
        CHECK_THAT(words_in(ids_of(&sorted, &count)) == 10, "sorted by %s rows are lost", f->name);
    }
}
