/*
 * cs-generate: makes the demo developer and benchmark files. The same bytes on every machine: a PRNG of its
 * own, whole numbers only, no library that rounds.
 */
#ifndef CS_BENCH_GENERATE_H
#define CS_BENCH_GENERATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* ---- random.c ---- */

struct cs_gen_random {
    uint64_t state;
};

uint64_t cs_gen_mix(uint64_t number); /* one number into another, one to one */
uint64_t cs_gen_next(struct cs_gen_random *random);
int64_t cs_gen_below(struct cs_gen_random *random, int64_t end);                /* 0 .. end - 1 */
int64_t cs_gen_between(struct cs_gen_random *random, int64_t from, int64_t to); /* both included */
bool cs_gen_chance(struct cs_gen_random *random, int per_mille);

/* An index by weights that a 0 ends. */
int cs_gen_pick(struct cs_gen_random *random, const int weights[]);

/* A number whose quantiles are known: points (per mille, value) rising, straight lines between; the last is
 * at 1000. */
struct cs_gen_quantile {
    int at;
    int64_t value;
};
int64_t cs_gen_quantile(struct cs_gen_random *random, const struct cs_gen_quantile *points);

/* ---- file.c ---- */

enum cs_gen_encoding { CS_GEN_UTF8, CS_GEN_UTF8_MARK, CS_GEN_GB18030 };

struct cs_gen_file {
    FILE *file;
    char path[4096];
    void *converter; /* iconv_t where not UTF-8 */
    bool first;      /* no cell of the line was written yet */
    bool json;
};

void cs_gen_open(struct cs_gen_file *file, const char *folder, const char *name,
                 enum cs_gen_encoding encoding);
