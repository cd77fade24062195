/*
 * Program: wires cli, io and store. A binary is a `const struct cs_program cs_program` with a table of
 * commands; main() stands here, once. For each command: options parsed, clock fixed, store opened as .needs
 * says, the command's run function called, results flushed and checked, one exit status.
 *
 * To add a command: a struct for its arguments, an option array, a run function of at most 40 lines, a row in
 * the binary's command table with two examples. Tests, help, man page and completion follow by themselves.
 */
#ifndef CS_PROGRAM_PROGRAM_H
#define CS_PROGRAM_PROGRAM_H

#include "base/diag.h"
#include "cli/command.h"
#include "cli/terminal.h"
#include "io/reader.h"
#include "io/sink.h"
#include "record/rows.h"
#include "store/select.h"
#include "store/store.h"

/* Each binary defines its own. */
extern const struct cs_program cs_program;

/* What the common options said. Members without their option in a command keep their default. */
struct cs_common_args {
    /* all */
    const char *color, *now, *share;
    bool quiet, verbose, progress, help, version, describe;
    /* store */
    const char *db;
    int64_t wait;
    /* output */
    const char *format, *fields, *tz;
    bool excel, unmask;
    /* input */
    const char *input_format, *encoding, *delimiter, *map, *rejects, *source_zone;
    bool strict, guess, explain_map;
    /* changes */
    const char *actor, *at, *note;
    bool dry_run, yes;
};

struct cs_job {
    const struct cs_program *program;
    const struct cs_command *command;
    struct cs_common_args common;
    struct cs_operands operands;
    struct cs_store *store; /* open when .needs asked for it */
    enum cs_status (*fill)(
        struct cs_job *job); /* CS_STORE_CREATE: writes into the new store before it appears */
    const void *args;        /* for fill: what the command was given */
    const struct cs_zone
        *zone; /* --tz, else the store's setting, else Asia/Shanghai: shown and naive times */
    struct cs_diag
        diag; /* shown on stderr as BIN: or FILE:LINE:COLUMN: ..., at most 100 of a kind, then counted */
    struct cs_arena arena; /* for what lives as long as the command */
    struct cs_error *err;  /* what main shows when run returns CS_FAILED or CS_MISUSED */
    int64_t now;           /* the clock's one reading */
    int64_t happened_at;   /* --at, else now */
    const char *actor;     /* --actor, CS_ACTOR, login name */
    const char *note;      /* --note or NULL */
    struct cs_sink *sink;  /* opened by the first cs_job_emit */
    struct cs_job_output *output;
    struct cs_progress meter;
};

/* ---- paths: share/ and friends are found by CS_SHARE, --share, relative to the binary, or where installed
 * ---- */

/* The path of a file in share/ ("policies/default.csv"), in the job's arena; NULL where there is none. `name`
 * may also be a user's own path (it then has a slash or exists): --map support-tickets means
 * mappings/support-tickets.map. */
const char *cs_job_share(struct cs_job *job, const char *folder, const char *name, const char *suffix);

/* ---- the store, for commands with CS_OPENS_ITSELF ---- */

/* What --db, CS_DB, --wait and the schema's place say, for a mode. */
void cs_job_store_options(struct cs_job *job, enum cs_store_mode mode, struct cs_store_options *options);

/* Opens job->store so (closed by the program in the end) and takes its zone over into job->zone. */
enum cs_status cs_job_open_store(struct cs_job *job, enum cs_store_mode mode);

/* ---- out ----
 *
 * What a command with CS_NEEDS_WRITE puts out is held back (in memory, then in an unlinked file) until
 * cs_job_commit or the end of a run that went well: nothing is told before it is saved. */

/* Says which record comes out; opens the sink with the command's options (--fields, -o, --unmask written to
 * the audit log). Called once before rows are emitted; an empty result still has its header. */
enum cs_status cs_job_output(struct cs_job *job, const struct cs_record *record);

/* A cs_row_fn: one row to standard output. context is the job. */
enum cs_status cs_job_emit(void *job, const struct cs_row *row, struct cs_error *err);

/* A page for a person on standard output (show, explain), with the command's options. */
enum cs_status cs_job_page(struct cs_job *job, struct cs_page **page);

/* Standard output for a command that prints lines of its own: held back and checked like rows. Never NULL. */
FILE *cs_job_stdout(struct cs_job *job);

/* Whether the process was asked to speak Chinese: for words that come from files and not from a catalogue. */
bool cs_speaks_chinese(void);

