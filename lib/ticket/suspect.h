/* Inside lib/ticket: the questions behind `cs-ticket check`. */
#ifndef CS_TICKET_SUSPECT_H
#define CS_TICKET_SUSPECT_H

#include "ticket/desk.h"

enum suspect_statement {
    DOUBLE_HOME,
    DOUBLE_PHONE,
    BAD_TIMES,
    BACKDATED,
    SILENT_HOLD,
    SILENCE,
    SAME_PHOTO,
    ODD_VISIT,
    OPEN_WINDOW,
    REOPENED,
    SAME_FAULT,
    UNPROVEN,
    SAME_CALLER,
    SUSPECT_STATEMENTS
};

/* How alike two texts are, in per cent: pairs of neighbouring characters that both have, blanks and signs
 * left out (Dice's coefficient). 0 where one of them has less than two characters. Only the beginnings count.
 */
int cs_text_likeness(const char *left, const char *right);

#endif
