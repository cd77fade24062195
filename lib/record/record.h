/*
 * Descriptors: what a record is, said once. CSV columns, JSON keys, table headings, options of `add` and of
 * filters, validation, --describe and the check against the live schema are all read from here.
 *
 * To add a field: one entry in the room's descriptor (<room>-record.c), its column in schema/NNNN-*.sql, its
 * place in the room's view (<room>-store.c), its Chinese heading in po/zh_CN.po; the tests say what was
 * forgotten.
 */
#ifndef CS_RECORD_RECORD_H
#define CS_RECORD_RECORD_H

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "record/value.h"
#include "time/moment.h"

#include <stdbool.h>

enum cs_type {
    CS_TYPE_TEXT, /* where it has .choices: words that a file may add to; those known are shown by their
                     labels */
    CS_TYPE_INT,  /* where it has .choices, whose codes are numbers: also their words on input, labels in
                     tables */
    CS_TYPE_REAL,
    CS_TYPE_MONEY,  /* yuan with two decimals outside (123.45), whole fen inside */
    CS_TYPE_BOOL,   /* true/false in JSON, yes/no (是/否) in text */
    CS_TYPE_TIME,   /* a moment: UTC seconds inside, ISO 8601 with offset outside */
    CS_TYPE_DATE,   /* days since 1970 inside, 2026-03-05 outside */
    CS_TYPE_CHOICE, /* one of .choices: the code inside and outside; labels in any language on input */
    CS_TYPE_SET,    /* several of .choices, joined by ';' */
    CS_TYPE_JSON,   /* text that is JSON; written raw into JSON output */
};

enum cs_field_flag {
    CS_KEY = 1 << 0,      /* names the record; shown first; not importable where also CS_DERIVED */
    CS_REQUIRED = 1 << 1, /* must not be empty on `add` and `import` */
    CS_DERIVED =
        1 << 2, /* worked out, never taken in; in `list` only when asked for by name (CS_KEY: always) */
    CS_PHONE = 1 << 3, /* personal: masked unless --unmask */
    CS_EMAIL = 1 << 4,
    CS_IDENTITY = 1 << 5, /* identity card or passport number */
    CS_PERSONAL = 1 << 6, /* personal but shown (a name, a text): blanked by erasure */
    CS_LONG = 1 << 7,     /* long text: left out of tables unless asked for by name */
    CS_QUIET = 1 << 8,    /* importable and in csv and json, but left out of tables unless asked for */
    CS_NO_FILTER = 1 << 9,
    CS_NUMBERS =
        1 << 10, /* text of unknown columns: phone, identity numbers and mail addresses in it are masked */
    CS_MOVED = 1 << 11, /* set by what happens to the record, never corrected by hand */
    CS_MINOR = 1 << 12, /* left out of a table first where a terminal has no room for all */
};
#define CS_MASKED (CS_PHONE | CS_EMAIL | CS_IDENTITY | CS_NUMBERS)

/* A word that a choice field may hold. */
struct cs_choice {
    const char *code;  /* in the store, csv and json; of an INT field the number in digits */
    const char *label; /* N_() English, for people */
    const char
        *also; /* other spellings accepted on input, '|' between, the Chinese label first: "报修|维修" */
};

struct cs_field {
    const char
        *name; /* lower-case with underscores: CSV column, JSON key; the option is the same with dashes */
    enum cs_type type;
    unsigned flags;
    const char *heading; /* N_() short, for tables */
    const char *help;    /* N_() one phrase for --help and --describe */
    const char *also;    /* other headings accepted on input, '|' between, the Chinese heading first */
    const struct cs_choice *choices; /* ended by a NULL code */
    const char *byname;              /* the default as text, or NULL */
    int64_t min, max; /* numbers: range (both 0: any); text: max length in characters (0: 100,000) */
    double width;     /* tables: below 1 a share of the line, else columns; 0: as the data need */
    /* Headings of `also` that say all by themselves (房产全称): they come before the others where no column
     * gives the field `beside`. NULL: none. */
    const char *alone, *beside;
    /* Looser words, "a|b": not understood by themselves, but a draft of a mapping goes by them. */
    const char *hints;
};

struct cs_record {
    const char *name;  /* "ticket": JSON schema name, `--describe` */
    const char *title; /* N_("ticket"): one of them, for messages */
    const struct cs_field *fields;
    size_t count;
    const char *watched; /* headings "a|b" that no field takes but its import looks at; or NULL */
};

