/*
 * cs-org: the organisation, its homes and its people.
 *
 * Each noun has `import` and `list`, which differ in their record only: to add one, describe it in lib/org
 * and add its rows below.
 */
#include "cs-org.h"

static const struct cs_example unit_import_examples[] = {
    { "printf 'code,name,kind,parent\\nSH-NEW,新城,project,SH\\n' | cs-org unit import --dry-run",
      N_("take one project in") },
    { "cs-org unit list | cs-org unit import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example unit_list_examples[] = {
    { "cs-org unit list --kind project", N_("all projects") },
    { "cs-org unit list --fields code,name,homes --sort -homes",
      N_("units with their homes, the largest first") },
    { NULL, NULL },
};

static const struct cs_example batch_import_examples[] = {
    { "printf 'project,code,name\\nP01,X1,一批次\\n' | cs-org batch import --dry-run",
      N_("take one batch in") },
    { "cs-org batch list | cs-org batch import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example batch_list_examples[] = {
    { "cs-org batch list", N_("all batches") },
    { "cs-org batch list --project P01", N_("those of one project") },
    { NULL, NULL },
};

static const struct cs_example building_import_examples[] = {
    { "printf 'project,code,name\\nP01,90栋,九十号楼\\n' | cs-org building import --dry-run",
      N_("take one building in") },
    { "cs-org building list | cs-org building import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example building_list_examples[] = {
    { "cs-org building list --project P01", N_("buildings of one project") },
    { "cs-org building list -o jsonl", N_("all of them, a JSON object a line") },
    { NULL, NULL },
};

static const struct cs_example home_import_examples[] = {
    { "printf 'code,project,place\\nP01-90-101,P01,90栋101\\n' | cs-org home import --dry-run",
      N_("take one home in") },
    { "cs-org home list | cs-org home import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example home_list_examples[] = {
    { "cs-org home list --project P01 --limit 5", N_("homes of one project") },
    { "cs-org home list --delivery-state refused --count", N_("how many were refused at delivery") },
    { NULL, NULL },
};

static const struct cs_example alias_import_examples[] = {
    { "cs-org alias list | cs-org alias import --dry-run", N_("read back what was written") },
    { "cs-org alias list -o jsonl | cs-org alias import --dry-run", N_("the same through JSON") },
    { NULL, NULL },
};
static const struct cs_example alias_list_examples[] = {
    { "cs-org alias list", N_("all spellings") },
    { "cs-org alias list --project P01", N_("those of one project") },
    { NULL, NULL },
};

static const struct cs_example milestone_import_examples[] = {
    { "printf 'project,kind,planned_on\\nP01,delivery,2027-06-30\\n' | cs-org milestone import --dry-run",
      N_("plan a delivery") },
    { "cs-org milestone list | cs-org milestone import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example milestone_list_examples[] = {
    { "cs-org milestone list --kind delivery", N_("deliveries") },
    { "cs-org milestone list --actual-on none --sort planned_on", N_("what is still to come") },
    { NULL, NULL },
};

static const struct cs_example staff_import_examples[] = {
    { "printf 'code,name\\nX001,张三\\n' | cs-org staff import --dry-run", N_("take one person in") },
    { "cs-org staff list | cs-org staff import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example staff_list_examples[] = {
    { "cs-org staff list --limit 5", N_("some members of staff") },
    { "cs-org staff list --employer SH -o csv", N_("those of one unit") },
    { NULL, NULL },
};

static const struct cs_example post_import_examples[] = {
    { "cs-org post list | cs-org post import --dry-run", N_("read back what was written") },
    { "cs-org post list -o jsonl | cs-org post import --dry-run", N_("the same through JSON") },
    { NULL, NULL },
};
static const struct cs_example post_list_examples[] = {
    { "cs-org post list --unit P01", N_("posts of one project") },
    { "cs-org post list --role head", N_("heads of all units") },
    { NULL, NULL },
};

static const struct cs_example absence_import_examples[] = {
    { "cs-org absence list | cs-org absence import --dry-run", N_("read back what was written") },
    { "cs-org absence list -o jsonl | cs-org absence import --dry-run", N_("the same through JSON") },
    { NULL, NULL },
};
static const struct cs_example absence_list_examples[] = {
    { "cs-org absence list", N_("all absences") },
    { "cs-org absence list --until-on \">=2026-01-01\"", N_("those that end in 2026 or later") },
    { NULL, NULL },
};

static const struct cs_example duty_import_examples[] = {
    { "printf 'unit,role,staff,begins_at,ends_at\\nP01,care,G02,2027-01-01 18:00,2027-01-02 08:00\\n' | "
      "cs-org duty import --dry-run",
      N_("one night") },
    { "cs-org duty list | cs-org duty import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example duty_list_examples[] = {
    { "cs-org duty list --unit P01", N_("the rota of one project") },
    { "cs-org duty list --ends-at \">=2026-11-01\" -o csv", N_("turns that end in November or later") },
    { NULL, NULL },
};

static const struct cs_example weather_import_examples[] = {
    { "printf 'unit,day,kind\\nSH,2026-10-30,rain\\n' | cs-org weather import --dry-run",
      N_("a day of rain in a city: leaks that were repaired are asked about the morning after") },
    { "cs-org weather list | cs-org weather import --dry-run", N_("read back what was written") },
    { NULL, NULL },
};
static const struct cs_example weather_list_examples[] = {
    { "cs-org weather list --unit SH", N_("the weather of one city") },
    { "cs-org weather list --kind rain,storm --day \">=2026-10-01\"", N_("rain since October") },
    { NULL, NULL },
};

/* ---- the records' options: each has the filters of its fields ---- */

#define LIST_OPTIONS(noun)                                                                                   \
    static const struct cs_option noun##_options[] = {                                                       \
        CS_OPT_SHARED(cs_list_options, struct cs_org_list_args, list),                                       \
        CS_OPT_FIELDS(&cs_org_##noun##_record, CS_FIELDS_FILTERS, struct cs_org_list_args, list.filters),    \
        CS_OPT_END                                                                                           \
    }
LIST_OPTIONS(unit);
LIST_OPTIONS(batch);
LIST_OPTIONS(building);
LIST_OPTIONS(home);
LIST_OPTIONS(alias);
LIST_OPTIONS(milestone);
LIST_OPTIONS(staff);
LIST_OPTIONS(post);
LIST_OPTIONS(absence);
LIST_OPTIONS(duty);
LIST_OPTIONS(weather);

static const struct cs_option tree_options[] = { CS_OPT_FLAG('a', "all", struct cs_tree_args, all,
                                                             N_("property companies and contractors too")),
                                                 CS_OPT_END };

static const struct cs_option resolve_options[] = { CS_OPT_FLAG(0, "unresolved", struct cs_resolve_args,
                                                                unresolved, N_("only what comes to no home")),
                                                    CS_OPT_END };

static const struct cs_example show_examples[] = {
    { "cs-org show P01", N_("one project: who holds which post, milestones, buildings") },
    { "cs-org show SH -o json", N_("a city for programs") },
    { NULL, NULL },
};

static const struct cs_example tree_examples[] = {
    { "cs-org tree", N_("group, regions, cities and projects") },
    { "cs-org tree --all -o csv", N_("every unit with its depth") },
    { NULL, NULL },
};

static const struct cs_example resolve_examples[] = {
    { "cs-org resolve P01 3栋2单元1801", N_("which home that is") },
    { "printf 'project,room\\nP01,03#1801\\n' | cs-org resolve --unresolved", N_("spellings to be mended") },
    { NULL, NULL },
};

#define IMPORT(noun, says)                                                                                    \
    {                                                                                                         \
#noun " import", "[FILE...]", says,                                                                   \
            N_("References to other records are written by code. A record that is there already is updated; " \
               "columns that the input lacks stay as they are."),                                             \
            CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_CAN_DRY_RUN, 0, NULL, &cs_org_##noun##_record, NULL,         \
            noun##_import_examples, cs_run_import                                                             \
    }
#define LIST(noun, says)                                                                                     \
    {                                                                                                        \
#noun " list", "", says, NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, sizeof(struct cs_org_list_args),     \
            noun##_options, NULL, &cs_org_##noun##_record, noun##_list_examples, cs_run_list                 \
    }

static const struct cs_command commands[] = {
    IMPORT(unit, N_("read units of the organisation")),
    LIST(unit, N_("list units of the organisation")),
    IMPORT(batch, N_("read delivery batches")),
    LIST(batch, N_("list delivery batches")),
    IMPORT(building, N_("read buildings")),
    LIST(building, N_("list buildings")),
    IMPORT(home, N_("read homes")),
    LIST(home, N_("list homes")),
    IMPORT(alias, N_("read other spellings of rooms")),
    LIST(alias, N_("list other spellings of rooms")),
    IMPORT(milestone, N_("read milestones of projects and batches")),
    LIST(milestone, N_("list milestones of projects and batches")),
    IMPORT(staff, N_("read members of staff")),
    LIST(staff, N_("list members of staff")),
    IMPORT(post, N_("read posts: who holds which role where")),
    LIST(post, N_("list posts: who holds which role where")),
    IMPORT(absence, N_("read absences of staff")),
    LIST(absence, N_("list absences of staff")),
    IMPORT(duty, N_("read the duty rota: who answers for a post from when until when")),
    LIST(duty, N_("list the duty rota")),
    { "weather import", "[FILE...]", N_("read days of rain, storm and frost"),
      N_("The first rain after a leak was called back about brings its second call forward to the morning "
         "after. A "
         "city's or region's weather is that of its projects."),
      CS_NEEDS_WRITE | CS_NEEDS_INPUT | CS_NEEDS_ACTOR | CS_CAN_DRY_RUN, 0, NULL, &cs_org_weather_record,
      NULL, weather_import_examples, cs_run_import },
    LIST(weather, N_("list days of rain, storm and frost")),
    { "show", "UNIT", N_("show a unit as a page"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT, 0, NULL, NULL,
      &cs_org_unit_record, show_examples, cs_run_show },
    { "tree", "", N_("show the organisation as a tree"), NULL, CS_NEEDS_READ | CS_NEEDS_OUTPUT,
      sizeof(struct cs_tree_args), tree_options, NULL, &cs_org_tree_record, tree_examples, cs_run_tree },
    { "resolve", "[PROJECT ROOM | FILE...]", N_("find the home that a spelling means"),
      N_("Two operands are a project (code, name or alias) and a room as it is written; else records with "
         "project and room, or project, building, entrance and room, are read. Each comes out with what it "
         "was found to be."),
      CS_NEEDS_READ | CS_NEEDS_INPUT | CS_NEEDS_OUTPUT, sizeof(struct cs_resolve_args), resolve_options,
      &cs_org_resolve_record, &cs_org_resolve_record, resolve_examples, cs_run_resolve },
    { .name = NULL },
};

const struct cs_program cs_program = {
    "cs-org",
    N_("the organisation, its homes and its people"),
    N_("Keeps group, regions, cities and projects, their batches, buildings, homes and milestones, and who "
       "holds which post when. Ladders find their people here, imported cases their homes."),
    commands,
};
