/* --help of a program and of a command, in English. */
#include "cli-fixture.h"

static struct cs_buffer help_of(int command)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_command(&ticket_program, &commands[command], common_options(commands[command].needs), &out);
    return out;
}

CS_TEST(program, "the program's help lists its commands and says how to go on")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_program(&ticket_program, &out);
    CHECK(strncmp(out.text,
                  "Usage: cs-ticket COMMAND [OPTION]... [OPERAND]...\n\nIntake and the closed loop\n",
                  78) == 0);
    CHECK(
        contains(&out, "\nTakes in complaints and repairs, and drives each round the loop.\n\nEvery change"));
    CHECK(contains(&out, "\nCommands:\n"
                         "  list           show the cases that all filters let through\n"
                         "  add            take in one case\n"
                         "  policy import  take in policies\n"
                         "  policy list    show policies\n"
                         "  close          close cases\n"));
    CHECK(contains(&out, "\n  -h, --help      show this help\n"));
    CHECK(contains(&out, "\n      --version   show the version\n"));
    CHECK(contains(&out, "'cs-ticket COMMAND --help' shows the options of a command."));
    CHECK(contains(&out, "see 'cs-ticket help exit-codes'."));
    CHECK(widest(out.text) <= 80);
    cs_buffer_release(&out);
}

static size_t count_of(const struct cs_buffer *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text->text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

CS_TEST(groups,
        "a program with many commands shows them in groups, each under its heading, in the group's order")
{
    static const struct cs_command_group two[] = { { "Rules", "policy list;policy import" },
                                                   { "Cases", "close;list;add;nowhere" },
                                                   { NULL, NULL } };
    struct cs_program grouped = ticket_program;
    struct cs_buffer out = CS_BUFFER_INIT;
    grouped.groups = two;
    cs_help_program(&grouped, &out);
    CHECK(contains(&out, "\nRules:\n"
                         "  policy list    show policies\n"
                         "  policy import  take in policies\n"
                         "\nCases:\n"
                         "  close          close cases\n"
                         "  list           show the cases that all filters let through\n"
                         "  add            take in one case\n"));
    CHECK(!contains(&out, "Commands:"));
    CHECK(!contains(&out, "nowhere"));
    cs_buffer_release(&out);
}

CS_TEST(program_examples, "the program's help has at least two examples, of several commands")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_program(&ticket_program, &out);
    const char *examples = strstr(out.text, "\nExamples:\n");
    CHECK(examples != NULL);
    CHECK(contains(&out, "\n  cs-ticket policy import share/policies/default.csv\n"));
    CHECK(contains(&out, "\n  cs-ticket list --kind '!inquiry'\n      all but questions\n"));
    CHECK_INT(count_of(&out, "\n  cs-ticket "), 3);
    cs_buffer_release(&out);
}

CS_TEST(list_help, "a command's help has usage, sentence, paragraph, options, filters, examples, exit status")
{
    static const char *const order[] = {
        "Usage: cs-ticket list [OPTION]... [ID...]\n",
        "\n\nShow the cases that all filters let through\n",
        "\n\nCases come in the order of their ids.",
        "\n\nOptions:\n",
        "\n  -n, --limit N",
        "\n\nFilters (a,b: any of them; !a: not;",
        "\n  --kind ",
        "\n\nCommon options:\n",
        "\n  -o, --format FORMAT",
        "\n\nExamples:\n",
        "\n  cs-ticket list --step dispatch",
        "\n\nExit status: 0 done,",
    };
    struct cs_buffer out = help_of(COMMAND_LIST);
    const char *at = out.text;
    for (size_t i = 0; i < sizeof order / sizeof *order && at; i++) {
        const char *found = strstr(at, order[i]);
        CHECK_THAT(found != NULL, "not there, or not in order: %s", order[i]);
        at = found ? found + 1 : at;
    }
    CHECK(widest(out.text) <= 80);
    CHECK_INT(out.text[out.length - 1], '\n');
    cs_buffer_release(&out);
}

CS_TEST(option_lines, "each option stands with letter, argument, choices, range and default")
{
    struct cs_buffer out = help_of(COMMAND_LIST);
    CHECK(contains(&out, "\n  -n, --limit N         show at most N cases (1 to 10000; default 20)\n"));
    CHECK(contains(&out, "\n      --header, --no-header\n                        a line of headings\n"));
    CHECK(contains(
        &out, "\n  -S, --step receive|inspect|dispatch\n                        the step they are at\n"));
    CHECK(contains(&out, "\n      --via PROGRAM...  hand each to a program\n"));
    CHECK(contains(&out, "(alphabetical, chronological, by-project,\n"));
    CHECK(contains(&out, "\n  -s, --since TIME      from that time on (default today)\n"));
    cs_buffer_release(&out);
}

CS_TEST(filter_lines, "filters are shown by heading, with their choices")
{
    struct cs_buffer out = help_of(COMMAND_LIST);
    CHECK(contains(&out, "\n  --kind              Kind (repair, complaint, inquiry)\n"));
    CHECK(contains(&out, "\n  --first-contact-at  First contact\n"));
    CHECK(contains(&out, "\n  --age               Age\n"));
    CHECK(!contains(&out, "--notes"));
    cs_buffer_release(&out);
}

