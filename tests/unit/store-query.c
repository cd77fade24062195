/* Queries that people write: what they see, what is masked, what is refused. */
#include "store-kit.h"

#include "record/record.h"
#include "store/guard.h"

static const struct cs_guard_column personal[] = {
    { "person", "phone", CS_PHONE },
    { "person", "mail", CS_EMAIL },
    { "person", "extra", 0 },
};

static enum cs_status head(void *context, size_t count, const char *const *names, const char *types,
                           struct cs_error *err)
{
    (void)err;
    for (size_t i = 0; i < count; i++)
        cs_buffer_printf(context, "%s:%c ", names[i], types[i]);
    cs_buffer_char(context, '\n');
    return CS_OK;
}

static size_t width;

static enum cs_status row(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    for (size_t i = 0; i < width; i++)
        if (out[i].type == CS_INTEGER)
            cs_buffer_printf(context, "%lld ", (long long)out[i].integer);
        else if (out[i].type == CS_REAL)
            cs_buffer_printf(context, "%g ", out[i].real);
        else
            cs_buffer_printf(context, "%s ", out[i].type == CS_NULL ? "null" : out[i].text);
    return CS_OK;
}

static struct cs_buffer answer;

static enum cs_status head_and_width(void *context, size_t count, const char *const *names, const char *types,
                                     struct cs_error *err)
{
    width = count;
    return head(context, count, names, types, err);
}

static enum cs_status ask(struct cs_store *store, const char *sql, const struct cs_query_limits *limits)
{
    struct cs_value in[] = { cs_text("T1"), cs_null() };
    cs_error_clear(&kit.err);
    cs_buffer_reset(&answer);
    return cs_store_query(store, sql, in, 2, limits, head_and_width, row, &answer, &kit.err);
}

static struct cs_store *make(void)
{
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    static const struct cs_statement list[] = {
        { "UPDATE person SET mail = 'li@example.com', extra = 'secret 13800001234', score = 2.5", "", "" },
    };
    static const struct cs_statements table = CS_STATEMENTS("query", list);
    CHECK_INT(kit_put(store, "T1", "Li", 5), CS_OK);
    CHECK_INT(cs_store_do(store, &table, 0, NULL, NULL, &kit.err), CS_OK);
    cs_store_guard(store, personal, sizeof personal / sizeof *personal);
    return store;
}

CS_TEST(answers, "a query gets names, types and rows; personal columns come masked unless unmask is given")
{
    struct cs_query_limits limits = { .seconds = 10 };
    kit_begin();
    struct cs_store *store = make();
    CHECK_INT(ask(store, "SELECT id, name, phone, mail, score FROM person;; -- end", &limits), CS_OK);
    CHECK_TEXT(answer.text, "id:i name:t phone:t mail:t score:r \n1 Li 138****1234 l*@example.com 2.5 ");
    CHECK_INT(ask(store, "SELECT count(*) AS n FROM person WHERE phone = '13800001234'", &limits), CS_OK);
    CHECK_TEXT(answer.text, "n:i \n0 ");
    CHECK_INT(ask(store, "SELECT * FROM person", &limits), CS_OK);
    CHECK(!strstr(answer.text, "secret") && !strstr(answer.text, "13800001234"));
    CHECK_INT(ask(store, "SELECT name FROM person WHERE external_id = $1 AND $2 IS NULL", &limits), CS_OK);
    CHECK_TEXT(answer.text, "name:t \nLi ");
    CHECK_INT(ask(store, "SELECT count(*) FROM main.person", &limits), CS_OK);
    CHECK_INT(ask(store,
                  "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n LIMIT 3) "
                  "SELECT sum(x), row_number() OVER () FROM n",
                  &limits),
              CS_OK);
    CHECK_TEXT(answer.text, "sum(x):i row_number() OVER ():i \n6 1 ");
    CHECK_INT(ask(store, "SELECT value FROM json_each('[1,2]')", &limits), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    CHECK_INT(ask(store, "SELECT name FROM person WHERE 0", &limits), CS_OK);
    CHECK_TEXT(answer.text, "name:t \n");
    limits.unmask = true;
    CHECK_INT(ask(store, "SELECT phone, extra FROM main.person", &limits), CS_OK);
    CHECK_TEXT(answer.text, "phone:t extra:t \n13800001234 secret 13800001234 ");
    cs_store_close(store);
    cs_buffer_release(&answer);
}

CS_TEST(personal_data, "no way round the masks: what is personal is masked or refused in words")
{
    static const char *const queries[] = {
        "SELECT phone FROM main.person",
        "SELECT 1 FROM main.person WHERE phone LIKE '138%'",
        "SELECT 1 FROM main.person ORDER BY phone",
        "SELECT a.phone FROM main.person AS a JOIN person AS b USING (phone)",
        "SELECT 1 WHERE '13800001234' IN (SELECT phone FROM main.person)",
        "WITH person AS (SELECT phone FROM main.person) SELECT * FROM person",
        "WITH phones AS (SELECT phone FROM main.person) SELECT * FROM phones",
        "SELECT * FROM (SELECT * FROM main.person)",
        "SELECT max(phone) FILTER (WHERE id = 1) FROM main.person",
        "SELECT first_value(phone) OVER () FROM main.person",
        "SELECT extra FROM person",
        "SELECT person.extra FROM person",
        "SELECT extra FROM main.person",
    };
    struct cs_query_limits limits = { .seconds = 10 };
    kit_begin();
    struct cs_store *store = make();
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        CHECK_THAT(ask(store, queries[i], &limits) == CS_FAILED, "allowed: %s -> %s", queries[i],
                   answer.text);
        CHECK_THAT(strstr(kit.err.text, "--unmask"), "%s -> %s", queries[i], kit.err.text);
        CHECK(!strstr(answer.text, "13800001234"));
    }
    cs_store_guard(store, NULL, 0);
    CHECK_INT(ask(store, "SELECT 1", &limits), CS_FAILED);
    CHECK(kit_errs("no list of personal columns"));
    cs_store_close(store);
}

