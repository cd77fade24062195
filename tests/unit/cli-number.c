/* A number with words among the options: help, completion and --describe name both. */
#include "cli/command.h"
#include "unit.h"

#include <jansson.h>

static const struct cs_choice priorities[] = {
    { "1", "emergency", "特急" },
    { "2", "urgent", "紧急" },
    { "3", "normal", "一般" },
    { NULL, NULL, NULL },
};
static const struct cs_field fields[] = {
    { "id", CS_TYPE_INT, CS_KEY | CS_DERIVED, "Id", "its number", NULL },
    { "priority", CS_TYPE_INT, CS_REQUIRED, "Priority", "how soon it must be dealt with", "优先级",
      priorities, "3", .min = 1, .max = 3 },
};
static const struct cs_record record = CS_RECORD("case", "case", fields);

struct args {
    char before;
    struct cs_assignments given;
};
static const struct cs_option list_options[] = {
    CS_OPT_FIELDS(&record, CS_FIELDS_FILTERS, struct args, given),
    CS_OPT_END,
};
static const struct cs_option add_options[] = {
    CS_OPT_FIELDS(&record, CS_FIELDS_VALUES, struct args, given),
    CS_OPT_END,
};
static const struct cs_command commands[] = {
    { .name = "list",
      .operands = "",
      .summary = "show cases",
      .args_size = sizeof(struct args),
      .options = list_options,
      .output = &record },
    { .name = "add",
      .operands = "",
      .summary = "take in a case",
      .args_size = sizeof(struct args),
      .options = add_options },
    { .name = NULL },
};
static const struct cs_program program = { .name = "cs-ticket", .summary = "cases", .commands = commands };

static const struct cs_option *no_common(unsigned needs)
{
    static const struct cs_option none[] = { CS_OPT_END };
    (void)needs;
    return none;
}

static void helps(int command, const char *want)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_command(&program, &commands[command], no_common(0), &out);
    CHECK_THAT(strstr(out.text, want) != NULL, "%s is not in\n%s", want, out.text);
    cs_buffer_release(&out);
}

CS_TEST(help, "help says what each number means, and no range besides")
{
    helps(0, "Priority (1 emergency, 2 urgent, 3 normal)\n");
    helps(1, "  --priority N  how soon it must be dealt with (1 emergency, 2 urgent, 3 normal;\n"
             "                required; default 3)\n");
}

static void offers(const char *command, const char *typed, const char *want)
{
    char *words[] = { (char *)command, (char *)"--priority", (char *)typed };
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_complete(&program, no_common, 3, words, &out);
    CHECK_TEXT(out.text, want);
    cs_buffer_release(&out);
}

CS_TEST(completion, "completion offers the numbers with their words")
{
    offers("add", "", "1\temergency\n2\turgent\n3\tnormal\n");
    offers("add", "2", "2\turgent\n");
    offers("list", "1,", "1,1\temergency\n1,2\turgent\n1,3\tnormal\n");
    offers("list", "!", "!1\temergency\n!2\turgent\n!3\tnormal\n");
}

CS_TEST(described, "--describe tells an integer with choices and range")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_describe(&program, &commands[0], no_common, &out);
    json_t *root = json_loads(out.text, JSON_REJECT_DUPLICATES, NULL);
    json_t *command = json_array_get(json_object_get(root, "commands"), 0);
    json_t *field = json_array_get(json_object_get(json_object_get(command, "output"), "fields"), 1);
    json_t *choice = json_array_get(json_object_get(field, "choices"), 1);
    CHECK_TEXT(json_string_value(json_object_get(field, "type")), "integer");
    CHECK_INT(json_integer_value(json_object_get(field, "max")), 3);
    CHECK_INT((intmax_t)json_array_size(json_object_get(field, "choices")), 3);
    CHECK_TEXT(json_string_value(json_object_get(choice, "code")), "2");
    CHECK_TEXT(json_string_value(json_object_get(choice, "label")), "urgent");
    json_decref(root);
    cs_buffer_release(&out);
}
