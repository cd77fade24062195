/* customer-store.c: the statements and views of customers. */
#include "customer/customer-inside.h"

#define PLAIN                                                                                                \
    "name, kind, phone, phone2, email, identity, channel, hours, language, watch, stage, household_id"
#define C_PLAIN                                                                                              \
    "c.name, c.kind, c.phone, c.phone2, c.email, c.identity, c.channel, c.hours, c.language, c.watch, "      \
    "c.stage, c.household_id"
#define PLAIN_TYPES "ttttttttttti"
#define ROW                                                                                                  \
    "SELECT c.id, " C_PLAIN ", c.merged_into, c.erased_at, c.digest, s.name, c.external_id "                 \
    "FROM customer AS c JOIN source AS s ON s.id = c.source_id "
#define ROW_TYPES "i" PLAIN_TYPES "iiitt"

static const struct cs_statement statements[] = {
    [CUSTOMER_BY_ID] = { ROW "WHERE c.id = $1", "i", ROW_TYPES },
    [CUSTOMER_BY_NAME] = { ROW "WHERE c.source_id = $1 AND c.external_id = $2", "it", ROW_TYPES },
    [CUSTOMERS_BY_EXTERNAL] = { "SELECT id, merged_into FROM customer WHERE external_id = $1 ORDER BY id",
                                "t", "ii" },
    [CUSTOMER_INSERT] = { "INSERT INTO customer (" PLAIN
                          ", digest, source_id, external_id) VALUES ($1, $2, $3, "
                          "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                          PLAIN_TYPES "iit", "" },
    [CUSTOMER_SAVE] = { "UPDATE customer SET name = $1, kind = $2, phone = $3, phone2 = $4, email = $5, "
                        "identity = $6, channel = $7, hours = $8, language = $9, watch = $10, stage = $11, "
                        "household_id = $12, digest = $13 WHERE id = $14",
                        PLAIN_TYPES "ii", "" },
    [CUSTOMER_MERGE] = { "UPDATE customer SET merged_into = $2 WHERE id = $1", "ii", "" },
    [CUSTOMER_REMERGE] = { "UPDATE customer SET merged_into = $2 WHERE merged_into = $1", "ii", "" },
    [CUSTOMER_BLANK] = { "UPDATE customer SET name = '', phone = NULL, phone2 = NULL, email = NULL, "
                         "identity = NULL, channel = NULL, hours = NULL, language = NULL, watch = NULL, "
                         "household_id = NULL, digest = NULL, erased_at = $2 WHERE id = $1",
                         "ii", "" },
    [CUSTOMERS_OF_PERSON] = { "SELECT id FROM customer WHERE id = $1 OR merged_into = $1 ORDER BY id", "i",
                              "i" },
    [EVENT_SEQ] = { "SELECT COALESCE(max(seq), 0) + 1 FROM customer_event WHERE customer_id = $1", "i", "i" },
    [EVENT_ADD] = { "INSERT INTO customer_event (customer_id, seq, at, actor_id, verb, field, old, new) "
                    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    "iiiitttt", "" },
    [EVENT_BLANK] = { "UPDATE customer_event SET old = NULL, new = NULL WHERE customer_id = $1", "i", "" },
    [CUSTOMER_UNNAME] = { "UPDATE customer SET external_id = $2 WHERE id = $1", "it", "" },
    [EVENT_SCRUB] = { "UPDATE customer_event SET old = replace(old, $1, $2), new = replace(new, $1, $2) "
                      "WHERE "
                      "old LIKE '%' || $1 || '%' OR new LIKE '%' || $1 || '%'",
                      "tt", "" },
    [CUSTOMER_SCRUB] = { "UPDATE customer SET watch = replace(watch, $1, $2), hours = replace(hours, $1, $2) "
                         "WHERE watch LIKE '%' || $1 || '%' OR hours LIKE '%' || $1 || '%'",
                         "tt", "" },
    [CUSTOMERS_LIVING] = { "SELECT c.id, s.name, c.external_id FROM customer AS c JOIN source AS s ON s.id = "
                           "c.source_id WHERE c.erased_at IS NULL ORDER BY c.id",
                           "", "itt" },
    [PHONES_OF_CASES] = { "SELECT DISTINCT phone FROM ticket WHERE phone IS NOT NULL", "", "t" },
    [EVENT_TRACES] = { "SELECT field, old, new FROM customer_event WHERE customer_id = $1 AND field IN "
                       "('name', "
                       "'phone', 'phone2', 'email', 'identity')",
                       "i", "ttt" },
    [SOURCES_ALL] = { "SELECT name FROM source ORDER BY id", "", "t" },
    [SOURCE_GET] = { "SELECT id FROM source WHERE name = $1", "t", "i" },
    [SOURCE_ADD] = { "INSERT INTO source (name) VALUES ($1)", "t", "" },
    [ACTOR_GET] = { "SELECT id FROM actor WHERE name = $1", "t", "i" },
    [ACTOR_ADD] = { "INSERT INTO actor (name) VALUES ($1)", "t", "" },
    [HOUSEHOLD_GET] = { "SELECT id FROM household WHERE name = $1 ORDER BY id LIMIT 1", "t", "i" },
    [HOUSEHOLD_ADD] = { "INSERT INTO household (name) VALUES ($1)", "t", "" },
    [HOUSEHOLD_BLANK] = { "UPDATE household SET name = '' WHERE id = $1 AND NOT EXISTS "
                          "(SELECT 1 FROM customer WHERE household_id = $1)",
                          "i", "" },
    [ROLE_GET] = { "SELECT from_on, until_on FROM home_role WHERE customer_id = $1 AND home_id = $2 "
                   "AND role = $3",
                   "iit", "ii" },
    [ROLE_ADD] = { "INSERT INTO home_role (customer_id, home_id, role, from_on, until_on) "
                   "VALUES ($1, $2, $3, $4, $5)",
                   "iitii", "" },
    [ROLE_SAVE] = { "UPDATE home_role SET from_on = $4, until_on = $5 WHERE customer_id = $1 AND home_id = "
                    "$2 "
                    "AND role = $3",
                    "iitii", "" },
    [ROLE_COPY] = { "INSERT INTO home_role (customer_id, home_id, role, from_on, until_on) "
                    "SELECT $2, home_id, role, from_on, until_on FROM home_role WHERE customer_id = $1 "
                    "ON CONFLICT (customer_id, home_id, role) DO NOTHING",
                    "ii", "" },
    [ROLE_DELETE] = { "DELETE FROM home_role WHERE customer_id = $1", "i", "" },
    [CONSENT_ADD] = { "INSERT INTO consent (customer_id, purpose, ground, given, at, channel, version, "
                      "actor_id) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                      "itttitti", "" },
    [CONSENT_NOW] = { "SELECT given FROM consent WHERE customer_id = $1 AND purpose = $2 "
                      "ORDER BY at DESC, id DESC LIMIT 1",
                      "it", "t" },
    [CONSENT_MOVE] = { "UPDATE consent SET customer_id = $2 WHERE customer_id = $1", "ii", "" },
    [MESSAGE_DROP] = { "UPDATE message SET fault = NULL, state = CASE state WHEN 'waiting' THEN 'dropped' "
                       "ELSE state "
                       "END WHERE customer_id = $1",
                       "i", "" },
};
const struct cs_statements cs_customer_statements = CS_STATEMENTS("customer", statements);

_Static_assert(sizeof statements / sizeof *statements == CUSTOMER_STATEMENT_MAX, "a statement is missing");

/* ---- views ---- */

static const char *const customer_columns[] = {
    "c.id",
    "s.name",
    "c.external_id",
    "c.name",
    "c.kind",
    "c.phone",
    "c.phone2",
    "c.email",
    "c.identity",
    "c.channel",
    "c.hours",
    "c.language",
    "c.watch",
    "c.stage",
    "w.name",
    NULL,
    NULL,
    "(SELECT count(DISTINCT r.home_id) FROM home_role AS r WHERE r.customer_id = c.id)",
    "(SELECT count(*) FROM ticket AS t JOIN customer AS m ON m.id = t.customer_id "
    "WHERE m.id = c.id OR m.merged_into = c.id)",
    "c.merged_into",
    "c.erased_at",
};
#define CUSTOMERS                                                                                            \
    "customer AS c JOIN source AS s ON s.id = c.source_id LEFT JOIN household AS w ON w.id = c.household_id"
const struct cs_view cs_customer_view = { &cs_customer_record, CUSTOMERS, customer_columns, "c.id", "c.id" };
const struct cs_view cs_other_name_view = { &cs_customer_record, CUSTOMERS, customer_columns, "c.id",
                                            "c.merged_into" };
const char *const cs_customer_there[2] = { "c.merged_into IS NULL", "c.erased_at IS NULL" };

static const char *const role_columns[] = { "s.name || ':' || c.external_id", "h.code", "r.role", "r.from_on",
                                            "r.until_on" };
const struct cs_view cs_home_role_view = { &cs_home_role_record,
                                           "home_role AS r JOIN customer AS c ON c.id = r.customer_id "
                                           "JOIN source AS s ON s.id = c.source_id "
                                           "JOIN home AS h ON h.id = r.home_id",
                                           role_columns, "r.home_id", "r.customer_id" };

static const char *const consent_columns[] = { "n.customer_id", "n.purpose", "n.given",   "n.ground",
                                               "n.at",          "n.channel", "n.version", "a.name" };
const struct cs_view cs_consent_view = { &cs_consent_record,
                                         "consent AS n JOIN actor AS a ON a.id = n.actor_id", consent_columns,
                                         "n.id", "n.customer_id" };

static const char *const event_columns[] = { "e.customer_id", "e.seq",   "e.at",  "a.name",
                                             "e.verb",        "e.field", "e.old", "e.new" };
const struct cs_view cs_customer_event_view = { &cs_customer_event_record,
                                                "customer_event AS e JOIN actor AS a ON a.id = e.actor_id",
                                                event_columns, "e.seq", "e.customer_id" };
