/* Rows to put off: statements, people and calls, what the tables hold; a machine that gives no threads. */
#ifndef CS_TESTS_UNIT_GATHER_KIT_H
#define CS_TESTS_UNIT_GATHER_KIT_H

#include "store-kit.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

/* ---- a machine that gives no threads ---- */

static bool no_threads;
static int threads;

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *), void *context)
{
    static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (no_threads)
        return EAGAIN;
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    threads++;
    return real(thread, how, run, context);
}

/* ---- statements ---- */

enum { PERSON, NOTE, PICTURE, ODD, WRONG, PEOPLE, CALLS, PICTURES, HOW_MANY };

static const struct cs_statement list[] = {
    [PERSON] = { "INSERT INTO person (id, source, external_id, name, phone, born) VALUES ($1, $2, $3, $4, "
                 "$5, "
                 "$6)",
                 "itttti", "" },
    [NOTE] = { "INSERT INTO call (person_id, at, note) VALUES ($1, $2, $3)", "iit", "" },
    [PICTURE] = { "INSERT INTO person (source, name, score, photo) VALUES ($1, $2, $3, $4)", "ttrb", "" },
    /* Not a plain insert of its parameters in order: goes row by row. */
    [ODD] = { "INSERT INTO person (source, name, born) VALUES ($1, $1 || '-' || $2, (SELECT count(*) FROM "
              "person))",
              "tt", "" },
    [WRONG] = { "INSERT INTO nowhere (a) VALUES ($1)", "i", "" },
    [PEOPLE] = { "SELECT id, source, external_id, name, phone, born FROM person ORDER BY id", "", "itttti" },
    [CALLS] = { "SELECT person_id, at, note FROM call ORDER BY person_id, at", "", "iit" },
    [PICTURES] = { "SELECT name, score, photo FROM person ORDER BY id", "", "trb" },
    [HOW_MANY] = { "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM call)", "", "ii" },
};
static const struct cs_statements table = CS_STATEMENTS("gather", list);

/* A text that is gone once the row was given: the store must have its own. */
static struct cs_value brief(const char *format, ...)
{
    static char places[8][64];
    static int turn;
    char *place = places[turn++ % 8];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(place, sizeof places[0], format, arguments);
    va_end(arguments);
    return cs_text(place);
}

static enum cs_status add_person(struct cs_store *store, int64_t id)
{
    struct cs_value in[] = { cs_integer(id),
                             cs_text("crm"),
                             brief("x%lld", (long long)id),
                             id % 7 ? brief("Ada %lld 你好", (long long)id) : cs_text(""),
                             id % 5 ? brief("1380000%04lld", (long long)id) : cs_null(),
                             id % 3 ? cs_integer(id * 100) : cs_null() };
    enum cs_status status = cs_store_add(store, &table, PERSON, in, &kit.err);
    for (size_t i = 2; i < 5; i++) /* what the caller does with its own memory is its own affair */
        if (in[i].type == CS_TEXT && in[i].length)
            memset((char *)in[i].text, '#', in[i].length);
    return status;
}

KIT enum cs_status add_call(struct cs_store *store, int64_t person, int64_t at)
{
    struct cs_value in[] = { cs_integer(person), cs_integer(at),
                             at % 4 ? brief("call %lld", (long long)at) : cs_null() };
    return cs_store_add(store, &table, NOTE, in, &kit.err);
}

KIT enum cs_status write_row(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct cs_buffer *text = context;
    (void)err;
    for (int i = 0; i < 6; i++) {
        if (out[i].type == CS_INTEGER)
            cs_buffer_printf(text, "%lld|", (long long)out[i].integer);
        else
            cs_buffer_printf(text, "%s|", out[i].type == CS_NULL ? "(null)" : out[i].text);
    }
    cs_buffer_char(text, '\n');
    return CS_OK;
}

KIT enum cs_status write_call(void *context, const struct cs_value *out, struct cs_error *err)
{
    (void)err;
    cs_buffer_printf(context, "%lld|%lld|%s\n", (long long)out[0].integer, (long long)out[1].integer,
                     out[2].type == CS_NULL ? "(null)" : out[2].text);
    return CS_OK;
}

KIT void show(struct cs_store *store, struct cs_buffer *text)
{
    cs_buffer_reset(text);
    CHECK_INT(cs_store_each(store, &table, PEOPLE, NULL, write_row, text, &kit.err), CS_OK);
    CHECK_INT(cs_store_each(store, &table, CALLS, NULL, write_call, text, &kit.err), CS_OK);
}

/* People and calls, as a get sees them: what waits is not among them. */
static void counted(struct cs_store *store, int64_t people, int64_t calls)
{
    struct cs_value out[2] = { cs_null(), cs_null() };
    struct cs_arena arena = CS_ARENA_INIT;
    CHECK_INT(cs_store_get(store, &table, HOW_MANY, NULL, out, &arena, &kit.err), CS_OK);
    CHECK_INT(out[0].integer, people);
    CHECK_INT(out[1].integer, calls);
    cs_arena_release(&arena);
}

KIT struct cs_store *fresh(bool bulk)
{
    kit_begin();
    struct cs_store *store = kit_store(CS_STORE_CREATE);
    CHECK_INT(cs_store_begin(store, bulk, &kit.err), CS_OK);
    return store;
}

static void add_people(struct cs_store *store, int64_t from, int64_t to)
{
    for (int64_t id = from; id <= to; id++)
        if (add_person(store, id) != CS_OK) {
            CHECK_THAT(false, "person %lld: %s", (long long)id, kit.err.text);
            return;
        }
}

static void commit(struct cs_store *store)
{
    CHECK_THAT(cs_store_commit(store, &kit.err) == CS_OK, "commit: %s", kit.err.text);
}

#endif
