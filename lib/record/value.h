/* A typed value: what passes between the store, a row and a format. */
#ifndef CS_RECORD_VALUE_H
#define CS_RECORD_VALUE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum cs_value_type { CS_NULL, CS_INTEGER, CS_REAL, CS_TEXT, CS_BLOB };

struct cs_value {
    enum cs_value_type type;
    size_t length; /* bytes of text or blob; text is ended by a NUL besides */
    union {
        int64_t integer; /* whole numbers, moments (UTC seconds), dates (days since 1970), booleans, money
                            (fen) */
        double real;
        const char *text; /* borrowed: the owner is the row's arena, the statement or a constant */
    };
};

static inline struct cs_value cs_null(void)
{
    return (struct cs_value){ .type = CS_NULL };
}

static inline struct cs_value cs_integer(int64_t integer)
{
    return (struct cs_value){ .type = CS_INTEGER, .integer = integer };
}

static inline struct cs_value cs_real(double real)
{
    return (struct cs_value){ .type = CS_REAL, .real = real };
}

/* NULL becomes null; the text is borrowed. */
static inline struct cs_value cs_text(const char *text)
{
    if (!text)
        return cs_null();
    return (struct cs_value){ .type = CS_TEXT, .length = strlen(text), .text = text };
}

static inline struct cs_value cs_text_length(const char *text, size_t length)
{
    return (struct cs_value){ .type = CS_TEXT, .length = length, .text = text };
}

static inline struct cs_value cs_blob(const void *bytes, size_t length)
{
    return (struct cs_value){ .type = CS_BLOB, .length = length, .text = bytes };
}

/* The integer, or `otherwise` where the value is null. */
static inline int64_t cs_value_integer(const struct cs_value *value, int64_t otherwise)
{
    return value->type == CS_INTEGER ? value->integer : otherwise;
}

/* The text, or "" where the value is none. */
static inline const char *cs_value_text(const struct cs_value *value)
{
    return value->type == CS_TEXT ? value->text : "";
}

/* True where both are null or both hold the same. */
int cs_value_equal(const struct cs_value *left, const struct cs_value *right);

#endif
