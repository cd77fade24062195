/* The statements of the search for a caller. No rules here. */
#include "customer/find-inside.h"
#include "customer/find.h"

/* CROSS JOIN: projects are few and come first; each then is one look into an index. */
static const struct cs_statement statements[FIND_STATEMENTS] = {
    [FIND_PEOPLE_BY_PHONE] = { "SELECT coalesce(merged_into, id) FROM customer WHERE phone = $1 UNION SELECT "
                               "coalesce(merged_into, id) FROM customer WHERE phone2 = $1",
                               "t", "i" },
    [FIND_CASES_BY_PHONE] = { "SELECT id FROM ticket WHERE phone = $1", "t", "i" },
    [FIND_PEOPLE_BY_NAME] = { "SELECT coalesce(merged_into, id) FROM customer WHERE name = $1 AND erased_at "
                              "IS NULL LIMIT 50",
                              "t", "i" },
    [FIND_HOMES_BY_CODE] = { "SELECT id FROM home WHERE code = $1", "t", "i" },
    [FIND_HOMES_BY_PLACE] = { "SELECT h.id FROM unit AS u CROSS JOIN home AS h WHERE h.unit_id = u.id AND "
                              "h.place = $1",
                              "t", "i" },
    [FIND_HOMES_BY_SHORT] = { "SELECT h.id FROM unit AS u CROSS JOIN home AS h WHERE h.unit_id = u.id AND "
                              "h.place >= $1 AND h.place < $2 AND h.place LIKE $3",
                              "ttt", "i" },
    [FIND_HOMES_BY_ALIAS] = { "SELECT a.home_id FROM unit AS u CROSS JOIN home_alias AS a WHERE a.unit_id = "
                              "u.id AND a.alias = $1",
                              "t", "i" },
    [FIND_HOMES_OF_PERSON] = { "SELECT home_id FROM home_role WHERE customer_id = $1", "i", "i" },
    [FIND_HOME_OF_CASE] = { "SELECT home_id FROM ticket WHERE id = $1 AND home_id IS NOT NULL", "i", "i" },
    [FIND_TAIL_PEOPLE] = { "SELECT coalesce(c.merged_into, c.id) FROM home AS h CROSS JOIN home_role AS r "
                           "CROSS JOIN customer AS c WHERE h.unit_id = $1 AND r.home_id = h.id AND c.id = "
                           "r.customer_id AND (c.phone LIKE $2 OR c.phone2 LIKE $2)",
                           "it", "i" },
    [FIND_TAIL_CASES] = { "SELECT id FROM ticket WHERE unit_id = $1 AND phone LIKE $2", "it", "i" },
    [FIND_TAIL_PEOPLE_HOME] = { "SELECT coalesce(c.merged_into, c.id) FROM home_role AS r CROSS JOIN "
                                "customer AS c WHERE r.home_id = $1 AND c.id = r.customer_id AND (c.phone "
                                "LIKE $2 OR c.phone2 LIKE $2)",
                                "it", "i" },
    [FIND_TAIL_CASES_HOME] = { "SELECT id FROM ticket WHERE home_id = $1 AND phone LIKE $2", "it", "i" },
    [FIND_SUPPLIERS] = { "SELECT coalesce(w.trade, u.trade, ''), u.code, u.name, count(*), "
                         "max(w.dispatched_at) FROM home AS h CROSS JOIN home AS n CROSS JOIN ticket AS t "
                         "CROSS JOIN work_order AS w CROSS JOIN unit AS u WHERE h.id = $1 AND n.unit_id = "
                         "h.unit_id AND n.building_id = h.building_id AND t.home_id = n.id AND w.ticket_id = "
                         "t.id AND w.state <> 'cancelled' AND u.id = w.supplier_id GROUP BY "
                         "coalesce(w.trade, "
                         "u.trade, ''), u.code, u.name ORDER BY 1, 4 DESC, 2",
                         "i", "tttii" },
};
const struct cs_statements cs_find_statements = CS_STATEMENTS("find", statements);