CS_TEST(once, "what is hidden is not shown, and no option twice")
{
    struct cs_buffer out = help_of(COMMAND_LIST);
    CHECK(!contains(&out, "--secret"));
    CHECK(!contains(&out, "hidden by the option of list"));
    CHECK(!contains(&out, "Limit"));
    CHECK_INT(count_of(&out, " --limit"), 1);
    cs_buffer_release(&out);
}

CS_TEST(values, "the fields of add say what is required")
{
    struct cs_buffer out = help_of(COMMAND_ADD);
    CHECK(contains(&out, "Usage: cs-ticket add [OPTION]...\n"));
    CHECK(contains(&out, "\nFields:\n"));
    CHECK(contains(&out, "  --kind WORD              what the customer wants (repair, complaint, inquiry;\n"
                         "                           required; default repair)\n"));
    CHECK(contains(&out, "  --notes TEXT             whatever \"else\" there is\n"));
    CHECK(!contains(&out, "--age"));
    CHECK(!contains(&out, "Columns that it reads")); /* the fields above are the columns */
    CHECK(!contains(&out, "Examples:"));
    cs_buffer_release(&out);
}

CS_TEST(columns, "a command that reads or writes records names their columns")
{
    struct cs_buffer in = help_of(COMMAND_POLICY_IMPORT), out = help_of(COMMAND_POLICY_LIST);
    CHECK(contains(&in, "Usage: cs-ticket policy import [OPTION]... [FILE...]\n"));
    CHECK(contains(&in, "\nColumns that it reads (* must not be empty):\n"
                        "  kind*, priority, first_contact_at, limit, tags, vip, cost, notes\n"));
    CHECK(contains(&out, "\nColumns that it writes:\n"
                         "  id, kind, priority, first_contact_at, limit, tags, vip, cost, age, notes\n"));
    cs_buffer_release(&in);
    cs_buffer_release(&out);
}

CS_TEST(only_common, "where all options are common ones they are just called options")
{
    struct cs_buffer out = help_of(COMMAND_CLOSE);
    CHECK(contains(&out, "\n\nOptions:\n      --db URL  the store: a path or sqlite:PATH\n"));
    CHECK(!contains(&out, "Common options"));
    cs_buffer_release(&out);
}

CS_TEST(no_common, "a command may do without any")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_command(&ticket_program, &commands[COMMAND_CLOSE], NULL, &out);
    CHECK(!contains(&out, "Options:"));
    CHECK(contains(&out, "Exit status:"));
    cs_buffer_release(&out);
}

CS_TEST(exit_codes, "the page of exit statuses has each of them")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_exit_codes(&out);
    CHECK(contains(&out, "\n  0    done\n       Everything was done"));
    CHECK(contains(&out, "\n  1    failed\n"));
    CHECK(contains(&out, "\n  2    misused\n"));
    CHECK(contains(&out, "\n  3    done, but some input records were refused\n"));
    CHECK(contains(&out, "\n  130  interrupted\n"));
    CHECK(widest(out.text) <= 80);
    cs_buffer_release(&out);
}

CS_TEST(clean, "help has no control bytes and no blanks at line ends")
{
    for (int command = COMMAND_LIST; command <= COMMAND_CLOSE; command++) {
        struct cs_buffer out = help_of(command);
        CHECK_THAT(!strstr(out.text, " \n"), "%s: a blank before a line end", commands[command].name);
        CHECK_THAT(!strstr(out.text, "\n\n\n"), "%s: two empty lines", commands[command].name);
        for (size_t i = 0; i < out.length; i++)
            if ((unsigned char)out.text[i] < 0x20)
                CHECK_INT(out.text[i], '\n');
        cs_buffer_release(&out);
    }
}

/* ------------------------------------------------------------------ stress */

struct wide_args {
    const char *text;
};

CS_TEST(wide, "however wide names, arguments and phrases are, no line is wider than 80")
{
    static const struct cs_option wide[] = {
        CS_OPT_TEXT('w', "an-option-with-a-name-that-hardly-anybody-would-want-to-type-twice",
                    struct wide_args, text, "AN-ARGUMENT-THAT-IS-WIDE-AS-WELL",
                    "a phrase of ordinary length, that is to say"),
        CS_OPT_TEXT(
            0, "x", struct wide_args, text, "X",
            "https://example.org/a/very/long/address/that/cannot/be/broken/anywhere/by/rights/but/must"),
        CS_OPT_END,
    };
    struct cs_command command = {
        .name = "do",
        .operands =
            "[OPERAND-ONE...] [OPERAND-TWO...] [OPERAND-THREE...] [OPERAND-FOUR...] [OPERAND-FIVE...]",
        .summary =
            "a summary that is rather long, since somebody could not stop and went on to tell the whole tale",
        .options = wide,
    };
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_command(&ticket_program, &command, NULL, &out);
    CHECK_THAT(widest(out.text) <= 80, "%zu columns:\n%s", widest(out.text), out.text);
    CHECK(contains(&out, "--an-option-with-a-name-that-hardly-anybody-would-want-to-type-twice"));
    cs_buffer_release(&out);
}
