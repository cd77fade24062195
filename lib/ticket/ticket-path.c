/* Paths: which moves are legal for which case, read from the store once. */
#include "ticket/move.h"

#include <stdio.h>
#include <stdlib.h>

struct path_rule {
    int64_t id;
    const char *name, *kinds, *priorities;
    bool late_inspection; /* in an emergency the inspection comes after the dispatch */
};

struct path_step {
    int64_t path;
    const char *verb, *outcome, *from, *to, *demands;
};

struct path_table {
    struct path_rule *rules;
    size_t rule_count, rule_capacity;
    struct path_step *steps;
    size_t step_count, step_capacity;
    int64_t next_rank; /* while paths are imported */
    const char *last;  /* path of the row before */
};

static enum cs_status take_rule(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct cs_tickets *t = context;
    struct path_table *paths = t->paths;
    paths->rules = cs_grow(paths->rules, &paths->rule_capacity, paths->rule_count + 1, sizeof *paths->rules);
    paths->rules[paths->rule_count++] = (struct path_rule){
        .id = out[0].integer,
        .name = cs_arena_strdup(&t->keep, cs_value_text(&out[1])),
        .kinds = cs_arena_strdup(&t->keep, cs_value_text(&out[2])),
        .priorities = cs_arena_strdup(&t->keep, cs_value_text(&out[3])),
    };
    return CS_OK;
}

static enum cs_status take_step(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    struct cs_tickets *t = context;
    struct path_table *paths = t->paths;
    paths->steps = cs_grow(paths->steps, &paths->step_capacity, paths->step_count + 1, sizeof *paths->steps);
    paths->steps[paths->step_count++] = (struct path_step){
        .path = out[0].integer,
        .verb = cs_arena_strdup(&t->keep, cs_value_text(&out[1])),
        .outcome = cs_arena_strdup(&t->keep, cs_value_text(&out[2])),
        .from = cs_arena_strdup(&t->keep, cs_value_text(&out[3])),
        .to = cs_arena_strdup(&t->keep, cs_value_text(&out[4])),
        .demands = cs_arena_strdup(&t->keep, cs_value_text(&out[5])),
    };
    return CS_OK;
}

static enum cs_status paths_load(struct cs_tickets *t, struct cs_error *err)
{
    if (t->paths)
        return CS_OK;
    t->paths = cs_alloc(sizeof *t->paths);
    enum cs_status status = cs_ticket_each(t, PATHS_ALL, NULL, take_rule, t, err);
    if (status == CS_OK)
        status = cs_ticket_each(t, MOVES_ALL, NULL, take_step, t, err);
    const char *demands;
    for (size_t i = 0; status == CS_OK && i < t->paths->rule_count; i++) {
        struct path_rule *rule = &t->paths->rules[i];
        rule->late_inspection = cs_ticket_path_move(t, rule->id, "inspect", "", "to_accept", &demands);
    }
    return status;
}

void cs_ticket_paths_free(struct cs_tickets *t)
{
    if (t->paths) {
        free(t->paths->rules);
        free(t->paths->steps);
        free(t->paths);
        t->paths = NULL;
    }
}

/* True where a ';'-joined list holds a word; an empty list fits all. */
static bool list_fits(const char *list, const char *word)
{
    size_t length = strlen(word);
    if (!*list)
        return true;
    for (const char *at = list; *at; at += strcspn(at, ";"), at += *at == ';')
        if (strncmp(at, word, length) == 0 && (at[length] == ';' || !at[length]))
            return true;
    return false;
}

enum cs_status cs_ticket_path_of(struct cs_tickets *t, const char *kind, int64_t priority, int64_t *path,
                                 struct cs_error *err)
{
    const char digit[] = { (char)('0' + priority), '\0' }; /* the table holds 1 to 4 only */
    *path = 0;
    enum cs_status status = paths_load(t, err);
    for (size_t i = 0; status == CS_OK && i < t->paths->rule_count; i++) {
        const struct path_rule *rule = &t->paths->rules[i];
        if (list_fits(rule->kinds, kind) && list_fits(rule->priorities, digit)) {
            *path = rule->id;
            break;
        }
    }
    return status;
}

bool cs_ticket_path_late_inspection(const struct cs_tickets *t, int64_t path)
{
    for (size_t i = 0; i < t->paths->rule_count; i++)
        if (t->paths->rules[i].id == path)
            return t->paths->rules[i].late_inspection;
    return false;
}

/* Moves that every open state knows: they need no rows. */
static bool always_legal(const char *verb)
{
    static const char *const verbs[] = { "note", "contact", "merge", "cancel", "hold", NULL };
    for (size_t i = 0; verbs[i]; i++)
        if (strcmp(verbs[i], verb) == 0)
            return true;
    return false;
}

const char *cs_ticket_path_move(const struct cs_tickets *t, int64_t path, const char *verb,
                                const char *outcome, const char *state, const char **demands)
{
    *demands = "";
    for (size_t i = 0; i < t->paths->step_count; i++) {
        const struct path_step *step = &t->paths->steps[i];
        if (step->path == path && strcmp(step->verb, verb) == 0 && strcmp(step->outcome, outcome) == 0 &&
            strcmp(step->from, state) == 0) {
            *demands = step->demands;
            return step->to;
        }
    }
    return NULL;
}

