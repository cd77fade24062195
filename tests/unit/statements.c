/*
 * Every statement and view of every room against a fresh store made from the real schema/: what a
 * column was renamed to, or a table never got, is found here and not by a clerk.
 */
#include "program/rooms.h"
#include "store-kit.h"

#include "customer/customer.h"
#include "customer/find.h"
#include "escalation/escalation.h"
#include "ticket/case.h"
#include "ticket/outside.h"
#include "ticket/ticket.h"

#include <sqlite3.h>

static struct cs_store *real_store(void)
{
    struct cs_store *store = NULL;
    char *schema = cs_unit_path("schema");
    kit_begin();
    struct cs_store_options options = kit_options(CS_STORE_CREATE);
    options.schema_dir = schema;
    if (cs_store_open(&options, &store, &kit.err) != CS_OK) {
        printf("Bail out! %s\n", kit.err.text);
        exit(1);
    }
    free(schema);
    return store;
}

/* ------------------------------------------------------------------ statements */

CS_TEST(statements_prepare, "every statement is good SQL, with the parameters and columns it promises")
{
    struct cs_store *store = real_store();
    for (const struct cs_statements *const *table = cs_all_statements; *table; table++)
        for (size_t i = 0; i < (*table)->count; i++) {
            const struct cs_statement *statement = &(*table)->list[i];
            cs_error_clear(&kit.err);
            if (!statement->sql)
                CHECK_THAT(false, "%s/%zu has no text", (*table)->room, i);
            else
                CHECK_THAT(cs_store_prepare(store, *table, (int)i, &kit.err) == CS_OK, "%s\n#   %s",
                           kit.err.text, statement->sql);
        }
    cs_store_close(store);
}

CS_TEST(statements_once, "each room has its own name, and no statement stands twice")
{
    for (const struct cs_statements *const *table = cs_all_statements; *table; table++) {
        for (const struct cs_statements *const *other = cs_all_statements; other != table; other++)
            CHECK_THAT(strcmp((*other)->room, (*table)->room) != 0, "two rooms are called %s",
                       (*table)->room);
        for (size_t i = 0; i < (*table)->count; i++)
            for (size_t j = 0; j < i; j++)
                CHECK_THAT(!(*table)->list[i].sql || !(*table)->list[j].sql ||
                               strcmp((*table)->list[i].sql, (*table)->list[j].sql) != 0,
                           "%s/%zu is %s/%zu again", (*table)->room, i, (*table)->room, j);
    }
}

/* The letter of a column that is read as it stands in a table; 0 where it is worked out. */
static char declared_letter(sqlite3_stmt *stmt, int column)
{
    const char *type = sqlite3_column_decltype(stmt, column);
    if (!type)
        return 0;
    return strcmp(type, "TEXT") == 0      ? 't'
           : strcmp(type, "REAL") == 0    ? 'r'
           : strcmp(type, "BLOB") == 0    ? 'b'
           : strcmp(type, "INTEGER") == 0 ? 'i'
                                          : 0;
}

static void check_types(sqlite3 *db, const char *room, size_t which, const struct cs_statement *statement)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, statement->sql, -1, &stmt, NULL) != SQLITE_OK)
        return; /* told by another test */
    for (int i = 0; i < sqlite3_column_count(stmt) && statement->out[i]; i++) {
        char letter = declared_letter(stmt, i);
        CHECK_THAT(!letter || letter == statement->out[i],
                   "%s/%zu: column %d (%s) is '%c' in the schema, '%c' in out", room, which, i,
                   sqlite3_column_name(stmt, i), letter, statement->out[i]);
    }
    sqlite3_finalize(stmt);
}

/* SQLite answers any type from any column, PostgreSQL does not. */
CS_TEST(statement_types, "columns have the types that the schema gives them")
{
    sqlite3 *db = NULL;
    cs_store_close(real_store());
    CHECK_INT(sqlite3_open_v2(kit_path("s.db"), &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (const struct cs_statements *const *table = cs_all_statements; *table; table++)
        for (size_t i = 0; i < (*table)->count; i++)
            if ((*table)->list[i].sql && (*table)->list[i].out)
                check_types(db, (*table)->room, i, &(*table)->list[i]);
    sqlite3_close(db);
}

/* ------------------------------------------------------------------ views */

static enum cs_status no_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)context, (void)err;
    CHECK_THAT(false, "a fresh store has a record of %s", row->record->name);
    return CS_OK;
}

