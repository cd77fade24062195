/* Inside lib/escalation: who is told of a rung. */
#ifndef CS_ESCALATION_FUNCTION_H
#define CS_ESCALATION_FUNCTION_H

#include "escalation/clock.h"

/* Statements of cs_function_statements. */
enum { FUNCTION_PUT, FUNCTION_CASE, FUNCTION_IN_TEXT, FUNCTION_OF_WORD, FUNCTION_SAME };

/* The role of a recipient whose post depends on the case. */
#define CS_FUNCTION_ROLE "function"

/*
 * Recipient `index` of a rung as it is for one case: a role "function" becomes construction, sales, design
 * ... by the case's responsible department, else by where a complaint comes from, else by the word "*" of the
 * table, else construction. *skip: another recipient of the rung has that role already.
 */
enum cs_status cs_function_recipient(struct cs_escalation *e, int64_t ticket, const struct rung *rung,
                                     size_t index, struct recipient *to, bool *skip, struct cs_error *err);

/*
 * Whom a recipient of a rung is at a moment: the holder of the role, found by walking up from the case's
 * project (from the top where that is not known) so many levels higher; a supplier is first looked for at the
 * unit of the supplier who has the case's newest open order. CS_OK with staff_id 0: nobody up to the top.
 */
enum cs_status cs_addressee(struct cs_escalation *e, const struct cs_case_facts *facts, int64_t levels_up,
                            const struct recipient *to, int64_t at, struct cs_post_found *found,
                            struct cs_error *err);

#endif
