/* Reports: what their heads say, what their parameters take, and that a faulty one is told in words. */
#include "report/report.h"
#include "outbox-kit.h"
#include "store/guard.h"

static struct cs_report report;

static const struct cs_guard_column personal[] = { { "ticket", "phone", CS_PHONE },
                                                   { "ticket", "extra", 0 } };

/* Writes a report to a scratch file, loads it and answers the status. */
static enum cs_status load(const char *text, bool chinese)
{
    char path[] = "/tmp/cs-report-XXXXXX.sql";
    int fd = mkstemps(path, 4);
    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    cs_error_clear(&kit.err);
    enum cs_status status =
        cs_report_load(path, &(struct cs_report_how){ .chinese = chinese }, &kit.arena, &report, &kit.err);
    unlink(path);
    return status;
}

static void refuses(const char *text, const char *sentence)
{
    CHECK_INT(load(text, false), CS_FAILED);
    CHECK_THAT(strstr(kit.err.text, sentence), "\"%s\" has no: %s", kit.err.text, sentence);
    cs_error_clear(&kit.err);
}

#define COLUMN "-- title: T\n-- column: n; int; N\n"

static const char full[] = "-- title: Morning; 晨会\n"
                           "-- about: what is late; 超期\n"
                           "\n"
                           "-- parameter: level; choice project,city; project; a line; 每行\n"
                           "-- parameter: now; time; now; the moment\n"
                           "-- parameter: days; int; 3; how many\n"
                           "-- parameter: day; date; today; which\n"
                           "-- parameter: word; text; ; any\n"
                           "-- column: unit; text; Unit; 单位\n"
                           "-- column: rate; real 1; Rate\n"
                           "-- a remark of its own: it is passed over\n"
                           "SELECT 'x' AS unit, 1.26 AS rate;\n";

CS_TEST(head, "a head is read: title, parameters, columns, in either language")
{
    CHECK_INT(load(full, false), CS_OK);
    CHECK_TEXT(report.title, "Morning");
    CHECK_TEXT(report.about, "what is late");
    CHECK_INT(report.parameter_count, 5);
    CHECK_TEXT(report.parameters[0].name, "level");
    CHECK_TEXT(report.parameters[0].choices[1].code, "city");
    CHECK(!report.parameters[0].choices[2].code);
    CHECK_TEXT(report.parameters[4].byname, "");
    CHECK_INT(report.record.count, 2);
    CHECK_TEXT(report.record.fields[0].heading, "Unit");
    CHECK_INT(report.record.fields[1].type, CS_TYPE_REAL);
    CHECK_INT(report.digits[1], 1);
    CHECK_TEXT(report.sql, "SELECT 'x' AS unit, 1.26 AS rate");
    CHECK_INT(load(full, true), CS_OK);
    CHECK_TEXT(report.title, "晨会");
    CHECK_TEXT(report.record.fields[0].heading, "单位");
    CHECK_TEXT(report.record.fields[1].heading, "Rate"); /* not translated: English is better than nothing */
    CHECK_TEXT(report.parameters[0].help, "每行");
    cs_arena_release(&kit.arena);
}

CS_TEST(faulty, "a faulty head is refused with its place")
{
    refuses("SELECT 1\n", "no `-- title");
    refuses("-- title: T\nSELECT 1\n", "no `-- column");
    refuses(COLUMN, "no SELECT");
    refuses(COLUMN " ;\n", "no SELECT");
    refuses("-- title: T\n-- column: n; whole; N\nSELECT 1\n", ".sql:2: \"whole\" is no type of a column");
    refuses("-- title: T\n-- column: n; real 12; N\nSELECT 1\n", "\"real 12\" is no type of a column");
    refuses("-- column: N N; int; N\nSELECT 1\n", "a column is written");
    refuses("-- column: n; int\nSELECT 1\n", "a column is written");
    refuses("-- parameter: n; int\n", "a parameter is written");
    refuses("-- parameter: n; moon; 1; m\n", "\"moon\" is no type of a parameter");
    CHECK_INT(cs_report_load("/nonexistent.sql", &(struct cs_report_how){ 0 }, &kit.arena, &report, &kit.err),
              CS_FAILED);
    CHECK_TEXT(kit.err.text, "/nonexistent.sql: No such file or directory");
    cs_error_clear(&kit.err);
    CHECK_INT(cs_report_load("/tmp", &(struct cs_report_how){ 0 }, &kit.arena, &report, &kit.err), CS_FAILED);
    CHECK(strstr(kit.err.text, "a report is a file") != NULL);
    refuses("-- title: \xff\n" COLUMN "SELECT 1\n", "is not UTF-8");
    cs_arena_release(&kit.arena);
}

