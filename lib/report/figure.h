/*
 * Figures of months: what share/reports/figures.sql counts, kept as published, and what it is meant to reach.
 *
 * A month that was frozen stays as it is, whatever is written into it later; kpi and figures read the frozen
 * rows in place of reckoning them.
 */
#ifndef CS_REPORT_FIGURE_H
#define CS_REPORT_FIGURE_H

#include "report/report.h"
#include "store/select.h"

struct cs_freezing {
    int64_t month;   /* its first local day */
    int64_t ends_at; /* its end in UTC seconds: nothing is frozen before */
    int64_t now;
    const char *actor;
    /* counted here: */
    int64_t kept;
    int64_t homeless; /* figures of cases without a project, in a store without a group to keep them under */
};

/*
 * Freezes a month inside the caller's transaction: runs the report `figures` (read with its values) and keeps
 * each of its lines. CS_REFUSED with a sentence: the month is not over, or frozen already, or has nothing.
 */
enum cs_status cs_figures_freeze(struct cs_store *store, const struct cs_report *figures,
                                 const struct cs_value *values, struct cs_freezing *freezing,
                                 struct cs_error *err);

/* Takes one row of cs_figure_target_record: new, changed or as it was. CS_REFUSED with a sentence. */
enum cs_change { CS_CHANGE_NONE, CS_CHANGE_NEW, CS_CHANGE_OTHER };
enum cs_status cs_figure_target_take(struct cs_store *store, const struct cs_row *row, enum cs_change *change,
                                     struct cs_error *err);

extern const struct cs_record cs_frozen_figure_record, cs_figure_target_record;
extern const struct cs_view cs_frozen_figure_view, cs_figure_target_view;
extern const struct cs_statements cs_figure_statements;

#endif
