/* What an import changed is kept for some days so that it can be taken back, and no longer. */
#include "batch-kit.h"

#define DAY_SECONDS 86400
#define CASE_A      "external_id=A|kind=repair|project=P1|subject=渗水|occurred_at=2026-03-01 09:00"
#define CASE_B      "external_id=B|kind=repair|project=P1|subject=空鼓|occurred_at=2026-03-01 09:00"

static void set_days(const char *days)
{
    CHECK_INT(cs_store_begin(desk.store, false, &kit.err), CS_OK);
    CHECK_INT(cs_store_set(desk.store, "revert_days", days, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(desk.store, &kit.err), CS_OK);
}

static int64_t kept(int64_t batch)
{
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT (SELECT count(*) FROM intake_given WHERE intake_id = %lld) * 10 + (SELECT count(*) FROM "
             "intake_before WHERE intake_id = %lld) || '' WHERE $1 = 0",
             (long long)batch, (long long)batch);
    return batch_number(sql);
}

CS_TEST(limit, "an import can be taken back until the days are over, and what it kept goes with the next one")
{
    /* days set (NULL: 90 by itself), seconds that pass, what is kept after the next import (a row of each
     * table: 11), and whether the import can still be taken back */
    static const struct {
        const char *days;
        int64_t passed;
        int kept;
        bool back;
    } rows[] = {
        { NULL, 89 * DAY_SECONDS, 11, true },     { NULL, 90 * DAY_SECONDS, 11, true },
        { NULL, 90 * DAY_SECONDS + 1, 0, false }, { NULL, 400 * DAY_SECONDS, 0, false },
        { "1", DAY_SECONDS, 11, true },           { "1", DAY_SECONDS + 1, 0, false },
        { "365", 364 * DAY_SECONDS, 11, true },   { "365", 366 * DAY_SECONDS, 0, false },
        { "0", 89 * DAY_SECONDS, 11, true },      { "viel", 89 * DAY_SECONDS, 11, true }, /* as if not set */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        desk_whole("2026-03-02 09:00");
        if (rows[i].days)
            set_days(rows[i].days);
        IMPORT(CASE_A);
        desk.now += 60;
        int64_t changed = IMPORT(CASE_A "|priority=1");
        CHECK_INT(kept(changed), 11);
        desk.now += rows[i].passed;
        int64_t later = IMPORT(CASE_B);
        CHECK_THAT(kept(changed) == rows[i].kept, "row %zu: %lld rows are kept", i, (long long)kept(changed));
        enum cs_status status = batch_revert(changed, false);
        CHECK_THAT(status == (rows[i].back ? CS_OK : CS_REFUSED), "row %zu: %d %s", i, (int)status,
                   kit.err.text);
        CHECK_TEXT(field(1, "priority"), rows[i].back ? "3" : "1");
        if (!rows[i].back)
            CHECK(strstr(kit.err.text, "too old"));
        CHECK_THAT(batch_revert(later, false) == CS_OK, "row %zu: %s", i, kit.err.text);
        CHECK_TEXT(field(2, "state"), "cancelled");
        batch_replays();
    }
}

CS_TEST(only_new, "an import that changed nothing that was there can be taken back at any age")
{
    desk_whole("2026-03-02 09:00");
    int64_t batch = IMPORT(CASE_A);
    desk.now += 1000 * (int64_t)DAY_SECONDS;
    CHECK_THAT(batch_revert(batch, false) == CS_OK, "%s", kit.err.text);
    CHECK_INT(batch_reverted.cancelled, 1);
    CHECK_TEXT(field(1, "state"), "cancelled");
}

CS_TEST(steady, "a file that changes a case every day leaves no more than the days that are kept")
{
    desk_whole("2026-03-02 09:00");
    set_days("7");
    int64_t batches[30];
    for (int day = 0; day < 30; day++) {
        char row[200];
        snprintf(row, sizeof row, CASE_A "|category1=%d", day);
        batches[day] = IMPORT(row);
        desk.now += DAY_SECONDS;
    }
    /* The last import was on day 29: what is at least as young as day 22 stays, eight imports. */
    CHECK_INT(batch_number("SELECT count(*) || '' FROM intake_before WHERE $1 = 0"), 8);
    CHECK_INT(batch_number("SELECT count(*) || '' FROM intake_given WHERE $1 = 0"), 8);
    CHECK_INT(kept(batches[21]), 0);
    CHECK_INT(kept(batches[22]), 11);
    CHECK_TEXT(field(1, "category1"), "29");
    /* from the last one back, a day at a time: today is day 30, so the oldest that goes back is of day 23 */
    for (int day = 29; day >= 23; day--) {
        char before[8];
        CHECK_THAT(batch_revert(batches[day], false) == CS_OK, "day %d: %s", day, kit.err.text);
        snprintf(before, sizeof before, "%d", day - 1);
        CHECK_TEXT(field(1, "category1"), before);
    }
    CHECK_INT(batch_revert(batches[22], false), CS_REFUSED);
    CHECK_TEXT(kit.err.text,
               "import 23 is too old: what it changed is kept for 7 days (cs-db set revert_days)");
    batch_replays();
}
