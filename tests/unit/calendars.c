/* The calendars of the store: read once, from and to their flat file, sums, answers. */
#include "calendar/calendar.h"
#include "room-kit.h"

static const char *const office[] = {
    "calendar=office|title=Office|timezone=Asia/Shanghai|hours=mon-fri "
    "09:00-12:00,13:30-18:00|known_from=2026-01-01|"
    "known_until=2026-12-31",
    "calendar=office|date=2026-02-16|kind=holiday|name=春节",
    "calendar=office|date=2026-02-14|kind=makeup|name=春节调休",
    "calendar=office|date=2026-03-02|kind=hours|times=10:00-11:00",
    "calendar=office|date=2026-03-03|kind=break|times=10:00-11:00",
    NULL,
};

/* Imports lines into an open store; the status of the first line that is refused, else of the end. */
static enum cs_status import(struct cs_store *store, const char *only, const char *const *lines,
                             struct cs_calendar_counts *counts)
{
    struct cs_calendar_import *import = cs_calendar_import_new(store, only);
    struct cs_row row;
    enum cs_status status = CS_OK;
    cs_row_init(&row, &cs_calendar_line_record);
    cs_error_clear(&kit.err);
    for (size_t i = 0; lines[i] && status == CS_OK; i++) {
        room_row(&row, lines[i]);
        status = cs_calendar_import_line(import, &row, &kit.err);
    }
    if (status == CS_OK)
        status = cs_calendar_import_finish(import, counts, &kit.err);
    cs_row_release(&row);
    cs_calendar_import_free(import);
    return status;
}

static struct cs_store *with_office(void)
{
    struct cs_calendar_counts counts;
    struct cs_store *store = room_store();
    CHECK_INT(import(store, NULL, office, &counts), CS_OK);
    CHECK_INT(counts.inserted, 5);
    return store;
}

static const char *exported(struct cs_store *store, const char *name)
{
    static struct room_lines lines;
    lines = (struct room_lines){ .fields = "calendar hours date kind times name" };
    cs_error_clear(&kit.err);
    CHECK_INT(cs_calendar_export(store, name, room_gather, &lines, &kit.err), CS_OK);
    return lines.text;
}

CS_TEST(finds, "a calendar is found by name and by id, and read once")
{
    struct cs_store *store = with_office();
    struct cs_calendars *calendars = cs_calendars_new(store);
    const struct cs_calendar *first = NULL, *second = NULL;
    int64_t id = 0;
    CHECK_INT(cs_calendars_find(calendars, "office", &first, &id, &kit.err), CS_OK);
    CHECK_INT(cs_calendars_get(calendars, id, &second, &kit.err), CS_OK);
    CHECK(first == second);
    CHECK_TEXT(cs_calendar_name(first), "office");
    CHECK_INT(cs_calendars_find(calendars, "offise", &first, &id, &kit.err), CS_NONE);
    CHECK(kit_errs("did you mean \"office\""));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_calendars_find(calendars, "something else", &first, &id, &kit.err), CS_NONE);
    CHECK(kit_errs("there is no calendar"));
    cs_error_clear(&kit.err);
    CHECK_INT(cs_calendars_get(calendars, id + 1, &first, &kit.err), CS_NONE);
    cs_calendars_free(calendars);
    cs_calendars_free(NULL);
    cs_store_close(store);
}

