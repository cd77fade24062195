/*
 * Random filters on random values: what a filter lets through once parsed is held against an oracle that
 * knows only what the filter was made of, not how it is read.
 */
#include "record-help.h"
#include "record/filter.h"

/* A pseudo-random number below `below`, the same in every run. */
static uint64_t seed = UINT64_C(0xf117e5eed1);
static int64_t draw(int64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)below);
}

static const struct cs_choice steps[] = {
    { "receive", "Receive", "受理" },    { "inspect", "Inspect", "查验" }, { "dispatch", "Dispatch", "派单" },
    { "settle", "Settle", "办理|处理" }, { "close", "Close", "结案" },     { NULL, NULL, NULL },
};
static const char *const step_labels[] = { "受理", "查验", "派单", "办理", "结案" };
enum { STEPS = 5, ROUNDS = 6000 };

enum { F_TEXT, F_STEP, F_MARKS, F_COUNT, F_COST, F_OPENED, F_DUE, F_SHARE };
static const struct cs_field fields[] = {
    [F_TEXT] = { .name = "text", .type = CS_TYPE_TEXT },
    [F_STEP] = { .name = "step", .type = CS_TYPE_CHOICE, .choices = steps },
    [F_MARKS] = { .name = "marks", .type = CS_TYPE_SET, .choices = steps },
    [F_COUNT] = { .name = "count", .type = CS_TYPE_INT },
    [F_COST] = { .name = "cost", .type = CS_TYPE_MONEY },
    [F_OPENED] = { .name = "opened", .type = CS_TYPE_TIME },
    [F_DUE] = { .name = "due", .type = CS_TYPE_DATE },
    [F_SHARE] = { .name = "share", .type = CS_TYPE_REAL },
};
static const struct cs_record record = CS_RECORD("thing", "thing", fields);

/* ------------------------------------------------------------------ what a parsed filter lets through */

static bool holds_code(const char *set, const char *code)
{
    size_t length = strlen(code);
    for (const char *at = set; *at;) {
        size_t piece = strcspn(at, ";");
        if (piece == length && strncmp(at, code, length) == 0)
            return true;
        at += piece + (at[piece] == ';');
    }
    return false;
}

static bool in_range(const struct cs_filter *filter, const struct cs_value *value)
{
    const struct cs_value *low = &filter->low, *high = &filter->high;
    if (value->type == CS_NULL)
        return false;
    if (value->type == CS_REAL)
        return (low->type == CS_NULL || value->real >= low->real) &&
               (high->type == CS_NULL || value->real <= high->real);
    bool open_end = fields[filter->field].type == CS_TYPE_TIME; /* high is the first second outside */
    return (low->type == CS_NULL || value->integer >= low->integer) &&
           (high->type == CS_NULL || value->integer < high->integer + !open_end);
}

static bool lets_through(const struct cs_filter *filter, const struct cs_value *value)
{
    const char *text = cs_value_text(value);
    bool some = value->type != CS_NULL, any = false;
    switch (filter->kind) {
    case CS_FILTER_EMPTY:
        return !some != filter->negated;
    case CS_FILTER_FILLED:
        return some != filter->negated;
    case CS_FILTER_RANGE:
        return in_range(filter, value) != filter->negated;
    case CS_FILTER_CONTAINS:
        return (some && strstr(text, filter->values[0].text)) != filter->negated;
    case CS_FILTER_PREFIX:
        return (some && strncmp(text, filter->values[0].text, filter->values[0].length) == 0) !=
               filter->negated;
    case CS_FILTER_IN:
    case CS_FILTER_HAS:
        break;
    }
    for (size_t i = 0; i < filter->count; i++)
        any |= filter->kind == CS_FILTER_IN ? cs_value_equal(&filter->values[i], value)
                                            : some && holds_code(text, filter->values[i].text);
    return any != filter->negated;
}

/* Whether the text, read as a filter of the field, lets the value through; -1 where it is refused. */
static int ask(int field, const char *text, const struct cs_value *value)
{
    struct cs_parse how = help_parse(false);
    struct cs_error err = CS_ERROR_INIT;
    struct cs_filter filter;
    struct cs_arena arena = CS_ARENA_INIT;
    enum cs_status status = cs_filter_parse(&record, field, &how, text, false, &arena, &filter, &err);
    int answer = status == CS_OK ? lets_through(&filter, value) : -1;
    if (status != CS_OK)
        CHECK_THAT(status == CS_MISUSED && err.text[0], "--%s '%s': %d", fields[field].name, text, status);
    cs_arena_release(&arena);
    return answer;
}

#define CHECK_ASKED(field, text, value, want)                                                                \
    do {                                                                                                     \
        int cs_answer = ask(field, text, value);                                                             \
        CHECK_THAT(cs_answer == (want), "--%s '%s' says %d, not %d", fields[field].name, text, cs_answer,    \
                   (int)(want));                                                                             \
    } while (0)

/* ------------------------------------------------------------------ ordered values */

/* One end or two, written in any of the ways; `ends` are their ranks, `step` what lies between two ranks. */
enum shape { BETWEEN, FROM, UPTO, ABOVE, AT_LEAST, BELOW, AT_MOST, ONE, TWO, SHAPES };

