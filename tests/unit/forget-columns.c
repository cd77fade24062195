/*
 * One list of every column of the store that can hold text, and what an erasure does with it. A column that
 * is added to the schema and not to this list fails here; a column that is listed as erased is filled, and
 * looked for in the bytes of the file afterwards.
 */
#include "customer/customer.h"
#include "org/org.h"
#include "room-kit.h"

#define NAME  "Wang Testname"
#define PHONE "13800001234"
#define MAIL  "wang@hx.example"

/*
 * "!column": gone, in the rows of the person.   "~column": words that stay, without the person's name and
 * numbers.   "given": what a source said, without its personal fields.   "-column": holds no person of the
 * care department: codes, names of staff, firms, files, settings.
 */
static const struct {
    const char *table, *columns;
} list[] = {
    { "audit", "-session -actor -what -subject -previous -hash" },
    { "actor", "-name" },
    { "source", "-name" },
    { "intake", "-noun" },
    { "calendar", "-name -title -timezone -hours" },
    { "calendar_day", "-kind -times -label" },
    { "unit", "-code -name -kind -aliases -trade -status" },
    { "batch", "-code -name" },
    { "milestone", "-kind" },
    { "building", "-code -name -section" },
    { "home", "-code -place -entrance -room -use -line -layout -fitout -delivery_state -vacant -keeper" },
    { "home_alias", "-alias" },
    { "staff", "-code -name -email -phone -account -language -quiet -digest" },
    { "post", "-role" },
    { "household", "!name" },
    { "customer", "~external_id !name -kind !phone !phone2 !email !identity !channel !hours !language !watch "
                  "!stage" },
    { "home_role", "-role" },
    { "consent", "-purpose -ground -given -channel -version" },
    { "customer_event", "-verb -field !old !new" },
    { "state", "-code -step" },
    { "path", "-name -title -kinds -priorities" },
    { "path_move", "-verb -outcome -from_state -to_state -demands" },
    { "ticket",
      "-kind -state -resume_state -grade -flags -channel ~project ~batch ~building ~entrance ~room "
      "-scope !reporter !phone !email -relation -demand -origin !subject !body ~category1 ~category2 "
      "~category3 ~taker ~assignee ~handling_dept ~responsible_dept -warranty ~hold_reason "
      "!delay_reason !resolution -verdict -closed_by -callback_result -quality_check -anomalies "
      "!extra -legal_hold" },
    { "reference", "-external_id given" },
    { "fault", "~place -component ~symptom -first_class -class ~cause ~party" },
    { "fault_share", "~party -disputed" },
    { "work_order", "~supplier -trade -state" },
    { "event", "-verb -outcome -field !old !new !note -mark" },
    { "contact", "-channel -reached !note" },
    { "hold_reason", "-name -title -clocks -longest -approver -evidence -review" },
    { "hold", "~approver !evidence -ended_by !note" },
    { "attachment", "-step -type !uri -sha256" },
    { "policy", "-name -title -status" },
    { "ladder", "-name -title" },
    { "target", "-kind -grade -channel -component -flag -metric -start -stop -amount -reopen" },
    { "rung", "-line -at -role -level -action -template -urgent" },
    { "clock", "-metric" },
    { "clock_span", "-metric -amount -reason" },
    { "deadline", "-metric" },
    { "escalation", "-metric -line -role -level -action" },
    { "message", "-key -template -state -lease !fault" },
    { "migration", "-name -sha256" },
    { "setting", "-name -value" },
    { "settlement", "!plan !terms" },
    { "approval_limit", "-role -level" },
    { "appointment", "!agreed_by -access -state -missed_by !reason -chosen_by" },
    { "outside_order", "-external_id -channel -kind" },
    { "extension", "-granted ~permit !note" },
    { "callback", "-means -result !reason -quality_check !recording" },
    { "weather", "-kind" },
    { "duty", "-role" },
    { "backdating", "-approved !note" },
    { "frozen_figure", "-figure" },
    { "figure_target", "-figure" },
    { "intake_given", "-external_id !given" },
    { "link", "-kind !note" },
    { "matter", "-kind ~place !number !note" },
    { "intake_before", "!old" },
    { "function_word", "-word -role" },
    { "past_value", "-field ~old" },
};

