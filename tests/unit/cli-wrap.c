/* Text is laid out in 80 columns, Chinese and English. */
#include "cli-fixture.h"
#include "cli/inner.h"

static void wraps(const char *text, size_t at, size_t indent, const char *want)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_wrap(&out, text, at, indent);
    CHECK_TEXT(out.text, want);
    cs_buffer_release(&out);
}

static char *repeat(const char *piece, size_t times)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    for (size_t i = 0; i < times; i++)
        cs_buffer_text(&out, piece);
    return cs_buffer_detach(&out);
}

CS_TEST(short_text, "a short text is one line")
{
    wraps("hello there", 0, 4, "hello there\n");
    wraps("", 0, 4, "\n");
    wraps("中文", 6, 6, "中文\n");
}

CS_TEST(indented, "the first line goes on where it stands, the others are indented")
{
    char *words = repeat("word ", 30);
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_buffer_text(&out, "Usage: ");
    cs_wrap(&out, words, 7, 11);
    CHECK_TEXT(out.text, "Usage: word word word word word word word word word word word word word word\n"
                         "           word word word word word word word word word word word word word word\n"
                         "           word word\n");
    cs_buffer_release(&out);
    free(words);
}

CS_TEST(full_line, "a line may be 80 columns wide, not 81")
{
    char *eighty = repeat("x", 78);
    char text[100];
    snprintf(text, sizeof text, "%s y", eighty);
    char want[100];
    snprintf(want, sizeof want, "%s y\n", eighty);
    wraps(text, 0, 0, want);
    snprintf(text, sizeof text, "%s yz", eighty);
    snprintf(want, sizeof want, "%s\nyz\n", eighty);
    wraps(text, 0, 0, want);
    free(eighty);
}

CS_TEST(chinese, "Chinese breaks between characters, two columns each")
{
    char *text = repeat("工", 50), *first = repeat("工", 40), *second = repeat("工", 10);
    char want[300];
    snprintf(want, sizeof want, "%s\n  %s\n", first, second);
    wraps(text, 0, 2, want);
    free(text);
    free(first);
    free(second);
}

CS_TEST(punctuation, "no line begins with closing punctuation, none ends with an opening one")
{
    static const char *const closing[] = { "，", "。", "）", "」", "；", "：", "、", "？", "！", ")", "…" };
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
        char *text = repeat("工", 40);
        char whole[400], want[400];
        snprintf(whole, sizeof whole, "%s%s程", text, closing[i]);
        snprintf(want, sizeof want, "%.*s\n工%s程\n", 39 * 3, text, closing[i]);
        wraps(whole, 0, 0, want);
        free(text);
    }
    char *text = repeat("工", 39);
    char whole[400], want[400];
    snprintf(whole, sizeof whole, "%s（程）", text);
    snprintf(want, sizeof want, "%s\n（程）\n", text);
    wraps(whole, 0, 0, want);
    free(text);
}

CS_TEST(mixed, "English words in Chinese stay whole")
{
    char *text = repeat("工", 38);
    char whole[400], want[400];
    snprintf(whole, sizeof whole, "%s--format等", text);
    snprintf(want, sizeof want, "%s\n--format等\n", text);
    wraps(whole, 0, 0, want);
    free(text);
}

CS_TEST(giant, "a word wider than a line is cut, never past 80")
{
    char *text = repeat("y", 200);
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_wrap(&out, text, 0, 10);
    CHECK_INT(widest(out.text), 80);
    CHECK_INT(strlen(out.text), 200 + 2 * 10 + 3);
    cs_buffer_release(&out);
    wraps("a\nb", 0, 2, "a\n  b\n");
    free(text);
}

CS_TEST(lines, "newlines stay, and empty lines have no spaces")
{
    wraps("one  two\n\n three ", 0, 4, "one  two\n\n    three\n");
}

CS_TEST(broken_bytes, "bytes that are no UTF-8 do no harm")
{
    wraps("a\xFF\xFE b", 0, 0, "a\xFF\xFE b\n");
}

