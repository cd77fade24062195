/* Templates: the rules of Mustache, what is refused, and that nothing runs on. */
#include "io/template.h"
#include "io-kit.h"

/* Partials of a test: name, text, name, text, ... NULL. */
static enum cs_status load(void *context, const char *name, char **text, struct cs_error *err)
{
    const char *const *partials = context;
    (void)err;
    for (size_t i = 0; partials && partials[i]; i += 2)
        if (strcmp(partials[i], name) == 0) {
            *text = strdup(partials[i + 1]);
            return CS_OK;
        }
    return CS_NONE;
}

/* The template filled, or the sentence why not. The caller frees it. */
static char *fill(const char *template, const char *json, const char *const *partials, bool escape)
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_template_value *data = NULL;
    struct cs_buffer out = CS_BUFFER_INIT;
    struct cs_template_options options = {
        .name = "t", .escape = escape, .load = load, .context = (void *)(uintptr_t)partials, .diag = &kit_diag
    };
    cs_buffer_reset(&kit_said);
    CHECK_INT(cs_template_json(&arena, json, strlen(json), &data, &err), CS_OK);
    if (cs_template_render(template, strlen(template), data, &options, &out, &err)) {
        CHECK_TEXT(out.text, "");
        cs_buffer_text(&out, err.text);
    }
    cs_arena_release(&arena);
    return cs_buffer_detach(&out);
}

struct rule {
    const char *template, *json, *want;
};

static void check_rules(const struct rule *rules, size_t count, const char *const *partials)
{
    for (size_t i = 0; i < count; i++) {
        char *got = fill(rules[i].template, rules[i].json, partials, true);
        CHECK_THAT(strcmp(got, rules[i].want) == 0, "<%s>\ngave <%s>\nnot  <%s>", rules[i].template, got,
                   rules[i].want);
        free(got);
    }
}

#define CHECK_RULES(rules, partials) check_rules(rules, sizeof rules / sizeof *rules, partials)

CS_TEST(interpolation, "names are filled in, escaped or raw, dotted or not")
{
    static const struct rule rules[] = {
        { "no {tags} here\n", "{}", "no {tags} here\n" },
        { "Dear {{name}},", "{\"name\":\"Wang\"}", "Dear Wang," },
        { "{{x}} {{{x}}} {{&x}}", "{\"x\":\"<a href=\\\"b\\\">&'\"}",
          "&lt;a href=&quot;b&quot;&gt;&amp;&#39; <a href=\"b\">&' <a href=\"b\">&'" },
        { "{{n}}/{{{n}}}/{{r}}/{{t}}/{{f}}/{{z}}", "{\"n\":85,\"r\":1.21,\"t\":true,\"f\":false,\"z\":null}",
          "85/85/1.21/true//" },
        { "[{{nothing}}{{{nothing}}}]", "{}", "[]" },
        { "{{a.b.c}}={{#a}}{{b.c}}{{/a}}", "{\"a\":{\"b\":{\"c\":\"x\"}}}", "x=x" },
        { "[{{a.b.c}}]", "{\"a\":{}}", "[]" },
        { "[{{a.b.name}}]", "{\"a\":{\"b\":{}},\"b\":{\"name\":\"no\"},\"name\":\"no\"}", "[]" },
        { "[{{#a}}{{b.c}}{{/a}}]", "{\"a\":{\"b\":{}},\"b\":{\"c\":\"no\"}}", "[]" },
        { "| {{ x }} |{{{ x }}}|{{& x }}|", "{\"x\":\"-\"}", "| - |-|-|" },
        { "  {{x}}\n  {{{x}}}\n", "{\"x\":\"-\"}", "  -\n  -\n" },
        { "{{.}}", "\"whole\"", "whole" },
    };
    CHECK_RULES(rules, NULL);
}

