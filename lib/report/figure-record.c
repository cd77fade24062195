/* Frozen figures and targets as records. */
#include "report/figure.h"

static const struct cs_field frozen_fields[] = {
    { "month", CS_TYPE_DATE, CS_KEY, N_("Month"), N_("first day of the month"), "月份" },
    { "unit", CS_TYPE_TEXT, CS_KEY, N_("Org unit"), N_("project that it counts"), "单位" },
    { "figure", CS_TYPE_CHOICE, CS_KEY, N_("Figure"), N_("what was counted"), "指标", cs_figure_choices },
    { "part", CS_TYPE_INT, 0, N_("Numerator"), N_("how many"), "分子" },
    { "whole", CS_TYPE_INT, 0, N_("Denominator"), N_("of how many"), "分母" },
    { "frozen_at", CS_TYPE_TIME, 0, N_("Frozen"), N_("when it was frozen"), "冻结时间" },
    { "actor", CS_TYPE_TEXT, 0, N_("Actor"), N_("who froze it"), "操作人" },
};
const struct cs_record cs_frozen_figure_record =
    CS_RECORD("frozen_figure", N_("frozen figure"), frozen_fields);

static const char *const frozen_columns[] = { "f.month", "u.code",      "f.figure", "f.part",
                                              "f.whole", "f.frozen_at", "a.name" };
const struct cs_view cs_frozen_figure_view = {
    &cs_frozen_figure_record,
    "frozen_figure AS f JOIN unit AS u ON u.id = f.unit_id JOIN actor AS a ON a.id = f.actor_id",
    frozen_columns, "f.month, u.code, f.figure"
};

static const struct cs_field target_fields[] = {
    { "figure", CS_TYPE_CHOICE, CS_KEY | CS_REQUIRED, N_("Figure"), N_("what is measured"), "指标",
      cs_figure_choices },
    { "unit", CS_TYPE_TEXT, CS_KEY, N_("Org unit"), N_("unit it holds for, with all below; empty: the group"),
      "单位", .max = 60 },
    { "from", CS_TYPE_DATE, CS_KEY | CS_REQUIRED, N_("From month"),
      N_("first day of the month it begins with"), "起始月" },
    { "value", CS_TYPE_REAL, CS_REQUIRED, N_("Aim"), N_("per cent, or cases per 1,000 homes"), "目标值|目标",
      .min = 0, .max = 100000 },
};
const struct cs_record cs_figure_target_record =
    CS_RECORD("figure_target", N_("target of a figure"), target_fields);

static const char *const target_columns[] = { "t.figure", "u.code", "t.from_month", "t.value" };
const struct cs_view cs_figure_target_view = { &cs_figure_target_record,
                                               "figure_target AS t JOIN unit AS u ON u.id = t.unit_id",
                                               target_columns, "t.figure, u.code, t.from_month" };