CS_TEST(many, "too many columns or parameters are refused, not written past the end")
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_text(&text, "-- title: T\n");
    for (int i = 0; i < 101; i++)
        cs_buffer_printf(&text, "-- column: c%d; int; C\n", i);
    refuses(text.text, "at most 100 columns");
    cs_buffer_reset(&text);
    for (int i = 0; i < 17; i++)
        cs_buffer_printf(&text, "-- parameter: p%d; int; 1; P\n", i);
    refuses(text.text, "at most 16 parameters");
    cs_buffer_release(&text);
    cs_arena_release(&kit.arena);
}

static struct cs_value values[8];

static enum cs_status read_words(const char *first, const char *second)
{
    const char *words[] = { first, second };
    const struct cs_report_context context = { KIT_NOW, kit.zone, NULL };
    cs_error_clear(&kit.err);
    return cs_report_values(&report, words, (first != NULL) + (second != NULL), &context, &kit.arena, values,
                            &kit.err);
}

static void misused(const char *word, const char *sentence)
{
    CHECK_INT(read_words(word, NULL), CS_MISUSED);
    CHECK_THAT(strstr(kit.err.text, sentence), "\"%s\" has no: %s", kit.err.text, sentence);
}

CS_TEST(parameters, "parameters take what their type says, and have defaults")
{
    kit_open();
    CHECK_INT(load(full, false), CS_OK);
    CHECK_INT(read_words(NULL, NULL), CS_OK);
    CHECK_TEXT(cs_value_text(&values[0]), "project");
    CHECK_TEXT(cs_value_text(&values[1]), "1772672400");
    CHECK_TEXT(cs_value_text(&values[2]), "3");
    CHECK_TEXT(cs_value_text(&values[3]), "20517"); /* 2026-03-05 */
    CHECK_INT(values[4].type, CS_NULL);
    CHECK_INT(read_words("level=city", "now=now-1d12h"), CS_OK);
    CHECK_TEXT(cs_value_text(&values[0]), "city");
    CHECK_TEXT(cs_value_text(&values[1]), "1772542800");
    CHECK_INT(read_words("now=2026-03-05T10:00", "day=yesterday"), CS_OK);
    CHECK_TEXT(cs_value_text(&values[1]), "1772676000");
    CHECK_TEXT(cs_value_text(&values[3]), "20516");
    CHECK_INT(read_words("now=today", "day=2026-01-01"), CS_OK);
    CHECK_TEXT(cs_value_text(&values[1]), "1772640000");
    CHECK_TEXT(cs_value_text(&values[3]), "20454");
    CHECK_INT(read_words("word=a=b", "days="), CS_OK);
    CHECK_TEXT(cs_value_text(&values[4]), "a=b");
    CHECK_INT(values[2].type, CS_NULL);
    kit_close();
}

CS_TEST(misuse, "a parameter that is misspelt or out of range is told in words")
{
    kit_open();
    CHECK_INT(load(full, false), CS_OK);
    misused("level=moon", "level: must be project, city, not \"moon\"");
    misused("levle=city", "has no parameter \"levle\"; it has: level, now, days, day, word");
    misused("city", "write NAME=VALUE, not \"city\"");
    misused("days=many", "days: ");
    misused("now=soon", "now: \"soon\" is no time");
    misused("now=now+x", "now: ");
    misused("now=now+2wd", "needs a working calendar");
    misused("day=2026-02-30", "day: ");
    CHECK_INT(load(COLUMN "SELECT 1 AS n\n", false), CS_OK);
    misused("x=1", "takes no parameters");
    kit_close();
}

CS_TEST(workdays, "workdays are counted in the calendar that is given")
{
    struct cs_calendar *calendar;
    kit_open();
    CHECK_INT(cs_calendar_new("office", kit.zone, "mon-fri 09:00-18:00", &calendar, &kit.err), CS_OK);
    CHECK_INT(load(full, false), CS_OK);
    const struct cs_report_context context = { KIT_NOW, kit.zone, calendar };
    const char *words[] = { "now=now+2wd" };
    CHECK_INT(cs_report_values(&report, words, 1, &context, &kit.arena, values, &kit.err), CS_OK);
    /* Thursday 9:00: the close of the second workday after it is Monday 18:00 */
    CHECK_TEXT(cs_value_text(&values[1]), "1773050400");
    cs_calendar_free(calendar);
    kit_close();
}

/* ---- running ---- */

static enum cs_status add_line(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_buffer *out = context;
    (void)err;
    for (size_t i = 0; i < row->record->count; i++) {
        cs_buffer_text(out, i ? "," : "");
        cs_field_format(&row->record->fields[i], &row->values[i], kit.zone, out);
    }
    cs_buffer_char(out, '\n');
    return CS_OK;
}

