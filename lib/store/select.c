/*
 * A SELECT from a room's view and a user's filters. The text comes from constants only; every value is bound.
 * Written so that both engines answer alike: explicit places for nulls, no function that only one has.
 */
#include "store/select.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>

struct composer {
    struct cs_buffer sql;
    struct cs_buffer out; /* a letter a column */
    struct cs_value *in;
    size_t in_count, in_capacity;
    struct cs_arena arena; /* texts made for patterns */
};

static void release(struct composer *c)
{
    cs_buffer_release(&c->sql);
    cs_buffer_release(&c->out);
    cs_arena_release(&c->arena);
    free(c->in);
}

/* Binds a value and writes its parameter. */
static void put_value(struct composer *c, struct cs_value value)
{
    c->in = cs_grow(c->in, &c->in_capacity, c->in_count + 1, sizeof *c->in);
    c->in[c->in_count++] = value;
    cs_buffer_printf(&c->sql, "$%zu", c->in_count);
}

static char letter_of(enum cs_type type)
{
    switch (type) {
    case CS_TYPE_TEXT:
    case CS_TYPE_CHOICE:
    case CS_TYPE_SET:
    case CS_TYPE_JSON:
        return 't';
    case CS_TYPE_REAL:
        return 'r';
    default:
        return 'i';
    }
}

/* %text% for LIKE with its own signs disarmed and ASCII letters in lower case. `around` stands on both sides
 * of the text (the ';' of sets). */
static struct cs_value pattern(struct composer *c, const struct cs_value *value, const char *around)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_buffer_printf(&text, "%%%s", around);
    for (size_t i = 0; i < value->length; i++) {
        unsigned char byte = (unsigned char)value->text[i];
        if (strchr("%_\\", byte) && byte)
            cs_buffer_char(&text, '\\');
        cs_buffer_char(&text, (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte));
    }
    cs_buffer_printf(&text, "%s%%", around);
    struct cs_value result = cs_text_length(cs_arena_strndup(&c->arena, text.text, text.length), text.length);
    cs_buffer_release(&text);
    return result;
}

/* The smallest text above all that begin with `value`: its last character plus one. Null where there is none.
 */
static struct cs_value after_prefix(struct composer *c, const struct cs_value *value)
{
    for (size_t length = value->length; length > 0;) {
        size_t start = length - 1;
        while (start > 0 && ((unsigned char)value->text[start] & 0xc0) == 0x80)
            start--;
        uint32_t code = 0;
        if (cs_utf8_decode(value->text + start, length - start, &code) == length - start && code < 0x10ffff) {
            struct cs_buffer text = CS_BUFFER_INIT;
            cs_buffer_add(&text, value->text, start);
            cs_utf8_encode(&text, code == 0xd7ff ? 0xe000 : code + 1);
            struct cs_value result =
                cs_text_length(cs_arena_strndup(&c->arena, text.text, text.length), text.length);
            cs_buffer_release(&text);
            return result;
        }
        length = start;
    }
    return cs_null();
}

static void put_in(struct composer *c, const char *expr, const struct cs_filter *filter)
{
    if (filter->count == 0) {
        cs_buffer_text(&c->sql, "1 = 0");
        return;
    }
    cs_buffer_printf(&c->sql, "%s IN (", expr);
    for (size_t i = 0; i < filter->count; i++) {
        cs_buffer_text(&c->sql, i ? ", " : "");
        put_value(c, filter->values[i]);
    }
    cs_buffer_char(&c->sql, ')');
}

static void put_range(struct composer *c, const char *expr, const struct cs_filter *filter, bool half_open)
{
    bool low = filter->low.type != CS_NULL, high = filter->high.type != CS_NULL;
    if (low) {
        cs_buffer_printf(&c->sql, "%s >= ", expr);
        put_value(c, filter->low);
    }
    cs_buffer_text(&c->sql, low && high ? " AND " : "");
    if (high) {
        cs_buffer_printf(&c->sql, "%s %s ", expr, half_open ? "<" : "<=");
        put_value(c, filter->high);
    }
    if (!low && !high)
        cs_buffer_printf(&c->sql, "%s IS NOT NULL", expr);
}