static enum cs_status any_row(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)row, (void)err;
    ++*(int *)context;
    return CS_OK;
}

static void selects(struct cs_store *store, const struct cs_select *select, const char *what, int field)
{
    int rows = 0;
    int64_t count = 0;
    const struct cs_record *record = select->view->record;
    cs_error_clear(&kit.err);
    enum cs_status status = cs_select_each(store, select, any_row, &rows, &kit.err);
    if (status == CS_OK)
        status = cs_select_count(store, select, &count, &kit.err);
    CHECK_THAT(status == CS_OK, "%s of %s.%s: %s", what, record->name,
               field < 0 ? "*" : record->fields[field].name, kit.err.text);
}

CS_TEST(views_whole, "every view can be read, with all its fields and with each alone")
{
    struct cs_store *store = real_store();
    for (const struct cs_view *const *view = cs_all_views; *view; view++) {
        struct cs_select select = { .view = *view };
        selects(store, &select, "reading", -1);
        for (int field = 0; field < (int)(*view)->record->count; field++) {
            select = (struct cs_select){ .view = *view, .fields = &field, .field_count = 1 };
            selects(store, &select, "reading", field);
        }
    }
    cs_store_close(store);
}

CS_TEST(views_of,
        "the rows of one case or person can be asked for in every view that has them, merged cases too")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_store *store = real_store();
    const struct cs_value one = cs_integer(1);
    int asked = 0, rows = 0;
    for (const struct cs_view *const *view = cs_all_views; *view; view++) {
        if (!(*view)->of)
            continue;
        const char *const conditions[] = { NULL, cs_view_merged(*view, false, &arena),
                                           cs_view_merged(*view, true, &arena) };
        for (size_t i = 0; i < 3; i++, asked++)
            CHECK_THAT(cs_select_of(store, *view, conditions[i], &one, any_row, &rows, &kit.err) == CS_OK,
                       "%s of 1 (%zu): %s", (*view)->record->name, i, kit.err.text);
    }
    CHECK_THAT(asked > 3 * 25, "only %d were asked", asked);
    CHECK_INT(rows, 0);
    cs_arena_release(&arena);
    cs_store_close(store);
}

CS_TEST(conditions_named, "the conditions that rooms name hold on their views")
{
    struct cs_store *store = real_store();
    const struct cs_value one = cs_integer(1), two[] = { cs_integer(1), cs_integer(2) };
    int rows = 0;
    const struct cs_ticket_where *where = &cs_ticket_where;
    const struct {
        const struct cs_view *view;
        const char *condition;
    } list[] = { { &cs_ticket_view, where->below },
                 { &cs_ticket_view, where->overdue },
                 { &cs_ticket_view, where->changed_since },
                 { &cs_found_case_view, cs_found_case_where.home },
                 { &cs_found_case_view, cs_found_case_where.person },
                 { &cs_clock_view, cs_clock_done_from[0] } };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        CHECK_THAT(cs_select_of(store, list[i].view, list[i].condition, &one, any_row, &rows, &kit.err) ==
                       CS_OK,
                   "%s: %s", list[i].condition, kit.err.text);
    const char *const plain[] = { where->open, where->soothing, where->second_call, where->unresolved };
    struct cs_select select = { .view = &cs_ticket_view, .conditions = plain, .condition_count = 4 };
    CHECK_INT(cs_select_each(store, &select, any_row, &rows, &kit.err), CS_OK);
    select = (struct cs_select){ .view = &cs_appointment_view,
                                 .conditions = cs_appointment_touches,
                                 .condition_count = 2,
                                 .condition_values = two,
                                 .condition_value_count = 2 };
    CHECK_INT(cs_select_each(store, &select, any_row, &rows, &kit.err), CS_OK);
    select = (struct cs_select){ .view = &cs_backdated_view,
                                 .conditions = &cs_backdated_waiting,
                                 .condition_count = 1 };
    CHECK_INT(cs_select_each(store, &select, any_row, &rows, &kit.err), CS_OK);
    select = (struct cs_select){ .view = &cs_outside_order_view,
                                 .conditions = &cs_outside_order_open,
                                 .condition_count = 1 };
    CHECK_INT(cs_select_each(store, &select, any_row, &rows, &kit.err), CS_OK);
    select = (struct cs_select){ .view = &cs_customer_view,
                                 .conditions = cs_customer_there,
                                 .condition_count = 2 };
    CHECK_INT(cs_select_each(store, &select, any_row, &rows, &kit.err), CS_OK);
    CHECK_INT(rows, 0);
    cs_store_close(store);
}