CS_TEST(sections, "sections are shown once, for each item, or not at all")
{
    static const struct rule rules[] = {
        { "{{#t}}yes{{/t}}{{#f}}no{{/f}}{{#z}}no{{/z}}{{#missing}}no{{/missing}}{{#e}}no{{/e}}",
          "{\"t\":true,\"f\":false,\"z\":null,\"e\":[]}", "yes" },
        { "{{#a}}Hi {{b}}, {{c}}.{{/a}}", "{\"a\":{\"b\":\"Joe\"},\"b\":\"no\",\"c\":\"up\"}",
          "Hi Joe, up." },
        { "{{#text}}{{.}} is {{text}}{{/text}}", "{\"text\":\"x\"}", "x is x" },
        { "{{#list}}({{.}}){{/list}}", "{\"list\":[1,2.5,\"<\"]}", "(1)(2.5)(&lt;)" },
        { "{{#list}}({{{.}}}{{&.}}){{/list}}", "{\"list\":[\"<\"]}", "(<<)" },
        { "{{#list}}({{#.}}{{.}}{{/.}}){{/list}}", "{\"list\":[[1,2],[3]]}", "(12)(3)" },
        { "{{#a}}{{#b}}{{x}}{{y}}{{z}}.{{/b}}{{/a}}",
          "{\"x\":1,\"a\":[{\"y\":2,\"b\":[{\"z\":3},{\"z\":4}]}]}", "123.124." },
        { "{{#t}}A {{#t}}B{{/t}} C{{/t}}", "{\"t\":true}", "A B C" },
        { "{{#a.b}}in{{/a.b}}{{#a.c}}no{{/a.c}}", "{\"a\":{\"b\":true}}", "in" },
        { "{{# t }}={{/ t }}", "{\"t\":true}", "=" },
        { "{{#empty}}no{{/empty}}{{^empty}}empty{{/empty}}", "{\"empty\":\"\"}", "empty" },
    };
    CHECK_RULES(rules, NULL);
}

CS_TEST(inverted, "inverted sections stand for what is not there")
{
    static const struct rule rules[] = {
        { "{{^t}}no{{/t}}{{^f}}f{{/f}}{{^z}}z{{/z}}{{^e}}e{{/e}}{{^missing}}m{{/missing}}{{^a}}no{{/a}}",
          "{\"t\":true,\"f\":false,\"z\":null,\"e\":[],\"a\":{}}", "fzem" },
        { "{{^a.b}}not{{/a.b}}", "{\"a\":{}}", "not" },
        { "{{^f}}A {{^f}}B{{/f}} C{{/f}}", "{\"f\":false}", "A B C" },
    };
    CHECK_RULES(rules, NULL);
}

CS_TEST(lines, "a tag alone on its line takes the line with it, one among text does not")
{
    static const struct rule rules[] = {
        { "a\n{{#t}}\nb\n{{/t}}\nc\n", "{\"t\":true}", "a\nb\nc\n" },
        { "a\n  {{#t}}  \nb\n\t{{/t}}\nc\n", "{\"t\":true}", "a\nb\nc\n" },
        { "a\r\n{{#t}}\r\n{{/t}}\r\nb", "{\"t\":true}", "a\r\nb" },
        { "  {{#t}}\n#{{/t}}\n/", "{\"t\":true}", "#\n/" },
        { "#{{#t}}\n/\n  {{/t}}", "{\"t\":true}", "#\n/\n" },
        { " {{#t}}YES{{/t}}\n", "{\"t\":true}", " YES\n" },
        { " | {{#t}} {{! note }}\n {{/t}} | \n", "{\"t\":true}", " |  \n  | \n" },
        { "a\n{{! one\n two }}\nb\n", "{}", "a\nb\n" },
        { "a\n  {{!\n  note\n  }}\nb\n", "{}", "a\nb\n" },
        { "  12 {{! 34 }}\n", "{}", "  12 \n" },
        { "1{{!\n 2\n}}3\n", "{}", "13\n" },
        { "!\n  {{! last }}", "{}", "!\n" },
        { "{{^f}}\nx\n{{/f}}\ny", "{\"f\":false}", "x\ny" },
    };
    CHECK_RULES(rules, NULL);
}

CS_TEST(delimiters, "delimiters can be changed, and change back outside of partials by themselves")
{
    static const char *const partials[] = { "p", ".{{x}}. {{= | | =}} .|x|.", NULL };
    static const struct rule rules[] = {
        { "{{=<% %>=}}(<%x%>) {{x}}", "{\"x\":\"y\"}", "(y) {{x}}" },
        { "({{=[ ]=}}[x])", "{\"x\":\"y\"}", "(y)" },
        { "{{=| |=}}|#t|{{x}}|x||/t|", "{\"t\":true,\"x\":\"y\"}", "{{x}}y" },
        { "[ {{>p}} ] {{x}} |x|", "{\"x\":\"y\"}", "[ .y.  .y. ] y |x|" },
        { "a\n  {{=@ @=}}\nb\n", "{}", "a\nb\n" },
        { "| {{=@ @=}} |", "{}", "|  |" },
        { "|\r\n{{= @ @ =}}\r\n|", "{}", "|\r\n|" },
        { "|{{= @   @ =}}|", "{}", "||" },
    };
    CHECK_RULES(rules, partials);
}

