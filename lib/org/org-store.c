/*
 * org-store.c: the statements and views of units, homes, staff and posts.
 *
 * The three statements of a noun have its columns in the order of its descriptor, references as ids.
 */
#include "org/org-inside.h"

/* The row of a key: id first (0 where the table has none), then the columns. */
#define NOUN(noun, find, find_in, find_out, insert, update, columns_in, update_in)                           \
    [NOUN_STATEMENTS + 3 * (noun) + NOUN_FIND] = { find, find_in, find_out },                                \
                                    [NOUN_STATEMENTS + 3 * (noun) +                                          \
                                        NOUN_INSERT] = { insert, columns_in, "" },                           \
                                    [NOUN_STATEMENTS + 3 * (noun) + NOUN_UPDATE] = { update, update_in, "" }

#define UNIT_COLUMNS                                                                                         \
    "code, name, kind, parent_id, aliases, trade, status, calendar_id, handed_to_id, handed_on"
#define HOME_COLUMNS                                                                                         \
    "code, unit_id, building_id, place, entrance, floor, room, use, line, layout, area, fitout, "            \
    "completed_on, contract_on, notice_on, delivered_on, delivery_state, warranty_on, moved_in_on, vacant, " \
    "keeper"
#define HOME_TYPES                                                                                           \
    "tiit"                                                                                                   \
    "titt"                                                                                                   \
    "ttrt"                                                                                                   \
    "iiii"                                                                                                   \
    "tii"                                                                                                    \
    "tt"
#define STAFF_COLUMNS "code, name, email, phone, account, language, employer_id, active_until, quiet, digest"

