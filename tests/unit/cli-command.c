/* Commands are found by one word or two, and the nearest is named where there is none. */
#include "cli-fixture.h"

static const struct cs_command *find(const char *line, int *words, struct cs_error *err)
{
    static char copy[300];
    static char *argv[20];
    snprintf(copy, sizeof copy, "%s", line);
    int argc = split_words(copy, argv, 20);
    *err = (struct cs_error)CS_ERROR_INIT;
    return cs_command_find(&ticket_program, argc, argv, words, err);
}

static void finds(const char *line, int command, int taken)
{
    struct cs_error err;
    int words;
    const struct cs_command *found = find(line, &words, &err);
    CHECK_THAT(found == &commands[command], "%s: found %s (%s)", line, found ? found->name : "none",
               err.text);
    CHECK_THAT(words == taken, "%s: took %d words", line, words);
    CHECK_TEXT(err.text, "");
}

static void misses(const char *line, const char *want)
{
    struct cs_error err;
    int words = 9;
    const struct cs_command *found = find(line, &words, &err);
    CHECK_THAT(!found, "%s: found %s", line, found ? found->name : "");
    CHECK_INT(words, 0);
    CHECK_INT(err.status, CS_MISUSED);
    CHECK_TEXT(err.text, want);
}

CS_TEST(one_word, "a command of one word is found, whatever follows")
{
    finds("cs-ticket list", COMMAND_LIST, 1);
    finds("cs-ticket list 12 13", COMMAND_LIST, 1);
    finds("cs-ticket list --limit 3", COMMAND_LIST, 1);
    finds("cs-ticket close -", COMMAND_CLOSE, 1);
    finds("cs-ticket add policy", COMMAND_ADD, 1);
}

CS_TEST(two_words, "a command of two words is found")
{
    finds("cs-ticket policy import", COMMAND_POLICY_IMPORT, 2);
    finds("cs-ticket policy list --help", COMMAND_POLICY_LIST, 2);
    finds("cs-ticket policy import list", COMMAND_POLICY_IMPORT, 2);
}

CS_TEST(mistyped, "a mistyped command is answered with the nearest")
{
    misses("cs-ticket lsit", "unknown command \"lsit\"; did you mean \"list\"?");
    misses("cs-ticket clsoe 12", "unknown command \"clsoe\"; did you mean \"close\"?");
    misses("cs-ticket LIST", "unknown command \"LIST\"; did you mean \"list\"?");
    misses("cs-ticket hlep", "unknown command \"hlep\"; did you mean \"help\"?");
    misses("cs-ticket ad --kind x", "unknown command \"ad\"; did you mean \"add\"?");
}

CS_TEST(mistyped_two, "the same for two words, wherever the mistake is")
{
    misses("cs-ticket polcy import", "unknown command \"polcy\"; did you mean \"policy import\"?");
    misses("cs-ticket policy improt x.csv",
           "unknown command \"policy improt\"; did you mean \"policy import\"?");
    misses("cs-ticket policy-import", "unknown command \"policy-import\"; did you mean \"policy import\"?");
    misses("cs-ticket policy_list --all", "unknown command \"policy_list\"; did you mean \"policy list\"?");
    misses("cs-ticket import policy", "unknown command \"import\"; did you mean \"policy import\"?");
}

CS_TEST(half, "half a command says what may follow")
{
    misses("cs-ticket policy", "\"policy\" needs a second word: import, list");
    misses("cs-ticket policy --help", "\"policy\" needs a second word: import, list");
    misses("cs-ticket policy frobnicate",
           "unknown command \"policy frobnicate\"; after \"policy\" comes one of: import, list");
}

CS_TEST(none_near, "where nothing is near, nothing is offered")
{
    misses("cs-ticket frobnicate", "unknown command \"frobnicate\"");
    misses("cs-ticket 12", "unknown command \"12\"");
    misses("cs-ticket 列表", "unknown command \"列表\"");
}

CS_TEST(nothing, "without a command it is asked for")
{
    misses("cs-ticket", "which command?");
    struct cs_error err = CS_ERROR_INIT;
    int words;
    char *argv[] = { "cs-ticket", "", NULL };
    CHECK(!cs_command_find(&ticket_program, 2, argv, &words, &err));
    CHECK_TEXT(err.text, "which command?");
}

CS_TEST(option_first, "an option in its place is answered too")
{
    misses("cs-ticket --hlep", "unknown option \"--hlep\"; did you mean \"--help\"?");
    misses("cs-ticket --verison", "unknown option \"--verison\"; did you mean \"--version\"?");
    misses("cs-ticket -x list", "the command comes first, then its options; not \"-x\"");
    misses("cs-ticket --limit 3 list", "the command comes first, then its options; not \"--limit\"");
}

CS_TEST(control, "control bytes do not reach the terminal")
{
    misses("cs-ticket \033[2J", "unknown command \"\xE2\x90\x9B[2J\"");
    misses("cs-ticket policy \033c", "unknown command \"policy \xE2\x90\x9B"
                                     "c\"; after \"policy\" comes one of: import, list");
}

CS_TEST(long_word, "a giant word is cut")
{
    char word[3000];
    memset(word, 'z', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    struct cs_error err = CS_ERROR_INIT;
    int words;
    char *argv[] = { "cs-ticket", word, word, NULL };
    CHECK(!cs_command_find(&ticket_program, 3, argv, &words, &err));
    CHECK(strlen(err.text) < 120);
}

CS_TEST(spaced, "two words in one argument are understood")
{
    struct cs_error err = CS_ERROR_INIT;
    int words;
    char *argv[] = { "cs-ticket", "policy import", "x", NULL };
    CHECK(cs_command_find(&ticket_program, 3, argv, &words, &err) == &commands[COMMAND_POLICY_IMPORT]);
    CHECK_INT(words, 1);
}

CS_TEST(many, "hundreds of commands are no trouble")
{
    static char names[300][16];
    struct cs_command *list = calloc(301, sizeof *list);
    for (int i = 0; i < 300; i++) {
        snprintf(names[i], sizeof names[i], "verb%03d", i);
        list[i] = (struct cs_command){ .name = names[i], .operands = "", .summary = "x" };
    }
    struct cs_program program = { .name = "cs-many", .summary = "many", .commands = list };
    struct cs_error err = CS_ERROR_INIT;
    int words;
    char *good[] = { "cs-many", "verb299", NULL };
    CHECK(cs_command_find(&program, 2, good, &words, &err) == &list[299]);
    char *bad[] = { "cs-many", "vreb299", NULL };
    CHECK(!cs_command_find(&program, 2, bad, &words, &err));
    CHECK_TEXT(err.text, "unknown command \"vreb299\"; did you mean \"verb299\"?");
    free(list);
}
