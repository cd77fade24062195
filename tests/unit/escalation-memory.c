/*
 * Clocks in memory, as simulating keeps them, against a plain model: an array that is searched from its
 * beginning, and sorted by comparing each with each. Spans stay in the order in which they came.
 */
#include "escalation/simulate.h"
#include "unit.h"

#include <string.h>

static uint64_t seed = 20260302;

static int draw(int below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((seed >> 33) % (uint64_t)below);
}

static struct clock make_clock(const char *metric, int64_t instance, int64_t due)
{
    struct clock clock = { .ticket = 7, .instance = instance, .due_at = due, .stopped_at = CS_NO_TIME };
    snprintf(clock.metric, sizeof clock.metric, "%s", metric);
    return clock;
}

/* "metric instance due" of each, joined by commas. */
static const char *shown(const struct clock_memory *memory)
{
    static char text[4000];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < memory->count && used < sizeof text - 60; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %lld %lld", used ? ", " : "",
                                 memory->items[i].metric, (long long)memory->items[i].instance,
                                 (long long)memory->items[i].due_at);
    return text;
}

/* ---- clocks ---- */

CS_TEST(order, "clocks stand by metric, and by instance as a number")
{
    struct clock_memory memory = { .count = 0 };
    static const struct {
        const char *metric;
        int64_t instance;
    } in[] = {
        { "visit", 1 }, { "done", 10 }, { "done", 9 }, { "answer", 1 }, { "done", 1 }, { "visit", 2 }
    };
    for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
        const struct clock clock = make_clock(in[i].metric, in[i].instance, (int64_t)i);
        cs_memory_put(&memory, &clock);
    }
    CHECK_TEXT(shown(&memory), "answer 1 3, done 1 4, done 9 2, done 10 1, visit 1 0, visit 2 5");
    cs_memory_free(&memory);
    CHECK_INT(memory.count, 0);
    CHECK(!memory.items && !memory.spans);
}

CS_TEST(again, "a clock that is there already is replaced where it stands")
{
    struct clock_memory memory = { .count = 0 };
    const struct clock first = make_clock("done", 1, 100), other = make_clock("visit", 1, 200);
    struct clock second = make_clock("done", 1, 300);
    second.stopped_at = 250;
    cs_memory_put(&memory, &first);
    cs_memory_put(&memory, &other);
    cs_memory_put(&memory, &second);
    CHECK_TEXT(shown(&memory), "done 1 300, visit 1 200");
    CHECK_INT(memory.items[0].stopped_at, 250);
    CHECK_INT(memory.items[1].stopped_at, CS_NO_TIME);
    cs_memory_clear(&memory);
    CHECK_TEXT(shown(&memory), "");
    cs_memory_put(&memory, &other); /* what was cleared is used again */
    CHECK_TEXT(shown(&memory), "visit 1 200");
    cs_memory_free(&memory);
}

/* The model: clocks as they came, each once. */
struct model {
    struct clock items[40];
    size_t count;
};

static const char *const metrics[] = { "answer", "close", "done", "outside_finish", "plan", "visit" };
enum { METRIC_COUNT = sizeof metrics / sizeof *metrics };

static void model_put(struct model *model, const struct clock *clock)
{
    for (size_t i = 0; i < model->count; i++)
        if (strcmp(model->items[i].metric, clock->metric) == 0 &&
            model->items[i].instance == clock->instance) {
            model->items[i] = *clock;
            return;
        }
    model->items[model->count++] = *clock;
}

/* How many clocks of the model come before one: its place in the memory. */
static size_t place_of(const struct model *model, const struct clock *clock)
{
    size_t before = 0;
    for (size_t i = 0; i < model->count; i++) {
        int metric = strcmp(model->items[i].metric, clock->metric);
        before += metric < 0 || (metric == 0 && model->items[i].instance < clock->instance);
    }
    return before;
}

