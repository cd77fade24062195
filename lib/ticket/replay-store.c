/* The statements of past values. No rules here. */
#include "ticket/replay.h"

static const struct cs_statement statements[REPLAY_STATEMENTS] = {
    [PAST_ADD] = { "INSERT INTO past_value (ticket_id, event_seq, field, old) SELECT CAST($1 AS BIGINT), "
                   "coalesce(max(seq), 0), CAST($2 AS TEXT), CAST($3 AS TEXT) FROM event WHERE ticket_id = "
                   "$1 ON "
                   "CONFLICT (ticket_id, event_seq, field) DO NOTHING",
                   "itt", "" },
    [PAST_OF_CASE] = { "SELECT event_seq, field, old FROM past_value WHERE ticket_id = $1 ORDER BY event_seq "
                       "DESC, "
                       "field",
                       "i", "itt" },
    [REPLAYED_EVENTS] = { "SELECT seq, occurred_at, recorded_at, verb, outcome, field, new, mark FROM event "
                          "WHERE "
                          "ticket_id = $1 ORDER BY seq",
                          "i", "iiittttt" },
    [REPLAYED_HOLDS] = { "SELECT h.started_at, h.recorded_at, h.ended_at, h.limit_at, h.renewals, "
                         "h.reviewed_at, "
                         "h.review_at, r.clocks FROM hold AS h JOIN hold_reason AS r ON r.id = h.reason_id "
                         "WHERE "
                         "h.ticket_id = $1 ORDER BY h.started_at, h.seq",
                         "i", "iiiiiiit" },
};

const struct cs_statements cs_replay_statements = CS_STATEMENTS("replay", statements);