static enum cs_status run(const char *text, struct cs_buffer *out)
{
    CHECK_INT(load(text, false), CS_OK);
    CHECK_INT(read_words(NULL, NULL), CS_OK);
    cs_store_guard(kit.store, personal, 2);
    cs_buffer_reset(out);
    return cs_report_run(kit.store, &report, values, add_line, out, &kit.err);
}

static void fails(const char *text, const char *sentence)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    CHECK_INT(run(text, &out), CS_FAILED);
    CHECK_THAT(strstr(kit.err.text, sentence), "\"%s\" has no: %s", kit.err.text, sentence);
    cs_buffer_release(&out);
    cs_error_clear(&kit.err);
}

CS_TEST(types, "columns come out in the types and with the digits that the head says")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    kit_open();
    CHECK_INT(
        run("-- title: T\n-- column: a; real 1; A\n-- column: b; int; B\n-- column: c; money; C\n"
            "-- column: d; time; D\n-- column: e; date; E\n-- column: f; text; F\n-- column: g; real 0; G\n"
            "SELECT 66.666 AS a, 2.0 AS b, 12345 AS c, 1772672400 AS d, 20517 AS e, NULL AS f, 7 AS g\n",
            &out),
        CS_OK);
    CHECK_TEXT(out.text, "66.7,2,123.45,2026-03-05T09:00:00+08:00,2026-03-05,,7\n");
    CHECK_TEXT(kit.err.text, "");
    cs_buffer_release(&out);
    kit_close();
}

CS_TEST(statement, "a statement that answers other columns, writes, or is none is told in words")
{
    kit_open();
    fails(COLUMN "SELECT 1 AS n, 2 AS m\n", "the SELECT answers 2 columns, its head names 1");
    fails(COLUMN "SELECT 1 AS m\n", "column 1 is \"m\", its head says \"n\"");
    fails(COLUMN "SELECT 'x' AS n\n", "column n holds text");
    fails(COLUMN "DELETE FROM ticket\n", "report");
    fails(COLUMN "SELECT 1 AS n; SELECT 2\n", "report");
    fails(COLUMN "SELECT moon AS n FROM ticket\n", "moon");
    kit_close();
}

CS_TEST(guarded, "personal data come out masked, and what no mask fits not at all")
{
    static const struct cs_statement add[] = {
        { "INSERT INTO ticket (id, kind, state, priority, phone, extra) "
          "VALUES (1, 'repair', 'received', 3, '13812345678', '{}')",
          "", "" },
    };
    static const struct cs_statements table = CS_STATEMENTS("add", add);
    struct cs_buffer out = CS_BUFFER_INIT;
    kit_open();
    kit_do(&table);
    CHECK_INT(run("-- title: T\n-- column: phone; text; P\nSELECT phone FROM ticket\n", &out), CS_OK);
    CHECK_TEXT(out.text, "138****5678\n");
    fails("-- title: T\n-- column: extra; text; P\nSELECT extra FROM ticket\n", "extra");
    cs_buffer_release(&out);
    kit_close();
}

static bool is_chinese(const char *text)
{
    while (*text > 0)
        text++;
    return *text != '\0';
}

CS_TEST(folder, "the reports of a folder are found by name; all that ship can be read in both languages")
{
    const char *const *paths;
    size_t count;
    char *share = cs_unit_path("share/reports");
    kit_open();
    CHECK_INT(cs_report_folder(share, &kit.arena, &paths, &count, &kit.err), CS_OK);
    CHECK_INT(count, 15);
    CHECK(strstr(paths[0], "/ageing.sql") && strstr(paths[14], "/today.sql"));
    for (size_t i = 0; i < count; i++)
        for (int chinese = 0; chinese < 2; chinese++) {
            CHECK_INT(cs_report_load(paths[i], &(struct cs_report_how){ .chinese = chinese }, &kit.arena,
                                     &report, &kit.err),
                      CS_OK);
            CHECK_THAT(is_chinese(report.title) == chinese, "%s: title %s", paths[i], report.title);
            CHECK_THAT(is_chinese(report.about) == chinese, "%s: about %s", paths[i], report.about);
            for (size_t c = 0; c < report.record.count; c++)
                CHECK_THAT(is_chinese(report.record.fields[c].heading) == chinese, "%s: %s", paths[i],
                           report.record.fields[c].heading);
        }
    CHECK_TEXT(kit.err.text, "");
    CHECK_INT(cs_report_folder("/nonexistent", &kit.arena, &paths, &count, &kit.err), CS_FAILED);
    CHECK_TEXT(kit.err.text, "/nonexistent: No such file or directory");
    free(share);
    kit_close();
}
