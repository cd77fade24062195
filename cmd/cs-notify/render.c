/* A message's text: its facts put into the template of the addressee's language. */
#include "cs-notify.h"

#include "base/file.h"
#include "io/template.h"
#include "time/clock.h"

#include <errno.h>

enum { TEMPLATE_LIMIT = 64 * 1024 };

static enum cs_status read_template(const char *path, struct cs_buffer *text, struct cs_error *err)
{
    int fault = cs_file_read(path, TEMPLATE_LIMIT, text);
    if (fault == EFBIG)
        return cs_error_set(err, CS_FAILED, _("%s: a template has at most %d KiB"), path,
                            TEMPLATE_LIMIT / 1024);
    return fault ? cs_error_errno(err, fault, "%s", path) : CS_OK;
}

/* The file of a template: of the language, else Chinese, else English. */
static const char *find_template(struct cs_job *job, const struct cs_notify_facts *facts)
{
    const char *languages[] = { facts->language, "zh", "en" };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        const char *name = cs_arena_printf(&job->arena, "%s.%s.txt", facts->template_name, languages[i]);
        const char *path = cs_job_share(job, "templates", name, NULL);
        if (path)
            return path;
    }
    return NULL;
}

/* "ticket.subject" becomes the member subject of the object ticket. */
static void put_facts(struct cs_arena *arena, const struct cs_notify_fact *list, size_t count,
                      struct cs_template_value *top)
{
    struct cs_template_value *group = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *name = list[i].name, *dot = strchr(name, '.');
        struct cs_template_value *parent = top;
        if (dot) {
            size_t length = (size_t)(dot - name);
            if (!group || strlen(group->name) != length || strncmp(group->name, name, length) != 0)
                group = cs_template_add(arena, top, cs_arena_strndup(arena, name, length),
                                        cs_template_object(arena));
            parent = group;
            name = dot + 1;
        }
        cs_template_add(arena, parent, name, cs_template_text(arena, list[i].text));
    }
}

static void put_groups(struct cs_arena *arena, const char *name, const char *inner,
                       const struct cs_notify_group *groups, size_t count, struct cs_template_value *top)
{
    struct cs_template_value *list = cs_template_add(arena, top, name, cs_template_list(arena));
    for (size_t i = 0; i < count; i++) {
        struct cs_template_value *each = cs_template_add(arena, list, NULL, cs_template_object(arena));
        put_facts(arena, groups[i].list, groups[i].count, each);
        if (inner)
            put_groups(arena, inner, NULL, groups[i].inner, groups[i].inner_count, each);
    }
}

/* A digest holds projects, and each of them cases. */
static struct cs_template_value *tree(struct cs_arena *arena, const struct cs_notify_facts *facts)
{
    struct cs_template_value *top = cs_template_object(arena);
    put_facts(arena, facts->list, facts->count, top);
    put_groups(arena, "projects", "cases", facts->groups, facts->group_count, top);
    return top;
}

enum cs_status render_message(struct cs_job *job, int64_t id, struct cs_arena *arena,
                              struct cs_notify_facts *facts, struct cs_buffer *text, struct cs_error *err)
{
    struct cs_buffer source = CS_BUFFER_INIT;
    enum cs_status status = cs_notify_facts(job->store, id, cs_clock_now(), job->zone, arena, facts, err);
    if (status != CS_OK)
        return status;
    const char *path = find_template(job, facts);
    if (!path)
        return cs_error_set(err, CS_FAILED, _("there is no template %s.%s.txt"), facts->template_name,
                            facts->language);
    status = read_template(path, &source, err);
    const struct cs_template_options options = { .name = path, .diag = &job->diag };
    if (status == CS_OK)
        status = cs_template_render(source.text, source.length, tree(arena, facts), &options, text, err);
    cs_buffer_release(&source);
    return status;
}

const char *message_subject(const struct cs_buffer *text, struct cs_arena *arena)
{
    static const char head[] = "Subject: ";
    const char *line = text->text;
    while (*line && *line != '\n') {
        size_t length = strcspn(line, "\n");
        if (strncmp(line, head, sizeof head - 1) == 0)
            return cs_arena_strndup(arena, line + sizeof head - 1, length - (sizeof head - 1));
        line += length + (line[length] == '\n');
    }
    return "";
}
