/* Inside cmd/cs-report. */
#ifndef CS_REPORT_COMMAND_H
#define CS_REPORT_COMMAND_H

#include "program/program.h"
#include "report/figure.h"

#include <stddef.h>

/* cs-report.c: the report of a name, or a sentence with the nearest; its values from NAME=VALUE words. */
enum cs_status report_find(struct cs_job *job, const char *name, struct cs_report *report);
enum cs_status report_values(struct cs_job *job, struct cs_report *report, const char *const *words,
                             size_t count, struct cs_value **values);

/* figures.c: months as published, and what they are meant to reach. */
struct freeze_args {
    const char *month;
};
struct figure_list_args {
    struct cs_list_args list;
};
extern const struct cs_option freeze_options[], frozen_options[], target_options[];
extern const struct cs_example freeze_examples[], frozen_examples[], target_import_examples[],
    target_list_examples[];
enum cs_status run_freeze(struct cs_job *job, const void *arguments);
enum cs_status run_frozen(struct cs_job *job, const void *arguments);
enum cs_status run_target_import(struct cs_job *job, const void *arguments);
enum cs_status run_target_list(struct cs_job *job, const void *arguments);

#endif
