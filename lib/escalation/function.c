/* The responsible function: words of cases (departments, origins of complaints) and the roles they mean. */
#include "escalation/function.h"

enum { WORD, ROLE };

static const struct cs_field fields[] = {
    [WORD] = { "word", CS_TYPE_TEXT, CS_KEY | CS_REQUIRED, N_("Word"),
               N_("part of a department's name, or an origin of complaints; *: every other case"),
               "关键词|部门|词", .max = 100 },
    [ROLE] = { "role", CS_TYPE_CHOICE, CS_REQUIRED, N_("Role"), N_("function that answers for it"),
               "岗位|职能", cs_role_choices },
};
const struct cs_record cs_function_record = CS_RECORD("function", N_("responsible function"), fields);

static const char *const columns[] = { "f.word", "f.role" };
const struct cs_view cs_function_view = { &cs_function_record, "function_word AS f", columns, "f.word",
                                          "f.word" };

/* Compared without blanks and ASCII case. */
static const char *folded(const char *text, size_t length, struct cs_arena *arena)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    for (size_t i = 0; i < length; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            cs_buffer_char(&out, (char)(text[i] + 'a' - 'A'));
        else if (text[i] != ' ' && text[i] != '\t')
            cs_buffer_char(&out, text[i]);
    const char *kept = cs_arena_strndup(arena, out.text ? out.text : "", out.length);
    cs_buffer_release(&out);
    return kept;
}

enum cs_status cs_function_take(struct cs_escalation *e, const struct cs_row *row, bool *changed,
                                struct cs_error *err)
{
    const struct cs_value *word = &row->values[WORD], *role = &row->values[ROLE];
    cs_arena_reset(&e->arena);
    if (word->type != CS_TEXT || role->type != CS_TEXT)
        return cs_error_set(err, CS_REFUSED, _("word and role must not be empty"));
    const char *text = folded(word->text, word->length, &e->arena);
    if (!*text || strpbrk(text, "%_"))
        return cs_error_set(err, CS_REFUSED, _("word: \"%s\" must be a word without %% and _"), word->text);
    if (strcmp(role->text, CS_FUNCTION_ROLE) == 0)
        return cs_error_set(err, CS_REFUSED, _("role: write the function itself: construction, sales ..."));
    const struct cs_value in[] = { cs_text(text), *role };
    struct cs_value same;
    enum cs_status status =
        cs_store_get(e->o.store, &cs_function_statements, FUNCTION_SAME, in, &same, &e->arena, err);
    if (status == CS_OK && same.integer == 0) {
        *changed = true;
        return cs_store_do(e->o.store, &cs_function_statements, FUNCTION_PUT, in, NULL, err);
    }
    *changed = false;
    return status;
}

/* The code of a role, good for ever; NULL where it is none. */
static const char *role_code(const struct cs_value *role)
{
    const struct cs_choice *choice = cs_choice_find(cs_role_choices, cs_value_text(role), role->length);
    return choice ? choice->code : NULL;
}

static enum cs_status ask(struct cs_escalation *e, int which, const char *text, const char **role,
                          struct cs_error *err)
{
    const struct cs_value in = cs_text(text);
    struct cs_value out = cs_null();
    if (*role || !*text)
        return CS_OK;
    enum cs_status status =
        cs_store_get(e->o.store, &cs_function_statements, which, &in, &out, &e->arena, err);
    if (status == CS_OK)
        *role = role_code(&out);
    return status == CS_NONE ? CS_OK : status;
}

static enum cs_status function_of(struct cs_escalation *e, int64_t ticket, const char **role,
                                  struct cs_error *err)
{
    const struct cs_value in = cs_integer(ticket);
    struct cs_value out[2] = { cs_null(), cs_null() };
    *role = NULL;
    enum cs_status status =
        cs_store_get(e->o.store, &cs_function_statements, FUNCTION_CASE, &in, out, &e->arena, err);
    if (status == CS_NONE)
        status = CS_OK;
    const char *dept = folded(cs_value_text(&out[0]), out[0].type == CS_TEXT ? out[0].length : 0, &e->arena);
    if (status == CS_OK)
        status = ask(e, FUNCTION_IN_TEXT, dept, role, err);
    if (status == CS_OK)
        status = ask(e, FUNCTION_OF_WORD, cs_value_text(&out[1]), role, err);
    if (status == CS_OK)
        status = ask(e, FUNCTION_OF_WORD, "*", role, err);
    if (!*role)
        *role = "construction";
    return status;
}

enum cs_status cs_function_recipient(struct cs_escalation *e, int64_t ticket, const struct rung *rung,
                                     size_t index, struct recipient *to, bool *skip, struct cs_error *err)
{
    *to = rung->recipients[index];
    *skip = false;
    if (strcmp(to->role, CS_FUNCTION_ROLE) != 0)
        return CS_OK;
    enum cs_status status = function_of(e, ticket, &to->role, err);
    for (size_t i = 0; i < rung->recipient_count; i++)
        *skip |= i != index && strcmp(rung->recipients[i].role, to->role) == 0;
    return status;
}
