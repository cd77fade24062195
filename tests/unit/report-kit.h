/*
 * For tests of the reports that ship: rows of a store in short, a report run on it, its lines as text. The
 * including file names `fixture` (a table of statements) first. Hours count from KIT_NOW, Thursday 2026-03-05
 * 09:00 in Shanghai.
 */
#ifndef REPORT_KIT_H
#define REPORT_KIT_H

#include "outbox-kit.h"
#include "report/report.h"
#include "store/guard.h"

#define H(hours) "(1772672400 + (" #hours ") * 3600)"

#define UNIT(id, code, name, kind, parent)                                                                   \
    {                                                                                                        \
        "INSERT INTO unit (id, code, name, kind, parent_id, status) VALUES (" #id ", '" code "', '" name     \
        "', '" kind "', " #parent ", 'active')",                                                             \
            "", ""                                                                                           \
    }
#define CASE(id, unit, kind, state, priority, opened, closed, heard, phone, rest)                            \
    {                                                                                                        \
        "INSERT INTO ticket (id, unit_id, kind, state, priority, opened_at, closed_at, last_contact_at, "    \
        "phone, subject, "                                                                                   \
        "assignee, target_at, flags, reopens, chasers, anomalies) VALUES (" #id ", " #unit ", '" kind        \
        "', '" state "', " #priority ", " H(opened) ", " closed ", " heard ", " phone ", 'case " #id         \
                                                    "', 'Z', " rest ")",                                     \
            "", ""                                                                                           \
    }
#define CLOCK(ticket, metric, started, due, stopped)                                                         \
    {                                                                                                        \
        "INSERT INTO clock (ticket_id, metric, instance, started_at, due_at, stopped_at, base_at, used, "    \
        "passed, rung, "                                                                                     \
        "level, provisional) VALUES (" #ticket ", '" metric "', 1, " H(started) ", " due ", " stopped        \
                                                                                ", 0, 0, 0, 0, 0, "          \
                                                                                "0)",                        \
            "", ""                                                                                           \
    }
#define RUNG(ticket, metric, rung, at, role, level, staff)                                                   \
    {                                                                                                        \
        "INSERT INTO escalation (ticket_id, metric, instance, rung, due_at, at, local_day, line, role, "     \
        "level, staff_id, "                                                                                  \
        "action) VALUES (" #ticket ", '" metric "', 1, " #rung                                               \
        ", 0, " H(at) ", 0, 'care', '" role "', '" level "', " staff ", 'notify')",                          \
            "", ""                                                                                           \
    }

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

static void figures(const char *name, const char *const *words, size_t count, const char *want)
{
    static const struct cs_guard_column personal[] = { { "ticket", "phone", CS_PHONE } };
    const struct cs_report_context context = { KIT_NOW, kit.zone, NULL };
    struct cs_value values[16];
    struct cs_report report;
    struct cs_buffer out = CS_BUFFER_INIT;
    char file[64];
    snprintf(file, sizeof file, "share/reports/%s.sql", name);
    char *path = cs_unit_path(file);
    cs_store_guard(kit.store, personal, 1);
    CHECK_INT(cs_report_load(path, &(struct cs_report_how){ 0 }, &kit.arena, &report, &kit.err), CS_OK);
    CHECK_INT(cs_report_values(&report, words, count, &context, &kit.arena, values, &kit.err), CS_OK);
    CHECK_INT(cs_report_run(kit.store, &report, values, add_line, &out, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    CHECK_TEXT(out.text, want);
    cs_buffer_release(&out);
    free(path);
}

#define FIGURES(name, want, ...)                                                                             \
    figures(name, (const char *const[]){ __VA_ARGS__ },                                                      \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *), want)

#endif
