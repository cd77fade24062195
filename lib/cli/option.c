/*
 * Parsing of options: getopt_long underneath, told to hand over operands in their order (so that argv stays
 * as it is) and to keep quiet, since the sentences about mistakes are ours.
 */
#include "cli/inner.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPERAND = 1,     /* what getopt_long answers for a word that is no option */
    LONG_BASE = 256, /* answers from here on: long option (answer - LONG_BASE) / 2, odd ones negated */
};

struct parser {
    struct cs_option_set set;
    bool *seen; /* beside set.items */
    int argc;
    char **argv; /* argv[0] is a stand-in for the program's name, as getopt wants it */
    struct option *longs;
    char *shorts;
    void *own_args, *common_args;
    struct cs_arena *arena;
    struct cs_operands *operands;
    int at;          /* index of the word that getopt_long reads */
    bool negated;    /* the option at hand was written --no-NAME */
    bool rest_taken; /* a REST option swallowed what was left */
    struct cs_error *err;
};

/* ------------------------------------------------------------------ what getopt_long needs */

static char **shifted(struct cs_arena *arena, int argc, char *const *argv)
{
    char **copy = cs_arena_alloc(arena, ((size_t)argc + 2) * sizeof *copy);
    copy[0] = "";
    for (int i = 0; i < argc; i++)
        copy[i + 1] = argv[i];
    copy[argc + 1] = NULL;
    return copy;
}

static void add_long(struct parser *parser, size_t *count, const char *name, bool takes, size_t index,
                     int negated)
{
    parser->longs[(*count)++] = (struct option){
        .name = name,
        .has_arg = takes ? required_argument : no_argument,
        .val = LONG_BASE + (int)index * 2 + negated,
    };
}

static void make_tables(struct parser *parser)
{
    const struct cs_option_set *set = &parser->set;
    parser->longs = cs_arena_alloc(parser->arena, (set->count * 2 + 1) * sizeof *parser->longs);
    parser->shorts = cs_arena_alloc(parser->arena, set->count * 2 + 3);
    char *letter = parser->shorts;
    *letter++ = '-'; /* operands in order */
    *letter++ = ':'; /* a missing argument is told apart */
    size_t count = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct cs_option *option = &set->items[i].option;
        bool takes = cs_option_takes(option);
        add_long(parser, &count, option->name, takes, i, 0);
        if (option->negatable && !takes)
            add_long(parser, &count, cs_arena_printf(parser->arena, "no-%s", option->name), false, i, 1);
        if (option->letter) {
            *letter++ = option->letter;
            if (takes)
                *letter++ = ':';
        }
    }
    *letter = '\0';
    parser->longs[count] = (struct option){ 0 };
}

/* ------------------------------------------------------------------ what is told */

static char *quoted(struct parser *parser, const char *text, size_t length)
{
    struct cs_buffer safe = CS_BUFFER_INIT;
    cs_quote(&safe, text, length);
    char *kept = cs_arena_strdup(parser->arena, safe.text);
    cs_buffer_release(&safe);
    return kept;
}

/* REST takes its argument and the words after it, options or not. */
static enum cs_status store(struct parser *parser, const struct cs_option_entry *entry, const char *text)
{
    char *args = entry->common ? parser->common_args : parser->own_args;
    void *member = args + entry->option.offset;
    if (entry->option.type == CS_OPTION_FLAG) {
        *(bool *)member = !parser->negated;
        return CS_OK;
    }
    enum cs_status status = cs_option_store(&entry->option, member, text, parser->arena, parser->err);
    if (entry->option.type == CS_OPTION_REST) {
        for (int i = optind; i < parser->argc; i++)
            cs_option_store(&entry->option, member, parser->argv[i], parser->arena, parser->err);
        parser->rest_taken = true;
    }
    return status;
}

/* Marks the option as given; two different ones of a group exclude each other. */
static enum cs_status mark_seen(struct parser *parser, size_t index)
{
    const struct cs_option_entry *entry = &parser->set.items[index];
    for (size_t i = 0; i < parser->set.count && entry->option.group; i++) {
        const struct cs_option_entry *other = &parser->set.items[i];
        if (i != index && parser->seen[i] && other->common == entry->common &&
            other->option.group == entry->option.group)
            return cs_error_set(parser->err, CS_MISUSED,
                                _("options \"--%s\" and \"--%s\" exclude each other"), other->option.name,
                                entry->option.name);
    }
    parser->seen[index] = true;
    return CS_OK;
}

/* ------------------------------------------------------------------ mistakes */

static enum cs_status ambiguous(struct parser *parser, const char *typed, size_t length)
{
    struct cs_buffer names = CS_BUFFER_INIT;
    for (const struct option *candidate = parser->longs; candidate->name; candidate++)
        if (strncmp(candidate->name, typed, length) == 0 && names.length < 200)
            cs_buffer_printf(&names, "%s--%s", names.length ? ", " : "", candidate->name);
    cs_error_set(parser->err, CS_MISUSED, _("option \"--%s\" could be %s"), quoted(parser, typed, length),
                 names.text);
    cs_buffer_release(&names);
    return CS_MISUSED;
}