static const struct cs_statement statements[] = {
    [UNIT_ALL] = { "SELECT id, code, name, kind, parent_id, aliases, status, calendar_id, handed_to_id, "
                   "handed_on FROM unit ORDER BY id",
                   "", "itttittiii" },
    [STAFF_ALL] = { "SELECT id, code, name, active_until FROM staff ORDER BY id", "", "itti" },
    [POST_ALL] = { "SELECT unit_id, role, staff_id, deputy_id, from_on, until_on FROM post "
                   "ORDER BY unit_id, role, COALESCE(from_on, -1000000), id DESC",
                   "", "itiiii" },
    [ABSENCE_ALL] = { "SELECT staff_id, from_on, until_on FROM absence ORDER BY staff_id, from_on", "",
                      "iii" },
    [DUTY_HELD] = { "SELECT COUNT(*) FROM duty WHERE unit_id = $1 AND role = $2 AND staff_id = $3 "
                    "AND from_at <= $4 AND until_at > $4",
                    "itii", "i" },
    [DUTY_ALL] = { "SELECT unit_id, role, staff_id, from_at, until_at FROM duty ORDER BY unit_id, role, "
                   "from_at, "
                   "staff_id",
                   "", "itiii" },
    [HOME_OF_UNIT] = { "SELECT h.id, h.place, h.code, h.building_id, b.batch_id FROM home AS h "
                       "LEFT JOIN building AS b ON b.id = h.building_id WHERE h.unit_id = $1 ORDER BY h.id",
                       "i", "ittii" },
    [BUILDING_OF_UNIT] = { "SELECT id, code, batch_id FROM building WHERE unit_id = $1 ORDER BY id", "i",
                           "iti" },
    [ALIAS_OF_UNIT] = { "SELECT a.alias, a.home_id, h.building_id, b.batch_id FROM home_alias AS a "
                        "JOIN home AS h ON h.id = a.home_id LEFT JOIN building AS b ON b.id = h.building_id "
                        "WHERE a.unit_id = $1 ORDER BY a.alias",
                        "i", "tiii" },
    [HOME_BY_CODE] = { "SELECT id, unit_id FROM home WHERE code = $1", "t", "ii" },
    [BUILDING_BY_CODE] = { "SELECT id FROM building WHERE unit_id = $1 AND code = $2", "it", "i" },
    [BATCH_BY_CODE] = { "SELECT id FROM batch WHERE unit_id = $1 AND code = $2", "it", "i" },
    [CALENDAR_ID_BY_NAME] = { "SELECT id FROM calendar WHERE name = $1", "t", "i" },
    [BUILDING_STUB] = { "INSERT INTO building (unit_id, code) VALUES ($1, $2)", "it", "" },
    [HOME_AT_PLACE] = { "SELECT code FROM home WHERE unit_id = $1 AND place = $2", "it", "t" },
    [HOME_UNIT_ID] = { "SELECT unit_id, building_id FROM home WHERE id = $1", "i", "ii" },
    [UNIT_BY_CODE] = { "SELECT id FROM unit WHERE code = $1", "t", "i" },
    [STAFF_BY_CODE] = { "SELECT id FROM staff WHERE code = $1", "t", "i" },
    [UNIT_SET_PARENT] = { "UPDATE unit SET parent_id = $2 WHERE code = $1", "ti", "" },
    [UNIT_SET_HANDED] = { "UPDATE unit SET handed_to_id = $2 WHERE code = $1", "ti", "" },
    [HOME_CODE] = { "SELECT code, place FROM home WHERE id = $1", "i", "tt" },

    NOUN(CS_ORG_UNIT, "SELECT id, " UNIT_COLUMNS " FROM unit WHERE code = $1", "t",
         "ittt"
         "itt"
         "tiii",
         "INSERT INTO unit (" UNIT_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
         "UPDATE unit SET code = $1, name = $2, kind = $3, parent_id = $4, aliases = $5, trade = $6, "
         "status = $7, calendar_id = $8, handed_to_id = $9, handed_on = $10 WHERE id = $11",
         "tttittt"
         "iii",
         "tttittt"
         "iiii"),

    NOUN(CS_ORG_BATCH, "SELECT id, unit_id, code, name FROM batch WHERE unit_id = $1 AND code = $2", "it",
         "iitt", "INSERT INTO batch (unit_id, code, name) VALUES ($1, $2, $3)",
         "UPDATE batch SET unit_id = $1, code = $2, name = $3 WHERE id = $4", "itt", "itti"),

    NOUN(CS_ORG_BUILDING,
         "SELECT id, unit_id, code, name, batch_id, contractor_id, section FROM building WHERE unit_id = $1 "
         "AND code = $2",
         "it", "iittiit",
         "INSERT INTO building (unit_id, code, name, batch_id, contractor_id, section) "
         "VALUES ($1, $2, $3, $4, $5, $6)",
         "UPDATE building SET unit_id = $1, code = $2, name = $3, batch_id = $4, contractor_id = $5, "
         "section = $6 WHERE id = $7",
         "ittiit", "ittiiti"),

    NOUN(CS_ORG_HOME, "SELECT id, " HOME_COLUMNS " FROM home WHERE code = $1", "t", "i" HOME_TYPES,
         "INSERT INTO home (" HOME_COLUMNS
         ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
         "$14, $15, $16, $17, $18, $19, $20, $21)",
         "UPDATE home SET code = $1, unit_id = $2, building_id = $3, place = $4, entrance = $5, floor = $6, "
         "room = $7, use = $8, line = $9, layout = $10, area = $11, fitout = $12, completed_on = $13, "
         "contract_on = $14, notice_on = $15, delivered_on = $16, delivery_state = $17, warranty_on = $18, "
         "moved_in_on = $19, vacant = $20, keeper = $21 WHERE id = $22",
         HOME_TYPES, HOME_TYPES "i"),

    NOUN(CS_ORG_ALIAS, "SELECT 0, unit_id, alias, home_id FROM home_alias WHERE unit_id = $1 AND alias = $2",
         "it", "iiti", "INSERT INTO home_alias (unit_id, alias, home_id) VALUES ($1, $2, $3)",
         "UPDATE home_alias SET home_id = $3 WHERE unit_id = $1 AND alias = $2 AND $4 = 0", "iti", "itii"),

    NOUN(CS_ORG_MILESTONE,
         "SELECT id, unit_id, batch_id, kind, planned_on, actual_on FROM milestone WHERE unit_id = $1 "
         "AND COALESCE(batch_id, 0) = COALESCE($2, 0) AND kind = $3",
         "iit", "iiitii",
         "INSERT INTO milestone (unit_id, batch_id, kind, planned_on, actual_on) VALUES ($1, $2, $3, $4, $5)",
         "UPDATE milestone SET unit_id = $1, batch_id = $2, kind = $3, planned_on = $4, actual_on = $5 "
         "WHERE id = $6",
         "iitii", "iitiii"),

    NOUN(CS_ORG_STAFF, "SELECT id, " STAFF_COLUMNS " FROM staff WHERE code = $1", "t",
         "itttttt"
         "iitt",
         "INSERT INTO staff (" STAFF_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
         "UPDATE staff SET code = $1, name = $2, email = $3, phone = $4, account = $5, language = $6, "
         "employer_id = $7, active_until = $8, quiet = $9, digest = $10 WHERE id = $11",
         "tttttt"
         "iitt",
         "tttttt"
         "iitti"),

    NOUN(CS_ORG_POST,
         "SELECT id, unit_id, role, staff_id, deputy_id, from_on, until_on FROM post WHERE unit_id = $1 "
         "AND role = $2 AND staff_id = $3 AND COALESCE(from_on, -1000000) = COALESCE($4, -1000000)",
         "itii", "iitiiii",
         "INSERT INTO post (unit_id, role, staff_id, deputy_id, from_on, until_on) "
         "VALUES ($1, $2, $3, $4, $5, $6)",
         "UPDATE post SET unit_id = $1, role = $2, staff_id = $3, deputy_id = $4, from_on = $5, "
         "until_on = $6 WHERE id = $7",
         "itiiii", "itiiiii"),

    NOUN(CS_ORG_ABSENCE,
         "SELECT 0, staff_id, from_on, until_on FROM absence WHERE staff_id = $1 AND from_on = $2", "ii",
         "iiii", "INSERT INTO absence (staff_id, from_on, until_on) VALUES ($1, $2, $3)",
         "UPDATE absence SET until_on = $3 WHERE staff_id = $1 AND from_on = $2 AND $4 = 0", "iii", "iiii"),

    NOUN(CS_ORG_DUTY,
         "SELECT 0, unit_id, role, staff_id, from_at, until_at FROM duty WHERE unit_id = $1 AND role = $2 "
         "AND staff_id = $3 AND from_at = $4",
         "itii", "iitiii",
         "INSERT INTO duty (unit_id, role, staff_id, from_at, until_at) VALUES ($1, $2, $3, $4, $5)",
         "UPDATE duty SET until_at = $5 WHERE unit_id = $1 AND role = $2 AND staff_id = $3 AND from_at = $4 "
         "AND $6 = 0",
         "itiii", "itiiii"),

    NOUN(CS_ORG_WEATHER,
         "SELECT 0, unit_id, day, kind FROM weather WHERE unit_id = $1 AND day = $2 AND kind = $3", "iit",
         "iiit", "INSERT INTO weather (unit_id, day, kind) VALUES ($1, $2, $3)",
         "UPDATE weather SET kind = $3 WHERE unit_id = $1 AND day = $2 AND kind = $3 AND $4 = 0", "iit",
         "iiti"),
};
const struct cs_statements cs_org_statements = CS_STATEMENTS("org", statements);

