/* cs-ticket: the event log in the words of the page that shows it. */
#include "tie.h"

/* What a word of the log says depends on the verb beside it. */
static const char *outcome_label(const char *verb, const char *outcome)
{
    bool called = strcmp(verb, "callback") == 0;
    const struct cs_choice *lists[] = { called ? cs_callback_results : cs_move_outcomes, cs_ticket_states,
                                        cs_metric_choices };
    if (strcmp(outcome, "approved") == 0) /* two verbs, one meaning */
        outcome = "granted";
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const struct cs_choice *choice = lists[i]; choice->code; choice++)
            if (strcmp(choice->code, outcome) == 0)
                return cs_choice_label(lists[i], outcome);
    return outcome;
}

/* A value of a change as a person reads it: labels for codes, short times. */
static struct cs_value shown(struct cs_job *job, const struct cs_field *field, const struct cs_value *value)
{
    const struct cs_parse how = { .zone = job->zone };
    struct cs_error err = CS_ERROR_INIT;
    struct cs_value parsed;
    if (value->type != CS_TEXT || strcmp(value->text, "****") == 0 ||
        cs_field_parse(field, &how, value->text, value->length, &job->arena, &parsed, &err) != CS_OK)
        return *value;
    struct cs_buffer text = CS_BUFFER_INIT;
    cs_field_show(field, &parsed, job->zone, &text);
    struct cs_value words = cs_text(cs_arena_strdup(&job->arena, text.text));
    cs_buffer_release(&text);
    return words;
}

/* The column that a change names: of the case, else of its settlement. */
static const struct cs_field *changed_field(const char *name)
{
    const struct cs_record *records[] = { &cs_ticket_record, &cs_settlement_record };
    if (strcmp(name, "parent_id") == 0)
        name = "parent";
    for (size_t i = 0; i < 2; i++) {
        int index = cs_record_find(records[i], name);
        if (index >= 0)
            return &records[i]->fields[index];
    }
    return NULL;
}

void name_own_source(struct cs_job *job, struct cs_rows *rows)
{
    const char *own = cs_store_setting(job->store, "uuid");
    bool machine = job->common.format && strncmp(job->common.format, "json", 4) == 0;
    for (size_t i = 0; i < rows->count && own && !machine; i++) {
        int column = cs_record_find(rows->items[i].record, "source");
        struct cs_value *value = &rows->items[i].values[column];
        if (column >= 0 && strcmp(cs_value_text(value), own) == 0)
            *value = cs_text(_("this store"));
    }
}

void put_in_words(struct cs_job *job, const struct cs_record *record, struct cs_rows *rows)
{
    int column = cs_record_find(record, "field"), old = cs_record_find(record, "old"),
        new = cs_record_find(record, "new"), verb = cs_record_find(record, "verb"),
        outcome = cs_record_find(record, "outcome");
    for (size_t i = 0; i < rows->count; i++) {
        struct cs_value *values = rows->items[i].values;
        if (values[outcome].type == CS_TEXT)
            values[outcome] =
                cs_text(outcome_label(cs_value_text(&values[verb]), cs_value_text(&values[outcome])));
        const struct cs_field *field = changed_field(cs_value_text(&values[column]));
        if (!field)
            continue;
        values[column] = cs_text(cs_translate(field->heading));
        values[old] = shown(job, field, &values[old]);
        values[new] = shown(job, field, &values[new]);
    }
}