CS_TEST(views_empty, "a fresh store holds no case, nobody and no message")
{
    static const char *const empty[] = { "ticket",  "fault", "work_order", "event",
                                         "contact", "hold",  "home",       "staff" };
    struct cs_store *store = real_store();
    for (const struct cs_view *const *view = cs_all_views; *view; view++)
        for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
            if (strcmp((*view)->record->name, empty[i]) == 0) {
                struct cs_select select = { .view = *view };
                CHECK_INT(cs_select_each(store, &select, no_row, NULL, &kit.err), CS_OK);
            }
    cs_store_close(store);
}

CS_TEST(views_sort, "every view can be sorted by every field, rising and falling, with a limit")
{
    struct cs_store *store = real_store();
    for (const struct cs_view *const *view = cs_all_views; *view; view++)
        for (int field = 0; field < (int)(*view)->record->count; field++)
            for (int falls = 0; falls < 2; falls++) {
                int sort = falls ? -1 - field : field;
                struct cs_select select = { .view = *view, .sort = &sort, .sort_count = 1, .limit = 1 };
                selects(store, &select, falls ? "falling order" : "rising order", field);
            }
    cs_store_close(store);
}

/* Texts that a filter of this type may be. */
static const char *const *filters_of(enum cs_type type)
{
    static const char *const texts[] = { "x", "x,y", "!x", "~x", "x*", "none", "any", "!none", NULL };
    static const char *const numbers[] = { "1", "1,2", "!1", "1..2", ">1", "<=2", "none", "any", NULL };
    static const char *const times[] = { "2026-03-05", "2026-03", "!2026", ">2026-03-05",
                                         "-3d..now",   "none",    "any",   NULL };
    static const char *const truths[] = { "yes", "!no", "none", "any", NULL };
    static const char *const states[] = { "none", "any", "!any", NULL };
    switch (type) {
    case CS_TYPE_INT:
    case CS_TYPE_REAL:
    case CS_TYPE_MONEY:
        return numbers;
    case CS_TYPE_TIME:
    case CS_TYPE_DATE:
        return times;
    case CS_TYPE_BOOL:
        return truths;
    case CS_TYPE_CHOICE:
    case CS_TYPE_SET:
        return states; /* their words are tried besides */
    case CS_TYPE_TEXT:
    case CS_TYPE_JSON:
        break;
    }
    return texts;
}

static void filters(struct cs_store *store, const struct cs_view *view, int field, const char *text)
{
    struct cs_parse how = { NULL, false };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_filter filter;
    cs_error_clear(&kit.err);
    CHECK_INT(cs_zone_find("Asia/Shanghai", &how.zone, &kit.err), CS_OK);
    enum cs_status status = cs_filter_parse(view->record, field, &how, text, true, &arena, &filter, &kit.err);
    /* A number may be out of the field's range; that is not the store's business. */
    if (status == CS_OK) {
        struct cs_select select = { .view = view, .filters = &filter, .filter_count = 1 };
        selects(store, &select, text, field);
    } else {
        CHECK_THAT(strstr(kit.err.text, "must be ") != NULL, "%s.%s: %s", view->record->name,
                   view->record->fields[field].name, kit.err.text);
    }
    cs_arena_release(&arena);
}