/* ------------------------------------------------------------------ shell commands */

static void shells(const char *command, const char *want)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    cs_wrap_shell(&out, command, 2);
    CHECK_TEXT(out.text, want);
    CHECK(widest(out.text) <= 80);
    cs_buffer_release(&out);
}

CS_TEST(short_command, "a short command stands on one line")
{
    shells("cs-ticket list", "  cs-ticket list\n");
}

CS_TEST(pipeline, "a long pipeline breaks between its commands")
{
    shells("cs-ticket list --step dispatch -o jsonl | jq -c 'select(.priority == 1)' | cs-ticket dispatch "
           "--to S07",
           "  cs-ticket list --step dispatch -o jsonl | jq -c 'select(.priority == 1)' | \\\n"
           "      cs-ticket dispatch --to S07\n");
}

CS_TEST(long_command, "a long command breaks at blanks, not within quotes")
{
    shells("cs-ticket add --kind repair --priority 1 --description \"the tap in the kitchen drips\" "
           "--channel phone",
           "  cs-ticket add --kind repair --priority 1 --description \\\n"
           "      \"the tap in the kitchen drips\" --channel phone\n");
}

CS_TEST(lines_of_shell, "a newline stays one, but for those in quotes and behind a pipe")
{
    shells("cs-ticket list |\n cs-ticket close\ncs-ticket list",
           "  cs-ticket list | cs-ticket close\n  cs-ticket list\n");
    shells("printf 'a\nb'", "  printf 'a\nb'\n");
    shells("true && \n true", "  true && true\n");
}

/* Both run, and put out the same. */
static void same_output(const char *command)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    char whole[1000] = "", broken[1000] = "";
    cs_wrap_shell(&out, command, 2);
    FILE *first = popen(command, "r"), *second = popen(out.text, "r");
    size_t length = fread(whole, 1, sizeof whole - 1, first);
    CHECK(fread(broken, 1, sizeof broken - 1, second) == length);
    pclose(first);
    pclose(second);
    CHECK_TEXT(broken, whole);
    CHECK(strstr(out.text, "\\\n") != NULL);
    CHECK_THAT(widest(out.text) <= 80, "%s", out.text);
    cs_buffer_release(&out);
}

CS_TEST(runs, "a command that was broken still runs as it was")
{
    same_output(
        "printf '%s|' one 'two  three' \"four | five\" six seven eight nine ten eleven twelve thirteen | "
        "tr a-z A-Z");
    same_output("printf '%s|' it\\'s a \"quoted \\\" one\" and 'then some more words' so that it is too long "
                "\"for one\" line");
    same_output("printf 'timezone,hours,start,amount\\nUTC,mon-fri 09:00-17:00,2026-01-05T09:00,+480m\\n' "
                "|\n cat -n");
}

CS_TEST(giants_run, "so does one with a word wider than any line, wherever it is cut")
{
    char word[200], command[1000];
    for (int length = 60; length < 100; length++) {
        memset(word, 'x', sizeof word);
        memcpy(word + length, "\\\\\\$y", 6);
        snprintf(command, sizeof command, "printf '%%s\\n' '%s' \"%s\" %s end-of-it", word, word, word);
        same_output(command);
        for (int at = 0; at + 3 <= length; at += 3)
            memcpy(word + at, "工", 3);
        snprintf(command, sizeof command, "printf '%%s\\n' '%s%s' | cat; echo \"%s%s\"", word, word, word,
                 word);
        same_output(command);
    }
}

/* ------------------------------------------------------------------ options in words */

static const struct cs_option *option_named(struct cs_option_set *set, const char *name)
{
    const struct cs_option_entry *entry = cs_option_set_find(set, name, strlen(name));
    return entry ? &entry->option : NULL;
}

