/* Options are parsed: each type, each spelling, operands among them. */
#include "cli-fixture.h"

/* ------------------------------------------------------------------ types */

CS_TEST(nothing_given, "without arguments the defaults stand")
{
    struct parsed it;
    parse_line(&it, "");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.limit, 20);
    CHECK_INT(it.own.number, 0);
    CHECK_TEXT(it.own.long_choice, "by-project");
    CHECK_TEXT(it.own.window.since, "today");
    CHECK(!it.own.step);
    CHECK(!it.own.all);
    CHECK_INT(it.operands.count, 0);
    CHECK_INT(it.common.limit, 7);
    CHECK_TEXT(it.err.text, "");
    parsed_release(&it);
}

CS_TEST(flags, "flags are set by name and by letter")
{
    struct parsed it;
    parse_line(&it, "--all -q");
    CHECK_INT(it.status, CS_OK);
    CHECK(it.own.all);
    CHECK(it.common.quiet);
    CHECK(!it.common.verbose);
    CHECK(!it.own.header);
    parsed_release(&it);
}

CS_TEST(negated, "--no-NAME takes a flag back, and the last one wins")
{
    struct parsed it;
    parse_line(&it, "--header");
    CHECK(it.own.header);
    parsed_release(&it);

    parse_line(&it, "--header --no-header");
    CHECK_INT(it.status, CS_OK);
    CHECK(!it.own.header);
    parsed_release(&it);

    parse_line(&it, "--no-header --header");
    CHECK(it.own.header);
    parsed_release(&it);

    parse_line(&it, "--no-all");
    CHECK_INT(it.status, CS_MISUSED);
    parsed_release(&it);
}

CS_TEST(numbers, "numbers come in every spelling")
{
    static const struct {
        const char *line;
        int64_t limit;
    } rows[] = {
        { "--limit 5", 5 }, { "--limit=5", 5 }, { "-n 5", 5 },       { "-n5", 5 },
        { "-an5", 5 },      { "-an 5", 5 },     { "--limit +5", 5 }, { "--limit 10000", 10000 },
        { "-n1", 1 },       { "--lim 9", 9 },   { "-n 3 -n 4", 4 },  { "--limit 007", 7 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct parsed it;
        parse_line(&it, rows[i].line);
        CHECK_THAT(it.status == CS_OK, "%s: %s", rows[i].line, it.err.text);
        CHECK_THAT(it.own.limit == rows[i].limit, "%s gave %lld", rows[i].line, (long long)it.own.limit);
        parsed_release(&it);
    }
}

CS_TEST(number_ends, "numbers without a range may be anything 64 bits hold")
{
    struct parsed it;
    parse_line(&it, "--number -9223372036854775808");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.number, INT64_MIN);
    parsed_release(&it);
    parse_line(&it, "--number=9223372036854775807");
    CHECK_INT(it.own.number, INT64_MAX);
    parsed_release(&it);
    parse_line(&it, "--number 9223372036854775808");
    CHECK_INT(it.status, CS_MISUSED);
    parsed_release(&it);
}

CS_TEST(open_range, "a range may have no upper end")
{
    struct parsed it;
    parse_line(&it, "--days 123456789");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.window.days, 123456789);
    parsed_release(&it);
    parse_line(&it, "--days -1");
    CHECK_INT(it.status, CS_MISUSED);
    CHECK_TEXT(it.err.text, "option \"--days\" must be a number of at least 0, not \"-1\"");
    parsed_release(&it);
}

CS_TEST(bad_numbers, "what is no number of the range is refused")
{
    static const char *const words[] = {
        "0", "10001", "x", "5x", "1.5", "1e3", "", " 5", "0x10", "--", "99999999999999999999"
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct parsed it = { .words = { "--limit", (char *)words[i] }, .count = 2 };
        parse_words(&it);
        char want[200];
        snprintf(want, sizeof want, "option \"--limit\" must be a number from 1 to 10000, not \"%s\"",
                 words[i]);
        CHECK_INT(it.status, CS_MISUSED);
        CHECK_TEXT(it.err.text, want);
        CHECK_INT(it.own.limit, 20);
        parsed_release(&it);
    }
}

CS_TEST(plain_number, "a number without a range says so when refused")
{
    struct parsed it;
    parse_line(&it, "--number twelve");
    CHECK_TEXT(it.err.text, "option \"--number\" must be a whole number, not \"twelve\"");
    parsed_release(&it);
}

