/*
 * Random argument vectors: each is made piece by piece from things whose effect a model knows (it never reads
 * argv itself), then parsed, and all that the parser left in the structs is held against the model.
 */
#include "cli-fixture.h"

enum { ROUNDS = 20000, PIECES = 8, WORDS = 60, MODEL_LIST = 20 };

/* A pseudo-random number below `below`, the same in every run. */
static uint64_t seed = UINT64_C(0xa5c11c1153ed);
static int draw(int below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int)(seed % (uint64_t)below);
}

/* What the structs must hold in the end. */
struct model {
    int64_t limit, number, days;
    bool all, header, everything, nothing, quiet, verbose;
    const char *step, *sort, *text, *since, *format;
    const char *tags[MODEL_LIST], *operands[MODEL_LIST], *via[MODEL_LIST], *said[MODEL_LIST];
    int tag_count, operand_count, via_count, said_count, fields[MODEL_LIST];
    bool ended, mistaken; /* by -- or --via; by the last piece */
};

struct line {
    char *words[WORDS];
    int count;
    struct cs_arena arena;
};

static void put(struct line *line, const char *word)
{
    line->words[line->count++] = cs_arena_strdup(&line->arena, word);
}

/* --name value, --name=value, -x value or -xvalue. */
static void put_option(struct line *line, char letter, const char *name, const char *value)
{
    char letters[3] = { '-', letter, '\0' };
    switch (draw(letter ? 4 : 2)) {
    case 0:
        put(line, cs_arena_printf(&line->arena, "--%s", name));
        put(line, value);
        return;
    case 1:
        put(line, cs_arena_printf(&line->arena, "--%s=%s", name, value));
        return;
    case 2:
        put(line, letters);
        put(line, value);
        return;
    default:
        if (!value[0]) { /* -x alone would take the next word */
            put(line, letters);
            put(line, value);
            return;
        }
        put(line, cs_arena_printf(&line->arena, "%s%s", letters, value));
    }
}

/* Values that look like something else: an option, a number, nothing at all. */
static const char *const values[] = { "a",   "-", "--",  "-x", "--all", "=",
                                      "a=b", "",  "a b", "12", "值",    "--no-such" };
enum { VALUES = sizeof values / sizeof *values };

/* ------------------------------------------------------------------ pieces */

static void add_flag(struct line *line, struct model *model)
{
    static const char *const names[][2] = {
        { "--all", "-a" }, { "--header", "--head" }, { "--no-header", "--no-h" }, { "--al", "-a" }
    };
    int which = draw(4);
    put(line, names[which][draw(2)]);
    if (which == 1 || which == 2)
        model->header = which == 1;
    else
        model->all = true;
}

static void add_number(struct line *line, struct model *model)
{
    char text[40];
    int64_t number = draw(3) ? draw(10000) + 1 : draw(9) + 1;
    int which = draw(3);
    int64_t *const members[] = { &model->limit, &model->number, &model->days };
    static const char *const names[] = { "limit", "number", "days" };
    if (which == 1 && draw(2))
        number = -number;
    snprintf(text, sizeof text, number > 0 && draw(4) == 0 ? "+%jd" : "%jd", (intmax_t)number);
    put_option(line, which == 0 ? 'n' : 0, names[which], text);
    *members[which] = number;
}

static void add_choice(struct line *line, struct model *model)
{
    int which = draw(3), word = draw(3);
    static const char *const names[] = { "step", "sort", "format" }, letters[] = { 'S', 0, 'o' };
    const char *const *const words[] = { steps, long_choices, formats };
    const char **const members[] = { &model->step, &model->sort, &model->format };
    put_option(line, letters[which], names[which], words[which][word]);
    *members[which] = words[which][word];
}

static void add_text(struct line *line, struct model *model)
{
    const char *value = values[draw(VALUES)];
    int which = draw(3);
    if (which == 0) {
        put_option(line, 'x', "text", value);
        model->text = value;
    } else if (which == 1) {
        put_option(line, 's', "since", value);
        model->since = value;
    } else {
        put_option(line, 't', "tag", value);
        model->tags[model->tag_count++] = value;
    }
}

