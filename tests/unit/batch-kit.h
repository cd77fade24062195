/* Imports as commands run them: several rows, then their end, and the number that they print. */
#ifndef CS_TESTS_UNIT_BATCH_KIT_H
#define CS_TESTS_UNIT_BATCH_KIT_H

#include "case-kit.h"
#include "ticket/mend.h"

static int64_t batch_first; /* id of the first row's case */

/* The rows as one import of "crm"; its number. */
CASE int64_t batch_import(const char *const *rows)
{
    desk.intake = (struct cs_ticket_intake){ .source = "crm", .history = desk.history };
    desk_open("clerk");
    batch_first = 0;
    for (; *rows; rows++) {
        CHECK_THAT(desk_give(&desk.intake, *rows) == CS_OK, "import %s: %s", *rows, kit.err.text);
        batch_first = batch_first ? batch_first : desk.intake.last_id;
    }
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_ticket_intake_end(desk.tickets, &desk.intake, 0, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
    return desk.intake.batch;
}
#define IMPORT(...) batch_import((const char *const[]){ __VA_ARGS__, NULL })

CASE void batch_counts(int line, int64_t inserted, int64_t updated, int64_t unchanged)
{
    CHECK_THAT(desk.intake.inserted == inserted && desk.intake.updated == updated &&
                   desk.intake.unchanged == unchanged,
               "line %d: inserted %lld, updated %lld, unchanged %lld; not %lld, %lld, %lld", line,
               (long long)desk.intake.inserted, (long long)desk.intake.updated,
               (long long)desk.intake.unchanged, (long long)inserted, (long long)updated,
               (long long)unchanged);
}
#define COUNTED(...) batch_counts(__LINE__, __VA_ARGS__)

static struct cs_ticket_revert batch_reverted;

CASE enum cs_status batch_revert(int64_t batch, bool skip)
{
    batch_reverted = (struct cs_ticket_revert){ .batch = batch, .skip_worked = skip };
    desk_open("clerk");
    cs_error_clear(&kit.err);
    enum cs_status status = cs_store_begin(desk.store, false, &kit.err);
    if (status == CS_OK)
        status = cs_ticket_revert(desk.tickets, &batch_reverted, &kit.err);
    if (status == CS_OK)
        status = cs_store_commit(desk.store, &kit.err);
    else
        cs_store_rollback(desk.store);
    return status;
}
#define REVERT(batch) CHECK_THAT(batch_revert(batch, false) == CS_OK, "revert: %s", kit.err.text)

/* The log of every case leads to its row. */
CASE void batch_replays(void)
{
    kit.said[0] = '\0';
    CHECK_INT(cs_ticket_check_replay(desk.store, &kit.diag, &kit.err), CS_OK);
    CHECK_TEXT(kit.said, "");
}

/* A number that the whole store answers. */
CASE int64_t batch_number(const char *sql)
{
    return atoll(ask(0, sql));
}

#endif
