/* Inside lib/escalation: whose function answers for a case on the function line. */
#ifndef CS_ESCALATION_FUNCTION_H
#define CS_ESCALATION_FUNCTION_H

#include "escalation/clock.h"

/* The role of a recipient whose post depends on the case. */
#define CS_FUNCTION_ROLE "function"

/*
 * Recipient `index` of a rung as it is for one case: a role "function" becomes construction, sales, design
 * ... by the case's responsible department, else by where a complaint comes from, else by the word "*" of the
 * table, else construction. *skip: another recipient of the rung has that role already.
 */
enum cs_status cs_function_recipient(struct cs_escalation *e, int64_t ticket, const struct rung *rung,
                                     size_t index, struct recipient *to, bool *skip, struct cs_error *err);

#endif
