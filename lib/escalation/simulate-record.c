/* What a simulation tells, as records. */
#include "escalation/simulate.h"

#define TEXT CS_TYPE_TEXT
#define INT  CS_TYPE_INT
#define FIGURES                                                                                                  \
    { "clocks", INT, 0, N_("Ran"), N_("clocks that ran"), "时钟数" },                                            \
        { "sim_clocks", INT, CS_QUIET, N_("Sim. ran"), N_("clocks that would have run"), "模拟时钟数" },         \
        { "late", INT, 0, N_("Late"), N_("clocks that stopped, or run, after their limit"), "超期" },            \
        { "sim_late", INT, 0, N_("Sim. late"), N_("clocks that would have been late"), "模拟超期" },             \
        { "change", INT, CS_QUIET, N_("Change"), N_("late ones more, or fewer"), "变化" },                       \
        { "on_time", CS_TYPE_REAL, 0, N_("Kept"), N_("per cent of the decided clocks that were on time"),        \
          "按时率" },                                                                                            \
        { "sim_on_time", CS_TYPE_REAL, 0, N_("Sim. kept"), N_("per cent that would have been on time"),          \
          "模拟按时率" },                                                                                        \
        { "passed", INT, CS_QUIET, N_("Passed"), N_("rungs that were past on import: never sent"), "已过" },     \
        { "sim_passed", INT, CS_QUIET, N_("Sim. passed"), N_("rungs that would have been past"), "模拟已过" },   \
        { "rungs", INT, 0, N_("Raised"), N_("rungs that runs acted on"), "升级" },                               \
        { "sim_rungs", INT, 0, N_("Sim. raised"), N_("rungs that runs would have acted on"), "模拟升级" },       \
        { "messages", INT, CS_QUIET, N_("Alerts"), N_("alerts to persons"), "提醒" },                            \
        { "sim_messages", INT, CS_QUIET, N_("Sim. alerts"), N_("alerts that persons would have got"),            \
          "模拟提醒" },                                                                                          \
        { "project_alerts", INT, CS_QUIET, N_("Project alerts"), N_("alerts at the project"), "项目提醒" },      \
        { "sim_project_alerts",      INT,           CS_QUIET, N_("Sim. project alerts"),                         \
          N_("the same, simulated"), "模拟项目提醒" },                                                           \
        { "city_alerts", INT, CS_QUIET, N_("City alerts"), N_("alerts in the city"), "城市提醒" },               \
        { "sim_city_alerts", INT, CS_QUIET, N_("Sim. city alerts"), N_("the same, simulated"), "模拟城市提醒" }, \
        { "region_alerts", INT, CS_QUIET, N_("Region alerts"), N_("alerts in the region"), "区域提醒" },         \
        { "sim_region_alerts",       INT,           CS_QUIET, N_("Sim. region alerts"),                          \
          N_("the same, simulated"), "模拟区域提醒" },                                                           \
        { "group_alerts", INT, CS_QUIET, N_("Group alerts"), N_("alerts at the group"), "集团提醒" },            \
    {                                                                                                            \
        "sim_group_alerts", INT, CS_QUIET, N_("Sim. group alerts"), N_("the same, simulated"),                   \
            "模拟集团提醒"                                                                                 \
    }
#define ALERTS                                                                                               \
    { "messages", INT, 0, N_("Alerts"), N_("alerts to persons"), "提醒" },                                   \
        { "sim_messages", INT, 0, N_("Sim. alerts"), N_("alerts that persons would have got"), "模拟提醒" }, \
    {                                                                                                        \
        "change", INT, 0, N_("Change"), N_("alerts more, or fewer"), "变化"                                \
    }