/* A row of the person in each table that tells of cases; ids are 1. */
static const char rows[] =
    "PRAGMA foreign_keys = 0;"
    "INSERT INTO source (id, name) VALUES (90, 'line');"
    "INSERT INTO ticket (id, kind, state, priority, phone, customer_id) VALUES (1, 'repair', 'received', 3, "
    "'" PHONE "', 1), (2, 'repair', 'received', 3, '13900005678', 2);"
    "INSERT INTO reference (source_id, external_id, ticket_id, main, digest) VALUES (90, 'T1', 1, 1, 7);"
    "INSERT INTO fault (ticket_id, seq) VALUES (1, 1), (2, 1);"
    "INSERT INTO fault_share (ticket_id, fault_seq, party, percent, disputed) VALUES (1, 1, 'x', 100, 'no');"
    "INSERT INTO work_order (ticket_id, seq, state) VALUES (1, 1, 'issued');"
    "INSERT INTO event (ticket_id, seq, occurred_at, recorded_at, actor_id, verb, field) VALUES "
    "(1, 1, 0, 0, 1, 'change', 'reporter'), (2, 1, 0, 0, 1, 'note', NULL);"
    "INSERT INTO contact (ticket_id, seq, at, recorded_at, actor_id, channel, reached) VALUES (1, 1, 0, 0, "
    "1, "
    "'phone', 'yes');"
    "INSERT INTO hold (ticket_id, seq, reason_id, started_at, actor_id) VALUES (1, 1, 1, 0, 1);"
    "INSERT INTO attachment (id, ticket_id, type, uri, added_at, actor_id) VALUES (1, 1, 'after', 'x', 0, 1);"
    "INSERT INTO message (id, key, created_at, send_at, template, ticket_id, state, attempts, next_at) "
    "VALUES "
    "(1, 'k', 0, 0, 't', 1, 'failed', 1, 0);"
    "INSERT INTO settlement (ticket_id) VALUES (1);"
    "INSERT INTO appointment (ticket_id, seq, from_at, until_at, agreed_at, state, actor_id) VALUES (1, 1, "
    "0, 0, "
    "0, 'kept', 1);"
    "INSERT INTO outside_order (ticket_id, number, source_id, external_id, channel, received_at) VALUES (1, "
    "1, "
    "90, 'D1', 'hotline', 0);"
    "INSERT INTO extension (ticket_id, number, seq, granted, at, actor_id) VALUES (1, 1, 1, 'yes', 0, 1);"
    "INSERT INTO callback (ticket_id, seq, call, at, recorded_at, actor_id, means, result) VALUES (1, 1, 1, "
    "0, "
    "0, 1, 'phone', 'solved');"
    "INSERT INTO backdating (ticket_id, event_seq, approved, at, actor_id) VALUES (1, 1, 'yes', 0, 1);"
    "INSERT INTO intake_given (intake_id, source_id, external_id, ticket_id, digest) VALUES (1, 90, 'T1', 1, "
    "7);"
    "INSERT INTO link (ticket_id, other_id, kind, at, actor_id) VALUES (1, 2, 'related', 0, 1);"
    "INSERT INTO matter (ticket_id, seq, kind, place, recorded_at, actor_id) VALUES (1, 1, 'letter', 'x', 0, "
    "1);"
    "INSERT INTO intake_before (ticket_id, intake_id) VALUES (1, 1);"
    "INSERT INTO past_value (ticket_id, event_seq, field) VALUES (1, 1, 'grade');";

static void run_sql(const char *text)
{
    kit_write("change.sql", text, strlen(text), 0);
    kit_shell("sqlite3 -bail %s <%s >%s", kit_path("s.db"), kit_path("change.sql"), kit_path("answer"));
    kit_shell("rm %s", kit_path("change.sql"));
}

static const char *columns_of(const char *table)
{
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (strcmp(list[i].table, table) == 0)
            return list[i].columns;
    return NULL;
}

/* The mark before a column in the list; 0: it is not there. */
static char mark_of(const char *columns, const char *column)
{
    size_t length = strlen(column);
    for (const char *at = columns; at && *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        size_t size = strcspn(at, " ");
        if (size == length && memcmp(at, column, length) == 0)
            return '=';
        if (size == length + 1 && memcmp(at + 1, column, length) == 0)
            return *at;
    }
    return 0;
}

/* What stands in a column before: its own mark, the person's name and numbers. */
static void plant(struct cs_buffer *sql, const char *table, const char *column, char mark)
{
    const char *where = strcmp(table, "ticket") == 0 || strcmp(table, "customer") == 0        ? "id"
                        : strcmp(table, "household") == 0 || strcmp(table, "attachment") == 0 ? NULL
                        : strcmp(table, "customer_event") == 0 ? "seq = 1 AND customer_id"
                                                               : "ticket_id";
    char text[200];
    int length =
        snprintf(text, sizeof text, "plant.%s.%s %s %s 138-0000-1234 %s.", table, column, NAME, PHONE, MAIL);
    if (mark == '~')
        snprintf(text, sizeof text, "stays %s, 86%s, 138 0000 1234, %s.", NAME, PHONE, MAIL);
    cs_buffer_printf(sql, "UPDATE \"%s\" SET \"%s\" = ", table, column);
    if (mark == '=')
        cs_buffer_printf(sql, "'15 %d %s' || char(10)", length, text);
    else
        cs_buffer_printf(sql, "'%s'", text);
    cs_buffer_printf(sql, where ? " WHERE %s = 1;\n" : ";\n", where);
}

