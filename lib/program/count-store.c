/* What a health check counts, over all rooms. No rules here. */
#include "program/rooms.h"

static const struct cs_statement statements[] = {
    [CS_COUNT_TICKETS] = { "SELECT count(*) FROM ticket", "", "i" },
    [CS_COUNT_OPEN] = { "SELECT count(*) FROM ticket AS t JOIN state AS s ON s.code = t.state WHERE s.ended "
                        "= 0",
                        "", "i" },
    [CS_COUNT_CUSTOMERS] = { "SELECT count(*) FROM customer WHERE merged_into IS NULL AND erased_at IS NULL",
                             "", "i" },
    [CS_COUNT_HOMES] = { "SELECT count(*) FROM home", "", "i" },
    [CS_CALENDARS_ENDING] = { "SELECT name, known_until FROM calendar WHERE known_until < $1 ORDER BY name",
                              "i", "ti" },
    [CS_COUNT_UNSENT] = { "SELECT count(*) FROM message WHERE state IN ('waiting', 'leased')", "", "i" },
    [CS_OLDEST_UNSENT] = { "SELECT min(send_at) FROM message WHERE state IN ('waiting', 'leased')", "", "i" },
    [CS_LAST_RUN] = { "SELECT max(at) FROM run", "", "i" },
    [CS_COUNT_OVERDUE] = { "SELECT count(*) FROM deadline WHERE due_at <= $1", "i", "i" },
    [CS_OLDEST_RUNG] = { "SELECT min(due_at) FROM deadline WHERE due_at <= $1", "i", "i" },
    [CS_COUNT_FAILED] = { "SELECT count(*) FROM message WHERE state = 'failed'", "", "i" },
    [CS_COUNT_DIGESTS] = { "SELECT count(*) FROM message WHERE state = 'waiting' AND digest_at IS NOT NULL "
                           "AND "
                           "digest_at <= $1",
                           "i", "i" },
};
const struct cs_statements cs_count_statements = CS_STATEMENTS("count", statements);
