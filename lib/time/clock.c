/* The one clock: every "now" in the toolkit comes from here, so that a run can be repeated to the byte. */
#include "time/clock.h"

#include <stdatomic.h>
#include <time.h>

/* INT64_MIN stands for "not fixed": no moment that can be written reaches it. */
static _Atomic int64_t fixed = INT64_MIN;

int64_t cs_clock_now(void)
{
    int64_t utc = atomic_load_explicit(&fixed, memory_order_relaxed);
    return utc == INT64_MIN ? (int64_t)time(NULL) : utc;
}

void cs_clock_fix(int64_t utc)
{
    atomic_store_explicit(&fixed, utc, memory_order_relaxed);
}