static void put_prefix(struct composer *c, const char *expr, const struct cs_filter *filter)
{
    struct cs_value above = after_prefix(c, &filter->values[0]);
    cs_buffer_printf(&c->sql, "%s >= ", expr);
    put_value(c, filter->values[0]);
    if (above.type != CS_NULL) {
        cs_buffer_printf(&c->sql, " AND %s < ", expr);
        put_value(c, above);
    }
}

/* A set is text joined by ';': the word is looked for between two of them. */
static void put_has(struct composer *c, const char *expr, const struct cs_filter *filter)
{
    if (filter->count == 0)
        cs_buffer_text(&c->sql, "1 = 0");
    for (size_t i = 0; i < filter->count; i++) {
        cs_buffer_printf(&c->sql, "%slower(';' || %s || ';') LIKE ", i ? " OR " : "", expr);
        put_value(c, pattern(c, &filter->values[i], ";"));
        cs_buffer_text(&c->sql, " ESCAPE '\\'");
    }
}

static void put_filter(struct composer *c, const struct cs_view *view, const struct cs_filter *filter)
{
    const struct cs_field *field = &view->record->fields[filter->field];
    const char *expr = view->columns[filter->field];
    if (!expr)
        expr = "NULL"; /* not in the store: empty for every record */
    bool text = letter_of(field->type) == 't', filled = filter->kind == CS_FILTER_FILLED;
    bool half_open = field->type == CS_TYPE_TIME;
    cs_buffer_char(&c->sql, '(');
    switch (filter->kind) {
    case CS_FILTER_IN:
        put_in(c, expr, filter);
        break;
    case CS_FILTER_RANGE:
        put_range(c, expr, filter, half_open);
        break;
    case CS_FILTER_CONTAINS:
        cs_buffer_printf(&c->sql, "lower(%s) LIKE ", expr);
        put_value(c, pattern(c, &filter->values[0], ""));
        cs_buffer_text(&c->sql, " ESCAPE '\\'");
        break;
    case CS_FILTER_PREFIX:
        put_prefix(c, expr, filter);
        break;
    case CS_FILTER_HAS:
        put_has(c, expr, filter);
        break;
    case CS_FILTER_EMPTY:
    case CS_FILTER_FILLED:
        cs_buffer_printf(&c->sql, "%s IS %sNULL", expr, filled ? "NOT " : "");
        if (text)
            cs_buffer_printf(&c->sql, " %s %s %s ''", filled ? "AND" : "OR", expr, filled ? "<>" : "=");
        break;
    }
    /* The contrary holds for what is empty, too. */
    cs_buffer_text(&c->sql, filter->negated ? ") IS NOT TRUE" : ")");
}

static void put_where(struct composer *c, const struct cs_select *select)
{
    const char *word = " WHERE ";
    if (select->view->where) {
        cs_buffer_printf(&c->sql, "%s(%s)", word, select->view->where);
        word = " AND ";
    }
    for (size_t i = 0; i < select->condition_value_count; i++) {
        c->in = cs_grow(c->in, &c->in_capacity, c->in_count + 1, sizeof *c->in);
        c->in[c->in_count++] = select->condition_values[i];
    }
    for (size_t i = 0; i < select->condition_count; i++, word = " AND ")
        cs_buffer_printf(&c->sql, "%s(%s)", word, select->conditions[i]);
    for (size_t i = 0; i < select->filter_count; i++, word = " AND ") {
        cs_buffer_text(&c->sql, word);
        put_filter(c, select->view, &select->filters[i]);
    }
}

static size_t field_count(const struct cs_select *select)
{
    return select->fields ? select->field_count : select->view->record->count;
}

static int field_at(const struct cs_select *select, size_t i)
{
    return select->fields ? select->fields[i] : (int)i;
}

/* Writes the columns that are asked for and in the store; the answer says whose they are. */
static const int *put_columns(struct composer *c, const struct cs_select *select, size_t *count)
{
    const struct cs_view *view = select->view;
    int *fields = cs_arena_alloc(&c->arena, (field_count(select) + 1) * sizeof *fields);
    *count = 0;
    cs_buffer_text(&c->sql, "SELECT ");
    for (size_t i = 0; i < field_count(select); i++) {
        int field = field_at(select, i);
        if (!view->columns[field])
            continue;
        cs_buffer_printf(&c->sql, "%s%s", c->out.length ? ", " : "", view->columns[field]);
        cs_buffer_char(&c->out, letter_of(view->record->fields[field].type));
        fields[(*count)++] = field;
    }
    if (c->out.length == 0) {
        cs_buffer_char(&c->sql, '1');
        cs_buffer_char(&c->out, 'i');
    }
    return fields;
}

