/* What the files of cs-calendar share. */
#ifndef CS_CMD_CS_CALENDAR_H
#define CS_CMD_CS_CALENDAR_H

#include "calendar/calendar.h"
#include "program/program.h"

/* Writes the month that begins at `first` as a grid for people: marks, names of holidays, a legend. */
void cs_show_month(const struct cs_calendar *calendar, int64_t first, int64_t today, struct cs_buffer *out);

enum cs_status cs_run_show(struct cs_job *job, const void *args);

extern const struct cs_record cs_calendar_day_record;

#endif