_Static_assert(sizeof statements / sizeof *statements == ORG_STATEMENT_MAX, "a statement is missing");

/* ---- views ---- */

static const char *const unit_columns[] = {
    "u.code",
    "u.name",
    "u.kind",
    "p.code",
    "u.aliases",
    "u.trade",
    "u.status",
    "c.name",
    "t.code",
    "u.handed_on",
    "(SELECT count(*) FROM home AS h WHERE h.unit_id = u.id)",
};
static const char *const batch_columns[] = { "u.code", "b.code", "b.name" };
static const char *const building_columns[] = {
    "u.code", "g.code", "g.name", "b.code", "k.code", "g.section",
};
static const char *const home_columns[] = {
    "h.code",         "u.code",        "g.code",      "h.place",        "h.entrance",       "h.floor",
    "h.room",         "h.use",         "h.line",      "h.layout",       "h.area",           "h.fitout",
    "h.completed_on", "h.contract_on", "h.notice_on", "h.delivered_on", "h.delivery_state", "h.warranty_on",
    "h.moved_in_on",  "h.vacant",      "h.keeper",
};
static const char *const alias_columns[] = { "u.code", "a.alias", "h.code" };
static const char *const milestone_columns[] = { "u.code", "b.code", "m.kind", "m.planned_on",
                                                 "m.actual_on" };