CS_TEST(walk, "two thousand random clocks stand where the model has them")
{
    struct clock_memory memory = { .count = 0 };
    struct model model = { .count = 0 };
    for (int step = 0; step < 2000 && cs_unit.faults < 5; step++) {
        if (draw(60) == 0) {
            cs_memory_clear(&memory);
            model.count = 0;
        }
        const struct clock clock = make_clock(metrics[draw(METRIC_COUNT)], 1 + draw(6), draw(1000000));
        cs_memory_put(&memory, &clock);
        model_put(&model, &clock);
        CHECK_INT(memory.count, model.count);
        for (size_t i = 0; i < model.count; i++) {
            const struct clock *want = &model.items[i], *got = &memory.items[place_of(&model, want)];
            CHECK_THAT(strcmp(got->metric, want->metric) == 0 && got->instance == want->instance &&
                           got->due_at == want->due_at,
                       "step %d: %s %lld stands elsewhere: %s", step, want->metric, (long long)want->instance,
                       shown(&memory));
        }
    }
    cs_memory_free(&memory);
}

/* ---- spans ---- */

/* A span as the statement SPAN_ADD has it: ticket, metric, instance, from, to, target, reason, actor, used.
 */
static void add_span(struct clock_memory *memory, const char *metric, int64_t instance, int64_t from,
                     int64_t to, int64_t used)
{
    const struct cs_value in[] = { cs_integer(7),    cs_text(metric), cs_integer(instance),
                                   cs_integer(from), cs_integer(to),  cs_integer(3),
                                   cs_null(),        cs_null(),       cs_integer(used) };
    cs_memory_do(memory, SPAN_ADD, in);
}

static void recount(struct clock_memory *memory, const char *metric, int64_t instance, int64_t from,
                    int64_t to, int64_t used)
{
    const struct cs_value in[] = { cs_integer(7),    cs_text(metric), cs_integer(instance),
                                   cs_integer(from), cs_integer(to),  cs_integer(used) };
    cs_memory_do(memory, SPAN_RECOUNT, in);
}

static void clear_spans(struct clock_memory *memory, const char *metric, int64_t instance)
{
    const struct cs_value in[] = { cs_integer(7), cs_text(metric), cs_integer(instance) };
    cs_memory_do(memory, SPAN_CLEAR, in);
}

struct listing {
    char text[2000];
    int64_t stop_at; /* the row that fails */
    int64_t rows;
};

static enum cs_status list_span(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct listing *listing = context;
    size_t used = strlen(listing->text);
    if (++listing->rows == listing->stop_at)
        return cs_error_set(err, CS_FAILED, "enough");
    snprintf(listing->text + used, sizeof listing->text - used, "%s%s %lld %lld-%lld @%lld =%lld",
             used ? ", " : "", cs_value_text(&out[0]), (long long)out[1].integer, (long long)out[2].integer,
             (long long)out[3].integer, (long long)out[4].integer, (long long)out[7].integer);
    return CS_OK;
}

static const char *spans_of(const struct clock_memory *memory)
{
    static struct listing listing;
    struct cs_error err = CS_ERROR_INIT;
    listing = (struct listing){ .text = "" };
    CHECK_INT(cs_memory_spans(memory, list_span, &listing, &err), CS_OK);
    return listing.text;
}

CS_TEST(spans, "spans are kept, counted anew by clock and moments, and forgotten by clock")
{
    struct clock_memory memory = { .count = 0 };
    add_span(&memory, "done", 1, 100, 200, 100);
    add_span(&memory, "visit", 1, 100, 200, 50);
    add_span(&memory, "done", 1, 200, 260, 60);
    add_span(&memory, "done", 2, 100, 200, 10);
    CHECK_TEXT(
        spans_of(&memory),
        "done 1 100-200 @3 =100, visit 1 100-200 @3 =50, done 1 200-260 @3 =60, done 2 100-200 @3 =10");
    recount(&memory, "done", 1, 100, 200, 70);
    recount(&memory, "done", 1, 100, 201, 1); /* no such span */
    recount(&memory, "plan", 1, 100, 200, 1);
    CHECK_TEXT(spans_of(&memory),
               "done 1 100-200 @3 =70, visit 1 100-200 @3 =50, done 1 200-260 @3 =60, done 2 100-200 @3 =10");
    clear_spans(&memory, "done", 1);
    CHECK_TEXT(spans_of(&memory), "visit 1 100-200 @3 =50, done 2 100-200 @3 =10");
    clear_spans(&memory, "done", 9);
    CHECK_TEXT(spans_of(&memory), "visit 1 100-200 @3 =50, done 2 100-200 @3 =10");
    cs_memory_clear(&memory);
    CHECK_TEXT(spans_of(&memory), "");
    cs_memory_free(&memory);
}