static const struct cs_field metric_fields[] = {
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    FIGURES,
};
static const struct cs_field project_fields[] = {
    { "project", TEXT, CS_KEY, N_("Project"), N_("project of the cases"), "项目" },
    FIGURES,
};
static const struct cs_field level_fields[] = {
    { "level", TEXT, CS_KEY, N_("Level"), N_("where the person was found"), "层级", cs_level_choices },
    ALERTS,
};
static const struct cs_field role_fields[] = {
    { "role", TEXT, CS_KEY, N_("Role"), N_("role that is told"), "岗位", cs_role_choices },
    { "level", TEXT, CS_KEY, N_("Level"), N_("where the person was found"), "层级", cs_level_choices },
    ALERTS,
};
static const struct cs_field staff_fields[] = {
    { "staff", TEXT, CS_KEY, N_("Staff"), N_("who is told; empty: nobody was found"), "人员" },
    { "name", TEXT, CS_PERSONAL, N_("Full name"), N_("name of who is told"), "姓名" },
    ALERTS,
};
static const struct cs_field case_fields[] = {
    { "ticket", INT, CS_KEY, N_("Ticket"), N_("id of the case"), "工单" },
    { "metric", TEXT, CS_KEY, N_("Clock"), N_("name of the clock"), "时钟", cs_metric_choices },
    { "instance", INT, CS_QUIET, N_("Instance"), N_("repeat of the clock"), "次" },
    { "due_at", CS_TYPE_TIME, 0, N_("Due"), N_("when it was due"), "到期" },
    { "late", CS_TYPE_BOOL, 0, N_("Late"), N_("whether it was late"), "超期" },
    { "sim_due_at", CS_TYPE_TIME, 0, N_("Sim. due"), N_("when it would have been due"), "模拟到期" },
    { "sim_late", CS_TYPE_BOOL, 0, N_("Sim. late"), N_("whether it would have been late"), "模拟超期" },
};

const struct cs_record cs_simulate_records[CS_BY_END] = {
    [CS_BY_METRIC] = CS_RECORD("simulated", N_("simulated clocks"), metric_fields),
    [CS_BY_PROJECT] = CS_RECORD("simulated_project", N_("simulated project"), project_fields),
    [CS_BY_LEVEL] = CS_RECORD("simulated_level", N_("simulated level"), level_fields),
    [CS_BY_ROLE] = CS_RECORD("simulated_role", N_("simulated role"), role_fields),
    [CS_BY_STAFF] = CS_RECORD("simulated_person", N_("simulated person"), staff_fields),
    [CS_BY_CASE] = CS_RECORD("simulated_clock", N_("simulated clock"), case_fields),
};

/* Per cent with one decimal. */
static struct cs_value on_time(const struct tally *tally, int side)
{
    int64_t whole = tally->decided[side], late = tally->late[side];
    if (whole == 0)
        return cs_null();
    int64_t thousandths = (whole - late) * 1000 / whole; /* cut, not rounded: 100 is all of them */
    return cs_real((double)thousandths / 10);
}

static size_t put_pair(struct cs_value *values, size_t at, const int64_t sides[SIDES])
{
    values[at] = cs_integer(sides[HAPPENED]);
    values[at + 1] = cs_integer(sides[SIMULATED]);
    return at + 2;
}

static void put_figures(struct cs_value *values, const struct tally *tally)
{
    size_t at = put_pair(values, 1, tally->clocks);
    at = put_pair(values, at, tally->late);
    values[at++] = cs_integer(tally->late[SIMULATED] - tally->late[HAPPENED]);
    values[at++] = on_time(tally, HAPPENED);
    values[at++] = on_time(tally, SIMULATED);
    at = put_pair(values, at, tally->passed);
    at = put_pair(values, at, tally->rungs);
    at = put_pair(values, at, tally->messages);
    for (int i = 0; i < LEVELS; i++)
        at = put_pair(values, at, tally->at_level[i]);
}

static struct cs_value word(const char *text)
{
    return text && text[0] ? cs_text(text) : cs_null();
}

enum cs_status cs_simulated_give(enum cs_simulate_by by, const struct tally *tally, cs_row_fn *each,
                                 void *context, struct cs_error *err)
{
    struct cs_value values[SIMULATED_FIELDS] = { word(tally->key) };
    struct cs_arena arena = CS_ARENA_INIT;
    if (by == CS_BY_METRIC || by == CS_BY_PROJECT) {
        put_figures(values, tally);
    } else {
        size_t at = 1;
        if (by == CS_BY_ROLE) {
            values[0] = word(tally->name);
            values[at++] = word(tally->level);
        }
        if (by == CS_BY_STAFF)
            values[at++] = word(tally->name);
        at = put_pair(values, at, tally->messages);
        values[at] = cs_integer(tally->messages[SIMULATED] - tally->messages[HAPPENED]);
    }
    const struct cs_row row = { &cs_simulate_records[by], values, &arena };
    enum cs_status status = each(context, &row, err);
    cs_arena_release(&arena);
    return status;
}
