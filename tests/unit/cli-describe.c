/* --describe is JSON with everything that the tables hold. */
#include "cli-fixture.h"

#include <jansson.h>

static json_t *described(const struct cs_command *command)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    json_error_t error = { 0 };
    cs_describe(&ticket_program, command, common_options, &out);
    json_t *root = json_loads(out.text, JSON_REJECT_DUPLICATES, &error);
    CHECK_THAT(root != NULL, "line %d: %s", error.line, error.text);
    CHECK_INT(out.text[out.length - 1], '\n');
    cs_buffer_release(&out);
    return root;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* The item of an array whose `key` is `value`. */
static json_t *item(const json_t *array, const char *key, const char *value)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *here = text_of(json_array_get(array, i), key);
        if (here && strcmp(here, value) == 0)
            return json_array_get(array, i);
    }
    return NULL;
}

static json_t *command_named(const json_t *root, const char *name)
{
    return item(json_object_get(root, "commands"), "name", name);
}

static json_t *option_of(const json_t *root, const char *command, const char *name)
{
    return item(json_object_get(command_named(root, command), "options"), "name", name);
}

CS_TEST(program, "the program describes all its commands")
{
    json_t *root = described(NULL);
    CHECK_TEXT(text_of(root, "program"), "cs-ticket");
    CHECK_TEXT(text_of(root, "summary"), "intake and the closed loop");
    CHECK_INT(json_array_size(json_object_get(root, "commands")), 5);
    json_t *list = command_named(root, "list");
    CHECK_TEXT(text_of(list, "operands"), "[ID...]");
    CHECK_TEXT(text_of(list, "summary"), "show the cases that all filters let through");
    CHECK(strstr(text_of(list, "text"), "C:\\temp") != NULL);
    json_t *needs = json_object_get(list, "needs");
    CHECK_INT(json_array_size(needs), 2);
    CHECK_TEXT(json_string_value(json_array_get(needs, 0)), "read");
    CHECK_TEXT(json_string_value(json_array_get(needs, 1)), "output");
    json_decref(root);
}

CS_TEST(one_command, "one command is described in the same shape")
{
    json_t *root = described(&commands[COMMAND_POLICY_IMPORT]);
    CHECK_INT(json_array_size(json_object_get(root, "commands")), 1);
    CHECK(command_named(root, "policy import") != NULL);
    CHECK_TEXT(text_of(root, "program"), "cs-ticket");
    CHECK(json_array_size(json_object_get(root, "exit_codes")) > 0);
    json_decref(root);
}

CS_TEST(options, "options come with letter, type, choices, range and default")
{
    json_t *root = described(NULL);
    json_t *limit = option_of(root, "list", "limit");
    CHECK_TEXT(text_of(limit, "letter"), "n");
    CHECK_TEXT(text_of(limit, "type"), "integer");
    CHECK_TEXT(text_of(limit, "argument"), "N");
    CHECK_TEXT(text_of(limit, "default"), "20");
    CHECK_INT(json_integer_value(json_object_get(limit, "min")), 1);
    CHECK_INT(json_integer_value(json_object_get(limit, "max")), 10000);
    CHECK(!json_object_get(limit, "common"));

    json_t *step = option_of(root, "list", "step"), *choices = json_object_get(step, "choices");
    CHECK_TEXT(text_of(step, "type"), "choice");
    CHECK_INT(json_array_size(choices), 3);
    CHECK_TEXT(text_of(json_array_get(choices, 2), "code"), "dispatch");

    CHECK(json_is_true(json_object_get(option_of(root, "list", "header"), "negatable")));
    CHECK_INT(json_integer_value(json_object_get(option_of(root, "list", "nothing"), "group")), 1);
    CHECK_TEXT(text_of(option_of(root, "list", "tag"), "type"), "list");
    CHECK_TEXT(text_of(option_of(root, "list", "via"), "type"), "rest");
    CHECK_TEXT(text_of(option_of(root, "list", "all"), "type"), "flag");
    CHECK_TEXT(text_of(option_of(root, "list", "text"), "type"), "text");
    json_t *days = option_of(root, "list", "days");
    CHECK(json_object_get(days, "min") != NULL);
    CHECK(!json_object_get(days, "max"));
    CHECK(!option_of(root, "list", "secret"));
    CHECK(json_is_true(json_object_get(option_of(root, "list", "db"), "common")));
    CHECK(!option_of(root, "close", "format"));
    json_decref(root);
}

CS_TEST(field_options, "options of fields name the field and its choices")
{
    json_t *root = described(NULL);
    json_t *filter = option_of(root, "list", "first-contact-at"), *value = option_of(root, "add", "kind");
    CHECK_TEXT(text_of(filter, "field"), "first_contact_at");
    CHECK_TEXT(text_of(filter, "type"), "filter");
    CHECK_TEXT(text_of(value, "field"), "kind");
    CHECK_TEXT(text_of(value, "type"), "choice");
    CHECK_INT(json_array_size(json_object_get(value, "choices")), 3);
    CHECK_TEXT(text_of(option_of(root, "add", "cost"), "type"), "money");
    json_decref(root);
}

