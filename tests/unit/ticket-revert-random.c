/* Random files of one source, each laid over the last, then taken back one by one: after every step back the
 * store shows what it showed before that file. */
#include "batch-kit.h"

enum { CASES = 5, FILES = 12, ROUNDS = 6 };

static uint64_t seed = 20260302;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

/* A cell of a file: its heading and the values it may have; "" leaves the cell out. */
static const struct {
    const char *name, *values[4];
} cells[] = {
    { "subject", { "漏水", "开裂", "空鼓", "停电" } },
    { "priority", { "2", "3", "4", "" } },
    { "phone", { "13900000001", "13900000002", "139****0003", "" } },
    { "room", { "1-1-101", "1-1-102", "9-9-909", "" } },
    { "component", { "leak", "cabinet", "", "" } },
    { "supplier", { "X1", "X2", "某公司", "" } },
    { "warranty", { "in", "out", "", "" } },
    { "first_contact_at", { "2026-03-02T08:30:00", "2026-03-02T08:40:00", "", "" } },
    { "dispatched_at", { "2026-03-02T08:50:00", "", "", "" } },
    { "done_at", { "2026-03-02T09:10:00", "", "", "" } },
    { "closed_at", { "2026-03-02T09:30:00", "", "", "" } },
};

static void write_row(char *row, size_t size, unsigned which)
{
    snprintf(row, size, "external_id=R%u|kind=repair|project=P1|occurred_at=2026-03-02T08:00:00", which);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const char *value = cells[i].values[dice(4)];
        if (value[0])
            snprintf(row + strlen(row), size - strlen(row), "|%s=%s", cells[i].name, value);
    }
}

/* All of the store that imports write, but for the log. Void cases and orders are as good as none. */
static char *picture(void)
{
    static const char sql[] = "SELECT r.external_id || '/' || r.digest || '/' || coalesce(r.given, '-') || "
                              "'/' || t.state || '/' || t.priority "
                              "|| '/' || coalesce(t.subject, '') || '/' || coalesce(t.phone, '') || '/' || "
                              "coalesce(t.home_id, '') || '/' || "
                              "coalesce(t.anomalies, '') || '/' || coalesce(t.warranty, '') || '/' || "
                              "coalesce(t.first_contact_at, '') || '/' "
                              "|| coalesce(t.last_contact_at, '') || '/' || coalesce(t.dispatched_at, '') || "
                              "'/' || coalesce(t.done_at, '') || "
                              "'/' || coalesce(t.closed_at, '') || '/' || coalesce(t.closed_day, '') || '/' "
                              "|| t.level || '/' || t.reopens || "
                              "'/' || coalesce((SELECT coalesce(f.component, '?') FROM fault AS f WHERE "
                              "f.ticket_id = t.id), 'none') || '/' || "
                              "coalesce((SELECT coalesce(u.code, w.supplier, '?') FROM work_order AS w LEFT "
                              "JOIN unit AS u ON u.id = "
                              "w.supplier_id WHERE w.ticket_id = t.id), 'none') FROM reference AS r JOIN "
                              "ticket AS t ON t.id = r.ticket_id "
                              "WHERE $1 = 0 ORDER BY r.external_id";
    return cs_strdup(ask(0, sql));
}

CS_TEST(back_and_back, "each step back shows what stood before that file")
{
    desk_whole("2026-03-02T10:00");
    for (int round = 0; round < ROUNDS; round++) {
        char *before[FILES] = { NULL }, now[32];
        int64_t batches[FILES] = { 0 };
        for (int file = 0; file < FILES; file++) {
            char rows[CASES][512];
            const char *list[CASES + 1] = { NULL };
            unsigned count = 1 + dice(CASES);
            for (unsigned i = 0; i < count; i++) {
                write_row(rows[i], sizeof rows[i], dice(CASES)); /* the same case may come twice in a file */
                list[i] = rows[i];
            }
            snprintf(now, sizeof now, "2026-03-%02dT10:%02d", 3 + round, file);
            desk_at(now);
            before[file] = picture();
            batches[file] = batch_import(list);
            if (batch_number("SELECT CAST(coalesce(max(id), 0) AS TEXT) FROM intake WHERE $1 = 0") !=
                batches[file])
                batches[file] = 0; /* nothing new: nothing to take back */
        }
        for (int file = FILES - 1; file >= 0; file--) {
            snprintf(now, sizeof now, "2026-03-%02dT11:%02d", 3 + round, FILES - file);
            desk_at(now);
            if (batches[file])
                REVERT(batches[file]);
            char *after = picture();
            CHECK_THAT(strcmp(after, before[file]) == 0, "round %d, file %d:\n# %s\n# %s", round, file, after,
                       before[file]);
            free(after);
            free(before[file]);
        }
        CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM reference WHERE $1 = 0"), 0);
        CHECK_INT(batch_number("SELECT CAST(count(*) AS TEXT) FROM deadline WHERE $1 = 0"), 0);
        batch_replays();
    }
}
