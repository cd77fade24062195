/* What the files of cs-org share. */
#ifndef CS_CMD_CS_ORG_H
#define CS_CMD_CS_ORG_H

#include "org/org.h"
#include "program/program.h"

/* keep.c: `NOUN import` and `NOUN list` of all nouns, told apart by the command's name. */
struct cs_org_list_args {
    struct cs_list_args list;
};
enum cs_status cs_run_import(struct cs_job *job, const void *args);
enum cs_status cs_run_list(struct cs_job *job, const void *args);

/* weather.c: brings the second calls forward that rain concerns; inside the import's transaction. */
enum cs_status cs_weather_apply(struct cs_job *job, struct cs_org *org, struct cs_error *err);

/* show.c */
enum cs_status cs_run_show(struct cs_job *job, const void *args);

struct cs_tree_args {
    bool all;
};
enum cs_status cs_run_tree(struct cs_job *job, const void *args);
extern const struct cs_record cs_org_tree_record;

/* resolve.c */
struct cs_resolve_args {
    bool unresolved;
};
enum cs_status cs_run_resolve(struct cs_job *job, const void *args);

#endif
