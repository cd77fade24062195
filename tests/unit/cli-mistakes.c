/* What is said to a mistyped command line: one line, the nearest word named, nothing that harms a terminal.
 */
#include "cli-fixture.h"

static void says(const char *line, const char *want)
{
    struct parsed it;
    parse_line(&it, line);
    CHECK_THAT(it.status == CS_MISUSED, "%s: status %d", line, it.status);
    CHECK_THAT(it.err.status == CS_MISUSED, "%s: error status %d", line, it.err.status);
    CHECK_TEXT(it.err.text, want);
    CHECK_THAT(!strchr(it.err.text, '\n'), "%s: more than one line", line);
    parsed_release(&it);
}

CS_TEST(nearest, "an unknown option is answered with the nearest")
{
    says("--fromat x", "unknown option \"--fromat\"; did you mean \"--format\"?");
    says("--fromat=x", "unknown option \"--fromat\"; did you mean \"--format\"?");
    says("--lmit 3", "unknown option \"--lmit\"; did you mean \"--limit\"?");
    says("--first-contact", "option \"--first-contact-at\" needs an argument");
    says("--frist-contact-at x",
         "unknown option \"--frist-contact-at\"; did you mean \"--first-contact-at\"?");
    says("--no-haeder", "unknown option \"--no-haeder\"; did you mean \"--no-header\"?");
    says("x --helpp", "unknown option \"--helpp\"; did you mean \"--help\"?");
}

CS_TEST(far, "where nothing is near, nothing is offered")
{
    says("--xyzzyplugh", "unknown option \"--xyzzyplugh\"");
    says("-Z", "unknown option \"-Z\"");
    says("-aZ", "unknown option \"-Z\"");
    says("-Zaq", "unknown option \"-Z\"");
}

CS_TEST(hidden_not_offered, "a hidden option is understood, never offered")
{
    struct parsed it;
    parse_line(&it, "--secret");
    CHECK_INT(it.status, CS_OK);
    parsed_release(&it);
    says("--secrte", "unknown option \"--secrte\"");
}

CS_TEST(one_dash, "a long name behind one dash is understood as such")
{
    says("-limit 3", "unknown option \"-limit\"; did you mean \"--limit\"?");
    says("-format=csv", "unknown option \"-format\"; did you mean \"--format\"?");
    says("-a -frmat x", "unknown option \"-frmat\"; did you mean \"--format\"?");
}

CS_TEST(missing, "a missing argument is named by the long name")
{
    says("--limit", "option \"--limit\" needs an argument");
    says("-n", "option \"--limit\" needs an argument");
    says("-an", "option \"--limit\" needs an argument");
    says("--kind", "option \"--kind\" needs an argument");
    says("--db", "option \"--db\" needs an argument");
    says("x y -t", "option \"--tag\" needs an argument");
}

CS_TEST(too_much, "a flag with an argument is refused")
{
    says("--all=yes", "option \"--all\" takes no argument");
    says("--no-header=1", "option \"--no-header\" takes no argument");
    says("--quiet=", "option \"--quiet\" takes no argument");
}

CS_TEST(ambiguous, "a beginning of several names lists them")
{
    says("--ti", "unknown option \"--ti\"");
    says("--s x", "option \"--s\" could be --step, --sort, --secret, --since");
    says("--ver --hea --t=3", "option \"--t\" could be --text, --tag, --tags");
    says("--no", "option \"--no\" could be --no-header, --nothing");
}

CS_TEST(bare_equals, "an option without a name is unknown")
{
    says("--=x", "unknown option \"--\"");
}

CS_TEST(groups, "options of one group exclude each other, whichever comes first")
{
    says("--everything --nothing", "options \"--everything\" and \"--nothing\" exclude each other");
    says("--nothing x --everything", "options \"--nothing\" and \"--everything\" exclude each other");
    says("-q -v", "options \"--quiet\" and \"--verbose\" exclude each other");
    says("-qv", "options \"--quiet\" and \"--verbose\" exclude each other");
}

CS_TEST(groups_apart, "the same option twice is fine, and groups of own and common options are apart")
{
    struct parsed it;
    parse_line(&it, "--everything --everything -q -q");
    CHECK_INT(it.status, CS_OK);
    CHECK(it.own.everything);
    CHECK(it.common.quiet);
    parsed_release(&it);
}

static void says_word(const char *word, const char *want)
{
    struct parsed it = { .words = { (char *)word }, .count = 1 };
    parse_words(&it);
    CHECK_INT(it.status, CS_MISUSED);
    CHECK_TEXT(it.err.text, want);
    parsed_release(&it);
}

CS_TEST(control, "control bytes and broken characters of the command line do not reach the terminal")
{
    says_word("--\033[31mred", "unknown option \"--\xE2\x90\x9B[31mred\"");
    says_word("--a\nb", "unknown option \"--a\xE2\x90\x8A"
                        "b\"");
    says_word("--\xFFx", "unknown option \"--<FF>x\"");
    says_word("-中", "unknown option \"-中\"");
    says_word("-a中文", "unknown option \"-a中文\"");
    says_word("--格式", "unknown option \"--格式\"");
    says_word("--step=\033c",
              "option \"--step\" must be one of receive, inspect, dispatch, not \"\xE2\x90\x9B"
              "c\"");
    says_word("-n\033", "option \"--limit\" must be a number from 1 to 10000, not \"\xE2\x90\x9B\"");
}

CS_TEST(long_words, "a giant word is cut, and the sentence stays whole")
{
    char word[5000] = "--";
    memset(word + 2, 'y', sizeof word - 3);
    struct parsed it = { .words = { word }, .count = 1 };
    parse_words(&it);
    CHECK_INT(it.status, CS_MISUSED);
    CHECK(strlen(it.err.text) < 120);
    CHECK(strstr(it.err.text, "yyy…\"") != NULL);
    parsed_release(&it);

    char value[5000] = "--limit=";
    for (size_t at = 8; at + 3 < sizeof value; at += 3)
        memcpy(value + at, "中", 4);
    struct parsed other = { .words = { value }, .count = 1 };
    parse_words(&other);
    CHECK_INT(other.status, CS_MISUSED);
    CHECK(cs_utf8_check(other.err.text, strlen(other.err.text)) == strlen(other.err.text));
    parsed_release(&other);
}

CS_TEST(first_mistake, "the first mistake is the one that is told")
{
    says("--lmit 3 --fromat x", "unknown option \"--lmit\"; did you mean \"--limit\"?");
    says("-n x --fromat", "option \"--limit\" must be a number from 1 to 10000, not \"x\"");
}

CS_TEST(no_error_object, "without an error object the status is enough")
{
    struct list_args own = { 0 };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_operands operands;
    char *words[] = { "--fromat" };
    CHECK_INT(cs_options_parse(1, words, NULL, NULL, list_options, &own, &arena, &operands, NULL),
              CS_MISUSED);
    cs_arena_release(&arena);
}
