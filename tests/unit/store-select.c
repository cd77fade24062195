/* Selecting: each kind of filter, order, limit, count; the text is made of constants only. */
#include "store-kit.h"

#include "store/select.h"

static const struct cs_field fields[] = {
    { .name = "id", .type = CS_TYPE_INT, .flags = CS_KEY | CS_DERIVED },
    { .name = "name", .type = CS_TYPE_TEXT },
    { .name = "born", .type = CS_TYPE_TIME },
    { .name = "score", .type = CS_TYPE_REAL },
    { .name = "tags", .type = CS_TYPE_SET },
    { .name = "nowhere", .type = CS_TYPE_INT },
    { .name = "day", .type = CS_TYPE_DATE },
};
enum { ID, NAME, BORN, SCORE, TAGS, NOWHERE, DAY };
static const struct cs_record person = CS_RECORD("person", "person", fields);
static const char *const columns[] = { "p.id", "p.name", "p.born", "p.score", "p.tags", NULL, "p.born" };
static const struct cs_view view = {
    .record = &person, .from = "person AS p", .columns = columns, .key = "p.id"
};

static const struct cs_statement list[] = {
    { "INSERT INTO person (source, name, born, score, tags) VALUES ('s', $1, $2, $3, $4)", "tirt", "" },
};
static const struct cs_statements table = CS_STATEMENTS("select", list);

static struct cs_store *make(void)
{
    static const struct {
        const char *name;
        int64_t born;
        double score;
        const char *tags;
    } people[] = {
        { "Anna", 100, 1.5, "water;roof" }, { "anton_%", 200, 2.5, "waterproof" },
        { "Bo\\b", 300, 3.5, NULL },        { "李明", 400, 4.5, "roof" },
        { "李小", 500, 5.5, "" },           { "", 600, 6.5, "roof;water" },
    };
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        struct cs_value in[] = { cs_text(people[i].name), cs_integer(people[i].born),
                                 cs_real(people[i].score), cs_text(people[i].tags) };
        CHECK_INT(cs_store_do(store, &table, 0, in, NULL, &kit.err), CS_OK);
    }
    return store;
}

static enum cs_status collect(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    CHECK(row->record == &person && row->arena != NULL);
    cs_buffer_printf(context, "%lld ", (long long)row->values[ID].integer);
    return CS_OK;
}

