/*
 * Everything that a desk can do, at random on a dozen cases: moves of every verb, corrections, group cases,
 * links, chasers, flags, evidence, orders of others, verdicts on late entries, imports and their undoing, and
 * runs between. Whatever it is, it is done or refused in words; what is refused leaves no trace; the log of
 * each case leads to its row; reckoning the running clocks afresh changes none; and what is listed and read
 * again is unchanged. The same numbers each time.
 */
#include "batch-kit.h"
#include "ticket/desk.h"
#include "ticket/outside.h"

enum { CASES = 10, STEPS = 300, ROUNDS = 6 };

static uint64_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

#define ONE_OF(list) list[dice(sizeof(list) / sizeof *(list))]

static int64_t count_cases(void)
{
    return batch_number("SELECT count(*) || '' FROM ticket WHERE $1 = 0");
}

/* All rows that an act may write, in figures. */
static const char *trace(void)
{
    return ask(
        0,
        "SELECT (SELECT count(*) || ':' || coalesce(sum(length(coalesce(note, '')) + seq), 0) FROM event) || "
        "' ' || "
        "(SELECT count(*) || ':' || sum(length(external_id) + digest % 1000) FROM reference) || ' ' || "
        "(SELECT count(*) || ':' || coalesce(sum(coalesce(signed_at, 1) % 10007 + coalesce(finished_at, 1) % "
        "10007), 0) "
        "FROM outside_order) || ' ' || (SELECT count(*) FROM extension) || ' ' || (SELECT count(*) FROM "
        "link) || "
        "' ' || (SELECT count(*) FROM matter) || ' ' || (SELECT count(*) FROM attachment) || ' ' || (SELECT "
        "count(*) FROM appointment) || ' ' || (SELECT count(*) FROM callback) || ' ' || (SELECT count(*) "
        "FROM "
        "contact) || ' ' || (SELECT count(*) || ':' || coalesce(sum(coalesce(ended_at, 1) % 10007), 0) FROM "
        "hold) || ' ' || (SELECT count(*) || ':' || coalesce(sum(coalesce(due_at, 1) % 10007 + "
        "coalesce(stopped_at, 1) % 10007), 0) FROM clock) || ' ' || (SELECT count(*) || ':' || "
        "coalesce(sum(length(state)), 0) FROM work_order) || ' ' || (SELECT count(*) FROM fault) || ' ' || "
        "(SELECT "
        "count(*) FROM settlement) || ' ' || (SELECT count(*) FROM backdating) || ' ' || (SELECT count(*) "
        "FROM "
        "past_value) || ' ' || (SELECT count(*) FROM deadline) || ' ' || (SELECT group_concat(state || "
        "coalesce(flags, '-') || coalesce(parent_id, '-') || chasers || coalesce(anomalies, '-') || "
        "coalesce(target_at, '-') || coalesce(level, '-') || coalesce(subject, '-'), ' ') FROM ticket) WHERE "
        "$1 "
        "= 0");
}

/* ---- the acts ---- */

static int64_t any_case(void)
{
    return dice(40) == 0 ? 999 : 1 + dice((unsigned)count_cases());
}

static int64_t any_time(void)
{
    return dice(12) == 0 ? desk.now + 60 : dice(4) == 0 ? desk.now - dice(3 * 86400) : desk.now;
}

