/* The one clock: the system's, or the moment that --now / CS_NOW fixed. */
#ifndef CS_TIME_CLOCK_H
#define CS_TIME_CLOCK_H

#include <stdint.h>

/* Now, in UTC seconds since 1970. */
int64_t cs_clock_now(void);

/* From here on cs_clock_now answers `utc`. */
void cs_clock_fix(int64_t utc);

#endif