CS_TEST(keys, "a report tells equal numbers from unequal ones, and nobody learns a number by it")
{
    struct cs_query_limits plain = { .seconds = 10 }, trusted = { .seconds = 10, .trusted = true };
    struct cs_store *store;
    kit_begin();
    store = make();
    static const struct cs_statement more[] = {
        { "UPDATE person SET phone = '13800001234'", "", "" },
        { "INSERT INTO person (source, external_id, name, phone) VALUES ('c', 'T2', 'Wu', '13800001234'), "
          "('c', 'T3', 'Xu', "
          "'13811111234'), ('c', 'T4', 'Yu', '138****1234'), ('c', 'T5', 'Zu', NULL)",
          "", "" },
    };
    static const struct cs_statements table = CS_STATEMENTS("more", more);
    for (int i = 0; i < 2; i++)
        CHECK_INT(cs_store_do(store, &table, i, NULL, NULL, &kit.err), CS_OK);
    /* Three numbers look the same under the mask; two are one. What came masked and what is missing equal
     * nothing. */
    CHECK_INT(
        ask(store,
            "SELECT phone, COUNT(*) FROM person GROUP BY phone_key HAVING COUNT(*) > 1 AND phone_key IS NOT "
            "NULL",
            &trusted),
        CS_OK);
    CHECK_TEXT(strchr(answer.text, '\n') + 1, "138****1234 2 ");
    CHECK_INT(ask(store, "SELECT COUNT(*) FROM person WHERE phone_key IS NULL", &trusted), CS_OK);
    CHECK_TEXT(strchr(answer.text, '\n') + 1, "2 ");
    /* Neither a key of one's own making nor the column in a person's query. */
    CHECK_INT(ask(store, "SELECT COUNT(*) FROM person WHERE phone_key = cs_key(1, '13800001234')", &trusted),
              CS_FAILED);
    CHECK(kit_errs("cs_key cannot be used"));
    CHECK_INT(ask(store, "WITH m AS (SELECT cs_key(1, '13800001234') AS k) SELECT k FROM m", &trusted),
              CS_FAILED);
    CHECK_INT(ask(store, "SELECT phone_key FROM person", &plain), CS_FAILED);
    cs_store_close(store);
}

CS_TEST(partly, "a column that is personal in some rows only comes as it is in the others")
{
    static const struct cs_guard_column some[] = {
        { "person", "phone", CS_PHONE },
        { "person", "extra", 0, "external_id = 'T2'" },
    };
    struct cs_query_limits limits = { .seconds = 10 };
    struct cs_store *store;
    kit_begin();
    store = make();
    static const struct cs_statement more[] = {
        { "INSERT INTO person (source, external_id, name, extra) VALUES ('c', 'T2', 'Wu', 'sales'), ('c', "
          "'T3', 'Xu', NULL)",
          "", "" },
    };
    static const struct cs_statements table = CS_STATEMENTS("more", more);
    CHECK_INT(cs_store_do(store, &table, 0, NULL, NULL, &kit.err), CS_OK);
    cs_store_guard(store, some, 2);
    CHECK_INT(ask(store, "SELECT extra FROM person ORDER BY external_id", &limits), CS_OK);
    CHECK_TEXT(strchr(answer.text, '\n') + 1, "**** sales null ");
    CHECK_INT(ask(store, "SELECT COUNT(*) FROM person WHERE extra LIKE '%secret%'", &limits), CS_OK);
    CHECK_TEXT(strchr(answer.text, '\n') + 1, "0 ");
    cs_store_close(store);
}