static enum cs_status move_one(int64_t id)
{
    static const char *const suppliers[] = { "X1", "X2", "X3" };
    static const struct {
        const char *verb, *outcome;
    } verbs[] = {
        { "inspect", "" },
        { "inspect", "" },
        { "dispatch", "" },
        { "dispatch", "" },
        { "accept", "" },
        { "accept", "refused" },
        { "work", "" },
        { "work", "done" },
        { "work", "done" },
        { "verify", "" },
        { "verify", "" },
        { "verify", "failed" },
        { "close", "" },
        { "close", "" },
        { "close", "not_ours" },
        { "close", "settled" },
        { "callback", "solved" },
        { "callback", "unhappy" },
        { "callback", "not_solved" },
        { "callback", "unreached" },
        { "soothe", "" },
        { "hold", "" },
        { "resume", "" },
        { "review", "" },
        { "renew", "" },
        { "reopen", "" },
        { "cancel", "" },
        { "note", "" },
        { "contact", "" },
        { "refuse", "" },
        { "plan", "" },
        { "plan", "" },
        { "approve", "" },
        { "approve", "refused" },
        { "talk", "" },
        { "agree", "" },
        { "agree", "" },
        { "appoint", "" },
        { "appoint", "kept" },
        { "appoint", "missed" },
        { "appoint", "moved" },
        { "appoint", "cancelled" },
        { "promise", "" },
        { "merge", "" },
        { "refuse", "dept" },
        { "talk", "refused" },
    };
    size_t i = dice(sizeof verbs / sizeof *verbs);
    const char *to[1] = { ONE_OF(suppliers) };
    struct cs_move m = { .verb = verbs[i].verb,
                         .outcome = verbs[i].outcome,
                         .at = any_time(),
                         .note = dice(4) ? "说明" : NULL,
                         .promised_at = CS_NO_TIME,
                         .appointment_at = CS_NO_TIME,
                         .until = CS_NO_TIME,
                         .plan_due_at = CS_NO_TIME,
                         .window_until = CS_NO_TIME };
    if (strcmp(m.verb, "dispatch") == 0 || dice(8) == 0) {
        m.suppliers = to;
        m.supplier_count = 1;
    }
    if (strcmp(m.verb, "close") == 0 && dice(8)) {
        m.component = "leak";
        m.class = "workmanship";
        m.cause = "破损";
        m.party = "X1";
        m.evidence = "photo://after";
    }
    if (strcmp(m.verb, "verify") == 0)
        m.evidence = "photo://v";
    if (strcmp(m.verb, "hold") == 0) {
        m.reason = dice(3) ? "winter" : "owner_delay";
        m.approver = "H1";
        m.evidence = "photo://h";
    } else if (dice(3)) {
        m.reason = "原因";
    }
    if (strcmp(m.verb, "renew") == 0) {
        m.until = desk.now + 86400 * (1 + dice(20));
        m.approver = "HC";
    }
    if (strcmp(m.verb, "plan") == 0) {
        m.plan = "补偿";
        m.demanded = 10000 * dice(100);
        m.offered = 10000 * dice(60);
    }
    if (strcmp(m.verb, "agree") == 0) {
        m.terms = "同意";
        m.amount = 10000 * dice(60);
        m.evidence = "scan://a";
    }
    if (strcmp(m.verb, "appoint") == 0) {
        m.appointment_at = desk.now + 3600 * dice(40);
        m.window_until = m.appointment_at + 7200;
        m.missed_by = dice(2) ? "us" : "owner";
        m.chosen_by = dice(2) ? "us" : "owner";
        m.access = "at_home";
    }
    if (strcmp(m.verb, "promise") == 0)
        m.promised_at = desk.now + 86400 * dice(9);
    if (strcmp(m.verb, "callback") == 0 || strcmp(m.verb, "soothe") == 0) {
        m.means = "phone";
        m.unhappy_reason = "慢";
        m.score = 1 + dice(5);
    }
    if (strcmp(m.verb, "contact") == 0)
        m.channel = "phone";
    if (strcmp(m.verb, "refuse") == 0 && verbs[i].outcome[0]) {
        m.outcome = "";
        m.department = "工程部";
    }
    m.not_reached = dice(4) == 0;
    m.into = strcmp(m.verb, "merge") == 0 ? any_case() : 0;
    m.priority = dice(30) == 0 ? "2" : NULL;
    return cs_ticket_move(desk.tickets, id, &m, &kit.err);
}

static bool names_some(const void *context, int field)
{
    return field == CS_TICKET_SUBJECT || field == *(const int *)context;
}

static enum cs_status change_one(int64_t id)
{
    static const char *const kinds[] = { "repair", "complaint", "inquiry" };
    struct cs_value values[CS_TICKET_FIELDS];
    bool changed;
    int field = dice(2) ? CS_TICKET_KIND : CS_TICKET_PRIORITY;
    for (int i = 0; i < CS_TICKET_FIELDS; i++)
        values[i] = cs_null();
    values[CS_TICKET_SUBJECT] = cs_text(dice(2) ? "新标题" : "旧标题");
    values[CS_TICKET_KIND] = cs_text(ONE_OF(kinds));
    values[CS_TICKET_PRIORITY] = cs_integer(1 + dice(4));
    const struct cs_ticket_change how = { .id = id,
                                          .values = values,
                                          .has = names_some,
                                          .context = &field,
                                          .at = any_time(),
                                          .note = dice(2) ? "更正" : NULL };
    return cs_ticket_change(desk.tickets, &how, &changed, &kit.err);
}