static void add_field(struct line *line, struct model *model)
{
    static const struct {
        const char *option;
        int field;
    } rows[] = { { "kind", FIELD_KIND },
                 { "priority", FIELD_PRIORITY },
                 { "first-contact-at", FIELD_FIRST_CONTACT },
                 { "tags", FIELD_TAGS },
                 { "vip", FIELD_VIP },
                 { "cost", FIELD_COST },
                 { "age", FIELD_AGE },
                 { "id", FIELD_ID } };
    int which = draw(sizeof rows / sizeof *rows);
    const char *value = values[draw(VALUES)];
    put_option(line, 0, rows[which].option, value);
    model->fields[model->said_count] = rows[which].field;
    model->said[model->said_count++] = value;
}

static void add_operand(struct line *line, struct model *model)
{
    static const char *const words[] = { "7", "-", "", "a b", "case", "工单", "=", "all" };
    const char *word = words[draw(8)];
    put(line, word);
    model->operands[model->operand_count++] = word;
}

/* Several letters behind one dash; the last may take a value. */
static void add_letters(struct line *line, struct model *model)
{
    bool tagged = draw(2);
    put(line, tagged ? "-aaten" : "-aqa");
    model->all = true;
    if (tagged)
        model->tags[model->tag_count++] = "en";
    else
        model->quiet = true;
}

/* -- or --via: what follows is no option any more. */
static void add_end(struct line *line, struct model *model)
{
    bool via = draw(2);
    int count = draw(5);
    const char **list = via ? model->via : model->operands;
    int *length = via ? &model->via_count : &model->operand_count;
    put(line, via ? "--via" : "--");
    if (via && count == 0)
        count = 1;
    for (; count > 0; count--) {
        const char *word = values[draw(VALUES)];
        put(line, word);
        list[(*length)++] = word;
    }
    model->ended = true;
}

/* What no command line may hold. */
static void add_mistake(struct line *line, struct model *model)
{
    static const char *const words[] = { "--nonsense",  "-Z",
                                         "--all=yes",   "--no-all",
                                         "--limit=0",   "--limit=10001",
                                         "--number=x",  "--number= 1",
                                         "--days=-1",   "--step=repair",
                                         "--sort=",     "--notes=x",
                                         "-n0",         "-nx",
                                         "-o",          "--text",
                                         "--tag",       "--no-header=1",
                                         "--t",         "-aZ",
                                         "--limit=1.5", "--number=9223372036854775808" };
    put(line, words[draw(sizeof words / sizeof *words)]);
    model->ended = model->mistaken = true;
}

static void build(struct line *line, struct model *model, bool mistaken)
{
    static void (*const pieces[])(struct line *, struct model *) = {
        add_flag, add_number, add_choice, add_text, add_field, add_operand, add_letters, add_text, add_field,
    };
    *model = (struct model){ .limit = 20, .sort = "by-project", .since = "today" };
    *line = (struct line){ .arena = CS_ARENA_INIT };
    for (int left = draw(PIECES); left > 0; left--)
        pieces[draw(sizeof pieces / sizeof *pieces)](line, model);
    if (mistaken)
        add_mistake(line, model);
    else if (draw(3) == 0)
        add_end(line, model);
}

/* ------------------------------------------------------------------ what was parsed */

static void show(const struct line *line)
{
    printf("# in");
    for (int i = 0; i < line->count; i++)
        printf(" [%s]", line->words[i]);
    putchar('\n');
}

static void parse(struct parsed *it, const struct line *line)
{
    memset(it, 0, sizeof *it);
    memcpy(it->words, line->words, sizeof line->words);
    it->count = line->count;
    parse_words(it);
}

static bool same_text(const char *got, const char *want)
{
    return got == want || (got && want && strcmp(got, want) == 0);
}

