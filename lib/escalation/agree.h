/* Whether the tables of clocks and alerts agree. For lib/escalation and the list of rooms. */
#ifndef CS_ESCALATION_AGREE_H
#define CS_ESCALATION_AGREE_H

#include "escalation/escalation.h"

enum agree_statement {
    AGREE_LEFT_OUT, /* a clock has a rung to come that no run will find */
    AGREE_STRAY,    /* a run will find a rung that its clock does not have */
    AGREE_UNTOLD,   /* an alert to somebody without a message */
    AGREE_OTHER,    /* a message to another person, or of another case, than its alert */
    AGREE_UNLOGGED, /* an alert that the event log does not know */
    AGREE_STATEMENTS
};

extern const struct cs_statements cs_agree_statements;

#endif