CS_TEST(partials, "partials are filled where they stand, indented where they stand alone")
{
    static const char *const partials[] = { "text",  "from {{who}}",
                                            "node",  "{{v}}<{{#next}}{{>node}}{{/next}}>",
                                            "two",   ">\n>",
                                            "lines", "|\n{{{c}}}\n|\n",
                                            "outer", "o\n  {{>two}}\n",
                                            NULL };
    static const struct rule rules[] = {
        { "\"{{>text}}\"", "{\"who\":\"me\"}", "\"from me\"" },
        { "\"{{> none }}\"", "{}", "\"\"" },
        { "{{>node}}", "{\"v\":\"X\",\"next\":[{\"v\":\"Y\",\"next\":[]}]}", "X<Y<>>" },
        { "  {{d}}  {{> two}}\n", "{\"d\":\"|\"}", "  |  >\n>\n" },
        { "|\r\n{{>two}}\r\n|", "{}", "|\r\n>\n>|" },
        { "  {{>two}}\n>", "{}", "  >\n  >>" },
        { ">\n  {{>two}}", "{}", ">\n  >\n  >" },
        { "\\\n {{>lines}}\n/\n", "{\"c\":\"<\\n->\"}", "\\\n |\n <\n->\n |\n/\n" },
        { " {{>outer}}\n", "{}", " o\n   >\n   >" },
    };
    CHECK_RULES(rules, partials);
}

CS_TEST(plain_text, "without escaping text comes as it is")
{
    char *got = fill("{{x}} {{{x}}}", "{\"x\":\"<&\"}", NULL, false);
    CHECK_TEXT(got, "<& <&");
    free(got);
    CHECK(cs_template_escapes("letter.html") && cs_template_escapes("a.HTM") && cs_template_escapes("a.xml"));
    CHECK(!cs_template_escapes("letter.txt") && !cs_template_escapes("html") && !cs_template_escapes(""));
}

CS_TEST(notices, "a name that nothing is known of is a notice with its line")
{
    char *got = fill("{{name}}\n{{nmae}}{{#list}}{{/list}}", "{\"name\":\"x\"}", NULL, true);
    CHECK_TEXT(kit_said.text, "nothing is known of \"nmae\"\n");
    free(got);
}

CS_TEST(faults, "faults of a template name its line")
{
    static const char *const partials[] = { "bad", "x\n{{#a}}", NULL };
    static const struct rule rules[] = {
        { "a\n{{#b}}\n", "{}", "t:2: the section {{#b}} is not closed" },
        { "{{/b}}", "{}", "t:1: {{/b}} ends a section that was not begun" },
        { "{{#a}}\n{{#b}}\n{{/a}}{{/b}}", "{}", "t:3: {{/a}} stands where {{/b}} should (begun on line 2)" },
        { "\n\n{{name", "{}", "t:3: a tag that opens here is not closed with }}" },
        { "{{{name}}", "{}", "t:1: a tag that opens here is not closed with }}}" },
        { "{{}}", "{}", "t:1: a tag without a name" },
        { "{{# }}", "{}", "t:1: a tag without a name" },
        { "{{=<%=}}", "{}", "t:1: delimiters are changed like this: {{=<% %>=}}" },
        { "{{>bad}}", "{}", "bad:2: the section {{#a}} is not closed" },
    };
    CHECK_RULES(rules, partials);
}

CS_TEST(names, "a partial has a plain name: no path leaves the folder")
{
    static const char *const names[] = { "../x", "/etc/passwd", "a.b", "a b", ".", "x\n", "\xE4\xB8\xAD" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char template[64];
        snprintf(template, sizeof template, "{{>%s}}", names[i]);
        char *got = fill(template, "{}", NULL, true);
        if (strcmp(names[i], "x\n") == 0)
            CHECK_TEXT(got, ""); /* space around a name is none of it */
        else
            CHECK(strstr(got, "cannot name a partial") != NULL);
        free(got);
    }
}

