/*
 * Help in a language of wide characters. The catalogue of this program is a machine's: each run of small
 * letters becomes hanzi, half as many, without blanks between; so the layout is tried without waiting for a
 * real translation, which may be shorter.
 */
#include "cli-fixture.h"

#undef gettext
#undef dgettext
#undef dcgettext

static char *translated[2000];
static const char *originals[2000];
static size_t known;
static bool chinese = true;

static bool is_small(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* Option names and conversions of printf stay; the rest turns into hanzi. */
static char *turn(const char *text)
{
    static const char *const hanzi[] = { "工", "单", "客", "户", "时", "限", "项", "目" };
    struct cs_buffer out = CS_BUFFER_INIT;
    while (*text) {
        size_t kept = 0;
        if (*text == '%')
            kept = 1 + strcspn(text + 1, "sdu%") + 1;
        else if (strncmp(text, "--", 2) == 0 || strncmp(text, "exit-codes", 10) == 0)
            kept = strcspn(text, " '.,)");
        else if (*text == ' ' && is_small(text[1]) && text[-1 * (out.length > 0)] != '%')
            kept = 0;
        if (kept) {
            cs_buffer_add(&out, text, kept);
            text += kept;
        } else if (is_small(*text)) {
            size_t run = 0;
            while (is_small(text[run]))
                run++;
            for (size_t i = 0; i < (run + 1) / 2; i++)
                cs_buffer_text(&out, hanzi[(i + run) % 8]);
            text += run;
            if (*text == ' ' && is_small(text[1]))
                text++;
        } else {
            cs_buffer_char(&out, *text++);
        }
    }
    return cs_buffer_detach(&out);
}

char *gettext(const char *text)
{
    if (!chinese)
        return (char *)text;
    for (size_t i = 0; i < known; i++)
        if (strcmp(originals[i], text) == 0)
            return translated[i];
    if (known == 2000)
        return (char *)text;
    originals[known] = cs_strdup(text);
    translated[known] = turn(text);
    return translated[known++];
}

char *dgettext(const char *domain, const char *text)
{
    (void)domain;
    return gettext(text);
}

char *dcgettext(const char *domain, const char *text, int category)
{
    (void)domain;
    (void)category;
    return gettext(text);
}

/* ------------------------------------------------------------------ help */

static bool has_wide(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0xE0)
            return true;
    return false;
}

CS_TEST(turned, "the machine's catalogue keeps conversions and option names")
{
    char *text = turn("unknown option \"--%s\"; did you mean \"%lld\"? see --format");
    CHECK(strstr(text, "--%s") && strstr(text, "%lld") && strstr(text, "--format"));
    CHECK(!strstr(text, "unknown"));
    CHECK(has_wide(text));
    free(text);
}

static void fits(const struct cs_buffer *text, const char *what)
{
    CHECK_THAT(has_wide(text->text), "%s: nothing is translated", what);
    CHECK_THAT(widest(text->text) <= 80, "%s: %zu columns", what, widest(text->text));
    CHECK_THAT(cs_utf8_check(text->text, text->length) == text->length, "%s: a character is cut", what);
}

CS_TEST(program_help, "the program's help fits 80 columns in Chinese")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_program(&ticket_program, &out);
    fits(&out, "program");
    CHECK(contains(&out, "  policy import  "));
    CHECK(contains(&out, "--version"));
    cs_buffer_release(&out);
}

CS_TEST(command_help, "every command's help does")
{
    for (int command = COMMAND_LIST; command <= COMMAND_CLOSE; command++) {
        struct cs_buffer out = CS_BUFFER_INIT;
        cs_help_command(&ticket_program, &commands[command], common_options(commands[command].needs), &out);
        fits(&out, commands[command].name);
        CHECK_THAT(!strstr(out.text, " \n"), "%s: a blank before a line end", commands[command].name);
        cs_buffer_release(&out);
    }
}

