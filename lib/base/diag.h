/*
 * Diagnostics: what is wrong with the input, and where.
 *
 * A room that finds a fault in what a person gave it says so here; the program decides how it is shown
 * (`FILE:LINE:COLUMN: field: sentence`), counts it, and bounds the flood. Places are 1-based; 0 = unknown.
 */
#ifndef CS_BASE_DIAG_H
#define CS_BASE_DIAG_H

#include <stddef.h>
#include <stdint.h>

enum cs_severity { CS_NOTICE, CS_WARNING, CS_ERROR };

struct cs_place {
    const char *file; /* name as the user gave it, "-" for standard input; NULL: none */
    int64_t line;     /* line of the input as `sed -n Np` counts */
    int64_t column;   /* byte column in that line */
};

struct cs_diag {
    void (*say)(void *context, enum cs_severity severity, const struct cs_place *place, const char *text);
    void *context;
    size_t notices, warnings, errors; /* how many were said */
};

/* Says one sentence. place may be NULL; diag may be NULL (then it is dropped). */
void cs_diag_say(struct cs_diag *diag, enum cs_severity severity, const struct cs_place *place,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
