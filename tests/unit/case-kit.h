/*
 * What the tests of tickets and escalation share: a store with the shipped calendars, paths, policies and
 * ladders, a small organisation, a desk whose clock is set, moves and runs in a line each.
 *
 *     G group -- R region -- C city -- P1, P2 projects       X1, X2, X3 contractors
 *     engineer E1, care K1 (deputy D1), construction N1, head H1 at P1; care and head at C, R and G;
 *     construction at C only. Nobody holds a post at P2.
 *
 * 2026-03-02 is a Monday. Everything is told in Shanghai's time (UTC+8, no summer time).
 */
#ifndef CS_TESTS_UNIT_CASE_KIT_H
#define CS_TESTS_UNIT_CASE_KIT_H

#include "calendar/calendar.h"
#include "escalation/escalation.h"
#include "io/reader.h"
#include "org/org.h"
#include "room-kit.h"
#include "ticket/ticket.h"

#define CASE __attribute__((unused)) static

static struct {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_calendars *calendars;
    struct cs_escalation *escalation;
    struct cs_tickets *tickets;
    struct cs_ticket_intake intake; /* of the last import */
    int64_t now;
    bool history;
    struct cs_run_result run;
} desk;

CASE void desk_shut(void)
{
    cs_tickets_free(desk.tickets);
    cs_escalation_free(desk.escalation);
    cs_calendars_free(desk.calendars);
    cs_org_free(desk.org);
    desk.tickets = NULL;
    desk.escalation = NULL;
    desk.calendars = NULL;
    desk.org = NULL;
}

/* Opens the desk anew at a moment, as a command that starts then would. */
CASE void desk_open(const char *actor)
{
    desk_shut();
    desk.org = cs_org_new(desk.store);
    desk.calendars = cs_calendars_new(desk.store);
    const struct cs_escalation_options clocks = { .store = desk.store,
                                                  .org = desk.org,
                                                  .calendars = desk.calendars,
                                                  .zone = room_zone(),
                                                  .now = desk.now,
                                                  .actor = actor,
                                                  .history = desk.history,
                                                  .diag = &kit.diag };
    CHECK_INT(cs_escalation_new(&clocks, &desk.escalation, &kit.err), CS_OK);
    const struct cs_tickets_options cases = { .store = desk.store,
                                              .org = desk.org,
                                              .calendars = desk.calendars,
                                              .zone = room_zone(),
                                              .now = desk.now,
                                              .actor = actor,
                                              .diag = &kit.diag,
                                              .listener = { cs_escalation_hear, desk.escalation } };
    CHECK_INT(cs_tickets_new(&cases, &desk.tickets, &kit.err), CS_OK);
}

CASE void desk_by(const char *actor, const char *now)
{
    desk.now = room_time(now);
    desk_open(actor);
}

CASE void desk_at(const char *now)
{
    desk_by("desk", now);
}

/* ---- data files ---- */

typedef enum cs_status desk_take_fn(void *context, const struct cs_row *row, struct cs_error *err);

CASE void desk_read(const char *name, const struct cs_record *record, desk_take_fn *take, void *context)
{
    char *path = cs_unit_path(name);
    int fd = open(path, O_RDONLY);
    CHECK_THAT(fd >= 0, "cannot open %s", path);
    struct cs_source *source = NULL;
    struct cs_reader *reader = NULL;
    const struct cs_source_options how = { .format = "csv" };
    const struct cs_reader_options options = { .parse = { .zone = room_zone() }, .diag = &kit.diag };
    CHECK_INT(cs_source_open(fd, name, &how, &source, &kit.err), CS_OK);
    CHECK_INT(cs_reader_new(source, record, &options, &reader, &kit.err), CS_OK);
    struct cs_row *row;
    while (cs_reader_next(reader, &row, &kit.err) == CS_OK) {
        CHECK_INT(cs_row_finish(row, &options.parse, &kit.err), CS_OK);
        enum cs_status status = take(context, row, &kit.err);
        CHECK_THAT(status == CS_OK, "%s: %s", name, kit.err.text);
    }
    CHECK_TEXT(kit.err.text, "");
    cs_reader_free(reader);
    cs_source_close(source);
    free(path);
}

CASE enum cs_status desk_line(void *context, const struct cs_row *row, struct cs_error *err)
{
    return cs_calendar_import_line(context, row, err);
}

CASE void desk_calendar(const char *name)
{
    struct cs_calendar_counts counts;
    struct cs_calendar_import *import = cs_calendar_import_new(desk.store, NULL);
    desk_read(name, &cs_calendar_line_record, desk_line, import);
    CHECK_INT(cs_calendar_import_finish(import, &counts, &kit.err), CS_OK);
    cs_calendar_import_free(import);
}