static const char *const staff_columns[] = {
    "s.code",     "s.name", "s.email",        "s.phone", "s.account",
    "s.language", "u.code", "s.active_until", "s.quiet", "s.digest"
};
static const char *const post_columns[] = {
    "u.code", "p.role", "s.code", "d.code", "p.from_on", "p.until_on"
};
static const char *const absence_columns[] = { "s.code", "a.from_on", "a.until_on" };
static const char *const weather_columns[] = { "u.code", "w.day", "w.kind" };
static const char *const duty_columns[] = { "u.code", "d.role", "s.code", "d.from_at", "d.until_at" };

const struct cs_view cs_org_views[CS_ORG_NOUN_MAX] = {
    [CS_ORG_UNIT] = { &cs_org_unit_record,
                      "unit AS u LEFT JOIN unit AS p ON p.id = u.parent_id "
                      "LEFT JOIN calendar AS c ON c.id = u.calendar_id "
                      "LEFT JOIN unit AS t ON t.id = u.handed_to_id",
                      unit_columns, "u.id" },
    [CS_ORG_BATCH] = { &cs_org_batch_record, "batch AS b JOIN unit AS u ON u.id = b.unit_id", batch_columns,
                       "b.id" },
    [CS_ORG_BUILDING] = { &cs_org_building_record,
                          "building AS g JOIN unit AS u ON u.id = g.unit_id "
                          "LEFT JOIN batch AS b ON b.id = g.batch_id "
                          "LEFT JOIN unit AS k ON k.id = g.contractor_id",
                          building_columns, "g.id" },
    [CS_ORG_HOME] = { &cs_org_home_record,
                      "home AS h JOIN unit AS u ON u.id = h.unit_id "
                      "LEFT JOIN building AS g ON g.id = h.building_id",
                      home_columns, "h.id" },
    [CS_ORG_ALIAS] = { &cs_org_alias_record,
                       "home_alias AS a JOIN unit AS u ON u.id = a.unit_id JOIN home AS h ON h.id = "
                       "a.home_id",
                       alias_columns, "a.alias" },
    [CS_ORG_MILESTONE] = { &cs_org_milestone_record,
                           "milestone AS m JOIN unit AS u ON u.id = m.unit_id "
                           "LEFT JOIN batch AS b ON b.id = m.batch_id",
                           milestone_columns, "m.id" },
    [CS_ORG_STAFF] = { &cs_org_staff_record, "staff AS s LEFT JOIN unit AS u ON u.id = s.employer_id",
                       staff_columns, "s.code" },
    [CS_ORG_POST] = { &cs_org_post_record,
                      "post AS p JOIN unit AS u ON u.id = p.unit_id JOIN staff AS s ON s.id = p.staff_id "
                      "LEFT JOIN staff AS d ON d.id = p.deputy_id",
                      post_columns, "p.id" },
    [CS_ORG_ABSENCE] = { &cs_org_absence_record, "absence AS a JOIN staff AS s ON s.id = a.staff_id",
                         absence_columns, "a.from_on" },
    [CS_ORG_WEATHER] = { &cs_org_weather_record, "weather AS w JOIN unit AS u ON u.id = w.unit_id",
                         weather_columns, "w.day, u.code, w.kind" },
    [CS_ORG_DUTY] = { &cs_org_duty_record,
                      "duty AS d JOIN unit AS u ON u.id = d.unit_id JOIN staff AS s ON s.id = d.staff_id",
                      duty_columns, "d.from_at, u.code, d.role, s.code" },
};