CS_TEST(counts_with_days, "holidays, make-up workdays, other hours and breaks of the store count")
{
    static const struct {
        const char *from, *until;
        int64_t minutes;
    } cases[] = {
        { "2026-02-13T00:00", "2026-02-14T00:00", 450 }, { "2026-02-14T00:00", "2026-02-15T00:00", 450 },
        { "2026-02-15T00:00", "2026-02-16T00:00", 0 },   { "2026-02-16T00:00", "2026-02-17T00:00", 0 },
        { "2026-02-17T00:00", "2026-02-18T00:00", 450 }, { "2026-03-02T00:00", "2026-03-03T00:00", 60 },
        { "2026-03-03T00:00", "2026-03-04T00:00", 390 }, { "2026-02-13T17:00", "2026-02-14T10:00", 120 },
    };
    struct cs_store *store = with_office();
    struct cs_calendars *calendars = cs_calendars_new(store);
    const struct cs_calendar *calendar = NULL;
    CHECK_INT(cs_calendars_find(calendars, "office", &calendar, NULL, &kit.err), CS_OK);
    for (size_t i = 0; calendar && i < sizeof cases / sizeof *cases; i++) {
        int64_t got =
            cs_calendar_between(calendar, room_time(cases[i].from), room_time(cases[i].until), NULL, 0);
        CHECK_THAT(got == cases[i].minutes * 60, "%s to %s: %" PRId64, cases[i].from, cases[i].until,
                   got / 60);
    }
    int64_t year = 0;
    CHECK(cs_calendar_known(calendar, room_time("2026-01-01"), room_time("2026-12-31T10:00"), &year));
    CHECK(!cs_calendar_known(calendar, room_time("2026-12-30"), room_time("2027-01-04"), &year));
    CHECK_INT(year, 2027);
    cs_calendars_free(calendars);
    cs_store_close(store);
}

CS_TEST(round_trip, "what export writes, import finds unchanged")
{
    struct cs_calendar_counts counts;
    struct cs_store *store = with_office();
    CHECK_TEXT(exported(store, "office"), "office|mon-fri 09:00-12:00,13:30-18:00||||\n"
                                          "office||2026-02-14|makeup||春节调休\n"
                                          "office||2026-02-16|holiday||春节\n"
                                          "office||2026-03-02|hours|10:00-11:00|\n"
                                          "office||2026-03-03|break|10:00-11:00|\n");
    CHECK_INT(import(store, NULL, office, &counts), CS_OK);
    CHECK_INT(counts.unchanged, 5);
    CHECK_INT(counts.inserted + counts.updated + counts.removed, 0);
    CHECK_INT(cs_calendar_export(store, "nowhere", room_gather, NULL, &kit.err), CS_NONE);
    cs_store_close(store);
}

CS_TEST(full_file, "a file with a calendar and days is that calendar in full")
{
    static const char *const less[] = { "calendar=office|timezone=Asia/Shanghai|hours=mon-fri 09:00-17:00",
                                        "calendar=office|date=2026-02-16|kind=holiday|name=Spring Festival",
                                        NULL };
    struct cs_calendar_counts counts;
    struct cs_store *store = with_office();
    CHECK_INT(import(store, NULL, less, &counts), CS_OK);
    CHECK_INT(counts.updated, 2);
    CHECK_INT(counts.removed, 3);
    CHECK_TEXT(exported(store, NULL), "office|mon-fri 09:00-17:00||||\n"
                                      "office||2026-02-16|holiday||Spring Festival\n");
    cs_store_close(store);
}

CS_TEST(calendars_alone, "a file of calendars alone, as list writes it, leaves the days alone")
{
    static const char *const head[] = { "name=office|timezone=Asia/Shanghai|hours=mon-fri 10:00-12:00",
                                        NULL };
    struct cs_calendar_counts counts;
    struct cs_store *store = with_office();
    CHECK_INT(import(store, NULL, head, &counts), CS_OK);
    CHECK_INT(counts.updated, 1);
    CHECK_INT(counts.removed, 0);
    CHECK_TEXT(room_view(store, &cs_calendar_view, "name title hours days"),
               "office|Office|mon-fri 10:00-12:00|4\n");
    cs_store_close(store);
}

CS_TEST(published_list, "a published list of holidays adds to a calendar and makes its year known")
{
    static const char *const list[] = { "date=2027-01-01|kind=holiday|name=元旦",
                                        "date=2027-01-02|kind=makeup", NULL };
    static const char *const far[] = { "date=2030-01-01|kind=holiday", NULL };
    static const char *const hours[] = { "date=2028-01-03|kind=hours|times=10:00-11:00", NULL };
    static const char *const nameless[] = { "date=2027-01-01|kind=holiday|name= ", NULL };
    struct cs_calendar_counts counts;
    struct cs_store *store = with_office();
    CHECK_INT(import(store, "office", list, &counts), CS_OK);
    CHECK_INT(counts.inserted, 2);
    CHECK_INT(counts.known_year, 2027);
    CHECK_INT(import(store, "office", far, &counts), CS_OK);
    CHECK_INT(counts.known_year, 0);
    CHECK_INT(import(store, "office", hours, &counts), CS_OK);
    CHECK_INT(counts.known_year, 0);
    CHECK_INT(import(store, "office", nameless, &counts), CS_OK);
    CHECK_INT(counts.unchanged, 1);
    CHECK(strstr(exported(store, "office"), "2027-01-01|holiday||元旦") != NULL);
    CHECK_TEXT(room_view(store, &cs_calendar_view, "known_from known_until"), "2026-01-01|2027-12-31\n");
    cs_store_close(store);
}