static bool fits(enum shape shape, int64_t rank, int64_t low, int64_t high)
{
    switch (shape) {
    case BETWEEN:
        return rank >= low && rank <= high;
    case FROM:
    case AT_LEAST:
        return rank >= low;
    case UPTO:
    case AT_MOST:
        return rank <= low;
    case ABOVE:
        return rank > low;
    case BELOW:
        return rank < low;
    case ONE:
        return rank == low;
    case TWO:
    case SHAPES:
        break;
    }
    return rank == low || rank == high;
}

static void write_shape(char *out, size_t size, bool negated, enum shape shape, const char *low,
                        const char *high)
{
    static const char *const forms[SHAPES] = {
        [BETWEEN] = "%s..%s", [FROM] = "%s..",    [UPTO] = "..%s", [ABOVE] = ">%s", [AT_LEAST] = ">=%s",
        [BELOW] = "<%s",      [AT_MOST] = "<=%s", [ONE] = "%s",    [TWO] = "%s,%s",
    };
    const char *form = forms[shape], *ends[] = { low, high };
    size_t used = 0, end = 0;
    if (negated)
        out[used++] = '!';
    for (; *form && used + 1 < size; form++) {
        if (form[0] != '%') {
            out[used++] = *form;
            continue;
        }
        used += (size_t)snprintf(out + used, size - used, "%s", ends[end++]);
        form++;
    }
    out[used] = '\0';
}

typedef void rank_fn(char text[64], int64_t rank);            /* how a person writes it */
typedef struct cs_value value_fn(int64_t rank, int64_t most); /* some value of that rank */

static void write_int(char text[64], int64_t rank)
{
    snprintf(text, 64, "%jd", (intmax_t)rank - 20);
}
static struct cs_value int_value(int64_t rank, int64_t most)
{
    (void)most;
    return cs_integer(rank - 20);
}

static void write_money(char text[64], int64_t rank)
{
    snprintf(text, 64, draw(2) ? "%jd.%02jd" : "%jd.%02jd元", (intmax_t)rank / 100, (intmax_t)rank % 100);
}
static struct cs_value money_value(int64_t rank, int64_t most)
{
    (void)most;
    return cs_integer(rank);
}

static void write_share(char text[64], int64_t rank)
{
    snprintf(text, 64, "%.3f", (double)rank / 8);
}
static struct cs_value share_value(int64_t rank, int64_t most)
{
    (void)most;
    return cs_real((double)rank / 8);
}

/* Days of January 2026: a time of rank r lies anywhere in that local day. */
static void write_day(char text[64], int64_t rank)
{
    int day = (int)rank % 31 + 1;
    int64_t form = draw(3);
    if (form == 0)
        snprintf(text, 64, "2026-01-%02d", day);
    else if (form == 1)
        snprintf(text, 64, "2026/1/%d", day);
    else
        snprintf(text, 64, "2026年1月%d日", day);
}
static struct cs_value due_value(int64_t rank, int64_t most)
{
    (void)most;
    return cs_integer(20454 + rank % 31); /* 2026-01-01 */
}
static struct cs_value opened_value(int64_t rank, int64_t most)
{
    static const int32_t seconds[] = { 0, 1, 43200, 86398, 86399 };
    return cs_integer((20454 + rank % 31) * 86400 - 28800 + seconds[most % 5]);
}

static void check_ordered(int field, int64_t ranks, rank_fn *write, value_fn *value, int shapes)
{
    int through = 0, refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
        enum shape shape = (enum shape)draw(shapes);
        int64_t low = draw(ranks), high = draw(ranks), rank = draw(3) ? draw(ranks) : draw(2) ? low : high;
        bool negated = draw(4) == 0, empty = draw(20) == 0;
        char one[64], other[64], text[160];
        struct cs_value it = empty ? cs_null() : value(rank, draw(1000));
        write(one, low);
        write(other, high);
        write_shape(text, sizeof text, negated, shape, one, other);
        bool backward = shape == BETWEEN && low > high;
        int want = backward ? -1 : (!empty && fits(shape, rank, low, high)) != negated;
        CHECK_ASKED(field, text, &it, want);
        through += want == 1;
        refused += want == -1;
    }
    CHECK_THAT(through > ROUNDS / 5 && refused > ROUNDS / 40, "%d through, %d refused", through, refused);
}

CS_TEST(whole_numbers, "random filters of whole numbers let through what lies where they say")
{
    check_ordered(F_COUNT, 41, write_int, int_value, SHAPES);
}

CS_TEST(sums_of_money, "random filters of money, to the fen")
{
    check_ordered(F_COST, 300, write_money, money_value, SHAPES);
}

CS_TEST(real_numbers, "random filters of real numbers, their ends included or not")
{
    check_ordered(F_SHARE, 50, write_share, share_value, SHAPES);
}

CS_TEST(dates, "random filters of dates: both ends are days that count")
{
    check_ordered(F_DUE, 31, write_day, due_value, SHAPES);
}

