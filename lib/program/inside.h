/* What the files of this room share and nobody else sees: everybody else reads program/program.h. */
#ifndef CS_PROGRAM_INSIDE_H
#define CS_PROGRAM_INSIDE_H

#include "program/program.h"

/* The whole life of a binary: what main() answers. */
int cs_program_main(const struct cs_program *program, int argc, char **argv);

/* ---- start.c: a safe ground to stand on ---- */

/* umask, standard descriptors, no set-user-id. False where the process must not run at all (said already). */
bool cs_start_process(const char *name);

/* The language of messages; a locale that is not installed still gets its catalogue. */
void cs_start_language(void);

/* ---- signals.c ---- */

enum cs_saving {
    CS_SAVING_READS,   /* nothing to save: a signal ends the process without a word */
    CS_SAVING_NOTHING, /* nothing is saved so far */
    CS_SAVING_NOW,     /* the commit is under way */
    CS_SAVING_DONE,    /* what was done so far is saved */
};
void cs_signals_start(const char *name, struct cs_progress *meter);
void cs_signals_saving(enum cs_saving saving);
enum cs_saving cs_signals_saved(void);
void cs_signals_pipe_ignore(void); /* a write to a closed pipe is an error, not a death */
void cs_signals_pipe_die(void) __attribute__((noreturn)); /* what a closed pipe does to a reading command */

/* ---- common.c ---- */

/* The common options of a command with these needs; kept for the life of the process (a cs_common_fn). */
const struct cs_option *cs_common_options(unsigned needs);

/* Fills what depends on options and environment: clock, actor, zone, --at. The store's zone comes later. */
enum cs_status cs_common_clock(struct cs_job *job);
enum cs_status cs_common_zone(struct cs_job *job);
enum cs_status cs_common_happened(struct cs_job *job);
void cs_common_actor(struct cs_job *job);

/* ---- builtin.c: --help, --man and kin; false where argv asks for none of them ---- */
bool cs_builtin(const struct cs_program *program, int argc, char **argv, int *status);
int cs_builtin_put(const char *name, struct cs_buffer *text); /* to stdout, checked; frees the text */
int cs_builtin_help(const struct cs_program *program, const struct cs_command *command);
int cs_builtin_describe(const struct cs_program *program, const struct cs_command *command);
int cs_builtin_version(const struct cs_program *program);

/* ---- messages.c ---- */
void cs_messages_start(struct cs_job *job);
void cs_messages_end(struct cs_job *job); /* says how many were not shown */
void cs_messages_fail(const struct cs_job *job, enum cs_status status, const struct cs_error *err);
void cs_messages_line(const char *name, bool color, const char *text); /* "NAME: text" on stderr */

/* ---- share.c ---- */

/* Where share/, schema/ and the catalogues lie; NULL where nowhere. `asked`: --share, else CS_SHARE, or NULL.
 * share and schema: CS_FAILED where the folder may not be trusted. */
enum cs_status cs_share_folder(const char *asked, struct cs_arena *arena, const char **folder,
                               struct cs_error *err);
enum cs_status cs_share_schema(const char *asked, struct cs_arena *arena, const char **folder,
                               struct cs_error *err);
const char *cs_share_locale(struct cs_arena *arena);

/* ---- spool.c: a FILE whose bytes may be held back ---- */

struct cs_spool {
    enum { CS_SPOOL_PASS, CS_SPOOL_HOLD, CS_SPOOL_DROP } way;
    struct cs_buffer held; /* the first bytes held back */
    int fd;                /* of the unlinked file that takes the rest, or -1 */
    int64_t spilled;       /* bytes in it */
    int failed;            /* errno of the first write that failed, or 0 */
};
FILE *cs_spool_open(struct cs_spool *spool, bool hold);
int cs_spool_file(void);                                   /* an unlinked 0600 file of no name; -1: errno */
void cs_spool_release(struct cs_spool *spool, FILE *file); /* lets go what is held; holds what follows */
void cs_spool_drop(struct cs_spool *spool, FILE *file);    /* forgets what is held and all that follows */
void cs_spool_forget(struct cs_spool *spool, FILE *file);  /* forgets what is held, lets pass what follows */
void cs_spool_pass(struct cs_spool *spool, FILE *file);    /* lets go what is held and all that follows */
void cs_spool_close(struct cs_spool *spool, FILE *file);

/* ---- job-output.c ---- */

struct cs_job_output {
    struct cs_spool spool;
    FILE *file;
    const struct cs_record *record;
    const int *fields; /* of --fields, or NULL */
    size_t field_count;
    bool released; /* something went out already */
    bool terminal;
};
void cs_output_start(struct cs_job *job, struct cs_job_output *output);

/* Ends the output: rows out or dropped as `status` says. Returns the exit status. */
enum cs_status cs_output_end(struct cs_job *job, enum cs_status status);

/* The field that a word of `option` names; CS_MISUSED with the nearest. */
enum cs_status cs_output_field(struct cs_job *job, const struct cs_record *record, const char *option,
                               const char *word, int *field);

/* Reads --fields once for a record: CS_MISUSED with its names for "?". */
enum cs_status cs_output_fields(struct cs_job *job, const struct cs_record *record);

/* How a sink of this command writes. */
void cs_output_options(struct cs_job *job, struct cs_sink_options *options);

/* ---- job-input.c: what job-intake and job-ids share ---- */

struct cs_input {
    const char *name;
    int fd; /* -1 once the source owns it */
    struct cs_source *source;
};
struct cs_inputs {
    struct cs_input *items; /* in the job's arena */
    size_t count;
    struct cs_mapping *mapping; /* of --map, or NULL */
    const struct cs_zone *zone; /* of naive times */
    bool silent;                /* no notices about columns */
};

/* Opens all files that names[] says (none: standard input), and the sources of those that are no files, so
 * that a slow pipe is read before a transaction begins. `record` is the one --map maps to. */
enum cs_status cs_inputs_open(struct cs_job *job, const char *const *names, size_t count,
                              const struct cs_record *record, struct cs_inputs *inputs);
/* The source of one input, opened where it is not yet. */
enum cs_status cs_inputs_source(struct cs_job *job, struct cs_inputs *inputs, size_t which,
                                struct cs_source **source);
enum cs_status cs_inputs_reader(struct cs_job *job, struct cs_inputs *inputs, size_t which,
                                const struct cs_record *record, bool only_key, struct cs_reader **reader);
void cs_inputs_close(struct cs_inputs *inputs);

/* ---- job-guess.c, job-explain.c: --guess and --explain-map, in place of the import; no store is needed ----
 */
enum cs_status cs_job_guess(struct cs_job *job);
enum cs_status cs_job_explain_map(struct cs_job *job);

/* Statements of cs_audit_statements. */
enum { AUDIT_ADD, AUDIT_LAST, AUDIT_ALL };

/* Ends what cs_store_begin began without the words of cs_job_commit: for job-intake and job-ids, which say
 * their own. */
enum cs_status cs_job_end_transaction(struct cs_job *job);

#endif
