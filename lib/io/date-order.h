/* Dates written day first or month first, as a mapping says: rewritten year first before they are read. */
#ifndef CS_IO_DATE_ORDER_H
#define CS_IO_DATE_ORDER_H

#include "base/memory.h"

#include <stdbool.h>

/* 5/3/2024, 05.03.2024 14:07, 5-3-24 02:07:09 PM become 2024-03-05..., in the arena; anything else is let be.
 * Two digits of a year mean 2000 to 2099. */
void cs_date_order(bool day_first, struct cs_arena *arena, const char **text, size_t *length);

#endif