CS_TEST(limits, "endless partials, deep sections and flooding lists are stopped in words")
{
    static const char *const partials[] = { "a", "x{{>b}}", "b", "{{>a}}", "twice", "{{>twice}}{{>twice}}",
                                            NULL };
    char *got = fill("{{>a}}", "{}", partials, true);
    CHECK_TEXT(got, "b:1: partials are nested deeper than 32");
    free(got);
    got = fill("{{>twice}}", "{}", partials, true);
    CHECK_TEXT(got, "twice:1: partials are nested deeper than 32");
    free(got);

    struct cs_buffer text = CS_BUFFER_INIT, json = CS_BUFFER_INIT;
    for (int i = 0; i < 65; i++)
        cs_buffer_text(&text, "{{#a}}");
    for (int i = 0; i < 65; i++)
        cs_buffer_text(&text, "{{/a}}");
    got = fill(text.text, "{}", NULL, true);
    CHECK_TEXT(got, "t:1: sections are nested deeper than 64");
    free(got);

    cs_buffer_text(&json, "{\"a\":[");
    for (int i = 0; i < 1000; i++)
        cs_buffer_text(&json, i ? ",1" : "1");
    cs_buffer_text(&json, "]}");
    got = fill("{{#a}}{{#a}}{{#a}}{{#a}}0123456789{{/a}}{{/a}}{{/a}}{{/a}}", json.text, NULL, true);
    CHECK_TEXT(got, "t:1: the text grows longer than the limit of 1048576 bytes");
    free(got);
    got = fill("{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}", json.text, NULL, true);
    CHECK_TEXT(got, "t:1: the template takes more than 1000000 steps");
    free(got);
    cs_buffer_release(&text);
    cs_buffer_release(&json);
}

CS_TEST(trees, "trees are built by hand and from rows, personal data masked")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_template_value *root = cs_template_object(&arena);
    struct cs_template_value *list = cs_template_add(&arena, root, "cases", cs_template_list(&arena));
    struct cs_row row;
    cs_row_init(&row, &kit_record);
    row.values[KIT_NUMBER] = cs_text("N1");
    row.values[KIT_PHONE] = cs_text("13812341234");
    row.values[KIT_PRIORITY] = cs_text("urgent");
    row.values[KIT_DONE] = cs_integer(0);
    cs_template_add(&arena, list, NULL, cs_template_row(&arena, &row, kit_zone(), false));
    cs_template_add(&arena, list, NULL, cs_template_row(&arena, &row, kit_zone(), true));
    cs_template_add(&arena, root, "late", cs_template_bool(&arena, true));
    cs_template_add(&arena, root, "name", cs_template_text(&arena, "first"));
    cs_template_add(&arena, root, "name", cs_template_text(&arena, "second"));
    cs_template_add(&arena, root, "none", cs_template_text(&arena, NULL));
    struct cs_buffer out = CS_BUFFER_INIT;
    struct cs_template_options options = { .name = "t" };
    struct cs_error err = CS_ERROR_INIT;
    const char text[] = "{{#cases}}{{number}} {{phone}} {{priority}}{{#done}} done{{/done}}{{^customer}} "
                        "?{{/customer}};{{/cases}}"
                        "{{#late}}{{name}}{{none}}{{/late}}{{>p}}";
    CHECK_INT(cs_template_render(text, sizeof text - 1, root, &options, &out, &err), CS_OK);
    CHECK_TEXT(out.text, "N1 138****1234 Urgent ?;N1 13812341234 Urgent ?;second");
    cs_buffer_release(&out);
    CHECK_INT(cs_template_render("x{{y}}", 6, NULL, &options, &out, &err), CS_OK);
    CHECK_TEXT(out.text, "x");
    cs_buffer_release(&out);
    cs_row_release(&row);
    cs_arena_release(&arena);
}

CS_TEST(json_values, "JSON becomes a tree, or is refused")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    struct cs_template_value *value;
    CHECK_INT(cs_template_json(&arena, "{\"a\":", 5, &value, &err), CS_REFUSED);
    CHECK(strstr(err.text, "is no JSON") != NULL);
    cs_error_clear(&err);
    char deep[500];
    memset(deep, '[', 250);
    memset(deep + 250, ']', 250);
    CHECK_INT(cs_template_json(&arena, deep, 500, &value, &err), CS_REFUSED);
    CHECK_TEXT(err.text, "values are nested deeper than 100");
    CHECK(!value);
    cs_arena_release(&arena);
}