static enum cs_status outside_one(int64_t id)
{
    static const char *const verbs[] = { "sign", "answer", "finish", "extend", "extend" };
    static const char *const names[] = { "D1", "D2", "D3", "D4" };
    bool changed;
    if (dice(3) == 0) {
        const struct cs_outside_new new = { .source = "12345",
                                            .external_id = ONE_OF(names),
                                            .channel = dice(2) ? "hotline" : "consumer_line",
                                            .received_at = any_time(),
                                            .target_at = dice(2) ? CS_NO_TIME : desk.now + 86400 * 3,
                                            .at = desk.now };
        return cs_ticket_order_add(desk.tickets, id, &new, &changed, &kit.err);
    }
    const struct cs_outside_act act = { .verb = ONE_OF(verbs),
                                        .order = dice(2) ? NULL : ONE_OF(names),
                                        .at = any_time(),
                                        .until = desk.now + 86400 * (1 + dice(30)),
                                        .permit = dice(2) ? "YQ-1" : "YQ-2",
                                        .refused = dice(4) == 0,
                                        .answer_until = CS_NO_TIME };
    return cs_ticket_outside(desk.tickets, id, &act, &changed, &kit.err);
}

static enum cs_status tie_one(int64_t id)
{
    static const char *const flags[] = { "media", "lawyer", "injury" };
    const char *const set[] = { ONE_OF(flags) };
    const struct cs_act act = { any_time(), dice(2) ? "说明" : NULL };
    const struct cs_linking link = { .other = any_case(), .kind = "related", .remove = dice(3) == 0 };
    const struct cs_flagging flag = { .set = set,
                                      .set_count = dice(2),
                                      .clear = set,
                                      .clear_count = dice(2),
                                      .grade = dice(2) ? "major" : NULL,
                                      .first_at = CS_NO_TIME,
                                      .until_at = CS_NO_TIME };
    const struct cs_attaching photo = { .uri = dice(2) ? "a.jpg" : "b.jpg",
                                        .type = "after",
                                        .size = -1,
                                        .fault = dice(3),
                                        .taken_at = CS_NO_TIME };
    int64_t chased;
    bool raised, known;
    switch (dice(5)) {
    case 0:
        return cs_ticket_parent(desk.tickets, id, dice(3) ? any_case() : 0, &act, &kit.err);
    case 1:
        return cs_ticket_link(desk.tickets, id, &link, &act, &kit.err);
    case 2:
        return cs_ticket_chase(desk.tickets, id, "call_line", &act, &chased, &raised, &kit.err);
    case 3:
        return cs_ticket_flag(desk.tickets, id, &flag, &act, &kit.err);
    default:
        return cs_ticket_attach(desk.tickets, id, &photo, &act, &known, &kit.err);
    }
}

enum act { ACT_MOVE, ACT_CHANGE, ACT_OUTSIDE, ACT_TIE, ACT_CONFIRM, ACTS };
static const char *const act_names[ACTS] = { "move", "change", "order", "tie", "confirm" };
static int done[ACTS], refused[ACTS];

static enum cs_status act_once(enum act act, int64_t id)
{
    const struct cs_confirm confirm = { .refuse = dice(3) == 0 };
    if (act == ACT_MOVE)
        return move_one(id);
    if (act == ACT_CHANGE)
        return change_one(id);
    if (act == ACT_OUTSIDE)
        return outside_one(id);
    if (act == ACT_CONFIRM)
        return cs_ticket_confirm(desk.tickets, id, &confirm, &kit.err);
    CHECK_INT(cs_store_mark(desk.store, &kit.err), CS_OK); /* as cs-ticket does around these */
    enum cs_status status = tie_one(id);
    if (status == CS_OK)
        return cs_store_keep_mark(desk.store, &kit.err);
    cs_store_undo_mark(desk.store);
    return status;
}