#define CS_RECORD(name_, title_, fields_)                                                                    \
    {                                                                                                        \
        .name = name_, .title = title_, .fields = fields_, .count = sizeof(fields_) / sizeof *(fields_)      \
    }

/* One typed record: values[i] belongs to record->fields[i]. Texts live in `arena` or are borrowed. */
struct cs_row {
    const struct cs_record *record;
    struct cs_value *values;
    struct cs_arena *arena;
};

/* What a domain room hands rows to. Anything but CS_OK ends the walk and is returned by it. The row is
 * borrowed and good until the callback returns. */
typedef enum cs_status cs_row_fn(void *context, const struct cs_row *row, struct cs_error *err);

/* A row with all values null, its texts to be kept in its own arena. */
void cs_row_init(struct cs_row *row, const struct cs_record *record);
void cs_row_reset(struct cs_row *row); /* all null, arena emptied */
void cs_row_release(struct cs_row *row);

/* The index of a field by its exact name, or -1. */
int cs_record_find(const struct cs_record *record, const char *name);

/* The index of a field by any heading that a person or a CRM may write: its name, its heading in any
 * installed language, or one of `also`; ASCII case, spaces, - and _ do not count. -1: none. */
int cs_record_find_heading(const struct cs_record *record, const char *heading);

/*
 * The same with how it was found. Of two columns for one field the one of lower rank is meant: the field's
 * own name, its heading, then the words of `also` in their order. A remark in brackets that says nothing of
 * the meaning (必填, 元), stars, a colon and line breaks are passed over. 是否群诉 and is_escalated are a
 * column of yes and no about one member of a set: `member` is its index in the choices, else -1.
 */
enum { CS_RANK_NAME, CS_RANK_HEADING, CS_RANK_SYNONYM = 1000 };
struct cs_heading {
    int field, rank, member;
};
bool cs_record_read_heading(const struct cs_record *record, const char *heading, struct cs_heading *found);

/* How values are read. */
struct cs_parse {
    const struct cs_zone *zone; /* of times without an offset */
    bool allow_serial;          /* spreadsheet day serials may stand for times and dates */
    bool well_formed;           /* the text is known to be UTF-8 without NUL */
};

/*
 * Reads the text of one field into *value and checks it: type, range, length, choice. Empty text is null, and
 * so are null, N/A and - where the field is no plain text. text[length] must be readable (a NUL, usually).
 * Blanks around are cut off (long texts keep them); texts are borrowed when they need no change, else copied
 * to `arena`. CS_REFUSED with a sentence that names
 * the value and what was expected (the caller puts place and field before it): must be 1..4, not "urgent"  |
 * "1.38E+10" is a number that a spreadsheet rounded; phone numbers come as text
 */
enum cs_status cs_field_parse(const struct cs_field *field, const struct cs_parse *how, const char *text,
                              size_t length, struct cs_arena *arena, struct cs_value *value,
                              struct cs_error *err);

/* The choice that a typed word means (code, label in any installed language, or one of `also`), or NULL. */
const struct cs_choice *cs_choice_find(const struct cs_choice *choices, const char *word, size_t length);

/* The label of a code in the process's language; the code itself where it is unknown. */
const char *cs_choice_label(const struct cs_choice *choices, const char *code);

/* Puts the defaults (.byname) into null fields, then names the first required field that is still null. */
enum cs_status cs_row_finish(struct cs_row *row, const struct cs_parse *how, struct cs_error *err);

/* Appends a value in its machine form (csv, tsv, json strings): codes, ISO 8601, plain numbers. Null:
 * nothing. */
void cs_field_format(const struct cs_field *field, const struct cs_value *value, const struct cs_zone *zone,
                     struct cs_buffer *out);

/* Appends a value as a person reads it in a table: labels in the process's language, short times. */
void cs_field_show(const struct cs_field *field, const struct cs_value *value, const struct cs_zone *zone,
                   struct cs_buffer *out);

/*
 * Masks as the trade does: phone 138****1234, identity number first 3 and last 4, mail first character and
 * domain. The width is kept. cs_is_masked: true for what such a mask (ours or a CRM's: `*`, `＊`, `•`, X
 * inside digits) left.
 */
void cs_mask(unsigned field_flags, const char *text, size_t length, struct cs_buffer *out);
bool cs_is_masked(unsigned field_flags, const char *text, size_t length);

#endif
