/* The tree of values that a template is filled with. */
#include "io/source.h"
#include "io/template.h"

#include <jansson.h>
#include <string.h>

static struct cs_template_value *new_value(struct cs_arena *arena, enum cs_template_kind kind)
{
    struct cs_template_value *value = cs_arena_alloc(arena, sizeof *value);
    *value = (struct cs_template_value){ .kind = kind, .text = "" };
    return value;
}

static struct cs_template_value *new_text(struct cs_arena *arena, const char *text, size_t length)
{
    struct cs_template_value *value = new_value(arena, CS_TEMPLATE_TEXT);
    value->text = cs_arena_strndup(arena, text, length);
    value->length = length;
    return value;
}

struct cs_template_value *cs_template_object(struct cs_arena *arena)
{
    return new_value(arena, CS_TEMPLATE_OBJECT);
}

struct cs_template_value *cs_template_list(struct cs_arena *arena)
{
    return new_value(arena, CS_TEMPLATE_LIST);
}

struct cs_template_value *cs_template_bool(struct cs_arena *arena, bool truth)
{
    struct cs_template_value *value = new_value(arena, truth ? CS_TEMPLATE_TRUE : CS_TEMPLATE_FALSE);
    if (truth)
        *value = (struct cs_template_value){ .kind = CS_TEMPLATE_TRUE, .text = "true", .length = 4 };
    return value;
}

struct cs_template_value *cs_template_text(struct cs_arena *arena, const char *text)
{
    return text ? new_text(arena, text, strlen(text)) : new_value(arena, CS_TEMPLATE_FALSE);
}

struct cs_template_value *cs_template_add(struct cs_arena *arena, struct cs_template_value *parent,
                                          const char *name, struct cs_template_value *member)
{
    member->name = name ? cs_arena_strdup(arena, name) : NULL;
    member->next = NULL;
    if (parent->last)
        parent->last->next = member;
    else
        parent->first = member;
    parent->last = member;
    return member;
}

struct cs_template_value *cs_template_row(struct cs_arena *arena, const struct cs_row *row,
                                          const struct cs_zone *zone, bool unmask)
{
    struct cs_template_value *object = cs_template_object(arena);
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < row->record->count; i++) {
        const struct cs_field *field = &row->record->fields[i];
        const struct cs_value *value = &row->values[i];
        cs_buffer_reset(&text);
        if (value->type == CS_TEXT && field->flags & CS_MASKED && !unmask)
            cs_mask(field->flags, value->text, value->length, &text);
        else if (value->type != CS_NULL)
            cs_field_show(field, value, zone, &text);
        struct cs_template_value *member = new_text(arena, text.text, text.length);
        if (field->type == CS_TYPE_BOOL && value->type == CS_INTEGER && !value->integer)
            member->kind = CS_TEMPLATE_FALSE; /* shown as "no", but its section is left out */
        cs_template_add(arena, object, field->name, member);
    }
    cs_buffer_release(&text);
    return object;
}

/* Numbers as a person wrote them where doubles allow: 17 digits only where fewer would be another number. */
static struct cs_template_value *from_real(struct cs_arena *arena, double real)
{
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    return cs_template_text(arena, digits);
}

static struct cs_template_value *from_json(struct cs_arena *arena, const json_t *json, int depth)
{
    struct cs_template_value *value;
    const char *key;
    json_t *member;
    size_t index;
    char digits[32];
    if (depth > CS_SOURCE_DEPTH)
        return NULL;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        value = cs_template_object(arena);
        json_object_foreach((json_t *)(uintptr_t)json, key, member)
        {
            struct cs_template_value *inner = from_json(arena, member, depth + 1);
            if (!inner)
                return NULL;
            cs_template_add(arena, value, key, inner);
        }
        return value;
    case JSON_ARRAY:
        value = cs_template_list(arena);
        json_array_foreach(json, index, member)
        {
            struct cs_template_value *inner = from_json(arena, member, depth + 1);
            if (!inner)
                return NULL;
            cs_template_add(arena, value, NULL, inner);
        }
        return value;
    case JSON_STRING:
        return new_text(arena, json_string_value(json), json_string_length(json));
    case JSON_INTEGER:
        snprintf(digits, sizeof digits, "%lld", (long long)json_integer_value(json));
        return cs_template_text(arena, digits);
    case JSON_REAL:
        return from_real(arena, json_real_value(json));
    default:
        return cs_template_bool(arena, json_is_true(json));
    }
}

enum cs_status cs_template_json(struct cs_arena *arena, const char *text, size_t length,
                                struct cs_template_value **value, struct cs_error *err)
{
    json_error_t fault;
    *value = NULL;
    json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (!json)
        return cs_error_set(err, CS_REFUSED, _("line %d column %d is no JSON"), fault.line, fault.column);
    *value = from_json(arena, json, 0);
    json_decref(json);
    if (!*value)
        return cs_error_set(err, CS_REFUSED, _("values are nested deeper than %d"), CS_SOURCE_DEPTH);
    return CS_OK;
}