/* A command of several records, in one transaction. */
static void command(int step)
{
    static const char *const actors[] = { "K1", "H1", "HC", "desk", "caller", "E1" };
    char before[8192], newcomer[32];
    snprintf(newcomer, sizeof newcomer, "newcomer%d", step);
    desk_open(dice(5) ? ONE_OF(actors) : newcomer);
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    for (unsigned left = 1 + dice(3); left > 0; left--) {
        enum act act = dice(10) < 5 ? ACT_MOVE : (enum act)dice(ACTS);
        int64_t id = any_case();
        snprintf(before, sizeof before, "%s", trace());
        cs_error_clear(&kit.err);
        enum cs_status status = act_once(act, id);
        bool legal = status == CS_OK || status == CS_REFUSED || status == CS_NONE;
        CHECK_THAT(legal, "step %d, %s of case %lld: status %d: %s", step, act_names[act], (long long)id,
                   (int)status, kit.err.text);
        CHECK_THAT(status == CS_OK || kit.err.text[0], "step %d, %s: refused without a word", step,
                   act_names[act]);
        if (status != CS_OK)
            CHECK_THAT(strcmp(trace(), before) == 0,
                       "step %d, %s of case %lld was refused (%s) and left a trace:\n# %s\n# %s", step,
                       act_names[act], (long long)id, kit.err.text, before, trace());
        ++*(status == CS_OK ? &done[act] : &refused[act]);
    }
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

/* A row of the CRM or of the hotline, new or changed. */
static void import(void)
{
    static const char *const states[] = { "received", "in_work", "closed" };
    char row[400];
    unsigned which = dice(6);
    int used = snprintf(
        row, sizeof row,
        "external_id=W%u|kind=%s|project=P1|channel=%s|subject=案%u|occurred_at=2026-03-02 08:00", which,
        which % 2 ? "complaint" : "repair", which % 3 == 0 ? "hotline" : "call_line", dice(3));
    if (dice(2))
        used += snprintf(row + used, sizeof row - (size_t)used, "|priority=%u", 1 + dice(4));
    if (dice(3) == 0)
        used += snprintf(row + used, sizeof row - (size_t)used, "|state=%s", ONE_OF(states));
    if (which % 3 == 0 && dice(2))
        snprintf(row + used, sizeof row - (size_t)used, "|target_at=2026-03-%02u 18:00|extension_no=Y%u",
                 9 + dice(10), dice(3));
    int64_t batch = batch_import((const char *const[]){ row, NULL });
    if (dice(2) && batch > 0) {
        enum cs_status status = batch_revert(batch, true);
        CHECK_THAT(status == CS_OK || status == CS_REFUSED, "revert of %lld: %d %s", (long long)batch,
                   (int)status, kit.err.text);
    }
}

/* ---- afterwards ---- */

static enum cs_status take_changed(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct cs_buffer *text = context;
    (void)err;
    cs_buffer_printf(text, " %lld:%s", (long long)row->values[0].integer,
                     cs_value_text(&row->values[cs_record_find(row->record, "metric")]));
    return CS_OK;
}

static void reckon_afresh(uint64_t round)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    struct cs_recompute_result result;
    const struct cs_recompute_options all = { .since = INT64_MIN };
    desk_open("boss");
    CHECK_INT(cs_escalation_recompute(desk.escalation, &all, take_changed, &text, &result, &kit.err), CS_OK);
    CHECK_THAT(text.length == 0, "round %d: reckoned afresh, clocks differ:%s", (int)round, text.text);
    cs_buffer_release(&text);
}

struct listed {
    struct cs_arena arena;
    struct cs_value (*rows)[CS_TICKET_FIELDS];
    size_t count, capacity;
};

static enum cs_status take_listed(void *context, const struct cs_row *row, struct cs_error *err)
{
    struct listed *listed = context;
    (void)err;
    if (row->values[CS_TICKET_EXTERNAL_ID].type == CS_NULL)
        return CS_OK; /* its import was taken back, and its name given free */
    listed->rows = cs_grow(listed->rows, &listed->capacity, listed->count + 1, sizeof *listed->rows);
    for (int i = 0; i < CS_TICKET_FIELDS; i++) {
        struct cs_value value = row->values[i];
        if (value.type == CS_TEXT)
            value = cs_text_length(cs_arena_strndup(&listed->arena, value.text, value.length), value.length);
        listed->rows[listed->count][i] = value;
    }
    listed->count++;
    return CS_OK;
}

static bool is_importable(const void *context, int field)
{
    (void)context;
    return field < CS_TICKET_IMPORTABLE;
}