CS_TEST(others, "statements that are not of spans leave them alone")
{
    static const enum escalation_statement writes[] = { CLOCK_ADD, CLOCK_SAVE, DEADLINE_ADD,   DEADLINE_DROP,
                                                        RUN_ADD,   LOG_ADD,    ESCALATION_ADD, CLOCK_DROP };
    struct clock_memory memory = { .count = 0 };
    const struct cs_value in[] = { cs_integer(7),   cs_text("done"), cs_integer(1),
                                   cs_integer(100), cs_integer(200), cs_integer(1) };
    add_span(&memory, "done", 1, 100, 200, 100);
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++)
        cs_memory_do(&memory, writes[i], in);
    CHECK_TEXT(spans_of(&memory), "done 1 100-200 @3 =100");
    CHECK_INT(memory.count, 0);
    cs_memory_free(&memory);
}

CS_TEST(stops, "a reader that fails is asked for nothing more, and its sentence is kept")
{
    struct clock_memory memory = { .count = 0 };
    struct cs_error err = CS_ERROR_INIT;
    struct listing listing = { .text = "", .stop_at = 2 };
    add_span(&memory, "a", 1, 1, 2, 1);
    add_span(&memory, "b", 1, 1, 2, 1);
    add_span(&memory, "c", 1, 1, 2, 1);
    CHECK_INT(cs_memory_spans(&memory, list_span, &listing, &err), CS_FAILED);
    CHECK_TEXT(err.text, "enough");
    CHECK_TEXT(listing.text, "a 1 1-2 @3 =1");
    CHECK_INT(listing.rows, 2);
    cs_memory_free(&memory);
}

struct plain_span {
    const char *metric;
    int64_t instance, from, to, used;
};

/* The spans of the model as the listing writes them. */
static const char *model_text(const struct plain_span *spans, size_t count)
{
    static char text[2000];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s %lld %lld-%lld @3 =%lld",
                                 used ? ", " : "", spans[i].metric, (long long)spans[i].instance,
                                 (long long)spans[i].from, (long long)spans[i].to, (long long)spans[i].used);
    return text;
}

CS_TEST(span_walk, "random spans, recounts and clearings come out as in the model")
{
    for (int world = 0; world < 60 && cs_unit.faults < 5; world++) {
        struct clock_memory memory = { .count = 0 };
        struct plain_span model[32];
        size_t count = 0;
        for (int step = 0; step < 30; step++) {
            const char *metric = metrics[draw(3)];
            int64_t instance = 1 + draw(2), from = draw(4) * 10, to = from + 10, used = draw(100);
            int what = draw(8);
            if (what < 5) {
                add_span(&memory, metric, instance, from, to, used);
                model[count++] = (struct plain_span){ metric, instance, from, to, used };
            } else if (what < 7) {
                recount(&memory, metric, instance, from, to, used);
                for (size_t i = 0; i < count; i++)
                    if (model[i].metric == metric && model[i].instance == instance && model[i].from == from)
                        model[i].used = used;
            } else {
                size_t kept = 0;
                clear_spans(&memory, metric, instance);
                for (size_t i = 0; i < count; i++)
                    if (model[i].metric != metric || model[i].instance != instance)
                        model[kept++] = model[i];
                count = kept;
            }
        }
        CHECK_TEXT(spans_of(&memory), model_text(model, count));
        cs_memory_free(&memory);
    }
}
