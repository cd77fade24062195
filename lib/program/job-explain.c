/* --explain-map: where each column of the input goes, and what its first values become. Nothing is saved. */
#include "program/inside.h"

#include <string.h>

enum { FIRST_RECORDS = 100 };

/* In the order of enum cs_way; three more stand behind. */
static const struct cs_choice ways[] = {
    { "mapping", N_("mapping"), "映射" },
    { "name", N_("own name"), "字段名" },
    { "heading", N_("own heading"), "字段标题" },
    { "synonym", N_("known word"), "同义词" },
    { "member", N_("yes or no"), "是否列" },
    { "ignored", N_("ignored"), "忽略" },
    { "rejects", N_("of rejects"), "退回列" },
    { "derived", N_("worked out"), "系统推算" },
    { "overruled", N_("constant wins"), "常量优先" },
    { "outdone", N_("other column"), "他列优先" },
    { "compared", N_("compared"), "仅比对" },
    { "unknown", N_("not known"), "不认识" },
    { "constant", N_("constant"), "常量" },
    { "default", N_("default"), "默认值" },
    { "missing", N_("missing"), "缺失" },
    { NULL, NULL, NULL },
};
enum { WAY_CONSTANT = CS_WAY_UNKNOWN + 1, WAY_DEFAULT, WAY_MISSING };

enum { COLUMN, FIELD, HOW, SAMPLE, BECOMES, REFUSED, PROBLEM };
static const struct cs_field fields[] = {
    { "column", CS_TYPE_TEXT, CS_KEY, N_("Column"), N_("heading in the input"), "列|列名", .width = 0.16 },
    { "field", CS_TYPE_TEXT, 0, N_("Target field"), N_("where it goes"), "目标字段", .width = 0.2 },
    { "how", CS_TYPE_CHOICE, 0, N_("How"), N_("by what it was found"), "依据", ways },
    { "sample", CS_TYPE_TEXT, 0, N_("Sample"), N_("a value of it, personal numbers masked"), "样例",
      .width = 0.2 },
    { "becomes", CS_TYPE_TEXT, 0, N_("Becomes"), N_("what that value becomes, or why it is refused"), "结果",
      .width = 0.24 },
    { "refused", CS_TYPE_INT, 0, N_("Bad"), N_("how many of the first 100 values are refused"), "不合" },
    { "problem", CS_TYPE_TEXT, CS_QUIET, N_("Problem"), N_("why that value is refused"), "问题" },
};
const struct cs_record cs_explain_record = CS_RECORD("column", N_("column"), fields);

/* What was seen of one column: the first value, or the first that is refused. */
struct seen {
    const char *sample;
    struct cs_buffer becomes; /* machine form */
    const char *problem;
    int64_t refused;
    bool any;
};

struct explaining {
    struct cs_job *job;
    struct cs_reader *reader;
    struct cs_source *source;
    const struct cs_record *record;
    struct seen *seen;
    size_t count;
    int records; /* looked at */
    bool table;  /* for a person, on a terminal's line */
};

static unsigned mask_of(const struct cs_record *record, const struct cs_reader_column *target)
{
    unsigned flags = target->field >= 0 ? record->fields[target->field].flags & CS_MASKED : 0;
    return flags ? flags : CS_NUMBERS;
}

static const char *masked(struct explaining *e, unsigned flags, const char *text, size_t length)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_mask(flags, text, length, &out);
    const char *kept = cs_arena_strndup(&e->job->arena, out.text, out.length);
    cs_buffer_release(&out);
    return kept;
}

static void put_value(struct explaining *e, int field, const struct cs_value *value, struct cs_buffer *out)
{
    const struct cs_field *about = &e->record->fields[field];
    cs_buffer_reset(out);
    if (e->table && about->type == CS_TYPE_TIME)
        cs_field_show(about, value, e->job->zone, out); /* short: a table has 80 columns */
    else
        cs_field_format(about, value, e->job->zone, out);
}

/* The sentence without the name of its field, which stands beside it. */
static const char *sentence(const struct explaining *e, const struct cs_reader_column *target,
                            const char *text)
{
    const char *name = e->record->fields[target->field].name;
    size_t length = strlen(name);
    return strncmp(text, name, length) == 0 && strncmp(text + length, ": ", 2) == 0 ? text + length + 2
                                                                                    : text;
}

/* A refused value is worth more than a good one, the first of a kind more than a later one. */
static void look_at(struct explaining *e, size_t column, const struct cs_cell *cell)
{
    const struct cs_reader_column *target = cs_reader_column(e->reader, column);
    struct seen *seen = &e->seen[column];
    struct cs_error why = CS_ERROR_INIT;
    struct cs_value value;
    if (!target || cell->null || cell->length == 0)
        return;
    bool good = cs_reader_cell(e->reader, column, &value, &why) == CS_OK;
    const char *text = good ? "" : sentence(e, target, why.text);
    seen->refused += !good;
    if (seen->any && (good || seen->problem))
        return;
    seen->any = true;
    seen->sample = masked(e, mask_of(e->record, target), cell->text, cell->length);
    cs_buffer_reset(&seen->becomes);
    if (!good)
        seen->problem = masked(e, CS_NUMBERS, text, strlen(text));
    else if (cs_way_gives(target->way))
        put_value(e, target->field, &value, &seen->becomes);
}

