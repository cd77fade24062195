/* The manual page: good mdoc, with everything that --help shows. */
#include "cli-fixture.h"

static struct cs_buffer manual(void)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    setenv("SOURCE_DATE_EPOCH", "1767225600", 1); /* 2026-01-01 00:00 UTC */
    cs_manual(&ticket_program, common_options, &out);
    return out;
}

static bool no_mandoc(void)
{
    if (system("command -v mandoc > /dev/null 2>&1") == 0)
        return false;
    printf("# skipped: no mandoc here\n");
    return true;
}

/* What a command says about the page. */
static struct cs_buffer run_on(const struct cs_buffer *page, const char *command)
{
    struct cs_buffer said = CS_BUFFER_INIT;
    char path[] = "/tmp/cs-manual-XXXXXX", whole[300], block[4096];
    int fd = mkstemp(path);
    FILE *file = fdopen(fd, "w");
    fwrite(page->text, 1, page->length, file);
    fclose(file);
    snprintf(whole, sizeof whole, command, path);
    FILE *pipe = popen(whole, "r");
    size_t length;
    while ((length = fread(block, 1, sizeof block, pipe)) > 0)
        cs_buffer_add(&said, block, length);
    pclose(pipe);
    remove(path);
    return said;
}

CS_TEST(lint, "mandoc finds nothing to warn about")
{
    if (no_mandoc())
        return;
    struct cs_buffer page = manual(), said = run_on(&page, "mandoc -T lint -W warning %s 2>&1");
    CHECK_TEXT(said.text, "");
    cs_buffer_release(&page);
    cs_buffer_release(&said);
}

CS_TEST(sections, "all sections are there, in order")
{
    static const char *const order[] = { "NAME",        "SYNOPSIS", "DESCRIPTION", "OPTIONS",
                                         "ENVIRONMENT", "FILES",    "EXIT STATUS", "EXAMPLES" };
    struct cs_buffer page = manual();
    const char *at = page.text;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char heading[40];
        snprintf(heading, sizeof heading, "\n.Sh %s\n", order[i]);
        const char *found = strstr(at, heading);
        CHECK_THAT(found != NULL, "no section %s, or not in order", order[i]);
        at = found ? found : at;
    }
    cs_buffer_release(&page);
}

CS_TEST(dated, "SOURCE_DATE_EPOCH dates the page")
{
    struct cs_buffer page = manual();
    CHECK(strncmp(page.text, ".Dd January 1, 2026\n.Dt CS-TICKET 1\n", 36) == 0);
    struct cs_buffer again = manual();
    CHECK_TEXT(again.text, page.text);
    cs_buffer_release(&page);
    cs_buffer_release(&again);
}

CS_TEST(undated, "without it, or with nonsense in it, the page is of today")
{
    static const char *const epochs[] = { "", "yesterday", "12x" };
    for (size_t i = 0; i < 3; i++) {
        struct cs_buffer page = CS_BUFFER_INIT;
        setenv("SOURCE_DATE_EPOCH", epochs[i], 1);
        cs_manual(&ticket_program, common_options, &page);
        CHECK(strncmp(page.text, ".Dd ", 4) == 0);
        CHECK(!contains(&page, "1970"));
        cs_buffer_release(&page);
    }
}

/* The options of a help page, one after another: --first-contact-at. */
static bool next_option(const char **at, char *name, size_t size)
{
    for (const char *from = *at; (from = strstr(from, " --")); from++) {
        size_t length = strspn(from + 3, "abcdefghijklmnopqrstuvwxyz-");
        if (!length || length + 3 > size)
            continue;
        snprintf(name, size, "%.*s", (int)length + 2, from + 1);
        *at = from + 1;
        return true;
    }
    return false;
}

CS_TEST(every_option, "every option that the help of any command shows is in the page")
{
    if (no_mandoc())
        return;
    struct cs_buffer page = manual(), text = run_on(&page, "mandoc -T ascii -O width=200 %s | col -b");
    size_t seen = 0;
    for (int command = COMMAND_LIST; command <= COMMAND_CLOSE; command++) {
        struct cs_buffer help = CS_BUFFER_INIT;
        cs_help_command(&ticket_program, &commands[command], common_options(commands[command].needs), &help);
        const char *at = help.text;
        char name[80];
        while (next_option(&at, name, sizeof name)) {
            CHECK_THAT(contains(&text, name), "%s of %s is missing", name, commands[command].name);
            seen++;
        }
        cs_buffer_release(&help);
    }
    CHECK(seen > 40);
    cs_buffer_release(&page);
    cs_buffer_release(&text);
}

