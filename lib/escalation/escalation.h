/*
 * Escalation: clocks that follow cases, ladders that climb the organisation, the run that acts on what is
 * due.
 *
 * A policy's targets say which clock a case runs (metric, from which milestone to which, how long, in which
 * calendar); holds stop the clocks that their reason names; table `deadline` keeps only the next rung of each
 * clock, so that a run touches what is due and nothing else. How long a clock has run is worked out on the
 * UTC line inside its calendar (time/calendar.h).
 */
#ifndef CS_ESCALATION_ESCALATION_H
#define CS_ESCALATION_ESCALATION_H

#include "base/diag.h"
#include "calendar/calendar.h"
#include "org/org.h"
#include "store/select.h"
#include "ticket/ticket.h"

struct cs_escalation;

struct cs_escalation_options {
    struct cs_store *store;
    struct cs_org *org;
    struct cs_calendars *calendars;
    const struct cs_zone *zone; /* of the store */
    int64_t now;
    const char *actor; /* NULL for reading only */
    bool history;      /* what was due before now never alerts (import --history) */
    struct cs_diag *diag;
};

/* Borrows all of options. Policies and ladders are read on first use. */
enum cs_status cs_escalation_new(const struct cs_escalation_options *options,
                                 struct cs_escalation **escalation, struct cs_error *err);
void cs_escalation_free(struct cs_escalation *escalation);

/* The listener of a desk (ticket/ticket.h): starts, stops, pauses and renews the clocks of a case, and sets
 * its next rungs. context is the struct cs_escalation. */
enum cs_status cs_escalation_hear(void *context, const struct cs_case_facts *facts, enum cs_case_news news,
                                  int64_t at, struct cs_error *err);

/* Says once, in words, over which unpublished years limits were reckoned. */
void cs_escalation_say_provisional(struct cs_escalation *escalation);

/* ---- policies and ladders as records ---- */

/* Takes rows of cs_target_record (cs_rung_record): the policies (ladders) that a file names are replaced by
 * it. Row by row, then the end. CS_REFUSED with a sentence. */
enum cs_status cs_target_take(struct cs_escalation *escalation, const struct cs_row *row,
                              struct cs_error *err);
enum cs_status cs_target_end(struct cs_escalation *escalation, struct cs_error *err);
enum cs_status cs_rung_take(struct cs_escalation *escalation, const struct cs_row *row, struct cs_error *err);
enum cs_status cs_rung_end(struct cs_escalation *escalation, struct cs_error *err);

/* ---- the run ---- */

struct cs_run_result {
    int64_t escalated;   /* rungs acted on */
    int64_t messages;    /* put into the outbox */
    int64_t unaddressed; /* recipients that nobody was found for */
};

/*
 * Acts on every rung that is due by now: escalation, event, message and next deadline in one transaction a
 * batch; then hands the batch's escalations (cs_escalation_record) to `each`, after the commit. Run twice, or
 * killed and run again, it acts once a rung. dry: rolled back in place of committed, then handed out.
 */
enum cs_status cs_escalation_run(struct cs_escalation *escalation, bool dry, cs_row_fn *each, void *context,
                                 struct cs_run_result *result, struct cs_error *err);

/* Whether clocks and next rungs, alerts, their messages and their events agree, whatever wrote them: says
 * each fault through diag (not NULL), twenty of a kind at most. */
enum cs_status cs_escalation_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);

/* What will fall due until a moment: each rung to come of each clock (cs_forecast_record), by time. */
enum cs_status cs_escalation_forecast(struct cs_escalation *escalation, int64_t until, cs_row_fn *each,
                                      void *context, struct cs_error *err);

/* ---- recompute ---- */

struct cs_recompute_options {
    int64_t unit_id;    /* a project, or a city or region with all below it; 0: all */
    const char *metric; /* NULL: all */
    int64_t since;      /* cases opened since then; INT64_MIN: all */
    bool dry;           /* rolled back in the end */
};

struct cs_recompute_result {
    int64_t changed, began, ended, unchanged; /* clocks */
};