CS_TEST(records, "every field of the records is there, with type and choices")
{
    static const char *const types[] = {
        [FIELD_ID] = "integer",         [FIELD_KIND] = "choice",   [FIELD_PRIORITY] = "integer",
        [FIELD_FIRST_CONTACT] = "time", [FIELD_LIMIT] = "integer", [FIELD_TAGS] = "set",
        [FIELD_VIP] = "boolean",        [FIELD_COST] = "money",    [FIELD_AGE] = "integer",
        [FIELD_NOTES] = "text",
    };
    json_t *root = described(NULL);
    json_t *record = json_object_get(command_named(root, "list"), "output");
    json_t *fields = json_object_get(record, "fields");
    CHECK_TEXT(text_of(record, "name"), "case");
    CHECK_INT(json_array_size(fields), case_record.count);
    for (size_t i = 0; i < case_record.count; i++) {
        json_t *field = json_array_get(fields, i);
        CHECK_TEXT(text_of(field, "name"), case_fields[i].name);
        CHECK_TEXT(text_of(field, "type"), types[i]);
        CHECK_TEXT(text_of(field, "heading"), case_fields[i].heading);
    }
    CHECK(!json_object_get(command_named(root, "list"), "input"));
    CHECK(json_object_get(command_named(root, "add"), "input") != NULL);
    json_decref(root);
}

CS_TEST(fields, "a field tells flags, default, range and other spellings")
{
    json_t *root = described(&commands[COMMAND_LIST]);
    json_t *list = json_object_get(json_object_get(command_named(root, "list"), "output"), "fields");
    json_t *id = item(list, "name", "id"), *kind = item(list, "name", "kind");
    CHECK(json_is_true(json_object_get(id, "key")));
    CHECK(json_is_true(json_object_get(id, "derived")));
    CHECK(!json_object_get(id, "required"));
    CHECK(json_is_true(json_object_get(kind, "required")));
    CHECK_TEXT(text_of(kind, "default"), "repair");
    json_t *repair = item(json_object_get(kind, "choices"), "code", "repair");
    CHECK_TEXT(text_of(repair, "label"), "Repair");
    json_t *also = json_object_get(repair, "also");
    CHECK_INT(json_array_size(also), 2);
    CHECK_TEXT(json_string_value(json_array_get(also, 0)), "报修");
    CHECK_TEXT(json_string_value(json_array_get(also, 1)), "维修");
    json_t *priority = item(list, "name", "priority");
    CHECK_INT(json_integer_value(json_object_get(priority, "max")), 4);
    CHECK_TEXT(json_string_value(json_array_get(json_object_get(priority, "also"), 0)), "优先级");
    CHECK_TEXT(text_of(item(list, "name", "notes"), "help"), "whatever \"else\" there is");
    CHECK(json_is_true(json_object_get(item(list, "name", "notes"), "long")));
    CHECK(json_is_true(json_object_get(item(list, "name", "cost"), "personal")));
    json_decref(root);
}

CS_TEST(exit_codes, "every exit code is there")
{
    json_t *root = described(NULL), *codes = json_object_get(root, "exit_codes");
    static const int want[] = { 0, 1, 2, 3, 130 };
    CHECK_INT(json_array_size(codes), 5);
    for (size_t i = 0; i < 5; i++) {
        CHECK_INT(json_integer_value(json_object_get(json_array_get(codes, i), "code")), want[i]);
        CHECK(text_of(json_array_get(codes, i), "meaning") != NULL);
    }
    json_decref(root);
}

CS_TEST(examples, "examples are there as they are typed")
{
    json_t *root = described(NULL);
    json_t *list = json_object_get(command_named(root, "list"), "examples");
    CHECK_INT(json_array_size(list), 2);
    CHECK_TEXT(text_of(json_array_get(list, 0), "command"), list_examples[0].command);
    CHECK_TEXT(text_of(json_array_get(list, 1), "says"), "all but questions");
    CHECK_INT(json_array_size(json_object_get(command_named(root, "close"), "examples")), 0);
    json_decref(root);
}

CS_TEST(escapes, "quotes, backslashes and control bytes are escaped")
{
    struct cs_command list[] = { { .name = "go", .operands = "\"\\\n\t\x01\x7F中", .summary = "x" },
                                 { .name = NULL } };
    struct cs_program program = { .name = "cs-x", .summary = "{[,:", .text = "", .commands = list };
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_buffer_text(&out, "before\n");
    cs_describe(&program, NULL, NULL, &out);
    CHECK(strncmp(out.text, "before\n{\"program\"", 17) == 0);
    for (size_t i = 7; i + 1 < out.length; i++)
        CHECK((unsigned char)out.text[i] >= 0x20 && out.text[i] != 0x7F);
    json_t *root = json_loads(out.text + 7, 0, NULL);
    CHECK_TEXT(text_of(command_named(root, "go"), "operands"), "\"\\\n\t\x01\x7F中");
    CHECK_TEXT(text_of(root, "summary"), "{[,:");
    CHECK(!json_object_get(root, "text"));
    json_decref(root);
    cs_buffer_release(&out);
}

CS_TEST(appended, "what the buffer held stays")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_buffer_text(&out, "[");
    cs_describe(&ticket_program, &commands[COMMAND_CLOSE], common_options, &out);
    cs_buffer_text(&out, ",");
    cs_describe(&ticket_program, &commands[COMMAND_ADD], common_options, &out);
    cs_buffer_text(&out, "]");
    json_t *root = json_loads(out.text, 0, NULL);
    CHECK_INT(json_array_size(root), 2);
    json_decref(root);
    cs_buffer_release(&out);
}