CS_TEST(shown, "the page reads well")
{
    if (no_mandoc())
        return;
    struct cs_buffer page = manual(), text = run_on(&page, "mandoc -T ascii %s | col -b");
    CHECK(contains(&text, "cs-ticket - intake and the closed loop"));
    CHECK(contains(&text, "     cs-ticket list [option ...] [ID ...]\n"));
    CHECK(contains(&text, "     cs-ticket policy import [option ...] [FILE ...]\n"));
    CHECK(contains(&text, "     cs-ticket close [option ...] ID ...\n"));
    CHECK(contains(&text, "     cs-ticket help [command | exit-codes]\n"));
    CHECK(contains(&text, "     -n, --limit N\n"));
    CHECK(contains(&text, "     --header, --no-header\n"));
    CHECK(contains(&text, "     --first-contact-at FILTER\n"));
    CHECK(contains(&text, "like C:\\temp"));
    CHECK(contains(&text, "jq -c 'select(.priority == 1)' | \\\n"));
    CHECK(contains(&text, "--kind '!inquiry'"));
    CHECK(contains(&text, "whatever \"else\" there is"));
    CHECK(contains(&text, "     CS_DB"));
    CHECK(!contains(&text, "--secret"));
    cs_buffer_release(&page);
    cs_buffer_release(&text);
}

CS_TEST(each_command, "each command has its place, two words or one")
{
    struct cs_buffer page = manual();
    CHECK(contains(&page, ".Ss \"\\&policy import\"\ntake in policies\n"));
    CHECK(contains(&page, ".Ss \"\\&close\"\nclose cases\n"));
    cs_buffer_release(&page);
}

CS_TEST(exit_status, "each exit status is told")
{
    struct cs_buffer page = manual();
    static const char *const items[] = { ".It 0\ndone\n", ".It 1\nfailed\n", ".It 2\nmisused\n",
                                         ".It 3\ndone, but some", ".It 130\n" };
    for (size_t i = 0; i < 5; i++)
        CHECK_THAT(contains(&page, items[i]), "not there: %s", items[i]);
    cs_buffer_release(&page);
}

/* ------------------------------------------------------------------ hard texts */

CS_TEST(escapes, "texts that look like macros, and all the signs that mean something there, do no harm")
{
    static const struct cs_option hard[] = {
        CS_OPT_TEXT('.', "dot", struct parsed, line, ".", ".Sh is no section here"),
        CS_OPT_TEXT(0, "quote", struct parsed, line, "\"Q\"", "'quoted' \"twice\" and a \\ backslash"),
        CS_OPT_TEXT(0, "macro", struct parsed, line, "Ar",
                    "Fl Ar Op are words. So is Nm! Is it? (Yes.) Well."),
        CS_OPT_END,
    };
    static const struct cs_example examples[] = {
        { ".hidden \\n 'a' \"b\"", "'tis an example.  With two sentences" },
        { "cs-hard Fl", "" },
        { NULL, NULL },
    };
    struct cs_command list[] = {
        { .name = "Op",
          .operands = "[Ar] Fl... | x",
          .summary = ".Pp",
          .text = "one\n\n.two\n\n\nthree \n 'four",
          .options = hard,
          .examples = examples },
        { .name = NULL },
    };
    struct cs_program program = { .name = "cs-hard", .summary = "a \"hard\" one", .commands = list };
    struct cs_buffer page = CS_BUFFER_INIT;
    cs_manual(&program, NULL, &page);
    CHECK(contains(&page, "\n\\&.Sh is no section here\n"));
    CHECK(contains(&page, "\n\\&'quoted' \"twice\" and a \\e backslash\n"));
    CHECK(contains(&page, "\n\\&.hidden \\en 'a' \"b\"\n"));
    CHECK(contains(&page, "\n\\&'tis an example.\nWith two sentences\n"));
    CHECK(contains(&page, "Fl Ar Op are words.\nSo is Nm!\nIs it?\n(Yes.)\nWell.\n"));
    if (!no_mandoc()) {
        struct cs_buffer said = run_on(&page, "mandoc -T lint -W warning %s 2>&1");
        CHECK_TEXT(said.text, "");
        cs_buffer_release(&said);
        struct cs_buffer text = run_on(&page, "mandoc -T ascii %s | col -b");
        CHECK(contains(&text, "--quote \"Q\""));
        CHECK(contains(&text, "--macro Ar"));
        CHECK(contains(&text, "cs-hard Op [option ...] [Ar] Fl ... | x"));
        cs_buffer_release(&text);
    }
    cs_buffer_release(&page);
}

CS_TEST(bare, "a program without texts, options and examples has a page too")
{
    struct cs_command list[] = { { .name = "go", .operands = "", .summary = "go" }, { .name = NULL } };
    struct cs_program program = { .name = "cs-bare", .summary = "bare", .commands = list };
    struct cs_buffer page = CS_BUFFER_INIT;
    setenv("SOURCE_DATE_EPOCH", "0", 1);
    cs_manual(&program, NULL, &page);
    CHECK(contains(&page, ".Dd January 1, 1970\n"));
    CHECK(contains(&page, ".Nm cs-bare\n.Nd bare\n"));
    cs_buffer_release(&page);
}