/* A path may name verbs that this version does not know yet: nobody is told to use them. */
static bool verb_known(const char *name)
{
    for (const struct verb *verb = cs_ticket_verbs; verb->name; verb++)
        if (strcmp(verb->name, name) == 0)
            return true;
    return false;
}

/* Each verb once; one that is legal with some outcomes only names them: "close not_ours|settled". Steps of a
 * verb lie together, the one without an outcome first. */
void cs_ticket_path_legal(const struct cs_tickets *t, int64_t path, const char *state, struct cs_buffer *out)
{
    size_t start = out->length;
    const char *last = "";
    bool plain = false;
    for (size_t i = 0; i < t->paths->step_count; i++) {
        const struct path_step *step = &t->paths->steps[i];
        if (step->path != path || strcmp(step->from, state) != 0 || always_legal(step->verb) ||
            !verb_known(step->verb))
            continue;
        bool again = strcmp(step->verb, last) == 0;
        if (!again) {
            cs_buffer_printf(out, "%s%s", out->length > start ? ", " : "", step->verb);
            plain = !step->outcome[0];
        }
        if (!plain)
            cs_buffer_printf(out, "%c%s", again ? '|' : ' ', step->outcome);
        last = step->verb;
    }
}

/* ---- paths as records ---- */

enum {
    PATH_NAME,
    PATH_TITLE,
    PATH_KINDS,
    PATH_PRIORITIES,
    PATH_VERB,
    PATH_OUTCOME,
    PATH_FROM,
    PATH_TO,
    PATH_DEMANDS
};

static enum cs_status begin_path(struct cs_tickets *t, const struct cs_row *row, struct cs_error *err)
{
    struct path_table *paths = t->paths;
    const struct cs_value clear[] = { row->values[PATH_NAME] };
    const struct cs_value add[] = { row->values[PATH_NAME], row->values[PATH_TITLE],
                                    cs_integer(++paths->next_rank), row->values[PATH_KINDS],
                                    row->values[PATH_PRIORITIES] };
    enum cs_status status = cs_ticket_do(t, MOVE_CLEAR, clear, err);
    if (status == CS_OK)
        status = cs_ticket_do(t, PATH_ADD, add, err);
    paths->last = cs_arena_strdup(&t->keep, cs_value_text(&row->values[PATH_NAME]));
    return status;
}

enum cs_status cs_ticket_path_take(struct cs_tickets *t, const struct cs_row *row, struct cs_error *err)
{
    if (!t->paths)
        t->paths = cs_alloc(sizeof *t->paths);
    enum cs_status status = CS_OK;
    if (!t->paths->last || strcmp(t->paths->last, cs_value_text(&row->values[PATH_NAME])) != 0)
        status = begin_path(t, row, err);
    const char *from = cs_value_text(&row->values[PATH_FROM]);
    struct cs_value outcome = row->values[PATH_OUTCOME];
    if (outcome.type == CS_NULL)
        outcome = cs_text("");
    for (const char *at = from; *at && status == CS_OK; at += strcspn(at, ";"), at += *at == ';') {
        size_t length = strcspn(at, ";");
        const struct cs_choice *state = cs_choice_find(cs_ticket_states, at, length);
        if (!state)
            return cs_error_set(err, CS_REFUSED, _("from: \"%.*s\" is no state"), (int)length, at);
        const struct cs_value in[] = {
            row->values[PATH_NAME], row->values[PATH_VERB], outcome,
            cs_text(state->code),   row->values[PATH_TO],   row->values[PATH_DEMANDS]
        };
        status = cs_ticket_do(t, MOVE_ADD, in, err);
        if (status == CS_EXISTS)
            return cs_error_set(err, CS_REFUSED, _("from: path \"%s\" has this move from \"%s\" already"),
                                cs_value_text(&row->values[PATH_NAME]), state->code);
    }
    return status;
}

/* From each state that a path enters, an end must be within reach: else cases would be stuck for ever. */
static bool reaches_end(const struct path_table *paths, int64_t path, const char *state, int depth)
{
    struct cs_value row[CASE_COLUMNS] = { [CASE_STATE] = cs_text(state) };
    if (cs_case_ended(row))
        return true;
    for (size_t i = 0; depth > 0 && i < paths->step_count; i++) {
        const struct path_step *step = &paths->steps[i];
        if (step->path == path && strcmp(step->from, state) == 0 && strcmp(step->to, state) != 0 &&
            reaches_end(paths, path, step->to, depth - 1))
            return true;
    }
    return false;
}

enum cs_status cs_ticket_path_end(struct cs_tickets *t, struct cs_error *err)
{
    enum { DEEPEST = 12 };
    cs_ticket_paths_free(t);
    enum cs_status status = paths_load(t, err);
    for (size_t i = 0; status == CS_OK && i < t->paths->step_count; i++) {
        const struct path_step *step = &t->paths->steps[i];
        if (!reaches_end(t->paths, step->path, step->to, DEEPEST))
            status =
                cs_error_set(err, CS_FAILED, _("the path leads into \"%s\" and never to an end"), step->to);
    }
    return status;
}
