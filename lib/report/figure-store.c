/* The statements of frozen figures and targets. No rules here. */
#include "report/report-inside.h"

#include "report/figure.h"

static const struct cs_statement statements[FIGURE_STATEMENTS] = {
    [FIGURE_FROZEN] = { "SELECT frozen_at FROM frozen_figure WHERE month = $1 LIMIT 1", "i", "i" },
    [FIGURE_KEEP] = { "INSERT INTO frozen_figure (month, unit_id, figure, part, whole, frozen_at, actor_id) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                      "iitiiii", "" },
    [FIGURE_ACTOR_FIND] = { "SELECT id FROM actor WHERE name = $1", "t", "i" },
    [FIGURE_ACTOR_ADD] = { "INSERT INTO actor (name) VALUES ($1)", "t", "" },
    [FIGURE_GROUP] = { "SELECT id FROM unit WHERE kind = 'group' ORDER BY id LIMIT 1", "", "i" },
    [FIGURE_UNIT] = { "SELECT id FROM unit WHERE code = $1 OR name = $1 ORDER BY code = $1 DESC, id LIMIT 1",
                      "t", "i" },
    [TARGET_GET] = { "SELECT value FROM figure_target WHERE figure = $1 AND unit_id = $2 AND from_month = $3",
                     "tii", "r" },
    [TARGET_PUT] = { "INSERT INTO figure_target (figure, unit_id, from_month, value) VALUES ($1, $2, $3, $4) "
                     "ON CONFLICT (figure, unit_id, from_month) DO UPDATE SET value = excluded.value",
                     "tiir", "" },
};
const struct cs_statements cs_figure_statements = CS_STATEMENTS("figure", statements);
