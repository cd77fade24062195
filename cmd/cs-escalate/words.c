/* cs-escalate: whom a rung tells, in words instead of codes. */
#include "cs-escalate.h"

#include "org/org.h"

#include <string.h>

/* "care@project" in the reader's language; in English the codes are the words, and shorter. */
static void one_in_words(struct cs_buffer *out, const char *role, const char *level)
{
    const struct cs_choice *known = cs_choice_find(cs_role_choices, role, strlen(role));
    bool translated = known && strcmp(cs_translate(known->label), known->label) != 0;
    if (!translated)
        cs_buffer_printf(out, "%s@%s", role, level);
    else
        cs_buffer_printf(out, "%s%s", cs_choice_label(cs_level_choices, level), cs_translate(known->label));
}

static const char *in_words(struct cs_job *job, const char *codes)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    char *rest = cs_arena_strdup(&job->arena, codes), *one;
    while ((one = strsep(&rest, ","))) {
        one += strspn(one, " ");
        char *level = strchr(one, '@');
        if (out.length)
            cs_buffer_text(&out, _(", "));
        if (!level) {
            cs_buffer_text(&out, one);
        } else {
            *level = '\0';
            one_in_words(&out, one, level + 1);
        }
    }
    const char *words = cs_arena_strdup(&job->arena, out.text ? out.text : "");
    cs_buffer_release(&out);
    return words;
}

void put_roles_in_words(struct cs_job *job, struct cs_rows *rungs)
{
    int column = cs_record_find(&cs_explained_rung_record, "role");
    if (job->common.format && strncmp(job->common.format, "json", 4) == 0)
        return;
    for (size_t i = 0; i < rungs->count; i++) {
        struct cs_value *value = &rungs->items[i].values[column];
        if (value->type == CS_TEXT)
            *value = cs_text(in_words(job, value->text));
    }
}
