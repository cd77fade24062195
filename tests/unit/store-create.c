/* A new store appears with what it is filled with, or not at all. */
#include "room-kit.h"

#include <unistd.h>

struct filling {
    const char *place;
    bool seen; /* the place while it was filled */
    int calls;
    enum cs_status answer;
};

static enum cs_status fill(void *context, struct cs_store *store, struct cs_error *err)
{
    struct filling *filling = context;
    filling->calls++;
    filling->seen = access(filling->place, F_OK) == 0;
    CHECK_INT(cs_store_begin(store, false, err), CS_OK);
    CHECK_INT(cs_store_set(store, "timezone", "Asia/Hong_Kong", err), CS_OK);
    CHECK_INT(cs_store_commit(store, err), CS_OK);
    return filling->answer ? cs_error_set(err, filling->answer, "the defaults are missing") : CS_OK;
}

static enum cs_status create(struct filling *filling, enum cs_store_mode mode, struct cs_store **store)
{
    char *schema = cs_unit_path("schema");
    struct cs_store_options options = kit_options(mode);
    options.schema_dir = schema;
    options.fill = fill;
    options.fill_context = filling;
    filling->place = options.url;
    cs_error_clear(&kit.err);
    enum cs_status status = cs_store_open(&options, store, &kit.err);
    free(schema);
    return status;
}

CS_TEST(filled, "it is filled before anybody can see it, and once")
{
    struct filling filling = { .answer = CS_OK };
    struct cs_store *store = NULL;
    kit_begin();
    CHECK_INT(create(&filling, CS_STORE_CREATE, &store), CS_OK);
    CHECK_INT(filling.calls, 1);
    CHECK(!filling.seen);
    CHECK_TEXT(cs_store_setting(store, "timezone"), "Asia/Hong_Kong");
    CHECK(cs_store_setting(store, "uuid") != NULL);
    cs_store_close(store);
    CHECK_INT(create(&filling, CS_STORE_WRITE, &store), CS_OK); /* only a store that is made is filled */
    CHECK_INT(filling.calls, 1);
    cs_store_close(store);
}

CS_TEST(not_filled, "what cannot be filled is not there, and can be made again")
{
    struct filling filling = { .answer = CS_FAILED };
    struct cs_store *store = NULL;
    kit_begin();
    CHECK_INT(create(&filling, CS_STORE_CREATE, &store), CS_FAILED);
    CHECK_TEXT(kit.err.text, "the defaults are missing");
    CHECK(store == NULL && access(filling.place, F_OK) != 0);
    filling.answer = CS_OK;
    CHECK_INT(create(&filling, CS_STORE_CREATE, &store), CS_OK);
    cs_store_close(store);
}