static void read_again(uint64_t round)
{
    struct listed listed = { .count = 0 };
    struct cs_select select = { .view = &cs_ticket_view };
    CHECK_INT(cs_select_each(desk.store, &select, take_listed, &listed, &kit.err), CS_OK);
    CHECK(listed.count >= CASES / 2);
    struct cs_ticket_intake intake = { .source = "crm" };
    desk_open("clerk");
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    for (size_t i = 0; i < listed.count; i++) {
        struct cs_row row = { &cs_ticket_record, listed.rows[i], &listed.arena };
        int64_t updated = intake.updated;
        cs_error_clear(&kit.err);
        enum cs_status status = cs_ticket_take(desk.tickets, &intake, &row, is_importable, NULL, &kit.err);
        int64_t id = listed.rows[i][CS_TICKET_ID].integer;
        CHECK_THAT(
            status == CS_OK && intake.updated == updated,
            "round %d: case %lld read again: %d %s, changed: %s", (int)round, (long long)id, (int)status,
            kit.err.text,
            ask(id,
                "SELECT group_concat(verb || ' ' || coalesce(field, '') || ' ' || coalesce(old, '') || '>' "
                "|| "
                "coalesce(new, ''), ', ') FROM (SELECT * FROM event WHERE ticket_id = $1 ORDER BY seq DESC "
                "LIMIT 3)"));
    }
    CHECK_INT(intake.inserted, 0);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    free(listed.rows);
    cs_arena_release(&listed.arena);
}

static void walk(uint64_t round)
{
    static const char *const kinds[] = { "repair",  "complaint", "repair", "handover",  "complaint",
                                         "inquiry", "plea",      "repair", "complaint", "suggestion" };
    seed = round;
    desk_whole("2026-03-02 09:00");
    for (int i = 0; i < CASES; i++) {
        char text[100];
        snprintf(text, sizeof text, "kind=%s|priority=3|project=P1|subject=案%d|channel=%s", kinds[i], i,
                 i % 4 == 0 ? "hotline" : "call_line");
        desk_add(text);
    }
    for (int step = 0; step < STEPS && cs_unit.faults < 5; step++) {
        desk.now += dice(5) ? dice(3600) : dice(20 * 3600);
        unsigned which = dice(14);
        if (which == 0)
            import();
        else if (which == 1)
            CHECK_INT(cs_escalation_run((desk_open("cron"), desk.escalation), false, room_gather,
                                        &(struct room_lines){ .fields = "ticket" }, &desk.run, &kit.err),
                      CS_OK);
        else
            command(step);
    }
    batch_replays();
    reckon_afresh(round);
    read_again(round);
    batch_replays();
}

CS_TEST(everything, "whatever a desk does is done or refused in words, and the store stays of one mind")
{
    for (uint64_t round = 1; round <= ROUNDS && cs_unit.faults == 0; round++)
        walk(round);
    for (int act = 0; act < ACTS; act++)
        CHECK_THAT(done[act] > 10 && refused[act] > 10, "%s: done %d, refused %d", act_names[act], done[act],
                   refused[act]);
}

CS_TEST(echo, "our own list read again says nothing about an order of others; their list does")
{
    /* the case is void here at 10:00, and its order still open with them */
    static const struct {
        const char *row;
        const char *finished; /* "-": the order stays open */
    } rows[] = {
        { "id=1|external_id=W1|kind=complaint|channel=hotline|state=cancelled", "-" },
        { "external_id=W1|kind=complaint|channel=hotline|state=cancelled", "2026-03-02 11:00:00" },
        { "id=1|external_id=W1|kind=complaint|channel=hotline|state=cancelled|closed_at=2026-03-02 10:30",
          "2026-03-02 10:30:00" }, /* edited in our list: that is news */
        { "id=2|external_id=W1|kind=complaint|channel=hotline|state=cancelled", "2026-03-02 11:00:00" },
        { "external_id=W1|kind=complaint|channel=hotline|state=received", "-" },
        { "id=1|external_id=W1|kind=complaint|channel=hotline", "-" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        desk_whole("2026-03-02 09:00");
        int64_t id = desk_imported(
            "external_id=W1|kind=complaint|channel=hotline|project=P1|occurred_at=2026-03-02 08:00");
        desk_at("2026-03-02 10:00");
        MOVE(id, "cancel", .reason = "重复");
        desk_at("2026-03-02 11:00");
        CHECK_INT(desk_imported(rows[i].row), id);
        const char *finished =
            ask(id, "SELECT coalesce(" LOCAL("finished_at") ", '-') FROM outside_order WHERE ticket_id = $1");
        CHECK_THAT(strcmp(finished, rows[i].finished) == 0, "row %zu: finished %s, not %s", i, finished,
                   rows[i].finished);
    }
}