CS_TEST(times, "random filters of times by days: from the first second of a local day to its last")
{
    check_ordered(F_OPENED, 31, write_day, opened_value, TWO); /* days make no list */
}

/* ------------------------------------------------------------------ words */

static void write_step(char text[64], int64_t rank)
{
    snprintf(text, 64, "%s", draw(3) ? steps[rank].code : draw(2) ? steps[rank].label : step_labels[rank]);
}

CS_TEST(choices_in_order, "random filters of choices: by code or label, in lists and in their order")
{
    int through = 0;
    for (int i = 0; i < ROUNDS; i++) {
        enum shape shape = (enum shape)draw(SHAPES);
        int64_t low = draw(STEPS), high = draw(STEPS), rank = draw(STEPS);
        bool negated = draw(4) == 0, empty = draw(20) == 0;
        char one[64], other[64], text[160];
        struct cs_value it = empty ? cs_null() : cs_text(steps[rank].code);
        write_step(one, low);
        write_step(other, high);
        write_shape(text, sizeof text, negated, shape, one, other);
        bool nothing = (shape == BETWEEN && low > high) || (shape == ABOVE && low == STEPS - 1) ||
                       (shape == BELOW && low == 0);
        int want = nothing ? -1 : (!empty && fits(shape, rank, low, high)) != negated;
        CHECK_ASKED(F_STEP, text, &it, want);
        through += want == 1;
    }
    CHECK(through > ROUNDS / 4);
}

CS_TEST(sets, "random filters of sets let through what shares a word with them")
{
    for (int i = 0; i < ROUNDS; i++) {
        int64_t held = draw(1 << STEPS), asked = 1 + draw((1 << STEPS) - 1);
        bool negated = draw(3) == 0;
        char set[120] = "", text[200] = "", word[64];
        size_t length = 0;
        strcpy(text, negated ? "!" : "");
        for (int step = 0; step < STEPS; step++) {
            if (held >> step & 1)
                length += (size_t)sprintf(set + length, "%s%s", length ? ";" : "", steps[step].code);
            if (asked >> step & 1) {
                write_step(word, step);
                strcat(strcat(text, word), draw(2) ? "," : " , ");
            }
        }
        struct cs_value it = held ? cs_text(set) : cs_null();
        CHECK_ASKED(F_MARKS, text, &it, ((held & asked) != 0) != negated);
    }
}

/* ------------------------------------------------------------------ texts */

/* A short text of few letters, so that much is found, with all the signs that mean something. */
static void random_text(char *out, int64_t most)
{
    static const char signs[] = "aabb,\\!~*.<>";
    int64_t length = 1 + draw(most);
    for (int64_t i = 0; i < length; i++)
        out[i] = signs[draw(sizeof signs - 1)];
    out[length] = '\0';
}

/* Appends the text with a backslash before each sign, as careful people write it. */
static void append_escaped(char *out, const char *text)
{
    size_t used = strlen(out);
    for (; *text; text++) {
        if (*text != 'a' && *text != 'b')
            out[used++] = '\\';
        out[used++] = *text;
    }
    out[used] = '\0';
}

CS_TEST(texts, "random texts with all signs kept by backslashes are found whole, by part and by beginning")
{
    int through = 0;
    for (int i = 0; i < 4 * ROUNDS; i++) {
        char value[8], one[8], other[8], text[64] = "";
        int64_t form = draw(4);
        bool negated = draw(4) == 0;
        random_text(value, 4);
        random_text(one, form < 2 ? 2 : 3);
        random_text(other, 2);
        strcpy(text, negated ? "!" : "");
        strcat(text, form == 0 ? "~" : "");
        append_escaped(text, one);
        strcat(text, form == 1 ? "*" : form == 2 ? "," : "");
        if (form == 2)
            append_escaped(text, other);
        bool found = form == 0   ? strstr(value, one) != NULL
                     : form == 1 ? strncmp(value, one, strlen(one)) == 0
                                 : strcmp(value, one) == 0 || (form == 2 && strcmp(value, other) == 0);
        struct cs_value it = cs_text(value);
        CHECK_ASKED(F_TEXT, text, &it, found != negated);
        through += found != negated;
    }
    CHECK(through > ROUNDS && through < 3 * ROUNDS);
}

CS_TEST(emptiness, "none and any ask of every type whether there is a value, and ! turns them round")
{
    const struct cs_value none = cs_null(), text = cs_text("close"), number = cs_integer(1);
    for (int field = 0; field < (int)record.count; field++) {
        const struct cs_value *some = field <= F_MARKS ? &text : &number;
        CHECK_ASKED(field, "none", &none, 1);
        CHECK_ASKED(field, "none", some, 0);
        CHECK_ASKED(field, "!none", &none, 0);
        CHECK_ASKED(field, "!none", some, 1);
        CHECK_ASKED(field, "any", &none, 0);
        CHECK_ASKED(field, "any", some, 1);
        CHECK_ASKED(field, "!any", &none, 1);
        CHECK_ASKED(field, "!any", some, 0);
        CHECK_ASKED(field, "", some, -1);
        CHECK_ASKED(field, "!", some, -1);
    }
}
