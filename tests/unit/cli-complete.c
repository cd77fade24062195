/* Completion: what is offered for the words so far. */
#include "cli-fixture.h"

/* Words apart by one blank each; a blank at the end begins an empty word. */
static struct cs_buffer offered(const char *line)
{
    static char copy[400];
    char *words[64];
    int count = 0;
    struct cs_buffer out = CS_BUFFER_INIT;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *at = copy;;) {
        words[count++] = at;
        at = strchr(at, ' ');
        if (!at)
            break;
        *at++ = '\0';
    }
    cs_complete(&ticket_program, common_options, count, words, &out);
    return out;
}

/* The candidates alone, a blank between. */
static void offers(const char *line, const char *want)
{
    struct cs_buffer out = offered(line), words = CS_BUFFER_INIT;
    for (const char *at = out.text; *at;) {
        size_t whole = strcspn(at, "\n"), word = strcspn(at, "\t\n");
        cs_buffer_printf(&words, "%s%.*s", words.length ? " " : "", (int)word, at);
        at += whole + 1;
    }
    CHECK_THAT(strcmp(words.text, want) == 0, "\"%s\" offers \"%s\", not \"%s\"", line, words.text, want);
    cs_buffer_release(&out);
    cs_buffer_release(&words);
}

static void describes(const char *line, const char *want)
{
    struct cs_buffer out = offered(line);
    CHECK_THAT(strstr(out.text, want) != NULL, "\"%s\" offers\n%s", line, out.text);
    cs_buffer_release(&out);
}

CS_TEST(commands_offered, "the first word is a command, one of two words by its first, once")
{
    offers("", "list add policy close help");
    offers("l", "list");
    offers("li", "list");
    offers("po", "policy");
    offers("x", "");
    describes("a", "add\ttake in one case\n");
    describes("p", "policy\timport, list\n");
}

CS_TEST(second_word, "the second word of a command of two")
{
    offers("policy ", "import list");
    offers("policy i", "import");
    offers("policy x", "");
    describes("policy i", "import\ttake in policies\n");
}

CS_TEST(program_options_offered, "before any command the program's own options")
{
    offers("-", "--help --version --describe --man");
    offers("--v", "--version");
}

CS_TEST(help, "help takes commands and topics")
{
    offers("help ", "list add policy close exit-codes");
    offers("help e", "exit-codes");
    offers("help policy ", "import list");
    offers("help policy import ", "");
}

CS_TEST(options_offered, "a dash offers the options of the command, common ones too, hidden ones not")
{
    offers("close --", "--db --help");
    offers("list --h", "--header --help");
    offers("list --no", "--no-header --nothing");
    offers("list --s", "--step --sort --since");
    offers("list --fi", "--first-contact-at --fields");
    offers("list --limit", "--limit");
    offers("policy import --", "--db --help");
    offers("list --secret", "");
    describes("list --lim", "--limit\tshow at most N cases (1 to 10000; default 20)\n");
}

/* Every long name of a text that stands behind a blank, in a list that begins and ends with a blank. */
static void collect(const char *text, struct cs_buffer *names)
{
    cs_buffer_char(names, ' ');
    for (const char *at = text; (at = strstr(at, "--")); at += 2) {
        bool begins = at == text || at[-1] == ' ' || at[-1] == '\n';
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz-");
        if (begins && length > 2)
            cs_buffer_printf(names, "%.*s ", (int)length, at);
    }
}

CS_TEST(same_as_help, "what is offered is what the help shows, for every command")
{
    static const char *const lines[] = { "list --", "add --", "policy import --", "policy list --",
                                         "close --" };
    for (int command = COMMAND_LIST; command <= COMMAND_CLOSE; command++) {
        struct cs_buffer help = CS_BUFFER_INIT, out = offered(lines[command]);
        struct cs_buffer shown = CS_BUFFER_INIT, given = CS_BUFFER_INIT;
        cs_help_command(&ticket_program, &commands[command], common_options(commands[command].needs), &help);
        cs_buffer_cut(&help, (size_t)(strstr(help.text, "Exit status") - help.text));
        char *examples = strstr(help.text, "\nExamples:");
        if (examples)
            cs_buffer_cut(&help, (size_t)(examples - help.text));
        collect(help.text, &shown);
        collect(out.text, &given);
        CHECK_INT(shown.length, given.length);
        for (const char *at = given.text; (at = strstr(at, " --")); at++) {
            char name[80];
            snprintf(name, sizeof name, "%.*s ", (int)strcspn(at + 1, " ") + 1, at);
            CHECK_THAT(strstr(shown.text, name) != NULL, "%s is offered, not shown", name);
        }
        cs_buffer_release(&help);
        cs_buffer_release(&out);
        cs_buffer_release(&shown);
        cs_buffer_release(&given);
    }
}

