/* The words of messages, in the addressee's language: which may not be that of the process. */
#ifndef CS_NOTIFY_NOTIFY_WORDS_H
#define CS_NOTIFY_NOTIFY_WORDS_H

#include "record/record.h"

#include <stdbool.h>

extern const struct cs_choice cs_notify_metrics[], cs_notify_levels[];

/* The label of a code: Chinese (the first of .also) or English; the code itself where it is unknown. */
const char *cs_notify_label(const struct cs_choice *choices, const char *code, bool chinese,
                            struct cs_arena *arena);

/* The labels of a set "a;b". */
const char *cs_notify_labels(const struct cs_choice *choices, const char *codes, bool chinese,
                             struct cs_arena *arena);

/* A length of time in its two largest units: 1d 4h, 1天4小时; less than a minute: 1m, 1分钟. */
const char *cs_notify_span(int64_t seconds, bool chinese, struct cs_arena *arena);

#endif
