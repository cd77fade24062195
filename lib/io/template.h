/*
 * Templates: Mustache without lambdas (comments, delimiters, interpolation, sections, inverted sections,
 * partials as the public specification has them). A template holds no code, reads no file and cannot run on:
 * partials have plain names and come from the caller, nesting and output are limited.
 */
#ifndef CS_IO_TEMPLATE_H
#define CS_IO_TEMPLATE_H

#include "base/buffer.h"
#include "base/diag.h"
#include "base/memory.h"
#include "base/status.h"
#include "record/record.h"

/* What a template is filled with: a tree in an arena. */
enum cs_template_kind {
    CS_TEMPLATE_FALSE, /* null and false: nothing to show, sections are left out */
    CS_TEMPLATE_TRUE,
    CS_TEMPLATE_TEXT, /* numbers too; "" counts as false for sections */
    CS_TEMPLATE_LIST,
    CS_TEMPLATE_OBJECT,
};

struct cs_template_value {
    enum cs_template_kind kind;
    const char *text;
    size_t length;
    const char *name;                       /* as a member of an object */
    struct cs_template_value *first, *last; /* members, in order */
    struct cs_template_value *next;
};

/* Makes values; texts are copied. */
struct cs_template_value *cs_template_object(struct cs_arena *arena);
struct cs_template_value *cs_template_list(struct cs_arena *arena);
struct cs_template_value *cs_template_bool(struct cs_arena *arena, bool truth);
struct cs_template_value *cs_template_text(struct cs_arena *arena, const char *text);

/* Adds a member (name NULL in a list), and returns it. A name that is there already is covered by the later.
 */
struct cs_template_value *cs_template_add(struct cs_arena *arena, struct cs_template_value *parent,
                                          const char *name, struct cs_template_value *member);

/* An object of the row's fields as a person reads them; personal data masked unless `unmask`. */
struct cs_template_value *cs_template_row(struct cs_arena *arena, const struct cs_row *row,
                                          const struct cs_zone *zone, bool unmask);

/* The value of a JSON text. CS_REFUSED with a sentence. */
enum cs_status cs_template_json(struct cs_arena *arena, const char *text, size_t length,
                                struct cs_template_value **value, struct cs_error *err);

/* Finds the text of a partial (malloc'ed, the renderer's to free). CS_NONE: there is none, nothing is put. */
typedef enum cs_status cs_template_load_fn(void *context, const char *name, char **text,
                                           struct cs_error *err);

struct cs_template_options {
    const char *name;          /* of the template, for messages */
    bool escape;               /* {{x}} is made safe for HTML */
    cs_template_load_fn *load; /* or NULL: no partials */
    void *context;
    size_t limit;         /* bytes of output; 0: 1 MiB */
    struct cs_diag *diag; /* notices: a name that nothing is known of */
};

/* True for names that end in .html, .htm or .xml: their text is escaped. */
bool cs_template_escapes(const char *name);

/* Appends the template filled with `data` to out. CS_FAILED with `NAME:LINE: sentence`. */
enum cs_status cs_template_render(const char *text, size_t length, const struct cs_template_value *data,
                                  const struct cs_template_options *options, struct cs_buffer *out,
                                  struct cs_error *err);

#endif