CS_TEST(texts, "texts are borrowed as they are, empty ones and dashes too")
{
    struct parsed it = { .words = { "--text", "", "--db=--limit" }, .count = 3 };
    parse_words(&it);
    CHECK_INT(it.status, CS_OK);
    CHECK(it.own.text == it.words[1]);
    CHECK_TEXT(it.common.db, "--limit");
    parsed_release(&it);

    parse_line(&it, "--text --all");
    CHECK_TEXT(it.own.text, "--all");
    CHECK(!it.own.all);
    parsed_release(&it);

    parse_line(&it, "-x-");
    CHECK_TEXT(it.own.text, "-");
    parsed_release(&it);

    parse_line(&it, "--text=a=b");
    CHECK_TEXT(it.own.text, "a=b");
    parsed_release(&it);
}

CS_TEST(choices, "a choice is one of its words, exactly")
{
    struct parsed it;
    parse_line(&it, "-S inspect -o jsonl");
    CHECK_INT(it.status, CS_OK);
    CHECK_TEXT(it.own.step, "inspect");
    CHECK_TEXT(it.common.format, "jsonl");
    parsed_release(&it);

    parse_line(&it, "--step insp");
    CHECK_INT(it.status, CS_MISUSED);
    CHECK_TEXT(it.err.text,
               "option \"--step\" must be one of receive, inspect, dispatch, not \"insp\"; did you "
               "mean \"inspect\"?");
    parsed_release(&it);

    parse_line(&it, "--step xyzzy");
    CHECK_TEXT(it.err.text, "option \"--step\" must be one of receive, inspect, dispatch, not \"xyzzy\"");
    parsed_release(&it);
}

CS_TEST(lists, "a list keeps all that was said, in order")
{
    struct parsed it;
    parse_line(&it, "-t one --tag two --tag=three -t4 -t 5 -t 6 -t 7 -t 8 -t 9 -t 10");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.tag.count, 10);
    CHECK_TEXT(it.own.tag.items[0], "one");
    CHECK_TEXT(it.own.tag.items[2], "three");
    CHECK_TEXT(it.own.tag.items[3], "4");
    CHECK_TEXT(it.own.tag.items[9], "10");
    parsed_release(&it);
}

CS_TEST(rest, "a REST option takes all that follows, options or not")
{
    struct parsed it;
    parse_line(&it, "7 --via mail --limit 3 -- -x");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.via.count, 5);
    CHECK_TEXT(it.own.via.items[0], "mail");
    CHECK_TEXT(it.own.via.items[1], "--limit");
    CHECK_TEXT(it.own.via.items[3], "--");
    CHECK_TEXT(it.own.via.items[4], "-x");
    CHECK_INT(it.own.limit, 20);
    CHECK_INT(it.operands.count, 1);
    CHECK_TEXT(it.operands.items[0], "7");
    parsed_release(&it);

    parse_line(&it, "--via=mail -a");
    CHECK_INT(it.own.via.count, 2);
    CHECK_TEXT(it.own.via.items[1], "-a");
    CHECK(!it.own.all);
    parsed_release(&it);

    parse_line(&it, "--via");
    CHECK_INT(it.status, CS_MISUSED);
    CHECK_TEXT(it.err.text, "option \"--via\" needs an argument");
    parsed_release(&it);
}

CS_TEST(shared, "options of another array land in the struct inside")
{
    struct parsed it;
    parse_line(&it, "-s yesterday --days 3");
    CHECK_TEXT(it.own.window.since, "yesterday");
    CHECK_INT(it.own.window.days, 3);
    parsed_release(&it);
}

/* ------------------------------------------------------------------ fields */

CS_TEST(filters, "each field with a filter has an option of its own name")
{
    struct parsed it;
    parse_line(&it, "--kind repair,complaint --first-contact-at 2026-01-01.. --age=>30 --kind !inquiry");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.filters.count, 4);
    CHECK_INT(it.own.filters.items[0].field, FIELD_KIND);
    CHECK_TEXT(it.own.filters.items[0].text, "repair,complaint");
    CHECK_INT(it.own.filters.items[1].field, FIELD_FIRST_CONTACT);
    CHECK_INT(it.own.filters.items[2].field, FIELD_AGE);
    CHECK_TEXT(it.own.filters.items[2].text, ">30");
    CHECK_TEXT(it.own.filters.items[3].text, "!inquiry");
    parsed_release(&it);
}

CS_TEST(no_filter, "a field without a filter has no option")
{
    struct parsed it;
    parse_line(&it, "--notes x");
    CHECK_INT(it.status, CS_MISUSED);
    parsed_release(&it);
}