static bool same_list(const char *const *got, size_t count, const char *const *want, int want_count)
{
    bool same = count == (size_t)want_count;
    for (size_t i = 0; i < count && same; i++)
        same = same_text(got[i], want[i]);
    return same;
}

static void check(const struct parsed *it, const struct model *model)
{
    const struct list_args *own = &it->own;
    CHECK_THAT(it->status == CS_OK, "refused: %s", it->err.text);
    CHECK_INT(own->limit, model->limit);
    CHECK_INT(own->number, model->number);
    CHECK_INT(own->window.days, model->days);
    CHECK_INT(it->common.limit, 7);
    CHECK_INT(own->all, model->all);
    CHECK_INT(own->header, model->header);
    CHECK_INT(it->common.quiet, model->quiet);
    CHECK(!it->common.verbose && !it->common.help && !own->everything && !own->nothing);
    CHECK(same_text(own->step, model->step));
    CHECK(same_text(own->long_choice, model->sort));
    CHECK(same_text(own->text, model->text));
    CHECK(same_text(own->window.since, model->since));
    CHECK(same_text(it->common.format, model->format));
    CHECK(same_list(own->tag.items, own->tag.count, model->tags, model->tag_count));
    CHECK(same_list(own->via.items, own->via.count, model->via, model->via_count));
    CHECK(same_list(it->operands.items, it->operands.count, model->operands, model->operand_count));
    CHECK_INT(own->filters.count, model->said_count);
    for (int i = 0; i < model->said_count && (size_t)i < own->filters.count; i++) {
        CHECK_INT(own->filters.items[i].field, model->fields[i]);
        CHECK(same_text(own->filters.items[i].text, model->said[i]));
    }
}

CS_TEST(random_lines, "twenty thousand random command lines leave what a model says they leave")
{
    for (int i = 0; i < ROUNDS && cs_unit.faults < 10; i++) {
        struct model model;
        struct line line;
        struct parsed it;
        build(&line, &model, false);
        parse(&it, &line);
        check(&it, &model);
        if (cs_unit.faults)
            show(&line);
        parsed_release(&it);
        cs_arena_release(&line.arena);
    }
}

CS_TEST(random_mistakes, "a mistake at the end of any good line is refused in one sentence of one line")
{
    for (int i = 0; i < ROUNDS && cs_unit.faults < 10; i++) {
        struct model model;
        struct line line;
        struct parsed it;
        build(&line, &model, true);
        parse(&it, &line);
        CHECK_INT(it.status, CS_MISUSED);
        CHECK_INT(it.err.status, CS_MISUSED);
        CHECK(it.err.text[0] && !strchr(it.err.text, '\n'));
        if (cs_unit.faults)
            show(&line);
        parsed_release(&it);
        cs_arena_release(&line.arena);
    }
}

CS_TEST(random_groups,
        "two different ones of a group exclude each other, wherever they stand; one may come twice")
{
    static const char *const flags[] = {
        "--everything", "--nothing", "-q", "-v", "--quiet", "--verbose", "-a"
    };
    static const int group[] = { 1, 1, 2, 2, 2, 2, 0 }, sense[] = { 0, 1, 0, 1, 0, 1, 0 };
    for (int i = 0; i < 3000; i++) {
        struct line line = { .arena = CS_ARENA_INIT };
        struct parsed it;
        int seen[3][2] = { { 0 } };
        for (int left = 1 + draw(4); left > 0; left--) {
            int which = draw(7);
            put(&line, flags[which]);
            seen[group[which]][sense[which]]++;
        }
        bool clash = (seen[1][0] && seen[1][1]) || (seen[2][0] && seen[2][1]);
        parse(&it, &line);
        CHECK_INT(it.status, clash ? CS_MISUSED : CS_OK);
        CHECK_INT(strstr(it.err.text, "exclude each other") != NULL, clash);
        if (!clash) {
            CHECK_INT(it.own.everything, seen[1][0] > 0);
            CHECK_INT(it.common.verbose, seen[2][1] > 0);
        }
        parsed_release(&it);
        cs_arena_release(&line.arena);
    }
}
