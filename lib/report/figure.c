/* Freezing a month, and what its figures are meant to reach. */
#include "report/figure.h"

#include "record/rows.h"
#include "report/report-inside.h"

enum { MONTH, UNIT, FIGURE, PART, WHOLE }; /* columns of share/reports/figures.sql */
enum { TARGET_FIGURE, TARGET_UNIT, TARGET_FROM, TARGET_VALUE };

static enum cs_status find_actor(struct cs_store *store, const char *name, int64_t *id,
                                 struct cs_arena *arena, struct cs_error *err)
{
    const struct cs_value in[] = { cs_text(name) };
    struct cs_value out[1];
    enum cs_status status =
        cs_store_get(store, &cs_figure_statements, FIGURE_ACTOR_FIND, in, out, arena, err);
    if (status == CS_NONE) {
        status = cs_store_do(store, &cs_figure_statements, FIGURE_ACTOR_ADD, in, NULL, err);
        if (status == CS_OK)
            status = cs_store_get(store, &cs_figure_statements, FIGURE_ACTOR_FIND, in, out, arena, err);
    }
    *id = status == CS_OK ? out[0].integer : 0;
    return status;
}

/* A unit by code or name; "" is the group. CS_NONE: there is none. */
static enum cs_status find_unit(struct cs_store *store, const struct cs_value *name, int64_t *id,
                                struct cs_arena *arena, struct cs_error *err)
{
    struct cs_value out[1];
    bool named = cs_value_text(name)[0] != '\0';
    enum cs_status status = cs_store_get(store, &cs_figure_statements, named ? FIGURE_UNIT : FIGURE_GROUP,
                                         named ? name : NULL, out, arena, err);
    *id = status == CS_OK ? out[0].integer : 0;
    return status;
}

/* ---- freezing ---- */

static enum cs_status may_freeze(struct cs_store *store, const struct cs_freezing *f, struct cs_arena *arena,
                                 struct cs_error *err)
{
    char month[CS_MOMENT_SIZE];
    const struct cs_value in[] = { cs_integer(f->month) };
    struct cs_value out[1];
    cs_date_format(month, f->month);
    if (f->ends_at > f->now)
        return cs_error_set(err, CS_REFUSED, _("%.7s is not over yet: only a whole month is frozen"), month);
    enum cs_status status = cs_store_get(store, &cs_figure_statements, FIGURE_FROZEN, in, out, arena, err);
    if (status == CS_OK)
        return cs_error_set(err, CS_REFUSED, _("%.7s is frozen already: a published figure does not move"),
                            month);
    cs_error_clear(err);
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status keep_figure(struct cs_store *store, struct cs_freezing *f, int64_t actor,
                                  const struct cs_row *row, struct cs_error *err)
{
    int64_t unit;
    enum cs_status status = find_unit(store, &row->values[UNIT], &unit, row->arena, err);
    if (status == CS_NONE) {
        cs_error_clear(err);
        f->homeless++;
        return CS_OK;
    }
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = { cs_integer(f->month), cs_integer(unit),   row->values[FIGURE],
                                   row->values[PART],    row->values[WHOLE], cs_integer(f->now),
                                   cs_integer(actor) };
    f->kept++;
    return cs_store_do(store, &cs_figure_statements, FIGURE_KEEP, in, NULL, err);
}

enum cs_status cs_figures_freeze(struct cs_store *store, const struct cs_report *figures,
                                 const struct cs_value *values, struct cs_freezing *f, struct cs_error *err)
{
    struct cs_arena arena = { 0 };
    struct cs_rows rows = { .arena = &arena };
    int64_t actor = 0;
    f->kept = f->homeless = 0;
    enum cs_status status = may_freeze(store, f, &arena, err);
    if (status == CS_OK)
        status = cs_report_run(store, figures, values, cs_rows_keep, &rows, err);
    if (status == CS_OK)
        status = find_actor(store, f->actor, &actor, &arena, err);
    for (size_t i = 0; i < rows.count && status == CS_OK; i++)
        status = keep_figure(store, f, actor, &rows.items[i], err);
    if (status == CS_OK && f->kept == 0)
        status =
            cs_error_set(err, CS_REFUSED, _("there is nothing to freeze: no case and no home counts there"));
    cs_rows_release(&rows);
    cs_arena_release(&arena);
    return status;
}

/* ---- targets ---- */

enum cs_status cs_figure_target_take(struct cs_store *store, const struct cs_row *row, enum cs_change *change,
                                     struct cs_error *err)
{
    int64_t unit, year;
    int month, day;
    struct cs_value before[1];
    cs_day_to_date(row->values[TARGET_FROM].integer, &year, &month, &day);
    if (day != 1)
        return cs_error_set(err, CS_REFUSED, _("from: a target begins with the first day of a month"));
    enum cs_status status = find_unit(store, &row->values[TARGET_UNIT], &unit, row->arena, err);
    if (status == CS_NONE)
        return cs_error_set(err, CS_REFUSED, _("unit: there is no unit \"%s\""),
                            cs_value_text(&row->values[TARGET_UNIT]));
    if (status != CS_OK)
        return status;
    const struct cs_value in[] = { row->values[TARGET_FIGURE], cs_integer(unit), row->values[TARGET_FROM],
                                   row->values[TARGET_VALUE] };
    status = cs_store_get(store, &cs_figure_statements, TARGET_GET, in, before, row->arena, err);
    if (status != CS_OK && status != CS_NONE)
        return status;
    *change = status == CS_NONE                                  ? CS_CHANGE_NEW
              : before[0].real == row->values[TARGET_VALUE].real ? CS_CHANGE_NONE
                                                                 : CS_CHANGE_OTHER;
    cs_error_clear(err);
    return *change == CS_CHANGE_NONE ? CS_OK
                                     : cs_store_do(store, &cs_figure_statements, TARGET_PUT, in, NULL, err);
}
