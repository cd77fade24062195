/* cs-org show, tree: a unit as a page, the organisation as a tree. */
#include "cs-org.h"

#include <stdlib.h>
#include <string.h>

/* The rows of a noun whose field of that name holds the unit's code. */
static enum cs_status fetch(struct cs_job *job, enum cs_org_noun noun, const char *field, const char *code,
                            struct cs_rows *rows)
{
    struct cs_value value = cs_text(code);
    struct cs_filter filter = { .field = cs_record_find(cs_org_records[noun], field),
                                .kind = CS_FILTER_IN,
                                .count = 1,
                                .values = &value };
    struct cs_select select = { .view = &cs_org_views[noun], .filters = &filter, .filter_count = 1 };
    *rows = (struct cs_rows){ .arena = &job->arena };
    return cs_select_each(job->store, &select, cs_rows_keep, rows, job->err);
}

/* ---- show ---- */

static enum cs_status put_table(struct cs_job *job, struct cs_page *page, enum cs_org_noun noun,
                                const char *field, const char *title, const char *code)
{
    struct cs_rows rows;
    enum cs_status status = fetch(job, noun, field, code, &rows);
    if (status == CS_OK && rows.count)
        cs_page_table(page, cs_org_records[noun]->name, title, cs_org_records[noun], rows.items, rows.count);
    cs_rows_release(&rows);
    return status;
}

/* Everybody above it: HX 集团 > HX-E 华东 > SH 上海. */
static enum cs_status put_parents(struct cs_job *job, struct cs_page *page, struct cs_org *org, int64_t id)
{
    enum { DEEPEST = 32 };
    struct cs_buffer text = CS_BUFFER_INIT;
    const struct cs_unit *above[DEEPEST], *unit = NULL;
    size_t count = 0;
    enum cs_status status = cs_org_unit(org, id, &unit, job->err);
    while (status == CS_OK && unit && unit->parent_id && count < DEEPEST) {
        status = cs_org_unit(org, unit->parent_id, &unit, job->err);
        above[count++] = unit;
    }
    while (count-- > 0)
        if (above[count])
            cs_buffer_printf(&text, "%s%s %s", text.length ? " > " : "", above[count]->code,
                             above[count]->name);
    if (status == CS_OK && text.length)
        cs_page_text(page, "above", _("Above it"), text.text);
    cs_buffer_release(&text);
    return status;
}

static enum cs_status put_page(struct cs_job *job, struct cs_org *org, const struct cs_unit *unit)
{
    struct cs_rows rows = { .arena = &job->arena };
    struct cs_page *page = NULL;
    struct cs_buffer title = CS_BUFFER_INIT;
    enum cs_status status = fetch(job, CS_ORG_UNIT, "code", unit->code, &rows);
    if (status == CS_OK)
        status = cs_job_page(job, &page);
    if (status == CS_OK) {
        cs_buffer_printf(&title, "%s %s", unit->code, unit->name);
        cs_page_title(page, title.text);
        cs_page_record(page, "unit", NULL, &rows.items[0]);
        status = put_parents(job, page, org, unit->id);
    }
    if (status == CS_OK)
        status = put_table(job, page, CS_ORG_POST, "unit", _("Posts"), unit->code);
    if (status == CS_OK)
        status = put_table(job, page, CS_ORG_BATCH, "project", _("Batches"), unit->code);
    if (status == CS_OK)
        status = put_table(job, page, CS_ORG_MILESTONE, "project", _("Milestones"), unit->code);
    if (status == CS_OK)
        status = put_table(job, page, CS_ORG_BUILDING, "project", _("Buildings"), unit->code);
    if (page) {
        enum cs_status closed = cs_page_close(page, job->err);
        status = status == CS_OK ? closed : status;
    }
    cs_buffer_release(&title);
    cs_rows_release(&rows);
    return status;
}

