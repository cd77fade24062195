/*
 * Child programs: run without a shell, with a message on standard input and an environment built afresh.
 *
 * Nothing of the caller's environment, descriptors or signal settings reaches the child but what is said
 * here: argv is world-readable on a shared host, so what is personal goes in on stdin or in `environment`.
 */
#ifndef CS_IO_CHILD_H
#define CS_IO_CHILD_H

#include "base/buffer.h"
#include "base/status.h"

#include <stdbool.h>

struct cs_child {
    const char *program;            /* a path with a slash in it, or a name to be found in `path` */
    const char *path;               /* folders, ':' between, absolute; NULL: /usr/bin:/bin */
    const char *const *arguments;   /* behind the program's name, ended by NULL; or NULL: none */
    const char *const *environment; /* "NAME=value", ended by NULL; or NULL: an empty one */
    const char *input;
    size_t input_length;
    int seconds; /* time limit; then it and its group are killed; 0: 60 */
    size_t
        output_limit; /* bytes kept of each of output and errors, the rest is read and dropped; 0: 64 KiB */
};

struct cs_child_result {
    int code;       /* exit status, or 128 + signal */
    bool timed_out; /* killed because its time was up */
    bool cut;       /* it wrote more than was kept */
    struct cs_buffer output, errors;
};

/* Runs a program to its end. CS_OK: it ran, result says how it ended; CS_FAILED: it could not be run, in
 * words. A child that does not read all of its input is no fault. Release the result in any case. */
enum cs_status cs_child_run(const struct cs_child *child, struct cs_child_result *result,
                            struct cs_error *err);
void cs_child_release(struct cs_child_result *result);

#endif