CS_TEST(choices_offered, "a choice offers its words")
{
    offers("list --step ", "receive inspect dispatch");
    offers("list --step i", "inspect");
    offers("list -S ", "receive inspect dispatch");
    offers("list -aS ", "receive inspect dispatch");
    offers("list --step=d", "--step=dispatch");
    offers("list --step=", "--step=receive --step=inspect --step=dispatch");
    offers("list --format j", "json jsonl");
    offers("list 12 13 --format c", "csv");
    offers("list --st ", "receive inspect dispatch"); /* a unique beginning counts as the name */
}

CS_TEST(codes_offered, "a field offers the codes of its choices, in lists and negated too")
{
    offers("list --kind ", "repair complaint inquiry");
    offers("list --kind c", "complaint");
    offers("list --kind repair,", "repair,repair repair,complaint repair,inquiry");
    offers("list --kind repair,c", "repair,complaint");
    offers("list --kind !", "!repair !complaint !inquiry");
    offers("list --kind !repair,i", "!repair,inquiry");
    offers("list --kind=repair,c", "--kind=repair,complaint");
    offers("list --vip ", "yes no");
    offers("list --vip=y", "--vip=yes");
    offers("add --kind ", "repair complaint inquiry");
    offers("add --kind repair,", "");
    offers("add --tags urgent;", "urgent;urgent urgent;vip");
    describes("add --kind rep", "repair\tRepair\n");
}

CS_TEST(columns_offered, "--fields offers the columns that the command writes")
{
    offers("list --fields pr", "priority");
    offers("list --fields id,k", "id,kind");
    offers("list --fields=id,first", "--fields=id,first_contact_at");
    describes("list --fields ki", "kind\tKind\n");
}

CS_TEST(no_candidates, "numbers and texts offer nothing")
{
    offers("list --limit ", "");
    offers("list -n", "");
    offers("list --since ", "");
    offers("add --notes ", "");
    offers("list --limit=", "");
}

CS_TEST(files_offered, "files are left to the shell")
{
    offers("list --text ", ":file");
    offers("list --text=x", ":file");
    offers("list --db ", ":file");
    offers("list --via ", ":file");
    offers("policy import ", ":file");
    offers("policy import x", ":file");
    offers("policy import a.csv ", ":file");
    offers("policy import -- --", ":file");
}

CS_TEST(operands_offered, "where no file is wanted an empty word offers the options")
{
    struct cs_buffer out = offered("close "), same = offered("close --");
    CHECK_TEXT(out.text, same.text);
    cs_buffer_release(&out);
    cs_buffer_release(&same);
    offers("close 1", "");
    offers("close -- ", "");
    offers("close -- --", "");
}

CS_TEST(words_before, "arguments before the cursor are not taken for options, nor options for operands")
{
    offers("list --since --step ",
           "--limit --number --all --header --no-header --everything --nothing --step --sort "
           "--text --tag --via --since --days --id --kind --priority --first-contact-at "
           "--tags --vip --cost --age --format --fields --quiet --verbose --db --help");
    offers("list --limit=3 --step ", "receive inspect dispatch");
    offers("list -n3 --step ", "receive inspect dispatch");
    offers("list -n --step --st", "--step");
    offers("list --via mail --step ", "");
    offers("list --via mail --st", "");
    offers("list -- --step ", "");
    offers("list - --step ", "receive inspect dispatch");
}

CS_TEST(unknown_words, "unknown commands and options offer nothing, and do no harm")
{
    offers("frobnicate ", "");
    offers("frobnicate --", "");
    offers("list --xyzzy=", "");
    offers("list --xyzzy --step i", "inspect");
    offers("list --s=", ""); /* several */
    offers("policy frobnicate --", "");
}

CS_TEST(nothing_given, "without any word the commands are offered")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_complete(&ticket_program, common_options, 0, NULL, &out);
    CHECK(strncmp(out.text, "list\t", 5) == 0);
    cs_buffer_release(&out);
}

CS_TEST(no_common, "a program without common options has completion too")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    char *words[] = { "close", "--" };
    cs_complete(&ticket_program, NULL, 2, words, &out);
    CHECK_TEXT(out.text, "");
    cs_buffer_release(&out);
}

CS_TEST(one_line_each, "descriptions stay on one line")
{
    struct cs_command list[] = { { .name = "go", .operands = "", .summary = "two\nlines\tand a tab" },
                                 { .name = NULL } };
    struct cs_program program = { .name = "cs-x", .summary = "x", .commands = list };
    struct cs_buffer out = CS_BUFFER_INIT;
    char *words[] = { "g" };
    cs_complete(&program, NULL, 1, words, &out);
    CHECK_TEXT(out.text, "go\ttwo lines and a tab\n");
    cs_buffer_release(&out);
}
