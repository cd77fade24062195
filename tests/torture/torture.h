/*
 * The torture: a command fails at every place in turn, and what it leaves is judged.
 *
 * A scene is a folder with a store, and a command that is run in it (scenes.sh makes them). A fault is a kind
 * of system call that fails, an allocation that fails, a kill, a power cut, a full disk, a held lock. Each
 * fault has places: the n-th call, the n-th page of room. At each place the folder is laid anew, the command
 * is run, and the judge looks at its end, its words and the store (judge.c).
 */
#ifndef CS_TORTURE_H
#define CS_TORTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NAME = 128, LOOK = 2048, WORDS = 32, SECONDS = 60 };

/* ---- folder.c: what lies in a folder, as bytes ---- */

struct file {
    char name[NAME];
    unsigned char *bytes;
    size_t size;
};

struct folder {
    struct file *files; /* by name */
    size_t count;
};

void folder_read(const char *path, struct folder *folder);
void folder_write(const char *path, const struct folder *folder); /* nothing else lies there afterwards */
void folder_sort(struct folder *folder);                          /* by name, as folder_read does */
void folder_free(struct folder *folder);
struct file *folder_add(struct folder *folder, const char *name, const void *bytes, size_t size);
bool folder_same(const struct folder *left, const struct folder *right); /* but logs' memory and lock files */
char *read_text(const char *path, size_t *size); /* "" where there is none; the caller frees it */
void die(const char *what);                      /* the torture itself cannot go on */

/* ---- scene.c ---- */

struct scene {
    char name[NAME];
    bool batches, beside, lone, large, tries, extra; /* traits: scenes.sh */
    char *words[WORDS];                              /* settings and the command line */
    struct folder start;
    char before[LOOK], after[LOOK], again[LOOK]; /* looks: untouched, after one clean run, after two */
    int status, again_status;
    uint64_t out; /* what a clean run writes to standard output */
    double span;  /* seconds of a clean run */
};

/* How a command ended. */
struct ending {
    int status; /* -1: by a signal */
    int signal;
    bool late;  /* had to be killed after SECONDS */
    bool met;   /* the fault was met */
    long count; /* places that there were */
    char *said; /* standard error */
    uint64_t out;
};

/* Where one worker works: PATH/trial, PATH/look, PATH/out ... */
struct bench {
    const char *path, *build;
    char trial[512];
    bool mounted; /* trial is a small disk */
    uint64_t checked[256];
    size_t checked_count;
};

void bench_open(struct bench *bench, const char *path, const char *build);
void bench_close(struct bench *bench);
void scene_load(struct scene *scene, const char *folder, const char *name);
void scene_learn(struct scene *scene, struct bench *bench); /* what the command does when nothing fails */

/* ---- fault.c ---- */

enum way {
    WAY_CALL,
    WAY_KILL,
    WAY_MEMORY,
    WAY_LIMIT,
    WAY_DISK,
    WAY_LOCKED,
    WAY_READ_ONLY,
    WAY_MOMENT,
    WAY_POWER
};

struct fault {
    const char *name; /* "write:ENOSPC" */
    enum way way;
    const char *calls; /* which calls: "write pwrite64" */
    int error;
    bool once_only;      /* from then on would forbid what tidies up */
    const char *preload; /* the same kind in tests/preload/fail.c */
    long places;         /* 0: until a run passes untouched */
};

extern const struct fault faults[];
extern const size_t fault_count;

struct place {
    const struct fault *fault;
    bool lasting; /* from there on */
    long at;      /* 1..; 0 counts only */
    bool preload; /* calls fail by way of fail.so, not by tracing */
};

/* Lays the folder, runs the command under the fault; the end is the caller's to free (ending_free). */
void fault_try(const struct scene *scene, struct bench *bench, const struct place *place,
               struct ending *ending);
void ending_free(struct ending *ending);

/* ---- trace.c: runs a command; calls fail, or it is killed, at the n-th of them ---- */

/* Sees each traced call before it happens; tells whether it counts. */
typedef bool (*trace_fn)(void *context, int task, long call, const unsigned long long args[6]);

struct trace {
    const char *calls; /* names, or NULL: nothing is traced */
    long at;
    int error; /* 0: killed there */
    bool lasting;
    trace_fn see; /* or NULL */
    void *context;
    const char *preload; /* a library, or NULL */
    char *const *more;   /* settings besides those of the scene, or NULL */
    long limit;          /* of the size of files, in bytes; -1: none */
    double kill_after;   /* seconds; 0: not */
};

void trace_run(const struct scene *scene, const struct bench *bench, const struct trace *trace,
               struct ending *ending);
bool trace_works(void); /* is tracing allowed here? */
long call_number(const char *name);

/* ---- judge.c ---- */

/* What lies in a folder, a line each; a store by what is in it. `killed`: without what a kill may leave.
 * NULL, or what is wrong. */
const char *look_at(struct bench *bench, const struct folder *folder, bool killed, char text[LOOK]);
/* NULL: as it must be. Else a static text. */
const char *judge(const struct scene *scene, struct bench *bench, const struct place *place,
                  const struct ending *ending);
const char *judge_killed(const struct scene *scene, struct bench *bench, const struct folder *left, bool told,
                         bool repeated);
bool is_unstarted(const struct ending *ending); /* the loader failed: the program has not begun */

/* ---- power.c ---- */

struct tape; /* all that a command did to its files */
struct tape *tape_record(const struct scene *scene, struct bench *bench);
void tape_free(struct tape *tape);
long tape_places(const struct tape *tape);
const char *power_try(const struct scene *scene, struct bench *bench, const struct tape *tape, long at);

#endif
