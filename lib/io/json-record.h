/* One JSON object to the cells of a record. */
#ifndef CS_IO_JSON_RECORD_H
#define CS_IO_JSON_RECORD_H

#include "io/source-private.h"

/* Where in an array the input stands: in none, behind its [, behind a value, behind a comma. */
enum cs_json_where { CS_JSON_TOP, CS_JSON_FIRST, CS_JSON_NEXT, CS_JSON_VALUE };

struct cs_json_state {
    enum cs_json_where where;
    struct cs_buffer text; /* the cells' texts */
    char *to;              /* where the next goes; there is room for the whole record */
    size_t *offsets;       /* of each cell's value in the record */
    int64_t *stamps;       /* the record in which the heading's key came last */
    size_t room;
    int64_t record;
    size_t guess;          /* the heading after the one found last: keys mostly come in one order */
    struct cs_buffer kept; /* the beginning of a value too long to be held */
};

/* Reads source->raw's bytes into its cells; refuses what is no object of JSON, or passes a limit. */
enum cs_status cs_json_check_record(struct cs_source *source, struct cs_error *err);

#endif