/* Nulls come first in rising order in both engines; the key makes every order whole. */
static void put_order(struct composer *c, const struct cs_select *select)
{
    const struct cs_view *view = select->view;
    cs_buffer_text(&c->sql, " ORDER BY ");
    for (size_t i = 0; i < select->sort_count; i++) {
        int field = select->sort[i];
        bool falls = field < 0;
        const char *expr = view->columns[falls ? -1 - field : field];
        if (expr)
            cs_buffer_printf(&c->sql, "%s %s, ", expr, falls ? "DESC NULLS LAST" : "ASC NULLS FIRST");
    }
    cs_buffer_text(&c->sql, view->key);
    if (select->limit > 0 || select->offset > 0)
        cs_buffer_printf(&c->sql, " LIMIT %lld OFFSET %lld",
                         select->limit > 0 ? (long long)select->limit : (long long)INT64_MAX,
                         (long long)(select->offset > 0 ? select->offset : 0));
}

struct walk {
    const int *fields; /* of the columns asked for, in order */
    size_t count;
    struct cs_row row;
    cs_row_fn *each;
    void *context;
};

static enum cs_status hand_over(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct walk *walk = context;
    for (size_t i = 0; i < walk->count; i++)
        walk->row.values[walk->fields[i]] = out[i];
    if (walk->row.arena->block)
        cs_arena_reset(walk->row.arena);
    return walk->each(walk->context, &walk->row, err);
}

enum cs_status cs_select_each(struct cs_store *store, const struct cs_select *select, cs_row_fn *each,
                              void *context, struct cs_error *err)
{
    struct composer c = { .sql = CS_BUFFER_INIT, .out = CS_BUFFER_INIT };
    struct cs_arena arena = CS_ARENA_INIT;
    struct walk walk = { .each = each, .context = context };
    walk.row.record = select->view->record;
    walk.row.values = cs_alloc(select->view->record->count * sizeof *walk.row.values);
    walk.row.arena = &arena;
    walk.fields = put_columns(&c, select, &walk.count);
    cs_buffer_printf(&c.sql, " FROM %s", select->view->from);
    put_where(&c, select);
    put_order(&c, select);
    enum cs_status status =
        cs_store_each_sql(store, c.sql.text, c.in, c.in_count, c.out.text, hand_over, &walk, err);
    free(walk.row.values);
    cs_arena_release(&arena);
    release(&c);
    return status;
}

enum cs_status cs_select_of(struct cs_store *store, const struct cs_view *view, const char *condition,
                            const struct cs_value *value, cs_row_fn *each, void *context,
                            struct cs_error *err)
{
    struct cs_buffer text = CS_BUFFER_INIT;
    if (!condition)
        cs_buffer_printf(&text, "%s = $1", view->of);
    const char *const conditions[] = { condition ? condition : text.text };
    const struct cs_select select = { .view = view,
                                      .conditions = conditions,
                                      .condition_count = 1,
                                      .condition_values = value,
                                      .condition_value_count = 1 };
    enum cs_status status = cs_select_each(store, &select, each, context, err);
    cs_buffer_release(&text);
    return status;
}

const char *cs_condition_at(struct cs_arena *arena, const char *condition, size_t number)
{
    const char *place = strstr(condition, "$1");
    return place
               ? cs_arena_printf(arena, "%.*s$%zu%s", (int)(place - condition), condition, number, place + 2)
               : condition;
}

static enum cs_status take_count(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    *(int64_t *)context = cs_value_integer(&out[0], 0);
    return CS_OK;
}

enum cs_status cs_select_count(struct cs_store *store, const struct cs_select *select, int64_t *count,
                               struct cs_error *err)
{
    struct composer c = { .sql = CS_BUFFER_INIT, .out = CS_BUFFER_INIT };
    *count = 0;
    cs_buffer_printf(&c.sql, "SELECT count(*) FROM %s", select->view->from);
    put_where(&c, select);
    enum cs_status status =
        cs_store_each_sql(store, c.sql.text, c.in, c.in_count, "i", take_count, count, err);
    release(&c);
    return status;
}
