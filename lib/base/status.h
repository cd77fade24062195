/*
 * Status codes and the error object.
 *
 * Nothing in lib/ prints or exits (the allocator alone ends the process, when memory is gone): a function
 * that can fail returns enum cs_status and fills the struct cs_error it was handed with a whole sentence.
 */
#ifndef CS_BASE_STATUS_H
#define CS_BASE_STATUS_H

#include <stdarg.h>

/* The first four are also the exit statuses of every binary. The others are answers that a caller handles
 * itself, without an error text unless the function's comment says so. */
enum cs_status {
    CS_OK = 0,      /* done */
    CS_FAILED = 1,  /* failed; nothing changed unless the message says "saved" */
    CS_MISUSED = 2, /* the command line was wrong */
    CS_REFUSED = 3, /* done, but some input records were refused; or: this one record was refused */
    CS_NONE,        /* there is no such thing; end of input; no further row */
    CS_EXISTS,      /* a unique or foreign key of the store stood against it */
    CS_BUSY,        /* another process holds the store longer than the wait allows */
};

/* A whole sentence for people, without a final full stop. Lives on the caller's stack; cs_error_set keeps
 * the first text it was given, so that a cause is not hidden by its consequences. */
struct cs_error {
    enum cs_status status;
    char text[1024];
};

#define CS_ERROR_INIT                                                                                        \
    {                                                                                                        \
        CS_OK, ""                                                                                            \
    }

/* Fills err (which may be NULL) unless it holds a text already, and returns status. */
enum cs_status cs_error_set(struct cs_error *err, enum cs_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, then ": " and strerror(number). */
enum cs_status cs_error_errno(struct cs_error *err, int number, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the text that err holds. */
void cs_error_prefix(struct cs_error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Empties err for another use. */
void cs_error_clear(struct cs_error *err);

/* The static analyser reads one file at a time: this tells it what the two answer. */
#ifdef __clang_analyzer__
#define cs_error_set(err, status, ...)   ((cs_error_set)(err, status, __VA_ARGS__), (status))
#define cs_error_errno(err, number, ...) ((cs_error_errno)(err, number, __VA_ARGS__), CS_FAILED)
#endif

#endif