enum cs_status cs_run_show(struct cs_job *job, const void *args)
{
    const struct cs_unit *unit = NULL;
    int64_t id = 0;
    (void)args;
    if (job->operands.count != 1)
        return cs_error_set(job->err, CS_MISUSED, _("say which unit: its code or its name"));
    const char *code = job->operands.items[0];
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = cs_org_find_unit(org, code, strlen(code), &id, job->err);
    if (status == CS_NONE)
        status = cs_error_set(job->err, CS_FAILED, _("there is no unit \"%s\""), code);
    if (status == CS_OK)
        status = cs_org_unit(org, id, &unit, job->err);
    if (status == CS_OK)
        status = put_page(job, org, unit);
    cs_org_free(org);
    return status;
}

/* ---- tree ---- */

enum { TREE_CODE, TREE_NAME, TREE_KIND, TREE_DEPTH, TREE_FIELDS };

static const struct cs_field tree_fields[] = {
    [TREE_CODE] = { "code", CS_TYPE_TEXT, CS_KEY, N_("Code"), N_("short name used in files"), "编码" },
    [TREE_NAME] = { "name", CS_TYPE_TEXT, 0, N_("Name"), N_("full name"), "名称" },
    [TREE_KIND] = { "kind", CS_TYPE_CHOICE, 0, N_("Kind"), N_("what sort of unit it is"), "类型",
                    .choices = cs_unit_kind_choices },
    [TREE_DEPTH] = { "depth", CS_TYPE_INT, 0, N_("Depth"), N_("how many units stand above it"), "深度" },
};
const struct cs_record cs_org_tree_record = CS_RECORD("tree", N_("unit"), tree_fields);

struct tree {
    struct cs_job *job;
    bool all, lines;
    struct cs_row row;
};

static void put_line(struct tree *tree, const struct cs_unit *unit, int depth)
{
    struct cs_buffer line = CS_BUFFER_INIT;
    for (int i = 0; i < depth; i++)
        cs_buffer_text(&line, "  ");
    cs_text_display(&line, unit->code, strlen(unit->code), false);
    cs_buffer_text(&line, "  ");
    cs_text_display(&line, unit->name, strlen(unit->name), false);
    cs_buffer_printf(&line, "  (%s)\n", cs_choice_label(cs_unit_kind_choices, unit->kind));
    fwrite(line.text, 1, line.length, cs_job_stdout(tree->job));
    cs_buffer_release(&line);
}

static enum cs_status put_unit(void *context, const struct cs_unit *unit, int depth, struct cs_error *err)
{
    struct tree *tree = context;
    bool beside = strcmp(unit->kind, "contractor") == 0 || strcmp(unit->kind, "property") == 0;
    if (beside && depth == 0 && !tree->all)
        return CS_OK;
    if (tree->lines) {
        put_line(tree, unit, depth);
        return CS_OK;
    }
    tree->row.values[TREE_CODE] = cs_text(unit->code);
    tree->row.values[TREE_NAME] = cs_text(unit->name);
    tree->row.values[TREE_KIND] = cs_text(unit->kind);
    tree->row.values[TREE_DEPTH] = cs_integer(depth);
    return cs_job_emit(tree->job, &tree->row, err);
}

enum cs_status cs_run_tree(struct cs_job *job, const void *args)
{
    const struct cs_tree_args *wish = args;
    const char *format = job->common.format ? job->common.format : "table";
    struct tree tree = { .job = job, .all = wish->all, .lines = strcmp(format, "table") == 0 };
    struct cs_org *org = cs_org_new(job->store);
    enum cs_status status = tree.lines ? CS_OK : cs_job_output(job, &cs_org_tree_record);
    cs_row_init(&tree.row, &cs_org_tree_record);
    if (status == CS_OK)
        status = cs_org_tree(org, put_unit, &tree, job->err);
    cs_row_release(&tree.row);
    cs_org_free(org);
    return status;
}