CS_TEST(aligned, "phrases begin in one column, counted as a terminal does")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_command(&ticket_program, &commands[COMMAND_CLOSE], plain_options, &out);
    const char *db = strstr(out.text, "      --db URL  "), *help = strstr(out.text, "  -h, --help    ");
    CHECK(db && help);
    CHECK(db && (unsigned char)db[16] >= 0xE0);
    CHECK(help && (unsigned char)help[16] >= 0xE0);
    cs_buffer_release(&out);
}

CS_TEST(exit_codes, "the page of exit statuses does")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_help_exit_codes(&out);
    fits(&out, "exit-codes");
    cs_buffer_release(&out);
}

CS_TEST(same_options, "help shows the same options in both languages")
{
    struct cs_buffer there = CS_BUFFER_INIT, here = CS_BUFFER_INIT;
    cs_help_command(&ticket_program, &commands[COMMAND_LIST], output_options, &there);
    chinese = false;
    cs_help_command(&ticket_program, &commands[COMMAND_LIST], output_options, &here);
    chinese = true;
    for (const char *at = here.text; (at = strstr(at, "--")); at += 2) {
        char name[40];
        snprintf(name, sizeof name, "%.*s", (int)strspn(at, "abcdefghijklmnopqrstuvwxyz-"), at);
        CHECK_THAT(contains(&there, name), "%s is missing in Chinese", name);
    }
    cs_buffer_release(&there);
    cs_buffer_release(&here);
}

/* ------------------------------------------------------------------ the rest */

CS_TEST(mistakes, "mistakes are told in Chinese, the options by their names")
{
    struct parsed it;
    parse_line(&it, "--fromat x");
    CHECK_INT(it.status, CS_MISUSED);
    CHECK(has_wide(it.err.text));
    CHECK(strstr(it.err.text, "\"--fromat\"") && strstr(it.err.text, "\"--format\""));
    CHECK(!strchr(it.err.text, '\n'));
    parsed_release(&it);
}

CS_TEST(described, "--describe is the same in all languages")
{
    struct cs_buffer there = CS_BUFFER_INIT, here = CS_BUFFER_INIT;
    cs_describe(&ticket_program, NULL, common_options, &there);
    chinese = false;
    cs_describe(&ticket_program, NULL, common_options, &here);
    chinese = true;
    CHECK_TEXT(there.text, here.text);
    cs_buffer_release(&there);
    cs_buffer_release(&here);
}

CS_TEST(completed, "completion offers the same words, described in Chinese")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    char *words[] = { "list", "--step", "" };
    cs_complete(&ticket_program, common_options, 3, words, &out);
    CHECK_TEXT(out.text, "receive\t\ninspect\t\ndispatch\t\n");
    cs_buffer_reset(&out);
    char *kinds_words[] = { "list", "--kind", "rep" };
    cs_complete(&ticket_program, common_options, 3, kinds_words, &out);
    CHECK(strncmp(out.text, "repair\t", 7) == 0);
    CHECK(has_wide(out.text));
    cs_buffer_release(&out);
}

static bool lint(const struct cs_buffer *page, struct cs_buffer *said)
{
    char path[] = "/tmp/cs-manual-XXXXXX", command[200], line[300];
    int fd = mkstemp(path);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file)
        return false;
    fwrite(page->text, 1, page->length, file);
    fclose(file);
    snprintf(command, sizeof command, "mandoc -T lint -W warning %s 2>&1", path);
    FILE *pipe = popen(command, "r");
    while (pipe && fgets(line, sizeof line, pipe))
        cs_buffer_text(said, line);
    if (pipe)
        pclose(pipe);
    remove(path);
    return true;
}

CS_TEST(manual, "the manual page in Chinese is good mdoc, its sections in English")
{
    if (system("command -v mandoc > /dev/null 2>&1") != 0) {
        printf("# skipped: no mandoc here\n");
        return;
    }
    struct cs_buffer page = CS_BUFFER_INIT, said = CS_BUFFER_INIT;
    cs_manual(&ticket_program, common_options, &page);
    CHECK(has_wide(page.text));
    CHECK(contains(&page, ".Sh EXIT STATUS\n"));
    CHECK(lint(&page, &said));
    CHECK_TEXT(said.text, "");
    cs_buffer_release(&page);
    cs_buffer_release(&said);
}