CS_TEST(refusals, "lines that cannot stand are refused by their field")
{
    static const struct {
        const char *line, *says;
    } cases[] = {
        { "date=2026-01-01|kind=holiday", "calendar: say which" },
        { "calendar=none|date=2026-01-01|kind=holiday", "there is no calendar \"none\"" },
        { "calendar=office|date=2026-01-01", "kind: must not be empty" },
        { "calendar=office|date=2026-01-01|kind=hours|times=25:00-26:00", "times" },
        { "calendar=new|timezone=Asia/Shanghai", "needs a time zone and weekly hours" },
        { "calendar=new|timezone=Nowhere/Here|hours=daily 09:00-17:00", "timezone" },
        { "calendar=new|timezone=Asia/Shanghai|hours=mon 17:00-09:00", "hours" },
        { "calendar=office|known_from=2026-02-01|known_until=2026-01-01", "known_until" },
    };
    struct cs_calendar_counts counts;
    struct cs_store *store = with_office();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const lines[] = { cases[i].line, NULL };
        CHECK_THAT(import(store, NULL, lines, &counts) == CS_REFUSED, "%s", cases[i].line);
        CHECK_THAT(kit_errs(cases[i].says), "%s: %s", cases[i].line, kit.err.text);
    }
    static const char *const other[] = { "calendar=other|date=2026-01-01|kind=holiday", NULL };
    CHECK_INT(import(store, "office", other, &counts), CS_REFUSED);
    CHECK(kit_errs("is not the calendar of --calendar"));
    static const char *const twice[] = { "calendar=office|hours=mon 09:00-10:00",
                                         "calendar=office|hours=mon 09:00-11:00", NULL };
    CHECK_INT(import(store, NULL, twice, &counts), CS_REFUSED);
    cs_store_close(store);
}

/* ---- sums ---- */

static enum cs_status sum(struct cs_calendar_sums *sums, struct cs_row *row, const char *text)
{
    room_row(row, text);
    cs_error_clear(&kit.err);
    return cs_calendar_sum(sums, row, row, &kit.err);
}

#define WEEK "timezone=Asia/Shanghai|hours=mon-fri 09:00-17:00|"

CS_TEST(sums, "records bring their calendar; the result is local time, minutes or seconds")
{
    static const struct {
        const char *record, *result;
    } cases[] = {
        { WEEK "start=2026-01-05T09:00|amount=+480m", "2026-01-05T17:00:00" },
        { WEEK "start=2026-01-05T09:00|amount=+481m", "2026-01-06T09:01:00" },
        { WEEK "start=2026-01-05T08:00|amount=+0m", "2026-01-05T09:00:00" },
        { WEEK "start=2026-01-05T08:00|amount=-0m", "2026-01-02T17:00:00" },
        { WEEK "start=2026-01-05T10:00|amount=-120m", "2026-01-02T16:00:00" },
        { WEEK "start=2026-01-05T10:00|amount=+90s", "2026-01-05T10:01:30" },
        { WEEK "start=2026-01-05T10:00|amount=3wd", "2026-01-08T17:00:00" },
        { WEEK "holidays=2026-01-05|start=2026-01-05T10:00|amount=60m", "2026-01-06T10:00:00" },
        { WEEK "holidays=2026-01-10=10:00-12:00|start=2026-01-10T10:00|amount=60m", "2026-01-10T11:00:00" },
        { WEEK "holidays=2026-01-05@09:00-12:00|start=2026-01-05T09:00|amount=60m", "2026-01-05T13:00:00" },
        { WEEK "holidays=-|start=2026-01-05T10:00|amount=60m", "2026-01-05T11:00:00" },
        { WEEK "start=2026-01-05T10:00|amount=2026-01-06T10:00|kind=between", "480" },
        { WEEK "start=2026-01-05T10:00|amount=2026-01-05T10:00:30|kind=between", "30s" },
        { WEEK "start=2026-01-06T10:00|amount=2026-01-05T10:00|kind=between", "0" },
    };
    struct cs_calendar_sums *sums = cs_calendar_sums_new("add");
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_sum_record);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_THAT(sum(sums, &row, cases[i].record) == CS_OK, "%s: %s", cases[i].record, kit.err.text);
        CHECK_TEXT(cs_value_text(&row.values[CS_SUM_RESULT]), cases[i].result);
    }
    cs_row_release(&row);
    cs_calendar_sums_free(sums);
    cs_calendar_sums_free(NULL);
}

