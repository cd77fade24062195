/*
 * The renderer against the six modules of the public Mustache specification without its optional ones. The
 * cases are those of the specification by name and meaning, in words of our own: tests/fixtures/mustache.
 * None may be missing: their numbers are those of version 1.4.
 */
#include "io/template.h"
#include "unit.h"

#include <jansson.h>

static const struct {
    const char *module;
    size_t cases;
} modules[] = {
    { "comments", 12 }, { "delimiters", 14 }, { "interpolation", 42 },
    { "inverted", 22 }, { "partials", 12 },   { "sections", 34 },
};

/* The partial of a name from the case's own object of partials. */
static enum cs_status load(void *context, const char *name, char **text, struct cs_error *err)
{
    const json_t *partial = json_object_get(context, name);
    (void)err;
    if (!partial)
        return CS_NONE;
    *text = strdup(json_string_value(partial));
    return CS_OK;
}

static void check_case(const char *module, json_t *each)
{
    const char *name = json_string_value(json_object_get(each, "name"));
    const json_t *template = json_object_get(each, "template"), *want = json_object_get(each, "expected");
    char *json = json_dumps(json_object_get(each, "data"), JSON_ENCODE_ANY);
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_buffer out = CS_BUFFER_INIT;
    struct cs_template_value *data = NULL;
    const struct cs_template_options options = {
        .name = name, .escape = true, .load = load, .context = json_object_get(each, "partials")
    };
    CHECK_INT(cs_template_json(&arena, json, strlen(json), &data, &err), CS_OK);
    enum cs_status status = cs_template_render(json_string_value(template), json_string_length(template),
                                               data, &options, &out, &err);
    CHECK_THAT(status == CS_OK, "%s, %s: %s", module, name, err.text);
    CHECK_THAT(strcmp(out.text, json_string_value(want)) == 0, "%s, %s: <%s> gave <%s> not <%s>", module,
               name, json_string_value(template), out.text, json_string_value(want));
    cs_buffer_release(&out);
    cs_arena_release(&arena);
    free(json);
}

CS_TEST(specification, "every case of the specification's six modules is rendered as it says")
{
    FILE *file = cs_unit_open("tests/fixtures/mustache/cases.json");
    json_error_t fault;
    json_t *all = json_loadf(file, JSON_REJECT_DUPLICATES, &fault);
    fclose(file);
    CHECK_THAT(all != NULL, "line %d: %s", fault.line, fault.text);
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        json_t *cases = json_object_get(all, modules[i].module), *each;
        size_t index;
        CHECK_INT((intmax_t)json_array_size(cases), (intmax_t)modules[i].cases);
        json_array_foreach(cases, index, each) check_case(modules[i].module, each);
    }
    json_decref(all);
}

CS_TEST(once_each, "no case stands twice in its module")
{
    FILE *file = cs_unit_open("tests/fixtures/mustache/cases.json");
    json_t *all = json_loadf(file, 0, NULL), *cases;
    const char *module;
    fclose(file);
    json_object_foreach(all, module, cases)
    {
        for (size_t i = 0; i < json_array_size(cases); i++)
            for (size_t k = 0; k < i; k++) {
                json_t *one = json_array_get(cases, i), *other = json_array_get(cases, k);
                CHECK_THAT(!json_equal(json_object_get(one, "name"), json_object_get(other, "name")),
                           "%s: %s stands twice", module, json_string_value(json_object_get(one, "name")));
            }
    }
    json_decref(all);
}