CS_TEST(refusals, "what is more than one reading SELECT is refused, and leaves the store alone")
{
    static const char *const queries[][2] = {
        { "ATTACH '/tmp/cs-other.db' AS other", "only read" },
        { "PRAGMA user_version = 9", "only read" },
        { "PRAGMA table_info(person)", "only read" },
        { "SELECT * FROM pragma_table_info('person')", "pragma_table_info cannot be read" },
        { "SELECT load_extension('/tmp/x.so')", "load_extension cannot be used" },
        { "SELECT writefile('/tmp/x', 'y')", "writefile" },
        { "SELECT readfile('/etc/passwd')", "readfile" },
        { "SELECT length(zeroblob(1000000000))", "zeroblob cannot be used" },
        { "SELECT randomblob(1000000000)", "randomblob cannot be used" },
        { "SELECT fts3_tokenizer('simple')", "fts3_tokenizer cannot be used" },
        { "SELECT sqlite_compileoption_get(1)", "cannot be used" },
        { "SELECT sql FROM sqlite_schema", "cannot be read" },
        { "SELECT sql FROM sqlite_temp_master", "cannot be read" },
        { "SELECT * FROM dbstat", "refused" },
        { "SELECT * FROM sqlite_stmt", "refused" },
        { "SELECT 1; SELECT 2", "one statement" },
        { "SELECT 1; DROP TABLE person", "one statement" },
        { "DELETE FROM person", "refused" },
        { "UPDATE call SET at = 1", "only read" },
        { "INSERT INTO call (person_id, at) VALUES (1, 1) RETURNING at", "only read" },
        { "CREATE TEMP TABLE t (x)", "only read" },
        { "WITH x AS (SELECT 1) DELETE FROM call", "only read" },
        { "VACUUM INTO '/tmp/cs-out.db'", "only read" },
        { "BEGIN IMMEDIATE", "only read" },
        { "EXPLAIN SELECT phone FROM person", "only read" },
        { "SELECT replace(printf('%.900000c', 'x'), 'x', 'yy')", "too big" },
        { "SELECT $3", "parameter $3" },
        { "SELECT ?", "parameter ?" },
        { "SELECT :name", "parameter :name" },
        { "", "empty" },
        { "-- nothing", "empty" },
        { "SELEC 1", "syntax error" },
        { "SELECT 1+(2+(3+(4+(5+(6+(7+(8+(9+(10+(11))))))))))", "too large" },
        { "SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4", "too many terms" },
        { "SELECT coalesce(1,2,3,4,5,6,7,8,9)", "too many arguments" },
    };
    struct cs_query_limits limits = { .seconds = 10 };
    kit_begin();
    struct cs_store *store = make();
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        CHECK_THAT(ask(store, queries[i][0], &limits) == CS_FAILED, "allowed: %s", queries[i][0]);
        CHECK_THAT(strstr(kit.err.text, queries[i][1]), "%s -> %s", queries[i][0], kit.err.text);
    }
    CHECK(access("/tmp/cs-out.db", F_OK) != 0 && access("/tmp/cs-other.db", F_OK) != 0);
    CHECK_INT(kit_count(store), 1);
    limits.trusted = true;
    CHECK_INT(ask(store, "SELECT 1+(2+(3+(4+(5+(6+(7+(8+(9+(10+(11))))))))))", &limits), CS_OK);
    CHECK_INT(ask(store, "SELECT coalesce(1,2,3,4,5,6,7,8,9)", &limits), CS_OK);
    cs_store_close(store);
}

CS_TEST(endless, "an endless query is stopped by time, a long answer by the number of rows")
{
    static const char *const queries[] = {
        "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT 1 FROM n) SELECT x FROM n WHERE x > 1",
    };
    struct cs_query_limits limits = { .seconds = 1 };
    kit_begin();
    struct cs_store *store = make();
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        CHECK_INT(ask(store, queries[i], &limits), CS_FAILED);
        CHECK(kit_errs("stopped after 1 seconds"));
    }
    limits.rows = 5;
    CHECK_INT(ask(store, "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
                  &limits),
              CS_FAILED);
    CHECK(kit_errs("more than 5 rows"));
    CHECK_TEXT(answer.text, "x:i \n1 2 3 4 5 ");
    cs_store_close(store);
    cs_buffer_release(&answer);
}