CS_TEST(plain_before_field, "a plain option hides the field of its name")
{
    struct parsed it;
    parse_line(&it, "--limit 3");
    CHECK_INT(it.own.limit, 3);
    CHECK_INT(it.own.filters.count, 0);
    parsed_release(&it);
}

static enum cs_status parse_add(struct add_args *args, const struct cs_option *common, void *common_args,
                                char **words, int count, struct cs_arena *arena, struct cs_error *err)
{
    struct cs_operands operands;
    return cs_options_parse(count, words, common, common_args, add_options, args, arena, &operands, err);
}

CS_TEST(values, "fields that are taken in have an option to give them a value, derived ones have none")
{
    struct add_args args = { 0 };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    char *words[] = { "--notes", "说明", "--vip=yes", "--limit", "4" };
    CHECK_INT(parse_add(&args, NULL, NULL, words, 5, &arena, &err), CS_OK);
    CHECK_INT(args.values.count, 3);
    CHECK_INT(args.values.items[0].field, FIELD_NOTES);
    CHECK_TEXT(args.values.items[0].text, "说明");
    CHECK_INT(args.values.items[1].field, FIELD_VIP);
    CHECK_INT(args.values.items[2].field, FIELD_LIMIT);

    char *derived[] = { "--age", "3" };
    struct add_args none = { 0 };
    CHECK_INT(parse_add(&none, NULL, NULL, derived, 2, &arena, &err), CS_MISUSED);
    cs_arena_release(&arena);
}

CS_TEST(common_before_field, "a common option hides a field too")
{
    struct add_args args = { 0 };
    struct common_args common = { 0 };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_error err = CS_ERROR_INIT;
    char *words[] = { "--limit", "4" };
    CHECK_INT(parse_add(&args, output_options, &common, words, 2, &arena, &err), CS_OK);
    CHECK_INT(args.values.count, 0);
    CHECK_INT(common.limit, 4);
    cs_arena_release(&arena);
}

/* ------------------------------------------------------------------ own and common */

CS_TEST(own_before_common, "an own option hides a common one; the hidden one keeps its default")
{
    struct parsed it;
    parse_line(&it, "--limit 3");
    CHECK_INT(it.own.limit, 3);
    CHECK_INT(it.common.limit, 7);
    parsed_release(&it);
    parse_line(&it, "-n 4");
    CHECK_INT(it.own.limit, 4);
    CHECK_INT(it.common.limit, 7);
    parsed_release(&it);
}

struct letter_args {
    bool quick;
};
static const struct cs_option letter_options[] = {
    CS_OPT_FLAG('q', "quick", struct letter_args, quick, "be quick"),
    CS_OPT_END,
};

CS_TEST(own_letter, "an own letter is taken from the common option, which keeps its name")
{
    struct letter_args own = { 0 };
    struct common_args common = { 0 };
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_operands operands;
    struct cs_error err = CS_ERROR_INIT;
    char *words[] = { "-q", "--quiet" };
    CHECK_INT(
        cs_options_parse(1, words, output_options, &common, letter_options, &own, &arena, &operands, &err),
        CS_OK);
    CHECK(own.quick);
    CHECK(!common.quiet);
    CHECK_INT(
        cs_options_parse(2, words, output_options, &common, letter_options, &own, &arena, &operands, &err),
        CS_OK);
    CHECK(common.quiet);
    cs_arena_release(&arena);
}

CS_TEST(no_arrays, "without any options there are only operands")
{
    struct cs_arena arena = CS_ARENA_INIT;
    struct cs_operands operands;
    struct cs_error err = CS_ERROR_INIT;
    char *words[] = { "a", "--", "-b" };
    CHECK_INT(cs_options_parse(3, words, NULL, NULL, NULL, NULL, &arena, &operands, &err), CS_OK);
    CHECK_INT(operands.count, 2);
    CHECK_INT(cs_options_parse(0, words, NULL, NULL, NULL, NULL, &arena, &operands, &err), CS_OK);
    CHECK_INT(operands.count, 0);
    cs_arena_release(&arena);
}

CS_TEST(twice, "one parse leaves nothing behind for the next, even after a mistake in the middle of a word")
{
    struct parsed it;
    parse_line(&it, "-aZq");
    CHECK_INT(it.status, CS_MISUSED);
    parsed_release(&it);
    parse_line(&it, "-q x");
    CHECK_INT(it.status, CS_OK);
    CHECK(it.common.quiet);
    CHECK_INT(it.operands.count, 1);
    parsed_release(&it);
}

