/* A scratch store with the real schema, for the tests of the outbox and the reports: kit_open, statements of
 * the test's own, kit_close. */
#ifndef CS_TESTS_UNIT_OUTBOX_KIT_H
#define CS_TESTS_UNIT_OUTBOX_KIT_H

#include "store/store.h"
#include "time/moment.h"
#include "unit.h"

#include <unistd.h>

#define KIT __attribute__((unused)) static

static struct {
    char folder[64];
    struct cs_store *store;
    struct cs_arena arena;
    struct cs_error err;
    const struct cs_zone *zone;
} kit;

/* 2026-03-05 09:00:00 in Shanghai; kit_at counts hours from there. */
#define KIT_NOW 1772672400

KIT int64_t kit_at(double hours)
{
    return KIT_NOW + (int64_t)(hours * 3600);
}

KIT void kit_open(void)
{
    char path[96];
    char *schema = cs_unit_path("schema");
    memset(&kit, 0, sizeof kit);
    snprintf(kit.folder, sizeof kit.folder, "/tmp/cs-room-XXXXXX");
    CHECK(mkdtemp(kit.folder) != NULL);
    snprintf(path, sizeof path, "%s/cs.db", kit.folder);
    struct cs_store_options options = {
        .url = path, .named = true, .mode = CS_STORE_CREATE, .schema_dir = schema, .wait_seconds = 5
    };
    CHECK_INT(cs_store_open(&options, &kit.store, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    CHECK_INT(cs_zone_find("Asia/Shanghai", &kit.zone, NULL), CS_OK);
    free(schema);
}

KIT void kit_close(void)
{
    char command[96];
    cs_store_close(kit.store);
    cs_arena_release(&kit.arena);
    snprintf(command, sizeof command, "rm -rf '%s'", kit.folder);
    CHECK_INT(system(command), 0);
}

/* Runs statements of the test, one a line of the list, in one transaction. */
KIT void kit_do(const struct cs_statements *table)
{
    CHECK_INT(cs_store_begin(kit.store, false, &kit.err), CS_OK);
    for (size_t i = 0; i < table->count; i++)
        CHECK_INT(cs_store_do(kit.store, table, (int)i, NULL, NULL, &kit.err), CS_OK);
    CHECK_INT(cs_store_commit(kit.store, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    cs_error_clear(&kit.err);
}

struct kit_text {
    char *out;
    size_t size;
};

static enum cs_status kit_take(void *context, const struct cs_value *out, struct cs_error *err)
{
    struct kit_text *text = context;
    (void)err;
    size_t used = strlen(text->out);
    snprintf(text->out + used, text->size - used, "%s%s", used ? "|" : "", cs_value_text(&out[0]));
    return CS_OK;
}

/* The first column of a SELECT (made text by the SELECT itself), rows joined by |. Four answers are good at a
 * time. */
KIT const char *kit_ask(const char *sql)
{
    static char answers[4][2048];
    static int turn;
    struct kit_text text = { answers[turn++ % 4], sizeof answers[0] };
    text.out[0] = '\0';
    CHECK_INT(cs_store_each_sql(kit.store, sql, NULL, 0, "t", kit_take, &text, &kit.err), CS_OK);
    CHECK_TEXT(kit.err.text, "");
    cs_error_clear(&kit.err);
    return text.out;
}

#endif