CASE enum cs_status desk_target(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_target_take(desk.escalation, row, err);
}

CASE enum cs_status desk_rung(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_rung_take(desk.escalation, row, err);
}

CASE enum cs_status desk_reason(void *context, const struct cs_row *row, struct cs_error *err)
{
    bool changed;
    (void)context;
    return cs_hold_reason_take(desk.tickets, row, &changed, err);
}

CASE enum cs_status desk_step(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context;
    return cs_ticket_path_take(desk.tickets, row, err);
}

/* Runs a take function on "field=value|..." as one row of a record. */
CASE enum cs_status desk_row(const struct cs_record *record, desk_take_fn *take, const char *text)
{
    struct cs_row row;
    struct cs_parse how = { .zone = room_zone() };
    cs_error_clear(&kit.err);
    cs_row_init(&row, record);
    room_row(&row, text);
    enum cs_status status = cs_row_finish(&row, &how, &kit.err);
    if (status == CS_OK)
        status = take(NULL, &row, &kit.err);
    cs_row_release(&row);
    return status;
}

/* A policy (ladder) of one's own, a row a line; replaces what the rows' name had. */
CASE void desk_policy(const char *const *rows)
{
    for (; *rows; rows++)
        CHECK_THAT(desk_row(&cs_target_record, desk_target, *rows) == CS_OK, "%s: %s", *rows, kit.err.text);
    CHECK_INT(cs_target_end(desk.escalation, &kit.err), CS_OK);
}

CASE void desk_ladder(const char *const *rows)
{
    for (; *rows; rows++)
        CHECK_THAT(desk_row(&cs_rung_record, desk_rung, *rows) == CS_OK, "%s: %s", *rows, kit.err.text);
    CHECK_INT(cs_rung_end(desk.escalation, &kit.err), CS_OK);
}

/* ---- the organisation ---- */

static struct cs_org_import *desk_org_import;

CASE enum cs_status desk_org_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    enum cs_org_change change;
    (void)context;
    return cs_org_import_row(desk_org_import, row, NULL, NULL, &change, err);
}

CASE void desk_org(enum cs_org_noun noun, const char *const *rows)
{
    desk_org_import = cs_org_import_new(desk.org, noun);
    for (; *rows; rows++)
        CHECK_THAT(desk_row(cs_org_records[noun], desk_org_row, *rows) == CS_OK, "%s: %s", *rows,
                   kit.err.text);
    CHECK_INT(cs_org_import_finish(desk_org_import, &kit.err), CS_OK);
    cs_org_import_free(desk_org_import);
}

static const char *const desk_units[] = {
    "code=G|name=集团|kind=group",
    "code=R|name=东区|kind=region|parent=G",
    "code=C|name=江城公司|kind=city|parent=R",
    "code=P1|name=华府一期|kind=project|parent=C",
    "code=P2|name=华府二期|kind=project|parent=C",
    "code=X1|name=甲防水|kind=contractor",
    "code=X2|name=乙油漆|kind=contractor",
    "code=X3|name=丙木作|kind=contractor",
    NULL,
};
static const char *const desk_staff[] = {
    "code=E1|name=工程师一",
    "code=K1|name=客服主管一",
    "code=D1|name=副手一",
    "code=N1|name=施工经理一",
    "code=H1|name=项目总一",
    "code=KC|name=城市客服",
    "code=HC|name=城市总",
    "code=NC|name=城市工程",
    "code=KR|name=区域客服",
    "code=HR|name=区域总",
    "code=KG|name=集团客服",
    "code=HG|name=集团总",
    NULL,
};
static const char *const desk_posts[] = {
    "unit=P1|role=engineer|staff=E1",     "unit=P1|role=care|staff=K1|deputy=D1",
    "unit=P1|role=construction|staff=N1", "unit=P1|role=head|staff=H1",
    "unit=C|role=care|staff=KC",          "unit=C|role=head|staff=HC",
    "unit=C|role=construction|staff=NC",  "unit=R|role=care|staff=KR",
    "unit=R|role=head|staff=HR",          "unit=G|role=care|staff=KG",
    "unit=G|role=head|staff=HG",          NULL,
};
static const char *const desk_homes[] = {
    "code=P1-1-1-101|project=P1|room=1-1-101",
    "code=P1-1-1-102|project=P1|room=1-1-102",
    NULL,
};

/* A store with calendars and organisation, but without policies, ladders, paths and reasons. */
CASE void desk_bare(const char *now)
{
    desk_shut();
    cs_store_close(desk.store);
    desk.history = false;
    desk.store = room_store();
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_calendar("share/calendars/24x7.csv");
    desk_calendar("share/calendars/care-desk.csv");
    desk_calendar("share/calendars/cn-office.csv");
    desk_calendar("share/calendars/site.csv");
    desk_at(now);
    desk_org(CS_ORG_UNIT, desk_units);
    desk_org(CS_ORG_STAFF, desk_staff);
    desk_org(CS_ORG_POST, desk_posts);
    desk_org(CS_ORG_HOME, desk_homes);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at(now);
}

