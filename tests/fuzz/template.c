/* Any bytes as a template, up to the first NUL, filled with what stands behind it as JSON. */
#include "io/template.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

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

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    const uint8_t *nul = length ? memchr(bytes, '\0', length) : NULL;
    struct whole whole = { (const char *)bytes, nul ? (size_t)(nul - bytes) : length };
    struct cs_template_options options = {
        .name = "input", .escape = length & 1, .load = load, .context = &whole, .limit = 20000
    };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_buffer out = CS_BUFFER_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_template_value *data = NULL;
    if (nul)
        cs_template_json(&arena, (const char *)nul + 1, length - whole.length - 1, &data, NULL);
    enum cs_status status = cs_template_render(whole.text, whole.length, data, &options, &out, &err);
    if (status ? out.length != 0 || !err.text[0] : out.length > 20000 + length)
        abort();
    cs_buffer_release(&out);
    cs_arena_release(&arena);
    return 0;
}