/* A sentence for a person on stderr, unless -q: "BIN: text". */
void cs_job_say(struct cs_job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- lists: filters, --sort, --limit, --fields over a view ---- */

struct cs_list_args {
    struct cs_assignments filters; /* a CS_OPT_FIELDS member of the command's own options */
    const char *sort;              /* FIELD[,-FIELD...] */
    int64_t limit, offset;
    bool count;           /* print only how many */
    const char *split_by; /* --split-by of commands that offer it: a file a value in the folder that the last
                             operand names */
};
extern const struct cs_option
    cs_list_options[]; /* for CS_OPT_SHARED(cs_list_options, struct x, list): --sort --limit ... */

/* Emits the rows of a view that the arguments choose; further constant conditions of the caller may be given.
 */
enum cs_status cs_job_list(struct cs_job *job, const struct cs_view *view, const struct cs_list_args *args,
                           const char *const *conditions, size_t condition_count,
                           const struct cs_value *values, size_t value_count);

/* The same for the rows that hang on a value (struct cs_view, `of`). */
enum cs_status cs_job_list_of(struct cs_job *job, const struct cs_view *view, const struct cs_list_args *args,
                              struct cs_value value);

/* The rows of a view for which a constant condition of its room on $1 holds, or (NULL) that hang on the
 * value, kept in the job's arena; the caller releases *rows. */
enum cs_status cs_job_fetch(struct cs_job *job, const struct cs_view *view, const char *condition,
                            const struct cs_value *value, struct cs_rows *rows);

/*
 * --split-by FIELD DIR: the records as files of a folder, one a value of the field, in the command's format
 * (csv unless -o says another) and with its --fields; all files or none. Rows are handed over by
 * cs_split_row (a cs_row_fn) in any order and kept in memory; cs_split_end writes them, puts out a list of
 * the files (cs_split_record) in place of the records, frees, and returns the status it was given or its own.
 */
struct cs_split;
enum cs_status cs_split_new(struct cs_job *job, const struct cs_record *record, const char *field,
                            const char *folder, struct cs_split **split);
enum cs_status cs_split_row(void *split, const struct cs_row *row, struct cs_error *err);
enum cs_status cs_split_end(struct cs_split *split, enum cs_status status);
extern const struct cs_record cs_split_record;

extern const struct cs_record cs_explain_record; /* --explain-map of any import */

/* Tells the store which columns hold personal data, before a query or a report runs (store/guard.h). */
void cs_job_guard(struct cs_job *job);

/* ---- in: records on stdin or in named files ---- */

struct cs_intake {
    const struct cs_record *record;
    /* Called for each good row inside the one transaction. CS_OK; CS_REFUSED: err has a sentence, the row
     * goes to the rejects; CS_FAILED ends everything. `reader` tells which columns were there. */
    enum cs_status (*take)(void *context, const struct cs_row *row, const struct cs_reader *reader,
                           struct cs_error *err);
    /* Called inside the transaction before the first row: here is the place to read what rows are added to
     * (the highest id, names known so far), since nobody else can change it any more. May be NULL. */
    enum cs_status (*start)(void *context, struct cs_error *err);
    /* Called before the commit (derived rows in bulk); may be NULL. */
    enum cs_status (*finish)(void *context, struct cs_error *err);
    /* Called when all is over, before the summary line, which is the last: says what else is to be known. May
     * be NULL. */
    void (*say)(void *context);
    void *context;
    int64_t inserted, updated, unchanged, refused; /* take counts the first three */
    const char *const *bulk_tables;                /* NULL-ended: for cs_store_defer_indexes; NULL: none */
    bool whole;          /* rows stand alone: defaults are put in, required fields must be there */
    bool only_key;       /* records that only name ids */
    bool no_transaction; /* filters that need no store */
    bool no_summary;
};

/* Reads all input (operands are file names, "-" or none is standard input), one transaction for all,
 * progress, rejects,
 * --strict, --dry-run; then says the summary on stderr. Returns CS_OK, CS_REFUSED (exit 3) or CS_FAILED. */
enum cs_status cs_job_intake(struct cs_job *job, struct cs_intake *intake);

/* The records of a view that the store has, for imports of whole files: cs_known_has tells whether a row is
 * one of them, to the letter. The caller owns *known, also after a failure. */
struct cs_known;
enum cs_status cs_known_new(struct cs_job *job, const struct cs_view *view, struct cs_known **known);
bool cs_known_has(struct cs_known *known, const struct cs_row *row);
void cs_known_free(struct cs_known *known);

/* ---- ids: operands, or an `id` column of records on stdin ---- */

/* Calls `each` for every id, all in one transaction; a refusal (CS_REFUSED with a sentence) of one id is said
 * and counted and the others go on, unless --strict. */
typedef enum cs_status cs_id_fn(void *context, int64_t id, struct cs_error *err);
enum cs_status cs_job_each_id(struct cs_job *job, cs_id_fn *each, void *context);

/* --dry-run: rolls back in place of the commit, and says so. Pairs with cs_store_begin. */
enum cs_status cs_job_commit(struct cs_job *job);

/* For a room that commits in batches by itself: tells that what was put out so far is saved and may be shown.
 */
void cs_job_saved(struct cs_job *job);
/* Before a commit that the job does not end itself: who is interrupted meanwhile cannot know how it ended. */
void cs_job_saving(void);

/* Asks before a CS_DESTROYS command does its work: terminal and y, or --yes; else CS_MISUSED with a sentence.
 */
enum cs_status cs_job_confirm(struct cs_job *job, const char *question);

/* Writes to the audit log: who did what to how many (ids and no personal text), chained by hash. */
enum cs_status cs_job_audit(struct cs_job *job, const char *what, const char *subject, int64_t count);

/* Reckons the chains of the audit log anew (cs-db check): each broken link is said as an error. */
enum cs_status cs_audit_check(struct cs_store *store, struct cs_diag *diag, struct cs_error *err);
extern const struct cs_statements cs_audit_statements;

#endif
