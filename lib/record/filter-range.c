/* Ranges in filters: the ends as written, and what they mean for numbers and times. */
#include "record/parts.h"

#include <math.h>
#include <string.h>

static const char *word(struct cs_arena *arena, const char *text, size_t length)
{
    cs_word_trim(&text, &length);
    return length ? cs_arena_strndup(arena, text, length) : NULL;
}

bool cs_range_split(const char *text, struct cs_arena *arena, struct cs_range_text *range)
{
    *range = (struct cs_range_text){ 0 };
    if (text[0] == '>' || text[0] == '<') {
        bool equal = text[1] == '=';
        const char *rest = text + 1 + equal;
        const char *end = word(arena, rest, strlen(rest));
        end = end ? end : ""; /* refused as a number or time, which says what was expected */
        if (text[0] == '>') {
            range->low = end;
            range->above = !equal;
        } else {
            range->high = end;
            range->below = !equal;
        }
        return true;
    }
    const char *dots = strstr(text, "..");
    if (!dots)
        return false;
    range->low = word(arena, text, (size_t)(dots - text));
    range->high = word(arena, dots + 2, strlen(dots + 2));
    return true;
}

/* The four limits that one written end can set; a time's `high` ends are [.., high). */
struct limits {
    struct cs_value from, above; /* >=x, >x */
    struct cs_value upto, below; /* <=x, <x */
};

static enum cs_status whole_limits(int64_t number, const char *text, struct limits *limits,
                                   struct cs_error *err)
{
    char shown[CS_SHOWN_SIZE];
    if (number == INT64_MAX || number == INT64_MIN)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is too large a number"),
                            cs_word_shown(shown, text, strlen(text)));
    limits->from = limits->upto = cs_integer(number);
    limits->above = cs_integer(number + 1);
    limits->below = cs_integer(number - 1);
    return CS_OK;
}

static enum cs_status read_limits(const struct cs_field *field, const struct cs_parse *how, const char *text,
                                  struct cs_arena *arena, struct limits *limits, struct cs_error *err)
{
    char shown[CS_SHOWN_SIZE];
    if (field->type == CS_TYPE_TIME || field->type == CS_TYPE_DATE) {
        struct cs_stretch stretch;
        enum cs_status status = cs_filter_stretch(field, how, text, &stretch, err);
        int last = field->type == CS_TYPE_DATE; /* days are counted up to the last */
        limits->from = cs_integer(stretch.from);
        limits->above = cs_integer(stretch.to);
        limits->upto = cs_integer(stretch.to - last);
        limits->below = cs_integer(stretch.from - last);
        return status;
    }
    /* A range may reach beyond what the field allows: >0 where values are 1..4. */
    struct cs_field open = *field;
    struct cs_value value;
    struct cs_error ignored = CS_ERROR_INIT;
    open.min = open.max = 0;
    enum cs_status status =
        cs_field_parse(&open, how, text, strlen(text), arena, &value, field->choices ? &ignored : err);
    if (status != CS_OK) /* a field of words says its range, since "a whole number" would hide them */
        return field->choices ? cs_field_parse(field, how, text, strlen(text), arena, &value, err) : status;
    if (value.type == CS_INTEGER)
        return whole_limits(value.integer, text, limits, err);
    if (value.type != CS_REAL)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" is no value; write none for what is empty"),
                            cs_word_shown(shown, text, strlen(text)));
    limits->from = limits->upto = value;
    limits->above = cs_real(nextafter(value.real, INFINITY));
    limits->below = cs_real(nextafter(value.real, -INFINITY));
    return CS_OK;
}

static bool runs_backward(const struct cs_field *field, const struct cs_value *low,
                          const struct cs_value *high)
{
    if (low->type == CS_REAL)
        return low->real > high->real;
    return field->type == CS_TYPE_TIME ? low->integer >= high->integer : low->integer > high->integer;
}

enum cs_status cs_range_read(const struct cs_field *field, const struct cs_parse *how, const char *text,
                             const struct cs_range_text *range, struct cs_arena *arena,
                             struct cs_filter *filter, struct cs_error *err)
{
    struct limits limits;
    char shown[CS_SHOWN_SIZE];
    enum cs_status status = CS_OK;
    if (!range->low && !range->high)
        return cs_error_set(err, CS_REFUSED, _("\"%s\" names neither end"),
                            cs_word_shown(shown, text, strlen(text)));
    if (range->low) {
        status = read_limits(field, how, range->low, arena, &limits, err);
        if (status != CS_OK)
            return status;
        filter->low = range->above ? limits.above : limits.from;
    }
    if (range->high) {
        status = read_limits(field, how, range->high, arena, &limits, err);
        if (status != CS_OK)
            return status;
        filter->high = range->below ? limits.below : limits.upto;
    }
    if (range->low && range->high && runs_backward(field, &filter->low, &filter->high))
        status = cs_error_set(err, CS_REFUSED, _("\"%s\" runs backward: its end comes before its beginning"),
                              cs_word_shown(shown, text, strlen(text)));
    return status;
}