/* The names that may be offered: hidden ones are not. */
static const char *nearest_option(struct parser *parser, const char *typed)
{
    size_t count = 0;
    const char **names = cs_arena_alloc(parser->arena, (parser->set.count * 2 + 1) * sizeof *names);
    for (const struct option *candidate = parser->longs; parser->set.items && candidate->name; candidate++)
        if (!parser->set.items[(candidate->val - LONG_BASE) / 2].option.hidden)
            names[count++] = candidate->name;
    names[count] = NULL;
    return cs_nearest_word(typed, names);
}

static enum cs_status unknown(struct parser *parser, const char *shown, const char *near)
{
    if (near)
        return cs_error_set(parser->err, CS_MISUSED, _("unknown option \"%s\"; did you mean \"--%s\"?"),
                            shown, near);
    return cs_error_set(parser->err, CS_MISUSED, _("unknown option \"%s\""), shown);
}

static enum cs_status unknown_long(struct parser *parser, const char *word)
{
    const char *name = word + 2;
    size_t length = strcspn(name, "="), fitting = 0;
    for (const struct option *candidate = parser->longs; candidate->name; candidate++)
        fitting += strncmp(candidate->name, name, length) == 0;
    if (length && fitting > 1)
        return ambiguous(parser, name, length);
    const char *near = nearest_option(parser, cs_arena_strndup(parser->arena, name, length));
    return unknown(parser, quoted(parser, word, length + 2), near);
}

/* `-limit` is read as letters by every getopt; whoever typed it meant the long name. */
static enum cs_status unknown_letter(struct parser *parser, int letter)
{
    const char *word = parser->argv[parser->at];
    size_t length = strcspn(word, "=");
    const char *near = NULL;
    if (length > 3)
        near = nearest_option(parser, cs_arena_strndup(parser->arena, word + 1, length - 1));
    if (near || letter < 0 || letter > 0x7E) /* half a character is no good to anyone */
        return unknown(parser, quoted(parser, word, length), near);
    char shown[3] = { '-', (char)letter, '\0' };
    return unknown(parser, quoted(parser, shown, 2), NULL);
}

static enum cs_status misused(struct parser *parser, int answer)
{
    const struct cs_option_entry *entry = NULL;
    if (optopt >= LONG_BASE)
        entry = &parser->set.items[(optopt - LONG_BASE) / 2];
    else if (optopt)
        entry = cs_option_set_letter(&parser->set, (char)optopt);
    if (answer == ':' && entry)
        return cs_error_set(parser->err, CS_MISUSED, _("option \"--%s\" needs an argument"),
                            entry->option.name);
    if (entry && optopt >= LONG_BASE)
        return cs_error_set(parser->err, CS_MISUSED, _("option \"--%s%s\" takes no argument"),
                            (optopt - LONG_BASE) % 2 ? "no-" : "", entry->option.name);
    if (optopt)
        return unknown_letter(parser, optopt);
    return unknown_long(parser, parser->argv[parser->at]);
}

/* ------------------------------------------------------------------ the loop */

static enum cs_status take(struct parser *parser, int answer)
{
    if (answer == OPERAND) {
        parser->operands->items[parser->operands->count++] = optarg;
        return CS_OK;
    }
    if (answer == '?' || answer == ':')
        return misused(parser, answer);
    const struct cs_option_entry *entry = answer >= LONG_BASE
                                              ? &parser->set.items[(answer - LONG_BASE) / 2]
                                              : cs_option_set_letter(&parser->set, (char)answer);
    parser->negated = answer >= LONG_BASE && (answer - LONG_BASE) % 2;
    enum cs_status status = mark_seen(parser, (size_t)(entry - parser->set.items));
    return status == CS_OK ? store(parser, entry, optarg) : status;
}

static enum cs_status parse(struct parser *parser)
{
    optind = 0; /* glibc: begin anew */
    opterr = 0;
    while (!parser->rest_taken) {
        parser->at = optind ? optind : 1;
        int answer = getopt_long(parser->argc, parser->argv, parser->shorts, parser->longs, NULL);
        if (answer == -1)
            break;
        enum cs_status status = take(parser, answer);
        if (status != CS_OK)
            return status;
    }
    for (int i = optind; i < parser->argc && !parser->rest_taken; i++)
        parser->operands->items[parser->operands->count++] = parser->argv[i];
    return CS_OK;
}

enum cs_status cs_options_parse(int argc, char *const *argv, const struct cs_option *common,
                                void *common_args, const struct cs_option *own, void *own_args,
                                struct cs_arena *arena, struct cs_operands *operands, struct cs_error *err)
{
    *operands = (struct cs_operands){ 0 };
    /* Defaults of hidden options too: the struct's reader knows nothing of hiding. */
    cs_options_each(common, cs_option_default, common_args);
    cs_options_each(own, cs_option_default, own_args);

    struct parser parser = {
        .argc = argc + 1,
        .argv = shifted(arena, argc, argv),
        .own_args = own_args,
        .common_args = common_args,
        .arena = arena,
        .operands = operands,
        .err = err,
    };
    operands->items = cs_arena_alloc(arena, ((size_t)argc + 1) * sizeof *operands->items);
    cs_option_set_init(&parser.set, own, common);
    parser.seen = cs_alloc(parser.set.count * sizeof *parser.seen);
    make_tables(&parser);
    enum cs_status status = parse(&parser);
    free(parser.seen);
    cs_option_set_release(&parser.set);
    return status;
}