CS_TEST(sum_kind, "a record without a kind means what the verb says")
{
    struct cs_calendar_sums *sums = cs_calendar_sums_new("between");
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_sum_record);
    CHECK_INT(sum(sums, &row, WEEK "start=2026-01-05T10:00|amount=2026-01-05T11:00"), CS_OK);
    CHECK_TEXT(cs_value_text(&row.values[CS_SUM_RESULT]), "60");
    CHECK_TEXT(cs_value_text(&row.values[CS_SUM_KIND]), "between");
    CHECK_INT(sum(sums, &row, WEEK "start=2026-01-05T10:00|amount=60m|kind=add"), CS_OK);
    CHECK_TEXT(cs_value_text(&row.values[CS_SUM_RESULT]), "2026-01-05T11:00:00");
    cs_row_release(&row);
    cs_calendar_sums_free(sums);
}

CS_TEST(sum_refusals, "a sum that cannot be done is refused by its field")
{
    static const struct {
        const char *record, *field;
    } cases[] = {
        { "timezone=Mars/Base|hours=mon 09:00-17:00|start=2026-01-05|amount=1m", "timezone" },
        { "timezone=UTC|hours=mon 09:00|start=2026-01-05|amount=1m", "hours" },
        { "timezone=UTC|hours=mon 09:00-17:00|holidays=2026-99-01|start=2026-01-05|amount=1m", "holidays" },
        { WEEK "start=soon|amount=1m", "start" },
        { WEEK "start=2026-01-05|amount=much", "amount" },
        { WEEK "start=2026-01-05|amount=2026-02-30|kind=between", "amount" },
        { WEEK "start=2026-01-05", "amount: must not be empty" },
        { "hours=mon 09:00-17:00|start=2026-01-05|amount=1m", "timezone: must not be empty" },
    };
    struct cs_calendar_sums *sums = cs_calendar_sums_new("add");
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_sum_record);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_THAT(sum(sums, &row, cases[i].record) == CS_REFUSED, "%s", cases[i].record);
        CHECK_THAT(strncmp(kit.err.text, cases[i].field, strlen(cases[i].field)) == 0, "%s: %s",
                   cases[i].record, kit.err.text);
    }
    cs_row_release(&row);
    cs_calendar_sums_free(sums);
}

CS_TEST(many_calendars, "more calendars than are kept give the same results")
{
    struct cs_calendar_sums *sums = cs_calendar_sums_new("add");
    struct cs_row row;
    cs_row_init(&row, &cs_calendar_sum_record);
    for (int round = 0; round < 2; round++)
        for (int minute = 0; minute < 59; minute++)
            for (int hour = 8; hour < 12; hour++) {
                char text[200], want[40];
                snprintf(text, sizeof text,
                         "timezone=UTC|hours=daily %02d:%02d-20:00|start=2026-01-05T00:00|amount=1m", hour,
                         minute);
                snprintf(want, sizeof want, "2026-01-05T%02d:%02d:00", hour, minute + 1);
                CHECK_INT(sum(sums, &row, text), CS_OK);
                CHECK_TEXT(cs_value_text(&row.values[CS_SUM_RESULT]), want);
            }
    cs_row_release(&row);
    cs_calendar_sums_free(sums);
}

