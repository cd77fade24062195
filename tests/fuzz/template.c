/*
 * Any bytes as a template, up to the first NUL, filled with what stands behind it as JSON: bounded, the same
 * each time, plain text as it is, and what is filled in makes no tag of HTML.
 */
#include "io/template.h"
#include "fuzz.h"

enum { LIMIT = 20000 };

/* The whole template is also its own partial: nothing may run on for ever. */
struct whole {
    const char *text;
    size_t length;
};

static enum cs_status load(void *context, const char *name, char **text, struct cs_error *err)
{
    const struct whole *whole = context;
    (void)err;
    if (strcmp(name, "none") == 0)
        return CS_NONE;
    *text = strndup(whole->text, whole->length);
    return CS_OK;
}

/* NAME:LINE: sentence, the line one of the template's (or of the partial, which is the same text). */
static void check_fault(const struct cs_error *err, const struct whole *whole)
{
    long lines = 1;
    for (size_t i = 0; i < whole->length; i++)
        lines += whole->text[i] == '\n';
    char *end;
    const char *colon = strchr(err->text, ':');
    long line = colon ? strtol(colon + 1, &end, 10) : 0;
    FUZZ_HOLDS(line >= 1 && line <= lines && *end == ':');
}

/* Nothing of the template itself writes a < here, by its own text or by a tag that leaves values raw. */
static bool is_safe(const struct whole *whole)
{
    for (size_t i = 0; i < whole->length; i++)
        if (strchr("<&=", whole->text[i]) || (i > 1 && memcmp(whole->text + i - 2, "{{{", 3) == 0))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t *nul = length ? memchr(bytes, '\0', length) : NULL;
    struct whole whole = { (const char *)bytes, nul ? (size_t)(nul - bytes) : length };
    struct cs_template_options options = {
        .name = "input", .escape = length & 1, .load = load, .context = &whole, .limit = LIMIT
    };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_buffer out = CS_BUFFER_INIT, again = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_template_value *data = NULL;
    if (nul && cs_template_json(&arena, (const char *)nul + 1, length - whole.length - 1, &data, &err))
        fuzz_sentence(&err);
    cs_error_clear(&err);
    enum cs_status status = cs_template_render(whole.text, whole.length, data, &options, &out, &err);
    if (status) {
        FUZZ_HOLDS(out.length == 0 && err.text[0]);
        check_fault(&err, &whole);
    } else {
        FUZZ_HOLDS(out.length <= LIMIT + length);
        FUZZ_HOLDS(!options.escape || !is_safe(&whole) || !memchr(out.text, '<', out.length));
        if (!memmem(whole.text, whole.length, "{{", 2))
            FUZZ_HOLDS(out.length == whole.length &&
                       (!out.length || memcmp(out.text, bytes, out.length) == 0));
        FUZZ_HOLDS(cs_template_render(whole.text, whole.length, data, &options, &again, &err) == CS_OK);
        FUZZ_HOLDS(again.length == out.length && memcmp(again.text, out.text, out.length) == 0);
    }
    cs_buffer_release(&out);
    cs_buffer_release(&again);
    cs_arena_release(&arena);
    return 0;
}