void cs_gen_standard(struct cs_gen_file *file); /* standard output, UTF-8 */
void cs_gen_raw(struct cs_gen_file *file, const char *text);
void cs_gen_cell(struct cs_gen_file *file, const char *text); /* quoted where it must be */
void cs_gen_format(struct cs_gen_file *file, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cs_gen_line(struct cs_gen_file *file, const char *cells);                /* cells split at | */
void cs_gen_end(struct cs_gen_file *file);                                    /* of the line */
void cs_gen_key(struct cs_gen_file *file, const char *key, const char *text); /* JSON; "" is left out */
void cs_gen_number(struct cs_gen_file *file, const char *key, int64_t number);
void cs_gen_object(struct cs_gen_file *file, bool begin);
void cs_gen_close(struct cs_gen_file *file); /* ends the program with a sentence where a write failed */

/* Moments as text: local time at UTC+8; "" for 0. */
enum cs_gen_spelling { CS_GEN_SHEET, CS_GEN_PLAIN, CS_GEN_ISO };
const char *cs_gen_moment(int64_t utc, enum cs_gen_spelling spelling, char text[40]);
const char *cs_gen_date(int64_t day, char text[40]);
int64_t cs_gen_day(int year, int month, int day);
int64_t cs_gen_at(int64_t day, int hour, int minute);

/* ---- place.c: the developer's tree and homes ---- */

enum { CS_GEN_PROJECTS = 8, CS_GEN_HOMES = 2000, CS_GEN_ENTRANCE = 25, CS_GEN_BUILDING = 50 };

struct cs_gen_project {
    const char *code, *name, *alias, *city, *keeper_firm;
    int delivered[2]; /* yyyymmdd of batch 1 and 2; 0: not handed over yet */
    int first_batch;  /* homes in batch 1 */
    bool fitted;
    const char *engineer, *manager;
    const char *waterproofer, *window_firm, *builder; /* codes of contractors */
};
extern const struct cs_gen_project cs_gen_projects[CS_GEN_PROJECTS];

struct cs_gen_home {
    int project, number; /* 0..249 in the project */
    int building, entrance, room, batch;
    int64_t delivered_on; /* 0: not yet */
    bool tenant;
    char owner[24], phone[16];
};
void cs_gen_home(int index, struct cs_gen_home *home);

void cs_gen_places(const char *folder); /* units, batches, buildings, homes, milestones */
void cs_gen_people(const char *folder); /* staff, posts, absences, customers, roles */

/* ---- words.c ---- */

enum cs_gen_component {
    CS_GEN_LEAK,
    CS_GEN_DOOR,
    CS_GEN_CRACK,
    CS_GEN_PLUMBING,
    CS_GEN_ELECTRIC,
    CS_GEN_FLOOR,
    CS_GEN_CABINET,
    CS_GEN_HVAC,
    CS_GEN_COMMON,
    CS_GEN_LIFT_TRAP,
    CS_GEN_GAS,
    CS_GEN_BURST,
    CS_GEN_POWER,
    CS_GEN_COMPONENTS
};
extern const char *const cs_gen_component_words[CS_GEN_COMPONENTS],
    *const cs_gen_component_codes[CS_GEN_COMPONENTS];

struct cs_gen_words {
    const char *place, *symptom;
};
struct cs_gen_words cs_gen_fault_words(struct cs_gen_random *random, int component);
const char *cs_gen_cause(struct cs_gen_random *random, int component);
const char *cs_gen_repair(struct cs_gen_random *random, int component);
const char *cs_gen_wish(struct cs_gen_random *random);
const char *cs_gen_since(struct cs_gen_random *random);
const char *cs_gen_complaint(struct cs_gen_random *random, int origin);
const char *cs_gen_question(struct cs_gen_random *random);
const char *cs_gen_name(struct cs_gen_random *random); /* 李先生 */

/* ---- case.c ---- */

enum cs_gen_kind {
    CS_GEN_REPAIR,
    CS_GEN_INQUIRY,
    CS_GEN_COMPLAINT,
    CS_GEN_CHASER,
    CS_GEN_SUGGESTION,
    CS_GEN_PRAISE,
    CS_GEN_PLEA,
    CS_GEN_SNAG,
    CS_GEN_KINDS
};
enum cs_gen_moment {
    CS_GEN_OCCURRED,
    CS_GEN_RECORDED,
    CS_GEN_CONTACT,
    CS_GEN_INSPECTED,
    CS_GEN_DISPATCHED,
    CS_GEN_ACCEPTED,
    CS_GEN_ARRIVED,
    CS_GEN_DONE,
    CS_GEN_VERIFIED,
    CS_GEN_CLOSED,
    CS_GEN_CALLED,
    CS_GEN_TARGET,
    CS_GEN_PROMISED,
    CS_GEN_MOMENTS
};
enum {
    CS_GEN_STATE_RECEIVED,
    CS_GEN_STATE_INSPECT,
    CS_GEN_STATE_CHECK,
    CS_GEN_STATE_PLAN,
    CS_GEN_STATE_DISPATCH,
    CS_GEN_STATE_ACCEPT,
    CS_GEN_STATE_VISIT,
    CS_GEN_STATE_WORK,
    CS_GEN_STATE_VERIFY,
    CS_GEN_STATE_CLOSE,
    CS_GEN_STATE_HELD,
    CS_GEN_STATE_BACK,
    CS_GEN_STATE_CLOSED,
    CS_GEN_STATE_CANCELLED,
    CS_GEN_STATES
};

struct cs_gen_case {
    struct cs_gen_home home;
    int kind, state, priority, channel, component, origin, grade; /* origin, grade: -1 none */
    int64_t at[CS_GEN_MOMENTS];                                   /* 0: not yet */
    bool common;                                                  /* no room */
    const char *flags, *relation, *class, *cause, *warranty, *verdict, *result, *hold, *delay, *resolution;
    const char *party, *supplier, *engineer; /* codes and names; "" none */
    const char *batch;
    char subject[160], body[600], reporter[24], phone[24];
    int score, reopens, chasers; /* 0: none */
    int64_t cost;                /* fen; 0: none */
    int64_t hold_until;
};

extern const char *const cs_gen_kind_words[CS_GEN_KINDS], *const cs_gen_kind_codes[CS_GEN_KINDS];
extern const char *const cs_gen_state_words[CS_GEN_STATES], *const cs_gen_state_codes[CS_GEN_STATES];
extern const char *const cs_gen_channel_words[], *const cs_gen_channel_codes[];
enum {
    CS_GEN_BY_CALL,
    CS_GEN_BY_DESK,
    CS_GEN_BY_APP,
    CS_GEN_BY_CHAT,
    CS_GEN_BY_VISIT,
    CS_GEN_BY_HOTLINE,
    CS_GEN_BY_PETITION,
    CS_GEN_BY_MEDIA,
    CS_GEN_BY_LAWYER,
    CS_GEN_BY_PATROL,
    CS_GEN_BY_INSPECTION,
    CS_GEN_BY_OTHER
};

#define CS_GEN_EXPORTED cs_gen_at(cs_gen_day(2026, 11, 1), 20, 0) /* when the CRMs were read out */

/* A case of a home that begins on a day; kind -1: by the trade's proportions. */
void cs_gen_case(struct cs_gen_random *random, const struct cs_gen_home *home, int64_t day, int kind,
                 struct cs_gen_case *item);

/* times.c: the moments of a case, from its kind, component, priority and the stories; then its state. */
void cs_gen_times(struct cs_gen_random *random, struct cs_gen_case *item);
void cs_gen_outcome(struct cs_gen_random *random, struct cs_gen_case *item);

/* ---- the two jobs ---- */
void cs_gen_demo(const char *folder);
void cs_gen_cases(const char *folder); /* the four files of cases */
void cs_gen_desk(const char *folder);  /* desk.c: what the developer's own desk knows */
/* Benchmark CSV on standard output: the cases from number `from` on; any two files that meet in a number have
 * the same case there. */
void cs_gen_tickets(int64_t count, int64_t from);

#endif