/* Fills all that is listed as holding a person; says what the list lacks. */
static int fill(void)
{
    struct cs_buffer sql = CS_BUFFER_INIT;
    int planted = 0;
    char table[64], column[64];
    run_sql(
        "SELECT m.name, p.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = "
        "'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND p.type NOT IN ('INTEGER', 'REAL');");
    FILE *answer = fopen(kit_path("answer"), "r");
    CHECK(answer != NULL);
    while (answer && fscanf(answer, "%63[^|]|%63[^\n]\n", table, column) == 2) {
        char mark = mark_of(columns_of(table), column);
        CHECK_THAT(mark, "the list does not say what an erasure does with %s.%s", table, column);
        /* the number is found by the row's own phone, and the name is what the person is */
        bool own = strcmp(table, "customer") == 0 || strcmp(column, "phone") == 0;
        if (mark && mark != '-' && !own) {
            plant(&sql, table, column, mark);
            planted++;
        }
    }
    if (answer)
        fclose(answer);
    run_sql(sql.text ? sql.text : "");
    cs_buffer_release(&sql);
    return planted;
}

static struct cs_customers *desk_of(struct cs_store *store, struct cs_org *org)
{
    struct cs_customers *customers = NULL;
    const struct cs_customers_options options = {
        .store = store, .org = org, .now = room_time("2026-03-02T10:00"), .actor = "clerk"
    };
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customers_new(&options, &customers, &kit.err) == CS_OK, "%s", kit.err.text);
    return customers;
}

static void take(struct cs_customers *customers, const char *line)
{
    enum cs_customer_change change;
    struct cs_row row;
    cs_row_init(&row, &cs_customer_record);
    room_row(&row, line);
    cs_error_clear(&kit.err);
    CHECK_THAT(cs_customer_take(customers, &row, "crm", room_has, NULL, &change, &kit.err) == CS_OK, "%s",
               kit.err.text);
    cs_row_release(&row);
}

/* Which of the person's texts lie in the bytes of the store and its log. */
static const char *bytes_hold(const char *text)
{
    static char found[4096];
    kit_shell("cat %s %s-wal 2>/dev/null | grep -aoE '%s[a-z_.]*' | sort -u | head -n 40 >%s || :",
              kit_path("s.db"), kit_path("s.db"), text, kit_path("answer"));
    FILE *answer = fopen(kit_path("answer"), "r");
    size_t got = answer ? fread(found, 1, sizeof found - 1, answer) : 0;
    found[got] = '\0';
    if (answer)
        fclose(answer);
    return found;
}

CS_TEST(every_column, "each text column is erased, or said to hold nobody; the file's bytes keep nothing")
{
    struct cs_store *store = room_store();
    struct cs_org *org = cs_org_new(store);
    struct cs_customers *customers = desk_of(store, org);
    struct cs_forgotten forgotten;
    take(customers,
         "external_id=" PHONE "|name=" NAME "|phone=" PHONE "|email=" MAIL
         "|identity=110101199003070038|hours=plant.hours|watch=plant.watch|household=plant.family");
    take(customers, "external_id=" PHONE "|name=" NAME " B|phone=" PHONE);
    take(customers, "external_id=C2|name=Li Other|phone=13900005678|watch=knows " PHONE);
    run_sql(rows);
    CHECK(fill() > 45);
    /* another's case speaks of the number, in both spellings */
    run_sql("UPDATE ticket SET body = 'ask 138-0000-1234 or " PHONE "' WHERE id = 2;"
            "UPDATE event SET note = 'mail " MAIL "' WHERE ticket_id = 2;");
    CHECK(strstr(bytes_hold("plant"), "plant.event.note"));
    CHECK(strstr(bytes_hold("plant"), "plant.reference.given"));
    CHECK_INT(cs_customer_forget(customers, 1, &forgotten, &kit.err), CS_OK);
    CHECK_INT(forgotten.cases, 1);
    CHECK_INT(cs_customer_forget_save(customers, &kit.err), CS_OK);
    CHECK_INT(cs_store_vacuum(store, &kit.err), CS_OK);
    CHECK_TEXT(bytes_hold("plant"), "");
    CHECK_TEXT(bytes_hold("Testname"), "");
    CHECK_TEXT(bytes_hold("(13800001234|138-0000-1234|138 0000 1234)"), "");
    CHECK_TEXT(bytes_hold(MAIL), "");
    CHECK_TEXT(bytes_hold("110101199003070038"), "");
    CHECK(strstr(bytes_hold("stays"), "stays"));
    CHECK(strstr(bytes_hold("Li Other"), "Li Other"));
    cs_customers_free(customers);
    cs_org_free(org);
    cs_store_close(store);
}

CS_TEST(list_is_true, "the list names no table or column that is not there")
{
    static char all[64 * 1024];
    struct cs_store *store = room_store();
    run_sql(
        "SELECT ' ' || m.name || '.' || p.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS p "
        "WHERE m.type = 'table';");
    FILE *answer = fopen(kit_path("answer"), "r");
    size_t got = answer ? fread(all, 1, sizeof all - 1, answer) : 0;
    all[got] = '\0';
    if (answer)
        fclose(answer);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        char columns[600], *rest = columns, *name, line[200];
        snprintf(columns, sizeof columns, "%s", list[i].columns);
        while ((name = strsep(&rest, " "))) {
            name += strchr("!~-", *name) ? 1 : 0;
            snprintf(line, sizeof line, " %s.%s\n", list[i].table, name);
            CHECK_THAT(strstr(all, line), "there is no column%s", line);
        }
    }
    cs_store_close(store);
}