CS_TEST(views_filter, "every field of every view can be filtered by, in every way its type knows")
{
    struct cs_store *store = real_store();
    for (const struct cs_view *const *view = cs_all_views; *view; view++)
        for (int i = 0; i < (int)(*view)->record->count; i++) {
            const struct cs_field *field = &(*view)->record->fields[i];
            if (field->flags & CS_NO_FILTER)
                continue;
            for (const char *const *text = filters_of(field->type); *text; text++)
                filters(store, *view, i, *text);
            for (const struct cs_choice *choice = field->choices; choice && choice->code; choice++)
                filters(store, *view, i, choice->code);
        }
    cs_store_close(store);
}

/* The type of the expression in the store, for a field that is a column as it stands. */
static void check_view_type(sqlite3 *db, const struct cs_view *view, size_t i)
{
    static const char letters[] = {
        [CS_TYPE_TEXT] = 't', [CS_TYPE_INT] = 'i',  [CS_TYPE_REAL] = 'r', [CS_TYPE_MONEY] = 'i',
        [CS_TYPE_BOOL] = 'i', [CS_TYPE_TIME] = 'i', [CS_TYPE_DATE] = 'i', [CS_TYPE_CHOICE] = 't',
        [CS_TYPE_SET] = 't',  [CS_TYPE_JSON] = 't'
    };
    const struct cs_field *field = &view->record->fields[i];
    struct cs_buffer sql = CS_BUFFER_INIT;
    sqlite3_stmt *stmt = NULL;
    cs_buffer_printf(&sql, "SELECT %s FROM %s", view->columns[i], view->from);
    if (sqlite3_prepare_v2(db, sql.text, -1, &stmt, NULL) == SQLITE_OK) {
        char letter = declared_letter(stmt, 0);
        CHECK_THAT(!letter || letter == letters[field->type],
                   "%s.%s is '%c' as a field, '%c' in the schema (%s)", view->record->name, field->name,
                   letters[field->type], letter, view->columns[i]);
    }
    sqlite3_finalize(stmt);
    cs_buffer_release(&sql);
}

CS_TEST(view_types, "fields have the types of their columns")
{
    sqlite3 *db = NULL;
    cs_store_close(real_store());
    CHECK_INT(sqlite3_open_v2(kit_path("s.db"), &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (const struct cs_view *const *view = cs_all_views; *view; view++)
        for (size_t i = 0; i < (*view)->record->count; i++)
            if ((*view)->columns[i])
                check_view_type(db, *view, i);
    sqlite3_close(db);
}

/* ------------------------------------------------------------------ the states of the loop */

enum { STATES };
static const struct cs_statement state_list[] = {
    [STATES] = { "SELECT code, step, ended FROM state ORDER BY rank", "", "tti" },
};
static const struct cs_statements state_table = CS_STATEMENTS("states", state_list);

static enum cs_status check_state(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    size_t *at = context;
    const struct cs_choice *choice = &cs_ticket_states[*at];
    const char *code = cs_value_text(&out[0]), *step = cs_value_text(&out[1]);
    struct cs_value row[CASE_COLUMNS] = { [CASE_STATE] = out[0] };
    if (!choice->code) {
        CHECK_THAT(false, "the descriptor lacks %s", code);
        return CS_OK;
    }
    CHECK_TEXT(choice->code, code);
    CHECK_THAT(strcmp(cs_case_step_of(code), step) == 0, "%s is of %s, not %s", code, cs_case_step_of(code),
               step);
    CHECK_THAT(cs_case_ended(row) == (out[2].integer != 0), "%s: whether it ends", code);
    CHECK_THAT(cs_choice_find(cs_ticket_steps, step, strlen(step)) != NULL, "%s is no step", step);
    ++*at;
    return CS_OK;
}

CS_TEST(states, "the states of the schema are those of the descriptor, with their steps and ends")
{
    size_t count = 0;
    struct cs_store *store = real_store();
    CHECK_INT(cs_store_each(store, &state_table, STATES, NULL, check_state, &count, &kit.err), CS_OK);
    CHECK(cs_ticket_states[count].code == NULL);
    cs_store_close(store);
}
