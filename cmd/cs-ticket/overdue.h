/* 是否超期: what a source says of being late, compared with our own clocks and never taken over. */
#ifndef CS_CMD_TICKET_OVERDUE_H
#define CS_CMD_TICKET_OVERDUE_H

#include "program/program.h"

struct overdue_check {
    struct overdue_word *words;
    size_t count, room;
    int64_t unread; /* cells that say neither yes nor no */
};

/* Notes the word of the row just taken; cell is NULL where the file has no such column. */
void overdue_note(struct overdue_check *check, int64_t id, const struct cs_cell *cell);

/* Compares all words with the clocks of their cases (what must be done, by us and by an outside order) and
 * says how many disagree. Inside the transaction, when all cases are written. */
enum cs_status overdue_compare(struct cs_job *job, struct overdue_check *check, struct cs_error *err);
void overdue_release(struct overdue_check *check);

#endif