/*
 * Brings every running clock of an open case to the target, ladder and calendar that now fit, and hands out
 * each that changed (cs_recomputed_record). What was used and held stays; each change is an event of the
 * case. Of rungs whose moment is past by the new reckoning those of more than a day ago are passed, of the
 * younger ones the highest of a case is sent by the next run. About a thousand cases are one transaction,
 * handed out after its commit: killed half-way it is run again.
 */
enum cs_status cs_escalation_recompute(struct cs_escalation *escalation,
                                       const struct cs_recompute_options *options, cs_row_fn *each,
                                       void *context, struct cs_recompute_result *result,
                                       struct cs_error *err);

extern const struct cs_record cs_recomputed_record;
extern const struct cs_choice
    cs_metric_choices[]; /* the clocks of the shipped policies; a firm may have others */

/* ---- simulating ---- */

/* What stands in place of the policies and ladders in force, before cs_escalation_simulate: rows of files
 * (the policies and ladders that they name are replaced; where none of the policies is in force, all that
 * are), or a policy of the store by name. CS_REFUSED (CS_FAILED) with a sentence; nothing is written. */
enum cs_status cs_draft_target(struct cs_escalation *escalation, const struct cs_row *row,
                               struct cs_error *err);
enum cs_status cs_draft_rung(struct cs_escalation *escalation, const struct cs_row *row,
                             struct cs_error *err);
enum cs_status cs_draft_policy(struct cs_escalation *escalation, const char *name, struct cs_error *err);

enum cs_simulate_by {
    CS_BY_METRIC,
    CS_BY_PROJECT,
    CS_BY_LEVEL,
    CS_BY_ROLE,
    CS_BY_STAFF,
    CS_BY_CASE, /* clocks that come out otherwise, one a row */
    CS_BY_END,
};

struct cs_simulate_options {
    int64_t from, until; /* clocks that started, and alerts of runs, within [from, until) */
    enum cs_simulate_by by;
};

struct cs_simulate_result {
    int64_t cases, not_replayed;           /* not replayed: their past is not in the log; left out */
    int64_t clocks, late, rungs, messages; /* as they happened */
    int64_t sim_clocks, sim_late, sim_rungs, sim_messages;
    int64_t changed; /* clocks that come out otherwise */
};

/*
 * Runs every case once more through the engine, in memory: what was told of it at its time, and the runs at
 * their moments, by the draft; counts beside that what the store holds. Rows of cs_simulate_records[by] to
 * `each`; clocks that come out otherwise (rows of CS_BY_CASE) to `changed`, unless NULL. Reads only.
 */
enum cs_status cs_escalation_simulate(struct cs_escalation *escalation,
                                      const struct cs_simulate_options *options, cs_row_fn *each,
                                      cs_row_fn *changed, void *context, struct cs_simulate_result *result,
                                      struct cs_error *err);
extern const struct cs_record cs_simulate_records[]; /* by cs_simulate_by */

/* ---- explaining ---- */

/* Each interval of each clock of a case (cs_span_record): counted or paused, under which target and calendar,
 * and how much of it counted; then its rungs. The counted seconds of a clock add up to what it has used. */
enum cs_status cs_escalation_explain(struct cs_escalation *escalation, int64_t ticket, cs_row_fn *span,
                                     cs_row_fn *rung, void *context, struct cs_error *err);

extern const struct cs_record cs_target_record, cs_rung_record, cs_escalation_record, cs_forecast_record,
    cs_span_record, cs_clock_record, cs_explained_rung_record, cs_explained_clock_record;
extern const struct cs_view cs_target_view, cs_rung_view, cs_escalation_view, cs_clock_view;
extern const char *const cs_clock_done_from[2]; /* clocks of the whole work, of cases from $1 on */

/* ---- whose function answers ---- */

/* Takes a row of cs_function_record: a word of departments or origins and the role it means on the function
 * line. CS_REFUSED with a sentence. */
enum cs_status cs_function_take(struct cs_escalation *escalation, const struct cs_row *row, bool *changed,
                                struct cs_error *err);

extern const struct cs_record cs_function_record;
extern const struct cs_view cs_function_view;
extern const struct cs_statements cs_function_statements;
extern const struct cs_statements cs_escalation_statements;

#endif