CS_TEST(vectors, "all 157 vectors come out as their peers say")
{
    char line[4096], *cell[9];
    FILE *file = cs_unit_open("tests/vectors/business_time.tsv");
    struct cs_calendar_sums *sums = cs_calendar_sums_new("add");
    struct cs_row row;
    int count = 0;
    cs_row_init(&row, &cs_calendar_sum_record);
    while (fgets(line, sizeof line, file)) {
        char *rest = line;
        line[strcspn(line, "\r\n")] = '\0';
        for (int i = 0; i < 9; i++)
            cell[i] = strsep(&rest, "\t");
        if (strcmp(cell[0], "id") == 0)
            continue;
        cs_row_reset(&row);
        for (int i = CS_SUM_TIMEZONE; i <= CS_SUM_KIND; i++)
            row.values[i] = cs_text(cell[i + 2]);
        cs_error_clear(&kit.err);
        CHECK_THAT(cs_calendar_sum(sums, &row, &row, &kit.err) == CS_OK, "%s: %s", cell[0], kit.err.text);
        CHECK_THAT(strcmp(cs_value_text(&row.values[CS_SUM_RESULT]), cell[8]) == 0, "%s: %s, not %s", cell[0],
                   cs_value_text(&row.values[CS_SUM_RESULT]), cell[8]);
        count++;
    }
    CHECK_INT(count, 157);
    fclose(file);
    cs_row_release(&row);
    cs_calendar_sums_free(sums);
}

CS_TEST(answers, "a calendar of the store answers, and says where nothing is published")
{
    static const struct {
        const char *kind, *start, *amount, *result;
        int64_t year;
    } cases[] = {
        { "add", "2026-02-13T16:30", "8hwt", "2026-02-14T17:00:00+08:00", 0 },
        { "add", "2026-02-13T16:30", "8h", "2026-02-14T17:00:00+08:00", 0 },
        { "add", "2026-02-13T16:30", "1wd", "2026-02-14T18:00:00+08:00", 0 },
        { "add", "2026-02-13T19:00", "-0m", "2026-02-13T18:00:00+08:00", 0 },
        { "add", "2026-12-31T17:00", "2h", "2027-01-01T10:00:00+08:00", 2027 },
        { "between", "2026-02-13T16:30", "2026-02-14T10:00", "2h30mwt", 0 },
        { "between", "2026-02-14T10:00", "2026-02-13T16:30", "0hwt", 0 },
        { "next", "2026-02-13T19:00", NULL, "2026-02-14T09:00:00+08:00", 0 },
        { "next", "2026-02-13T10:00", NULL, "2026-02-13T10:00:00+08:00", 0 },
    };
    struct cs_store *store = with_office();
    struct cs_calendars *calendars = cs_calendars_new(store);
    const struct cs_calendar *calendar = NULL;
    struct cs_row row;
    CHECK_INT(cs_calendars_find(calendars, "office", &calendar, NULL, &kit.err), CS_OK);
    cs_row_init(&row, &cs_calendar_answer_record);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t year = -1;
        cs_row_reset(&row);
        CHECK_INT(cs_calendar_answer(calendar, cases[i].kind, cases[i].start, cases[i].amount, &row, &year,
                                     &kit.err),
                  CS_OK);
        CHECK_TEXT(cs_value_text(&row.values[CS_ANSWER_RESULT]), cases[i].result);
        CHECK_INT(year, cases[i].year);
        CHECK_INT(row.values[CS_ANSWER_PROVISIONAL].integer, cases[i].year != 0);
    }
    int64_t year;
    CHECK_INT(cs_calendar_answer(calendar, "add", "2026-02-13T16:30", "a lot", &row, &year, &kit.err),
              CS_MISUSED);
    cs_error_clear(&kit.err);
    CHECK_INT(cs_calendar_answer(calendar, "next", "whenever", NULL, &row, &year, &kit.err), CS_MISUSED);
    cs_row_release(&row);
    cs_calendars_free(calendars);
    cs_store_close(store);
}