/* The ids that a select gives, and that its count agrees. */
static const char *ids(struct cs_store *store, struct cs_select *select)
{
    static char text[256];
    struct cs_buffer out = CS_BUFFER_INIT;
    int64_t count = -1, seen = 0;
    select->view = &view;
    cs_error_clear(&kit.err);
    CHECK_INT(cs_select_each(store, select, collect, &out, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    CHECK_INT(cs_select_count(store, select, &count, &kit.err), CS_OK);
    for (size_t i = 0; i < out.length; i++)
        seen += out.text[i] == ' ';
    if (!select->limit && !select->offset)
        CHECK_INT(seen, count);
    snprintf(text, sizeof text, "%s", out.text);
    cs_buffer_release(&out);
    return text;
}

static const char *filtered(struct cs_store *store, struct cs_filter filter)
{
    struct cs_select select = { .filters = &filter, .filter_count = 1 };
    return ids(store, &select);
}

CS_TEST(filters, "each kind of filter chooses what it says, and its contrary the rest")
{
    kit_begin();
    struct cs_store *store = make();
    struct cs_value two[] = { cs_integer(1), cs_integer(4) }, text[1],
                    words[] = { cs_text("water"), cs_text("x") };
    struct cs_filter f = { .field = ID, .kind = CS_FILTER_IN, .count = 2, .values = two };
    CHECK_TEXT(filtered(store, f), "1 4 ");
    f.negated = true;
    CHECK_TEXT(filtered(store, f), "2 3 5 6 ");
    f.count = 0;
    CHECK_TEXT(filtered(store, f), "1 2 3 4 5 6 ");
    f = (struct cs_filter){
        .field = BORN, .kind = CS_FILTER_RANGE, .low = cs_integer(200), .high = cs_integer(400)
    };
    CHECK_TEXT(filtered(store, f), "2 3 ");
    f.field = DAY;
    CHECK_TEXT(filtered(store, f), "2 3 4 ");
    f.low = cs_null();
    CHECK_TEXT(filtered(store, f), "1 2 3 4 ");
    f.high = cs_null();
    CHECK_TEXT(filtered(store, f), "1 2 3 4 5 6 ");
    f = (struct cs_filter){ .field = SCORE, .kind = CS_FILTER_RANGE, .low = cs_real(4.5) };
    CHECK_TEXT(filtered(store, f), "4 5 6 ");
    f = (struct cs_filter){ .field = NAME, .kind = CS_FILTER_CONTAINS, .count = 1, .values = text };
    text[0] = cs_text("AN");
    CHECK_TEXT(filtered(store, f), "1 2 ");
    text[0] = cs_text("%");
    CHECK_TEXT(filtered(store, f), "2 ");
    text[0] = cs_text("_");
    CHECK_TEXT(filtered(store, f), "2 ");
    text[0] = cs_text("\\");
    CHECK_TEXT(filtered(store, f), "3 ");
    text[0] = cs_text("小");
    CHECK_TEXT(filtered(store, f), "5 ");
    text[0] = cs_text("' OR 1=1 --");
    CHECK_TEXT(filtered(store, f), "");
    f.kind = CS_FILTER_PREFIX;
    text[0] = cs_text("李");
    CHECK_TEXT(filtered(store, f), "4 5 ");
    f.negated = true;
    CHECK_TEXT(filtered(store, f), "1 2 3 6 ");
    f.negated = false;
    text[0] = cs_text("an");
    CHECK_TEXT(filtered(store, f), "2 ");
    text[0] = cs_text("\xf4\x8f\xbf\xbf"); /* the last character of all */
    CHECK_TEXT(filtered(store, f), "");
    f = (struct cs_filter){ .field = TAGS, .kind = CS_FILTER_HAS, .count = 2, .values = words };
    CHECK_TEXT(filtered(store, f), "1 6 ");
    f.negated = true;
    CHECK_TEXT(filtered(store, f), "2 3 4 5 ");
    f = (struct cs_filter){ .field = TAGS, .kind = CS_FILTER_EMPTY };
    CHECK_TEXT(filtered(store, f), "3 5 ");
    f.kind = CS_FILTER_FILLED;
    CHECK_TEXT(filtered(store, f), "1 2 4 6 ");
    f = (struct cs_filter){ .field = NOWHERE, .kind = CS_FILTER_EMPTY };
    CHECK_TEXT(filtered(store, f), "1 2 3 4 5 6 ");
    f = (struct cs_filter){ .field = SCORE, .kind = CS_FILTER_FILLED, .negated = true };
    CHECK_TEXT(filtered(store, f), "");
    cs_store_close(store);
}

CS_TEST(orders, "order, limit and offset; nulls come first in rising order, the key decides ties")
{
    static const int by_tags[] = { TAGS }, falling[] = { -1 - TAGS }, some[] = { NAME },
                     by_nothing[] = { NOWHERE };
    kit_begin();
    struct cs_store *store = make();
    struct cs_select select = { .sort = by_tags, .sort_count = 1 };
    CHECK_TEXT(ids(store, &select), "3 5 4 6 1 2 ");
    select.sort = falling;
    CHECK_TEXT(ids(store, &select), "2 1 6 4 5 3 ");
    select.sort = by_nothing;
    CHECK_TEXT(ids(store, &select), "1 2 3 4 5 6 ");
    select = (struct cs_select){ .limit = 2, .offset = 1 };
    CHECK_TEXT(ids(store, &select), "2 3 ");
    select = (struct cs_select){ .offset = 4 };
    CHECK_TEXT(ids(store, &select), "5 6 ");
    select = (struct cs_select){ .fields = some, .field_count = 1, .limit = 2 };
    CHECK_TEXT(ids(store, &select), "0 0 "); /* the id was not asked for */
    cs_store_close(store);
}

CS_TEST(conditions, "a room's conditions come before the filters, values and all")
{
    static const char *const texts[] = { "p.born >= $1", "p.score < $2" };
    kit_begin();
    struct cs_store *store = make();
    struct cs_value values[] = { cs_integer(200), cs_real(5) }, name[] = { cs_text("李明") };
    struct cs_filter f = { .field = NAME, .kind = CS_FILTER_IN, .count = 1, .values = name };
    struct cs_select select = {
        .conditions = texts, .condition_count = 2, .condition_values = values, .condition_value_count = 2
    };
    CHECK_TEXT(ids(store, &select), "2 3 4 ");
    select.filters = &f;
    select.filter_count = 1;
    CHECK_TEXT(ids(store, &select), "4 ");
    cs_store_close(store);
}

static enum cs_status add_id(void *context, const struct cs_row *row, struct cs_error *err)
{
    (void)err;
    int64_t *sum = context;
    *sum = *sum * 10 + row->values[ID].integer;
    return CS_OK;
}

CS_TEST(hanging_on, "the rows that hang on a value, and a view of some rows only")
{
    kit_begin();
    struct cs_store *store = make();
    struct cs_view some = view;
    const struct cs_value ming = cs_text("李明"), born = cs_integer(200);
    int64_t sum = 0;
    some.of = "p.name";
    CHECK_INT(cs_select_of(store, &some, NULL, &ming, add_id, &sum, &kit.err), CS_OK);
    int64_t all = sum;
    CHECK_THAT(all > 0, "nobody hangs on the name");
    sum = 0;
    CHECK_INT(cs_select_of(store, &some, "p.born >= $1", &born, add_id, &sum, &kit.err), CS_OK);
    CHECK_THAT(sum > 0 && sum != all, "the condition gave %lld", (long long)sum);
    some.where = "p.id = 4";
    sum = 0;
    CHECK_INT(cs_select_of(store, &some, NULL, &ming, add_id, &sum, &kit.err), CS_OK);
    CHECK_INT(sum, 4);
    struct cs_select select = { .view = &some };
    CHECK_INT(cs_select_count(store, &select, &sum, &kit.err), CS_OK);
    CHECK_INT(sum, 1);
    cs_store_close(store);
}

CS_TEST(renumbered, "a condition's $1 is called as its place in a list wants it")
{
    struct cs_arena arena = CS_ARENA_INIT;
    CHECK_TEXT(cs_condition_at(&arena, "a < $1 AND b", 3), "a < $3 AND b");
    CHECK_TEXT(cs_condition_at(&arena, "a = $1", 12), "a = $12");
    CHECK_TEXT(cs_condition_at(&arena, "a IS NULL", 2), "a IS NULL");
    cs_arena_release(&arena);
}