static enum cs_status look(struct explaining *e)
{
    enum cs_status status = CS_OK;
    for (int read = 0; read < FIRST_RECORDS; read++) {
        struct cs_error why = CS_ERROR_INIT;
        const char *const *headings;
        status = cs_reader_look(e->reader, &why);
        size_t count = cs_source_headings(e->source, &headings);
        struct seen *wider = cs_arena_alloc(&e->job->arena, (count + 1) * sizeof *wider);
        for (size_t i = 0; i < count; i++)
            wider[i] = i < e->count ? e->seen[i] : (struct seen){ .becomes = CS_BUFFER_INIT };
        e->seen = wider;
        e->count = count;
        if (status == CS_REFUSED)
            continue;
        if (status != CS_OK) {
            if (status == CS_FAILED)
                cs_error_set(e->job->err, CS_FAILED, "%s", why.text);
            break;
        }
        const struct cs_raw *raw = cs_reader_raw(e->reader);
        e->records++;
        for (size_t i = 0; i < raw->count && i < count; i++)
            look_at(e, i, &raw->cells[i]);
    }
    return status == CS_NONE || status == CS_REFUSED ? CS_OK : status;
}

static enum cs_status emit_column(struct explaining *e, size_t column, const char *heading)
{
    struct cs_value values[sizeof fields / sizeof *fields];
    struct cs_row row = { &cs_explain_record, values, &e->job->arena };
    const struct cs_reader_column *target = cs_reader_column(e->reader, column);
    const struct seen *seen = &e->seen[column];
    const char *extra = cs_record_find(e->record, "extra") >= 0 ? "extra" : NULL;
    bool kept =
        target->way == CS_WAY_UNKNOWN || target->way == CS_WAY_CONSTANT || target->way == CS_WAY_OUTDONE;
    const char *field = cs_way_gives(target->way) ? e->record->fields[target->field].name
                        : kept                    ? extra
                                                  : NULL;
    values[COLUMN] = cs_text(heading);
    values[FIELD] = field ? cs_text(field) : cs_null();
    values[HOW] = cs_text(ways[target->way].code);
    values[SAMPLE] = seen->sample ? cs_text(seen->sample) : cs_null();
    values[BECOMES] =
        seen->problem ? cs_text(seen->problem)
        : seen->becomes.length
            ? cs_text(masked(e, mask_of(e->record, target), seen->becomes.text, seen->becomes.length))
            : cs_null();
    values[REFUSED] = cs_integer(seen->refused);
    if (seen->problem && e->table)
        cs_job_say(e->job, _("column \"%s\": %s (%lld of the first %d records)"), heading, seen->problem,
                   (long long)seen->refused, e->records);
    values[PROBLEM] = seen->problem ? cs_text(seen->problem) : cs_null();
    return cs_job_emit(e->job, &row, e->job->err);
}

/* Constants, and what required fields get that no column gives. */
static enum cs_status emit_others(struct explaining *e)
{
    enum cs_status status = CS_OK;
    struct cs_buffer text = CS_BUFFER_INIT;
    for (size_t i = 0; i < e->record->count && status == CS_OK; i++) {
        const struct cs_field *field = &e->record->fields[i];
        struct cs_value constant = cs_reader_constant(e->reader, (int)i);
        bool needed =
            field->flags & CS_REQUIRED && !(field->flags & CS_DERIVED) && !cs_reader_has(e->reader, (int)i);
        if (constant.type == CS_NULL && !needed)
            continue;
        struct cs_value values[sizeof fields / sizeof *fields] = { [COLUMN] = cs_null() };
        struct cs_row row = { &cs_explain_record, values, &e->job->arena };
        cs_buffer_reset(&text);
        if (constant.type != CS_NULL)
            put_value(e, (int)i, &constant, &text);
        else
            cs_buffer_text(&text, field->byname ? field->byname : "");
        values[FIELD] = cs_text(field->name);
        int way = field->byname ? WAY_DEFAULT : WAY_MISSING;
        values[HOW] = cs_text(ways[constant.type == CS_NULL ? way : WAY_CONSTANT].code);
        values[BECOMES] = text.length ? cs_text(text.text) : cs_null();
        status = cs_job_emit(e->job, &row, e->job->err);
    }
    cs_buffer_release(&text);
    return status;
}

static enum cs_status explain(struct explaining *e, struct cs_inputs *inputs)
{
    const char *const *headings;
    enum cs_status status = cs_inputs_source(e->job, inputs, 0, &e->source);
    if (status == CS_OK)
        status = cs_inputs_reader(e->job, inputs, 0, e->record, false, &e->reader);
    if (status == CS_OK)
        status = look(e);
    if (status == CS_OK)
        status = cs_job_output(e->job, &cs_explain_record);
    size_t count = status == CS_OK ? cs_source_headings(e->source, &headings) : 0;
    for (size_t i = 0; i < count && status == CS_OK; i++)
        status = emit_column(e, i, headings[i]);
    return status == CS_OK ? emit_others(e) : status;
}

enum cs_status cs_job_explain_map(struct cs_job *job)
{
    const char *format = job->common.format;
    struct explaining e = { .job = job, .record = job->command->input };
    e.table = format ? strcmp(format, "table") == 0 : job->output->terminal;
    struct cs_inputs inputs = { .count = 0 };
    enum cs_status status = CS_OK;
    if (job->operands.count > 1)
        return cs_error_set(job->err, CS_MISUSED, _("--explain-map takes one input at a time"));
    status = cs_inputs_open(job, job->operands.items, job->operands.count, e.record, &inputs);
    inputs.silent = true;
    if (status == CS_OK)
        status = explain(&e, &inputs);
    for (size_t i = 0; i < e.count; i++)
        cs_buffer_release(&e.seen[i].becomes);
    cs_reader_free(e.reader);
    cs_inputs_close(&inputs);
    return status;
}