CASE void desk_paths(void)
{
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK); /* several hundred rows */
    desk_read("share/paths/paths.csv", &cs_path_record, desk_step, NULL);
    CHECK_INT(cs_ticket_path_end(desk.tickets, &kit.err), CS_OK);
    desk_read("share/policies/holds.csv", &cs_hold_reason_record, desk_reason, NULL);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* The store as `cs-db init` leaves it, with the organisation above. */
CASE void desk_whole(const char *now)
{
    desk_bare(now);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    desk_paths();
    desk_read("share/policies/ladders.csv", &cs_rung_record, desk_rung, NULL);
    desk_at(now);
    desk_read("share/policies/default.csv", &cs_target_record, desk_target, NULL);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    desk_at(now);
}

__attribute__((destructor)) static void desk_end(void)
{
    desk_shut();
    cs_store_close(desk.store);
}

/* ---- cases ---- */

static bool desk_named[CS_TICKET_FIELDS];

CASE bool desk_has(const void *context, int field)
{
    (void)context;
    return desk_named[field];
}

/* "field=value|field=value" as a row of a ticket; a value of one blank is an empty cell. */
CASE enum cs_status desk_give(struct cs_ticket_intake *intake, const char *text)
{
    struct cs_row row;
    struct cs_parse how = { .zone = room_zone() };
    enum cs_status status = CS_OK;
    cs_error_clear(&kit.err);
    cs_row_init(&row, &cs_ticket_record);
    memset(desk_named, 0, sizeof desk_named);
    char *list = cs_strdup(text), *rest = list, *piece;
    while ((piece = strsep(&rest, "|")) && piece[0] && status == CS_OK) {
        char *value = strchr(piece, '=');
        *value++ = '\0';
        int field = cs_record_find(&cs_ticket_record, piece);
        CHECK_THAT(field >= 0, "there is no field %s", piece);
        desk_named[field] = true;
        status =
            cs_field_parse(&cs_ticket_record.fields[field], &how, value,
                           strcspn(value, " ") ? strlen(value) : 0, row.arena, &row.values[field], &kit.err);
        CHECK_THAT(status == CS_OK, "%s: %s", piece, kit.err.text);
    }
    if (intake->own)
        CHECK_INT(cs_row_finish(&row, &how, &kit.err), CS_OK);
    if (status == CS_OK)
        status = cs_store_begin(desk.store, false, &kit.err);
    if (status == CS_OK)
        status = cs_ticket_take(desk.tickets, intake, &row, desk_has, NULL, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    free(list);
    cs_row_release(&row);
    return status;
}

/* A case entered here and now. */
CASE int64_t desk_add(const char *text)
{
    struct cs_ticket_intake intake = { .own = true };
    CHECK_THAT(desk_give(&intake, text) == CS_OK, "add %s: %s", text, kit.err.text);
    return intake.last_id;
}

/* One row of an import of "crm", counted in desk.intake. */
CASE enum cs_status desk_import(const char *text)
{
    desk.intake = (struct cs_ticket_intake){ .source = "crm", .history = desk.history };
    desk_open("desk"); /* an import is a command of its own */
    return desk_give(&desk.intake, text);
}

CASE int64_t desk_imported(const char *text)
{
    CHECK_THAT(desk_import(text) == CS_OK, "import %s: %s", text, kit.err.text);
    return desk.intake.last_id;
}

CASE enum cs_status desk_do(int64_t id, struct cs_move move)
{
    cs_error_clear(&kit.err);
    if (move.at == 0)
        move.at = desk.now;
    move.appointment_at = move.appointment_at ? move.appointment_at : CS_NO_TIME;
    move.promised_at = move.promised_at ? move.promised_at : CS_NO_TIME;
    move.until = move.until ? move.until : CS_NO_TIME;
    enum cs_status status = cs_store_begin(desk.store, false, &kit.err);
    if (status == CS_OK)
        status = cs_ticket_move(desk.tickets, id, &move, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    return status;
}

/* MOVE(id, "inspect", .component = "leak"): must be legal; REFUSED: must not be. */
#define TRY(id, verb_, ...) desk_do(id, (struct cs_move){ .verb = verb_, ##__VA_ARGS__ })
#define MOVE(id, verb_, ...)                                                                                 \
    CHECK_THAT(TRY(id, verb_, ##__VA_ARGS__) == CS_OK, "%s of case %lld: %s", verb_, (long long)(id),        \
               kit.err.text)
#define REFUSED(says, id, verb_, ...)                                                                        \
    do {                                                                                                     \
        CHECK_INT(TRY(id, verb_, ##__VA_ARGS__), CS_REFUSED);                                                \
        CHECK_THAT(strstr(kit.err.text, says), "\"%s\" does not say \"%s\"", kit.err.text, says);            \
    } while (0)
#define TO(...)                                                                                              \
    .suppliers = (const char *const[]){ __VA_ARGS__ },                                                       \
    .supplier_count = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)
#define CLOSING                                                                                              \
    .component = "leak", .class = "workmanship", .cause = "防水层破损", .party = "X1",                       \
    .evidence = "photo://after"

/* ---- what the store says ---- */

CASE enum cs_status desk_answer(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_buffer *text = context;
    (void)err;
    if (text->length)
        cs_buffer_char(text, '\n');
    cs_buffer_text(text, cs_value_text(&out[0]));
    return CS_OK;
}

/* One text column of a SELECT with $1 = a case, its rows on lines of their own. Eight answers are good at a
 * time. */
__attribute__((noinline, unused)) static const char *ask(int64_t id, const char *sql)
{
    static struct cs_buffer answers[8];
    static int next;
    struct cs_buffer *answer = &answers[next++ % 8];
    const struct cs_value in[] = { cs_integer(id) };
    cs_buffer_reset(answer);
    cs_buffer_text(answer, "");
    CHECK_THAT(cs_store_each_sql(desk.store, sql, in, 1, "t", desk_answer, answer, &kit.err) == CS_OK,
               "%s: %s", sql, kit.err.text);
    return answer->length ? answer->text : "";
}

#define LOCAL(column) "strftime('%Y-%m-%d %H:%M:%S', " column " + 28800, 'unixepoch')"

/* A column of the case; a moment of it; NULL is "". */
#define field(id, column)  ask(id, "SELECT CAST(" column " AS TEXT) FROM ticket WHERE id = $1")
#define moment(id, column) ask(id, "SELECT " LOCAL(column) " FROM ticket WHERE id = $1")

#define CLOCK(column, metric_)                                                                               \
    "SELECT coalesce(" LOCAL(column) ", '-') FROM clock WHERE ticket_id = $1 AND metric = '" metric_         \
                                     "' ORDER BY instance DESC LIMIT 1"

/* When the newest instance of a clock is due ("-" while it is held, "" where there is none); when it stopped
 * ("-" while it runs); number and moment of the next rung on which the run acts. */
#define due(id, metric)     ask(id, CLOCK("due_at", metric))
#define stopped(id, metric) ask(id, CLOCK("stopped_at", metric))
#define next_act(id, metric_)                                                                                \
    ask(id, "SELECT rung || ' ' || " LOCAL(                                                                  \
                "due_at") " FROM deadline WHERE ticket_id = $1 AND metric = '" metric_ "'")
/* Every instance of a clock: number, start, due, stop, used before its base. */
#define rounds_of(id, metric_)                                                                               \
    ask(id, "SELECT instance || ' ' || " LOCAL("started_at") " || ' ' || coalesce(" LOCAL(                   \
                "due_at") ", '-') "                                                                          \
                          "|| ' ' || coalesce(" LOCAL(                                                       \
                              "stopped_at") ", '-') FROM clock WHERE ticket_id = $1 AND metric = '" metric_  \
                                            "' ORDER BY instance")

/* The moves of a case as the log has them: "inspect received>to_dispatch". */
CASE const char *story(int64_t id)
{
    return ask(id, "SELECT verb || coalesce(' ' || outcome, '') || CASE WHEN new IS NOT NULL THEN ' ' || "
                   "coalesce(old, '') || '>' || new ELSE '' END FROM event WHERE ticket_id = $1 AND field IS "
                   "NULL ORDER BY seq");
}

CASE const char *orders(int64_t id)
{
    return ask(id,
               "SELECT coalesce(u.code, w.supplier) || coalesce(' ' || w.trade, '') || ' ' || w.state FROM "
               "work_order AS w LEFT JOIN unit AS u ON u.id = w.supplier_id WHERE ticket_id = $1 ORDER BY "
               "seq");
}

/* ---- runs ---- */

/* Runs at a moment: "ticket metric rung role@level staff" a line. */
CASE const char *run_at(const char *now)
{
    static struct room_lines lines;
    desk_by("cron", now);
    lines = (struct room_lines){ .fields = "ticket metric rung role level staff" };
    kit.said[0] = '\0';
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_escalation_run(desk.escalation, false, room_gather, &lines, &desk.run, &kit.err) == CS_OK,
               "run: %s", kit.err.text);
    return lines.text;
}

#endif