/* ------------------------------------------------------------------ operands */

CS_TEST(mixed, "operands and options mix")
{
    struct parsed it;
    parse_line(&it, "12 --all 13 -n 3 14");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.operands.count, 3);
    CHECK_TEXT(it.operands.items[0], "12");
    CHECK_TEXT(it.operands.items[1], "13");
    CHECK_TEXT(it.operands.items[2], "14");
    CHECK(it.own.all);
    CHECK_INT(it.own.limit, 3);
    CHECK_TEXT(it.words[1], "--all"); /* argv stays as it was */
    parsed_release(&it);
}

CS_TEST(posix, "POSIXLY_CORRECT does not change that")
{
    setenv("POSIXLY_CORRECT", "1", 1);
    struct parsed it;
    parse_line(&it, "12 --all");
    CHECK(it.own.all);
    CHECK_INT(it.operands.count, 1);
    parsed_release(&it);
    unsetenv("POSIXLY_CORRECT");
}

CS_TEST(dashes, "-- ends the options and - is an operand")
{
    struct parsed it;
    parse_line(&it, "- a -- --all -q - --");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.operands.count, 6);
    CHECK_TEXT(it.operands.items[0], "-");
    CHECK_TEXT(it.operands.items[1], "a");
    CHECK_TEXT(it.operands.items[2], "--all");
    CHECK_TEXT(it.operands.items[5], "--");
    CHECK(!it.own.all);
    CHECK(!it.common.quiet);
    parsed_release(&it);
}

CS_TEST(empty_operand, "an empty operand is one")
{
    struct parsed it = { .words = { "", "--all" }, .count = 2 };
    parse_words(&it);
    CHECK_INT(it.operands.count, 1);
    CHECK_TEXT(it.operands.items[0], "");
    CHECK(it.own.all);
    parsed_release(&it);
}

/* ------------------------------------------------------------------ prefixes */

CS_TEST(prefixes, "a unique beginning of a long name is enough")
{
    struct parsed it;
    parse_line(&it, "--first today --verb --no-head --ever");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.filters.items[0].field, FIELD_FIRST_CONTACT);
    CHECK(it.common.verbose);
    CHECK(it.own.everything);
    parsed_release(&it);
}

CS_TEST(exact_first, "a whole name is taken though others begin with it")
{
    struct parsed it;
    parse_line(&it, "--tag x");
    CHECK_INT(it.status, CS_OK);
    CHECK_INT(it.own.tag.count, 1);
    parsed_release(&it);
    parse_line(&it, "--tags x");
    CHECK_INT(it.own.filters.count, 1);
    parsed_release(&it);
}

/* ------------------------------------------------------------------ walking */

struct walk {
    struct cs_buffer names;
    size_t count, last_offset;
};

static void note_name(void *context, const struct cs_option *option)
{
    struct walk *walk = context;
    cs_buffer_printf(&walk->names, "%s ", option->name);
    walk->last_offset = option->offset;
    walk->count++;
    if (strcmp(option->name, "days") == 0)
        CHECK_INT(option->offset, offsetof(struct list_args, window) + offsetof(struct window, days));
    if (strcmp(option->name, "cost") == 0)
        CHECK_TEXT(option->help, "Cost"); /* no help of its own: the heading */
    if (strcmp(option->name, "first-contact-at") == 0)
        CHECK_INT(option->field, FIELD_FIRST_CONTACT);
}

CS_TEST(walked, "a walk opens shared options and fields, in order")
{
    struct walk walk = { CS_BUFFER_INIT, 0, 0 };
    cs_options_each(list_options, note_name, &walk);
    CHECK_TEXT(walk.names.text,
               "limit number all header everything nothing step sort text tag via secret since days id kind "
               "priority first-contact-at limit tags vip cost age ");
    CHECK_INT(walk.last_offset, offsetof(struct list_args, filters));
    cs_buffer_release(&walk.names);

    struct walk values = { CS_BUFFER_INIT, 0, 0 };
    cs_options_each(add_options, note_name, &values);
    CHECK_TEXT(values.names.text, "kind priority first-contact-at limit tags vip cost notes ");
    cs_buffer_release(&values.names);

    struct walk nothing = { CS_BUFFER_INIT, 0, 0 };
    cs_options_each(NULL, note_name, &nothing);
    CHECK_INT(nothing.count, 0);
}