static void phrased(struct cs_option_set *set, const char *name, const char *argument, const char *phrase)
{
    struct cs_buffer out = CS_BUFFER_INIT;
    const struct cs_option *option = option_named(set, name);
    CHECK_THAT(option != NULL, "no option %s", name);
    if (!option)
        return;
    cs_option_argument(option, &out);
    CHECK_TEXT(out.text, argument);
    cs_buffer_reset(&out);
    cs_option_phrase(option, &out);
    CHECK_TEXT(out.text, phrase);
    cs_buffer_release(&out);
}

CS_TEST(phrases, "an option says what it takes: range, choices, default")
{
    struct cs_option_set set;
    cs_option_set_init(&set, list_options, output_options);
    phrased(&set, "limit", "N", "show at most N cases (1 to 10000; default 20)");
    phrased(&set, "number", "N", "any number");
    phrased(&set, "days", "N", "so many days (at least 0)");
    phrased(&set, "all", "", "closed ones too");
    phrased(&set, "step", "receive|inspect|dispatch", "the step they are at");
    phrased(&set, "sort", "WORD",
            "in which order (alphabetical, chronological, by-project, by-priority; default by-project)");
    phrased(&set, "format", "FORMAT", "write records in this format (table, csv, tsv, json, jsonl)");
    phrased(&set, "tag", "TAG", "cases with this mark (may be repeated)");
    phrased(&set, "since", "TIME", "from that time on (default today)");
    phrased(&set, "kind", "FILTER", "what the customer wants (repair, complaint, inquiry)");
    phrased(&set, "priority", "FILTER", "1 is the most urgent");
    cs_option_set_release(&set);
}

CS_TEST(value_phrases, "a field says what its value is")
{
    struct cs_option_set set;
    cs_option_set_init(&set, add_options, NULL);
    phrased(&set, "kind", "WORD",
            "what the customer wants (repair, complaint, inquiry; required; default repair)");
    phrased(&set, "priority", "N", "1 is the most urgent (1 to 4)");
    phrased(&set, "first-contact-at", "TIME", "when the customer first reached us");
    phrased(&set, "tags", "WORD;...", "marks (urgent, vip)");
    phrased(&set, "vip", "yes|no", "an important guest");
    phrased(&set, "cost", "YUAN", "Cost");
    phrased(&set, "notes", "TEXT", "whatever \"else\" there is");
    cs_option_set_release(&set);
}

CS_TEST(set_of_options, "the set of a command has each name once, the one that counts")
{
    struct cs_option_set set;
    cs_option_set_init(&set, list_options, output_options);
    size_t limits = 0;
    for (size_t i = 0; i < set.count; i++)
        for (size_t j = 0; j < i; j++)
            CHECK_THAT(strcmp(set.items[i].option.name, set.items[j].option.name) != 0, "%s stands twice",
                       set.items[i].option.name);
    for (size_t i = 0; i < set.count; i++)
        limits += strcmp(set.items[i].option.name, "limit") == 0;
    CHECK_INT(limits, 1);
    const struct cs_option_entry *limit = cs_option_set_find(&set, "limit", 5);
    CHECK(limit && !limit->common && limit->option.type == CS_OPTION_INT);
    CHECK(cs_option_set_letter(&set, 'n') == limit);
    CHECK(!cs_option_set_letter(&set, 'Z'));
    CHECK(!cs_option_set_letter(&set, '\0'));
    CHECK(!cs_option_set_find(&set, "s", 1)); /* several */
    CHECK(cs_option_set_find(&set, "no-hea", 6) == cs_option_set_find(&set, "header", 6));
    CHECK(!cs_option_set_find(&set, "no-all", 6));
    cs_option_set_release(&set);
}

CS_TEST(quotes, "typed words are cut at a bearable length, never inside a character")
{
    struct cs_buffer out = CS_BUFFER_INIT;
    char *text = repeat("中", 40);
    cs_quote(&out, text, strlen(text));
    CHECK_INT(cs_text_width(out.text, out.length), 61);
    CHECK_INT(cs_utf8_check(out.text, out.length), out.length);
    cs_buffer_release(&out);
    free(text);
}
