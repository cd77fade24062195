/* The statements of the audit log. No rules here. */
#include "program/inside.h"

static const struct cs_statement statements[] = {
    [AUDIT_ADD] = { .sql =
                        "INSERT INTO audit (at, local_day, session, actor, what, subject, count, previous, "
                        "hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    .in = "iittttitt",
                    .out = "" },
    [AUDIT_LAST] = { .sql = "SELECT hash FROM audit WHERE local_day = $1 AND session = $2 "
                            "ORDER BY id DESC LIMIT 1",
                     .in = "it",
                     .out = "t" },
    [AUDIT_ALL] = { .sql = "SELECT id, at, local_day, session, actor, what, subject, count, previous, hash "
                           "FROM audit ORDER BY local_day, session, id",
                    .in = "",
                    .out = "iiittttitt" },
};
const struct cs_statements cs_audit_statements = CS_STATEMENTS("audit", statements);
